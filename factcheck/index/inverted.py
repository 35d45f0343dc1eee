"""The inverted dense search: clusters of texts in 8 bits find candidates, vectors in half precision settle them.

Both are files that are mapped into memory, so that opening reads next to nothing and processes share what they read.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from factcheck.index.dense import Dense
from factcheck.index.kinds import Tuning

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from factcheck.index.filter import Filter

BLOCK = 16_384
"""Vectors held at once in single precision: 25 MB of 384 numbers."""

_ROOM = 4
"""A search reads lists that hold at least four times as many texts as are asked for."""


class Inverted:
    """Unit vectors in lists by their nearest centre; offers what ``Dense`` offers."""

    def __init__(self, lists: Any, vectors: NDArray[np.float16], tuning: Tuning) -> None:
        """``lists`` is FAISS's index of the rows of ``vectors``, shape (n_rows, dim), by row number."""
        self._lists = lists
        self.vectors = vectors
        self.tuning = tuning
        self.n_rows, self.dim = vectors.shape

    def nearest(self, vectors: NDArray[np.float32], n: int) -> list[NDArray[np.int64]]:
        """At most n of the nearest rows of each vector, vectors of shape (n_texts, dim), as the lists have them."""
        import faiss

        wide = -(-_ROOM * n * self.tuning.lists // max(1, self.n_rows))
        probes = min(self.tuning.lists, max(self.tuning.probes, wide))
        asked: Any = faiss.SearchParametersIVF()
        asked.nprobe = probes
        _, found = self._lists.search(
            np.ascontiguousarray(vectors, dtype=np.float32), min(n, self.n_rows), params=asked
        )
        return [rows[rows >= 0] for rows in found]

    def similarity(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """The cosines of one vector, shape (dim,), and the named rows, shape (n_found,), each in [-1, 1].

        Each is summed by itself in double precision, as in ``Dense``, from numbers in half precision: of a cosine three
        decimals are sure.
        """
        sums = np.empty(len(rows), dtype=np.float64)
        for start in range(0, len(rows), BLOCK):
            some = self.vectors[rows[start : start + BLOCK]].astype(np.float64)
            sums[start : start + BLOCK] = np.einsum("rd,d->r", some, vector.astype(np.float64), optimize=False)
        cosines: NDArray[np.float64] = np.clip(sums, -1.0, 1.0)
        return cosines

    def only(self, rows: NDArray[np.int64], confined: Filter) -> Dense:
        """An exact index over the named rows alone, in memory; these say all that the filter does."""
        return Dense.from_vectors(self.vectors[rows].astype(np.float32))


def load_inverted(lists: Path, vectors: Path, dim: int, tuning: Tuning) -> Inverted:
    """The index in the two files, mapped.

    Raises:
        FileNotFoundError: a file is missing.
        ValueError: a file is not what was written.
    """
    found = load_lists(lists, mapped=True)
    mapped = map_vectors(vectors, dim)
    if (found.ntotal, found.d, found.nlist) != (len(mapped), dim, tuning.lists):
        raise ValueError("its lists and vectors do not belong together")
    return Inverted(found, mapped, tuning)


def load_lists(path: Path, *, mapped: bool) -> Any:
    """FAISS's inverted index in the file, mapped or read into memory."""
    import faiss

    if not path.exists():
        raise FileNotFoundError(path)
    try:
        found = faiss.read_index(str(path), faiss.IO_FLAG_MMAP if mapped else 0)
    except RuntimeError as error:
        raise ValueError("not a FAISS index") from error
    if not isinstance(found, faiss.IndexIVFScalarQuantizer) or found.metric_type != faiss.METRIC_INNER_PRODUCT:
        raise ValueError(f"not an inverted inner-product index but {type(found).__name__}")
    return found


def map_vectors(path: Path, dim: int) -> NDArray[np.float16]:
    """The vectors in the file, shape (n_rows, dim), mapped and read only."""
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if len(data) % (2 * dim):
        raise ValueError("its vectors end in the middle of one")
    return np.frombuffer(data, dtype="<f2").reshape(-1, dim)


def blocks(vectors: NDArray[np.float16]) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """The vectors a block at a time, each with its first row number, in single precision."""
    for start in range(0, len(vectors), BLOCK):
        yield start, vectors[start : start + BLOCK].astype(np.float32)
