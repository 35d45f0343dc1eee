"""`factcheck diff`."""

from __future__ import annotations

from pathlib import Path

from factcheck.cli.output import emit, refuse_output, terminal_size
from factcheck.cli.reviews import home_of
from factcheck.diff import Diff, compare
from factcheck.report.record import read_report
from factcheck.review.keys import keys_of
from factcheck.settings import find_settings_file


def run_diff(old: Path, new: Path, form: str, output: Path | None) -> int:
    """Print what changed between two records; 0 whatever it is."""
    refuse_output(output, {"one of the two records": [old, new]})
    before, after = read_report(old), read_report(new)
    old_keys, new_keys = (keys_of(report, _root(old, new), Path.cwd()) for report in (before, after))
    diff = compare(before, after, old_key=old_keys.of, new_key=new_keys.of)
    emit(_render(diff, form, output), output)
    return 0


def _root(old: Path, new: Path) -> Path:
    """The project that one of the records lies in, else that of the working directory."""
    cwd = Path.cwd()
    settings = find_settings_file(None, cwd)
    return home_of(new) or home_of(old) or (settings.parent if settings else cwd)


def _render(diff: Diff, form: str, output: Path | None) -> str:
    if form == "json":
        from factcheck.diff.record import to_json

        return to_json(diff)
    if form == "markdown":
        from factcheck.diff.markdown import to_markdown

        return to_markdown(diff)
    from factcheck.diff.text import to_text

    return to_text(diff, width=terminal_size(output)[0])
