"""The tree of an HTML page made ready for trafilatura, which passes over text that browsers show."""

from __future__ import annotations

import itertools
from typing import Any

from factcheck.documents.lines import is_ended
from factcheck.documents.raised import raised

MIN_WORDS = 6
"""Words outside links that make loose text a paragraph without a final mark: labels and bylines have fewer."""

_BOXES = (
    "//*[self::body or self::main or self::article or self::section or self::div or self::center]"
    "[not(ancestor::header) or ancestor::article or ancestor::main]"
)
"""What may hold text; the head of a page, unlike that of an article, is no part of it."""

_FRAMES = frozenset(
    (
        "p",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "caption",
        "figcaption",
        "blockquote",
        "pre",
        "nav",
        "aside",
        "footer",
        "figure",
    )
)
"""What keeps its text itself, or loses it on purpose."""

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "center", "details", "dialog", "div", "dl", "fieldset"),
        *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "main", "menu"),
        *("nav", "ol", "p", "pre", "section", "table", "ul"),
    )
)
_RAISED_INSIDE = "//sup[not(.//p or .//div or .//li or .//tr)]/descendant-or-self::*"
"""Raised marks with the links in them; one around whole paragraphs is an end tag that somebody forgot."""

_SHOWN = ".//text()[not(ancestor::script or ancestor::style or ancestor::noscript or ancestor::textarea)]"
_OWN = f"{_SHOWN}[not(ancestor::a or ancestor::time)]"
"""The words that a menu or a dateline has few of."""

_IN_ITEM = "//li//div[not(.//p or .//div or .//ul or .//ol or .//table)]"
_IN_TEXT = "[ancestor::p or ancestor::li or ancestor::dt or ancestor::dd or ancestor::td or ancestor::blockquote]"
_CLEANED = f"//*[self::time or self::output or self::label or self::meter]{_IN_TEXT}"
"""What trafilatura takes out with its text, also in the middle of a sentence."""

_OPENING = tuple("\"'“„«»‚‘")


def prepare(tree: Any) -> None:
    """Changes the tree in place, so that nothing of the text gets lost on the way, and no two words become one."""
    for element in tree.xpath("//del | //s | //strike"):
        element.drop_tree()
    for element in tree.xpath("//td//br | //th//br"):
        element.tail = f" {element.tail or ''}"
        element.drop_tag()
    for element in tree.xpath(_IN_ITEM):
        element.tag = "p"
    for element in tree.xpath(_RAISED_INSIDE):
        element.text = raised(element.text or "")
        if element.tag != "sup":  # behind an inner element the text is still raised, behind the mark it is not
            element.tail = raised(element.tail or "")
    for element in tree.xpath("//q"):
        _put_in_quotes(element)
    _wrap_loose_text(tree)
    for element in tree.xpath(_CLEANED):
        if not _is_of_dateline(element):
            element.drop_tag()


def _put_in_quotes(element: Any) -> None:
    """Gives a ``<q>`` the marks that a browser shows; trafilatura would make a block of it."""
    before = element.getprevious()
    text = (element.getparent().text if before is None else before.tail) or ""
    if not text.rstrip().endswith(_OPENING):
        element.text = f'"{element.text or ""}'
        element.tail = f'"{element.tail or ""}'
    element.drop_tag()


def _is_of_dateline(element: Any) -> bool:
    """Whether this is the time of a line such as "Published on 3 June 2025", from which the metadata are taken."""
    if element.tag != "time":
        return False
    if element.get("pubdate") is not None or "publi" in f"{element.get('class')} {element.get('itemprop')}".lower():
        return True
    line = next(outer for outer in element.iterancestors() if outer.tag in _FRAMES)
    return not _words(line, _OWN) if line.tag == "li" else line.tag == "p" and not _reads_as_text(line)


def _wrap_loose_text(tree: Any) -> None:
    """Puts text that stands directly in a ``<div>`` and the like into paragraphs, which is all that is looked for.

    Labels and menus stay as they are. Only where a page has no other paragraphs is what stands beside a sentence one.
    """
    has_others = any(_words(paragraph, _SHOWN) for paragraph in tree.iter("p"))
    boxes = [box for box in tree.xpath(_BOXES) if not any(outer.tag in _FRAMES for outer in box.iterancestors())]
    paragraphs = [paragraph for box in boxes for paragraph in _wrapped(box)]
    texts = [paragraph for paragraph in paragraphs if _reads_as_text(paragraph)]
    near = set() if has_others else {outer for text in texts for outer in _outer(text)}
    kept = set(texts)
    for paragraph in paragraphs:
        if paragraph not in kept and not (_words(paragraph, _OWN) and near.intersection(_outer(paragraph))):
            paragraph.drop_tag()


def _outer(paragraph: Any) -> list[Any]:
    """Its box and the box around that."""
    return list(itertools.islice(paragraph.iterancestors(), 2))


def _wrapped(box: Any) -> list[Any]:
    """The new paragraphs in a box: one for each run of text and inline elements; two line breaks end it."""
    run = box.makeelement("p")
    run.text, box.text = box.text, None
    paragraphs, children = [run], [run]
    for child in list(box):
        tail, child.tail = child.tail, None
        if _is_block(child) or (child.tag == "br" and _ends_with_break(run)):
            run = box.makeelement("p")
            run.text = tail
            paragraphs.append(run)
            children += [run] if child.tag == "br" else [child, run]
        else:
            run.append(child)
            child.tail = tail
    box[:] = children
    return paragraphs


def _is_block(element: Any) -> bool:
    return element.tag in _BLOCKS or next(element.iterdescendants(*_BLOCKS), None) is not None


def _ends_with_break(run: Any) -> bool:
    return len(run) > 0 and run[-1].tag == "br" and not (run[-1].tail or "").strip()


def _reads_as_text(element: Any) -> bool:
    """Whether it is a sentence, or long enough to be the main part of one, and not only a link."""
    own = _words(element, _OWN)
    return len(own) >= MIN_WORDS or (len(own) > 0 and is_ended(" ".join(_words(element, _SHOWN))))


def _words(element: Any, path: str) -> list[str]:
    return "".join(element.xpath(path)).split()
