"""Where the finite verbs of a sentence stand, and whether a text is a sentence at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from factcheck.extract.grammar import Grammar
from factcheck.extract.tokens import Token, tokens_of

_LEADS_ON = re.compile(r"\b(?:that|dass|daß)(?: [\w ]{0,20})?:$")
_RIGHTS = re.compile(r"©|\(c\) ?\d{4}|(?:All rights reserved|Alle Rechte vorbehalten)\b", re.I)


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


def is_remnant(text: str, grammar: Grammar) -> bool:
    """Whether a paragraph is no sentence: a contact line, a caption, "In numbers:", "They found that:", "© 2025 …"."""
    if _RIGHTS.match(text) or _LEADS_ON.search(text):
        return True
    # What ends like a sentence may have a verb that the grammar does not know.
    return not text.rstrip("“”«»\"'’)").endswith((".", "!", "?", "…")) and not is_sentence(text, grammar)
