"""Lint: everything that is found in one evidence set, in order, with what can be mended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from factcheck.cache import Cache
from factcheck.curate.archives import Reader, archive_findings, archive_path
from factcheck.curate.contradictions import contradiction_findings
from factcheck.curate.duplicates import duplicate_findings, removable_duplicates
from factcheck.curate.findings import Finding, in_order, place_of
from factcheck.curate.fixes import Edit, Wanted, edits, with_edits
from factcheck.curate.neighbours import Near, neighbours
from factcheck.curate.sources import SOON_DAYS, source_findings, validity_findings
from factcheck.curate.texts import text_findings
from factcheck.curate.tidiness import tidiness_findings
from factcheck.datatypes import Embedder, Snippet, Verifier
from factcheck.errors import Fault
from factcheck.evidence import WholeEvidence, find_evidence_files, read_whole_evidence
from factcheck.files import write_atomically
from factcheck.hashing import file_hash
from factcheck.inputfiles import YAML_SUFFIXES, display_path
from factcheck.languages import snippet_languages
from factcheck.progress import Progress, named
from factcheck.yamlfile import read_yaml

FIXABLE = frozenset({"EV301", "EV404", "EV405", "EV603"})
_BY_VECTORS = frozenset({"EV302", "EV501"})


@dataclass(frozen=True, slots=True)
class Models:
    """What near duplicates are found and contradictions read with, and where that is kept.

    ``first`` is another verifier that chooses what ``verifier`` reads; without it, all is read.
    """

    embedder: Embedder
    verifier: Verifier
    cache: Cache
    first: Verifier | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What to look for: the codes, the day, what *soon* is, and the language of texts that do not tell theirs."""

    codes: frozenset[str]
    today: dt.date
    soon_days: int = SOON_DAYS
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Linted:
    """What was found, and for each YAML file the changes that ``fix`` would make, if the file is still the same."""

    findings: tuple[Finding, ...]
    n_snippets: int
    n_files: int
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """The changes to one file: its name, its path, the SHA-256 it had when it was read, and the changes."""

    file: str
    path: Path
    sha256: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Fixed:
    """What was changed, a line for each change, and the files that were left alone, with the reason."""

    changes: tuple[str, ...]
    refused: tuple[Fault, ...] = ()


def lint(
    paths: Sequence[Path],
    terms: Terms,
    read: Reader,
    models: Models | None = None,
    cwd: Path | None = None,
    progress: Progress | None = None,
) -> Linted:
    """The findings in the evidence set of these paths, by file and line.

    Without ``models`` near duplicates are found by their words alone, and contradictions not at all.

    Raises:
        InputError: the evidence has faults beside those that are findings; each names file and line.
        ModelError: a model is missing or damaged.
    """
    files = find_evidence_files(paths, cwd)
    # Before they are read, so that a change while they are is noticed.
    hashes = {path: _hash(path) for path in files}
    evidence = read_whole_evidence(paths, cwd)
    snippets = snippet_languages(evidence.snippets, terms.lang)
    evidence = replace(evidence, snippets=tuple(snippets))
    all_found = _found(evidence, files, terms, read, models, cwd, progress)
    found = [finding for finding in all_found if finding.code in terms.codes]
    repairs = tuple(_repairs(evidence, hashes, found, terms.codes, cwd))
    mended = {(repair.file, edit.line, code) for repair in repairs for edit in repair.edits for code in edit.codes}
    marked = [replace(f, fixable=(f.place.file, f.place.line, f.code) in mended) for f in found]
    names = [display_path(path, cwd) for path in files]
    return Linted(tuple(in_order(marked, names)), len(snippets), len(files), repairs)


def fix(linted: Linted) -> Fixed:
    """Make the changes, each file whole or not at all; one that changed since it was read is left alone.

    Raises:
        StoreError: a file cannot be written; it is as it was.
    """
    changes: list[str] = []
    refused: list[Fault] = []
    for repair in linted.repairs:
        data = repair.path.read_bytes() if repair.path.is_file() else b""
        if _hash(repair.path) != repair.sha256:
            refused.append(Fault(repair.file, 0, "the file changed while it was linted", remedy="lint again"))
            continue
        write_atomically(repair.path, with_edits(data.decode("utf-8"), repair.edits).encode("utf-8"))
        changes += [f"{repair.file}:{edit.line}: {', '.join(edit.codes)} {edit.told}" for edit in repair.edits]
    return Fixed(tuple(changes), tuple(refused))


def _found(
    evidence: WholeEvidence,
    files: Sequence[Path],
    terms: Terms,
    read: Reader,
    models: Models | None,
    cwd: Path | None,
    progress: Progress | None,
) -> Iterator[Finding]:
    snippets = evidence.snippets
    yield from source_findings(evidence)
    yield from validity_findings(snippets, terms.today, terms.soon_days)
    yield from text_findings(snippets)
    yield from tidiness_findings(
        snippets, [read_yaml(path, cwd) for path in files if path.suffix.lower() in YAML_SUFFIXES]
    )
    if any(code.startswith("EV6") for code in terms.codes):
        yield from archive_findings(evidence, read, cwd)
    near = _near(snippets, models, progress) if models and terms.codes & _BY_VECTORS else None
    yield from duplicate_findings(snippets, near)
    if models and near is not None and "EV501" in terms.codes:
        yield from contradiction_findings(snippets, near, models.verifier, models.cache, progress, models.first)


def _near(snippets: Sequence[Snippet], models: Models, progress: Progress | None) -> Near:
    return neighbours(snippets, models.embedder, models.cache, named(progress, "comparing"))


def _repairs(
    evidence: WholeEvidence,
    hashes: dict[Path, str],
    found: Sequence[Finding],
    codes: frozenset[str],
    cwd: Path | None,
) -> Iterator[Repair]:
    concerned = {finding.place.file for finding in found if finding.code in FIXABLE}
    removable = removable_duplicates(evidence.snippets)
    for path, sha256 in hashes.items():
        file = display_path(path, cwd)
        if file not in concerned or path.suffix.lower() not in YAML_SUFFIXES:
            continue
        lines = frozenset(place_of(snippet).line for snippet in removable if place_of(snippet).file == file)
        wanted = Wanted(codes, lines, _missing_hashes(evidence, file, cwd))
        made = edits(path.read_bytes().decode("utf-8", "replace"), wanted)
        if made:
            yield Repair(file, path, sha256, tuple(made))


def _missing_hashes(evidence: WholeEvidence, file: str, cwd: Path | None) -> dict[int, str]:
    """By the line of the source, the hash of each archive of this file that is there and has none."""
    wanting = [s for s in evidence.sources if s.archive and not s.archive.sha256 and place_of(s).file == file]
    found = {place_of(source).line: _hash(archive_path(source, cwd)) for source in wanting}
    return {line: sha256 for line, sha256 in found.items() if sha256}


def _hash(path: Path) -> str:
    """The SHA-256 of the file; nothing where it cannot be read."""
    try:
        return file_hash(path)
    except (OSError, ValueError):
        return ""
