"""Documents: text, Markdown and HTML as one text with blocks, and what all kinds have in common."""

from __future__ import annotations

import datetime as dt
import textwrap
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from factcheck.datatypes import Article
from factcheck.documents import Block, BlockKind, Document, read_document, read_document_bytes
from factcheck.documents.lines import join, words_in
from factcheck.errors import InputError
from tests.document_files import Put, docx_bytes, pdf_bytes

HEADING, PARAGRAPH, ITEM, QUOTE, ROW = BlockKind


def test_a_block_is_located_by_page_and_paragraph() -> None:
    assert Block(BlockKind.PARAGRAPH, (0, 4), 12, page=3).locator == "p. 3, para 12"
    assert Block(BlockKind.PARAGRAPH, (0, 4), 12).locator == "para 12"


def read(text: str | bytes, name: str = "a.txt") -> Document:
    return read_document_bytes(text.encode("utf-8") if isinstance(text, str) else text, name)


def blocks_of(document: Document) -> list[tuple[BlockKind, str]]:
    return [(block.kind, document.text[slice(*block.span)]) for block in document.blocks]


def fault_of(data: str | bytes, name: str) -> str:
    with pytest.raises(InputError) as raised:
        read(data, name)
    [fault] = raised.value.faults
    assert fault.file == name
    assert fault.remedy
    return str(fault)


# --- what all kinds have in common

WORDS = st.text(st.sampled_from("abcxyzäöüßÄéŻ\u0301\u00a0\u00ad\u200b (<&*_\\|„“'\t"), min_size=1, max_size=9)
SENTENCES = st.lists(WORDS, max_size=6).map(lambda words: f"Start {' '.join(words)} and some more of it here.")
TEXTS = st.lists(SENTENCES, min_size=1, max_size=4)


def as_text(sentences: Sequence[str]) -> bytes:
    return "\n\n".join(sentences).encode("utf-8")


def as_html(sentences: Sequence[str]) -> bytes:
    escaped = (sentence.replace("&", "&amp;").replace("<", "&lt;") for sentence in sentences)
    inside = "".join(f"<p>{sentence}</p>" for sentence in escaped)
    return f"<html><body><article>{inside}</article></body></html>".encode()


def as_pdf(sentences: Sequence[str]) -> bytes:
    plain = [sentence.encode("cp1252", "ignore").decode("cp1252").replace("\t", " ") for sentence in sentences]
    return pdf_bytes([[Put(sentence, 700)] for sentence in plain])


def as_docx(sentences: Sequence[str]) -> bytes:
    return docx_bytes([("Normal", sentence) for sentence in sentences])


FILES = {"a.txt": as_text, "a.md": as_text, "a.html": as_html, "a.pdf": as_pdf, "a.docx": as_docx}


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=25, deadline=None)
@given(sentences=TEXTS)
@example(sentences=["Start A\u0308rger\u00a0und Gro\u00adßes and some more of it here."])
def test_every_span_points_at_exactly_its_text(name: str, sentences: list[str]) -> None:
    document = read_document_bytes(FILES[name](sentences), name)
    texts = [text for _, text in blocks_of(document)]
    assert document.text == "\n\n".join(texts)
    assert unicodedata.is_normalized("NFC", document.text)
    assert all(text == text.strip() and "\n\n" not in text and any(map(str.isalnum, text)) for text in texts)
    assert [block.number for block in document.blocks] == list(range(1, len(texts) + 1))


@pytest.mark.parametrize("name", ["a.txt", "a.docx"])
@settings(max_examples=25, deadline=None)
@given(sentences=TEXTS)
def test_no_paragraph_is_lost_or_changed_but_for_spaces_and_what_nobody_sees(name: str, sentences: list[str]) -> None:
    seen = [sentence.replace("\u00ad", "").replace("\u200b", "") for sentence in sentences]
    expected = [unicodedata.normalize("NFC", " ".join(sentence.split())) for sentence in seen]
    assert [text for _, text in blocks_of(read_document_bytes(FILES[name](sentences), name))] == expected


def test_a_file_is_named_relative_to_the_working_directory(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("One line.", encoding="utf-8")
    assert read_document(tmp_path / "in" / "a.txt", tmp_path).file == str(Path("in", "a.txt"))


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.pdf: no such file"):
        read_document(tmp_path / "a.pdf", tmp_path)
    with pytest.raises(InputError, match="this is a folder"):
        read_document(tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_an_empty_file_is_a_fault(name: str) -> None:
    assert "the file is empty" in fault_of(b"", name)


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"%PDF-1.4 x", "a.docx", "this is a PDF, although its name ends in .docx — give it the ending .pdf"),
        (b"%PDF-1.4 x", "a.txt", "this is a PDF"),
        (b"<!DOCTYPE html><p>x", "a.md", "this is HTML, although its name ends in .md"),
        (b"PK\x03\x04rest", "a.html", "this is a ZIP archive, as DOCX is"),
        (b"Only text.", "a.pdf", "this is not a PDF"),
        (b"Only text.", "a.docx", "this is not a DOCX file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx", "an old Office file, or one with a password"),
        (b"{\\rtf1 x}", "a.doc", "an RTF file"),
        (b"\x89PNG\r\n", "a.txt", "an image (PNG)"),
        (b"Only text without a tag.", "a.html", "no HTML in this file"),
        (b"a\nb\x00c", "a.txt", "a.txt:2: this is no text: it holds NUL characters"),
        (b" \n \n---\n", "a.txt", "the file holds no text"),
        (b"x" * (20 * 1024 * 1024 + 1), "a.txt", "the file is larger than 20 MB"),
    ],
)
def test_a_file_of_another_kind_is_a_fault_with_the_remedy(data: bytes, name: str, message: str) -> None:
    assert message in fault_of(data, name)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"# Title\n\nSome *text* here.", "Some text here."),
        (b"<!-- x -->\n<html><body><p>Some text that is here for you.</p>", "Some text that is here for you."),
        (b"<p>A piece of a page with enough words.</p>", "A piece of a page with enough words."),
        (b"Some *text* here.", "Some *text* here."),
        (pdf_bytes([[Put("Some text here.", 700)]]), "Some text here."),
        (docx_bytes([("Normal", "Some text here.")]), "Some text here."),
    ],
)
def test_without_an_ending_that_says_it_the_content_tells_the_kind(data: bytes, kind: str) -> None:
    assert blocks_of(read_document_bytes(data, "<stdin>"))[-1][1] == kind


# --- encodings

GERMAN = "Die Behörde prüft die Zahlen für das Jahr 2024. „Das ist ungewöhnlich“, sagte Müller über die Erhöhung."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_text_in_an_encoding_that_is_certain_is_read(encoding: str) -> None:
    assert read(GERMAN.encode(encoding)).text == GERMAN


def test_an_encoding_in_doubt_is_a_fault_with_line_and_byte() -> None:
    data = "Erste Zeile.\nGröße: 15 m.".encode("cp1252")
    assert fault_of(data, "a.txt") == "a.txt:2: not UTF-8: byte 0xf6 at offset 15 — save the file as UTF-8"


def test_damaged_utf8_is_not_read_as_something_else() -> None:
    # charset-normalizer alone finds a single reading of this, with "cafĂź" for "cafß".
    around = b"The company said on Tuesday that it would build a new factory, and nobody had expected that at all. "
    assert "byte 0xff" in fault_of(around + "cafß was ".encode() + b"\xff" + around, "a.txt")


def test_bytes_that_are_not_what_their_mark_says_are_a_fault() -> None:
    assert "begins as UTF-16-LE" in fault_of(b"\xff\xfea", "a.txt")


def test_a_page_is_read_in_the_encoding_that_it_declares() -> None:
    body = "<body><p>Größe der „Brücke“ nahe bei Köln: 15 m.</p></body>"
    page = f'<html><head><meta charset="iso-8859-1"></head>{body}</html>'
    assert read(page.encode("cp1252"), "a.html").text == "Größe der „Brücke“ nahe bei Köln: 15 m."


# --- plain text

HEAD = (
    "Ein Titel, der ruft!\n2025-09-11\nAutor: Nina Muster\nEin Zwischentitel\nDer Absatz endet hier.\nUnd noch einer."
)


def test_a_head_gives_title_day_and_author_and_lines_without_a_full_stop_are_headings() -> None:
    document = read(HEAD)
    assert document.article == Article("Ein Titel, der ruft!", author="Nina Muster", published=dt.date(2025, 9, 11))
    assert blocks_of(document) == [
        (HEADING, "Ein Titel, der ruft!"),
        (HEADING, "Ein Zwischentitel"),
        (PARAGRAPH, "Der Absatz endet hier."),
        (PARAGRAPH, "Und noch einer."),
    ]
    assert [block.number for block in document.blocks] == [1, 1, 1, 2]


@pytest.mark.parametrize(
    "day",
    [
        "2025-09-11",
        "11. September 2025",
        "September 11, 2025",
        "11 September 2025",
        "11.09.2025",
        "Stand: 11. Sept. 2025, 08:15 Uhr",
    ],
)
def test_days_are_read_as_people_write_them(day: str) -> None:
    assert read(f"A title\nBy Jane Doe\n{day}\nIt begins here.").article.published == dt.date(2025, 9, 11)


@pytest.mark.parametrize("line", ["Von 300 Bewerbern kamen zwei", "By the end of the day it rained.", "11/9/2025"])
def test_a_line_that_only_begins_like_a_head_stays_in_the_text(line: str) -> None:
    document = read(f"A title\n\n{line}\n\nIt begins here.")
    assert (document.article.author, document.article.published) == ("", None)
    assert line in document.text


def test_wrapped_lines_become_one_paragraph_and_lists_become_items() -> None:
    text = (
        "The company said on Tuesday that it would build a govern-\n"
        "ment office in the old city, where it was planned for\nyears.\n\n"
        "1. One thing.\n2. Another thing\n   goes on here.\n- A bullet\n\n> quoted\n> twice\n\n11. September was a day."
    )
    assert blocks_of(read(text)) == [
        (
            PARAGRAPH,
            "The company said on Tuesday that it would build a government office in the old city, where it was planned "
            "for years.",
        ),
        (ITEM, "One thing."),
        (ITEM, "Another thing goes on here."),
        (ITEM, "A bullet"),
        (QUOTE, "quoted twice"),
        (PARAGRAPH, "11. September was a day."),
    ]


def test_wrapped_paragraphs_without_a_blank_line_between_them_stay_apart() -> None:
    first = "Die Regierung hat am Dienstag beschlossen, dass die Förderung der Chipindustrie steigt."
    second = "Kritiker der Regierung sehen das ganz anders, und die Opposition hat am Mittwoch dagegen gestimmt."
    text = "\n".join(["Ein Zwischentitel", textwrap.fill(first, 60), textwrap.fill(second, 60)])
    assert blocks_of(read(text)) == [(HEADING, "Ein Zwischentitel"), (PARAGRAPH, first), (PARAGRAPH, second)]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("the govern-", "ment said", "the government said"),
        ("der H20-", "Chip", "der H20-Chip"),
        ("eine E-", "Mail", "eine E-Mail"),
        ("die Finanz-", "und Haushaltspolitik", "die Finanz- und Haushaltspolitik"),
        ("a well-", "known man", "a well-known man"),
        ("the tax-", "payer of the tax-payer", "the tax-payer of the tax-payer"),
        ("the risk-", "averse are averse to risk", "the risk-averse are averse to risk"),
        ("state-of-the-", "art", "state-of-the-art"),
        ("no hyphen", "here", "no hyphen here"),
    ],
)
def test_a_hyphen_goes_only_where_the_line_end_made_it(first: str, second: str, joined: str) -> None:
    assert join(first, second, words_in([first, second])) == joined


# --- Markdown

MARKDOWN = """---
title: Ein Titel
date: 2025-09-11
author: [Nina, Ben]
lang: de_AT
url: https://bote.example/a
---
# Kopf

Ein *Absatz* mit [Verweis](https://bote.example)
und `Wort`.\x20\x20
Neue Zeile &amp; mehr <b>fett</b>.

- eins
  - innen
> zitiert

| Jahr | Wert |
|---|---|
| 2024 | 15 % |

![nur ein Bild](a.png)

<!-- nicht zu sehen -->
"""


def test_markdown_keeps_headings_lists_quotes_and_tables_and_reads_the_front_matter() -> None:
    document = read(MARKDOWN, "a.md")
    assert blocks_of(document) == [
        (HEADING, "Kopf"),
        (PARAGRAPH, "Ein Absatz mit Verweis und Wort.\nNeue Zeile & mehr fett."),
        (ITEM, "eins"),
        (ITEM, "innen"),
        (QUOTE, "zitiert"),
        (ROW, "Jahr | Wert"),
        (ROW, "2024 | 15 %"),
    ]
    published = dt.date(2025, 9, 11)
    assert document.article == Article("Ein Titel", "https://bote.example/a", "", "Nina, Ben", published, "de-AT")


def test_front_matter_that_is_no_yaml_is_a_fault_with_its_line() -> None:
    assert fault_of("---\ntitle: ok\nlang: [\n---\nText.\n", "a.md").startswith("a.md:4: not YAML")


def test_nesting_that_the_parser_would_cut_off_is_a_fault() -> None:
    assert "nested deeper than 100 levels" in fault_of("Text.\n\n" + "> " * 3000 + "deep", "a.md")


# --- HTML

PAGE = """<!doctype html><html lang="de-AT"><head><title>Titel - Der Bote</title>
<meta property="og:title" content="Titel"><meta name="author" content="Nina Muster">
<meta property="article:published_time" content="2025-09-11T08:00:00+02:00">
<meta property="og:site_name" content="Der Bote"><link rel="canonical" href="https://bote.example/a"></head>
<body><nav><ul><li><a href="/">Start</a></li><li><a href="/s">Sport</a></li></ul></nav><article><h1>Titel</h1>
<p>Ein <b>langer</b> Absatz mit <a href="/x">Verweis</a>, der lang genug ist, um als Haupt&shy;text zu gelten.</p>
<h2>Zwischentitel</h2><ul><li>Erster Punkt der Liste</li><li>Zweiter<ul><li>innen</li></ul></li></ul>
<blockquote><p>Ein Zitat, sagte sie.</p></blockquote>
<table><tr><th>Jahr</th><th>Wert</th></tr><tr><td>2024</td><td>15 %</td></tr></table>
<p>Zeile eins<br>Zeile zwei ist auch noch da, und mehr.</p></article><footer>Impressum</footer></body></html>"""


def test_a_page_gives_its_article_and_what_it_says_of_itself() -> None:
    document = read(PAGE, "a.html")
    assert blocks_of(document) == [
        (HEADING, "Titel"),
        (PARAGRAPH, "Ein langer Absatz mit Verweis, der lang genug ist, um als Haupttext zu gelten."),
        (HEADING, "Zwischentitel"),
        (ITEM, "Erster Punkt der Liste"),
        (ITEM, "Zweiter"),
        (ITEM, "innen"),
        (QUOTE, "Ein Zitat, sagte sie."),
        (ROW, "Jahr | Wert"),
        (ROW, "2024 | 15 %"),
        (PARAGRAPH, "Zeile eins\nZeile zwei ist auch noch da, und mehr."),
    ]
    published = dt.date(2025, 9, 11)
    assert document.article == Article("Titel", "https://bote.example/a", "Der Bote", "Nina Muster", published, "de-AT")


def test_a_page_in_a_script_without_spaces_is_read() -> None:
    body = f"<p>{'芯片' * 40}。</p>"
    assert read(f"<html><body>{body}</body></html>", "a.html").text == "芯片" * 40 + "。"


LINKS = "".join(f'<li><a href="/{number}">Link number {number}</a></li>' for number in range(30))


@pytest.mark.parametrize(
    "body",
    [
        "",
        f"<nav><ul>{LINKS}</ul></nav><footer>Imprint and Contact</footer>",
        "<div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript><script>x()</script>",
    ],
)
def test_a_page_without_an_article_is_a_fault(body: str) -> None:
    message = fault_of(f"<html><head><title>News</title></head><body>{body}</body></html>", "a.html")
    assert message.startswith("a.html: no article text in this HTML page — ")


def test_entities_of_a_page_are_neither_expanded_nor_loaded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    page = (
        f'<!DOCTYPE html [<!ENTITY a "boom boom"><!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        "<html><body><p>Words before &a; and &x; and enough words behind it.</p></body></html>"
    )
    text = read(page, "a.html").text
    assert "Words before" in text
    assert "boom boom" not in text.partition("Words before")[2]
    assert "the secret" not in text


def test_a_short_article_keeps_its_blocks_and_leaves_the_rest_of_the_page_out() -> None:
    page = (
        '<html><body><article><h1>A title</h1><time datetime="2025-09-11">11 Sep</time>'
        '<span class="author">By Jo</span>'
        "<p>The company said on Tuesday that it would build.</p></article><aside>Read also this</aside></body></html>"
    )
    assert blocks_of(read(page, "a.html")) == [
        (HEADING, "A title"),
        (PARAGRAPH, "The company said on Tuesday that it would build."),
    ]


def test_of_a_page_where_only_a_stub_is_found_all_text_is_read() -> None:
    rest = "<div>This long text stands in a plain division of the page and counts.</div>" * 8
    stub = '<main><div class="post-content"><p>A stub of some six words.</p></div></main>'
    assert read(f"<html><body>{stub}{rest}</body></html>", "a.html").text.count("This long text") == 8


# --- raised, broken and struck out -----------------------------------------------------------------------------------

RAISED_AND_STRUCK = """# A chip

The firm sold 10<sup>6</sup> chips in 2024.<br>It is large.

The price fell ~~by 5 percent~~ by 6 percent, not <del>by 7</del> more.

<script>
var x = "The firm sold 99 chips.";
</script>

<div>AT&amp;T grew by 10<sup>2</sup> percent.</div>

| a | b |
|---|---|
| 5<br>6 | 7 |
"""


def test_markdown_keeps_raised_digits_apart_and_leaves_out_what_is_struck_or_no_text() -> None:
    assert [text for _, text in blocks_of(read(RAISED_AND_STRUCK, "a.md"))] == [
        "A chip",
        "The firm sold 10⁶ chips in 2024.\nIt is large.",
        "The price fell by 6 percent, not more.",
        "AT&T grew by 10² percent.",
        "a | b",
        "5 6 | 7",
    ]


def test_html_keeps_raised_digits_and_broken_cells_apart_and_leaves_out_what_is_struck() -> None:
    page = (
        "<html><body><article><h1>A chip</h1><p>The firm sold 10<sup>6</sup> chips in 2024, as it said on Monday.<sup>3"
        "</sup> Its price fell <del>by 5 percent</del> by 6 percent in May.</p><table><tr><td>5<br>6</td><td>seven "
        "things</td></tr></table></article></body></html>"
    )
    text = read(page, "a.html").text
    assert "sold 10⁶ chips" in text and "Monday.³ Its price fell by 6 percent" in text.replace("  ", " ")
    assert "5 6 | seven things" in text
