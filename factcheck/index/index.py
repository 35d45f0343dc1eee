"""The index: rows that can be searched by meaning and by words."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from factcheck.cache import Cache, Progress, encode_cached
from factcheck.datatypes import Embedder, Snippet, content_hash
from factcheck.index.filter import Filter
from factcheck.index.kinds import Tuning
from factcheck.index.lexical import Lexical, Words
from factcheck.index.rows import Row, group_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from factcheck.index.seam import DenseSearch

COMPLETE_ROWS = 5000
"""Up to this many rows every row is scored for every text, so that no cut-off can hide one; scoring 5,000 rows of
384 numbers takes 1.3 ms on one busy core of a 2-core Linux machine, less than the verifier needs for a single pair."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What a search found for one text. All arrays have shape (n_found,) and are in row order, which is hash order.

    ``rows`` are row numbers. ``similarity`` is the exact cosine in [-1, 1]. ``lexical`` is the BM25 score, zero where
    no word is common. ``by_dense`` and ``by_lexical`` say which of the two searches brought the row.
    """

    rows: NDArray[np.int64]
    similarity: NDArray[np.float64]
    lexical: NDArray[np.float32]
    by_dense: NDArray[np.bool_]
    by_lexical: NDArray[np.bool_]


class Index:
    """The searchable evidence: unique texts, their vectors, their words. Made by ``build_index`` and ``open_index``."""

    def __init__(
        self,
        rows: Sequence[Row],
        dense: DenseSearch | None,
        model_id: str,
        precision: str,
        words: Words | None = None,
    ) -> None:
        self.rows = tuple(rows)
        self.model_id = model_id
        self.precision = precision
        self.dense = dense
        self.counted: dict[Hashable, NDArray[np.bool_]] = {}
        """Which rows count, by whatever decides that; kept by ``factcheck.retrieve``, as rows never change."""
        self._lexical = Lexical(self.rows, words)

    @property
    def n_rows(self) -> int:
        """How many unique texts there are."""
        return len(self.rows)

    @property
    def dim(self) -> int:
        """Length of the vectors; zero without evidence."""
        return self.dense.dim if self.dense else 0

    @property
    def tuning(self) -> Tuning | None:
        """What was measured of an inverted index; None where every text is compared."""
        return getattr(self.dense, "tuning", None)

    @property
    def vectors(self) -> NDArray[np.float32] | NDArray[np.float16]:
        """The unit vectors, shape (n_rows, dim), of an inverted index in half precision; read only."""
        return self.dense.vectors if self.dense else np.empty((0, 0), dtype=np.float32)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the model id and the sorted ids and hashes of the snippets: equal evidence, equal fingerprint."""
        snippets = sorted((snippet.id, snippet.hash) for row in self.rows for snippet in row.snippets)
        return content_hash(self.model_id, *(part for snippet in snippets for part in snippet))

    def search(self, texts: Sequence[str], vectors: NDArray[np.float32], n: int) -> Iterator[Scores]:
        """For each text, in order, the n best rows by meaning and the n best by words; every row of a small index.

        ``vectors`` has shape (n_texts, dim), one unit row for each text.

        Raises:
            ValueError: texts and vectors do not fit each other or the index.
        """
        if self.dense is None:
            return
        if vectors.shape != (len(texts), self.dim):
            raise ValueError(
                f"{len(texts)} texts and an index of length {self.dim}, but vectors of shape {vectors.shape}"
            )
        complete = self.n_rows <= max(COMPLETE_ROWS, n)
        everything = np.arange(self.n_rows)
        found = [everything] * len(texts) if complete else self.dense.nearest(vectors, n)
        for text, vector, rows in zip(texts, vectors, found, strict=True):
            yield self._score(self.dense, text, vector, rows, n)

    def only(self, confined: Filter) -> Index:
        """The index of those snippets alone that the filter lets pass; the words count as if there were no others."""
        passing = [(n, tuple(filter(confined.passes, row.snippets))) for n, row in enumerate(self.rows)]
        kept = [(n, replace(self.rows[n], snippets=snippets)) for n, snippets in passing if snippets]
        places = np.array([n for n, _ in kept], dtype=np.int64)
        dense = self.dense.only(places, confined) if self.dense and kept else None
        return Index([row for _, row in kept], dense, self.model_id, self.precision)

    def _score(
        self, dense: DenseSearch, text: str, vector: NDArray[np.float32], nearest: NDArray[np.int64], n: int
    ) -> Scores:
        lexical = self._lexical.scores(text)
        worded = np.flatnonzero(lexical > 0) if len(nearest) == self.n_rows else _best(lexical, n)
        rows = np.union1d(nearest, worded)
        return Scores(
            rows, dense.similarity(vector, rows), lexical[rows], np.isin(rows, nearest), np.isin(rows, worded)
        )


def build_index(
    snippets: Iterable[Snippet], embedder: Embedder, cache: Cache, progress: Progress | None = None
) -> Index:
    """The index of the snippets, in memory; texts that the cache knows are not embedded again."""
    rows = group_rows(snippets)
    vectors = encode_cached(embedder, cache, [row.text for row in rows], progress)
    return index_of(rows, vectors, embedder)


def index_of(rows: Sequence[Row], vectors: NDArray[np.float32], embedder: Embedder) -> Index:
    """The index of rows whose vectors, shape (n_rows, dim), are known."""
    from factcheck.index.dense import Dense

    dense = Dense.from_vectors(vectors) if rows else None
    return Index(rows, dense, embedder.model_id, embedder.precision)


def _best(scores: NDArray[np.float32], n: int) -> NDArray[np.int64]:
    """The rows of the n highest scores above zero, and all that tie with the last of them."""
    if len(scores) <= n:
        return np.flatnonzero(scores > 0)
    # The n-th highest of the highest of each stretch is at most the n-th highest of all, and most scores are below it.
    stretches = np.maximum.reduceat(scores, np.arange(0, len(scores), max(1, len(scores) // (8 * n))))
    low = np.partition(stretches, len(stretches) - n)[len(stretches) - n] if len(stretches) > n else 0.0
    high = np.flatnonzero((scores >= low) & (scores > 0))
    if len(high) <= n:
        return high
    bar = np.partition(scores[high], len(high) - n)[len(high) - n]
    best: NDArray[np.int64] = high[scores[high] >= bar]
    return best
