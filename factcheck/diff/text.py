"""A diff as plain text for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from factcheck.datatypes import Verdict
from factcheck.diff.compare import Diff, Flip
from factcheck.diff.lines import evidence_lines, headline
from factcheck.report.wording import Item, label_text, percent, plain, shorten, symbol

_SNIPPET_SHOWN = 300


def to_text(diff: Diff, *, width: int) -> str:
    """What flipped with its causes, what appeared and what vanished, and the counts in the last line."""
    lines = [*_section("Flipped", [list(_flip(flip, width)) for flip in diff.flipped])]
    lines += _section("Appeared", [_item(item, width) for item in diff.appeared])
    lines += _section("Vanished", [_item(item, width) for item in diff.vanished])
    lines += [*(plain(said) for said in diff.conditions), *([""] if diff.conditions else []), headline(diff)]
    return "\n".join(lines) + "\n"


def _section(title: str, parts: list[list[str]]) -> Iterator[str]:
    if parts:
        yield title
        for part in parts:
            yield from part
        yield ""


def _flip(flip: Flip, width: int) -> Iterator[str]:
    new = flip.new
    yield f"  {symbol(flip.old)} {_sure(flip.old)} → {symbol(new)} {_sure(new)}  {plain(new.claim.key)}"
    yield from _wrapped(new.claim.text, width)
    for line in evidence_lines(flip.evidence):
        text = f"{line.sign} {line.id} {line.what} ({line.said}): {shorten(plain(line.text), _SNIPPET_SHOWN)}"
        yield from _wrapped(text, width, "      ")
    for cause in flip.causes:
        yield from _wrapped(cause, width, "      ")


def _item(item: Item, width: int) -> list[str]:
    return [f"  {symbol(item)} {_sure(item)}  {plain(item.claim.key)}", *_wrapped(item.claim.text, width)]


def _sure(item: Item) -> str:
    return f"{label_text(item)} {percent(item.confidence)}" if isinstance(item, Verdict) else label_text(item)


def _wrapped(text: str, width: int, indent: str = "    ") -> list[str]:
    return textwrap.wrap(
        plain(text), width, initial_indent=indent, subsequent_indent=indent + ("  " if len(indent) > 4 else "")
    )
