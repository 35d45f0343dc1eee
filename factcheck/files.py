"""Writing a file so that a reader, a crash or a full disk never sees half of it."""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import secrets
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from factcheck.errors import StoreError

LEFT_AFTER = 3600
"""Seconds after which nobody writes a file any more: far above the minutes that the largest takes."""


def write_atomically(path: Path, data: bytes | str) -> None:
    """Puts the data at the path in one step, replacing what was there; missing folders are made.

    The data goes to a temporary name in the same folder, is flushed to disk and then moved, so the path holds either
    the old content or all of the new. A symbolic link is followed. Text is written as UTF-8 with its newlines as given.

    Raises:
        StoreError: the folder is read-only, the disk is full, or the path is a folder; the temporary file is gone.
    """
    content = data.encode("utf-8") if isinstance(data, str) else data
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name}.{os.getpid()}.{secrets.token_hex(4)}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_through(temporary, content, mode=_mode(target))
        temporary.replace(target)
        _remove_leftovers(target)
    except BaseException as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        if isinstance(error, OSError):
            raise cannot_write(path, error) from error
        raise
    flush_folder(target.parent)


def write_output(path: Path, data: str) -> None:
    """Puts the text where the user said: into a file as ``write_atomically`` does, into anything else as ``>`` does.

    A device or a pipe is written to and not replaced, and an open file (``/dev/stdout``) is written where it stands.

    Raises:
        StoreError: it cannot be written. A reader of a pipe that leaves early is no fault.
    """
    number = _descriptor(path)
    if number is None and not _is_special(path):
        write_atomically(path, data)
        return
    try:
        handle = os.open(path, os.O_WRONLY) if number is None else os.dup(number)
        with contextlib.suppress(BrokenPipeError), os.fdopen(handle, "wb") as stream:
            stream.write(data.encode("utf-8"))
    except OSError as error:
        raise cannot_write(path, error) from error


def _is_special(path: Path) -> bool:
    """Whether there is a device or a pipe at the path."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):  # nothing is there, or whoever writes will be told why not
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _descriptor(path: Path) -> int | None:
    """The number of the open file that the path stands for."""
    named = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}
    folder, _, number = str(path).rpartition("/")
    if folder in ("/dev/fd", "/proc/self/fd") and number.isdecimal() and len(number) < 10:
        return int(number)
    return named.get(str(path))


def cannot_write(path: Path | str, error: OSError) -> StoreError:
    """The fault to raise when a file or a folder cannot be written: what the system said and what to do."""
    said = error.strerror or str(error)
    remedy = "free space or make the folder writable, and try again"
    if error.errno == errno.ENOENT:
        remedy = "its folder was removed meanwhile; run the command again"
    if error.errno in (errno.ENOTDIR, errno.EISDIR):
        remedy = "name another place"
    if error.errno in (errno.EROFS, errno.EACCES):
        remedy = "make the folder writable, or name a settings file in one that is with --config"
    return StoreError(f"cannot write {path}: {said.lower()} — {remedy}")


def flush_folder(folder: Path) -> None:
    """Makes a rename in the folder survive a power cut, where the system can (not on Windows)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove_leftovers(target: Path) -> None:
    """Removes what processes left that were killed while they wrote this file: the name holds their number.

    Only what is old, for on a shared folder the process may live on another machine, where its number means nothing.
    """
    if os.name != "posix":  # elsewhere asking for a process can end it
        return
    for left in target.parent.glob(f".{glob.escape(target.name)}.*.tmp"):
        pid = left.name.removeprefix(f".{target.name}.").partition(".")[0]
        with contextlib.suppress(OSError):
            is_old = time.time() - left.stat().st_mtime > LEFT_AFTER
            if pid.isdecimal() and is_old and not _is_alive(int(pid)):
                left.unlink()


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def flush_file(path: Path) -> None:
    """Makes what another library has written to the file survive a power cut.

    Raises:
        OSError: the disk takes no more.
    """
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _mode(target: Path) -> int | None:
    """The permissions of the file to be replaced; None where there is none, so that the umask decides."""
    try:
        return target.stat().st_mode & 0o7777
    except OSError:
        return None


def _write_through(path: Path, content: bytes, mode: int | None) -> None:
    # Not tempfile: it makes files that only their owner can read, and reports are meant to be shared.
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if mode is not None:
        path.chmod(mode)


@contextlib.contextmanager
def held(path: Path, seconds: float, taken: str) -> Iterator[None]:
    """Holds the lock file until the block ends; the system frees it when its holder dies, however it dies.

    Another holder, in this process too, is waited for so many seconds.

    Raises:
        StoreError: it is held for longer, which ``taken`` says, or its folder cannot be written.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(path, thread_local=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=seconds)
    except Timeout:
        raise StoreError(taken) from None
    except OSError as error:
        raise cannot_write(path, error) from error
    try:
        yield
    finally:
        lock.release()
