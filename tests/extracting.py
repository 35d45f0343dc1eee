"""Articles without their libraries and models: plain text, one sentence for each full stop, worth from a table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from factcheck.datatypes import Article
from factcheck.documents.document import Block, BlockKind, Document
from factcheck.errors import Fault, InputError
from factcheck.extract.candidates import Candidate
from factcheck.extract.steps import ReadProgress, Steps


def document(text: str, file: str = "news.txt", article: Article | None = None) -> Document:
    """A document with one paragraph for each line."""
    lines = [found.span() for found in re.finditer("[^\n]+", text)]
    blocks = tuple(Block(BlockKind.PARAGRAPH, span, number) for number, span in enumerate(lines, start=1))
    return Document(file, text, blocks, article or Article(title="News", lang="en"))


def sentences(document: Document, lang: str) -> list[Candidate]:
    """A candidate for each sentence; a sentence with ``; `` is one for each part, all with the whole as their quote."""
    found = []
    for match in re.finditer(r"[^\s.][^.\n]*\.", document.text):
        for part in match.group().removesuffix(".").split("; "):
            found.append(Candidate(f"{part}.", match.group(), match.span()))
    return found


class TableWorth:
    """The worth of each text, 0.9 where the table has none; ``asked`` has every text with its language."""

    def __init__(self, table: Mapping[str, float] | None = None) -> None:
        self._table = dict(table or {})
        self.asked: list[tuple[str, str]] = []

    def predict(self, texts: Sequence[str], languages: Sequence[str]) -> list[float]:
        """One probability for each text, in order."""
        self.asked += zip(texts, languages, strict=True)
        return [self._table.get(text, 0.9) for text in texts]


def steps(table: Mapping[str, float] | None = None, article: Article | None = None) -> Steps:
    """Steps that read UTF-8 text, whatever the file is called."""

    def read(path: Path, cwd: Path | None, progress: ReadProgress | None) -> Document:
        try:
            return document(path.read_text(encoding="utf-8"), str(path), article)
        except FileNotFoundError:
            raise InputError([Fault(str(path), 0, "no such file", remedy="check the spelling")]) from None

    return Steps(read, lambda data, name: document(data.decode(), name, article), sentences, TableWorth(table))
