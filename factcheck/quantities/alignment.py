"""How well each quantity of the evidence fits the words around a quantity of the claim.

A word that both texts share counts for the quantity that stands nearest to it: "18 locks on its 74 kilometres" gives
"locks" to the 18 and not to the 74. Arithmetic is worth nothing before the right one is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.quantities.pairing import Place, Quantities, Reading
from factcheck.quantities.records import Kind, Quantity

REACH = 40
"""Characters after which a word counts half for a quantity."""

CLAUSE_STEP = 25
"""Characters that the border of a clause counts for; a border of a sentence counts for three."""

MAX_CANDIDATES = 12
"""With more quantities of one unit to choose from none is chosen, so that time stays bounded."""

MAX_STEMS = 60
"""Claims with more words are compared with nothing that has to be chosen."""

HEAD, SHARED_HEAD, SAME_UNIT = 1.5, 0.75, 0.5
"""What the same last noun, another noun in common, and the same unit as written add."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """The quantity that fits best.

    Attributes:
        quantity: The best of the candidates.
        score: What the words around it are worth.
        margin: How much more than those around the next candidate; the score itself where there is none.
    """

    quantity: Quantity
    score: float
    margin: float


def align(claim: Quantity, ours: Reading, candidates: Quantities, evidence: Reading) -> Aligned | None:
    """The candidate that the claim's words fit best, or ``None`` without or with too many; the first of equals."""
    if not 0 < len(candidates) <= MAX_CANDIDATES or len(ours.stems) > MAX_STEMS:
        return None
    scores = [_score(claim, quantity, ours, candidates, evidence) for quantity in candidates]
    best = max(range(len(scores)), key=lambda at: (scores[at], -at))
    second = max((score for at, score in enumerate(scores) if at != best), default=0.0)
    return Aligned(candidates[best], scores[best], scores[best] - second)


def _score(claim: Quantity, chosen: Quantity, ours: Reading, candidates: Quantities, evidence: Reading) -> float:
    words = sum(_worth(evidence.places.get(stem, ()), chosen, candidates) for stem in ours.stems)
    heads = HEAD if _last(claim) and _last(claim) == _last(chosen) else 0.0
    heads = heads or (SHARED_HEAD if set(claim.head) & set(chosen.head) else 0.0)
    unit = SAME_UNIT if claim.unit and _written(claim) == _written(chosen) else 0.0
    return words + heads + unit


def _worth(places: tuple[Place, ...], chosen: Quantity, candidates: Quantities) -> float:
    """What one shared word is worth: less with distance, and half where another candidate is nearer."""
    if not places:
        return 0.0
    own = min(distance(place, chosen) for place in places)
    nearest = min(distance(place, other) for place in places for other in candidates)
    worth = REACH / (REACH + own)
    return worth if own <= nearest else worth / 2


def distance(place: Place, quantity: Quantity) -> int:
    """Characters between a word and a quantity, with the borders between them."""
    gap = max(quantity.start - place.end, place.start - quantity.end, 0)
    clauses, sentences = abs(quantity.clause - place.clause), abs(quantity.sentence - place.sentence)
    return gap + CLAUSE_STEP * (min(clauses, 3) + 3 * sentences)


def _last(quantity: Quantity) -> str:
    return quantity.head[-1] if quantity.head and quantity.kind in (Kind.COUNT, Kind.ORDINAL) else ""


def _written(quantity: Quantity) -> str:
    return quantity.shown_half.rpartition(" ")[2]
