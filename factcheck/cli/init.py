"""`factcheck init`."""

from __future__ import annotations

from pathlib import Path

from factcheck.cli.output import remark
from factcheck.project import write_project


def run_init(folder: Path) -> int:
    """Write the small project; files that are there already are kept."""
    written = write_project(folder)
    for path in written:
        remark(f"wrote {path}")
    remark("now run `factcheck check`" + (f" in {folder}" if folder != Path() else ""))
    return 0
