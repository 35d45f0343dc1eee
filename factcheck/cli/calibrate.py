"""`factcheck calibrate`."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from factcheck.aggregate import Rule
from factcheck.cache import Cache
from factcheck.calibration import CONFIDENCE_NUMBERS, KEY, NUMBERS, calibration_of, shipped_rule, to_block
from factcheck.checker import refuse_unsupported, today_from_environment
from factcheck.cli.check import parse_date
from factcheck.cli.figures import console_for, empty_table
from factcheck.cli.output import emit, remark, terminal_size
from factcheck.cli.progress import ProgressLine
from factcheck.evaluate.bootstrap import Interval
from factcheck.evaluate.calibrate import Gain, calibrate, require_enough
from factcheck.evaluate.datasets import COUNTED, MISSING_LABEL, Topic
from factcheck.evaluate.evaluation import added
from factcheck.evaluate.figures import Figures
from factcheck.evaluate.fitting import FOLDS
from factcheck.evaluate.goldsets import read_cases, read_reviewed
from factcheck.evaluate.stages import Judge
from factcheck.evaluate.wording import interval, number
from factcheck.inputfiles import display_path
from factcheck.models.open import open_embedder, open_verifier
from factcheck.report.console import printed
from factcheck.settings import FILE_NAME, Settings, find_settings_file, load_settings
from factcheck.stores import CACHE_FILE, STORE
from factcheck.yamlblock import write_block

ROWS = {
    "accuracy": "accuracy",
    "in_100": "wrong supported in 100",
    "ece": "ECE",
    "brier": "Brier score",
    "log_loss": "log-loss",
}


@dataclass(frozen=True, slots=True)
class Request:
    """The options of one call, as given."""

    paths: tuple[Path, ...]
    evidence: tuple[Path, ...] = ()
    as_of: str | None = None
    dry_run: bool = False
    force: bool = False
    config: Path | None = None
    quiet: bool = False


def run_calibrate(request: Request) -> int:
    """Fit, show before and after, and write the settings if that helps; 0 whether it does or not."""
    cwd = Path.cwd()
    settings = load_settings(request.config, cwd, os.environ, {})
    refuse_unsupported(settings)
    as_of, today = parse_date(request.as_of), today_from_environment()
    topics = read_reviewed(request.paths, request.evidence, settings.evidence, cwd, settings.lang)
    names = [display_path(path, cwd) for path in request.paths]
    require_enough([topic.gold[claim.id].label for topic in topics for claim in topic.claims], names)
    with ProgressLine(quiet=request.quiet) as progress:
        judge = _judge(settings, as_of or today, progress)
        cases, left_out = read_cases(topics, judge)
    require_enough([case.gold for case in cases], names, left_out)
    shipped = shipped_rule(judge.verifier.model_id)
    gain = calibrate(cases, shipped)
    block = to_block(calibration_of(gain.rule, judge.verifier.model_id, len(cases), today))
    counts = added([{MISSING_LABEL: 0}, left_out, *(topic.counts for topic in topics)])
    emit(_table(gain, shipped, topics, counts) + (f"\n{block}" if request.dry_run else ""), None)
    if not request.dry_run:
        _write(request, gain, block, cwd)
    return 0


def _judge(settings: Settings, today: dt.date, progress: ProgressLine) -> Judge:
    """What the claims are checked with: everything as a check does, so that the numbers hold for it."""
    verifier = open_verifier(settings.verifier, allow_network=settings.allow_network)
    return Judge(
        embedder=open_embedder(settings.embedder, allow_network=settings.allow_network),
        verifier=verifier,
        cache=Cache(settings.root / STORE / CACHE_FILE),
        today=today,
        k=settings.k,
        rule=shipped_rule(verifier.model_id),
        progress=progress.update,
    )


def _write(request: Request, gain: Gain, block: str, cwd: Path) -> None:
    file = find_settings_file(request.config, cwd) or cwd / FILE_NAME
    if not gain.helps and not request.force:
        remark("nothing was written; --force writes it all the same")
        return
    write_block(file, KEY, block, cwd)
    remark(f"{KEY} written to {display_path(file, cwd)}")


def _table(gain: Gain, shipped: Rule, topics: Sequence[Topic], counts: Mapping[str, int]) -> str:
    """Before and after, what they are of, the numbers, and whether calibrating helps."""
    width, color = terminal_size()
    table = empty_table(["", "shipped rule", "calibrated"], left=1)
    for metric, name in ROWS.items():
        table.add_row(name, *(_cell(figures, metric) for figures in (gain.before, gain.after)))
    console = console_for(table, width, color)
    console.print(table)
    console.print()
    for line in _notes(gain, shipped, topics, counts):
        console.print(line, style="dim")
    console.print()
    console.print(_conclusion(gain), style="bold")
    return printed(console)


def _cell(figures: Figures, metric: str) -> str:
    bounds: Interval | None = figures.intervals.get(metric)
    return f"{number(metric, figures.values[metric])} {interval(metric, bounds)}".strip()


def _notes(gain: Gain, shipped: Rule, topics: Sequence[Topic], counts: Mapping[str, int]) -> list[str]:
    labels = ", ".join(f"{n:,} {label}" for label, n in sorted(gain.n_by_label.items()))
    without = f"topic, of {len(topics)}" if gain.by_topic else f"part, one of {FOLDS}"
    moved = _moved(NUMBERS, shipped, gain.rule)
    sure = _moved(CONFIDENCE_NUMBERS, shipped.confidence, gain.rule.confidence)
    return [
        f"{gain.before.n:,} claims with a gold label: {labels}; in brackets 95 % bootstrap intervals",
        f"calibrated: each claim judged by a rule fitted without its {without}",
        f"fitted on all of them: {moved}",
        f"their confidence: {sure}",
        *(f"{COUNTED[name]}: {n:,}" for name, n in counts.items() if n),
    ]


def _moved(names: Sequence[str], before: object, after: object) -> str:
    return ", ".join(f"{name} {getattr(before, name):g} → {getattr(after, name):g}" for name in names)


def _conclusion(gain: Gain) -> str:
    if gain.helps:
        return "Calibrating helps: it judges claims that it never saw better than the shipped rule does."
    return f"Calibrating does not help: {'; '.join(gain.objections)}."
