"""The verify stage: gold evidence is given, the most probable of the three stances is the label.

Evidence is read as in a check: below the line that names its source, long texts in windows, nothing cut.
"""

from __future__ import annotations

from collections.abc import Sequence

from factcheck.datatypes import Claim, Label, Match, Readings, Snippet, Stance, StanceProbs
from factcheck.evaluate.datasets import UNCHECKED, Pair, PairSet
from factcheck.evaluate.judged import Judged
from factcheck.evaluate.stages import Judge, sample
from factcheck.pipeline import verify_all

LABEL_OF = {Stance.SUPPORTS: Label.SUPPORTED, Stance.CONTRADICTS: Label.CONTRADICTED, Stance.NEUTRAL: Label.UNKNOWN}


def judge_pairs(data: PairSet, judge: Judge) -> tuple[list[Judged], dict[str, int]]:
    """The pairs as they came out, in order, and how many the verifier refused as too long.

    Languages only choose who reads a pair: also in one that the verifier does not know, a pair is judged.
    """
    pairs = sample(data.pairs, judge.limit)
    claims = [Claim(pair.id, pair.claim, lang=pair.languages[0]) for pair in pairs]
    matches = [(Match(_snippet(pair), 1, 1.0),) for pair in pairs]
    readings = readings_of(claims, matches, judge)
    judged = [_judged(pair, row.single[0].probs) for pair, row in zip(pairs, readings, strict=True) if row]
    return judged, {UNCHECKED: len(pairs) - len(judged)}


def readings_of(claims: Sequence[Claim], matches: Sequence[Sequence[Match]], judge: Judge) -> list[Readings | None]:
    """Readings in the order of the claims; ``None`` for claims that the verifier refuses as too long."""
    rows = [tuple(row) for row in matches]
    readings, _, _ = verify_all(claims, rows, judge.verifier, judge.cache, judge.progress)
    return readings


def _snippet(pair: Pair) -> Snippet:
    return Snippet(pair.id, pair.evidence, source=pair.source, lang=pair.languages[1])


def _judged(pair: Pair, probs: StanceProbs) -> Judged:
    probabilities = (probs.supports, probs.contradicts, probs.neutral)
    predicted = LABEL_OF[probs.stance]
    confidence = probabilities[list(Label).index(predicted)]
    return Judged(pair.id, pair.claim, pair.gold, predicted, probabilities, confidence, pair.tags, pair.place)
