"""What a person decided on a verdict, as the verdict carries it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from factcheck.labels import Choice, Label


@dataclass(frozen=True, slots=True)
class Decided:
    """What one more person decided on the same verdict."""

    reviewer: str
    decision: Choice
    reviewed_on: dt.date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """A person's decision on one verdict, shown beside it; it changes neither label nor outcome.

    ``stale`` has one plain sentence for each thing that changed since the decision was made; while it is empty the
    decision stands. ``on`` is the label that the reviewer saw. ``disagreed`` says that another reviewer decided
    otherwise and that nobody has settled it; then this is one of the decisions, and nobody's alone holds. ``others``
    are the decisions of other people: all that there are where they disagree, else those that say the same.
    """

    reviewer: str
    decision: Choice
    reviewed_on: dt.date
    note: str = ""
    stale: tuple[str, ...] = ()
    on: Label | None = None
    disagreed: bool = False
    others: tuple[Decided, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether claim, evidence and verdict are still those that the decision was made on."""
        return not self.stale

    @property
    def label(self) -> Label | None:
        """The label that the reviewer holds to be right."""
        return self.on if self.decision is Choice.ACCEPT else Label(self.decision.value)

    @property
    def accepts(self) -> bool:
        """Whether the decision says that the verdict is right, still stands, and is not disputed."""
        return self.stands and not self.disagreed and self.label == self.on
