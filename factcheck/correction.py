"""Quantities correct the verifier: where arithmetic speaks for a claim as a whole, it moves the two sides apart.

A cross-encoder of this size reads words well and figures badly: it calls "thirty-four days" a contradiction of "more
than a month". The comparison of quantities is right where it takes a side, but takes one for few pairs. Its
*disagreements* are those that the verifier sees by itself; its *agreements* are not.
"""

from __future__ import annotations

import math

from factcheck.datatypes import Arithmetic, Stance, StanceProbs
from factcheck.quantities import Comparison, Relation, compare, overall

AGREEMENT_SHIFT = 4.25
"""Added to the log-odds of *supports* against *contradicts* where all quantities agree: the number with the least
log-loss on hand-written pairs that the verifier was not trained on (``training/correction.py``, second stage of v3). Of
67 such pairs 0.731 were right before and 0.866 after, the shift found on one half and judged on the other. Of 24 that
disagree 0.958 were right before and after, so nothing is added there."""
LEAST_RELEVANCE = 0.1
"""What bears on a claim with a lower probability is not compared: moving its sides apart would change nothing."""


def corrected(
    probs: StanceProbs, evidence: str, claim: str, lang: str = "en", claim_lang: str = "en"
) -> tuple[StanceProbs, tuple[Arithmetic, ...]]:
    """The probabilities after the comparison of all quantities, and the lines of arithmetic to be shown.

    ``lang`` is the language of the evidence. Nothing is compared in a language without a table of numbers.
    """
    if 1 - probs.neutral < LEAST_RELEVANCE:
        return probs, ()
    found = compare(evidence, claim, lang, claim_lang)
    after = shifted(probs, AGREEMENT_SHIFT) if overall(found) is Relation.AGREE else probs
    return after, tuple(
        Arithmetic(c.relation is Relation.AGREE, c.line) for c in found if _worth_showing(c, after.stance)
    )


def _worth_showing(comparison: Comparison, stance: Stance) -> bool:
    """A disagreement always; an agreement below what supports, and one that tells wherever nothing is contradicted."""
    if comparison.relation is Relation.AGREE:
        return stance is Stance.SUPPORTS or (comparison.telling and stance is not Stance.CONTRADICTS)
    return comparison.relation is Relation.DISAGREE


def shifted(probs: StanceProbs, shift: float) -> StanceProbs:
    """The probabilities with the log-odds of supports against contradicts moved by ``shift``."""
    supports = probs.supports * math.exp(shift / 2)
    contradicts = probs.contradicts * math.exp(-shift / 2)
    total = supports + contradicts + probs.neutral
    return StanceProbs(supports / total, contradicts / total, probs.neutral / total)
