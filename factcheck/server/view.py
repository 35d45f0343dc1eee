"""What the page shows of a report at one moment, for one reviewer in one turn."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.datatypes import Report, Review
from factcheck.review import History, Role


@dataclass(frozen=True, slots=True)
class Turn:
    """Who reviews, and in which turn."""

    reviewer: str
    role: Role = Role.FIRST

    @property
    def is_blind(self) -> bool:
        """Whether the decisions of others must not be seen."""
        return self.role is Role.SECOND

    def visible(self, history: History | None) -> History | None:
        """What this reviewer may see of a history: all of it, or in a second review the own decisions alone."""
        if history is None or not self.is_blind:
            return history
        own = tuple(entry for entry in history.entries if entry.reviewer == self.reviewer)
        return History(history.claim, own) if own else None


@dataclass(frozen=True, slots=True)
class Status:
    """Where one verdict stands for this reviewer; ``history`` and ``review`` are what they may see.

    ``in_turn`` is whether it belongs to this turn at all, ``is_open`` whether it is still to be decided in it.
    ``since`` is the revision of the view in which it became so.
    """

    is_open: bool
    in_turn: bool
    history: History | None
    review: Review | None
    since: int

    @property
    def seen(self) -> str:
        """Names the decisions that are shown, so that it can be told when others hold."""
        return "-".join(entry.id for entry in self.history.entries) if self.history else ""

    @property
    def is_stale(self) -> bool:
        """Whether the decision shown was made on something that changed since."""
        return self.review is not None and not self.review.stands

    @property
    def is_disagreed(self) -> bool:
        """Whether the reviewers disagree, as far as this reviewer may see them."""
        return self.history is not None and self.history.disagreed

    @property
    def reviewers(self) -> tuple[str, ...]:
        """Who decided on it, each once."""
        return tuple(dict.fromkeys(entry.reviewer for entry in self.history.entries)) if self.history else ()


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows; ``edition`` names the writing of the record, ``faults`` are told above the verdicts."""

    edition: str
    report: Report
    statuses: tuple[Status, ...]
    revision: int
    turn: Turn
    faults: tuple[str, ...] = ()

    @property
    def scope(self) -> tuple[int, ...]:
        """The verdicts of this turn, by their place in the report."""
        return tuple(index for index, status in enumerate(self.statuses) if status.in_turn)

    @property
    def n_reviewed(self) -> int:
        """How many verdicts of this turn are decided."""
        return sum(status.in_turn and not status.is_open for status in self.statuses)
