"""The closed sets of words: labels, reasons, stances, standings, outcomes, baseline states, reviewers' choices."""

from __future__ import annotations

from enum import StrEnum


class Label(StrEnum):
    """What the evidence as a whole says about a claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """Why a claim is unknown."""

    NO_EVIDENCE = "no-evidence"
    NOT_ENOUGH = "not-enough"
    CONFLICTING = "conflicting"


class Stance(StrEnum):
    """What one snippet says about one claim."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    NEUTRAL = "neutral"


class Standing(StrEnum):
    """Whether a snippet may decide at the reference date, and if not, why; one in another language is not even read."""

    COUNTS = "counts"
    LATER = "published-later"
    EXPIRED = "expired"
    OTHER_LANGUAGE = "other-language"


class Outcome(StrEnum):
    """What a verdict means for the exit code."""

    PASSED = "passed"
    FINDING = "finding"
    WAIVED = "waived"
    BASELINED = "baselined"


class BaselineState(StrEnum):
    """What a finding is to a baseline, in the words of SARIF."""

    NEW = "new"
    UNCHANGED = "unchanged"
    UPDATED = "updated"


class Choice(StrEnum):
    """What a reviewer decides on a verdict: it is right as it is, or another label is."""

    ACCEPT = "accept"
    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNKNOWN = "unknown"
