"""Reads a document of any kind, from a file or from bytes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from factcheck.documents.archive import MAX_ARCHIVE_BYTES
from factcheck.documents.document import Document
from factcheck.documents.docx import docx_document
from factcheck.documents.encoding import decode
from factcheck.documents.html import html_document
from factcheck.documents.kinds import PEEK_BYTES, FileKind, kind_of
from factcheck.documents.markdown import markdown_document
from factcheck.documents.pdf import pdf_document
from factcheck.documents.plain import plain_document
from factcheck.documents.refusal import MAX_TEXT_BYTES, check_size, refuse
from factcheck.inputfiles import display_path, unreadable

Progress = Callable[[int, int], None]
"""Called with pages done and pages in all."""


def read_document(path: Path, cwd: Path | None = None, progress: Progress | None = None) -> Document:
    """The document in a file: plain text, Markdown, HTML, PDF or DOCX, by the ending of its name, else by its content.

    A PDF is read page by page, however large it is; other files are read whole, up to a limit.

    Args:
        path: the file.
        cwd: the document and messages name absolute paths relative to it.
        progress: called after each page of a PDF, and once for other files.

    Raises:
        InputError: the file cannot be read or used, with the remedy.
    """
    file = display_path(path, cwd)
    try:
        with path.open("rb") as handle:
            start = handle.read(PEEK_BYTES)
            kind = _kind(start, file)
            data = b"" if kind is FileKind.PDF else start + handle.read(_limit(kind) + 1 - len(start))
    except (OSError, ValueError) as error:
        refuse(file, *unreadable(error))
    return _document(path if kind is FileKind.PDF else data, kind, file, progress)


def read_document_bytes(data: bytes, name: str, progress: Progress | None = None) -> Document:
    """The document in bytes, for example from standard input; ``name`` stands for the file, and its ending counts.

    Raises:
        InputError: the bytes cannot be used, with the remedy.
    """
    return _document(data, _kind(data[:PEEK_BYTES], name), name, progress)


def _kind(start: bytes, file: str) -> FileKind:
    if not start:
        refuse(file, "the file is empty", "name a file with text in it")
    return kind_of(file, start)


def _limit(kind: FileKind) -> int:
    return MAX_ARCHIVE_BYTES if kind is FileKind.DOCX else MAX_TEXT_BYTES


def _document(source: Path | bytes, kind: FileKind, file: str, progress: Progress | None) -> Document:
    if kind is FileKind.PDF or isinstance(source, Path):
        return pdf_document(source, file, progress)
    check_size(len(source), _limit(kind), file)
    document = _whole(source, kind, file)
    if progress:
        progress(1, 1)
    return document


def _whole(data: bytes, kind: FileKind, file: str) -> Document:
    match kind:
        case FileKind.DOCX:
            return docx_document(data, file)
        case FileKind.HTML:
            return html_document(data, file)
        case FileKind.MARKDOWN:
            return markdown_document(decode(data, file), file)
        case _:
            return plain_document(decode(data, file), file)
