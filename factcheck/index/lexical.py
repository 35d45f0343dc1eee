"""The lexical search: BM25 over the words of the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from factcheck.index.rows import Row
from factcheck.index.words import split_normal, split_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

_K1, _B = 1.5, 0.75
"""The defaults of bm25s 0.3, within the range that Robertson and Zaragoza (2009) report as reasonable; not tuned."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a lexical search needs of the rows: bm25s's scores by word and row, and the number of each word."""

    bm25: Any
    vocabulary: dict[str, int]

    def save(self, folder: Path) -> None:
        """Writes them as arrays and JSON; nothing where the rows have no words.

        Raises:
            OSError: the folder cannot be written.
        """
        if self.vocabulary:
            self.bm25.save(folder, show_progress=False)


def load_words(folder: Path) -> Words:
    """What ``Words.save`` wrote, its arrays mapped into memory.

    Raises:
        FileNotFoundError: a file is missing.
        ValueError: a file is not what was written.
    """
    import bm25s

    if not folder.exists():
        return Words(None, {})
    bm25 = bm25s.BM25.load(folder, mmap=True, show_progress=False)
    return Words(bm25, bm25.vocab_dict)


class Lexical:
    """BM25 in Lucene's variant, whose inverse document frequency is positive: any common word scores above zero.

    Without ``words`` it is built from the texts, and only when first searched, so that nothing about it can be stale.
    A large index has them stored beside its vectors: a million texts take minutes to split and to count.
    """

    def __init__(self, rows: Sequence[Row], words: Words | None = None) -> None:
        self._rows = rows
        self._words = words

    def scores(self, text: str) -> NDArray[np.float32]:
        """One score for each row, shape (n_rows,), zero where no word is common; scales differ between texts."""
        # Two threads that build at once build the same.
        words = self._words = self._words or build_words(self._rows)
        known = [words.vocabulary[word] for word in split_words(text) if word in words.vocabulary]
        if not known:
            return np.zeros(len(self._rows), dtype=np.float32)
        scores: NDArray[np.float32] = words.bm25.get_scores_from_ids(known)
        return scores


def build_words(rows: Sequence[Row]) -> Words:
    """The words of the rows, counted and weighed."""
    import bm25s

    seen: dict[str, int] = {}
    # Numbers at once: a million texts as lists of words would take more than a gigabyte.
    numbered = [[seen.setdefault(word, len(seen)) for word in split_normal(row.normal)] for row in rows]
    # Sorted: the order in which words are first seen differs when a text is added.
    vocabulary = {word: number for number, word in enumerate(sorted(seen))}
    final = [vocabulary[word] for word in seen]
    for text in numbered:
        text[:] = [final[number] for number in text]
    bm25 = bm25s.BM25(k1=_K1, b=_B, method="lucene")
    if vocabulary:
        bm25.index((numbered, vocabulary), create_empty_token=False, show_progress=False)
    return Words(bm25, vocabulary)
