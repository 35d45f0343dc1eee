"""Whether two quantities of the same thing can both be right."""

from __future__ import annotations

from fractions import Fraction

from factcheck.quantities.modifiers import ABOUT_SHARE
from factcheck.quantities.records import Bound, Interval, Kind, Quantity, Relation

BLURRED = frozenset({Bound.ABOUT, Bound.ALMOST, Bound.JUST_OVER})
HALF_A_DAY = 720
"""Minutes."""
_STATES = frozenset({Bound.SINCE, Bound.UNTIL})


def relate(evidence: Quantity, claim: Quantity) -> Relation:
    """What the evidence's quantity says about the claim's, given that both are about the same thing.

    Agree: all that the evidence allows fits the claim. Disagree: nothing does, beyond the tolerance. Otherwise the
    evidence does not decide.
    """
    if claim.kind is Kind.DATE:
        return _relate_dates(evidence, claim)
    if claim.kind is Kind.CLOCK and (evidence.coarse or claim.coarse or _half_a_day_apart(evidence, claim)):
        return _relate_half_days(evidence, claim)
    if evidence.bound is Bound.EXACT and claim.bound is Bound.EXACT:
        return _relate_points(evidence, claim)
    if _in_doubt(evidence, claim):
        return Relation.NOT_COMPARABLE
    if evidence.interval.within(claim.interval) or _same_number(evidence, claim):
        return Relation.AGREE
    return Relation.DISAGREE if evidence.interval.apart(claim.interval) else Relation.NOT_COMPARABLE


def _relate_dates(evidence: Quantity, claim: Quantity) -> Relation:
    """Events by their days; a state only disagrees, with a time before it began or after it ended."""
    if evidence.bound is claim.bound or not {evidence.bound, claim.bound} & _STATES:
        ours, theirs = evidence.interval, claim.interval
        if ours.within(theirs):
            return Relation.AGREE
    else:
        ours, theirs = _state(evidence), _state(claim)
    return Relation.DISAGREE if ours.apart(theirs) else Relation.NOT_COMPARABLE


def _half_a_day_apart(evidence: Quantity, claim: Quantity) -> bool:
    return evidence.value is not None and claim.value is not None and abs(evidence.value - claim.value) == HALF_A_DAY


def _relate_half_days(evidence: Quantity, claim: Quantity) -> Relation:
    """Clock times of which one may be of either half of the day; "3 Uhr" may be said of the afternoon, too."""
    if evidence.value is None or claim.value is None or {evidence.bound, claim.bound} != {Bound.EXACT}:
        return Relation.NOT_COMPARABLE
    if (evidence.value - claim.value) % HALF_A_DAY:
        return Relation.DISAGREE
    return Relation.AGREE if evidence.coarse or claim.coarse else Relation.NOT_COMPARABLE


def _state(quantity: Quantity) -> Interval:
    if quantity.bound is Bound.SINCE:
        return Interval(quantity.interval.low, None)
    return Interval(None, quantity.interval.high) if quantity.bound is Bound.UNTIL else quantity.interval


def _relate_points(evidence: Quantity, claim: Quantity) -> Relation:
    first, second = evidence.value or Fraction(0), claim.value or Fraction(0)
    gap = abs(first - second)
    if gap <= claim.half:
        return Relation.AGREE
    # The evidence may be rounded, or one of them is a simple fraction, as "a third" for 35 %.
    doubt = max(evidence.half, rounding(evidence))
    if evidence.coarse or claim.coarse:
        doubt = max(doubt, ABOUT_SHARE * max(abs(first), abs(second)))
    return Relation.NOT_COMPARABLE if gap <= doubt else Relation.DISAGREE


def rounding(quantity: Quantity) -> Fraction:
    """Half the size of the last digit that is not zero, for whole numbers with one or more zeros at the end.

    Evidence may write 11,300 for 11,310. Claims are taken as stated; so are 300 and 5,000, with one digit before zeros.
    """
    if quantity.value is None or quantity.unit or quantity.value.denominator != 1:
        return Fraction(0)
    digits = str(abs(quantity.value.numerator))
    zeros = len(digits) - len(digits.rstrip("0"))
    return Fraction(10**zeros, 2) if 0 < zeros < len(digits) - 1 else Fraction(0)


def _in_doubt(evidence: Quantity, claim: Quantity) -> bool:
    """Whether a stated number lies so close to the other's limit that its precision or the blur does not decide."""
    if evidence.value is None or claim.value is None:
        return False
    gap = abs(evidence.value - claim.value)
    if {evidence.bound, claim.bound} & BLURRED:
        blur = ABOUT_SHARE * max(abs(evidence.value), abs(claim.value))
        return evidence.interval.apart(claim.interval) and gap <= 2 * blur
    if evidence.bound is Bound.EXACT:
        return 0 < gap <= evidence.half
    return claim.bound is Bound.EXACT and gap <= max(evidence.half, claim.half)


def _same_number(evidence: Quantity, claim: Quantity) -> bool:
    """Whether evidence that is blurred the same way, or "about 300", is claimed as that very number."""
    if evidence.value is None or claim.value is None or evidence.bound not in BLURRED:
        return False
    same = abs(evidence.value - claim.value) <= claim.half
    return same and claim.bound in (evidence.bound, Bound.ABOUT) + (
        (Bound.EXACT,) if evidence.bound is Bound.ABOUT else ()
    )
