"""Reading pairs of evidence and claim with a three-way cross-encoder: batches, probabilities, marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from factcheck.datatypes import Marks, Stance, StanceProbs
from factcheck.errors import PairTooLongError
from factcheck.models.marks import marks_of

if TYPE_CHECKING:
    from torch import Tensor

MAX_TOKENS = 512
"""Positions of both bodies; a longer pair is refused, never cut."""
BATCH_TOKENS = 4096
"""Tokens of one batch: large enough to keep two cores busy, small enough for their caches."""
FLOAT32_BATCH_TOKENS = 2048
"""The same in float32, whose numbers are twice as large: a quarter faster than 4096 for both verifiers on AVX2."""


class PairReader:
    """What the large and the small verifier have in common; a subclass loads ``_model`` and ``_tokenizer``.

    ``id2label`` maps the classes' numbers, as text, to the stances' names.
    """

    id2label: Mapping[str, str]
    precision: str
    temperature = 1.0
    marks_after: int
    """After so many layers the states of the tokens are looked at for marks; found by ``training/marks.py``."""

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
        for batch in batches_of_tokens([len(row) for row in rows], self._batch_tokens()):
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
        for batch in batches_of_tokens([len(row.ids) for row in encoded], self._batch_tokens()):
            scores = self._token_scores([encoded[i].ids for i in batch], [stances[i] for i in batch])
            for i, of_row in zip(batch, scores, strict=True):
                tokens = list(zip(encoded[i].sequence_ids, encoded[i].offsets, strict=True))
                results[i] = marks_of(*pairs[i], tokens, of_row)
        return [results[i] for i in range(len(pairs))]

    def _batch_tokens(self) -> int:
        return FLOAT32_BATCH_TOKENS if self.precision == "float32" else BATCH_TOKENS

    def _token_scores(self, rows: list[list[int]], stances: Sequence[Stance]) -> list[list[float]]:
        """For each token how much its state on the way speaks for the row's stance: gradient times state."""
        import torch

        from factcheck.models.encoder import Watch

        class_of = {name: int(index) for index, name in self.id2label.items()}
        wanted = torch.tensor([class_of[stance.value] for stance in stances])
        seen: list[Tensor] = []

        def see(states: Tensor) -> Tensor:
            seen.append(states.requires_grad_())
            return states

        vectors = self._vectors(rows).to(getattr(torch, self.precision))
        log_probs = torch.log_softmax(self._model.logits(vectors, rows, Watch(self.marks_after, see)).float(), dim=-1)
        (gradient,) = torch.autograd.grad(log_probs[torch.arange(len(rows)), wanted].sum(), seen)
        scores = (gradient.float() * seen[0].detach().float()).sum(dim=-1)
        return [of_row.tolist() for of_row in torch.split(scores, [len(row) for row in rows])]

    def _forward(self, rows: list[list[int]]) -> list[list[float]]:
        import torch

        with torch.inference_mode():
            vectors = self._vectors(rows).to(getattr(torch, self.precision))
            logits = self._model.logits(vectors, rows).float()
        rows_of_probs: list[list[float]] = torch.softmax(logits / self.temperature, dim=-1).tolist()
        return rows_of_probs

    def _vectors(self, rows: Sequence[Sequence[int]]) -> Tensor:
        """The word vectors of the tokens of all rows, one behind another, shape (n_tokens, width)."""
        raise NotImplementedError

    def _to_probs(self, row: list[float]) -> StanceProbs:
        by_stance = {Stance(name): row[int(index)] for index, name in self.id2label.items()}
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


def batches_of_tokens(lengths: Sequence[int], max_tokens: int) -> list[list[int]]:
    """Indices in batches of at most ``max_tokens`` tokens without padding, longest first; ties keep the given order.

    What is longer than that makes a batch of its own.
    """
    batches: list[list[int]] = []
    held = 0
    for index in sorted(range(len(lengths)), key=lambda i: (-lengths[i], i)):
        if batches and held + lengths[index] <= max_tokens:
            batches[-1].append(index)
            held += lengths[index]
        else:
            batches.append([index])
            held = lengths[index]
    return batches
