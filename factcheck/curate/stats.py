"""What the evidence consists of, counted."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from factcheck.curate.sources import SOON_DAYS
from factcheck.datatypes import Snippet, Source
from factcheck.index.rows import normal_text


@dataclass(frozen=True, slots=True)
class Dates:
    """Days of publication of the sources that have one, and how many have none."""

    oldest: dt.date | None
    newest: dt.date | None
    undated: int


@dataclass(frozen=True, slots=True)
class Lengths:
    """Characters of the snippets; 0 without any."""

    shortest: int
    median: int
    longest: int


@dataclass(frozen=True, slots=True)
class Stats:
    """The counts of one evidence set.

    ``texts`` are the distinct texts, as the index sees them. ``publishers`` and ``languages`` have the number of
    snippets of each, the most frequent first; "" stands for none. ``expired`` and ``expiring`` count snippets whose
    last day is past, or at most ``soon_days`` ahead. ``files`` has snippets and sources of each file.
    """

    snippets: int
    texts: int
    sources: int
    unused: int
    publishers: dict[str, int]
    languages: dict[str, int]
    dates: Dates
    lengths: Lengths
    expired: int
    expiring: int
    soon_days: int
    files: dict[str, tuple[int, int]]


def evidence_stats(
    snippets: Sequence[Snippet], sources: Sequence[Source], today: dt.date, soon_days: int = SOON_DAYS
) -> Stats:
    """The counts; ``snippets`` have their ``language``, and ``sources`` are all of the set, used or not."""
    used = {snippet.source.id for snippet in snippets if snippet.source}
    last_days = [(snippet.valid_until - today).days for snippet in snippets if snippet.valid_until]
    return Stats(
        snippets=len(snippets),
        texts=len({normal_text(snippet.text) for snippet in snippets}),
        sources=len(sources),
        unused=sum(source.id not in used for source in sources),
        publishers=_counted([snippet.source.publisher if snippet.source else "" for snippet in snippets]),
        languages=_counted([snippet.language.code if snippet.language else "" for snippet in snippets]),
        dates=_dates(sources),
        lengths=_lengths([len(snippet.text) for snippet in snippets]),
        expired=sum(days < 0 for days in last_days),
        expiring=sum(0 <= days <= soon_days for days in last_days),
        soon_days=soon_days,
        files=_by_file(snippets, sources),
    )


def _counted(names: Sequence[str]) -> dict[str, int]:
    """The most frequent first, then by name."""
    return dict(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))


def _dates(sources: Sequence[Source]) -> Dates:
    days = [source.published for source in sources if source.published]
    return Dates(min(days, default=None), max(days, default=None), len(sources) - len(days))


def _lengths(lengths: Sequence[int]) -> Lengths:
    if not lengths:
        return Lengths(0, 0, 0)
    return Lengths(min(lengths), round(statistics.median(lengths)), max(lengths))


def _by_file(snippets: Sequence[Snippet], sources: Sequence[Source]) -> dict[str, tuple[int, int]]:
    texts = Counter(snippet.place.file for snippet in snippets if snippet.place)
    described = Counter(source.place.file for source in sources if source.place)
    return {file: (texts[file], described[file]) for file in sorted({*texts, *described})}
