"""The calibration of a project: which rule a check uses, and how ``factcheck.yaml`` holds it."""

from __future__ import annotations

import datetime as dt
import json
import logging
from dataclasses import asdict, fields

from factcheck.aggregate import FITTED, FITTED_SMALL, CalibrationMap, Rule
from factcheck.settings import Calibration

SMALL = "factcheck-verifier-small-"
"""How the ids of our small verifiers begin."""
KEY = "calibration"
"""The key of the settings file."""
NUMBERS = ("own", "joint", "corroboration", "against", "bias", "decide", "strong", "relevant")
"""The numbers of a rule, by the names that settings and ``Rule`` share."""
CONFIDENCE_NUMBERS = tuple(field.name for field in fields(CalibrationMap))
"""Those of its confidence, which stand together under ``confidence:``."""

_log = logging.getLogger(__name__)


def rule_for(calibration: Calibration | None, verifier: str) -> Rule:
    """The rule for a check with this verifier id: the calibrated one if it was fitted for it, else the shipped one.

    A calibration for another verifier is not used, because its numbers weigh the probabilities of that one; a warning
    says so.
    """
    if calibration is None:
        return shipped_rule(verifier)
    if calibration.verifier != verifier:
        _log.warning(
            "calibration: was fitted for %s, the verifier in use is %s; the shipped rule decides — "
            "run `factcheck calibrate` again",
            calibration.verifier,
            verifier,
        )
        return shipped_rule(verifier)
    return calibrated_rule(calibration)


def shipped_rule(verifier: str) -> Rule:
    """The rule we ship for the verifier with this id: the small one alone has its own, all others share one."""
    return FITTED_SMALL if verifier.startswith(SMALL) else FITTED


def calibrated_rule(calibration: Calibration) -> Rule:
    """The rule with these numbers; its name, which every record carries, holds all of them.

    A calibration that was written before confidence or corroboration had numbers of its own gets the shipped ones.
    """
    shipped = shipped_rule(calibration.verifier)
    numbers = {name: _or(getattr(calibration, name), getattr(shipped, name)) for name in NUMBERS}
    confidence = CalibrationMap(**calibration.confidence) if calibration.confidence else shipped.confidence
    shown = " ".join(f"{name}={value:g}" for name, value in {**numbers, **asdict(confidence)}.items())
    on = f"calibrated on {calibration.n_claims} claims on {calibration.fitted} for {calibration.verifier}"
    return Rule(**numbers, confidence=confidence, name=f"{on}: {shown}")


def _or(number: float | None, shipped: float) -> float:
    return shipped if number is None else number


def calibration_of(rule: Rule, verifier: str, n_claims: int, fitted: dt.date) -> Calibration:
    """The calibration that makes a check with this verifier use the rule."""
    numbers = {name: value for name, value in asdict(rule).items() if name in NUMBERS}
    return Calibration(
        **numbers, verifier=verifier, n_claims=n_claims, fitted=fitted, confidence=asdict(rule.confidence)
    )


def to_block(calibration: Calibration) -> str:
    """The lines of the settings file that hold the calibration."""
    lines = [f"{KEY}:  # written by factcheck calibrate, which replaces these lines"]
    lines += [f"  {name}: {value}" for name in NUMBERS if (value := getattr(calibration, name)) is not None]
    if calibration.confidence:
        confidence = ", ".join(f"{name}: {calibration.confidence[name]}" for name in CONFIDENCE_NUMBERS)
        lines.append(f"  confidence: {{{confidence}}}")
    # A JSON text is a quoted text in YAML too.
    lines.append(f"  verifier: {json.dumps(calibration.verifier, ensure_ascii=False)}")
    lines.append(f"  fitted_on: {{claims: {calibration.n_claims}, date: {calibration.fitted}}}")
    return "\n".join(lines) + "\n"
