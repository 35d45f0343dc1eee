"""One item as it came out: what people say, what we say, and how sure we are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from factcheck.datatypes import Label, Place

Probabilities = tuple[float, float, float]
"""Of supported, contradicted and unknown, each in [0, 1], summing to 1."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with its gold and its predicted label.

    ``confidence`` in [0, 1] is of the predicted label. ``scores`` are further figures of this item in [0, 1], by the
    name of the mean they go into; an item for which one has no meaning does not have it.
    """

    id: str
    claim: str
    gold: Label
    predicted: Label
    probabilities: Probabilities
    confidence: float
    tags: tuple[str, ...] = ()
    place: Place | None = None
    scores: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A query with what was found, best first, and its measures by their keys, each in [0, 1]."""

    id: str
    claim: str
    relevant: tuple[str, ...]
    found: tuple[str, ...]
    measures: Mapping[str, float]
    place: Place | None = None
