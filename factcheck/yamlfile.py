"""The one place that knows YAML: a file becomes plain text, lists and mappings, and every value knows its line.

Scalars stay the text that was written, because a claim may read ``no``, ``1989`` or ``12:30``; the field that a value
belongs to decides its type. Only an empty value, ``~`` and ``null`` without quotes are ``None``. Anchors, aliases and
tags are refused: nobody needs them for claims, and they are how small files become enormous ones.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from factcheck.entries import KeyPath
from factcheck.faultlog import FaultLog, shorten
from factcheck.fields import UNFIT
from factcheck.inputfiles import display_path, unreadable

MAX_BYTES = 20 * 1024 * 1024
"""Larger files are refused: YAML is read whole, JSONL is streamed."""

MAX_DEPTH = 20
"""Nesting that our own formats never come near (they need 4)."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NULLS = ("", "~", "null", "Null", "NULL")
"""Without quotes these are no value."""
_QUOTES = "if this is text, put it in quotes"
_SYNTAX = "put the whole text in quotes; it needs them around a colon and a space, and when it starts with \"'@%*&!`[{"
# YAML 1.2 does not count these as line breaks and neither do editors; libyaml does.
_NOT_BREAKS = {0x85: " ", 0x2028: " ", 0x2029: " "}
_CUT = re.compile(r"\s+#(?=\w)")
_HALF = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_ESCAPE = re.compile(r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|.)", re.DOTALL)


class YamlMap(dict[str, Any]):
    """A mapping; ``lines`` holds the line of each key, counted from 1."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}


class YamlList(list[Any]):
    """A list; ``lines`` holds the line of each item, counted from 1."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []


@dataclass(frozen=True, slots=True)
class YamlFile:
    """What one file holds.

    ``data`` is made of ``str``, ``None``, ``YamlMap`` and ``YamlList``. ``log`` already holds the faults that did not
    stop the reading (duplicate keys, aliases, tags); whoever reads on adds to it and raises all of them at once.
    """

    file: str
    data: Any
    log: FaultLog

    def line(self, path: KeyPath) -> int:
        """The line of a path such as ``("claims", 2, "as_of")``; where it leads nowhere, the last line on the way."""
        line, value = 1, self.data
        for step in path:
            known = isinstance(value, YamlMap) and step in value
            if not known and not (isinstance(value, YamlList) and isinstance(step, int) and step < len(value)):
                break
            line, value = value.lines[step], value[step]
        return line


def read_yaml(path: Path, cwd: Path | None = None, *, limit: int = MAX_BYTES) -> YamlFile:
    """What the file holds; ``data`` is ``None`` for an empty one. Messages name it relative to ``cwd``.

    Raises:
        InputError: the file cannot be read, is larger than ``limit`` bytes, is not UTF-8 or not YAML.
    """
    log = FaultLog(display_path(path, cwd))
    try:
        with path.open("rb") as handle:
            raw = handle.read(limit + 1)
    except (OSError, ValueError) as error:
        message, remedy = unreadable(error)
        log.add(0, message, remedy=remedy)
        log.raise_now()
    _check_size(len(raw), limit, log)
    return _parse(_decode(raw, log), log)


def read_yaml_text(text: str, name: str, *, limit: int = MAX_BYTES) -> YamlFile:
    """What the text holds, for example from standard input; ``name`` stands for the file in messages.

    Raises:
        InputError: the text is larger than ``limit`` bytes or not YAML.
    """
    log = FaultLog(name)
    _check_size(len(text.encode("utf-8", "surrogatepass")), limit, log)
    return _parse(text.removeprefix("\ufeff"), log)


def compose(text: str) -> Any:
    """The root node of a text that was read without faults, with the places of all nodes below it.

    A node has ``id`` (``scalar``, ``mapping``, ``sequence``), ``value``, ``start_mark`` and ``end_mark`` with ``line``
    and ``column``, counted from 0 in the text as given, whatever its line breaks are. In values a surrogate pair that
    is escaped, as JSON writes emoji, is two U+FFFD.
    """
    return yaml.compose(_with_pairs(_one_kind_of_break(text), _as_long), Loader=_LOADER)


def _check_size(size: int, limit: int, log: FaultLog) -> None:
    if size > limit:
        message = f"the file is larger than {limit / 1024**2:,.0f} MB"
        log.add(0, message, remedy="use JSONL for evidence; split claims into several files")
        log.raise_now()


def _decode(raw: bytes, log: FaultLog) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        log.add(1, "the file is UTF-16, not UTF-8", remedy="save it as UTF-8")
        log.raise_now()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # With a byte order mark the decoder counts from behind it.
        start = error.start + len(raw) - len(error.object)
        message = f"not UTF-8: byte 0x{raw[start]:02x} at offset {start:,}"
        log.add(raw.count(b"\n", 0, start) + 1, message, remedy="save the file as UTF-8")
        log.raise_now()


def _parse(text: str, log: FaultLog) -> YamlFile:
    text = _one_kind_of_break(text)
    bad = UNFIT.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        log.add(line, f"the file holds the control character U+{ord(bad.group()):04X}", remedy="remove it")
        log.raise_now()
    text = _with_pairs(text, _joined)
    builder = _Builder(log, text.split("\n"))
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        _log_syntax(error, builder.text_lines, log)
        log.raise_now()
    except (yaml.YAMLError, ValueError) as error:  # without a mark, for example an escape beyond Unicode
        log.add(0, f"the file is not YAML: {shorten(error)}", remedy=_QUOTES)
        log.raise_now()
    return YamlFile(log.file, builder.root, log)


def _one_kind_of_break(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_NOT_BREAKS)


def _with_pairs(text: str, written: Callable[[re.Match[str]], str]) -> str:
    """The text with something else for each surrogate pair that is escaped, as JSON may be and libyaml refuses.

    It is an escape in double quotes only; where these are, the parser finds in a text of the same length without any.
    """
    if not _HALF.search(text):
        return text
    parts, end = [], 0
    events: Any = yaml.parse(_HALF.sub(r"\\ufffd", text), Loader=_LOADER)
    with contextlib.suppress(yaml.YAMLError, ValueError):  # told when the text is read itself
        for event in events:
            if getattr(event, "style", "") == '"':
                start, stop = event.start_mark.index, event.end_mark.index
                parts += [text[end:start], _ESCAPE.sub(lambda m: written(m) if m[1] else m[0], text[start:stop])]
                end = stop
    return "".join([*parts, text[end:]])


def _joined(pair: re.Match[str]) -> str:
    return bytes.fromhex(pair[1] + pair[2]).decode("utf-16-be")


def _as_long(pair: re.Match[str]) -> str:
    return r"\ufffd\ufffd"


def _log_syntax(error: yaml.MarkedYAMLError, text_lines: list[str], log: FaultLog) -> None:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 0
    # At the end of the input the mark stands behind the last line.
    line = min(line, len(text_lines))
    content = text_lines[line - 1] if line else ""
    remedy = _SYNTAX
    if "nesting" in str(error.problem):
        remedy = f"nest at most {MAX_DEPTH} levels"
    elif "invalid Unicode" in str(error.problem):
        remedy = "write the character itself instead of its escape"
    elif "\t" in content[: len(content) - len(content.lstrip())]:
        remedy = "indent with spaces, not with tabs"
    log.add(line, f"not YAML: {error.problem or error.context}", seen=shorten(content), remedy=remedy)


class _Builder:
    """Builds the data from parser events, without recursion, so that deep nesting is a fault and not a crash."""

    def __init__(self, log: FaultLog, text_lines: list[str]) -> None:
        self.root: Any = None
        self.text_lines = text_lines
        self._log = log
        self._stack: list[YamlMap | YamlList] = []
        self._keys: list[str | None] = []  # for each open mapping, the key that waits for its value
        self._documents = 0

    def take(self, event: Any) -> None:
        """Add one event."""
        line = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_marks(event, line)
            self._put(self._scalar(event, line), line)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._refuse_marks(event, line)
            self._open(YamlMap() if isinstance(event, yaml.MappingStartEvent) else YamlList(), line)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._stack.pop()
            self._keys.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._log.add(line, f'the alias "*{shorten(event.anchor)}" is not allowed here', remedy=_QUOTES)
            self._put(f"*{event.anchor}", line)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._log.add(line, "a second document starts here", remedy="keep one document in a file")
                self._log.raise_now()

    def _open(self, container: YamlMap | YamlList, line: int) -> None:
        if len(self._stack) >= MAX_DEPTH:
            self._log.add(line, f"nested deeper than {MAX_DEPTH} levels", remedy=f"nest at most {MAX_DEPTH} levels")
            self._log.raise_now()
        self._put(container, line)
        self._stack.append(container)
        self._keys.append(None)

    def _put(self, value: Any, line: int) -> None:
        if not self._stack:
            self.root = value
            return
        top = self._stack[-1]
        if isinstance(top, YamlList):
            top.append(value)
            top.lines.append(line)
        elif self._keys[-1] is None:
            self._keys[-1] = self._key(value, top, line)
        else:
            # A key that is there twice keeps its first value.
            top.setdefault(self._keys[-1], value)
            self._keys[-1] = None

    def _key(self, value: Any, mapping: YamlMap, line: int) -> str:
        if isinstance(value, (YamlMap, YamlList)):
            self._log.add(line, f"{shorten(value)} cannot be a key", remedy=_QUOTES)
        key = value if isinstance(value, str) else ""
        if key in mapping:
            first = mapping.lines[key]
            message = f'the key "{shorten(key)}" is there twice, first in line {first}'
            self._log.add(line, message, remedy="keep one of them")
        mapping.lines.setdefault(key, line)
        return key

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> str | None:
        value: str = event.value
        if event.style:
            return value
        end: Any = event.end_mark
        rest = self.text_lines[end.line][end.column :] if value else ""
        if _CUT.match(rest):
            remedy = "put the text in quotes; if it is a comment, write a space after #"
            self._log.add(line, "the text would end before the #", seen=shorten(rest), remedy=remedy)
        is_key = bool(self._stack) and isinstance(self._stack[-1], YamlMap) and self._keys[-1] is None
        return None if value in NULLS and not is_key else value

    def _refuse_marks(self, event: Any, line: int) -> None:
        if event.anchor:
            self._log.add(line, f'the anchor "&{shorten(event.anchor)}" is not allowed here', remedy=_QUOTES)
        if event.tag:
            self._log.add(line, f'the tag "{shorten(event.tag)}" is not allowed here', remedy=_QUOTES)
