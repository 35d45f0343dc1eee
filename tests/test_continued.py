"""Training on a processor: how its batches are made, and that what it trains is what is packaged."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from factcheck.models.mpnetforward import read_mpnet
from tests.test_forward import SHAPE
from training.continued import PARTS, POOL, PREFIX, Continued, batches
from training.package import WEIGHTS_NAME


def test_every_pair_is_in_one_batch_and_no_batch_of_several_is_too_large() -> None:
    lengths = np.random.default_rng(1).integers(5, 180, 2 * POOL + 17)
    found = list(batches(lengths, 700, np.random.default_rng(2)))
    assert sorted(number for batch in found for number in batch) == list(range(len(lengths)))
    assert all(len(batch) == 1 or lengths[batch].sum() <= 700 for batch in found)


def test_a_batch_is_sorted_by_length_and_batches_are_not() -> None:
    lengths = np.random.default_rng(1).integers(5, 180, 600)
    found = list(batches(lengths, 700, np.random.default_rng(2)))
    assert all((np.diff(lengths[batch]) >= 0).all() for batch in found)
    assert (np.diff([lengths[batch[0]] for batch in found]) < 0).any()


RANK, ALPHA = 2, 6
ROWS = [[0, 9, 2, 2, 8, 2], [0, 7, 11, 2, 2, 6, 2], [0, *range(3, 45), 2, 2, 6, 2]]


def drawn(*shape: int) -> torch.Tensor:
    return torch.randn(shape) * 0.4


@pytest.fixture
def trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Continued:
    """A small body with an adapter on all of its layers, the lowest of them frozen."""
    from transformers import MPNetConfig, MPNetModel

    monkeypatch.setattr("training.continued.bf16_is_fast", lambda: False)
    torch.manual_seed(5)
    MPNetModel(MPNetConfig(**SHAPE, relative_attention_num_buckets=32), add_pooling_layer=False).save_pretrained(
        tmp_path / "body"
    )
    sizes = {"q": (24, 24), "k": (24, 24), "v": (24, 24), "o": (24, 24), "up": (24, 40), "down": (40, 24)}
    adapter = {f"classifier.{name}.bias": drawn(n) for name, n in (("dense", 24), ("out_proj", 3))}
    adapter |= {f"classifier.{name}.weight": drawn(n, 24) for name, n in (("dense", 24), ("out_proj", 3))}
    for layer in range(3):
        for kind, (n_in, n_out) in sizes.items():
            stem = f"mpnet.encoder.layer.{layer}.{PARTS[kind]}.lora_"
            adapter |= {f"{stem}A.weight": drawn(RANK, n_in), f"{stem}B.weight": drawn(n_out, RANK)}
    init = tmp_path / "init"
    init.mkdir()
    save_file({PREFIX + name: tensor for name, tensor in adapter.items()}, init / WEIGHTS_NAME)
    (init / "adapter_config.json").write_text(json.dumps({"r": RANK, "lora_alpha": ALPHA}))
    return Continued(tmp_path / "body", init, frozen=1)


def test_what_is_trained_reads_as_the_merged_verifier_does(trained: Continued, tmp_path: Path) -> None:
    state = {f"mpnet.{name}": tensor for name, tensor in load_file(tmp_path / "body" / "model.safetensors").items()}
    for name, tensor in trained.saved.items():
        if name.endswith("lora_A.weight"):
            stem = name.removesuffix("lora_A.weight")
            state[f"{stem}weight"] = (
                state[f"{stem}weight"] + ALPHA / RANK * trained.saved[f"{stem}lora_B.weight"] @ tensor
            )
        elif "lora_" not in name:
            state[name] = tensor
    config = json.loads((tmp_path / "body" / "config.json").read_text())
    pieces = [piece for row in ROWS for piece in row]
    merged = read_mpnet(state, config, torch.float32)
    expected = merged.logits(state["mpnet.embeddings.word_embeddings.weight"][pieces], ROWS)
    assert torch.allclose(trained.logits(ROWS), expected, atol=1e-4)
    assert expected.std(0).min() > 0.01  # else a slip could hide


def test_a_gradient_reaches_every_layer_that_is_not_frozen_and_saving_keeps_the_rest(
    trained: Continued, tmp_path: Path
) -> None:
    torch.autograd.backward(trained.logits(ROWS).square().sum())
    assert all(p.grad is not None and p.grad.abs().max() > 0 for p in trained.trained.values())
    with torch.no_grad():
        for parameter in trained.trained.values():
            parameter.add_(1)
    trained.save(tmp_path / "init", tmp_path / "saved")
    for name, tensor in load_file(tmp_path / "saved" / WEIGHTS_NAME).items():
        own = name.removeprefix(PREFIX)
        moved = 0.0 if "layer.0." in own else 1.0
        assert torch.allclose(tensor.float(), trained.saved[own] + moved, atol=1e-2)
