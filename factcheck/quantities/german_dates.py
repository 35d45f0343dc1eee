"""German dates in the words and the order that the English table reads."""

from __future__ import annotations

import re

from factcheck.quantities.english import ENGLISH
from factcheck.quantities.german_numbers import DECADES, SCALES, cardinal, is_year
from factcheck.quantities.german_told import ORDINAL_SIGN, UNREAD, Tokens, Told
from factcheck.quantities.german_units import CURRENCY_NAMES, UNIT_NAMES
from factcheck.quantities.german_words import MONTH_NAMES, NAMES, WORDS
from factcheck.quantities.language import words
from factcheck.quantities.tokens import Token, low_at
from factcheck.quantities.units import CURRENCIES

_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_DAY = re.compile(r"(\d{1,2})(?:\.(\d{1,2}))?")
_TO_DAY = ("bis", "und", "-", "–")
_DECADE_ENDS = ("er", "ern", "erjahre", "erjahren")
_YEARS = frozenset(("jahre", "jahren", "jahr"))
_AFTER_YEAR = words("jahr jahre jahres")
_BEFORE_SPOKEN = words("sommer herbst winter frühjahr frühling") | MONTH_NAMES.keys()
"""Before a number in words that is a year where it counts nothing: "im Mai zweitausenddrei"."""
_BEFORE_DATES = words("dem der den die das ende anfang mitte zum jahr jahre")


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
    """The 3 of "3. bis 5. Oktober 2022" and "3. bis 5.10.2022", whose month and year stand after the second day."""
    row = [low_at(tokens, at + k) for k in range(7)]
    whole = _DATE.fullmatch(row[3]) if row[2] in _TO_DAY else None
    day = _DAY.fullmatch(row[0])
    if whole and day and row[1] in (ORDINAL_SIGN, "."):
        return _iso(whole[3], day[2] or whole[2], day[1], 2)
    joined = row[1] == row[4] == ORDINAL_SIGN and row[2] in _TO_DAY and row[5] in MONTH_NAMES
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


def is_spoken_year(tokens: Tokens, at: int) -> bool:
    """Whether a year is written in words: "neunzehnhundertachtzig", "im Jahr zweitausendvierundzwanzig"."""
    word, before = low_at(tokens, at), low_at(tokens, at - 1)
    named = before in _AFTER_YEAR or (before in _BEFORE_SPOKEN and not _has_noun(tokens, at))
    value = cardinal(word) if named else None
    return is_year(word) or (value is not None and 2000 <= value < 2100)


def _has_noun(tokens: Tokens, at: int) -> bool:
    """Whether a noun, a unit or a scale follows, or a noun with an adjective: "im Mai zweitausend neue Besucher"."""
    after, noun = tokens[at + 1 : at + 2], tokens[at + 2 : at + 3]
    if _measures(tokens, at) or any(t.is_capital and t.sentence == tokens[at].sentence for t in after):
        return True
    described = any(t.low.endswith(("e", "en")) and t.low not in ENGLISH.stop_words for t in after)
    return described and any(t.is_capital for t in noun) and not _is_past(after[0].low)


def dated(tokens: Tokens, at: int) -> bool:
    """Whether a date begins here, or after an article or "Ende", "Anfang", "Mitte"."""
    while low_at(tokens, at) in _BEFORE_DATES:
        at += 1
    word, after = low_at(tokens, at), low_at(tokens, at + 1)
    day = word.isdigit() and (after == ORDINAL_SIGN or after in MONTH_NAMES)
    decade = after in _DECADE_ENDS or word in DECADES
    year = (_is_year_number(word) and not _is_amount(tokens, at)) or is_spoken_year(tokens, at)
    return year or bool(_DATE.fullmatch(word)) or word in MONTH_NAMES or day or decade


def read_year(tokens: Tokens, at: int, out: list[Token]) -> Told | None:
    """German puts the verb behind: "1990 eröffnete die Firma", "wurde 1990 eröffnet", but "1990 neue Mitglieder".

    A word that carries no meaning is put between, as English has "in 1990, the firm opened". In an amount a separator
    makes it a number for sure.
    """
    word, after = tokens[at].text, tokens[at + 1] if at + 1 < len(tokens) else None
    if after is None or not _is_year_number(word):
        return None
    if _is_amount(tokens, at):
        return Told((f"{word[0]},{word[1:]}",))
    if not after.is_word or (after.is_capital and (after.low in MONTH_NAMES or not _is_recent(word, after))):
        return None
    decade = after.low in _DECADE_ENDS or after.glued
    noun_next = at + 2 < len(tokens) and tokens[at + 2].is_capital and not after.is_capital
    if decade or after.low in _JOINERS or (noun_next and not _is_past(after.low)):
        return None
    return Told((word, "then"))


def _is_recent(word: str, noun: Token) -> bool:
    """Whether the number is rather a year than so many of the noun: "machte 2019 Umsatz", not "hat 2000 Bücher"."""
    return "1900" < word < "2100" and not word.endswith("00") and not _is_counted(noun)


def _is_counted(noun: Token) -> bool:
    return WORDS.get(noun.low) in ENGLISH.counted_words and noun.low not in _SINGULAR


def _is_amount(tokens: Tokens, at: int) -> bool:
    """Whether the four digits count or measure something, by what follows them, or follows the number they go up to."""
    before, joint = low_at(tokens, at - 1), low_at(tokens, at + 1)
    if before in _YEARS:
        return False
    if joint not in _RANGES or not _is_year_number(low_at(tokens, at + 2)):
        return _measures(tokens, at) or _counts(tokens, at)
    opened = joint not in ("und", "oder") or before in ("zwischen", "von")
    return (opened and _measures(tokens, at + 2)) or _counts(tokens, at + 2)


def _measures(tokens: Tokens, at: int) -> bool:
    """Whether a scale, a unit or a currency follows; a sign before another number belongs to that one."""
    after = low_at(tokens, at + 1)
    if at + 1 < len(tokens) and tokens[at + 1].text in CURRENCIES:
        return not low_at(tokens, at + 2)[:1].isdigit()
    known = after in SCALES or after in UNIT_NAMES or after in CURRENCY_NAMES or after == "mark"
    return known or (after in ENGLISH.units and not tokens[at + 1].is_capital)


def _counts(tokens: Tokens, at: int) -> bool:
    """Whether a noun follows that is counted: "etwa 2000 Kunden", "für 2000 Kunden", not "1996 und 2000 Meister"."""
    before, noun = low_at(tokens, at - 1), tokens[at + 1] if at + 1 < len(tokens) else None
    if noun is None or not noun.is_capital or noun.low in MONTH_NAMES:
        return False
    word, first, joined = low_at(tokens, at), low_at(tokens, at - 2), before in _RANGES
    if before in _EITHER_LINKS:
        return not _is_recent(word, noun)
    if before not in _DATE_LINKS and not joined:
        return before in _COUNT_LINKS
    first = first if joined and _is_year_number(first) else ""
    # Most amounts of four digits without a separator are round, and most years are not.
    if not word.endswith("00") or (first and not (first.endswith("00") and first < "1900")):
        return _is_counted(noun) and not joined
    plural = _PLURALS if joined else (*_PLURALS, "e", "er")
    return _is_counted(noun) or (noun.low not in NAMES and noun.low.endswith(plural))


def _is_past(word: str) -> bool:
    told = WORDS.get(word, "")
    return word.endswith(("te", "ten")) or told in ENGLISH.stop_words or told.endswith("ed") or told in _PAST


_COUNT_LINKS = words(
    "etwa rund ca circa ungefähr fast nahezu beinahe knapp gut über als mindestens höchstens maximal nur insgesamt "
    "mit auf aus bei gegen ohne durch unter"
)
"""Before a noun that is counted; "seit 1990 Mitglied" has another word."""
_EITHER_LINKS = words("von zu der die das dem den")
"""Before an amount or a year: "die 1400 Mitglieder", "die 2010 Flugzeuge aufhielt"."""
_DATE_LINKS = words("für um in vor")
_RANGES = words("bis und oder - –")
_PLURALS = ("en", "ern", "eln", "s")
_SINGULAR = words("mitglied person frau mann kind sitz stimme wohnung haus schiff zug auto flugzeug")
_JOINERS = frozenset(("bis", "und", "oder", "zu"))
_PAST = words("began won lost fell rose sold bought born left sank built founded grew died reached")
