"""What an extraction is made of: reading a document, finding its sentences, and telling which are worth checking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol

from factcheck.documents.document import Document
from factcheck.extract.candidates import Candidate

SUFFIXES = (".html", ".htm", ".xhtml", ".pdf", ".docx", ".md", ".markdown", ".txt", ".text")
"""Files that are read as articles; in lower case."""


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
    documents = import_module("factcheck.documents")
    found = import_module("factcheck.extract.read")
    model = import_module("factcheck.models.worth")
    return Steps(documents.read_document, documents.read_document_bytes, found.candidates, model.WorthModel())


def is_article(path: Path) -> bool:
    """Whether the file is read as an article, by the end of its name."""
    return path.suffix.lower() in SUFFIXES
