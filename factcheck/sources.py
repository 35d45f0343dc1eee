"""Where texts come from: places in files, cited sources with their local copies, and articles."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file as the user named it and a line counted from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Archive:
    """A local copy of a source: the file as written, and the sha256 of its bytes in lower-case hex, "" if not given."""

    file: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A cited document.

    ``reliability`` in (0, 1] is how far its word counts, by whoever curates it; None, not given, counts in full.
    """

    id: str
    title: str = ""
    publisher: str = ""
    url: str = ""
    author: str = ""
    published: dt.date | None = None
    accessed: dt.date | None = None
    reliability: float | None = None
    archive: Archive | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """The article that claims were taken from; ``text`` is the copy of its words that the spans of quotes count in."""

    title: str = ""
    url: str = ""
    publisher: str = ""
    author: str = ""
    published: dt.date | None = None
    lang: str = ""
    text: Archive | None = None
