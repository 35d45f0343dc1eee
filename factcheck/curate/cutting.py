"""Cuts a document into the texts of snippets: one to three whole sentences of one block, with where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from factcheck.documents.document import Block, BlockKind, Document
from factcheck.errors import SettingsError
from factcheck.languages import DETECTOR
from factcheck.sentences import sentence_spans

FRAGMENT_WORDS = 4
"""A text of so few words ("Kunlun P800", "He declined.") seldom says anything alone and is joined to its neighbour."""
MAX_CHARACTERS = 600
"""Sentences are not joined beyond that: three of average length in news text come to about 450; not tuned."""
MOST_SENTENCES = 9

_RANGE = re.compile(r"([1-9])(?:-([1-9]))?")
_WORD = re.compile(r"[^\W_]+")
_END = re.compile(r"[.!?…][\"'”’“»«)\]]*$")


@dataclass(frozen=True, slots=True)
class Cut:
    """A text that becomes a snippet, verbatim but for white space, and where it stands, for people."""

    text: str
    locator: str


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, or a fragment with what it is joined to, and the blocks that it begins and ends in."""

    text: str
    first: Block
    last: Block

    def with_next(self, other: _Unit) -> _Unit:
        return _Unit(f"{self.text} {other.text}", self.first, other.last)


def sentence_range(text: str) -> tuple[int, int]:
    """The least and the most sentences of a snippet, of a text such as ``1-3`` or ``2``. Raises ``SettingsError``."""
    found = _RANGE.fullmatch(text.strip())
    least, most = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 1 <= least <= most:
        raise SettingsError(f"--sentences {text}: is no range — write 1-3, or a number from 1 to {MOST_SENTENCES}")
    return least, most


def is_fragment(text: str) -> bool:
    """Whether the text is too short to say anything alone."""
    return len(_WORD.findall(text)) < FRAGMENT_WORDS


def cut(document: Document, sentences: tuple[int, int] = (1, 3), lang: str = "") -> list[Cut]:
    """The texts in the order of the document; headings are left out, and nothing is joined across one.

    ``sentences`` is the least and the most that a text has; where a block has fewer, it is one text. A sentence that is
    a fragment counts with its neighbour, and so does a block that is one where the two belong together.
    ``lang`` is that of the sentences; without it the document's, else what the beginning suggests.
    """
    lang = lang or document.article.lang or DETECTOR.suggestion(document.text) or "en"
    found = []
    for section in _sections(document.blocks):
        for units in _joined([_units(document, block, lang) for block in section]):
            found += [made for made in map(_cut, _grouped(units, sentences)) if _WORD.search(made.text)]
    return found


def _sections(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks between two headings."""
    section: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            yield section
            section = []
        else:
            section.append(block)
    yield section


def _units(document: Document, block: Block, lang: str) -> list[_Unit]:
    """The sentences of a block, fragments joined to the one before, or at the beginning to the next."""
    start, end = block.span
    text = " ".join(document.text[start:end].split())
    units: list[_Unit] = []
    for first, last in sentence_spans(text, lang):
        unit = _Unit(text[first:last], block, block)
        if units and (is_fragment(unit.text) or is_fragment(units[-1].text)):
            units[-1] = units[-1].with_next(unit)
        else:
            units.append(unit)
    return units


def _joined(parts: Sequence[list[_Unit]]) -> list[list[_Unit]]:
    """The sentences of the blocks of one section; a block that is a fragment belongs to the one before or after it."""
    joined: list[list[_Unit]] = []
    for part in (part for part in parts if part):
        if joined and _belong_together(joined[-1], part):
            joined[-1] = [*joined[-1][:-1], joined[-1][-1].with_next(part[0]), *part[1:]]
        else:
            joined.append(part)
    return joined


def _belong_together(before: list[_Unit], part: list[_Unit]) -> bool:
    """Items go with what leads to them and with each other, and short sentences with their neighbour; a line above or
    below whole sentences, as a byline is, stays alone."""
    is_ended = bool(_END.search(before[-1].text))
    starts_short = len(before) == 1 and is_fragment(before[0].text)
    if len(part) == 1 and is_fragment(part[0].text):
        return starts_short or not is_ended or bool(_END.search(part[0].text))
    return starts_short and is_ended


def _grouped(units: Sequence[_Unit], limits: tuple[int, int]) -> list[list[_Unit]]:
    """The sentences in groups of about equal size, so that no single one is left over at the end of a block."""
    least, most = limits
    n_groups = -(-len(units) // most)
    groups: list[list[_Unit]] = []
    for place, unit in enumerate(units):
        is_next = not groups or place * n_groups // len(units) != (place - 1) * n_groups // len(units)
        too_long = groups and len(groups[-1]) >= least and _length([*groups[-1], unit]) > MAX_CHARACTERS
        if is_next or too_long:
            groups.append([])
        groups[-1].append(unit)
    return groups


def _length(units: Sequence[_Unit]) -> int:
    return sum(len(unit.text) + 1 for unit in units) - 1


def _cut(units: Sequence[_Unit]) -> Cut:
    first, last = units[0].first, units[-1].last
    locator = first.locator
    if first.number != last.number:
        locator += f"–{last.number if first.page == last.page else last.locator}"
    return Cut(" ".join(unit.text for unit in units), locator)
