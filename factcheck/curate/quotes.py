"""Quotations in a snippet, and whether they stand in a text: verbatim, or only when differences of form are ignored."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache

_QUOTED = re.compile(
    r"„([^“”„]+)[“”]|“([^“”]+)”|«([^«»]+)»|»([^«»]+)«|\"([^\"]+)\""
    r"|(?<!\w)‚([^‚‘’]+)[‘’]|(?<!\w)‘([^‘]+?)’(?!\w)|›([^‹›]+)‹|‹([^‹›]+)›"
)
"""English, German, French and plain marks, double and single. Straight single ones are apostrophes too often to be
read as marks; curly ones do not open or close within a word. Those within double marks are part of that quote."""
_LEFT_OUT = re.compile(r"\s*(?:\[[^\]]*\]|\((?:…|\.\.\.)\)|…|\.\.\.)\s*")
_BREAK = re.compile(r"[ \t]*\n\s*")
_ALL_QUOTES = dict.fromkeys(map(ord, '“”„‟«»‹›‘’‚‛′″`´"'), "'")
_ALL_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣-"), "-")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


class Found(StrEnum):
    """How a quotation was found in a text: the first of these that is true."""

    VERBATIM = "verbatim"
    FORMS = "forms"
    MARKS = "marks"
    CASE = "case"
    MISSING = "missing"


def ignored(found: Found) -> str:
    """What has to be ignored to find it so, for a message; nothing for one that stands verbatim or not at all."""
    return {
        Found.FORMS: "spaces, hyphens at line ends and forms of letters",
        Found.MARKS: "the kinds of quotation marks and dashes",
        Found.CASE: "capitals",
    }.get(found, "")


def quotations(text: str) -> list[str]:
    """What stands between quotation marks, in order, without the marks; a mark that is never closed opens nothing."""
    found = ["".join(groups).strip() for groups in _QUOTED.findall(text)]
    return [quote for quote in found if any(ch.isalnum() for ch in quote)]


def found_in(quote: str, text: str) -> Found:
    """How the quotation stands in the text: each of its parts, in their order.

    Parts are what stands between the marks for what was left out or put in: ``…``, ``(…)`` and anything in brackets. A
    line break of the text counts as a space, because a snippet has none, and a comma or full stop at the end of a part
    does not count, because in English it goes before the mark whether or not it is quoted.
    """
    parts = [part.rstrip(" ,.") for part in _LEFT_OUT.split(quote) if any(ch.isalnum() for ch in part)]
    for found, form in _FORMS:
        if _stand([form(part) for part in parts], _formed(found, text)):
            return found
    return Found.MISSING


def _stand(parts: list[str], text: str) -> bool:
    start = 0
    for part in parts:
        found = _find(part, text, start)
        if found < 0:
            return False
        start = found + len(part)
    return True


def _find(part: str, text: str, start: int) -> int:
    """Where the part stands as whole words: ``art`` is no quote from ``party``."""
    found = text.find(part, start)
    while found >= 0:
        end = found + len(part)
        before, after = text[found - 1 : found] if found else "", text[end : end + 1]
        if not (before.isalnum() and part[0].isalnum()) and not (after.isalnum() and part[-1].isalnum()):
            return found
        found = text.find(part, found + 1)
    return -1


def _verbatim(text: str) -> str:
    return _BREAK.sub(" ", text)


def _forms(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(_UNSEEN)
    text = re.sub(r"(?<=[^\W\d_])[-‐]\n\s*(?=[a-zäöüß])", "", text)
    return " ".join(text.split())


def _marks(text: str) -> str:
    # Before compatibility forms, which take an acute accent for a space with a mark on it.
    return re.sub(r"\s*-\s*", "-", _forms(text.translate(_ALL_QUOTES | _ALL_DASHES)))


def _case(text: str) -> str:
    return _marks(text).casefold()


_FORMS: tuple[tuple[Found, Callable[[str], str]], ...] = (
    (Found.VERBATIM, _verbatim),
    (Found.FORMS, _forms),
    (Found.MARKS, _marks),
    (Found.CASE, _case),
)
"""From the narrowest comparison to the widest; each ignores what those before it do."""


@lru_cache(maxsize=4)
def _formed(found: Found, text: str) -> str:
    """The text of an archive in one form; the four forms of one text are kept, as many quotes are looked up in it."""
    return dict(_FORMS)[found](text)
