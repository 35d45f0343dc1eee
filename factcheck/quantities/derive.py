"""Whether a number of the claim may have been worked out from numbers of the evidence.

A claim that sums, subtracts or takes a share states a number that the evidence does not contain, and is not
contradicted by those that it does contain.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

from factcheck.quantities.records import Bound, Interval, Kind, Quantity
from factcheck.quantities.units import DAY

MAX_NUMBERS = 24
"""Numbers of the evidence that are combined; a text with more is refused as derivable, so time stays bounded."""

LOOSE_SHARE = Fraction(1, 4)
"""How close a derived number must come to one that the claim bounds ("more than 140" for 146)."""


def derivable(claim: Quantity, evidence: tuple[Quantity, ...]) -> bool:
    """Whether a sum, difference, quotient or share of the evidence's numbers comes close to the claim's number."""
    if claim.kind is Kind.DATE:
        return _date_derivable(claim, evidence)
    numbers = list(islice((q for q in evidence if q.kind is not Kind.DATE), MAX_NUMBERS + 1))
    if len(numbers) > MAX_NUMBERS:
        return True
    limits = [limit for q in numbers for limit in (q.interval.low, q.interval.high) if limit is not None]
    values = list(dict.fromkeys(limits))
    shares = {q.value for q in numbers if q.kind is Kind.PERCENT and q.value}
    made = _made(values, shares, claim.kind is Kind.PERCENT)
    if claim.value is None:
        inside = (Interval(number, number).within(claim.interval) for number in made)
        return any(inside)
    slack = claim.half if claim.bound is Bound.EXACT else abs(claim.value) * LOOSE_SHARE
    return any(abs(number - claim.value) <= slack for number in made)


def _made(values: list[Fraction], shares: set[Fraction], percent: bool) -> set[Fraction]:
    pairs = [(a, b) for a in values for b in values if a != b]
    made = {a + b for a, b in pairs} | {a - b for a, b in pairs}
    parts = {share / 100 for share in shares}
    made |= {a * f for a in values for p in parts for f in (p, 1 - p, 1 + p)}
    made |= {a / f for a in values for p in parts for f in (p, 1 - p, 1 + p) if f}
    if percent:
        made |= {100 * a / b for a, b in pairs if b} | {100 - a for a in values}
    return made


def _date_derivable(claim: Quantity, evidence: tuple[Quantity, ...]) -> bool:
    spans = [q.value / DAY for q in evidence if q.kind is Kind.DURATION and q.value][:MAX_NUMBERS]
    days = [q.interval.low or q.interval.high or Fraction(0) for q in evidence if q.kind is Kind.DATE][:MAX_NUMBERS]
    low, high = claim.interval.low, claim.interval.high
    made = [day + sign * span for day in days for span in spans for sign in (-1, 1)]
    year = 365
    return any((low is None or day >= low - year) and (high is None or day <= high + year) for day in made)
