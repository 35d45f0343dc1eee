"""Local copies of sources: whether they are there, are what they were, and hold what is quoted from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from factcheck.curate.findings import Finding, Shown, place_of
from factcheck.curate.quotes import Found, found_in, ignored, quotations
from factcheck.datatypes import Place, Snippet, Source
from factcheck.documents.document import Document
from factcheck.errors import FactcheckError
from factcheck.evidence import WholeEvidence
from factcheck.faultlog import shorten
from factcheck.hashing import file_hash
from factcheck.inputfiles import display_path, unreadable


class Reader(Protocol):
    """Reads a file that people have as a document, as ``factcheck.documents.read_document`` does."""

    def __call__(self, path: Path, cwd: Path | None = None) -> Document:
        """The document. Raises ``InputError`` for a file that it cannot read."""


def archive_path(source: Source, cwd: Path | None) -> Path:
    """Where the copy of the source lies: its path is relative to the evidence file. The source must have one."""
    folder = Path(cwd or Path(), place_of(source).file).parent
    return folder / (source.archive.file if source.archive else "")


def archive_findings(evidence: WholeEvidence, read: Reader, cwd: Path | None = None) -> Iterator[Finding]:
    """EV601 to EV605, source by source; each copy is read once, and only where a snippet quotes it."""
    for source in evidence.sources:
        if source.archive is not None:
            quoting = [s for s in evidence.snippets if s.source and s.source.id == source.id and quotations(s.text)]
            yield from _of_source(source, quoting, read, cwd)


def _of_source(source: Source, quoting: Sequence[Snippet], read: Reader, cwd: Path | None) -> Iterator[Finding]:
    path, place = archive_path(source, cwd), place_of(source)
    shown = display_path(path, cwd)
    try:
        found = file_hash(path)
    except (OSError, ValueError) as error:
        message, remedy = unreadable(error)
        yield Finding(place, "EV601", f"the archive {shown} cannot be read: {message}", remedy or "restore the copy")
        return
    yield from _of_hash(source, found, shown, place)
    if not quoting:
        return
    try:
        text = read(path, cwd).text
    except FactcheckError as fault:
        message = f"the archive {shown} cannot be read: {shorten(fault, 200)}"
        yield Finding(place, "EV601", message, "archive it in a form with text, such as HTML or PDF")
        return
    for snippet in quoting:
        yield from _of_quotes(snippet, text, shown)


def _of_hash(source: Source, found: str, shown: str, place: Place) -> Iterator[Finding]:
    written = source.archive.sha256 if source.archive else ""
    if not written:
        message = f"nothing tells whether the archive {shown} changes"
        yield Finding(place, "EV603", message, f"write sha256: {found}")
    elif written != found:
        message = f"the archive {shown} is not the file that it was: its SHA-256 is {found[:12]}…"
        yield Finding(place, "EV602", message, "restore the copy, or check the snippets and write the new hash")


def _of_quotes(snippet: Snippet, text: str, archive: str) -> Iterator[Finding]:
    for quote in quotations(snippet.text):
        found = found_in(quote, text)
        said = shorten(quote, 80)
        if found is Found.MISSING:
            message = f'the quote "{said}" does not stand in {archive}'
            remedy = "quote what the source says, or leave the quotation marks out"
            yield Finding(place_of(snippet), "EV605", message, remedy, _shown(snippet))
        elif found is not Found.VERBATIM:
            message = f'the quote "{said}" stands in {archive} only when {ignored(found)} are ignored'
            yield Finding(place_of(snippet), "EV604", message, "copy it from the source", _shown(snippet))


def _shown(snippet: Snippet) -> tuple[Shown, ...]:
    return (Shown(place_of(snippet), snippet.text),)
