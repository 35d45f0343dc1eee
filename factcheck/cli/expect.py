"""`factcheck check --write-expect`."""

from __future__ import annotations

import sys
from pathlib import Path

from factcheck.datatypes import Report
from factcheck.errors import Fault
from factcheck.expectations import write_expectations
from factcheck.models.weights import file_sha256
from factcheck.report.wording import count
from factcheck.review.expect import expectations


def write_expected(report: Report, cwd: Path) -> None:
    """Write what people accepted into the claims files, and tell how much and what not; stdout stays the report's."""
    n_added = n_files = 0
    refused: list[Fault] = []
    for file, wanted in expectations(report).items():
        if file.startswith("<"):
            refused.append(Fault(file, 0, "expect: cannot be written there", remedy="check files instead"))
            continue
        if file_sha256(cwd / file) != report.provenance.claims_files.get(file):
            refused.append(Fault(file, 0, "the file changed while it was checked", remedy="check again"))
            continue
        written = write_expectations(cwd / file, wanted, cwd)
        n_added += written.n_added
        n_files += written.n_added > 0
        refused += written.refused
    told = [f"expect: added to {count(n_added, 'claim')} in {count(n_files, 'file')}", *map(str, refused)]
    if not n_added and not refused:
        told = ["no expect: was added; only accepted verdicts that still stand are — run `factcheck review` first"]
    for line in told:
        print(f"factcheck: {line}", file=sys.stderr)  # noqa: T201
