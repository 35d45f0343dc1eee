"""The quantities of a claim against those of the evidence.

The rules were chosen on the train files of the corpus (``python -m training.quantities``): 94 of 101 pairs with a
disagreement are contradicted there, 388 of 430 with an agreement of the whole claim supported; on the development
files, never read and not measured since the last rules, 4 of 7 and 27 of 36. That is no ground to decide a verdict
alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from factcheck.quantities.alignment import Aligned, align
from factcheck.quantities.arithmetic import relate
from factcheck.quantities.checks import (
    MAX_RATIO,
    agreement_tells,
    dates_match,
    disagreement_tells,
    frame_matches,
    near,
    other_time,
    used,
)
from factcheck.quantities.derive import derivable
from factcheck.quantities.find import find_quantities, language_of
from factcheck.quantities.lines import line_of, worked_line
from factcheck.quantities.pairing import Quantities, Reading, candidates, read_context, rivals, same_measure
from factcheck.quantities.records import Comparison, Kind, Quantity, Relation
from factcheck.quantities.worked import work_out
from factcheck.quantities.workedchecks import worked_tells

MIN_STEMS = 2
"""Content words that a claim must share with the evidence before a disagreement counts."""

MAX_MISSING = {Kind.DATE: 0}
"""Content words of the claim that the sentence of the evidence may lack; 1 for kinds not named (train files)."""

MAX_NEW_NAMES = 1
"""Names before the evidence's number that the claim may lack, if it has another of them (train files)."""

MAX_QUANTITIES = 200
"""Texts with more are no claims or snippets; nothing in them is compared, so that time stays linear."""

MAX_KEPT = 4096
"""Texts of which it is kept what was read: a claim is compared with eight snippets, a snippet with many claims."""


def compare(evidence: str, claim: str, lang: str = "en", claim_lang: str = "en") -> tuple[Comparison, ...]:
    """One comparison for each quantity of the claim, in order; empty where either language has no table.

    ``lang`` is the language of the evidence, ``claim_lang`` that of the claim. When in doubt the relation is
    not-comparable. No text raises.
    """
    if language_of(lang) is None or language_of(claim_lang) is None:
        return ()
    asserted = _read(claim, claim_lang)
    if not asserted.quantities:
        return ()
    told = _read(evidence, lang)
    if max(len(told.quantities), len(asserted.quantities)) > MAX_QUANTITIES:
        told = _read(evidence, lang, is_bare=True)
    return tuple(_compare_one(quantity, asserted, told) for quantity in asserted.quantities)


@lru_cache(maxsize=MAX_KEPT)
def _read(text: str, lang: str, is_bare: bool = False) -> Reading:
    """What pairing needs to know of a text; ``is_bare`` leaves its quantities out.

    Raises ``ValueError`` for a language that has no table.
    """
    language = language_of(lang)
    if language is None:
        raise ValueError(f"no table of numbers for {lang!r}")
    return read_context(text, () if is_bare else find_quantities(text, lang), language)


def _compare_one(claim: Quantity, ours: Reading, evidence: Reading) -> Comparison:
    """Agree if any quantity that may be meant agrees, or one worked out does; disagree only about the same thing."""
    fits, same = candidates(claim, evidence.quantities), same_measure(claim, evidence.quantities)
    best = align(claim, ours, same, evidence)
    agreeing = [q for q in fits if relate(q, claim) is Relation.AGREE]
    if best and relate(best.quantity, claim) is Relation.AGREE and agreement_tells(claim, best, ours, evidence):
        return _compared(claim, best.quantity, Relation.AGREE, telling=True)
    if agreeing:
        chosen = max(agreeing, key=lambda q: (_shared(q, ours, evidence), -q.start))
        denied = claim.negated or chosen.negated
        return _compared(claim, chosen, Relation.NOT_COMPARABLE if denied else Relation.AGREE)
    worked = next((w for w in work_out(claim, evidence) if worked_tells(claim, w, ours, evidence)), None)
    if worked:
        return Comparison(claim, worked.sources[0], Relation.AGREE, worked_line(claim, worked.line), telling=True)
    if best and _opposes(claim, best, same, ours, evidence):
        return _compared(claim, best.quantity, Relation.DISAGREE)
    if len(fits) != 1:
        return _compared(claim, None, Relation.NOT_COMPARABLE)
    opposed = relate(fits[0], claim) is Relation.DISAGREE and _same_thing(claim, fits[0], ours, evidence)
    return _compared(claim, fits[0], Relation.DISAGREE if opposed else Relation.NOT_COMPARABLE)


def _compared(claim: Quantity, chosen: Quantity | None, relation: Relation, telling: bool = False) -> Comparison:
    return Comparison(claim, chosen, relation, line_of(claim, chosen, relation), telling)


def _opposes(claim: Quantity, best: Aligned, same: Quantities, ours: Reading, evidence: Reading) -> bool:
    """Whether the quantity that fits best contradicts the claim, no other agrees, and it is not worked out."""
    if relate(best.quantity, claim) is not Relation.DISAGREE or any(relate(q, claim) is Relation.AGREE for q in same):
        return False
    known = _all_known(ours, evidence)
    return disagreement_tells(claim, best, ours, evidence) and not derivable(claim, evidence.quantities, known)


def _all_known(ours: Reading, evidence: Reading) -> bool:
    """Whether the evidence has all words of the claim, "against" and its like among them."""
    return ours.stems <= evidence.stems and ours.directions.keys() <= evidence.directions.keys()


def _shared(quantity: Quantity, claim: Reading, evidence: Reading) -> int:
    return len(claim.stems & evidence.by_sentence.get(quantity.sentence, frozenset()))


def _same_thing(claim: Quantity, chosen: Quantity, ours: Reading, evidence: Reading) -> bool:
    """Whether a disagreement is about one and the same quantity: everything beside the numbers must match."""
    checks = (
        not claim.negated and not chosen.negated,
        not rivals(claim, chosen, evidence.quantities),
        not used(claim, chosen, ours),
        not other_time(claim, chosen, ours, evidence),
        _words_match(claim, chosen, ours, evidence),
        dates_match(claim, chosen, ours, evidence),
        frame_matches(claim, ours, evidence),
        _event_matches(claim, ours, evidence),
        chosen.sentence not in evidence.relative,
        (chosen.sentence in evidence.modal) == (claim.sentence in ours.modal),
        near(claim, chosen, MAX_RATIO),
    )
    return all(checks) and not derivable(claim, evidence.quantities, _all_known(ours, evidence))


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


def _event_matches(claim: Quantity, ours: Reading, evidence: Reading) -> bool:
    """A date only disagrees about what happens once; with other quantities beside it, it is only their frame."""
    if claim.kind is not Kind.DATE:
        return True
    return len(ours.quantities) == 1 and bool(ours.events & evidence.events)


def overall(found: Sequence[Comparison]) -> Relation:
    """What the comparisons of all quantities of a claim come to.

    One that disagrees decides. For an agreement all must agree, and one of them must be telling.
    """
    relations = {comparison.relation for comparison in found}
    if Relation.DISAGREE in relations:
        return Relation.DISAGREE
    agree = relations == {Relation.AGREE} and any(comparison.telling for comparison in found)
    return Relation.AGREE if agree else Relation.NOT_COMPARABLE
