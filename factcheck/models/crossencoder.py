"""Any 3-way NLI cross-encoder as a verifier: a folder in the usual form, label order read from its own ``id2label``."""

from __future__ import annotations

import inspect
import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from factcheck.datatypes import Stance, StanceProbs
from factcheck.errors import ModelError, PairTooLongError
from factcheck.models.folder import cannot_load, folder_name, folder_revision, read_config, require_safe
from factcheck.models.languages import languages_of
from factcheck.models.pairs import batches_by_length
from factcheck.models.positions import longest_input
from factcheck.models.precision import best_precision
from factcheck.models.tokenizer import require_tokenizer

_NAMES = {
    Stance.SUPPORTS: ("entailment", "entails", "supports", "support", "supported"),
    Stance.CONTRADICTS: (
        *("contradiction", "contradicts", "contradict", "contradicted", "contradictory"),
        *("refutes", "refute", "refuted"),
    ),
    Stance.NEUTRAL: (
        *("neutral", "unknown", "nei", "not enough info", "not enough information", "not enough evidence"),
    ),
}
STANCE_OF_NAME = {name: stance for stance, names in _NAMES.items() for name in names}
"""The names that published NLI, FEVER and SciFact models give their classes, in small letters and with blanks."""


class CrossEncoderVerifier:
    """A sequence-classification model that reads evidence and claim as a pair; loaded at the first ``predict``."""

    def __init__(self, folder: Path, model_id: str = "", precision: str = "") -> None:
        self._folder = folder
        self._stances = stances_of(folder)
        self.languages = languages_of(folder)
        require_safe(folder, "verifier")
        order = "/".join(self._stances[index].value for index in sorted(self._stances))
        # A revision of the hub does not tell of an edit here; the hash of a folder does.
        self.model_id = f"{model_id},{order}" if model_id else f"{folder_name(folder)}@{folder_revision(folder)[:12]}"
        self.precision = precision or best_precision()
        self._model: Any = None
        self._tokenizer: Any = None
        self._inputs: frozenset[str] = frozenset()
        self._limit: int | None = None
        # The tokenizer keeps whether it pads, so two threads would change it under each other's hands.
        self._one_at_a_time = threading.Lock()

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
        """One result for each (evidence, claim) pair, in order. Raises ``PairTooLongError`` rather than cut a text."""
        if not pairs:
            return []
        with self._one_at_a_time:
            return self._predict(pairs)

    def _predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
        self._load()
        rows = self._tokenizer([e for e, _ in pairs], [c for _, c in pairs], verbose=False)["input_ids"]
        for row, (_, claim) in zip(rows, pairs, strict=True):
            if self._limit is not None and len(row) > self._limit:
                raise PairTooLongError(
                    f"too long: {len(row)} tokens with its evidence, at most {self._limit} can be read", claim
                )
        results: dict[int, StanceProbs] = {}
        for batch in batches_by_length([len(row) for row in rows]):
            results.update(zip(batch, self._forward([pairs[i] for i in batch]), strict=True))
        return [results[i] for i in range(len(pairs))]

    def _forward(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
        import torch

        encoded = self._tokenizer(
            [e for e, _ in pairs], [c for _, c in pairs], padding=True, return_tensors="pt", verbose=False
        )
        inputs = {name: tensor for name, tensor in encoded.items() if name in self._inputs}
        with torch.inference_mode():
            probabilities = torch.softmax(self._model(**inputs).logits.float(), dim=-1).tolist()
        found = [{stance: row[index] for index, stance in self._stances.items()} for row in probabilities]
        return [StanceProbs(p[Stance.SUPPORTS], p[Stance.CONTRADICTS], p[Stance.NEUTRAL]) for p in found]

    def _load(self) -> None:
        if self._model is not None:
            return
        import torch

        from factcheck.models.quiet import quiet_transformers

        with quiet_transformers():
            from transformers import AutoModelForSequenceClassification, AutoTokenizer

            named = {"local_files_only": True, "trust_remote_code": False}
            try:
                tokenizer: Any = AutoTokenizer.from_pretrained(self._folder, **named)
                model, told = AutoModelForSequenceClassification.from_pretrained(
                    self._folder, **named, use_safetensors=True, output_loading_info=True
                )
            except Exception as fault:  # any of the library's own kinds
                raise cannot_load(self._folder, "verifier", fault) from fault
        self._refuse_untrained(told["missing_keys"])
        require_tokenizer(tokenizer, model, f"the verifier in {self._folder}")
        self._tokenizer, self._inputs, self._limit = tokenizer, _inputs_of(model), longest_input(model)
        # Also where the weights are stored in half precision, which newer libraries would keep.
        self._model = model.eval().requires_grad_(False).to(getattr(torch, self.precision))

    def _refuse_untrained(self, missing: Iterable[str]) -> None:
        """Raises ``ModelError`` where the library fills in random numbers for weights that are not there."""
        if names := sorted(missing):
            raise ModelError(
                f"the verifier in {self._folder} lacks trained weights ({', '.join(names[:3])}) — "
                "name a model that was trained as a 3-way NLI classifier, not the body it was made from"
            )


def _inputs_of(model: Any) -> frozenset[str]:
    """What of a tokenizer's output the model can take; RoBERTa and its kin have no second token type."""
    inputs = frozenset(inspect.signature(model.forward).parameters)
    return inputs - {"token_type_ids"} if getattr(model.config, "type_vocab_size", 2) == 1 else inputs


def stances_of(folder: Path) -> dict[int, Stance]:
    """Class index to stance, from ``id2label``. Raises ``ModelError`` unless it names all three stances."""
    named = read_config(folder / "config.json").get("id2label")
    shown = ", ".join(map(str, named.values())) if isinstance(named, Mapping) else ""
    if isinstance(named, Mapping) and named and len(named) != 3:
        raise _not_three(folder, shown)
    try:
        stances = {int(index): STANCE_OF_NAME[_plain(name)] for index, name in named.items()}  # type: ignore[union-attr]
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise ModelError(
            f"the verifier in {folder} does not name its classes ({shown or 'no id2label'}) — "
            "its config.json needs an id2label with entailment, neutral and contradiction in the order it was "
            'trained with, which its model card tells, such as "id2label": '
            '{"0": "contradiction", "1": "entailment", "2": "neutral"}'
        ) from fault
    if set(stances) != {0, 1, 2} or set(stances.values()) != set(Stance):
        raise _not_three(folder, shown)
    return stances


def _plain(name: object) -> str:
    return re.sub(r"[\W_]+", " ", str(name).lower()).strip()


def _not_three(folder: Path, shown: str) -> ModelError:
    return ModelError(
        f"the verifier in {folder} has the classes {shown}, not the three stances — name a 3-way NLI model "
        "(entailment, neutral, contradiction); one with two classes cannot tell contradicted from unknown"
    )
