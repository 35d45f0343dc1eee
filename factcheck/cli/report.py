"""`factcheck report`."""

from __future__ import annotations

import os
from pathlib import Path

from factcheck.cli.output import emit, render
from factcheck.cli.reviews import read_reviewed


def run_report(record: Path, form: str, output: Path | None, config: Path | None = None) -> int:
    """Print a record in another form; 0 whatever it says. Only a ClaimReview needs the settings, for who publishes."""
    organisation = None
    if form == "claimreview":
        from factcheck.settings import load_settings

        organisation = load_settings(config, Path.cwd(), os.environ, {}).organisation
    emit(render(read_reviewed(record), form, output, organisation=organisation), output)
    return 0
