"""The sentences of a text, as character spans (sentencex, which knows the abbreviations of many languages)."""

from __future__ import annotations

from factcheck.datatypes import Span


def sentence_spans(text: str, lang: str = "en") -> list[Span]:
    """Spans of the sentences, in order, without the space around them; ``lang`` is a two-letter code."""
    import sentencex

    spans = []
    start = 0
    for sentence in sentencex.segment(lang[:2].lower(), text):
        end = start + len(sentence)
        if kept := sentence.strip():
            first = start + sentence.index(kept)
            spans.append((first, first + len(kept)))
        start = end
    return spans
