"""Writes ``expect:`` into a claims file that people wrote; every other byte that was there stays as it was.

The text is only added to, at places that the YAML parser names, unless another expectation is to be replaced. Before
anything is written the new text is read again: it must hold the same claims, and what is expected, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from factcheck.claims import read_claims_text
from factcheck.datatypes import Claim, Label, Reason
from factcheck.errors import Fault, InputError
from factcheck.files import write_atomically
from factcheck.inputfiles import display_path, unreadable
from factcheck.yamlfile import NULLS, compose

_BREAK = re.compile("(\r\n|\r|\n)")
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Written:
    """What became of the expectations for one file.

    ``refused`` are those that were not written, with the line of the claim and why; ``n_other`` of them because
    something else is expected already.
    """

    n_added: int
    refused: tuple[Fault, ...]
    n_replaced: int = 0
    n_other: int = 0


@dataclass(frozen=True, slots=True)
class _Insert:
    """Text to be added at a line (from 0) and a column in characters; behind the line where the column is ``None``.

    It takes the place of ``length`` characters there.
    """

    line: int
    column: int | None
    text: str
    length: int = 0


@dataclass(frozen=True, slots=True)
class _Wish:
    """A claim, by its position in the file, what is expected of it, and where that is written."""

    position: int
    claim: Claim
    expect: Label | Reason
    inserts: tuple[_Insert, ...]


def write_expectations(
    path: Path, wanted: Mapping[str, Label | Reason], cwd: Path | None = None, *, replacing: bool = False
) -> Written:
    """What became of the wishes, by claim id; the file is written aside and moved, and left alone if nothing changes.

    A claim that expects something else already is refused unless ``replacing``, as is one whose text would have to be
    moved.

    Raises:
        InputError: the file cannot be read or has faults.
        StoreError: it cannot be written.
    """
    file = display_path(path, cwd)
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8")
    except (OSError, ValueError) as error:
        message, remedy = unreadable(error)
        raise InputError([Fault(file, 0, message, remedy=remedy)]) from error
    new, written = add_expectations(text, wanted, file, quoted=path.suffix.lower() == ".json", replacing=replacing)
    if new != text:
        write_atomically(path, new.encode("utf-8"))
    return written


def add_expectations(
    text: str,
    wanted: Mapping[str, Label | Reason],
    file: str,
    *,
    quoted: bool = False,
    replacing: bool = False,
) -> tuple[str, Written]:
    """The text with the expectations added, and what became of each; ``quoted`` for JSON, which needs it.

    Other expectations that are there are replaced where ``replacing``.

    Raises:
        InputError: the text has faults.
    """
    bom, body = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    claims = read_claims_text(body, file)
    lines = _lines(body)
    wishes: list[_Wish] = []
    others: list[Fault] = []
    refused = [_gone(claim_id, file) for claim_id in wanted if claim_id not in {claim.id for claim in claims}]
    for position, (claim, item, in_flow) in enumerate(_items(body, claims)):
        expect = wanted.get(claim.id)
        if expect is None or _is_met(claim.expect, expect):
            continue
        if claim.expect is not None and not replacing:
            others.append(_other(claim, expect, file))
            continue
        if claim.expect is not None:
            inserts = _in_place(item, claim.expect.value, expect.value, lines)
        else:
            inserts = _inserts(item, in_flow, expect.value, lines, quoted=quoted)
        wishes.append(_Wish(position, claim, expect, tuple(inserts)))
    good = _usable(lines, claims, wishes)
    refused += [*others, *(_immovable(wish, file) for wish in wishes if wish not in good)]
    new = bom + _applied(lines, good) if good else text
    n_replaced = sum(wish.claim.expect is not None for wish in good)
    ordered = tuple(sorted(refused, key=lambda fault: fault.line))
    return new, Written(len(good) - n_replaced, ordered, n_replaced, len(others))


def _lines(text: str) -> list[tuple[str, str]]:
    """The lines with their breaks, as written; the last one has none."""
    parts = [*_BREAK.split(text), ""]
    return list(zip(parts[::2], parts[1::2], strict=True))


def _items(text: str, claims: Sequence[Claim]) -> list[tuple[Claim, Any, bool]]:
    """Each claim with its node, and whether it stands in a list in brackets."""
    root = compose(text)
    if root.id == "mapping":
        root = next(value for key, value in root.value if key.value == "claims")
    return [(claim, node, bool(root.flow_style)) for claim, node in zip(claims, root.value, strict=True)]


def _inserts(item: Any, in_flow: bool, value: str, lines: list[tuple[str, str]], *, quoted: bool) -> list[_Insert]:
    quote = '"' if quoted else ""
    pair = f"{quote}expect{quote}: {quote}{value}{quote}"
    if item.id == "mapping":
        return [_in_mapping(item, value, pair, lines)]
    start = (item.start_mark.line, item.start_mark.column)
    if not in_flow and _hangs_left(item, lines):
        return []
    if in_flow:
        end = _Insert(item.end_mark.line, item.end_mark.column, f", {pair}}}")
        return [_Insert(*start, f"{{{quote}text{quote}: "), end]
    return [_Insert(*start, "text: "), _line_after(item, start[1], pair, lines)]


def _in_place(item: Any, old: str, new: str, lines: list[tuple[str, str]]) -> list[_Insert]:
    """The new value where the old one stands, in its quotes; nothing where it is not written as one word."""
    node = next(value for key, value in item.value if key.value == "expect")
    line, column, end = node.start_mark.line, node.start_mark.column, node.end_mark.column
    written = lines[line][0][column:end]
    quote = written[:1] if written[:1] in ("'", '"') else ""
    if node.end_mark.line != line or written != f"{quote}{old}{quote}":
        return []
    return [_Insert(line, column + len(quote), new, len(old))]


def _hangs_left(item: Any, lines: list[tuple[str, str]]) -> bool:
    """Whether a later line of a text begins no further right than its first, which YAML forbids in the value of a key.

    Ours would take it in quotes, so that reading back does not tell.
    """
    later = (content for content, _ in lines[item.start_mark.line + 1 : item.end_mark.line + 1])
    ends_there = item.end_mark.column > 0
    return ends_there and any(
        len(content) - len(content.lstrip()) <= item.start_mark.column for content in later if content.strip()
    )


def _in_mapping(item: Any, value: str, pair: str, lines: list[tuple[str, str]]) -> _Insert:
    nodes = {key.value: node for key, node in item.value}
    empty = nodes.get("expect")
    if empty is not None and not empty.value:
        return _Insert(empty.start_mark.line, empty.start_mark.column, f" {value}")
    if empty is not None and not empty.style and empty.value in NULLS:
        return _Insert(empty.start_mark.line, empty.start_mark.column, value, len(empty.value))
    if item.flow_style:
        last = item.value[-1][1]
        return _Insert(last.end_mark.line, last.end_mark.column, f", {pair}")
    return _line_after(nodes["text"], item.start_mark.column, pair, lines)


def _line_after(node: Any, column: int, pair: str, lines: list[tuple[str, str]]) -> _Insert:
    """A line of its own behind the last line of a text, indented to the column."""
    last = node.end_mark.line
    if node.style in ("|", ">"):  # their end is where the next thing begins
        last -= node.end_mark.column == 0
        while last > node.start_mark.line and not lines[last][0].strip():
            last -= 1
    line_break = lines[last][1] or (lines[last - 1][1] if last else "") or "\n"
    return _Insert(last, None, f"{line_break}{' ' * column}{pair}")


def _applied(lines: Sequence[tuple[str, str]], wishes: Sequence[_Wish]) -> str:
    by_line: dict[int, list[_Insert]] = {}
    for insert in (insert for wish in wishes for insert in wish.inserts):
        by_line.setdefault(insert.line, []).append(insert)
    return "".join(_with(by_line.get(i, []), content) + line_break for i, (content, line_break) in enumerate(lines))


def _with(inserts: Sequence[_Insert], content: str) -> str:
    ends = [len(content) if insert.column is None else insert.column for insert in inserts]
    # From the back, so that columns stay true; of two at one place the first comes first.
    for end, insert in sorted(zip(ends, inserts, strict=True), key=lambda two: two[0], reverse=True):
        content = content[:end] + insert.text + content[end + insert.length :]
    return content


def _usable(lines: Sequence[tuple[str, str]], claims: Sequence[Claim], wishes: Sequence[_Wish]) -> list[_Wish]:
    """The wishes whose text reads back as it should; found by halves, as almost always all of them do."""
    if not wishes or _reads_back(lines, claims, wishes):
        return list(wishes)
    if len(wishes) == 1:
        return []
    middle = len(wishes) // 2
    return [*_usable(lines, claims, wishes[:middle]), *_usable(lines, claims, wishes[middle:])]


def _reads_back(lines: Sequence[tuple[str, str]], claims: Sequence[Claim], wishes: Sequence[_Wish]) -> bool:
    expected = list(claims)
    for wish in wishes:
        expected[wish.position] = replace(wish.claim, expect=wish.expect)
    try:
        found = read_claims_text(_applied(lines, wishes), "")
    except InputError:
        return False
    return [replace(c, place=None) for c in found] == [replace(c, place=None) for c in expected]


def _is_met(stands: Label | Reason | None, wanted: Label | Reason) -> bool:
    """Whether what stands there asks for no more than is wanted: *unknown* is met for whatever reason."""
    return stands is wanted or (stands is Label.UNKNOWN and isinstance(wanted, Reason))


def _line(claim: Claim) -> int:
    return claim.place.line if claim.place else 0


def _gone(claim_id: str, file: str) -> Fault:
    return Fault(file, 0, "the claim is not there any more", field="id", seen=claim_id, remedy="check again")


def _other(claim: Claim, expect: Label | Reason, file: str) -> Fault:
    message = f"{expect.value} was not written, as something else is expected already"
    seen = claim.expect.value if claim.expect else ""
    return Fault(file, _line(claim), message, field="expect", seen=seen, remedy="change it by hand")


def _immovable(wish: _Wish, file: str) -> Fault:
    if wish.claim.expect is not None:
        message = f"{wish.expect.value} was not written, as what stands there is more than one word"
        seen = wish.claim.expect.value
        return Fault(file, _line(wish.claim), message, field="expect", seen=seen, remedy="change it by hand")
    message = f"expect: {wish.expect.value} cannot be written without moving the lines of the text"
    remedy = f"write the claim as `text: …` and `expect: {wish.expect.value}` by hand"
    return Fault(file, _line(wish.claim), message, field=wish.claim.id, remedy=remedy)
