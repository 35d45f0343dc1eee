"""The review log: a file that only grows, one JSON object a line, safe for several writers and after a kill.

A line is on disk before ``append`` returns. A writer that is killed leaves at most one broken line at the end; a reader
reports and skips it, and the next writer moves it aside, so that no whole line is ever joined to it.
"""

from __future__ import annotations

import codecs
import contextlib
import datetime as dt
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from factcheck.datatypes import Choice, Verdict
from factcheck.errors import Fault, ReviewError, StoreError
from factcheck.faultlog import shorten
from factcheck.fields import UNFIT
from factcheck.files import cannot_write, flush_folder
from factcheck.review.entry import REVIEW_FORMAT, UNDO, FormatError, ReviewEntry, Role, from_line, same_name, to_line
from factcheck.review.grounds import grounds_of, label_words

FOLDER = "reviews"
"""Folder of the review logs, beside the settings file."""

SUFFIX = ".jsonl"

MAX_NAME = 100
MAX_NOTE = 10_000

_BUSY_SECONDS = 30.0
_POLL_SECONDS = 0.005
_BLOCK = 65_536


@dataclass(frozen=True, slots=True)
class LogContent:
    """What one log, or several together, hold: the whole entries, oldest first, and the lines that cannot be used."""

    entries: tuple[ReviewEntry, ...] = ()
    faults: tuple[Fault, ...] = ()


class ReviewLog:
    """One review log, ``reviews/<name>.jsonl``; several processes, threads and windows may use it at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._is_flushed = False  # whether this process has made sure that the folder knows the file

    def decide(
        self,
        verdict: Verdict,
        reviewer: str,
        choice: Choice,
        *,
        note: str = "",
        role: Role = Role.FIRST,
        key: str = "",
        now: dt.datetime | None = None,
    ) -> ReviewEntry:
        """The entry of a decision, which is on disk when this returns.

        Args:
            verdict: the verdict as the reviewer saw it.
            reviewer: who decides.
            choice: the decision.
            note: why; needed where the label is another one than the verdict's.
            role: in which turn.
            key: the claim's key, as ``ClaimKeys`` gives it; ``verdict.claim.key`` if not given.
            now: the time; the clock's if not given.

        Raises:
            ReviewError: the reviewer has no name, a changed label has no note, or one of them cannot be kept.
            StoreError: the log cannot be written; nothing of the entry is in it.
        """
        note = note.strip()
        if choice.value not in (Choice.ACCEPT, verdict.label.value) and not note:
            was = label_words(verdict.label, verdict.reason)
            raise ReviewError(f"{choice.value} instead of {was} needs a note — say why the label is another")
        entry = ReviewEntry(
            id=_new_id(),
            claim=key or verdict.claim.key,
            reviewer=_checked_name(reviewer),
            at=_time(now),
            decision=choice,
            note=_checked_note(note),
            role=role,
            grounds=grounds_of(verdict),
        )
        self.append(entry)
        return entry

    def undo(self, entry: ReviewEntry, reviewer: str, *, note: str = "", now: dt.datetime | None = None) -> ReviewEntry:
        """The entry that undoes another, which is on disk when this returns; undoing an undo brings back what it undid.

        Raises:
            ReviewError, StoreError: as for ``decide``.
        """
        undoing = ReviewEntry(
            id=_new_id(),
            claim=entry.claim,
            reviewer=_checked_name(reviewer),
            at=_time(now),
            decision=UNDO,
            note=_checked_note(note),
            role=entry.role,
            undoes=entry.id,
        )
        self.append(undoing)
        return undoing

    def append(self, entry: ReviewEntry) -> None:
        """Adds the entry in one write; it is flushed to disk, with the folder that names the file, before this returns.

        Raises:
            StoreError: the folder cannot be written, the disk is full, or another process does not let go of the log.
        """
        line = to_line(entry)
        with _as_store_error(self.path), self._locked():
            handle = os.open(self.path, _FLAGS, 0o666)
            try:
                _mend_end(handle, self.path)
                _write_whole(handle, line)
            finally:
                os.close(handle)
            if not self._is_flushed:
                flush_folder(self.path.parent)
                flush_folder(self.path.parent.parent)
                self._is_flushed = True

    def read(self) -> LogContent:
        """The entries in the order of the lines, and the lines that cannot be used; nothing where there is no file.

        Raises:
            StoreError: the file cannot be read, or a line is of another format version.
        """
        content = _parse(self._bytes(), self.path)
        if content.faults:
            # The end may be a line that another process is just writing: look again when nobody is.
            with contextlib.suppress(StoreError, OSError), self._locked():
                content = _parse(self._bytes(), self.path)
        return content

    def _bytes(self) -> bytes:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise StoreError(f"{self.path}: cannot be read ({error.strerror or error})") from error

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        self.path.parent.mkdir(parents=True, exist_ok=True)
        # A file of its own: whoever locks a file with this library empties it. A new lock each time, so that threads
        # exclude each other too.
        beside = self.path.with_name(f".{self.path.name}.lock")
        lock = FileLock(beside, timeout=_BUSY_SECONDS, poll_interval=_POLL_SECONDS, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            raise StoreError(
                f"{self.path}: another factcheck has held it for {_BUSY_SECONDS:.0f} seconds — close it, and try again"
            ) from None
        try:
            yield
        finally:
            lock.release()


def read_reviews(folder: Path) -> LogContent:
    """What all logs of a folder hold, by time; within one log in the order of its lines, whatever the clocks said.

    Raises:
        StoreError: a log cannot be read or is of another format version.
    """
    contents = [ReviewLog(path).read() for path in sorted(folder.glob(f"*{SUFFIX}"))]
    timed: list[tuple[dt.datetime, ReviewEntry]] = []
    for content in contents:
        latest = dt.datetime.min.replace(tzinfo=dt.UTC)
        for entry in content.entries:
            latest = max(latest, entry.at)
            timed.append((latest, entry))
    timed.sort(key=lambda pair: pair[0])  # stable
    return LogContent(tuple(entry for _, entry in timed), tuple(fault for c in contents for fault in c.faults))


_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


@contextlib.contextmanager
def _as_store_error(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise cannot_write(path, error) from error


def _write_whole(handle: int, data: bytes) -> None:
    """One write and a flush to disk; where either fails, the file is as long as it was."""
    size = os.fstat(handle).st_size
    try:
        written = os.write(handle, data)
        if written != len(data):
            raise OSError(0, f"only {written} of {len(data)} bytes were written")
        os.fsync(handle)
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(handle, size)
        raise


def _mend_end(handle: int, path: Path) -> None:
    """Makes the file end with a whole line: what a killed writer left is completed if it is whole, else moved aside."""
    size = os.fstat(handle).st_size
    tail = _tail(handle, size)
    if not tail:
        return
    if _is_whole(tail):
        _write_whole(handle, b"\n")
        return
    aside = os.open(path.with_name(f"{path.name}.broken"), _FLAGS, 0o666)
    try:
        _write_whole(aside, tail + b"\n")
    finally:
        os.close(aside)
    os.ftruncate(handle, size - len(tail))
    os.fsync(handle)


def _tail(handle: int, size: int) -> bytes:
    """What stands behind the last line break."""
    tail, start = b"", size
    while start > 0 and b"\n" not in tail:
        step = min(_BLOCK, start)
        start -= step
        os.lseek(handle, start, os.SEEK_SET)
        tail = os.read(handle, step) + tail
    return tail.rpartition(b"\n")[2]


def _is_whole(line: bytes) -> bool:
    try:
        from_line(line.removeprefix(codecs.BOM_UTF8))
    except FormatError:
        return True
    except (ValueError, RecursionError):
        return False
    return True


def _parse(data: bytes, path: Path) -> LogContent:
    entries: list[ReviewEntry] = []
    faults: list[Fault] = []
    lines = data.removeprefix(codecs.BOM_UTF8).split(b"\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entries.append(from_line(line))
        except FormatError as error:
            raise StoreError(
                f"{path}:{number}: has review format {shorten(error)}, this factcheck reads format {REVIEW_FORMAT}"
                " — use the factcheck that wrote it"
            ) from None
        except (ValueError, RecursionError):
            faults.append(_fault(path, number, line, is_last=number == len(lines)))
    return LogContent(tuple(entries), tuple(faults))


def _fault(path: Path, number: int, line: bytes, *, is_last: bool) -> Fault:
    message = "the last line is broken: whoever wrote it was stopped" if is_last else "this line is no review entry"
    remedy = "its decision is not used, all others are: restore the line from version control, or decide again"
    if is_last:
        remedy = f"nothing is to be done, all other lines are used; the next decision moves it to {path.name}.broken"
    seen = shorten(line[:400].decode("utf-8", "replace"))
    return Fault(str(path), number, message, seen=seen, remedy=remedy)


def _new_id() -> str:
    return secrets.token_hex(8)


def _time(now: dt.datetime | None) -> dt.datetime:
    return (now or dt.datetime.now(dt.UTC)).astimezone(dt.UTC)


def _checked_name(name: str) -> str:
    name = same_name(name)
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise ReviewError(f"the reviewer {shorten(name)!r} is no name — write one of 1 to {MAX_NAME} characters")
    return name


def _checked_note(note: str) -> str:
    if len(note) > MAX_NOTE:
        raise ReviewError(f"the note has {len(note):,} characters — write at most {MAX_NOTE:,}")
    bad = UNFIT.search(note)
    if bad:
        raise ReviewError(f"the note holds the control character U+{ord(bad.group()):04X} — remove it")
    return note
