"""Evidence as the verifier reads it: whole if it is short, else in windows of whole sentences."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

WINDOW_WORDS = 120
"""Words of evidence read at once; about half of the verifier's window, so that claim and evidence always fit."""
WORD_TOKENS = 3
"""Tokens that a word has at most where words are counted; texts of longer ones, such as columns of figures and
addresses of pages, count for more words than they have."""
LETTERS_A_TOKEN, SIGNS_A_TOKEN = 5, 1.5
"""Latin letters and other signs of one token of the packaged bodies, or fewer; of other scripts each letter is one."""
LATIN = "\u0250"
"""The first letter behind Latin Extended-B."""
LONG_WORD = 40
"""Characters of a word that is none: an address, a code. Each counts as a token, which is the most that they can be."""
SENTENCE_END = re.compile(r"(?<=[.!?…])(?P<closing>[\"'”’)\]]*)\s+(?=[\"'“‘(\[]?[A-ZÄÖÜ0-9])")


def windows_of(text: str, max_words: int = WINDOW_WORDS) -> list[str]:
    """The text in windows of whole sentences of at most ``max_words`` words, each starting with its predecessor's last.

    A text that fits is one window. A single sentence that is longer is split into runs of words that overlap by a
    quarter. Every word is in at least one window; one that fills a window by itself is cut.
    """
    if n_words([text]) <= max_words:
        return [text]
    pieces = [part for sentence in _sentences(text) for part in _parts(sentence, max_words)]
    windows: list[list[str]] = [[]]
    for piece in pieces:
        current = windows[-1]
        if current and n_words([*current, piece]) > max_words:
            last = current[-1]
            overlap = [last] if len(current) > 1 and n_words([last, piece]) <= max_words else []
            windows.append([*overlap, piece])
        else:
            current.append(piece)
    return [" ".join(window) for window in windows]


def _sentences(text: str) -> list[str]:
    """The sentences of the text, each with the quotation marks and brackets that close behind its end."""
    ends = [found.end("closing") for found in SENTENCE_END.finditer(text)]
    return [text[start:end].strip() for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]


def n_words(parts: Sequence[str]) -> int:
    """The words of the texts, or as many as their tokens would make of ``WORD_TOKENS`` each if that is more."""
    words = [word for part in parts for word in part.split()]
    return max(len(words), math.ceil(sum(map(_most_tokens, words)) / WORD_TOKENS))


def _most_tokens(word: str) -> float:
    """About how many tokens a word is, rather more than fewer."""
    if len(word) > LONG_WORD:
        return len(word)
    latin = sum(char.isalpha() and char < LATIN for char in word)
    others = sum(char.isalpha() and char >= LATIN for char in word)
    return math.ceil(latin / LETTERS_A_TOKEN) + others + (len(word) - latin - others) / SIGNS_A_TOKEN


def _parts(sentence: str, max_words: int) -> list[str]:
    """The sentence, or runs of its words that overlap by a quarter."""
    if n_words([sentence]) <= max_words:
        return [sentence]
    longest = max_words * WORD_TOKENS
    words = [word[at : at + longest] for word in sentence.split() for at in range(0, len(word), longest)]
    parts, start = [], 0
    while True:
        end = start + 1
        while end < len(words) and end - start < max_words and n_words(words[start : end + 1]) <= max_words:
            end += 1
        parts.append(" ".join(words[start:end]))
        if end == len(words):
            return parts
        start = max(start + 1, end - (end - start) // 4)
