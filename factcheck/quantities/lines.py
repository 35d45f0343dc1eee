"""The arithmetic of a comparison in one line, to be shown to people."""

from __future__ import annotations

from fractions import Fraction

from factcheck.quantities.arithmetic import SLACK_SHARE, slack
from factcheck.quantities.english import ENGLISH
from factcheck.quantities.german_numbers import cardinal
from factcheck.quantities.german_words import MONTH_NAMES
from factcheck.quantities.modifiers import ABOUT_SHARE
from factcheck.quantities.records import Bound, Kind, Quantity, Relation

_SIGNS = {Bound.MORE: ">", Bound.AT_LEAST: "≥", Bound.FEWER: "<", Bound.AT_MOST: "≤"}
_WORDS = {Bound.MORE: "more than", Bound.AT_LEAST: "at least", Bound.FEWER: "less than", Bound.AT_MOST: "at most"}
_STATES = (Bound.SINCE, Bound.UNTIL)
_BLURRED = (Bound.ABOUT, Bound.ALMOST, Bound.JUST_OVER)


def line_of(claim: Quantity, evidence: Quantity | None, relation: Relation) -> str:
    """For example "15 % = 15 percent", "330 m > 300 m (more than 300 m)", "11,310 is not fewer than 5,000"."""
    if evidence is None:
        return f"nothing to compare {inline(claim.text)} with"
    ours, theirs = inline(evidence.text), inline(claim.text)
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
        stated = f"{claim.shown_half} stated precision" if slack(claim) == claim.half else _percent(SLACK_SHARE)
        tolerance = f" (±{stated})" if rounded else ""
        return f"{ours} {'=' if agrees else '≠'} {theirs}{tolerance}"
    blur = f" (±{_percent(ABOUT_SHARE)})" if claim.bound in _BLURRED and not (claim.zero or clock) else ""
    return f"{ours} {'fits' if agrees else 'excludes'} {theirs}{blur}"


def _percent(share: Fraction) -> str:
    return f"{int(100 * share)} %"


def worked_line(claim: Quantity, worked: str) -> str:
    """For example "1931 to 1961 is 30 years = thirty years", "11 of 408 is 2.7 %, fits about 3 %"."""
    theirs = inline(claim.text)
    if claim.bound in _SIGNS:
        return f"{worked} {_SIGNS[claim.bound]} {inline(claim.core)} ({theirs})"
    return f"{worked} = {theirs}" if claim.bound is Bound.EXACT else f"{worked}, fits {theirs}"


def _bound_line(ours: str, theirs: str, claim: Quantity, agrees: bool) -> str:
    core = inline(claim.core)
    if agrees:
        return f"{ours} {_SIGNS[claim.bound]} {core} ({theirs})"
    fewer = claim.bound is Bound.FEWER and claim.kind is Kind.COUNT
    return f"{ours} is not {'fewer than' if fewer else _WORDS[claim.bound]} {core}"


def _date_line(ours: str, evidence: Quantity, claim: Quantity, agrees: bool) -> str:
    core = inline(claim.core)
    if claim.bound in (Bound.FEWER, Bound.MORE, Bound.AT_MOST):
        return f"{ours} is {'' if agrees else 'not '}{inline(claim.text)}"
    if Bound.ABOUT in (evidence.bound, claim.bound):
        return f"{ours} {'fits' if agrees else 'excludes'} {inline(claim.text)}"
    if claim.bound in _STATES:
        equal = evidence.bound is claim.bound and evidence.interval == claim.interval
        return f"{ours} {'=' if equal else 'fits' if agrees else 'excludes'} {inline(claim.text)}"
    same = (evidence.interval, evidence.sure) == (claim.interval, claim.sure)
    if same or claim.interval.low == claim.interval.high:
        return f"{ours} {'=' if agrees else '≠'} {core}"
    # "The 1980s", "the end of 2018", "the nineteenth century", but "November 1989", "1838–1844" and "ende 1990".
    bare = core[0].isupper() or core.isdigit() or core.startswith(("early", "mid ", "mid-", "late", "between"))
    ranged = claim.bound is Bound.RANGE
    article = "" if bare or ranged or _PARTS & set(core.lower().split()) else "the "
    return f"{ours} {'lies' if agrees else 'does not lie'} in {article}{core}"


def inline(text: str) -> str:
    """The text on one line, with a small letter where a number or a bounding word begins a sentence."""
    flat = " ".join(text.split())
    return (
        flat
        if any(part[:1].isupper() for part in flat.split()[1:]) or flat.isupper() or not _begins_small(flat)
        else _small(flat)
    )


def _begins_small(flat: str) -> bool:
    """Whether its first word may be written small: one of several words, or a number, and no German noun."""
    low = flat.lower()
    return " " in flat or low in _NUMBERS or cardinal(low) is not None


def _small(text: str) -> str:
    first = text.split()[0]
    capitals = len(first) > 1 and first[:2].upper() == first[:2]  # "EUR", "A$5"
    return text if capitals or first.lower().rstrip(".") in _NAMES else text[0].lower() + text[1:]


_PARTS = frozenset(
    {
        *("frühjahr", "frühling", "sommer", "herbst", "anfang", "mitte", "ende"),
        *("quartal", "halbjahr", "jahrzehnt", "jahrhundert"),
    }
)
"""Nouns of German dates beside the months."""
_NUMBERS = ENGLISH.cardinals.keys() | ENGLISH.denominators.keys() | ENGLISH.ordinals.keys()
_NAMES = ENGLISH.months.keys() | MONTH_NAMES.keys() | _PARTS | {"winter"}
