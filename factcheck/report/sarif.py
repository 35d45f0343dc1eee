"""A report as SARIF 2.1.0 (OASIS), which code scanning services and editors show beside the claims file."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote

from factcheck.datatypes import (
    Assessment,
    Baseline,
    BaselineState,
    Label,
    Outcome,
    Place,
    Reason,
    Report,
    Unchecked,
    Verdict,
    content_hash,
)
from factcheck.report.jsontext import json_text
from factcheck.report.reviewwords import decision_name, review_text, reviewers
from factcheck.report.wording import (
    UNCHECKED,
    Item,
    baseline,
    day,
    everything,
    is_expected,
    label_name,
    label_text,
    notes,
    percent,
    plain,
    reason_name,
    share,
    shorten,
    source_line,
    writable,
)

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
VERSION = "2.1.0"
ROOT = "%SRCROOT%"
"""What paths are relative to: by convention the folder of the checkout."""

TEXT_WIDTH = 400
"""Characters of each text in a message: GitHub shows the first 1,000 of all."""

# Rule, level, and what it says; the names are those that --fail-on takes. The order is fixed, as results refer to it.
_RULES = (
    (Label.CONTRADICTED.value, "error", "The evidence contradicts the claim."),
    (Label.SUPPORTED.value, "note", "The evidence supports the claim."),
    (Reason.CONFLICTING.value, "warning", "Strong evidence stands on both sides of the claim."),
    (Reason.NOT_ENOUGH.value, "warning", "Evidence bears on the claim, but none decides."),
    (Reason.NO_EVIDENCE.value, "warning", "No evidence bears on what the claim asserts."),
    (Label.UNKNOWN.value, "warning", "The evidence does not decide the claim."),
    (UNCHECKED, "warning", "The claim could not be checked."),
)
_LEVELS = {name: level for name, level, _ in _RULES}
_INDEX = {name: index for index, (name, _, _) in enumerate(_RULES)}


def to_sarif(report: Report) -> str:
    """One run with a result for each finding and, suppressed, for each waived and baselined one.

    Verdicts that need no look are no results: viewers would show them as alerts. The run counts them, and names the
    claims whose finding is gone since the baseline.
    """
    known = report.provenance.baseline
    items = everything(report)
    shown = [item for item in items if item.outcome is not Outcome.PASSED]
    run = {
        "tool": {"driver": _driver(report)},
        "automationDetails": {"id": f"factcheck/{plain(report.name)}/"},
        "invocations": [_invocation(report)],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder that factcheck was called in."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(item) | _state(item, known) for item in shown],
        "properties": {"claims": len(everything(report)), "passed": len(everything(report)) - len(shown)}
        | _gone(known),
    }
    return json_text({"$schema": SCHEMA, "version": VERSION, "runs": [run]}, indent=2) + "\n"


def _driver(report: Report) -> dict[str, Any]:
    rules = [
        {
            "id": name,
            "name": "".join(part.capitalize() for part in name.split("-")),
            "shortDescription": {"text": text},
            "fullDescription": {"text": text},
            "help": {"text": f"{text} `factcheck show ID` shows both sides, factcheck's HTML report all claims."},
            "defaultConfiguration": {"level": level},
        }
        for name, level, text in _RULES
    ]
    return {"name": "factcheck", "version": plain(report.provenance.tool_version), "rules": rules}


def _invocation(report: Report) -> dict[str, Any]:
    """When it ran, and the claims that could not be checked and are no finding: they are not to be lost."""
    unheard = [item for item in report.unchecked if item.outcome is Outcome.PASSED]
    notifications = [
        {"level": "warning", "message": {"text": _message(item)}, "locations": _locations(item)} for item in unheard
    ]
    created = report.provenance.created
    # The standard wants UTC; a time without zone cannot be turned into it.
    utc = created.astimezone(dt.UTC) if created.tzinfo else None
    ended = {"endTimeUtc": f"{utc:%Y-%m-%dT%H:%M:%SZ}"} if utc else {}
    return {"executionSuccessful": True, **ended, "toolExecutionNotifications": notifications}


def _result(item: Item) -> dict[str, Any]:
    rule = reason_name(item) or label_name(item)
    unmet = item.claim.expect is not None and not is_expected(item)
    fingerprint = content_hash(writable(item.claim.id), writable(item.claim.text), label_name(item))
    result: dict[str, Any] = {
        "ruleId": rule,
        "ruleIndex": _INDEX[rule],
        "level": "error" if unmet else _LEVELS[rule],
        "message": {"text": _message(item)},
        "locations": _locations(item),
        # The second is the one that GitHub compares; given here, it does not hash the lines around the claim.
        "partialFingerprints": {"factcheckClaim/v1": fingerprint, "primaryLocationLineHash": f"{fingerprint[:16]}:1"},
        "properties": _properties(item),
    }
    related = [_related(assessment) for assessment in _strongest(item)]
    if related:
        result["relatedLocations"] = related
    # An empty list says of every other result that it is known not to be suppressed.
    result["suppressions"] = _suppressions(item)
    return result


def _state(item: Item, known: Baseline | None) -> dict[str, str]:
    """What the result is to the baseline: with one, of every result, and without one, of none (3.27.24)."""
    return {"baselineState": known.states.get(item.claim.key, BaselineState.NEW).value} if known else {}


def _gone(known: Baseline | None) -> dict[str, Any]:
    """Whose finding is absent: no result of its own, as services that know no such state would show an alert."""
    absent = [plain(key) for key in known.absent] if known else []
    return {"baseline": {"created": known.created.isoformat(), "absent": absent}} if known else {}


def _message(item: Item) -> str:
    sure = f", {percent(item.confidence)}" if isinstance(item, Verdict) else ""
    remarks = [_short(remark) for remark in (*notes(item), review_text(item)) if remark]
    said = f" ({'; '.join(remarks)})" if remarks else ""
    return _escape(f"{label_text(item)}{sure}: {_short(item.claim.text)} — {_short(item.why)}{said}")


def _short(text: str) -> str:
    return shorten(plain(text), TEXT_WIDTH)


def _escape(text: str) -> str:
    """One line in which nothing is a placeholder or a link (SARIF 2.1.0, 3.11.5 and 3.11.6)."""
    return plain(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")


def _locations(item: Item) -> list[dict[str, Any]]:
    if item.claim.place:
        return [{"physicalLocation": _physical(item.claim.place)}]
    return [{"logicalLocations": [{"name": plain(item.claim.id)}]}]


def _physical(place: Place) -> dict[str, Any]:
    region = {"region": {"startLine": place.line}} if place.line > 0 else {}
    return {"artifactLocation": _artifact(place.file), **region}


def _artifact(file: str) -> dict[str, str]:
    """A URI reference relative to the root, or a file URI for what lies outside of the folder."""
    uri = quote(file.replace("\\", "/"), safe="/", errors="replace")
    return {"uri": f"file://{uri}"} if uri.startswith("/") else {"uri": uri, "uriBaseId": ROOT}


def _strongest(item: Item) -> tuple[Assessment, ...]:
    """The strongest deciding assessment of each side whose place is known."""
    if isinstance(item, Unchecked):
        return ()
    return tuple(side[0] for side in (item.supporting, item.contradicting) if side and side[0].match.snippet.place)


def _related(assessment: Assessment) -> dict[str, Any]:
    snippet, stance = assessment.match.snippet, assessment.stance
    place = snippet.place or Place("", 0)
    sure = percent(getattr(assessment.probs, stance.value))
    text = _escape(f"{stance.value} {sure}: {_short(snippet.text)} ({_short(source_line(snippet))})")
    return {"physicalLocation": _physical(place), "message": {"text": text}}


def _suppressions(item: Item) -> list[dict[str, str]]:
    """The waiver, which stands in the claims file, or the baseline, which is another file."""
    if item.outcome is Outcome.BASELINED:
        return [{"kind": "external", "status": "accepted", "justification": baseline(item)}]
    waive = item.claim.waive
    if item.outcome is not Outcome.WAIVED or waive is None:
        return []
    reason = f"{plain(waive.reason)} (until {day(waive.until)})"
    return [{"kind": "inSource", "status": "accepted", "justification": reason}]


def _properties(item: Item) -> dict[str, Any]:
    claim = item.claim
    bag: dict[str, Any] = {"claimId": plain(claim.id), "label": label_name(item), "reason": reason_name(item)}
    if isinstance(item, Verdict):
        bag |= {"confidence": float(share(item.confidence)), "referenceDate": day(item.reference_date)}
        if item.review:
            bag |= {
                "reviewer": plain(reviewers(item.review)),
                "decision": decision_name(item.review),
                "reviewStands": "yes" if item.review.stands else "no",
            }
    bag |= {"outcome": item.outcome.value, "expect": claim.expect.value if claim.expect else ""}
    tags = list(dict.fromkeys(map(plain, claim.tags)))  # the schema wants each once
    return {**{name: value for name, value in bag.items() if value}, **({"tags": tags} if tags else {})}
