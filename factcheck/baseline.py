"""Findings that were there before: kept and marked, so that a check fails only on new ones."""

from __future__ import annotations

from dataclasses import replace

from factcheck.datatypes import Outcome, Report, Verdict
from factcheck.report.wording import Item, everything

_KNOWN = (Outcome.FINDING, Outcome.BASELINED)
"""What counts as known; a waived finding of the baseline does not, because its waiver ends."""


def mark_known(report: Report, baseline: Report) -> Report:
    """The report with every finding baselined that the baseline has too; nothing else changes.

    It is the same finding where claim key, claim text, label and reason are the same.
    """
    known = {_identity(item) for item in everything(baseline) if item.outcome in _KNOWN}
    return replace(
        report,
        verdicts=tuple(replace(v, outcome=_outcome(v, known)) for v in report.verdicts),
        unchecked=tuple(replace(u, outcome=_outcome(u, known)) for u in report.unchecked),
    )


def _outcome(item: Item, known: set[tuple[str, ...]]) -> Outcome:
    is_known = item.outcome is Outcome.FINDING and _identity(item) in known
    return Outcome.BASELINED if is_known else item.outcome


def _identity(item: Item) -> tuple[str, ...]:
    said = (item.label.value, item.reason.value if item.reason else "") if isinstance(item, Verdict) else ("unchecked",)
    return (item.claim.key, item.claim.text, *said)
