"""`factcheck check --engine ray`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.cli.output import RECORDS, emit
from factcheck.datatypes import Claim, Label
from factcheck.errors import SettingsError
from factcheck.inputfiles import hashes_of
from factcheck.settings import Settings

if TYPE_CHECKING:
    from factcheck.checker import FactChecker
    from factcheck.cli.request import Request
    from factcheck.progress import Progress
    from factcheck.scale.rayrun import Ran

RAY, JSONL = "ray", "jsonl"


def rows_of(request: Request, paths: Sequence[Path], cwd: Path) -> tuple[list[Path], list[Path]]:
    """The paths that every engine reads, and the files of rows that only Ray does.

    Raises:
        InputError: a file is not there.
        SettingsError: an option does not go with the others.
    """
    if request.engine != RAY:
        if request.address is not None:
            raise SettingsError("--address names a Ray cluster — add --engine ray")
        if request.results != JSONL:
            raise SettingsError(f"--results {request.results} is the form of Ray's result files — add --engine ray")
        return list(paths), []
    from factcheck.scale.rayrows import split_paths

    written, rows = split_paths(paths, cwd)
    if rows and request.only:
        raise SettingsError("--only chooses among claims in YAML files — leave the other rows out of the file instead")
    return written, rows


def is_ordinary(claims: Sequence[Claim], rows: Sequence[Path]) -> bool:
    """Whether the report of the check is held in memory and printed as without Ray."""
    from factcheck.scale.rayrun import ORDINARY

    return not rows and len(claims) <= ORDINARY


def check_ray(
    request: Request,
    settings: Settings,
    checker: FactChecker,
    claims: Sequence[Claim],
    files: tuple[Mapping[str, str], Sequence[Path]],
    name: str,
    progress: Progress,
) -> Ran:
    """The finished check of the claims and of the rows; ``files`` are the hashes of those that the claims were read
    from, and the files of rows.

    Raises ``SettingsError`` for options that need a report where there will be none.
    """
    from factcheck.scale.rayrows import read_rows
    from factcheck.scale.rayrun import Asked, check_on_ray

    written, rows = files
    if not is_ordinary(claims, rows):
        _refuse_for_many(request)
    cwd = Path.cwd()
    hashes = {**written, **hashes_of(rows, cwd)}
    everything: Iterable[Claim] = chain(claims, read_rows(rows, cwd))
    asked = Asked(name, settings.root / RECORDS / name, request.results, request.address)
    return check_on_ray(checker, settings, everything, hashes, asked, cwd, progress)


def tell_summary(ran: Ran, request: Request, cwd: Path) -> int:
    """Print the report of the whole; 1 if there are findings, else 0."""
    if request.format == "json":
        emit(json.dumps(ran.summary, ensure_ascii=False, indent=2) + "\n", request.output)
    else:
        emit(_in_words(ran, cwd), request.output)
    return 1 if ran.n_findings else 0


def _in_words(ran: Ran, cwd: Path) -> str:
    summary = ran.summary
    by_label = ", ".join(f"{summary['labels'][label.value]:,} {label.value}" for label in Label)
    counts = (
        f"{summary['claims']:,} claims: {by_label} · {ran.n_findings:,} findings · {summary['unchecked']:,} unchecked"
    )
    shown = os.path.relpath(ran.file, cwd)
    return f"{counts}\n{len(summary['parts']):,} result files and the counts in {shown}\n"


def _refuse_for_many(request: Request) -> None:
    """Raises ``SettingsError`` for options that need all verdicts in memory."""
    from factcheck.scale.rayrun import ORDINARY

    given = {
        f"--format {request.format}": request.format not in ("terminal", "json"),
        "--baseline": request.baseline is not None,
        "--write-expect": request.write_expect,
        "--replace-expect": request.replace_expect,
        "--verbose": request.verbose,
    }
    refused = [option for option, is_given in given.items() if is_given]
    if refused:
        raise SettingsError(
            f"{' and '.join(refused)} is for up to {ORDINARY:,} claims in YAML files — leave it out, and read the "
            "result files"
        )
