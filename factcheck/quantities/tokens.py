"""Words, numbers and signs of a text, with their place, sentence and clause."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# A repeat never has two ways to match the same characters and looks ahead by four at most, so matching is linear.
# Three digits after an apostrophe are Swiss thousands; "m2" is one word, as "m²" is.
_TOKEN = re.compile(
    r"[0-9]+(?:(?:[.,\u00a0\u2009\u202f]|['’](?=[0-9]{3}(?![0-9])))[0-9]+)*"
    r"|([cdkm]?m)([23])(?![^\W_])|[^\W\d_]+(?:['’][^\W\d_]+)*|\S"
)
_POWERS = {"2": "²", "3": "³"}
_SENTENCE_ENDS = frozenset(".!?")
_CLAUSE_ENDS = frozenset(",;:()–—")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or one sign. ``glued``: no space before it; ``first``: it begins a sentence.

    ``low`` is the text in lower case, with "not" for words that end in "n't" and "m²" for "m2".
    """

    text: str
    low: str
    start: int
    end: int
    glued: bool
    sentence: int
    clause: int
    first: bool

    @property
    def is_word(self) -> bool:
        """Whether it begins with a letter."""
        return self.text[0].isalpha()

    @property
    def is_digits(self) -> bool:
        """Whether it begins with one of 0 to 9."""
        return self.text[0] in "0123456789"

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


def split_tokens(text: str, clause_words: frozenset[str]) -> tuple[Token, ...]:
    """The tokens of the text in order; ``clause_words`` begin a new clause, as punctuation does."""
    tokens: list[Token] = []
    sentence = clause = 0
    first, last_end = True, -1
    for found in _TOKEN.finditer(text):
        word = found.group()
        low = word.lower().replace("’", "'")
        low = "not" if low.endswith("n't") else found[1] + _POWERS[found[2]] if found[1] else low
        if tokens and tokens[-1].text in _SENTENCE_ENDS and found.start() > last_end and not word[0].islower():
            sentence, clause, first = sentence + 1, clause + 1, True
        elif word in _CLAUSE_ENDS or low in clause_words:
            clause += 1
        tokens.append(Token(word, low, found.start(), found.end(), found.start() == last_end, sentence, clause, first))
        first, last_end = False, found.end()
    return tuple(tokens)


def low_at(tokens: tuple[Token, ...], index: int) -> str:
    """The lower-case text at the index, or an empty string outside the text."""
    return tokens[index].low if 0 <= index < len(tokens) else ""


def phrase_after(tokens: tuple[Token, ...], index: int, phrases: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The first of the phrases that begins at the index, or an empty tuple."""
    return next((p for p in phrases if all(low_at(tokens, index + k) == w for k, w in enumerate(p))), ())
