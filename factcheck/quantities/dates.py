"""Calendar dates and periods as intervals of days."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass, replace

from factcheck.quantities.language import Language
from factcheck.quantities.modifiers import bound_before
from factcheck.quantities.records import Bound, Kind
from factcheck.quantities.tokens import Token, low_at
from factcheck.quantities.units_in_text import unit_after

FIRST_YEAR, LAST_YEAR = 1000, 2199
"""Bare numbers outside are not read as years."""

RECENT = 1900
"""From here on, four digits after a word that dates have, too, are rather a year than an amount."""

Tokens = tuple[Token, ...]
Month = tuple[int, int]
_EARLY, _MIDDLE, _LATE = ((1, 15), (1, 12)), ((6, 25), (9, 22)), ((16, 31), (19, 31))
"""Days of a month that may be meant by a part of it, and those that surely are."""


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day (as ordinals, both inside), and the index after the last token. ``coarse``: soft edges.

    ``sure``: first and last day of what everybody means by it, where that is less: ten years of "the 2000s".
    """

    first: int
    last: int
    end: int
    coarse: bool = False
    sure: tuple[int, int] | None = None

    @property
    def surely(self) -> tuple[int, int]:
        """First and last day of what everybody means by it."""
        return self.sure or (self.first, self.last)


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
    """ "early 2025", "late May 2023", "mid-1980s", "the end of 2018", "the first half of the nineteenth century"."""
    word = tokens[index].low
    span, at = lang.parts.get(word), index + 1
    if span is None and low_at(tokens, index + 1) == "of":
        span, at = lang.edges.get(word), index + 2
    if span is None:
        return _read_fraction_of(tokens, index, lang)
    at += low_at(tokens, at) in ("-", "the")
    whole = _whole(tokens, at, lang)
    return _cut(whole, span) if whole else _part_of_month(tokens, at, span, lang)


def _part_of_month(tokens: Tokens, index: int, span: Month, lang: Language) -> Period | None:
    """ "Late May 2023" is its last days for sure, and may be any of its second half; ``span``: that of a year.

    Its edges are not soft beyond these, so that a span of time can be worked out from it.
    """
    month = _read_month(tokens, index, lang) if index < len(tokens) else None
    if month is None or month.first == month.last:
        return None
    wide, sure = _EARLY if span[0] == 1 else _LATE if span[1] == 12 else _MIDDLE
    days = [min(month.first + day - 1, month.last) for day in (*wide, *sure)]
    return replace(month, first=days[0], last=days[1], sure=(days[2], days[3]))


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
    cut = _cut(whole, (1 + (number - 1) * size, number * size))
    return replace(cut, coarse=whole.coarse)


def _whole(tokens: Tokens, index: int, lang: Language) -> Period | None:
    if index >= len(tokens):
        return None
    year = year_at(tokens, index)
    decade = _read_decade(tokens, index) or _read_century(tokens, index, lang)
    return decade or (_days((year, 1), (year, 12), index + 1) if year else None)


def _cut(whole: Period, span: Month) -> Period:
    """The part of whole years from one twelfth to another, each of whole months, with soft edges.

    "The early 2000s" are the first years of the decade for sure, and nobody can say where in the century they end.
    """
    if whole.sure:
        inner = _cut(Period(*whole.sure, whole.end), span)
        return replace(whole, sure=(inner.first, inner.last))
    first, last = (dt.date.fromordinal(day).year for day in (whole.first, whole.last))
    months = last - first + 1
    return _days((first, months * (span[0] - 1) + 1), (first, months * span[1]), whole.end, coarse=True)


def _read_season(tokens: Tokens, index: int, lang: Language) -> Period | None:
    span = lang.seasons.get(tokens[index].low)
    at = index + 1 + (low_at(tokens, index + 1) == "of")
    year = year_at(tokens, at)
    if span is None or year is None:
        return None
    return _days((year, span[0]), (year, span[1]), at + 1, coarse=True)


def _read_decade(tokens: Tokens, index: int) -> Period | None:
    """ "1980s" and "'80s", of the twentieth century; "the '20s" may be of either, and "the 80s" are often ages."""
    short = low_at(tokens, index) in ("'", "‘")
    at = index + short
    word, suffix = low_at(tokens, at), low_at(tokens, at + 1)
    if suffix not in ("s", "'s", "’s") or not (word.isascii() and word.isdigit()) or len(word) != (2 if short else 4):
        return None
    year = int(word) + (1900 if short and word >= "30" else 0)
    if not FIRST_YEAR <= year <= LAST_YEAR or year % 10 or not tokens[at + 1].glued or (short and not tokens[at].glued):
        return None
    decade = _days((year, 1), (year + 9, 12), at + 2)
    if year % 100:
        return decade
    # "The 1900s" are a century or a decade: what lies in the decade fits both, what lies outside of the century none.
    return replace(_days((year, 1), (year + 99, 12), at + 2, coarse=True), sure=(decade.first, decade.last))


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
    free = not after.isalpha() or after in lang.stop_words or (linked and (year >= RECENT or capital))
    money = before in ("$", "€", "£", "¥") or (index > 0 and tokens[index].glued and before not in ("(", "-", "–", "/"))
    counted = after in lang.scales or after in lang.units or after == "-" or money
    if (counted and not (after == "-" and year_at(tokens, index + 2))) or _is_amount(tokens, index, lang):
        return None
    return _days((year, 1), (year, 12), index + 1) if free and (linked or year >= 1500) else None


def _is_amount(tokens: Tokens, index: int, lang: Language) -> bool:
    """Whether the four digits are an amount of money or of a noun, or the lower end of such a range."""
    joint, second = low_at(tokens, index + 1), index + 2
    if joint not in lang.range_words or not year_at(tokens, second):
        return _is_priced(tokens, index, lang) or _is_counted(tokens, index, lang)
    opened = joint != lang.joiner or low_at(tokens, index - 1) == lang.range_opener
    measured = low_at(tokens, second + 1) in lang.units or _is_priced(tokens, second, lang)
    return (opened and measured) or _is_counted(tokens, second, lang)


def _is_priced(tokens: Tokens, index: int, lang: Language) -> bool:
    """Whether money follows; not in "in 2019 $5 million was spent" and "in 2019 dollars"."""
    found = unit_after(tokens, index + 1, lang)
    money = found is not None and found.unit.kind is Kind.MONEY and not low_at(tokens, found.end)[:1].isdigit()
    return money and low_at(tokens, index - 1) != "in"


def _is_counted(tokens: Tokens, index: int, lang: Language) -> bool:
    """ "For 2000 people", "more than 2000 clients"; not "from 1990 to 2000 people left", "above 2019 levels"."""
    before, after, year = low_at(tokens, index - 1), low_at(tokens, index + 1), year_at(tokens, index) or 0
    bounded = bound_before(tokens, index, lang)[0] is not Bound.EXACT
    if bounded and year % 100 == 0 and after.endswith("s") and after not in lang.stop_words:
        return True
    if after not in lang.counted_words or not (bounded or before in lang.count_links):
        return False
    # Amounts without a separator are mostly round, and years mostly not: "the election of 1923 women won".
    if before == "of" and year >= RECENT:
        return year % 100 == 0
    first = year_at(tokens, index - 2)
    return first is None or (first % 100 == year % 100 == 0 and first < RECENT)
