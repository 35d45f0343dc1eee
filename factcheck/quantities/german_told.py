"""What a reader of German makes of tokens: English words for so many of them."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.quantities.tokens import Token

ORDINAL_SIGN = "º"
"""Stands for the full stop of "3." where it is an ordinal, so that no sentence ends there."""

UNREAD = "#"
"""Stands for a number that is not compared, as "1,234" in German, which may be either."""

Tokens = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What so many tokens are in English; ``glued``: without spaces; ``capital``: a name or month.

    ``cut``: how many letters of the German word the last English word leaves to those before it; 0: all share it.
    """

    words: tuple[str, ...]
    used: int = 1
    glued: bool = False
    capital: bool = False
    cut: int = 0
