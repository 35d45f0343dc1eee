"""What people decided on a verdict, in the words that all formats share; unescaped, as in ``wording``."""

from __future__ import annotations

from factcheck.datatypes import Choice, Decided, Review, Verdict
from factcheck.language import later, say
from factcheck.report.wording import Item, day
from factcheck.report.words import term
from factcheck.retold import retold_change


def review_text(item: Item) -> str:
    """What people decided, when and why: ``reviewed by Ana on 2025-09-12: accepted``; and what changed since."""
    review = item.review if isinstance(item, Verdict) else None
    if review is None:
        return ""
    told = "; ".join(_decided(one) for one in _everybody(review))
    # A record from before others were kept does not know them.
    told += say("; another reviewer disagrees") if review.disagreed and not review.others else ""
    disputed = say("reviewers disagree: %(told)s", told=told) if review.disagreed and review.others else ""
    if not review.stands:
        outdated = say("review is out of date (%(told)s).", told=disputed or told)
        return " ".join((outdated, *map(retold_change, review.stale)))
    return disputed or say("reviewed by %(told)s", told=told)


def _everybody(review: Review) -> tuple[Review | Decided, ...]:
    return (review, *review.others)


def _decided(one: Review | Decided) -> str:
    decided = say("accepted") if one.decision is Choice.ACCEPT else term(one.decision.value)
    note = f" — {one.note}" if one.note else ""
    message = later("%(name)s on %(day)s: %(decided)s")
    return say(message, name=one.reviewer, day=day(one.reviewed_on), decided=decided) + note


def reviewers(review: Review | None) -> str:
    """Who decided, each by name."""
    return ", ".join(one.reviewer for one in _everybody(review)) if review else ""


def decision_name(review: Review | None) -> str:
    """What was decided, for programs: ``accept``, a label, or ``disagreed`` where no decision holds."""
    if review is None:
        return ""
    return "disagreed" if review.disagreed else review.decision.value


def review_notes(review: Review) -> str:
    """The note, or the notes of several people with their names."""
    if not review.others:
        return review.note
    return "; ".join(f"{one.reviewer}: {one.note}" for one in _everybody(review) if one.note)


def review_sign(item: Item) -> str:
    """A sign for what became of the review, so that colour is never the only signal."""
    if is_stale(item):
        return "↻"
    return "≠" if isinstance(item, Verdict) and item.review and item.review.disagreed else "✎"


def is_stale(item: Item) -> bool:
    """Whether a person decided on it and something changed since."""
    return isinstance(item, Verdict) and item.review is not None and not item.review.stands
