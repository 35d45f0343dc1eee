"""Numbers of a claim that follow from two of the evidence: spans of time, shares, percentages, rises and falls.

Other sums and differences are left out: on the train files of the corpus they met the claim's number by chance too
often (27 of 127 were contradicted).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice, pairwise, permutations

from factcheck.quantities.arithmetic import slack
from factcheck.quantities.context import stem
from factcheck.quantities.english import ENGLISH
from factcheck.quantities.german_words import MONTH_NAMES
from factcheck.quantities.lines import inline
from factcheck.quantities.pairing import Reading, beside
from factcheck.quantities.records import Bound, Interval, Kind, Quantity
from factcheck.quantities.units import DAY, YEAR

MAX_COMBINED = 24
"""Quantities of the evidence that are combined, so that time stays bounded."""

MAX_SPANS = 3
"""Evidence with more pairs of dates meets any span by chance."""

MIN_WHOLE = 5
"""Of fewer, any share is met by chance."""

SPAN_RATIO = 2
"""A bound that a span of time meets by more than this is mostly about another span."""

MAX_MOVE = 10
"""In "from 2 to 3 million" it is the scale that is not said twice, so that nothing rose by this factor."""

_AMOUNTS = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE})
_BLURRED = frozenset({Bound.ABOUT, Bound.ALMOST, Bound.JUST_OVER})
_PLAIN = _BLURRED | {Bound.EXACT, Bound.RANGE}
_BOUNDED = _PLAIN | {Bound.MORE, Bound.FEWER, Bound.AT_LEAST, Bound.AT_MOST}
_MOVED = _AMOUNTS | {Kind.PERCENT, Kind.POINTS}
_RISING = frozenset(stem(word, ENGLISH) for word in ENGLISH.opposites["fell"])
_FALLING = frozenset(stem(word, ENGLISH) for word in ENGLISH.opposites["rose"])
_LINK = len(" auf ")
"""What stands between the two numbers of "from 800 to 1,000 euros" at most."""
_HALF = 50
_ENDS = re.compile(
    r"(.*?\d{4}(?:-\d\d?-\d\d?)?)\s*(?:[-–—]|\b(?:to|and|until|till|bis|und)\b)\s*(?:the )?(.+)", re.DOTALL
)
"""A period as it is written: its two ends, of which the first closes with its year; a hyphen may be one of a date."""
_DAY_NUMBER = re.compile(r"(?<!\d)\d\d?(?!\d)")
_WORD = re.compile(r"[^\W\d]{3,}")
_MONTH = re.compile(r"([^\W\d]+)[.,]?(?: of)? \d{4}")
_MONTHS = ENGLISH.months.keys() | MONTH_NAMES.keys()
_DAYS_OF_YEAR, _DAYS_OF_MONTH = 365, 30
_FACTORS = {Kind.PERCENT: Fraction(1, 100), Kind.MULTIPLE: Fraction(1)}

Quantities = tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Worked:
    """A value worked out from the evidence, the two quantities it is made of, and how, to be shown.

    ``half``: by how much the numbers it is made of leave it open. ``rest``: what it might have been made of as well.
    ``way``: stems of the words that say of what rose or fell by it which of the two it did; none if it is no change.
    """

    value: Fraction
    half: Fraction
    sources: tuple[Quantity, Quantity]
    line: str
    rest: Quantities = ()
    way: frozenset[str] = frozenset()

    @property
    def is_span(self) -> bool:
        """Whether it is the time between two dates."""
        return self.sources[0].kind is Kind.DATE


def work_out(claim: Quantity, evidence: Reading) -> Iterator[Worked]:
    """The results that meet the claim's quantity; a range, ordinal or other kind is never worked out.

    Nor is a change, but for one of time ("two years later" is a span) and one whose two ends are named.
    """
    used = tuple(islice(evidence.quantities, MAX_COMBINED))
    made: Iterator[Worked] = iter(())
    if claim.kind is Kind.DURATION:
        spans = list(islice(_spans(used), MAX_SPANS + 1))
        made = iter(spans if len(spans) <= MAX_SPANS else [])
    elif claim.bound in _PLAIN and not claim.change and claim.kind is Kind.PERCENT:
        made = _percentages(used, evidence)
    elif claim.bound in _PLAIN and not claim.change and claim.kind in _AMOUNTS:
        made = _parts(claim, used, evidence)
    elif claim.bound in _BOUNDED and claim.change and claim.kind in _MOVED:
        made = _changes(claim, used, evidence)
    return (worked for worked in made if _meets(worked, claim))


def _meets(worked: Worked, claim: Quantity) -> bool:
    if claim.bound is Bound.EXACT and claim.value is not None:
        # A day that years do not show is none that they agree with.
        return worked.half <= claim.half and abs(worked.value - claim.value) <= slack(claim)
    close = claim.value is None or claim.value <= SPAN_RATIO * worked.value <= SPAN_RATIO**2 * claim.value
    blur = Fraction(0) if claim.bound in _BLURRED else worked.half
    return close and Interval(worked.value - blur, worked.value + blur).within(claim.interval)


def _spans(evidence: Quantities) -> Iterator[Worked]:
    known = (q for q in evidence if q.kind is Kind.DATE and not q.coarse and q.bound is not Bound.RANGE)
    dates = [q for q in known if q.interval.low is not None and q.interval.high is not None]
    periods = tuple(q for q in evidence if q.kind is Kind.DATE and q.bound is Bound.RANGE and not q.coarse)
    yield from filter(None, (_lasting(period, periods) for period in periods))
    for pair in combinations(dates, 2):
        early, late = sorted(pair, key=lambda q: _middle(q.interval))
        (begin, edge), (end, other) = _middle(early.interval), _middle(late.interval)
        if not (early.bound is Bound.UNTIL and late.bound is Bound.SINCE):  # Nothing is said of the time between.
            line = f"{inline(early.core)} to {inline(late.core)} is {_time(end - begin)}"
            yield Worked((end - begin) * DAY, (edge + other) / 2 * DAY, (early, late), line)


def _lasting(period: Quantity, periods: Quantities) -> Worked | None:
    """How long "from 1931 to 1961" was: thirty years and a little, as its ends are years.

    Nothing where an end is a decade or its like, so that nobody can say whether it counts.
    """
    ends = _ENDS.fullmatch(period.core)
    wide = [_width(end) for end in ends.groups()] if ends else [0]
    if ends is None or not all(wide):
        return None
    first, last = (int(end or 1) for end in (period.interval.low, period.interval.high))
    days = last + 1 - first - (0 if _is_whole(first, last, wide) else Fraction(sum(wide), 2))
    line = f"{inline(ends[1])} to {inline(ends[2])} is {_time(Fraction(days))}"
    return Worked(days * DAY, _blur(wide) * DAY, (period, period), line, periods)


def _width(end: str) -> int:
    """Days that the end of a period may be one of, by how it is written; 0 if that is soft or unknown."""
    if end.isdigit():
        return _DAYS_OF_YEAR
    month = _MONTH.fullmatch(" ".join(end.split()))
    if month:
        return _DAYS_OF_MONTH if month[1].lower() in _MONTHS else 0
    words = _WORD.findall(end.lower())  # No "third quarter": "3 May 2020", "03.05.2020".
    return int(_DAY_NUMBER.search(end) is not None and (not words or bool(_MONTHS & set(words))))


def _is_whole(first: int, last: int, wide: list[int]) -> bool:
    """Whether a period from day to day is one of whole months, so that its last day counts: 1 January to 31 December.

    Of others it is the days that passed, from 3 to 8 May five.
    """
    return max(wide) == 1 and dt.date.fromordinal(first).day == dt.date.fromordinal(last + 1).day == 1


def _blur(wide: list[int]) -> Fraction:
    """What the ends of a period leave open, in days.

    "From March to May" are two months or three, "from 1914 to 1918" are mostly said to be four years.
    """
    return Fraction(sum(wide), 2 if max(wide) == _DAYS_OF_MONTH else 4)


def _middle(interval: Interval) -> tuple[Fraction, Fraction]:
    """The middle of a period, and half its length."""
    low, high = interval.low or Fraction(0), interval.high or Fraction(0)
    return (low + high) / 2, (high - low) / 2


def _time(days: Fraction) -> str:
    years = days * DAY / YEAR
    if round(years, 1) >= 2:
        return f"{float(years):.1f} years".replace(".0 ", " ")
    return "1 day" if round(days) == 1 else f"{round(days)} days"


def _percentages(used: Quantities, evidence: Reading) -> Iterator[Worked]:
    """What share one amount is of another of the same unit; 20 °C are no share of 45 °C."""
    amounts = [q for q in used if q.kind in _AMOUNTS and q.value and not q.zero]
    for part, whole in permutations(amounts, 2):
        if not part.value or not whole.value or not 0 < part.value < whole.value >= MIN_WHOLE:
            continue
        same = tuple(q for q in amounts if q.unit == part.unit and q.sentence == part.sentence and q is not whole)
        if part.unit == whole.unit and _is_part(part, whole, amounts, evidence):
            share = 100 * part.value / whole.value
            line = f"{inline(part.core)} of {inline(whole.core)} is {float(share):.1f} %"
            yield Worked(share, Fraction(0), (part, whole), line, same)


def _is_part(part: Quantity, whole: Quantity, amounts: list[Quantity], evidence: Reading) -> bool:
    """Whether one amount may be a part of another, and not both parts of a third or apart from each other.

    In "82 of 100 and 60 of 1,000" no 82 is of 1,000, in "200 jobs in Berlin and 100 in Hamburg" no 100 of 200.
    """
    same = [q for q in amounts if q.unit == whole.unit]
    if whole.whole:
        before = [q for q in same if q.start < whole.start and q.sentence == whole.sentence]
        return not before or before[-1] is part
    after = next((q for q in same if q.start > whole.start), None)
    if part is after and beside(part, evidence).joined:
        return False
    return whole.value == max(q.value or 0 for q in same if q.sentence in (whole.sentence, part.sentence))


def _parts(claim: Quantity, used: Quantities, evidence: Reading) -> Iterator[Worked]:
    """A percentage or a multiple of an amount in the claim's unit."""
    amounts = [q for q in used if q.kind is claim.kind and q.unit == claim.unit and q.value and not q.zero]
    for amount in (q for q in amounts if q.bound in _PLAIN):
        for rate in (q for q in used if q.kind in _FACTORS and q.value and _is_taken(q, amount, evidence)):
            value = (amount.value or Fraction(0)) * (rate.value or Fraction(0)) * _FACTORS[rate.kind]
            sign = "of" if rate.kind is Kind.PERCENT else "×"
            line = f"{inline(rate.core)} {sign} {inline(amount.core)} is {_shown(value, amount)}"
            yield Worked(value, Fraction(0), (amount, rate), line)


def _is_taken(rate: Quantity, amount: Quantity, evidence: Reading) -> bool:
    """Whether the percentage or multiple may be one of the amount.

    It is none where it is a change ("rose 8 percent to 2.7 billion"; a cut by half leaves a half), where it likens the
    amount to another ("a third as much as Ogden"), where the amount is itself the share of something else ("$96
    million, 23 percent of the budget"), or where it is one of another ("of the 500").
    """
    stands = beside(rate, evidence)
    follows = amount.start < rate.start and amount.sentence == rate.sentence
    after = next((q for q in evidence.quantities if q.start > rate.start), amount)
    changes = rate.change and not (rate.value == _HALF and amount.sentence != rate.sentence)
    other = follows and bool(stands.whole) and stands.whole not in amount.head
    return not (changes or stands.likened or other or (after.whole and after is not amount))


def _changes(claim: Quantity, used: Quantities, evidence: Reading) -> Iterator[Worked]:
    """By how much something rose or fell that did so "from 800 to 1,000 euros": an amount, a percentage, points."""
    for first, last, before in _moves(used, evidence):
        after, words = last.value or before, evidence.by_sentence.get(last.sentence, frozenset())
        way, ends = (_RISING, (last, first)) if before < after else (_FALLING, (first, last))
        if before == after or claim.per not in ("", last.per) or not way & words:
            continue
        gap, line = abs(after - before), f"{inline(ends[0].core)} − {inline(ends[1].core)}"
        if claim.kind is Kind.PERCENT and last.kind in _AMOUNTS:
            share = 100 * gap / before
            line = f"({line}) of {inline(first.core)} is {float(share):.1f} %"
            yield Worked(share, Fraction(0), (first, last), line, way=way)
        elif _is_difference(claim, last):
            yield Worked(gap, Fraction(0), (first, last), line, way=way)


def _moves(used: Quantities, evidence: Reading) -> list[tuple[Quantity, Quantity, Fraction]]:
    """The two numbers of all that went from one to the other, and the value of the first; one in a sentence."""
    pairs = pairwise(q for q in used if q.kind is not Kind.DATE)
    moves = [(first, last, before) for first, last in pairs if (before := _left(first, last, evidence))]
    sentences = [last.sentence for _, last, _ in moves]
    return [move for move in moves if sentences.count(move[1].sentence) == 1]


def _is_difference(claim: Quantity, last: Quantity) -> bool:
    """Whether the claim is in the unit of a difference from the other number; percentages differ by points."""
    if last.kind is Kind.PERCENT:
        return claim.kind is Kind.POINTS
    return (claim.kind, claim.unit) == (last.kind, last.unit)


def _left(first: Quantity, last: Quantity, evidence: Reading) -> Fraction:
    """What the second of two numbers rose or fell from, 0 if that is not the first.

    "From 800 to 1,000 euros" names the unit of both once.
    """
    come = beside(first, evidence).origin and beside(last, evidence).reached
    plain = first.bound in _PLAIN and last.bound in _PLAIN and not (first.zero or last.zero)
    if not (come and plain and first.value and last.value) or first.sentence != last.sentence:
        return Fraction(0)
    if (first.kind, first.unit) == (last.kind, last.unit):
        return first.value
    bare = first.kind is Kind.COUNT and not first.head and last.start - first.end <= _LINK
    value = first.value * _factor(last)
    return value if bare and value < MAX_MOVE * last.value < MAX_MOVE**2 * value else Fraction(0)


def _factor(like: Quantity) -> Fraction:
    """The unit in which a quantity is written, in that in which it is kept."""
    size = like.shown_half.partition(" ")[0].replace(",", "")
    return like.half / Fraction(size) if like.half and float(size) else Fraction(1)


def _shown(value: Fraction, like: Quantity) -> str:
    """A value in the unit in which another quantity is written."""
    symbol = like.shown_half.partition(" ")[2]
    number = float(value / _factor(like))
    return f"{number:,.3g} {symbol}".strip() if number < 100 else f"{number:,.0f} {symbol}".strip()
