"""When a number that was worked out of the evidence may be the one that a claim states."""

from __future__ import annotations

from factcheck.quantities.alignment import align
from factcheck.quantities.checks import dates_match, denied, name_stands_by
from factcheck.quantities.language import words
from factcheck.quantities.pairing import Reading, beside, opposed, same_measure
from factcheck.quantities.records import Kind, Quantity
from factcheck.quantities.worked import Worked

SHARED_LETTERS = 6
"""So many letters at the beginning show that a claim speaks of a plan itself: "the proposal" for "proposed"."""

_SHARING = frozenset({"account", "make", "represent", "constitut", "compris"})
"""Stems of verbs that say no more than that something is a share."""
_DURING = words("last take span go long whol total entir ful time period währt gedauert lang insgesamt hinweg ganz")
"""Stems that say no more than that something was for a time."""
_RUNNING = words("run operat last take lief währt")
"""Stems of verbs of which one stands for another: what "lasted" from one year to another "ran" as long."""
_BEGINNING = words("become turn elect appoint join found open start began wurd gewählt ernannt")
"""Stems of verbs by which something begins."""
_BORN, _LIVING = words("born gebor geboren"), words("live liv life old lebt leben gelebt")
"""Stems of birth, and of the only thing that begins with it."""
_TELLING = words("cov depict describ portray chronicl document trac umfasst behandelt schildert beschreibt zeigt")
"""Stems of verbs whose period is the one that is told of: a film that covers ten years took other years to make."""


def worked_tells(claim: Quantity, worked: Worked, ours: Reading, evidence: Reading) -> bool:
    """Whether a number that was worked out may be the claim's: of the same names, and nothing denied or contrary.

    What was planned is none of what was done, nor the other way round.
    """
    planned = any(_is_planned(q, ours, evidence) for q in worked.sources)
    if claim.sentence in ours.modal:
        planned = any(q.sentence in evidence.modal for q in worked.sources)
    return (
        ours.names <= evidence.stems
        and ours.qualifiers <= evidence.qualifiers
        and not claim.negated
        and not opposed(ours, evidence)
        and planned == (claim.sentence in ours.modal)
        and not any(denied(q, evidence) and not beside(q, evidence).ended for q in worked.sources)
        and not any(_is_untrue(q, worked, evidence) for q in worked.sources)
        and not _worked_of_another(worked, ours, evidence)
        and (not worked.rest or _fits_best(claim, worked, ours, evidence))
        and _made_tells(claim, worked, ours, evidence)
    )


def _made_tells(claim: Quantity, worked: Worked, ours: Reading, evidence: Reading) -> bool:
    """Whether what was worked out, by its own rules, may be the point of the claim."""
    if worked.is_span:
        return _span_tells(claim, worked, ours, evidence)
    return _change_tells(claim, worked, ours, evidence) if worked.way else _share_tells(worked, ours, evidence)


def _change_tells(claim: Quantity, worked: Worked, ours: Reading, evidence: Reading) -> bool:
    """Whether the claim says of the same thing that it rose or fell, as it did, and of no other time."""
    known = evidence.by_sentence.get(worked.sources[1].sentence, frozenset()) | worked.way
    dated = any(q.kind is Kind.DATE for q in ours.quantities)
    timely = not dated or dates_match(claim, worked.sources[1], ours, evidence)
    return bool(ours.stems & worked.way) and ours.stems <= known and timely


def _is_planned(source: Quantity, ours: Reading, evidence: Reading) -> bool:
    """Whether a word of a plan stands before the quantity in its clause, and the claim is not of the plan itself."""
    place, word = evidence.plans.get(source.clause, (source.start, ""))
    told = len(word) >= SHARED_LETTERS and any(stem.startswith(word[:SHARED_LETTERS]) for stem in ours.stems)
    return place < source.start and not told


def _is_untrue(source: Quantity, worked: Worked, evidence: Reading) -> bool:
    """Whether the sentence of a share calls something untrue, or the clause of a date, which has more beside it."""
    return source.clause in evidence.false_clauses if worked.is_span else source.sentence in evidence.false


def _worked_of_another(worked: Worked, ours: Reading, evidence: Reading) -> bool:
    """Whether a name of the claim stands only where another number stands that might have been meant."""
    used = {q.clause for q in worked.sources}
    rest = [q for q in same_measure(worked.sources[0], evidence.quantities) if q not in worked.sources]
    return name_stands_by(tuple(rest), used, ours, evidence)


def _span_tells(claim: Quantity, worked: Worked, ours: Reading, evidence: Reading) -> bool:
    """Whether a time between two dates may be the point of the claim.

    It is not where it ends today, nor where the claim compares what was at the two dates ("fewer than ten years ago").
    """
    if beside(claim, ours).to_now or claim.sentence in ours.present or claim.sentence in ours.than:
        return False
    first, last = worked.sources
    if first is last:
        return _is_told_of(first, ours, evidence)
    return not beside(claim, ours).lasting or _lay_between(first, last, ours, evidence)


def _is_told_of(period: Quantity, ours: Reading, evidence: Reading) -> bool:
    """Whether the claim's words, but for those of duration, stand beside the period.

    That is in its sentence, if it has no other date, else in its clause. Names may stand elsewhere where one of them
    is in the sentence ("George W. Bush" is two), or it begins with "she" and they are in the one before.
    """
    sentence = evidence.by_sentence.get(period.sentence, frozenset())
    alone = all(q is period or q.kind is not Kind.DATE or q.sentence != period.sentence for q in evidence.quantities)
    named = ours.names if ours.names & sentence else frozenset[str]()
    if period.sentence in evidence.pronouns:
        named = ours.names & evidence.by_sentence.get(period.sentence - 1, frozenset())
    near = (sentence if alone else _words_of(period.clause, evidence)) | named
    asked = ours.stems - _DURING - (_RUNNING if near & _RUNNING else frozenset())
    return asked <= near and not near & _TELLING - ours.stems


def _lay_between(first: Quantity, last: Quantity, ours: Reading, evidence: Reading) -> bool:
    """Whether what was "for 40 years" may have been from one date to the other.

    Who was born in 1950 and became mayor in 1990 was not mayor in between, and of who then died only a life lasted.
    """
    before, began = _words_of(first.clause, evidence), _words_of(last.clause, evidence)
    later = bool(ours.stems & (began - before)) and bool((began & _BEGINNING) | (before & _BORN))
    unknown = bool(before & _BORN and ours.stems - evidence.stems) and not ours.stems & _LIVING
    return not later and not unknown


def _words_of(clause: int, reading: Reading) -> frozenset[str]:
    return frozenset(stem for stem in reading.places if _in_clause(stem, clause, reading))


def _share_tells(worked: Worked, ours: Reading, evidence: Reading) -> bool:
    """Whether the claim's words are known and name a part."""
    return _words_known(worked, ours, evidence) and _names_part(worked, ours, evidence)


def _names_part(worked: Worked, ours: Reading, evidence: Reading) -> bool:
    """Whether the claim has a word that is not only said of the whole.

    "Acme has 200 employees" is no part of "Acme has 800 employees, 25 percent of them in Spain".
    """
    first, second = (q.clause for q in worked.sources)
    return any(not _in_clause(word, first, evidence) or _in_clause(word, second, evidence) for word in ours.stems)


def _fits_best(claim: Quantity, worked: Worked, ours: Reading, evidence: Reading) -> bool:
    """Whether no other part or period has more of the claim's words in its clause, or as many and nearer to it."""
    shared = {q: sum(_in_clause(stem, q.clause, evidence) for stem in ours.stems) for q in worked.rest}
    fitting = tuple(q for q in worked.rest if shared[q] == max(shared.values()))
    best = align(claim, ours, fitting, evidence)
    return best is not None and best.quantity is worked.sources[0]


def _in_clause(stem: str, clause: int, reading: Reading) -> bool:
    return any(place.clause == clause for place in reading.places.get(stem, ()))


def _words_known(worked: Worked, ours: Reading, evidence: Reading) -> bool:
    """Whether the evidence has all words of the claim, or one that is said of the part and not of the whole.

    "78 percent of the flights were late" has "flights" in common with "31 of the 40 flights were on time", no more. Two
    words of what is counted are enough, as "digital projects" (train files).
    """
    if ours.stems - _SHARING <= evidence.stems:
        return True
    start, sentence = min((q.start, q.sentence) for q in worked.sources)
    counted = {stem for q in worked.sources for stem in q.head}
    if len(ours.stems & counted) > 1:
        return True
    places = [place for stem in ours.stems - counted for place in evidence.places.get(stem, ())]
    return any(place.start > start or place.sentence != sentence for place in places)
