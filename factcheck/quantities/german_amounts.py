"""German numbers, shares, ordinals and ages in the words that the English table reads."""

from __future__ import annotations

import re

from factcheck.quantities.english import ENGLISH
from factcheck.quantities.german_clock import read_clock
from factcheck.quantities.german_numbers import (
    ARTICLES,
    SCALES,
    TIMES,
    cardinal,
    denominator,
    english_digits,
    is_half,
    is_year,
    ordinal,
    ordinal_root,
    spelled,
    spelled_ordinal,
    with_half,
)
from factcheck.quantities.german_told import UNREAD, Tokens, Told
from factcheck.quantities.german_units import CURRENCY_NAMES, UNIT_NAMES
from factcheck.quantities.german_words import DETERMINERS, MONTH_NAMES, WORDS
from factcheck.quantities.tokens import Token, low_at

_MANY = {"hunderte": "hundreds", "tausende": "thousands", "millionen": "millions", "milliarden": "billions",
         "dutzende": "dozens", "hunderten": "hundreds", "tausenden": "thousands"}  # fmt: skip
_SUPERLATIVE = re.compile(r"(\w+t)((?:größ|höch|läng|kleinst|ältest|tiefst|schnellst|schwerst|reichst|niedrigst)\w*)")
_TERMS = (
    "haft",
    "strafe",
    "krieg",
    "kriegs",
    "zeit",
    "vertrag",
    "pause",
    "frist",
    "bestehen",
    "dauer",
    "phase",
    "sperre",
)
_PARTS = ("½", "¼", "¾")
_AGED = re.compile(r"(\w*?)jährige?[rnsm]?")
_SEVERAL = frozenset(["mehrere", "mehreren", "einige", "einigen", "viele", "vielen", "wenige", "wenigen", "paar"])


def read_clock_time(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """ "14.30 Uhr" in minutes since midnight."""
    clock = read_clock(tokens, at)
    if clock is None:
        return None
    return Told(clock.words or (UNREAD,), clock.used)


def read_digits(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """Digits with English separators, or unread where they may be either."""
    if not tokens[at].is_digits:
        return None
    if low_at(tokens, at + 1) in _PARTS:
        return Told((UNREAD,), 2)
    digits = english_digits(tokens[at].text) or UNREAD
    # "Bietet Hamburg 12 Millionen" has no name with a number, and "im Januar 19 Personen" no day.
    apart = bool(out) and out[-1].is_capital and out[-1].is_word and _measured(tokens, at)
    return Told(("then", digits)) if apart else Told((digits,))


def _measured(tokens: Tokens, at: int) -> bool:
    """Whether a unit, a scale or a sign follows, or after a month a noun."""
    after = low_at(tokens, at + 1)
    named = after in UNIT_NAMES or after in CURRENCY_NAMES or after in SCALES or after in ("%", "€", "$")
    noun = at + 1 < len(tokens) and tokens[at + 1].is_capital
    return not tokens[at].glued and (named or (noun and low_at(tokens, at - 1) in MONTH_NAMES))


def read_score(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """ "Eins zu null", "3 zu 1"."""
    scored = low_at(tokens, at + 1) == "zu" and _small(tokens, at) and _small(tokens, at + 2)
    return Told((UNREAD,), 3) if scored else None


def _small(tokens: Tokens, at: int) -> bool:
    word = low_at(tokens, at)
    return word in ("null", "eins") or cardinal(word) is not None or (word.isdigit() and len(word) < 3)


def read_amount(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """Number words of one word, with a half or "mal" where they have one; "in Acht nehmen" has none."""
    word = tokens[at].low
    if word == "acht" and tokens[at].is_capital and not tokens[at].first:
        return None
    if word in ("hundert", "tausend") and low_at(tokens, at - 1) in _SEVERAL:
        return Told((UNREAD,))
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


def read_scale(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """ "Millionen" after a number, "eine halbe", and "Tausende", which states none."""
    word, before = tokens[at].low, out[-1] if out else None
    numbered = before is not None and (before.is_digits or before.low in OPENERS)
    if word in SCALES and numbered:
        return Told((SCALES[word],))
    if word in ARTICLES and low_at(tokens, at + 1) == "bis" and cardinal(low_at(tokens, at + 2)):
        return Told(("one",))
    if word in ARTICLES and low_at(tokens, at + 1) in ("halbe", "halben", "halbes"):
        return Told(("half", "a"), 2)
    return Told((_MANY[word],)) if word in _MANY else None


OPENERS = frozenset((*ENGLISH.cardinals, *ENGLISH.scales, *ENGLISH.articles, "half"))


def read_share(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """ "Zwei Drittel", "ein Viertel", "die Hälfte", "neun von zehn"; not "im letzten Drittel"."""
    parts, word = denominator(low_at(tokens, at + 1)), tokens[at].low
    if is_half(word, low_at(tokens, at + 1)):
        return Told(("half",), 2)
    number = 1 if word in ARTICLES else cardinal(word)
    if low_at(tokens, at + 1) == "von" and low_at(tokens, at + 2) in ("zehn", "10") and number and number < 10:
        return Told((*spelled(number), "out", "of", "ten"), 3)
    if parts is None or number is None or not 0 < number < parts:
        return None
    name = {2: "half", 4: "quarter"}.get(parts) or spelled_ordinal(parts)[0]
    return Told((("a",) if number == 1 else spelled(number)) + (name if number == 1 else name + "s",), 2)


def read_ordinal(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
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


def read_age(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """ "19-jährig" and "achtzehnjährig": an age, but before "Haftstrafe" or "Laufzeit" a time."""
    start = at + (tokens[at].text == "-")
    found = _AGED.fullmatch(low_at(tokens, start))
    if found is None:
        return None
    value = cardinal(found[1]) if found[1] else None
    if found[1] and value is None:
        return None
    number = spelled(value) if value is not None else ()
    term = low_at(tokens, start + 1).endswith(_TERMS)
    return Told((*number, "year") if term else (*number, "year", "old"), 1 + start - at)
