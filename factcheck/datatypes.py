"""The records that flow through factcheck, and the two protocols that models fulfil.

All records are frozen; sequences inside them are tuples. One word per thing, as in the glossary of ``docs/design.md``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from factcheck.hashing import content_hash as content_hash
from factcheck.labels import BaselineState as BaselineState
from factcheck.labels import Choice as Choice
from factcheck.labels import Label as Label
from factcheck.labels import Outcome as Outcome
from factcheck.labels import Reason as Reason
from factcheck.labels import Stance as Stance
from factcheck.labels import Standing as Standing
from factcheck.reviewed import Decided as Decided
from factcheck.reviewed import Review as Review
from factcheck.sources import Archive as Archive
from factcheck.sources import Article as Article
from factcheck.sources import Place as Place
from factcheck.sources import Source as Source
from factcheck.written import Language as Language

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

REPORT_FORMAT = 1
"""Version of the JSON record; a reader refuses any other."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A curated passage of one source; the unit of the index. ``lang`` is as given, ``language`` what it comes to."""

    id: str
    text: str
    source: Source | None = None
    locator: str = ""
    lang: str = ""
    valid_until: dt.date | None = None
    tags: tuple[str, ...] = ()
    place: Place | None = None
    language: Language | None = None

    @property
    def hash(self) -> str:
        """Content hash: text, source with its dates and weight, validity. The id and the place are not content."""
        s = self.source
        cited = (s.id, s.title, s.publisher, s.url, s.author, s.published) if s else (None,)
        weighed = (s.reliability,) if s and s.reliability is not None else ()
        return content_hash(self.text, *cited, self.locator, self.valid_until, *weighed)

    @property
    def reliability(self) -> float:
        """How far the word of its source counts, in (0, 1]; 1, in full, where nobody said."""
        given = self.source.reliability if self.source else None
        return 1.0 if given is None else given


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that somebody accepted until a date (inclusive), and why."""

    until: dt.date
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable sentence, with where it stands. ``lang`` is as given, ``language`` what it comes to.

    ``worth`` in [0, 1] is how probably it was worth checking; it decides nothing. Since ``vanished`` the article no
    longer has the quote, so that a check leaves the claim out.
    """

    id: str
    text: str
    quote: str = ""
    span: tuple[int, int] | None = None
    context: str = ""
    speaker: str = ""
    as_of: dt.date | None = None
    expect: Label | Reason | None = None
    waive: Waiver | None = None
    tags: tuple[str, ...] = ()
    lang: str = ""
    article: Article | None = None
    place: Place | None = None
    language: Language | None = None
    worth: float | None = None
    vanished: dt.date | None = None

    @property
    def key(self) -> str:
        """How the claim is addressed from outside: ``file::id``, or its id where it stands in no file."""
        return f"{self.place.file}::{self.id}" if self.place else self.id

    @property
    def hash(self) -> str:
        """Content hash of what decides the verdict: text, context and reference date."""
        return content_hash(self.text, self.context, self.as_of)


@dataclass(frozen=True, slots=True)
class Match:
    """A snippet retrieved for a claim.

    ``rank`` counts from 1 in the fused order. ``similarity`` is the cosine in [-1, 1]; it finds, it never decides.
    ``duplicates`` are the ids of snippets with the same text, collapsed into this match.
    """

    snippet: Snippet
    rank: int
    similarity: float
    standing: Standing = Standing.COUNTS
    duplicates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StanceProbs:
    """Probabilities of the three stances, each in [0, 1], summing to 1."""

    supports: float
    contradicts: float
    neutral: float

    @property
    def stance(self) -> Stance:
        """The most probable stance; a tie is neutral, so that doubt never decides."""
        if self.supports > max(self.contradicts, self.neutral):
            return Stance.SUPPORTS
        if self.contradicts > max(self.supports, self.neutral):
            return Stance.CONTRADICTS
        return Stance.NEUTRAL


Span = tuple[int, int]
"""Characters ``[start, end)`` of a text."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The words of a snippet and of a claim that decided a stance most, as spans in the order of each text."""

    evidence: tuple[Span, ...] = ()
    claim: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """One quantity of a claim against the evidence: whether the two agree, and the calculation in one line."""

    agrees: bool
    line: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one snippet says about one claim.

    ``windows`` is how many windows of the text were read (all of it). ``marks`` are the deciding words, where the
    snippet takes a side and the verifier can tell. ``arithmetic`` compares the quantities of claim and snippet; what
    it came to is in ``probs`` already.
    """

    match: Match
    probs: StanceProbs
    windows: int = 1
    marks: Marks | None = None
    arithmetic: tuple[Arithmetic, ...] = ()

    @property
    def stance(self) -> Stance:
        """The most probable stance."""
        return self.probs.stance

    @property
    def decides(self) -> bool:
        """Whether the snippet may decide at the reference date."""
        return self.match.standing is Standing.COUNTS


@dataclass(frozen=True, slots=True)
class JointAssessment:
    """What two snippets, read one after the other as one text, say about one claim.

    Some claims take two snippets: each gives one of two heights, dates or steps, and only both decide.
    """

    matches: tuple[Match, Match]
    probs: StanceProbs

    @property
    def stance(self) -> Stance:
        """The most probable stance."""
        return self.probs.stance

    @property
    def decides(self) -> bool:
        """Whether both snippets may decide at the reference date."""
        return all(match.standing is Standing.COUNTS for match in self.matches)


@dataclass(frozen=True, slots=True)
class Readings:
    """All that was read for one claim: each match alone, in rank order, and the best ones two at a time.

    Where a single one settles the claim no two are read together. ``dispute`` is the probability in [0, 1] that the
    strongest snippets of the two sides contradict each other; ``None`` where they were not read against each other.
    """

    single: tuple[Assessment, ...] = ()
    joint: tuple[JointAssessment, ...] = ()
    dispute: float | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Label, reason and confidence as the aggregation gives them, before they are joined to the claim."""

    label: Label
    reason: Reason | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision on one claim and everything it rests on.

    ``confidence`` is the calibrated probability in (0, 1) that the label is right. ``why`` is one plain sentence.
    ``reference_date`` is the day as of which evidence counts. ``assessments`` are in rank order, both sides. ``joint``
    are the best matches read two at a time, none where a single one settles the claim. ``review`` is what a person
    decided on it, if anybody did. ``unread`` are the matches that nobody read, because the verifier does not know their
    language. ``dispute`` is the probability that the strongest snippets of the two sides contradict each other,
    ``None`` where they were not read against each other.
    """

    claim: Claim
    label: Label
    reason: Reason | None
    confidence: float
    why: str
    reference_date: dt.date
    outcome: Outcome
    assessments: tuple[Assessment, ...] = ()
    joint: tuple[JointAssessment, ...] = ()
    review: Review | None = None
    unread: tuple[Match, ...] = ()
    dispute: float | None = None

    @property
    def readings(self) -> Readings:
        """What the verdict was made of."""
        return Readings(self.assessments, self.joint, self.dispute)

    @property
    def supporting(self) -> tuple[Assessment, ...]:
        """The deciding assessments that support, strongest first, by what counts of them."""
        return _side(self.assessments, Stance.SUPPORTS)

    @property
    def contradicting(self) -> tuple[Assessment, ...]:
        """The deciding assessments that contradict, strongest first, by what counts of them."""
        return _side(self.assessments, Stance.CONTRADICTS)


def _side(assessments: tuple[Assessment, ...], stance: Stance) -> tuple[Assessment, ...]:
    chosen = [a for a in assessments if a.decides and a.stance is stance]
    return tuple(
        sorted(chosen, key=lambda a: (-a.match.snippet.reliability * getattr(a.probs, stance.value), a.match.rank))
    )


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A claim that could not be checked, and why; never a label."""

    claim: Claim
    why: str
    outcome: Outcome = Outcome.FINDING


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """A model as the report names it: id with revision or content hash, precision it ran in, and what to know of it."""

    model_id: str
    precision: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The earlier record that the findings were compared with, by the keys of their claims.

    ``states`` has every finding, waived and baselined ones too; ``absent`` those of the earlier record that are gone.
    """

    created: dt.datetime
    states: dict[str, BaselineState] = field(default_factory=dict)
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a verdict can be reproduced and audited with.

    Paths are as the user named them, in ``folder`` below that of the settings; it is empty for that folder itself, and
    ``None`` where that is not known, or the check was made outside of it.
    """

    tool_version: str
    created: dt.datetime
    today: dt.date
    embedder: ModelRecord
    verifier: ModelRecord
    aggregation: str
    index_fingerprint: str
    n_snippets: int
    k: int
    fail_on: tuple[str, ...]
    claims_files: dict[str, str] = field(default_factory=dict)
    evidence_files: dict[str, str] = field(default_factory=dict)
    baseline: Baseline | None = None
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The record of one check: verdicts in the order of the claims, what was unchecked, and the provenance."""

    name: str
    verdicts: tuple[Verdict, ...]
    unchecked: tuple[Unchecked, ...]
    provenance: Provenance
    format_version: int = REPORT_FORMAT

    @property
    def findings(self) -> tuple[Verdict | Unchecked, ...]:
        """What a person should look at: verdicts and unchecked claims whose outcome is a finding."""
        everything: tuple[Verdict | Unchecked, ...] = (*self.verdicts, *self.unchecked)
        return tuple(item for item in everything if item.outcome is Outcome.FINDING)


class Embedder(Protocol):
    """Turns texts into vectors."""

    @property
    def model_id(self) -> str:
        """Name with revision or content hash; equal ids give equal vectors."""

    @property
    def precision(self) -> str:
        """Numeric precision the model runs in here, for example ``float32``."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows, shape (n_texts, dim), in the order of the texts."""


@runtime_checkable
class ClaimEmbedder(Protocol):
    """An embedder that reads claims another way than snippets; its ``encode`` is then for snippets alone."""

    def encode_claims(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of claims: unit rows, shape (n_texts, dim), in the order of the texts."""


class Verifier(Protocol):
    """Reads pairs of evidence and claim."""

    @property
    def model_id(self) -> str:
        """Name with revision or content hash; equal ids give equal probabilities."""

    @property
    def precision(self) -> str:
        """Numeric precision the model runs in here."""

    @property
    def languages(self) -> frozenset[str]:
        """Two-letter codes of the languages it knows, in lower case; empty: any."""

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
        """One result for each (evidence, claim) pair, in order. Raises ``PairTooLongError`` rather than cut a text."""


@runtime_checkable
class Marker(Protocol):
    """A verifier that can also tell which words decided."""

    def mark(self, pairs: Sequence[tuple[str, str]], stances: Sequence[Stance]) -> list[Marks]:
        """For each (evidence, claim) pair, in order, the words that speak most for its stance."""
        ...
