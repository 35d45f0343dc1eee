"""German words that mean one thing before a number and another before a date: "vor", "um", "bis"."""

from __future__ import annotations

from factcheck.quantities.german_clock import read_clock
from factcheck.quantities.german_dates import dated
from factcheck.quantities.german_numbers import (
    ARTICLES,
    PARTED,
    SCALES,
    cardinal,
    denominator,
    is_half,
    with_half,
    with_quarters,
)
from factcheck.quantities.german_told import ORDINAL_SIGN, Tokens, Told
from factcheck.quantities.german_units import CURRENCY_NAMES, UNIT_NAMES
from factcheck.quantities.german_words import DETERMINERS, MONTH_NAMES
from factcheck.quantities.language import words
from factcheck.quantities.tokens import Token, low_at

_BEFORE_NUMBERS = {"gut": ("just", "over"), "knapp": ("just", "under"), "rund": ("roughly",), "rd": ("roughly",),
                   "über": ("over",), "unter": ("under",), "um": ("by",), "vor": ("ago",)}  # fmt: skip
_BEFORE_DATES = {"vor": ("before",), "nach": ("after",), "ab": ("from",), "bis": ("until",), "um": ("around",),
                 "gegen": ("around",)}  # fmt: skip
_BEFORE_CLOCKS = {**_BEFORE_DATES, "um": ("at",)}
_LIMITS = {"spätestens": ("by",), "frühestens": ("not", "before")}
_NUMBER_STARTS = ARTICLES | {"anderthalb", "$", "€", "£", "die"}


_SIGNS = ("-", "−", "minus", "plus")


def _numbered(tokens: Tokens, at: int) -> bool:
    """Whether a number begins here, or after one word that bounds it."""
    word = low_at(tokens, at)
    if not word:
        return False
    digits = (low_at(tokens, at + 1) if word in _SIGNS else word)[:1].isdigit()
    many = with_half(word) is not None or cardinal(word) is not None or with_quarters(word) or word in PARTED
    if digits or many or word in _NUMBER_STARTS - ARTICLES - {"die"}:
        return True
    after = low_at(tokens, at + 1)
    if is_half(word, after):
        return True
    return word in ARTICLES and (
        after in SCALES
        or after in UNIT_NAMES
        or after in ("halbe", "halben")
        or after in PARTED
        or bool(denominator(after))
    )


def read_link(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """The word by what follows it, a number, a date or a clock time; "von" is "of" elsewhere."""
    word = tokens[at].low
    if word == "bis":
        return _until(tokens, at, out)
    if word in _BEFORE_CLOCKS and _timed(tokens, at + 1):
        return Told(_BEFORE_CLOCKS[word])
    if word == "um" and low_at(tokens, at + 1) == "die" and not _numbered(tokens, at + 1):
        return Told(("about",), 2)
    if word == "über" and (low_at(tokens, at - 1) == "sich" or low_at(tokens, at - 1).endswith(_SUMS)):
        return Told(("of",))
    # "Gegen den 2010 gewählten Präsidenten" is against him.
    against = word == "gegen" and low_at(tokens, at + 1) in DETERMINERS
    blur = low_at(tokens, at + 1) in _BLURS
    if word in _BEFORE_DATES and _is_time(tokens, at + 1) and not against:
        return Told(_BEFORE_DATES[word])
    if word in _LIMITS:
        after = at + 1 + (low_at(tokens, at + 1) in ("um", "am", "im", "bis", "zum"))
        return Told(_LIMITS[word], after - at) if _is_time(tokens, after) else None
    bounded = blur and _numbered(tokens, at + 2 + (low_at(tokens, at + 2) == "als"))
    if word == "unter" and low_at(tokens, at - 1).startswith(_POLLS):
        return None
    if word in _BEFORE_NUMBERS and (_numbered(tokens, at + 1) or (bounded and word in ("um", "vor"))):
        return Told(_BEFORE_NUMBERS[word])
    return _from(tokens, at)


def _timed(tokens: Tokens, at: int) -> bool:
    """Whether a clock time begins here, or after a word that blurs it."""
    return bool(read_clock(tokens, at)) or (low_at(tokens, at) in _BLURS and bool(read_clock(tokens, at + 1)))


def _is_time(tokens: Tokens, at: int) -> bool:
    """Whether a date or a clock time begins here, or after a word that blurs it."""
    return dated(tokens, at + (low_at(tokens, at) in _BLURS)) or _timed(tokens, at)


_BLURS = words("rund etwa ungefähr circa ca fast knapp gut über mehr weniger mindestens gegen")
_SUMS = ("strafe", "summe", "vertrag", "rechnung", "scheck", "auftrag", "kredit", "darlehen", "spende", "anleihe")
"""After these "über 63 Millionen" is "of 63 million"."""
_POLLS = ("umfrage", "befragung", "studie", "erhebung")
"""After these "unter 1.500" is among them."""


def _from(tokens: Tokens, at: int) -> Told | None:
    """ "Von 3 bis 5" opens a range as "between" does, "von 2010 an" begins a time; any other "von" is "of"."""
    if tokens[at].low != "von":
        return None
    begins = dated(tokens, at + 1) and any(low_at(tokens, at + k) == "an" for k in (2, 3, 4))
    begins = begins or _timed(tokens, at + 1)
    return Told(("between",) if _ranged(tokens, at) else ("from",) if begins else ("of",))


def _ranged(tokens: Tokens, at: int) -> bool:
    """Whether "bis" follows the number after the index, with at most its unit, month or year between."""
    if not (_numbered(tokens, at + 1) or dated(tokens, at + 1)):
        return False
    return any(_joins(tokens, at, at + k) for k in range(2, 6))


def _joins(tokens: Tokens, start: int, at: int) -> bool:
    between = range(start + 1, at)
    return low_at(tokens, at) == "bis" and all(_in_number(low_at(tokens, k)) for k in between)


def _in_number(word: str) -> bool:
    known = word in UNIT_NAMES or word in MONTH_NAMES or word in SCALES or word in CURRENCY_NAMES
    return (
        word[:1].isdigit()
        or known
        or word in _SIGNS
        or word in (ORDINAL_SIGN, "%", "€", "$", "km", "m", "kg", "°", "c", "uhr", ":")
        or bool(cardinal(word))
    )


def _until(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """ "Bis" in a range, before a date, or before a number that it bounds."""
    if any(low_at(tokens, at - k) == "von" and _joins(tokens, at - k, at) for k in range(2, 6)):
        return Told(("and",))
    before = low_at(tokens, at - 1)
    # In "3.10. bis 5.10.2022" the full stop is the first date's.
    if before == "." and out and out[-1].is_digits:
        return Told(("to",))
    follows, time = _numbered(tokens, at + 1) or dated(tokens, at + 1), _is_time(tokens, at + 1)
    # "Zehn Jahre bis 2021" is no range.
    if follows and out and (_in_number(before) or before in ARTICLES) and not (time and before in UNIT_NAMES):
        return Told(("to",))
    if time:
        return Told(("until",))
    # "Bis die Hälfte der Gäste ging" is a time.
    half = is_half(low_at(tokens, at + 1), low_at(tokens, at + 2))
    return Told(("up", "to")) if _numbered(tokens, at + 1) and not half else None
