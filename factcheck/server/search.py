"""Searching the claims and the evidence of a report: every word must be there, whatever its accents and capitals."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from factcheck.datatypes import Report, Snippet, Verdict


def fold(text: str) -> str:
    """The text in small letters without accents, as it is compared."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


class Search:
    """The texts of a report, folded when something is searched for the first time."""

    def __init__(self, report: Report) -> None:
        self._verdicts = report.verdicts
        self._folded: list[str] = []

    def find(self, text: str) -> set[int]:
        """The verdicts that have every word of the text, by their place in the report; all of them for no word."""
        words = fold(text).split()
        if not words:
            return set(range(len(self._verdicts)))
        if not self._folded:
            self._folded = ["\n".join(map(fold, _texts(verdict))) for verdict in self._verdicts]
        return {index for index, folded in enumerate(self._folded) if all(word in folded for word in words)}


def _texts(verdict: Verdict) -> Iterator[str]:
    """What a reader sees of a verdict; no decision, because those of others may be hidden."""
    claim, article = verdict.claim, verdict.claim.article
    yield from (claim.text, claim.id, claim.quote, claim.context, claim.speaker, verdict.why, *claim.tags)
    if article:
        yield from (article.title, article.publisher, article.author)
    for assessment in verdict.assessments:
        yield from _snippet_texts(assessment.match.snippet)


def _snippet_texts(snippet: Snippet) -> Iterable[str]:
    source = snippet.source
    cited = (source.title, source.publisher, source.author) if source else ()
    return (snippet.text, snippet.id, *cited)
