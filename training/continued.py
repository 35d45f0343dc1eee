"""Go on training the large verifier's adapter on a processor, its pairs read without padding.

    python -m training.continued --data ../shared/data --body BODY --init factcheck/data/verifier \
        --recipe training/recipes/v6.json --out RUN --minutes 60

The forward pass is that of ``factcheck.models``, in bfloat16 where the processor has it. The recipe's ``frozen`` lowest
layers keep the adapter that ``--init`` gives them and have no gradient, and no frozen matrix has one: on two cores with
AMX 43 pairs a second are read. ``gathered`` batches make one step. RUN/adapter is written every few minutes, as
``training.package`` and ``training.evaluate`` read it; ``--init RUN/adapter`` goes on from it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional
from transformers import AutoTokenizer

from factcheck.models.body import WEIGHTS
from factcheck.models.encoder import attend, runs_of
from factcheck.models.mpnetforward import places_of, read_mpnet
from training.pack import Texts, table
from training.package import WEIGHTS_NAME
from training.train import bf16_is_fast, build_pairs

PREFIX = "base_model.model."
PARTS = {
    "q": "attention.attn.q", "k": "attention.attn.k", "v": "attention.attn.v", "o": "attention.attn.o",
    "up": "intermediate.dense", "down": "output.dense",
}  # fmt: skip
LONGEST = 200
"""Pairs of more word pieces are left out."""
POOL = 2048
"""So many pairs are sorted by length together; a batch holds pairs of about the same length."""
SAVED_EVERY = 300
"""Seconds."""


class Continued:
    """The frozen body with an adapter, of whose layers those from ``frozen`` on are trained."""

    def __init__(self, body: Path, init: Path, frozen: int) -> None:
        self.dtype = torch.bfloat16 if bf16_is_fast() else torch.float32
        config = json.loads((body / "config.json").read_text())
        form = json.loads((init / "adapter_config.json").read_text())
        self.frozen, self.scale = frozen, form["lora_alpha"] / form["r"]
        state = {f"mpnet.{name}": tensor for name, tensor in load_file(body / WEIGHTS).items()}
        self.saved = {name.removeprefix(PREFIX): t.float() for name, t in load_file(init / WEIGHTS_NAME).items()}
        state |= {name: tensor for name, tensor in self.saved.items() if "lora_" not in name}
        for name in [name for name in self.saved if name.endswith("lora_A.weight")]:
            stem = name.removesuffix("lora_A.weight")
            if int(stem.split("layer.")[1].split(".")[0]) < frozen:
                state[f"{stem}weight"] = state[f"{stem}weight"] + self.scale * (
                    self.saved[f"{stem}lora_B.weight"] @ self.saved[name]
                )
        self.body = read_mpnet(state, config, self.dtype)
        self.words = state["mpnet.embeddings.word_embeddings.weight"].to(self.dtype)
        self.trained = {name: torch.nn.Parameter(t.clone()) for name, t in self.saved.items() if self._is_trained(name)}

    def _is_trained(self, name: str) -> bool:
        return "layer." not in name or int(name.split("layer.")[1].split(".")[0]) >= self.frozen

    def update(self, states: Tensor, layer: int, kind: str) -> Tensor:
        """What the adapter adds to a matrix product."""
        stem = f"mpnet.encoder.layer.{layer}.{PARTS[kind]}.lora_"
        a, b = (self.trained[f"{stem}{end}.weight"].to(self.dtype) for end in "AB")
        added: Tensor = (states @ a.T) @ (b.T * self.scale)
        return added

    def logits(self, rows: Sequence[Sequence[int]]) -> Tensor:
        """Shape (n_rows, 3), of rows of word pieces sorted by length."""
        runs, encoder, body = runs_of(rows), self.body.encoder, self.body
        with torch.no_grad():
            vectors = self.words[[piece for row in rows for piece in row]]
            states = encoder.norm(vectors + body.places[places_of(rows)], body.norm)
            biases = body.biases(runs)
            for layer in encoder.layers[: self.frozen]:
                states = encoder._finish(layer, states, encoder._mix(layer, states, runs, biases))
        for number in range(self.frozen, len(encoder.layers)):
            layer = encoder.layers[number]
            added = torch.cat([self.update(states, number, kind) for kind in "qkv"], -1)
            joined = functional.linear(states, *layer.joined) + added
            mixed = []
            for three, bias in zip(encoder.threes(joined, runs), biases, strict=True):
                attended = attend(*three, bias)
                mixed.append(attended.transpose(1, 2).reshape(-1, states.shape[1]))
            attended = torch.cat(mixed)
            if number == len(encoder.layers) - 1:
                firsts = [run.start + row * run.length for run in runs for row in range(run.rows)]
                states, attended = states[firsts], attended[firsts]
            attended = functional.linear(attended, *layer.mixed) + self.update(attended, number, "o")
            states = encoder.norm(attended + states, layer.mixed_norm)
            inner = functional.gelu(functional.linear(states, *layer.wide) + self.update(states, number, "up"))
            inner = functional.linear(inner, *layer.narrow) + self.update(inner, number, "down")
            states = encoder.norm(inner + states, layer.norm)
        head = {name.removeprefix("classifier."): t for name, t in self.trained.items() if "lora_" not in name}
        hidden = functional.linear(states.float(), head["dense.weight"], head["dense.bias"]).tanh()
        logits: Tensor = functional.linear(hidden, head["out_proj.weight"], head["out_proj.bias"])
        return logits

    def save(self, init: Path, folder: Path) -> None:
        """Write the adapter in peft's form."""
        folder.mkdir(parents=True, exist_ok=True)
        tensors = {
            PREFIX + name: self.trained.get(name, tensor).detach().half().contiguous()
            for name, tensor in self.saved.items()
        }
        aside = folder / f"{WEIGHTS_NAME}.part"
        save_file(tensors, aside)
        aside.replace(folder / WEIGHTS_NAME)
        shutil.copyfile(init / "adapter_config.json", folder / "adapter_config.json")


def batches(lengths: Any, tokens: int, rng: np.random.Generator) -> Iterator[list[int]]:
    """One pass over the pairs in shuffled batches of about so many word pieces, each sorted by length."""
    order = rng.permutation(len(lengths))
    for start in range(0, len(order), POOL):
        pool = order[start : start + POOL]
        found: list[list[int]] = [[]]
        size = 0
        for number in pool[np.argsort(lengths[pool], kind="stable")]:
            if size + lengths[number] > tokens and found[-1]:
                found.append([])
                size = 0
            found[-1].append(int(number))
            size += int(lengths[number])
        for at in rng.permutation(len(found)):
            yield found[at]


def train(
    model: Continued, rows: Any, arrays: dict[str, Any], recipe: dict[str, Any], args: argparse.Namespace
) -> None:
    """Train for so many minutes, or one pass: the rate rises over ``warmup`` steps and then falls to zero."""
    pieces, starts = arrays["pieces"].astype(np.int64), arrays["starts"]
    size = np.diff(starts)
    lengths = size[rows[:, 0]] + size[rows[:, 1]] + 4
    rows, lengths = rows[lengths <= LONGEST], lengths[lengths <= LONGEST]

    def text(number: int) -> list[int]:
        return pieces[starts[number] : starts[number + 1]].tolist()  # type: ignore[no-any-return]

    parameters = list(model.trained.values())
    optimizer = torch.optim.AdamW(
        parameters, recipe["lr"], (0.9, 0.98), weight_decay=recipe["weight_decay"], fused=True
    )
    started = saved = time.time()
    seen, step, running, waiting = 0, 0, 0.0, 0
    gathered = recipe.get("gathered", 1)
    share = recipe["tokens"] / float(lengths.mean()) * gathered
    for batch in batches(lengths, recipe["tokens"], np.random.default_rng(recipe["seed"])):
        done = max(seen / len(rows), (time.time() - started) / (60 * args.minutes))
        if done >= 1:
            break
        ids = [[0, *text(evidence), 2, 2, *text(claim), 2] for evidence, claim, _ in rows[batch]]
        labels = torch.from_numpy(rows[batch, 2].astype(np.int64))
        loss = functional.cross_entropy(model.logits(ids), labels, label_smoothing=recipe["smoothing"], reduction="sum")
        (loss / share).backward()
        seen, waiting = seen + len(batch), waiting + 1
        mean = loss.item() / len(batch)
        running = running + 0.01 * (mean - running) if running else mean
        if waiting == gathered:
            for group in optimizer.param_groups:
                group["lr"] = recipe["lr"] * min((step + 1) / recipe["warmup"], 1 - done)
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            step, waiting = step + 1, 0
            if step % 20 == 0:
                rate = seen / (time.time() - started)
                print(f"step {step} loss {running:.4f} {rate:.1f} pairs/s, {done:.1%} done", flush=True)
        if time.time() - saved > SAVED_EVERY:
            model.save(args.init, args.out / "adapter")
            saved = time.time()
    model.save(args.init, args.out / "adapter")
    print(f"{seen} pairs, written to {args.out / 'adapter'}")


def main() -> None:
    """Train and write the adapter."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--body", type=Path, required=True, help="folder of the joined body")
    parser.add_argument("--init", type=Path, required=True, help="folder of an adapter in peft's form")
    parser.add_argument("--recipe", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    args = parser.parse_args()
    recipe = json.loads(args.recipe.read_text())
    torch.manual_seed(recipe["seed"])
    texts = Texts(AutoTokenizer.from_pretrained(args.body))
    rows = table(build_pairs(args.data, recipe), texts)
    print(f"{len(rows)} pairs, by label {np.bincount(rows[:, 2]).tolist()}", flush=True)
    train(Continued(args.body, args.init, recipe["frozen"]), rows, texts.arrays(), recipe, args)


if __name__ == "__main__":
    main()
