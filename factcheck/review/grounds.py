"""What a decision rests on, and in plain sentences what of it has changed since."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from factcheck.datatypes import Label, Reason, Snippet, Verdict, content_hash
from factcheck.faultlog import shorten
from factcheck.review.entry import Grounds

_TEXT_SHOWN = 120
_IDS_SHOWN = 5


def grounds_of(verdict: Verdict) -> Grounds:
    """What a decision on this verdict rests on."""
    snippets = {a.match.snippet.id: _hash(a.match.snippet) for a in verdict.assessments}
    return Grounds(
        claim=verdict.claim.hash,
        # Sorted hashes without ids: neither another order of retrieval nor a new id is another evidence.
        evidence=content_hash(*sorted(snippets.values())),
        verdict=content_hash(verdict.label.value, verdict.reason.value if verdict.reason else None),
        text=verdict.claim.text,
        label=verdict.label,
        reason=verdict.reason,
        snippets=snippets,
    )


@lru_cache(maxsize=65_536)
def _hash(snippet: Snippet) -> str:
    """Its content hash; many claims of a report rest on the same snippets."""
    return snippet.hash


def what_changed(then: Grounds, now: Grounds) -> tuple[str, ...]:
    """One plain sentence for each thing that changed, in the order claim, evidence, verdict; empty if nothing did."""
    return (*_claim_changes(then, now), *_evidence_changes(then, now), *_verdict_changes(then, now))


def label_words(label: Label, reason: Reason | None) -> str:
    """Label and reason as reports write them: ``unknown (conflicting)``."""
    return f"{label.value} ({reason.value})" if reason else label.value


def _claim_changes(then: Grounds, now: Grounds) -> list[str]:
    if then.claim == now.claim:
        return []
    if then.text != now.text:
        return [f"The claim changed; it was “{shorten(then.text, _TEXT_SHOWN)}”."]
    return ["The claim's context or reference date changed."]


def _evidence_changes(then: Grounds, now: Grounds) -> list[str]:
    if then.evidence == now.evidence:
        return []
    changed = [name for name in then.snippets if name in now.snippets and then.snippets[name] != now.snippets[name]]
    added, removed = _only_in(now.snippets, then.snippets), _only_in(then.snippets, now.snippets)
    # Not "added" and "removed": what is still in the files may have come among those read, or fallen out.
    told = [(added, "Newly read"), (removed, "No longer read"), (changed, "Evidence changed")]
    sentences = [f"{words}: {_some(names)}." for names, words in told if names]
    return sentences or ["The evidence changed."]


def _only_in(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """The snippets that the other lacks; one that only has another id there is not among them."""
    digests = set(other.values())
    return [name for name, digest in one.items() if name not in other and digest not in digests]


def _verdict_changes(then: Grounds, now: Grounds) -> list[str]:
    if then.verdict == now.verdict:
        return []
    return [f"The verdict was {label_words(then.label, then.reason)}, now {label_words(now.label, now.reason)}."]


def _some(names: Iterable[str]) -> str:
    ordered = sorted(names)
    more = len(ordered) - _IDS_SHOWN
    return ", ".join(ordered[:_IDS_SHOWN]) + (f" and {more} more" if more > 0 else "")
