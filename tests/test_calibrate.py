"""`factcheck calibrate`: the fit, its worth on claims it never saw, the settings file, the rule that a check uses."""

from __future__ import annotations

import datetime as dt
import logging
import math
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from factcheck.__main__ import run
from factcheck.aggregate import FITTED, FITTED_SMALL, SURE, CalibrationMap, Rule, label_probabilities, strengths
from factcheck.cache import Cache
from factcheck.calibration import calibrated_rule, calibration_of, rule_for, shipped_rule, to_block
from factcheck.checker import FactChecker
from factcheck.cli.calibrate import _judge
from factcheck.cli.progress import ProgressLine
from factcheck.datatypes import Assessment, Claim, Label, Match, Readings, Reason, Snippet, StanceProbs
from factcheck.errors import InputError, SettingsError
from factcheck.evaluate.calibrate import MIN_PER_LABEL, calibrate, require_enough
from factcheck.evaluate.confidence import Decided, fit_confidence
from factcheck.evaluate.datasets import OTHER_LANGUAGE, OTHER_RULE, UNCHECKED, Gold, Topic
from factcheck.evaluate.fitting import Case, fit, folds_by_claim, held_out, leave_one_topic_out, of_settled, with_bars
from factcheck.evaluate.goldsets import read_cases, read_reviewed
from factcheck.evaluate.stages import Judge
from factcheck.models.cascade import LanguageVerifier
from factcheck.models.smallverifier import SmallVerifier
from factcheck.schema import settings_schema
from factcheck.settings import Calibration, load_settings
from factcheck.yamlblock import write_block
from tests.fakes import KeywordEmbedder, TableVerifier
from tests.plugins import YES, install_fakes
from tests.test_cascade import BilingualVerifier, ReadingVerifier

SURENESS = CalibrationMap(offset=0.0, slope=1.0, conflicting=0.5, not_enough=0.5, no_evidence=0.8)
MATCH = Match(Snippet("s", "text"), 1, 0.5)
SHIPPED = Rule(
    own=0.405,
    joint=0.0,
    corroboration=0.05,
    against=0.116,
    bias=0.193,
    decide=0.5,
    strong=0.2,
    relevant=0.05,
    confidence=SURENESS,
    name="fixed",
)
"""Stands for the shipped rule where values are worked out by hand; the real one changes with each verifier."""
S, C, U = Label.SUPPORTED, Label.CONTRADICTED, Label.UNKNOWN
DAY = dt.date(2026, 3, 15)
SURE_OF = {"offset": 0.4, "slope": 0.9, "conflicting": 0.7, "not_enough": 0.3, "no_evidence": 0.85}
MINE = Calibration(0.3, 0.0, 0.1, 0.2, 0.5, 0.2, 0.05, "fake/table@1", 60, DAY, SURE_OF, 0.07)
OLD = replace(MINE, confidence=None, corroboration=None)


def sure(label: Label, number: int) -> StanceProbs:
    """What a verifier reads that is sure of the label, with 0.90 to 0.99; SHIPPED makes 0.68 to 0.85 of that."""
    high = 0.90 + 0.09 * (number * 0.618034 % 1)  # spread evenly, and by no rule that labels or topics follow
    low = (1 - high) / 2
    return {S: StanceProbs(high, low, low), C: StanceProbs(low, high, low), U: StanceProbs(low, low, high)}[label]


def case(topic: str, number: int, gold: Label, read: Label) -> Case:
    assessment = Assessment(Match(Snippet("s", "text"), 1, 0.5), sure(read, number))
    reason = Reason.NO_EVIDENCE if gold is U else None
    return Case(topic, f"c{number}", "text", gold, reason, (), Readings((assessment,)))


def cases(n: int, right: float, topics: int = 4) -> list[Case]:
    """``n`` claims of each label, of which the verifier reads a share rightly and the rest as each other label."""
    made: list[Case] = []
    for label in Label:
        others = [other for other in Label if other is not label]
        for i in range(n):
            read = label if i < right * n else others[i // topics % 2]  # in every topic both
            made.append(case(f"t{i % topics}", len(made), label, read))
    return made


# --- the fit


def test_few_claims_move_the_rule_less_than_many_and_none_of_them_further_than_a_fit_from_nothing() -> None:
    # The verifier is right for half of its sure readings, where SHIPPED gives 0.81: own must fall.
    few, many = (fit(cases(n, 0.5), "n", SHIPPED).own for n in (6, 60))
    assert SHIPPED.own > few > many > fit(cases(60, 0.5), "n").own


def test_claims_that_the_rule_fits_already_leave_it_nearly_as_it_was() -> None:
    rule = fit(drawn(60), "n", SHIPPED)
    assert (rule.decide, rule.strong) == (SHIPPED.decide, SHIPPED.strong)
    assert (rule.own, rule.bias) == pytest.approx((SHIPPED.own, SHIPPED.bias), abs=0.05)


@pytest.mark.parametrize(("n_weak", "bar"), [(1, 0.58), (3, 0.5)])
def test_a_bar_moves_only_when_each_hundredth_earns_a_quarter_of_a_claim(n_weak: int, bar: float) -> None:
    # Support of log-odds -0.45 is supported with 0.509, the most probable label, yet below the bar of 0.58. To 0.5 are
    # eight hundredths, so it takes more than two such claims.
    weak = Readings((Assessment(MATCH, StanceProbs(0.3894, 0.01, 0.6006)),))
    made = [*cases(10, 1.0), *[replace(case("t0", 99, S, S), readings=weak)] * n_weak]
    found = [strengths(one.readings) for one in made]
    shipped = replace(SHIPPED, decide=0.58)
    assert label_probabilities(found[-1], shipped)[0] == pytest.approx(0.509, abs=0.001)
    assert with_bars(shipped, made, found, shipped).decide == bar


def test_a_limit_of_wrong_supports_out_of_reach_does_not_leave_nothing_but_unknown() -> None:
    made = cases(20, 0.6)  # 8 of 20 supported readings are wrong, as strong as the right ones: 13 in 100 of all claims
    found = [strengths(one.readings) for one in made]
    assert with_bars(SHIPPED, made, found, SHIPPED).decide == SHIPPED.decide
    assert with_bars(SHIPPED, made, found).decide > SHIPPED.decide


@pytest.mark.parametrize(("label", "n_right", "decides"), [(C, 8, True), (C, 4, False), (S, 8, True), (S, 6, False)])
def test_a_bar_fitted_from_nothing_weighs_wrong_decisions_and_limits_wrong_supports(
    label: Label, n_right: int, decides: bool
) -> None:
    # Ten doubtful claims of 70, whose side SHIPPED makes 0.6; right decisions must outweigh wrong ones, and of wrong
    # supports three are too many.
    probs = {S: StanceProbs(0.7, 0.1, 0.2), C: StanceProbs(0.1, 0.7, 0.2)}[label]
    weak = Readings((Assessment(MATCH, probs),))
    golds = [label] * n_right + [U] * (10 - n_right)
    made = [*cases(60, 1.0), *(replace(case("t0", 900 + n, gold, gold), readings=weak) for n, gold in enumerate(golds))]
    found = [strengths(one.readings) for one in made]
    probability = label_probabilities(found[-1], SHIPPED)[list(Label).index(label)]
    assert 0.59 < probability < 0.61
    assert (with_bars(SHIPPED, made, found).decide <= probability) is decides


def test_a_bar_fitted_from_nothing_is_within_reach_of_a_settled_claim() -> None:
    # Ten claims contradicted with 0.68 are unknown, sixty with 0.78 are right: a bar between would be best.
    rule = replace(SHIPPED, own=0.319, against=0.109, bias=-0.595)
    readings = {U: StanceProbs(0.01, 0.975, 0.015), C: StanceProbs(0.002, 0.995, 0.003)}
    made = [
        replace(case(f"t{n % 5}", n, gold, gold), readings=Readings((Assessment(MATCH, readings[gold]),)))
        for n, gold in enumerate([U] * 10 + [C] * 60)
    ]
    found = [strengths(one.readings) for one in made]
    assert label_probabilities(found[0], rule)[1] > of_settled(rule) + 0.02
    assert with_bars(rule, made, found).decide <= of_settled(rule)


def test_a_topic_is_judged_by_a_rule_that_never_saw_it() -> None:
    made = cases(8, 0.5)
    rules = leave_one_topic_out(made)
    others = [one for one in made if one.topic != "t2"]
    assert [rule for one, rule in zip(made, rules, strict=True) if one.topic == "t2"] == [fit(others, "held-out")] * 6


def test_the_folds_by_claim_are_always_the_same_and_spread_the_labels_evenly() -> None:
    made = cases(10, 0.5)
    folds = folds_by_claim(made)
    assert folds == folds_by_claim(made)
    for fold in range(5):
        golds = [one.gold for one, other in zip(made, folds, strict=True) if other == fold]
        assert {label: golds.count(label) for label in Label} == {S: 2, C: 2, U: 2}


def test_held_out_rules_come_in_the_order_of_the_cases() -> None:
    made = cases(4, 0.5)
    folds = [i % 2 for i in range(len(made))]
    first, second = (fit(made[start::2], "held-out") for start in (1, 0))
    assert held_out(made, folds) == [first, second] * 6


# --- the confidence


def decided(n: int, n_right: int, probability: float, reason: Reason | None = None) -> list[Decided]:
    return [Decided(probability, reason, i < n_right) for i in range(n)]


UNKNOWN = [*decided(10, 8, 0.4, Reason.NO_EVIDENCE), *decided(10, 2, 0.4, Reason.NOT_ENOUGH)]


def test_a_reason_is_as_sure_as_the_share_that_was_right_with_five_claims_of_the_overall_share() -> None:
    # Overall (10 + 0.5) / 21 = 0.5; then (8 + 2.5) / 15, (2 + 2.5) / 15, and nothing but the overall share.
    found = fit_confidence(UNKNOWN)
    assert (found.no_evidence, found.not_enough, found.conflicting) == (0.7, 0.3, 0.5)


def test_twenty_claims_stand_for_a_shipped_share_and_a_reason_that_never_came_up_keeps_it() -> None:
    shipped = replace(SURENESS, no_evidence=0.5, not_enough=0.5, conflicting=0.65)
    found = fit_confidence(UNKNOWN, shipped)
    assert (found.no_evidence, found.not_enough, found.conflicting) == (0.6, 0.4, 0.65)  # (8 + 10) / 30, (2 + 10) / 30


def test_no_share_is_certain_however_many_claims_were_right() -> None:
    assert fit_confidence(decided(5000, 5000, 0.4, Reason.NO_EVIDENCE)).no_evidence == SURE[1]


def test_sides_come_out_as_sure_as_they_were_right() -> None:
    found = fit_confidence([*decided(200, 140, 0.6), *decided(200, 180, 0.8)])
    assert (found.of_side(0.6), found.of_side(0.8)) == pytest.approx((0.7, 0.9), abs=0.01)


def test_sides_that_are_right_less_often_where_they_are_more_probable_get_no_slope_below_zero() -> None:
    found = fit_confidence([*decided(200, 180, 0.6), *decided(200, 120, 0.9)])
    assert found.slope == 0
    assert found.of_side(0.6) == pytest.approx(0.75, abs=0.02)


def test_few_sides_move_the_confidence_less_than_many_and_none_leave_it_as_it_was() -> None:
    none, few, many = (fit_confidence(decided(n, n // 2, 0.9), SURENESS).of_side(0.9) for n in (0, 6, 200))
    assert none == pytest.approx(0.9)
    assert none > few > many > 0.5


def test_a_fit_is_as_sure_as_its_decisions_were_right() -> None:
    # Of 30 claims that come out unknown 18 are right, beside 20 of the shipped share: (18 + 20 * 0.8) / 50.
    assert fit(cases(30, 0.6), "n", SHIPPED).confidence.no_evidence == 0.68


# --- its worth


def test_where_the_shipped_rule_is_overconfident_calibrating_lowers_ece_and_log_loss_and_helps() -> None:
    gain = calibrate(cases(40, 0.6), SHIPPED)
    assert gain.helps
    assert gain.before.values["accuracy"] == pytest.approx(0.6)
    # Sure sides come out with 0.68 to 0.85 and are right for 0.6 of the claims.
    assert gain.before.values["ece"] > 0.15
    assert gain.after.values["ece"] < gain.before.values["ece"] / 2
    assert gain.after.values["log_loss"] < gain.before.values["log_loss"]
    assert gain.after.values["brier"] < gain.before.values["brier"]
    low, high = gain.after.intervals["ece"]
    assert low <= gain.after.values["ece"] <= high


def test_the_log_loss_before_is_that_of_the_shipped_rule_by_hand() -> None:
    made = cases(20, 1.0)
    picked = [label_probabilities(strengths(one.readings), SHIPPED)[list(Label).index(one.gold)] for one in made]
    assert calibrate(made, SHIPPED).before.values["log_loss"] == pytest.approx(-sum(map(math.log, picked)) / 60)


def drawn(n: int, rule: Rule = SHIPPED) -> list[Case]:
    """Claims whose gold labels have just about the shares that the rule gives to what was read."""
    made: list[Case] = []
    for read in Label:
        found = [strengths(case("t", i, read, read).readings) for i in range(n)]
        for gold in Label:
            share = sum(label_probabilities(f, rule)[list(Label).index(gold)] for f in found) / n
            made += [case(f"t{i % 5}", len(made) + i, gold, read) for i in range(round(share * n))]
    return made


def test_where_the_shipped_rule_is_right_about_itself_calibrating_does_not_help_and_says_why() -> None:
    gain = calibrate(drawn(60), SHIPPED)
    assert not gain.helps
    assert gain.objections[0].startswith("log-loss does not fall by more than chance explains")


def test_a_confidence_that_no_other_topic_tells_is_an_objection() -> None:
    # All unknown readings are right in two topics and wrong in the others, half of them, as shipped; a topic left out
    # leaves the others with a share on the wrong side of one half.
    unsure = replace(SHIPPED, confidence=replace(SURENESS, no_evidence=0.5))
    made = [case(f"t{i % 4}", i, label, label) for label in (S, C) for i in range(20)]
    made += [case(f"t{i % 4}", 40 + i, U if i % 4 < 2 else S, U) for i in range(80)]
    assert any(text.startswith("confidence is worth less (Brier score") for text in calibrate(made, unsure).objections)


@pytest.mark.parametrize(("topics", "by_topic"), [(4, True), (3, False)])
def test_from_four_topics_on_one_is_left_out_at_a_time(topics: int, by_topic: bool) -> None:
    assert calibrate(cases(20, 0.5, topics)).by_topic is by_topic


def test_too_few_claims_are_refused_with_the_count_missing_for_each_label() -> None:
    labels = [S] * MIN_PER_LABEL + [C] * (MIN_PER_LABEL - 1)
    with pytest.raises(InputError) as caught:
        require_enough(labels, ["gold"])
    assert [str(fault) for fault in caught.value.faults] == [
        "gold: too few claims are contradicted: 1 missing (seen: 19) — review more claims until each label has 20",
        "gold: too few claims are unknown: 20 missing (seen: 0) — review more claims until each label has 20",
    ]


def test_just_enough_claims_are_not_refused() -> None:
    require_enough([S, C, U] * MIN_PER_LABEL, ["gold"])


def test_claims_that_the_rule_for_other_languages_decides_are_left_out_and_counted() -> None:
    claims = (Claim("en", "The tower is tall.", lang="en"), Claim("de", "Der Turm ist hoch.", lang="de"))
    evidence = (Snippet("s", "The tower is very tall.", lang="en"),)
    topic = Topic("tower", claims, evidence, {claim.id: Gold(S, None, ("s",)) for claim in claims}, ())
    verifier = LanguageVerifier(ReadingVerifier("fake/english@1", default=YES), BilingualVerifier(default=YES))
    made, left_out = read_cases([topic], Judge(KeywordEmbedder(), verifier, Cache.in_memory(), DAY))
    assert [one.id for one in made] == ["en"]
    assert left_out == {UNCHECKED: 0, OTHER_LANGUAGE: 0, OTHER_RULE: 1}


class AnyLanguage(TableVerifier):
    def reader(self, claim: str, evidence: frozenset[str]) -> TableVerifier:
        return self


def test_the_claims_are_chosen_by_the_rule_that_decides_in_a_check() -> None:
    """With evidence in two languages it depends on the rule which one decides."""
    german, english = Snippet("d", "Der Turm ist hoch.", lang="de"), Snippet("e", "The tower is tall there.", lang="en")
    claim = Claim("c", "The tower is tall.", lang="en")
    topic = Topic("tower", (claim,), (german, english), {"c": Gold(S, None, ("d",))}, ())
    table = {(german.text, claim.text): StanceProbs(0.99, 0.005, 0.005)}
    table[english.text, claim.text] = StanceProbs(0.125, 0.125, 0.75)
    judge = Judge(KeywordEmbedder(), AnyLanguage(table), Cache.in_memory(), DAY)
    of_large, of_small = (read_cases([topic], replace(judge, rule=rule))[1] for rule in (FITTED, FITTED_SMALL))
    assert (OTHER_RULE in of_large, of_small[OTHER_RULE]) == (False, 1)


def test_a_calibration_is_made_with_the_rule_of_its_verifier(tmp_path: Path) -> None:
    settings = load_settings(None, tmp_path, {}, {"verifier": "small", "embedder": "small"})
    with ProgressLine() as line:
        assert _judge(settings, DAY, line).rule == FITTED_SMALL


# --- the settings


BLOCK = to_block(MINE)


def test_what_is_written_is_read_back_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "factcheck.yaml").write_text(BLOCK, encoding="utf-8")
    assert load_settings(None, tmp_path, {}, {}).calibration == MINE


def test_the_schema_of_settings_takes_what_is_written_and_refuses_a_share_above_one() -> None:
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(settings_schema())
    written = yaml.load(BLOCK, Loader=yaml.BaseLoader)["calibration"]
    numbers = {name: float(value) for name, value in written.items() if isinstance(value, str) and name != "verifier"}
    confidence = {name: float(value) for name, value in written["confidence"].items()}
    whole = {**written, **numbers, "confidence": confidence, "fitted_on": {"claims": 60, "date": "2026-03-15"}}
    assert validator.is_valid({"calibration": whole})
    assert not validator.is_valid({"calibration": {**whole, "joint": 1.5}})
    assert not validator.is_valid({"calibration": {**whole, "confidence": {**confidence, "no_evidence": 1.0}}})


def test_a_calibration_from_before_confidence_had_numbers_has_the_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "factcheck.yaml").write_text(to_block(OLD), encoding="utf-8")
    calibration = load_settings(None, tmp_path, {}, {}).calibration
    assert calibration == OLD
    assert calibrated_rule(OLD).confidence == FITTED.confidence


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  own: 0.3\n", "", "own is missing"),
        ("own: 0.3", "own: -0.1", "must be at least 0"),
        ("decide: 0.5", "decide: 1.01", "must be at most 1"),
        ("bias: 0.2", "bias: .nan", "a number is expected"),
        ("own: 0.3", "owm: 0.3", 'unknown key "owm"'),
        ("date: 2026-03-15", "date: today", "is no date"),
        ("slope: 0.9", "slope: -0.1", "calibration.confidence.slope: must be at least 0"),
        ("no_evidence: 0.85", "no_evidence: 1.0", "calibration.confidence.no_evidence: must be at most 0.99"),
        ("offset: 0.4, ", "", "calibration.confidence.offset: offset is missing"),
        ("not_enough", "not_enuf", 'unknown key "not_enuf"'),
    ],
)
def test_a_calibration_with_a_fault_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    (tmp_path / "factcheck.yaml").write_text(BLOCK.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(message)):
        load_settings(None, tmp_path, {}, {})


def test_a_path_is_no_calibration(tmp_path: Path) -> None:
    (tmp_path / "factcheck.yaml").write_text("calibration: c.json\n")
    with pytest.raises(InputError, match=r"factcheck\.yaml:1: calibration: a mapping is expected"):
        load_settings(None, tmp_path, {}, {})


COMMENTED = "# Desk\nk: 5   # few\n\n# who\norganisation:\n  name: Désk  # us\n\n# end\n"
OTHER = to_block(replace(MINE, own=0.7, n_claims=99))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (COMMENTED, COMMENTED + BLOCK),
        ("k: 5", "k: 5\n" + BLOCK),
        ("# nothing\n", "# nothing\n" + BLOCK),
        ("", BLOCK),
        ("k: 5\r\n# a\r\n", "k: 5\r\n# a\r\n" + BLOCK.replace("\n", "\r\n")),
        ("\ufeffk: 5\n", "\ufeffk: 5\n" + BLOCK),
        ("# a\n" + OTHER + "\n# b\nk: 5  # c\n", "# a\n" + BLOCK + "\n# b\nk: 5  # c\n"),
        ("\ufeff" + OTHER + "k: 5\n", "\ufeff" + BLOCK + "k: 5\n"),
        ("calibration:\nk: 5\n", BLOCK + "k: 5\n"),
        ("calibration: {own: 1,\n  bias: 0}\n\n# b\n", BLOCK + "\n# b\n"),
    ],
)
def test_the_block_is_added_or_replaced_and_every_other_byte_stays(tmp_path: Path, before: str, after: str) -> None:
    file = tmp_path / "factcheck.yaml"
    file.write_bytes(before.encode())
    write_block(file, "calibration", BLOCK)
    assert file.read_bytes() == after.encode()


def test_a_file_that_is_not_there_is_made_of_the_block(tmp_path: Path) -> None:
    write_block(tmp_path / "factcheck.yaml", "calibration", BLOCK)
    assert (tmp_path / "factcheck.yaml").read_text("utf-8") == BLOCK


@pytest.mark.parametrize("text", ["{k: 5}\n", "  k: 5\n", "- k\n", "k: 5\n...\n"])
def test_a_form_of_yaml_that_takes_no_block_is_refused_and_left_as_it_was(tmp_path: Path, text: str) -> None:
    file = tmp_path / "factcheck.yaml"
    file.write_text(text)
    with pytest.raises(InputError, match="cannot be written into this form of YAML") as caught:
        write_block(file, "calibration", BLOCK)
    [fault] = caught.value.faults
    assert fault.remedy.endswith(BLOCK.rstrip())  # as it is, for a comment in it would hide what follows on its line
    assert file.read_text() == text


# --- the rule in use


def test_a_calibration_for_the_verifier_in_use_gives_its_rule_under_a_name_with_all_numbers() -> None:
    assert rule_for(MINE, "fake/table@1") == Rule(
        0.3,
        0.0,
        0.07,
        0.1,
        0.2,
        0.5,
        0.2,
        0.05,
        CalibrationMap(offset=0.4, slope=0.9, conflicting=0.7, not_enough=0.3, no_evidence=0.85),
        "calibrated on 60 claims on 2026-03-15 for fake/table@1: "
        "own=0.3 joint=0 corroboration=0.07 against=0.1 bias=0.2 decide=0.5 strong=0.2 relevant=0.05 "
        "offset=0.4 slope=0.9 conflicting=0.7 not_enough=0.3 no_evidence=0.85",
    )


def test_without_a_calibration_the_shipped_rule_decides_and_nobody_is_warned(caplog: pytest.LogCaptureFixture) -> None:
    assert rule_for(None, "fake/table@1") is FITTED
    assert caplog.records == []


SMALL_ID = "factcheck-verifier-small-v1@1234+5678"


@pytest.mark.parametrize(
    ("verifier", "rule"),
    [
        (SMALL_ID, FITTED_SMALL),
        (f"cascade({SMALL_ID} ≥0.03 factcheck-verifier-v3@1) | {SMALL_ID}", FITTED),
        (f"factcheck-verifier-v3@1 | {SMALL_ID}", FITTED),
        ("org/nli@1", FITTED),
    ],
)
def test_the_small_verifier_alone_has_a_shipped_rule_of_its_own(verifier: str, rule: Rule) -> None:
    assert rule_for(None, verifier) is shipped_rule(verifier) is rule
    assert calibrated_rule(replace(OLD, verifier=verifier)).confidence == rule.confidence
    assert calibrated_rule(replace(OLD, verifier=verifier)).corroboration == rule.corroboration


def test_the_real_small_verifier_is_known_as_one() -> None:
    assert shipped_rule(SmallVerifier().model_id) is FITTED_SMALL


def test_without_the_verifier_of_the_calibration_the_small_one_has_its_shipped_rule(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        assert rule_for(MINE, SMALL_ID) is FITTED_SMALL
    assert "the shipped rule decides" in caplog.text


def test_a_calibration_for_another_verifier_is_not_used_and_a_warning_names_both(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        assert rule_for(MINE, "fake/other@2") is FITTED
    [record] = caplog.records
    assert "fitted for fake/table@1, the verifier in use is fake/other@2" in record.getMessage()


def test_a_rule_becomes_a_calibration_and_a_calibration_the_rule_again() -> None:
    made = calibrated_rule(calibration_of(FITTED, "v", 5, DAY))
    assert replace(made, name="") == replace(FITTED, name="")


def test_the_checker_decides_by_the_calibration_and_its_record_names_it() -> None:
    text = "The tower is 330 metres tall."
    verifier = TableVerifier({(text, text): YES})
    snippets = [Snippet("s", text)]
    strict = replace(MINE, decide=0.99)
    checker = FactChecker(snippets, embedder=KeywordEmbedder(), verifier=verifier, calibration=strict, today=DAY)
    report = checker.check([text])
    assert [verdict.label for verdict in report.verdicts] == [U]  # the shipped rule says supported
    assert report.provenance.aggregation == calibrated_rule(strict).name
    plain = FactChecker(snippets, embedder=KeywordEmbedder(), verifier=verifier, today=DAY).check([text])
    assert [verdict.label for verdict in plain.verdicts] == [S]


# --- the command


def gold_topics(folder: Path, made: Sequence[Case]) -> None:
    """A gold folder for each topic of the cases, whose claims read to the fake verifier below as these do."""
    for topic in sorted({one.topic for one in made}):
        some = [one for one in made if one.topic == topic]
        place = folder / topic
        place.mkdir(parents=True)
        lines = [f"- {{id: {one.id}, text: Claim {one.id} is {reading(one)}.}}\n" for one in some]
        (place / "claims.yaml").write_text("".join(lines), encoding="utf-8")
        (place / "evidence.yaml").write_text("- {id: s, text: The one snippet.}\n", encoding="utf-8")
        rows = [f"{one.id}\t{one.gold}\t{one.reason or ''}\ts\n" for one in some]
        (place / "gold.tsv").write_text("".join(rows), encoding="utf-8")


def reading(one: Case) -> Label:
    probs = one.readings.single[0].probs
    return max({S: probs.supports, C: probs.contradicts, U: probs.neutral}.items(), key=lambda item: item[1])[0]


class LastWordVerifier(TableVerifier):
    """Is sure of the label that is the last word of a claim such as ``Claim c3 is supported.``"""

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
        words = [claim.rstrip(".").split() for _, claim in pairs]
        return [sure(Label(claim[-1]), int(claim[1].removeprefix("c"))) for claim in words]


def small_last_word() -> LastWordVerifier:
    """One that calls itself the small verifier."""
    return LastWordVerifier(model_id=SMALL_ID)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with settings that name the fakes."""
    monkeypatch.setenv("FACTCHECK_DATE", "2026-03-15")
    install_fakes(tmp_path / "site")
    with next((tmp_path / "site").glob("*/entry_points.txt")).open("a", encoding="utf-8") as file:
        file.write("fake-last-word = tests.test_calibrate:LastWordVerifier\n")
        file.write("fake-small = tests.test_calibrate:small_last_word\n")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "factcheck.yaml").write_text(SETTINGS, encoding="utf-8")
    return folder


SETTINGS = "# our desk\nembedder: fake-keywords\nverifier: fake-last-word  # the fake\n"


def command(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(list(arguments))
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out, err


def test_the_command_shows_before_and_after_and_writes_what_a_check_then_uses(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold_topics(desk / "gold", cases(40, 0.4))
    gain = calibrate(cases(40, 0.4))
    code, out, err = command(capsys, "calibrate", "gold")
    assert code == 0
    accuracies = [re.escape(f"{side.values['accuracy']:.3f} [") for side in (gain.before, gain.after)]
    assert re.search(rf"^accuracy +{accuracies[0]}.*\] +{accuracies[1]}", out, re.MULTILINE)
    assert re.search(r"^log-loss +\d\.\d{3} \[.*\] +\d\.\d{3} \[", out, re.MULTILINE)
    assert re.search(r"^Brier score +0\.\d{3} \[.*\] +0\.\d{3} \[", out, re.MULTILINE)
    assert "120 claims with a gold label: 40 contradicted, 40 supported, 40 unknown" in out
    assert f"their confidence: offset {FITTED.confidence.offset:g} → " in " ".join(out.split())
    assert "Calibrating helps" in out
    assert "calibration written to factcheck.yaml" in err
    text = (desk / "factcheck.yaml").read_text("utf-8")
    assert text.startswith(SETTINGS + "calibration:  #")
    calibration = load_settings(None, desk, {}, {}).calibration
    assert calibration
    assert (calibration.verifier, calibration.n_claims, calibration.fitted) == ("fake/table@1", 120, DAY)
    assert calibrated_rule(calibration).confidence != FITTED.confidence
    command(capsys, "check", "gold/t0/claims.yaml", "--evidence", "gold/t0/evidence.yaml", "-q")
    assert calibrated_rule(calibration).name in (desk / "reports" / "claims.json").read_text("utf-8")


def test_the_small_verifier_is_calibrated_from_its_own_shipped_rule(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTCHECK_VERIFIER", "fake-small")
    gold_topics(desk / "gold", cases(40, 0.4))
    code, out, _ = command(capsys, "calibrate", "gold")
    said = " ".join(out.split())
    assert code == 0
    assert f"fitted on all of them: own {FITTED_SMALL.own:g} → " in said
    assert f"their confidence: offset {FITTED_SMALL.confidence.offset:g} → " in said
    before = calibrate(cases(40, 0.4), FITTED_SMALL).before.values["log_loss"]
    assert before != calibrate(cases(40, 0.4)).before.values["log_loss"]
    assert f"log-loss {before:.3f} [" in said


def test_a_dry_run_shows_the_block_and_writes_nothing(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold_topics(desk / "gold", cases(40, 0.6))
    code, out, _ = command(capsys, "calibrate", "gold", "--dry-run")
    assert code == 0
    assert out.endswith('\n  verifier: "fake/table@1"\n  fitted_on: {claims: 120, date: 2026-03-15}\n')
    assert (desk / "factcheck.yaml").read_text("utf-8") == SETTINGS


@pytest.mark.parametrize(("arguments", "written"), [([], False), (["--force"], True)])
def test_what_does_not_help_is_written_only_by_force(
    desk: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], written: bool
) -> None:
    gold_topics(desk / "gold", drawn(60, FITTED))
    code, out, err = command(capsys, "calibrate", "gold", *arguments)
    assert code == 0
    assert "Calibrating does not help: log-loss does not fall" in out
    assert ("nothing was written" in err) is not written
    assert ("calibration:" in (desk / "factcheck.yaml").read_text("utf-8")) is written


def test_too_few_claims_exit_2_before_any_claim_is_read(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold_topics(desk / "gold", cases(17, 0.6))
    code, out, err = command(capsys, "calibrate", "gold")
    assert (code, out) == (2, "")
    assert err.count("3 missing (seen: 17)") == 3
    assert "verifying" not in err


def test_claims_with_expect_are_gold_over_the_evidence_named(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = cases(20, 1.0)
    lines = [f"- {{text: Claim {one.id} is {one.gold}., expect: {one.gold}}}\n" for one in made]
    (desk / "mine.yaml").write_text("".join([*lines, "- No gold here.\n"]), encoding="utf-8")
    (desk / "e.yaml").write_text("- The one snippet.\n", encoding="utf-8")
    code, out, _ = command(capsys, "calibrate", "mine.yaml", "--evidence", "e.yaml", "--dry-run")
    assert code == 0
    assert "60 claims with a gold label" in out
    assert "rows without a label, left out: 1" in out
    assert "fitted without its part, one of 5" in out


def test_a_warning_on_stderr_says_that_the_calibration_is_for_another_verifier(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    block = to_block(replace(MINE, verifier="another@1"))
    (desk / "factcheck.yaml").write_text(SETTINGS + block, encoding="utf-8")
    gold_topics(desk / "gold", cases(24, 1.0))
    _, _, err = command(capsys, "check", "gold/t0/claims.yaml", "--evidence", "gold/t0/evidence.yaml", "-q")
    assert "factcheck: calibration: was fitted for another@1, the verifier in use is fake/table@1" in err
    assert FITTED.name in (desk / "reports" / "claims.json").read_text("utf-8")


def test_evaluate_judges_a_whole_path_by_the_calibrated_rule(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "factcheck.yaml").write_text(SETTINGS + to_block(replace(MINE, decide=0.99)), encoding="utf-8")
    gold_topics(desk / "gold", cases(24, 1.0))
    _, out, _ = command(capsys, "evaluate", "gold", "--stage", "pipeline", "-q")
    # Nothing reaches a bar of 0.99, so only the unknown third is right.
    assert re.search(r"^all +72 +0\.333 \[", out, re.MULTILINE)


def test_evidence_beside_gold_folders_and_files_without_gold_are_refused(desk: Path) -> None:
    gold_topics(desk / "gold", cases(24, 1.0))
    with pytest.raises(SettingsError, match="--evidence is not used"):
        read_reviewed([desk / "gold"], [desk / "e.yaml"], [])
    (desk / "rows.jsonl").touch()
    with pytest.raises(InputError, match=r"rows\.jsonl: holds no reviewed verdicts"):
        read_reviewed([desk / "rows.jsonl"], [], [])


def test_a_gold_folder_named_twice_counts_once(desk: Path) -> None:
    gold_topics(desk / "gold", cases(24, 1.0))
    topics = read_reviewed([desk / "gold", desk / "gold" / "t1"], [], [])
    assert [topic.name for topic in topics] == ["t0", "t1", "t2", "t3"]
