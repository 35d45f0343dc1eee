"""Markdown: CommonMark with tables (markdown-it-py), and the YAML that may stand before it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from factcheck.datatypes import Article
from factcheck.documents.about import day, lang_code, one_line, web_address
from factcheck.documents.builder import DocumentBuilder
from factcheck.documents.document import BlockKind, Document
from factcheck.documents.raised import raised
from factcheck.documents.refusal import refuse
from factcheck.yamlfile import YamlList, YamlMap, read_yaml_text

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_NESTING = 100
"""Levels of quotations and lists; markdown-it-py leaves out what is deeper, and its calls nest as the text does."""

_FRONT = re.compile(r"---[ \t]*\n(?P<yaml>.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_STRIKE = re.compile(r"<(?P<close>/?)(?:del|s|strike)\b[^>]*>")
_SUP = re.compile(r"<sup\b[^>]*>([^<]*)</sup\s*>", re.IGNORECASE)
_UNSEEN = re.compile(r"<(script|style|del|s|strike)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_CONTAINERS = {"blockquote": BlockKind.QUOTE, "list_item": BlockKind.ITEM, "heading": BlockKind.HEADING}


def markdown_document(text: str, file: str) -> Document:
    """The document of a Markdown text: title and more from its front matter, else the title from a first heading.

    Raises:
        InputError: the front matter is no YAML, with its line, or there is no text.
    """
    from markdown_it import MarkdownIt

    front = _FRONT.match(text)
    article = _about(read_yaml_text("\n" + front["yaml"], file).data) if front else Article()
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    tokens = parser.parse("\n" * text.count("\n", 0, front.end()) + text[front.end() :] if front else text)
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


def _add_blocks(tokens: list[Token], builder: DocumentBuilder) -> None:
    inside: list[BlockKind] = []
    cells: list[str] | None = None
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
        elif token.type == "inline":
            if cells is not None:
                cells.append(" ".join(_inline(token).split()))
            else:
                builder.add(inside[-1] if inside else BlockKind.PARAGRAPH, _inline(token))
        elif token.type == "html_block":
            builder.add(inside[-1] if inside else BlockKind.PARAGRAPH, _plain(token.content))


def _plain(block: str) -> str:
    """The words of a block of HTML; what a script or a style sheet says is none."""
    shown = _BREAK.sub("\n", _UNSEEN.sub("", block))
    return html.unescape(_TAG.sub("", _SUP.sub(lambda found: raised(found[1]), shown)))


def _inline(token: Token) -> str:
    """The words of a paragraph, without those that are struck out."""
    parts: list[str] = []
    struck, is_raised = 0, False
    for child in token.children or ():
        tag = child.content.lower() if child.type == "html_inline" else ""
        if child.type in ("s_open", "s_close"):
            struck += child.nesting
        elif strike := _STRIKE.fullmatch(tag):
            struck += -1 if strike["close"] else 1
        elif struck > 0:
            continue
        elif child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak" or _BREAK.fullmatch(tag):
            parts.append("\n")
        elif tag:
            is_raised = tag.startswith("<sup") or (is_raised and not tag.startswith("</sup"))
        elif child.type != "image":
            parts.append(raised(child.content) if is_raised else child.content)
    return "".join(parts)


def _about(front: object) -> Article:
    """What the front matter says, by the names that site generators use."""
    said = {str(key).lower(): value for key, value in front.items()} if isinstance(front, YamlMap) else {}

    def text(*keys: str) -> str:
        value = next((said[key] for key in keys if said.get(key)), "")
        return ", ".join(map(one_line, value)) if isinstance(value, YamlList) else one_line(value)

    return Article(
        title=text("title"),
        url=web_address(text("url", "canonical", "source")),
        publisher=text("publisher", "site"),
        author=text("author", "authors"),
        published=day(text("date", "published")),
        lang=lang_code(text("lang", "language")),
    )
