"""Reading pairs of evidence and claim with a three-way cross-encoder: batches, padding, probabilities, marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from factcheck.datatypes import Marks, Stance, StanceProbs
from factcheck.errors import PairTooLongError
from factcheck.models.marks import marks_of

if TYPE_CHECKING:
    import torch

MAX_TOKENS = 512
"""Positions of both bodies; a longer pair is refused, never cut."""
BATCH_TOKENS = 4096
"""Padded tokens of one batch: large enough to keep two cores busy, small enough for their caches."""
FLOAT32_BATCH_TOKENS = 2048
"""The same in float32, whose numbers are twice as large: a quarter faster than 4096 for both verifiers on AVX2."""


class PairReader:
    """What the large and the small verifier have in common; a subclass loads ``_model`` and ``_tokenizer``.

    ``id2label`` maps the classes' numbers, as text, to the stances' names.
    """

    id2label: Mapping[str, str]
    precision: str
    temperature = 1.0

    def __init__(self) -> None:
        self._model: Any = None
        self._tokenizer: Any = None

    def load(self) -> None:
        """Load the model now, if that has not been done. Raises ``ModelError``."""
        raise NotImplementedError

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
        for batch in batches_by_length([len(row) for row in rows], self._batch_tokens()):
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
        for batch in batches_by_length([len(row.ids) for row in encoded], self._batch_tokens()):
            scores = self._token_scores([encoded[i].ids for i in batch], [stances[i] for i in batch])
            for i, of_row in zip(batch, scores, strict=True):
                tokens = list(zip(encoded[i].sequence_ids, encoded[i].offsets, strict=True))
                results[i] = marks_of(*pairs[i], tokens, of_row[: len(tokens)])
        return [results[i] for i in range(len(pairs))]

    def _batch_tokens(self) -> int:
        return FLOAT32_BATCH_TOKENS if self.precision == "float32" else BATCH_TOKENS

    def _token_scores(self, rows: list[list[int]], stances: Sequence[Stance]) -> list[list[float]]:
        """For each token how much it speaks for the row's stance: gradient of its log-probability times the vector."""
        import torch

        ids, mask = padded(rows, self._model.config.pad_token_id)
        class_of = {name: int(index) for index, name in self.id2label.items()}
        wanted = torch.tensor([class_of[stance.value] for stance in stances])
        vectors = self._model.get_input_embeddings()(ids).detach().requires_grad_()
        logits = self._model(inputs_embeds=vectors, attention_mask=mask, **self._more_inputs(ids)).logits.float()
        picked = torch.log_softmax(logits, dim=-1)[torch.arange(len(rows)), wanted]
        (gradient,) = torch.autograd.grad(picked.sum(), vectors)
        scores: list[list[float]] = (gradient.float() * vectors.detach().float()).sum(dim=-1).tolist()
        return scores

    def _forward(self, rows: list[list[int]]) -> list[list[float]]:
        import torch

        ids, mask = padded(rows, self._model.config.pad_token_id)
        with torch.inference_mode():
            logits = self._model(input_ids=ids, attention_mask=mask, **self._more_inputs(ids)).logits.float()
        rows_of_probs: list[list[float]] = torch.softmax(logits / self.temperature, dim=-1).tolist()
        return rows_of_probs

    def _more_inputs(self, ids: torch.Tensor) -> dict[str, torch.Tensor]:
        """What the model reads beside ids and mask."""
        return {}

    def _to_probs(self, row: list[float]) -> StanceProbs:
        by_stance = {Stance(name): row[int(index)] for index, name in self.id2label.items()}
        return StanceProbs(by_stance[Stance.SUPPORTS], by_stance[Stance.CONTRADICTS], by_stance[Stance.NEUTRAL])


def padded(rows: Sequence[Sequence[int]], pad: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Token ids and attention mask, both of shape (n_rows, longest row)."""
    import torch

    width = max(len(row) for row in rows)
    ids = torch.full((len(rows), width), pad, dtype=torch.long)
    mask = torch.zeros((len(rows), width), dtype=torch.long)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = torch.tensor(row)
        mask[i, : len(row)] = 1
    return ids, mask


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
