"""One line of a review log: a decision of a reviewer on a verdict, or the undoing of an earlier line."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

from factcheck.datatypes import Choice, Label, Reason

if TYPE_CHECKING:
    from pydantic import TypeAdapter

REVIEW_FORMAT = 1
"""Version of the lines of a review log; a reader refuses any other."""

UNDO: Final = "undo"
"""The decision of an entry that undoes another."""


class Role(StrEnum):
    """In which turn a reviewer decides: first, second without seeing the first, or to settle a disagreement."""

    FIRST = "first"
    SECOND = "second"
    ADJUDICATION = "adjudication"


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a decision was made on: the hashes of claim, evidence and verdict, and what is needed to say what changed.

    ``evidence`` is over the hashes of the assessed snippets, whatever their order and ids; ``snippets`` has the hash of
    each by its id. ``verdict`` is over label and reason.
    """

    claim: str
    evidence: str
    verdict: str
    text: str
    label: Label
    reason: Reason | None = None
    snippets: dict[str, str] = field(default_factory=dict)

    @property
    def hashes(self) -> tuple[str, str, str]:
        """What makes two decisions comparable."""
        return self.claim, self.evidence, self.verdict


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    """One line of a review log.

    ``claim`` is the claim's key, ``file::id``. ``at`` is in UTC. A decision has ``grounds``; an undo has the id of the
    entry that it ``undoes``, which may be an undo too.
    """

    id: str
    claim: str
    reviewer: str
    at: dt.datetime
    decision: Choice | Literal["undo"]
    note: str = ""
    role: Role = Role.FIRST
    undoes: str = ""
    grounds: Grounds | None = None

    @property
    def label(self) -> Label | None:
        """The label that the reviewer holds to be right; ``None`` for an undo."""
        if self.decision == UNDO or self.grounds is None:
            return None
        return self.grounds.label if self.decision is Choice.ACCEPT else Label(self.decision.value)


def to_line(entry: ReviewEntry) -> bytes:
    """The entry as one line of JSON in UTF-8, with its line break."""
    fields = {"format_version": REVIEW_FORMAT, **_adapter().dump_python(entry, mode="json")}
    return (json.dumps(fields, ensure_ascii=False) + "\n").encode("utf-8")


def from_line(line: bytes) -> ReviewEntry:
    """The entry that ``to_line`` wrote.

    Raises:
        FormatError: the line is of another format version.
        ValueError: the line is no whole entry; the message says why.
    """
    fields = json.loads(line.decode("utf-8"))
    if not isinstance(fields, dict) or "format_version" not in fields:
        raise ValueError("it is no entry of a review log")
    seen = fields.pop("format_version")
    if type(seen) is not int or seen != REVIEW_FORMAT:
        raise FormatError(str(seen))
    entry: ReviewEntry = _adapter().validate_python(fields)
    if (entry.decision == UNDO) != bool(entry.undoes) or (entry.decision == UNDO) != (entry.grounds is None):
        raise ValueError("it is neither a decision with its grounds nor an undo with the entry that it undoes")
    if entry.at.tzinfo is None:
        raise ValueError("its time has no zone")
    return replace(entry, reviewer=same_name(entry.reviewer))


def same_name(name: str) -> str:
    """The name in one form, however it was typed: one blank between its words, letters with their accents (NFC).

    Else one person would be two reviewers who can disagree.
    """
    return " ".join(unicodedata.normalize("NFC", name).split())


class FormatError(Exception):
    """A line is of another format version, which is the message."""


@cache
def _adapter() -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(ReviewEntry)
