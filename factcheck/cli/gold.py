"""`factcheck gold`."""

from __future__ import annotations

import os
from pathlib import Path

from factcheck.cli.output import remark
from factcheck.cli.reviewpage import find_record
from factcheck.cli.reviews import home_of, with_decisions
from factcheck.report.record import read_report
from factcheck.report.wording import count
from factcheck.review.gold import write_gold
from factcheck.settings import load_settings


def run_gold(record: Path | None, output: Path, config: Path | None) -> int:
    """Write the reviewed verdicts of a record as a gold folder; 0 when it is written."""
    cwd = Path.cwd()
    settings = load_settings(config, cwd, os.environ, {})
    record = find_record(record, settings.root)
    written = write_gold(with_decisions(read_report(record), home_of(record) or settings.root), output)
    left_out = ", ".join(f"{number} {why}" for why, number in written.left_out.items())
    told = f"{count(written.n_claims, 'claim')} with {count(written.n_snippets, 'snippet')} written to {output}"
    remark(told + (f"; left out: {left_out}" if left_out else ""))
    return 0
