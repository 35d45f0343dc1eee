"""Imports files into an evidence set, one after the other: read, join, write."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from factcheck.curate.drafts import Options, ReadDocument, read_drafts
from factcheck.curate.joining import EvidenceSet, Plan
from factcheck.curate.writing import check_output, name_of, write_plan
from factcheck.datatypes import Place, Snippet, Source
from factcheck.errors import Fault, InputError
from factcheck.evidence import SUFFIXES, find_evidence_files, read_snippets_and_sources
from factcheck.inputfiles import display_path


@dataclass(frozen=True, slots=True)
class Known:
    """The evidence that is there before anything is added."""

    snippets: tuple[Snippet, ...]
    sources: tuple[Source, ...]
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file: what was planned and written, and every record of it that was left out."""

    file: str
    output: str
    plan: Plan
    faults: tuple[Fault, ...]

    @property
    def is_usable(self) -> bool:
        """Whether anything of the file is evidence now, or was before."""
        return bool(self.plan.snippets or self.plan.kept)


DEFAULT_FOLDER = "evidence"


def read_known(
    paths: Sequence[Path], outputs: Sequence[Path] = (), cwd: Path | None = None, default: Path | None = None
) -> Known:
    """What the evidence holds, and the outputs that are there; a folder without evidence holds nothing yet.

    Of the ``paths`` only the ``default`` need not be there: another was named by somebody.

    Raises:
        InputError: a path is not there, or the evidence has faults, and what is in doubt cannot be added to.
    """
    files: dict[str, Path] = {}
    named = [path for path in paths if path != default or path.exists()]
    for path in (*named, *(output for output in outputs if output.exists())):
        for file in find_evidence_files([path], cwd) if not _is_empty_folder(path) else ():
            files.setdefault(os.path.realpath(file), file)
    found = list(files.values())
    snippets, sources = read_snippets_and_sources(found, cwd) if found else ([], [])
    return Known(tuple(snippets), tuple(sources), tuple(found))


def _is_empty_folder(path: Path) -> bool:
    if not path.is_dir():
        return False
    try:
        return not find_evidence_files([path])
    except InputError:
        return True


def default_output(path: Path, folders: Sequence[Path]) -> Path:
    """The file for what is imported from ``path``: of its name, in the first folder of the evidence."""
    folder = next((folder for folder in folders if folder.suffix.lower() not in SUFFIXES), Path(DEFAULT_FOLDER))
    return folder / f"{path.stem}.yaml"


def import_files(
    files: Sequence[tuple[Path, Path]],
    known: Known,
    options: Options,
    today: dt.date,
    read_document: ReadDocument,
    cwd: Path | None = None,
) -> list[Imported]:
    """What became of each file, in order; what a file adds is written before the next one is read.

    Args:
        files: each with the YAML or JSONL file that it goes to.
        known: the evidence that is there.
        options: what the user says of the files.
        today: the day of reading, for sources.
        read_document: reads text, Markdown, HTML, PDF and DOCX.
        cwd: places and messages are relative to it.

    Raises:
        SettingsError: an output is neither YAML nor JSONL.
        InputError: an output cannot be added to.
        StoreError: it cannot be written.
    """
    for _, output in files:
        check_output(output)
    evidence = EvidenceSet(known.snippets, known.sources, cwd)
    imported = []
    for path, output in files:
        all_files = [*known.files, *(other for _, other in files)]
        name = name_of(output, all_files, cwd)
        brought = read_drafts(path, output, options, today, cwd, read_document)
        plan = evidence.join(brought.drafts, Place(name, 1), whole=brought.whole and not brought.faults)
        write_plan(plan, output, all_files, cwd)
        faults = tuple(sorted((*brought.faults, *plan.faults), key=lambda fault: fault.line))
        imported.append(Imported(display_path(path, cwd), name, plan, faults))
    return imported
