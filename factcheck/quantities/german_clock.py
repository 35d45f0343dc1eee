"""German clock times, as minutes since midnight."""

from __future__ import annotations

import re
from dataclasses import dataclass

from factcheck.quantities.german_numbers import cardinal
from factcheck.quantities.tokens import Token, low_at

Tokens = tuple[Token, ...]
_HALF_DAY = 720
_TIME = re.compile(r"(\d{1,2})(?:[.](\d{2}))?")


@dataclass(frozen=True, slots=True)
class Clock:
    """The tokens of a clock time as a number of minutes and its unit; no words for one that is not compared."""

    words: tuple[str, ...]
    used: int


def read_clock(tokens: Tokens, at: int) -> Clock | None:
    """ "14 Uhr", "14.30 Uhr", "14:30 Uhr", "14 Uhr 30"; and "halb vier": half past three of either half of the day."""
    return _half_hour(tokens, at) or _quarter(tokens, at) or _first_of_range(tokens, at) or _stated(tokens, at)


_STARTS = {"morgens": 0, "früh": 0, "vormittags": 0, "mittags": 600, "nachmittags": 720, "abends": 900, "nachts": 1200}
"""The minute of the day from which on a time means the half of the day that the word names: "elf Uhr nachts" is 23."""
_JOINTS = ("bis", "und", "-", "–")
_BEFORE_HOURS = ("um", "ab", "gegen")
"""Before "h" they show a clock time; "von 10.30 h" and "nach 2.30 h" may tell how long something takes."""
_BLURS = ("ca", "circa", "etwa", "ungefähr", "rund")


def _stated(tokens: Tokens, at: int) -> Clock | None:
    minutes, end = _hour(tokens, at)
    if minutes is None or not _is_unit(tokens, at, end):
        return None
    more, used = low_at(tokens, end + 1), end + 1
    if minutes % 60 == 0 and end - at == 1 and _is_minute(more) and int(more) < 60:
        minutes, used = minutes + int(more), end + 2
    return Clock((str(_of_day(minutes, tokens, used)), "uhr"), used - at)


def _first_of_range(tokens: Tokens, at: int) -> Clock | None:
    """The 14 of "14 bis 16 Uhr", whose unit stands after the second time."""
    minutes, end = _hour(tokens, at)
    if minutes is None or low_at(tokens, end) not in _JOINTS:
        return None
    second, after = _hour(tokens, end + 1)
    if second is None or not _is_unit(tokens, end + 1, after):
        return None
    return Clock((str(_of_day(minutes, tokens, after + 1)), "uhr"), end - at)


def _is_unit(tokens: Tokens, at: int, end: int) -> bool:
    """Whether "Uhr" stands behind the time, or "h" behind hours and minutes that "um", "ab" or "gegen" opens.

    "12.30 h" alone, or after "von" or "nach", may be how long something took.
    """
    exact = "." in low_at(tokens, at) or end - at == 3
    return low_at(tokens, end) == "uhr" or (low_at(tokens, end) == "h" and exact and _opened(tokens, at))


def _opened(tokens: Tokens, at: int) -> bool:
    """Whether the time, or the first one of its range, has a word before it that only a clock time has."""
    if low_at(tokens, at - 1) in _JOINTS:
        at = next((k for k in (at - 2, at - 4) if k >= 0 and _hour(tokens, k)[1] == at - 1), at)
    at -= low_at(tokens, at - 1) in _BLURS
    return low_at(tokens, at - 1) in _BEFORE_HOURS


def _half_of_day(tokens: Tokens, at: int) -> int | None:
    """Where the half of the day begins that the words at the index name: "abends", "am Nachmittag"."""
    word = low_at(tokens, at + 1) + "s" if low_at(tokens, at) == "am" else low_at(tokens, at)
    return _STARTS.get(word)


def _of_day(minutes: int, tokens: Tokens, at: int) -> int:
    """The minutes in the half of the day that the words at the index name: "8 Uhr abends", "3 Uhr am Nachmittag"."""
    start = _half_of_day(tokens, at)
    # "12 Uhr vormittags" is noon, no midnight.
    if start is None or minutes >= (_HALF_DAY + 60 if start else _HALF_DAY):
        return minutes
    return (start + (minutes - start) % _HALF_DAY) % (2 * _HALF_DAY)


def _hour(tokens: Tokens, at: int) -> tuple[int | None, int]:
    """Minutes since midnight of the time at the index, and the index after it."""
    word = low_at(tokens, at)
    found = _TIME.fullmatch(word) if word.isascii() else None
    hour = int(found[1]) if found else cardinal(word) if word != "hundert" else None
    hour = 1 if word == "ein" and low_at(tokens, at + 1) == "uhr" else hour
    minute, end = int(found[2] or 0) if found else 0, at + 1
    if low_at(tokens, end) == ":" and _is_minute(low_at(tokens, end + 1)):
        minute, end = int(low_at(tokens, end + 1)), end + 2
    if hour is None or hour > 24 or minute > 59:
        return None, at
    return 60 * hour + minute, end


def _is_minute(word: str) -> bool:
    return len(word) == 2 and word.isascii() and word.isdigit()


def _half_hour(tokens: Tokens, at: int) -> Clock | None:
    if low_at(tokens, at) != "halb":
        return None
    hour = _hour_name(tokens, at + 1)
    if not hour:
        return None
    minutes, used = 60 * hour - 30, 2 + (low_at(tokens, at + 2) == "uhr")
    known = _half_of_day(tokens, at + used) is not None
    return Clock((str(_of_day(minutes, tokens, at + used)), "uhr" if known else "halbuhr"), used)


def _quarter(tokens: Tokens, at: int) -> Clock | None:
    """ "Viertel nach drei" and "drei viertel vier" are no shares, and are not compared."""
    if low_at(tokens, at) == "viertel" and low_at(tokens, at + 1) in ("nach", "vor") and _hour_name(tokens, at + 2):
        return Clock((), 3)
    three = (low_at(tokens, at) == "drei" and low_at(tokens, at + 1) == "viertel") or low_at(
        tokens, at
    ) == "dreiviertel"
    hour_at = at + 1 + (low_at(tokens, at) == "drei")
    return Clock((), hour_at + 1 - at) if three and _hour_name(tokens, hour_at) else None


def _hour_name(tokens: Tokens, at: int) -> int:
    """The hour, from 1 to 12, that the token names in words or digits; 0 if none."""
    word = low_at(tokens, at)
    value = (
        1 if word == "eins" else int(word) if word.isascii() and word.isdigit() and len(word) < 3 else cardinal(word)
    )
    return value if value and value <= 12 else 0
