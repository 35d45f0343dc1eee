"""The example in the repository: every claim's `expect:` is met, from the files to the exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck import FactChecker
from factcheck.datatypes import Report, Stance
from factcheck.report.wording import expectation

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    store = tmp_path_factory.mktemp("store")
    checker = FactChecker(ROOT / "evidence", store=store, cwd=ROOT)
    first = checker.check(ROOT / "claims")
    again = FactChecker(ROOT / "evidence", store=store, cwd=ROOT)
    second = again.check(ROOT / "claims")
    assert again.pairs_scored == 0
    assert second.verdicts == first.verdicts
    return first


def test_every_expectation_of_the_demo_is_met(report: Report) -> None:
    missed = [f"{item.claim.place}: {item.claim.text} ({expectation(item)})" for item in report.findings]
    assert not missed, missed


def test_the_first_claim_shows_both_sides(report: Report) -> None:
    verdict = report.verdicts[0]
    assert verdict.claim.text == "Zhenwu rivals H20."
    stances = {a.stance for a in verdict.assessments if a.decides}
    assert {Stance.SUPPORTS, Stance.CONTRADICTS} <= stances


def test_every_quote_stands_in_its_claim_file_with_a_span_of_its_length(report: Report) -> None:
    quoted = [v.claim for v in report.verdicts if v.claim.quote]
    assert len(quoted) >= 15
    for claim in quoted:
        assert claim.span is not None
        assert claim.span[1] - claim.span[0] == len(claim.quote)
