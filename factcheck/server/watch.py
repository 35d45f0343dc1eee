"""The review logs of a folder, read again only when they changed."""

from __future__ import annotations

import contextlib
from pathlib import Path

from factcheck.review import LogContent, ReviewEntry, ReviewLog, read_reviews
from factcheck.review.entry import to_line
from factcheck.review.log import SUFFIX

Stamps = dict[Path, tuple[int, int]]
"""Size and time of change of each log, by its path."""


class Decisions:
    """All entries of a folder of logs as they are on disk now.

    Reading thousands of entries takes a good part of a second, so what this process wrote itself is added to what is
    known; any other change is read anew. Not for several threads at once: the desk has the lock.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamps: Stamps = {}
        self._content = LogContent()

    def read(self) -> LogContent:
        """What the logs hold; the same object as long as nothing changed.

        Raises:
            StoreError: a log cannot be read or is of another format version.
        """
        stamps = self._stamped()
        if stamps != self._stamps:
            # Stamped before reading: what is written meanwhile is read once more, and never missed.
            self._content = read_reviews(self._folder)
            self._stamps = stamps
        return self._content

    def added(self, log: ReviewLog, entry: ReviewEntry) -> None:
        """Takes up an entry that this process has just written, if nobody else wrote since the last reading."""
        size = self._stamps.get(log.path, (0, 0))[0] + len(to_line(entry))
        now = self._stamped()
        others = {path: stamp for path, stamp in now.items() if path != log.path}
        if log.path in now and now[log.path][0] == size and others == self._others(log.path):
            self._content = LogContent((*self._content.entries, entry), self._content.faults)
            self._stamps = now

    def _others(self, path: Path) -> Stamps:
        return {known: stamp for known, stamp in self._stamps.items() if known != path}

    def _stamped(self) -> Stamps:
        found: Stamps = {}
        for path in sorted(self._folder.glob(f"*{SUFFIX}")):
            with contextlib.suppress(FileNotFoundError):  # gone since it was listed
                stat = path.stat()
                found[path] = (stat.st_size, stat.st_mtime_ns)
        return found
