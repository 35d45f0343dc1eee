"""Accepted verdicts as what the claims files shall expect."""

from __future__ import annotations

from factcheck.datatypes import Choice, Label, Reason, Report, Verdict


def expectations(report: Report) -> dict[str, dict[str, Label | Reason]]:
    """By claims file, as the report names it, what each claim shall expect, by its id.

    Only verdicts that a person accepted and that are still the same are among them, whether the claim expects something
    already or not. An accepted unknown expects its reason, and one that was only called unknown the label.
    """
    wanted: dict[str, dict[str, Label | Reason]] = {}
    for verdict in report.verdicts:
        if verdict.review and verdict.review.accepts and verdict.claim.place:
            wanted.setdefault(verdict.claim.place.file, {})[verdict.claim.id] = _expected(verdict)
    return wanted


def _expected(verdict: Verdict) -> Label | Reason:
    whole = verdict.review is not None and verdict.review.decision is Choice.ACCEPT
    return verdict.reason if whole and verdict.reason else verdict.label
