"""Snippets that say almost the same as a text."""

from __future__ import annotations

from collections.abc import Iterable

from factcheck.curate.duplicates import overlap
from factcheck.datatypes import Snippet
from factcheck.index.words import split_words

NEAR = 0.7
"""Share of common words from which two texts are shown as near duplicates. Two sentences that differ in one of twelve
words have 0.85, in two 0.71; a person looks at what is shown, so it may be too much; not tuned."""


def near_duplicates(text: str, snippets: Iterable[Snippet], least: float = NEAR) -> list[tuple[Snippet, float]]:
    """The snippets that share at least ``least`` of their words with the text, the nearest first, with the share.

    The share is that of the words in both among the words in either, in [0, 1] (Jaccard 1901). Ties keep their order.
    """
    words = set(split_words(text))
    shares = [(snippet, overlap(words, set(split_words(snippet.text)))) for snippet in snippets]
    return sorted((found for found in shares if found[1] >= least), key=lambda found: -found[1])
