"""The main clauses of a sentence that each stand alone: "A opened a plant, and B closed one."

A sentence is only divided where nothing in it makes one part depend on the other or on somebody who says it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from factcheck.datatypes import Span
from factcheck.extract.clauses import finite_verbs
from factcheck.extract.grammar import Grammar, words
from factcheck.extract.speakers import is_pronoun_telling, speaker
from factcheck.extract.tokens import Token, tokens_of

_MIN_WORDS = 3
"""Words of a part at least; fewer are seldom a fact."""
_RELATIVE = re.compile(r", (?:der|die|das|den|dem|deren|dessen|in der|in dem|von denen|wo)\b")
_SUBJECT_WORDS = 9
"""Words of the second subject at most, up to its verb."""
_GERMAN_SUBJECT = words("der die das ein eine kein keine sein seine ihr ihre rund etwa knapp mehr zwei drei vier fünf")
_ENGLISH_SUBJECT = words("the a an its their his her about some most many more two three four five nearly almost")
_FOLLOWING = frozenset(
    ("then", "so", "therefore", "thus", "dann", "so", "deshalb", "daher", "too", "instead", "otherwise")
)
"""In the second part these lean on the first."""


def parts(text: str, grammar: Grammar) -> list[Span]:
    """Spans of the main clauses in order; the whole sentence alone where they do not all stand by themselves."""
    whole = [(0, len(text))]
    if text.endswith("?") or any(sign in text for sign in '„“”"»«():') or speaker(text, grammar):
        return whole
    tokens = tokens_of(text)
    if is_pronoun_telling(text, grammar) or any(token.low in grammar.telling for token in tokens):
        return whole
    for at, token in enumerate(tokens):
        if (token.low in grammar.joiners or token.text == ";") and _divides(tokens, at, text, grammar):
            return _divided(text, tokens, at, grammar)
    return whole


def _divided(text: str, tokens: Sequence[Token], at: int, grammar: Grammar) -> list[Span]:
    end = tokens[at - 1].start if tokens[at - 1].text == "," else tokens[at - 1].end
    start = tokens[at + 1].start
    return [(0, end), *((start + first, start + last) for first, last in parts(text[start:], grammar))]


def _divides(tokens: Sequence[Token], at: int, text: str, grammar: Grammar) -> bool:
    left, right = tokens[:at], tokens[at + 1 :]
    if min(_count(left), _count(right)) < _MIN_WORDS or _RELATIVE.search(text):
        return False
    if any(token.low in grammar.subordinators for token in (*left, *right)):
        return False
    if any(token.low in _FOLLOWING for token in right) or not _is_clause(left, grammar):
        return False
    return _has_subject_and_verb(right, grammar)


def _count(tokens: Sequence[Token]) -> int:
    return sum(token.text[0].isalnum() for token in tokens)


def _is_clause(tokens: Sequence[Token], grammar: Grammar) -> bool:
    """Whether the first part has a subject and a verb, and does not begin with what holds for both."""
    verbs = [at for at in finite_verbs(tokens, grammar) if at > 0]
    if not verbs:
        return False
    # "In 2024 A opened and B closed": the time holds for both, so that only a subject may begin the sentence.
    return tokens[0].low not in grammar.prepositions and (tokens[0].is_capital or tokens[0].text[0].isdigit())


def _has_subject_and_verb(tokens: Sequence[Token], grammar: Grammar) -> bool:
    """Whether the part begins with a subject, and its verb follows at once and is followed by something."""
    first = tokens[0]
    opens = _GERMAN_SUBJECT if grammar.lang == "de" else _ENGLISH_SUBJECT
    if not (first.is_capital or first.low in opens or first.text.isdigit()) or first.low in grammar.prepositions:
        return False
    for at in finite_verbs(tokens[: _SUBJECT_WORDS + 1], grammar):
        named = any(_is_head(token, grammar) for token in tokens[:at])
        if at == 0 or any(token.text == "," for token in tokens[:at]) or not named:
            return False
        return _is_followed(tokens, at, grammar)
    return False


def _is_head(token: Token, grammar: Grammar) -> bool:
    return token.is_capital or (grammar.lang == "en" and token.low not in grammar.determiners and token.text.isalpha())


def _is_followed(tokens: Sequence[Token], at: int, grammar: Grammar) -> bool:
    """A participle, as in "and the chip designed by X", has no object; a German infinitive stands last."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is None or after.text in ".!" or grammar.is_finite(after.low, ""):
        return False
    rest = tokens[at + 1 :]
    again = finite_verbs(rest, grammar) and not any(token.low in grammar.joiners for token in rest)
    return not (grammar.lang == "en" and tokens[at].low.endswith("ed") and (after.low == "by" or again))


def begins_with_article(text: str, grammar: Grammar) -> bool:
    """Whether the subject is "the cost" or "ihr Gewinn", which is told by what stands before."""
    first = text.split(maxsplit=1)[0].lower()
    return first in (_GERMAN_TOLD if grammar.lang == "de" else _ENGLISH_TOLD)


_GERMAN_TOLD = words("der die das sein seine ihr ihre")
_ENGLISH_TOLD = words("the its their his her")
