"""The lexical search: BM25 over the words of the rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from factcheck.index.rows import Row
from factcheck.index.words import split_normal, split_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

_K1, _B = 1.5, 0.75
"""The defaults of bm25s 0.3, within the range that Robertson and Zaragoza (2009) report as reasonable; not tuned."""


class Lexical:
    """BM25 in Lucene's variant, whose inverse document frequency is positive: any common word scores above zero.

    It is rebuilt from the texts at each start, and only when first searched, so that nothing about it can be stale.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._bm25: Any = None
        self._vocabulary: dict[str, int] = {}

    def scores(self, text: str) -> NDArray[np.float32]:
        """One score for each row, shape (n_rows,), zero where no word is common; scales differ between texts."""
        if self._bm25 is None and self._rows:
            self._build()
        known = [self._vocabulary[word] for word in split_words(text) if word in self._vocabulary]
        if not known:
            return np.zeros(len(self._rows), dtype=np.float32)
        scores: NDArray[np.float32] = self._bm25.get_scores_from_ids(known)
        return scores

    def _build(self) -> None:
        import bm25s

        texts = [split_normal(row.normal) for row in self._rows]
        # Sorted: bm25s would number the words in the order of a set, which differs from run to run.
        words = sorted({word for text in texts for word in text})
        self._vocabulary = {word: number for number, word in enumerate(words)}
        bm25 = bm25s.BM25(k1=_K1, b=_B, method="lucene")
        if words:
            numbered = [[self._vocabulary[word] for word in text] for text in texts]
            bm25.index((numbered, self._vocabulary), create_empty_token=False, show_progress=False)
        # Last, so that another thread never searches half of it; two that build at once build the same.
        self._bm25 = bm25
