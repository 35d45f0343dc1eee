"""Cuts a document into the texts of snippets: one to three whole sentences of one block, with where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

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


@dataclass(frozen=True, slots=True)
class Cut:
    """A text that becomes a snippet, verbatim but for white space, and where it stands, for people."""

    text: str
    locator: str


@dataclass(frozen=True, slots=True)
class _Part:
    """The text of a block, or of several short ones, by its sentences."""

    sentences: tuple[str, ...]
    first: Block
    last: Block

    @property
    def is_fragment(self) -> bool:
        return is_fragment(" ".join(self.sentences))

    @property
    def locator(self) -> str:
        if self.first.number == self.last.number:
            return self.first.locator
        end = str(self.last.number) if self.first.page == self.last.page else self.last.locator
        return f"{self.first.locator}–{end}"


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
    a fragment counts with its neighbour, and a block that is one is joined to the block before it, else to the next.
    ``lang`` is that of the sentences; without it the document's, else what the beginning suggests.
    """
    lang = lang or document.article.lang or DETECTOR.suggestion(document.text) or "en"
    found = []
    for section in _sections(document.blocks):
        for part in _joined([_part(document, block, lang) for block in section]):
            found += [Cut(text, part.locator) for text in _grouped(part.sentences, sentences) if _WORD.search(text)]
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


def _part(document: Document, block: Block, lang: str) -> _Part:
    start, end = block.span
    text = " ".join(document.text[start:end].split())
    return _Part(tuple(text[first:last] for first, last in sentence_spans(text, lang)), block, block)


def _joined(parts: Sequence[_Part]) -> list[_Part]:
    """The parts of one section; a fragment is joined to the one before it, and one that comes first to the next."""
    joined: list[_Part] = []
    for part in parts:
        if joined and (part.is_fragment or joined[-1].is_fragment):
            before = joined[-1]
            # One sentence of both: two list items, or an item and what it belongs to, are read together or not at all.
            whole = (*before.sentences[:-1], " ".join((*before.sentences[-1:], *part.sentences[:1])))
            joined[-1] = replace(before, sentences=(*whole, *part.sentences[1:]), last=part.last)
        else:
            joined.append(part)
    return joined


def _grouped(sentences: Sequence[str], limits: tuple[int, int]) -> list[str]:
    """The sentences in texts of about equal size, so that no single one is left over at the end of a block."""
    least, most = limits
    units = _units(sentences)
    n_groups = -(-len(units) // most)
    groups: list[list[str]] = []
    for place, unit in enumerate(units):
        is_next = not groups or place * n_groups // len(units) != (place - 1) * n_groups // len(units)
        too_long = groups and len(groups[-1]) >= least and len(" ".join([*groups[-1], unit])) > MAX_CHARACTERS
        if is_next or too_long:
            groups.append([])
        groups[-1].append(unit)
    return [" ".join(group) for group in groups]


def _units(sentences: Sequence[str]) -> list[str]:
    """The sentences, fragments joined to the one before, or at the beginning to the next."""
    units: list[str] = []
    for sentence in sentences:
        if units and (is_fragment(sentence) or is_fragment(units[-1])):
            units[-1] += f" {sentence}"
        else:
            units.append(sentence)
    return units
