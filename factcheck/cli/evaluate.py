"""`factcheck evaluate`."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from factcheck.cache import Cache
from factcheck.calibration import rule_for
from factcheck.checker import refuse_unsupported, today_from_environment
from factcheck.cli.check import parse_date
from factcheck.cli.output import emit, refuse_output, remark, terminal_size
from factcheck.cli.progress import ProgressLine
from factcheck.errors import SettingsError
from factcheck.evaluate.evaluation import Evaluation, to_json
from factcheck.evaluate.floors import Floor, missed, parse_floor, require_sets
from factcheck.evaluate.forms import languages
from factcheck.evaluate.read import read_data
from factcheck.evaluate.run import ALL, evaluate
from factcheck.evaluate.stages import Judge, Stage
from factcheck.files import write_atomically
from factcheck.models.open import open_embedder, open_verifier
from factcheck.settings import Settings, load_settings
from factcheck.stores import CACHE_FILE, STORE


@dataclass(frozen=True, slots=True)
class Request:
    """The options of one call, as given."""

    paths: tuple[Path, ...] = ()
    stage: str | None = None
    evidence: tuple[Path, ...] = ()
    pair: str = "en-en"
    as_of: str | None = None
    limit: int = 0
    adapter: Path | None = None
    compare: tuple[Path, Path] | None = None
    floors: tuple[str, ...] = ()
    json: Path | None = None
    html: Path | None = None
    config: Path | None = None
    overrides: Mapping[str, object] = field(default_factory=dict)
    quiet: bool = False


def run_evaluate(request: Request) -> int:
    """Judge, print and write what was asked for; 1 if a floor is missed, else 0."""
    if request.compare:
        return _compare(request, request.compare)
    if not request.paths:
        raise SettingsError("nothing to evaluate — name files or folders of labelled data, or --compare A.json B.json")
    floors = [parse_floor(text) for text in request.floors]
    evaluation = _evaluate(request, floors)
    _write(evaluation, request)
    emit(_table(evaluation), None)
    messages = missed(floors, evaluation)
    for message in messages:
        remark(f"missed floor: {message}")
    return 1 if messages else 0


def _evaluate(request: Request, floors: Sequence[Floor]) -> Evaluation:
    cwd = Path.cwd()
    settings = load_settings(request.config, cwd, os.environ, request.overrides)
    refuse_unsupported(settings)
    pair, as_of = languages(request.pair), parse_date(request.as_of)
    named = Stage(request.stage) if request.stage else None
    stage, sets = read_data(request.paths, request.evidence, named, pair, cwd, settings.lang)
    _refuse_outputs(request, [file for data in sets for file in data.files])
    require_sets(floors, [*(data.name for data in sets), *([ALL] if len(sets) > 1 else [])])
    verifier = open_verifier(_verifier(request, settings), allow_network=settings.allow_network)
    # Only a whole path decides; the other stages have no use for a rule, nor for its warning.
    calibration = settings.calibration if stage is Stage.PIPELINE else None
    with ProgressLine(quiet=request.quiet) as progress:
        judge = Judge(
            embedder=open_embedder(settings.embedder, allow_network=settings.allow_network),
            verifier=verifier,
            cache=Cache(settings.root / STORE / CACHE_FILE),
            today=as_of or today_from_environment(),
            k=settings.k,
            limit=request.limit,
            rule=rule_for(calibration, verifier.model_id),
            progress=progress.update,
        )
        return evaluate(stage, sets, judge, {"pair": str(pair)}, cwd)


def _verifier(request: Request, settings: Settings) -> str:
    if request.adapter is None:
        return settings.verifier
    if not (request.adapter / "verifier.json").is_file():
        raise SettingsError(f"--adapter {request.adapter}: no verifier.json there — name the folder of an adapter")
    return str(request.adapter.resolve())


def _refuse_outputs(request: Request, used: Sequence[Path]) -> None:
    written = [request.json] if request.json else []
    refuse_output(request.json, {"one of the files that are read": used}, "--json")
    refuse_output(request.html, {"one of the files that are read": used, "the file of --json": written}, "--html")


def _write(evaluation: Evaluation, request: Request) -> None:
    if request.json:
        write_atomically(request.json, to_json(evaluation))
    if request.html:
        from factcheck.evaluate.page import to_html

        write_atomically(request.html, to_html(evaluation))


def _table(evaluation: Evaluation) -> str:
    from factcheck.cli.figures import to_terminal

    width, color = terminal_size()
    return to_terminal(evaluation, width=width, color=color)


def _compare(request: Request, files: tuple[Path, Path]) -> int:
    from factcheck.cli.figures import differences_to_terminal
    from factcheck.evaluate.comparison import compare, to_record

    _refuse_beside_compare(request)
    _refuse_outputs(request, files)
    differences = compare(*files)
    if request.json:
        write_atomically(request.json, json.dumps(to_record(differences), indent=1, ensure_ascii=False) + "\n")
    width, color = terminal_size()
    emit(differences_to_terminal(differences, [str(file) for file in files], width=width, color=color), None)
    return 0


def _refuse_beside_compare(request: Request) -> None:
    given: Sequence[tuple[str, object]] = (
        ("DATA", request.paths),
        ("--floor", request.floors),
        ("--html", request.html),
        ("--stage", request.stage),
    )
    if names := [name for name, value in given if value]:
        raise SettingsError(f"--compare reads two files of earlier runs — leave out {', '.join(names)}")
