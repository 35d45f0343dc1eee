"""What the shipped verifier must get right: behaviours and a floor on sentences written for this test alone.

None of these sentences is in a training set. The pairs are simple on purpose: they pin behaviours, not quality; how
good the verifier is stands in its model card.
"""

from __future__ import annotations

import pytest

from factcheck.datatypes import Stance, StanceProbs
from factcheck.models.body import find_body
from factcheck.models.verifier import LargeVerifier, packaged_adapter
from tests.behaviour_pairs import PAIRS

S, C, N = Stance.SUPPORTS, Stance.CONTRADICTS, Stance.NEUTRAL
FLOOR = 0.9
"""Share of all pairs that must be right; measured 33 of 35 in bfloat16 and in float32."""
FLOORS = {"negation": 0.9, "number": 0.85, "unrelated": 1.0, "open": 0.8, "swap": 0.6}
"""Share by behaviour. Who did what to whom is the weak spot of this verifier: 6 of 8."""


@pytest.fixture(scope="module")
def verifier() -> LargeVerifier:
    find_body()
    assert packaged_adapter().is_dir()
    return LargeVerifier()


@pytest.fixture(scope="module")
def found(verifier: LargeVerifier) -> list[StanceProbs]:
    return verifier.predict([(evidence, claim) for evidence, claim, _, _ in PAIRS])


def test_most_plain_pairs_are_right(found: list[StanceProbs]) -> None:
    right = [probs.stance is stance for probs, (_, _, stance, _) in zip(found, PAIRS, strict=True)]
    wrong = [pair for pair, good in zip(PAIRS, right, strict=True) if not good]
    assert sum(right) / len(right) >= FLOOR, wrong


def test_hardly_any_pair_that_does_not_support_comes_out_as_support(found: list[StanceProbs]) -> None:
    others = [(p, pair) for p, pair in zip(found, PAIRS, strict=True) if pair[2] is not S]
    wrong = [pair for probs, pair in others if probs.stance is S]
    assert len(wrong) <= len(others) * 0.1, wrong


@pytest.mark.parametrize(("tag", "floor"), FLOORS.items())
def test_each_behaviour_keeps_its_floor(found: list[StanceProbs], tag: str, floor: float) -> None:
    right = [p.stance is stance for p, (_, _, stance, t) in zip(found, PAIRS, strict=True) if t == tag]
    assert sum(right) / len(right) >= floor


def test_the_order_of_the_pairs_changes_no_probability(verifier: LargeVerifier, found: list[StanceProbs]) -> None:
    again = verifier.predict([(evidence, claim) for evidence, claim, _, _ in reversed(PAIRS)])
    for before, after in zip(found, reversed(again), strict=True):
        assert after.supports == pytest.approx(before.supports, abs=0.02)
        assert after.stance is before.stance or max(before.supports, before.contradicts, before.neutral) < 0.52
