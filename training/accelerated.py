"""Train the verifier's adapter on a CUDA device from a folder made by ``training.pack``; needs only torch and numpy.

    python -m training.accelerated --pack PACK --out OUT --trunk v3 --trunk-seconds 230 --branches v3-a v3-b v3-c \
        --branch-seconds 45 --recipe training/recipes/v3.json

A trunk is trained at a constant rate over all the data; from its end each branch goes on with another mixture while the
rate falls to zero, and the mean of the branches is an adapter too (model soups, Wortsman et al. 2022). The low-rank
update is added to the frozen matrices once a step, so that the forward pass costs what the plain body costs.
``--device cpu`` runs the same code slowly, for a test.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

GROUP, HEADS, LAYERS, BUCKETS, MAX_DISTANCE = 128, 12, 12, 32, 128
CLS, PAD, SEP = 0, 1, 2
MAX_TOKENS = 192
MATRICES = {
    "q": "attention.attn.q", "k": "attention.attn.k", "v": "attention.attn.v", "o": "attention.attn.o",
    "up": "intermediate.dense", "down": "output.dense",
}  # fmt: skip


class Adapter(nn.Module):
    """Low-rank updates of all layers' matrices, stacked by kind, and the three-way head."""

    def __init__(self, shapes: dict[str, tuple[int, int]], rank: int, scale: float) -> None:
        super().__init__()
        self.scale = scale
        self.a, self.b = nn.ParameterDict(), nn.ParameterDict()
        for kind, (rows, columns) in shapes.items():
            bound = 1 / math.sqrt(columns)
            self.a[kind] = nn.Parameter(torch.empty(LAYERS, rank, columns).uniform_(-bound, bound))
            self.b[kind] = nn.Parameter(torch.zeros(LAYERS, rows, rank))
        self.dense, self.out_proj = nn.Linear(shapes["o"][0], shapes["o"][0]), nn.Linear(shapes["o"][0], 3)
        nn.init.normal_(self.dense.weight, std=0.02)
        nn.init.normal_(self.out_proj.weight, std=0.02)
        nn.init.zeros_(self.dense.bias)
        nn.init.zeros_(self.out_proj.bias)

    def merged(self, kind: str, frozen: Tensor) -> Tensor:
        """Frozen matrices of one kind with their updates added."""
        update = torch.bmm(self.b[kind].to(frozen.dtype), self.a[kind].to(frozen.dtype))
        return torch.add(frozen, update, alpha=self.scale)


class Verifier(nn.Module):
    """The frozen MPNet body, expanded from 8 bits, with an adapter."""

    words: Tensor
    places: Tensor
    first_norm: Tensor
    first_norm_bias: Tensor
    relative: Tensor
    norm1: Tensor
    norm1_bias: Tensor
    norm2: Tensor
    norm2_bias: Tensor

    def __init__(self, path: Path, rank: int, scale: float, dropout: float, dtype: torch.dtype) -> None:
        super().__init__()
        raw = load_file(path)
        full = {name: expanded(name, raw).to(dtype) for name in raw if not name.endswith(".scale")}
        for buffer, name in (
            ("words", "word_embeddings"),
            ("places", "position_embeddings"),
            ("first_norm", "LayerNorm"),
        ):
            self.register_buffer(buffer, full[f"embeddings.{name}.weight"])
        self.register_buffer("first_norm_bias", full["embeddings.LayerNorm.bias"])
        self.register_buffer("relative", full["encoder.relative_attention_bias.weight"])
        for kind, name in MATRICES.items():
            self.register_buffer(kind, stacked(full, f"{name}.weight"))
            self.register_buffer(f"{kind}_bias", stacked(full, f"{name}.bias"))
        for kind, name in (("norm1", "attention.LayerNorm"), ("norm2", "output.LayerNorm")):
            self.register_buffer(kind, stacked(full, f"{name}.weight"))
            self.register_buffer(f"{kind}_bias", stacked(full, f"{name}.bias"))
        shapes = {kind: tuple(getattr(self, kind).shape[1:]) for kind in MATRICES}
        self.adapter = Adapter(shapes, rank, scale)
        self.dropout, self.dtype = dropout, dtype

    def forward(self, ids: Tensor, moved: Tensor | None = None) -> Tensor:
        """Logits (batch, 3) of padded word pieces (batch, length), whose vectors are ``moved`` by so much."""
        length = ids.shape[1]
        mask = ids != PAD
        positions = torch.arange(2, length + 2, device=ids.device)
        states = functional.embedding(ids, self.words)
        states = states + functional.embedding(positions, self.places)
        if moved is not None:
            states = states + moved
        states = self.norm(states, self.first_norm, self.first_norm_bias)
        states = self.drop(states)
        bias = self.position_bias(length)[None] + torch.where(mask, 0.0, -1e4)[:, None, None].to(self.dtype)
        merged = {kind: self.adapter.merged(kind, getattr(self, kind)) for kind in MATRICES}
        for layer in range(LAYERS):
            states = self.layer(layer, states, bias, merged)
        first = self.drop(states[:, 0].float())
        hidden = self.drop(torch.tanh(self.adapter.dense(first)))
        logits: Tensor = self.adapter.out_proj(hidden)
        return logits

    def layer(self, n: int, states: Tensor, bias: Tensor, merged: dict[str, Tensor]) -> Tensor:
        """One layer: attention and feed-forward, each with its residual and norm."""
        batch, length, width = states.shape

        def apply(kind: str, x: Tensor) -> Tensor:
            return functional.linear(x, merged[kind][n], getattr(self, f"{kind}_bias")[n])

        q, k, v = (apply(kind, states).view(batch, length, HEADS, -1).transpose(1, 2) for kind in "qkv")
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        attended = self.drop(apply("o", mixed.transpose(1, 2).reshape(batch, length, width)))
        states = self.norm(attended + states, self.norm1[n], self.norm1_bias[n])
        inner = self.drop(apply("down", functional.gelu(apply("up", states))))
        return self.norm(inner + states, self.norm2[n], self.norm2_bias[n])

    def position_bias(self, length: int) -> Tensor:
        """MPNet's relative position bias (heads, length, length): T5's buckets."""
        places = torch.arange(length, device=self.relative.device)
        offset = places[:, None] - places[None]
        half, exact = BUCKETS // 2, BUCKETS // 4
        distance = offset.abs()
        far = exact + (distance.float() / exact).log() / math.log(MAX_DISTANCE / exact) * (half - exact)
        bucket = torch.where(distance < exact, distance, far.long().clamp(max=half - 1)) + (offset < 0) * half
        return self.relative[bucket].permute(2, 0, 1).contiguous()

    def norm(self, states: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        """Layer norm over the width."""
        return functional.layer_norm(states, weight.shape, weight, bias, 1e-5)

    def drop(self, states: Tensor) -> Tensor:
        """Dropout in training."""
        return functional.dropout(states, self.dropout, self.training)


def expanded(name: str, raw: dict[str, Tensor]) -> Tensor:
    """A tensor in float32 from its 8 bits and scales."""
    if f"{name}.scale" not in raw:
        return raw[name].float()
    groups = raw[name].float().view(raw[name].shape[0], -1, GROUP) * raw[f"{name}.scale"].float()[..., None]
    return groups.view(raw[name].shape)


def stacked(full: dict[str, Tensor], name: str) -> Tensor:
    """One tensor of all layers."""
    return torch.stack([full[f"encoder.layer.{layer}.{name}"] for layer in range(LAYERS)])


class Pairs:
    """Evidence and claims as word pieces on the device, put together batch by batch."""

    def __init__(self, path: Path, device: str, pieces: Path | None = None) -> None:
        data = dict(np.load(path))
        self.device, self.tables = device, {name: t for name, t in data.items() if ":" in name}
        if pieces:
            data = dict(np.load(pieces))
        self.starts = data["starts"].astype(np.int64)
        flat = data["pieces"].astype(np.int32)
        if "above" in data:
            flat += data["above"].astype(np.int32) << 16
        self.pieces = torch.from_numpy(flat).to(device)
        self.german = data.get("german")
        self.languages = dict.fromkeys(("en-en", "de-en", "en-de", "de-de"), 0.25)
        """How often a pair is read so, claim first, where both of its texts have a German form."""

    def add(self, path: Path) -> None:
        """Add the tables and texts of a file of ``training.german``; its numbers follow those that are here."""
        data, first = dict(np.load(path)), len(self.starts) - 1
        self.tables |= {name: table + np.array([first, first, 0]) for name, table in data.items() if ":" in name}
        flat = data["pieces"].astype(np.int32) + (data["above"].astype(np.int32) << 16)
        self.pieces = torch.cat([self.pieces, torch.from_numpy(flat).to(self.device)])
        self.starts = np.concatenate([self.starts, self.starts[-1] + data["starts"][1:].astype(np.int64)])
        german = np.where(data["german"] >= 0, data["german"] + first, -1)
        self.german = np.concatenate([self.german, german])

    def batches(self, name: str, tokens: int, rng: np.random.Generator | None) -> Iterator[tuple[Tensor, Tensor, Any]]:
        """Word pieces, labels and row numbers of batches of about so many pieces; shuffled with an ``rng``."""
        rows = self.tables[name] if rng is None else self.in_languages(self.tables[name], rng)
        order = np.arange(len(rows)) if rng is None else rng.permutation(len(rows))
        lengths = self.lengths(rows)
        pools = [order] if rng is None else np.array_split(order, max(1, len(order) // 16384))
        parts = []
        for pool in pools:
            pool = pool[np.argsort(lengths[pool], kind="stable")]
            start = 0
            while start < len(pool):
                end = start + 1
                # Sorted upwards, the last row of the batch is its longest.
                while end < len(pool) and padded(lengths[pool[end]]) * (end + 1 - start) <= tokens:
                    end += 1
                parts.append(pool[start:end])
                start = end
        for part in parts if rng is None else [parts[i] for i in rng.permutation(len(parts))]:
            yield *self.batch(rows[part], padded(lengths[part].max())), part

    def in_languages(self, rows: Any, rng: np.random.Generator) -> Any:
        """The rows with texts that have a German form in German, as often as ``languages`` says."""
        if self.german is None:
            return rows
        rows = rows.copy()
        drawn = rng.choice(list(self.languages), len(rows), p=list(self.languages.values()))
        for side, place in ((1, slice(0, 2)), (0, slice(3, 5))):
            german = self.german[rows[:, side]]
            swap = (german >= 0) & np.isin(drawn, [name for name in self.languages if name[place] == "de"])
            rows[swap, side] = german[swap]
        return rows

    def lengths(self, rows: Any) -> Any:
        """Word pieces of each pair with its marks, cut to the most a pair may have."""
        size = np.diff(self.starts)
        return np.minimum(size[rows[:, 0]] + size[rows[:, 1]] + 4, MAX_TOKENS)

    def batch(self, rows: Any, length: int) -> tuple[Tensor, Tensor]:
        """``<s> evidence </s></s> claim </s>`` for each row, padded; evidence that is too long is cut."""
        size = np.diff(self.starts)
        claim = np.minimum(size[rows[:, 1]], MAX_TOKENS // 2)
        evidence = np.minimum(size[rows[:, 0]], MAX_TOKENS - 4 - claim)
        numbers = np.stack([self.starts[rows[:, 0]], evidence, self.starts[rows[:, 1]], claim, rows[:, 2]])
        e0, e, c0, c, labels = torch.from_numpy(numbers.astype(np.int64)).to(self.device, non_blocking=True)[..., None]
        at = torch.arange(length, device=self.device)[None]
        in_evidence, in_claim = (at >= 1) & (at <= e), (at > e + 2) & (at <= e + 2 + c)
        index = torch.where(in_evidence, e0 + at - 1, c0 + at - e - 3)
        ids = self.pieces[torch.where(in_evidence | in_claim, index, 0)].long()
        marks = torch.where(at == 0, CLS, torch.where(at > e + c + 3, PAD, SEP))
        return torch.where(in_evidence | in_claim, ids, marks), labels[:, 0]


def padded(length: int) -> int:
    """The length rounded up to a multiple of eight, as the attention kernels want it."""
    return int(-(-length // 8) * 8)


class Trainer:
    """One model with its optimizer; trains on passes until its seconds are over."""

    def __init__(self, model: nn.Module, pairs: Pairs, recipe: dict[str, Any]) -> None:
        self.model, self.pairs, self.recipe = model, pairs, recipe
        self.trained = [p for p in model.parameters() if p.requires_grad]
        self.rng = np.random.default_rng(recipe["seed"])

    def train(self, passes: list[str], seconds: float, hold: float) -> None:
        """Steps over the passes again and again for so many seconds.

        The learning rate is held for this share of them and then falls to zero; it rises first, quickly if it falls
        from the start, as a branch goes on from a trained state.
        """
        recipe = self.recipe
        self.model.train()
        fused = self.trained[0].device.type == "cuda"
        optimizer = torch.optim.AdamW(
            self.trained, recipe["lr"], (0.9, 0.98), weight_decay=recipe["weight_decay"], fused=fused
        )
        warmup = recipe["warmup"] if hold > 0 else 20
        started, step, seen, running, shown = time.time(), 0, 0, 0.0, 0.0
        while True:
            for ids, labels, rows in self.pairs.batches(passes[0], recipe["tokens"], self.rng):
                spent = (time.time() - started) / seconds
                if spent >= 1:
                    return
                for group in optimizer.param_groups:
                    group["lr"] = recipe["lr"] * min((step + 1) / warmup, fallen(spent, hold))
                loss = self.backward(ids, labels, passes[0], rows)
                nn.utils.clip_grad_norm_(self.trained, 1.0)
                optimizer.step()
                optimizer.zero_grad(set_to_none=True)
                step, seen = step + 1, seen + len(labels)
                if step % 50 == 0:
                    running = loss.item() if step == 50 else 0.8 * running + 0.2 * loss.item()
                if hold > 0 and spent > 0.3 and running > recipe.get("give_up", 1.0):
                    raise SystemExit("nothing is learned at this rate")
                if time.time() - shown > 10:
                    shown = time.time()
                    rate = seen / (shown - started)
                    print(f"{passes[0]} step {step} loss {running:.3f} {rate:.0f} pairs/s", flush=True)
            passes = [*passes[1:], passes[0]]

    def backward(self, ids: Tensor, labels: Tensor, name: str, rows: Any) -> Tensor:
        """Add the gradients of a batch; returns its loss.

        With ``adversarial`` in the recipe the batch is read twice, the second time with the vectors of each pair moved
        so far towards a higher loss (Miyato et al. 2017, whose bound is of the length of the whole text's vector).
        """
        bound = self.recipe.get("adversarial", 0.0)
        model: Any = self.model
        if not bound:
            loss = self.loss(model(ids), labels, name, rows)
            loss.backward()  # type: ignore[no-untyped-call]
            return loss
        still = torch.zeros(*ids.shape, model.words.shape[1], device=ids.device, dtype=model.dtype, requires_grad=True)
        loss = self.loss(model(ids, still), labels, name, rows)
        (0.5 * loss).backward()  # type: ignore[no-untyped-call]
        uphill = still.grad.float()  # type: ignore[union-attr]
        length = uphill.flatten(1).norm(dim=1).clamp(min=1e-12)[:, None, None]
        again = self.loss(model(ids, (bound * uphill / length).to(model.dtype)), labels, name, rows)
        (0.5 * again).backward()  # type: ignore[no-untyped-call]
        return loss

    def loss(self, logits: Tensor, labels: Tensor, name: str, rows: Any) -> Tensor:
        """Cross-entropy of the gold labels."""
        return functional.cross_entropy(logits, labels, label_smoothing=self.recipe["smoothing"])

    @torch.no_grad()
    def evaluate(self) -> dict[str, float]:
        """Accuracy on each development set, macro-F1 where a set has three classes."""
        self.model.eval()
        figures = {}
        for name in [name for name in self.pairs.tables if name.startswith("dev:")]:
            gold = self.pairs.tables[name][:, 2]
            predicted = np.empty_like(gold)
            for ids, _, rows in self.pairs.batches(name, 4 * self.recipe["tokens"], None):
                predicted[rows] = self.model(ids).argmax(-1).cpu().numpy()
            figures[name[4:]] = round(float((gold == predicted).mean()), 4)
            if len(set(gold.tolist())) == 3:
                figures[f"{name[4:]} f1"] = round(float(np.mean([f1(gold, predicted, c) for c in range(3)])), 4)
                figures[f"{name[4:]} wrong s"] = round(float(((gold != 0) & (predicted == 0)).mean()), 4)
        return figures

    @torch.no_grad()
    def scored(self, names: list[str]) -> dict[str, Any]:
        """Probabilities (rows, 3) in fp16 of these tables' pairs, in their order."""
        self.model.eval()
        found = {}
        for name in names:
            probabilities = np.empty((len(self.pairs.tables[name]), 3), dtype=np.float16)
            for ids, _, rows in self.pairs.batches(name, 4 * self.recipe["tokens"], None):
                probabilities[rows] = self.model(ids).float().softmax(-1).cpu().numpy()
            found[name] = probabilities
        return found


def fallen(spent: float, hold: float) -> float:
    """Factor of the learning rate after this share of the time: 1 while it is held, then down to 0."""
    return min(1.0, (1 - spent) / (1 - hold)) if hold < 1 else 1.0


def f1(gold: Any, predicted: Any, label: int) -> float:
    """F1 of one class."""
    both = ((gold == label) & (predicted == label)).sum()
    return float(2 * both / max(1, (gold == label).sum() + (predicted == label).sum()))


def state_of(adapter: Adapter) -> dict[str, Tensor]:
    """A copy of the adapter's weights."""
    return {name: tensor.detach().clone() for name, tensor in adapter.state_dict().items()}


def mean_of(states: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of several states of one adapter."""
    return {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}


def truncated(adapter: Adapter, state: dict[str, Tensor], rank: int) -> dict[str, Tensor]:
    """The state with its updates cut to the ``rank`` largest singular values, the rest of the rank zero."""
    cut = dict(state)
    for kind in MATRICES:
        a, b = state[f"a.{kind}"].float(), state[f"b.{kind}"].float()
        qb, rb = torch.linalg.qr(b)
        qa, ra = torch.linalg.qr(a.transpose(1, 2))
        u, s, v = torch.linalg.svd(rb @ ra.transpose(1, 2))
        root = s[:, :rank].sqrt()
        cut[f"b.{kind}"], cut[f"a.{kind}"] = torch.zeros_like(b), torch.zeros_like(a)
        cut[f"b.{kind}"][:, :, :rank] = qb @ (u[:, :, :rank] * root[:, None])
        cut[f"a.{kind}"][:, :rank] = (qa @ (v[:, :rank].transpose(1, 2) * root[:, None])).transpose(1, 2)
    return cut


def filled(fresh: dict[str, Tensor], state: dict[str, Tensor]) -> dict[str, Tensor]:
    """The state at the higher rank of an untrained one, whose own rows of A and columns of B fill the rest.

    They say nothing yet, for their B is 0, but can learn, for their A is not.
    """
    found = dict(state)
    for name, tensor in fresh.items():
        if name.startswith("a."):
            found[name] = torch.cat([state[name].to(tensor), tensor[:, state[name].shape[1] :]], 1)
        elif name.startswith("b."):
            found[name] = torch.cat([state[name].to(tensor), tensor[:, :, state[name].shape[2] :]], 2)
    return found


def save(state: dict[str, Tensor], path: Path, rank: int, scale: float, rank_of_file: int) -> None:
    """Write the adapter in peft's names and fp16, in two files of half the layers each; the scale goes into B.

    ``alpha`` of the file is its rank, so that peft's own scale is 1.
    """
    for part in (0, 1):
        tensors = {}
        for kind, name in MATRICES.items():
            for layer in range(part * LAYERS // 2, (part + 1) * LAYERS // 2):
                prefix = f"base_model.model.mpnet.encoder.layer.{layer}.{name}"
                tensors[f"{prefix}.lora_A.weight"] = state[f"a.{kind}"][layer, :rank_of_file].half().cpu().contiguous()
                b = state[f"b.{kind}"][layer, :, :rank_of_file] * scale
                tensors[f"{prefix}.lora_B.weight"] = b.half().cpu().contiguous()
        if part == 0:
            for name in ("dense", "out_proj"):
                for what in ("weight", "bias"):
                    tensors[f"base_model.model.classifier.{name}.{what}"] = state[f"{name}.{what}"].half().cpu()
        save_file(tensors, halves(path)[part])


def halves(stem: Path) -> list[Path]:
    """The two files of an adapter that a run has written, of half the layers each."""
    return [stem.with_name(f"{stem.name}.{part}.safetensors") for part in (0, 1)]


def read_state(stem: Path) -> dict[str, Tensor]:
    """The weights of an adapter, as ``save`` or peft wrote them, for an ``Adapter`` whose scale is 1."""
    scale = 1.0
    if stem.is_dir():
        raw = load_file(stem / "adapter_model.safetensors")
        form = json.loads((stem / "adapter_config.json").read_text())
        scale = form["lora_alpha"] / form["r"]
    else:
        raw = {name: tensor for part in halves(stem) for name, tensor in load_file(part).items()}
    state = {}
    for kind, name in MATRICES.items():
        for factor in "ab":
            end = f"{name}.lora_{factor.upper()}.weight"
            layers = [raw[f"base_model.model.mpnet.encoder.layer.{layer}.{end}"] for layer in range(LAYERS)]
            state[f"{factor}.{kind}"] = torch.stack(layers) * (scale if factor == "b" else 1.0)
    head = "base_model.model.classifier."
    return {**state, **{name.removeprefix(head): t for name, t in raw.items() if name.startswith(head)}}


def main() -> None:
    """Train the trunk, its branches and their mean; print and write figures, write adapters."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--recipe", type=Path, required=True)
    parser.add_argument("--trunk", required=True)
    parser.add_argument("--trunk-seconds", type=float, required=True)
    parser.add_argument("--branches", nargs="*", default=[])
    parser.add_argument("--branch-seconds", type=float, default=45)
    parser.add_argument(
        "--init", type=Path, help="stem or folder of an adapter of at most the recipe's rank to start from"
    )
    parser.add_argument("--device", default="cuda")
    args = parser.parse_args()
    recipe = json.loads(args.recipe.read_text())
    torch.manual_seed(recipe["seed"])
    started = time.time()
    dtype = torch.bfloat16 if args.device == "cuda" else torch.float32
    scale = recipe["alpha"] / recipe["rank"]
    model = Verifier(args.pack / "body.safetensors", recipe["rank"], scale, recipe["dropout"], dtype).to(args.device)
    pairs = Pairs(args.pack / "pairs.npz", args.device)
    trainer = Trainer(model, pairs, recipe)
    print(f"loaded in {time.time() - started:.0f} s", flush=True)
    log: dict[str, Any] = {}

    def note(name: str, state: dict[str, Tensor]) -> None:
        model.adapter.load_state_dict(state)
        log[name] = trainer.evaluate()
        print(f"{time.time() - started:.0f} s {name} {log[name]}", flush=True)
        (args.out / "figures.json").write_text(json.dumps(log, indent=1))

    if args.init:
        model.adapter.load_state_dict(filled(state_of(model.adapter), read_state(args.init)))
        note("init", state_of(model.adapter))
    trainer.train(passes_of(pairs, args.trunk), args.trunk_seconds, hold=1)
    note("trunk", state_of(model.adapter))
    trunk = state_of(model.adapter)
    torch.save(trunk, args.pack / "trunk.pt")
    branches = []
    for branch in args.branches:
        model.adapter.load_state_dict(trunk)
        trainer.train(passes_of(pairs, branch), args.branch_seconds, hold=0)
        branches.append(state_of(model.adapter))
        note(branch, branches[-1])
    if branches:
        mean = mean_of(branches)
        note("mean", mean)
        rank = recipe["rank"] // 2
        half = truncated(model.adapter, mean, rank)
        note(f"mean at rank {rank}", half)
        save(mean, args.out / "mean", recipe["rank"], scale, recipe["rank"])
        save(half, args.out / "half", recipe["rank"], scale, rank)
        for name, state in zip(args.branches, branches, strict=True):
            torch.save(state, args.pack / f"{name}.pt")


def passes_of(pairs: Pairs, recipe: str) -> list[str]:
    """The names of the packed passes of one recipe."""
    return [name for name in pairs.tables if name.startswith(f"train:{recipe}:")]


if __name__ == "__main__":
    main()
