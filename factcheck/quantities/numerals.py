"""Numbers written in digits or words, without what they count."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from factcheck.quantities.language import Language
from factcheck.quantities.tokens import Token, low_at

MAX_DIGITS = 30
"""Longer runs of digits are identifiers, not numbers that anybody compares."""

Tokens = tuple[Token, ...]
_FRACTIONS = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8),
              "⅞": (7, 8)}  # fmt: skip
_GROUPING = str.maketrans(dict.fromkeys("\u00a0\u2009\u202f'’", " "))
_DENOMINATORS = (2, 3, 4, 8, 16)
"""Of fractions in digits that are read; "9/11" and "24/7" are none."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number: its value, half a unit of its stated precision, and the index after its last token.

    ``digits``: it was written in digits. ``plain``: bare digits without separators, sign, scale or decimals.
    ``share``: it is a fraction of a whole ("two thirds", "one in six").
    """

    value: Fraction
    half: Fraction
    end: int
    digits: bool = False
    plain: bool = False
    share: bool = False
    scale: int = 1


def read_numeral(tokens: Tokens, index: int, lang: Language) -> Numeral | None:
    """The longest number that begins at the index, or ``None``."""
    token = tokens[index]
    if token.is_digits:
        return _read_digits(tokens, index, lang)
    if token.is_word:
        return (
            _read_ratio(tokens, index, lang) or _read_fraction(tokens, index, lang) or _read_words(tokens, index, lang)
        )
    return _read_part(tokens, index, lang)


def parse_digits(text: str, lang: Language) -> tuple[Fraction, int] | None:
    """Value and number of decimals of digits with separators; ``None`` if they fit no number of the language."""
    whole, point, decimals = text.partition(lang.decimal)
    groups = whole.translate(_GROUPING).replace(" ", lang.group).split(lang.group)
    if len(text) > MAX_DIGITS or (point and not decimals.isdigit()):
        return None
    if len(groups) > 1 and (len(groups[0]) > 3 or any(len(group) != 3 for group in groups[1:])):
        return None
    digits = "".join(groups)
    return Fraction(f"{digits}.{decimals or 0}"), len(decimals)


def _read_digits(tokens: Tokens, index: int, lang: Language) -> Numeral | None:
    token = tokens[index]
    parsed = parse_digits(token.text, lang)
    if parsed is None or _is_ratio_sign(tokens, index + 1):
        return _read_part(tokens, index, lang)
    value, decimals = parsed
    half, end = Fraction(1, 2 * 10**decimals), index + 1
    part = _part_at(tokens, end + (low_at(tokens, end) == "-" and tokens[end].glued))  # "5-1/2 inches"
    if part and not decimals:
        value, half, end = value + part[0], Fraction(1, 2 * part[0].denominator), part[1]
    plain = token.text.isdigit() and end == index + 1
    scale, end = _read_scale(tokens, end, lang)
    if scale == 1:
        ratio = _read_ratio(tokens, index, lang)
        if ratio is not None:
            return ratio
    number = Numeral(value * scale, half * scale, end, digits=True, plain=plain and scale == 1, scale=scale)
    return _with_half(number, scale, tokens, lang)


def _part_at(tokens: Tokens, index: int) -> tuple[Fraction, int] | None:
    """The fraction "½" or "1/2" at the index, and the index after it."""
    if low_at(tokens, index) in _FRACTIONS:
        return Fraction(*_FRACTIONS[tokens[index].low]), index + 1
    top, bottom = low_at(tokens, index), low_at(tokens, index + 2)
    if not _is_ratio_sign(tokens, index + 1) or tokens[index + 1].text != "/" or max(len(top), len(bottom)) > 2:
        return None
    digits = (top + bottom).isascii() and top.isdigit() and bottom.isdigit()
    known = digits and 0 < int(top) < int(bottom) and int(bottom) in _DENOMINATORS
    chained = low_at(tokens, index - 1) in (":", "/") or _is_ratio_sign(tokens, index + 3)  # "1/2/2020"
    return (Fraction(int(top), int(bottom)), index + 3) if known and not chained else None


def _read_part(tokens: Tokens, index: int, lang: Language) -> Numeral | None:
    """ "½ mile", "3/4 inch", "¼ million"; "2/3 days" may be two or three, and without a unit it is a score or date."""
    part = _part_at(tokens, index)
    if part is None:
        return None
    value, end = part
    scale, end = _read_scale(tokens, end, lang)
    unit = low_at(tokens, end + (low_at(tokens, end) == "-"))
    single = unit in lang.units and not (len(unit) > 1 and unit.endswith("s"))
    if scale == 1 and not (single and lang.units[unit] != "yr"):
        return None
    return Numeral(value * scale, Fraction(scale, 2 * value.denominator), end, digits=True, scale=scale)


def _is_ratio_sign(tokens: Tokens, index: int) -> bool:
    """Scores, clock times and fractions in digits ("3:1", "14:06", "1/3") are no single number."""
    glued = index + 1 < len(tokens) and tokens[index].glued and tokens[index + 1].glued
    return glued and tokens[index].text in ":/" and tokens[index + 1].is_digits


def _read_scale(tokens: Tokens, index: int, lang: Language) -> tuple[int, int]:
    scale = 1
    if index < len(tokens) and tokens[index].text == "-" and low_at(tokens, index + 1) in lang.scales:
        index += 1
    while lang.scales.get(low_at(tokens, index), 0) > 1 and scale < 10**18:
        scale, index = scale * lang.scales[tokens[index].low], index + 1
    return scale, index


def _read_words(tokens: Tokens, index: int, lang: Language) -> Numeral | None:
    if not _opens(tokens, index, lang):
        return None
    total, current, end, smallest = 0, 0, index, 1
    begun = False
    while end < len(tokens) and end - index < 12:
        word = tokens[end].low
        if word in lang.cardinals and (not begun or _may_follow(current, lang.cardinals[word], smallest)):
            current, smallest = current + lang.cardinals[word], 1
        elif lang.scales.get(word, 0) > 1:
            scale = lang.scales[word]
            total, current = (total, max(current, 1) * scale) if scale == 100 else (total + max(current, 1) * scale, 0)
            smallest = scale
        elif not _skip_joiner(tokens, end, lang, begun):
            break
        begun = begun or word not in lang.articles
        end += 1
    # "A hundred" and "a dozen" are taken as stated, as 100 and 12 are; "three million" is stated to the million.
    unit = smallest if smallest >= 1000 else 1
    number = Numeral(Fraction(total + current), Fraction(unit, 2), end, scale=unit)
    return _with_half(number, 1 if smallest == 100 else smallest, tokens, lang)


def _opens(tokens: Tokens, index: int, lang: Language) -> bool:
    """Whether a number in words may begin here: at a number word, or at an article before a scale."""
    word, following = low_at(tokens, index), low_at(tokens, index + 1)
    return word in lang.cardinals or (word in lang.articles and lang.scales.get(following, 0) > 1)


def _may_follow(current: int, number: int, smallest: int) -> bool:
    """Whether a number word continues the number: 5 after twenty, anything below 100 after hundred or a scale."""
    if smallest >= 100:
        return number < 100 and current % 100 == 0
    return current % 100 >= 20 and current % 10 == 0 and 0 < number < 10


def _skip_joiner(tokens: Tokens, index: int, lang: Language, begun: bool) -> bool:
    word, following = tokens[index].low, low_at(tokens, index + 1)
    if not begun:
        return word in lang.articles
    if word == "-":
        return tokens[index].glued and (following in lang.cardinals or lang.scales.get(following, 0) > 1)
    before = low_at(tokens, index - 1)
    return word == lang.joiner and following in lang.cardinals and lang.scales.get(before, 0) >= 100


def _with_half(number: Numeral, last: int, tokens: Tokens, lang: Language) -> Numeral:
    """Adds half of the last scale ("a million and a half"), and the scale that follows ("two and a half million")."""
    end = half_after(tokens, number.end, lang)
    if not end or (number.digits and low_at(tokens, end) == "of"):  # "The 200 and a half of the rest" are two numbers.
        return number
    scale, end = _read_scale(tokens, end, lang)
    value = (number.value + Fraction(last, 2)) * scale
    return Numeral(value, Fraction(last * scale, 4), end, digits=number.digits, scale=number.scale * scale)


def half_after(tokens: Tokens, index: int, lang: Language) -> int:
    """The index after "and a half", with or without hyphens, that begins at the index; 0 if none does."""
    for words in ((lang.joiner,), lang.articles, (lang.half,)):
        index += low_at(tokens, index) == "-"
        if low_at(tokens, index) not in words:
            return 0
        index += 1
    return index


def _read_fraction(tokens: Tokens, index: int, lang: Language) -> Numeral | None:
    """Shares in words: "half", "a third", "three-quarters"; also "half a million", which is a number."""
    word = tokens[index].low
    if word == lang.half:
        return _read_half(tokens, index, lang)
    numerator = 1 if word in lang.articles else lang.cardinals.get(word)
    at = index + 2 if low_at(tokens, index + 1) == "-" else index + 1
    denominator = lang.denominators.get(low_at(tokens, at))
    if numerator is None or denominator is None or numerator >= denominator:
        return None
    if (numerator > 1) != tokens[at].low.endswith("s") or not _ends_share(tokens, at + 1, lang):
        return None
    share = Numeral(Fraction(numerator, denominator), Fraction(1, 200), at + 1, share=True)
    return _of_scale(tokens, share, lang)


def _of_scale(tokens: Tokens, share: Numeral, lang: Language) -> Numeral:
    """ "A quarter of a million" is a number."""
    if low_at(tokens, share.end) != "of" or low_at(tokens, share.end + 1) not in lang.articles:
        return share
    scale, end = _read_scale(tokens, share.end + 2, lang)
    return Numeral(share.value * scale, share.value * scale / 10, end, scale=scale) if scale > 1 else share


def _ends_share(tokens: Tokens, index: int, lang: Language) -> bool:
    """A share is not followed by a noun, as the ordinal in "a third term" is."""
    if index >= len(tokens):
        return True
    word = tokens[index]
    return not word.is_word or word.low in lang.stop_words or word.low in lang.change_after


def _read_half(tokens: Tokens, index: int, lang: Language) -> Numeral | None:
    before, article = low_at(tokens, index - 1), low_at(tokens, index + 1)
    if before in lang.ordinals or before in ("other", "-", "last") or article == "-":
        return None
    if article in lang.articles:
        scale, end = _read_scale(tokens, index + 2, lang)
        if scale > 1:
            return Numeral(Fraction(scale, 2), Fraction(scale, 20), end, scale=scale)
        symbol = low_at(tokens, index + 2) in lang.units
        return Numeral(Fraction(1, 2), Fraction(1, 20), index + 2) if symbol else None
    return _of_scale(tokens, Numeral(Fraction(1, 2), Fraction(1, 200), index + 1, share=True), lang)


def _read_ratio(tokens: Tokens, index: int, lang: Language) -> Numeral | None:
    """Shares such as "one in six", "9 out of 10"."""
    part = _small(tokens, index, lang)
    at = index + 1
    if low_at(tokens, at) == "out" and low_at(tokens, at + 1) == "of":
        at += 1
    elif low_at(tokens, at) != "in":
        return None
    whole = _small(tokens, at + 1, lang)
    if part is None or whole is None or not 0 < part < whole <= 1000 or part > 10:
        return None
    follows = low_at(tokens, at + 2)
    if follows in lang.months or follows in lang.units or follows in lang.scales:
        return None
    # Half a percent, as of "a third"; but "one in 500" is no 0.4 percent.
    share = Fraction(part, whole)
    return Numeral(share, min(Fraction(1, 200), share / 10), at + 2, share=True)


def _small(tokens: Tokens, index: int, lang: Language) -> int | None:
    word = low_at(tokens, index)
    if word.isascii() and word.isdigit() and len(word) <= 4:
        return int(word)
    return lang.cardinals.get(word)
