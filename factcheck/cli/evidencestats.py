"""`factcheck evidence stats`."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from factcheck.checker import today_from_environment
from factcheck.cli.output import emit, terminal_size
from factcheck.curate.imports import DEFAULT_FOLDER, read_known
from factcheck.curate.stats import Stats, evidence_stats
from factcheck.languages import name_of, snippet_languages
from factcheck.report.console import new_console, printed
from factcheck.report.wording import count
from factcheck.settings import load_settings

MAX_NAMED = 10
"""Publishers and languages listed on the terminal; JSON has them all."""


def run_stats(config: Path | None, overrides: Mapping[str, object], *, soon_days: int, as_json: bool) -> int:
    """Print the counts; 0. Raises ``InputError`` if the evidence has faults."""
    cwd = Path.cwd()
    settings = load_settings(config, cwd, os.environ, overrides)
    known = read_known(settings.evidence, (), cwd, settings.root / DEFAULT_FOLDER)
    snippets = snippet_languages(known.snippets, settings.lang)
    stats = evidence_stats(snippets, known.sources, today_from_environment(), soon_days)
    if as_json:
        emit(json.dumps(_plain(stats), ensure_ascii=False, indent=2, default=str) + "\n", None)
    else:
        width, color = terminal_size()
        emit(to_terminal(stats, width=width, color=color), None)
    return 0


def to_terminal(stats: Stats, *, width: int, color: bool) -> str:
    """The counts as tables: the whole set, then publishers, languages and files."""
    console = new_console(width, color)
    _print(console, "", _whole(stats))
    _print(console, "publisher", _most(stats.publishers))
    _print(console, "language", _most({name_of(code) if code else "": n for code, n in stats.languages.items()}))
    _print(console, "file", [(file, *map(str, numbers)) for file, numbers in stats.files.items()], "sources")
    return printed(console)


def _whole(stats: Stats) -> list[tuple[str, ...]]:
    dates, lengths = stats.dates, stats.lengths
    unused = f", {stats.unused} unused" if stats.unused else ""
    dated = f"{dates.oldest} to {dates.newest}, " if dates.oldest else ""
    return [
        ("snippets", f"{stats.snippets:,}, {count(stats.texts, 'distinct text')}"),
        ("sources", f"{stats.sources:,}{unused}"),
        ("published", f"{dated}{dates.undated:,} undated"),
        ("length", f"{lengths.shortest} to {lengths.longest} characters, median {lengths.median}"),
        ("expired", f"{stats.expired:,}, {stats.expiring:,} more within {count(stats.soon_days, 'day')}"),
    ]


def _most(numbers: Mapping[str, int]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [(name or "not given", f"{number:,}") for name, number in numbers.items()]
    rest = sum(list(numbers.values())[MAX_NAMED:])
    return rows[:MAX_NAMED] + ([(f"{len(rows) - MAX_NAMED} others", f"{rest:,}")] if rest else [])


def _print(console: Console, heading: str, rows: Iterable[tuple[str, ...]], *more: str) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False, show_header=bool(heading))
    table.add_column(heading)
    for name in ("snippets", *more):
        table.add_column(name, justify="right" if heading else "left")
    for row in rows:
        table.add_row(*row)
    console.print(table)
    console.print()


def _plain(stats: Stats) -> dict[str, object]:
    files = {file: {"snippets": texts, "sources": sources} for file, (texts, sources) in stats.files.items()}
    return {**dataclasses.asdict(stats), "files": files}
