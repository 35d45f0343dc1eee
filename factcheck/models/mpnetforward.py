"""The large body's forward pass: MPNet (Song et al. 2020, arXiv:2004.09297) as a cross-encoder.

A BERT that adds to the attention of every layer a bias by the distance of two tokens, in the buckets of T5 (Raffel et
al. 2020, arXiv:1910.10683).
"""

from __future__ import annotations

import math
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
    read_layers,
    runs_of,
    widened,
)

if TYPE_CHECKING:
    import torch
    from torch import Tensor

NAMES = Names("attention.attn.q", "attention.attn.k", "attention.attn.v", "attention.attn.o", "attention.LayerNorm")
PAD = 1
"""The number of ``<pad>``: positions are counted from behind it, and a text that spells it has none for it."""
FARTHEST = 128
"""Tokens that are as far from one another, or farther, share the last bucket of their side."""


@dataclass(frozen=True, slots=True)
class MpnetVerifier:
    """The body without its word embeddings, and a head of three classes."""

    places: Tensor
    norm: Affine
    distances: Tensor
    encoder: Encoder
    dense: Affine
    classes: Affine

    def packed(self) -> MpnetVerifier:
        """The same, for reading only."""
        return replace(self, encoder=self.encoder.packed())

    def logits(self, vectors: Tensor, rows: Sequence[Sequence[int]], watch: Watch | None = None) -> Tensor:
        """Shape (n_rows, 3), of the word vectors of the rows, shape (n_tokens, width); ``watch`` as of the encoder."""
        runs = runs_of(rows) if watch else widened(runs_of(rows))
        states = self.encoder.norm(vectors + self.places[places_of(rows)], self.norm)
        firsts = self.encoder.first_tokens(states, runs, self.biases(runs), watch)
        return linear(linear(firsts, self.dense).tanh(), self.classes)

    def biases(self, runs: Sequence[Run]) -> list[Tensor | None]:
        """For each run what is added to its attention."""
        whole = self._bias(max(run.keys for run in runs))
        return [bias_of(run, whole.dtype, whole) for run in runs]

    def _bias(self, length: int) -> Tensor:
        """What is added to the attention of each two tokens, shape (1, heads, length, length)."""
        return self.distances[buckets(length, len(self.distances))].permute(2, 0, 1)[None].contiguous()


def places_of(rows: Sequence[Sequence[int]]) -> Tensor:
    """The position of each token of all rows, shape (n_tokens,)."""
    import torch

    here = [torch.tensor(row) != PAD for row in rows]
    return torch.cat([of_row.cumsum(0) * of_row + PAD for of_row in here])


def buckets(length: int, count: int) -> Tensor:
    """The bucket in 0 … ``count`` - 1 of each two places, shape (length, length): half for each direction.

    Half of those are for one distance each, the others grow with its logarithm up to ``FARTHEST``.
    """
    import torch

    places = torch.arange(length)
    ahead = places[:, None] - places
    half, exact = count // 2, count // 4
    distance = ahead.abs()
    far = exact + ((distance.float() / exact).log() / math.log(FARTHEST / exact) * (half - exact)).long()
    return torch.where(distance < exact, distance, far.clamp(max=half - 1)) + (ahead < 0) * half


def read_mpnet(state: Mapping[str, Tensor], config: Mapping[str, Any], dtype: torch.dtype) -> MpnetVerifier:
    """The verifier in that precision from weights by their names in an ``MPNetForSequenceClassification``.

    ``config`` is the body's own. Raises ``KeyError`` or ``ValueError`` where a weight is missing or of another shape.
    """
    width, heads = config["hidden_size"], config["num_attention_heads"]
    parts = Parts(state, dtype, "mpnet.")
    layers = read_layers(parts, NAMES, config["num_hidden_layers"], width, config["intermediate_size"])
    head = Parts(state, dtype, "classifier.")
    return MpnetVerifier(
        parts.take("embeddings.position_embeddings.weight", config["max_position_embeddings"], width),
        parts.affine("embeddings.LayerNorm", width),
        parts.take("encoder.relative_attention_bias.weight", config["relative_attention_num_buckets"], heads),
        Encoder(layers, heads, config["layer_norm_eps"]),
        head.affine("dense", width, width),
        head.affine("out_proj", 3, width),
    )
