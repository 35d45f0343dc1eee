"""The languages whose sentences factcheck can read: English and German."""

from __future__ import annotations

from factcheck.extract.english_words import ENGLISH
from factcheck.extract.german_words import GERMAN
from factcheck.extract.grammar import Grammar


def grammar_of(lang: str) -> Grammar | None:
    """The grammar of the language with this code, None where there is none; a region as in ``de-CH`` is ignored."""
    return {"en": ENGLISH, "de": GERMAN}.get(lang[:2].lower())
