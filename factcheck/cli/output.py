"""Where results go: stdout, a file, and the record."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from factcheck.datatypes import Choice, Report, Unchecked, Verdict
from factcheck.errors import SettingsError, StoreError
from factcheck.files import cannot_write, write_atomically, write_output
from factcheck.language import speaking

RECORDS = "reports"
"""Folder of the records, beside the settings file."""
PLAIN_WIDTH = 100
"""Columns when the output is not a terminal."""
HUMAN = ("terminal", "markdown", "html")
"""The forms that people read, which have a language; all others are for programs and stay English."""

_WRITERS = {
    "json": ("record", "to_json"),
    "jsonl": ("jsonl", "to_jsonl"),
    "markdown": ("markdown", "to_markdown"),
    "html": ("html", "to_html"),
    "csv": ("table", "to_csv"),
    "junit": ("junit", "to_junit"),
    "sarif": ("sarif", "to_sarif"),
}
"""Module of ``report/`` and function of each form that needs nothing but the report; imported when it is asked for."""


def render(
    report: Report,
    form: str,
    output: Path | None,
    *,
    verbose: bool = False,
    quiet: bool = False,
    organisation: Mapping[str, str] | None = None,
    lang: str = "en",
) -> str:
    """The report as text in the given form.

    ``organisation`` and ``lang`` are from the settings: who publishes a ClaimReview, and in which language people read.
    Raises ``SettingsError`` for a language that there is not.
    """
    with speaking(lang if form in HUMAN else "en"):
        return _rendered(report, form, output, verbose=verbose, quiet=quiet, organisation=organisation)


def _rendered(
    report: Report,
    form: str,
    output: Path | None,
    *,
    verbose: bool,
    quiet: bool,
    organisation: Mapping[str, str] | None,
) -> str:
    if form == "terminal":
        return _terminal(report, output, verbose=verbose, quiet=quiet)
    if form == "claimreview":
        return _claimreview(report, organisation)
    module, name = _WRITERS[form]
    writer: Callable[[Report], str] = getattr(import_module(f"factcheck.report.{module}"), name)
    return writer(report)


def _claimreview(report: Report, organisation: Mapping[str, str] | None) -> str:
    from factcheck.report.claimreview import accepted_on, to_claimreview

    accepted = accepted_on(report)
    if not accepted:
        remark(_nothing_to_publish(report))
    return to_claimreview(report, organisation, accepted)


def _nothing_to_publish(report: Report) -> str:
    reviews = [v.review for v in report.verdicts if v.review]
    n_outdated = sum(review.decision is Choice.ACCEPT and not review.stands for review in reviews)
    counts = {"out of date": n_outdated, "disagreed": sum(review.disagreed for review in reviews)}
    told = ", ".join(f"{what}: {number:,}" for what, number in counts.items() if number)
    why = "no accepted verdict still stands" if told else "no verdict was accepted by a person"
    return f"{why}, so there is none to publish{told and f'; {told}'} — run {review_command(report)} first"


def review_command(report: Report) -> str:
    """What to run where no verdict is accepted: what reviewers disagree on is settled in a turn of its own."""
    is_disagreed = any(verdict.review and verdict.review.disagreed for verdict in report.verdicts)
    return "`factcheck review --role adjudication`" if is_disagreed else "`factcheck review`"


def _terminal(report: Report, output: Path | None, *, verbose: bool, quiet: bool) -> str:
    from factcheck.report.terminal import show_verdict, to_terminal
    from factcheck.report.wording import summary

    width, color = terminal_size(output)
    if quiet:
        return summary(report) + "\n"
    text = to_terminal(report, width=width, color=color)
    if verbose:
        items: tuple[Verdict | Unchecked, ...] = (*report.verdicts, *report.unchecked)
        text = "\n".join(show_verdict(item, width=width, color=color) for item in items) + "\n" + text
    return text


def terminal_size(output: Path | None = None) -> tuple[int, bool]:
    """Columns, and whether colour may be used: on a terminal, unless ``NO_COLOR`` is set."""
    is_terminal = output is None and sys.stdout is not None and sys.stdout.isatty()
    color = is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    named = os.environ.get("COLUMNS", "")
    width = shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns if is_terminal or named.isdecimal() else PLAIN_WIDTH
    return max(40, width), color


def remark(message: str) -> None:
    """One line on stderr, after the name of the program."""
    if sys.stderr is None:  # closed; print would take stdout instead
        return
    with contextlib.suppress(OSError):  # what is only told must not end what is done
        print(f"factcheck: {message}", file=sys.stderr, flush=True)  # noqa: T201


def emit(text: str, output: Path | None) -> None:
    """Print the text, or write it to the file, whole or not at all. Raises ``StoreError``.

    A reader that leaves early, as ``| head`` does, is no fault and does not change the exit code.
    """
    if output is not None:
        write_output(output, text)
        return
    if sys.stdout is None:
        raise StoreError("cannot write to stdout: it is closed — name a file with --output")
    try:
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.flush()
    except OSError as error:
        # What is still in the buffer must go somewhere when the process ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise cannot_write("to stdout", error) from error


def refuse_output(output: Path | None, used: Mapping[str, Sequence[Path]], option: str = "--output") -> None:
    """Raises ``SettingsError`` where the output is a folder, or would replace one of the files in use, given by what
    they are."""
    if output is None:
        return
    if output.is_dir():
        raise SettingsError(f"{option} {output} is a folder — name a file in it")
    target = os.path.realpath(output)
    for what, files in used.items():
        if any(os.path.realpath(file) == target for file in files):
            raise SettingsError(f"{option} {output} is {what}, which would be lost — name another file")


def require_room_for_record(root: Path) -> None:
    """Raises ``StoreError`` where no record can be written, before the models have worked for it."""
    folder = root / RECORDS
    there = next(place for place in (folder, *folder.parents) if place.exists())
    if not there.is_dir():
        raise cannot_write(folder, NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)))
    if not os.access(there, os.W_OK):
        raise cannot_write(folder, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))


def write_record(report: Report, root: Path) -> Path:
    """Write ``reports/<name>.json``; returns its path. Raises ``StoreError``."""
    from factcheck.report.record import to_json

    path = root / RECORDS / f"{report.name}.json"
    write_atomically(path, to_json(report))
    return path
