"""The connection: the one place that calls pymilvus to open and close, and that turns its faults into ours."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from factcheck.errors import StoreError
from factcheck.files import cannot_write
from factcheck.stores import Milvus

TOKEN = "FACTCHECK_MILVUS_TOKEN"

CONNECT_SECONDS, CALL_SECONDS = 5.0, 120.0
"""How long is waited for a connection, and for an answer: a server that loads a large collection may take minutes."""

_TRIES, _PAUSE = 10, 0.5
"""How often a file of Milvus Lite is tried that another process has open, and the seconds between: a check of a small
project holds it for about one."""

_MISSING = "store: milvus needs {} — run: pip install 'factcheck[milvus]', or write `store: files`"

_NOT_THERE = "Fail connecting to server"
"""What pymilvus says of a server that does not answer."""

_log = logging.getLogger(__name__)
_open_files: Counter[str] = Counter()
_files_lock = threading.Lock()


class Connection:
    """An open connection; ``client`` is pymilvus's. ``close`` it, or leave that to the end of the process."""

    def __init__(self, milvus: Milvus, client: Any) -> None:
        self.milvus = milvus
        self.client = client
        self._closed = False

    def close(self) -> None:
        """Ends the connection; the last one to a file frees it for other processes. Twice does no harm."""
        if self._closed:
            return
        self._closed = True
        with contextlib.suppress(Exception):
            self.client.close()
        if self.milvus.is_file:
            _release(self.milvus.uri)


def connect(milvus: Milvus) -> Connection:
    """A connection to the server, or to the file, which is made where there is none.

    Raises:
        StoreError: pymilvus or Milvus Lite is not installed, nobody answers within seconds, the server turns us down,
            or the file is open in another process.
    """
    try:
        from pymilvus import MilvusClient
    except ImportError as error:
        raise StoreError(_MISSING.format("pymilvus")) from error
    # Faults reach us as exceptions; what is logged besides goes to stderr, which is for our own messages. The last two
    # are the server inside this process, which also says at length that it lacks what pymilvus then does without.
    for name in ("pymilvus", "milvus_lite", "grpc._server"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    if milvus.is_file:
        return Connection(milvus, _open_file(milvus, MilvusClient))
    token = os.environ.get(TOKEN) or milvus.token
    try:
        return Connection(milvus, MilvusClient(milvus.uri, token=token, timeout=CONNECT_SECONDS))
    except Exception as error:  # pymilvus, grpc and the resolver each raise kinds of their own
        raise _unreachable(milvus, error) from error


def _unreachable(milvus: Milvus, error: Exception) -> StoreError:
    return StoreError(
        f"the Milvus server {milvus.uri} cannot be reached: {_said(error)} — start it, mend milvus: uri: in the "
        f"settings or the token in {TOKEN}, or write `store: files`"
    )


@contextlib.contextmanager
def telling(milvus: Milvus) -> Iterator[None]:
    """Turns what pymilvus raises inside the block into a ``StoreError``."""
    from pymilvus.exceptions import MilvusException

    try:
        yield
    except MilvusException as error:
        if _NOT_THERE in str(error):  # the client was made all the same, as it is now and then
            raise _unreachable(milvus, error) from error
        raise StoreError(
            f"Milvus at {milvus.uri} failed: {_said(error)} — see that it runs and has space, and try again"
        ) from error


def _open_file(milvus: Milvus, client_class: Any) -> Any:
    try:
        import milvus_lite.server_manager  # noqa: F401
    except ImportError as error:
        raise StoreError(_MISSING.format("milvus-lite")) from error
    path = Path(milvus.uri)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(path, error) from error
    opened = _try_file(milvus.uri, client_class)
    for tried in range(_TRIES):
        if not _is_locked(opened):
            break
        if not tried:
            _log.info("waiting for another process that has %s open", path)
        time.sleep(_PAUSE)
        opened = _try_file(milvus.uri, client_class)
    if isinstance(opened, Exception):
        raise _file_fault(path, opened) from opened
    return opened


def _try_file(uri: str, client_class: Any) -> Any:
    """The client of a file, or the fault that kept it from opening."""
    with _files_lock, _overhearing() as overheard:
        try:
            client = client_class(uri, timeout=CONNECT_SECONDS)
        except Exception as error:  # pymilvus says no more than that it failed; the reason is in the log
            return overheard.fault or error
        _open_files[uri] += 1
        return client


def _is_locked(fault: object) -> bool:
    return type(fault).__name__ == "DataDirLockedError"


def _file_fault(path: Path, fault: Exception) -> StoreError:
    if _is_locked(fault):
        return StoreError(
            f"the Milvus Lite file {path} is open in another process, and only one may have it — wait until that one "
            "has ended, or name a Milvus server in milvus: uri:"
        )
    if isinstance(fault, OSError):
        return cannot_write(path, fault)
    return StoreError(
        f"the Milvus Lite file {path} cannot be opened: {_said(fault)} — remove it, and run: factcheck index"
    )


def _release(uri: str) -> None:
    """Ends Milvus Lite for a file that nobody in this process uses any more; closing a client does not."""
    from milvus_lite.server_manager import server_manager_instance

    with _files_lock:
        _open_files[uri] -= 1
        if _open_files[uri] <= 0:
            server_manager_instance.release_server(uri)


class _Overheard(logging.Filter):
    """Keeps the fault that Milvus Lite logs and does not raise, and keeps it off stderr."""

    fault: Exception | None = None

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], Exception):
            self.fault = record.exc_info[1]
        return False


@contextlib.contextmanager
def _overhearing() -> Iterator[_Overheard]:
    overheard, logger = _Overheard(), logging.getLogger("milvus_lite.server_manager")
    logger.setLevel(logging.ERROR)  # else nothing is logged that could be overheard
    logger.addFilter(overheard)
    try:
        yield overheard
    finally:
        logger.removeFilter(overheard)


def _said(error: BaseException) -> str:
    """What the fault says, on one line and without its dress."""
    said = " ".join(str(getattr(error, "message", "") or error).split())
    return said[:300].rstrip(" .") or type(error).__name__
