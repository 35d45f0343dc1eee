"""Sentences of a text."""

from __future__ import annotations

from itertools import pairwise

import pytest

from factcheck.sentences import sentence_spans


def test_spans_point_at_whole_sentences_and_not_at_abbreviations() -> None:
    text = "Am 3. Oktober stieg der Umsatz um 1,5 Mio. Euro. Dr. Müller kam u. a. aus Berlin.\n\nNeu."
    found = [text[start:end] for start, end in sentence_spans(text, "de")]
    assert found == ["Am 3. Oktober stieg der Umsatz um 1,5 Mio. Euro.", "Dr. Müller kam u. a. aus Berlin.", "Neu."]


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Acme grew in May. Sales rose in June.", 2),
        ("The answer was no. Nobody agreed.", 2),
        ("Acme grew in May. Sales rose.  The answer was no. Nobody agreed.", 4),
        ("It is no. 5 on the list.", 1),
        ("Dr. Theresa May. spoke", 1),
    ],
)
def test_may_and_no_end_a_sentence(text: str, n: int) -> None:
    spans = sentence_spans(text)
    assert len(spans) == n
    between = sum(text[one[1] : other[0]].count(" ") for one, other in pairwise(spans))
    assert sum(end - start for start, end in spans) + between == len(text)
