"""Whether a number of the claim may have been worked out from numbers of the evidence.

A claim that sums, subtracts or takes a share states a number that the evidence does not contain, and is not
contradicted by those that it does contain.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import islice, permutations

from factcheck.quantities.records import Bound, Interval, Kind, Quantity
from factcheck.quantities.units import DAY

MAX_NUMBERS = 24
"""Numbers of the evidence that are combined; a text with more is refused as derivable, so time stays bounded."""

LOOSE_SHARE = Fraction(1, 4)
"""How close a derived number must come to one that the claim bounds ("more than 140" for 146)."""


def derivable(claim: Quantity, evidence: tuple[Quantity, ...], known: bool = False) -> bool:
    """Whether a sum, difference, quotient or share of the evidence's numbers comes close to the claim's number.

    ``known``: the evidence has all words of the claim, which then speaks of no other part of a whole than it does.
    """
    if claim.kind is Kind.DATE:
        return _date_derivable(claim, evidence)
    numbers = list(islice((q for q in evidence if q.kind is not Kind.DATE), MAX_NUMBERS + 1))
    if len(numbers) > MAX_NUMBERS:
        return True
    made = _made(numbers)
    if claim.kind is Kind.PERCENT:
        made |= _made_percent(numbers, whole=not known or claim.bound is Bound.EXACT)
    if claim.value is None:
        inside = (Interval(number, number).within(claim.interval) for number in made)
        return any(inside)
    slack = claim.half if claim.bound is Bound.EXACT else abs(claim.value) * LOOSE_SHARE
    return any(abs(number - claim.value) <= slack for number in made)


def _made(numbers: list[Quantity]) -> set[Fraction]:
    """Sums and differences, and what comes of a percentage of an amount; one of another percentage is not meant."""
    values, amounts = _values(numbers), _values(q for q in numbers if q.kind is not Kind.PERCENT)
    pairs = list(permutations(values, 2))
    made = {a + b for a, b in pairs} | {a - b for a, b in pairs}
    parts = {q.value / 100 for q in numbers if q.kind is Kind.PERCENT and q.value}
    made |= {a * f for a in amounts for p in parts for f in (p, 1 - p, 1 + p)}
    return made | {a / f for a in amounts for p in parts for f in (p, 1 - p, 1 + p) if f}


def _made_percent(numbers: list[Quantity], whole: bool) -> set[Fraction]:
    """What share one number is of another; with ``whole`` also what is left of a hundred percent."""
    values = _values(numbers)
    made = {100 * a / b for a, b in permutations(values, 2) if b}
    return made | {100 - a for a in values} if whole else made


def _values(numbers: Iterable[Quantity]) -> list[Fraction]:
    limits = (limit for q in numbers for limit in (q.interval.low, q.interval.high) if limit is not None)
    return list(dict.fromkeys(limits))


def _date_derivable(claim: Quantity, evidence: tuple[Quantity, ...]) -> bool:
    spans = [q.value / DAY for q in evidence if q.kind is Kind.DURATION and q.value][:MAX_NUMBERS]
    days = [q.interval.low or q.interval.high or Fraction(0) for q in evidence if q.kind is Kind.DATE][:MAX_NUMBERS]
    low, high = claim.interval.low, claim.interval.high
    made = [day + sign * span for day in days for span in spans for sign in (-1, 1)]
    year = 365
    return any((low is None or day >= low - year) and (high is None or day <= high + year) for day in made)
