"""`factcheck evidence import`."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from factcheck.checker import today_from_environment
from factcheck.cli.output import remark
from factcheck.cli.progress import ProgressLine
from factcheck.curate.cutting import sentence_range
from factcheck.curate.drafts import Options, ReadDocument
from factcheck.curate.imports import DEFAULT_FOLDER, Imported, default_output, import_files, read_known
from factcheck.curate.tables import column_map
from factcheck.curate.turns import turn
from factcheck.datatypes import Snippet
from factcheck.documents.document import Document
from factcheck.entries import KeyPath, validate
from factcheck.errors import Fault, InputError, SettingsError
from factcheck.evidence import SnippetEntry
from factcheck.faultlog import FaultLog, in_order, shorten
from factcheck.report.wording import count
from factcheck.settings import load_settings
from factcheck.stores import STORE

LEFT_OUT = 1
MAX_SHOWN = 20
"""Snippets that are gone, listed for one file."""

_OPTIONS = {"source.title": "--source-title", "lang": "--lang"}


@dataclass(frozen=True, slots=True)
class Request:
    """The options of one call, as given."""

    files: tuple[Path, ...]
    output: Path | None = None
    about: Mapping[str, Any] = field(default_factory=dict)
    lang: str = ""
    sentences: str = "1-3"
    mapped: tuple[str, ...] = ()
    config: Path | None = None
    overrides: Mapping[str, object] = field(default_factory=dict)
    quiet: bool = False


def run_import(request: Request, read_document: ReadDocument | None = None) -> int:
    """Import and say what is new, known and gone; 1 if records were left out, 0 if none.

    Raises ``InputError`` with every fault if nothing of all files can be used.
    """
    cwd = Path.cwd()
    settings = load_settings(request.config, cwd, os.environ, request.overrides)
    options = _options(request)
    files = [(file, cwd / (request.output or default_output(file, settings.evidence))) for file in request.files]
    with turn(settings.root / STORE), ProgressLine(quiet=request.quiet) as progress:
        known = read_known(settings.evidence, [output for _, output in files], cwd, settings.root / DEFAULT_FOLDER)
        read = read_document or _reader(progress)
        imported = import_files(files, known, options, today_from_environment(), read, cwd)
    faults = [fault for one in imported for fault in one.faults]
    if faults and not any(one.is_usable for one in imported):
        raise InputError(in_order(faults))
    for one in imported:
        _tell(one, quiet=request.quiet)
    return LEFT_OUT if faults else 0


def _options(request: Request) -> Options:
    """The options under the rules of evidence files. Raises ``SettingsError`` or ``InputError``."""
    alone = [name for name in ("title", "url") if name in request.about]
    if alone and len(request.files) > 1:
        name = "--source-title" if alone[0] == "title" else f"--{alone[0]}"
        raise SettingsError(
            f"{name} describes one source, and {len(request.files)} files have more — import them singly"
        )
    log = FaultLog("")
    row = {"text": "text", "lang": request.lang, **({"source": dict(request.about)} if request.about else {})}
    if validate(SnippetEntry, row, log, (), _no_line) is None:
        raise InputError([_under_option(fault) for fault in log.faults])
    return Options(dict(request.about), request.lang, sentence_range(request.sentences), column_map(request.mapped))


def _no_line(path: KeyPath) -> int:
    return 0


def _under_option(fault: Fault) -> Fault:
    option = _OPTIONS.get(fault.field, f"--{fault.field.removeprefix('source.')}")
    return Fault(option, 0, fault.message, seen=fault.seen, remedy=fault.remedy)


def _reader(progress: ProgressLine) -> ReadDocument:
    """Reads documents with progress; their libraries are loaded with the first one."""

    from factcheck.documents import read_document

    def read(path: Path, cwd: Path | None) -> Document:
        def told(done: int, total: int) -> None:
            progress.update(f"reading {path.name}", done, total)

        return read_document(path, cwd=cwd, progress=told)

    return read


def _tell(one: Imported, *, quiet: bool) -> None:
    plan = one.plan
    parts = [f"{count(len(plan.snippets), 'new snippet')} of {count(len(plan.sources), 'new source')}"]
    parts += [f"{len(plan.kept):,} there already"] if plan.kept else []
    parts += [f"{plan.repeated:,} repeated in the file"] if plan.repeated else []
    parts += [f"{len(plan.moved):,} with a new locator"] if plan.moved else []
    parts += [f"{len(plan.gone):,} gone from the source"] if plan.gone else []
    parts += [f"{len(one.faults):,} left out"] if one.faults else []
    if not quiet:
        where = f" -> {one.output}" if plan.snippets else ""
        remark(f"{one.file}{where}: {', '.join(parts)}")
    for line in (*map(str, in_order(one.faults)), *_gone(plan.gone)):
        remark(line)


def _gone(snippets: Sequence[Snippet]) -> list[str]:
    shown = [f"{s.place}: {s.id} no longer stands in its source: {shorten(s.text)}" for s in snippets[:MAX_SHOWN]]
    more = len(snippets) - MAX_SHOWN
    return [*shown, f"{more:,} more that no longer stand in their source"] if more > 0 else shown
