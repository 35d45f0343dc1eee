"""Numbers of a claim that follow from two numbers of the evidence: spans of time, shares of a whole, percentages.

Sums and differences are left out: on the train files of the corpus they met the claim's number by chance too often (27
of 127 were contradicted).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice, permutations

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

_AMOUNTS = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE})
_PLAIN = frozenset({Bound.EXACT, Bound.ABOUT, Bound.ALMOST, Bound.JUST_OVER, Bound.RANGE})


@dataclass(frozen=True, slots=True)
class Worked:
    """A value worked out from the evidence, the quantity it starts from, and how, to be shown.

    ``half``: by how much the numbers it is made of leave it open.
    """

    value: Fraction
    half: Fraction
    source: Quantity
    line: str


def work_out(claim: Quantity, evidence: tuple[Quantity, ...]) -> Worked | None:
    """The first result that meets the claim's quantity; a range, ordinal, change or other kind is never worked out."""
    used = tuple(islice(evidence, MAX_COMBINED))
    if claim.kind is Kind.DURATION:
        spans = list(islice(_spans(used), MAX_SPANS + 1))
        made = iter(spans if len(spans) <= MAX_SPANS else [])
    elif claim.bound not in _PLAIN or claim.change:
        return None
    elif claim.kind is Kind.PERCENT:
        made = _percentages(used)
    else:
        made = _parts(claim, used) if claim.kind in _AMOUNTS else iter(())
    return next((worked for worked in made if _meets(worked, claim)), None)


def _meets(worked: Worked, claim: Quantity) -> bool:
    if claim.bound is Bound.EXACT and claim.value is not None:
        return abs(worked.value - claim.value) <= max(worked.half, claim.half)
    close = claim.value is None or claim.value <= SPAN_RATIO * worked.value <= SPAN_RATIO**2 * claim.value
    return close and Interval(worked.value, worked.value).within(claim.interval)


def _spans(evidence: tuple[Quantity, ...]) -> Iterator[Worked]:
    known = (q for q in evidence if q.kind is Kind.DATE and not q.coarse)
    dates = [q for q in known if q.interval.low is not None and q.interval.high is not None]
    for first, second in combinations(dates, 2):
        (begin, edge), (end, other) = sorted((_middle(first.interval), _middle(second.interval)))
        early, late = sorted((first, second), key=lambda q: _middle(q.interval))
        line = f"{early.core} to {late.core} is {_time(end - begin)}"
        yield Worked((end - begin) * DAY, (edge + other) / 2 * DAY, early, line)


def _middle(interval: Interval) -> tuple[Fraction, Fraction]:
    """The middle of a period, and half its length."""
    low, high = interval.low or Fraction(0), interval.high or Fraction(0)
    return (low + high) / 2, (high - low) / 2


def _time(days: Fraction) -> str:
    years = days * DAY / YEAR
    if years >= 2:
        return f"{float(years):.1f} years".replace(".0 ", " ")
    return "1 day" if round(days) == 1 else f"{round(days)} days"


def _percentages(evidence: tuple[Quantity, ...]) -> Iterator[Worked]:
    """What share one amount is of another of the same unit; 20 °C are no share of 45 °C."""
    amounts = [q for q in evidence if q.kind in _AMOUNTS and q.value and not q.zero]
    for part, whole in permutations(amounts, 2):
        if part.unit == whole.unit and part.value and whole.value and 0 < part.value < whole.value >= MIN_WHOLE:
            share = 100 * part.value / whole.value
            line = f"{part.core} of {whole.core} is {float(share):.1f} %"
            yield Worked(share, Fraction(1, 2), part, line)


def _parts(claim: Quantity, evidence: tuple[Quantity, ...]) -> Iterator[Worked]:
    """A percentage or a multiple of an amount in the claim's unit."""
    amounts = [q for q in evidence if q.kind is claim.kind and q.unit == claim.unit and q.value and not q.zero]
    factors = {Kind.PERCENT: Fraction(1, 100), Kind.MULTIPLE: Fraction(1)}
    for amount in amounts:
        for rate in (q for q in evidence if q.kind in factors and q.value):
            value = (amount.value or Fraction(0)) * (rate.value or Fraction(0)) * factors[rate.kind]
            sign = "of" if rate.kind is Kind.PERCENT else "×"
            line = f"{rate.core} {sign} {amount.core} is {_shown(value, amount)}"
            yield Worked(value, Fraction(0), amount, line)


def _shown(value: Fraction, like: Quantity) -> str:
    """A value in the unit in which another quantity is written."""
    size, _, symbol = like.shown_half.partition(" ")
    factor = like.half / Fraction(size.replace(",", "")) if like.half and float(size.replace(",", "")) else Fraction(1)
    number = float(value / factor)
    return f"{number:,.3g} {symbol}".strip() if number < 100 else f"{number:,.0f} {symbol}".strip()
