"""The example in the repository, checked with the real models from the files to the verdicts."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck import FactChecker
from factcheck.claims import read_claims
from factcheck.datatypes import Label, Outcome, Report, Verdict

ROOT = Path(__file__).parent.parent
GERMAN = "claims/ai-chips.de.yaml"
N_CLAIMS = {"en": 45, "de": 22}
MET = {"en": 35, "de": 13}
WRONG_SUPPORTED = {"en": 0, "de": 2}
"""Floors of these verifiers on the demo: measured 36 and 14 met, none and two wrongly supported. The German claims say
what their English twins say; the small verifier alone reads them."""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    store = tmp_path_factory.mktemp("store")
    first = FactChecker(ROOT / "evidence", store=store, cwd=ROOT).check(ROOT / "claims")
    again = FactChecker(ROOT / "evidence", store=store, cwd=ROOT)
    assert again.check(ROOT / "claims").verdicts == first.verdicts
    assert again.pairs_scored == 0
    return first


def of_language(report: Report, lang: str) -> list[Verdict]:
    """The verdicts on the German claims, or on all others."""
    return [v for v in report.verdicts if v.claim.place and (v.claim.place.file == GERMAN) == (lang == "de")]


@pytest.mark.parametrize("lang", ["en", "de"])
def test_expectations_of_the_demo_are_met_at_least_as_often_as_measured(report: Report, lang: str) -> None:
    verdicts = of_language(report, lang)
    assert len(verdicts) == N_CLAIMS[lang]
    missed = [
        f"{v.claim.place}: {v.claim.text} ({v.label}, expected {v.claim.expect})"
        for v in verdicts
        if v.outcome is Outcome.FINDING
    ]
    assert len(verdicts) - len(missed) >= MET[lang], missed


@pytest.mark.parametrize("lang", ["en", "de"])
def test_hardly_a_claim_of_the_demo_is_wrongly_supported(report: Report, lang: str) -> None:
    verdicts = of_language(report, lang)
    wrong = [v.claim.text for v in verdicts if v.label is Label.SUPPORTED and v.outcome is Outcome.FINDING]
    assert len(wrong) <= WRONG_SUPPORTED[lang], wrong


def test_each_german_claim_has_an_english_twin_with_the_same_quote_and_expectation() -> None:
    english = {claim.id: claim for claim in read_claims([ROOT / "claims" / "ai-chips.yaml"])}
    german = read_claims([ROOT / GERMAN])
    assert [claim.id.removesuffix("-de") for claim in german] == list(english)
    for claim in german:
        twin = english[claim.id.removesuffix("-de")]
        assert (claim.quote, claim.span, claim.expect) == (twin.quote, twin.span, twin.expect)


def test_the_evidence_for_and_against_the_first_claim_is_read_and_shown(report: Report) -> None:
    verdict = of_language(report, "en")[0]
    assert verdict.claim.text == "Zhenwu rivals H20."
    read = {a.match.snippet.id for a in verdict.assessments}
    assert {"zhenwu-good-enough-for-h20", "h20-usually-ahead"} <= read


def test_every_quote_has_a_span_of_its_length(report: Report) -> None:
    quoted = [v.claim for v in report.verdicts if v.claim.quote]
    assert len(quoted) >= 15
    for claim in quoted:
        assert claim.span is not None
        assert claim.span[1] - claim.span[0] == len(claim.quote)


def test_the_example_that_init_writes_comes_out_as_it_says(tmp_path: Path) -> None:
    example = ROOT / "factcheck" / "data" / "project"
    checker = FactChecker(example / "evidence", store=tmp_path, cwd=example)
    found = checker.check(example / "claims")
    assert [v.claim.text for v in found.verdicts if v.outcome is Outcome.FINDING] == []
