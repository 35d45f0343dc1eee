"""The layers that both packaged bodies have in common, in plain torch: BERT's, read without padding.

The rows of a batch lie one behind another: matrix products see the tokens of all of them and nothing else, and
attention is worked out for each run of rows of the same length. So nothing is computed for tokens that are not there,
and transformers need not be imported. Gradients are kept where the input has them. Without one, a row may look at more
keys than it has (``widened``): those of the tokens behind it, which count for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import torch
    from torch import Tensor


TYPICAL_TOKENS = 4096
"""Tokens of the products that packed weights are arranged for: those of a full batch."""
VECTOR, LEAST_KEYS = 16, 32
"""Numbers of a 512-bit vector in float32; with fewer keys than two of them bfloat16 is no faster."""


class Affine(NamedTuple):
    """A matrix product or a norm: ``weight`` and ``bias``. The weight of a product may be ``packed``."""

    weight: Tensor
    bias: Tensor

    def packed(self) -> Affine:
        """The weight in the blocks that oneDNN's products want, which it would else arrange anew for each product."""
        import torch

        return self._replace(weight=torch.ops.mkldnn._reorder_linear_weight(self.weight, TYPICAL_TOKENS))


class Run(NamedTuple):
    """Neighbouring rows of the same length: the place of their first token, how many they are, their length, and at how
    many keys each looks."""

    start: int
    rows: int
    length: int
    keys: int

    @property
    def end(self) -> int:
        """The place behind the last key that the last row looks at."""
        return self.start + (self.rows - 1) * self.length + self.keys


class Watch(NamedTuple):
    """``see`` is given the states of all tokens, shape (n_tokens, width), after so many layers; with what it gives back
    the layers go on. ``after`` is less than the number of layers - 1."""

    after: int
    see: Callable[[Tensor], Tensor]


class Names(NamedTuple):
    """What an architecture calls the parts of a layer; ``queries``, ``keys`` and ``values`` become one matrix."""

    queries: str
    keys: str
    values: str
    mixed: str
    mixed_norm: str
    wide: str = "intermediate.dense"
    narrow: str = "output.dense"
    norm: str = "output.LayerNorm"


class Layer(NamedTuple):
    """The weights of one layer; ``joined`` gives queries, keys and values, shape (3 * width, width)."""

    joined: Affine
    mixed: Affine
    mixed_norm: Affine
    wide: Affine
    narrow: Affine
    norm: Affine

    def packed(self) -> Layer:
        """The layer with its products packed."""
        return self._replace(
            joined=self.joined.packed(), mixed=self.mixed.packed(), wide=self.wide.packed(), narrow=self.narrow.packed()
        )


@dataclass(frozen=True, slots=True)
class Parts:
    """Named weights, handed out in one precision; ``prefix`` is put before every name."""

    state: Mapping[str, Tensor]
    dtype: torch.dtype
    prefix: str = ""

    def take(self, name: str, *shape: int) -> Tensor:
        """The tensor. Raises ``KeyError`` if it is missing and ``ValueError`` if its shape is another."""
        tensor = self.state[self.prefix + name]
        if tuple(tensor.shape) != shape:
            raise ValueError(f"{self.prefix}{name} has the shape {tuple(tensor.shape)}, not {shape}")
        return tensor.to(self.dtype)

    def affine(self, name: str, *shape: int) -> Affine:
        """Weight of this shape and the bias for it."""
        return Affine(self.take(f"{name}.weight", *shape), self.take(f"{name}.bias", shape[0]))

    def below(self, prefix: str) -> Parts:
        """The same weights, with more before every name."""
        return Parts(self.state, self.dtype, self.prefix + prefix)


@dataclass(frozen=True, slots=True)
class Encoder:
    """Layers that follow one another, each with ``heads`` heads; ``epsilon`` is that of their norms."""

    layers: tuple[Layer, ...]
    heads: int
    epsilon: float

    def packed(self) -> Encoder:
        """The same layers, faster, where the processor and this build of torch have what it takes; see ``can_pack``."""
        if not can_pack(self.layers[0].wide.weight.dtype):
            return self
        return replace(self, layers=tuple(layer.packed() for layer in self.layers))

    def all_tokens(self, states: Tensor, runs: Sequence[Run], biases: Sequence[Tensor | None]) -> Tensor:
        """The last layer's states, shape (n_tokens, width), of states as wide.

        ``biases`` has for each run what is added to its attention, shape (1, heads or 1, length or 1, keys), or
        ``None``.
        """
        count, states = len(states), _with_spare(states, runs)
        for layer in self.layers:
            states = self._finish(layer, states, self._mix(layer, states, runs, biases))
        return states[:count]

    def first_tokens(
        self, states: Tensor, runs: Sequence[Run], biases: Sequence[Tensor | None], watch: Watch | None = None
    ) -> Tensor:
        """The last layer's states of the first token of each row, shape (n_rows, width).

        The others are left out of the last layer, but for what the first ones look up in them.
        """
        *before, last = self.layers
        states = _with_spare(states, runs)
        for number, layer in enumerate(before):
            if watch and number == watch.after:
                states = watch.see(states)
            states = self._finish(layer, states, self._mix(layer, states, runs, biases))
        firsts = states[[run.start + row * run.length for run in runs for row in range(run.rows)]]
        return self._finish(last, firsts, self._mix(last, states, runs, biases, firsts))

    def _mix(
        self,
        layer: Layer,
        states: Tensor,
        runs: Sequence[Run],
        biases: Sequence[Tensor | None],
        firsts: Tensor | None = None,
    ) -> Tensor:
        """What attention gives each token, or only the ``firsts``."""
        import torch

        mixed = []
        for three, bias in zip(self.threes(linear(states, layer.joined), runs), biases, strict=True):
            queries, keys, values = three
            if firsts is not None:
                queries, bias = queries[:, :, :1], bias if bias is None else bias[:, :, :1]
            attended = attend(queries, keys, values, bias)
            mixed.append(attended.transpose(1, 2).reshape(-1, attended.shape[1] * attended.shape[3]))
        if firsts is None and (spare := len(states) - sum(run.rows * run.length for run in runs)):
            mixed.append(states.new_zeros(spare, states.shape[1]))
        return mixed[0] if len(mixed) == 1 else torch.cat(mixed)

    def threes(self, joined: Tensor, runs: Sequence[Run]) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
        """For each run queries, keys and values, shape (rows, heads, length or keys, width of a head); nothing is
        copied."""
        import torch

        width = joined.shape[1] // 3
        # Split and not sliced: the gradient of each slice would be as large as the whole.
        parts = torch.split(joined, [run.rows * run.length for run in runs]) if joined.requires_grad else None
        for number, run in enumerate(runs):
            shape = (run.rows, run.keys, 3, self.heads, width // self.heads)
            if parts is not None:
                three = parts[number].view(shape)
            else:
                steps = (3 * width * run.length, 3 * width, width, width // self.heads, 1)
                three = joined.as_strided(shape, steps, joined.storage_offset() + 3 * width * run.start)
            queries, keys, values = three.permute(2, 0, 3, 1, 4).unbind(0)
            yield queries[:, :, : run.length], keys, values

    def _finish(self, layer: Layer, states: Tensor, mixed: Tensor) -> Tensor:
        """The rest of a layer: each half with its residual and norm."""
        states = self.norm(linear(mixed, layer.mixed) + states, layer.mixed_norm)
        return self.norm(linear(linear(states, layer.wide, gelu=True), layer.narrow) + states, layer.norm)

    def norm(self, states: Tensor, by: Affine) -> Tensor:
        """The states with mean 0 and variance 1 over their width, scaled and shifted."""
        from torch.nn.functional import layer_norm

        return layer_norm(states, by.weight.shape, by.weight, by.bias, self.epsilon)


def attend(queries: Tensor, keys: Tensor, values: Tensor, bias: Tensor | None) -> Tensor:
    """For each query the values, weighed by how well their keys fit; shape (rows, heads, n_queries, width of a head).

    Where a gradient is wanted this is written out: the fused kernel's way back takes nearly ten times its way forth.
    """
    import torch

    if not queries.requires_grad:
        return torch.nn.functional.scaled_dot_product_attention(queries, keys, values, attn_mask=bias)
    fit = queries * queries.shape[-1] ** -0.5 @ keys.transpose(-2, -1)
    return torch.softmax(fit if bias is None else fit + bias, dim=-1) @ values


def _with_spare(states: Tensor, runs: Sequence[Run]) -> Tensor:
    """The states with zeros behind them, so many that the last rows find all keys that they look at."""
    from torch.nn.functional import pad

    spare = max(run.end for run in runs) - len(states)
    return pad(states, (0, 0, 0, spare)) if spare > 0 else states


def widened(runs: Sequence[Run]) -> list[Run]:
    """The runs with as many keys as the processor attends to fastest: a few more than there are.

    What does not fill a vector of the fused kernel is worked out one by one: with AVX-512, 62 keys take 2.6 times as
    long as 64 in bfloat16 and 1.8 times in float32. With AVX2 it is a seventh at most, and nothing is added.
    """
    import torch

    if not torch.backends.cpu.get_cpu_capability().startswith("AVX512"):
        return list(runs)
    return [run._replace(keys=max(LEAST_KEYS, -(-run.length // VECTOR) * VECTOR)) for run in runs]


def bias_of(run: Run, dtype: torch.dtype, bias: Tensor | None = None) -> Tensor | None:
    """What is added to the attention of a run, so that keys that are not of the row count for nothing.

    With a ``bias`` of shape (1, heads, at least length, at least keys) shape (1, heads, length, keys), else
    (1, 1, 1, keys); ``None`` where nothing is to be added.
    """
    import torch

    own = None if bias is None else bias[:, :, : run.length, : run.keys]
    if run.keys == run.length:
        return own
    plain = torch.zeros(1, 1, 1, run.keys, dtype=dtype) if own is None else own
    return plain.masked_fill(torch.arange(run.keys) >= run.length, -torch.inf)


def linear(states: Tensor, by: Affine, *, gelu: bool = False) -> Tensor:
    """States times weight, plus bias; then GELU if wanted.

    By a packed weight in one step; where a gradient is wanted the weight is unpacked, for that step has none.
    """
    import torch
    from torch.nn import functional

    weight = by.weight
    if weight.is_mkldnn and not states.requires_grad:
        after, algorithm = ("gelu", "none") if gelu else ("none", "")
        fused: Tensor = torch.ops.mkldnn._linear_pointwise(states, weight, by.bias, after, [], algorithm)
        return fused
    found = functional.linear(states, weight.to_dense() if weight.is_mkldnn else weight, by.bias)
    return functional.gelu(found) if gelu else found


def can_pack(dtype: torch.dtype) -> bool:
    """Whether oneDNN is there with the products that ``torch.compile`` uses too, for an x86 processor with this dtype.

    With weights in its own blocks and GELU in the same step, on two cores 1.08 (small) and 1.11 times (large) as many
    pairs a second in bfloat16, 1.03 and 1.08 times in float32 with AVX2; a single pair is 6 to 18 % faster.
    """
    import torch

    ops = torch.ops.mkldnn
    available: bool = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    if not available or not torch.backends.cpu.get_cpu_capability().startswith("AVX"):
        return False
    if not hasattr(ops, "_linear_pointwise") or not hasattr(ops, "_reorder_linear_weight"):
        return False
    return dtype == torch.float32 or (dtype == torch.bfloat16 and bool(ops._is_mkldnn_bf16_supported()))


def runs_of(rows: Sequence[Sequence[object]]) -> list[Run]:
    """The rows as runs of equal length, in their order; sorted rows make few of them."""
    runs, start = [], 0
    for length, group in groupby(len(row) for row in rows):
        n = len(list(group))
        runs.append(Run(start, n, length, length))
        start += n * length
    return runs


def positions_of(runs: Sequence[Run]) -> Tensor:
    """The place of each token in its row, from 0, shape (n_tokens,)."""
    import torch

    return torch.cat([torch.arange(run.length).repeat(run.rows) for run in runs])


def read_layers(parts: Parts, names: Names, count: int, width: int, inner: int) -> tuple[Layer, ...]:
    """So many layers of the weights. Raises ``KeyError`` or ``ValueError`` where they are others."""
    return tuple(_read_layers(parts, names, count, width, inner))


def _read_layers(parts: Parts, names: Names, count: int, width: int, inner: int) -> Iterator[Layer]:
    import torch

    for number in range(count):
        of = parts.below(f"encoder.layer.{number}.")
        three = [of.affine(name, width, width) for name in (names.queries, names.keys, names.values)]
        yield Layer(
            Affine(torch.cat([one.weight for one in three]), torch.cat([one.bias for one in three])),
            of.affine(names.mixed, width, width),
            of.affine(names.mixed_norm, width),
            of.affine(names.wide, inner, width),
            of.affine(names.narrow, width, inner),
            of.affine(names.norm, width),
        )
