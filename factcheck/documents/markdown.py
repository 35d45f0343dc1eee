"""Markdown: CommonMark with tables (markdown-it-py), and the YAML that may stand before it."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factcheck.datatypes import Article
from factcheck.documents.about import day, lang_code, one_line, web_address
from factcheck.documents.builder import DocumentBuilder
from factcheck.documents.document import BlockKind, Document
from factcheck.documents.raised import raised
from factcheck.documents.refusal import refuse
from factcheck.errors import InputError
from factcheck.yamlfile import YamlList, YamlMap, read_yaml_text

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

MAX_NESTING = 100
"""Levels of quotations and lists; markdown-it-py leaves out what is deeper, and its calls nest as the text does."""

_FRONT = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_KEYED = re.compile(r"(?:\s*#.*\n)*\s*[\"']?[\w-]+[\"']?[ \t]*:\s")
"""YAML that begins with a key, whatever follows; comments may stand before it."""

_TAG = re.compile(r"(<!--.*?-->|<script\b.*?</script\s*>|<style\b.*?</style\s*>|<[^>]*>)", re.IGNORECASE | re.DOTALL)
"""One group around all of it, so that ``split`` gives text and tags by turns; a whole script counts as one tag."""

_BREAK = re.compile(
    r"</?(?:br|hr|p|div|section|article|center|blockquote|pre|ul|ol|li|dl|dt|dd|table|caption|tr|h[1-6]|details|summary|"
    r"figure|figcaption)(?:[\s/][^>]*)?>",
    re.IGNORECASE,
)
"""Where a browser begins a line."""
_CELL = re.compile(r"</?t[dh](?:[\s/][^>]*)?>", re.IGNORECASE)
_UNSEEN = re.compile(r"<(?P<close>/?)(?P<name>del|s|strike|script|style)(?:[\s/][^>]*)?>", re.IGNORECASE)
_SUP = re.compile(r"<(?P<close>/?)sup\b", re.IGNORECASE)
_CONTAINERS = {"blockquote": BlockKind.QUOTE, "list_item": BlockKind.ITEM, "heading": BlockKind.HEADING}
_WITH_TEXT = ("inline", "html_block")
_AS_TAGS = {"s_open": "<s>", "s_close": "</s>", "hardbreak": "<br>"}
"""What Markdown has signs of its own for."""

_NOTE = re.compile(r"\[\^(?P<name>[^\]\s]+)\](?:(?P<colon>:[ \t]*))?")
_NOTE_TEXT = re.compile(r"^[ >]*\[\^([^\]\s]+)\]:", re.MULTILINE)
"""The beginning of a footnote's text, below the article."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text, or an HTML tag that stands between two of them."""

    text: str = ""
    tag: str = ""


def markdown_document(text: str, file: str) -> Document:
    """The document of a Markdown text: title and more from its front matter, else the title from a first heading.

    What is struck out is left out, also where that goes over several paragraphs.

    Raises:
        InputError: the front matter is no YAML, with its line, or there is no text.
    """
    from markdown_it import MarkdownIt

    front, end = _front(text, file)
    article = _about(front)
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    parser.inline.ruler.before("link", "footnote", _skip_note)
    notes = set(_NOTE_TEXT.findall(text, end))
    tokens = parser.parse("\n" * text.count("\n", 0, end) + text[end:], {"notes": notes})
    for token in tokens:
        if token.level >= MAX_NESTING - 2:
            line = token.map[0] + 1 if token.map else 0
            refuse(file, f"quotations and lists are nested deeper than {MAX_NESTING} levels", "nest them less", line)
    builder = DocumentBuilder(file)
    _add_blocks(tokens, builder)
    if not article.title:
        title = builder.first(BlockKind.HEADING)
        article = Article(title, article.url, article.publisher, article.author, article.published, article.lang)
    return builder.to_document(article)


def _skip_note(state: StateInline, silent: bool) -> bool:
    """Leaves out the mark of a footnote, and the same before its text: it would be read as a word of the sentence.

    With another name than a number, it is only a mark where there is a footnote of this name.
    """
    found = _NOTE.match(state.src, state.pos)
    if not found or not (found["name"].isdecimal() or found["name"] in state.env["notes"]):
        return False
    begins_line = not state.src[: state.pos].rpartition("\n")[2].strip()
    state.pos = found.end() if begins_line or not found["colon"] else found.start("colon")
    if not silent and not state.src[state.pos : state.pos + 1].isalnum():
        state.pending = state.pending.rstrip(" ")
    return True


def _front(text: str, file: str) -> tuple[YamlMap, int]:
    """What the front matter holds and where the text begins behind it.

    Two rules may also have text between them, which stays text: it is no mapping, or one whose only key is a beginning
    of a sentence, or no YAML and does not begin with a key either.
    """
    found = _FRONT.match(text)
    if not found:
        return YamlMap(), 0
    if not found["yaml"].strip():
        return YamlMap(), found.end()
    try:
        data = read_yaml_text("\n" + found["yaml"], file).data
    except InputError:
        if _KEYED.match(found["yaml"]):
            raise
        return YamlMap(), 0
    is_front = isinstance(data, YamlMap) and any(" " not in key for key in data)
    return (data, found.end()) if is_front else (YamlMap(), 0)


def _add_blocks(tokens: list[Token], builder: DocumentBuilder) -> None:
    inside: list[BlockKind] = []
    cells: list[str] | None = None
    texts = _texts([_pieces(token) for token in tokens if token.type in _WITH_TEXT])
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in _CONTAINERS:
            if token.nesting > 0:
                inside.append(_CONTAINERS[name])
            else:
                inside.pop()
        elif name == "tr":
            if token.nesting < 0 and cells:
                builder.add(BlockKind.ROW, " | ".join(cells))
            cells = [] if token.nesting > 0 else None
        elif token.type in _WITH_TEXT:
            if cells is not None:
                cells.append(" ".join(next(texts).split()))
            else:
                builder.add(inside[-1] if inside else BlockKind.PARAGRAPH, next(texts))


def _pieces(token: Token) -> list[_Piece]:
    """The text of a paragraph or of a block of HTML, with the tags in it."""
    if token.type == "html_block":
        parts = enumerate(_TAG.split(token.content))
        return [_Piece(tag=part) if number % 2 else _Piece(html.unescape(part)) for number, part in parts]
    return [_inline_piece(child) for child in token.children or ()]


def _inline_piece(child: Token) -> _Piece:
    if child.type in _AS_TAGS:
        return _Piece(tag=_AS_TAGS[child.type])
    if child.type == "html_inline":
        return _Piece(tag=child.content)
    if child.type == "softbreak":
        return _Piece(" ")
    return _Piece("" if child.type == "image" else child.content)


def _texts(blocks: Sequence[Sequence[_Piece]]) -> Iterator[str]:
    """The words of each block, without those that are struck out, in it or over several blocks, and without scripts."""
    unseen = 0
    for block in _balanced(blocks):
        parts: list[str] = []
        is_raised = False
        for piece in block:
            if found := _UNSEEN.fullmatch(piece.tag):
                unseen += -1 if found["close"] else 1
            elif unseen:
                continue
            elif _BREAK.fullmatch(piece.tag):
                parts.append("\n")
            elif _CELL.fullmatch(piece.tag):
                parts.append(" ")
            elif found := _SUP.match(piece.tag):
                is_raised = not found["close"]
            else:
                parts.append(raised(piece.text) if is_raised else piece.text)
        yield "".join(parts)


def _balanced(blocks: Sequence[Sequence[_Piece]]) -> list[list[_Piece]]:
    """The blocks with an end for each ``<del>`` and the like that nothing closes, and without ends of nothing.

    A forgotten end counts from the end of its block: were it taken at its word, the rest of the text would be gone.
    """
    balanced: list[list[_Piece]] = []
    opened: defaultdict[str, list[list[_Piece]]] = defaultdict(list)
    for block in blocks:
        kept: list[_Piece] = []
        balanced.append(kept)
        for piece in block:
            if found := _UNSEEN.fullmatch(piece.tag):
                waiting = opened[found["name"].lower()]
                if not found["close"]:
                    waiting.append(kept)
                elif waiting:
                    waiting.pop()
                else:
                    continue
            kept.append(piece)
    for name, waiting in opened.items():
        for kept in waiting:
            kept.append(_Piece(tag=f"</{name}>"))
    return balanced


def _about(front: YamlMap) -> Article:
    """What the front matter says, by the names that site generators use."""
    said = {str(key).lower(): value for key, value in front.items()}

    def text(*keys: str) -> str:
        return next((words for key in keys if (words := _words(said.get(key)))), "")

    return Article(
        title=text("title"),
        url=web_address(text("url", "canonical", "source")),
        publisher=text("publisher", "site"),
        author=text("author", "authors"),
        published=day(text("date", "published")),
        lang=lang_code(text("lang", "language")),
    )


def _words(value: object) -> str:
    """A value on one line: those of a list one after the other, of a mapping, as authors often are, the name."""
    if isinstance(value, YamlMap):
        return _words(value.get("name"))
    if isinstance(value, YamlList):
        return ", ".join(filter(None, map(_words, value)))
    return one_line(value)
