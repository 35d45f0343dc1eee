"""Makes a ``Document`` from its blocks, one after the other; the only place that writes text and counts spans."""

from __future__ import annotations

import re
import unicodedata

from factcheck.datatypes import Article
from factcheck.documents.document import Block, BlockKind, Document
from factcheck.documents.refusal import refuse
from factcheck.fields import UNFIT

BETWEEN = "\n\n"
"""Between two blocks stands a blank line."""

_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphens, zero-width spaces and byte order marks: they break words for whoever searches and for the models."""


def clean(text: str) -> str:
    """The text of one block: NFC, one space between words, ``\\n`` between lines, no blank line, nothing invisible."""
    text = _UNSEEN.sub("", UNFIT.sub(lambda found: " " if found.group().isspace() else "", text))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))


class DocumentBuilder:
    """Collects the blocks of one file in order."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.blocks: list[Block] = []
        self._texts: list[str] = []
        self._end = 0
        self._paragraphs = 0

    def add(self, kind: BlockKind, text: str, page: int | None = None) -> None:
        """Add a block; one without any letter or digit, such as a rule of dashes, is left out."""
        text = clean(text)
        if not any(ch.isalnum() for ch in text):
            return
        start = self._end + len(BETWEEN) if self._texts else 0
        self._end = start + len(text)
        self._texts.append(text)
        self.blocks.append(Block(kind, (start, self._end), self._paragraphs + 1, page))
        self._paragraphs += kind is not BlockKind.HEADING

    def first(self, kind: BlockKind) -> str:
        """The text of the first block if it is of this kind, on one line; else an empty string."""
        return self._texts[0].replace("\n", " ") if self.blocks and self.blocks[0].kind is kind else ""

    def has_line(self, n_words: int, n_characters: int) -> bool:
        """Whether any line, those of headings aside, has so many words or so many characters."""
        pairs = zip(self.blocks, self._texts, strict=True)
        lines = (line for block, text in pairs if block.kind is not BlockKind.HEADING for line in text.split("\n"))
        return any(len(line.split()) >= n_words or len(line) >= n_characters for line in lines)

    def to_document(self, article: Article) -> Document:
        """The document.

        Raises:
            InputError: there is no block.
        """
        if not self.blocks:
            refuse(self.file, "the file holds no text", "name a file with text in it")
        return Document(self.file, BETWEEN.join(self._texts), tuple(self.blocks), article)
