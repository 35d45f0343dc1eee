"""ZIP archives of DOCX files, looked at before anything is unpacked: bombs, broken entries, entities in XML."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from factcheck.documents.refusal import check_size, refuse

MAX_ARCHIVE_BYTES = 200 * 1024 * 1024
"""Of the file itself; a report with many photographs has some 50 MB."""

MAX_ENTRIES = 10_000
"""A Word document has about 15, and one more for each image; an archive of many empty entries is made to stall."""

MAX_PART_BYTES = 64 * 1024 * 1024
"""Of one XML part, unpacked: a thousand pages take about 20 MB, and lxml's tree some ten times as much memory."""

MAX_XML_BYTES = 2 * MAX_PART_BYTES
"""Of all XML parts together, unpacked."""

MAX_RATIO = 200
"""Unpacked to packed size of a part over ``RATIO_FROM``; Word's XML is at 5 to 30, deflate ends at 1,032."""

RATIO_FROM = 4 * 1024 * 1024
"""Smaller parts may repeat themselves as much as they like: they harm nobody."""

_CHUNK = 64 * 1024
_MAIN = "word/document.xml"
_XML = (".xml", ".rels")
# In UTF-8 and in UTF-16, where a NUL stands before or after each letter.
_DECLARES = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E|E\x00?N\x00?T\x00?I\x00?T\x00?Y)")
_BOMB = "if you trust it, open it in a word processor and save it as a new DOCX file"
_BROKEN = "get the file again, or save it again as DOCX"


def safe_copy(data: bytes, file: str) -> bytes:
    """An archive of the same entries, where XML parts are as in ``data`` and all others, such as images, are empty.

    What reads the copy never unpacks more than was checked here, whatever the sizes in the central directory say.

    Raises:
        InputError: no ZIP archive, no Word document in it, an encrypted, damaged or oversized one, or one whose XML
            has a document type, which Office Open XML forbids (ECMA-376, part 2, 8.1.4) and entity bombs need.
    """
    check_size(len(data), MAX_ARCHIVE_BYTES, file)
    # Counted by their marks, because zipfile would make an object of each entry first.
    if (n_entries := data.count(b"PK\x01\x02")) > MAX_ENTRIES:
        refuse(file, f"the archive has {n_entries:,} entries, at most {MAX_ENTRIES:,} are read", _BOMB)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_directory(entries, file)
            return _copy(archive, entries, file)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        refuse(file, f"the DOCX file is broken or cut off ({error})", _BROKEN)


def _check_directory(entries: list[zipfile.ZipInfo], file: str) -> None:
    parts = [entry for entry in entries if _is_xml(entry)]
    for part in parts:
        if part.file_size > MAX_PART_BYTES:
            refuse(file, f"{part.filename} would unpack to {_mb(part.file_size)}, at most {_mb(MAX_PART_BYTES)}", _BOMB)
        if part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * part.compress_size:
            ratio = part.file_size // max(part.compress_size, 1)
            refuse(file, f"{part.filename} unpacks to {ratio:,} times its size, as ZIP bombs do", _BOMB)
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        refuse(file, "the archive is packed in a way that DOCX does not allow", _BROKEN)
    if (total := sum(part.file_size for part in parts)) > MAX_XML_BYTES:
        refuse(file, f"the text parts would unpack to {_mb(total)}, at most {_mb(MAX_XML_BYTES)} are read", _BOMB)
    names = {entry.filename for entry in entries}
    if _MAIN not in names or "[Content_Types].xml" not in names:
        refuse(file, f"this is a ZIP archive without a Word document ({_MAIN})", "save the document as DOCX or PDF")
    if len(names) < len(entries):
        refuse(file, "the archive holds two entries of one name", _BROKEN)
    if any(part.flag_bits & 1 for part in parts):
        refuse(file, "the document is encrypted", "save it without a password")


def _is_xml(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith(_XML)


def _mb(size: int) -> str:
    return f"{size / 1024**2:,.0f} MB"


def _copy(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], file: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as copy:
        for entry in entries:
            copy.writestr(entry.filename, _part(archive, entry, file) if _is_xml(entry) else b"")
    return out.getvalue()


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: str) -> bytes:
    """The bytes of one XML part; read in chunks, because only so zipfile unpacks no more than is asked for."""
    content = bytearray()
    with archive.open(entry) as handle:
        while chunk := handle.read(_CHUNK):
            content += chunk
            if len(content) > MAX_PART_BYTES:
                refuse(file, f"{entry.filename} unpacks to more than {_mb(MAX_PART_BYTES)}", _BOMB)
    if found := _DECLARES.search(content):
        line = content.count(b"\n", 0, found.start()) + 1
        refuse(file, f"{entry.filename} declares a document type or entities (line {line}), as entity bombs do", _BOMB)
    return bytes(content)
