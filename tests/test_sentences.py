"""Sentences of a text."""

from __future__ import annotations

from factcheck.sentences import sentence_spans


def test_spans_point_at_whole_sentences_and_not_at_abbreviations() -> None:
    text = "Am 3. Oktober stieg der Umsatz um 1,5 Mio. Euro. Dr. Müller kam u. a. aus Berlin.\n\nNeu."
    found = [text[start:end] for start, end in sentence_spans(text, "de")]
    assert found == ["Am 3. Oktober stieg der Umsatz um 1,5 Mio. Euro.", "Dr. Müller kam u. a. aus Berlin.", "Neu."]
