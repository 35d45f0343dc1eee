"""`factcheck evidence search`."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.padding import Padding
from rich.text import Text

from factcheck.cache import encode_cached
from factcheck.checker import FactChecker, sentence_claim
from factcheck.cli.check import parse_date
from factcheck.cli.output import emit, terminal_size
from factcheck.cli.progress import ProgressLine
from factcheck.curate.search import Found, search
from factcheck.datatypes import Snippet, Standing
from factcheck.index import Filter
from factcheck.report.console import new_console, printed
from factcheck.report.jsontext import json_text
from factcheck.report.wording import source_line, standing_note, writable
from factcheck.retrieve import query_text
from factcheck.settings import load_settings


def run_search(
    query: str,
    as_of: str | None,
    config: Path | None,
    overrides: Mapping[str, object],
    confined: Filter,
    *,
    as_json: bool,
    quiet: bool,
) -> int:
    """Print what the query finds; 0 whatever that is. The index is brought up to date, and no verifier is loaded."""
    cwd = Path.cwd()
    settings = load_settings(config, cwd, os.environ, overrides)
    claim, day = sentence_claim(query, "QUERY"), parse_date(as_of)
    with ProgressLine(quiet=quiet) as progress:
        checker = FactChecker.from_settings(settings, as_of=day, cwd=cwd, progress=progress.update)
        index = checker.index.only(confined) if confined else checker.index
    vector = encode_cached(checker.embedder, checker.cache, [query_text(claim)], claims=True)
    day = day or checker.conditions.today
    found = search(claim, index, vector, checker.conditions.k, day, checker.verifier.languages)
    if as_json:
        emit(
            json_text({"query": claim.text, "as_of": str(day), "found": list(map(_item, found))}, indent=2) + "\n", None
        )
    else:
        width, color = terminal_size()
        emit(to_terminal(found, width=width, color=color), None)
    return 0


def filter_of(langs: Sequence[str] | None, tags: Sequence[str] | None, published_after: str | None) -> Filter:
    """The filter of the options. Raises ``SettingsError`` for what is no date."""
    return Filter(tuple(langs or ()), tuple(tags or ()), parse_date(published_after, "--published-after"))


def to_terminal(found: Sequence[Found], *, width: int, color: bool) -> str:
    """Each match with its text, its source, and why it was found."""
    console = new_console(width, color)
    if not found:
        console.print("Nothing was found.")
    for one in found:
        snippet = one.match.snippet
        counts = one.match.standing is Standing.COUNTS
        console.print(Text(f"{one.match.rank}.", style="bold"), end=" ")
        console.print(Text(writable(snippet.text), style="" if counts else "dim"))
        said = [source_line(snippet), snippet.locator, f"{snippet.place}" if snippet.place else "", snippet.id]
        console.print(Padding(Text(" · ".join(part for part in said if part), style="dim"), (0, 0, 0, 3)))
        console.print(Padding(Text(why(one)), (0, 0, 1, 3)))
    return printed(console)


def why(one: Found) -> str:
    """Why it was found, in one line: similarity, both ranks, shared words, and whether it counts."""
    by_words = f"{one.by_words} by words ({', '.join(one.shared)})" if one.by_words else "no word in common"
    note = standing_note(one.match) or "counts"
    return f"similarity {one.match.similarity:.2f}; rank {one.by_meaning} by meaning, {by_words}; {note}"


def _item(one: Found) -> dict[str, Any]:
    match, snippet = one.match, one.match.snippet
    return {
        "rank": match.rank,
        "id": snippet.id,
        "text": writable(snippet.text),
        "similarity": round(match.similarity, 4),
        "by_meaning": one.by_meaning,
        "by_words": one.by_words,
        "shared": list(one.shared),
        "standing": match.standing.value,
        "duplicates": list(match.duplicates),
        "locator": snippet.locator,
        "place": str(snippet.place) if snippet.place else None,
        "source": _source(snippet),
    }


def _source(snippet: Snippet) -> dict[str, Any] | None:
    source = snippet.source
    if source is None:
        return None
    day = source.published.isoformat() if source.published else None
    named = {"id": source.id, "title": source.title, "publisher": source.publisher, "url": source.url}
    return {**named, "published": day}
