"""What confidence is worth: reliability with its error (ECE, and with adaptive bins), and risk against coverage.

scikit-learn has neither ECE nor risk–coverage curves, so they are here, on arrays by rising confidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from factcheck.evaluate.outcomes import Outcomes

if TYPE_CHECKING:
    from numpy.typing import NDArray

BINS = 10
COVERAGES = (50, 70, 90)
_POINTS = 101


@dataclass(frozen=True, slots=True)
class Bin:
    """Items of like confidence: how many, their mean confidence, and the share that is right."""

    n: int
    confidence: float
    accuracy: float


def reliability(outcomes: Outcomes) -> list[Bin]:
    """Up to ten bins of equally many items, by rising confidence."""
    parts = [part for part in np.array_split(np.arange(outcomes.n), BINS) if len(part)]
    confidence = outcomes.confidence
    right = tied_shares(outcomes.right[None, :], confidence[None, :])[0]
    return [Bin(len(p), float(confidence[p].mean()), float(right[p].mean())) for p in parts]


def calibration_errors(right: NDArray[np.float64], confidence: NDArray[np.float64]) -> NDArray[np.float64]:
    """ECE of each row, in [0, 1]: both of shape (n_rows, n_items), in any order.

    Guo, Pleiss, Sun and Weinberger 2017 (arXiv:1706.04599), with ten bins of equal width.
    """
    rows, n = right.shape
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1) + BINS * np.arange(rows)[:, None]
    gaps = np.bincount(bins.ravel(), weights=(right - confidence).ravel(), minlength=rows * BINS)
    errors: NDArray[np.float64] = np.abs(gaps.reshape(rows, BINS)).sum(axis=1) / n
    return errors


def adaptive_calibration_errors(right: NDArray[np.float64], confidence: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same in ten bins of equal mass (Nixon et al. 2019, arXiv:1904.01685); by rising confidence.

    Of items with the same confidence each counts as the share of them that is right: which of them a bin gets must not
    matter.
    """
    n = right.shape[1]
    right = tied_shares(right, confidence)
    errors = np.zeros(len(right))
    for part in np.array_split(np.arange(n), BINS):
        if len(part):
            gap = right[:, part].mean(axis=1) - confidence[:, part].mean(axis=1)
            errors += len(part) / n * np.abs(gap)
    return errors


def tied_shares(right: NDArray[np.float64], confidence: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each item the share that is right of the items of its row with the same confidence; shape as given."""
    rows, n = right.shape
    first = np.hstack([np.ones((rows, 1), dtype=bool), np.diff(confidence, axis=1) > 0])
    group = np.cumsum(first.ravel()) - 1
    shares = np.bincount(group, weights=right.ravel()) / np.bincount(group)
    tied: NDArray[np.float64] = shares[group].reshape(rows, n)
    return tied


def risks(right: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of errors among the 1, 2, … n most confident items of each row; shape as given."""
    wrong = 1 - right[:, ::-1]
    rates: NDArray[np.float64] = np.cumsum(wrong, axis=1) / np.arange(1, right.shape[1] + 1)
    return rates


def areas(risk: NDArray[np.float64]) -> NDArray[np.float64]:
    """The area under each risk–coverage curve, in [0, 1]: the mean risk (Geifman, Uziel and El-Yaniv 2019)."""
    means: NDArray[np.float64] = risk.mean(axis=1)
    return means


def selective(risk: NDArray[np.float64], coverage: int) -> NDArray[np.float64]:
    """Accuracy of each row among the most confident items that make up this many percent of it, rounded up."""
    n = risk.shape[1]
    kept = -(-coverage * n // 100)
    return 1 - risk[:, kept - 1]


def risk_coverage(outcomes: Outcomes) -> list[tuple[float, float]]:
    """Coverage and risk, both in [0, 1], at no more than about a hundred points of the curve."""
    if not outcomes.n:
        return []
    risk = risks(outcomes.right[None, :])[0]
    kept = np.unique(np.linspace(1, outcomes.n, min(outcomes.n, _POINTS)).astype(int))
    return [(float(k / outcomes.n), float(risk[k - 1])) for k in kept]
