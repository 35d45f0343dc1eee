"""The outcome: what a verdict means for the exit code."""

from __future__ import annotations

import datetime as dt

import pytest

from factcheck.datatypes import Claim, Label, Outcome, Reason, Waiver
from factcheck.outcome import outcome_of, unchecked_outcome

TODAY = dt.date(2026, 3, 15)
DEFAULT = ("contradicted", "unchecked")
SUPPORTED, CONTRADICTED, UNKNOWN = Label.SUPPORTED, Label.CONTRADICTED, Label.UNKNOWN
PASSED, FINDING, WAIVED = Outcome.PASSED, Outcome.FINDING, Outcome.WAIVED


def claim(expect: Label | Reason | None = None, until: dt.date | None = None) -> Claim:
    return Claim("c", "The tower is tall.", expect=expect, waive=Waiver(until, "asked again") if until else None)


def outcome(
    label: Label,
    reason: Reason | None = None,
    expect: Label | Reason | None = None,
    fail_on: tuple[str, ...] = DEFAULT,
    until: dt.date | None = None,
) -> Outcome:
    return outcome_of(claim(expect, until), label, reason, fail_on, TODAY)


@pytest.mark.parametrize(
    ("label", "reason", "expected"),
    [
        (SUPPORTED, None, PASSED),
        (CONTRADICTED, None, FINDING),
        (UNKNOWN, Reason.NO_EVIDENCE, PASSED),
        (UNKNOWN, Reason.CONFLICTING, PASSED),
    ],
)
def test_by_default_only_a_contradicted_claim_is_a_finding(
    label: Label, reason: Reason | None, expected: Outcome
) -> None:
    assert outcome(label, reason) is expected


@pytest.mark.parametrize("reason", list(Reason))
def test_unknown_in_fail_on_means_every_reason(reason: Reason) -> None:
    assert outcome(UNKNOWN, reason, fail_on=("unknown",)) is FINDING


@pytest.mark.parametrize("reason", list(Reason))
def test_a_reason_in_fail_on_means_that_reason_alone(reason: Reason) -> None:
    expected = FINDING if reason is Reason.CONFLICTING else PASSED
    assert outcome(UNKNOWN, reason, fail_on=("conflicting",)) is expected


def test_what_is_not_in_fail_on_is_no_finding() -> None:
    assert outcome(CONTRADICTED, fail_on=("unknown",)) is PASSED


@pytest.mark.parametrize(("label", "reason"), [(SUPPORTED, None), (CONTRADICTED, None), (UNKNOWN, Reason.CONFLICTING)])
def test_never_in_fail_on_finds_nothing(label: Label, reason: Reason | None) -> None:
    assert outcome(label, reason, fail_on=("never",)) is PASSED


@pytest.mark.parametrize(
    ("label", "reason", "expect"),
    [
        (SUPPORTED, None, SUPPORTED),
        (CONTRADICTED, None, CONTRADICTED),
        (UNKNOWN, Reason.NO_EVIDENCE, UNKNOWN),
        (UNKNOWN, Reason.NOT_ENOUGH, Reason.NOT_ENOUGH),
    ],
)
def test_an_expectation_that_is_met_passes_whatever_fail_on_says(
    label: Label, reason: Reason | None, expect: Label | Reason
) -> None:
    everything = ("contradicted", "unknown", "no-evidence", "not-enough", "conflicting")
    assert outcome(label, reason, expect, everything) is PASSED


@pytest.mark.parametrize(
    ("label", "reason", "expect"),
    [
        (CONTRADICTED, None, SUPPORTED),
        (SUPPORTED, None, CONTRADICTED),
        (SUPPORTED, None, UNKNOWN),
        (UNKNOWN, Reason.NO_EVIDENCE, SUPPORTED),
    ],
)
def test_an_expectation_that_is_not_met_is_a_finding_even_if_nothing_fails(
    label: Label, reason: Reason | None, expect: Label
) -> None:
    assert outcome(label, reason, expect, ("never",)) is FINDING


def test_an_expected_reason_is_stricter_than_expecting_unknown() -> None:
    assert outcome(UNKNOWN, Reason.NO_EVIDENCE, Reason.CONFLICTING) is FINDING


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (TODAY + dt.timedelta(days=1), WAIVED),
        (TODAY, WAIVED),
        (TODAY - dt.timedelta(days=1), FINDING),
    ],
)
def test_a_waiver_holds_a_finding_back_through_its_last_day(until: dt.date, expected: Outcome) -> None:
    assert outcome(CONTRADICTED, until=until) is expected


def test_a_waiver_also_holds_back_an_expectation_that_is_not_met() -> None:
    assert outcome(CONTRADICTED, expect=SUPPORTED, until=TODAY) is WAIVED


def test_a_waiver_of_what_is_no_finding_changes_nothing() -> None:
    assert outcome(SUPPORTED, until=TODAY) is PASSED


@pytest.mark.parametrize(
    ("fail_on", "expected"), [(DEFAULT, FINDING), (("unchecked",), FINDING), (("contradicted",), PASSED)]
)
def test_an_unchecked_claim_is_a_finding_when_fail_on_says_so(fail_on: tuple[str, ...], expected: Outcome) -> None:
    assert unchecked_outcome(claim(), fail_on, TODAY) is expected


@pytest.mark.parametrize("expect", [SUPPORTED, UNKNOWN, Reason.NO_EVIDENCE])
def test_an_unchecked_claim_never_meets_its_expectation(expect: Label | Reason) -> None:
    assert unchecked_outcome(claim(expect), ("never",), TODAY) is FINDING


@pytest.mark.parametrize(("until", "expected"), [(TODAY, WAIVED), (TODAY - dt.timedelta(days=1), FINDING)])
def test_an_unchecked_claim_can_be_waived_like_any_other(until: dt.date, expected: Outcome) -> None:
    assert unchecked_outcome(claim(until=until), DEFAULT, TODAY) is expected
