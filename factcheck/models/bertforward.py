"""The small body's forward pass: a BERT (Devlin et al. 2019, arXiv:1810.04805) as embedder and as cross-encoder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from factcheck.models.encoder import (
    Affine,
    Encoder,
    Names,
    Parts,
    Run,
    Watch,
    bias_of,
    linear,
    positions_of,
    read_layers,
    runs_of,
    widened,
)

if TYPE_CHECKING:
    import torch
    from torch import Tensor

NAMES = Names(
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "attention.output.LayerNorm",
)
ENDS = 2
"""The number of ``</s>`` in the body's vocabulary."""


@dataclass(frozen=True, slots=True)
class Bert:
    """The body without its word embeddings: what it adds to word vectors, and its layers."""

    places: Tensor
    types: Tensor
    norm: Affine
    encoder: Encoder

    def packed(self) -> Bert:
        """The same, for reading only."""
        return replace(self, encoder=self.encoder.packed())

    def states(self, vectors: Tensor, rows: Sequence[Sequence[int]]) -> Tensor:
        """The last layer's states of the word vectors of the rows, both (n_tokens, width); all tokens are of type 0."""
        runs = widened(runs_of(rows))
        return self.encoder.all_tokens(self._enter(vectors, rows, self.types[0]), runs, self._biases(runs))

    def first_states(self, vectors: Tensor, rows: Sequence[Sequence[int]], watch: Watch | None = None) -> Tensor:
        """The same of the first token of each row, (n_rows, width); what stands behind two end marks is of type 1."""
        import torch

        types = self.types[torch.cat([second_type(row) for row in rows])]
        runs = runs_of(rows) if watch else widened(runs_of(rows))
        return self.encoder.first_tokens(self._enter(vectors, rows, types), runs, self._biases(runs), watch)

    def _biases(self, runs: Sequence[Run]) -> list[Tensor | None]:
        return [bias_of(run, self.places.dtype) for run in runs]

    def _enter(self, vectors: Tensor, rows: Sequence[Sequence[int]], types: Tensor) -> Tensor:
        return self.encoder.norm(vectors + self.places[positions_of(runs_of(rows))] + types, self.norm)


@dataclass(frozen=True, slots=True)
class BertVerifier:
    """The body with a head of three classes."""

    body: Bert
    pooler: Affine
    classes: Affine

    def packed(self) -> BertVerifier:
        """The same, for reading only."""
        return replace(self, body=self.body.packed())

    def logits(self, vectors: Tensor, rows: Sequence[Sequence[int]], watch: Watch | None = None) -> Tensor:
        """Shape (n_rows, 3), of the word vectors of the rows, shape (n_tokens, width); ``watch`` as of the encoder."""
        return linear(linear(self.body.first_states(vectors, rows, watch), self.pooler).tanh(), self.classes)


def second_type(row: Sequence[int]) -> Tensor:
    """For each token 1 if it is of the claim, which begins after the second of two end marks, else 0."""
    import torch

    ends = torch.tensor(row) == ENDS
    return (ends.cumsum(0) - ends.int() >= 2).long()


def read_bert(state: Mapping[str, Tensor], config: Mapping[str, Any], dtype: torch.dtype, prefix: str = "") -> Bert:
    """The body in that precision from weights by their names in a ``BertModel``, and the shape that its card names.

    Raises ``KeyError`` or ``ValueError`` where a weight is missing or of another shape.
    """
    parts = Parts(state, dtype, prefix)
    width = config["hidden_size"]
    layers = read_layers(parts, NAMES, config["num_hidden_layers"], width, config["intermediate_size"])
    return Bert(
        parts.take("embeddings.position_embeddings.weight", config["max_position_embeddings"], width),
        parts.take("embeddings.token_type_embeddings.weight", config["type_vocab_size"], width),
        parts.affine("embeddings.LayerNorm", width),
        Encoder(layers, config["num_attention_heads"], config["layer_norm_eps"]),
    )


def read_bert_verifier(state: Mapping[str, Tensor], config: Mapping[str, Any], dtype: torch.dtype) -> BertVerifier:
    """The same of a ``BertForSequenceClassification`` with three classes."""
    width, parts = config["hidden_size"], Parts(state, dtype)
    return BertVerifier(
        read_bert(state, config, dtype, "bert."),
        parts.affine("bert.pooler.dense", width, width),
        parts.affine("classifier", 3, width),
    )
