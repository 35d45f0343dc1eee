"""Which snippets lie near which: the only place where lint compares vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from factcheck.cache import Cache, Progress, encode_cached
from factcheck.datatypes import Embedder, Snippet

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEIGHBOURS = 5
"""Snippets that each is compared with; a contradiction among more is found from the other side, or when one is gone."""
BLOCK_ROWS = 256
"""Rows multiplied at once: with 100,000 snippets they take 100 MB."""

Near = dict[tuple[int, int], float]
"""Cosine in [-1, 1] by the positions of two snippets, the smaller first."""


def neighbours(snippets: Sequence[Snippet], embedder: Embedder, cache: Cache, progress: Progress | None = None) -> Near:
    """Each snippet with the ``NEIGHBOURS`` nearest to it, ties to the earlier; faults of the embedder pass through."""
    if len(snippets) < 2:
        return {}
    vectors = encode_cached(embedder, cache, [snippet.text for snippet in snippets], progress)
    found: Near = {}
    for start in range(0, len(vectors), BLOCK_ROWS):
        cosines = vectors[start : start + BLOCK_ROWS] @ vectors.T
        for offset, row in enumerate(cosines):
            own = start + offset
            row[own] = -np.inf
            found |= {(min(own, other), max(own, other)): float(row[other]) for other in _nearest(row)}
    return dict(sorted(found.items()))


def _nearest(row: NDArray[np.float32]) -> list[int]:
    n = min(NEIGHBOURS, len(row) - 1)
    bar = np.partition(row, -n)[-n]
    above = np.flatnonzero(row >= bar)
    order = above[np.argsort(-row[above], kind="stable")]
    return [int(position) for position in order[:n]]
