"""`factcheck extract`."""

from __future__ import annotations

import os
import shlex
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from factcheck.checker import today_from_environment
from factcheck.claims import ArticleEntry
from factcheck.cli.output import emit, remark
from factcheck.cli.progress import ProgressLine
from factcheck.cli.stdin import STDIN, read_stdin
from factcheck.entries import validate
from factcheck.errors import Fault, InputError, SettingsError
from factcheck.extract.claimsfile import Names, Updated, new_file
from factcheck.extract.files import Asked, extract_files, write_claims
from factcheck.extract.select import MIN_WORTH, Extraction, Wanted
from factcheck.extract.steps import Steps, own_steps
from factcheck.faultlog import FaultLog, raise_faults
from factcheck.inputfiles import YAML_SUFFIXES, display_path
from factcheck.report.wording import count
from factcheck.settings import Settings, load_settings

STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Request:
    """The options of one call, as given."""

    articles: tuple[str, ...]
    output: str | None = None
    min_worth: float | None = None
    top: int | None = None
    all: bool = False
    lang: str | None = None
    config: Path | None = None
    quiet: bool = False


def run_extract(request: Request, steps: Steps | None = None) -> int:
    """Write or update the claims files; 0 when that is done, also where no sentence is worth checking."""
    cwd = Path.cwd()
    settings = load_settings(request.config, cwd, os.environ, {})
    asked = Asked(_wanted(request), _lang(request.lang), settings.lang)
    targets = _targets(request, settings)
    steps = steps or own_steps()
    with ProgressLine(quiet=request.quiet) as progress:
        articles = [read_stdin() if article == STDIN else Path(article) for article in request.articles]
        found = extract_files(articles, steps, asked, cwd, progress.counter("reading"))
    faults: list[Fault] = []
    for article, extraction, target in zip(request.articles, found, targets, strict=True):
        names = _names(request, article, target, cwd)
        try:
            _write(extraction, target, names, request)
        except InputError as error:  # the other articles are written all the same
            faults += error.faults
    raise_faults(faults)
    return 0


def tell_found(extraction: Extraction, *, quiet: bool) -> None:
    """Tells what was found in an article that is checked at once."""
    n_claims = len(extraction.taken)
    lines = [f"left out: {fault}" for fault in extraction.refused]
    if not n_claims or not quiet:
        found = count(n_claims, "claim") if n_claims else "no sentence is worth checking"
        lines.append(f"{extraction.document.file}: {found}; {left_out(extraction, Wanted())}")
    for line in lines:
        remark(line)


def left_out(extraction: Extraction, wanted: Wanted) -> str:
    """How many sentences gave no claim, and why: ``29 of 41 sentences left out, worth below 0.50``; for one line.

    With several reasons each has its number: ``30 of 41 sentences left out, 29 worth below 0.50, 1 said before``.
    """
    left = extraction.left_out
    read = count(extraction.n_sentences, "sentence")
    if not left.total:
        return f"none of {read} left out"
    # Of fewer than the first N the bar alone decided.
    is_cut = 0 < wanted.top <= len(extraction.taken)
    bar = f"less worth checking than the first {wanted.top}" if is_cut else f"worth below {wanted.min_worth:.2f}"
    numbers = {bar: left.below, "said before": left.repeats, "refused": left.refused}
    reasons = {reason: number for reason, number in numbers.items() if number}
    why = [reason if len(reasons) == 1 else f"{number:,} {reason}" for reason, number in reasons.items()]
    return ", ".join((f"{left.total:,} of {read} left out", *why))


def _wanted(request: Request) -> Wanted:
    if request.all and (request.min_worth is not None or request.top is not None):
        raise SettingsError("--all takes every sentence — leave out --min-worth and --top, or --all")
    if request.min_worth is not None and not 0 <= request.min_worth <= 1:
        raise SettingsError(f"--min-worth is {request.min_worth:g} — write a probability from 0 to 1")
    if request.top is not None and request.top < 1:
        raise SettingsError(f"--top is {request.top} — write a number from 1 on")
    given = MIN_WORTH if request.min_worth is None else request.min_worth
    return Wanted(0.0 if request.all else given, request.top or 0)


def _lang(lang: str | None) -> str:
    log = FaultLog("--lang")
    if lang and validate(ArticleEntry, {"lang": lang}, log, (), lambda path: 0) is None:
        raise SettingsError(f"--lang is {lang!r} — write a code such as en or de")
    return lang or ""


def _targets(request: Request, settings: Settings) -> list[Path]:
    """The claims file of each article; ``-`` for stdout. Raises ``SettingsError``."""
    if request.output == STDOUT:
        if len(request.articles) > 1:
            raise SettingsError("-o - takes one article — name one, or a folder for all of them")
        return [Path(STDOUT)]
    folder = Path(request.output) if request.output else _claims_folder(settings)
    if request.output and not folder.is_dir():
        return [_named(request)]
    targets = [folder / f"{'stdin' if article == STDIN else Path(article).stem}.yaml" for article in request.articles]
    for target, number in Counter(targets).items():
        if number > 1:
            raise SettingsError(
                f"{number} articles would be written to {target.name} — extract them one by one with -o"
            )
    return targets


def _claims_folder(settings: Settings) -> Path:
    """The first folder of the settings that holds claims files, so that `factcheck check` finds them."""
    folders = [path for path in settings.claims if path.suffix.lower() not in YAML_SUFFIXES]
    return folders[0] if folders else settings.root / "claims"


def _named(request: Request) -> Path:
    path = Path(request.output or "")
    if path.suffix.lower() not in YAML_SUFFIXES:
        raise SettingsError(f"-o {path} — name a .yaml file, or a folder that is there")
    if len(request.articles) > 1:
        raise SettingsError(f"-o {path} takes one article — name one, or a folder for all of them")
    return path


def _names(request: Request, article: str, target: Path, cwd: Path) -> Names:
    shown = display_path(target, cwd)
    command = ["factcheck", "extract", article]
    command += ["-o", shown] if request.output else []
    command += ["--lang", request.lang] if request.lang else []
    return Names(
        article="standard input" if article == STDIN else display_path(Path(article), cwd),
        file="<stdout>" if target == Path(STDOUT) else shown,
        text="",
        command=shlex.join(command),
        today=today_from_environment(),
    )


def _write(extraction: Extraction, target: Path, names: Names, request: Request) -> None:
    if target == Path(STDOUT):
        updated = new_file(extraction, names) if extraction.taken else None
        if updated:
            emit(updated.text, None)
    else:
        updated = write_claims(extraction, target, names, with_removed=request.all)
    for line in _told(extraction, updated, names, request):
        remark(line)


def _told(extraction: Extraction, updated: Updated | None, names: Names, request: Request) -> Sequence[str]:
    refused = [f"left out: {fault}" for fault in extraction.refused]
    if updated is None:
        bar = left_out(extraction, _wanted(request))
        return [*refused, f"{names.article}: no sentence is worth checking, nothing was written; {bar}"]
    look = [*refused, *map(str, updated.reworded)]
    return (
        look
        if request.quiet
        else [*look, f"{names.file}: {_became(updated)}; {left_out(extraction, _wanted(request))}"]
    )


def _became(updated: Updated) -> str:
    """What became of the claims: ``12 claims`` of a new file, ``10 claims stand, 2 new, 1 vanished`` of an earlier."""
    numbers = {"vanished": updated.n_vanished, "back": updated.n_back}
    if not updated.n_stand and not any(numbers.values()):
        return count(updated.n_new, "claim")
    said = [f"{count(updated.n_stand, 'claim')} as before", f"{updated.n_new:,} new"]
    said += [f"{number:,} {word}" for word, number in numbers.items() if number]
    if updated.n_removed:
        said.append(f"{updated.n_removed:,} not added, as they were taken out of the file (--all adds them)")
    return ", ".join(said)
