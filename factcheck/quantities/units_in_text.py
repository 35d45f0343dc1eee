"""Which unit stands before or after a number."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from factcheck.quantities.language import Language
from factcheck.quantities.tokens import Token, low_at, phrase_after
from factcheck.quantities.units import CURRENCIES, CURRENCY_CODES, UNITS, Unit, money_unit

Tokens = tuple[Token, ...]
_POWERS = {("square", "m"): "m²", ("square", "km"): "km²", ("square", "mi"): "mi²", ("square", "ft"): "ft²",
           ("square", "cm"): "cm²", ("cubic", "m"): "m³", ("cubic", "km"): "km³", ("metric", "ton"): "t",
           ("metric", "t"): "t"}  # fmt: skip
_SPEEDS = {("km", "h"): "km/h", ("m", "s"): "m/s", ("mi", "h"): "mph"}
_TEMPERATURES = {"c": "°C", "celsius": "°C", "centigrade": "°C", "f": "°F", "fahrenheit": "°F"}
_SQUARES = {("m", "²"): "m²", ("km", "²"): "km²", ("m", "³"): "m³", ("km", "³"): "km³", ("cm", "²"): "cm²"}
_CASED = {"Mt": "Mt", "MT": "Mt", "Gt": "Gt", "kWh": "kWh", "Pa": "Pa", "kPa": "kPa", "J": "J", "kJ": "kJ", "MJ": "MJ",
          "kV": "kV", "K": "K", "A": "A", "Mbps": "Mbit", "Gbps": "Gbit", "kbps": "kbit", "bar": "bar",
          "hPa": "hPa"}  # fmt: skip

_POUND = ("pound", "pounds")
_LARGE, _DIGITS = 10**3, 3
"""So many pounds, in words or by the digits, are money where the words around them do not tell."""

NEAR_WORDS = 6
"""How many words before a unit are searched for one that says what it means ("weighed between 20 and 25 pounds")."""

FAR_WORDS = 12
"""How far around "points" a sentence is searched for a percentage that they may be points of."""

_DOLLARS = {"US": "USD", "A": "AUD", "AU": "AUD", "C": "CAD", "CA": "CAD", "HK": "HKD", "NZ": "NZD", "R": "BRL",
            "S": "SGD"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit and the index after its last token."""

    unit: Unit
    end: int


def currency_before(tokens: Tokens, index: int) -> tuple[str, int]:
    """Currency code written at the index before a number, and the index of the number; empty if there is none."""
    word = tokens[index].text
    dollar = word in _DOLLARS and low_at(tokens, index + 1) == "$"
    # "A $5 million fine" has an article before the sign.
    at = index + 1 if dollar and (len(word) > 1 or tokens[index + 1].glued) else index
    sign = tokens[at].text
    code = CURRENCIES.get(sign) or (sign if sign in CURRENCY_CODES else "")
    if not code or at + 1 >= len(tokens) or not tokens[at + 1].is_digits:
        return "", index
    return _DOLLARS[word] if at > index else code, at + 1


def unit_after(tokens: Tokens, index: int, lang: Language) -> FoundUnit | None:
    """The unit that follows a number; a hyphen may stand between ("30-megabit", "19-year-old")."""
    at = index + 1 if low_at(tokens, index) == "-" and low_at(tokens, index + 1) in lang.units else index
    if at >= len(tokens):
        return None
    for phrases, symbol in ((lang.points, "pp"), (lang.percent, "%")):
        phrase = phrase_after(tokens, at, phrases)
        if phrase:
            return FoundUnit(UNITS[symbol], at + len(phrase))
    if tokens[at].low in lang.multiples:
        return FoundUnit(UNITS["x"], at + 1)
    if tokens[at].low in lang.bare_points:
        return FoundUnit(UNITS["pp" if _of_percentage(tokens, at, lang) else "points"], at + 1)
    if tokens[at].low in _POUND:
        return FoundUnit(_pounds(tokens, at, lang), at + 1)
    return _money_after(tokens, at, lang) or _temperature(tokens, at) or _measure(tokens, at, lang)


def _of_percentage(tokens: Tokens, at: int, lang: Language) -> bool:
    """Whether a percentage stands near "points" in its sentence; without one, a league or an index has them."""
    near = range(max(0, at - FAR_WORDS), min(len(tokens), at + FAR_WORDS))
    return any(tokens[k].sentence == tokens[at].sentence and phrase_after(tokens, k, lang.percent) for k in near)


def _pounds(tokens: Tokens, at: int, lang: Language) -> Unit:
    """A weight where the nearest word before says so, or "heavier" behind; the currency elsewhere, if it is clear."""
    near = [t.low for t in tokens[max(0, at - NEAR_WORDS) : at] if t.sentence == tokens[at].sentence]
    found = next((lang.pound_words[word] for word in reversed(near) if word in lang.pound_words), "")
    behind = lang.pound_words.get(low_at(tokens, at + 1), "")
    before = low_at(tokens, at - 1)
    large = lang.scales.get(before, 0) >= _LARGE or (before[:1].isdigit() and len(before.split(".")[0]) > _DIGITS)
    symbol = behind or found or ("pound" if low_at(tokens, at + 1) == "of" else "")
    return UNITS[symbol] if symbol in UNITS and not (large and symbol == "pound") else money_unit("GBP")


def _money_after(tokens: Tokens, at: int, lang: Language) -> FoundUnit | None:
    word = tokens[at]
    if word.text in CURRENCIES or word.text in CURRENCY_CODES:
        return FoundUnit(money_unit(CURRENCIES.get(word.text, word.text)), at + 1)
    if word.low in lang.small_money:
        return FoundUnit(money_unit(lang.small_money[word.low] or "cent", Fraction(1, 100)), at + 1)
    skip = 1 if word.is_capital and low_at(tokens, at + 1) in lang.currencies else 0
    name = low_at(tokens, at + skip)
    if name not in lang.currencies:
        return None
    code = lang.currencies[name]
    foreign = skip and word.low not in ("us", "american", "british", "swiss", "japanese", "indian", "chinese")
    return FoundUnit(money_unit(f"{word.low} {code}" if foreign else code), at + skip + 1)


def _temperature(tokens: Tokens, at: int) -> FoundUnit | None:
    if tokens[at].text in ("℃", "℉"):
        return FoundUnit(UNITS["°C" if tokens[at].text == "℃" else "°F"], at + 1)
    if tokens[at].low not in ("°", "degrees", "degree", "º"):
        return None
    symbol = _TEMPERATURES.get(low_at(tokens, at + 1))
    return FoundUnit(UNITS[symbol], at + 2) if symbol else None


def _measure(tokens: Tokens, at: int, lang: Language) -> FoundUnit | None:
    word = tokens[at]
    power = _POWERS.get((word.low, lang.units.get(low_at(tokens, at + 1), "")))
    if power:
        return FoundUnit(UNITS[power], at + 2)
    symbol = _CASED.get(word.text) or lang.units.get(word.low)
    if symbol is None or (len(word.text) == 1 and word.is_capital and symbol not in ("W", "V", "K", "A", "J")):
        return None
    squared = _SQUARES.get((symbol, low_at(tokens, at + 1)))
    if squared:
        return FoundUnit(UNITS[squared], at + 2)
    second = lang.units.get(low_at(tokens, at + 2), "")
    linked = low_at(tokens, at + 1) in ("per", "an", "a", "/")
    speed = _SPEEDS.get((symbol, second)) if linked else None
    return FoundUnit(UNITS[speed], at + 3) if speed else _hours(tokens, at, symbol, lang)


def _hours(tokens: Tokens, at: int, symbol: str, lang: Language) -> FoundUnit:
    """Joins "megawatt-hours" to one unit."""
    following = at + 1 + (low_at(tokens, at + 1) == "-")
    energy = UNITS.get(symbol + "h")
    if energy and lang.units.get(low_at(tokens, following)) == "h":
        return FoundUnit(energy, following + 1)
    return FoundUnit(UNITS[symbol], at + 1)
