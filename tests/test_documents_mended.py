"""Documents: raised digits in links and in PDFs, tables in Word, front matter that is none, and what is struck out."""

from __future__ import annotations

import pytest

from factcheck.documents import read_document_bytes
from factcheck.errors import InputError
from tests.document_files import Put, docx_bytes, part, pdf_bytes, with_parts

REST = " and was the longest bridge of the whole region until 1980, says the ministry of transport."


def texts(data: str | bytes, name: str) -> list[str]:
    document = read_document_bytes(data.encode() if isinstance(data, str) else data, name)
    return [document.text[slice(*block.span)] for block in document.blocks]


# --- raised digits


@pytest.mark.parametrize(
    ("page", "read"),
    [
        ('Opened in 1961<sup><a href="#1">1</a></sup>', "Opened in 1961¹"),
        ("It took 10<sup><span>6</span></sup> tonnes", "It took 10⁶ tonnes"),
        ('In 1961<sup id="r1"><a href="#1"><span>[</span>1<span>]</span></a></sup>', "In 1961[¹]"),
        ("Of 10<sup><b>1</b>2</sup> 3", "Of 10¹² 3"),
    ],
)
def test_digits_in_a_link_or_a_span_are_raised_too(page: str, read: str) -> None:
    assert texts(f"<html><body><article><p>{page}{REST}</p></article></body></html>", "a.html") == [read + REST]
    assert texts(f"{page}{REST}", "a.md") == [read + REST]
    assert texts(f"<div>{page}{REST}</div>", "a.md") == [read + REST]


def test_a_raised_mark_whose_end_was_forgotten_does_not_raise_the_paragraphs_below_it() -> None:
    page = f"<div>Opened in 1961<sup><a>1</a><div>In 2024 it stood{REST}</div></div>"
    assert "In 2024 it stood" in "\n".join(texts(f"<html><body><article>{page}</article></body></html>", "a.html"))


def pdf_of(content: str) -> bytes:
    """A PDF whose only page has this content."""
    data = pdf_bytes([[Put("x" * 400, 700)]])
    old = data[data.index(b"stream\n") + 7 : data.index(b"\nendstream")]
    return data.replace(old, content.encode("cp1252").ljust(len(old)))


def test_small_digits_above_the_baseline_of_a_pdf_are_raised() -> None:
    content = (
        "BT /F1 12 Tf 50 700 Td (Opened in 1961) Tj /F1 7 Tf 5 Ts (1,2) Tj 0 Ts /F1 12 Tf ( for 10) Tj "
        "/F1 7 Tf 5 Ts (-6) Tj 0 Ts /F1 12 Tf ( of it, the 2) Tj /F1 7 Tf 5 Ts (nd) Tj ET"
    )
    assert texts(pdf_of(content), "a.pdf") == ["Opened in 1961¹,² for 10⁻⁶ of it, the 2nd"]


@pytest.mark.parametrize(
    "shown",
    [
        "(Sold 10) Tj /F1 7 Tf (6) Tj",  # small, on the baseline
        "(Sold 10) Tj 5 Ts (6) Tj",  # raised, and as large
        "(Sold 10) Tj /F1 7 Tf -3 Ts (6) Tj",  # lowered
        "/F1 40 Tf (Sold 10) Tj /F1 12 Tf 16 Ts (6) Tj",  # beside an initial
    ],
)
def test_other_digits_of_a_pdf_stay_as_they_are(shown: str) -> None:
    assert texts(pdf_of(f"BT /F1 12 Tf 50 700 Td {shown} ET"), "a.pdf") == ["Sold 106"]


def test_digits_of_a_pdf_behind_a_space_or_in_a_line_that_goes_upwards_stay_as_they_are() -> None:
    behind = "BT /F1 12 Tf 50 700 Td (Sold 10 ) Tj /F1 7 Tf 5 Ts (6) Tj ET"
    assert texts(pdf_of(behind), "a.pdf") == ["Sold 10 6"]
    upwards = "BT /F1 12 Tf 0 1 -1 0 50 300 Tm (Sold 10) Tj /F1 7 Tf -3 Ts (6) Tj ET"
    assert "⁶" not in "".join(texts(pdf_of(upwards), "a.pdf"))


# --- tables in Word


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def holding(content: str) -> str:
    return f"<w:tc>{content}</w:tc>"


def cell(text: str) -> str:
    return holding(paragraph(text))


def control(content: str) -> str:
    return f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def docx_of(content: str) -> bytes:
    """A Word document with this before its end."""
    plain = docx_bytes([("Normal", "Intro.")])
    xml = part(plain, "word/document.xml").replace(b"<w:sectPr", f"{content}<w:sectPr".encode(), 1)
    return with_parts(plain, {"word/document.xml": xml})


def test_cells_and_rows_in_content_controls_and_insertions_are_read() -> None:
    rows = (
        row(cell("Name"), control(cell("Staff 500"))),
        control(row(cell("Year"), cell("2024"))),
        f"<w:ins>{row(cell('Place'), holding(control(paragraph('Bonn'))))}</w:ins>",
    )
    assert texts(docx_of(table(*rows)), "a.docx") == ["Intro.", "Name | Staff 500", "Year | 2024", "Place | Bonn"]


def test_a_table_in_a_cell_is_read_once_and_after_its_row() -> None:
    inner = table(row(cell("inner"), cell("fact")))
    outer = table(row(cell("outer"), holding(paragraph("before") + inner + paragraph("behind"))), row(cell("next")))
    assert texts(docx_of(outer), "a.docx") == ["Intro.", "outer | before behind", "inner | fact", "next"]


def test_a_text_box_in_a_cell_is_left_out() -> None:
    box = f"<w:p><w:r><w:t>seen</w:t><w:pict><w:txbxContent>{paragraph('box')}</w:txbxContent></w:pict></w:r></w:p>"
    assert texts(docx_of(table(row(holding(box)))), "a.docx") == ["Intro.", "seen"]


# --- front matter


@pytest.mark.parametrize(
    ("between", "read"),
    [
        ("\nThe bridge is 5 km long.\n\n", "The bridge is 5 km long."),
        ("\nThe firm said on Monday: it grew.\n\n", "The firm said on Monday: it grew."),
        ("\n**Correction**: it is 6 km long.\n\n", "Correction: it is 6 km long."),
        ("# Heading\n", "Heading"),
        ("- an item\n", "an item"),
    ],
)
def test_text_between_two_rules_is_no_front_matter(between: str, read: str) -> None:
    assert texts(f"---\n{between}---\n\nText.", "a.md") == [read, "Text."]


def test_empty_front_matter_ends_at_its_own_mark() -> None:
    assert texts("---\n---\nNote: it is 6 km long.\n\n---\nText.", "a.md") == ["Note: it is 6 km long.", "Text."]
    assert texts("---\n\n---\nText.", "a.md") == ["Text."]


def test_front_matter_behind_a_comment_that_is_no_yaml_is_still_a_fault() -> None:
    with pytest.raises(InputError, match="not YAML"):
        texts("---\n# of the editor\n\ntitle: A: B\n---\nText.", "a.md")


@pytest.mark.parametrize(
    ("front", "author"),
    [
        ("authors: [{name: Anna Berg}, Ben Au, {orcid: 1}]", "Anna Berg, Ben Au"),
        ("author: {name: Anna Berg, mail: a@b.example}", "Anna Berg"),
        ("author: {first: Anna}\nauthors: [Ben Au]", "Ben Au"),
        ("author: {first: Anna}", ""),
    ],
)
def test_of_an_author_with_several_fields_the_name_is_taken(front: str, author: str) -> None:
    assert read_document_bytes(f"---\n{front}\n---\nText.".encode(), "a.md").article.author == author


# --- struck out


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<del>\n\nold 5\n\n</del>\n\nnew", ["new"]),
        ("<s>old\n\nstill old</s> new\n\nmore", ["new", "more"]),
        ("<div>kept <del>old\n\nold</div>\n\nold</del> new", ["kept", "new"]),
        ("- kept <strike>old\n- old</strike> new", ["kept", "new"]),
        ("a </del> b <del>old</del> c", ["a b c"]),
        ("<s>old <del>old</s> old</del> new", ["new"]),
    ],
)
def test_what_is_struck_out_over_several_blocks_is_left_out(text: str, read: list[str]) -> None:
    assert texts(text, "a.md") == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("kept <del>old\n\nThe rest is 5 km.", ["kept", "The rest is 5 km."]),
        ("<del>\n\nThe rest is 5 km.\n\n- item", ["The rest is 5 km.", "item"]),
        ("kept <s>old\n\nnew <s>old</s> ~~old~~ new", ["kept", "new new"]),
        (
            "<p>\n<!-- <del> -->\n<script>x('<del>')</script>\nkept</p>\n\nThe rest `<s>`.\n\n</del>",
            ["kept", "The rest <s>."],
        ),
    ],
)
def test_a_strike_without_an_end_takes_no_more_than_its_own_block(text: str, read: list[str]) -> None:
    assert texts(text, "a.md") == read
