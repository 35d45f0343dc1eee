"""Rows: the unique texts of the evidence.

Snippets that say the same share one row, so that citing a passage twice changes neither the word statistics nor the
ranks. What counts as the same is deliberately narrow: letter case, punctuation, white space, quotation marks and
English articles are ignored; a digit, a separator inside a number, a sign, a symbol, a negation, a name or the order of
words never.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from factcheck.datatypes import Snippet
from factcheck.hashing import text_hash

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−﹣-"), "-")

_PIECE = re.compile(
    r"""(?: (?<!\w)-(?=\.?\d) )?         # a sign: a dash before a number and not inside a word such as "covid-19"
        (?: (?<!\w)\.(?=\d) )?           # a leading decimal point
        \d+ (?: [.,:/'’-]\d+ )*          # digits with what separates them: 1,000.5  10:30  5-10  3/4
      | [^\W\d_][^\W_]*                  # a word, which may end in digits: H20, P800
      | \S                               # anything else, one character at a time
    """,
    re.VERBOSE,
)

_KEPT_PUNCTUATION = frozenset("%‰‱&@#§/\\?^")
"""Punctuation that changes what a text says: shares, names such as R&D, a fraction, a question, a power."""

_ARTICLES = frozenset({"the", "The", "a", "A", "an", "An"})

_BEFORE_ARTICLE = frozenset(
    {"is", "was", "are", "were", "be", "been", "being", "became", "become", "becomes", "had", "has", "have"}
    | {"as", "at", "by", "for", "from", "in", "into", "of", "on", "than", "to", "with"}
)
"""Words after which a lower-case "a" or "an" is an article; elsewhere it may be part of a name ("hepatitis a")."""


@dataclass(frozen=True, slots=True)
class Row:
    """One unique text and the snippets that say it.

    ``hash`` is the SHA-256 of ``normal``, the normalised text. ``text`` is the wording that is embedded: the shortest,
    then the first in code-point order. ``snippets`` are sorted by id.
    """

    hash: str
    normal: str
    text: str
    snippets: tuple[Snippet, ...]

    @property
    def text_hash(self) -> str:
        """SHA-256 of the embedded text; equal hashes need no second embedding."""
        return text_hash(self.text)


def group_rows(snippets: Iterable[Snippet]) -> tuple[Row, ...]:
    """The unique texts of the snippets, ordered by hash, so that the order of the evidence leaves no trace."""
    normals: dict[str, str] = {}
    groups: dict[str, list[Snippet]] = {}
    for snippet in snippets:
        if snippet.text not in normals:
            normals[snippet.text] = normal_text(snippet.text)
        groups.setdefault(normals[snippet.text], []).append(snippet)
    rows = [_row(normal, members) for normal, members in groups.items()]
    return tuple(sorted(rows, key=lambda row: row.hash))


def _row(normal: str, members: Sequence[Snippet]) -> Row:
    text = min({snippet.text for snippet in members}, key=lambda text: (len(text), text))
    ordered = tuple(sorted(members, key=lambda snippet: (snippet.id, snippet.hash)))
    return Row(text_hash(normal), normal, text, ordered)


def normal_text(text: str) -> str:
    """The text as it is compared: NFKC, case-folded, words and numbers and kept symbols joined by single spaces.

    A text of nothing but ignored characters stands for itself.
    """
    plain = text
    if not text.isascii():
        plain = unicodedata.normalize("NFKC", "".join(map(_unfold, text))).translate(_DASHES)
    pieces = [piece for piece in _PIECE.findall(plain) if len(piece) > 1 or _is_kept(piece)]
    folded = unicodedata.normalize("NFKC", " ".join(_without_articles(pieces)).casefold())
    return folded or " ".join(plain.split())


def _unfold(char: str) -> str:
    """Keeps apart what NFKC would merge into another number: 10² is not 102, and 1½ is not 11/2."""
    if char.isascii():
        return char
    if unicodedata.category(char) == "Cf":  # soft hyphens and zero-width marks are invisible
        return ""
    kind = unicodedata.decomposition(char).partition(" ")[0]
    if kind == "<fraction>":
        return " " + unicodedata.normalize("NFKC", char).replace("⁄", "/")
    return "^" + char if kind == "<super>" else char


@cache
def _is_kept(char: str) -> bool:
    category = unicodedata.category(char)
    dropped = category[0] in "PZC" or category == "Sk"
    return char in _KEPT_PUNCTUATION or not dropped


def _without_articles(pieces: Sequence[str]) -> list[str]:
    return [piece for place, piece in enumerate(pieces) if piece not in _ARTICLES or not _is_article(pieces, place)]


def _is_article(pieces: Sequence[str], place: int) -> bool:
    """Whether the piece is surely an English article: never a capital inside the text ("The Information", "Plan A")."""
    piece = pieces[place]
    if place + 1 == len(pieces):
        return False
    if piece == "the" or (piece == "The" and place == 0):
        return True
    following = pieces[place + 1]
    if place == 0:
        # "A levels", "An Post": a plural or a capital after it means that the letter belongs to a name.
        return piece in {"A", "An"} and following.islower() and not following.endswith("s")
    return piece in {"a", "an"} and pieces[place - 1].casefold() in _BEFORE_ARTICLE
