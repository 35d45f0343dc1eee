"""Files of any kind as drafts: what may become snippets, under the rules of evidence, before they have ids."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from factcheck.curate.claimreviews import page_records, review_rows, reviews_in
from factcheck.curate.cutting import cut
from factcheck.curate.jsonrecords import read_records
from factcheck.curate.tables import TABLES, table_rows
from factcheck.datatypes import Place
from factcheck.documents.document import Document
from factcheck.entries import Entry, KeyPath, validate
from factcheck.errors import Fault, InputError
from factcheck.evidence import SnippetEntry, SourceEntry
from factcheck.faultlog import FaultLog
from factcheck.hashing import file_hash
from factcheck.inputfiles import YAML_SUFFIXES, display_path, unreadable

ReadDocument = Callable[[Path, Path | None], Document]
"""Reads a file as a document; the second path is the folder that messages name it relative to."""

_JSON = (".json", ".jsonld")
_PAGES = (".html", ".htm", ".xhtml")
MAX_PAGE_BYTES = 20 * 1024 * 1024
"""A larger page is read as a document only, without looking for a ClaimReview in it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What may become a snippet, and where it stands in the file it comes from."""

    entry: SnippetEntry
    place: Place


@dataclass(frozen=True, slots=True)
class Brought:
    """What one file brings. ``whole`` if it holds all that its sources say, so that what is not in it is gone."""

    drafts: tuple[Draft, ...]
    faults: tuple[Fault, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Options:
    """What the user says of the files.

    ``about`` holds fields of the source: of a document they win over what the file says, of rows and reviews they fill
    what is missing. ``renamed`` has our column for each of theirs.
    """

    about: dict[str, Any] = field(default_factory=dict)
    lang: str = ""
    sentences: tuple[int, int] = (1, 3)
    renamed: dict[str, str] = field(default_factory=dict)


class PatientLog(FaultLog):
    """Keeps every fault: half of a feed may be broken, and the other half is read to its end."""

    @property
    def full(self) -> bool:
        """Never."""
        return False


def read_drafts(
    path: Path, output: Path, options: Options, today: dt.date, cwd: Path | None, read_document: ReadDocument
) -> Brought:
    """What the file brings; what is wrong with it is in the result.

    Args:
        path: the file; the ending of its name says what it is.
        output: where the snippets will stand; ``archive`` names the file relative to it.
        options: what the user says of it.
        today: ``accessed`` of a document.
        cwd: places and messages name the file relative to it.
        read_document: reads what is neither a table nor a review.
    """
    log = PatientLog(display_path(path, cwd))
    suffix = path.suffix.lower()
    rows: Iterator[tuple[int, int, dict[str, Any]]] = iter(())
    whole = True
    if suffix in YAML_SUFFIXES:
        log.add(0, "this is evidence already", remedy="put it into the evidence folder, or name it with --evidence")
    elif suffix in TABLES:
        whole = False
        rows = _filled(table_rows(path, options.renamed, log, options.lang), options.about, options.lang)
    elif suffix in _JSON or (page := _page(path, suffix)):
        records = read_records(path, log) if suffix in _JSON else page_records(page, log)
        found = (row for line, at, value in records for row in review_rows(value, line, at, log, options.lang))
        rows = _filled(found, options.about, "")
    else:
        return _document_drafts(path, output, options, today, cwd, read_document)
    drafts = tuple(_drafts(rows, log))
    if not drafts and not log.faults:
        log.add(0, "nothing to import in the file", remedy="see docs/evidence.md for what can be imported")
    return Brought(drafts, tuple(log.faults), whole)


def _page(path: Path, suffix: str) -> str:
    """The page, if it has a ClaimReview; its article is then another desk's reasoning, and the review is its result."""
    if suffix not in _PAGES:
        return ""
    try:
        if path.stat().st_size > MAX_PAGE_BYTES:
            return ""
        page = path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""  # whoever reads it as a document says why
    if "ClaimReview" not in page or "application/ld+json" not in page.lower():
        return ""
    log = PatientLog("")
    has_review = any(list(reviews_in(value)) for _, _, value in page_records(page, log))
    return page if has_review or log.faults else ""


def _filled(
    rows: Iterator[tuple[int, int, dict[str, Any]]], about: dict[str, Any], lang: str
) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """The rows, with what the user says where they say nothing; a source that is only named is left alone."""
    for line, position, row in rows:
        source = row.get("source")
        if about and (source is None or isinstance(source, dict)):
            given = {name: value for name, value in (source or {}).items() if value not in (None, "")}
            row = {**row, "source": {**about, **given}}
        yield line, position, {**row, "lang": row.get("lang") or lang}


def _drafts(rows: Iterator[tuple[int, int, dict[str, Any]]], log: FaultLog) -> Iterator[Draft]:
    for line, position, row in rows:
        entry = validate(SnippetEntry, row, log, (position,), _always(line))
        if entry:
            yield Draft(entry, Place(log.file, line))


def _always(line: int) -> Callable[[KeyPath], int]:
    return lambda path: line


def _document_drafts(
    path: Path, output: Path, options: Options, today: dt.date, cwd: Path | None, read_document: ReadDocument
) -> Brought:
    log = PatientLog(display_path(path, cwd))
    try:
        document = read_document(path, cwd)
        digest = file_hash(path)
    except InputError as error:
        return Brought((), error.faults, whole=True)
    except OSError as error:  # it was there a moment ago
        message, remedy = unreadable(error)
        return Brought((), (Fault(log.file, 0, message, remedy=remedy),), whole=True)
    source = {**_described(document), **options.about, "accessed": today}
    source["archive"] = {"file": _relative(path, output), "sha256": digest}
    lang = options.lang or _lang(document)
    cuts = cut(document, options.sentences, lang)
    if not cuts:
        log.add(0, "no sentence in the document", remedy="name one with running text")
    rows = ({"text": c.text, "locator": c.locator, "lang": lang, "source": source} for c in cuts)
    drafts = tuple(_drafts(((0, position, row) for position, row in enumerate(rows)), log))
    return Brought(drafts, tuple(log.faults), whole=True)


def _described(document: Document) -> dict[str, Any]:
    """What the file says of itself, as far as it keeps the rules of a source; an editor has no hand in the rest."""
    article = document.article
    names = ("title", "publisher", "url", "author", "published")
    said = {name: value for name in names if (value := getattr(article, name))}
    return {name: value for name, value in said.items() if _is_fit(SourceEntry, {name: value})}


def _lang(document: Document) -> str:
    lang = document.article.lang.replace("_", "-")
    return lang if _is_fit(SnippetEntry, {"text": "text", "lang": lang}) else ""


def _is_fit(model: type[Entry], row: dict[str, Any]) -> bool:
    return validate(model, row, FaultLog(""), (), _always(0)) is not None


def _relative(path: Path, output: Path) -> str:
    """The path from the folder of the output, with forward slashes; as it is on another drive."""
    try:
        return Path(os.path.relpath(path.resolve(), output.resolve().parent)).as_posix()
    except ValueError:
        return path.resolve().as_posix()
