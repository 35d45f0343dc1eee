"""Documents from DOCX files: what is read of them, and archives that are made to do harm."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile

import pytest

from factcheck.datatypes import Article
from factcheck.documents import BlockKind, Document, read_document_bytes
from factcheck.errors import InputError
from tests.document_files import docx_bytes, only_fault, part, with_parts

MAIN = "word/document.xml"
PARAGRAPHS = [
    ("Title", "The report"),
    ("Heading 1", "A chapter"),
    ("Normal", "A paragraph."),
    ("List Bullet", "an item"),
    ("List Number", "another"),
    ("Intense Quote", "quoted"),
]
GOOD = docx_bytes(PARAGRAPHS, [["Year", "Value"], ["2024", "15 %"]])
XML = part(GOOD, MAIN)


def read(data: bytes) -> Document:
    return read_document_bytes(data, "a.docx")


def blocks_of(data: bytes) -> list[tuple[BlockKind, str]]:
    document = read(data)
    return [(block.kind, document.text[slice(*block.span)]) for block in document.blocks]


def fault_of(data: bytes) -> str:
    return only_fault(lambda: read(data))


def test_headings_lists_quotes_and_table_rows_are_blocks() -> None:
    assert blocks_of(GOOD) == [
        (BlockKind.HEADING, "The report"),
        (BlockKind.HEADING, "A chapter"),
        (BlockKind.PARAGRAPH, "A paragraph."),
        (BlockKind.ITEM, "an item"),
        (BlockKind.ITEM, "another"),
        (BlockKind.QUOTE, "quoted"),
        (BlockKind.ROW, "Year | Value"),
        (BlockKind.ROW, "2024 | 15 %"),
    ]


def test_the_text_as_it_stands_has_insertions_links_and_content_controls_but_nothing_deleted() -> None:
    changed = (
        b"<w:t>A </w:t></w:r><w:ins><w:r><w:t>new </w:t></w:r></w:ins><w:del><w:r><w:delText>old </w:delText></w:r>"
        b"</w:del><w:hyperlink><w:r><w:t>linked</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>text.</w:t>"
    )
    control = b"<w:sdt><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    xml = XML.replace(b"<w:t>A paragraph.</w:t>", changed).replace(b"<w:body>", b"<w:body>" + control)
    texts = [text for _, text in blocks_of(with_parts(GOOD, {MAIN: xml}))]
    assert texts[0] == "In a control."
    assert texts[3] == "A new linked text."


def test_the_properties_are_those_of_the_article_unless_the_template_made_them() -> None:
    import docx

    word = docx.Document(io.BytesIO(GOOD))
    said = word.core_properties
    assert read(GOOD).article == Article("The report")
    said.title, said.author, said.language = "Title of the file", "Jane Doe", "de-DE"
    said.created = dt.datetime(2025, 9, 11, 8, tzinfo=dt.UTC)
    out = io.BytesIO()
    word.save(out)
    published = dt.date(2025, 9, 11)
    assert read(out.getvalue()).article == Article(
        "Title of the file", author="Jane Doe", published=published, lang="de-DE"
    )


# --- archives that do harm


def test_a_part_that_unpacks_to_many_times_its_size_is_refused() -> None:
    assert "times its size, as ZIP bombs do" in fault_of(with_parts(GOOD, {MAIN: XML + b" " * (5 * 1024 * 1024)}))


def test_a_part_that_is_too_large_is_refused_before_it_is_unpacked() -> None:
    assert "word/x.xml would unpack to 65 MB, at most 64 MB" in fault_of(
        with_parts(GOOD, {"word/x.xml": b" " * (65 * 1024 * 1024)})
    )


def test_a_part_that_is_packed_in_another_way_than_docx_allows_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    assert "packed in a way that DOCX does not allow" in fault_of(packed.getvalue())


def test_an_archive_of_too_many_entries_is_refused() -> None:
    assert "entries, at most 10,000 are read" in fault_of(with_parts(GOOD, {f"e/{n}": b"" for n in range(10_000)}))


def test_a_directory_that_lies_about_a_size_is_refused() -> None:
    data = bytearray(with_parts(GOOD, {MAIN: XML + b" " * (3 * 1024 * 1024)}))
    entry = data.rfind(MAIN.encode()) - 46  # APPNOTE.TXT 4.3.12: the size unpacked is 24 bytes into the entry
    data[entry + 24 : entry + 28] = struct.pack("<I", len(XML))
    assert "the DOCX file is broken" in fault_of(bytes(data))


def test_images_are_never_unpacked() -> None:
    data = with_parts(GOOD, {"word/media/a.png": b" " * (100 * 1024 * 1024)})
    assert blocks_of(data) == blocks_of(GOOD)


@pytest.mark.parametrize(
    ("name", "declared"),
    [
        (MAIN, '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'),
        (MAIN, '<!DOCTYPE w SYSTEM "https://example.org/a.dtd">'),
        ("docProps/core.xml", '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
        ("_rels/.rels", "<!DOCTYPE w>"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_part_that_declares_entities_is_refused(name: str, declared: str, encoding: str) -> None:
    body = part(GOOD, name).decode("utf-8").partition("?>")[2]
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{declared}{body}'.encode(encoding)
    assert f"{name} declares a document type or entities" in fault_of(with_parts(GOOD, {name: xml}))


# --- broken files


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (MAIN, XML[: len(XML) // 2]),
        (MAIN, b"<a/>"),
        (MAIN, XML.replace(b"<w:p>", b"<w:sdt>" * 2000 + b"</w:sdt>" * 2000 + b"<w:p>", 1)),
        ("_rels/.rels", b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'),
        ("[Content_Types].xml", b""),
        ("[Content_Types].xml", b"<a/>"),
        ("docProps/core.xml", b"<a/>"),
    ],
)
def test_parts_that_do_not_fit_together_are_a_fault(name: str, content: bytes) -> None:
    assert "the Word document is damaged" in fault_of(with_parts(GOOD, {name: content}))


def test_an_archive_that_is_cut_off_is_a_fault() -> None:
    assert "the DOCX file is broken or cut off" in fault_of(GOOD[: len(GOOD) // 2])


def test_another_archive_is_a_fault() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    assert "a ZIP archive without a Word document" in fault_of(out.getvalue())


def test_a_document_without_text_is_a_fault() -> None:
    assert "the file holds no text" in fault_of(docx_bytes())


@pytest.mark.parametrize("position", range(0, len(GOOD), 997))
def test_a_document_with_one_wrong_byte_is_read_or_refused(position: int) -> None:
    data = GOOD[:position] + bytes([GOOD[position] ^ 0x55]) + GOOD[position + 1 :]
    try:
        assert read(data).text
    except InputError as error:
        assert error.faults[0].remedy


def test_raised_digits_are_kept_apart() -> None:
    run = '</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>6</w:t></w:r><w:r><w:t>'
    changed = XML.replace(b"A paragraph.", f"It sold 10{run} chips.".encode())
    assert (BlockKind.PARAGRAPH, "It sold 10⁶ chips.") in blocks_of(with_parts(GOOD, {MAIN: changed}))
