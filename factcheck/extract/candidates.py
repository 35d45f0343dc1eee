"""A sentence of an article that may become a claim."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.datatypes import Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """One checkable reading of a sentence.

    ``text`` stands alone where the article makes that certain; else ``context`` holds the sentence it leans on.
    ``quote`` is verbatim, at ``span`` of the document's text. ``speaker`` is whom the sentence attributes it to, ""
    for nobody. ``worth`` in [0, 1] is the probability that the sentence is worth checking.
    """

    text: str
    quote: str
    span: Span
    context: str = ""
    speaker: str = ""
    worth: float = 0.0
