"""A report as CSV: one row a claim, for spreadsheets and data frames."""

from __future__ import annotations

import csv
import io
import re

from factcheck.datatypes import Report, Verdict
from factcheck.report.reviewwords import decision_name, review_notes, reviewers
from factcheck.report.wording import (
    Item,
    everything,
    label_name,
    plain,
    reason_name,
    share,
    tally,
)

COLUMNS = (
    *("file", "line", "id", "claim", "label", "reason", "confidence", "outcome", "expect", "why"),
    *("reference_date", "evidence", "speaker", "tags", "waived_until", "waive_reason"),
    *("reviewer", "decision", "reviewed_on", "review_note", "review_stands"),
)
"""The columns, in this order in every report; docs/files.md says what each holds. New ones are added at the end."""

# Spreadsheets run a cell that begins with one of these signs (OWASP, CSV injection). A program that splits at
# semicolons, as Excel does in many countries, sees the beginning of a cell after each of them too.
_FORMULA = re.compile(r"""((?:^|;)[\s"]*)(?=[=+\-@＝＋－＠])""")


def to_csv(report: Report) -> str:
    """A header and one row for each claim, as RFC 4180 has it: commas, double quotes, CRLF.

    A text that a spreadsheet would run as a formula has an apostrophe before the sign; texts are one line.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_row(item) for item in everything(report))
    return text.getvalue()


def _row(item: Item) -> list[str]:
    claim, place = item.claim, item.claim.place
    verdict = item if isinstance(item, Verdict) else None
    return [
        _cell(place.file if place else ""),
        str(place.line) if place else "",
        *map(_cell, (claim.id, claim.text)),
        label_name(item),
        reason_name(item),
        share(verdict.confidence) if verdict else "",
        item.outcome.value,
        claim.expect.value if claim.expect else "",
        _cell(item.why),
        verdict.reference_date.isoformat() if verdict else "",
        ", ".join(tally(verdict)) if verdict else "",
        *map(_cell, (claim.speaker, ", ".join(claim.tags))),
        claim.waive.until.isoformat() if claim.waive else "",
        _cell(claim.waive.reason if claim.waive else ""),
        *_review(verdict),
    ]


def _review(verdict: Verdict | None) -> list[str]:
    review = verdict.review if verdict else None
    if review is None:
        return [""] * 5
    stands = "yes" if review.stands else "no"
    return [
        _cell(reviewers(review)),
        decision_name(review),
        review.reviewed_on.isoformat(),
        _cell(review_notes(review)),
        stands,
    ]


def _cell(text: str) -> str:
    """The text as one line that no spreadsheet runs."""
    return _FORMULA.sub(r"\1'", plain(text))
