"""The small verifier: German and English in any combination, several times as fast as the large one.

A cross-encoder on the small body with layers of its own, distilled from the large verifier (``training/distil.py``,
``training/german.py``). It reads ``<s> evidence </s></s> claim </s>``, the claim's pieces as the second type.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.datatypes import Marks, Stance, StanceProbs
from factcheck.errors import ModelError
from factcheck.models.languages import languages_in
from factcheck.models.pairs import PairReader
from factcheck.models.precision import best_precision
from factcheck.models.smallbody import (
    BODY_WEIGHTS,
    REINSTALL,
    body_card,
    body_config,
    body_words,
    load_tokenizer,
    read_card,
    require_fields,
    verify_small_body,
    word_vectors,
)
from factcheck.models.weights import require_sha256

if TYPE_CHECKING:
    from torch import Tensor

    from factcheck.models.bertforward import BertVerifier

WEIGHTS = "verifier.safetensors"
CARD = "verifier.json"
CARD_FIELDS = frozenset({"name", "weights_sha256", "body_sha256", "id2label", "languages", "temperatures"})


class SmallVerifier(PairReader):
    """Stance probabilities from the small cross-encoder; it is loaded at the first ``predict``."""

    marks_after = 2
    note = ""
    """What the report says of it beside its id, for example that it stands in for the large one."""

    def __init__(self, folder: Path | None = None, *, precision: str = "") -> None:
        super().__init__()
        self._folder = folder or packaged_small_verifier()
        self._card = read_card(self._folder / CARD, "small verifier")
        require_fields(self._card, CARD_FIELDS, "small verifier")
        self.precision = precision or best_precision()
        self.id2label = self._card["id2label"]
        self.languages = languages_in(self._card, self._folder / CARD)

    @property
    def model_id(self) -> str:
        """Name and version, and the first digits of the sha256 of its weights and of the body."""
        card = self._card
        return f"{card['name']}@{card['weights_sha256'][:12]}+{card['body_sha256'][:12]}"

    def reader(self, claim: str, evidence: frozenset[str]) -> SmallVerifier | Tempered:
        """The verifier for a claim in one language and evidence in others, two-letter codes: calibrated for them.

        Evidence in both languages counts as evidence that is not in the claim's.
        """
        other = next(iter(sorted(evidence - {claim})), claim)
        temperature = float(self._card["temperatures"].get(f"{claim}-{other}", 1.0))
        return self if temperature == 1.0 else Tempered(self, temperature)

    def verify_files(self) -> None:
        """Raises ``ModelError`` unless body and verifier are there with their known hashes."""
        verify_small_body()
        self._verify_own()

    def _verify_own(self) -> None:
        if self._card["body_sha256"] != body_card()["files"][BODY_WEIGHTS]:
            raise ModelError(f"the small verifier in {self._folder} belongs to another body — {REINSTALL}")
        require_sha256(self._folder / WEIGHTS, self._card["weights_sha256"], REINSTALL)

    def load(self) -> None:
        """Load body and layers now, if that has not been done. Raises ``ModelError``."""
        if self._model is None:
            from factcheck.models.threads import limit_threads

            limit_threads()
            self._verify_own()
            body_words()  # verifies the body
            self._tokenizer = load_tokenizer()
            self._model = _load(self._folder, self.precision)

    def _vectors(self, rows: Sequence[Sequence[int]]) -> Tensor:
        return word_vectors(rows)


class Tempered:
    """A verifier whose logits are divided by a temperature: more doubt above 1, less below (Guo et al. 2017)."""

    def __init__(self, verifier: SmallVerifier, temperature: float) -> None:
        self._verifier, self._temperature = verifier, temperature
        self.model_id = f"{verifier.model_id},T={temperature:g}"
        self.precision = verifier.precision
        self.languages = verifier.languages

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
        """As of the verifier, tempered: the powers of its probabilities, scaled to a sum of 1."""
        return [self._tempered(probs) for probs in self._verifier.predict(pairs)]

    def mark(self, pairs: Sequence[tuple[str, str]], stances: Sequence[Stance]) -> list[Marks]:
        """The same words: a temperature does not change which speak most."""
        return self._verifier.mark(pairs, stances)

    def verify_files(self) -> None:
        """As of the verifier."""
        self._verifier.verify_files()

    def _tempered(self, probs: StanceProbs) -> StanceProbs:
        powers = [p ** (1 / self._temperature) for p in (probs.supports, probs.contradicts, probs.neutral)]
        supports, contradicts, neutral = (power / sum(powers) for power in powers)
        return StanceProbs(supports, contradicts, neutral)


def packaged_small_verifier() -> Path:
    """The folder of the small verifier in the package."""
    return Path(str(resources.files("factcheck") / "data" / "verifier-small"))


def _load(folder: Path, precision: str) -> BertVerifier:
    """The verifier's own layers; the word embeddings are the body's."""
    import torch

    from factcheck.models.bertforward import read_bert_verifier
    from factcheck.models.packed import expand

    try:
        return read_bert_verifier(expand(folder / WEIGHTS), body_config(), getattr(torch, precision)).packed()
    except (OSError, ValueError, KeyError) as fault:
        raise ModelError(f"the small verifier in {folder} does not fit its body ({fault}) — {REINSTALL}") from fault
