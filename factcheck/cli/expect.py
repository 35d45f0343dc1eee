"""`factcheck check --write-expect` and `--replace-expect`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from factcheck.cli.output import remark, review_command
from factcheck.datatypes import Report
from factcheck.errors import Fault
from factcheck.expectations import Written, write_expectations
from factcheck.extract.steps import is_article
from factcheck.inputfiles import hashes_of
from factcheck.report.wording import count
from factcheck.review.expect import expectations


def write_expected(report: Report, cwd: Path, *, replacing: bool = False) -> None:
    """Write what people accepted into the claims files, and tell how much and what not; stdout stays the report's.

    Args:
        report: with its reviews.
        cwd: where the files of the report are named from.
        replacing: whether another ``expect:`` that stands there is changed.
    """
    done: list[Written] = []
    refused: list[Fault] = []
    for file, wanted in expectations(report).items():
        if is_article(Path(file)):
            remedy = "run `factcheck extract` first, and check the claims file"
            refused.append(Fault(file, 0, "expect: cannot be written into an article", remedy=remedy))
        elif file.startswith("<"):
            refused.append(Fault(file, 0, "expect: cannot be written there", remedy="check files instead"))
        elif file not in report.provenance.claims_files:
            refused.append(Fault(file, 0, "expect: cannot be written there", remedy="check a regular file instead"))
        elif hashes_of([cwd / file], cwd).get(file) != report.provenance.claims_files[file]:
            refused.append(Fault(file, 0, "the file changed while it was checked", remedy="check again"))
        else:
            done.append(write_expectations(cwd / file, wanted, cwd, replacing=replacing))
            refused += done[-1].refused
    for line in _told(done, refused) or [_nothing_added(report)]:
        remark(line)


def _nothing_added(report: Report) -> str:
    n_disagreed = sum(verdict.review is not None and verdict.review.disagreed for verdict in report.verdicts)
    told = f"; reviewers disagree on {n_disagreed:,}" if n_disagreed else ""
    why = f"only accepted verdicts that still stand are{told}"
    return f"no expect: was added; {why} — run {review_command(report)} first"


def _told(done: Sequence[Written], refused: Sequence[Fault]) -> list[str]:
    """What was done and what was refused, line by line; nothing where there was nothing to do."""
    added = _in_files("added to", [one.n_added for one in done])
    replaced = _in_files("replaced in", [one.n_replaced for one in done])
    if not added and not replaced and not refused:
        return []
    n_other = sum(one.n_other for one in done)
    return [
        f"expect: {' and '.join(filter(None, (added, replaced))) or 'added to no claim'}",
        *map(str, refused),
        *(
            [f"{count(n_other, 'accepted verdict')} against another expect: — --replace-expect changes it"]
            * bool(n_other)
        ),
    ]


def _in_files(verb: str, numbers: Sequence[int]) -> str:
    """``added to 3 claims in 2 files``, or nothing for none."""
    n_files = sum(number > 0 for number in numbers)
    return f"{verb} {count(sum(numbers), 'claim')} in {count(n_files, 'file')}" if n_files else ""
