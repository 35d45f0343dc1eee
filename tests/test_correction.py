"""Quantities that agree move the two sides of what the verifier says; nothing else does."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.aggregate import aggregate
from factcheck.cache import Cache
from factcheck.correction import AGREEMENT_SHIFT, LEAST_RELEVANCE, corrected, shifted
from factcheck.datatypes import (
    Arithmetic,
    Assessment,
    Claim,
    Match,
    Readings,
    Snippet,
    Source,
    Stance,
    StanceProbs,
)
from factcheck.verify import evidence_texts, verify
from tests.fakes import TableVerifier

EVIDENCE = "Scott reached the South Pole thirty-four days after Amundsen."
AGREEING = "Scott arrived at the South Pole more than a month after Amundsen."
SHARE = "The company agreed to pay the government 15 percent of its China revenue."
DISAGREEING = "The company pays the government 25 percent of its China revenue."
OPEN = StanceProbs(0.2, 0.4, 0.4)
LEANING = StanceProbs(0.5, 0.2, 0.3)
NO_NUMBERS = ("tower", "river", "minister", "opened", "tall", "north", "of", "the", "and", "never", "was", "new")

shares = st.floats(0.001, 1.0)
probabilities = st.builds(lambda a, b, c: StanceProbs(a / (a + b + c), b / (a + b + c), c / (a + b + c)), *[shares] * 3)
sentences = st.lists(st.sampled_from(NO_NUMBERS), min_size=1, max_size=12).map(lambda words: f"{' '.join(words)}.")


def log_odds(probs: StanceProbs) -> float:
    return math.log(probs.supports / probs.contradicts)


def total(probs: StanceProbs) -> float:
    return probs.supports + probs.contradicts + probs.neutral


def swapped(probs: StanceProbs) -> StanceProbs:
    return StanceProbs(probs.contradicts, probs.supports, probs.neutral)


def close(probs: StanceProbs, other: StanceProbs) -> bool:
    pairs = zip(
        (probs.supports, probs.contradicts, probs.neutral),
        (other.supports, other.contradicts, other.neutral),
        strict=True,
    )
    return all(math.isclose(one, two, rel_tol=1e-9, abs_tol=1e-12) for one, two in pairs)


def read(snippet: Snippet, claim: str, probs: StanceProbs) -> Assessment:
    """What the verify stage makes of a snippet for which the verifier says ``probs``."""
    row = [Match(snippet, 1, 0.5)]
    [readings], _ = verify([Claim("c", claim)], [row], TableVerifier(default=probs), Cache.in_memory())
    [assessment] = readings.single
    return assessment


# The formula


@pytest.mark.parametrize(
    ("shift", "expected"),
    [
        # Log-odds moved by ln 4: supports twice as large, contradicts half: 0.4, 0.2 and 0.4, which sum to 1.
        (math.log(4), StanceProbs(0.4, 0.2, 0.4)),
        # By ln 16: four times and a quarter: 0.8, 0.1 and 0.4 of 1.3.
        (math.log(16), StanceProbs(8 / 13, 1 / 13, 4 / 13)),
        # By -ln 4: half and twice: 0.1, 0.8 and 0.4 of 1.3.
        (-math.log(4), StanceProbs(1 / 13, 8 / 13, 4 / 13)),
        (0.0, OPEN),
    ],
)
def test_a_shift_moves_the_two_sides_apart_as_worked_out_by_hand(shift: float, expected: StanceProbs) -> None:
    assert close(shifted(OPEN, shift), expected)


@given(probabilities, st.floats(-6, 6))
def test_shifted_probabilities_sum_to_1(probs: StanceProbs, shift: float) -> None:
    assert math.isclose(total(shifted(probs, shift)), 1)


@given(probabilities, st.floats(-6, 6))
def test_both_sides_are_treated_alike(probs: StanceProbs, shift: float) -> None:
    assert close(shifted(swapped(probs), -shift), swapped(shifted(probs, shift)))


@given(probabilities, st.floats(-6, 6))
def test_a_shift_moves_the_log_odds_of_the_sides_by_itself(probs: StanceProbs, shift: float) -> None:
    assert math.isclose(log_odds(shifted(probs, shift)) - log_odds(probs), shift, abs_tol=1e-9)


def test_agreement_speaks_for_the_claim() -> None:
    assert AGREEMENT_SHIFT > 0


# What is compared


def test_an_agreement_of_all_quantities_moves_the_sides_apart_by_the_shift() -> None:
    probs, _ = corrected(OPEN, EVIDENCE, AGREEING)
    assert math.isclose(log_odds(probs) - log_odds(OPEN), AGREEMENT_SHIFT)


def test_a_disagreement_is_shown_and_left_to_the_verifier() -> None:
    probs, lines = corrected(OPEN, SHARE, DISAGREEING)
    assert probs == OPEN
    assert [line.agrees for line in lines] == [False]


def test_an_agreement_turns_a_snippet_that_the_verifier_misread() -> None:
    assert read(Snippet("s", EVIDENCE), AGREEING, StanceProbs(0.2, 0.6, 0.2)).stance is Stance.SUPPORTS


def test_below_a_snippet_that_supports_every_comparison_is_shown_in_the_order_of_the_claim() -> None:
    evidence = "The bridge opened in 1931 and is 300 metres long."
    _, lines = corrected(LEANING, evidence, "The bridge opened in 1931 and is 400 metres long.")
    assert lines == (Arithmetic(True, "1931 = 1931"), Arithmetic(False, "300 metres ≠ 400 metres"))


def test_a_mere_repetition_is_not_shown_below_a_snippet_that_does_not_support() -> None:
    evidence = "The bridge opened in 1931 and is 300 metres long."
    _, lines = corrected(OPEN, evidence, "The bridge opened in 1931 and is 400 metres long.")
    assert lines == (Arithmetic(False, "300 metres ≠ 400 metres"),)


def test_a_telling_agreement_is_not_shown_below_a_snippet_that_contradicts_all_the_same() -> None:
    contrary = StanceProbs(0.001, 0.989, 0.01)
    probs, lines = corrected(contrary, EVIDENCE, AGREEING)
    assert probs.contradicts > probs.supports > contrary.supports
    assert lines == ()


def test_an_agreement_that_is_not_telling_changes_nothing() -> None:
    tower = "The tower is 330 metres tall."
    assert corrected(LEANING, tower, tower) == (LEANING, (Arithmetic(True, "330 metres = 330 metres"),))


def test_in_a_language_without_numbers_nothing_is_compared() -> None:
    assert corrected(OPEN, EVIDENCE, AGREEING, "fi") == (OPEN, ())


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        (EVIDENCE, "Scott reached the South Pole after Amundsen."),
        ("Scott reached the South Pole after Amundsen.", AGREEING),
        ("The tower weighs 300 tonnes.", "The tower is 330 metres tall."),
    ],
)
def test_where_nothing_is_comparable_nothing_changes(evidence: str, claim: str) -> None:
    assert corrected(OPEN, evidence, claim) == (OPEN, ())


def test_a_snippet_that_does_not_bear_on_the_claim_is_not_compared() -> None:
    silent = StanceProbs(0.04, 0.05, 0.91)
    assert corrected(silent, EVIDENCE, AGREEING) == (silent, ())


def test_a_snippet_that_bears_on_the_claim_just_enough_is_compared() -> None:
    bearing = StanceProbs(0.05, 0.06, 0.89)
    assert 1 - bearing.neutral >= LEAST_RELEVANCE
    assert corrected(bearing, EVIDENCE, AGREEING)[1]


def test_the_source_line_before_a_snippet_is_not_compared() -> None:
    source = Source(
        "r", "Scott arrived more than a month after Amundsen at the South Pole", published=dt.date(1912, 6, 1)
    )
    snippet = Snippet("s", "Scott reached the South Pole after Amundsen.", source)
    assert corrected(LEANING, evidence_texts(snippet)[0], AGREEING)[1], "the source line would agree"
    assessment = read(snippet, AGREEING, LEANING)
    assert (assessment.probs, assessment.arithmetic) == (LEANING, ())


def test_the_context_of_a_claim_is_compared_with_it() -> None:
    claim = Claim("c", "He arrived more than a month after Amundsen.", context="Scott reached the South Pole.")
    row = [Match(Snippet("s", EVIDENCE), 1, 0.5)]
    [readings], _ = verify([claim], [row], TableVerifier(default=OPEN), Cache.in_memory())
    assert [line.agrees for line in readings.single[0].arithmetic] == [True]


def test_what_is_cached_is_what_the_verifier_said() -> None:
    cache, verifier = Cache.in_memory(), TableVerifier(default=OPEN)
    row = [Match(Snippet("s", EVIDENCE), 1, 0.5)]
    first, _ = verify([Claim("c", AGREEING)], [row], verifier, cache)
    second, count = verify([Claim("c", AGREEING)], [row], verifier, cache)
    assert count.scored == 0
    assert second == first, "a second run would shift what is shifted already"
    assert cache.assessments("fake/table@1|float32", [(EVIDENCE, AGREEING)]) == {(EVIDENCE, AGREEING): OPEN}


@given(sentences, sentences, probabilities)
def test_without_quantities_every_label_is_what_the_verifier_alone_makes_it(
    evidence: str, claim: str, probs: StanceProbs
) -> None:
    assessment = read(Snippet("s", evidence), claim, probs)
    assert aggregate(Readings((assessment,))) == aggregate(Readings((Assessment(assessment.match, probs),)))
    assert (assessment.probs, assessment.arithmetic) == (probs, ())
