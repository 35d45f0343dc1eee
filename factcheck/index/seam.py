"""The seam of the dense search: what an index needs from wherever its vectors are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from factcheck.index.filter import Filter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class DenseSearch(Protocol):
    """Unit vectors, one for each row of an index and in the order of its rows, and the search among them."""

    @property
    def n_rows(self) -> int:
        """How many vectors there are."""

    @property
    def dim(self) -> int:
        """Their length."""

    @property
    def vectors(self) -> NDArray[np.float32] | NDArray[np.float16]:
        """All of them, shape (n_rows, dim); read only."""

    def nearest(self, vectors: NDArray[np.float32], n: int) -> Sequence[NDArray[np.int64]]:
        """The n nearest rows of each vector, vectors of shape (n_texts, dim); fewer where there are fewer."""

    def similarity(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """The cosines of one vector, shape (dim,), and the named rows, ascending, summed in double precision."""

    def only(self, rows: NDArray[np.int64], confined: Filter) -> DenseSearch:
        """The search among the named rows, ascending, which are those with a snippet that the filter lets pass."""
