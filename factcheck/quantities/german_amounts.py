"""German numbers, shares, ordinals and ages in the words that the English table reads."""

from __future__ import annotations

import re

from factcheck.quantities.english import ENGLISH
from factcheck.quantities.german_clock import read_clock
from factcheck.quantities.german_dates import is_spoken_year
from factcheck.quantities.german_numbers import (
    ARTICLES,
    PARTED,
    PARTED_MANY,
    SCALES,
    TIMES,
    cardinal,
    denominator,
    english_digits,
    is_half,
    lent,
    ordinal,
    ordinal_root,
    spelled,
    spelled_ordinal,
    with_half,
    with_quarters,
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
_PERCENTAGE = re.compile(r"(\w*?)prozentige?[rnsm]?")
_ADJECTIVE = re.compile(r"(?:mal|jährige?[rnsm]?|prozentige?[rnsm]?)$")
_ENDS_OF_RANGES = ("bis", "oder")
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
    if is_spoken_year(tokens, at):
        return Told((str(cardinal(word)),))
    value, half, quarters = cardinal(word), with_half(word), with_quarters(word)
    if half is not None:
        return Told((*spelled(half), "and", "a", "half", *(("thousand",) if word.endswith("tausend") else ())))
    if quarters:
        return Told(quarters)
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


def read_parted(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """ "Drei Viertelmillionen" and "zwei bis drei Viertelstunden" are not read; "drei" of them would be no number."""
    ranged = low_at(tokens, at + 1) in ("bis", "-", "–", "oder", "und") and _is_number(tokens, at + 2)
    last = at + 2 if ranged else at
    parted = _is_number(tokens, at) and low_at(tokens, last + 1) in PARTED_MANY
    return Told((UNREAD,), last + 2 - at) if parted else None


def _is_number(tokens: Tokens, at: int) -> bool:
    return cardinal(low_at(tokens, at)) is not None or (at < len(tokens) and tokens[at].is_digits)


def read_share(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """ "Zwei Drittel", "ein Viertel", "die Hälfte", "neun von zehn"; not "im letzten Drittel"."""
    parts, word = denominator(low_at(tokens, at + 1)), tokens[at].low
    article = word in ARTICLES
    if low_at(tokens, at + article) in PARTED:
        return Told(PARTED[low_at(tokens, at + article)], 1 + article)
    if is_half(word, low_at(tokens, at + 1)):
        return Told(("half",), 2)
    number = 1 if article else cardinal(word)
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
    found = _adjective(tokens, at, _AGED)
    if found is None:
        return None
    number, used = found
    term = low_at(tokens, at + used).endswith(_TERMS)
    return Told((*number, "year") if term else (*number, "year", "old"), used)


def read_percentage(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """ "5-prozentig" and "fünfprozentig"."""
    found = _adjective(tokens, at, _PERCENTAGE)
    return Told((*found[0], "percent"), found[1]) if found else None


def _adjective(tokens: Tokens, at: int, pattern: re.Pattern[str]) -> tuple[tuple[str, ...], int] | None:
    """The number in front of the adjective, in English, and the tokens used; no words where digits and "-" stand."""
    start = at + (tokens[at].text == "-")
    found = pattern.fullmatch(low_at(tokens, start))
    value = cardinal(found[1]) if found and found[1] else None
    if found is None or (found[1] and value is None):
        return None
    return spelled(value) if value is not None else (), 1 + start - at


def _is_known(tokens: Tokens, at: int) -> bool:
    """Whether no hyphen stands at the index, or what it joins to the second number is read: not "8- bis 12-stündig"."""
    word = low_at(tokens, at + 1)
    return low_at(tokens, at) != "-" or bool(_ADJECTIVE.fullmatch(word)) or word in UNIT_NAMES or word in SCALES


def read_suspended(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """The first number of "drei- bis viertausend" and "20- bis 30-mal", which has behind it what the second one has.

    Neither is read where the second one is no plain number: "zwei- bis dreieinhalbtausend".
    """
    hung = low_at(tokens, at + 1) == "-" and tokens[at + 1].glued and low_at(tokens, at + 2) in _ENDS_OF_RANGES
    word, second = tokens[at].low, low_at(tokens, at + 3)
    first = 1 if word == "ein" else cardinal(word)
    digits = english_digits(tokens[at].text) if tokens[at].is_digits else None
    if not hung or (first is None and digits is None):
        return None
    if second[:1].isdigit():
        number = (digits,) if digits else spelled(first or 0)
        return Told((*number, "to"), 3) if _is_known(tokens, at + 4) else Told((UNREAD,), 4)
    root = _ADJECTIVE.sub("", second)
    if first is None or first >= 10**3 or not first < (cardinal(root) or 0):
        return Told((UNREAD,), 4 if with_half(second) is not None else 3)
    return Told((*spelled(lent(first, root)), "to"), 3)
