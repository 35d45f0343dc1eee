"""The sentences of a document: within its blocks, mended where a full stop ends none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from factcheck.datatypes import Span
from factcheck.documents.document import Block, Document
from factcheck.sentences import sentence_spans

_MAX_QUOTATION = 600
"""Characters; a longer quotation stays cut into its sentences, because no claim is that long."""
_ORDINAL = re.compile(
    r"(?:^|\b(?:am|im|der|die|das|den|dem|des|zum|vom|seit|bis|ab|und|ihr\w*|sein\w*)\s)\d{1,2}\.$", re.I
)
_INITIAL = re.compile(r"(?:^|[A-ZÄÖÜ][\w.]*\s)[A-ZÄÖÜ]\.$")
_ABBREVIATION = re.compile(
    r"\b(?:Dr|Prof|Hr|Fr|St|Nr|Mr|Mrs|Ms|Gen|Sen|Rep|Gov|Lt|Col|z\.\s?B|u\.\s?a|d\.\s?h|bzw|ca|vgl|rd|approx|vs|No|e\.g|i\.e|"
    r"Dipl|Ing|inkl|exkl|evtl|ggf|sog)\.$"
)
_BEFORE_DAYS = re.compile(r"\b[ap]\.m\.$")
_DAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|[A-Z]{2,4}\b")
_PAIRS = (("„", "“”"), ("»", "«"), ("“", "”"), ("«", "»"))
_CLOSING = "”“«»\"'’)]"


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence of a document, or what stands alone in its block; ``text`` is verbatim at ``span``."""

    text: str
    span: Span
    block: Block


def segments(document: Document, lang: str) -> list[Segment]:
    """All sentences of the document, in order; each lies within one block and has a letter in it."""
    return [segment for block in document.blocks for segment in _of_block(document.text, block, lang)]


def _of_block(text: str, block: Block, lang: str) -> Iterator[Segment]:
    start, end = block.span
    for first, last in _mended(text[start:end], sentence_spans(text[start:end], lang), lang):
        sentence = text[start + first : start + last]
        if any(letter.isalpha() for letter in sentence):
            yield Segment(sentence, (start + first, start + last), block)


def _mended(text: str, spans: list[Span], lang: str) -> list[Span]:
    """The spans with those joined that are one sentence; between two of them there may only be space."""
    out: list[Span] = []
    for span in spans:
        if out and _goes_on(text[slice(*out[-1])], text[slice(*span)], lang):
            out[-1] = (out[-1][0], span[1])
        else:
            out.append(span)
    return _quotations(text, out)


def _goes_on(left: str, right: str, lang: str) -> bool:
    if right[0] in _CLOSING and not right[1:2].isalpha():
        return True
    if _ABBREVIATION.search(left) or _INITIAL.search(left) or (_BEFORE_DAYS.search(left) and _DAY.match(right)):
        return True
    if lang.startswith("de") and _ORDINAL.search(left):
        return True
    # "Yahoo! said": no sentence begins with a small letter, but for names such as iPhone.
    return right[0].islower() and not right[1:2].isupper() and left[-1] in ".!?" and "\n" not in left[-2:]


def _quotations(text: str, spans: list[Span]) -> list[Span]:
    """The spans with those joined that an open quotation runs through, if it closes soon enough."""
    out: list[Span] = []
    at = 0
    while at < len(spans):
        last = at
        while _is_open(text[spans[at][0] : spans[last][1]]) and last + 1 < len(spans):
            last += 1
        whole = (spans[at][0], spans[last][1])
        if _is_open(text[slice(*whole)]) or whole[1] - whole[0] > _MAX_QUOTATION:
            last, whole = at, spans[at]
        out.append(whole)
        at = last + 1
    return out


def _is_open(text: str) -> bool:
    """Whether a quotation begins in the text and does not end there."""
    if text.count('"') % 2:
        return True
    # “ closes in German and opens in English, so it is only counted where no „ is.
    for opening, closing in _PAIRS:
        if opening in text:
            return text.count(opening) > sum(text.count(sign) for sign in closing)
    return False
