"""The dense search in Milvus, for collections that are too large to be held in memory."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from factcheck.index import Filter, Row
from factcheck.scale.milvus.collection import Collection
from factcheck.scale.milvus.connection import telling
from factcheck.scale.milvus.fields import expression, passes

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MilvusSearch:
    """The vectors of these rows, in this order, which are in the collection; a ``DenseSearch``.

    Without a filter the rows are all of the collection. With one they are those with a snippet that passes it, and
    ``besides`` is how many others the expression lets through: what is asked for of two snippets may be said by two.
    """

    def __init__(
        self, collection: Collection, rows: Sequence[Row], dim: int, confined: Filter | None = None, besides: int = 0
    ) -> None:
        self.n_rows = len(rows)
        self.dim = dim
        self._collection = collection
        self._rows = rows
        self._places = {row.hash: place for place, row in enumerate(rows)}
        self._confined = confined or Filter()
        self._besides = besides
        weakref.finalize(collection, collection.connection.close)

    @property
    def vectors(self) -> NDArray[np.float32]:
        """All vectors, fetched anew each time, shape (n_rows, dim)."""
        with telling(self._collection.connection.milvus):
            return self._collection.vectors([row.hash for row in self._rows])

    def nearest(self, vectors: NDArray[np.float32], n: int) -> list[NDArray[np.int64]]:
        """The n nearest rows of each vector, vectors of shape (n_texts, dim), as Milvus finds them."""
        wanted = min(n, self.n_rows)
        with telling(self._collection.connection.milvus):
            found = self._collection.nearest(vectors, wanted + self._besides, expression(self._confined))
        return [self._numbers(hashes)[:wanted] for hashes in found]

    def similarity(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """The cosines of one vector, shape (dim,), and the named rows: the same arithmetic on the same numbers."""
        from factcheck.index.dense import Dense

        with telling(self._collection.connection.milvus):
            fetched = self._collection.vectors([self._rows[row].hash for row in rows])
        if not len(rows):
            return np.empty(0, dtype=np.float64)
        return Dense.from_vectors(fetched).similarity(vector, np.arange(len(rows)))

    def only(self, rows: NDArray[np.int64], confined: Filter) -> MilvusSearch:
        """The search among the named rows, which the filter lets pass; Milvus does the filtering."""
        kept = [self._rows[row] for row in rows]
        besides = sum(passes(row, confined) for row in self._rows) - len(kept)
        return MilvusSearch(self._collection, kept, self.dim, confined, besides)

    def _numbers(self, hashes: Sequence[str]) -> NDArray[np.int64]:
        """The row numbers, in the same order, without those that the expression lets through besides."""
        if not self._confined and any(row not in self._places for row in hashes):
            raise self._collection.changed()
        return np.array([self._places[row] for row in hashes if row in self._places], dtype=np.int64)
