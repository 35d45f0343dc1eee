"""`factcheck diff`."""

from __future__ import annotations

from pathlib import Path

from factcheck.cli.output import emit, refuse_output, terminal_size
from factcheck.diff import Diff, compare
from factcheck.report.record import read_report


def run_diff(old: Path, new: Path, form: str, output: Path | None) -> int:
    """Print what changed between two records; 0 whatever it is."""
    refuse_output(output, {"one of the two records": [old, new]})
    emit(_render(compare(read_report(old), read_report(new)), form, output), output)
    return 0


def _render(diff: Diff, form: str, output: Path | None) -> str:
    if form == "json":
        from factcheck.diff.record import to_json

        return to_json(diff)
    if form == "markdown":
        from factcheck.diff.markdown import to_markdown

        return to_markdown(diff)
    from factcheck.diff.text import to_text

    return to_text(diff, width=terminal_size(output)[0])
