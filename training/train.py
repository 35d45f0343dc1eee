"""Train the LoRA adapter and 3-way head of the verifier; resumes from its last checkpoint.

    python -m training.train --data ../shared/data --body BODY --out RUN --recipe training/recipes/v1.json --minutes 80

The frozen body runs in bfloat16 where the processor computes it fast, in float32 elsewhere; the adapter and the head
are always float32. Batches come from pools sorted by length, so that little is spent on padding. The saved adapter is
an exponential moving average of the weights. ``BODY`` is the folder that ``factcheck models`` prints.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, get_peft_model, set_peft_model_state_dict
from safetensors.torch import load_file
from torch import nn
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from training.contrast import contrast_pairs
from training.data import (
    BILINGUAL,
    ENGLISH_ROWS,
    GROUPS,
    LABELS,
    OWN,
    OWN_GROUPS,
    Pair,
    balanced,
    corpus_split,
    joined_pairs,
    labelled_pairs,
    news_claims,
    own_pairs,
    read_rows,
    sample,
    stranger_pairs,
    verification_pairs,
)
from training.generated import framed_pairs, restated_pairs

LORA_TARGETS = ["attn.q", "attn.k", "attn.v", "attn.o", "intermediate.dense", "output.dense"]
CORPORA = {"corpus": ENGLISH_ROWS, "corpus-groups": GROUPS, "corpus-bilingual": BILINGUAL}
CONTRAST_SEED = 1
STEPS_BETWEEN_LINES, STEPS_BETWEEN_CHECKPOINTS = 20, 200
Recipe = dict[str, Any]


@dataclass(slots=True)
class Progress:
    """Where the run is: steps done, seconds spent before this process, and this process's start."""

    step: int = 0
    spent: float = 0.0
    started: float = field(default_factory=time.time)

    def seconds(self) -> float:
        """Seconds of all processes of this run together."""
        return self.spent + time.time() - self.started


def bf16_is_fast() -> bool:
    """Whether bfloat16 matrix products have hardware support here (AVX-512 BF16 or AMX)."""
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def build_pairs(data: Path, recipe: Recipe) -> list[Pair]:
    """The pairs of one pass, as the recipe's ``mix`` says: set -> number of pairs, or of repeats for the corpora.

    ``own-rst`` are the files r, s and t of the folder ``corpus``; see ``found_pairs`` for ``labelled`` and ``news``.
    ``keep_unknown`` gives, for some sets, the share of their *unknown* pairs that a pass keeps: the groups of near
    neighbours have three for each decided pair.
    """
    pairs: list[Pair] = []
    for name, amount in recipe["mix"].items():
        if name == "joined":
            files = [*(data / "corpus" / f"{g}.train.jsonl" for g in GROUPS), *(OWN / f"{g}.jsonl" for g in OWN_GROUPS)]
            rows = [pair for file in files for pair in joined_pairs(file, recipe["seed"])]
            pairs += repeated(rows, amount, recipe["seed"])
        elif name.startswith("own-") or name in CORPORA:
            own = name.startswith("own-")
            seed = recipe["seed"]
            rows = (
                own_pairs(name.removeprefix("own-"), seed) if own else corpus_split(data, "train", CORPORA[name], seed)
            )
            rows = thinned(rows, recipe.get("keep_unknown", {}).get(name, 1.0), recipe["seed"])
            pairs += repeated(rows, amount, recipe["seed"])
        elif name.partition("-")[0] in ("labelled", "news"):
            rows = thinned(found_pairs(data, name), recipe.get("keep_unknown", {}).get(name, 1.0), recipe["seed"])
            pairs += repeated(rows, amount, recipe["seed"])
        elif name == "strangers":
            pairs += sample(strangers(data), amount, recipe["seed"], recipe["max_chars"])
        elif name == "generated":
            pairs += framed_pairs(amount, recipe["seed"])
        elif name == "restated":
            rows = verification_pairs(data / "verification" / "train" / "fever.train.jsonl.gz")
            pairs += repeated(restated_pairs(rows, recipe["seed"]), amount, recipe["seed"])
        elif name == "fever-contrast":
            rows = fever_contrast(data / "verification" / "train" / "fever.train.jsonl.gz", recipe["max_chars"])
            pairs += sample(rows, amount, recipe["seed"], recipe["max_chars"])
        else:
            rows = verification_pairs(data / "verification" / "train" / f"{name}.train.jsonl.gz")
            pick = balanced if name in recipe["balanced"] else sample
            pairs += pick(rows, amount, recipe["seed"], recipe["max_chars"])
    return pairs


@cache
def strangers(data: Path) -> list[Pair]:
    """Claims of the single-snippet corpora with snippets of other rows; a few minutes' work, done once."""
    own = [f.stem for f in sorted(OWN.glob("*.jsonl")) if "snippet" in next(iter(read_rows(f)))]
    return stranger_pairs(corpus_split(data, "train", ENGLISH_ROWS) + own_pairs("+".join(own)), CONTRAST_SEED)


@cache
def fever_contrast(path: Path, max_chars: int) -> list[Pair]:
    """All contrast pairs made from FEVER's training pairs; half a minute's work, done once."""
    return contrast_pairs([row for row in verification_pairs(path) if len(row.evidence) <= max_chars], CONTRAST_SEED)


def found_pairs(data: Path, name: str) -> list[Pair]:
    """The pairs ``labelled`` or ``news``; with ``-missed`` those that v7 missed, with ``-known`` the others."""
    kind, _, part = name.partition("-")
    rows = labelled_pairs(data) if kind == "labelled" else [pair for pair, *_ in news_claims(data)]
    return [pair for pair in rows if not part or ("missed" in pair.tags) == (part == "missed")]


def thinned(pairs: list[Pair], share: float, seed: int) -> list[Pair]:
    """The pairs with only this share of the *unknown* ones, drawn without replacement."""
    unknown = [pair for pair in pairs if LABELS[pair.label] == "unknown"]
    decided = [pair for pair in pairs if LABELS[pair.label] != "unknown"]
    return decided + random.Random(seed).sample(unknown, round(share * len(unknown)))


def repeated(pairs: list[Pair], times: float, seed: int) -> list[Pair]:
    """The pairs ``times`` over; of a fraction, a sample without replacement."""
    part = random.Random(seed).sample(pairs, round(len(pairs) * (times % 1)))
    return pairs * int(times) + part


def batches_of(pairs: Sequence[Pair], size: int, pool: int, rng: random.Random) -> list[list[Pair]]:
    """One pass in shuffled batches; pairs of a batch have similar lengths."""
    order = list(pairs)
    rng.shuffle(order)
    batches = []
    for start in range(0, len(order), pool):
        part = sorted(order[start : start + pool], key=lambda p: len(p.evidence) + len(p.claim))
        batches += [part[i : i + size] for i in range(0, len(part), size)]
    rng.shuffle(batches)
    return batches


def build_model(body: Path, recipe: Recipe) -> nn.Module:
    """The body with adapter and head; the frozen matrices in bfloat16 where that is fast."""
    model = AutoModelForSequenceClassification.from_pretrained(body, num_labels=3, attn_implementation="eager")
    config = LoraConfig(
        task_type="SEQ_CLS",
        r=recipe["rank"],
        lora_alpha=recipe["alpha"],
        target_modules=LORA_TARGETS,
        modules_to_save=["classifier"],
    )
    adapted: nn.Module = get_peft_model(model, config)
    if bf16_is_fast():
        for module in adapted.modules():
            if isinstance(module, nn.Linear) and not module.weight.requires_grad:
                module.to(torch.bfloat16)
    # No dropout: its random numbers cost half the time on a processor, and few passes hardly overfit.
    return adapted.eval()


def load_adapter(model: nn.Module, folder: Path) -> None:
    """Copy the weights of a saved adapter of the same form into the model."""
    saved = {name: tensor.float() for name, tensor in load_file(folder / "adapter_model.safetensors").items()}
    result: Any = set_peft_model_state_dict(model, saved)
    if result.unexpected_keys:
        raise SystemExit(f"the adapter in {folder} is of another form: {result.unexpected_keys[:3]}")


def learning_rate_factor(step: int, warmup: int, done: float) -> float:
    """Factor of the learning rate in [0, 1]: linear warm-up, then linear decay with ``done`` (1 is the end)."""
    return min(1.0, (step + 1) / warmup, max(0.0, 1 - done))


class Run:
    """One training run: model, optimizer, average and progress, and their checkpoint."""

    def __init__(self, args: argparse.Namespace, recipe: Recipe) -> None:
        self.recipe = recipe
        self.tokenizer = AutoTokenizer.from_pretrained(args.body)
        self.model = build_model(args.body, recipe)
        if args.init:
            load_adapter(self.model, args.init)
        self.forward: Any = torch.compile(self.model, dynamic=True) if args.compile else self.model
        self.trained = [p for p in self.model.parameters() if p.requires_grad]
        self.average = [p.detach().clone() for p in self.trained]
        self.optimizer = torch.optim.AdamW(
            self.trained, lr=recipe["lr"], weight_decay=recipe["weight_decay"], betas=(0.9, 0.98), fused=True
        )
        self.loss_of = nn.CrossEntropyLoss(label_smoothing=recipe["smoothing"])
        self.progress = Progress()
        self.checkpoint: Path = args.out / "checkpoint.pt"
        if self.checkpoint.exists():
            self._resume()

    def step(self, batch: Sequence[Pair], factor: float) -> float:
        """One optimizer step; returns the loss."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.recipe["lr"] * factor
        encoded = self.tokenizer(
            [p.evidence for p in batch],
            [p.claim for p in batch],
            truncation="longest_first",
            max_length=self.recipe["max_tokens"],
            padding=True,
            pad_to_multiple_of=8,
            return_tensors="pt",
        )
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16_is_fast()):
            logits = self.forward(**encoded).logits
        loss: torch.Tensor = self.loss_of(logits.float(), torch.tensor([p.label for p in batch]))
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.trained, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        # The average follows closely at first and slowly later.
        decay = min(self.recipe["ema"], (self.progress.step + 1) / (self.progress.step + 10))
        torch._foreach_lerp_(self.average, [p.detach() for p in self.trained], 1 - decay)
        self.progress.step += 1
        return loss.item()

    def save(self) -> None:
        """Write the checkpoint aside and move it."""
        state = {
            "trained": [p.data for p in self.trained],
            "average": self.average,
            "optimizer": self.optimizer.state_dict(),
            "step": self.progress.step,
            "spent": self.progress.seconds(),
        }
        part = self.checkpoint.with_suffix(".part")
        torch.save(state, part)
        part.replace(self.checkpoint)

    def save_adapter(self, folder: Path) -> None:
        """Save the averaged weights in peft's form."""
        for parameter, mean in zip(self.trained, self.average, strict=True):
            parameter.data.copy_(mean)
        self.model.save_pretrained(folder)  # type: ignore[operator]

    def _resume(self) -> None:
        state = torch.load(self.checkpoint, weights_only=False)  # our own file, written by ``save``
        for parameter, saved in zip(self.trained, state["trained"], strict=True):
            parameter.data.copy_(saved)
        self.optimizer.load_state_dict(state["optimizer"])
        self.average = state["average"]
        self.progress = Progress(state["step"], state["spent"])
        print(f"resumed at step {self.progress.step}", flush=True)


def train(run: Run, batches: Sequence[Sequence[Pair]], minutes: float) -> None:
    """Steps until the batches or the minutes are used up; prints a line now and then, and keeps checkpoints."""
    progress, seen, running = run.progress, 0, math.nan
    for batch in batches[progress.step :]:
        done = max(progress.step / len(batches), progress.seconds() / 60 / minutes)
        if done >= 1:
            break
        loss = run.step(batch, learning_rate_factor(progress.step, run.recipe["warmup"], done))
        seen += len(batch)
        running = loss if math.isnan(running) else 0.98 * running + 0.02 * loss
        if math.isnan(loss):
            raise SystemExit("the loss is not a number")
        if progress.step % STEPS_BETWEEN_LINES == 0:
            rate = seen / (time.time() - progress.started)
            print(f"step {progress.step}/{len(batches)} loss {running:.4f} {rate:.1f} pairs/s", flush=True)
        if progress.step % STEPS_BETWEEN_CHECKPOINTS == 0:
            run.save()
    run.save()


def main() -> None:
    """Train as the options say and save the adapter under ``--out``/adapter."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--body", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--recipe", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=math.inf, help="the learning rate reaches zero by then")
    parser.add_argument("--init", type=Path, help="adapter folder to start from, of the same rank")
    parser.add_argument("--compile", action="store_true", help="torch.compile: minutes to start, then faster")
    args = parser.parse_args()
    recipe: Recipe = json.loads(args.recipe.read_text())
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(recipe["seed"])
    rng = random.Random(recipe["seed"])
    pairs = build_pairs(args.data, recipe)
    batches = [b for _ in range(recipe["passes"]) for b in batches_of(pairs, recipe["batch"], recipe["pool"], rng)]
    print(f"{len(pairs)} pairs a pass, {len(batches)} steps of {recipe['batch']}", flush=True)
    run = Run(args, recipe)
    train(run, batches, args.minutes)
    run.save_adapter(args.out / "adapter")


if __name__ == "__main__":
    main()
