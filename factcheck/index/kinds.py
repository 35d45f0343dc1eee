"""Kinds: which dense search an index has, by its size or by the settings."""

from __future__ import annotations

from dataclasses import dataclass

AUTO, EXACT, IVF = "auto", "exact", "ivf"

EXACT_ROWS = 100_000
"""Up to this many distinct texts ``auto`` compares every one with each claim. At this size that took 56 ms on two busy
cores, and the lists 0.4 ms; at 10,000 0.8 and 0.9 ms, at a million 322 and 0.5 ms. Reading the matches of a claim takes
longer than 56 ms, and comparing everything misses nothing (see docs/scale.md)."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """How an inverted index was made and what was measured of it.

    ``lists`` are the clusters of the texts and ``probes`` those that a search reads; the clusters were found with
    ``trained_on`` texts in the index. ``recall`` is recall@10 in [0, 1] against comparing every text, over ``queries``
    sampled ones (see ``factcheck.index.training.sample_queries``).
    """

    lists: int
    probes: int
    trained_on: int
    recall: float
    queries: int


def kind_for(wanted: str, n_rows: int) -> str:
    """The kind of an index of so many distinct texts: what is wanted, or for ``auto`` what its size asks for."""
    if wanted == AUTO:
        return EXACT if n_rows <= EXACT_ROWS else IVF
    if wanted not in (EXACT, IVF):
        raise ValueError(f'the kind of an index is auto, exact or ivf, not "{wanted}"')
    return wanted
