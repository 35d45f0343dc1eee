"""One quantity at a place in the tokens: its number, range, unit and extent, before its context is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from factcheck.quantities.context import is_name, is_ranked, is_rise_or_fall
from factcheck.quantities.language import Language
from factcheck.quantities.modifiers import read_modifier
from factcheck.quantities.numerals import Numeral, half_after, read_numeral
from factcheck.quantities.records import Kind
from factcheck.quantities.tokens import Token, low_at
from factcheck.quantities.units import UNITS, Unit, money_unit
from factcheck.quantities.units_in_text import FoundUnit, currency_before, unit_after

Tokens = tuple[Token, ...]
BARE = Unit("", "", Fraction(1), kind=Kind.COUNT)
ORDINAL = Unit("", "", Fraction(1), kind=Kind.ORDINAL)
AGE = replace(UNITS["yr"], kind=Kind.AGE)
_SIGNS = ("minus", "−", "-")
_PLUS = ("plus", "+")
_SMALLER = {("h", "m"): ("min", 60), ("ft", "in"): ("in", 12), ("lb", "oz"): ("oz", 16)}
"""By a unit and an abbreviation that means another thing elsewhere: the smaller unit, and how many make the larger."""


MIN_AGE, MAX_AGE = 10, 110
"""Between commas another number is rarely an age."""

APART = 30
"""How many words before and after an age between commas are searched for another number, so that time stays linear."""

MAX_SPREAD = 3
"""By how much a range of changes ("by 200 to 500") may spread before its end is taken for what the change came to."""


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
    ranked = is_ranked(tokens, at, lang) and low_at(tokens, number.end) not in lang.units
    if not code and (ranked or (number.digits and is_name(tokens, at, lang))):
        return Reading(number.value, number.half, BARE, index, number.end, skip=True)
    if number.plain:
        ordinal = _read_ordinal(tokens, index, lang)
        if ordinal is not None:
            return ordinal
    number = _glued_scale(tokens, number, bool(code), lang)
    first = Reading(number.value, number.half, BARE, index, number.end, share=number.share)
    whole = _read_range(tokens, first, number, code, lang)
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


def _read_range(tokens: Tokens, first: Reading, number: Numeral, code: str, lang: Language) -> Reading:
    """Adds the upper end of "15 to 20", "1.5–2 million", "between 5 km and 10 km"."""
    unit = unit_after(tokens, first.end, lang)
    at = unit.end if unit and low_at(tokens, unit.end) in lang.range_words else first.end
    hung, begin = _is_hung(tokens, at), _minus(tokens, first.start)
    at += hung
    link, before = low_at(tokens, at), low_at(tokens, begin - 1)
    if (link not in lang.range_words and not hung) or at + 1 >= len(tokens) or first.share:
        return first
    opened = before == lang.range_opener or (before == "from" and low_at(tokens, first.start - 2).startswith("rang"))
    clock = unit is not None and unit.unit.kind is Kind.CLOCK
    if not opened and (link == lang.joiner or (link == "to" and before == "from" and not clock)):
        return first
    sign, at = _upper_sign(tokens, at) if begin < first.start else (1, at)
    second_code, start = currency_before(tokens, at + 1)
    second = read_numeral(tokens, start, lang)
    if second is None or second.share:
        return replace(first, skip=hung)
    second = _glued_scale(tokens, second, bool(second_code), lang)
    second = replace(second, value=sign * second.value)
    other = unit_after(tokens, second.end, lang)
    size = _size(unit, other, code, second_code)
    scale = second.scale if size == 1 and number.scale == 1 and first.value * second.scale < second.value else 1
    low = first.value * size * scale * (1 if begin == first.start else -1)
    if clock and other and low >= second.value:  # Over midnight.
        return replace(first, end=second.end, skip=True)
    named = opened or code or other or second.scale > 1 or _noun(tokens, second.end, lang)
    if not size or low >= second.value or not named:
        return first
    stands_alone = code or unit or (other is None and scale == 1)
    if link == lang.reached and stands_alone and _changed(tokens, first, lang):
        # "Rose by £2 to £30" came to £30; "fell 5% to 10%" may mean either, and is not compared.
        return first if second.value > MAX_SPREAD * low else replace(first, end=second.end, skip=True)
    return replace(first, value=low, high=second.value, half=second.half, start=begin, end=second.end)


def _is_hung(tokens: Tokens, at: int) -> bool:
    """ "3- to 4-year": whether a hyphen after the first number stands for what only the second one has behind it."""
    return low_at(tokens, at) == "-" and tokens[at].glued and low_at(tokens, at + 1) in ("to", "or")


def _upper_sign(tokens: Tokens, at: int) -> tuple[int, int]:
    """The sign of the upper end of a range that begins below zero, and the index before its number."""
    word = low_at(tokens, at + 1)
    signed = (word in _SIGNS or word in _PLUS) and at + 2 < len(tokens)
    return (-1 if word in _SIGNS else 1, at + 1) if signed else (1, at)


def _size(unit: FoundUnit | None, other: FoundUnit | None, code: str, second_code: str) -> Fraction:
    """How large the unit of a first number is in that of a second; 0 where they are no two ends of one range.

    A sign of money before the first number holds for both, any other unit stands after the second one.
    """
    if code or second_code:
        same = code == second_code or (bool(code) and not second_code and other is None)
        return Fraction(same)
    if unit is None:
        return Fraction(1)
    if other is None or _measured(unit.unit) != _measured(other.unit):
        return Fraction(0)
    return unit.unit.factor / other.unit.factor


def _measured(unit: Unit) -> tuple[str, Kind, Fraction]:
    return unit.si, unit.kind, unit.offset


def _changed(tokens: Tokens, number: Reading, lang: Language) -> bool:
    """Whether "by" or "rose", "fell" and their like stand before a number and what bounds it."""
    before = low_at(tokens, read_modifier(tokens, number.start, number.end, lang).start - 1)
    return before == "by" or is_rise_or_fall(before, lang)


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
    """Whether "aged", "the age of", "aged over" stands before, or it is an age between commas."""
    near = [low_at(tokens, start - k) for k in (1, 2)]
    named = near[0] in ("aged", "age") or (near[1] in ("age", "aged", "ages") and near[0] in ("of", "over", "under"))
    return named or _in_apposition(tokens, start, lang)


def _in_apposition(tokens: Tokens, start: int, lang: Language) -> bool:
    """Whether the number stands as an age does: "the author, 62, lives in Cork"; no list has such a sentence."""
    if low_at(tokens, start - 1) != "," or low_at(tokens, start + 1) != "," or not _is_age(tokens[start].text):
        return False
    listed = low_at(tokens, start - 3) in (",", lang.joiner) or not low_at(tokens, start - 2)[:1].isalpha()
    near = (*tokens[max(0, start - APART) : start], *tokens[start + 1 : start + APART])
    return not listed and not any(t.is_digits and t.sentence == tokens[start].sentence for t in near)


def _is_age(text: str) -> bool:
    return len(text) <= len(str(MAX_AGE)) and text.isdecimal() and MIN_AGE <= int(text) <= MAX_AGE


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
    end = half_after(tokens, reading.end, lang)
    if end:
        return replace(reading, value=reading.value + Fraction(1, 2), half=Fraction(1, 4), end=end)
    number = read_numeral(tokens, at, lang)
    found = _smaller_unit(tokens, number, reading, lang) if number and not number.share else None
    if number is None or found is None or found.unit.si != reading.unit.si or found.unit.factor >= reading.unit.factor:
        return reading
    if found.unit.kind is not reading.unit.kind or reading.unit.si not in ("s", "m", "kg"):
        return reading
    ratio = found.unit.factor / reading.unit.factor
    return replace(reading, value=reading.value + number.value * ratio, half=number.half * ratio, end=found.end)


def _smaller_unit(tokens: Tokens, number: Numeral, first: Reading, lang: Language) -> FoundUnit | None:
    """The unit after a number that follows another measure: "m" are minutes after hours, and "in" inches after feet."""
    symbol, most = _SMALLER.get((first.unit.symbol, low_at(tokens, number.end)), ("", 0))
    if low_at(tokens, first.end) != lang.joiner and number.value < most:
        return FoundUnit(UNITS[symbol], number.end + 1)
    return unit_after(tokens, number.end, lang)


def _sign(tokens: Tokens, reading: Reading, lang: Language) -> Reading:
    """A minus before the number: the word, the sign, or a hyphen that has a space before it and none after it."""
    start = _minus(tokens, reading.start)
    if start == reading.start or reading.share or reading.high is not None:
        return reading
    return replace(reading, value=-reading.value, start=start)


def _minus(tokens: Tokens, start: int) -> int:
    """The index of the minus before the number at the index; that of the number without one."""
    before = start - 1
    if before < 0 or tokens[before].low not in _SIGNS:
        return start
    hyphen = tokens[before].text == "-"
    return start if hyphen and (tokens[before].glued or not tokens[start].glued or before == 0) else before


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
