"""German dates in the words and the order that the English table reads."""

from __future__ import annotations

import re

from factcheck.quantities.english import ENGLISH
from factcheck.quantities.german_numbers import DECADES, SCALES, is_year
from factcheck.quantities.german_told import ORDINAL_SIGN, UNREAD, Tokens, Told
from factcheck.quantities.german_units import UNIT_NAMES
from factcheck.quantities.german_words import MONTH_NAMES, NAMES, WORDS
from factcheck.quantities.language import words
from factcheck.quantities.tokens import Token, low_at

_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_DECADE_ENDS = ("er", "ern", "erjahre", "erjahren")
_YEARS = frozenset(("jahre", "jahren", "jahr"))


def read_date(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """ "3.10.2022" and "3. 10. 2022" in the order of ISO 8601."""
    whole = _DATE.fullmatch(tokens[at].text)
    if whole:
        return _iso(whole[3], whole[2], whole[1], 1)
    row = [low_at(tokens, at + k) for k in range(5)]
    if row[1] == row[3] == ORDINAL_SIGN and all(row[k].isdigit() and row[k].isascii() for k in (0, 2, 4)):
        return _iso(row[4], row[2], row[0], 5)
    return _first_day(tokens, at)


def _first_day(tokens: Tokens, at: int) -> Told | None:
    """The 3 of "3. bis 5. Oktober 2022", whose month and year stand after the second day."""
    row = [low_at(tokens, at + k) for k in range(7)]
    joined = row[1] == row[4] == ORDINAL_SIGN and row[2] in ("bis", "und", "-", "–") and row[5] in MONTH_NAMES
    if not joined or not _is_day(row[0]) or not _is_day(row[3]) or not _is_year_number(row[6]):
        return None
    return _iso(row[6], str(ENGLISH.months[MONTH_NAMES[row[5]]]), row[0], 2)


def _is_day(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 3


def _iso(year: str, month: str, day: str, used: int) -> Told:
    return Told((year, "-", month, "-", day), used, glued=True)


def read_day_alone(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """ "am 3.10." lacks a year and is not compared."""
    short = re.fullmatch(r"\d{1,2}\.\d{1,2}", tokens[at].text)
    dated = low_at(tokens, at - 1) in ("am", "vom", "zum", "dem", "den") and low_at(tokens, at + 1) == "."
    return Told((UNREAD,), 2) if short and dated and tokens[at + 1].glued else None


def read_month(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """A month; one of three letters only beside a day or a year."""
    word, before, after = tokens[at], low_at(tokens, at - 1), low_at(tokens, at + 1)
    if not word.is_capital or word.low not in MONTH_NAMES:
        return None
    dated = before == ORDINAL_SIGN or before.isdigit() or _is_year_number(after)
    known = word.low in NAMES or dated
    return Told((MONTH_NAMES[word.low],), capital=True) if known else None


def read_decade(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """ "1990er Jahre" and, of the twentieth century, "90er-Jahre" and "Neunzigerjahre"."""
    word, used = tokens[at].low, 1
    if word in DECADES:
        year = DECADES[word]
    elif tokens[at].is_digits and len(word) in (2, 4) and low_at(tokens, at + 1) in _DECADE_ENDS and word[-1] == "0":
        # "20er Jahre" may be of either century.
        year = int(word) if len(word) == 4 else 1900 + int(word) if int(word) >= 30 else 0
        used = 2
    else:
        return None
    dash = low_at(tokens, at + used) == "-"
    if low_at(tokens, at + used + dash) in _YEARS:
        used += 1 + dash
    elif not word.endswith(("jahre", "jahren")) and low_at(tokens, at + 1) not in _DECADE_ENDS:
        return None
    named = any(low_at(tokens, at + used + k).startswith("jahrhundert") for k in range(4))
    if year == 0 or (named and len(word) != 4):
        return Told((UNREAD,), used)
    return Told((str(year), "s"), used, glued=True)


def _is_year_number(word: str) -> bool:
    return len(word) == 4 and word.isascii() and word.isdigit() and "1000" <= word <= "2199"


def dated(tokens: Tokens, at: int) -> bool:
    """Whether a date begins here, or after an article or "Ende", "Anfang", "Mitte"."""
    word, after = low_at(tokens, at), low_at(tokens, at + 1)
    if word in ("dem", "der", "den", "die", "ende", "anfang", "mitte", "zum", "jahr", "jahre"):
        return dated(tokens, at + 1)
    day = word.isdigit() and (after == ORDINAL_SIGN or after in MONTH_NAMES)
    decade = after in _DECADE_ENDS or word in DECADES
    return _is_year_number(word) or is_year(word) or bool(_DATE.fullmatch(word)) or word in MONTH_NAMES or day or decade


def read_year(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """German puts the verb behind: "1990 eröffnete die Firma", "wurde 1990 eröffnet", but "1990 neue Mitglieder".

    A word that carries no meaning is put between, as English has "in 1990, the firm opened".
    """
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is None or not _is_year_number(tokens[at].text) or not after.is_word:
        return None
    if after.is_capital:
        # "Etwa 2000 Menschen": a separator makes it a number for sure.
        counted = low_at(tokens, at - 1) in _COUNT_LINKS and after.low not in MONTH_NAMES
        return Told((f"{tokens[at].text[0]},{tokens[at].text[1:]}",)) if counted else None
    counted = after.low in SCALES or after.low in UNIT_NAMES or after.low in _DECADE_ENDS or after.glued
    noun_next = at + 2 < len(tokens) and tokens[at + 2].is_capital
    if counted or after.low in _JOINERS or (noun_next and not _is_past(after.low)):
        return None
    return Told((tokens[at].text, "then"))


def _is_past(word: str) -> bool:
    told = WORDS.get(word, "")
    return word.endswith(("te", "ten")) or told in ENGLISH.stop_words or told.endswith("ed") or told in _PAST


_COUNT_LINKS = words(
    "etwa rund ca circa ungefähr fast nahezu beinahe knapp gut über als mindestens höchstens maximal zu nur insgesamt "
    "von der die das den dem"
)
"""Before a noun that is counted; "seit 1990 Mitglied" has another word."""
_JOINERS = frozenset(("bis", "und", "oder", "zu"))
_PAST = words("began won lost fell rose sold bought born left sank built founded grew died reached")
