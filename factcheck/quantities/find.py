"""All quantities of a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from factcheck.quantities.clock import read_clock
from factcheck.quantities.context import (
    attribute_near,
    denied_sentences,
    head_after,
    is_change,
    is_rise_or_fall,
    is_whole,
    per_after,
)
from factcheck.quantities.dates import Period, day_of_month, read_period
from factcheck.quantities.english import ENGLISH
from factcheck.quantities.german import GERMAN
from factcheck.quantities.language import Language, tokens_of, words
from factcheck.quantities.links import ABOUT_MINUTES, FAR, days_about, read_link, span
from factcheck.quantities.modifiers import Modifier, interval_of, read_modifier
from factcheck.quantities.readings import Reading, read_number
from factcheck.quantities.records import Bound, Interval, Kind, Quantity
from factcheck.quantities.tokens import Token, low_at, phrase_after
from factcheck.quantities.units import Unit

LANGUAGES: dict[str, Language] = {"en": ENGLISH, "de": GERMAN}

Tokens = tuple[Token, ...]
DAY_MINUTES = 1440
_BEFORE_DAYS = words("the monday tuesday wednesday thursday friday saturday sunday")


# The German reader writes "then" after a year that no noun follows.
_BEFORE_YEAR_1 = (("bc",), ("bce",), ("b", ".", "c"), ("v", ".", "chr"), ("then", "v", ".", "chr"))
_LEVELS = ("above", "below", "over", "under")
_MOVED = (Kind.PERCENT, Kind.POINTS, Kind.MONEY)
_COUNTED = (Kind.COUNT, Kind.ORDINAL, Kind.PERCENT, Kind.MULTIPLE)


@dataclass(frozen=True, slots=True)
class Place:
    """Token ranges of a quantity: with its bounding words ``[start:end]``, and without them ``[core:core_end]``."""

    start: int
    core: int
    core_end: int
    end: int


def language_of(code: str) -> Language | None:
    """The table of a language; a region makes no difference ("de-AT")."""
    return LANGUAGES.get(code.lower().partition("-")[0])


def find_quantities(text: str, lang: str = "en") -> tuple[Quantity, ...]:
    """The quantities of the text in order; none in a language that has no table (``LANGUAGES``).

    Time is linear in the length of the text, and no text raises.
    """
    language = language_of(lang)
    if language is None:
        return ()
    tokens = tokens_of(text, language)
    found = list(_scan(text, tokens, language))
    taken = frozenset(i for _, place in found for i in range(place.start, place.end))
    denied = denied_sentences(tokens, taken, language)
    return tuple(replace(quantity, negated=quantity.sentence in denied) for quantity, _ in found)


def _scan(text: str, tokens: Tokens, lang: Language) -> Iterator[tuple[Quantity, Place]]:
    index, name_end, dated = 0, -9, (0, -9)
    while index < len(tokens):
        period = read_period(tokens, index, lang)
        undated = 0 if period else day_of_month(tokens, index, lang)
        reading = None if period or undated else read_clock(tokens, index, lang) or read_number(tokens, index, lang)
        if undated:
            index, dated = undated, (index, undated)
        elif period:
            quantity, place = _date(text, tokens, index, period, lang)
            # Calendars of most libraries begin with year 1, and a year before it is none of those after it.
            if not _before_year_1(tokens, place.end, lang):
                yield quantity, place
            index, dated = place.end, (place.start, place.end)
        elif reading is None:
            index += 1
        elif reading.skip or _listed(tokens, reading, name_end):
            index = name_end = reading.end
        else:
            if reading.unit.kind is Kind.CLOCK and reading.value <= DAY_MINUTES:
                yield _clock(text, tokens, reading, dated, lang)
            elif reading.unit.kind is not Kind.CLOCK and _counts(tokens, reading, lang):
                yield _number(text, tokens, reading, lang)
            index = reading.end


def _before_year_1(tokens: Tokens, end: int, lang: Language) -> bool:
    """Whether "BC" stands here, or behind the second number of a range that begins before: "1500 to 1200 BC"."""
    ranged = low_at(tokens, end) in lang.range_words and low_at(tokens, end + 1).isdigit()
    return bool(phrase_after(tokens, end + 2 if ranged else end, _BEFORE_YEAR_1))


def _listed(tokens: Tokens, reading: Reading, name_end: int) -> bool:
    """Numbers joined to one that is a name are names too: "Lines 1, 2 and 3"."""
    joined = reading.start - name_end == 1 and low_at(tokens, name_end) in (",", "and", "or", "to", "-", "–", "/")
    return joined and reading.unit.kind is Kind.COUNT


def _counts(tokens: Tokens, reading: Reading, lang: Language) -> bool:
    """Leaves out the pronoun and article "one", and zero in words."""
    word = tokens[reading.start]
    lone = word.is_word and reading.end == reading.start + 1 and reading.unit.kind is Kind.COUNT
    return not (lone and reading.value <= 1 and word.low in lang.cardinals)


def _number(text: str, tokens: Tokens, reading: Reading, lang: Language) -> tuple[Quantity, Place]:
    modifier = read_modifier(tokens, reading.start, reading.end, lang)
    place = Place(modifier.start, reading.start, reading.end, modifier.end)
    if reading.high is not None:
        place = replace(place, start=reading.start - (low_at(tokens, reading.start - 1) == lang.range_opener))
    unit, kind = reading.unit, reading.unit.kind
    change = is_change(tokens, place.start, place.end, lang) or _rose(tokens, place.start, unit, lang)
    zero = Fraction(0) if change else unit.offset
    low, half = reading.value * unit.factor + zero, reading.half * unit.factor
    interval, bound, value = interval_of(modifier.bound, low, zero), modifier.bound, low
    if reading.high is not None:
        high = reading.high * unit.factor + zero
        interval, bound = Interval(low, high), Bound.RANGE
    shown = f"{_plain(reading.half)} {unit.symbol}".strip()
    quantity = _quantity(text, tokens, place, lang, kind, unit.si, interval, modifier)
    stated = None if bound is Bound.RANGE else value
    quantity = replace(quantity, bound=bound, coarse=reading.share, change=change)
    precise = low_at(tokens, place.start - 1) in lang.exact_words
    quantity = replace(quantity, whole=is_whole(tokens, place.start, lang), precise=precise)
    return replace(quantity, value=stated, zero=zero, half=half, shown_half=shown), place


def _clock(
    text: str, tokens: Tokens, reading: Reading, dated: tuple[int, int], lang: Language
) -> tuple[Quantity, Place]:
    """The clock time of a reading; ``dated``: the token range of the last date before it."""
    link, value = read_link(tokens, reading.start, lang), reading.value
    bound, stop = link.bound, value
    if reading.high is not None:
        opener = link.role == "at" and low_at(tokens, link.start - 1) == lang.range_opener
        link = replace(link, role="at", start=link.start - opener)
        bound, stop = Bound.RANGE, reading.high
    outer = span(link, int(value), int(stop), FAR * ABOUT_MINUTES)
    inner = span(link, int(value), int(stop), ABOUT_MINUTES, sure=True)
    place = Place(link.start, reading.start, reading.end, reading.end)
    unit, modifier = reading.unit, Modifier(bound, link.start, reading.end)
    quantity = _quantity(text, tokens, place, lang, Kind.CLOCK, unit.si, outer, modifier)
    shown = f"{_plain(reading.half)} {unit.symbol}"
    begin = _before_date(tokens, link.start, dated, lang)
    quantity = replace(quantity, head=attribute_near(tokens, begin, reading.end, lang))
    quantity = replace(quantity, bound=bound, coarse=unit.symbol == "clock12", sure=inner, per="")
    return replace(quantity, value=None if bound is Bound.RANGE else value, half=reading.half, shown_half=shown), place


def _before_date(tokens: Tokens, start: int, dated: tuple[int, int], lang: Language) -> int:
    """Where the date and the weekday begin that stand before the clock time: "began on 3 May at 7 p.m."."""
    small = (",", "then", *lang.date_links)
    if dated[1] < 0 or not all(token.low in small for token in tokens[dated[1] : start]):
        return start
    at = dated[0]
    while low_at(tokens, at - 1) in _BEFORE_DAYS or low_at(tokens, at - 1) in small:
        at -= 1
    return at


def _rose(tokens: Tokens, start: int, unit: Unit, lang: Language) -> bool:
    """Whether it "rose 5 °C" or "fell more than 5 percent"; where it "rose above 5 °C" that is a level.

    A dam that "rises 86 metres" is as high.
    """
    before = low_at(tokens, start - 1)
    moved = unit.kind in _MOVED and before in lang.moved
    lost = unit.offset != 0 and is_rise_or_fall(before, lang)
    return (moved or lost) and low_at(tokens, start) not in _LEVELS


def _quantity(
    text: str,
    tokens: Tokens,
    place: Place,
    lang: Language,
    kind: Kind,
    unit: str,
    interval: Interval,
    modifier: Modifier,
) -> Quantity:
    start, end = tokens[place.start].start, tokens[place.end - 1].end
    core = text[tokens[place.core].start : tokens[place.core_end - 1].end]
    head = head_after(tokens, place.end, lang)
    if kind not in _COUNTED:
        head = attribute_near(tokens, place.start, place.end, lang)
    first = tokens[place.core]
    return Quantity(
        kind, text[start:end], start, end, core, unit, interval, per=per_after(tokens, place.core_end, lang),
        head=head, sentence=first.sentence, clause=first.clause,
    )  # fmt: skip


def _plain(number: Fraction) -> str:
    """A fraction as a short decimal number with thousands separators."""
    rounded = f"{float(number):,.6f}".rstrip("0").rstrip(".")
    return rounded or "0"


def _date(text: str, tokens: Tokens, index: int, period: Period, lang: Language) -> tuple[Quantity, Place]:
    link = read_link(tokens, index, lang)
    second = _second_period(tokens, link.start, period, lang)
    end = second.end if second else period.end
    stop = second or period
    blur = days_about(period.first, stop.last)
    outer = span(link, period.first, stop.last, FAR * blur)
    inner = span(link, period.surely[0], stop.surely[1], blur, sure=True)
    # "After the 2000s" allows most where the period ends early.
    interval, sure = (outer, inner) if inner.within(outer) else (inner, outer)
    bound = Bound.RANGE if second and link.role in ("at", "since") else link.bound
    place = Place(link.start, index, end, end)
    quantity = _quantity(text, tokens, place, lang, Kind.DATE, "d", interval, Modifier(bound, link.start, end))
    return replace(quantity, sure=sure, bound=bound, coarse=period.coarse or link.blurred, per=""), place


def _second_period(tokens: Tokens, start: int, period: Period, lang: Language) -> Period | None:
    """The later end of "1838–1844", "between about 1838 and 1844", "from May to June 1990"."""
    link, before = low_at(tokens, period.end), low_at(tokens, start - 1)
    if link not in lang.range_words or period.end + 1 >= len(tokens):
        return None
    if link == lang.joiner and before != lang.range_opener:
        return None
    at = period.end + 1 + (low_at(tokens, period.end + 1) == "the")
    second = read_period(tokens, at, lang) if at < len(tokens) else None
    return second if second and second.last > period.first else None
