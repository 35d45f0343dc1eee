"""Rows of CSV and JSONL files: in our own columns, in others that a map names, or reviews, one in each line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from factcheck.curate.claimreviews import is_review, review_rows
from factcheck.errors import SettingsError
from factcheck.faultlog import FaultLog, shorten, suggest
from factcheck.inputfiles import unreadable
from factcheck.rows import COLUMNS, read_csv, read_jsonl, text_lines, to_row

JSON_LINES = (".jsonl", ".ndjson")
TABLES = (*JSON_LINES, ".csv", ".tsv")


def column_map(pairs: Sequence[str]) -> dict[str, str]:
    """Our column for each of theirs, of texts such as ``text=content,published=date``; empty for none.

    Raises:
        SettingsError: a pair has no equals sign, names a column that we do not have or one twice, or text is missing.
    """
    renamed: dict[str, str] = {}
    for pair in [part for text in pairs for part in text.split(",") if part.strip()]:
        ours, equals, theirs = (part.strip() for part in pair.partition("="))
        if not equals or not theirs:
            raise SettingsError(f"--map {pair}: is no pair — write OUR=THEIR, for example text=content")
        if ours not in COLUMNS:
            raise SettingsError(f"--map {pair}: unknown column {ours} — {suggest(ours, COLUMNS, 'known columns')}")
        if ours in renamed.values() or theirs in renamed:
            raise SettingsError(f"--map {pair}: one of the two columns is mapped twice — keep one pair")
        renamed[theirs] = ours
    if renamed and "text" not in renamed.values():
        raise SettingsError("--map: text is not mapped — add text= and the column that holds the passages")
    return renamed


def table_rows(
    path: Path, renamed: Mapping[str, str], log: FaultLog, lang: str = ""
) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Line, position from 0 and row of each line; broken ones go to the log, and the others are read all the same."""
    try:
        with path.open("rb") as handle:
            lines = text_lines(handle, log)
            if path.suffix.lower() not in JSON_LINES:
                for position, (line, row) in enumerate(read_csv(lines, log, renamed or None)):
                    yield line, position, row
                return
            for position, (line, row) in enumerate(read_jsonl(lines, log)):
                yield from _json_rows(row, line, position, renamed, log, lang)
    except (OSError, ValueError) as error:
        message, remedy = unreadable(error)
        log.add(0, message, remedy=remedy)


def _json_rows(
    row: Any, line: int, position: int, renamed: Mapping[str, str], log: FaultLog, lang: str
) -> Iterator[tuple[int, int, dict[str, Any]]]:
    if not isinstance(row, Mapping):
        log.add(line, "an object is expected", seen=shorten(row), remedy='write {"text": "…"}')
    elif renamed:
        found = {ours: _at(row, theirs) for theirs, ours in renamed.items()}
        yield line, position, to_row({ours: str(value) for ours, value in found.items() if value is not None})
    elif is_review(row):
        yield from review_rows(row, line, position, log, lang)
    else:
        yield line, position, dict(row)


def _at(row: Mapping[str, Any], name: str) -> Any:
    """The value of a key, or of a path such as ``meta.url`` through objects; lists become text with commas."""
    value: Any = row
    for step in [name] if name in row else name.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return ",".join(map(str, value)) if isinstance(value, list) else value
