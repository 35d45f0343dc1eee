"""A document as the rest of factcheck sees it, whatever file it came from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from factcheck.datatypes import Article, Span


class BlockKind(StrEnum):
    """What a block of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item, block quotation or table row.

    ``span`` is where it stands in the document's text. ``page`` counts from 1 where the file has pages. ``number``
    counts the paragraphs (all but headings) from 1; a heading has the number of the paragraph after it.
    """

    kind: BlockKind
    span: Span
    number: int
    page: int | None = None

    @property
    def locator(self) -> str:
        """Where it stands, for people: ``p. 3, para 12`` or ``para 12``."""
        return f"p. {self.page}, para {self.number}" if self.page else f"para {self.number}"


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file, in Unicode NFC with ``\\n`` between lines, its blocks in order, and what is known of it.

    ``file`` is the name as the user gave it. ``article`` holds title, publisher, author, date, address and language as
    far as the file says; ``article.lang`` is what the file declares, not what was detected.
    """

    file: str
    text: str
    blocks: tuple[Block, ...]
    article: Article
