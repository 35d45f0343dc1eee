"""The figures of a set, each with its interval: of labels from scikit-learn, of confidence from ``curves``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from factcheck.evaluate.bootstrap import Interval, intervals, mean_of, means
from factcheck.evaluate.curves import (
    COVERAGES,
    Bin,
    adaptive_calibration_errors,
    areas,
    calibration_errors,
    reliability,
    risk_coverage,
    risks,
    selective,
)
from factcheck.evaluate.judged import Judged, Ranked
from factcheck.evaluate.outcomes import Outcomes, Scoring, outcomes_of, scoring_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_TAGGED = 10
"""A tag has figures of its own from so many items on."""
TAG_FIGURES = ("accuracy", "macro_f1", "balanced_accuracy", "wrong_supported", "in_100")
SMALLER_IS_BETTER = frozenset({"ece", "adaptive_ece", "brier", "aurc", "wrong_supported", "in_100"})


@dataclass(frozen=True, slots=True)
class Figures:
    """Values by the names of the metrics, and their 95 % intervals; what has no value is left out."""

    n: int
    values: Mapping[str, float]
    intervals: Mapping[str, Interval]


@dataclass(frozen=True, slots=True)
class Charts:
    """What is drawn: counts by gold and predicted class, reliability, and risk against coverage."""

    classes: tuple[str, ...] = ()
    confusion: tuple[tuple[int, ...], ...] = ()
    reliability: tuple[Bin, ...] = ()
    risk_coverage: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class LabelScores:
    """Everything that is known of a set of judged items."""

    scoring: Scoring
    figures: Figures
    charts: Charts
    by_tag: Mapping[str, Figures] = field(default_factory=dict)


def score_labels(items: Sequence[Judged], *, of_confidence: bool = False) -> LabelScores:
    """Figures, charts and figures by tag of the items; ``of_confidence`` as in ``outcomes_of``."""
    scoring = scoring_of({item.gold for item in items})
    if not items:
        return LabelScores(scoring, Figures(0, {}, {}), Charts())
    outcomes = outcomes_of(items, scoring, of_confidence=of_confidence)
    figures = _with_means(label_figures(outcomes), items)
    return LabelScores(scoring, figures, _charts(outcomes), _by_tag(items, scoring))


def score_ranking(items: Sequence[Ranked]) -> Figures:
    """The means of the measures over the queries."""
    names = list(items[0].measures) if items else []
    columns = {name: np.array([item.measures[name] for item in items]) for name in names}
    return _mean_figures(len(items), columns)


def _mean_figures(n: int, columns: Mapping[str, NDArray[np.float64]]) -> Figures:
    values = {name: float(mean_of(column[None, :])[0]) for name, column in columns.items()}
    return Figures(n, values, intervals(n, means(columns)))


def _with_means(figures: Figures, items: Sequence[Judged]) -> Figures:
    names = dict.fromkeys(name for item in items for name in item.scores)
    columns = {name: np.array([item.scores.get(name, np.nan) for item in items]) for name in names}
    extra = _mean_figures(len(items), columns)
    return Figures(figures.n, {**figures.values, **extra.values}, {**figures.intervals, **extra.intervals})


def _by_tag(items: Sequence[Judged], scoring: Scoring) -> dict[str, Figures]:
    tagged: dict[str, list[Judged]] = {}
    for item in items:
        for tag in item.tags:
            tagged.setdefault(tag, []).append(item)
    found = {}
    for tag, some in sorted(tagged.items()):
        if len(some) >= MIN_TAGGED:
            whole = label_figures(outcomes_of(some, scoring))
            values = {name: whole.values[name] for name in TAG_FIGURES if name in whole.values}
            found[tag] = Figures(whole.n, values, {name: whole.intervals[name] for name in values})
    return found


def label_figures(outcomes: Outcomes) -> Figures:
    """The figures of labels and of confidence, each with its interval; those without a value are left out."""
    everything = np.arange(outcomes.n)[None, :]
    values = {name: float(value[0]) for name, value in figures_of_resamples(outcomes, everything).items()}
    values |= _from_sklearn(outcomes)
    found = intervals(outcomes.n, lambda rows: figures_of_resamples(outcomes, rows))
    known = {name: value for name, value in values.items() if not np.isnan(value)}
    return Figures(outcomes.n, known, {name: found[name] for name in known if name in found})


def _from_sklearn(outcomes: Outcomes) -> dict[str, float]:
    """The point values that scikit-learn has; macro figures are means over the classes that the gold has."""
    from sklearn.metrics import accuracy_score, precision_recall_fscore_support

    present = outcomes.present
    parts = precision_recall_fscore_support(outcomes.gold, outcomes.predicted, labels=present, zero_division=0)
    precision, recall, f1 = ([float(value) for value in part] for part in parts[:3])
    values = {
        "accuracy": float(accuracy_score(outcomes.gold, outcomes.predicted)),
        "macro_f1": sum(f1) / len(present),
        "balanced_accuracy": sum(recall) / len(present),
    }
    for place, index in enumerate(present):
        name = outcomes.classes[index]
        values |= {f"precision_{name}": precision[place], f"recall_{name}": recall[place], f"f1_{name}": f1[place]}
    return values


def figures_of_resamples(outcomes: Outcomes, rows: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
    """Every figure of each resample, shape (n_rows,); NaN where it has no value there."""
    right = outcomes.right[rows]
    risk = risks(right)
    found = {"accuracy": right.mean(axis=1), **_from_confusion(outcomes, rows)}
    if outcomes.scoring is Scoring.TWO_CLASS:
        found["two_way_accuracy"] = outcomes.two_way[rows].mean(axis=1)
    found["ece"] = calibration_errors(right, outcomes.confidence[rows])
    found["adaptive_ece"] = adaptive_calibration_errors(right, outcomes.confidence[rows])
    found["brier"] = outcomes.brier[rows].mean(axis=1)
    found["aurc"] = areas(risk)
    for coverage in COVERAGES:
        found[f"selective_accuracy@{coverage}"] = selective(risk, coverage)
    return found


def _from_confusion(outcomes: Outcomes, rows: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
    counts = confusions(outcomes, rows).astype(np.float64)
    hit = np.diagonal(counts, axis1=1, axis2=2)
    gold, said = counts.sum(axis=2), counts.sum(axis=1)
    # A class that a resample lost has no recall there; one that is never predicted has a precision of 0.
    recall, f1 = _ratio(hit, gold, np.nan), _ratio(2 * hit, np.where(gold > 0, gold + said, 0), np.nan)
    precision = _ratio(hit, said, 0.0)
    present = outcomes.present
    found = {"macro_f1": mean_of(f1[:, present]), "balanced_accuracy": mean_of(recall[:, present])}
    wrong, others = said[:, 0] - hit[:, 0], gold[:, 1:].sum(axis=1)
    found["wrong_supported"] = _ratio(wrong, others, np.nan)
    found["in_100"] = 100 * wrong / rows.shape[1]
    for index in present:
        name = outcomes.classes[index]
        found |= {f"precision_{name}": precision[:, index], f"recall_{name}": recall[:, index]}
        found[f"f1_{name}"] = f1[:, index]
    return found


def confusions(outcomes: Outcomes, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Counts by gold and predicted class of each resample, shape (n_rows, n_classes, n_classes)."""
    k = len(outcomes.classes)
    cells = (outcomes.gold * k + outcomes.predicted)[rows] + k * k * np.arange(len(rows))[:, None]
    return np.bincount(cells.ravel(), minlength=len(rows) * k * k).reshape(len(rows), k, k)


def _ratio(part: NDArray[np.float64], whole: NDArray[np.float64], otherwise: float) -> NDArray[np.float64]:
    ratios: NDArray[np.float64] = np.divide(part, whole, out=np.full(part.shape, otherwise), where=whole > 0)
    return ratios


def _charts(outcomes: Outcomes) -> Charts:
    from sklearn.metrics import confusion_matrix

    counts = confusion_matrix(outcomes.gold, outcomes.predicted, labels=range(len(outcomes.classes)))
    return Charts(
        outcomes.classes,
        tuple(tuple(int(cell) for cell in row) for row in counts),
        tuple(reliability(outcomes)),
        tuple(risk_coverage(outcomes)),
    )
