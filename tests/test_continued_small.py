"""The small verifier's training on a processor: what is drawn, in which language, and that it reads as elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from training import continued_small
from training.continued_small import Draw, Item, OnProcessor, batches, forms, rate
from training.small import LAYERS, MATRICES, SmallVerifier

WIDTH, INNER, PIECES = 24, 48, 30
GERMAN = {"The dam is old.": "Der Damm ist alt.", "It holds.": "Er hält."}


def state() -> dict[str, torch.Tensor]:
    """Random weights of a small verifier, 24 wide."""
    torch.manual_seed(7)
    made = {
        "embeddings.word_embeddings.weight": torch.randn(PIECES, WIDTH),
        "embeddings.position_embeddings.weight": torch.randn(40, WIDTH) * 0.3,
        "embeddings.token_type_embeddings.weight": torch.randn(2, WIDTH) * 0.3,
        "embeddings.LayerNorm.weight": torch.rand(WIDTH) + 0.5,
        "embeddings.LayerNorm.bias": torch.randn(WIDTH) * 0.1,
    }
    for layer in range(LAYERS):
        for kind, name in MATRICES.items():
            rows, columns = {"up": (INNER, WIDTH), "down": (WIDTH, INNER)}.get(kind, (WIDTH, WIDTH))
            is_norm = kind.startswith("norm")
            weight = torch.rand(WIDTH) + 0.5 if is_norm else torch.randn(rows, columns) * 0.3
            made[f"encoder.layer.{layer}.{name}.weight"] = weight
            made[f"encoder.layer.{layer}.{name}.bias"] = torch.randn(rows) * 0.1
    return made


@pytest.fixture
def model() -> OnProcessor:
    return OnProcessor(state(), 0.0, torch.float32)


IDS = torch.tensor([[0, 5, 9, 2, 2, 7, 2, 1], [0, 6, 2, 2, 8, 11, 4, 2]])


def test_it_reads_a_pair_as_the_form_that_an_accelerator_trains(model: OnProcessor) -> None:
    other = SmallVerifier(state(), 0.0, torch.float32)
    other.load_state_dict(model.state_dict())
    assert torch.allclose(model.logits(IDS, 0), other(IDS), atol=1e-4)


def test_frozen_layers_have_no_gradient_and_the_others_do(model: OnProcessor) -> None:
    model.logits(IDS, 3).sum().backward()  # type: ignore[no-untyped-call]
    gradient = model.weight["up"].grad
    assert gradient is not None and not gradient[:3].any() and gradient[3:].flatten(1).any(1).all()


def test_a_text_has_its_german_form_without_its_source_line() -> None:
    assert forms("Dams (Water Weekly): The dam is old.", GERMAN) == (
        "Dams (Water Weekly): The dam is old.",
        "Der Damm ist alt.",
    )
    assert forms("The dam is new.", GERMAN) == ("The dam is new.",)


def test_every_pair_comes_once_before_any_comes_again_in_both_languages() -> None:
    found = {"known": [Item((f"e{n}",), (f"c{n}", f"k{n}"), n % 3) for n in range(50)], "left-out": []}
    drawn = Draw(found, {"known": 1.0}, 3).pairs(100)
    assert sorted(int(e[1:]) for e, _, _ in drawn[:50]) == list(range(50))
    assert all(e[1:] == c[1:] and label == int(e[1:]) % 3 for e, c, label in drawn)
    assert 30 < sum(c.startswith("k") for _, c, _ in drawn) < 70


def test_shares_of_the_mix_are_shares_of_the_pairs() -> None:
    found = {kind: [Item((kind,), (kind,), 0)] for kind in ("known", "missed")}
    drawn = Draw(found, {"known": 0.25, "missed": 0.75}, 1).pairs(400)
    assert 250 < sum(e == "missed" for e, _, _ in drawn) < 350


def test_batches_hold_every_row_once_and_no_more_pieces_than_allowed() -> None:
    rows = [[1] * n for n in np.random.default_rng(3).integers(5, 90, 200)]
    found = list(batches(rows, 400))
    assert sorted(n for batch in found for n in batch) == list(range(200))
    assert all(len(batch) * max(len(rows[n]) for n in batch) <= 400 for batch in found)


def test_the_rate_is_held_and_then_falls_to_nothing() -> None:
    assert [rate(done, 0.4) for done in (0.0, 0.39, 0.7, 1.0)] == pytest.approx([1, 1, 0.5, 0], abs=1e-9)


def test_a_step_makes_the_pairs_it_was_made_of_more_likely(model: OnProcessor) -> None:
    recipe = {"smoothing": 0.0, "frozen": 0, "pairs": 2}
    rows, labels = IDS[:, :7].tolist(), [0, 2]
    before = continued_small.backward(model, rows, labels, recipe)
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.grad is not None:
                parameter.sub_(0.01 * parameter.grad)
    assert continued_small.backward(model, rows, labels, recipe) < before
