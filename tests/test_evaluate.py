"""Figures, stages, comparison and floors of `factcheck evaluate`; every expected value is worked out by hand."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from factcheck.__main__ import run
from factcheck.aggregate import FITTED_BILINGUAL, label_probabilities, strengths
from factcheck.cache import Cache
from factcheck.cli.figures import differences_to_terminal, to_terminal
from factcheck.datatypes import (
    Assessment,
    Claim,
    Label,
    Marks,
    Match,
    Readings,
    Reason,
    Snippet,
    Source,
    Stance,
    StanceProbs,
    Verifier,
)
from factcheck.errors import FactcheckError, InputError, PairTooLongError, SettingsError, StoreError
from factcheck.evaluate import bootstrap
from factcheck.evaluate.comparison import Difference, compare, mcnemar
from factcheck.evaluate.curves import adaptive_calibration_errors, calibration_errors
from factcheck.evaluate.datasets import Collection, DataSet, Gold, Pair, PairSet, Query, Topic, pairs_of_topic
from factcheck.evaluate.evaluation import Evaluation, to_json
from factcheck.evaluate.figures import figures_of_resamples, label_figures, score_labels
from factcheck.evaluate.floors import missed, parse_floor
from factcheck.evaluate.judged import Judged, Probabilities
from factcheck.evaluate.outcomes import outcomes_of, scoring_of
from factcheck.evaluate.page import to_html
from factcheck.evaluate.ranking import measure
from factcheck.evaluate.run import evaluate
from factcheck.evaluate.stages import Judge, Stage, sample
from factcheck.evaluate.svg import risk_chart
from factcheck.evaluate.wording import number
from factcheck.models.cascade import LanguageVerifier
from tests.fakes import KeywordEmbedder, TableVerifier
from tests.plugins import install_fakes
from tests.test_cascade import BilingualVerifier, ReadingVerifier

S, C, U = Label.SUPPORTED, Label.CONTRADICTED, Label.UNKNOWN
YES, NO = StanceProbs(0.98, 0.01, 0.01), StanceProbs(0.01, 0.98, 0.01)


def judged(gold: Label, predicted: Label, probabilities: Probabilities, *tags: str) -> Judged:
    confidence = probabilities[list(Label).index(predicted)]
    return Judged("x", "X.", gold, predicted, probabilities, confidence, tags)


FOUR = [
    judged(S, S, (0.9, 0.05, 0.05)),
    judged(C, S, (0.6, 0.3, 0.1)),
    judged(U, U, (0.1, 0.1, 0.8)),
    judged(U, U, (0.25, 0.25, 0.5)),
]
"""Three of four right; by falling confidence right, right, wrong, right."""


# --- figures of labels -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("metric", "value"),
    [
        ("accuracy", 3 / 4),
        ("precision_supported", 1 / 2),
        ("recall_supported", 1.0),
        ("f1_supported", 2 / 3),
        ("f1_contradicted", 0.0),
        ("macro_f1", (2 / 3 + 0 + 1) / 3),
        ("balanced_accuracy", (1 + 0 + 1) / 3),
        ("wrong_supported", 1 / 3),  # one of the three that are not supported
        ("in_100", 25.0),  # one of four items
        ("brier", (0.015 + 0.86 + 0.06 + 0.375) / 4),
        ("ece", (0.1 + 0.6 + 0.2 + 0.5) / 4),  # four bins of one item each
        ("adaptive_ece", (0.1 + 0.6 + 0.2 + 0.5) / 4),
        ("aurc", (0 + 0 + 1 / 3 + 1 / 4) / 4),
        ("selective_accuracy@50", 1.0),
        ("selective_accuracy@70", 2 / 3),  # three items: 70 % of four, rounded up
        ("selective_accuracy@90", 3 / 4),
    ],
)
def test_the_figures_of_three_labels(metric: str, value: float) -> None:
    assert score_labels(FOUR).figures.values[metric] == pytest.approx(value)


def test_the_confusion_matrix_has_gold_in_its_rows() -> None:
    charts = score_labels(FOUR).charts
    assert charts.classes == ("supported", "contradicted", "unknown")
    assert charts.confusion == ((1, 0, 0), (1, 0, 0), (0, 0, 2))


def test_without_unknown_in_the_gold_unknown_is_wrong_and_the_better_of_two_stands_beside() -> None:
    items = [judged(S, U, (0.3, 0.2, 0.5)), judged(C, C, (0.1, 0.8, 0.1)), judged(C, U, (0.3, 0.3, 0.4))]
    scores = score_labels(items)
    assert scores.scoring == "two-class"
    assert scores.figures.values["accuracy"] == pytest.approx(1 / 3)
    assert scores.figures.values["two_way_accuracy"] == pytest.approx(2 / 3)  # the tie of the last is wrong
    assert "f1_unknown" not in scores.figures.values


def test_without_contradicted_in_the_gold_it_is_supported_against_the_rest() -> None:
    items = [judged(U, C, (0.2, 0.7, 0.1)), judged(U, S, (0.6, 0.2, 0.2)), judged(S, S, (0.9, 0.0, 0.1))]
    scores = score_labels(items)
    assert (scores.scoring, scores.charts.classes) == ("one-sided", ("supported", "not_supported"))
    assert scores.figures.values["accuracy"] == pytest.approx(2 / 3)
    assert scores.figures.values["balanced_accuracy"] == pytest.approx((1 + 1 / 2) / 2)
    assert scores.figures.values["brier"] == pytest.approx((0.04 + 0.36 + 0.01) / 3)
    assert scores.figures.values["ece"] == pytest.approx((0.2 + 0.6 + 0.1) / 3)  # the first is 0.8 sure of the rest


def test_the_brier_score_of_a_whole_path_is_that_of_its_confidence() -> None:
    value = score_labels(FOUR, of_confidence=True).figures.values["brier"]
    assert value == pytest.approx((0.1**2 + 0.6**2 + 0.2**2 + 0.5**2) / 4)


@pytest.mark.parametrize(
    ("labels", "scoring"),
    [({S, C, U}, "three-way"), ({S, C}, "two-class"), ({S, U}, "one-sided"), ({C, U}, "three-way"), ({S}, "one-sided")],
)
def test_the_gold_decides_how_a_set_is_scored(labels: set[Label], scoring: str) -> None:
    assert scoring_of(labels) == scoring


def test_a_figure_without_a_value_is_left_out() -> None:
    assert "wrong_supported" not in score_labels([judged(S, S, (0.9, 0.05, 0.05))]).figures.values


def test_an_empty_set_has_no_figures() -> None:
    assert score_labels([]).figures.n == 0


def test_a_tag_has_figures_from_ten_items_on() -> None:
    items = [judged(S, S, (0.9, 0.1, 0.0), "many", "few")] * 9 + [judged(C, S, (0.9, 0.1, 0.0), "many")]
    by_tag = score_labels(items).by_tag
    assert list(by_tag) == ["many"]
    assert by_tag["many"].values["accuracy"] == pytest.approx(0.9)
    assert by_tag["many"].values["wrong_supported"] == 1.0


def test_the_order_of_the_data_changes_no_figure_even_where_confidence_is_tied() -> None:
    tied = [judged(S, S, (0.6, 0.4, 0.0)), judged(C, S, (0.6, 0.4, 0.0)), judged(U, U, (0.2, 0.2, 0.6))]
    first, second = score_labels(tied).figures, score_labels(tied[::-1]).figures
    for metric in ("aurc", "ece", "adaptive_ece"):
        assert first.values[metric] == second.values[metric]
    assert first.values["aurc"] == pytest.approx((1 + 1 / 2 + 1 / 3) / 3)  # the wrong one first: ties never flatter


def test_ten_bins_make_the_calibration_error() -> None:
    confidence = np.repeat(np.linspace(0.05, 0.95, 10), 2)[None, :]
    right = np.tile([1.0, 0.0], 10)[None, :]
    assert calibration_errors(right, confidence)[0] == pytest.approx(0.25)  # mean of |c - 0.5|
    assert adaptive_calibration_errors(right, confidence)[0] == pytest.approx(0.25)


def test_bins_of_equal_width_hold_what_lies_together_and_those_of_equal_mass_a_tenth_each() -> None:
    """Twenty items between 0.8 and 0.9, ten of them right: together too sure by 0.35, in pairs by more or less."""
    confidence = np.array([np.linspace(0.81, 0.89, 20), np.full(20, 1.0)])
    right = np.array([[1.0] * 10 + [0.0] * 10, [1.0] * 20])
    assert calibration_errors(right, confidence) == pytest.approx([0.35, 0.0])
    gaps = [abs(right[0, n : n + 2].mean() - confidence[0, n : n + 2].mean()) for n in range(0, 20, 2)]
    assert adaptive_calibration_errors(right, confidence) == pytest.approx([np.mean(gaps), 0.0])


def test_items_of_one_confidence_are_calibrated_where_it_is_the_share_that_is_right() -> None:
    confidence = np.array([[0.5] * 20, [0.4] * 10 + [0.8] * 10])
    right = np.array([[1.0] * 10 + [0.0] * 10, [1.0] * 4 + [0.0] * 6 + [1.0] * 8 + [0.0] * 2])
    assert adaptive_calibration_errors(right, confidence) == pytest.approx([0.0, 0.0])
    assert calibration_errors(right, confidence) == pytest.approx([0.0, 0.0])


# --- intervals -------------------------------------------------------------------------------------------------------


def random_items(n: int) -> list[Judged]:
    rng = np.random.default_rng(7)
    items = []
    for row in rng.dirichlet((1, 1, 1), n):
        labels = list(Label)
        items.append(judged(labels[rng.integers(3)], labels[int(row.argmax())], (row[0], row[1], row[2])))
    return items


def test_the_vectorised_figures_are_those_of_scikit_learn() -> None:
    outcomes = outcomes_of(random_items(200), scoring_of(set(Label)))
    vectorised = figures_of_resamples(outcomes, np.arange(200)[None, :])
    for name, value in label_figures(outcomes).values.items():
        assert vectorised[name][0] == pytest.approx(value), name


def test_the_brier_score_is_that_of_scikit_learn() -> None:
    from sklearn.metrics import brier_score_loss

    outcomes = outcomes_of(random_items(200), scoring_of(set(Label)))
    theirs = brier_score_loss(outcomes.gold, outcomes.probabilities, labels=[0, 1, 2], scale_by_half=False)
    assert outcomes.brier.mean() == pytest.approx(theirs)


def test_every_figure_has_an_interval_around_it_that_is_the_same_each_time() -> None:
    figures = score_labels(random_items(150)).figures
    assert figures.intervals.keys() == figures.values.keys()
    low, high = figures.intervals["accuracy"]
    assert low < figures.values["accuracy"] < high
    assert score_labels(random_items(150)).figures.intervals == figures.intervals


def test_the_interval_of_a_share_is_about_two_standard_errors_wide() -> None:
    column = np.array([1.0] * 50 + [0.0] * 50)
    low, high = bootstrap.intervals(100, bootstrap.means({"share": column}))["share"]
    assert low == pytest.approx(0.4, abs=0.02)
    assert high == pytest.approx(0.6, abs=0.02)


def test_there_are_a_thousand_resamples_however_they_are_portioned() -> None:
    assert sum(len(rows) for rows in bootstrap.resamples(5000)) == 1000


# --- ranking ---------------------------------------------------------------------------------------------------------


def test_the_measures_of_a_ranking() -> None:
    [row] = measure([["a", "z"]], [["b", "a", "c"]])
    assert (row["recall@1"], row["recall@5"], row["mrr"]) == (0.0, 0.5, 0.5)
    ideal = 1 + 1 / np.log2(3)  # both relevant ones first
    assert row["ndcg@10"] == pytest.approx((1 / np.log2(3)) / ideal)


def test_a_query_that_finds_nothing_scores_zero() -> None:
    assert set(measure([["a"]], [[]])[0].values()) == {0.0}


# --- stages ----------------------------------------------------------------------------------------------------------


def judge(verifier: Verifier | None = None, *, k: int = 8, limit: int = 0) -> Judge:
    verifier = verifier or TableVerifier()
    return Judge(KeywordEmbedder(), verifier, Cache.in_memory(), dt.date(2026, 3, 15), k=k, limit=limit)


def pair_set(*pairs: Pair, name: str = "dev") -> PairSet:
    return PairSet(name, pairs, ())


PAIRS = pair_set(
    Pair("a", "It is tall.", "It has 330 metres.", S, ("height",)),
    Pair("b", "It is in Lyon.", "It is in Paris.", C),
    Pair("c", "It is blue.", "It is in Paris.", U),
)
TABLE = {("It has 330 metres.", "It is tall."): YES, ("It is in Paris.", "It is in Lyon."): YES}


def judged_by_id(evaluation: Evaluation) -> dict[str, Label]:
    return {item.id: item.predicted for item in evaluation.total.items if isinstance(item, Judged)}


def test_the_verify_stage_takes_the_most_probable_stance_on_the_evidence_given() -> None:
    evaluation = evaluate(Stage.VERIFY, [PAIRS], judge(TableVerifier(TABLE)), {})
    assert judged_by_id(evaluation) == {"a": S, "b": S, "c": U}
    assert evaluation.total.figures.values["wrong_supported"] == 0.5
    assert list(evaluation.models) == ["verifier"]


class ShortVerifier(TableVerifier):
    """Refuses one claim as a real verifier refuses what does not fit."""

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
        if any(claim == "It is blue." for _, claim in pairs):
            raise PairTooLongError("too long", "It is blue.")
        return super().predict(pairs)


def test_a_pair_that_the_verifier_refuses_is_counted_and_left_out() -> None:
    total = evaluate(Stage.VERIFY, [PAIRS], judge(ShortVerifier(TABLE)), {}).total
    assert (total.figures.n, dict(total.counts)) == (2, {"unchecked": 1})


def test_several_sets_are_also_scored_together() -> None:
    other = pair_set(Pair("a", "It is blue.", "It is red.", C), name="other")
    evaluation = evaluate(Stage.VERIFY, [PAIRS, other], judge(TableVerifier(TABLE)), {})
    assert [item.name for item in evaluation.lines] == ["dev", "other", "all"]
    assert evaluation.total.figures.values["accuracy"] == 0.5


def test_nothing_to_score_is_an_error_that_says_what_was_counted() -> None:
    empty = PairSet("dev", (), (), {"missing_label": 3})
    with pytest.raises(InputError, match="dev: nothing can be scored: rows without a label, left out: 3"):
        evaluate(Stage.VERIFY, [empty], judge(), {})


def test_a_limit_draws_the_same_items_each_time_in_their_order() -> None:
    drawn = sample(range(100), 5)
    assert drawn == sorted(drawn) == sample(range(100), 5)
    assert sample(range(3), 5) == [0, 1, 2]


HEIGHT = Snippet("height", "It measures three hundred and thirty units.")
NOISE = Snippet("noise", "The tower is metres tall, they say.")
TALL = Claim("tall", "The tower is 330 metres tall.")
TOWER = Topic("tower", (TALL,), (HEIGHT, NOISE), {"tall": Gold(S, None, ("height",))}, ())


@pytest.mark.parametrize(("k", "accuracy", "recall"), [(1, 0.0, 0.0), (2, 1.0, 1.0)])
def test_the_whole_path_shows_by_recall_and_oracle_which_stage_lost_a_claim(
    k: int, accuracy: float, recall: float
) -> None:
    verifier = TableVerifier({(HEIGHT.text, TALL.text): YES})
    values = evaluate(Stage.PIPELINE, [TOWER], judge(verifier, k=k), {}).total.figures.values
    assert (values["accuracy"], values["deciding_recall"], values["oracle_accuracy"]) == (accuracy, recall, 1.0)


def test_given_snippets_are_read_below_their_sources_as_in_a_check_one_or_two() -> None:
    yard, buyer = (
        Snippet("yard", "The yard was sold.", Source("gazette", title="Norrvik Yards")),
        Snippet("buyer", "Castell paid 90 million.", Source("ledger", publisher="The Ledger")),
    )
    claims = Claim("sold", "Norrvik Yards was sold."), Claim("bought", "Castell bought Norrvik Yards.")
    gold = {"sold": Gold(S, None, ("yard",)), "bought": Gold(S, None, ("yard", "buyer"))}
    pairs = pairs_of_topic(Topic("sale", claims, (yard, buyer), gold, ()))
    both = "Norrvik Yards: The yard was sold. The Ledger: Castell paid 90 million."
    one = {("Norrvik Yards: The yard was sold.", claims[0].text): YES}
    two = {(both, claims[1].text): YES}
    for table, accuracy in ((one, 0.5), (two, 0.5), (one | two, 1.0)):
        total = evaluate(Stage.VERIFY, [pairs], judge(TableVerifier(table)), {}).total
        assert total.figures.values["accuracy"] == accuracy


def test_the_oracle_shows_what_the_verifier_lost() -> None:
    values = evaluate(Stage.PIPELINE, [TOWER], judge(TableVerifier()), {}).total.figures.values
    assert (values["accuracy"], values["deciding_recall"], values["oracle_accuracy"]) == (0.0, 1.0, 0.0)


class MarkingVerifier(TableVerifier):
    """Can tell which words decided, at a price."""

    def mark(self, pairs: Sequence[tuple[str, str]], stances: Sequence[Stance]) -> list[Marks]:
        raise AssertionError("no figure needs the words that decided")


def test_the_words_that_decided_are_not_asked_for() -> None:
    verifier = MarkingVerifier({(HEIGHT.text, TALL.text): YES})
    evaluation = evaluate(Stage.PIPELINE, [TOWER], judge(verifier), {})
    assert evaluation.total.figures.values["accuracy"] == 1.0


def test_the_reason_counts_beside_the_label() -> None:
    gold = {"tall": Gold(U, Reason.CONFLICTING)}
    topic = Topic("tower", (TALL,), (HEIGHT, NOISE), gold, ())
    values = evaluate(Stage.PIPELINE, [topic], judge(), {}).total.figures.values
    assert (values["accuracy"], values["reason_accuracy"]) == (1.0, 0.0)
    assert "oracle_accuracy" not in values  # the gold names no snippet at all


def test_evidence_from_after_the_reference_date_does_not_decide_in_the_oracle_either() -> None:
    expired = Snippet("height", HEIGHT.text, valid_until=dt.date(2026, 3, 14))
    topic = Topic("tower", (TALL,), (expired, NOISE), TOWER.gold, ())
    verifier = TableVerifier({(HEIGHT.text, TALL.text): YES})
    assert evaluate(Stage.PIPELINE, [topic], judge(verifier), {}).total.figures.values["oracle_accuracy"] == 0.0


def test_a_german_claim_has_the_probabilities_and_the_oracle_of_the_rule_that_decides_it() -> None:
    likely = StanceProbs(0.9, 0.05, 0.05)  # decides by the rule for German, and not by the one for English
    claim = Claim("hoch", "Der Turm ist hoch.", lang="de")
    snippet = Snippet("de", "Der Turm ist sehr hoch.", lang="de")
    topic = Topic("turm", (claim,), (snippet,), {"hoch": Gold(S, None, ("de",))}, ())
    verifier = LanguageVerifier(ReadingVerifier("fake/english@1"), BilingualVerifier(default=likely))
    total = evaluate(Stage.PIPELINE, [topic], judge(verifier), {}).total
    [item] = total.items
    assert isinstance(item, Judged)
    read = Readings((Assessment(Match(snippet, 1, 1.0), likely),))
    assert item.probabilities == label_probabilities(strengths(read), FITTED_BILINGUAL)
    assert (item.predicted, total.figures.values["oracle_accuracy"]) == (S, 1.0)


POOL = (Snippet("d1", "Towers in Paris."), Snippet("d2", "Rivers in Lyon."), Snippet("d3", "rivers in Lyon"))


def test_retrieval_is_scored_over_the_pool_and_finding_one_of_two_equal_texts_finds_both() -> None:
    queries = (Query(Claim("q1", "rivers of Lyon"), ("d3",)), Query(Claim("q2", "towers"), ("d2",)))
    total = evaluate(Stage.RETRIEVE, [Collection("pool", POOL, queries, ())], judge(), {}).total
    assert (total.figures.n, total.figures.values["recall@1"], total.figures.values["recall@5"]) == (2, 0.5, 1.0)
    assert total.figures.values["mrr"] == pytest.approx((1 + 1 / 2) / 2)


# --- floors ----------------------------------------------------------------------------------------------------------


def test_a_floor_is_missed_only_below_it_and_an_error_only_above() -> None:
    evaluation = evaluate(Stage.VERIFY, [PAIRS], judge(TableVerifier(TABLE)), {})
    floors = [parse_floor(text) for text in ("wrong_supported=0.5", "in_100=30", "dev:f1_unknown=1", "accuracy=0.8")]
    assert missed(floors, evaluation) == [
        "dev: in_100 is 33.3333, 3.3333 above 30",
        "dev: accuracy is 0.6667, 0.1333 below 0.8",
    ]


@pytest.mark.parametrize("text", ["accuracy", "accuracy=high", "=0.5", "dev:=0.5", "accuracy=nan"])
def test_a_floor_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="write metric=value"):
        parse_floor(text)


@pytest.mark.parametrize(
    ("text", "message"), [("acuracy=1", 'did you mean "accuracy"'), ("dav:accuracy=1", 'did you mean "dev"')]
)
def test_a_misspelt_floor_never_passes(text: str, message: str) -> None:
    evaluation = evaluate(Stage.VERIFY, [PAIRS], judge(), {})
    with pytest.raises(SettingsError, match=message):
        missed([parse_floor(text)], evaluation)


# --- comparison ------------------------------------------------------------------------------------------------------


def saved(folder: Path, name: str, evaluation: Evaluation) -> Path:
    path = folder / name
    path.write_text(to_json(evaluation), encoding="utf-8")
    return path


def test_two_runs_are_compared_item_by_item(tmp_path: Path) -> None:
    better = TableVerifier({**TABLE, ("It is in Paris.", "It is in Lyon."): NO})
    a = saved(tmp_path, "a.json", evaluate(Stage.VERIFY, [PAIRS], judge(TableVerifier(TABLE)), {}))
    b = saved(tmp_path, "b.json", evaluate(Stage.VERIFY, [PAIRS], judge(better), {}))
    accuracy, wrong = compare(a, b)
    assert (accuracy.metric, accuracy.n, accuracy.only_a, accuracy.only_b) == ("accuracy", 3, 0, 1)
    assert accuracy.difference == pytest.approx(1 / 3)
    assert accuracy.interval[0] == 0.0  # some resamples do not hold the one item that differs
    assert (wrong.metric, wrong.a, wrong.b, wrong.p) == ("wrong_supported", 0.5, 0.0, 1.0)


def test_the_items_that_both_runs_have_are_compared(tmp_path: Path) -> None:
    a = saved(tmp_path, "a.json", evaluate(Stage.VERIFY, [PAIRS], judge(), {}))
    b = saved(tmp_path, "b.json", evaluate(Stage.VERIFY, [PAIRS], judge(limit=2), {}))
    assert compare(a, b)[0].n == 2


@pytest.mark.parametrize(
    ("only_a", "only_b", "p"), [(0, 0, 1.0), (0, 5, 2 / 2**5), (1, 5, 2 * (1 + 6) / 2**6), (3, 3, 1.0)]
)
def test_mcnemars_exact_test(only_a: int, only_b: int, p: float) -> None:
    assert mcnemar(only_a, only_b) == pytest.approx(p)


def test_runs_of_different_data_are_refused(tmp_path: Path) -> None:
    files = []
    for name, content in (("a", "one"), ("b", "two")):
        data = tmp_path / name
        data.write_text(content, encoding="utf-8")
        run_of = evaluate(Stage.VERIFY, [PairSet("dev", PAIRS.pairs, (data,))], judge(), {})
        files.append(saved(tmp_path, f"{name}.json", run_of))
    with pytest.raises(FactcheckError, match="dev is of other data"):
        compare(*files)


def test_runs_of_different_stages_are_refused(tmp_path: Path) -> None:
    a = saved(tmp_path, "a.json", evaluate(Stage.VERIFY, [PAIRS], judge(), {}))
    b = saved(tmp_path, "b.json", evaluate(Stage.PIPELINE, [TOWER], judge(), {}))
    with pytest.raises(FactcheckError, match="is of the stage pipeline"):
        compare(a, b)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is not complete JSON"),
        ("{}", "is no evaluation"),
        ('{"kind": "factcheck evaluation", "sets": {}, "format_version": 9}', "has format 9"),
    ],
)
def test_a_file_that_is_no_evaluation_is_refused_with_the_remedy(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match=f"{message}.* — run `factcheck evaluate"):
        compare(path, path)


def test_a_ranking_is_compared_by_ndcg_without_a_test(tmp_path: Path) -> None:
    data = Collection("pool", POOL, (Query(Claim("q", "rivers"), ("d2",)),), ())
    a = saved(tmp_path, "a.json", evaluate(Stage.RETRIEVE, [data], judge(), {}))
    assert compare(a, a) == [Difference("pool", "ndcg@10", 1, 1.0, 1.0, (0.0, 0.0))]


# --- the terminal ----------------------------------------------------------------------------------------------------


def assert_whole(wide: str, narrow: str) -> None:
    """Every cell of the table on the wide terminal stands on the narrow one."""
    lines = [line.strip() for line in wide.splitlines()]
    cells = {cell for line in lines[: lines.index("")] for cell in re.split(r" {2,}", line)}
    assert len(cells) >= 12
    assert [cell for cell in cells if cell not in narrow] == []


@pytest.mark.parametrize(
    ("stage", "sets"), [(Stage.VERIFY, [PAIRS, replace(PAIRS, name="a" * 30)]), (Stage.PIPELINE, [TOWER])]
)
def test_no_figure_of_an_evaluation_is_cut_on_a_narrow_terminal(stage: Stage, sets: list[DataSet]) -> None:
    evaluation = evaluate(stage, sets, judge(TableVerifier(TABLE)), {})
    assert_whole(*(to_terminal(evaluation, width=width, color=False) for width in (200, 40)))


def test_no_figure_of_a_comparison_is_cut_on_a_narrow_terminal(tmp_path: Path) -> None:
    better = TableVerifier({**TABLE, ("It is in Paris.", "It is in Lyon."): NO})
    a = saved(tmp_path, "a.json", evaluate(Stage.VERIFY, [PAIRS], judge(TableVerifier(TABLE)), {}))
    b = saved(tmp_path, "b.json", evaluate(Stage.VERIFY, [PAIRS], judge(better), {}))
    found = compare(a, b)
    assert_whole(*(differences_to_terminal(found, ["a", "b"], width=width, color=False) for width in (200, 40)))


# --- the page --------------------------------------------------------------------------------------------------------


def test_the_page_escapes_what_the_data_holds_and_loads_nothing() -> None:
    nasty = pair_set(Pair("<i>", "<script>alert(1)</script>", "E.", C, ("<b>",)), name="<u>dev")
    verifier = TableVerifier({("E.", "<script>alert(1)</script>"): YES})
    page = to_html(evaluate(Stage.VERIFY, [nasty], judge(verifier), {}))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not re.search(r"<script|<u>dev|<i>|src=|href=|url\(", page)


def test_the_page_draws_reliability_coverage_and_confusion() -> None:
    page = to_html(evaluate(Stage.VERIFY, [PAIRS], judge(TableVerifier(TABLE)), {}))
    names = re.findall(r'<svg [^>]*aria-label="([^"]*)"', page)
    counts = "gold supported: 1 supported, 0 contradicted, 0 unknown"
    assert names[0].startswith("Reliability. confidence 0.96: 1.00 right of 1; confidence 0.98: 0.50 right of 1")
    assert (
        names[1] == "Risk and coverage. coverage 0.33: 1.00 wrong; coverage 0.67: 0.50 wrong; coverage 1.00: 0.33 wrong"
    )
    assert names[2].startswith("Confusion. ") and counts in names[2]
    assert "prefers-color-scheme: dark" in page


def test_of_a_long_curve_a_point_for_each_tenth_is_told() -> None:
    chart = risk_chart([(part / 100, part / 200) for part in range(1, 101)])
    told = re.findall(r"coverage ([\d.]+): ([\d.]+) wrong", chart)
    assert told == [(f"{part / 10:.2f}", f"{part / 20:.2f}") for part in range(1, 11)]


def test_the_charts_have_one_size_and_the_tables_can_be_scrolled_and_heard() -> None:
    page = to_html(evaluate(Stage.VERIFY, [PAIRS], judge(TableVerifier(TABLE)), {}))
    assert set(re.findall(r'<svg viewBox="([^"]*)"', page)) == {"0 0 300 252"}
    regions = re.findall(r'<div class="scroll" tabindex="0" role="region" aria-label="([^"]*)">', page)
    assert regions == ["Figures of dev"] and page.count('class="scroll"') == 1
    assert '<th scope="row">accuracy</th>' in page and "<th>" not in page


def test_a_share_never_looks_like_all_or_nothing() -> None:
    assert (number("accuracy", 0.9999), number("ece", 0.0001)) == (">0.999", "<0.001")
    assert (number("accuracy", 1.0), number("accuracy", 0.0)) == ("1.000", "0.000")


# --- the command -----------------------------------------------------------------------------------------------------

ROWS: list[dict[str, object]] = [
    {"id": "1", "claim": "The tower is 330 metres tall.", "evidence": ["The tower measures 330 metres."]},
    {"id": "2", "claim": "The tower stands in Lyon.", "evidence": ["The tower stands in Paris."]},
    {"id": "3", "claim": "The moon orbits the earth.", "evidence": ["The tower stands in Paris."]},
    {"id": "4", "claim": "Something else.", "evidence": ["The tower stands in Paris."], "label": None},
]
DEV_LABELS = ("supported", "contradicted", "contradicted")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a data file and settings that name the fakes; the working directory."""
    monkeypatch.setenv("FACTCHECK_DATE", "2026-03-15")
    install_fakes(tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "factcheck.yaml").write_text("embedder: fake-keywords\nverifier: fake-table\n", encoding="utf-8")
    rows = [{**row, "label": label} for row, label in zip(ROWS, (*DEV_LABELS, None), strict=True)]
    (folder / "dev.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    yield folder


def command(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(["evaluate", *arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out, err


def test_the_command_prints_a_line_for_each_set_and_exits_0_whatever_the_figures(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = command(capsys, "dev.jsonl")
    assert code == 0
    assert re.search(r"^dev +3 +0\.667 \[", out, re.MULTILINE)
    assert "dev: rows without a label, left out: 1" in out


def test_the_json_holds_figures_by_name_data_by_hash_and_every_item(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(capsys, "dev.jsonl", "--json", "out.json", "--html", "out.html")[0] == 0
    record: dict[str, Any] = json.loads((desk / "out.json").read_text("utf-8"))
    dev = record["sets"]["dev"]
    assert (record["format_version"], dev["n"], dev["accuracy"], dev["two_way_accuracy"]) == (1, 3, 0.666667, 0.666667)
    assert len(record["data"]["dev.jsonl"]) == 64
    probabilities = {"supported": 0.01, "contradicted": 0.98, "unknown": 0.01}
    item = {"id": "2", "gold": "contradicted", "predicted": "contradicted", "probabilities": probabilities}
    assert item.items() <= dev["items"][1].items()
    assert (desk / "out.html").read_text("utf-8").startswith("<!doctype html>")


def test_a_missed_floor_exits_1_and_says_by_how_much(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = command(capsys, "dev.jsonl", "--floor", "accuracy=0.7", "--floor", "n=3")
    assert code == 1
    assert "missed floor: dev: accuracy is 0.6667, 0.0333 below 0.7" in err
    assert err.count("missed floor") == 1


def test_a_sample_is_said_in_the_output(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "dev: a fixed sample of 2 of 3" in command(capsys, "dev.jsonl", "--limit", "2")[1]


def test_two_saved_runs_are_compared_by_the_command(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command(capsys, "dev.jsonl", "--json", "a.json")
    code, out, _ = command(capsys, "--compare", "a.json", "a.json", "--json", "c.json")
    assert code == 0
    assert re.search(r"^dev +accuracy +3 +0\.667 +0\.667 +\+0\.000", out, re.MULTILINE)
    assert json.loads((desk / "c.json").read_text("utf-8"))[0]["mcnemar_p"] == 1.0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "nothing to evaluate"),
        (["dev.jsonl", "--pair", "xx"], "--pair is 'xx'"),
        (["dev.jsonl", "--adapter", "."], "no verifier.json there"),
        (["dev.jsonl", "--floor", "accuracy"], "write metric=value"),
        (["--compare", "a.json", "b.json", "--floor", "accuracy=1"], "leave out --floor"),
        (["factcheck.yaml"], "claims with expect need --evidence"),
    ],
)
def test_what_cannot_be_done_exits_2_with_the_remedy(
    desk: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    code, _, err = command(capsys, *arguments)
    assert code == 2
    assert message in err


def test_the_whole_path_runs_on_claims_with_expect(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "claims.yaml").write_text("- {text: The tower stands in Lyon., expect: contradicted}\n", encoding="utf-8")
    (desk / "own.yaml").write_text("- The tower stands in Paris.\n", encoding="utf-8")
    code, out, err = command(capsys, "claims.yaml", "--evidence", "own.yaml", "--floor", "accuracy=1")
    assert code == 0, err
    assert re.search(r"^claims +1 +1\.000", out, re.MULTILINE)
