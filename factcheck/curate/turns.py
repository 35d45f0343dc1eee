"""One command at a time changes the evidence of a project, so that nothing is lost between reading and writing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from factcheck.errors import StoreError
from factcheck.files import cannot_write

WAIT_SECONDS = 120.0
"""A PDF of 1,000 pages is imported in some 10 seconds; who holds the evidence so long has been stopped."""


@contextlib.contextmanager
def turn(store: Path, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the evidence until the block ends; others wait for it, in this process and in others.

    Args:
        store: the hidden folder of the project, where the lock is kept.
        wait: seconds after which another is waited for no longer.

    Raises:
        StoreError: another holds it for longer, or the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    path = store / "evidence.lock"
    lock = FileLock(path, thread_local=False)
    try:
        store.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=wait)
    except Timeout:
        message = f"another factcheck has been changing the evidence for {wait:,.0f} seconds"
        raise StoreError(f"{path}: {message} — wait until it has ended, and try again") from None
    except OSError as error:
        raise cannot_write(path, error) from error
    try:
        yield
    finally:
        lock.release()
