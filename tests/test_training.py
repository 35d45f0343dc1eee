"""Adapters in training: at a higher rank, and on their way into the package; and what pairs are read in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from factcheck.models.smallverifier import packaged_small_verifier
from training import data, train
from training.accelerated import MATRICES, Adapter, Pairs, Trainer, filled, mean_of, save, state_of
from training.distil import with_targets
from training.package import HEAD_BIAS, ID2LABEL, package
from training.small import read_parts, save_parts
from training.soup import small_weights

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


def test_a_packaged_small_verifier_and_its_parts_are_one_in_a_mean(tmp_path: Path) -> None:
    own = small_weights(packaged_small_verifier())
    save_parts({name: tensor * 3 for name, tensor in own.items()}, tmp_path / "a", 3)
    assert len(list(tmp_path.glob("a.*.safetensors"))) == 3
    mean = mean_of([own, small_weights(tmp_path / "a")])
    assert mean.keys() == read_parts(tmp_path / "a").keys()
    for name, tensor in mean.items():
        assert torch.allclose(tensor, own[name] * 2, rtol=2e-3, atol=1e-6), name


def packed(path: Path, **tables: list[tuple[int, int, int]]) -> Path:
    """Four texts of one piece each; 2 and 3 are the German forms of 0 and 1."""
    named: dict[str, Any] = {name.replace("_", ":"): np.array(rows, dtype=np.int32) for name, rows in tables.items()}
    texts: dict[str, Any] = {"pieces": np.arange(4, dtype=np.uint16), "starts": np.arange(5, dtype=np.int32)}
    np.savez(path, **texts, **named, german=np.array([2, 3, -1, -1], dtype=np.int32))
    return path


@pytest.mark.parametrize(
    ("language", "row"), [("en-en", (0, 1)), ("de-en", (0, 3)), ("en-de", (2, 1)), ("de-de", (2, 3))]
)
def test_pairs_are_read_in_the_languages_that_the_recipe_names_claim_first(
    tmp_path: Path, language: str, row: tuple[int, int]
) -> None:
    pairs = Pairs(packed(tmp_path / "pairs.npz", all_x=[(0, 1, 0)] * 9), "cpu")
    pairs.languages = {language: 1.0}
    read = pairs.in_languages(pairs.tables["all:x"], np.random.default_rng(1))
    assert {tuple(r[:2]) for r in read.tolist()} == {row}


def test_of_the_pairs_that_the_teacher_leaves_open_a_share_is_kept(tmp_path: Path) -> None:
    pairs = Pairs(packed(tmp_path / "pairs.npz", soft_x=[(0, 1, -1)] * 100 + [(1, 0, -1)] * 100), "cpu")
    sure, open_ = (0.9, 0.05, 0.05), (0.1, 0.1, 0.8)
    recipe = {"seed": 1, "gold": 0.4, "smoothing": 0.0, "soft_share": 0.0, "decided_share": 1.0}
    targets = with_targets(pairs, {"soft:x": np.array([sure] * 100 + [open_] * 100)}, recipe)
    assert pairs.tables["all"].tolist() == [[0, 1, -1]] * 100
    assert torch.allclose(targets["all"], torch.tensor([sure] * 100))


class Sum(torch.nn.Module):
    """Three logits from the sum of a pair's vectors; remembers how far the vectors were moved."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.dtype = torch.eye(4), torch.float32
        self.out = torch.nn.Linear(4, 3)
        self.moved: list[torch.Tensor | None] = []

    def forward(self, ids: torch.Tensor, moved: torch.Tensor | None = None) -> torch.Tensor:
        self.moved.append(moved)
        vectors = self.words[ids] if moved is None else self.words[ids] + moved
        logits: torch.Tensor = self.out(vectors.sum(1))
        return logits


def test_adversarial_training_moves_each_pair_so_far_and_to_a_higher_loss(tmp_path: Path) -> None:
    torch.manual_seed(5)
    model, ids, labels = Sum(), torch.tensor([[0, 1, 2], [3, 1, 1]]), torch.tensor([0, 2])
    recipe = {"seed": 1, "smoothing": 0.0, "adversarial": 0.5}
    trainer = Trainer(model, Pairs(packed(tmp_path / "pairs.npz"), "cpu"), recipe)
    loss = trainer.backward(ids, labels, "train", None)
    still, moved = model.moved
    assert still is not None and not still.detach().any() and moved is not None
    assert moved.flatten(1).norm(dim=1).tolist() == pytest.approx([0.5, 0.5])
    assert trainer.loss(model(ids, moved), labels, "train", None) > loss
    assert model.out.weight.grad is not None and model.out.weight.grad.any()


def test_labels_of_our_own_are_found_again_by_the_hashes_of_their_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["The plant opened in 1990.", "The plant is older than the dam."]
    monkeypatch.setattr(data, "OWN", tmp_path)
    monkeypatch.setattr(data, "training_texts", lambda _: iter(texts))
    keys = [data.text_key(text) for text in texts]
    (tmp_path / "labelled.tsv").write_text(f"{keys[0]}\t{keys[1]}\tunknown\t3\n{keys[1]}\t{keys[0]}\tsupported\t70\n")
    found = [(pair.evidence, pair.claim, data.LABELS[pair.label], pair.tags) for pair in data.labelled_pairs(tmp_path)]
    assert found == [(*texts, "unknown", ("missed",)), (*texts[::-1], "supported", ())]


def test_every_label_of_our_own_names_two_texts_and_a_class_once() -> None:
    rows = [line.split("\t") for line in (data.OWN / "labelled.tsv").read_text().splitlines()]
    assert all(len(evidence) == len(claim) == 12 and label in data.LABELS for evidence, claim, label, _ in rows)
    assert len({(evidence, claim) for evidence, claim, *_ in rows}) == len(rows)


def test_claims_about_news_come_with_the_german_of_both_sides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "OWN", tmp_path)
    row = {"en": "The mine closed on Friday.", "de": "Am Freitag schloss die Grube.", "source": "wmt"}
    monkeypatch.setattr(data, "read_rows", lambda _: iter([row]))
    line = (data.text_key(row["en"]), "contradicted", "The mine is at work.", "Die Grube arbeitet.", "12")
    (tmp_path / "news.tsv").write_text("\t".join(line) + "\n")
    [(pair, evidence_de, claim_de)] = data.news_claims(tmp_path)
    assert (pair.evidence, pair.claim, data.LABELS[pair.label]) == (row["en"], line[2], "contradicted")
    assert (evidence_de, claim_de, pair.tags) == (row["de"], line[3], ("missed",))


def test_a_recipe_takes_all_labels_of_our_own_or_those_that_v7_missed_or_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missed, known = (
        data.Pair("Evidence.", "Claim.", 2, "labelled", data.missed_tag(per_cent)) for per_cent in ("69", "70")
    )
    monkeypatch.setattr(train, "labelled_pairs", lambda _: [missed, known])
    for name, expected in (("labelled", [missed, known]), ("labelled-missed", [missed]), ("labelled-known", [known])):
        assert train.build_pairs(tmp_path, {"mix": {name: 1}, "seed": 1}) == expected


def test_every_claim_about_news_is_one_line_of_two_languages_with_a_class() -> None:
    rows = [line.split("\t") for line in (data.OWN / "news.tsv").read_text(encoding="utf-8").splitlines()]
    assert all(len(key) == 12 and label in data.LABELS and en and de for key, label, en, de, _ in rows)
    assert len({(key, en) for key, _, en, *_ in rows}) == len(rows)
