"""What a verdict means for the exit code: passed, a finding, or waived."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from factcheck.datatypes import Claim, Label, Outcome, Reason


def outcome_of(claim: Claim, label: Label, reason: Reason | None, fail_on: Iterable[str], today: dt.date) -> Outcome:
    """The outcome of a verdict.

    A claim with ``expect`` is judged by it alone; one without is a finding if its label or reason is in ``fail_on``.
    A waiver holds a finding back through its last day.
    """
    named = {label.value, *([reason.value] if reason else [])}
    found = claim.expect.value not in named if claim.expect else bool(named & set(fail_on))
    return _waived(claim, today) if found else Outcome.PASSED


def unchecked_outcome(claim: Claim, fail_on: Iterable[str], today: dt.date) -> Outcome:
    """The outcome of an unchecked claim: a finding if ``fail_on`` has ``unchecked`` or it has ``expect``."""
    found = claim.expect is not None or "unchecked" in set(fail_on)
    return _waived(claim, today) if found else Outcome.PASSED


def _waived(claim: Claim, today: dt.date) -> Outcome:
    return Outcome.WAIVED if claim.waive and today <= claim.waive.until else Outcome.FINDING
