"""A diff as JSON for programs."""

from __future__ import annotations

import json
from typing import Any

from factcheck.datatypes import Assessment, Report, Verdict
from factcheck.diff.compare import Diff, EvidenceChange, Flip
from factcheck.report.wording import Item, label_name, reason_name

DIFF_FORMAT = 1
"""Version of the JSON form of a diff."""


def to_json(diff: Diff) -> str:
    """The diff as indented JSON; ``format_version`` first."""
    fields = {
        "format_version": DIFF_FORMAT,
        "old": _report(diff.old),
        "new": _report(diff.new),
        "conditions": list(diff.conditions),
        "flipped": [_flip(flip) for flip in diff.flipped],
        "appeared": [_item(item) for item in diff.appeared],
        "vanished": [_item(item) for item in diff.vanished],
        "same": diff.n_same,
    }
    return json.dumps(fields, ensure_ascii=False, indent=2) + "\n"


def _report(report: Report) -> dict[str, Any]:
    return {"name": report.name, "created": report.provenance.created.isoformat()}


def _flip(flip: Flip) -> dict[str, Any]:
    return {
        "claim": flip.new.claim.key,
        "text": flip.new.claim.text,
        "old": _decision(flip.old),
        "new": _decision(flip.new),
        "evidence": _evidence(flip.evidence),
        "causes": list(flip.causes),
    }


def _item(item: Item) -> dict[str, Any]:
    return {"claim": item.claim.key, "text": item.claim.text, **_decision(item)}


def _decision(item: Item) -> dict[str, Any]:
    confidence = item.confidence if isinstance(item, Verdict) else None
    return {
        "label": label_name(item),
        "reason": reason_name(item) or None,
        "confidence": confidence,
        "outcome": item.outcome.value,
    }


def _evidence(change: EvidenceChange) -> dict[str, Any]:
    return {
        "added": [_snippet(a) for a in change.added],
        "removed": [_snippet(a) for a in change.removed],
        "changed": [{"old": _snippet(old), "new": _snippet(new)} for old, new in change.changed],
        "moved": [{"old": _snippet(old), "new": _snippet(new)} for old, new in change.moved],
    }


def _snippet(assessment: Assessment) -> dict[str, Any]:
    snippet = assessment.match.snippet
    return {
        "id": snippet.id,
        "text": snippet.text,
        "source": snippet.source.id if snippet.source else None,
        "stance": assessment.stance.value,
        "standing": assessment.match.standing.value,
    }
