"""Whether two quantities of the same thing can both be right."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from factcheck.quantities.modifiers import reach
from factcheck.quantities.records import Bound, Interval, Kind, Quantity, Relation

BLURRED = frozenset({Bound.ABOUT, Bound.ALMOST, Bound.JUST_OVER})
HALF_A_DAY = 720
"""Minutes."""
SLACK_SHARE = Fraction(1, 10)
"""How far a claim's number may be from the evidence's at most, however roughly it is stated: an hour is no 84 minutes.
"""
ROUNDED_SHARE = Fraction(1, 20)
"""How far a claim's round number may be from what it rounds: 100 is said of 104, not of 140."""

_HALF = 0.5
_AS_STATED = frozenset({Kind.AGE, Kind.CLOCK, Kind.ORDINAL})
_STATES = frozenset({Bound.SINCE, Bound.UNTIL})


def relate(evidence: Quantity, claim: Quantity) -> Relation:
    """What the evidence's quantity says about the claim's, given that both are about the same thing.

    Agree: all that the evidence allows fits the claim. Disagree: nothing does, beyond the tolerance. Otherwise the
    evidence does not decide.
    """
    if claim.kind is Kind.DATE:
        return _relate_dates(evidence, claim)
    if claim.kind is Kind.CLOCK and {evidence.bound, claim.bound} != {Bound.EXACT}:
        return _relate_clocks(evidence, claim)
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
    """Events by their days or minutes; a state only disagrees, with a time before it began or after it ended."""
    if evidence.bound is claim.bound or not {evidence.bound, claim.bound} & _STATES:
        ours, theirs = evidence.interval, claim.interval
        surely = ours.within(theirs) and evidence.surely.within(claim.surely)
        if surely or _same_middle(evidence, claim):
            return Relation.AGREE
    else:
        ours, theirs = _state(evidence), _state(claim)
    return Relation.DISAGREE if ours.apart(theirs) else Relation.NOT_COMPARABLE


def _same_middle(evidence: Quantity, claim: Quantity) -> bool:
    """Whether evidence of "about 1900" is claimed as 1900."""
    ours, theirs = evidence.interval, claim.interval
    if evidence.bound is not Bound.ABOUT or claim.bound is not Bound.EXACT:
        return False
    ends = [end or Fraction(0) for end in (ours.low, ours.high, theirs.low, theirs.high)]
    return ends[0] + ends[1] == ends[2] + ends[3] and theirs.within(ours)


def _relate_clocks(evidence: Quantity, claim: Quantity) -> Relation:
    """Clock times of which words bound at least one; one before noon may be of the afternoon, as the other then is."""
    if evidence.coarse or claim.coarse or _are_rules(evidence, claim):
        return Relation.NOT_COMPARABLE
    found, early = _relate_dates(evidence, claim), _is_early(evidence)
    if early is not _is_early(claim):
        later = (_half_a_day_later(evidence), claim) if early else (evidence, _half_a_day_later(claim))
        found = found if found is _relate_dates(*later) else Relation.NOT_COMPARABLE
    return found


def _are_rules(evidence: Quantity, claim: Quantity) -> bool:
    """Whether both have limits that differ and need not: "banned after 8 p.m." and "after 7", "open from 9 to 5"."""
    limits = {evidence.bound, claim.bound}
    if limits & {Bound.EXACT, Bound.ABOUT} or evidence.interval == claim.interval:
        return False
    apart = evidence.interval.apart(claim.interval)
    return not (apart and len(limits) == 1 and limits <= {Bound.SINCE, Bound.UNTIL, Bound.RANGE})


def _is_early(clock: Quantity) -> bool:
    stated = clock.interval.low if clock.value is None else clock.value
    return stated is not None and stated < HALF_A_DAY


def _half_a_day_later(clock: Quantity) -> Quantity:
    def moved(times: Interval) -> Interval:
        low, high = (None if end is None else end + HALF_A_DAY for end in (times.low, times.high))
        return Interval(low, high)

    return replace(clock, interval=moved(clock.interval), sure=moved(clock.surely))


def _half_a_day_apart(evidence: Quantity, claim: Quantity) -> bool:
    return evidence.value is not None and claim.value is not None and abs(evidence.value - claim.value) == HALF_A_DAY


def _relate_half_days(evidence: Quantity, claim: Quantity) -> Relation:
    """Clock times of which one may be of either half of the day; "3 Uhr" may be said of the afternoon, too."""
    if evidence.value is None or claim.value is None:
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
    if gap <= slack(claim):
        return Relation.AGREE
    if gap <= claim.half and not claim.precise:
        return Relation.NOT_COMPARABLE
    # The evidence may be rounded, or one of them is a simple fraction, as "a third" for 35 %.
    doubt = max(evidence.half, rounding(evidence), _rounded(claim))
    if evidence.coarse or claim.coarse:
        doubt = max(doubt, reach(first, evidence.zero), reach(second, claim.zero))
    return Relation.NOT_COMPARABLE if gap <= doubt else Relation.DISAGREE


def slack(claim: Quantity) -> Fraction:
    """How far from a claim's number one may be that it states: half a unit of its precision, of small numbers less."""
    if claim.value is None or claim.precise:
        return Fraction(0)
    return min(claim.half, abs(claim.value - claim.zero) * SLACK_SHARE)


def rounding(quantity: Quantity) -> Fraction:
    """Half the size of the last digit that is not zero, for whole numbers with one or more zeros at the end.

    Evidence may write 11,300 for 11,310; 300 and 5,000, with one digit before zeros, are taken as stated. A claim's
    number is rounded by ``_rounded``.
    """
    if quantity.value is None or quantity.unit or quantity.value.denominator != 1:
        return Fraction(0)
    digits = str(abs(quantity.value.numerator))
    zeros = len(digits) - len(digits.rstrip("0"))
    return Fraction(10**zeros, 2) if 0 < zeros < len(digits) - 1 else Fraction(0)


def _rounded(claim: Quantity) -> Fraction:
    """How far a claim's whole number with zeros at the end may be rounded: half its last other digit, and a twentieth.

    "12,000" is no contradiction of 12,400, nor "80 mph" of 130 km/h; "exactly 12,000" and an age are taken as stated.
    """
    step = 2 * claim.half
    if claim.value is None or not step or claim.precise or claim.kind in _AS_STATED or _has_decimals(claim):
        return Fraction(0)
    steps = abs(claim.value - claim.zero) / step
    digits = str(steps.numerator) if steps.denominator == 1 else ""
    zeros = len(digits) - len(digits.rstrip("0"))
    return min(claim.half * 10**zeros, abs(claim.value - claim.zero) * ROUNDED_SHARE) if zeros else Fraction(0)


def _is_scaled(quantity: Quantity) -> bool:
    """Whether it is stated to a scale: "$3 trillion" may be a little more than that."""
    return _shown(quantity) > _HALF


def _has_decimals(quantity: Quantity) -> bool:
    """Whether it is written to less than a whole of its unit, so that its last zero is stated."""
    return _shown(quantity) < _HALF


def _shown(quantity: Quantity) -> float:
    """Half a unit of the stated precision, in the unit as written."""
    return float(quantity.shown_half.partition(" ")[0].replace(",", "") or _HALF)


def _in_doubt(evidence: Quantity, claim: Quantity) -> bool:
    """Whether a stated number lies so close to the other's limit that its precision or the blur does not decide."""
    if evidence.value is None or claim.value is None:
        return False
    gap = abs(evidence.value - claim.value)
    if {evidence.bound, claim.bound} & BLURRED:
        blur = max(reach(evidence.value, evidence.zero), reach(claim.value, claim.zero))
        return evidence.interval.apart(claim.interval) and gap <= 2 * blur
    if evidence.bound is Bound.EXACT:
        # "3 trillion" may be "more than 3 trillion", and is at least that.
        return gap <= evidence.half and (gap > 0 or (_is_scaled(evidence) and evidence.interval.apart(claim.interval)))
    return claim.bound is Bound.EXACT and gap <= max(evidence.half, claim.half)


def _same_number(evidence: Quantity, claim: Quantity) -> bool:
    """Whether evidence that is blurred the same way, or "about 300", is claimed as that very number."""
    if evidence.value is None or claim.value is None or evidence.bound not in BLURRED:
        return False
    same = abs(evidence.value - claim.value) <= claim.half
    return same and claim.bound in (evidence.bound, Bound.ABOUT) + (
        (Bound.EXACT,) if evidence.bound is Bound.ABOUT else ()
    )
