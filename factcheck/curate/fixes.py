"""Mends in YAML files what can be mended without changing what they say, and leaves every other byte alone.

A round trip through a YAML library would keep comments, but folds long lines and aligns others: it changes 31 of the
333 lines of our own evidence. So only the characters of a finding are replaced, and the result is used only if it
reads back as it should.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from factcheck.curate.tidiness import unspaced
from factcheck.entries import KeyPath
from factcheck.errors import InputError
from factcheck.faultlog import shorten
from factcheck.yamlfile import compose, read_yaml_text

_MARK = "\ufeff"
_BREAK = re.compile(r"(\r\n|\r|\n)")
_COMMENT = re.compile(r"(?:^|\s)#")
_NO_CONTENT = re.compile(r"\s*(#.*|\.\.\.)?\s*$")
_TIDY: dict[str, Callable[[str], str]] = {
    "EV404": unspaced,
    "EV405": lambda text: unicodedata.normalize("NFC", text),
}
_Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be mended in one file: the codes, the lines of duplicates, and hashes by the line of their source."""

    codes: frozenset[str]
    duplicates: frozenset[int]
    hashes: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a file: ``new`` in place of the characters from ``start`` to ``end``, line and column from 0.

    ``line`` is that of the snippet or source, from 1, and ``told`` says what is changed. ``path`` and ``value`` are
    the same change to the data: None takes the item away.
    """

    line: int
    codes: tuple[str, ...]
    told: str
    start: _Spot
    end: _Spot
    new: str
    path: KeyPath
    value: str | None


def edits(text: str, wanted: Wanted) -> list[Edit]:
    """The changes that can be made to the text of an evidence file that was read without faults, in its order.

    Left alone are texts over several lines or with escapes, duplicates whose lines hold a comment or a list in
    brackets, and whatever would not read back as it should.
    """
    body = text.removeprefix(_MARK)
    found = sorted(_found(compose(body), _lines(body), wanted), key=lambda edit: edit.start)
    return _usable(body, found)


def with_edits(text: str, changes: Sequence[Edit]) -> str:
    """The text with the changes made; a byte order mark stays."""
    mark = _MARK if text.startswith(_MARK) else ""
    return mark + _applied(text.removeprefix(_MARK), changes)


def _found(root: Any, lines: list[str], wanted: Wanted) -> Iterator[Edit]:
    if root is None or root.id == "scalar":
        return
    snippets, path = (_at(root, "snippets"), ("snippets",)) if root.id == "mapping" else (root, ())
    sources = _at(root, "sources") if root.id == "mapping" else None
    if snippets is not None and snippets.id == "sequence":
        yield from _of_snippets(snippets, path, lines, wanted)
    if sources is not None and sources.id == "sequence" and "EV603" in wanted.codes:
        for position, source in enumerate(sources.value):
            yield from _of_source(source, ("sources", position), lines, wanted.hashes)


def _of_snippets(snippets: Any, path: KeyPath, lines: list[str], wanted: Wanted) -> Iterator[Edit]:
    gone = [item for item in snippets.value if item.start_mark.line + 1 in wanted.duplicates]
    # An empty list would have to be written another way.
    may_go = "EV301" in wanted.codes and not snippets.flow_style and len(gone) < len(snippets.value)
    for position, item in enumerate(snippets.value):
        removal = _removal(snippets, position, path, lines) if may_go and item in gone else None
        if removal:
            yield removal
            continue
        node = _at(item, "text") if item.id == "mapping" else item
        at = (*path, position, *(("text",) if item.id == "mapping" else ()))
        if node is not None and node.id == "scalar":
            yield from _tidied(node, item.start_mark.line + 1, at, lines, wanted.codes)


def _tidied(node: Any, line: int, path: KeyPath, lines: list[str], codes: frozenset[str]) -> Iterator[Edit]:
    start, end = _spot(node.start_mark), _spot(node.end_mark)
    if start[0] != end[0] or node.style in ("|", ">"):
        return
    written = lines[start[0]][start[1] : end[1]]
    quote = node.style or ""
    inner = written[len(quote) : len(written) - len(quote)]
    if quote == '"' and "\\" in inner:
        return
    done, value = [], node.value
    for code, mend in _TIDY.items():
        if code in codes and mend(inner) != inner:
            inner, value = mend(inner), mend(value)
            done.append(code)
    if done:
        told = f"{' and '.join(_TOLD[code] for code in done)}: {shorten(value)}"
        yield Edit(line, tuple(done), told, start, end, f"{quote}{inner}{quote}", path, value)


_TOLD = {"EV404": "needless spaces taken out", "EV405": "written in Unicode NFC"}


def _removal(snippets: Any, position: int, path: KeyPath, lines: list[str]) -> Edit | None:
    item = snippets.value[position]
    first = item.start_mark.line
    if not re.fullmatch(r"\s*-\s+", lines[first][: item.start_mark.column]):
        return None
    if position + 1 < len(snippets.value):
        last = snippets.value[position + 1].start_mark.line
    else:
        last = item.end_mark.line + (item.end_mark.column > 0)
    while last > first + 1 and _NO_CONTENT.match(lines[last - 1] if last <= len(lines) else ""):
        last -= 1
    if last <= first or any(_COMMENT.search(line) for line in lines[first:last]):
        return None
    text = _at(item, "text") if item.id == "mapping" else item
    told = f"duplicate removed: {shorten(text.value)}"
    return Edit(first + 1, ("EV301",), told, (first, 0), (last, 0), "", (*path, position), None)


def _of_source(source: Any, path: KeyPath, lines: list[str], hashes: Mapping[int, str]) -> Iterator[Edit]:
    line = source.start_mark.line + 1
    archive = _at(source, "archive") if source.id == "mapping" else None
    if line not in hashes or archive is None or archive.id != "mapping" or _at(archive, "sha256") is not None:
        return
    [(key, file)] = [(key, node) for key, node in archive.value if key.value == "file"]
    start, end = _spot(file.start_mark), _spot(file.end_mark)
    if start[0] != end[0] or file.style in ("|", ">"):
        return
    value = hashes[line]
    if archive.flow_style:
        new = f", sha256: {value}"
    else:
        # Behind the rest of the line, which may be a comment.
        end = (end[0], len(lines[end[0]].rstrip("\r\n")))
        new = f"{_line_break(lines)}{' ' * key.start_mark.column}sha256: {value}"
    told = f"hash of the archive filled in: {value[:12]}…"
    yield Edit(line, ("EV603",), told, end, end, new, (*path, "archive", "sha256"), value)


def _at(node: Any, key: str) -> Any:
    """The node below a key of a mapping; None where there is none."""
    return next((value for name, value in node.value if name.value == key), None) if node.id == "mapping" else None


def _spot(mark: Any) -> _Spot:
    return mark.line, mark.column


def _lines(text: str) -> list[str]:
    """The lines with their breaks, as the parser counts them."""
    parts = [*_BREAK.split(text), ""]
    return [line + line_break for line, line_break in zip(parts[::2], parts[1::2], strict=True)]


def _line_break(lines: Sequence[str]) -> str:
    found = re.search(r"[\r\n]+\Z", lines[0])
    return found.group() if found else "\n"


def _applied(text: str, changes: Sequence[Edit]) -> str:
    lines = _lines(text)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))

    def offset(spot: _Spot) -> int:
        return starts[min(spot[0], len(lines))] + spot[1]

    for edit in sorted(changes, key=lambda edit: edit.start, reverse=True):
        text = text[: offset(edit.start)] + edit.new + text[offset(edit.end) :]
    return text


def _usable(text: str, changes: list[Edit]) -> list[Edit]:
    """The changes after which the text reads back as it should; found by halves, as almost always all of them do."""
    if not changes or _reads_back(text, changes):
        return changes
    if len(changes) == 1:
        return []
    middle = len(changes) // 2
    some = _usable(text, changes[:middle]) + _usable(text, changes[middle:])
    return some if _reads_back(text, some) else []


def _reads_back(text: str, changes: Sequence[Edit]) -> bool:
    try:
        before = read_yaml_text(text, "")
        after = read_yaml_text(_applied(text, changes), "")
    except InputError:
        return False
    # From the back, so that positions stay true.
    for edit in sorted(changes, key=lambda edit: edit.start, reverse=True):
        target = before.data
        for step in edit.path[:-1]:
            target = target[step]
        if edit.value is None:
            del target[edit.path[-1]]
        else:
            target[edit.path[-1]] = edit.value
    return not after.log.faults and bool(after.data == before.data)
