"""`factcheck report`."""

from __future__ import annotations

from pathlib import Path

from factcheck.cli.output import emit, render
from factcheck.report.record import read_report


def run_report(record: Path, form: str, output: Path | None) -> int:
    """Print a record in another form; 0 whatever it says."""
    emit(render(read_report(record), form, output), output)
    return 0
