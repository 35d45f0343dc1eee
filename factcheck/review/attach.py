"""Decisions put into a report, each with whether it still stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from factcheck.datatypes import Choice, Decided, Report, Review, Verdict
from factcheck.errors import Fault
from factcheck.review.entry import UNDO, ReviewEntry
from factcheck.review.grounds import grounds_of, what_changed
from factcheck.review.keys import ClaimKeys, keys_of
from factcheck.review.log import FOLDER, read_reviews
from factcheck.review.replay import History, replay


def reviewed(report: Report, root: Path, cwd: Path | None = None) -> tuple[Report, tuple[Fault, ...]]:
    """The report with the decisions in ``reviews/`` below ``root``, and the lines there that cannot be used.

    Reviews that the report had already are replaced, so that a record shows what was decided after it was made.

    Raises:
        StoreError: a log cannot be read or is of another format version.
    """
    content = read_reviews(root / FOLDER)
    keys = keys_of(report, root, cwd)
    return with_reviews(report, replay(content.entries), keys), content.faults


def with_reviews(report: Report, histories: Mapping[str, History], keys: ClaimKeys) -> Report:
    """The report with the current decision on each claim in its verdict; label and outcome stay what they are."""
    verdicts = [replace(v, review=review_of(v, histories.get(keys.of(v.claim)))) for v in report.verdicts]
    return replace(report, verdicts=tuple(verdicts))


def review_of(verdict: Verdict, history: History | None) -> Review | None:
    """The current decision of a history as the verdict shows it: what changed since, who agrees, who disputes it."""
    found = to_review(history.current, verdict) if history else None
    if found is None or history is None:
        return None
    return replace(found, disagreed=history.disagreed, others=tuple(map(_decided, history.others)))


def _decided(entry: ReviewEntry) -> Decided:
    return Decided(entry.reviewer, Choice(entry.decision), _day(entry), entry.note)


def _day(entry: ReviewEntry) -> dt.date:
    """The day here on which it was decided, as the day of a waiver is one here."""
    return entry.at.astimezone().date()


def to_review(entry: ReviewEntry, verdict: Verdict) -> Review | None:
    """A decision of the log as a verdict shows it; nothing for an undo."""
    if entry.grounds is None or entry.decision == UNDO:
        return None
    stale = what_changed(entry.grounds, grounds_of(verdict))
    return Review(entry.reviewer, Choice(entry.decision), _day(entry), entry.note, stale, entry.grounds.label)
