"""Calendar dates and periods as intervals of days."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass

from factcheck.quantities.language import Language
from factcheck.quantities.tokens import Token, low_at

FIRST_YEAR, LAST_YEAR = 1000, 2199
"""Bare numbers outside are not read as years."""

Tokens = tuple[Token, ...]
Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day (as ordinals, both inside), and the index after the last token. ``coarse``: soft edges."""

    first: int
    last: int
    end: int
    coarse: bool = False


def read_period(tokens: Tokens, index: int, lang: Language) -> Period | None:
    """The longest date or period that begins at the index, or ``None``."""
    return (
        _read_iso(tokens, index)
        or _read_day_month(tokens, index, lang)
        or _read_month(tokens, index, lang)
        or _read_part(tokens, index, lang)
        or _read_season(tokens, index, lang)
        or _read_decade(tokens, index)
        or _read_century(tokens, index, lang)
        or _read_year(tokens, index, lang)
    )


def year_at(tokens: Tokens, index: int) -> int | None:
    """The year that the token at the index could be."""
    word = low_at(tokens, index)
    if len(word) != 4 or not (word.isascii() and word.isdigit()) or low_at(tokens, index + 1) in ("%", "°"):
        return None
    return int(word) if FIRST_YEAR <= int(word) <= LAST_YEAR else None


def _days(first: Month, last: Month, end: int, coarse: bool = False) -> Period:
    """From the first day of a (year, month) to the last day of another; months below 1 or above 12 run over."""
    first_year, first_month = first[0] + (first[1] - 1) // 12, (first[1] - 1) % 12 + 1
    last_year, last_month = last[0] + (last[1] - 1) // 12, (last[1] - 1) % 12 + 1
    start = dt.date(first_year, first_month, 1)
    stop = dt.date(last_year, last_month, monthrange(last_year, last_month)[1])
    return Period(start.toordinal(), stop.toordinal(), end, coarse)


def day_of_month(tokens: Tokens, index: int, lang: Language) -> int:
    """Index after "3 February" or "February 3", which lacks a year and is not compared; 0 if there is none."""
    day, at = _small_number(tokens, index, lang, 31)
    at += low_at(tokens, at) == "of"
    if tokens[index].is_digits and day and low_at(tokens, at) in lang.months and tokens[at].is_capital:
        return at + 1
    if tokens[index].is_capital and tokens[index].low in lang.months:
        day, at = _small_number(tokens, index + 1, lang, 31)
        return at if day and low_at(tokens, index + 1).isdigit() else 0
    return 0


def _day(year: int, month: int, day: int, end: int) -> Period | None:
    try:
        ordinal = dt.date(year, month, day).toordinal()
    except ValueError:
        return None
    return Period(ordinal, ordinal, end)


def _small_number(tokens: Tokens, index: int, lang: Language, limit: int) -> tuple[int, int]:
    """A number up to the limit with an optional ordinal suffix, and the index after it; 0 if there is none."""
    word = low_at(tokens, index)
    if not (word.isascii() and word.isdigit() and len(word) <= 2 and 0 < int(word) <= limit):
        return lang.ordinals.get(word, 0), index + 1
    suffixed = low_at(tokens, index + 1) in lang.ordinal_suffixes and tokens[index + 1].glued
    return int(word), index + 2 if suffixed else index + 1


def _read_iso(tokens: Tokens, index: int) -> Period | None:
    year, words = year_at(tokens, index), [low_at(tokens, index + k) for k in range(1, 5)]
    if (
        year is None
        or words[0] != "-"
        or words[2] != "-"
        or not (words[1] + words[3]).isdigit()
        or not (words[1] + words[3]).isascii()
    ):
        return None
    glued = all(token.glued for token in tokens[index + 1 : index + 5])
    small = len(words[1]) <= 2 and len(words[3]) <= 2
    return _day(year, int(words[1]), int(words[3]), index + 5) if glued and small else None


def _read_day_month(tokens: Tokens, index: int, lang: Language) -> Period | None:
    """ "9 November 1989" and "9th of November 1989"."""
    if not tokens[index].is_digits:
        return None
    day, at = _small_number(tokens, index, lang, 31)
    at += low_at(tokens, at) == "of"
    month, year_index = lang.months.get(low_at(tokens, at)), at + 1
    if low_at(tokens, year_index) in (",", "."):
        year_index += 1
    year = year_at(tokens, year_index)
    return _day(year, month, day, year_index + 1) if day and month and year else None


def _read_month(tokens: Tokens, index: int, lang: Language) -> Period | None:
    """ "November 1989", "November of 1989" and "November 9, 1989"."""
    month = lang.months.get(tokens[index].low) if tokens[index].is_capital else None
    if month is None:
        return None
    at = index + 1
    at += low_at(tokens, at) in ("of", ".", ",")
    year = year_at(tokens, at)
    if year:
        return _days((year, month), (year, month), at + 1)
    day, at = _small_number(tokens, at, lang, 31)
    at += low_at(tokens, at) == ","
    year = year_at(tokens, at)
    return _day(year, month, day, at + 1) if day and year else None


def _read_part(tokens: Tokens, index: int, lang: Language) -> Period | None:
    """ "early 2025", "mid-1980s", "the end of 2018", "the first half of the nineteenth century"."""
    word = tokens[index].low
    span, at = lang.parts.get(word), index + 1
    if span is None and low_at(tokens, index + 1) == "of":
        span, at = lang.edges.get(word), index + 2
    if span is None:
        return _read_fraction_of(tokens, index, lang)
    at += low_at(tokens, at) in ("-", "the")
    whole = _whole(tokens, at, lang)
    return _cut(whole, span, 12) if whole else None


def _read_fraction_of(tokens: Tokens, index: int, lang: Language) -> Period | None:
    number, at = _small_number(tokens, index, lang, 4)
    parts = {"half": 2, "quarter": 4}.get(low_at(tokens, at), 0)
    if tokens[index].low == "q" and low_at(tokens, index + 1).isdigit():
        number, at = _small_number(tokens, index + 1, lang, 4)
        parts, at = 4, at - 1
    if not 0 < number <= parts:
        return None
    at += 1
    at += low_at(tokens, at) == "of"
    at += low_at(tokens, at) == "the"
    whole = _whole(tokens, at, lang)
    if whole is None:
        return None
    size = 12 // parts
    cut = _cut(whole, (1 + (number - 1) * size, number * size), 12)
    return Period(cut.first, cut.last, cut.end)


def _whole(tokens: Tokens, index: int, lang: Language) -> Period | None:
    if index >= len(tokens):
        return None
    year = year_at(tokens, index)
    decade = _read_decade(tokens, index) or _read_century(tokens, index, lang)
    return decade or (_days((year, 1), (year, 12), index + 1) if year else None)


def _cut(whole: Period, span: Month, of: int) -> Period:
    """The part of a period from one twelfth to another, with soft edges."""
    length = whole.last - whole.first + 1
    first = whole.first + length * (span[0] - 1) // of
    return Period(first, whole.first + length * span[1] // of - 1, whole.end, coarse=True)


def _read_season(tokens: Tokens, index: int, lang: Language) -> Period | None:
    span = lang.seasons.get(tokens[index].low)
    at = index + 1 + (low_at(tokens, index + 1) == "of")
    year = year_at(tokens, at)
    if span is None or year is None:
        return None
    return _days((year, span[0]), (year, span[1]), at + 1, coarse=True)


def _read_decade(tokens: Tokens, index: int) -> Period | None:
    """ "1980s" and "'80s"."""
    word, suffix = low_at(tokens, index), low_at(tokens, index + 1)
    if suffix not in ("s", "'s", "’s") or not (word.isascii() and word.isdigit()) or len(word) != 4:
        return None
    year, length = int(word), 100 if word.endswith("00") else 10
    if not FIRST_YEAR <= year <= LAST_YEAR or year % 10 or not tokens[index + 1].glued:
        return None
    # "The 1900s" is a century or a decade; the century is the reading that never contradicts wrongly.
    return _days((year, 1), (year + length - 1, 12), index + 2)


def _read_century(tokens: Tokens, index: int, lang: Language) -> Period | None:
    if index >= len(tokens):
        return None
    number, at = _small_number(tokens, index, lang, 22)
    at += low_at(tokens, at) == "-"
    if not 10 < number <= 22 or low_at(tokens, at) not in lang.century:
        return None
    # Common usage counts 1900 to the twentieth century and strict usage to the nineteenth: both are inside.
    return _days(((number - 1) * 100, 1), (number * 100, 12), at + 1)


def _read_year(tokens: Tokens, index: int, lang: Language) -> Period | None:
    """A bare year: after a word that links dates, in brackets, or where no noun follows that it could count."""
    year = year_at(tokens, index)
    if year is None:
        return None
    before, after = low_at(tokens, index - 1), low_at(tokens, index + 1)
    linked = before in lang.date_links or before in lang.articles or before in ("the", "-", "–", "(", "/")
    capital = index + 1 < len(tokens) and tokens[index + 1].is_capital
    free = not after.isalpha() or after in lang.stop_words or (linked and (year >= 1900 or capital))
    money = before in ("$", "€", "£", "¥") or (index > 0 and tokens[index].glued and before not in ("(", "-", "–", "/"))
    counted = after in lang.scales or after in lang.units or after == "-" or money
    if counted and not (after == "-" and year_at(tokens, index + 2)):
        return None
    return _days((year, 1), (year, 12), index + 1) if free and (linked or year >= 1500) else None
