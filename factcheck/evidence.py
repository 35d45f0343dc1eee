"""Reads evidence: curated snippets and the sources they come from, in YAML, JSONL and CSV.

YAML holds ``{sources, snippets}``, or a list of snippets, each a mapping or just its text. JSONL holds one snippet in
each line. CSV holds one snippet in each row; its header names the columns of ``COLUMNS``, of which only ``text`` is
needed, and the delimiter is a comma, a semicolon or a tab, whichever the header holds most of.

``source`` is the id of a source that any file of the evidence set describes, or, in YAML and JSONL, the source itself
as a mapping. In CSV the columns ``title`` to ``accessed`` describe the source of the row. The same source may be
described many times, if always alike. JSONL and CSV are read line by line and may be of any size.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Discriminator, Field, Tag

from factcheck.datatypes import Archive, Place, Snippet, Source, content_hash
from factcheck.entries import ALTERNATIVES, Entry, KeyPath, is_split_text, log_split_text, log_unknown_keys, validate
from factcheck.errors import Fault, InputError
from factcheck.faultlog import MAX_FAULTS, FaultLog, nearest, raise_faults, shorten
from factcheck.fields import Day, Id, Lang, Line, Passage, Url, reject
from factcheck.inputfiles import YAML_SUFFIXES, display_path, find_files, unreadable
from factcheck.rows import ROW_READERS, SOURCE_COLUMNS, text_lines
from factcheck.yamlfile import YamlFile, YamlList, YamlMap, read_yaml

SUFFIXES = (*YAML_SUFFIXES, ".jsonl", ".csv")
ID, RECORD = ALTERNATIVES


def _sha256(text: str) -> str:
    if not re.fullmatch("[0-9a-f]{64}", text.lower()):
        raise reject("is no SHA-256", "write its 64 hex digits, as sha256sum prints them")
    return text.lower()


class ArchiveEntry(Entry):
    """A local copy of a source."""

    file: Line = Field(description="Path of the copy, relative to the file that names it.")
    sha256: Annotated[str, AfterValidator(_sha256)] = Field(
        "",
        description="SHA-256 of the copy in hex, so that a change is noticed.",
        json_schema_extra={"pattern": r"^([0-9a-fA-F]{64})?$"},
    )


class SourceEntry(Entry):
    """A cited document."""

    id: Id | None = Field(None, description="Name of the source, unique in the evidence set; snippets refer to it.")
    title: Line = Field("", description="Title of the document.")
    publisher: Line = Field("", description="Who published it.")
    url: Url = Field("", description="Where it can be read; http or https.")
    author: Line = Field("", description="Who wrote it.")
    published: Day | None = Field(None, description="Day of publication YYYY-MM-DD; undated evidence always counts.")
    accessed: Day | None = Field(None, description="Day on which it was read, written YYYY-MM-DD.")
    reliability: float | None = Field(
        None, gt=0, le=1, description="How far its word counts, above 0 and at most 1; in full when left out."
    )
    archive: ArchiveEntry | None = Field(None, description="A local copy, to find its quotes in.")


def _kind_of_source(value: object) -> str:
    return RECORD if isinstance(value, (dict, SourceEntry)) else ID


SourceField = Annotated[Annotated[Id, Tag(ID)] | Annotated[SourceEntry, Tag(RECORD)], Discriminator(_kind_of_source)]


class SnippetEntry(Entry):
    """A curated passage of one source."""

    text: Passage = Field(description="The passage, in the words of the source.")
    id: Id | None = Field(
        None, description="Name of the snippet, unique in the evidence set; derived from its content when left out."
    )
    source: SourceField | None = Field(None, description="The id of a source, or the source itself.")
    locator: Line = Field("", description="Where in the source the passage stands, for example p. 4 or para 2.")
    lang: Lang = Field("", description="Language of the passage, for example en or de; detected where it is left out.")
    valid_until: Day | None = Field(None, description="Last day on which the passage holds, written YYYY-MM-DD.")
    tags: list[Line] = Field(default_factory=list, description="Words to group snippets by.")


class EvidenceFile(Entry):
    """The full form of an evidence file: sources and snippets."""

    snippets: list[Passage | SnippetEntry] = Field(
        default_factory=list, description="The passages: texts, or mappings with a text and what belongs to it."
    )
    sources: list[SourceEntry] = Field(default_factory=list, description="The documents that snippets refer to by id.")


@dataclass(frozen=True, slots=True)
class WholeEvidence:
    """Everything the files of one evidence set hold, for those who curate it.

    ``snippets`` and ``sources`` are in the order of files and lines, ``sources`` with those that no snippet names.
    ``unknown`` are the faults of snippets whose source is not described; these have no source here.
    """

    snippets: tuple[Snippet, ...]
    sources: tuple[Source, ...]
    unknown: tuple[Fault, ...] = ()


@dataclass(slots=True)
class _EvidenceSet:
    """What the files read so far hold. Sources are found by id only after all files are read."""

    sources: dict[str, Source] = field(default_factory=dict)
    snippets: list[Snippet] = field(default_factory=list)
    source_ids: list[str] = field(default_factory=list)  # one for each snippet, "" for none
    faults: list[Fault] = field(default_factory=list)
    unknown: list[Fault] = field(default_factory=list)  # snippets whose source nobody describes
    broken_ids: set[str] = field(default_factory=set)  # sources that have faults of their own
    complete: bool = True  # whether every file could be read to its end

    def add_source(self, entry: SourceEntry, place: Place) -> str:
        """Keep a source, once; its id comes back."""
        written: dict[str, Any] = {name: getattr(entry, name) for name in SOURCE_COLUMNS}
        if entry.archive:
            written["archive"] = Archive(entry.archive.file, entry.archive.sha256)
        source_id = entry.id or f"src-{content_hash(*_identity(entry))[:16]}"
        known = self.sources.get(source_id)
        if known is None:
            self.sources[source_id] = Source(id=source_id, **written, place=place)
        elif any(written[name] != getattr(known, name) for name in SOURCE_COLUMNS):
            message = f"the source is described differently in {known.place}"
            remedy = "describe it alike, or choose another id"
            self.faults.append(Fault(place.file, place.line, message, field="id", seen=source_id, remedy=remedy))
        return source_id

    def add_snippet(self, entry: SnippetEntry, place: Place) -> None:
        """Keep a snippet with the id of its source."""
        source_id = entry.source or ""
        if isinstance(source_id, SourceEntry):
            # A mapping with nothing but an id refers to a source, as the id alone would.
            only_id = source_id.id if not any(getattr(source_id, name) for name in SOURCE_COLUMNS) else None
            source_id = only_id or self.add_source(source_id, place)
        snippet = Snippet(
            id=entry.id or "",
            text=entry.text,
            locator=entry.locator,
            lang=entry.lang,
            valid_until=entry.valid_until,
            tags=tuple(entry.tags),
            place=place,
        )
        self.snippets.append(snippet)
        self.source_ids.append(source_id)


def _identity(entry: SourceEntry) -> tuple[object, ...]:
    """What the id of a source without one is made of; weight and local copy say nothing of which document it is."""
    return entry.title, entry.publisher, entry.url, entry.author, entry.published, entry.accessed


def find_evidence_files(paths: Sequence[Path], cwd: Path | None = None) -> list[Path]:
    """The files named, and every ``*.yaml``, ``*.yml``, ``*.jsonl`` and ``*.csv`` in the folders named, each once.

    Order: as named; within a folder by path. Hidden files and folders and ``factcheck.yaml`` are left out.

    Raises:
        InputError: a path is not there, or a folder holds no evidence file.
    """
    return find_files(paths, SUFFIXES, cwd, "evidence file")


def read_evidence(paths: Sequence[Path], cwd: Path | None = None) -> list[Snippet]:
    """The snippets of one evidence set with their sources, in the order of the files and of the lines.

    Args:
        paths: files and folders that form one set; folders are searched.
        cwd: places and messages name absolute paths relative to it.

    Raises:
        InputError: with every fault of every file (of JSONL and CSV, until ``MAX_FAULTS`` in one file), or because
            there is no snippet in the whole set.
    """
    snippets, _ = read_snippets_and_sources(paths, cwd)
    if not snippets:
        named = ", ".join(display_path(path, cwd) for path in paths)
        raise InputError([Fault(named, 0, "no snippets in the evidence", remedy="write one passage per line after -")])
    return snippets


def read_snippets_and_sources(paths: Sequence[Path], cwd: Path | None = None) -> tuple[list[Snippet], list[Source]]:
    """The snippets as ``read_evidence`` gives them, maybe none, and every source, used or not.

    Raises:
        InputError: with every fault of every file.
    """
    evidence, snippets = _read_files(paths, cwd)
    raise_faults(evidence.faults + evidence.unknown)
    return snippets, list(evidence.sources.values())


def read_whole_evidence(paths: Sequence[Path], cwd: Path | None = None) -> WholeEvidence:
    """What ``read_evidence`` reads, with the sources; an unknown source is told, and no snippets are no fault.

    Raises:
        InputError: as ``read_evidence``, for every other fault.
    """
    evidence, snippets = _read_files(paths, cwd)
    raise_faults(evidence.faults)
    return WholeEvidence(tuple(snippets), tuple(evidence.sources.values()), tuple(evidence.unknown))


def _read_files(paths: Sequence[Path], cwd: Path | None) -> tuple[_EvidenceSet, list[Snippet]]:
    evidence = _EvidenceSet()
    for path in find_evidence_files(paths, cwd):
        try:
            _read_file(path, cwd, evidence)
        except InputError as error:
            evidence.faults += error.faults
            evidence.complete = False
    return evidence, _joined(evidence)


def _read_file(path: Path, cwd: Path | None, evidence: _EvidenceSet) -> None:
    suffix = path.suffix.lower()
    if suffix in (*YAML_SUFFIXES, ".json"):
        _read_yaml_evidence(read_yaml(path, cwd), evidence)
        return
    log = FaultLog(display_path(path, cwd))
    read_rows = ROW_READERS.get(suffix)
    if read_rows is None:
        log.add(0, "no evidence file", remedy=f"name a file that ends in {', '.join(SUFFIXES)}")
        log.raise_now()
    try:
        with path.open("rb") as handle:
            _add_rows(read_rows(text_lines(handle, log), log), log, evidence)
    except (OSError, ValueError) as error:
        message, remedy = unreadable(error)
        log.add(0, message, remedy=remedy)
    evidence.faults += log.faults
    evidence.complete &= not log.full


def _add_rows(rows: Iterator[tuple[int, Any]], log: FaultLog, evidence: _EvidenceSet) -> None:
    for line, row in rows:
        entry = validate(SnippetEntry, row, log, (), _always(line))
        if entry:
            evidence.add_snippet(entry, Place(log.file, line))


def _always(line: int) -> Callable[[KeyPath], int]:
    return lambda path: line


def _read_yaml_evidence(yaml_file: YamlFile, evidence: _EvidenceSet) -> None:
    log, data = yaml_file.log, yaml_file.data
    if isinstance(data, YamlMap):
        if "claims" in data and "snippets" not in data:
            log.add(1, "these are claims, not evidence", remedy="name the file without --evidence")
            log.raise_now()
        log_unknown_keys(data, ("sources", "snippets"), log, yaml_file.line)
        sources, snippets = _list_at(yaml_file, "sources"), _list_at(yaml_file, "snippets")
    else:
        sources, snippets = [], data if isinstance(data, YamlList) else []
        if data is not None and not isinstance(data, YamlList):
            log.add(1, "a list of snippets is expected", seen=shorten(data), remedy='put "- " before each')
    for position, item in enumerate(sources):
        path = ("sources", position)
        source = validate(SourceEntry, item, log, path, yaml_file.line)
        if source:
            evidence.add_source(source, Place(yaml_file.file, yaml_file.line(path)))
        elif isinstance(item, YamlMap):
            evidence.broken_ids.add(str(item.get("id")))
    for position, item in enumerate(snippets):
        _read_yaml_snippet(item, position, yaml_file, evidence)
        if log.full:
            log.stop(log.faults[-1].line)
            break
    evidence.faults += log.faults
    evidence.complete &= not log.full


def _list_at(yaml_file: YamlFile, key: str) -> list[Any]:
    value = yaml_file.data.get(key)
    if value is None or isinstance(value, YamlList):
        return value or []
    yaml_file.log.add(
        yaml_file.line((key,)), f"{key} must be a list", seen=shorten(value), remedy="write - before each"
    )
    return []


def _read_yaml_snippet(item: Any, position: int, yaml_file: YamlFile, evidence: _EvidenceSet) -> None:
    short = isinstance(yaml_file.data, YamlList)  # the short form has no key "snippets"

    def line_of(path: KeyPath) -> int:
        return yaml_file.line(path[1:] if short else path)

    path = ("snippets", position)
    if is_split_text(item, SnippetEntry):
        log_split_text(item, yaml_file.log, line_of(path))
        return
    row = {"text": item} if item is None or isinstance(item, str) else item
    entry = validate(SnippetEntry, row, yaml_file.log, path, line_of)
    if entry:
        evidence.add_snippet(entry, Place(yaml_file.file, line_of(path)))


MEND_DATES = "mend one of the two dates"


def ends_too_early(valid_until: dt.date | None, source: Source | None) -> str:
    """What is wrong with a snippet that holds no longer than to a day before its source was published; else nothing."""
    if valid_until is None or source is None or source.published is None or valid_until >= source.published:
        return ""
    return f"lies before the day of publication, {source.published}"


def _joined(evidence: _EvidenceSet) -> list[Snippet]:
    """The snippets, each with its source and an id; what is wrong between them goes to the faults."""
    taken = _written_ids(evidence)
    joined = []
    for snippet, source_id in zip(evidence.snippets, evidence.source_ids, strict=True):
        source = evidence.sources.get(source_id)
        if source_id and source is None:
            _log_unknown_source(source_id, snippet, evidence)
        elif snippet.valid_until and (wrong := ends_too_early(snippet.valid_until, source)):
            _add_fault(evidence.faults, snippet, "valid_until", wrong, snippet.valid_until, MEND_DATES)
        snippet_id = snippet.id or _derived_id(snippet, source_id or None, taken)
        joined.append(replace(snippet, id=snippet_id, source=source))
    return joined


def _written_ids(evidence: _EvidenceSet) -> set[str]:
    """The ids that people wrote; one that is there twice is a fault."""
    first: dict[str, Snippet] = {}
    for snippet in evidence.snippets:
        if snippet.id and first.setdefault(snippet.id, snippet) is not snippet:
            message = f"the id is taken at {first[snippet.id].place}"
            remedy = "ids are unique in the evidence: choose another"
            _add_fault(evidence.faults, snippet, "id", message, snippet.id, remedy)
    return set(first)


def _log_unknown_source(source_id: str, snippet: Snippet, evidence: _EvidenceSet) -> None:
    # A source that stands in a broken part is not unknown; the broken part has its fault already.
    if not evidence.complete or source_id in evidence.broken_ids:
        return
    # Comparing is slow, and one look at the first faults shows what is wrong with the rest.
    near = nearest(source_id, list(evidence.sources)[:5000]) if len(evidence.unknown) < MAX_FAULTS else ""
    remedy = f'did you mean "{near}"?' if near else "describe it under sources in a YAML file"
    _add_fault(evidence.unknown, snippet, "source", "no such source in the evidence", source_id, remedy)


def _add_fault(
    faults: list[Fault], snippet: Snippet, name: str, message: str, seen: str | dt.date, remedy: str
) -> None:
    place = snippet.place or Place("", 0)
    faults.append(Fault(place.file, place.line, message, field=name, seen=shorten(seen), remedy=remedy))


def _derived_id(snippet: Snippet, source_id: str | None, taken: set[str]) -> str:
    """An id that depends on text, source, locator and validity only; it is taken from now on.

    Snippets that are alike in all of these are told apart by a number, because evidence may hold the same passage
    twice; they are collapsed later, before matches are counted.
    """
    # 16 digits: among 10 million snippets two share one with a probability of 3 in a million.
    stem = f"s-{content_hash(snippet.text, source_id, snippet.locator, snippet.valid_until)[:16]}"
    candidate, number = stem, 1
    while candidate in taken:
        number += 1
        candidate = f"{stem}-{number}"
    taken.add(candidate)
    return candidate
