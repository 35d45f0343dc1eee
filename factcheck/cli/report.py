"""`factcheck report`."""

from __future__ import annotations

import os
from pathlib import Path

from factcheck.cli.output import HUMAN, emit, refuse_output, render
from factcheck.cli.reviews import read_reviewed


def run_report(
    record: Path, form: str, output: Path | None, config: Path | None = None, ui_lang: str | None = None
) -> int:
    """Print a record in another form; 0 whatever it says.

    Only what people read needs the settings, for its language, and a ClaimReview, for who publishes.
    """
    organisation, lang = None, "en"
    if form in (*HUMAN, "claimreview"):
        from factcheck.settings import load_settings

        settings = load_settings(config, Path.cwd(), os.environ, {"ui_lang": ui_lang})
        organisation, lang = settings.organisation, settings.ui_lang
    refuse_output(output, {"the record": [record]})
    emit(render(read_reviewed(record), form, output, organisation=organisation, lang=lang), output)
    return 0
