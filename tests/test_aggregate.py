"""The aggregation rule: expected values worked out by hand, and the properties that every rule must keep."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.aggregate import CLIP, FITTED, Rule, aggregate, label_probabilities, log_odds, strengths
from factcheck.datatypes import Assessment, Label, Match, Reason, Snippet, StanceProbs, Standing

PLAIN = Rule(first=1.0, second=0.0, against=0.0, bias=0.0, decide=0.5, strong=0.5, relevant=0.2, name="by hand")


def assessment(supports: float, contradicts: float, *, standing: Standing = Standing.COUNTS) -> Assessment:
    probs = StanceProbs(supports, contradicts, 1 - supports - contradicts)
    return Assessment(Match(Snippet("s", "text"), 1, 0.5, standing), probs)


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    supports = draw(st.floats(0, 1))
    contradicts = draw(st.floats(0, 1 - supports))
    return assessment(supports, contradicts)


many = st.lists(assessments(), max_size=8)
SILENT = assessment(0.01, 0.02)


def test_log_odds_of_a_half_is_zero_and_the_ends_are_clipped() -> None:
    assert log_odds(0.5) == 0
    assert log_odds(0.9) == pytest.approx(math.log(9))
    assert (log_odds(0.0), log_odds(1.0)) == CLIP


def test_one_strong_support_decides_with_the_probability_of_the_softmax() -> None:
    # s1 = log 9 and c1 = log(1/19), so z = (log 9, log(1/19), 0) and p(supported) = 9 / (9 + 1/19 + 1).
    decision = aggregate([assessment(0.9, 0.05)], PLAIN)
    assert decision.label is Label.SUPPORTED
    assert decision.confidence == pytest.approx(9 / (10 + 1 / 19))


def test_the_same_strength_against_a_claim_contradicts_it_with_the_same_confidence() -> None:
    ours, theirs = aggregate([assessment(0.9, 0.05)], PLAIN), aggregate([assessment(0.05, 0.9)], PLAIN)
    assert (ours.label, theirs.label) == (Label.SUPPORTED, Label.CONTRADICTED)
    assert ours.confidence == pytest.approx(theirs.confidence)


def test_both_sides_strong_is_conflicting() -> None:
    decision = aggregate([assessment(0.9, 0.05), assessment(0.05, 0.9)])
    assert (decision.label, decision.reason) == (Label.UNKNOWN, Reason.CONFLICTING)


def test_no_assessment_at_all_is_no_evidence() -> None:
    decision = aggregate([])
    assert (decision.label, decision.reason) == (Label.UNKNOWN, Reason.NO_EVIDENCE)


@pytest.mark.parametrize(("relevance", "reason"), [(0.21, Reason.NOT_ENOUGH), (0.19, Reason.NO_EVIDENCE)])
def test_relevance_at_the_bar_separates_not_enough_from_no_evidence(relevance: float, reason: Reason) -> None:
    assert aggregate([assessment(relevance / 2, relevance / 2)], PLAIN).reason is reason


def test_a_side_a_hair_below_the_bar_does_not_decide() -> None:
    side = [assessment(0.9, 0.05)]
    probability = label_probabilities(strengths(side), PLAIN)[0]
    assert aggregate(side, replace(PLAIN, decide=probability)).label is Label.SUPPORTED
    assert aggregate(side, replace(PLAIN, decide=probability + 1e-9)).label is Label.UNKNOWN


@pytest.mark.parametrize("standing", [Standing.LATER, Standing.EXPIRED])
def test_evidence_that_may_not_decide_changes_neither_label_nor_confidence(standing: Standing) -> None:
    alone = aggregate([assessment(0.9, 0.05)])
    beside = aggregate([assessment(0.9, 0.05), assessment(0.02, 0.97, standing=standing)])
    assert (beside.label, beside.confidence) == (alone.label, alone.confidence)


@given(many, st.randoms())
def test_the_order_of_the_evidence_changes_nothing(items: list[Assessment], random: object) -> None:
    shuffled = items[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert aggregate(shuffled) == aggregate(items)


@given(many.filter(bool))
def test_silent_evidence_changes_neither_label_nor_reason_nor_confidence(items: list[Assessment]) -> None:
    before, after = aggregate(items), aggregate([*items, SILENT])
    assert (after.label, after.reason, after.confidence) == (before.label, before.reason, before.confidence)


@given(many)
def test_without_any_support_a_claim_is_never_supported(items: list[Assessment]) -> None:
    without = [assessment(0.0, item.probs.contradicts) for item in items]
    assert aggregate(without).label is not Label.SUPPORTED


@given(many, assessments())
def test_more_support_never_makes_supported_less_or_contradicted_more_probable(
    items: list[Assessment], extra: Assessment
) -> None:
    support = assessment(extra.probs.supports, 0.0)
    before = label_probabilities(strengths(items))
    after = label_probabilities(strengths([*items, support]))
    assert after[0] >= before[0] - 1e-12
    assert after[1] <= before[1] + 1e-12


@given(many)
def test_exchanging_the_sides_exchanges_the_labels(items: list[Assessment]) -> None:
    mirrored = [assessment(item.probs.contradicts, item.probs.supports) for item in items]
    mirror = {Label.SUPPORTED: Label.CONTRADICTED, Label.CONTRADICTED: Label.SUPPORTED, Label.UNKNOWN: Label.UNKNOWN}
    assert aggregate(mirrored).label is mirror[aggregate(items).label]


def test_the_fitted_weights_are_monotone() -> None:
    assert min(FITTED.first, FITTED.second, FITTED.against) >= 0
    assert 1 / 3 <= FITTED.decide < 1
