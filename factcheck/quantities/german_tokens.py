"""A German text as tokens in English words, each at its place in the German text.

The arithmetic, the pairing and their tables are those of English: "knapp drei Millionen" is read as "just under three
million". So a German text is compared with an English one as two English ones are, by one set of rules. A word without
an English one stays as it is, and a capital word without one counts as a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from factcheck.quantities.english import ENGLISH
from factcheck.quantities.german_clock import read_clock
from factcheck.quantities.german_numbers import (
    DECADES,
    TIMES,
    cardinal,
    denominator,
    english_digits,
    is_year,
    ordinal,
    ordinal_root,
    spelled,
    spelled_ordinal,
    with_half,
)
from factcheck.quantities.german_units import AFTER_NUMBERS, CURRENCY_NAMES, UNIT_NAMES
from factcheck.quantities.german_words import (
    CLAUSE_WORDS,
    DETERMINERS,
    MONTH_NAMES,
    NAMES,
    PHRASES,
    SINGLE,
    STOP_WORDS,
    WORDS,
)
from factcheck.quantities.language import words
from factcheck.quantities.tokens import Token, low_at, phrase_after, split_tokens

ORDINAL_SIGN = "º"
"""Stands for the full stop of "3." where it is an ordinal, so that no sentence ends there."""

UNREAD = "#"
"""Stands for a number that is not compared, as "1,234" in German, which may be either."""

Tokens = tuple[Token, ...]
_MONTHS = "|".join(name.capitalize() for name in sorted(MONTH_NAMES, key=len, reverse=True))
_PERIODS = "Jahrhundert|Jahrtausend|Quartal|Halbjahr|Platz|Mal"
_ORDINAL_DOT = re.compile(
    rf"(?<![\d.,])(\d{{1,2}})\.(?=\s?(?:{_MONTHS})\b|\s\d{{1,2}}\.\s\d{{4}}\b|\s(?:{_PERIODS}))"
    r"|(?<=\b[dD](?:er|ie|as|em|en|es) )(\d{1,3})\.(?= \w)|(?<![\d.,])(\d{1,3})\.(?= [a-zäöü])"
)
_MONTH_DOT = re.compile(r"(?<=º )(\d{1,2})\.(?=\s\d{4}\b)")
_SHORT_DOT = re.compile(
    r"\b(Mio|Mrd|Bio|Tsd|ca|Std|Min|Jan|Feb|Mär|Mrz|Apr|Jun|Jul|Aug|Sep|Sept|Okt|Nov|Dez|Nr|Art|Abs|Kap|St|Dr|"
    r"Prof|bzw|evtl|ggf|vgl|inkl|rd)\.(?=[\s,)])"
)
_THOUSANDS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?: \d{3}){1,8}(?![\d.]|,\d{3})")
_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_DECADE_ENDS = ("er", "ern", "erjahre", "erjahren")
_YEARS = frozenset(("jahre", "jahren", "jahr"))
_SCALES = {"tausend": "thousand", "tsd": "thousand", "million": "million", "millionen": "million", "mio": "million",
           "milliarde": "billion", "milliarden": "billion", "mrd": "billion", "billion": "trillion",
           "billionen": "trillion", "bio": "trillion", "billiarde": "quadrillion", "billiarden": "quadrillion",
           "dutzend": "dozen"}  # fmt: skip
_MANY = {"hunderte": "hundreds", "tausende": "thousands", "millionen": "millions", "milliarden": "billions",
         "dutzende": "dozens", "hunderten": "hundreds", "tausenden": "thousands"}  # fmt: skip
_BEFORE_NUMBERS = {"gut": ("just", "over"), "knapp": ("just", "under"), "rund": ("roughly",), "rd": ("roughly",),
                   "über": ("over",), "unter": ("under",), "um": ("by",), "vor": ("ago",)}  # fmt: skip
_BEFORE_DATES = {"vor": ("before",), "nach": ("after",), "ab": ("from",), "bis": ("until",), "um": ("around",)}
_SUPERLATIVE = re.compile(r"(\w+t)((?:größ|höch|läng|kleinst|ältest|tiefst|schnellst|schwerst|reichst|niedrigst)\w*)")
_AGED = re.compile(r"(\w*?)jährige?[rnsm]?")
_CAPITAL_ENDINGS = ("ungen", "heiten", "keiten", "schaften", "ionen", "täten")
_ENDINGS = ("en", "er", "es", "em", "e", "n", "s")
_ARTICLES = frozenset(["ein", "eine", "einen", "einem", "einer", "eines"])
_NUMBER_STARTS = _ARTICLES | {"anderthalb", "$", "€", "£", "die"}


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
    text = _SHORT_DOT.sub(lambda m: m[1] + " ", text)
    text = _ORDINAL_DOT.sub(lambda m: m[0][:-1] + ORDINAL_SIGN, text)
    return _MONTH_DOT.sub(lambda m: m[1] + ORDINAL_SIGN, text)


def _retold(first: Token, last: Token, told: Told) -> list[Token]:
    parts = [replace(first, text=_cased(word, told), low=word, end=last.end) for word in told.words]
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
    if not token.is_word or low in STOP_WORDS or len(low) < 5:
        return token
    endings = _ENDINGS if not token.is_capital else ("en",) if low.endswith(_CAPITAL_ENDINGS) else ()
    ending = next((e for e in endings if low.endswith(e) and len(low) - len(e) >= 4), "")
    return replace(token, low=low.removesuffix(ending))


def _phrase(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    found = phrase_after(tokens, at, _PHRASES_FROM.get(tokens[at].low, ()))
    return Told(PHRASES[found], len(found)) if found else None


_PHRASES_FROM = {first: tuple(p for p in PHRASES if p[0] == first) for first in {p[0] for p in PHRASES}}


# Dates


def _date(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """ "3.10.2022" and "3. 10. 2022" in the order of ISO 8601."""
    whole = _DATE.fullmatch(tokens[at].text)
    if whole:
        return _iso(whole[3], whole[2], whole[1], 1)
    row = [low_at(tokens, at + k) for k in range(5)]
    if row[1] == row[3] == ORDINAL_SIGN and all(row[k].isdigit() and row[k].isascii() for k in (0, 2, 4)):
        return _iso(row[4], row[2], row[0], 5)
    return None


def _iso(year: str, month: str, day: str, used: int) -> Told:
    return Told((year, "-", month, "-", day), used, glued=True)


def _day_alone(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """ "am 3.10." lacks a year and is not compared."""
    short = re.fullmatch(r"\d{1,2}\.\d{1,2}", tokens[at].text)
    dated = low_at(tokens, at - 1) in ("am", "vom", "zum", "dem", "den") and low_at(tokens, at + 1) == "."
    return Told((UNREAD,), 2) if short and dated and tokens[at + 1].glued else None


def _month(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    word, before, after = tokens[at], low_at(tokens, at - 1), low_at(tokens, at + 1)
    if not word.is_capital or word.low not in MONTH_NAMES:
        return None
    dated = before == ORDINAL_SIGN or before.isdigit() or _is_year_number(after)
    known = word.low in NAMES or dated
    return Told((MONTH_NAMES[word.low],), capital=True) if known else None


def _decade(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """ "1990er Jahre" and, of the twentieth century, "90er-Jahre" and "Neunzigerjahre"."""
    word, used = tokens[at].low, 1
    if word in DECADES:
        year = DECADES[word]
    elif tokens[at].is_digits and len(word) in (2, 4) and low_at(tokens, at + 1) in _DECADE_ENDS and word[-1] == "0":
        # "20er Jahre" may be of either century.
        year = int(word) if len(word) == 4 else 1900 + int(word) if int(word) >= 30 else 0
        used = 2
    else:
        return None
    dash = low_at(tokens, at + used) == "-"
    if low_at(tokens, at + used + dash) in _YEARS:
        used += 1 + dash
    elif not word.endswith(("jahre", "jahren")) and low_at(tokens, at + 1) not in _DECADE_ENDS:
        return None
    named = any(low_at(tokens, at + used + k).startswith("jahrhundert") for k in range(4))
    if year == 0 or (named and len(word) != 4):
        return Told((UNREAD,), used)
    return Told((str(year), "s"), used, glued=True)


def _is_year_number(word: str) -> bool:
    return len(word) == 4 and word.isascii() and word.isdigit() and "1000" <= word <= "2199"


def _dated(tokens: Tokens, at: int) -> bool:
    """Whether a date begins here, or after an article or "Ende", "Anfang", "Mitte"."""
    word, after = low_at(tokens, at), low_at(tokens, at + 1)
    if word in ("dem", "der", "den", "die", "ende", "anfang", "mitte", "zum", "jahr", "jahre"):
        return _dated(tokens, at + 1)
    day = word.isdigit() and (after == ORDINAL_SIGN or after in MONTH_NAMES)
    decade = after in _DECADE_ENDS or word in DECADES
    return _is_year_number(word) or is_year(word) or bool(_DATE.fullmatch(word)) or word in MONTH_NAMES or day or decade


def _year(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """German puts the verb behind: "1990 eröffnete die Firma", "wurde 1990 eröffnet", but "1990 neue Mitglieder".

    A word that carries no meaning is put between, as English has "in 1990, the firm opened".
    """
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is None or not _is_year_number(tokens[at].text) or not after.is_word or after.is_capital:
        return None
    counted = after.low in _SCALES or after.low in UNIT_NAMES or after.low in _DECADE_ENDS or after.glued
    noun_next = at + 2 < len(tokens) and tokens[at + 2].is_capital
    if counted or after.low in _JOINERS or (noun_next and not _is_past(after.low)):
        return None
    return Told((tokens[at].text, "then"))


def _is_past(word: str) -> bool:
    told = WORDS.get(word, "")
    return word.endswith(("te", "ten")) or told in ENGLISH.stop_words or told.endswith("ed") or told in _PAST


_JOINERS = frozenset(("bis", "und", "oder", "zu"))
_PAST = words("began won lost fell rose sold bought born left sank built founded grew died reached")


# Numbers


def _clock(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    clock = read_clock(tokens, at)
    if clock is None:
        return None
    return Told(clock.words or (UNREAD,), clock.used)


def _digits(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    if not tokens[at].is_digits:
        return None
    digits = english_digits(tokens[at].text)
    return Told((digits or UNREAD,))


def _score(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """ "Eins zu null", "3 zu 1"."""
    scored = low_at(tokens, at + 1) == "zu" and _small(tokens, at) and _small(tokens, at + 2)
    return Told((UNREAD,), 3) if scored else None


def _small(tokens: Tokens, at: int) -> bool:
    word = low_at(tokens, at)
    return word in ("null", "eins") or cardinal(word) is not None or (word.isdigit() and len(word) < 3)


def _number_word(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    word = tokens[at].low
    if word == "acht" and tokens[at].is_capital and not tokens[at].first:
        return None
    if is_year(word):
        return Told((str(cardinal(word)),))
    value, half = cardinal(word), with_half(word)
    if half is not None:
        return Told((*spelled(half), "and", "a", "half"))
    if word in TIMES:
        return Told((*spelled(TIMES[word]), "times"))
    if word.endswith("zig") and value is None:
        return None
    return Told(spelled(value)) if value is not None and 0 <= value < 10**6 else None


def _scale(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    word, before = tokens[at].low, out[-1] if out else None
    numbered = before is not None and (before.is_digits or before.low in _OPENERS)
    if word in _SCALES and numbered:
        return Told((_SCALES[word],))
    if word in _ARTICLES and low_at(tokens, at + 1) in ("halbe", "halben", "halbes"):
        return Told(("half", "a"), 2)
    return Told((_MANY[word],)) if word in _MANY else None


_OPENERS = frozenset((*ENGLISH.cardinals, *ENGLISH.scales, *ENGLISH.articles, "half"))


def _fraction(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """ "Zwei Drittel", "ein Viertel"; not "im letzten Drittel"."""
    parts = denominator(low_at(tokens, at + 1))
    word = tokens[at].low
    number = 1 if word in _ARTICLES else cardinal(word)
    if parts is None or number is None or not 0 < number < parts:
        return None
    name = {2: "half", 4: "quarter"}.get(parts) or spelled_ordinal(parts)[0]
    return Told((("a",) if number == 1 else spelled(number)) + (name if number == 1 else name + "s",), 2)


def _ordinal(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """ "Der dritte", "jeder dritte" (one in three), "drittgrößte"."""
    word, before = tokens[at].low, low_at(tokens, at - 1)
    high = _SUPERLATIVE.fullmatch(word)
    root = ordinal_root(high[1]) if high else None
    if high and root and high[2] in WORDS:
        return Told((*spelled_ordinal(root), WORDS[high[2]]), glued=root > 20, cut=len(high[1]))
    if word in ("jeder", "jede", "jedes", "jeden", "jedem"):
        part = ordinal(low_at(tokens, at + 1)) if at + 1 < len(tokens) else None
        return Told(("one", "in", *spelled(part)), 2) if part and 1 < part <= 1000 else None
    number = ordinal(word)
    if number is None or (before not in DETERMINERS and word in ("achten", "achte", "achtes")):
        return None
    return Told(spelled_ordinal(number), glued=True)


def _aged(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """ "19-jährig" and "achtzehnjährig"."""
    start = at + (tokens[at].text == "-")
    found = _AGED.fullmatch(low_at(tokens, start))
    if found is None:
        return None
    value = cardinal(found[1]) if found[1] else None
    if found[1] and value is None:
        return None
    return Told((*(spelled(value) if value is not None else ()), "year", "old"), 1 + start - at)


# Words that depend on what follows


def _numbered(tokens: Tokens, at: int) -> bool:
    """Whether a number begins here, or after one word that bounds it."""
    word = low_at(tokens, at)
    if not word:
        return False
    digits = word[0] in "0123456789"
    many = with_half(word) is not None or cardinal(word) is not None
    if digits or many or word in _NUMBER_STARTS - _ARTICLES - {"die"}:
        return True
    after = low_at(tokens, at + 1)
    return word in _ARTICLES and (after in _SCALES or after in UNIT_NAMES or after in ("halbe", "halben", "viertel"))


def _linked(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    word = tokens[at].low
    if word == "bis":
        return _until(tokens, at, out)
    if word == "um" and read_clock(tokens, at + 1):
        return Told(("at",))
    if word in _BEFORE_DATES and _dated(tokens, at + 1):
        return Told(_BEFORE_DATES[word])
    bounded = at + 2 < len(tokens) and low_at(tokens, at + 1) in _BLURS and _numbered(tokens, at + 2)
    if word in _BEFORE_NUMBERS and (_numbered(tokens, at + 1) or (bounded and word in ("um", "vor"))):
        return Told(_BEFORE_NUMBERS[word])
    return (
        Told(("from",)) if word == "von" and _dated(tokens, at + 1) and not _ranged(tokens, at) else _from(tokens, at)
    )


_BLURS = frozenset(["rund", "etwa", "ungefähr", "circa", "ca", "fast", "knapp", "gut", "über", "mehr", "mindestens"])


def _from(tokens: Tokens, at: int) -> Told | None:
    """ "Von 3 bis 5" opens a range as "between" does; any other "von" is "of"."""
    if tokens[at].low != "von":
        return None
    return Told(("between",) if _ranged(tokens, at) else ("of",))


def _ranged(tokens: Tokens, at: int) -> bool:
    """Whether "bis" follows the number after the index, with at most its unit, month or year between."""
    if not (_numbered(tokens, at + 1) or _dated(tokens, at + 1)):
        return False
    return any(_joins(tokens, at, at + k) for k in range(2, 6))


def _joins(tokens: Tokens, start: int, at: int) -> bool:
    between = range(start + 1, at)
    return low_at(tokens, at) == "bis" and all(_in_number(low_at(tokens, k)) for k in between)


def _in_number(word: str) -> bool:
    known = word in UNIT_NAMES or word in MONTH_NAMES or word in _SCALES or word in CURRENCY_NAMES
    return (
        word[:1].isdigit()
        or known
        or word in (ORDINAL_SIGN, "%", "€", "$", "km", "m", "kg", "°", "c")
        or bool(cardinal(word))
    )


def _until(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """ "Bis" in a range, before a date, or before a number that it bounds."""
    if any(low_at(tokens, at - k) == "von" and _joins(tokens, at - k, at) for k in range(2, 6)):
        return Told(("and",))
    follows = _numbered(tokens, at + 1) or _dated(tokens, at + 1)
    if follows and out and _in_number(low_at(tokens, at - 1)):
        return Told(("to",))
    if _dated(tokens, at + 1):
        return Told(("until",))
    return Told(("up", "to")) if _numbered(tokens, at + 1) else None


def _word(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """A unit, a currency, a name or another word of the tables; AFTER_NUMBERS only where a number stands before."""
    word = tokens[at].low
    numbered = bool(out) and (out[-1].is_digits or out[-1].low in _OPENERS)
    if tokens[at].is_capital and word in NAMES:
        return Told((NAMES[word],), capital=True)
    if word in SINGLE:
        return Told(tuple(SINGLE[word].split()))
    name = UNIT_NAMES.get(word) or CURRENCY_NAMES.get(word)
    if name and (numbered or word not in AFTER_NUMBERS):
        return Told((_singular(name, out),))
    if word in ("quartal", "quartals") and out and (out[-1].low in ENGLISH.ordinals or out[-1].low == ORDINAL_SIGN):
        return Told(("quarter",))
    english = WORDS.get(word)
    # "Artikel 3" at the beginning is a name by its capital.
    return Told((english,), capital=tokens[at].first and english in ENGLISH.name_heads) if english else None


def _singular(name: str, out: list[Token]) -> str:
    """ "Per day", as the English table has it."""
    return name.removesuffix("s") if out and out[-1].low in ("per", "every") and len(name) > 3 else name


_READERS: tuple[Callable[[Tokens, int, list[Token]], Told | None], ...] = (
    _clock, _date, _day_alone, _decade, _score, _year, _digits, _month, _fraction, _phrase, _linked, _scale,
    _aged, _ordinal, _number_word, _word,
)  # fmt: skip
"""Tried in order; the first that reads the tokens at a place decides."""
