"""`factcheck review`."""

from __future__ import annotations

import os
from pathlib import Path

from factcheck.cli.output import emit
from factcheck.cli.reviewpage import find_record
from factcheck.cli.reviews import home_of, tell
from factcheck.datatypes import Report
from factcheck.report.record import read_report
from factcheck.report.wording import everything
from factcheck.review import FOLDER, ClaimKeys, History, disagreements, read_reviews, replay
from factcheck.review.agreement import agreement
from factcheck.review.keys import keys_of
from factcheck.review.tables import agreement_text, disagreements_text
from factcheck.settings import load_settings


def run_agreement(record: Path | None, config: Path | None) -> int:
    """Print how far the reviewers agree and what is still to be settled; 0 whatever it is."""
    cwd = Path.cwd()
    settings = load_settings(config, cwd, os.environ, {})
    record = find_record(record, settings.root) if record else None
    root = (home_of(record) if record else None) or settings.root
    content = read_reviews(root / FOLDER)
    tell(content.faults)
    histories = replay(content.entries)
    if record:
        report = read_report(record)
        histories = _of_report(histories, report, keys_of(report, root, cwd))
    emit(agreement_text(agreement(histories)) + "\n" + disagreements_text(disagreements(histories)), None)
    return 0


def _of_report(histories: dict[str, History], report: Report, keys: ClaimKeys) -> dict[str, History]:
    kept = {keys.of(item.claim) for item in everything(report)}
    return {claim: history for claim, history in histories.items() if claim in kept}
