"""The sentences of a text, as character spans (sentencex, which knows the abbreviations of many languages)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factcheck.datatypes import Span

_NO_ABBREVIATION = {"en": re.compile(r"(?:(?<=\bMay\.)|(?<=\bno\.))\s+(?=[A-Z])")}
"""Where sentencex takes a word at the end of a sentence for an abbreviation: the month has none, and "no." for number
stands before a figure."""


def sentence_spans(text: str, lang: str = "en") -> list[Span]:
    """Spans of the sentences, in order, without the space around them; ``lang`` is a two-letter code."""
    import sentencex

    spans = []
    start = 0
    code = lang[:2].lower()
    for sentence in (part for found in sentencex.segment(code, text) for part in _parts(found, code)):
        end = start + len(sentence)
        if kept := sentence.strip():
            first = start + sentence.index(kept)
            spans.append((first, first + len(kept)))
        start = end
    return spans


def _parts(sentence: str, code: str) -> Iterator[str]:
    """The sentence, divided where it is two; the space stays with the first."""
    start = 0
    for gap in _NO_ABBREVIATION[code].finditer(sentence) if code in _NO_ABBREVIATION else ():
        yield sentence[start : gap.end()]
        start = gap.end()
    yield sentence[start:]
