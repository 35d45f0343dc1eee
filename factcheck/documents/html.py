"""HTML: the article in a page and what the page says about it (trafilatura)."""

from __future__ import annotations

import copy
import logging
import re
from typing import Any

from factcheck.datatypes import Article
from factcheck.documents.about import day, lang_code, one_line, web_address
from factcheck.documents.builder import DocumentBuilder
from factcheck.documents.document import BlockKind, Document
from factcheck.documents.encoding import decode
from factcheck.documents.htmltree import prepare
from factcheck.documents.refusal import refuse
from factcheck.faultlog import shorten

MIN_WORDS = 6
"""Words that one line must have: menus, cookie notes and empty frames of pages that a script fills have fewer."""

MIN_CHARACTERS = 60
"""Or so many characters, for scripts that do not put spaces between words."""

SHORT = 250
"""Characters under which trafilatura takes all text of the page instead of what it found (its own default)."""

MUCH_LONGER = 2
"""So many times as long as what was found must that text be, or something else than the article was found."""

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w-]+)", re.I)
_TAG = re.compile(r"</?[a-z][^>]*>", re.I)
_FRAME = re.compile(r"<(?:html|body)[\s>]", re.I)
_SAVE = "save the page from the browser once it shows the article, or give its text"

_KINDS = {
    "head": BlockKind.HEADING,
    "item": BlockKind.ITEM,
    "quote": BlockKind.QUOTE,
    "p": None,
    "list": None,
    "table": None,
    "div": None,
}
"""The elements of trafilatura's tree that begin a block; None has the kind of the element around it."""


def html_document(data: bytes, file: str) -> Document:
    """The document of a page: its main text with headings, lists, quotations and tables, and its metadata.

    Menus, comments, advertisements and what else is not the article are left out. Entities of a document type are not
    expanded, and nothing is loaded that the page refers to.

    Raises:
        InputError: the encoding cannot be told, or the page holds no article.
    """
    import trafilatura

    for library in ("trafilatura", "htmldate", "courlan"):  # they would print their own words to stderr
        logging.getLogger(library).setLevel(logging.CRITICAL)
    found = _CHARSET.search(data[:4096])
    declared = (found[1] or found[2]).decode("ascii", "replace") if found else ""
    text = decode(data, file, declared)
    if not _TAG.search(text):
        refuse(file, "no HTML in this file: it has no tags", "give it the ending .txt")
    if not _FRAME.search(text):  # trafilatura takes a piece of a page for something else
        text = f"<html><body>{text}</body></html>"
    try:
        tree = trafilatura.load_html(text)
        lang = _declared_lang(tree) if tree is not None else ""
        if tree is not None:
            prepare(tree)
        page = _extract(tree) if tree is not None else None
    except Exception as error:  # a broken page must not end in a traceback, whichever library stumbles over it
        refuse(file, f"the HTML cannot be read ({shorten(error)})", _SAVE)
    builder = DocumentBuilder(file)
    if page is not None and page.body is not None:
        _add(page.body, None, builder)
    if not builder.has_line(MIN_WORDS, MIN_CHARACTERS):
        refuse(file, "no article text in this HTML page", _SAVE)
    return builder.to_document(_about(page, lang))


def _extract(tree: Any) -> Any:
    """What trafilatura finds; the rougher text of a page under ``SHORT`` characters only where it is much longer.

    The rougher one has no headings or lists, and words that stand in neighbouring elements run together.
    """
    page = _extract_from(tree, least=1)
    if page is not None and len(page.text or "") >= SHORT:
        return page
    rough = _extract_from(tree, least=SHORT)
    found = len(page.text or "") if page is not None else 0
    return rough if rough is not None and len(rough.text or "") > MUCH_LONGER * found else page


def _extract_from(tree: Any, least: int) -> Any:
    from trafilatura import bare_extraction
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(least))
    return bare_extraction(
        copy.deepcopy(tree),
        include_comments=False,
        with_metadata=True,
        prune_xpath="//noscript",  # it asks for scripts to be allowed, and would be all the text of an empty frame
        # A date that is only guessed from the words of the page would be worse than none.
        date_extraction_params={"original_date": True, "extensive_search": False},
        config=config,
    )


def _declared_lang(tree: Any) -> str:
    said = [tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang")]
    said += tree.xpath("//meta[@property='og:locale']/@content")
    said += tree.xpath("//meta[translate(@http-equiv, 'CLT', 'clt')='content-language']/@content")
    return next((code for text in said if (code := lang_code(text))), "")


def _about(page: Any, lang: str) -> Article:
    return Article(
        title=one_line(page.title),
        url=web_address(page.url),
        publisher=one_line(page.sitename),
        author=one_line(page.author).replace(";", ","),
        published=day(page.date or ""),
        lang=lang,
    )


def _add(element: Any, kind: BlockKind | None, builder: DocumentBuilder) -> None:
    """Add the blocks of an element; text between its inner blocks is a block of its kind."""
    inline: list[str] = []

    def flush() -> None:
        builder.add(kind or BlockKind.PARAGRAPH, "".join(inline))
        inline.clear()

    def walk(node: Any) -> None:
        inline.append(node.text or "")
        for child in node:
            if child.tag == "row":
                flush()
                builder.add(BlockKind.ROW, " | ".join(" ".join(_cell_text(cell).split()) for cell in child))
            elif child.tag in _KINDS:
                flush()
                _add(child, _KINDS[child.tag] or kind, builder)
            elif child.tag == "lb":
                inline.append("\n")
            elif isinstance(child.tag, str) and child.tag != "graphic":
                walk(child)
            inline.append(child.tail or "")

    walk(element)
    flush()


def _cell_text(element: Any) -> str:
    """The text of a cell, with space around what browsers show on a line of its own."""
    parts = [element.text or ""]
    for child in element:
        around = " " if child.tag in _KINDS or child.tag == "lb" else ""
        parts += (around, _cell_text(child), around, child.tail or "")
    return "".join(parts)
