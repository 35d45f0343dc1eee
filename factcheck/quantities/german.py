"""The German table: the English one, for texts whose tokens are put into English words (``german_tokens``)."""

from __future__ import annotations

from dataclasses import replace

from factcheck.quantities.english import ENGLISH
from factcheck.quantities.german_tokens import split_german
from factcheck.quantities.german_told import ORDINAL_SIGN
from factcheck.quantities.german_units import MORE_UNITS
from factcheck.quantities.german_words import (
    CLAUSE_WORDS,
    LIGHT_WORDS,
    OWNERS,
    PART_WORDS,
    PAST_WORDS,
    PRESENT_WORDS,
    STOP_WORDS,
)
from factcheck.quantities.language import words


def _told(german: frozenset[str]) -> frozenset[str]:
    """The words as the tokens of a text have them: in English, or without their endings."""
    return frozenset(token.low for word in german for token in split_german(word))


GERMAN = replace(
    ENGLISH,
    code="de",
    scales={**ENGLISH.scales, "quadrillion": 10**15},
    ordinal_suffixes=ENGLISH.ordinal_suffixes | {ORDINAL_SIGN},
    units={**ENGLISH.units, **MORE_UNITS},
    currencies={**ENGLISH.currencies, "mark": "DEM"},
    small_money={**ENGLISH.small_money, "rappen": "CHF", "pfennig": "DEM"},
    parts={**ENGLISH.parts, "anfang": (1, 3), "beginning": (1, 3), "ende": (10, 12), "mitte": (4, 9)},
    reached="",
    prepositions=ENGLISH.prepositions | words("aus bei beim zu zum zur"),
    clause_words=ENGLISH.clause_words | CLAUSE_WORDS,
    stop_words=ENGLISH.stop_words | STOP_WORDS,
    change_before=ENGLISH.change_before | {"ago"},
    owners=ENGLISH.owners | OWNERS,
    part_words=ENGLISH.part_words | PART_WORDS,
    light_words=ENGLISH.light_words | _told(LIGHT_WORDS),
    past_words=ENGLISH.past_words | _told(PAST_WORDS),
    present_words=ENGLISH.present_words | _told(PRESENT_WORDS),
    split=split_german,
)
"""Decimal and thousands separators are the English ones because the digits are put into English, too."""
