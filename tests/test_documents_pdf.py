"""Documents from PDF files: paragraphs rebuilt from lines, running heads, and files that cannot be read."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path

import pytest

from factcheck.datatypes import Article
from factcheck.documents import BlockKind, Document, read_document, read_document_bytes
from factcheck.errors import InputError
from tests.document_files import Put, only_fault, paragraph, pdf_bytes

BODY = [
    "The company said on Tuesday that it would build a govern-",
    "ment office in the well-",
    "known city centre, where it had been planned for years and",
    "where nobody had expected it.",
]


def read(data: bytes) -> Document:
    return read_document_bytes(data, "a.pdf")


def texts(document: Document) -> list[tuple[int | None, BlockKind, str]]:
    return [(block.page, block.kind, document.text[slice(*block.span)]) for block in document.blocks]


def fault_of(data: bytes) -> str:
    return only_fault(lambda: read(data))


def test_lines_become_paragraphs_headings_and_items_again() -> None:
    page = [
        Put("The title", 740, size=20),
        Put("A bold line", 700, bold=True),
        *paragraph(BODY, 680),
        *paragraph(["A distance begins a paragraph, which goes on for as long as", "it takes."], 620),
        *paragraph(["An indent begins one too, without any distance to the line", "above it (Größe)."], 596)[1:],
        Put("• first item", 560),
        Put("• second item", 548),
    ]
    page.insert(-3, Put("An indent begins one too, without any distance to the line", 596, left=65))
    assert [(kind, text) for _, kind, text in texts(read(pdf_bytes([page])))] == [
        (BlockKind.HEADING, "The title"),
        (BlockKind.HEADING, "A bold line"),
        (
            BlockKind.PARAGRAPH,
            "The company said on Tuesday that it would build a government office in the well-known city centre, where "
            "it had been planned for years and where nobody had expected it.",
        ),
        (BlockKind.PARAGRAPH, "A distance begins a paragraph, which goes on for as long as it takes."),
        (BlockKind.PARAGRAPH, "An indent begins one too, without any distance to the line above it (Größe)."),
        (BlockKind.ITEM, "first item"),
        (BlockKind.ITEM, "second item"),
    ]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [
        [Put("Annual Report 2025", 780, size=8), Put(f"Text of sheet {n}.", 700), Put(f"Seite {n} von 4", 20, size=8)]
        for n in range(1, 5)
    ]
    assert texts(read(pdf_bytes(pages))) == [(n, BlockKind.PARAGRAPH, f"Text of sheet {n}.") for n in range(1, 5)]


def test_heads_that_differ_on_left_and_right_pages_are_left_out() -> None:
    pages = [[Put("Left head" if n % 2 else "Right head", 780), Put(f"Text of sheet {n}.", 700)] for n in range(8)]
    assert "head" not in read(pdf_bytes(pages)).text


@pytest.mark.parametrize(
    "lines",
    [
        [Put("Page 7 says so.", 700)],  # all that is on the page
        [Put("It is 7 now.", 740), Put("The rest of 7 follows here.", 700)],  # a sentence, other figures
        [Put("Close to the text", 712), Put("that belongs to number 7.", 700)],
        [Put("The text of a page.", 740), Put("2024", 700)],  # no number of this page
    ],
)
def test_what_only_looks_like_a_running_head_stays(lines: list[Put]) -> None:
    pages = [[Put(line.text.replace("7", str(n)), line.top) for line in lines] for n in range(3, 8)]
    text = read(pdf_bytes(pages[:1] if lines[-1].text == "2024" else pages)).text
    assert all(line.text.replace("7", "3") in text.replace("\n\n", " ") for line in lines)


def test_a_sentence_that_runs_on_over_a_page_end_is_one_paragraph_of_its_first_page() -> None:
    pages = [paragraph(["This sentence runs on over the end of the"], 100), paragraph(["page and ends."], 780)]
    assert texts(read(pdf_bytes(pages))) == [
        (1, BlockKind.PARAGRAPH, "This sentence runs on over the end of the page and ends.")
    ]


def test_the_properties_of_the_file_are_those_of_the_article() -> None:
    info = {"Title": "A report", "Author": "Jane Doe", "CreationDate": "D:20250911080000+02'00'"}
    article = read(pdf_bytes([[Put("Text.", 700)]], info)).article
    assert article == Article("A report", author="Jane Doe", published=dt.date(2025, 9, 11), lang="de-DE")


def test_a_title_that_a_program_made_of_the_file_name_is_none() -> None:
    assert read(pdf_bytes([[Put("Text.", 700)]], {"Title": "Microsoft Word - v3.doc"})).article.title == ""


def test_a_scanned_pdf_is_a_fault() -> None:
    assert "the PDF is scanned: 10 of 11 pages have no text" in fault_of(pdf_bytes([[Put("Cover", 700)]] + [None] * 10))
    assert "all pages are blank" in fault_of(pdf_bytes([[]]))


def test_single_pages_without_text_are_told_and_the_rest_is_read(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        document = read(pdf_bytes([[Put("First.", 700)], None, None, [], [Put("Last.", 700)]]))
    assert texts(document) == [(1, BlockKind.PARAGRAPH, "First."), (5, BlockKind.PARAGRAPH, "Last.")]
    [told] = caplog.messages
    assert told.startswith("a.pdf: pages 2-3 have no text and were left out")


def test_an_encrypted_pdf_is_a_fault() -> None:
    lock = f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'ab' * 32}>/U<{'cd' * 32}>>>/ID[<00><00>]"
    assert "the PDF is encrypted — save a copy without a password" in fault_of(
        pdf_bytes([[Put("Text.", 700)]], extra=lock)
    )


WHOLE = pdf_bytes([[Put("Text.", 700)]] * 3)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (WHOLE[: len(WHOLE) * 2 // 3], "the PDF is cut off"),
        (b"%PDF-1.7\nnothing\n%%EOF", "the PDF is broken"),
        (WHOLE.replace(b"/Type/Page/", b"/Type/Pags/"), "page 1 of the PDF is broken"),
    ],
)
def test_a_broken_pdf_is_a_fault(data: bytes, message: str) -> None:
    assert message in fault_of(data)


@pytest.mark.parametrize("position", range(20, len(WHOLE), 97))
def test_a_pdf_with_one_wrong_byte_is_read_or_refused(position: int) -> None:
    data = WHOLE[:position] + bytes([WHOLE[position] ^ 0x55]) + WHOLE[position + 1 :]
    try:
        assert read(data).text
    except InputError as error:
        assert error.faults[0].remedy


def test_a_thousand_pages_are_read_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_bytes([[Put(f"This is sheet {n}.", 700), Put(str(n), 20)] for n in range(1, 1001)]))
    told: list[tuple[int, int]] = []
    document = read_document(path, tmp_path, lambda done, total: told.append((done, total)))
    assert told == [(n, 1000) for n in range(1, 1001)]
    assert texts(document)[999] == (1000, BlockKind.PARAGRAPH, "This is sheet 1000.")
    assert len(document.blocks) == 1000
