"""Where the finite verbs of a sentence stand, and whether a text is a sentence at all."""

from __future__ import annotations

from collections.abc import Sequence

from factcheck.extract.grammar import Grammar
from factcheck.extract.tokens import Token, tokens_of


def finite_verbs(tokens: Sequence[Token], grammar: Grammar) -> list[int]:
    """Indices of the finite verbs that the grammar knows, in order."""
    return [
        at
        for at, token in enumerate(tokens)
        if not token.is_capital and grammar.is_finite(token.low, tokens[at - 1].low if at else "")
    ]


def is_sentence(text: str, grammar: Grammar) -> bool:
    """Whether the text has a finite verb after its first word; a slogan or a heading has none."""
    return any(at for at in finite_verbs(tokens_of(text), grammar))


def first_verb(text: str, grammar: Grammar) -> str:
    """The first finite verb of the text in small letters, "" for none."""
    tokens = tokens_of(text)
    return next((tokens[at].low for at in finite_verbs(tokens, grammar)), "")
