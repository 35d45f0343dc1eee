"""Adapters in training: at a higher rank, and on their way into the package."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from training.accelerated import MATRICES, Adapter, filled, save, state_of
from training.package import HEAD_BIAS, ID2LABEL, package

SHAPES = dict.fromkeys(MATRICES, (6, 4)) | {"o": (4, 4)}


def adapter(rank: int) -> Adapter:
    made = Adapter(SHAPES, rank, 1.0)
    with torch.no_grad():
        for b in made.b.values():
            b.normal_()
    return made


@pytest.mark.parametrize("kind", MATRICES)
def test_an_adapter_at_a_higher_rank_says_what_it_said_and_can_learn_more(kind: str) -> None:
    torch.manual_seed(3)
    low, high = adapter(2), Adapter(SHAPES, 5, 1.0)
    high.load_state_dict(filled(state_of(high), state_of(low)))
    frozen = torch.randn(12, *SHAPES[kind])
    assert torch.allclose(high.merged(kind, frozen), low.merged(kind, frozen), atol=1e-6)
    high.merged(kind, frozen).square().sum().backward()  # type: ignore[no-untyped-call]
    gradient = high.b[kind].grad
    assert gradient is not None and (gradient[:, :, 2:].abs().amax((1, 2)) > 0).all()


def test_what_is_taken_off_a_logit_stands_in_the_packaged_head(tmp_path: Path) -> None:
    torch.manual_seed(4)
    save(state_of(adapter(2)), tmp_path / "run", 2, 1.0, 2)
    package(tmp_path / "run", tmp_path / "plain", "plain", 1.0, {})
    package(tmp_path / "run", tmp_path / "shifted", "shifted", 0.7, {"neutral": -0.4, "contradicts": -0.15})
    plain, shifted = (load_file(tmp_path / name / "adapter_model.safetensors") for name in ("plain", "shifted"))
    moved = dict(zip(ID2LABEL.values(), (shifted[HEAD_BIAS] - plain[HEAD_BIAS]).tolist(), strict=True))
    assert moved == pytest.approx({"supports": 0, "contradicts": -0.15, "neutral": -0.4}, abs=1e-3)
    assert all(torch.equal(plain[name], shifted[name]) for name in plain if name != HEAD_BIAS)
    assert json.loads((tmp_path / "shifted" / "verifier.json").read_text())["temperature"] == 0.7
