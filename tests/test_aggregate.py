"""The aggregation rule: expected values worked out by hand, and the properties that every rule must keep."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.aggregate import (
    CLIP,
    DISPUTED,
    FITTED,
    FITTED_BILINGUAL,
    FITTED_SMALL,
    SURE,
    CalibrationMap,
    Rule,
    aggregate,
    label_probabilities,
    log_odds,
    logit,
    strengths,
)
from factcheck.datatypes import (
    Assessment,
    JointAssessment,
    Label,
    Match,
    Readings,
    Reason,
    Snippet,
    StanceProbs,
    Standing,
)
from factcheck.verify import SETTLES

AS_IT_IS = CalibrationMap(offset=0.0, slope=1.0, conflicting=0.7, not_enough=0.3, no_evidence=0.9)
PLAIN = Rule(
    own=1.0,
    joint=1.0,
    corroboration=0.5,
    against=0.0,
    bias=0.0,
    decide=0.5,
    strong=0.5,
    relevant=0.2,
    confidence=AS_IT_IS,
    name="by hand",
)


def assessment(supports: float, contradicts: float, *, standing: Standing = Standing.COUNTS) -> Assessment:
    probs = StanceProbs(supports, contradicts, 1 - supports - contradicts)
    return Assessment(Match(Snippet("s", "text"), 1, 0.5, standing), probs)


def of(*items: Assessment | JointAssessment) -> Readings:
    return Readings(
        tuple(item for item in items if isinstance(item, Assessment)),
        tuple(item for item in items if isinstance(item, JointAssessment)),
    )


def together(supports: float, contradicts: float, *, standing: Standing = Standing.COUNTS) -> JointAssessment:
    two = (Match(Snippet("s", "text"), 1, 0.5), Match(Snippet("t", "other"), 2, 0.4, standing))
    return JointAssessment(two, StanceProbs(supports, contradicts, 1 - supports - contradicts))


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    supports = draw(st.floats(0, 1))
    contradicts = draw(st.floats(0, 1 - supports))
    return assessment(supports, contradicts)


@st.composite
def joints(draw: st.DrawFn) -> JointAssessment:
    supports = draw(st.floats(0, 1))
    return together(supports, draw(st.floats(0, 1 - supports)))


many = st.lists(st.one_of(assessments(), joints()), max_size=8)
Items = list[Assessment | JointAssessment]


def _read_as(item: Assessment | JointAssessment, supports: float, contradicts: float) -> Assessment | JointAssessment:
    made = assessment if isinstance(item, Assessment) else together
    return made(supports, contradicts)


SILENT = assessment(0.01, 0.02)


def test_log_odds_of_a_half_is_zero_and_the_ends_are_clipped() -> None:
    assert log_odds(0.5) == 0
    assert log_odds(0.9) == pytest.approx(math.log(9))
    assert (log_odds(0.0), log_odds(1.0)) == CLIP


def test_one_strong_support_decides_with_the_probability_of_the_softmax() -> None:
    # s1 = log 9 and c1 = log(1/19), so z = (log 9, log(1/19), 0) and p(supported) = 9 / (9 + 1/19 + 1).
    decision = aggregate(of(assessment(0.9, 0.05)), PLAIN)
    assert decision.label is Label.SUPPORTED
    assert decision.confidence == pytest.approx(9 / (10 + 1 / 19))


def test_the_same_strength_against_a_claim_contradicts_it_with_the_same_confidence() -> None:
    ours, theirs = aggregate(of(assessment(0.9, 0.05)), PLAIN), aggregate(of(assessment(0.05, 0.9)), PLAIN)
    assert (ours.label, theirs.label) == (Label.SUPPORTED, Label.CONTRADICTED)
    assert ours.confidence == pytest.approx(theirs.confidence)


def test_both_sides_strong_is_conflicting() -> None:
    decision = aggregate(of(assessment(0.9, 0.05), assessment(0.05, 0.9)))
    assert (decision.label, decision.reason) == (Label.UNKNOWN, Reason.CONFLICTING)


def test_two_snippets_decide_together_what_neither_does_alone() -> None:
    alone = [assessment(0.05, 0.03), assessment(0.04, 0.02)]
    assert aggregate(of(*alone), PLAIN).label is Label.UNKNOWN
    # s2 = log 9 replaces s1 = log(1/19), c2 = log(1/19) adds nothing to c1 = log(3/97): z = (log 9, log(1/19), 0).
    decision = aggregate(of(*alone, together(0.9, 0.05)), PLAIN)
    assert decision.label is Label.SUPPORTED
    assert decision.confidence == pytest.approx(9 / (10 + 1 / 19))


def test_half_a_weight_counts_half_of_what_two_snippets_add() -> None:
    # s1 = log(1/9), s2 = log 9: half of the way is 0, so z = (0, log(1/19), 0) and p(supported) = 1 / (2 + 1/19).
    readings = of(assessment(0.1, 0.05), together(0.9, 0.05))
    assert label_probabilities(strengths(readings), replace(PLAIN, joint=0.5))[0] == pytest.approx(1 / (2 + 1 / 19))


def test_two_snippets_of_which_one_may_not_decide_do_not_decide() -> None:
    decision = aggregate(of(assessment(0.05, 0.03), together(0.9, 0.05, standing=Standing.LATER)), PLAIN)
    assert decision.label is Label.UNKNOWN


def alone(id: str, supports: float, contradicts: float) -> Assessment:
    read = assessment(supports, contradicts)
    return replace(read, match=replace(read.match, snippet=Snippet(id, id)))


@pytest.mark.parametrize(("s", "t", "counts"), [(0.5, 0.9, False), (0.4999, 0.9, True), (0.9, 0.1, True)])
def test_two_snippets_that_both_contradict_alone_do_not_support_together(s: float, t: float, counts: bool) -> None:
    found = strengths(of(alone("s", 0.05, s), alone("t", 0.05, t), together(0.9, 0.05)))
    assert found.s2 == pytest.approx(math.log(9) if counts else CLIP[0])
    # The other side of the two together stays as it was read, and so does what bears on the claim.
    assert found.c2 == pytest.approx(log_odds(0.05))
    assert found.relevance == pytest.approx(max(0.95, t + 0.05))


@pytest.mark.parametrize(("s", "t", "counts"), [(0.5, 0.9, False), (0.4999, 0.9, True), (0.9, 0.1, True)])
def test_two_snippets_that_both_support_alone_do_not_contradict_together(s: float, t: float, counts: bool) -> None:
    found = strengths(of(alone("s", s, 0.05), alone("t", t, 0.05), together(0.05, 0.9)))
    assert found.c2 == pytest.approx(math.log(9) if counts else CLIP[0])


def test_two_contradictions_that_read_as_support_together_contradict() -> None:
    readings = of(alone("s", 0.05, 0.9), alone("t", 0.05, 0.9), together(0.97, 0.02))
    assert aggregate(readings, PLAIN).label is Label.CONTRADICTED


def test_two_snippets_that_were_not_both_read_alone_count_as_read_together() -> None:
    assert strengths(of(alone("s", 0.05, 0.9), together(0.9, 0.05))).s2 == pytest.approx(math.log(9))


@st.composite
def twos(draw: st.DrawFn) -> list[StanceProbs]:
    """What ``s`` and ``t`` say alone, and what they say together."""
    drawn = []
    for _ in range(3):
        supports = draw(st.floats(0, 1))
        contradicts = draw(st.floats(0, 1 - supports))
        drawn.append(StanceProbs(supports, contradicts, 1 - supports - contradicts))
    return drawn


def both(s: StanceProbs, t: StanceProbs, joint: StanceProbs) -> Readings:
    singles = (replace(alone(id, 0, 0), probs=probs) for id, probs in (("s", s), ("t", t)))
    return of(*singles, replace(together(0, 0), probs=joint))


@pytest.mark.parametrize("rule", [PLAIN, FITTED, FITTED_SMALL], ids=["by hand", "large", "small"])
@given(twos(), st.integers(0, 2), st.floats(0, 1))
def test_a_reading_that_turns_to_support_never_makes_supported_less_probable(
    rule: Rule, read: list[StanceProbs], place: int, share: float
) -> None:
    moved, raised = read[place], read[:]
    more = share * moved.contradicts
    raised[place] = StanceProbs(moved.supports + more, moved.contradicts - more, moved.neutral)
    before, after = (
        label_probabilities(strengths(both(*read)), rule),
        label_probabilities(strengths(both(*raised)), rule),
    )
    assert after[0] >= before[0] - 1e-12
    assert after[1] <= before[1] + 1e-12


@given(twos())
def test_exchanging_the_sides_exchanges_the_probabilities_of_two_snippets_too(read: list[StanceProbs]) -> None:
    mirrored = [StanceProbs(probs.contradicts, probs.supports, probs.neutral) for probs in read]
    supported, contradicted, _ = label_probabilities(strengths(both(*read)))
    assert label_probabilities(strengths(both(*mirrored)))[:2] == pytest.approx((contradicted, supported))


def test_no_assessment_at_all_is_no_evidence() -> None:
    decision = aggregate(of())
    assert (decision.label, decision.reason) == (Label.UNKNOWN, Reason.NO_EVIDENCE)


@pytest.mark.parametrize(("relevance", "reason"), [(0.21, Reason.NOT_ENOUGH), (0.19, Reason.NO_EVIDENCE)])
def test_relevance_at_the_bar_separates_not_enough_from_no_evidence(relevance: float, reason: Reason) -> None:
    assert aggregate(of(assessment(relevance / 2, relevance / 2)), PLAIN).reason is reason


def test_a_side_a_hair_below_the_bar_does_not_decide() -> None:
    side = of(assessment(0.9, 0.05))
    probability = label_probabilities(strengths(side), PLAIN)[0]
    assert aggregate(side, replace(PLAIN, decide=probability)).label is Label.SUPPORTED
    assert aggregate(side, replace(PLAIN, decide=probability + 1e-9)).label is Label.UNKNOWN


@pytest.mark.parametrize("standing", [Standing.LATER, Standing.EXPIRED])
def test_evidence_that_may_not_decide_changes_neither_label_nor_confidence(standing: Standing) -> None:
    alone = aggregate(of(assessment(0.9, 0.05)))
    beside = aggregate(of(assessment(0.9, 0.05), assessment(0.02, 0.97, standing=standing)))
    assert (beside.label, beside.confidence) == (alone.label, alone.confidence)


@given(many, st.randoms())
def test_the_order_of_the_evidence_changes_nothing(items: Items, random: object) -> None:
    shuffled = items[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert aggregate(of(*shuffled)) == aggregate(of(*items))


@given(many.filter(bool))
def test_silent_evidence_changes_neither_label_nor_reason_nor_confidence(items: Items) -> None:
    before, after = aggregate(of(*items)), aggregate(of(*items, SILENT))
    assert (after.label, after.reason, after.confidence) == (before.label, before.reason, before.confidence)


@given(many)
def test_without_any_support_a_claim_is_never_supported(items: Items) -> None:
    without = [_read_as(item, 0.0, item.probs.contradicts) for item in items]
    assert aggregate(of(*without)).label is not Label.SUPPORTED


@given(many, assessments())
def test_more_support_never_makes_supported_less_or_contradicted_more_probable(items: Items, extra: Assessment) -> None:
    support = assessment(extra.probs.supports, 0.0)
    before = label_probabilities(strengths(of(*items)))
    after = label_probabilities(strengths(of(*items, support)))
    assert after[0] >= before[0] - 1e-12
    assert after[1] <= before[1] + 1e-12


@given(many)
def test_exchanging_the_sides_exchanges_the_labels(items: Items) -> None:
    mirrored = [_read_as(item, item.probs.contradicts, item.probs.supports) for item in items]
    mirror = {Label.SUPPORTED: Label.CONTRADICTED, Label.CONTRADICTED: Label.SUPPORTED, Label.UNKNOWN: Label.UNKNOWN}
    assert aggregate(of(*mirrored)).label is mirror[aggregate(of(*items)).label]


# --- confidence


def test_the_confidence_in_a_side_is_its_log_odds_shifted_and_scaled() -> None:
    # logit(0.8) = log 4, so the odds are exp(0.5) * 4 ** 2.
    odds = math.exp(0.5) * 16
    assert replace(AS_IT_IS, offset=0.5, slope=2.0).of_side(0.8) == pytest.approx(odds / (1 + odds))


def test_a_decided_side_has_the_confidence_of_its_probability() -> None:
    halved = replace(PLAIN, confidence=replace(AS_IT_IS, slope=0.5))
    # p(supported) = 9 / (10 + 1 / 19), odds 9 / (1 + 1 / 19) = 8.55, of which half a slope takes the root.
    odds = math.sqrt(9 / (1 + 1 / 19))
    assert aggregate(of(assessment(0.9, 0.05)), halved).confidence == pytest.approx(odds / (1 + odds))


@pytest.mark.parametrize(
    ("items", "reason", "confidence"),
    [
        ([assessment(0.9, 0.05), assessment(0.05, 0.9)], Reason.CONFLICTING, 0.7),
        ([assessment(0.3, 0.1)], Reason.NOT_ENOUGH, 0.3),
        ([SILENT], Reason.NO_EVIDENCE, 0.9),
    ],
)
def test_unknown_has_the_confidence_of_its_reason(items: Items, reason: Reason, confidence: float) -> None:
    decision = aggregate(of(*items), PLAIN)
    assert (decision.label, decision.reason, decision.confidence) == (Label.UNKNOWN, reason, confidence)


maps = st.builds(
    CalibrationMap,
    offset=st.floats(-10, 10),
    slope=st.floats(0, 10),
    conflicting=st.floats(0, 1),
    not_enough=st.floats(0, 1),
    no_evidence=st.floats(0, 1),
)


@given(maps, st.floats(0, 1), st.floats(0, 1))
def test_a_more_probable_side_is_never_less_sure(found: CalibrationMap, one: float, other: float) -> None:
    assert found.of_side(min(one, other)) <= found.of_side(max(one, other)) + 1e-12


@given(maps, many)
def test_confidence_shows_neither_0_nor_100_percent(found: CalibrationMap, items: Items) -> None:
    confidence = aggregate(of(*items), replace(PLAIN, confidence=found)).confidence
    assert SURE[0] <= confidence <= SURE[1]
    assert 1 <= round(100 * confidence) <= 99


@given(maps, many)
def test_the_confidence_changes_neither_label_nor_reason(found: CalibrationMap, items: Items) -> None:
    plain, mapped = aggregate(of(*items), PLAIN), aggregate(of(*items), replace(PLAIN, confidence=found))
    assert (mapped.label, mapped.reason) == (plain.label, plain.reason)


@given(many)
def test_exchanging_the_sides_leaves_the_confidence(items: Items) -> None:
    mirrored = [_read_as(item, item.probs.contradicts, item.probs.supports) for item in items]
    assert aggregate(of(*mirrored)).confidence == pytest.approx(aggregate(of(*items)).confidence)


def test_the_logit_of_certainty_is_finite() -> None:
    assert (logit(0.0), logit(0.5), logit(1.0)) == (-30.0, 0.0, 30.0)
    assert logit(5e-324) == -30.0


@pytest.mark.parametrize("rule", [FITTED, FITTED_SMALL], ids=["large", "small"])
def test_the_fitted_weights_are_monotone(rule: Rule) -> None:
    assert min(rule.own, rule.joint, rule.corroboration, rule.against, rule.confidence.slope) >= 0
    assert rule.joint <= 1
    assert 1 / 3 <= rule.decide < 1


@pytest.mark.parametrize("rule", [FITTED, FITTED_SMALL, FITTED_BILINGUAL], ids=["large", "small", "bilingual"])
def test_a_snippet_that_settles_a_claim_decides_it_alone(rule: Rule) -> None:
    """Else two read together, which are left out then, could have decided it."""
    rest = 1 - SETTLES
    assert aggregate(of(assessment(SETTLES, rest)), rule).label is Label.SUPPORTED
    assert aggregate(of(assessment(rest, SETTLES)), rule).label is Label.CONTRADICTED


@pytest.mark.parametrize(
    ("dispute", "reason"), [(None, Reason.CONFLICTING), (DISPUTED, Reason.CONFLICTING), (0.29, Reason.NOT_ENOUGH)]
)
def test_sides_conflict_only_where_they_contradict_each_other(dispute: float | None, reason: Reason) -> None:
    read = replace(of(assessment(0.9, 0.05), assessment(0.05, 0.9)), dispute=dispute)
    decision = aggregate(read, PLAIN)
    assert (decision.label, decision.reason) == (Label.UNKNOWN, reason)


def test_sources_that_contradict_each_other_decide_nothing() -> None:
    """However sure the one reading is: one of the two sources is wrong, and the tool cannot know which. So it is where
    they could not be read against each other."""
    read = replace(of(assessment(0.99, 0.005), assessment(0.05, 0.5)), dispute=0.0)
    assert aggregate(read, FITTED).label is Label.SUPPORTED
    for dispute in (DISPUTED, None):
        decision = aggregate(replace(read, dispute=dispute), FITTED)
        assert (decision.label, decision.reason) == (Label.UNKNOWN, Reason.CONFLICTING)
        assert decision.confidence == FITTED.confidence.of_reason(Reason.CONFLICTING)


def test_a_side_that_no_snippet_takes_is_in_no_conflict() -> None:
    """Else a verdict would be *conflicting* with nothing on one side of its page."""
    read = replace(of(assessment(0.99, 0.005), assessment(0.05, 0.4)), dispute=1.0)
    assert aggregate(read, FITTED).label is Label.SUPPORTED
    assert aggregate(replace(read, single=read.single[1:]), FITTED).reason is Reason.NOT_ENOUGH


@given(st.floats(0, DISPUTED, exclude_max=True))
def test_sources_that_do_not_contradict_each_other_leave_the_label_as_it_is(dispute: float) -> None:
    for readings in (of(assessment(0.97, 0.02), assessment(0.3, 0.4)), of(assessment(0.1, 0.8), assessment(0.7, 0.2))):
        assert aggregate(replace(readings, dispute=dispute)).label is aggregate(replace(readings, dispute=0.0)).label


@given(st.floats(0, 1))
def test_a_conflict_takes_a_snippet_on_either_side(dispute: float) -> None:
    for readings in (of(assessment(0.97, 0.02), assessment(0.1, 0.05)), of(assessment(0.97, 0.02))):
        assert aggregate(replace(readings, dispute=dispute), FITTED).label is Label.SUPPORTED
