"""The quantities of a claim against those of the evidence.

The rules that refuse a pair were chosen on the train files a-q of the corpus, so their figure there is no estimate: 35
of 35 pairs with a disagreement are labelled contradicted (15 in g, m). Held out, read once: 2 of 5 in g.dev and m.dev
(1 supported, 2 unknown). Too few to say more than that a disagreement must not decide a verdict alone.
"""

from __future__ import annotations

from factcheck.quantities.arithmetic import relate
from factcheck.quantities.derive import derivable
from factcheck.quantities.find import LANGUAGES, find_quantities
from factcheck.quantities.lines import line_of
from factcheck.quantities.pairing import Reading, candidates, read_context, rivals
from factcheck.quantities.records import Bound, Comparison, Kind, Quantity, Relation

MIN_STEMS = 2
"""Content words that a claim must share with the evidence before a disagreement counts."""

MAX_MISSING = {Kind.DATE: 0}
"""Content words of the claim that the sentence of the evidence may lack; 1 for kinds not named (train files)."""

MAX_NEW_NAMES = 1
"""Names before the evidence's number that the claim may lack, if it has another of them (train files)."""

MAX_QUANTITIES = 200
"""Texts with more are no claims or snippets; nothing in them is compared, so that time stays linear."""

MAX_RATIO = 20
"""Numbers further apart are about different things (train files of the corpus)."""


def compare(evidence: str, claim: str, lang: str = "en") -> tuple[Comparison, ...]:
    """One comparison for each quantity of the claim, in order; empty in a language that has no table.

    When in doubt the relation is not-comparable. No text raises.
    """
    if lang not in LANGUAGES:
        return ()
    ours, theirs = find_quantities(evidence, lang), find_quantities(claim, lang)
    if not theirs:
        return ()
    if max(len(ours), len(theirs)) > MAX_QUANTITIES:
        ours = ()
    first = read_context(evidence, ours, LANGUAGES[lang])
    second = read_context(claim, theirs, LANGUAGES[lang])
    return tuple(_compare_one(quantity, second, first) for quantity in theirs)


def _compare_one(claim: Quantity, ours: Reading, evidence: Reading) -> Comparison:
    fits = candidates(claim, evidence.quantities)
    related = [(relate(q, claim), q) for q in fits]
    chosen, relation = None, Relation.NOT_COMPARABLE
    agreeing = [q for r, q in related if r is Relation.AGREE]
    if agreeing:
        chosen = max(agreeing, key=lambda q: (_shared(q, ours, evidence), -q.start))
        relation = Relation.NOT_COMPARABLE if claim.negated or chosen.negated else Relation.AGREE
    elif len(fits) == 1:
        chosen = fits[0]
        opposed = related[0][0] is Relation.DISAGREE and _same_thing(claim, chosen, ours, evidence)
        relation = Relation.DISAGREE if opposed else Relation.NOT_COMPARABLE
    return Comparison(claim, chosen, relation, line_of(claim, chosen, relation))


def _shared(quantity: Quantity, claim: Reading, evidence: Reading) -> int:
    return len(claim.stems & evidence.by_sentence.get(quantity.sentence, frozenset()))


def _same_thing(claim: Quantity, chosen: Quantity, ours: Reading, evidence: Reading) -> bool:
    """Whether a disagreement is about one and the same quantity: everything beside the numbers must match."""
    checks = (
        not claim.negated and not chosen.negated,
        not rivals(claim, chosen, evidence.quantities),
        not _used(claim, chosen, ours),
        _words_match(claim, chosen, ours, evidence),
        _dates_match(claim, chosen, ours, evidence),
        _frame_matches(claim, ours, evidence),
        _event_matches(claim, ours, evidence),
        chosen.sentence not in evidence.relative,
        (chosen.sentence in evidence.modal) == (claim.sentence in ours.modal),
        _near(claim, chosen),
    )
    return all(checks) and not derivable(claim, evidence.quantities)


def _used(claim: Quantity, chosen: Quantity, ours: Reading) -> bool:
    """Whether the chosen quantity is the one that another number of the claim states ("three of the 19")."""
    others = (q for q in ours.quantities if q is not claim and q.kind is claim.kind and q.unit == claim.unit)
    return any(relate(chosen, q) is Relation.AGREE for q in others)


def _words_match(claim: Quantity, chosen: Quantity, ours: Reading, evidence: Reading) -> bool:
    sentence = evidence.by_sentence.get(chosen.sentence, frozenset())
    shared, missing = ours.stems & sentence, ours.stems - sentence
    named = ours.names <= evidence.stems and ours.qualifiers <= evidence.qualifiers
    # "Fewer than 612,000" against the very number 612,000 mostly compares another thing with it.
    equal = claim.value is not None and claim.value == chosen.value
    named = named and _subject_known(chosen, ours, evidence, 0 if equal else MAX_NEW_NAMES)
    limit = 0 if equal else MAX_MISSING.get(claim.kind, 1)
    return named and len(shared) >= MIN_STEMS and len(missing) <= limit


def _subject_known(chosen: Quantity, ours: Reading, evidence: Reading, allowed: int) -> bool:
    """Whether the names that may be the subject are the claim's, but for those allowed to be new.

    They stand before the quantity in its sentence; where none may be new, the whole sentence is searched for them.
    """
    names = evidence.openings.get(chosen.sentence, ())
    subjects = [name for place, name in names if place < chosen.start or not allowed]
    known = [name in ours.stems for name in subjects]
    return not known or (any(known) and known.count(False) <= allowed)


def _frame_matches(claim: Quantity, ours: Reading, evidence: Reading) -> bool:
    """Whether all other quantities of the claim are in the evidence: "at 14 °C", "of the 19 amendments"."""
    others = (q for q in ours.quantities if q is not claim and q.kind is not Kind.DATE)
    return all(any(relate(e, q) is Relation.AGREE for e in candidates(q, evidence.quantities)) for q in others)


def _event_matches(claim: Quantity, ours: Reading, evidence: Reading) -> bool:
    """A date only disagrees about what happens once; with other quantities beside it, it is only their frame."""
    if claim.kind is not Kind.DATE:
        return True
    return len(ours.quantities) == 1 and bool(ours.events & evidence.events)


def _dates_match(claim: Quantity, chosen: Quantity, ours: Reading, evidence: Reading) -> bool:
    """Numbers of different times differ: every date of the claim must fit every date of the sentence."""
    if claim.kind is Kind.DATE:
        return True
    theirs = [q for q in evidence.quantities if q.kind is Kind.DATE and q.sentence == chosen.sentence]
    dates = [q for q in ours.quantities if q.kind is Kind.DATE]
    if not dates:
        return len(theirs) <= 1
    return bool(theirs) and all(not a.interval.apart(b.interval) for a in dates for b in theirs)


def _near(claim: Quantity, chosen: Quantity) -> bool:
    if claim.value is None or chosen.value is None or Bound.RANGE in (claim.bound, chosen.bound):
        return True
    small, large = sorted((abs(claim.value), abs(chosen.value)))
    return large <= MAX_RATIO * small
