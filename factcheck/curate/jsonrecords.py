"""The records of a JSON file one by one: a large feed is never held whole, and a broken record costs only itself.

Records are the objects of a list at the root, or of the list below one of ``LISTS`` in an object at the root; any other
file is one record.
"""

from __future__ import annotations

import json
import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from factcheck.faultlog import FaultLog, shorten
from factcheck.inputfiles import unreadable
from factcheck.rows import MAX_LINE_BYTES

LISTS = ("dataFeedElement", "@graph", "itemListElement")
"""Where schema.org keeps many things in one: ``DataFeed``, a JSON-LD graph, ``ItemList``."""

# A string of JSON holds no line break, so one that is not closed ends with its line and the rest can still be read.
_TOKEN = re.compile(rb'"[^"\\\n]*(?:\\.[^"\\\n]*)*"|[{}\[\]]')
_OPENS = {b"}": b"{", b"]": b"["}
_NEXT = re.compile(r",\s*\{")
_DECODER = json.JSONDecoder()
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
    line, seen, position = first_line, 0, 0
    for start, end in _joined(data):
        line += data[seen:start].count(b"\n")
        seen = start
        if end - start > MAX_LINE_BYTES:
            message = f"a record of more than {MAX_LINE_BYTES:,} bytes"
            log.add(line, message, field=f"[{position}]", remedy="put the records in a list, or one in each line")
            position += 1
            continue
        piece = bytes(data[start:end]).removeprefix(b"\xef\xbb\xbf")
        try:
            yield line, position, json.loads(piece.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            _log_broken(error, piece, line, position, log)
            for lines, value in _swallowed(piece.decode("utf-8", "surrogateescape")):
                position += 1
                yield line + lines, position, value
        position += 1


def _joined(data: Bytes) -> Iterator[tuple[int, int]]:
    """The spans, those that follow another without a comma as a part of it if one of them is no more than a bracket:
    a record whose quotation marks are broken seems to end too early."""
    before: tuple[int, int] | None = None
    for start, end in _spans(data):
        if before and end - start == 1 and not _is_behind_comma(data, start) and not _is_whole(data, *before):
            before = before[0], end
            continue
        if before:
            yield before
        before = start, end
    if before:
        yield before


def _is_whole(data: Bytes, start: int, end: int) -> bool:
    if end - start > MAX_LINE_BYTES:
        return True
    try:
        json.loads(bytes(data[start:end]).decode("utf-8"))
    except (ValueError, RecursionError):
        return False
    return True


def _swallowed(piece: str) -> Iterator[tuple[int, Any]]:
    """The whole objects behind a comma in a broken record, with the lines before them: records that its missing
    bracket or quotation mark made a part of it, as far as brackets alone could not tell."""
    found, lines, counted = _NEXT.search(piece), 0, 0
    while found:
        start = end = found.end() - 1
        try:
            value, end = _DECODER.raw_decode(piece, start)
        except (ValueError, RecursionError):
            pass
        else:
            lines, counted = lines + piece.count("\n", counted, start), start
            yield lines, value
        found = _NEXT.search(piece, end)


def _log_broken(error: Exception, piece: bytes, line: int, position: int, log: FaultLog) -> None:
    if not piece:
        reason = "the list of records does not end: the file is cut off, or a bracket is missing in the record before"
    elif isinstance(error, json.JSONDecodeError):
        line, reason = line + error.lineno - 1, f"not JSON: {error.msg}"
    elif isinstance(error, UnicodeDecodeError):
        reason = f"not UTF-8 (byte 0x{piece[error.start]:02x})"
    else:
        reason = "nested too deeply"
    shown = shorten(piece[:600].decode("utf-8", "replace"))
    log.add(line, reason, field=f"[{position}]", seen=shown, remedy="mend the record")


@dataclass(slots=True)
class _Walk:
    """Goes through the brackets of a file and yields where records, and what is wrong between them, begin and end."""

    data: Bytes
    opened: bytearray = field(default_factory=bytearray)
    level: int = 0
    """How many brackets are open where records stand; 0 before any list of them."""
    in_list: bool = False
    start: int | None = None
    """Where the record begins that is open."""
    ended: int = 0
    """Where the last list ended."""

    def open(self, sign: bytes, at: int, key: bytes) -> Iterator[tuple[int, int]]:
        """A bracket that opens; ``key`` is the last string in the object at the root."""
        n_open = len(self.opened)
        if self.level and sign == b"{" and self.opened[-1:] != b"[" and _is_behind_comma(self.data, at):
            # No object stands here: a bracket is missing, or there was one too many. A record begins all the same.
            yield (self.ended, self.ended + 1) if self.start is None else (self.start, at)
            self.opened, self.in_list, self.start = bytearray(b"{" * (self.level - 1) + b"["), True, at
        elif self.in_list:
            self.start = at if sign == b"{" and n_open == self.level else self.start
        elif sign == b"[" and (n_open == 0 or (n_open == 1 and key in _KEYS)):
            self.level, self.in_list = n_open + 1, True
        self.opened += sign

    def close(self, sign: bytes, at: int) -> Iterator[tuple[int, int]]:
        """A bracket that closes, and with it whatever was opened behind its other half and not closed."""
        place = self.opened.rfind(_OPENS[sign])
        if self.in_list and self.start is None and sign == b"}":
            yield at, at + 1  # there is nothing to close: the list goes on
        elif place >= 0:
            del self.opened[place:]
            if self.start is not None and place <= self.level:
                yield self.start, at + (place == self.level)
                self.start = None
            if self.in_list and place < self.level:
                self.in_list, self.ended = False, at


def _spans(data: Bytes) -> Iterator[tuple[int, int]]:
    """Where the records stand, in bytes; one that the end of the file cuts off goes to the end.

    What is wrong between them is a span too, so that whoever reads the spans tells of it.
    """
    walk, last = _Walk(data), b""
    for token in _TOKEN.finditer(data):
        sign = token[0]
        if sign[:1] == b'"':
            last = sign if len(walk.opened) == 1 else last
        else:
            yield from (walk.open(sign, token.start(), last) if sign in b"{[" else walk.close(sign, token.start()))
    if walk.start is not None:
        yield walk.start, len(data)
    elif walk.in_list:
        yield len(data), len(data)  # cut off between two records, or the last one took the end of the list for its own
    elif not walk.level:
        yield 0, len(data)


def _is_behind_comma(data: Bytes, at: int) -> bool:
    while at and data[at - 1 : at].isspace():
        at -= 1
    return data[at - 1 : at] == b","
