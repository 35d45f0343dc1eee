"""A report as JSON Lines: one claim a line, for programs that read a report piece by piece."""

from __future__ import annotations

from factcheck.datatypes import Report
from factcheck.report.jsontext import json_text
from factcheck.report.record import to_fields


def to_jsonl(report: Report) -> str:
    """The verdicts, one a line, then the unchecked claims, which have no ``label``; each as it is in the record."""
    fields = to_fields(report)
    return "".join(f"{json_text(item)}\n" for item in (*fields["verdicts"], *fields["unchecked"]))
