"""One report on one reviewer's desk: what is decided now, and new decisions, which are on disk before they are told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from factcheck.datatypes import Choice, Report, Verdict
from factcheck.errors import ReviewError, SettingsError, StoreError
from factcheck.language import later, say
from factcheck.report.record import read_report
from factcheck.review import (
    FOLDER,
    ClaimKeys,
    History,
    LogContent,
    ReviewEntry,
    ReviewLog,
    Role,
    replay,
    review_of,
    to_review,
)
from factcheck.review.entry import same_name
from factcheck.review.keys import keys_of
from factcheck.review.log import MAX_NAME, SUFFIX
from factcheck.server.view import Status, Turn, View
from factcheck.server.watch import Decisions

_Ids = tuple[str, ...]
"""The entries of a whole history, by their ids."""


class OutdatedError(ReviewError):
    """What the page showed is not so any more; nothing was saved."""


class Desk:
    """A report with its decisions, for one reviewer; several threads may use it."""

    def __init__(self, record: Path, root: Path, cwd: Path, turn: Turn) -> None:
        """Reads record and logs.

        Raises:
            StoreError: one of them cannot be read, or is of another format version.
            ReviewError: the reviewer has no name.
            SettingsError: the record gives the report a name that cannot be the name of a file.
        """
        self.turn = Turn(_name(turn.reviewer), turn.role)
        self._record = record
        self._edition = self._stamp = _stamp(record)
        self._report = _bare(read_report(record))
        self.log = ReviewLog(root / FOLDER / f"{_file_name(self._report.name)}{SUFFIX}")
        self._root, self._cwd = root, cwd
        self._keys = self._keys_now()
        self._decisions = Decisions(root / FOLDER)
        self._content: LogContent | None = None
        self._known: list[tuple[_Ids, Status]] = []
        self._view = View("", self._report, (), 0, self.turn)
        self._lock = threading.RLock()
        self.look()

    def look(self) -> View:
        """What is so now; the same object as long as nothing changed.

        Raises:
            StoreError: a log cannot be read; nothing old is shown as current.
        """
        with self._lock:
            fault = self._reread()
            content = self._decisions.read()
            faults = (*([fault] if fault else []), *self._told(content))
            if content is not self._content or self._edition != self._view.edition:
                self._content = content
                statuses = self._statuses(content, self._view.revision + 1)
                self._view = View(self._edition, self._report, statuses, self._view.revision + 1, self.turn, faults)
            elif faults != self._view.faults:
                self._view = replace(self._view, faults=faults, revision=self._view.revision + 1)
            return self._view

    def decide(self, edition: str, index: int, seen: str, choice: Choice, note: str) -> ReviewEntry:
        """The entry of the decision, on disk.

        Raises:
            OutdatedError: the report was written anew, or somebody decided, since the page showed what was ``seen``.
            ReviewError, StoreError: as for ``ReviewLog.decide``.
        """
        with self._lock:
            verdict, status = self._of(edition, index)
            if status.seen != seen:
                message = later(
                    "not saved: this was decided in another window meanwhile — look at it, and decide again"
                )
                raise OutdatedError(say(message))
            name, role, key = self.turn.reviewer, self.turn.role, self._keys.of(verdict.claim)
            return self._written(lambda: self.log.decide(verdict, name, choice, note=note, role=role, key=key))

    def undo(self, edition: str, index: int, entry_id: str) -> ReviewEntry:
        """The entry that undoes an own decision, on disk.

        Raises:
            OutdatedError: the report was written anew, or the decision does not hold any more.
            ReviewError: it is somebody else's.
            StoreError: the log cannot be written.
        """
        with self._lock:
            _, status = self._of(edition, index)
            entries = status.history.entries if status.history else ()
            found = next((entry for entry in entries if entry.id == entry_id), None)
            if found is None:
                raise OutdatedError(say("nothing undone: this decision was undone before"))
            if found.reviewer != self.turn.reviewer:
                raise ReviewError(
                    say("nothing undone: %(name)s decided this — decide yourself instead", name=found.reviewer)
                )
            return self._written(lambda: self.log.undo(found, self.turn.reviewer))

    def _written(self, write: Callable[[], ReviewEntry]) -> ReviewEntry:
        entry = write()
        self._decisions.added(self.log, entry)
        return entry

    def _of(self, edition: str, index: int) -> tuple[Verdict, Status]:
        view = self.look()
        if edition != view.edition:
            raise OutdatedError(say("not saved: the report was written anew meanwhile — load the page again"))
        if not 0 <= index < len(view.statuses):
            raise ReviewError(f"this report has no verdict number {index}")
        return view.report.verdicts[index], view.statuses[index]

    def _reread(self) -> str:
        """Takes up the record if it was written anew; what is wrong with it, if it cannot be read."""
        stamp = _stamp(self._record)
        if stamp == self._stamp:
            return ""
        try:
            report = _bare(read_report(self._record))
        except StoreError as error:
            changed = say("The report has changed and cannot be read; what is shown is the earlier one.")
            return f"{changed} {error}"
        self._stamp = stamp
        if report != self._report:  # a check that changed nothing only makes it the newest record again
            self._edition, self._report, self._known = stamp, report, []
            self._keys = self._keys_now()
        return ""

    def _keys_now(self) -> ClaimKeys:
        """Of the report that is shown: the next one may be from a check in another folder."""
        return keys_of(self._report, self._root, self._cwd)

    def _statuses(self, content: LogContent, revision: int) -> tuple[Status, ...]:
        """Where each verdict stands; that of a verdict whose history is as before is kept, because it takes hashing."""
        histories = replay(content.entries)
        known = []
        for index, verdict in enumerate(self._report.verdicts):
            history = histories.get(self._keys.of(verdict.claim))
            ids = tuple(entry.id for entry in history.entries) if history else ()
            if self._known and self._known[index][0] == ids:
                known.append(self._known[index])
            else:
                known.append((ids, self._status(verdict, history, revision)))
        self._known = known
        return tuple(status for _, status in known)

    def _status(self, verdict: Verdict, history: History | None, revision: int) -> Status:
        reviewer, role = self.turn.reviewer, self.turn.role
        histories = {history.claim: history} if history else {}
        is_open = bool(to_review([verdict], histories, self._keys, reviewer, role))
        visible = self.turn.visible(history)
        settled = visible is not None and any(entry.role is role for entry in visible.entries)
        in_turn = role is Role.FIRST or is_open or settled
        return Status(is_open, in_turn, visible, review_of(verdict, visible), revision)

    def _told(self, content: LogContent) -> list[str]:
        """The faults of the logs; what stands in a broken line may be a decision that a second review must not see."""
        return [str(replace(fault, seen="") if self.turn.is_blind else fault) for fault in content.faults]


def _bare(report: Report) -> Report:
    """The report without the decisions that the record holds: those in the logs count, and who may see them."""
    verdicts = (replace(verdict, review=None) if verdict.review else verdict for verdict in report.verdicts)
    return replace(report, verdicts=tuple(verdicts))


def _stamp(path: Path) -> str:
    """Changes whenever the file is written; empty where there is none."""
    try:
        stat = path.stat()
    except OSError:
        return ""
    return f"{stat.st_mtime_ns:x}-{stat.st_size:x}"


def _name(text: str) -> str:
    name = same_name(text)
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise ReviewError(f"--reviewer is no name — write one of 1 to {MAX_NAME} characters")
    return name


def _file_name(name: str) -> str:
    if name in ("", ".", "..") or Path(name).name != name or "\\" in name:
        raise SettingsError(f"the report calls itself {name!r}, which cannot name a review log — check again")
    return name
