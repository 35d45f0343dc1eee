"""The dense search: unit vectors in a flat FAISS index."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from factcheck.index.filter import Filter


class Dense:
    """A flat inner-product index over unit rows, so that the inner product is the cosine."""

    def __init__(self, flat: Any) -> None:
        import faiss

        self._flat = flat
        self.n_rows = int(flat.ntotal)
        self.dim = int(flat.d)
        # A view into the index: a copy would double the memory. The index lives as long as this object.
        held = faiss.rev_swig_ptr(flat.get_xb(), self.n_rows * self.dim) if self.n_rows else np.empty(0, np.float32)
        self.vectors: NDArray[np.float32] = held.reshape(self.n_rows, self.dim)
        self.vectors.flags.writeable = False

    @classmethod
    def from_vectors(cls, vectors: NDArray[np.float32]) -> Dense:
        """An index over unit rows, shape (n_rows, dim)."""
        import faiss

        flat = faiss.IndexFlatIP(vectors.shape[1])
        flat.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(flat)

    @classmethod
    def from_bytes(cls, data: bytes) -> Dense:
        """The index that ``to_bytes`` wrote.

        Raises:
            ValueError: the bytes are no flat inner-product index.
        """
        import faiss

        try:
            flat = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
        except RuntimeError as error:
            raise ValueError("not a FAISS index") from error
        if not isinstance(flat, faiss.IndexFlat) or flat.metric_type != faiss.METRIC_INNER_PRODUCT:
            raise ValueError(f"not a flat inner-product index but {type(flat).__name__}")
        return cls(flat)

    def to_bytes(self) -> bytes:
        """The index in FAISS's own format; equal vectors give equal bytes."""
        import faiss

        written: bytes = faiss.serialize_index(self._flat).tobytes()
        return written

    def nearest(self, vectors: NDArray[np.float32], n: int) -> list[NDArray[np.int64]]:
        """The n nearest rows of each vector, vectors of shape (n_texts, dim), by FAISS in single precision."""
        _, found = self._flat.search(np.ascontiguousarray(vectors, dtype=np.float32), min(n, self.n_rows))
        return list(found)

    def similarity(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """The cosines of one vector, shape (dim,), and the named rows, shape (n_found,) ascending, each in [-1, 1].

        Each is summed by itself in double precision: a matrix product rounds differently as rows or texts are added,
        and the order of near-ties would depend on evidence that has nothing to do with them.
        """
        vectors = self._doubles if len(rows) == self.n_rows else self.vectors[rows].astype(np.float64)
        # einsum, unlike @, sums each row by itself, and with two operands never calls BLAS.
        sums = np.einsum("rd,d->r", vectors, vector.astype(np.float64), optimize=False)
        cosines: NDArray[np.float64] = np.clip(sums, -1.0, 1.0)
        return cosines

    def only(self, rows: NDArray[np.int64], confined: Filter) -> Dense:
        """An index over the named rows alone; these say all that the filter does."""
        return Dense.from_vectors(self.vectors[rows])

    @cached_property
    def _doubles(self) -> NDArray[np.float64]:
        return self.vectors.astype(np.float64)
