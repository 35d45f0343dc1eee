"""Files for the tests of documents, made here: a tiny PDF writer, and DOCX and ZIP archives as bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pytest

from factcheck.errors import InputError

PAGE_HEIGHT = 800


@dataclass(frozen=True)
class Put:
    """A line of text at a place of a page, in points from the lower left corner."""

    text: str
    top: float
    left: float = 50
    size: float = 10
    bold: bool = False


def paragraph(lines: Sequence[str], top: float, *, size: float = 10, left: float = 50) -> list[Put]:
    """Lines one below the other, 12 points apart."""
    return [Put(line, top - 12 * number, left=left, size=size) for number, line in enumerate(lines)]


def pdf_bytes(pages: Sequence[Sequence[Put] | None], info: Mapping[str, str] | None = None, extra: str = "") -> bytes:
    """A PDF with these lines; ``None`` for a page that only shows a filled rectangle, as a scan shows an image.

    ``extra`` goes to the trailer.
    """
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    said = "".join(f"/{key} {_string(value)}" for key, value in (info or {}).items())
    font = "<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding/WinAnsiEncoding>>"
    objects = [
        "<</Type/Catalog/Pages 2 0 R/Lang(de-DE)>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        f"<</F1 {font % 'Helvetica'}/F2 {font % 'Helvetica-Bold'}>>",
        f"<<{said}>>",
    ]
    for number, page in enumerate(pages):
        content = "0 0 500 700 re f" if page is None else "".join(map(_show, page))
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 {PAGE_HEIGHT}]/Resources<</Font 3 0 R>>"
            f"/Contents {6 + 2 * number} 0 R>>"
        )
        objects.append(f"<</Length {len(content.encode('cp1252'))}>>\nstream\n{content}\nendstream")
    return _file(objects, extra)


def _show(put: Put) -> str:
    font = "F2" if put.bold else "F1"
    return f"BT /{font} {put.size} Tf {put.left} {put.top} Td {_string(put.text)} Tj ET\n"


def _string(text: str) -> str:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"({escaped})"


def _file(objects: Sequence[str], extra: str) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252"))
    start = out.tell()
    rows = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    out.write(f"xref\n0 {size}\n0000000000 65535 f \n{rows}".encode("ascii"))
    out.write(f"trailer\n<</Size {size}/Root 1 0 R/Info 4 0 R{extra}>>\nstartxref\n{start}\n%%EOF\n".encode("ascii"))
    return out.getvalue()


def docx_bytes(paragraphs: Sequence[tuple[str, str]] = (), rows: Sequence[Sequence[str]] = ()) -> bytes:
    """A DOCX with (style, text) paragraphs and below them a table."""
    import docx

    word = docx.Document()
    for style, text in paragraphs:
        word.add_paragraph(text, style=style)
    if rows:
        table = word.add_table(rows=len(rows), cols=len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def with_parts(docx: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The archive with other content in some parts, or with more of them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            copy.writestr(name, parts.get(name, archive.read(name)))
        for name in parts.keys() - set(archive.namelist()):
            copy.writestr(name, parts[name])
    return out.getvalue()


def part(docx: bytes, name: str) -> bytes:
    """The content of one part."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return archive.read(name)


def only_fault(read: Callable[[], object]) -> str:
    """The one fault of a document that is refused; it has a remedy."""
    with pytest.raises(InputError) as raised:
        read()
    [fault] = raised.value.faults
    assert fault.remedy
    return str(fault)
