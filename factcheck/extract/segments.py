"""The sentences of a document: within its blocks, and whole where a quotation runs over several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from factcheck.datatypes import Span
from factcheck.documents.document import Block, Document
from factcheck.sentences import sentence_spans

_MAX_QUOTATION = 600
"""Characters; a longer quotation stays cut into its sentences, because no claim is that long."""
_PAIRS = (("„", "“”"), ("»", "«"), ("“", "”"), ("«", "»"))


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
    for first, last in _quotations(text[start:end], sentence_spans(text[start:end], lang)):
        sentence = text[start + first : start + last]
        if any(letter.isalpha() for letter in sentence):
            yield Segment(sentence, (start + first, start + last), block)


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
