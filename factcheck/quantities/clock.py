"""English clock times, in minutes since midnight: "7 p.m.", "7:30 a.m.", "9 o'clock", "from 7 to 9 p.m."."""

from __future__ import annotations

import re
from fractions import Fraction

from factcheck.quantities.language import Language
from factcheck.quantities.readings import Reading
from factcheck.quantities.tokens import Token, low_at, phrase_after
from factcheck.quantities.units import UNITS

Tokens = tuple[Token, ...]
_HOUR = re.compile(r"(\d{1,2})(?:\.(\d{2}))?", re.ASCII)
_MINUTE = re.compile(r"[0-5]\d", re.ASCII)


def read_clock(tokens: Tokens, index: int, lang: Language) -> Reading | None:
    """The clock time or the range of two that begins at the index; one over midnight is not compared."""
    first, end = _hour(tokens, index, lang)
    if first is None:
        return None
    mark = _mark(tokens, end, lang)
    at = end + len(mark) if mark else end
    second, second_end = _hour(tokens, at + 1, lang) if low_at(tokens, at) in lang.range_words else (None, at)
    last = _mark(tokens, second_end, lang) if second is not None else ()
    if second is None or not last:
        return _reading(index, at, mark, _minutes(first, mark, lang), None, lang) if mark else None
    low, high = _minutes(first, mark or last, lang), _minutes(second, last, lang)
    return _reading(index, second_end + len(last), last, low, high, lang)


def _reading(start: int, end: int, mark: tuple[str, ...], low: int, high: int | None, lang: Language) -> Reading:
    unit = UNITS["clock12" if lang.clock_marks[mark] is None else "clock"]
    above = None if high is None else Fraction(high)
    return Reading(Fraction(low), Fraction(1, 2), unit, start, end, high=above, skip=above is not None and above <= low)


def _hour(tokens: Tokens, index: int, lang: Language) -> tuple[int | None, int]:
    """Minutes since noon or midnight of the hour at the index, with its minutes, and the index after it."""
    word, minute, end = low_at(tokens, index), "00", index + 1
    found = _HOUR.fullmatch(word)
    hour = int(found[1]) if found else lang.cardinals.get(word, 0)
    if found and low_at(tokens, end) == ":":
        minute, end = low_at(tokens, end + 1), end + 2
    elif found and found[2]:
        minute = found[2]
    if not 0 < hour <= 12 or not _MINUTE.fullmatch(minute):
        return None, index
    return 60 * (hour % 12) + int(minute), end


def _mark(tokens: Tokens, index: int, lang: Language) -> tuple[str, ...]:
    """ "p.m." or "o'clock" at the index; empty without, and for the verb of "I am"."""
    mark = phrase_after(tokens, index, lang.clock_marks)
    return () if mark == ("am",) and low_at(tokens, index + 1) == "i" else mark


def _minutes(minutes: int, mark: tuple[str, ...], lang: Language) -> int:
    return minutes + (lang.clock_marks[mark] or 0)
