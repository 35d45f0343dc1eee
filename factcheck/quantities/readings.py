"""One quantity at a place in the tokens: its number, range, unit and extent, before its context is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from factcheck.quantities.context import is_name
from factcheck.quantities.language import Language
from factcheck.quantities.numerals import Numeral, read_numeral
from factcheck.quantities.records import Kind
from factcheck.quantities.tokens import Token, low_at
from factcheck.quantities.units import UNITS, Unit, money_unit
from factcheck.quantities.units_in_text import currency_before, unit_after

Tokens = tuple[Token, ...]
BARE = Unit("", "", Fraction(1), kind=Kind.COUNT)
ORDINAL = Unit("", "", Fraction(1), kind=Kind.ORDINAL)
AGE = replace(UNITS["yr"], kind=Kind.AGE)
_SIGNS = ("minus", "−", "-")


@dataclass(frozen=True, slots=True)
class Reading:
    """A number (or a range up to ``high``) in a unit, over tokens ``[start:end]``; ``skip`` marks a name."""

    value: Fraction
    half: Fraction
    unit: Unit
    start: int
    end: int
    high: Fraction | None = None
    share: bool = False
    skip: bool = False


def read_number(tokens: Tokens, index: int, lang: Language) -> Reading | None:
    """The quantity, other than a date, that begins at the index."""
    code, at = currency_before(tokens, index)
    number = read_numeral(tokens, at, lang)
    if number is None:
        return _read_ordinal(tokens, index, lang) or _read_single(tokens, index, lang)
    if not code and number.digits and is_name(tokens, at, lang):
        return Reading(number.value, number.half, BARE, index, number.end, skip=True)
    if number.plain:
        ordinal = _read_ordinal(tokens, index, lang)
        if ordinal is not None:
            return ordinal
    number = _glued_scale(tokens, number, bool(code), lang)
    first = Reading(number.value, number.half, BARE, index, number.end, share=number.share)
    whole = _read_range(tokens, first, number, lang)
    return _sign(tokens, _add_unit(tokens, whole, code, lang), lang)


def _glued_scale(tokens: Tokens, number: Numeral, money: bool, lang: Language) -> Numeral:
    """ "15k", "£2.4m": an "m" is a million after a currency sign, else a metre."""
    word = low_at(tokens, number.end)
    scale = lang.glued_scales.get(word, 0)
    if not scale or number.scale != 1 or not (money or (tokens[number.end].glued and word not in lang.units)):
        return number
    if word == "b" and not money:
        return number
    return Numeral(number.value * scale, number.half * scale, number.end + 1, digits=True, scale=scale)


def _read_range(tokens: Tokens, first: Reading, number: Numeral, lang: Language) -> Reading:
    """Adds the upper end of "15 to 20", "1.5–2 million", "between 5 km and 10 km"."""
    unit = unit_after(tokens, first.end, lang)
    at = unit.end if unit and low_at(tokens, unit.end) in lang.range_words else first.end
    link, before = low_at(tokens, at), low_at(tokens, first.start - 1)
    if link not in lang.range_words or at + 1 >= len(tokens) or first.share:
        return first
    opened = before == lang.range_opener or (before == "from" and low_at(tokens, first.start - 2).startswith("rang"))
    if (link == lang.joiner and not opened) or (link == "to" and before == "from" and not opened):
        return first
    code, start = currency_before(tokens, at + 1)
    second = read_numeral(tokens, start, lang)
    if second is None or second.share:
        return first
    second = _glued_scale(tokens, second, bool(code), lang)
    factor = second.scale if number.scale == 1 and first.value * second.scale < second.value else 1
    low = first.value * factor
    named = (
        opened or unit_after(tokens, second.end, lang) or unit or second.scale > 1 or _noun(tokens, second.end, lang)
    )
    if low >= second.value or not named:
        return first
    return replace(first, value=low, high=second.value, half=second.half, end=second.end)


def _noun(tokens: Tokens, index: int, lang: Language) -> bool:
    return index < len(tokens) and tokens[index].is_word and tokens[index].low not in lang.stop_words


def _add_unit(tokens: Tokens, reading: Reading, code: str, lang: Language) -> Reading:
    if reading.share:
        return _share(tokens, reading, lang)
    found = unit_after(tokens, reading.end, lang)
    if code:
        return replace(reading, unit=money_unit(code))
    if found is None:
        return replace(reading, unit=AGE) if _aged(tokens, reading.start, lang) else reading
    unit, end = found.unit, found.end
    if unit.kind is Kind.DURATION:
        if low_at(tokens, end) in lang.age_words:
            return replace(reading, unit=replace(unit, kind=Kind.AGE), end=end + 1)
        if low_at(tokens, end) == "-" and low_at(tokens, end + 1) in lang.age_words:
            return replace(reading, unit=replace(unit, kind=Kind.AGE), end=end + 2)
        if _aged(tokens, reading.start, lang):
            return replace(reading, unit=replace(unit, kind=Kind.AGE), end=end)
    return _compound(tokens, replace(reading, unit=unit, end=end), lang)


def _aged(tokens: Tokens, start: int, lang: Language) -> bool:
    """Whether "aged", "the age of", "aged over" stands before."""
    near = [low_at(tokens, start - k) for k in (1, 2, 3)]
    return near[0] in ("aged", "age") or (near[1] in ("age", "aged", "ages") and near[0] in ("of", "over", "under"))


def _share(tokens: Tokens, reading: Reading, lang: Language) -> Reading:
    """ "A third" is 33.3 %, but "a third of a kilometre" and "three quarters of an hour" are measures."""
    end = reading.end
    if low_at(tokens, end) == "of" and low_at(tokens, end + 1) in lang.articles:
        found = unit_after(tokens, end + 2, lang)
        if found:
            return replace(reading, half=reading.value / 20, unit=found.unit, end=found.end, share=False)
    return replace(reading, value=reading.value * 100, half=reading.half * 100, unit=UNITS["%"])


def _compound(tokens: Tokens, reading: Reading, lang: Language) -> Reading:
    """Adds a smaller unit of the same dimension ("24 hours and 37 minutes") or "and a half"."""
    at = reading.end + (low_at(tokens, reading.end) == lang.joiner)
    if reading.high is not None or reading.unit.offset or at >= len(tokens) or reading.unit.kind is Kind.MONEY:
        return reading
    if at > reading.end and low_at(tokens, at) in lang.articles and low_at(tokens, at + 1) == lang.half:
        return replace(reading, value=reading.value + Fraction(1, 2), half=Fraction(1, 4), end=at + 2)
    number = read_numeral(tokens, at, lang)
    found = unit_after(tokens, number.end, lang) if number and not number.share else None
    if number is None or found is None or found.unit.si != reading.unit.si or found.unit.factor >= reading.unit.factor:
        return reading
    if found.unit.kind is not reading.unit.kind or reading.unit.si not in ("s", "m", "kg"):
        return reading
    ratio = found.unit.factor / reading.unit.factor
    return replace(reading, value=reading.value + number.value * ratio, half=number.half * ratio, end=found.end)


def _sign(tokens: Tokens, reading: Reading, lang: Language) -> Reading:
    """A minus before the number: the word, the sign, or a hyphen that has a space before it and none after it."""
    before = reading.start - 1
    if before < 0 or tokens[before].low not in _SIGNS or reading.share or reading.high is not None:
        return reading
    if tokens[before].text == "-" and (tokens[before].glued or not tokens[reading.start].glued or before == 0):
        return reading
    return replace(reading, value=-reading.value, start=before)


def _read_ordinal(tokens: Tokens, index: int, lang: Language) -> Reading | None:
    """ "300th" and "third"; not "second" as the unit of time, which follows a number."""
    token, suffix = tokens[index], low_at(tokens, index + 1)
    if token.is_digits and token.text.replace(",", "").isdigit() and suffix in lang.ordinal_suffixes:
        value = Fraction(token.text.replace(",", "")) if len(token.text) < 12 else None
        glued = tokens[index + 1].glued
        return Reading(value, Fraction(0), ORDINAL, index, index + 2) if value is not None and glued else None
    if token.low not in lang.ordinals or token.low == "zeroth":
        return None
    return Reading(Fraction(lang.ordinals[token.low]), Fraction(0), ORDINAL, index, index + 1)


def _read_single(tokens: Tokens, index: int, lang: Language) -> Reading | None:
    """ "An hour", "a kilometre": one unit, where a bound stands before it or a half after it."""
    if tokens[index].low not in lang.articles:
        return None
    found = unit_after(tokens, index + 1, lang)
    if found is None or found.unit.kind is Kind.MONEY or found.unit.si in ("%", "pp", "x"):
        return None
    one = _compound(tokens, Reading(Fraction(1), Fraction(1, 2), found.unit, index, found.end), lang)
    bounded = low_at(tokens, index - 1) in lang.bounds_before
    return one if bounded or one.end > found.end else None
