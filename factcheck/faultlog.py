"""Collects what is wrong in a file, and words it so that a person can mend it."""

from __future__ import annotations

import difflib
import typing
from collections.abc import Iterable, Mapping, Sequence

from factcheck.errors import Fault, InputError

MAX_FAULTS = 100
"""Faults shown for one file; a person mends the first ones and runs again."""

_MAX_WORD = 200


class FaultLog:
    """Collects the faults of one file, so that all of them are reported at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def add(self, line: int, message: str, *, field: str = "", seen: str = "", remedy: str = "") -> None:
        """Keep one fault; ``line`` counts from 1 and is 0 for the whole file."""
        self.faults.append(Fault(self.file, line, message, field=field, seen=seen, remedy=remedy))

    @property
    def full(self) -> bool:
        """Whether so many faults were found that reading on would help nobody."""
        return len(self.faults) >= MAX_FAULTS - 1  # one place is kept for saying so

    def stop(self, line: int) -> None:
        """Say that the file was read no further than this line, because it has so many faults."""
        self.add(line, "too many faults: the rest of the file was not read")

    def raise_now(self) -> typing.NoReturn:
        """Give up on this file.

        Raises:
            InputError: always, with every fault so far.
        """
        raise InputError(in_order(self.faults))


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """The faults by file, as the files first occur, and by line; of one file at most ``MAX_FAULTS`` and a count."""
    by_file: dict[str, list[Fault]] = {}
    for fault in faults:
        by_file.setdefault(fault.file, []).append(fault)
    ordered: list[Fault] = []
    for file, found in by_file.items():
        found.sort(key=lambda fault: fault.line)
        ordered += found[:MAX_FAULTS]
        if len(found) > MAX_FAULTS:
            ordered.append(Fault(file, 0, f"{len(found) - MAX_FAULTS:,} more faults in this file"))
    return ordered


def raise_faults(faults: Sequence[Fault]) -> None:
    """Do nothing if there are no faults.

    Raises:
        InputError: with all of them in order, otherwise.
    """
    if faults:
        raise InputError(in_order(faults))


def shorten(value: object, width: int = 60) -> str:
    """The value as a message may show it: one line, at most ``width`` characters, nothing a terminal would obey."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        flat = len(value) <= 5 and all(isinstance(item, (str, int, float)) for item in value)
        return f"[{', '.join(shorten(item, 10) for item in value)}]" if flat else "a list"
    if value is None:
        return ""
    # Cut before cleaning, because a value may be megabytes long.
    text = " ".join(str(value)[: 10 * width].split())
    text = "".join(ch if ch.isprintable() else f"\\x{ord(ch):02x}" for ch in text)
    return text if len(text) <= width else text[: width - 1] + "…"


def nearest(word: str, known: Sequence[str]) -> str:
    """The known word that looks most like ``word``, or an empty string when none is near."""
    lowered = {name.lower(): name for name in known}
    found = difflib.get_close_matches(word[:_MAX_WORD].lower(), lowered, n=1, cutoff=0.6)
    return lowered[found[0]] if found else ""


def suggest(word: str, known: Sequence[str], what: str = "known") -> str:
    """A remedy for a word that is not known: the nearest known one, otherwise all of them."""
    near = nearest(word, known)
    return f'did you mean "{near}"?' if near else f"{what}: {', '.join(known)}"
