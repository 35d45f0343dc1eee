"""Words: how texts are cut for the lexical search."""

from __future__ import annotations

import re

from factcheck.index.rows import normal_text

_THOUSANDS = re.compile(r"\d{1,3}(?:[,'’]\d{3})+(?![\d,])")


def split_words(text: str) -> list[str]:
    """The words and numbers of a text in order, case-folded, plurals cut.

    No word is dropped: a stop list would lose the negations, and frequent words weigh little by themselves.
    """
    return split_normal(normal_text(text))


def split_normal(normal: str) -> list[str]:
    """The words of a text that is normalised already (see ``normal_text``)."""
    words: list[str] = []
    for piece in normal.split(" "):
        if piece[-1:].isdigit() and not piece[:1].isalpha():
            words.extend(_numbers(piece))
        elif piece[:1].isalnum():
            words.append(_singular(piece))
    return words


def _numbers(piece: str) -> list[str]:
    """The numbers of a piece: thousands joined, decimals kept, ranges, times and fractions taken apart."""
    joined = _THOUSANDS.sub(lambda found: re.sub(r"[,'’]", "", found.group()), piece)
    return [number for number in re.split(r"[-:/]", joined) if number]


def _singular(word: str) -> str:
    """The word without its plural ending, by the rules of the S stemmer (Harman 1991, How effective is suffixing?)."""
    if len(word) < 4 or not word.endswith("s") or not word.isalpha():
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    return word if word.endswith(("us", "ss")) else word[:-1]
