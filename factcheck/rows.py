"""Streams the rows of JSONL and CSV files, each with its line; a file may be of any size, a line may not."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from factcheck.faultlog import FaultLog, shorten, suggest

SOURCE_COLUMNS = ("title", "publisher", "url", "author", "published", "accessed", "reliability", "archive")
COLUMNS = ("text", "id", "source", *SOURCE_COLUMNS, "locator", "lang", "valid_until", "tags")

MAX_LINE_BYTES = 20 * 1024 * 1024
"""A longer line is no snippet but a file of another kind, and would have to be held in memory whole."""


def text_lines(handle: BinaryIO, log: FaultLog, limit: int = MAX_LINE_BYTES) -> Iterator[str]:
    """The lines with their ends; a byte that is not UTF-8 stays in the text, where the field check names its line."""
    number = 0
    while not log.full and (raw := handle.readline(limit + 1)):
        number += 1
        if number == 1:
            if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
                log.add(1, "the file is UTF-16, not UTF-8", remedy="save it as UTF-8")
                return
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if len(raw) > limit:
            log.add(number, f"longer than {limit:,} bytes", remedy="write one snippet in each line")
            return
        yield raw.decode("utf-8", "surrogateescape")
    if log.full:
        log.stop(number)


def read_jsonl(lines: Iterator[str], log: FaultLog) -> Iterator[tuple[int, Any]]:
    """Line number and value of each line that is not blank; broken lines go to the log."""
    for line, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            row = json.loads(text, object_pairs_hook=_object)
        except (ValueError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else error
            log.add(line, f"not JSON: {reason}", seen=shorten(text), remedy="write one object in each line")
            continue
        yield line, row


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        raise ValueError(f'the key "{shorten(counts.most_common(1)[0][0])}" is there twice')
    return row


def read_csv(
    lines: Iterator[str], log: FaultLog, renamed: Mapping[str, str] | None = None
) -> Iterator[tuple[int, Any]]:
    """Line number and object of each row that is not blank; broken rows go to the log.

    ``renamed`` has the columns of ``COLUMNS`` by the names that they have in this file; others are left out then.
    """
    header = next(lines, "")
    delimiter = max(",;\t", key=header.count)
    columns = [name.strip().strip('"') for name in header.split(delimiter)]
    if renamed is not None:
        for name in renamed.keys() - set(columns):
            remedy = f"the file has {shorten(', '.join(columns))}"
            log.add(1, f'no column "{shorten(name)}", which --map names', remedy=remedy)
        columns = [renamed.get(name, "") for name in columns]
    if not _good_columns([name for name in columns if name or renamed is None], log):
        return
    # The field limit of the csv module is one for the process; a line is bounded already.
    old_limit = csv.field_size_limit(MAX_LINE_BYTES)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line = 2
    try:
        for cells in reader:
            if len(cells) > len(columns):
                remedy = "put cells that hold a delimiter in quotes"
                log.add(line, f"{len(cells)} cells in a row of {len(columns)} columns", remedy=remedy)
            elif any(cell.strip() for cell in cells):
                yield line, to_row({name: cell for name, cell in zip(columns, cells, strict=False) if name})
            line = reader.line_num + 2
    except csv.Error as error:
        remedy = "put cells that hold quotes or line breaks in quotes, and write inner quotes twice"
        log.add(line, f"not CSV: {error}; the rest of the file was not read", remedy=remedy)
    finally:
        csv.field_size_limit(old_limit)


ROW_READERS = {".jsonl": read_jsonl, ".ndjson": read_jsonl, ".csv": read_csv, ".tsv": read_csv}


def _good_columns(columns: list[str], log: FaultLog) -> bool:
    """Whether rows can be read; faults of the header go to the log."""
    for column, count in Counter(columns if any(columns) else ()).items():
        if column not in COLUMNS:
            log.add(1, f'unknown column "{shorten(column)}"', remedy=suggest(column, COLUMNS, "known columns"))
        elif count > 1:
            log.add(1, f'the column "{column}" is there twice', remedy="keep one of them")
    if "text" not in columns:
        log.add(1, "the column text is missing", remedy="name the columns in the first line, text among them")
    return not log.faults


def to_row(cells: Mapping[str, str]) -> dict[str, Any]:
    """The cells of one row as the object that JSONL would hold; blank cells are not given."""
    row: dict[str, Any] = {column: cell for column, cell in cells.items() if cell.strip()}
    described = {column: row.pop(column) for column in SOURCE_COLUMNS if column in row}
    if "archive" in described:
        described["archive"] = {"file": described["archive"]}
    if described:
        row["source"] = {"id": row.get("source"), **described}
    if "tags" in row:
        row["tags"] = [tag.strip() for tag in row["tags"].replace(";", ",").split(",") if tag.strip()]
    return row
