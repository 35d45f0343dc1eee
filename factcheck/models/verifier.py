"""The large verifier: the MPNet body merged with our LoRA adapter and 3-way head, read as a cross-encoder.

Only this package speaks of premise, hypothesis and entailment; everywhere else it is evidence, claim and stance.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.datatypes import Marks, Stance, StanceProbs
from factcheck.errors import ModelError, PairTooLongError
from factcheck.models.body import find_body, verify_body
from factcheck.models.languages import languages_in
from factcheck.models.marks import marks_of
from factcheck.models.precision import best_precision
from factcheck.models.weights import require_sha256

if TYPE_CHECKING:
    import torch

MAX_TOKENS = 512
"""Positions of the body; a longer pair is refused, never cut."""
BATCH_TOKENS = 4096
"""Padded tokens of one batch: large enough to keep two cores busy, small enough for their caches."""
FORMAT_VERSION = 1
LANGUAGES = frozenset({"en"})
"""What an adapter knows whose card does not name its ``languages``."""
CARD_FIELDS = frozenset({"name", "adapter_sha256", "body_sha256", "id2label", "temperature"})
"""What ``verifier.json`` must hold beside its format version."""
REINSTALL = "run `pip install --force-reinstall --no-deps factcheck`"


class LargeVerifier:
    """Stance probabilities from the merged cross-encoder; body and adapter are loaded at the first ``predict``."""

    def __init__(self, adapter: Path | None = None, *, allow_network: bool = False, precision: str = "") -> None:
        self._adapter = adapter or packaged_adapter()
        self._card = _read_card(self._adapter)
        self._allow_network = allow_network
        self.precision = precision or best_precision()
        self._model: Any = None
        self._tokenizer: Any = None

    @property
    def model_id(self) -> str:
        """Name and version of the adapter, the first digits of its and the body's sha256, and the temperature."""
        card = self._card
        return f"{card['name']}@{card['adapter_sha256'][:12]}+{card['body_sha256'][:12]},T={card['temperature']}"

    @property
    def languages(self) -> frozenset[str]:
        """The languages that the adapter's card names, else English."""
        return languages_in(self._card, self._adapter / "verifier.json") or LANGUAGES

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
        """One result for each (evidence, claim) pair, in order.

        Raises ``PairTooLongError`` rather than cut a text, and ``ModelError`` if a model file is missing or damaged.
        """
        if not pairs:
            return []
        self.load()
        rows = [self._tokenizer.encode(evidence, claim).ids for evidence, claim in pairs]
        for row, (_, claim) in zip(rows, pairs, strict=True):
            if len(row) > MAX_TOKENS:
                raise PairTooLongError(
                    f"too long: {len(row)} tokens with its evidence, at most {MAX_TOKENS} can be read", claim
                )
        results: dict[int, StanceProbs] = {}
        for batch in batches_by_length([len(row) for row in rows]):
            probabilities = self._forward([rows[i] for i in batch])
            results.update(zip(batch, (self._to_probs(p) for p in probabilities), strict=True))
        return [results[i] for i in range(len(pairs))]

    def mark(self, pairs: Sequence[tuple[str, str]], stances: Sequence[Stance]) -> list[Marks]:
        """For each (evidence, claim) pair, in order, the words that speak most for its stance."""
        if not pairs:
            return []
        self.load()
        encoded = [self._tokenizer.encode(evidence, claim) for evidence, claim in pairs]
        results: dict[int, Marks] = {}
        for batch in batches_by_length([len(row.ids) for row in encoded]):
            scores = self._token_scores([encoded[i].ids for i in batch], [stances[i] for i in batch])
            for i, of_row in zip(batch, scores, strict=True):
                tokens = list(zip(encoded[i].sequence_ids, encoded[i].offsets, strict=True))
                results[i] = marks_of(*pairs[i], tokens, of_row[: len(tokens)])
        return [results[i] for i in range(len(pairs))]

    def _token_scores(self, rows: list[list[int]], stances: Sequence[Stance]) -> list[list[float]]:
        """For each token how much it speaks for the row's stance: gradient of its log-probability times the vector."""
        import torch

        ids, mask = self._padded(rows)
        class_of = {name: int(index) for index, name in self._card["id2label"].items()}
        wanted = torch.tensor([class_of[stance.value] for stance in stances])
        vectors = self._model.get_input_embeddings()(ids).detach().requires_grad_()
        logits = self._model(inputs_embeds=vectors, attention_mask=mask).logits.float()
        picked = torch.log_softmax(logits, dim=-1)[torch.arange(len(rows)), wanted]
        (gradient,) = torch.autograd.grad(picked.sum(), vectors)
        scores: list[list[float]] = (gradient.float() * vectors.detach().float()).sum(dim=-1).tolist()
        return scores

    def verify_files(self) -> Path:
        """The body's folder. Raises ``ModelError`` unless adapter and body are there with their known hashes."""
        verify_adapter(self._adapter)
        body = find_body(self._allow_network)
        verify_body(body)
        return body

    def load(self) -> None:
        """Load and merge body and adapter now, if that has not been done. Raises ``ModelError``."""
        if self._model is None:
            body = self.verify_files()
            self._tokenizer = _load_tokenizer(body)
            self._model = _merge(body, self._adapter, self.precision)

    def _forward(self, rows: list[list[int]]) -> list[list[float]]:
        import torch

        ids, mask = self._padded(rows)
        with torch.inference_mode():
            logits = self._model(input_ids=ids, attention_mask=mask).logits.float()
        temperature = float(self._card["temperature"])
        rows_of_probs: list[list[float]] = torch.softmax(logits / temperature, dim=-1).tolist()
        return rows_of_probs

    def _padded(self, rows: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
        """Token ids and attention mask, both of shape (n_rows, longest row)."""
        import torch

        width = max(len(row) for row in rows)
        ids = torch.full((len(rows), width), self._model.config.pad_token_id, dtype=torch.long)
        mask = torch.zeros((len(rows), width), dtype=torch.long)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = torch.tensor(row)
            mask[i, : len(row)] = 1
        return ids, mask

    def _to_probs(self, row: list[float]) -> StanceProbs:
        by_stance = {Stance(name): row[int(index)] for index, name in self._card["id2label"].items()}
        return StanceProbs(by_stance[Stance.SUPPORTS], by_stance[Stance.CONTRADICTS], by_stance[Stance.NEUTRAL])


def batches_by_length(lengths: Sequence[int], max_tokens: int = BATCH_TOKENS) -> list[list[int]]:
    """Indices in batches of at most ``max_tokens`` padded tokens, longest first; ties keep the given order."""
    order = sorted(range(len(lengths)), key=lambda i: (-lengths[i], i))
    batches: list[list[int]] = []
    for index in order:
        # The first of a batch is its longest, so its length is the padded width.
        if batches and (len(batches[-1]) + 1) * lengths[batches[-1][0]] <= max_tokens:
            batches[-1].append(index)
        else:
            batches.append([index])
    return batches


def packaged_adapter() -> Path:
    """The folder of the adapter that ships with the package."""
    return Path(str(resources.files("factcheck") / "data" / "verifier"))


def verify_adapter(folder: Path) -> None:
    """Raises ``ModelError`` unless the adapter's weights have the hash that its card names."""
    require_sha256(folder / "adapter_model.safetensors", str(_read_card(folder)["adapter_sha256"]), REINSTALL)


def _read_card(folder: Path) -> dict[str, Any]:
    try:
        card: dict[str, Any] = json.loads((folder / "verifier.json").read_text(encoding="utf-8"))
        version = card.get("format_version")
    except (OSError, ValueError, AttributeError) as fault:
        raise ModelError(f"the verifier's adapter in {folder} cannot be read ({fault}) — {REINSTALL}") from fault
    if version != FORMAT_VERSION:
        raise ModelError(f"the verifier's adapter in {folder} has format {version!r} — {REINSTALL}")
    if missing := CARD_FIELDS - card.keys():
        raise ModelError(f"the verifier's adapter in {folder} does not name {', '.join(sorted(missing))} — {REINSTALL}")
    return card


def _load_tokenizer(body: Path) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(body / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _merge(body: Path, adapter: Path, precision: str) -> Any:
    """The classification model with ``W + (alpha / r) B A`` in place of each adapted matrix (LoRA, Hu et al. 2021)."""
    import torch

    from factcheck.models.quiet import quiet_transformers

    with quiet_transformers():
        from transformers import MPNetForSequenceClassification

        model: Any = MPNetForSequenceClassification.from_pretrained(body, num_labels=3, local_files_only=True)
    try:
        with torch.no_grad():
            _add_adapter(model.state_dict(), adapter)
    except (OSError, ValueError, KeyError, RuntimeError) as fault:
        raise ModelError(
            f"the verifier's adapter in {adapter} does not fit its body ({fault}) — {REINSTALL}"
        ) from fault
    dtype: torch.dtype = getattr(torch, precision)
    return model.eval().requires_grad_(False).to(dtype)


def _add_adapter(state: dict[str, Any], adapter: Path) -> None:
    """Adds the low-rank products to the body's matrices and copies the head, in place."""
    from safetensors.torch import load_file

    config = json.loads((adapter / "adapter_config.json").read_text(encoding="utf-8"))
    tensors = {
        name.removeprefix("base_model.model."): t.float()
        for name, t in load_file(adapter / "adapter_model.safetensors").items()
    }
    for name in sorted(tensors):
        if name.endswith("lora_A.weight"):
            stem = name.removesuffix("lora_A.weight")
            delta = tensors[stem + "lora_B.weight"] @ tensors[name]
            state[stem + "weight"] += delta * (config["lora_alpha"] / config["r"])
        elif "lora_" not in name:
            state[name].copy_(tensors[name])
