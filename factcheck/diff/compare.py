"""Two reports compared claim by claim."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter

from factcheck.datatypes import Assessment, Claim, Provenance, Report, Snippet, Unchecked, Verdict
from factcheck.languages import name_of
from factcheck.report.wording import Item, everything, label_text


@dataclass(frozen=True, slots=True)
class EvidenceChange:
    """What was read for a claim in one record and not, or otherwise, in the other; each in its record's rank order.

    ``changed`` have the same id and another content; ``moved`` the same content and another standing, for example
    because they expired. Both hold the old and the new assessment.
    """

    added: tuple[Assessment, ...] = ()
    removed: tuple[Assessment, ...] = ()
    changed: tuple[tuple[Assessment, Assessment], ...] = ()
    moved: tuple[tuple[Assessment, Assessment], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.moved)


@dataclass(frozen=True, slots=True)
class Flip:
    """A claim with another label or reason than before; ``causes`` are what else changed, in plain sentences."""

    old: Item
    new: Item
    evidence: EvidenceChange
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed between two reports; ``conditions`` are what changed for all claims, such as the verifier."""

    old: Report
    new: Report
    flipped: tuple[Flip, ...]
    appeared: tuple[Item, ...]
    vanished: tuple[Item, ...]
    n_same: int
    conditions: tuple[str, ...]


_Key = Callable[[Claim], str]


def compare(old: Report, new: Report, *, old_key: _Key = attrgetter("key"), new_key: _Key = attrgetter("key")) -> Diff:
    """The differences, each list in the order of the report it is from.

    Claims are matched by the key that their report gives them: two may name one file from two folders.
    """
    before, after = _by_key(old, old_key), _by_key(new, new_key)
    both = [(before[name], item) for name, item in after.items() if name in before]
    conditions = condition_changes(old.provenance, new.provenance)
    flipped = [_flip(one, other, conditions) for one, other in both if label_text(one) != label_text(other)]
    return Diff(
        old=old,
        new=new,
        flipped=tuple(flipped),
        appeared=tuple(item for name, item in after.items() if name not in before),
        vanished=tuple(item for name, item in before.items() if name not in after),
        n_same=len(both) - len(flipped),
        conditions=conditions,
    )


def evidence_change(old: Iterable[Assessment], new: Iterable[Assessment]) -> EvidenceChange:
    """What was added, removed, changed or moved; a snippet that only has another id is the same."""
    before, after = _by_id(old), _by_id(new)
    both = [(before[name], found) for name, found in after.items() if name in before]
    return EvidenceChange(
        added=_only_in(after, before),
        removed=_only_in(before, after),
        changed=tuple(two for two in both if not _is_same_text(*two)),
        moved=tuple(two for two in both if _is_same_text(*two) and two[0].match.standing != two[1].match.standing),
    )


def _by_key(report: Report, key: _Key) -> dict[str, Item]:
    return {key(item.claim): item for item in everything(report)}


def _by_id(assessments: Iterable[Assessment]) -> dict[str, Assessment]:
    return {assessment.match.snippet.id: assessment for assessment in assessments}


def _only_in(one: Mapping[str, Assessment], other: Mapping[str, Assessment]) -> tuple[Assessment, ...]:
    hashes = {assessment.match.snippet.hash for assessment in other.values()}
    return tuple(a for name, a in one.items() if name not in other and a.match.snippet.hash not in hashes)


def _is_same_text(one: Assessment, other: Assessment) -> bool:
    return one.match.snippet.hash == other.match.snippet.hash


def _flip(old: Item, new: Item, conditions: tuple[str, ...]) -> Flip:
    read = [item.assessments if isinstance(item, Verdict) else () for item in (old, new)]
    # An unchecked claim has no assessments; that they are missing caused nothing.
    evidence = EvidenceChange() if Unchecked in (type(old), type(new)) else evidence_change(*read)
    return Flip(old, new, evidence, tuple(_causes(old, new, evidence, conditions)))


def _causes(old: Item, new: Item, evidence: EvidenceChange, conditions: tuple[str, ...]) -> list[str]:
    """What changed beside the evidence; where nothing of the claim's own did, what changed for all claims."""
    causes = []
    if old.claim.text != new.claim.text:
        causes.append(f"The claim changed; it was “{old.claim.text}”.")
    if old.claim.context != new.claim.context:
        causes.append("The claim's context changed.")
    if (was := _language(old.claim)) != (now := _language(new.claim)):
        causes.append(f"The claim's language changed from {was} to {now}.")
    causes += _snippet_languages(old, new)
    if isinstance(old, Verdict) and isinstance(new, Verdict) and old.reference_date != new.reference_date:
        causes.append(f"The reference date changed from {old.reference_date} to {new.reference_date}.")
    causes += [f"It could not be checked: {item.why}" for item in (old, new) if isinstance(item, Unchecked)]
    if causes or evidence:
        return causes
    return list(conditions) or ["Nothing that the records hold changed but the verdict."]


def _language(text: Claim | Snippet) -> str:
    """The name of the language in which it was read, which chooses the verifier and the rule."""
    return name_of(text.language.code) if text.language else "an unknown one"


def _snippet_languages(old: Item, new: Item) -> list[str]:
    """A sentence for each snippet of both that was read in another language."""
    if not isinstance(old, Verdict) or not isinstance(new, Verdict):
        return []
    before = {a.match.snippet.id: _language(a.match.snippet) for a in old.assessments}
    after = {a.match.snippet.id: _language(a.match.snippet) for a in new.assessments}
    return [
        f"The language of {name} changed from {before[name]} to {now}."
        for name, now in after.items()
        if before.get(name, now) != now
    ]


def condition_changes(old: Provenance, new: Provenance) -> tuple[str, ...]:
    """What changed for all claims between two checks, a sentence each."""
    named = (
        ("verifier", old.verifier.model_id, new.verifier.model_id),
        ("verifier's precision", old.verifier.precision, new.verifier.precision),
        ("embedder", old.embedder.model_id, new.embedder.model_id),
        ("aggregation", old.aggregation, new.aggregation),
        ("number of snippets read", old.k, new.k),
        # Last, as what is named before it says more of what has changed.
        ("version of factcheck", old.tool_version, new.tool_version),
    )
    return tuple(f"The {what} changed from {one} to {other}." for what, one, other in named if one != other)
