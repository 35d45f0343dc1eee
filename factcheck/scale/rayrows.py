"""Claims in JSON Lines and Parquet: one row a claim, read as a stream, of any number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field

from factcheck.claims import ArticleEntry, ClaimEntry, find_claims_files, to_article, to_claim
from factcheck.datatypes import Claim, Place
from factcheck.entries import KeyPath, validate
from factcheck.errors import Fault, InputError
from factcheck.faultlog import FaultLog, raise_faults
from factcheck.inputfiles import display_path, find_files, unreadable
from factcheck.rows import read_jsonl, text_lines

JSONL, PARQUET = (".jsonl", ".ndjson"), (".parquet",)
SUFFIXES = (*JSONL, *PARQUET)

_PARQUET_ROWS = 1024
"""Rows of a Parquet file that are held at once."""


class RowEntry(ClaimEntry):
    """A claim that brings its article with it."""

    article: ArticleEntry | None = Field(None, description="The article that the claim was taken from.")


def split_paths(paths: Sequence[Path], cwd: Path | None) -> tuple[list[Path], list[Path]]:
    """The paths that hold claims as people write them, and the files of rows among and below the paths.

    A folder may hold both. Raises ``InputError`` for a folder that holds neither.
    """
    written: list[Path] = []
    rows: list[Path] = []
    for path in paths:
        inside = _rows_below(path, cwd)
        rows += inside
        if not inside or (path.is_dir() and _holds_yaml(path, cwd)):
            written.append(path)
    return written, find_files(rows, SUFFIXES, cwd, "file of claims") if rows else []


def read_rows(files: Sequence[Path], cwd: Path | None) -> Iterator[Claim]:
    """The claims of the files, in order, each with its file and line (Parquet: its row, counted from 1).

    Rows stand for themselves: equal ids and texts are no fault, and the place tells them apart.

    Raises:
        InputError: at the end of the last file, with the faults of all of them.
    """
    faults: list[Fault] = []
    for file in files:
        log = FaultLog(display_path(file, cwd))
        line = 0
        try:
            for line, row in _rows_in(file, log):
                entry = _entry(row, log, line)
                if entry is not None:
                    article = to_article(entry.article) if entry.article else None
                    yield to_claim(entry, article, Place(log.file, line))
                if log.full:
                    log.stop(line)
                    break
        except (OSError, ValueError) as error:
            message, remedy = unreadable(error)
            log.add(0, message, remedy=remedy)
        if not line and not log.faults:
            log.add(0, "no claims in this file", remedy="write one claim in each row, with a text")
        faults += log.faults
    raise_faults(faults)


def _rows_below(path: Path, cwd: Path | None) -> list[Path]:
    if not path.is_dir():
        return [path] if path.suffix.lower() in SUFFIXES else []
    try:
        return find_files([path], SUFFIXES, cwd, "file of claims")
    except InputError:
        return []


def _holds_yaml(folder: Path, cwd: Path | None) -> bool:
    try:
        return bool(find_claims_files([folder], cwd))
    except InputError:
        return False


def _rows_in(file: Path, log: FaultLog) -> Iterator[tuple[int, Any]]:
    if file.suffix.lower() in PARQUET:
        yield from _parquet_rows(file, log)
        return
    with file.open("rb") as handle:
        yield from read_jsonl(text_lines(handle, log), log)


def _parquet_rows(file: Path, log: FaultLog) -> Iterator[tuple[int, Any]]:
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(file) as table:
            number = 0
            for batch in table.iter_batches(batch_size=_PARQUET_ROWS):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row
    except ArrowException as error:
        log.add(0, f"not Parquet: {str(error).splitlines()[0]}", remedy="write the file again")


def _entry(row: object, log: FaultLog, line: int) -> RowEntry | None:
    def line_of(path: KeyPath) -> int:
        return line

    return validate(RowEntry, {"text": row} if isinstance(row, str) else row, log, (), line_of)
