"""What an extraction is made of: reading a document, finding its sentences, and telling which are worth checking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from factcheck.documents import SUFFIXES, Document
from factcheck.extract.candidates import Candidate


class Worth(Protocol):
    """Tells how probably sentences are worth checking."""

    def predict(self, texts: Sequence[str], languages: Sequence[str]) -> list[float]:
        """A probability in [0, 1] for each text, in order; ``languages`` are two-letter codes, one for each text."""


ReadProgress = Callable[[int, int], None]
"""Called with the pages of a document that are read, and how many there are."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps as functions, so that each can be another one.

    ``read`` takes a path, the folder that messages name it from, and where to tell the progress; ``read_bytes`` data
    and its name; ``candidates`` a document and the two-letter code of its language.
    """

    read: Callable[[Path, Path | None, ReadProgress | None], Document]
    read_bytes: Callable[[bytes, str], Document]
    candidates: Callable[[Document, str], Sequence[Candidate]]
    worth: Worth


def own_steps() -> Steps:
    """The steps that factcheck comes with; their libraries and the model are loaded by the first document."""
    from factcheck.documents import read_document, read_document_bytes
    from factcheck.extract.candidates import candidates
    from factcheck.models.worth import WorthModel

    return Steps(read_document, read_document_bytes, candidates, WorthModel())


def is_article(path: Path) -> bool:
    """Whether the file is read as an article, by the end of its name."""
    return path.suffix.lower() in SUFFIXES
