"""The decisions of people, put into reports before they are shown."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from factcheck.cli.output import RECORDS, remark
from factcheck.datatypes import Report
from factcheck.errors import Fault
from factcheck.inputfiles import display_path
from factcheck.report.record import read_report
from factcheck.review.attach import reviewed
from factcheck.review.log import FOLDER


def with_decisions(report: Report, root: Path) -> Report:
    """The report with the decisions in ``reviews/`` below ``root``; lines there that cannot be used are told."""
    found, faults = reviewed(report, root, Path.cwd())
    tell(faults)
    return found


def tell(faults: Iterable[Fault]) -> None:
    """Print lines of review logs that cannot be used; all others are used, so that nothing ends here."""
    for fault in faults:
        shown = replace(fault, file=display_path(Path(fault.file), Path.cwd()))
        remark(str(shown))


def read_reviewed(record: Path) -> Report:
    """A record with what was decided since it was made; one that lies outside of its project stays as it is."""
    report = read_report(record)
    home = home_of(record)
    return with_decisions(report, home) if home and (home / FOLDER).is_dir() else report


def home_of(record: Path) -> Path | None:
    """The root of the project that a record lies in, which has its decisions; none for one that lies elsewhere.

    A linked ``reports/`` is the project's own, wherever it leads: a check looks for decisions beside the link.
    """
    folder = Path(os.path.abspath(record)).parent  # noqa: PTH100 (resolve follows links)
    return folder.parent if folder.name == RECORDS else None
