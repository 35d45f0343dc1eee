"""What is missing around a snippet: dates, publishers, the source itself; and whether it still holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from factcheck.curate.findings import Finding, place_of
from factcheck.datatypes import Place, Snippet, Source
from factcheck.evidence import WholeEvidence

SOON_DAYS = 30
"""Snippets that expire within so many days are told, unless the user says otherwise."""


def source_findings(evidence: WholeEvidence) -> Iterator[Finding]:
    """EV101 to EV105: sources without a date or publisher, unknown and unused ones, snippets without a source."""
    used = {snippet.source.id for snippet in evidence.snippets if snippet.source}
    for source in evidence.sources:
        yield from _of_source(source, used=source.id in used)
    for fault in evidence.unknown:
        place = Place(fault.file, fault.line)
        yield Finding(place, "EV103", f'no source has the id "{fault.seen}"', fault.remedy)
    # Several snippets may stand in one line, so that places alone do not tell which of them has the unknown source.
    unknown = {(fault.file, fault.line) for fault in evidence.unknown}
    for snippet in evidence.snippets:
        place = place_of(snippet)
        if snippet.source is None and (place.file, place.line) not in unknown:
            yield Finding(place, "EV105", "the snippet names no source", "write source: and the id of its source")


def _of_source(source: Source, *, used: bool) -> Iterator[Finding]:
    place = place_of(source)
    if source.published is None:
        message = f'the source "{source.id}" has no date, so that it counts for every claim'
        yield Finding(place, "EV101", message, "write published: YYYY-MM-DD")
    if not source.publisher:
        yield Finding(place, "EV102", f'the source "{source.id}" has no publisher', "write publisher: and its name")
    if not used:
        message = f'no snippet is of the source "{source.id}"'
        yield Finding(place, "EV104", message, "remove it, or add what it says")


def validity_findings(snippets: tuple[Snippet, ...], today: dt.date, soon_days: int = SOON_DAYS) -> Iterator[Finding]:
    """EV201 and EV202: snippets whose last day is past, or at most ``soon_days`` ahead."""
    for snippet in snippets:
        last = snippet.valid_until
        if last is None:
            continue
        if last < today:
            remedy = "look the fact up again and write a new snippet"
            yield Finding(place_of(snippet), "EV201", f"the snippet expired on {last}", remedy)
        elif (last - today).days <= soon_days:
            days = (last - today).days
            ahead = "today" if days == 0 else f"in {days} day{'s' if days > 1 else ''}"
            remedy = "look the fact up again before that"
            yield Finding(place_of(snippet), "EV202", f"the snippet expires {ahead}, on {last}", remedy)
