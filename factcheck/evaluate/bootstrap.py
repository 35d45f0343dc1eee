"""Bootstrap intervals: 1,000 resamples of the items, always the same ones (Efron 1979; percentile intervals)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RESAMPLES = 1000
SEED = 0
LEVEL = (2.5, 97.5)
"""The percentiles of a 95 % interval."""
_CELLS = 2_000_000

Interval = tuple[float, float]
Statistics = Callable[["NDArray[np.int64]"], Mapping[str, "NDArray[np.float64]"]]
"""Values by name, each of shape (n_rows,), of resamples of shape (n_rows, n_items) whose rows are rising."""


def intervals(n: int, statistics: Statistics) -> dict[str, Interval]:
    """The 95 % interval of each statistic of ``n`` items; those without any value are left out."""
    collected: dict[str, list[NDArray[np.float64]]] = {}
    for rows in resamples(n):
        for name, values in statistics(rows).items():
            collected.setdefault(name, []).append(values)
    found = {}
    for name, parts in collected.items():
        values = np.concatenate(parts)
        values = values[~np.isnan(values)]
        if len(values):
            low, high = np.percentile(values, LEVEL)
            found[name] = (float(low), float(high))
    return found


def resamples(n: int) -> Iterator[NDArray[np.int64]]:
    """The resamples of ``n`` items in portions of shape (n_rows, n); the places of each row are rising."""
    rng = np.random.default_rng(SEED)
    rows = max(1, min(RESAMPLES, _CELLS // max(1, n)))
    for start in range(0, RESAMPLES if n else 0, rows):
        drawn = rng.integers(0, n, (min(rows, RESAMPLES - start), n))
        drawn.sort(axis=1)
        yield drawn


def means(columns: Mapping[str, NDArray[np.float64]]) -> Statistics:
    """The mean of each column of shape (n_items,), over the items that have a value."""

    def of(rows: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
        return {name: mean_of(column[rows]) for name, column in columns.items()}

    return of


def mean_of(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of each row over what is no NaN; NaN where nothing is."""
    counts = (~np.isnan(values)).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        result: NDArray[np.float64] = np.nansum(values, axis=1) / counts
    return result
