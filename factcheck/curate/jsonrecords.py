"""The records of a JSON file one by one: a large feed is never held whole, and a broken record costs only itself.

Records are the objects of a list at the root, or of the list below one of ``LISTS`` in an object at the root; any other
file is one record.
"""

from __future__ import annotations

import json
import mmap
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from factcheck.faultlog import FaultLog, shorten
from factcheck.inputfiles import unreadable
from factcheck.rows import MAX_LINE_BYTES

LISTS = ("dataFeedElement", "@graph", "itemListElement")
"""Where schema.org keeps many things in one: ``DataFeed``, a JSON-LD graph, ``ItemList``."""

# A string of JSON holds no line break, so one that is not closed ends with its line and the rest can still be read.
_TOKEN = re.compile(rb'"[^"\\\n]*(?:\\.[^"\\\n]*)*"|[{}\[\]]')
_KEYS = frozenset(json.dumps(name).encode() for name in LISTS)

Bytes = bytes | mmap.mmap


def read_records(path: Path, log: FaultLog) -> Iterator[tuple[int, int, Any]]:
    """Line, position from 0 and value of each record; broken ones, and a file that cannot be read, go to the log.

    A record may have 20 MB; the file may be of any size, if its records are in a list.
    """
    try:
        with path.open("rb") as handle:
            if not handle.read(1):
                log.add(0, "the file is empty", remedy="name another")
                return
            with mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as data:
                yield from records_in(data, log)
    except (OSError, ValueError) as error:
        message, remedy = unreadable(error)
        log.add(0, message, remedy=remedy)


def records_in(data: Bytes, log: FaultLog, first_line: int = 1) -> Iterator[tuple[int, int, Any]]:
    """The same of JSON that begins in ``first_line`` of its file."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        log.add(first_line, "the file is UTF-16, not UTF-8", remedy="save it as UTF-8")
        return
    line, seen = first_line, 0
    for position, (start, end) in enumerate(_spans(data)):
        line += data[seen:start].count(b"\n")
        seen = start
        if end - start > MAX_LINE_BYTES:
            message = f"a record of more than {MAX_LINE_BYTES:,} bytes"
            log.add(line, message, field=f"[{position}]", remedy="put the records in a list, or one in each line")
            continue
        piece = bytes(data[start:end]).removeprefix(b"\xef\xbb\xbf")
        try:
            yield line, position, json.loads(piece.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            _log_broken(error, piece, line, position, log)


def _log_broken(error: Exception, piece: bytes, line: int, position: int, log: FaultLog) -> None:
    if isinstance(error, json.JSONDecodeError):
        line, reason = line + error.lineno - 1, f"not JSON: {error.msg}"
    elif isinstance(error, UnicodeDecodeError):
        reason = f"not UTF-8 (byte 0x{piece[error.start]:02x})"
    else:
        reason = "nested too deeply"
    shown = shorten(piece[:600].decode("utf-8", "replace"))
    log.add(line, reason, field=f"[{position}]", seen=shown, remedy="mend the record")


def _spans(data: Bytes) -> Iterator[tuple[int, int]]:
    """Where the records stand, in bytes; one that the end of the file cuts off goes to the end."""
    depth = 0
    level: int | None = None  # the depth at which records stand
    start: int | None = None
    last, in_list = b"", False
    for token in _TOKEN.finditer(data):
        sign = token[0]
        if sign[:1] == b'"':
            last = sign if depth == 1 else last
        elif sign in b"{[":
            if level is None and sign == b"[" and (depth == 0 or (depth == 1 and last in _KEYS)):
                level, in_list = depth + 1, True
            elif depth == level and sign == b"{":
                start = token.start()
            depth += 1
        else:
            depth -= 1
            if start is not None and depth == level:
                yield start, token.end()
                start = None
            elif level is not None and depth < level:
                level = None
    if start is not None:
        yield start, len(data)
    elif not in_list:
        yield 0, len(data)
