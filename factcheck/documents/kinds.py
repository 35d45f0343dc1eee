"""What kind of file it is: by the ending of its name, else by its content; the two must not contradict each other."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath

from factcheck.documents.refusal import refuse


class FileKind(StrEnum):
    """The kinds of files that are read; the value is the usual ending of the name."""

    TEXT = "txt"
    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"


NAMES = {
    FileKind.TEXT: "plain text",
    FileKind.MARKDOWN: "Markdown",
    FileKind.HTML: "HTML",
    FileKind.PDF: "a PDF",
    FileKind.DOCX: "a ZIP archive, as DOCX is",
}
"""How messages name the kinds."""

_BY_SUFFIX = {
    ".txt": FileKind.TEXT,
    ".text": FileKind.TEXT,
    ".md": FileKind.MARKDOWN,
    ".markdown": FileKind.MARKDOWN,
    ".html": FileKind.HTML,
    ".htm": FileKind.HTML,
    ".xhtml": FileKind.HTML,
    ".pdf": FileKind.PDF,
    ".docx": FileKind.DOCX,
}

SUFFIXES = tuple(_BY_SUFFIX)
"""The endings that say what a file is; files with others are read by their content."""

PEEK_BYTES = 4096
"""So much of the beginning tells what a file is; ``%PDF-`` stands within 1,024 bytes (ISO 32000-1, annex H.3.4.1)."""

_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "an old Office file, or one with a password", "save it as DOCX or PDF, without a password"),
    (b"{\\rtf", "an RTF file", "save it as DOCX or PDF"),
    (b"\x89PNG", "an image (PNG)", "give its text: run text recognition (OCR) on it and save a PDF"),
    (b"\xff\xd8\xff", "an image (JPEG)", "give its text: run text recognition (OCR) on it and save a PDF"),
    (b"\x1f\x8b", "a compressed file (gzip)", "unpack it"),
    (b"7z\xbc\xaf", "a compressed file (7z)", "unpack it"),
    (b"%!PS", "a PostScript file", "save it as PDF"),
)
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_ELEMENT = re.compile(rb"\s*<(?:article|main|section|div|p|h[1-6]|meta|title)[\s>]", re.IGNORECASE)
_MARKDOWN = re.compile(rb"^(?:#{1,6} \S|---\r?\n\w+:)|\[[^\]\n]+\]\(https?://", re.MULTILINE)
_LEADING = re.compile(rb"(?:\s|<\?xml[^>]*\?>|<!--.*?-->)*", re.DOTALL)


def kind_of(name: str, start: bytes) -> FileKind:
    """The kind of the file with this name and these first bytes (``PEEK_BYTES`` of them, or all).

    Raises:
        InputError: the content is of another kind than the name says, or of one that is not read.
    """
    said = _BY_SUFFIX.get(PurePath(name).suffix.lower())
    found = _kind_by_content(start, name)
    if said is None:
        return found or _kind_of_text(start)
    if found is None and said in (FileKind.PDF, FileKind.DOCX):
        refuse(name, f"this is not {_plain(said)}: it does not begin as one", _check_file(said))
    if found not in (None, said):
        refuse(name, f"this is {NAMES[found]}, although its name ends in {PurePath(name).suffix}", _rename(found))
    return said


def _kind_by_content(start: bytes, name: str) -> FileKind | None:
    """PDF, DOCX or HTML where the first bytes leave no doubt; text has no mark of its own."""
    for mark, what, remedy in _FOREIGN:
        if start.startswith(mark):
            refuse(name, f"this is {what}, which factcheck does not read", remedy)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return FileKind.DOCX
    if b"%PDF-" in start[:1024]:
        return FileKind.PDF
    leading = _LEADING.match(start.removeprefix(b"\xef\xbb\xbf"))
    rest = start.removeprefix(b"\xef\xbb\xbf")[leading.end() if leading else 0 :]
    return FileKind.HTML if _HTML.match(rest) else None


def _kind_of_text(start: bytes) -> FileKind:
    if _ELEMENT.match(start):
        return FileKind.HTML
    return FileKind.MARKDOWN if _MARKDOWN.search(start) else FileKind.TEXT


def _plain(kind: FileKind) -> str:
    return "a DOCX file" if kind is FileKind.DOCX else NAMES[kind]


def _check_file(kind: FileKind) -> str:
    return f"save it again as {kind.upper()}, or give it the ending of what it is"


def _rename(found: FileKind) -> str:
    return f"give it the ending .{found}"
