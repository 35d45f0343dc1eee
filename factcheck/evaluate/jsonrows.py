"""Rows of JSON files with the line each starts in: JSON lines or one array, plain or gzipped."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from factcheck.errors import InputError
from factcheck.faultlog import FaultLog, shorten
from factcheck.inputfiles import unreadable
from factcheck.rows import read_jsonl, text_lines

Row = dict[str, Any]
ARRAY_BYTES = 200 * 1024 * 1024
"""An array is held in memory whole; the published ones have some 20 MB."""


_SURROGATE = re.compile("[\ud800-\udfff]")


def open_rows(path: Path) -> BinaryIO:
    """The bytes of a file, unpacked if it is gzipped, whatever it is called. ``OSError`` passes through."""
    handle = path.open("rb")
    packed = handle.read(2) == b"\x1f\x8b"
    handle.seek(0)
    return cast(BinaryIO, gzip.open(handle)) if packed else handle


def _is_readable(row: Row, log: FaultLog, line: int) -> bool:
    """Whether a model can read every text of the row: half of a surrogate pair is no character. Else a fault."""
    for name, value in row.items():
        bad = next((found for text in _texts([name, value]) if (found := _SURROGATE.search(text))), None)
        if bad:
            shown = name.encode("utf-8", "backslashreplace").decode("utf-8")
            log.add(line, f"holds U+{ord(bad.group()):04X}, which is no character", field=shown, remedy="remove it")
            return False
    return True


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for part in (*value, *value.values()) if isinstance(value, dict) else value:
            yield from _texts(part)


def read_json_rows(path: Path, log: FaultLog) -> Iterator[tuple[int, Row]]:
    """Line and object of each row; what is no object goes to the log.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        with open_rows(path) as handle:
            start = handle.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
            handle.seek(0)
            rows = _array_rows(handle, log) if start == b"[" else read_jsonl(text_lines(handle, log), log)
            for line, row in rows:
                if isinstance(row, dict):
                    if _is_readable(row, log, line):
                        yield line, row
                else:
                    log.add(line, "an object is expected", seen=shorten(row), remedy="write one object in each line")
    except (OSError, EOFError, ValueError) as error:
        message, remedy = unreadable(error)
        log.add(0, message, remedy=remedy)
        raise InputError(log.faults) from error


def first_row(path: Path) -> Row | None:
    """The first object of the file, or ``None``; faults are left to whoever reads all of it."""
    log = FaultLog(str(path))
    try:
        return next((row for _, row in read_json_rows(path, log)), None)
    except InputError:
        return None


def _array_rows(handle: BinaryIO, log: FaultLog) -> Iterator[tuple[int, Any]]:
    data = handle.read(ARRAY_BYTES + 1)
    if len(data) > ARRAY_BYTES:
        log.add(0, f"an array of more than {ARRAY_BYTES:,} bytes", remedy="write one object in each line")
        return
    text = data.decode("utf-8-sig", "surrogateescape")
    decoder, at, line = json.JSONDecoder(), text.index("[") + 1, 1
    counted = 0
    while True:
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        line += text.count("\n", counted, at)
        counted = at
        if at >= len(text) or text[at] == "]":
            if at >= len(text):
                log.add(line, "the array has no end", remedy="the file is cut off: get it again")
            return
        try:
            row, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            log.add(line, f"not JSON: {error}", seen=shorten(text[at : at + 80]))
            return
        yield line, row
