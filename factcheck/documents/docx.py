"""DOCX: headings, paragraphs, lists and tables of a Word document (python-docx), from an archive that was looked at."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from factcheck.datatypes import Article
from factcheck.documents.about import lang_code, one_line
from factcheck.documents.archive import safe_copy
from factcheck.documents.builder import DocumentBuilder
from factcheck.documents.document import BlockKind, Document
from factcheck.documents.raised import raised
from factcheck.documents.refusal import refuse

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SKIPPED = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "txbxContent", "sdtPr"))
"""What is not the text as it stands: what was deleted or moved away, formats, and boxes beside the text."""

_TABLE = f"{_W}tbl"
_RAISED = f"{_W}rPr/{_W}vertAlign[@{_W}val='superscript']"
_STAND_INS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_TEXTS = (f"{_W}t", f"{_M}t")
_AROUND = {f"{_M}den": ("/", ""), f"{_M}d": ("(", ")"), f"{_M}rad": ("√(", ")")}
"""What the parts of an equation show around them without a text of it: without these 1/2 would be read as 12."""

_STUMBLES = (zipfile.BadZipFile, LookupError, ValueError, AttributeError, TypeError, SyntaxError, RecursionError)
"""What python-docx and lxml raise over a part that is not as it should be; XML errors are SyntaxErrors."""

_HEADING = re.compile(r"(?:heading \d|title|subtitle)$", re.IGNORECASE)
_TEMPLATE = ("python-docx", dt.date(2013, 12, 23), "Word Document")
"""What the template of python-docx says of itself, which nobody wrote for this document."""


def docx_document(data: bytes, file: str) -> Document:
    """The document of a DOCX file: the text of its body in order, a table row as one block, and its properties.

    A table in a cell comes after the row that it stands in.

    Headers, footers, footnotes, comments, text boxes and deleted text are left out. ``published`` is the day on which
    the file says that it was created.

    Raises:
        InputError: the archive is broken, too large or no Word document, a part declares entities, or no text is in it.
    """
    copy = safe_copy(data, file)
    import docx
    import docx.exceptions
    import docx.opc.exceptions

    try:
        word = docx.Document(io.BytesIO(copy))
        builder = DocumentBuilder(file)
        _add_children(word.element.body, word, builder)
        article = _about(word)
    except (*_STUMBLES, docx.exceptions.PythonDocxError, docx.opc.exceptions.OpcError):
        refuse(file, "the Word document is damaged: its parts do not fit together", "save it again as DOCX")
    return builder.to_document(article if article.title else _titled(article, builder))


def _titled(article: Article, builder: DocumentBuilder) -> Article:
    title = builder.first(BlockKind.HEADING)
    return Article(title, author=article.author, published=article.published, lang=article.lang)


def _add_children(element: Any, word: WordDocument, builder: DocumentBuilder) -> None:
    for child in element:
        if child.tag == f"{_W}p":
            builder.add(_kind(child, word), _text(child))
        elif child.tag == _TABLE:
            _add_rows(child, builder)
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            _add_children(child, word, builder)  # content controls and tracked insertions hold paragraphs too


def _add_rows(table: Any, builder: DocumentBuilder) -> None:
    for row in _inside(table, f"{_W}tr"):
        cells = list(_inside(row, f"{_W}tc"))
        texts = (" ".join(_text(part) for part in _inside(cell, f"{_W}p")) for cell in cells)
        builder.add(BlockKind.ROW, " | ".join(" ".join(text.split()) for text in texts))
        for cell in cells:
            for inner in _inside(cell, _TABLE):
                _add_rows(inner, builder)


def _inside(element: Any, tag: str) -> Iterator[Any]:
    """The elements of a tag in a table, a row or a cell, also in content controls and insertions; none of inner tables.

    What was found is not searched in turn: a paragraph may hold a text box with paragraphs of its own.
    """
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag != _TABLE and child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from _inside(child, tag)


def _text(paragraph: Any) -> str:
    """The text of a paragraph with its equations; raised digits of both have characters of their own."""
    parts: list[str] = []

    def walk(node: Any, in_raised: bool) -> None:
        before, behind = _AROUND.get(node.tag, ("", ""))
        is_raised = in_raised or node.tag == f"{_M}sup" or node.find(_RAISED) is not None
        parts.append(before)
        for child in node:
            if child.tag in _TEXTS:
                parts.append(raised(child.text or "") if is_raised else child.text or "")
            elif child.tag in _STAND_INS:
                parts.append(_STAND_INS[child.tag])
            elif child.tag not in _SKIPPED:
                walk(child, is_raised)
        parts.append(behind)

    walk(paragraph, in_raised=False)
    return "".join(parts)


def _kind(paragraph: Any, word: WordDocument) -> BlockKind:
    from docx.text.paragraph import Paragraph

    style = Paragraph(paragraph, word._body).style
    name = (style.name or "") if style is not None else ""
    if _HEADING.match(name):
        return BlockKind.HEADING
    if "quote" in name.lower():
        return BlockKind.QUOTE
    is_item = name.lower().startswith("list") or paragraph.find(f"{_W}pPr/{_W}numPr") is not None
    return BlockKind.ITEM if is_item else BlockKind.PARAGRAPH


def _about(word: WordDocument) -> Article:
    said = word.core_properties
    author, title = one_line(said.author), one_line(said.title)
    created = said.created.date() if said.created else None
    return Article(
        title="" if title in _TEMPLATE else title,
        author="" if author in _TEMPLATE else author,
        published=None if created in _TEMPLATE else created,
        lang=lang_code(said.language),
    )
