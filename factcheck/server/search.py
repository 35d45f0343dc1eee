"""Searching claims and evidence: every word must begin a word there, whatever its accents and capitals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from factcheck.datatypes import Report, Snippet, Verdict
from factcheck.report.words import why


def fold(text: str) -> str:
    """The text in small letters without accents, as it is compared."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


class Search:
    """The texts of a report, folded when something is searched for the first time."""

    def __init__(self, report: Report) -> None:
        self._verdicts = report.verdicts
        self._folded: list[str] = []
        self._claims: list[str] = []

    def find(self, text: str) -> set[int]:
        """The verdicts that have every word of the text, by their place in the report; all of them for no word."""
        if text.strip() and not self._folded:
            self._folded = ["\n".join(map(fold, _texts(verdict))) for verdict in self._verdicts]
        return self._among(self._folded, text)

    def find_claims(self, text: str) -> set[int]:
        """Those of them whose claim has every word by itself, without the evidence."""
        if text.strip() and not self._claims:
            self._claims = [fold(verdict.claim.text) for verdict in self._verdicts]
        return self._among(self._claims, text)

    def _among(self, folded: Sequence[str], text: str) -> set[int]:
        words = fold(text).split()
        if not words:
            return set(range(len(self._verdicts)))
        begins = [(word, _beginning(word)) for word in words]
        # Looking for the plain word first is several times as fast.
        return {
            index
            for index, one in enumerate(folded)
            if all(word in one and begin.search(one) for word, begin in begins)
        }


def _beginning(word: str) -> re.Pattern[str]:
    """Finds the word where one begins: *ring* is in *rings*, and not in *during*.

    A sign begins anywhere, as does a letter of a script without capitals: Chinese and Thai set no words apart, and
    Arabic and Hebrew write particles in front of them.
    """
    anywhere = not word[0].isalnum() or unicodedata.category(word[0]) == "Lo"
    return re.compile(("" if anywhere else r"(?<![^\W_])") + re.escape(word))


def _texts(verdict: Verdict) -> Iterator[str]:
    """What a reader sees of a verdict; no decision, because those of others may be hidden."""
    claim, article = verdict.claim, verdict.claim.article
    yield from (claim.text, claim.id, claim.quote, claim.context, claim.speaker, why(verdict), *claim.tags)
    if article:
        yield from (article.title, article.publisher, article.author)
    for assessment in verdict.assessments:
        yield from _snippet_texts(assessment.match.snippet)
    for match in verdict.unread:
        yield from _snippet_texts(match.snippet)


def _snippet_texts(snippet: Snippet) -> Iterable[str]:
    source = snippet.source
    cited = (source.title, source.publisher, source.author) if source else ()
    return (snippet.text, snippet.id, *cited)
