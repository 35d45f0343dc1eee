"""`factcheck index`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from factcheck.checker import FactChecker
from factcheck.cli.output import remark
from factcheck.cli.progress import ProgressLine
from factcheck.settings import load_settings


def run_index(config: Path | None, overrides: Mapping[str, object], *, rebuild: bool, quiet: bool) -> int:
    """Build or update the index; 0 when it is up to date."""
    cwd = Path.cwd()
    settings = load_settings(config, cwd, os.environ, overrides)
    with ProgressLine(quiet=quiet) as progress:
        checker = FactChecker.from_settings(settings, cwd=cwd, progress=progress.update)
        index = checker.open_index(rebuild=rebuild)
    if not quiet:
        message = f"index up to date: {len(checker.snippets)} snippets, {index.n_rows} distinct texts, {index.model_id}"
        if tuning := index.tuning:
            message += f", ivf, recall@10 {tuning.recall:.3f} of {tuning.queries} sampled texts with noise"
        remark(message)
    return 0
