"""What labelled data is read into: pairs with gold evidence, topics with an evidence set of their own, collections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from factcheck.datatypes import Claim, Label, Place, Reason, Snippet, Source
from factcheck.verify import claim_text, code_of, joint_text

MISSING_LABEL = "missing_label"
EMPTY_EVIDENCE = "empty_evidence"
DUPLICATES = "duplicates"
UNDECIDED = "undecided"
NOT_IN_POOL = "not_in_pool"
UNCHECKED = "unchecked"
OTHER_LANGUAGE = "other_language"
OTHER_RULE = "other_rule"

COUNTED = {
    MISSING_LABEL: "rows without a label, left out",
    EMPTY_EVIDENCE: "rows without evidence, left out",
    DUPLICATES: "exact duplicates, kept",
    UNDECIDED: "claims that nothing decides, left out at this stage",
    NOT_IN_POOL: "relevant ids that are not in the pool",
    UNCHECKED: "items too long for the verifier, left out",
    OTHER_LANGUAGE: "claims in a language that the verifier does not know, left out",
    OTHER_RULE: "claims decided by evidence or words not in English, whose rule is not calibrated, left out",
}
"""What is counted beside the figures, and what becomes of it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One claim with the evidence given for it and the gold label; ``languages`` are those of claim and evidence.

    ``source`` is that of the evidence, if it is one snippet with one.
    """

    id: str
    claim: str
    evidence: str
    gold: Label
    tags: tuple[str, ...] = ()
    place: Place | None = None
    languages: tuple[str, str] = ("en", "en")
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class PairSet:
    """The pairs of one file; ``counts`` by the keys of ``COUNTED``."""

    name: str
    pairs: tuple[Pair, ...]
    files: tuple[Path, ...]
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gold:
    """What people decided about one claim; ``deciding`` are ids of snippets, for *not-enough* only the nearest ones."""

    label: Label
    reason: Reason | None = None
    deciding: tuple[str, ...] = ()

    @property
    def decided(self) -> bool:
        """Whether a snippet decides the claim."""
        return self.label is not Label.UNKNOWN


@dataclass(frozen=True, slots=True)
class Topic:
    """Claims with an evidence set of their own, and the gold decision of each claim by its id."""

    name: str
    claims: tuple[Claim, ...]
    snippets: tuple[Snippet, ...]
    gold: Mapping[str, Gold]
    files: tuple[Path, ...]
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched, and the ids of the snippets that should be found."""

    claim: Claim
    relevant: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """A pool of snippets and the queries over it."""

    name: str
    snippets: tuple[Snippet, ...]
    queries: tuple[Query, ...]
    files: tuple[Path, ...]
    counts: Mapping[str, int] = field(default_factory=dict)


DataSet = PairSet | Topic | Collection


def pairs_of_topic(topic: Topic) -> PairSet:
    """The decided claims of a topic, each with its deciding snippets; the others are counted.

    They are read as in a check: below the line that names the source, two of them as one text.
    """
    snippets = {snippet.id: snippet for snippet in topic.snippets}
    decided = [claim for claim in topic.claims if topic.gold[claim.id].decided]
    given = [claim for claim in decided if topic.gold[claim.id].deciding]
    pairs = tuple(_pair(claim, topic.gold[claim.id], snippets) for claim in given)
    left_out = {UNDECIDED: len(topic.claims) - len(decided), EMPTY_EVIDENCE: len(decided) - len(given)}
    counts = {key: n for key, n in {**topic.counts, **left_out}.items() if n}
    return PairSet(topic.name, pairs, topic.files, counts)


def _pair(claim: Claim, gold: Gold, snippets: Mapping[str, Snippet]) -> Pair:
    deciding = [snippets[snippet] for snippet in gold.deciding]
    own = code_of(claim)
    text, source = (deciding[0].text, deciding[0].source) if len(deciding) == 1 else (joint_text(deciding), None)
    return Pair(
        claim.id,
        claim_text(claim),
        text,
        gold.label,
        claim.tags,
        claim.place,
        # As a verifier takes them in a check: evidence in several languages is not in the claim's.
        (own, min(set(map(code_of, deciding)) - {own}, default=own)),
        source,
    )


def collection_of_topic(topic: Topic) -> Collection:
    """The decided claims of a topic as queries over its evidence; their deciding snippets are the relevant ones."""
    decided = [claim for claim in topic.claims if topic.gold[claim.id].decided and topic.gold[claim.id].deciding]
    queries = tuple(Query(claim, topic.gold[claim.id].deciding) for claim in decided)
    left_out = {UNDECIDED: len(topic.claims) - len(decided)}
    counts = {key: n for key, n in {**topic.counts, **left_out}.items() if n}
    return Collection(topic.name, topic.snippets, queries, topic.files, counts)


def unique_names(sets: Sequence[DataSet]) -> list[DataSet]:
    """The sets with names that differ: those of the same name get the folder of their file before it, then a number."""
    taken: set[str] = set()
    named: list[DataSet] = []
    for item in sets:
        name, number = item.name, 1
        if name in taken:
            name = f"{item.files[0].parent.name}/{item.name}"
        while name in taken:
            number += 1
            name = f"{item.name}-{number}"
        taken.add(name)
        named.append(replace(item, name=name))
    return named
