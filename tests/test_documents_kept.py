"""Documents: no sentence, number or date is lost where files are written in unusual ways, and none are glued."""

from __future__ import annotations

import datetime as dt

import pytest

from factcheck.documents import BlockKind, Document, read_document_bytes
from tests.document_files import Put, docx_bytes, part, pdf_bytes, with_parts

FIRST = "The Harbour Bridge in Eastport was closed on Monday after inspectors found cracks in 14 of its 96 cables."
LAST = "The bridge carries about 62,000 vehicles a day, and the detour takes about 40 minutes longer."


def blocks(data: str | bytes, name: str) -> list[tuple[BlockKind, str]]:
    document = read_document_bytes(data.encode() if isinstance(data, str) else data, name)
    return [(block.kind, document.text[slice(*block.span)]) for block in document.blocks]


def texts(data: str | bytes, name: str) -> list[str]:
    return [text for _, text in blocks(data, name)]


def page(inside: str) -> Document:
    body = f"<article><p>{FIRST}</p>{inside}<p>{LAST}</p></article>"
    return read_document_bytes(f"<html><body>{body}</body></html>".encode(), "a.html")


def between(inside: str) -> list[str]:
    """What is read of this between two paragraphs of a page."""
    document = page(inside)
    read = [document.text[slice(*block.span)] for block in document.blocks]
    assert (read[0], read[-1]) == (FIRST, LAST)
    return read[1:-1]


# --- HTML: text that stands in no paragraph


@pytest.mark.parametrize(
    ("inside", "read"),
    [
        ("<div>The only sentence says 300 people work there.</div>", ["The only sentence says 300 people work there."]),
        ("<div>It says <a href='x'>300</a> <b>people</b> work.</div>", ["It says 300 people work."]),
        ("<div>Before it 300.<p>Inside 5.</p>After it 20.</div>", ["Before it 300.", "Inside 5.", "After it 20."]),
        ("<div>First says 300.<br><br>Second says 20.</div>", ["First says 300.", "Second says 20."]),
        ("<div>First says 300.<br>\n<br> <br>Second says 20.</div>", ["First says 300.", "Second says 20."]),
        ("<div>First says<br>300.</div>", ["First says\n300."]),
        ("<section>In a section 300 work.</section>", ["In a section 300 work."]),
        ("<center>In the centre 300 work.</center>", ["In the centre 300 work."]),
        ("<div><div><span>Deep in it 300 work.</span></div></div>", ["Deep in it 300 work."]),
        ("<div>It says <script>var x = 'A script says 1.'</script>300.</div>", ["It says 300."]),
    ],
)
def test_text_that_stands_directly_in_a_box_is_kept(inside: str, read: list[str]) -> None:
    assert between(inside) == read


@pytest.mark.parametrize(
    "inside",
    [
        "<nav><div>Menu. Here you find all that we offer.</div></nav>",
        "<div class='nav'><div>Here you find all that we offer.</div></div>",
        "<aside><div>Read also this one of last week.</div></aside>",
        "<footer><div>We are a paper of the town since 1950.</div></footer>",
        "<div class='cookie-banner'>We use cookies on this page, as all do.</div>",
        "<div class='share'>Share this with all your friends.</div>",
        "<div class='related'><div>Read also this one of last week.</div></div>",
        "<div><a href='/'>Home</a> | <a href='/p'>Politics</a> | <a href='/s'>Sports</a></div>",
        "<div><a href='/t'>The mayor opens the bridge.</a></div>",
        "<div>Advertisement</div><div>Share</div><div>By Anna Berg</div>",
    ],
)
def test_what_is_not_the_article_stays_out(inside: str) -> None:
    assert between(inside) == []


def test_the_head_of_a_page_stays_out_and_that_of_an_article_does_not() -> None:
    slogan = "<header><div>The paper of the whole town since 1950.</div></header>"
    lead = "<article><header><div>The lead says 300 people work there.</div></header>"
    whole = f"<html><body>{slogan}{lead}<p>{FIRST}</p><p>{LAST}</p></article></body></html>"
    assert texts(whole, "a.html") == ["The lead says 300 people work there.", FIRST, LAST]


def test_a_page_without_paragraphs_keeps_what_stands_beside_its_sentences() -> None:
    inside = f"<div>Home</div><div><div>{FIRST}</div><div>Length: 300 m</div><div>{LAST}</div></div><div>Contact</div>"
    assert texts(f"<html><body>{inside}</body></html>", "a.html") == [FIRST, "Length: 300 m", LAST]


# --- HTML: elements in a sentence


@pytest.mark.parametrize(
    ("inside", "read"),
    [
        (
            "<p>It opened on <time datetime='1998-05-03'>3 May 1998</time> by day.</p>",
            "It opened on 3 May 1998 by day.",
        ),
        ("<div>On <time datetime='1998-05-03'>3 May 1998</time> it opened.</div>", "On 3 May 1998 it opened."),
        ("<ul><li><time datetime='1998-05-03'>1998</time>: it opened</li></ul>", "1998: it opened"),
        ("<table><tr><td><time>1998</time></td><td>opened</td></tr></table>", "1998 | opened"),
        ("<p>It has <label>4200</label> km, <output>5</output> of them wet.</p>", "It has 4200 km, 5 of them wet."),
        ("<p>He said <q>it is <b>safe</b></q> on Monday.</p>", 'He said "it is safe" on Monday.'),
        ("<p>He said “<q>it is safe</q>” on Monday.</p>", "He said “it is safe” on Monday."),
    ],
)
def test_what_stands_in_an_element_within_a_sentence_is_kept(inside: str, read: str) -> None:
    assert between(inside) == [read]
    assert page(inside).article.published is None


@pytest.mark.parametrize(
    "line",
    [
        "<p>By Anna Berg, <time datetime='2025-06-03'>3 June 2025</time></p>",
        "<div>By Anna Berg, <time datetime='2025-06-03'>3 June 2025</time></div>",
        "<ul><li><time datetime='2025-06-03'>3 June 2025</time></li></ul>",
        "<p>Published on <time class='published' datetime='2025-06-03'>3 June 2025</time>.</p>",
    ],
)
def test_the_time_of_a_dateline_is_still_that_of_publication(line: str) -> None:
    assert page(line).article.published == dt.date(2025, 6, 3)


# --- what stands in neighbouring blocks


@pytest.mark.parametrize(
    ("inside", "read"),
    [
        ("<table><tr><td><p>2019</p><p>45</p></td><td>x</td></tr></table>", ["2019 45 | x"]),
        ("<table><tr><td><div>2019</div><div>45</div></td><td>x</td></tr></table>", ["2019 45 | x"]),
        ("<table><tr><th><h4>2019</h4>45</th><td>45<p>46</p>47</td></tr></table>", ["2019 45 | 45 46 47"]),
        ("<ul><li><div>In 2019</div><div>45 worked</div></li></ul>", ["In 2019", "45 worked"]),
    ],
)
def test_numbers_of_neighbouring_blocks_of_a_page_are_two(inside: str, read: list[str]) -> None:
    assert between(inside) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "<table><tr><td>2019</td><td>45</td></tr><tr><td>2020</td><td>60</td></tr></table>",
            "2019 45\n2020 60",
        ),
        ("<ul><li>Begun in 2019</li><li>45 workers</li></ul>", "Begun in 2019\n45 workers"),
        ("<p>A 1.</p><p>B 2.</p>", "A 1.\nB 2."),
        ("In 2019<br class='x'>45 worked", "In 2019\n45 worked"),
        ("In <b>20</b>19 <abbr>EU</abbr>s", "In 2019 EUs"),
    ],
)
def test_numbers_of_neighbouring_tags_in_markdown_are_two(text: str, read: str) -> None:
    assert texts(text, "a.md") == [read]


# --- footnotes in Markdown


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "It opened in 1998.[^1] It cost 30 million.[^2]\n\n[^1]: https://a.example/x\n[^2]: <https://b.example>",
            ["It opened in 1998. It cost 30 million."],
        ),
        (
            "It opened [^1], it is said.[^b]\n\n[^1]: In 5.\n[^b]: Says Au.",
            ["It opened, it is said.", "In 5. Says Au."],
        ),
        ("It opened[^1]: late.", ["It opened: late."]),
        ("A set `[^1]` or [^a-z].", ["A set [^1] or [^a-z]."]),
    ],
)
def test_the_marks_of_footnotes_are_left_out(text: str, read: list[str]) -> None:
    assert texts(text, "a.md") == read


# --- list items with numbers


def test_a_line_of_an_item_that_begins_with_a_day_or_a_number_begins_none() -> None:
    text = (
        "1. Der erste Punkt handelt von der Einheit des ganzen Landes. Die Einheit kam am\n"
        "3. Oktober 1990 nach langen Verhandlungen und wurde im Land gefeiert.\n"
        "2. Berlin wurde wieder die Hauptstadt, und der Verein stieg in die\n"
        "5. Liga ab, was am Tag danach in der Zeitung der Stadt zu lesen war.\n"
        "3. Bonn blieb Sitz einiger Ministerien."
    )
    assert blocks(text, "a.txt") == [
        (
            BlockKind.ITEM,
            "Der erste Punkt handelt von der Einheit des ganzen Landes. Die Einheit kam am 3. Oktober 1990 nach langen "
            "Verhandlungen und wurde im Land gefeiert.",
        ),
        (
            BlockKind.ITEM,
            "Berlin wurde wieder die Hauptstadt, und der Verein stieg in die 5. Liga ab, was am Tag danach in der "
            "Zeitung der Stadt zu lesen war.",
        ),
        (BlockKind.ITEM, "Bonn blieb Sitz einiger Ministerien."),
    ]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1. One.\n1. Inner.\n2. Inner two.\n2. Two.", ["One.", "Inner.", "Inner two.", "Two."]),
        ("4. Four.\n5. Five.", ["Four.", "Five."]),
        ("1. Januar: Neujahr.\n2. Februar: Lichtmess.", ["1. Januar: Neujahr.", "2. Februar: Lichtmess."]),
    ],
)
def test_lists_begin_within_others_and_with_other_numbers(text: str, read: list[str]) -> None:
    assert texts(text, "a.txt") == read


def hanging(items: list[list[str]]) -> bytes:
    """A PDF page whose list items have their second and further lines indented."""
    lines = [(line, 68 if number else 50) for item in items for number, line in enumerate(item)]
    return pdf_bytes([[Put(line, 700 - 12 * at, left=left) for at, (line, left) in enumerate(lines)]])


@pytest.mark.parametrize("marks", [("1.", "2."), ("1)", "2)"), ("(1)", "(2)")])
def test_an_item_with_a_number_and_a_hanging_indent_is_one_block_of_a_pdf(marks: tuple[str, str]) -> None:
    data = hanging(
        [
            [f"{marks[0]} Der erste Punkt sagt, dass das Haus im Jahr 1950 von", "Einer Frau gebaut und am"],
            [f"{marks[1]} Der zweite sagt, dass es im Jahr 1960 der Stadt von", "Ihr geschenkt wurde."],
        ]
    )
    assert blocks(data, "a.pdf") == [
        (BlockKind.ITEM, "Der erste Punkt sagt, dass das Haus im Jahr 1950 von Einer Frau gebaut und am"),
        (BlockKind.ITEM, "Der zweite sagt, dass es im Jahr 1960 der Stadt von Ihr geschenkt wurde."),
    ]


def test_a_line_of_a_pdf_that_begins_with_a_day_is_no_item_and_a_heading_keeps_its_number() -> None:
    lines = ["Die Einheit kam nach den Verhandlungen am", "2. Oktober spät und wurde dann im Land am"]
    page = [Put("1. Die Einheit", 740, size=16), Put("2. Das Land", 716, size=16)]
    page += [Put(line, 690 - 12 * at) for at, line in enumerate([*lines, "3. Oktober gefeiert."])]
    assert blocks(pdf_bytes([page]), "a.pdf") == [
        (BlockKind.HEADING, "1. Die Einheit"),
        (BlockKind.HEADING, "2. Das Land"),
        (BlockKind.PARAGRAPH, f"{lines[0]} {lines[1]} 3. Oktober gefeiert."),
    ]


def test_a_line_of_a_paragraph_of_a_pdf_that_begins_with_a_number_is_no_item() -> None:
    lines = [
        "Am Samstag spielte vor den Augen von 5000 Leuten der",
        "1. FC Ort um den Verbleib, doch verlor er und muss in die",
        "2. Liga hinunter, wie der Trainer sagte.",
    ]
    page = [Put(line, 690 - 12 * at) for at, line in enumerate(lines)]
    assert blocks(pdf_bytes([page]), "a.pdf") == [(BlockKind.PARAGRAPH, " ".join(lines))]


# --- equations in Word


def run(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("equation", "read"),
    [
        (run("4200"), "4200"),
        (f"<m:sSup><m:e>{run('10')}</m:e><m:sup>{run('6')}</m:sup></m:sSup>", "10⁶"),
        (f"<m:f><m:num>{run('1')}</m:num><m:den>{run('2')}</m:den></m:f>", "1/2"),
        (f"<m:d><m:e>{run('a+1')}</m:e></m:d>{run('=5')}", "(a+1)=5"),
    ],
)
def test_the_text_of_equations_is_read(equation: str, read: str) -> None:
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    before, behind = (f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>" for text in ("The area is ", " km2 large."))
    content = f"<w:p>{before}<m:oMath xmlns:m='{math}'>{equation}</m:oMath>{behind}</w:p>"
    plain = docx_bytes([("Normal", "Intro.")])
    xml = part(plain, "word/document.xml").replace(b"<w:sectPr", f"{content}<w:sectPr".encode(), 1)
    assert texts(with_parts(plain, {"word/document.xml": xml}), "a.docx") == [
        "Intro.",
        f"The area is {read} km2 large.",
    ]
