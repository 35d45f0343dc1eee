"""Filters: which snippets a search is confined to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from factcheck.datatypes import Snippet


@dataclass(frozen=True, slots=True)
class Filter:
    """Confines a search; what is left empty confines nothing, and of several languages or tags one suffices.

    ``published_after`` is exclusive. Evidence without a date was not published after any day.
    """

    langs: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    published_after: dt.date | None = None

    def __bool__(self) -> bool:
        return bool(self.langs or self.tags or self.published_after)

    def passes(self, snippet: Snippet) -> bool:
        """Whether the search may find the snippet."""
        if self.langs and language_of(snippet) not in self.langs:
            return False
        if self.tags and not set(self.tags) & set(snippet.tags):
            return False
        published = snippet.source.published if snippet.source else None
        return self.published_after is None or (published is not None and published > self.published_after)


def language_of(snippet: Snippet) -> str:
    """The code that its language is found by: what it comes to, else what was given; empty for neither."""
    return snippet.language.code if snippet.language else snippet.lang
