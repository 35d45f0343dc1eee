"""German numbers as English ones: digits with their separators, number words, ordinals and clock times."""

from __future__ import annotations

import re
from functools import lru_cache

from text_to_num import text2num

from factcheck.quantities.english import ENGLISH
from factcheck.quantities.language import listed

_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2009\u202f", "."))
_SWAPPED = str.maketrans(".,", ",.")
_GERMAN = re.compile(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?|\d+,(\d{1,2}|\d{4,})|(0|\d{4,}),\d{3}")
_ENGLISH = re.compile(r"[1-9]\d{0,2}(,\d{3})+\.\d+|[1-9]\d{0,2}(,\d{3}){2,}|\d+\.(\d{1,2}|\d{4,})|0\.\d{3}|\d+")
_SWISS = re.compile(r"([1-9]\d{0,2}(?:['’]\d{3})+)(?:[.,](\d+))?")
_UNITS = listed("ein zwei drei vier fünf sechs sieben acht neun")
_MORPHEMES = re.compile(
    r"(?:ein|eins|zwei|zwo|drei|vier|fünf|sech|sechs|sieb|sieben|acht|neun|zehn|elf|zwölf|zwan|zig|ßig|ssig|und|hundert"
    r"|tausend)+"
)
_WORD_OF = {number: word for word, number in ENGLISH.cardinals.items()}
_ORDINAL_OF = {number: word for word, number in ENGLISH.ordinals.items()}
_ORDINAL_ROOTS = {"erst": 1, "zweit": 2, "dritt": 3, "siebt": 7, "acht": 8}
_ENDINGS = ("en", "er", "es", "em", "e")
_MAX_LETTERS = 80


def english_digits(text: str) -> str | None:
    """Digits of a German text with English separators; ``None`` where "1,234" may be either.

    By the language "1.000" is a thousand and "1,5" one and a half; "1,234.5", "1.5" and "0.125" can only be English.
    With Swiss thousands, "1'250.50", what follows them is a fraction whichever sign it has.
    """
    swiss = _SWISS.fullmatch(text)
    if swiss:
        return swiss[1] + (f".{swiss[2]}" if swiss[2] else "")
    plain = text.translate(_SPACES)
    if _GERMAN.fullmatch(plain):
        return plain.translate(_SWAPPED)
    return plain if _ENGLISH.fullmatch(plain) else None


@lru_cache(maxsize=4096)
def cardinal(word: str) -> int | None:
    """The value of a lower-case number word such as "zweihundertfünfzig"; ``None`` for other words, as "ein" is."""
    if word == "ein" or len(word) > _MAX_LETTERS or not _MORPHEMES.fullmatch(word) or word.startswith("und"):
        return None
    try:
        return int(text2num(word, "de"))
    except ValueError:
        return None


def is_year(word: str) -> bool:
    """Whether a number word is spoken as years are: "neunzehnhundertachtzig"."""
    value = cardinal(word)
    return value is not None and 1100 <= value < 2000 and "tausend" not in word


def spelled(number: int) -> tuple[str, ...]:
    """The number, below a million, in English words; they state the same precision as the German ones."""
    if number >= 1000:
        rest = spelled(number % 1000) if number % 1000 else ()
        return (*spelled(number // 1000), "thousand", *rest)
    if number >= 100:
        rest = spelled(number % 100) if number % 100 else ()
        return (_WORD_OF[number // 100], "hundred", *rest)
    if number in _WORD_OF:
        return (_WORD_OF[number],)
    return (_WORD_OF[number - number % 10], _WORD_OF[number % 10])


@lru_cache(maxsize=4096)
def ordinal(word: str) -> int | None:
    """The value of an ordinal such as "dritte" or "einundzwanzigsten"; ``None`` for other words, as "sechstens" is."""
    for ending in _ENDINGS:
        if word.endswith(ending):
            return ordinal_root(word.removesuffix(ending))
    return None


def ordinal_root(root: str) -> int | None:
    """The value of an ordinal without its ending: "dritt", "zwanzigst"."""
    if root in _ORDINAL_ROOTS:
        return _ORDINAL_ROOTS[root]
    value = cardinal(root.removesuffix("st")) if root.endswith("st") else None
    if value is not None:
        return value if value >= 20 else None
    value = cardinal(root.removesuffix("t")) if root.endswith("t") else None
    return value if value is not None and 3 < value < 20 else None


def spelled_ordinal(number: int) -> tuple[str, ...]:
    """The ordinal in English: a word up to twenty, else digits and the sign that stands for a suffix."""
    return (_ORDINAL_OF[number],) if number in _ORDINAL_OF else (str(number), "º")


@lru_cache(maxsize=4096)
def with_half(word: str) -> int | None:
    """The whole number in "anderthalb", "eineinhalb", "zweieinhalbtausend"; ``None`` for other words."""
    word = word.removesuffix("tausend")
    if word == "anderthalb":
        return 1
    if not word.endswith("einhalb"):
        return None
    root = word.removesuffix("einhalb")
    return 1 if root == "ein" else cardinal(root)


@lru_cache(maxsize=4096)
def with_quarters(word: str) -> tuple[str, str] | None:
    """The whole number and the sign in "eineinviertel" and "zweidreiviertel"; ``None`` for other words."""
    for ending, sign in (("einviertel", "¼"), ("dreiviertel", "¾")):
        root = word.removesuffix(ending) if word.endswith(ending) else ""
        whole = 1 if root == "ein" else cardinal(root) if root else None
        if whole is not None:
            return str(whole), sign
    return None


def lent(first: int, word: str) -> int:
    """What the first number of "drei- bis viertausend" is: three of the second's thousands; itself without any."""
    second = cardinal(word) or 0
    sizes = (size for ending, size in _LENT.items() if word.endswith(ending) and first < second // size)
    return first * next(sizes, 1)


_LENT = {"hunderttausend": 10**5, "tausend": 10**3, "hundert": 10**2}
"""Longest ending first: "achtzig- bis hunderttausend" has eighty thousands."""


def is_half(word: str, after: str) -> bool:
    """Whether the two words are "die Hälfte" or "der Hälfte"; in "die zweite Hälfte" another word stands between."""
    return word in ("die", "der") and after == "hälfte"


def denominator(word: str) -> int | None:
    """The parts that "Drittel", "Viertel" or "Zehntel" divide a whole into; ``None`` for other words."""
    root = word.removesuffix("n").removesuffix("el")
    if root == word.removesuffix("n"):
        return None
    number = ordinal_root(root)
    return number if number is not None and 2 < number <= 20 else None


DECADES = {
    root + "ig" + ending: 1900 + 10 * tens
    for tens, root in enumerate(("dreiß", "vierz", "fünfz", "sechz", "siebz", "achtz", "neunz"), start=3)
    for ending in ("er", "erjahre", "erjahren")
}
"""Decades of the twentieth century; "Zwanzigerjahre" may be this one's."""

TIMES = {**{root + "mal": number for number, root in enumerate(_UNITS, start=1)}, "zehnmal": 10, "hundertmal": 100}
"""Multiples in one word; "einmal" is "once" and is left out."""
del TIMES["einmal"]

SCALES = {"tausend": "thousand", "tsd": "thousand", "million": "million", "millionen": "million", "mio": "million",
          "milliarde": "billion", "milliarden": "billion", "mrd": "billion", "billion": "trillion",
          "billionen": "trillion", "bio": "trillion", "mia": "billion", "mill": "million",
          "billiarde": "quadrillion", "billiarden": "quadrillion",
          "dutzend": "dozen"}  # fmt: skip
"""Scales; a German Billion is an English trillion."""

PARTED = {
    part + whole: ("a", "quarter", *of) if part == "viertel" else ("three", "quarters", *of)
    for part in ("viertel", "dreiviertel")
    for whole, of in {
        "stunde": ("of", "an", "hour"), "jahr": ("of", "a", "year"), "million": ("of", "a", "million"),
        "milliarde": ("of", "a", "billion"),
    }.items()
}  # fmt: skip
"""Parts in one word with their whole: "eine Dreiviertelstunde"."""

PARTED_MANY = frozenset(word + ending for word in PARTED for ending in ("n", "en", "e"))
"""More than one of them: "drei Viertelstunden", "zwei Vierteljahre"."""

ARTICLES = frozenset(["ein", "eine", "einen", "einem", "einer", "eines"])
