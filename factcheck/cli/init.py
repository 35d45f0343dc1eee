"""`factcheck init`."""

from __future__ import annotations

import sys
from pathlib import Path

from factcheck.cli.output import remark
from factcheck.project import write_project


def run_init(folder: Path) -> int:
    """Write the small project; files that are there already are kept."""
    written = write_project(folder)
    for path in written:
        remark(f"wrote {path}")
    print("factcheck: now run `factcheck check`" + (f" in {folder}" if folder != Path() else ""), file=sys.stderr)  # noqa: T201
    return 0
