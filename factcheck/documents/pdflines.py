"""Lines of PDF pages as paragraphs: running heads left out, lines put together, headings told by their font."""

from __future__ import annotations

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from factcheck.documents.builder import DocumentBuilder
from factcheck.documents.document import BlockKind
from factcheck.documents.lines import is_ended, join, numbered, starts_small, words_in

EDGE_LINES = 3
"""Lines at the top and at the bottom of a page that may be running heads, feet or page numbers."""

REPEATED = 0.4
"""Share of pages on which a line repeats to be a running head; below one half, as left and right pages differ."""

MIN_REPEATED = 3
"""Pages on which it repeats at least."""

WIDER = 1.35
"""Distance of two lines, in usual distances on the page, from which on a paragraph ends."""

LARGER = 1.15
"""Font size of a heading, in sizes of the text of the document."""

INDENT = 0.8
"""Indent of a first line, in font sizes."""

MAX_INSET = 6.0
"""Indent of a list at most, in font sizes; what begins further right is another column."""

SHORT = 0.85
"""Share of the width of the text that the last line of a paragraph does not reach."""

MAX_HEADING = 200
"""Characters of a heading; more in a large font is a lead paragraph."""

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:Seite|S\.|Page|p\.|Pg\.?)\s*)?(?P<number>\d{1,4})(?:\s*(?:/|von|of)\s*\d{1,4})?\W*", re.IGNORECASE
)
_BULLET = re.compile(r"[•▪◦‣–*-]\s+(?=\S)")
_SAME_SIZE = 0.1


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its text, its place in points from the lower left corner of the page, and its font.

    ``mark`` is the length of the bullet or number that it begins a list item with.
    """

    text: str
    page: int
    left: float
    right: float
    bottom: float
    size: float
    bold: bool = False
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """How the text of a page is set: the usual distance of lines, and where lines begin and end, in points."""

    distance: float
    left: float
    right: float


def without_running_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without the lines at their edges that repeat on most of them, and without page numbers.

    Figures do not count when lines are compared, but a sentence with other figures on each page is no running head. A
    page number is the page's own, or differs from it by as much on another page. A line close to the text stays, and so
    do all lines of a page that would lose all.
    """
    seen: defaultdict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for page in pages:
        for key, text in {(_key(line), line.text) for line in _edges(page)}:
            seen[key][text] += 1
    least = max(MIN_REPEATED, REPEATED * sum(1 for page in pages if page))
    heads = {key for key, texts in seen.items() if texts.total() >= least and _is_head(key[0], texts)}
    offsets = Counter(offset for page in pages for line in _ends(page) if (offset := _offset(line)) is not None)
    counted = {offset for offset, times in offsets.items() if offset == 0 or times > 1}
    return [_without(page, heads, counted) for page in pages]


def _key(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), round(line.size)


def _is_head(text: str, texts: Counter[str]) -> bool:
    has_letters = any(ch.isalpha() for ch in text)
    return has_letters and (len(texts) == 1 or not is_ended(text))


def _edges(page: Sequence[Line]) -> list[Line]:
    by_height = sorted(page, key=lambda line: -line.bottom)
    return by_height[:EDGE_LINES] + by_height[EDGE_LINES:][-EDGE_LINES:]


def _ends(page: Sequence[Line]) -> list[Line]:
    """The highest and the lowest line."""
    edges = _edges(page)
    return [*edges[:1], *edges[1:][-1:]]


def _without(page: Sequence[Line], heads: set[tuple[str, int]], counted: set[int]) -> list[Line]:
    by_height, ends = sorted(page, key=lambda line: -line.bottom), _ends(page)

    def is_head(line: Line) -> bool:
        return _key(line) in heads or (line in ends and _offset(line) in counted)

    left_out = [*_outer(by_height, is_head), *_outer(by_height[::-1], is_head)]
    return [line for line in page if line not in left_out] or list(page)


def _outer(lines: Sequence[Line], is_head: Callable[[Line], bool]) -> Sequence[Line]:
    """The running heads among lines from the edge inwards; a line that stands close to the text belongs to it."""
    count = len(list(takewhile(is_head, lines[:EDGE_LINES])))
    while 0 < count < len(lines) and _are_close(lines[count - 1], lines[count]):
        count -= 1
    return lines[:count]


def _are_close(one: Line, other: Line) -> bool:
    return abs(one.bottom - other.bottom) <= WIDER * max(one.size, other.size)


def _offset(line: Line) -> int | None:
    """By how much the page number that the line is differs from the page's own; None for any other line."""
    found = _PAGE_NUMBER.fullmatch(line.text)
    return int(found["number"]) - line.page if found else None


def add_blocks(pages: Sequence[Sequence[Line]], builder: DocumentBuilder) -> None:
    """Add the paragraphs, headings and list items of the pages; one that runs on over a page end is one block."""
    lines = [line for page in pages for line in page]
    words = words_in(line.text for line in lines)
    body = _body_size(lines)
    pages = _marked(pages, body)
    waiting: list[Line] = []
    for page in pages:
        for group in _groups(page):
            if waiting and _runs_on(waiting[-1], group[0]):
                waiting = [*waiting, *group]
                continue
            _add(waiting, body, words, builder)
            waiting = group
    _add(waiting, body, words, builder)


def _marked(pages: Sequence[Sequence[Line]], body: float) -> list[list[Line]]:
    """The pages with the marks of list items; the numbers of headings are none."""
    lines = [line for page in pages for line in page]
    numbers = numbered(["" if line.bold or line.size > LARGER * body else line.text for line in lines])
    bullets = [_BULLET.match(line.text) for line in lines]
    marks = iter([bullet.end() if bullet else numbers.get(place, 0) for place, bullet in enumerate(bullets)])
    return [[replace(line, mark=next(marks)) for line in page] for page in pages]


def _body_size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _runs_on(before: Line, line: Line) -> bool:
    is_next = before.page != line.page or line.bottom > before.bottom  # the next page, or the next column
    return is_next and _same_font(before, line) and not is_ended(before.text) and starts_small(line.text)


def _same_font(before: Line, line: Line) -> bool:
    return abs(before.size - line.size) <= _SAME_SIZE * max(before.size, line.size)


def _groups(page: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines of one page, those of one paragraph together."""
    if not page:
        return
    layout = _layout(page)
    group = [page[0]]
    for line in page[1:]:
        if _is_unmarked_item(group[-1], line, layout):
            yield [_as_item(group[0]), *group[1:]]
            group, line = [], _as_item(line)
        elif _begins(group, line, layout):
            yield group
            group = []
        group.append(line)
    yield group


def _as_item(line: Line) -> Line:
    return line if line.mark else replace(line, text=f"• {line.text}", mark=2)


def _layout(page: Sequence[Line]) -> Layout:
    distances = [before.bottom - line.bottom for before, line in pairwise(page)]
    near = [distance for distance, line in zip(distances, page[1:], strict=True) if 0 < distance < 3 * line.size]
    lefts = Counter(round(line.left) for line in page)
    rights = sorted(line.right for line in page)
    # The lower quartile: where many paragraphs have one line, half of the distances are those between paragraphs.
    usual = statistics.quantiles(near, n=4)[0] if len(near) > 1 else (near or [1.2 * page[0].size])[0]
    return Layout(
        min(usual, 1.6 * page[0].size), float(lefts.most_common(1)[0][0]), rights[int(0.9 * (len(rights) - 1))]
    )


def _begins(group: Sequence[Line], line: Line, layout: Layout) -> bool:
    """Whether a line begins a paragraph of its own below the lines of the group."""
    before = group[-1]
    distance = before.bottom - line.bottom
    if abs(distance) < _SAME_SIZE * line.size and line.left >= before.right:
        return False  # the same line, in two parts
    if not _same_font(before, line) or before.bold != line.bold or _BULLET.match(line.text):
        return True
    is_short = before.right - layout.left < SHORT * (layout.right - layout.left)
    if line.mark and (group[0].mark or is_short or is_ended(before.text)):  # else a sentence goes on with the number
        return True
    if distance < 0:  # further up: another column
        return is_ended(before.text) or not starts_small(line.text)
    if distance > WIDER * max(layout.distance, line.size):
        return True
    hangs = group[0].mark > 0 and len(group) == 1
    is_indented = line.left > before.left + INDENT * line.size and not hangs
    return is_indented or (is_short and is_ended(before.text) and not starts_small(line.text))


def _is_unmarked_item(before: Line, line: Line, layout: Layout) -> bool:
    """Whether an indented line ends though the next one's first word would fit: bullets may be drawn, not written."""
    if starts_small(line.text) or not 0 < before.bottom - line.bottom <= 2 * line.size:
        return False
    inset = before.left - layout.left
    word = (line.right - line.left) * len(line.text.split()[0]) / len(line.text)
    fits = before.right + 2 * word + line.size < layout.right
    return fits and INDENT * line.size < inset < MAX_INSET * line.size and abs(before.left - line.left) < 1


def _add(lines: Sequence[Line], body: float, words: frozenset[str], builder: DocumentBuilder) -> None:
    text = ""
    for line in lines:
        text = join(text, line.text, words)
    if not lines:
        return
    mark = lines[0].mark
    kind = BlockKind.ITEM if mark else BlockKind.PARAGRAPH
    is_marked = lines[0].size > LARGER * body or all(line.bold for line in lines)
    if not mark and is_marked and len(text) <= MAX_HEADING and not (text.endswith(".") and lines[0].size <= body):
        kind = BlockKind.HEADING
    builder.add(kind, text[mark:], lines[0].page)
