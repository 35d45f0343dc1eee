"""What lint finds in evidence, and the codes it has for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from factcheck.datatypes import Place, Snippet, Source
from factcheck.errors import SettingsError
from factcheck.faultlog import nearest

NOWHERE = Place("", 0)


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding: its code, its name, and whether ``--fix`` may mend it."""

    code: str
    name: str
    fixable: bool = False


CODES = (
    Code("EV101", "no date"),
    Code("EV102", "no publisher"),
    Code("EV103", "unknown source"),
    Code("EV104", "unused source"),
    Code("EV105", "no source"),
    Code("EV201", "expired"),
    Code("EV202", "expires soon"),
    Code("EV301", "duplicate", fixable=True),
    Code("EV302", "near duplicate"),
    Code("EV401", "too long"),
    Code("EV402", "nothing to check"),
    Code("EV403", "pronoun without referent"),
    Code("EV404", "needless spaces", fixable=True),
    Code("EV405", "not in Unicode NFC", fixable=True),
    Code("EV501", "contradiction"),
    Code("EV601", "no archive"),
    Code("EV602", "changed archive"),
    Code("EV603", "archive without hash", fixable=True),
    Code("EV604", "quote not verbatim"),
    Code("EV605", "quote not in the archive"),
)
"""Stable: a code is never given to another kind of finding. The first digit is the group."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A snippet that is shown with a finding, where it stands, and what is to be said of it.

    ``probability`` in [0, 1] is that of the statement in ``note``; None where nothing was estimated.
    """

    place: Place
    text: str
    note: str = ""
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: where, its code, what it is, what to do, and the snippets it is about if several."""

    place: Place
    code: str
    message: str
    remedy: str
    shown: tuple[Shown, ...] = ()
    fixable: bool = False
    """Whether ``--fix`` would mend this one."""

    def __str__(self) -> str:
        mark = " [*]" if self.fixable else ""
        return f"{self.place}: {self.code}{mark} {self.message} — {self.remedy}"


def place_of(thing: Snippet | Source) -> Place:
    """Where it stands; for what stands in no file, a place without a name."""
    return thing.place or NOWHERE


def chosen_codes(select: Iterable[str], ignore: Iterable[str]) -> frozenset[str]:
    """The codes to look for: those selected, all if none is, without those ignored.

    Each word is a code or the start of one, ``EV1``, in any case; several may be joined by commas.

    Raises:
        SettingsError: no code starts with a word, or none is left.
    """
    everything = frozenset(code.code for code in CODES)
    selected = _named(select, "--select")
    left = (selected or everything) - _named(ignore, "--ignore")
    if not left:
        raise SettingsError("--select and --ignore leave no code to look for — ignore fewer")
    return left


def _named(words: Iterable[str], option: str) -> frozenset[str]:
    found: set[str] = set()
    for word in (part.strip() for words_of_one in words for part in words_of_one.split(",")):
        matching = {code.code for code in CODES if code.code.startswith(word.upper())} if word else set()
        if not matching:
            near = nearest(word, [code.code for code in CODES])
            raise SettingsError(f"{option} {word}: no such code — " + (f"did you mean {near}?" if near else "see docs"))
        found |= matching
    return frozenset(found)


def in_order(findings: Iterable[Finding], files: Sequence[str]) -> list[Finding]:
    """The findings by file, in the order of the files, then by line and code."""
    rank = {file: number for number, file in enumerate(files)}
    return sorted(
        findings, key=lambda found: (rank.get(found.place.file, len(rank)), found.place.line, found.code, found.message)
    )
