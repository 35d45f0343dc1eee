"""The words and signs of a sentence, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"(?:\b[OD]['’](?=[A-Z]))?[^\W_]+(?:[-.&/][^\W_]+)*-?|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Token:
    """One word or sign, at ``text[start:end]`` of its sentence."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """The word in small letters."""
        return self.text.lower()

    @property
    def is_capital(self) -> bool:
        """Whether the word begins with a capital letter."""
        return self.text[0].isupper()


def tokens_of(text: str) -> tuple[Token, ...]:
    """The words and signs of the text, in order; a hyphenated word is one, ``'s`` is a sign and a word."""
    return tuple(Token(found[0], *found.span()) for found in _TOKEN.finditer(text))
