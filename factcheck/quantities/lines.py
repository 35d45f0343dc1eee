"""The arithmetic of a comparison in one line, to be shown to people."""

from __future__ import annotations

from factcheck.quantities.english import ENGLISH
from factcheck.quantities.german_words import MONTH_NAMES
from factcheck.quantities.modifiers import ABOUT_SHARE
from factcheck.quantities.records import Bound, Kind, Quantity, Relation

_SIGNS = {Bound.MORE: ">", Bound.AT_LEAST: "≥", Bound.FEWER: "<", Bound.AT_MOST: "≤"}
_WORDS = {Bound.MORE: "more than", Bound.AT_LEAST: "at least", Bound.FEWER: "less than", Bound.AT_MOST: "at most"}
_BLURRED = (Bound.ABOUT, Bound.ALMOST, Bound.JUST_OVER)


def line_of(claim: Quantity, evidence: Quantity | None, relation: Relation) -> str:
    """For example "15 % = 15 percent", "330 m > 300 m (more than 300 m)", "11,310 is not fewer than 5,000"."""
    if evidence is None:
        return f"nothing to compare {_inline(claim.text)} with"
    ours, theirs = _inline(evidence.text), _inline(claim.text)
    if relation is Relation.NOT_COMPARABLE:
        return f"{ours} does not decide {theirs}"
    agrees = relation is Relation.AGREE
    if claim.kind is Kind.DATE:
        return _date_line(ours, evidence, claim, agrees)
    clock = claim.kind is Kind.CLOCK
    if claim.bound in _SIGNS and evidence.bound is Bound.EXACT and (agrees or not clock):
        return _bound_line(ours, theirs, claim, agrees)
    if claim.bound is Bound.EXACT and evidence.bound is Bound.EXACT:
        rounded = agrees and evidence.value != claim.value and not clock
        tolerance = f" (±{claim.shown_half} stated precision)" if rounded else ""
        return f"{ours} {'=' if agrees else '≠'} {theirs}{tolerance}"
    blur = f" (±{int(100 * ABOUT_SHARE)} %)" if claim.bound in _BLURRED and not (claim.zero or clock) else ""
    return f"{ours} {'fits' if agrees else 'excludes'} {theirs}{blur}"


def worked_line(claim: Quantity, worked: str) -> str:
    """For example "1931 to 1961 is 30 years = thirty years", "11 of 408 is 2.7 %, fits about 3 %"."""
    theirs = _inline(claim.text)
    if claim.bound in _SIGNS:
        return f"{worked} {_SIGNS[claim.bound]} {_inline(claim.core)} ({theirs})"
    return f"{worked} = {theirs}" if claim.bound is Bound.EXACT else f"{worked}, fits {theirs}"


def _bound_line(ours: str, theirs: str, claim: Quantity, agrees: bool) -> str:
    core = _inline(claim.core)
    if agrees:
        return f"{ours} {_SIGNS[claim.bound]} {core} ({theirs})"
    fewer = claim.bound is Bound.FEWER and claim.kind is Kind.COUNT
    return f"{ours} is not {'fewer than' if fewer else _WORDS[claim.bound]} {core}"


def _date_line(ours: str, evidence: Quantity, claim: Quantity, agrees: bool) -> str:
    core = _inline(claim.core)
    if claim.bound in (Bound.FEWER, Bound.MORE, Bound.AT_MOST):
        return f"{ours} is {'' if agrees else 'not '}{_inline(claim.text)}"
    if Bound.ABOUT in (evidence.bound, claim.bound):
        return f"{ours} {'fits' if agrees else 'excludes'} {_inline(claim.text)}"
    same = (evidence.interval, evidence.sure) == (claim.interval, claim.sure)
    if same or claim.interval.low == claim.interval.high:
        return f"{ours} {'=' if agrees else '≠'} {core}"
    # "The 1980s", "the end of 2018", "the nineteenth century", but "November 1989" and "ende 1990".
    bare = core[0].isupper() or core.isdigit() or core.startswith(("early", "mid", "late", "between"))
    article = "" if bare or _PARTS & set(core.lower().split()) else "the "
    return f"{ours} {'lies' if agrees else 'does not lie'} in {article}{core}"


def _inline(text: str) -> str:
    """The text on one line, with a small letter where a number or a bounding word begins a sentence."""
    flat = " ".join(text.split())
    return (
        flat
        if any(part[:1].isupper() for part in flat.split()[1:]) or flat.isupper() or " " not in flat
        else _small(flat)
    )


def _small(text: str) -> str:
    first = text.split()[0]
    capitals = len(first) > 1 and first[:2].upper() == first[:2]  # "EUR", "A$5"
    return text if capitals or first.lower() in _NAMES else text[0].lower() + text[1:]


_PARTS = frozenset(
    {
        *("frühjahr", "frühling", "sommer", "herbst", "anfang", "mitte", "ende"),
        *("quartal", "halbjahr", "jahrzehnt", "jahrhundert"),
    }
)
"""Nouns of German dates beside the months."""
_NAMES = ENGLISH.months.keys() | MONTH_NAMES.keys() | _PARTS | {"winter"}
