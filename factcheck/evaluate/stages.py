"""The stages that can be judged, and what one run is made with."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from factcheck.aggregate import FITTED, Rule
from factcheck.cache import Cache
from factcheck.datatypes import Embedder, StanceProbs, Unchecked, Verifier
from factcheck.evaluate.datasets import OTHER_LANGUAGE, UNCHECKED
from factcheck.languages import is_unknown
from factcheck.progress import Progress
from factcheck.verify import ByLanguage, decisive, known_languages

T = TypeVar("T")


class Stage(StrEnum):
    """What is judged: the verifier on given evidence, the retrieval over a pool, or the whole path."""

    VERIFY = "verify"
    RETRIEVE = "retrieve"
    PIPELINE = "pipeline"


@dataclass(frozen=True, slots=True)
class Judge:
    """What a run is made with. ``today`` is the reference date of claims without ``as_of``; ``limit`` 0 means all."""

    embedder: Embedder
    verifier: Verifier
    cache: Cache
    today: dt.date
    k: int = 8
    limit: int = 0
    rule: Rule = FITTED
    progress: Progress | None = None


class PlainVerifier:
    """A verifier without its marks: a check would ask for the words that decided, which no figure needs."""

    def __init__(self, verifier: Verifier) -> None:
        self._verifier = verifier

    @property
    def model_id(self) -> str:
        """As the verifier's."""
        return self._verifier.model_id

    @property
    def precision(self) -> str:
        """As the verifier's."""
        return self._verifier.precision

    @property
    def languages(self) -> frozenset[str]:
        """As the verifier's."""
        return self._verifier.languages

    @property
    def decisive(self) -> PlainVerifier:
        """As the verifier's, without its marks too."""
        return PlainVerifier(decisive(self._verifier))

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
        """As the verifier's."""
        return self._verifier.predict(pairs)


class PlainByLanguage(PlainVerifier):
    """The same of a verifier that is made of several, one for each combination of languages."""

    def __init__(self, verifier: ByLanguage) -> None:
        super().__init__(verifier)
        self._by_language = verifier

    def reader(self, claim: str, evidence: frozenset[str]) -> PlainVerifier:
        """That for these languages, without its marks too."""
        return PlainVerifier(self._by_language.reader(claim, evidence))


def plain(verifier: Verifier) -> PlainVerifier:
    """The verifier without its marks."""
    return PlainByLanguage(verifier) if isinstance(verifier, ByLanguage) else PlainVerifier(verifier)


def left_out(unchecked: Sequence[Unchecked], verifier: Verifier) -> dict[str, int]:
    """How many claims a check left out, by the keys of ``COUNTED``: for their language, or as too long."""
    known = known_languages(verifier)
    foreign = sum(is_unknown(item.claim.language, known) for item in unchecked)
    return {UNCHECKED: len(unchecked) - foreign, OTHER_LANGUAGE: foreign}


def sample(items: Sequence[T], limit: int) -> list[T]:
    """At most ``limit`` of the items in their order, always the same ones; all of them for 0."""
    if not limit or len(items) <= limit:
        return list(items)
    return [items[i] for i in sorted(random.Random(0).sample(range(len(items)), limit))]
