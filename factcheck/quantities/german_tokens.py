"""A German text as tokens in English words, each at its place in the German text.

The arithmetic, the pairing and their tables are those of English: "knapp drei Millionen" is read as "just under three
million". So a German text is compared with an English one as two English ones are, by one set of rules. A word without
an English one stays as it is, and a capital word without one counts as a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from factcheck.quantities.english import ENGLISH
from factcheck.quantities.german_amounts import (
    OPENERS,
    read_age,
    read_amount,
    read_clock_time,
    read_digits,
    read_ordinal,
    read_parted,
    read_percentage,
    read_scale,
    read_score,
    read_share,
    read_suspended,
)
from factcheck.quantities.german_dates import read_date, read_day_alone, read_decade, read_month, read_year
from factcheck.quantities.german_links import read_link
from factcheck.quantities.german_told import ORDINAL_SIGN, Tokens, Told
from factcheck.quantities.german_units import AFTER_NUMBERS, CURRENCY_NAMES, UNIT_NAMES
from factcheck.quantities.german_words import (
    CLAUSE_WORDS,
    MONTH_NAMES,
    NAMES,
    PARTICLES,
    PHRASES,
    SINGLE,
    STOP_WORDS,
    WORDS,
)
from factcheck.quantities.tokens import Token, phrase_after, split_tokens

_MONTHS = "|".join(name.capitalize() for name in sorted(MONTH_NAMES, key=len, reverse=True))
_PERIODS = "Jahrhundert|Jahrtausend|Jh|Quartal|Halbjahr|Platz|Mal"
_ORDINAL_DOT = re.compile(
    rf"(?<![\d.,])(\d{{1,2}})\.(?=\s?(?:{_MONTHS})\b|\s\d{{1,2}}\.\s\d{{4}}\b|\s(?:{_PERIODS}))"
    r"|(?<=\b[dD](?:er|ie|as|em|en|es) )(\d{1,3})\.(?= \w)|(?<![\d.,])(\d{1,3})\.(?= [a-zäöü])"
)
_MONTH_DOT = re.compile(r"(?<=º )(\d{1,2})\.(?=\s\d{4}\b)")
_SHORT_DOT = re.compile(
    r"\b(Mio|Mrd|Mia|Bio|Tsd|ca|Std|Min|Jan|Feb|Mär|Mrz|Apr|Jun|Jul|Aug|Sep|Sept|Okt|Nov|Dez|Nr|Art|Abs|Kap|St|Dr|"
    r"Prof|bzw|evtl|ggf|vgl|inkl|rd|Jh|Jhd|Jhdt|(?<=\d )Mill|(?<=\d )S?Fr)\.(?=[\s,)])"
)
_NO_TIME = r"(?![\d'’:]|[-–]\d|\.\d| ?h\b|.{0,20}Uhr)"
_FRANCS = re.compile(
    r"\b(?:[sS]Fr|Sfr)\. ?(?=\d)"
    # "Fr. 20 Gäste" has a Friday: francs have decimals, or three digits and more that count nothing.
    rf"|\bFr\. ?(?=\d[\d'’]*(?:[.,]\d\d|\.[-–—]+){_NO_TIME}"
    rf"|\d[\d'’]{{2,}}{_NO_TIME}(?!\s?[A-ZÄÖÜ]))"
)
_BEFORE_FRIDAYS = re.compile(
    r"\b(?:[Aa]m|[Bb]is|[Vv]om|[Zz]um|Mo|Di|Mi|Do|Sa|(?:Mon|Diens|Donners|Sams|Sonn)tag|Mittwoch)[\s.,/–-]*(?:und\s)?$"
)
_NAME_BEFORE = re.compile(r"[A-ZÄÖÜ]\w+ $")
_YEAR_AFTER = re.compile(r"(?:1\d|20)\d\d(?!\d|[.,]\d|\.[-–—])")
_LOOK_BACK = 20
_THOUSANDS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?: \d{3}){1,8}(?![\d.]|,\d{3})")
_YEAR_PARTS = {
    "quartal": "quarter",
    "quartals": "quarter",
    "halbjahr": "half",
    "halbjahrs": "half",
    "jahreshälfte": "half",
}
_FALSE_FRIENDS = frozenset((
    *ENGLISH.cardinals, *ENGLISH.ordinals, *ENGLISH.scales, *ENGLISH.articles, *ENGLISH.months, *ENGLISH.seasons,
    *ENGLISH.parts, *ENGLISH.edges, *ENGLISH.denominators, *ENGLISH.date_links, *ENGLISH.bounding_words,
    *ENGLISH.multiples, *ENGLISH.negations, *ENGLISH.age_words,
)) - STOP_WORDS  # fmt: skip
"""English words of the tables that mean something else in a German text: "er half", "im Fall 2015", "Top 50". The mark
that they get is no part of a stem, so that they are still the same word in two German texts."""
_CAPITAL_ENDINGS = ("ungen", "heiten", "keiten", "schaften", "ionen", "täten")
_ENDINGS = ("en", "er", "es", "em", "e", "n", "s")

PARTICLE_WORDS = 12
"""How far before its particle a verb is sought."""


def split_german(text: str) -> Tokens:
    """The tokens of a German text in English words; a word that is several in English has several tokens."""
    tokens = split_tokens(prepared(text), CLAUSE_WORDS)
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        told = next((found for read in _READERS if (found := read(tokens, at, out))), None)
        if told is None:
            out.append(_as_it_is(tokens[at]))
            at += 1
        else:
            out += _retold(tokens[at], tokens[at + told.used - 1], told)
            at += told.used
    return tuple(out)


def prepared(text: str) -> str:
    """The text, as long as before, without full stops after ordinals and abbreviations, and spaces in numbers."""
    text = _THOUSANDS.sub(lambda m: m[0].replace(" ", "\u00a0"), text)
    text = _FRANCS.sub(_francs, text)
    text = _SHORT_DOT.sub(lambda m: m[1] + " ", text)
    text = _ORDINAL_DOT.sub(lambda m: m[0][:-1] + ORDINAL_SIGN, text)
    return _MONTH_DOT.sub(lambda m: m[1] + ORDINAL_SIGN, text)


def _francs(sign: re.Match[str]) -> str:
    """ "CHF" for the abbreviation, but not for that of a Friday ("bis Fr. 100") or a name ("Johann Fr. 1848")."""
    before, text = sign.string[max(0, sign.start() - _LOOK_BACK) : sign.start()], sign.string
    friday = _BEFORE_FRIDAYS.search(before)
    named = _NAME_BEFORE.search(before) and _YEAR_AFTER.match(text, sign.end())
    doubtful = sign[0].startswith("Fr") and (friday or named)
    return sign[0] if doubtful else "CHF".ljust(len(sign[0]))


def _retold(first: Token, last: Token, told: Told) -> list[Token]:
    start = replace(first, glued=first.glued and first.text != "-")
    parts = [replace(start, text=_cased(word, told), low=word, end=last.end) for word in told.words]
    parts = [part if n == 0 else replace(part, glued=told.glued, first=False) for n, part in enumerate(parts)]
    if not told.cut:
        return parts
    border = first.start + told.cut
    return [*(replace(part, end=border) for part in parts[:-1]), replace(parts[-1], start=border)]


def _cased(word: str, told: Told) -> str:
    return word.capitalize() if told.capital else word


def _as_it_is(token: Token) -> Token:
    """A word without an English one, without the endings of its inflection."""
    low = token.low
    if token.is_word and len(low) > 1 and low in _FALSE_FRIENDS:
        return replace(token, low=low + "'")
    if not token.is_word or low in STOP_WORDS or len(low) < 5:
        return token
    endings = _ENDINGS if not token.is_capital else ("en",) if low.endswith(_CAPITAL_ENDINGS) else ()
    ending = next((e for e in endings if low.endswith(e) and len(low) - len(e) >= 4), "")
    return replace(token, low=low.removesuffix(ending))


def _phrase(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    found = phrase_after(tokens, at, _PHRASES_FROM.get(tokens[at].low, ()))
    return Told(PHRASES[found], len(found)) if found else None


_PHRASES_FROM = {first: tuple(p for p in PHRASES if p[0] == first) for first in {p[0] for p in PHRASES}}


def _particle(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """ "Nahm um 10 Prozent zu" and "gab nach": the particle at the end of a clause says which way it went."""
    ways = PARTICLES.get(tokens[at].low)
    last = at + 1 == len(tokens) or not tokens[at + 1].is_word or tokens[at + 1].low in CLAUSE_WORDS
    if ways is None or not last:
        return None
    before = range(at - 1, max(-1, at - 1 - PARTICLE_WORDS), -1)
    verbs = (tokens[k].low for k in before if tokens[k].clause == tokens[at].clause)
    return next((Told((ways[verb],)) for verb in verbs if verb in ways), None)


def _word(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """A unit, a currency, a name or another word of the tables; AFTER_NUMBERS only where a number stands before."""
    word = tokens[at].low
    numbered = bool(out) and (out[-1].is_digits or out[-1].low in OPENERS)
    if tokens[at].is_capital and word in NAMES:
        return Told((NAMES[word],), capital=True)
    if word in SINGLE:
        return Told(tuple(SINGLE[word].split()))
    name = UNIT_NAMES.get(word) or CURRENCY_NAMES.get(word)
    if name and (numbered or word not in AFTER_NUMBERS):
        return Told((_singular(name, out),))
    if word in _YEAR_PARTS and out and (out[-1].low in ENGLISH.ordinals or out[-1].low == ORDINAL_SIGN):
        return Told((_YEAR_PARTS[word],))
    english = WORDS.get(word)
    # "Artikel 3" at the beginning is a name by its capital.
    return Told((english,), capital=tokens[at].first and english in ENGLISH.name_heads) if english else None


def _singular(name: str, out: list[Token]) -> str:
    """ "Per day", as the English table has it."""
    return name.removesuffix("s") if out and out[-1].low in ("per", "every") and len(name) > 3 else name


_READERS: tuple[Callable[[Tokens, int, list[Token]], Told | None], ...] = (
    read_clock_time, read_date, read_day_alone, read_decade, read_score, read_parted, read_suspended, read_year,
    read_digits, read_month, read_share, _phrase, _particle, read_link, read_scale, read_age, read_percentage,
    read_ordinal, read_amount, _word,
)  # fmt: skip
"""Tried in order; the first that reads the tokens at a place decides."""
