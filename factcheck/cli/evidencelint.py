"""`factcheck evidence lint`."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.cache import Cache
from factcheck.checker import refuse_unsupported, today_from_environment
from factcheck.cli.output import emit, refuse_output, remark
from factcheck.cli.progress import ProgressLine
from factcheck.curate.findings import chosen_codes
from factcheck.curate.lint import Fixed, Linted, Models, Terms, fix, lint
from factcheck.curate.listing import not_fixed, summary, to_json, to_text
from factcheck.curate.turns import turn
from factcheck.evidence import find_evidence_files
from factcheck.inputfiles import YAML_SUFFIXES, display_path
from factcheck.models.open import open_embedder, open_verifier
from factcheck.report.wording import count
from factcheck.settings import Settings, find_settings_file, load_settings
from factcheck.stores import CACHE_FILE, STORE

if TYPE_CHECKING:
    from factcheck.documents.document import Document

READS_WITH = frozenset({"EV302", "EV501"})
"""The codes that need models; without them none is opened."""


@dataclass(frozen=True, slots=True)
class Request:
    """The options of one call, as given."""

    paths: tuple[Path, ...] = ()
    fix: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    within: int = 30
    model: bool = True
    format: str = "terminal"
    output: Path | None = None
    config: Path | None = None
    overrides: Mapping[str, object] = field(default_factory=dict)
    quiet: bool = False


def run_lint(request: Request) -> int:
    """Find, mend if asked, print; 1 if something is left to look at, else 0."""
    cwd = Path.cwd()
    codes = chosen_codes(request.select, request.ignore)
    settings = load_settings(request.config, cwd, os.environ, request.overrides)
    refuse_unsupported(settings)
    if request.output:
        refuse_output(request.output, {"one of the files that are read": _all_read(request, settings, cwd)})
    terms = Terms(codes, today_from_environment(), request.within, settings.lang)
    models = _models(settings) if request.model and codes & READS_WITH else None
    with ProgressLine(quiet=request.quiet) as progress:

        def found() -> Linted:
            return _linted(request, settings, terms, models, cwd, progress)

        linted, fixed = found(), None
        if request.fix:
            with turn(settings.root / STORE):
                fixed = fix(linted)
            # Lines have moved, and what was mended may have been part of another finding.
            linted = found() if fixed.changes else linted
    if fixed:
        _tell(fixed, linted)
    emit(_rendered(linted, fixed, request), request.output)
    return 1 if linted.findings else 0


def _linted(
    request: Request, settings: Settings, terms: Terms, models: Models | None, cwd: Path, progress: ProgressLine
) -> Linted:
    """The findings in the files named, as part of the whole evidence set if one is named too."""
    linted = lint(_all_paths(request, settings), terms, read_archive, models, cwd, progress.update)
    if not request.paths:
        return linted
    shown = {display_path(path, cwd) for path in find_evidence_files(request.paths, cwd)}
    return _only(linted, shown, cwd)


def _all_paths(request: Request, settings: Settings) -> list[Path]:
    together = request.overrides.get("evidence") or not request.paths
    return [*(settings.evidence if together else ()), *request.paths]


def _all_read(request: Request, settings: Settings, cwd: Path) -> list[Path]:
    """The evidence and the settings, as files."""
    found = find_settings_file(request.config, cwd)
    return [*find_evidence_files(_all_paths(request, settings), cwd), *([found] if found else [])]


def _only(linted: Linted, files: set[str], cwd: Path) -> Linted:
    # The same file may be named in two ways, with and without the folder.
    real = {os.path.realpath(cwd / file) for file in files}
    findings = tuple(found for found in linted.findings if os.path.realpath(cwd / found.place.file) in real)
    repairs = tuple(repair for repair in linted.repairs if os.path.realpath(repair.path) in real)
    return replace(linted, findings=findings, repairs=repairs)


def read_archive(path: Path, cwd: Path | None = None) -> Document:
    """The document in the file; the libraries that read it are loaded here. Raises ``InputError``."""
    from factcheck.documents import read_document

    return read_document(path, cwd)


def _models(settings: Settings) -> Models:
    return Models(
        open_embedder(settings.embedder, allow_network=settings.allow_network),
        open_verifier(settings.verifier, allow_network=settings.allow_network),
        Cache(settings.root / STORE / CACHE_FILE),
        open_verifier("small"),
    )


def _rendered(linted: Linted, fixed: Fixed | None, request: Request) -> str:
    if request.format == "json":
        return to_json(linted, fixed)
    return summary(linted, fixed) + "\n" if request.quiet else to_text(linted, fixed)


def _tell(fixed: Fixed, linted: Linted) -> None:
    """What was changed and what was not, on stderr, as stdout is the findings'."""
    lines: Sequence[str] = [f"fixed {change}" for change in fixed.changes] + [str(fault) for fault in fixed.refused]
    left = not_fixed(linted.findings, YAML_SUFFIXES)
    if left:
        lines = [*lines, f"{count(left, 'finding')} in JSONL and CSV not fixed here; --fix changes YAML files only"]
    for line in lines:
        remark(line)
