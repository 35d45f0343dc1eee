"""What holds now: the log replayed, claim by claim."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from factcheck.review.entry import UNDO, ReviewEntry, Role


@dataclass(frozen=True, slots=True)
class History:
    """The decisions on one claim that nobody undid, oldest first; never empty."""

    claim: str
    entries: tuple[ReviewEntry, ...]

    @property
    def current(self) -> ReviewEntry:
        """The decision that holds: the latest first decision or adjudication; a second one only where it is alone."""
        leading = [entry for entry in self.entries if entry.role is not Role.SECOND]
        return (leading or list(self.entries))[-1]

    @property
    def ratings(self) -> dict[str, ReviewEntry]:
        """What each reviewer decided last by themselves, in the order in which they came to it.

        All second decisions count, and of the first ones those on the grounds of the latest: another person who decides
        on the same does not replace the one before, and whoever decides after something changed disputes nobody.
        """
        first = [entry for entry in self.entries if entry.role is Role.FIRST]
        own = [e for e in self.entries if e.role is Role.SECOND or (e.role is Role.FIRST and _same(e, first[-1]))]
        return {entry.reviewer: entry for entry in own}

    @property
    def comparable(self) -> dict[str, ReviewEntry]:
        """The ratings that were made on the same claim and evidence as the latest of them, whatever the verdict was."""
        made = sorted(self.ratings.values(), key=self.entries.index)  # clocks differ, the order of the lines holds
        return {entry.reviewer: entry for entry in made if entry is made[-1] or _same_matter(entry, made[-1])}

    @property
    def others(self) -> tuple[ReviewEntry, ...]:
        """The decisions of other people to be named with the current one; none once somebody has settled it.

        Where the reviewers disagree these are all that can be compared, else those that say the same on the same
        grounds.
        """
        current = self.current
        if current.role is Role.ADJUDICATION and not self.disagreed:
            return ()
        disagreed = self.disagreed
        found = self.comparable if disagreed else self.ratings
        rest = [entry for name, entry in found.items() if name != current.reviewer]
        return tuple(entry for entry in rest if disagreed or _same(entry, current))

    @property
    def disagreed(self) -> bool:
        """Whether independent decisions on one matter name different labels and nobody has settled it since."""
        ratings = list(self.comparable.values())
        settled = max((i for i, entry in enumerate(self.entries) if entry.role is Role.ADJUDICATION), default=-1)
        # Whoever comes later and says what was settled opens nothing.
        label = self.entries[settled].label if settled >= 0 else None
        is_new = any(self.entries.index(entry) > settled and entry.label is not label for entry in ratings)
        return is_new and len({entry.label for entry in ratings}) > 1

    def latest(self, reviewer: str, role: Role | None = None) -> ReviewEntry | None:
        """The reviewer's own latest decision, in this role or in any."""
        own = [e for e in self.entries if e.reviewer == reviewer and (role is None or e.role is role)]
        return own[-1] if own else None


def _same(one: ReviewEntry, other: ReviewEntry) -> bool:
    """Whether two decisions were made on the same claim, evidence and verdict, whatever the ids of the snippets."""
    if one.grounds is None or other.grounds is None:
        return False
    return one.grounds.hashes == other.grounds.hashes


def _same_matter(one: ReviewEntry, other: ReviewEntry) -> bool:
    """Whether two decisions were made on the same claim and evidence."""
    if one.grounds is None or other.grounds is None:
        return False
    return (one.grounds.claim, one.grounds.evidence) == (other.grounds.claim, other.grounds.evidence)


def replay(entries: Iterable[ReviewEntry]) -> dict[str, History]:
    """The histories by the claim's key, for every claim with a decision that was not undone."""
    ordered = list(entries)
    undone: set[str] = set()
    for entry in reversed(ordered):
        if entry.decision == UNDO and entry.id not in undone:  # an undo that was undone itself does nothing
            undone.add(entry.undoes)
    by_claim: dict[str, list[ReviewEntry]] = {}
    for entry in ordered:
        if entry.decision != UNDO and entry.id not in undone:
            by_claim.setdefault(entry.claim, []).append(entry)
    return {claim: History(claim, tuple(found)) for claim, found in by_claim.items()}
