"""What a sentence tells of beside the company that it names, so that the next one may mean that instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from factcheck.extract.anaphors import is_company
from factcheck.extract.grammar import Grammar, words
from factcheck.extract.names import Name
from factcheck.extract.tokens import Token, tokens_of

_COPULAS = words("is was remains remained became ist war bleibt blieb")
"""What follows them is the subject again: "Tesla is a carmaker"."""
_DEFINITE = words("the der die das den dem des")
_FEMININE = words("eine einer die zur keine keiner seine seiner ihre ihrer diese jede")
"""Articles of what "es" and "sein" cannot mean; "der" may be either."""
_PARTNERS = words(
    "subsidiary unit rival competitor partner customer contractor buyer seller "
    "tochter tochterfirma rivale rivalen konkurrent konkurrenten konkurrentin wettbewerber partner kunde kunden"
)
"""Companies too, of which the next sentence does not say "the company" for want of another word."""
_ENDS = words("or last next earlier later today yesterday again there here now recently soon ago")
"""Behind them goes on no English noun: "a plant last month"."""


def names_company_else(text: str, name: Name, grammar: Grammar) -> bool:
    """Whether the sentence tells of another company without its name: "Tesla sued a supplier"."""
    for article, noun in _things(text, name, grammar):
        # "Tesla says the company grows" means Tesla by it.
        again = noun in grammar.neutral and article in _DEFINITE
        if noun in _PARTNERS or (is_company(noun, grammar) and not again):
            return True
    return False


def names_thing_else(text: str, name: Name, grammar: Grammar) -> bool:
    """Whether "it" may mean something else of the sentence: "Tesla opened a plant. It employs 300 people."."""
    passed = grammar.passed_over | (grammar.common if grammar.lang == "de" else words())
    return any(
        noun not in passed and not (grammar.lang == "de" and article in _FEMININE)
        for article, noun in _things(text, name, grammar)
    )


def _things(text: str, name: Name, grammar: Grammar) -> Iterator[tuple[str, str]]:
    """Article and noun, in small letters, of each single thing that has no name and is not the named company."""
    tokens = tokens_of(text)
    for at, article in enumerate(tokens):
        if article.low not in grammar.singular or (at and _leads_back(tokens[at - 1], name)):
            continue
        noun = _german_noun(tokens, at, grammar) if grammar.lang == "de" else _english_noun(tokens, at, grammar)
        if noun is None or name.start <= tokens[noun].start < name.end:
            continue
        # "The carmaker Tesla": the noun says what the name is.
        if noun + 1 == len(tokens) or tokens[noun + 1].start != name.start:
            yield article.low, tokens[noun].low


def _leads_back(token: Token, name: Name) -> bool:
    """Whether what follows the token says what the name is: "Tesla is a carmaker", "Tesla, a carmaker"."""
    return token.low in _COPULAS or (token.text == "," and token.start == name.end)


def _german_noun(tokens: Sequence[Token], article: int, grammar: Grammar) -> int | None:
    """Index of the next word with a capital, behind nothing but adjectives and numbers."""
    for at in range(article + 1, len(tokens)):
        token = tokens[at]
        if token.is_capital:
            return at
        if not token.text[0].isalnum() or token.low in grammar.prepositions or grammar.is_finite(token.low, "der"):
            return None
    return None


def _english_noun(tokens: Sequence[Token], article: int, grammar: Grammar) -> int | None:
    """Index of the last word of a run with neither sign nor preposition in it, ``None`` for a plural one."""
    stops = grammar.prepositions | grammar.subordinators | grammar.joiners | grammar.singular | _ENDS
    noun = None
    for at in range(article + 1, len(tokens)):
        token = tokens[at]
        if token.low in stops or not (token.text[0].isalnum() or token.text in "$€£%"):
            break
        noun = at if token.text[0].isalpha() and token.text.islower() else noun
    many = noun is not None and tokens[noun].low.endswith("s") and not tokens[noun].low.endswith(("ss", "us", "is"))
    return None if many else noun
