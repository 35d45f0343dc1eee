"""Two reviewers: what is still to be reviewed in which turn, and where they disagree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from factcheck.datatypes import Verdict
from factcheck.review.entry import ReviewEntry, Role
from factcheck.review.grounds import grounds_of, what_changed
from factcheck.review.keys import ClaimKeys
from factcheck.review.replay import History


def stands(entry: ReviewEntry, verdict: Verdict) -> bool:
    """Whether a decision was made on this claim, evidence and verdict."""
    return entry.grounds is not None and not what_changed(entry.grounds, grounds_of(verdict))


def to_review(
    verdicts: Sequence[Verdict], histories: Mapping[str, History], keys: ClaimKeys, reviewer: str, role: Role
) -> list[Verdict]:
    """The verdicts that this reviewer has still to decide in this turn, in the order of the report.

    They carry no review, so that whoever decides second sees nothing of the first decision.

    - First: nobody's leading decision stands.
    - Second: another reviewer's first decision stands, and this reviewer has none that does.
    - Adjudication: the reviewers disagree.
    """
    return [
        replace(verdict, review=None) if role is not Role.ADJUDICATION else verdict
        for verdict in verdicts
        if _is_open(verdict, histories.get(keys.of(verdict.claim)), reviewer, role)
    ]


def _is_open(verdict: Verdict, history: History | None, reviewer: str, role: Role) -> bool:
    if role is Role.FIRST:
        return history is None or not stands(history.current, verdict)
    if history is None:
        return False
    if role is Role.ADJUDICATION:
        return history.disagreed
    own = history.latest(reviewer)
    others = [e for e in history.entries if e.role is Role.FIRST and e.reviewer != reviewer and stands(e, verdict)]
    return bool(others) and not (own and stands(own, verdict))


def disagreements(histories: Mapping[str, History]) -> list[History]:
    """The histories of the claims that reviewers decided differently and nobody settled, by key."""
    return [histories[claim] for claim in sorted(histories) if histories[claim].disagreed]
