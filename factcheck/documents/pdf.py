"""PDF: the lines of every page with their places (pypdfium2), one page in memory at a time."""

from __future__ import annotations

import ctypes
import datetime as dt
import logging
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.datatypes import Article
from factcheck.documents.about import lang_code, one_line
from factcheck.documents.builder import DocumentBuilder
from factcheck.documents.document import Document
from factcheck.documents.pdflines import Line, add_blocks, without_running_heads
from factcheck.documents.raised import raised
from factcheck.documents.refusal import refuse

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

MAX_EMPTY = 0.9
"""Share of pages without text from which on a PDF counts as scanned: a cover page with text makes it no report."""

TAIL_BYTES = 64 * 1024
"""The end marker stands here; some servers and signing programs add a little after it."""

RAISED_BY = 0.2
"""How much higher than what it follows a raised digit stands at least, in font sizes of that; usual is a third."""

RAISED_SIZES = (0.4, 0.9)
"""Its own font size, in the same; what is smaller stands beside an initial of several lines."""

_PASSWORD, _SECURITY = 4, 5  # FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY
_BREAKS = (10, 13)
_HYPHENS = (2, 0xFFFE)
"""What PDFium gives for a hyphen at a line end, without a line break after it."""
_RAISED = frozenset(map(ord, "0123456789+-−–(),[]"))
"""What a raised number and a footnote mark are made of."""

_AGAIN = "get the file again, or open it in a PDF viewer and save a copy"
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?")
_NO_TITLE = re.compile(r"(?:untitled.*|microsoft (?:word|powerpoint) - .*|.*\.(?:docx?|pdf|indd|tex|pptx?|odt))$", re.I)
"""Titles that programs make up from the name of a file."""

_one_at_a_time = threading.Lock()  # PDFium is not thread-safe
_log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]


def pdf_document(source: Path | bytes, file: str, progress: Progress | None = None) -> Document:
    """The document of a PDF, its paragraphs rebuilt from lines, each with the page on which it begins.

    Running heads and page numbers are left out. Pages without text but with images are left out and a warning names
    them. ``progress`` is called after each page. ``published`` is the day on which the file says that it was created.

    Raises:
        InputError: the PDF is encrypted, broken or cut off, or has no text on (nearly) all pages.
    """
    _check_end(source, file)
    with _one_at_a_time, closing(_open(source, file)) as pdf:
        pages, images = _read_pages(pdf, file, progress)
        article = _about(pdf)
    _check_text(pages, images, file)
    builder = DocumentBuilder(file)
    add_blocks(without_running_heads(pages), builder)
    return builder.to_document(article)


def _check_end(source: Path | bytes, file: str) -> None:
    """PDFium mends a file that was cut off by leaving out what is missing, without a word; here that is a fault."""
    if isinstance(source, bytes):
        tail = source[-TAIL_BYTES:]
    else:
        with source.open("rb") as handle:
            handle.seek(0, 2)
            handle.seek(max(0, handle.tell() - TAIL_BYTES))
            tail = handle.read()
    if b"%%EOF" not in tail:
        refuse(file, "the PDF is cut off: its end marker is missing", _AGAIN)


def _open(source: Path | bytes, file: str) -> PdfDocument:
    import pypdfium2

    try:
        # Absolute, because pypdfium2 would take a name that begins with ~ for a home folder.
        return pypdfium2.PdfDocument(source.absolute() if isinstance(source, Path) else source)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (_PASSWORD, _SECURITY):
            refuse(file, "the PDF is encrypted", "save a copy without a password")
        refuse(file, "the PDF is broken, PDFium cannot read it", _AGAIN)


def _read_pages(pdf: PdfDocument, file: str, progress: Progress | None) -> tuple[list[list[Line]], set[int]]:
    """The lines of all pages, and the pages (from 1) that show something but have no text."""
    import pypdfium2

    pages: list[list[Line]] = []
    images = set()
    total = len(pdf)
    for number in range(1, total + 1):
        try:
            with closing(pdf[number - 1]) as page, closing(page.get_textpage()) as text_page:
                pages.append(list(_lines(text_page, number)))
                if not pages[-1] and _shows_something(page):
                    images.add(number)
        except pypdfium2.PdfiumError:
            refuse(file, f"page {number:,} of the PDF is broken", _AGAIN)
        if progress:
            progress(number, total)
    return pages, images


def _shows_something(page: PdfPage) -> bool:
    import pypdfium2.raw as raw

    return bool(raw.FPDFPage_CountObjects(page) > 0)


def _check_text(pages: list[list[Line]], images: set[int], file: str) -> None:
    ocr = "run text recognition (OCR) on it first, and give the PDF with its text"
    if not any(pages) and not images:
        refuse(file, "the PDF holds no text: all pages are blank", ocr)
    if len(images) >= MAX_EMPTY * len(pages):
        message = f"the PDF is scanned: {len(images):,} of {len(pages):,} pages have no text"
        refuse(file, message, ocr)
    if images:
        which = f"page {_ranges(images)} has" if len(images) == 1 else f"pages {_ranges(images)} have"
        _log.warning("%s: %s no text and were left out, the rest is read — %s", file, which, ocr)


def _ranges(numbers: set[int]) -> str:
    """``3, 5-7`` for 3, 5, 6 and 7."""
    ranges: list[list[int]] = []
    for number in sorted(numbers):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def _lines(text_page: PdfTextPage, number: int) -> Iterator[Line]:
    """The lines of a page in the order of the file, each with its place and its font."""
    import pypdfium2.raw as raw

    codes = _codes(text_page)
    start = 0
    breaks = (index for index, code in enumerate(codes) if code in _BREAKS or code in _HYPHENS)
    for end in [*breaks, len(codes)]:
        seen = [index for index in range(start, end) if codes[index] > 32]
        text = _to_text(codes[start:end]).strip() + ("-" if codes[end:] and codes[end] in _HYPHENS else "")
        start = end + 1
        if not seen or not text:
            continue
        first, last = text_page.get_charbox(seen[0], loose=True), text_page.get_charbox(seen[-1], loose=True)
        # The middle tells the font: a bullet before the text or a footnote mark behind it often has one of its own.
        middle = seen[len(seen) // 2]
        size = _size(text_page, middle, raw)
        bold = _is_bold(text_page, middle, raw) and _is_bold(text_page, seen[-1], raw)
        yield Line(text, number, left=first[0], right=last[2], bottom=first[1], size=size, bold=bold)


def _codes(text_page: PdfTextPage) -> list[int]:
    """The characters of a page; those of a raised number that follows another character without a space are raised."""
    import pypdfium2.raw as raw

    codes: list[int] = []
    base: int | None = None
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, index)
        if base is not None and code in _RAISED and _is_raised(text_page, index, base, raw):
            code = ord(raised(chr(code)))
        else:
            base = index if code > 32 and code not in _HYPHENS else None
        codes.append(code)
    return codes


def _is_raised(text_page: PdfTextPage, index: int, base: int, raw: Any) -> bool:
    """Whether a character is clearly smaller than another and stands higher."""
    rise = _baseline(text_page, index, raw) - _baseline(text_page, base, raw)
    if rise <= 0:  # nearly always, and told by two calls
        return False
    matrix = _matrix(text_page, base, raw)
    is_upright = abs(matrix.b) < 0.1 * matrix.d  # in a line that goes upwards each character stands higher
    size, (least, most) = _size(text_page, base, raw), RAISED_SIZES
    is_smaller = least * size <= _size(text_page, index, raw) <= most * size
    return is_upright and is_smaller and rise >= RAISED_BY * size


def _baseline(text_page: PdfTextPage, index: int, raw: Any) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text_page, index, x, y)
    return y.value


def _to_text(codes: list[int]) -> str:
    """Characters of UTF-32 or of UTF-16 in two halves; a half without its other is left out."""
    text = "".join(map(chr, (code for code in codes if code <= 0x10FFFF)))
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _size(text_page: PdfTextPage, index: int, raw: Any) -> float:
    """The font size as the page shows it; many programs write a font of size 1 and enlarge it."""
    matrix = _matrix(text_page, index, raw)
    scale = abs(float(matrix.d)) or abs(float(matrix.b)) or 1.0
    return float(raw.FPDFText_GetFontSize(text_page, index)) * scale


def _matrix(text_page: PdfTextPage, index: int, raw: Any) -> Any:
    """How the page turns and enlarges a character: not at all where that is not known."""
    matrix = raw.FS_MATRIX()
    known = raw.FPDFText_GetMatrix(text_page, index, matrix)
    return matrix if known else raw.FS_MATRIX(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _is_bold(text_page: PdfTextPage, index: int, raw: Any) -> bool:
    name, flags = ctypes.create_string_buffer(256), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text_page, index, name, 256, flags)
    return any(word in name.value.lower() for word in (b"bold", b"black", b"heavy")) or bool(
        raw.FPDFText_GetFontWeight(text_page, index) >= 600
    )


def _about(pdf: PdfDocument) -> Article:
    said = pdf.get_metadata_dict()
    title = one_line(said.get("Title"))
    return Article(
        title="" if _NO_TITLE.fullmatch(title) else title,
        author=one_line(said.get("Author")),
        published=_day(said.get("CreationDate") or ""),
        lang=lang_code(_language(pdf)),
    )


def _language(pdf: PdfDocument) -> str:
    import pypdfium2.raw as raw

    length = raw.FPDFCatalog_GetLanguage(pdf, None, 0)
    if length <= 2:
        return ""
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    raw.FPDFCatalog_GetLanguage(pdf, buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "ignore")


def _day(text: str) -> dt.date | None:
    """The day of a date such as ``D:20250911080000+02'00'``; None where month or day are missing or there is none."""
    found = _DATE.match(text)
    try:
        return dt.date(*(int(part or 0) for part in found.groups())) if found else None
    except ValueError:
        return None
