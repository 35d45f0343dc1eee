"""Verifiers made of verifiers: the cascade, and the choice by language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from factcheck.datatypes import Marks, Stance, StanceProbs, Verifier

ENGLISH = frozenset({"en"})
READ_ON = 0.3
"""A pair whose larger side has at least this probability with the small verifier is read by the large one too.

It belongs to small-v4, which leaves about 0.07 on either side of a snippet of another matter: at 0.05 every pair is
read twice. On the pipeline topics these are 15 of 100 pairs, and 0.725 of the verdicts are right, each topic left out
in turn, with 3.3 in 100 wrongly supported; at 0.05 0.708 and 3.3, at 0.08 0.713 and 2.9 (33 of 100 pairs), at 0.1
0.713 and 3.8 (24), at 0.15 and 0.2 0.704 and 3.8, at 0.25, 0.35 and 0.4 0.717, 0.721 and 0.717 with 3.3. Where the
evidence is given, and for the nearest snippet, the large verifier is asked at once."""


class Reader(Verifier, Protocol):
    """A verifier that can mark words too and verify its files."""

    def mark(self, pairs: Sequence[tuple[str, str]], stances: Sequence[Stance]) -> list[Marks]:
        """For each pair, in order, the words that speak most for its stance."""

    def verify_files(self) -> object:
        """Raises ``ModelError`` unless the files are there with their known hashes."""


class ByLanguageReader(Reader, Protocol):
    """A reader that is calibrated for each pair of languages."""

    def reader(self, claim: str, evidence: frozenset[str]) -> Reader:
        """The verifier for a claim in one language and evidence in others, two-letter codes."""


class CascadeVerifier:
    """The small verifier reads every pair, the large one those that may decide; English only."""

    def __init__(self, small: Reader, large: Reader) -> None:
        self._small, self._large = small, large
        self.precision = large.precision
        self.languages = large.languages

    @property
    def model_id(self) -> str:
        """Both ids and the bar between them."""
        return f"cascade({self._small.model_id} ≥{READ_ON:g} {self._large.model_id})"

    @property
    def decisive(self) -> Reader:
        """The verifier to ask where few pairs are to be read, and each matters."""
        return self._large

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
        """One result for each (evidence, claim) pair, in order: the large verifier's where it read the pair."""
        results = self._small.predict(pairs)
        again = [n for n, probs in enumerate(results) if max(probs.supports, probs.contradicts) >= READ_ON]
        for n, probs in zip(again, self._large.predict([pairs[n] for n in again]), strict=True):
            results[n] = probs
        return results

    def mark(self, pairs: Sequence[tuple[str, str]], stances: Sequence[Stance]) -> list[Marks]:
        """The words that decided, by the large verifier: a pair with a side was read by it."""
        return self._large.mark(pairs, stances)

    def verify_files(self) -> None:
        """Raises ``ModelError`` unless the files of both are there with their known hashes."""
        self._small.verify_files()
        self._large.verify_files()


class LanguageVerifier:
    """One verifier for pairs in English, the small one for every pair with a side that is not."""

    def __init__(self, english: Reader, small: ByLanguageReader) -> None:
        self._english, self._small = english, small
        self.precision = english.precision
        self.languages = english.languages | small.languages

    @property
    def model_id(self) -> str:
        """Both ids."""
        return f"{self._english.model_id} | {self._small.model_id}"

    def reader(self, claim: str, evidence: frozenset[str]) -> Reader:
        """The verifier for a claim in one language and evidence in others, two-letter codes."""
        if {claim, *evidence} <= ENGLISH:
            return self._english
        return self._small.reader(claim, evidence)

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
        """As if all pairs were in English."""
        return self._english.predict(pairs)

    def mark(self, pairs: Sequence[tuple[str, str]], stances: Sequence[Stance]) -> list[Marks]:
        """As if all pairs were in English."""
        return self._english.mark(pairs, stances)

    def verify_files(self) -> None:
        """Raises ``ModelError`` unless the files of both are there with their known hashes."""
        self._english.verify_files()
        self._small.verify_files()
