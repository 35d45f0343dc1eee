"""Any 3-way NLI cross-encoder as a verifier: a folder in the usual form, label order read from its own ``id2label``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from factcheck.datatypes import Stance, StanceProbs, content_hash
from factcheck.errors import ModelError, PairTooLongError
from factcheck.models.languages import languages_of
from factcheck.models.verifier import batches_by_length
from factcheck.models.weights import file_sha256

STANCE_OF_NAME = {
    "entailment": Stance.SUPPORTS,
    "supports": Stance.SUPPORTS,
    "supported": Stance.SUPPORTS,
    "contradiction": Stance.CONTRADICTS,
    "refutes": Stance.CONTRADICTS,
    "contradicts": Stance.CONTRADICTS,
    "contradicted": Stance.CONTRADICTS,
    "neutral": Stance.NEUTRAL,
    "not enough info": Stance.NEUTRAL,
    "unknown": Stance.NEUTRAL,
}
"""The names that published NLI and FEVER models give their classes, in lower case."""


class CrossEncoderVerifier:
    """A sequence-classification model that reads evidence and claim as a pair; loaded at the first ``predict``."""

    precision = "float32"

    def __init__(self, folder: Path, model_id: str = "") -> None:
        self._folder = folder
        self._stances = stances_of(folder)
        self.languages = languages_of(folder)
        weights = folder / "model.safetensors"
        if not weights.is_file():
            raise ModelError(
                f"the verifier in {folder} has no model.safetensors — save it in that form; pickles are not read"
            )
        self.model_id = model_id or f"{folder.name}@{_revision(weights)[:12]}"
        self._model: Any = None
        self._tokenizer: Any = None

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
        """One result for each (evidence, claim) pair, in order. Raises ``PairTooLongError`` rather than cut a text."""
        if not pairs:
            return []
        self._load()
        rows = [self._tokenizer(evidence, claim)["input_ids"] for evidence, claim in pairs]
        limit = self._model.config.max_position_embeddings - 2
        for row, (_, claim) in zip(rows, pairs, strict=True):
            if len(row) > limit:
                raise PairTooLongError(
                    f"too long: {len(row)} tokens with its evidence, at most {limit} can be read", claim
                )
        results: dict[int, StanceProbs] = {}
        for batch in batches_by_length([len(row) for row in rows]):
            results.update(zip(batch, self._forward([pairs[i] for i in batch]), strict=True))
        return [results[i] for i in range(len(pairs))]

    def _forward(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
        import torch

        encoded = self._tokenizer([e for e, _ in pairs], [c for _, c in pairs], padding=True, return_tensors="pt")
        with torch.inference_mode():
            probabilities = torch.softmax(self._model(**encoded).logits.float(), dim=-1).tolist()
        found = [{stance: row[index] for index, stance in self._stances.items()} for row in probabilities]
        return [StanceProbs(p[Stance.SUPPORTS], p[Stance.CONTRADICTS], p[Stance.NEUTRAL]) for p in found]

    def _load(self) -> None:
        if self._model is not None:
            return
        from factcheck.models.quiet import quiet_transformers

        with quiet_transformers():
            from transformers import AutoModelForSequenceClassification, AutoTokenizer

            try:
                self._tokenizer = AutoTokenizer.from_pretrained(self._folder, local_files_only=True)
                self._model = AutoModelForSequenceClassification.from_pretrained(
                    self._folder, local_files_only=True, use_safetensors=True
                ).eval()
            except Exception as fault:  # any of the library's own kinds
                raise ModelError(f"cannot load the verifier from {self._folder}: {fault}") from fault


def _revision(weights: Path) -> str:
    """A hash of all that decides a result: the weights, and beside them the order of the classes and the tokenizer."""
    beside = [weights.with_name(name) for name in ("config.json", "tokenizer.json")]
    return content_hash(*(file_sha256(path) if path.is_file() else None for path in (weights, *beside)))


def stances_of(folder: Path) -> dict[int, Stance]:
    """Class index to stance, from ``id2label``. Raises ``ModelError`` unless it names all three stances."""
    try:
        named = json.loads((folder / "config.json").read_text(encoding="utf-8"))["id2label"]
        stances = {int(index): STANCE_OF_NAME[str(name).lower().replace("_", " ")] for index, name in named.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise ModelError(
            f"the verifier in {folder} does not name its classes ({fault}) — "
            "its config.json needs an id2label with entailment, neutral and contradiction"
        ) from fault
    if set(stances) != {0, 1, 2} or set(stances.values()) != set(Stance):
        raise ModelError(
            f"the verifier in {folder} has the classes {named}, not the three stances — name a 3-way NLI model"
        )
    return stances
