"""When an agreement or a disagreement of two numbers says something about the whole claim.

The rules and their limits were chosen on the train files of the corpus by what they keep and what they lose
(``python -m training.quantities``).
"""

from __future__ import annotations

from factcheck.quantities.alignment import Aligned
from factcheck.quantities.arithmetic import relate
from factcheck.quantities.links import ABOUT_DAYS
from factcheck.quantities.modifiers import reach
from factcheck.quantities.pairing import Quantities, Reading, beside, candidates, misdirected, opposed, same_measure
from factcheck.quantities.records import Bound, Kind, Quantity, Relation
from factcheck.quantities.units import same_unit

CLEAR_MARGIN = 1.0
"""By how much the chosen quantity must fit better than the next before the two may differ in their result."""

CLOSE_RATIO = 2
"""An agreement with a bound that is further away is mostly one about something else."""

MAX_RATIO = 20
"""Numbers further apart are about different things."""

MAX_SENTENCES = 4
"""In longer evidence the number nearest to the claim's words is too often not the one that is meant."""

LONG_PERIOD = 366
"""Days; a claim about a longer period is about when something was, not a frame for something else."""

MAX_REPLACED = 2
"""Words of the claim, and of the evidence, that may stand for each other; with more it is another sentence."""

STEM_LETTERS, ENDING_LETTERS = 4, 5
"""So many letters at the beginning show two forms of a word, at the end a compound ("Einkommen", "Bruttoeinkommen")."""

_LIMITS = frozenset({Bound.AT_LEAST, Bound.AT_MOST})
_FLOORS, _CEILINGS = frozenset({Bound.MORE, Bound.AT_LEAST}), frozenset({Bound.FEWER, Bound.AT_MOST})
ONE_SIDED = _FLOORS | _CEILINGS


def same_matter(claim: Quantity, chosen: Quantity, ours: Reading, evidence: Reading) -> bool:
    """Whether names, rate, dates and modality are those of the claim, and the claim is not denied as a whole."""
    return (
        not claim.negated
        and ours.names <= evidence.stems
        and claim.per == chosen.per
        and (chosen.sentence in evidence.modal) == (claim.sentence in ours.modal)
        and dates_match(claim, chosen, ours, evidence)
    )


def agreement_tells(claim: Quantity, best: Aligned, ours: Reading, evidence: Reading) -> bool:
    """Whether the agreement with the quantity that fits best is the point of the claim.

    A number that stands in both texts as it is tells nothing: the claim may say anything else about it. One that only
    arithmetic finds equal, or a bound that is met, is what the claim is about.
    """
    chosen, same = best.quantity, same_measure(claim, evidence.quantities)
    sure = best.margin > CLEAR_MARGIN or len({relate(q, claim) for q in same}) == 1
    return (
        sure
        and (
            _is_long(claim) and claim.sentence not in ours.than
            if claim.kind is Kind.DATE
            else _restated(claim, chosen) and near(claim, chosen, CLOSE_RATIO)
        )
        and same_matter(claim, chosen, ours, evidence)
        and ours.qualifiers <= evidence.qualifiers
        and not opposed(ours, evidence)
        and not denied(chosen, evidence)
        and (chosen.sentence in evidence.false) == (claim.sentence in ours.false)
        and chosen.whole <= claim.whole
        and not _other_limit(claim, chosen, ours, evidence)
        and not _only_compared(claim, chosen, ours, evidence)
        and not _of_another_name(claim, chosen, ours, evidence)
        and not _left_behind(claim, chosen, ours, evidence)
        and not _swapped(claim, chosen, ours, evidence)
        and not _replaced(chosen, ours, evidence)
    )


def _replaced(chosen: Quantity, ours: Reading, evidence: Reading) -> bool:
    """Whether the claim is the only sentence of the evidence but for a word or two that stand for others.

    "The film earned 85 million dollars" says another thing than "The film cost 85 million dollars". A light word, one
    in another form or one of the same direction says the same.
    """
    sentence = evidence.by_sentence.get(chosen.sentence, frozenset())
    new, left = ours.stems - evidence.stems - ours.light, sentence - ours.stems - evidence.light
    few = 1 <= len(new) <= MAX_REPLACED and 1 <= len(left) <= MAX_REPLACED
    if not few or len(evidence.by_sentence) > 1 or not sentence & ours.stems:
        return False
    return not any(_akin(one, other, ours, evidence) for one in new for other in left)


def _akin(one: str, other: str, ours: Reading, evidence: Reading) -> bool:
    """Whether two stems are forms of one word, one a compound with the other, or both say the same direction."""
    turned = ours.contraries.get(one, frozenset()) & evidence.contraries.get(other, frozenset())
    alike = one[:STEM_LETTERS] == other[:STEM_LETTERS] or one[-ENDING_LETTERS:] == other[-ENDING_LETTERS:]
    return alike or bool(turned)


def _left_behind(claim: Quantity, chosen: Quantity, ours: Reading, evidence: Reading) -> bool:
    """Whether the number is no longer the one: something fell from it, or it is dated and the claim is of today.

    A measure stays, as the height of a mountain does.
    """
    if beside(chosen, evidence).left and not beside(claim, ours).origin:
        return True
    if claim.kind is Kind.MEASURE or any(q.kind is Kind.DATE for q in ours.quantities):
        return False
    dated = any(q.kind is Kind.DATE and q.sentence == chosen.sentence for q in evidence.quantities)
    past = dated and chosen.clause in evidence.past_clauses and claim.sentence in ours.present
    return past or (chosen.clause in evidence.outdated and not ours.outdated)


def _swapped(claim: Quantity, chosen: Quantity, ours: Reading, evidence: Reading) -> bool:
    """Whether the claim says with the same words of one name what the evidence says of the other.

    "Jones leads Smith by 5 points" for "Smith leads Jones". With another word, or "by" in one of them, it may well be
    the same: "Jones trails Smith", "Jones is led by Smith".
    """
    sentence = evidence.by_sentence.get(chosen.sentence, frozenset())
    if ours.stems - sentence or (chosen.sentence in evidence.passive) != (claim.sentence in ours.passive):
        return False
    own, theirs = _acting(claim, ours), _acting(chosen, evidence)
    return any((other, one) in theirs for one, other in own)


def _acting(quantity: Quantity, reading: Reading) -> set[tuple[str, str]]:
    """Pairs of names of the quantity's sentence of which the first may do something to the second."""
    found = reading.actors.get(quantity.sentence, ())
    return {(one, other) for at, one, acts in found for later, other, _ in found if acts and at < later}


def _only_compared(claim: Quantity, chosen: Quantity, ours: Reading, evidence: Reading) -> bool:
    """Whether the only name of the claim is the one that the subject of the evidence's sentence is compared with.

    "France has 68 million people, fewer than Germany" says nothing of 68 million in Germany.
    """
    word = evidence.compared.get(chosen.sentence)
    names = [place for name in ours.names for place in evidence.places.get(name, ())]
    return (
        len(ours.names) == 1
        and word is not None
        and claim.sentence not in ours.compared
        and bool(names)
        and all(place.sentence == chosen.sentence and place.start > word for place in names)
    )


def _other_limit(claim: Quantity, chosen: Quantity, ours: Reading, evidence: Reading) -> bool:
    """Whether both set a limit to the same side and it is another: "at least 18" and "at least 16".

    "More than 30" is less often a rule than what somebody counted, and may be more than 25 (train files), unless it is
    an age or its sentence is one of a rule: "the tax applies to incomes over $100,000".
    """
    rule = claim.kind is Kind.AGE or (beside(claim, ours).ruled and beside(chosen, evidence).ruled)
    same = {claim.bound, chosen.bound}
    limit = same <= _FLOORS or same <= _CEILINGS if rule else len(same) == 1 and claim.bound in _LIMITS
    return limit and claim.value != chosen.value


def denied(chosen: Quantity, evidence: Reading) -> bool:
    """Whether a word before the quantity, in its clause, denies what is said of it: "never produced 900 megawatts"."""
    place = evidence.denials.get(chosen.clause)
    return place is not None and place < chosen.start


def _of_another_name(claim: Quantity, chosen: Quantity, ours: Reading, evidence: Reading) -> bool:
    """Whether a name of the claim stands in other clauses only, one of which has another number for it.

    "Berlin has 3.7 million inhabitants, Hamburg 1.9 million" says nothing of 3.7 million in Hamburg. The verb of a
    change need not be said again: "rose by 5 percent in May and 3 percent in June".
    """
    same = (q for q in evidence.quantities if q.kind is claim.kind and same_unit(q, claim))
    rest = [q for q in same if relate(q, claim) is not Relation.AGREE]
    return name_stands_by(tuple(rest), {chosen.clause}, ours, evidence)


def name_stands_by(rest: Quantities, used: set[int], ours: Reading, evidence: Reading) -> bool:
    """Whether a name of the claim stands in none of the clauses used, but in one of another number."""
    for name in ours.names:
        clauses = {place.clause for place in evidence.places.get(name, ())}
        if clauses and not clauses & used and any(q.clause in clauses for q in rest):
            return True
    return False


def _restated(claim: Quantity, chosen: Quantity) -> bool:
    """Whether the claim puts the number in another way: another unit, a bound, a rounder figure."""
    if claim.kind is Kind.ORDINAL:
        return False
    other_unit = claim.shown_half.rpartition(" ")[2] != chosen.shown_half.rpartition(" ")[2]
    equal = claim.value is not None and claim.value == chosen.value
    return other_unit or not (equal or claim.core.lower() == chosen.core.lower())


def _is_long(date: Quantity) -> bool:
    """Whether it is one stated period, as a decade is, and more than a year."""
    low, high = date.surely.low, date.surely.high
    if date.bound not in (Bound.EXACT, Bound.ABOUT) or low is None or high is None:
        return False
    blur = 2 * ABOUT_DAYS if date.bound is Bound.ABOUT else 0
    return high - low - blur > LONG_PERIOD


def disagreement_tells(claim: Quantity, best: Aligned, ours: Reading, evidence: Reading) -> bool:
    """Whether a disagreement with the quantity that fits best contradicts the claim."""
    chosen = best.quantity
    if not same_matter(claim, chosen, ours, evidence) or other_time(claim, chosen, ours, evidence):
        return False
    if used(claim, chosen, ours):
        return False
    if claim.kind is Kind.DATE:
        return _date_tells(claim, chosen, ours, evidence)
    level = (
        claim.kind is not Kind.ORDINAL
        and (claim.value is None or claim.value != chosen.value)
        and chosen.sentence not in evidence.relative
        and claim.sentence not in ours.relative
        and not chosen.negated
        and ours.qualifiers <= evidence.qualifiers
        and len(evidence.by_sentence) <= MAX_SENTENCES
    )
    return (
        level
        and near(claim, chosen, MAX_RATIO)
        and frame_matches(claim, ours, evidence)
        and _known(claim, best, ours, evidence)
    )


def _known(claim: Quantity, best: Aligned, ours: Reading, evidence: Reading) -> bool:
    """Whether the evidence has all words of the claim, or all but one where a bound is clearly about this quantity."""
    missing = len(ours.stems - evidence.stems)
    return missing == 0 or (missing == 1 and claim.bound in ONE_SIDED and best.margin >= CLEAR_MARGIN)


def _date_tells(claim: Quantity, chosen: Quantity, ours: Reading, evidence: Reading) -> bool:
    """A decade or century with all words of the claim known; any date if they and all names are in its sentence."""
    if len(ours.quantities) > 1 or ours.stems - evidence.stems:
        return False
    names = (name for _, name in evidence.openings.get(chosen.sentence, ()))
    known = [name in ours.stems for name in names]
    whole = ours.stems <= evidence.by_sentence.get(chosen.sentence, frozenset())
    return _is_long(claim) or (whole and all(known))


def used(claim: Quantity, chosen: Quantity, ours: Reading) -> bool:
    """Whether the chosen quantity is the one that another number of the claim states ("three of the 19")."""
    others = (q for q in ours.quantities if q is not claim and q.kind is claim.kind and q.unit == claim.unit)
    return any(relate(chosen, q) is Relation.AGREE for q in others)


def frame_matches(claim: Quantity, ours: Reading, evidence: Reading) -> bool:
    """Whether all other quantities of the claim are in the evidence: "at 14 °C", "of the 19 amendments"."""
    others = (q for q in ours.quantities if q is not claim and q.kind is not Kind.DATE)
    return all(any(relate(e, q) is Relation.AGREE for e in candidates(q, evidence.quantities)) for q in others)


def dates_match(claim: Quantity, chosen: Quantity, ours: Reading, evidence: Reading) -> bool:
    """Numbers of different times differ: every date of the claim must fit every date of the sentence."""
    if claim.kind is Kind.DATE:
        return True
    theirs = [q for q in evidence.quantities if q.kind is Kind.DATE and q.sentence == chosen.sentence]
    dates = [q for q in ours.quantities if q.kind is Kind.DATE]
    if not dates:
        return len(theirs) <= 1
    return bool(theirs) and all(not a.interval.apart(b.interval) for a in dates for b in theirs)


def other_time(claim: Quantity, chosen: Quantity, ours: Reading, evidence: Reading) -> bool:
    """Whether the evidence may be of another time: it has "last year" for "this year", or "had" and a date for "has".

    What a town had in 1990 does not contradict what it has; a date alone says too little (train files).
    """
    if claim.kind is Kind.DATE or any(q.kind is Kind.DATE for q in ours.quantities):
        return False
    dated = any(q.kind is Kind.DATE and q.sentence == chosen.sentence for q in evidence.quantities)
    over = dated and chosen.sentence in evidence.past and claim.sentence in ours.present
    return over or misdirected(ours, evidence) or misdirected(evidence, ours)


def near(claim: Quantity, chosen: Quantity, ratio: int) -> bool:
    """Whether the larger number is at most so many times the smaller, on the claim's scale; ranges always are."""
    if claim.value is None or chosen.value is None or Bound.RANGE in (claim.bound, chosen.bound):
        return True
    small, large = sorted((reach(claim.value, claim.zero), reach(chosen.value, claim.zero)))
    return large <= ratio * small
