"""The words that the forms of a diff share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from factcheck.datatypes import Assessment, Stance
from factcheck.diff.compare import Diff, EvidenceChange
from factcheck.report.wording import count, percent, source_line, standing_note


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One snippet that is newly or no longer read, changed or moved, as a reader wants it."""

    sign: str
    what: str
    id: str
    text: str
    said: str


def headline(diff: Diff) -> str:
    """The diff in one line: ``1 verdict flipped · 2 appeared · none vanished · 40 the same``."""
    counted = [
        count(len(diff.flipped), "verdict flipped", "verdicts flipped"),
        f"{len(diff.appeared):,} appeared",
        f"{len(diff.vanished):,} vanished",
        f"{diff.n_same:,} the same",
    ]
    return " · ".join(counted)


def evidence_lines(change: EvidenceChange) -> Iterator[EvidenceLine]:
    """One line for each snippet: those that take a side first, then newly read, no longer read, changed, moved."""
    lines = [
        *(("+", "newly read", a, _said(a)) for a in change.added),
        *(("-", "no longer read", a, _said(a)) for a in change.removed),
        *(("~", "changed", new, f"{_said(old)} → {_said(new)}") for old, new in change.changed),
        *(("~", "standing changed", new, f"{_stands(old)} → {_stands(new)}") for old, new in change.moved),
    ]
    for sign, what, a, said in sorted(lines, key=lambda line: line[2].stance is Stance.NEUTRAL):
        yield EvidenceLine(
            sign, what, a.match.snippet.id, a.match.snippet.text, f"{said} · {source_line(a.match.snippet)}"
        )


def _said(assessment: Assessment) -> str:
    sure = f"{assessment.stance.value} {percent(getattr(assessment.probs, assessment.stance.value))}"
    note = standing_note(assessment.match)
    return f"{sure}, {note}" if note else sure


def _stands(assessment: Assessment) -> str:
    return standing_note(assessment.match) or "decides"
