"""The small verifier in training: the small body with every layer trained, its word embeddings frozen.

The same form as ``transformers.BertForSequenceClassification``: the pooler is the head's first matrix. A pair is
``<s> evidence </s></s> claim </s>``, the claim's pieces of the second type. Needs only torch and numpy.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

LAYERS, HEADS, PAD, SEP, EPSILON = 12, 12, 1, 2, 1e-12
WORDS = "embeddings.word_embeddings.weight"
MATRICES = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "o": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense",
    "down": "output.dense", "norm2": "output.LayerNorm",
}  # fmt: skip


class SmallVerifier(nn.Module):
    """Logits of the three stances; the layers' weights are stacked by kind."""

    words: Tensor

    def __init__(self, state: dict[str, Tensor], dropout: float, dtype: torch.dtype) -> None:
        super().__init__()
        self.register_buffer("words", state[WORDS].to(dtype))
        self.weight, self.bias = nn.ParameterDict(), nn.ParameterDict()
        for kind, name in MATRICES.items():
            for end, parameters in (("weight", self.weight), ("bias", self.bias)):
                stacked = [state[f"encoder.layer.{layer}.{name}.{end}"].float() for layer in range(LAYERS)]
                parameters[kind] = nn.Parameter(torch.stack(stacked))
        self.places = nn.Parameter(state["embeddings.position_embeddings.weight"].float())
        self.types = nn.Parameter(state["embeddings.token_type_embeddings.weight"].float())
        self.first_norm = nn.Parameter(state["embeddings.LayerNorm.weight"].float())
        self.first_norm_bias = nn.Parameter(state["embeddings.LayerNorm.bias"].float())
        width = self.places.shape[1]
        self.dense, self.out_proj = nn.Linear(width, width), nn.Linear(width, 3)
        for linear in (self.dense, self.out_proj):
            nn.init.normal_(linear.weight, std=0.02)
            nn.init.zeros_(linear.bias)
        self.dropout, self.dtype = dropout, dtype

    def forward(self, ids: Tensor) -> Tensor:
        """Logits (batch, 3) of padded word pieces (batch, length)."""
        length = ids.shape[1]
        # The claim begins after the second of the two marks that stand together.
        second = ((ids == SEP).cumsum(1) - (ids == SEP).int() >= 2)[..., None]
        # Taking rows by index has a gradient that is slow where nearly all indices are alike; choosing has not.
        types = torch.where(second, self.types[1], self.types[0])
        states = functional.embedding(ids, self.words).float() + self.places[None, :length] + types
        states = functional.layer_norm(states, self.first_norm.shape, self.first_norm, self.first_norm_bias, EPSILON)
        states = self.drop(states.to(self.dtype))
        mask = torch.where(ids != PAD, 0.0, -1e4)[:, None, None].to(self.dtype)
        cast = {kind: (self.weight[kind].to(self.dtype), self.bias[kind].to(self.dtype)) for kind in MATRICES}
        cast["qkv"] = (torch.cat([cast[k][0] for k in "qkv"], 1), torch.cat([cast[k][1] for k in "qkv"], 1))
        for layer in range(LAYERS):
            states = self.layer({kind: (w[layer], b[layer]) for kind, (w, b) in cast.items()}, states, mask)
        hidden = self.drop(torch.tanh(self.dense(self.drop(states[:, 0].float()))))
        logits: Tensor = self.out_proj(hidden)
        return logits

    def layer(self, of: dict[str, tuple[Tensor, Tensor]], states: Tensor, mask: Tensor) -> Tensor:
        """One layer: attention and feed-forward, each with its residual and norm."""
        width = states.shape[2]
        attended = self.drop(functional.linear(self.mixed(of, states, mask), *of["o"]))
        states = functional.layer_norm(attended + states, (width,), *of["norm1"], EPSILON)
        inner = functional.linear(functional.gelu(functional.linear(states, *of["up"])), *of["down"])
        return functional.layer_norm(self.drop(inner) + states, (width,), *of["norm2"], EPSILON)

    def mixed(self, of: dict[str, tuple[Tensor, Tensor]], states: Tensor, mask: Tensor) -> Tensor:
        """What attention brings together for each piece, before its own matrix."""
        batch, length, width = states.shape
        joined = functional.linear(states, *of["qkv"]).view(batch, length, 3, HEADS, -1)
        q, k, v = (joined[:, :, part].transpose(1, 2) for part in range(3))
        found = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask.expand(-1, 1, length, -1))
        return found.transpose(1, 2).reshape(batch, length, width)

    def drop(self, states: Tensor) -> Tensor:
        """Dropout in training."""
        return functional.dropout(states, self.dropout, self.training)

    def freeze(self, layers: int) -> None:
        """Leave the lowest layers as they are: what they know of one language serves the other."""
        if not layers:
            return

        def without(gradient: Tensor) -> Tensor:
            return torch.cat([torch.zeros_like(gradient[:layers]), gradient[layers:]])

        for parameters in (self.weight, self.bias):
            for parameter in parameters.values():
                parameter.register_hook(without)

    def load_head(self, state: dict[str, Tensor]) -> None:
        """Take the trained head of a state as ``named`` gives it, ``bert.`` removed."""
        parts = {"dense": "pooler.dense", "out_proj": "classifier"}
        for own, name in parts.items():
            getattr(self, own).load_state_dict({end: state[f"{name}.{end}"].float() for end in ("weight", "bias")})

    def named(self) -> dict[str, Tensor]:
        """The trained weights by their names in a ``BertForSequenceClassification``, without the word embeddings."""
        found = {
            "bert.embeddings.position_embeddings.weight": self.places,
            "bert.embeddings.token_type_embeddings.weight": self.types,
            "bert.embeddings.LayerNorm.weight": self.first_norm,
            "bert.embeddings.LayerNorm.bias": self.first_norm_bias,
            "bert.pooler.dense.weight": self.dense.weight,
            "bert.pooler.dense.bias": self.dense.bias,
            "classifier.weight": self.out_proj.weight,
            "classifier.bias": self.out_proj.bias,
        }
        for kind, name in MATRICES.items():
            for layer in range(LAYERS):
                found[f"bert.encoder.layer.{layer}.{name}.weight"] = self.weight[kind][layer]
                found[f"bert.encoder.layer.{layer}.{name}.bias"] = self.bias[kind][layer]
        return {name: tensor.detach() for name, tensor in found.items()}


def save_parts(tensors: dict[str, Tensor], stem: Path, n_parts: int) -> None:
    """Write the tensors in fp16 in so many files, ``stem.0.safetensors`` and so on, of about the same size."""
    names = sorted(tensors)
    for part in range(n_parts):
        kept = {name: tensors[name].half().cpu().contiguous() for name in names[part::n_parts]}
        save_file(kept, stem.with_name(f"{stem.name}.{part}.safetensors"))


def read_parts(stem: Path) -> dict[str, Tensor]:
    """The tensors that ``save_parts`` wrote."""
    files = sorted(stem.parent.glob(f"{stem.name}.*.safetensors"))
    return {name: tensor for file in files for name, tensor in load_file(file).items()}
