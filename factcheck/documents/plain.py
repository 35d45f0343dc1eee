"""Plain text: its head, headings, paragraphs, list items and quoted lines."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from factcheck.datatypes import Article
from factcheck.documents.about import day, one_line
from factcheck.documents.builder import DocumentBuilder
from factcheck.documents.document import BlockKind, Document
from factcheck.documents.lines import is_ended, join, numbered, starts_small, words_in

MAX_HEADING = 120
"""Characters in a heading; a longer line is a paragraph whose full stop was forgotten."""

MIN_WRAP = 40
"""Characters in the longest line of a wrapped paragraph; editors and mail programs wrap at 60 to 100."""

MAX_WRAP = 120
"""Longer lines were not wrapped by anybody: each is a paragraph."""

MIN_FULL = 0.6
"""Share of full lines among those without a final mark, in wrapped text; headings are the others."""

MAX_HEAD = 4
"""Lines of a head: the title and up to three with date and author."""

_BULLET = re.compile(r"(?:[-*•–▪◦‣]|[a-z]\))\s+(?=\S)")
_QUOTED = re.compile(r">\s?")
_LABEL = re.compile(r"(?:Datum|Date|Published|Veröffentlicht(?: am)?|Stand)\s*:\s*")
_PLACED = re.compile(r"[A-ZÄÖÜ][^\W\d_][\w .()/-]{0,40}, (?:den )?(?=\d)")
"""The place before the day: "Bonn, 14. März 2025"."""
_AUTHOR = re.compile(r"(?:Autor(?:in|en|innen)?|Author|Authors)\s*:\s*(?P<name>.+)")
_BYLINE = re.compile(r"(?:Von|By)\s+(?P<name>.+)")
_NAME = re.compile(r"(?:[^\W\d_][\w.'’-]*|,|&)")
_LINKS = frozenset(("und", "and", "von", "van", "de", "der", "di", "da", "del", "zu", "le", "la", "&", ","))


def plain_document(text: str, file: str) -> Document:
    """The document of a plain text; title, author and date are read from its head.

    A line alone is a paragraph, or a heading where it has no final mark and another block follows. Lines that were
    wrapped at one width are put together. A head is a title with a date or an author in the lines below it, which are
    left out of the text.

    Raises:
        InputError: there is no text.
    """
    lines = [line.strip() for line in text.split("\n")]
    article, rest = _head(lines)
    builder = DocumentBuilder(file)
    if article.title:
        builder.add(BlockKind.HEADING, article.title)
    blocks = list(_blocks(rest))
    for position, (kind, block) in enumerate(blocks):
        is_last = position + 1 == len(blocks)
        is_heading = kind is BlockKind.PARAGRAPH and not is_last and _reads_as_heading(block)
        builder.add(BlockKind.HEADING if is_heading else kind, block)
    if not article.title:
        article = Article(builder.first(BlockKind.HEADING))
    return builder.to_document(article)


def _reads_as_heading(line: str) -> bool:
    return len(line) <= MAX_HEADING and not is_ended(line) and not line.endswith(",") and "\n" not in line


def _head(lines: Sequence[str]) -> tuple[Article, Sequence[str]]:
    """What the head says, with the lines below it; an empty article and all lines where there is no certain head."""
    filled = [number for number, line in enumerate(lines) if line][:MAX_HEAD]
    if not filled or len(lines[filled[0]]) > 2 * MAX_HEADING:
        return Article(), lines
    published, author, end = None, "", filled[0]
    for number in filled[1:]:
        line = lines[number]
        if published is None and (found := _day(_LABEL.sub("", line, count=1))):
            published = found
        elif not author and (name := _author(line)):
            author = name
        else:
            break
        end = number
    if end == filled[0]:
        return Article(), lines
    return Article(one_line(lines[filled[0]]), author=author, published=published), lines[end + 1 :]


def _day(line: str) -> dt.date | None:
    return day(line) or day(_PLACED.sub("", line, count=1))


def _author(line: str) -> str:
    """The author that the line names; ``Von`` and ``By`` begin sentences too, so that only names may follow them."""
    if found := _AUTHOR.fullmatch(line):
        return one_line(found["name"])
    found = _BYLINE.fullmatch(line)
    words = _NAME.findall(found["name"]) if found else []
    is_name = 0 < len(words) <= 12 and all(word in _LINKS or word[0].isupper() for word in words)
    return one_line(found["name"]) if found and is_name and not is_ended(line) else ""


def _blocks(lines: Sequence[str]) -> Iterator[tuple[BlockKind, str]]:
    words, numbers = words_in(lines), numbered(lines)
    group: list[str] = []
    marker = 0
    for place, line in enumerate((*lines, "")):
        bullet = _BULLET.match(line)
        following = bullet.end() if bullet else numbers.get(place, 0)
        # A dash in the middle of a wrapped sentence is no item.
        starts_item = following and (marker or (group and is_ended(group[-1])))
        if group and (not line or starts_item):
            yield from _split(group, marker, words)
            group = []
        if line:
            marker = marker if group else following
            group.append(line)


def _split(group: Sequence[str], marker: int, words: frozenset[str]) -> Iterator[tuple[BlockKind, str]]:
    """The blocks of lines without a blank one between them; ``marker`` is the length of the first one's list mark."""
    if all(line.startswith(">") for line in group):
        yield BlockKind.QUOTE, _put_together([_QUOTED.sub("", line, count=1) for line in group], words)
        return
    kind = BlockKind.ITEM if marker else BlockKind.PARAGRAPH
    is_wrapped = _is_wrapped(group)
    width = max(map(len, group))
    block = group[0][marker:]
    for before, line in pairwise(group):
        continues = starts_small(line) and not is_ended(before)
        if continues or (is_wrapped and _is_full(before, line, width)):
            block = join(block, line, words)
            continue
        yield kind, block
        kind, block = BlockKind.PARAGRAPH, line
    yield kind, block


def _is_wrapped(group: Sequence[str]) -> bool:
    """Whether the lines were wrapped at one width: those in the middle of a sentence are full, headings are not."""
    width = max(map(len, group))
    open_lines = [_is_full(line, following, width) for line, following in pairwise(group) if not is_ended(line)]
    return MIN_WRAP <= width <= MAX_WRAP and sum(open_lines) >= MIN_FULL * len(open_lines) > 0


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the next line would not have fitted."""
    return len(line) + 1 + len(following.split()[0]) > width


def _put_together(lines: Sequence[str], words: frozenset[str]) -> str:
    whole = ""
    for line in lines:
        whole = join(whole, line, words)
    return whole
