"""The items of a set as arrays, and how the set is scored: over three classes, two, or supported against the rest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from factcheck.datatypes import Label
from factcheck.evaluate.judged import Judged

if TYPE_CHECKING:
    from numpy.typing import NDArray

REST = "not_supported"


class Scoring(StrEnum):
    """How a set is scored, by the labels that its gold has.

    Without *unknown* the most probable of three is the label still, and *unknown* is wrong. Without *contradicted* it
    is supported against the rest.
    """

    THREE_WAY = "three-way"
    TWO_CLASS = "two-class"
    ONE_SIDED = "one-sided"


def scoring_of(labels: Collection[Label]) -> Scoring:
    """How a set with these gold labels is scored."""
    if Label.CONTRADICTED not in labels:
        return Scoring.ONE_SIDED
    return Scoring.THREE_WAY if Label.UNKNOWN in labels else Scoring.TWO_CLASS


def classes_of(scoring: Scoring) -> tuple[str, ...]:
    """The classes of a confusion matrix, *supported* first."""
    return (Label.SUPPORTED.value, REST) if scoring is Scoring.ONE_SIDED else tuple(label.value for label in Label)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Arrays of shape (n_items,), by rising confidence; of equal confidence the right items stand first.

    So a curve that goes down from the most confident item meets the wrong ones of a tie first: a tie never flatters,
    and the order of the data changes nothing. ``gold`` and ``predicted`` are indices into ``classes``; ``brier`` is
    the squared error of an item's probabilities; ``two_way`` says whether the better of the two sides is right, NaN
    unless the set is two-class.
    """

    scoring: Scoring
    classes: tuple[str, ...]
    gold: NDArray[np.int64]
    predicted: NDArray[np.int64]
    confidence: NDArray[np.float64]
    probabilities: NDArray[np.float64]
    brier: NDArray[np.float64]
    two_way: NDArray[np.float64]

    @property
    def n(self) -> int:
        """How many items there are."""
        return len(self.gold)

    @property
    def right(self) -> NDArray[np.float64]:
        """1 where the predicted class is the gold one, else 0."""
        hits: NDArray[np.float64] = (self.gold == self.predicted).astype(np.float64)
        return hits

    @property
    def present(self) -> list[int]:
        """The classes that the gold has."""
        return [int(index) for index in np.unique(self.gold)]


def outcomes_of(items: Sequence[Judged], scoring: Scoring, *, of_confidence: bool = False) -> Outcomes:
    """The items as arrays. With ``of_confidence`` the Brier score is that of the confidence alone.

    A verdict's confidence is what is calibrated, so its error is what counts for a whole path; for the verifier it is
    that of all three probabilities (Brier 1950).
    """
    classes = classes_of(scoring)
    gold = np.array([_class_of(item.gold, classes) for item in items], dtype=np.int64)
    predicted = np.array([_class_of(item.predicted, classes) for item in items], dtype=np.int64)
    three = np.array([item.probabilities for item in items], dtype=np.float64).reshape(-1, 3)
    three = three / three.sum(axis=1, keepdims=True)
    probabilities = three
    confidence = np.array([item.confidence for item in items], dtype=np.float64)
    if scoring is Scoring.ONE_SIDED:
        probabilities = np.column_stack([three[:, 0], 1 - three[:, 0]])
        confidence = np.where(predicted == 1, probabilities[:, 1], confidence)
    right = (gold == predicted).astype(np.float64)
    order = np.lexsort((1 - right, confidence))
    brier = (confidence - right) ** 2 if of_confidence else _squared_errors(gold, probabilities)
    two_way = _two_way(gold, three) if scoring is Scoring.TWO_CLASS else np.full(len(gold), np.nan)
    return Outcomes(
        scoring=scoring,
        classes=classes,
        gold=gold[order],
        predicted=predicted[order],
        confidence=confidence[order],
        probabilities=probabilities[order],
        brier=brier[order],
        two_way=two_way[order],
    )


def _class_of(label: Label, classes: tuple[str, ...]) -> int:
    return classes.index(label.value) if label.value in classes else classes.index(REST)


def _squared_errors(gold: NDArray[np.int64], probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """The squared errors summed over the classes; of two classes only one is counted, as the other is the same."""
    wanted = np.eye(probabilities.shape[1])[gold]
    errors: NDArray[np.float64] = ((probabilities - wanted) ** 2).sum(axis=1)
    return errors / 2 if probabilities.shape[1] == 2 else errors


def _two_way(gold: NDArray[np.int64], three: NDArray[np.float64]) -> NDArray[np.float64]:
    """Whether the gold side is more probable than the other; a tie is wrong."""
    own = np.where(gold == 0, three[:, 0], three[:, 1])
    other = np.where(gold == 0, three[:, 1], three[:, 0])
    better: NDArray[np.float64] = (own > other).astype(np.float64)
    return better
