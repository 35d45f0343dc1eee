"""`factcheck check`."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from factcheck.baseline import mark_known
from factcheck.checker import FactChecker, report_name, sentence_claim
from factcheck.claims import find_claims_files, read_claims, read_claims_text
from factcheck.cli.expect import write_expected
from factcheck.cli.extract import tell_found
from factcheck.cli.onray import RAY, check_ray, is_ordinary, rows_of, tell_summary
from factcheck.cli.output import RECORDS, emit, refuse_output, remark, render, require_room_for_record, write_record
from factcheck.cli.progress import ProgressLine
from factcheck.cli.request import Done
from factcheck.cli.request import Request as Request
from factcheck.cli.reviews import with_decisions
from factcheck.cli.stdin import STDIN, read_stdin
from factcheck.cli.unchanged import say_where
from factcheck.datatypes import Claim, Report
from factcheck.diff.compare import condition_changes
from factcheck.errors import Fault, InputError, SettingsError
from factcheck.evidence import find_evidence_files
from factcheck.extract.entries import article_claims
from factcheck.extract.files import Asked, extract_files
from factcheck.extract.steps import Steps, is_article, own_steps
from factcheck.faultlog import nearest
from factcheck.inputfiles import hashes_of
from factcheck.languages import claim_languages
from factcheck.report.record import read_report
from factcheck.review.keys import folder_below, keys_of
from factcheck.review.log import FOLDER
from factcheck.settings import Settings, find_settings_file, load_settings


def run_check(request: Request, steps: Steps | None = None, keep: Callable[[Done], object] | None = None) -> int:
    """Check, print, write the record; 1 if there are findings, else 0. ``steps`` read articles, ours if not given.

    ``keep`` is told what it came to.
    """
    cwd = Path.cwd()
    settings = load_settings(request.config, cwd, os.environ, request.overrides)
    as_of = parse_date(request.as_of)
    paths = _paths(request, settings, cwd)
    name = _name(request, paths)
    paths, rows = rows_of(request, paths, cwd)
    files = _hashes(paths, cwd)
    # Before --only chooses, so that a claim's language does not depend on it.
    read = _claims(request, paths, cwd) + _of_articles(request, paths, settings, cwd, steps)
    claims = _only(claim_languages(read, settings.lang), request.only)
    _refuse_output(request, settings, name, files, cwd)
    require_room_for_record(settings.root)
    known = _baseline(request.baseline, settings.root / RECORDS / f"{name}.json")
    with ProgressLine(quiet=request.quiet) as progress:
        checker = FactChecker.from_settings(settings, as_of=as_of, cwd=cwd, progress=progress.update)
        if request.engine == RAY:
            ran = check_ray(request, settings, checker, claims, (files, rows), name, progress.update)
            if not is_ordinary(claims, rows):
                return tell_summary(ran, request, cwd)
            report = ran.report()
        else:
            report = checker.check_records(claims, name, files)
    report = replace(report, provenance=replace(report.provenance, folder=folder_below(settings.root, cwd)))
    if known:
        _tell_conditions(request.baseline, known, report)
        now, then = (keys_of(one, settings.root, cwd) for one in (report, known))
        report = mark_known(report, known, key=now.of, known_key=then.of)
    report = with_decisions(report, settings.root)
    text = render(
        report,
        request.format,
        request.output,
        verbose=request.verbose,
        quiet=request.quiet,
        organisation=settings.organisation,
        lang=settings.ui_lang,
    )
    record = write_record(report, settings.root)
    emit(text, request.output)
    if request.write_expect or request.replace_expect:
        write_expected(report, cwd, replacing=request.replace_expect)
    if not request.quiet:
        say_where(request, record, checker.pairs_needed, checker.pairs_scored, cwd, found=bool(report.findings))
    code = 1 if report.findings else 0
    if keep:
        keep(Done(text, record, code, checker.pairs_needed))
    return code


def parse_date(text: str | None, option: str = "--as-of") -> dt.date | None:
    """The date that the option was given, or ``None`` for none. Raises ``SettingsError``."""
    try:
        day = None if text is None else dt.date.fromisoformat(text)
        if day and day.isoformat() != text:  # other forms of the standard, which are refused in files too
            raise ValueError(text)
        return day
    except ValueError:
        raise SettingsError(f"{option} is {text!r} — write a date such as 2025-09-11") from None


def _baseline(path: Path | None, own_record: Path) -> Report | None:
    """The record whose findings are known. Raises ``StoreError``, and ``SettingsError`` for this check's own record."""
    if path is None:
        return None
    if path.resolve() == own_record.resolve():
        # It would know each new finding at the second run.
        raise SettingsError(f"--baseline {path} is the record that this check writes — keep a copy of it elsewhere")
    return read_report(path)


def _tell_conditions(path: Path | None, known: Report, report: Report) -> None:
    """What else than claims and evidence may have made findings that the baseline does not have."""
    if changes := condition_changes(known.provenance, report.provenance):
        remark(f"--baseline {path}: {changes[0]}")


def _paths(request: Request, settings: Settings, cwd: Path) -> list[Path]:
    if not all(request.paths):
        raise SettingsError("PATH is empty — name a file or a folder, `.` for this one")
    if request.paths:
        return [Path(path) for path in request.paths]
    return [] if request.sentences else list(settings.claims)


def _refuse_output(request: Request, settings: Settings, name: str, files: Mapping[str, str], cwd: Path) -> None:
    """Raises ``SettingsError`` where ``--output`` names a file that the check reads, or another form for the record."""
    own = find_settings_file(request.config, cwd)
    used = {
        "the record of this check": [] if request.format == "json" else [settings.root / RECORDS / f"{name}.json"],
        "the settings file": [own] if own else [],
        "a file of the claims": [cwd / file for file in files],
        "a file of the evidence": find_evidence_files(settings.evidence, cwd) if request.output else [],
        "the baseline": [request.baseline] if request.baseline else [],
        "a log of decisions": sorted((settings.root / FOLDER).glob("*.jsonl")),
    }
    refuse_output(request.output, used)


def _hashes(paths: Sequence[Path], cwd: Path) -> dict[str, str]:
    """Of the files that claims are read from; what is wrong with them is told by whoever reads them."""
    files = [path for path in paths if path != Path(STDIN)]
    with contextlib.suppress(InputError):
        return hashes_of(find_claims_files(files, cwd), cwd) if files else {}
    return {}


def _claims(request: Request, paths: Sequence[Path], cwd: Path) -> list[Claim]:
    files = [path for path in paths if path != Path(STDIN) and not is_article(path)]
    claims = read_claims(files, cwd) if files else []
    if Path(STDIN) in paths:
        claims += read_claims_text(_stdin(), "<stdin>")
    return claims + [sentence_claim(sentence, "--claim") for sentence in request.sentences]


def _of_articles(
    request: Request, paths: Sequence[Path], settings: Settings, cwd: Path, steps: Steps | None
) -> list[Claim]:
    """The claims that are found in the articles among the paths, in memory; what was found is told."""
    articles = [path for path in paths if is_article(path)]
    if not articles:
        return []
    with ProgressLine(quiet=request.quiet) as progress:
        told = progress.counter("reading")
        found = extract_files(articles, steps or own_steps(), Asked(default=settings.lang), cwd, told)
    for extraction in found:
        tell_found(extraction, quiet=request.quiet)
    return [claim for extraction in found for claim in article_claims(extraction)]


def _stdin() -> str:
    try:
        return read_stdin().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise InputError(
            [Fault("<stdin>", 0, f"is not UTF-8 at byte {fault.start}", remedy="convert it to UTF-8")]
        ) from None


def _only(claims: list[Claim], wanted: Sequence[str]) -> list[Claim]:
    if not wanted:
        return claims
    known: dict[str, list[Claim]] = {}
    for claim in claims:
        for name in {claim.id, claim.key, *claim.tags}:
            known.setdefault(name, []).append(claim)
    for word in wanted:
        if word not in known:
            near = nearest(word, list(known))
            raise SettingsError(
                f"--only {word}: no claim has this id or tag" + (f' — did you mean "{near}"?' if near else "")
            )
    kept = {id(claim) for word in wanted for claim in known[word]}
    return [claim for claim in claims if id(claim) in kept]


def _name(request: Request, paths: Sequence[Path]) -> str:
    named = [path for path in paths if path != Path(STDIN)]
    if named:
        return report_name(named)
    return "stdin" if Path(STDIN) in paths else "claim"
