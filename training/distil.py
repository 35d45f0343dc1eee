r"""Teachers, a student of their kind and the small verifier, on a CUDA device, from a folder made by ``training.pack``.

    python -m training.distil teach --pack PACK --recipe training/recipes/v4.json --teacher v4:140 \
        --teacher v4-b:80:OUT1/mean
    python -m training.distil learn --pack PACK --out OUT --recipe training/recipes/v4.json --init v4-b --seconds 130
    python -m training.distil small --pack PACK --out OUT --recipe training/recipes/small-v1.json --body SMALL \
        --seconds 230

``teach`` trains teachers apart from each other, cuts each to half its rank and keeps the mean of their probabilities
on all pairs, labelled or not. ``learn`` trains one adapter on those (Hinton et al. 2015), half of the target being the
gold label where there is one, and cuts its rank twice. ``small`` trains the small verifier on the same targets; a text
that has a German form is read in German every other time, or as often as the recipe's ``languages`` say, with the
target of the English pair.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from factcheck.models.packed import expand
from training.accelerated import Pairs, Trainer, Verifier, filled, read_state, save, state_of, truncated
from training.small import SmallVerifier, read_parts, save_parts

TARGETS = "targets.npz"
LANGUAGES = ("en-en", "de-en", "en-de", "de-de")
UNKNOWN = 2
"""The place of *unknown* among the labels."""


class Student(Trainer):
    """A trainer whose targets are probabilities, by table."""

    targets: dict[str, Tensor]

    def loss(self, logits: Tensor, labels: Tensor, name: str, rows: Any) -> Tensor:
        """Cross-entropy of the target probabilities."""
        target = self.targets[name][torch.from_numpy(rows).to(logits.device)].float()
        return functional.cross_entropy(logits.float(), target)


def with_targets(pairs: Pairs, soft: dict[str, Any], recipe: dict[str, Any]) -> dict[str, Tensor]:
    """Adds one table of everything, and gives its targets: gold and teachers' probabilities, mixed."""
    tables, targets = [], []
    rng = np.random.default_rng(recipe["seed"])
    for name, probabilities in soft.items():
        rows, target = pairs.tables[name], probabilities.astype(np.float32)
        if name.startswith("soft:"):
            share = recipe["soft_share"]
            shares = np.where(target.argmax(-1) == UNKNOWN, share, recipe.get("decided_share", share))
            kept = rng.random(len(rows)) < shares
            rows, target = rows[kept], target[kept]
        if name.startswith("train:"):
            gold = gold_of(rows[:, 2], recipe["smoothing"])
            target = recipe["gold"] * gold + (1 - recipe["gold"]) * target
        tables.append(rows)
        targets.append(target)
    for name, times in recipe.get("german", {}).items():
        rows = np.concatenate([pairs.tables[f"german:{name}"]] * times)
        tables.append(rows)
        targets.append(gold_of(rows[:, 2], recipe["smoothing"]))
    pairs.tables["all"] = np.concatenate(tables)
    return {"all": torch.from_numpy(np.concatenate(targets)).to(pairs.device)}


def gold_of(labels: Any, smoothing: float) -> Any:
    """The labels as smoothed probabilities, (n, 3)."""
    return np.eye(3, dtype=np.float32)[labels] * (1 - smoothing) + smoothing / 3


def teach(args: argparse.Namespace, recipe: dict[str, Any]) -> None:
    """Train the teachers, one after the other, and write the mean of their probabilities."""
    pairs = Pairs(args.pack / "pairs.npz", args.device)
    names = [name for name in pairs.tables if name.startswith((f"train:{args.soft_recipe}:", "soft:"))]
    total: dict[str, Any] = {}
    for teacher in args.teacher:
        name, seconds, init = (*teacher.split(":"), "")[:3]
        model = new_model(args, recipe)
        trainer = Trainer(model, pairs, recipe)
        if init:
            model.adapter.load_state_dict(filled(state_of(model.adapter), read_state(Path(init))))
        if float(seconds):
            passes = [table for table in pairs.tables if table.startswith(f"train:{name}:")]
            trainer.train(passes, float(seconds), hold=args.hold)
        torch.save(state_of(model.adapter), args.pack / f"{name}.pt")
        note(name, trainer.evaluate())
        model.adapter.load_state_dict(truncated(model.adapter, state_of(model.adapter), recipe["rank"] // 2))
        note(f"{name} at half rank", trainer.evaluate())
        for table, probabilities in trainer.scored(
            [*names, *(t for t in pairs.tables if t.startswith("dev:"))]
        ).items():
            total[table] = total.get(table, 0) + probabilities.astype(np.float32) / len(args.teacher)
    note("mean of the teachers", accuracy(pairs, total))
    np.savez(args.pack / TARGETS, **{name: total[name].astype(np.float16) for name in names})


def learn(args: argparse.Namespace, recipe: dict[str, Any]) -> None:
    """Train the student and write its adapter, cut to a quarter of its rank and trained on a little."""
    pairs = Pairs(args.pack / "pairs.npz", args.device)
    targets = with_targets(pairs, dict(np.load(args.pack / TARGETS)), recipe)
    model = new_model(args, recipe)
    student = Student(model, pairs, recipe)
    student.targets = targets
    if args.init:
        model.adapter.load_state_dict(torch.load(args.pack / f"{args.init}.pt"))
    student.train(["all"], args.seconds, hold=args.hold)
    note("student", student.evaluate())
    scale, rank = recipe["alpha"] / recipe["rank"], recipe["rank"]
    whole = state_of(model.adapter)
    model.adapter.load_state_dict(truncated(model.adapter, whole, rank // 2))
    note("student at half rank", student.evaluate())
    cut = truncated(model.adapter, whole, rank // 4)
    model.adapter.load_state_dict(cut)
    note("student at a quarter of the rank", student.evaluate())
    save(cut, args.out / "cut", rank, scale, rank // 4)
    small_recipe = {**recipe, "rank": rank // 4, "alpha": rank // 4, "lr": recipe["lr"] * 0.5}
    healed = new_model(args, small_recipe)
    healed.adapter.load_state_dict(read_state(args.out / "cut"))
    student = Student(healed, pairs, small_recipe)
    student.targets = targets
    student.train(["all"], args.heal, hold=0)
    note("healed", student.evaluate())
    save(state_of(healed.adapter), args.out / "large", rank // 4, 1.0, rank // 4)


def small(args: argparse.Namespace, recipe: dict[str, Any]) -> None:
    """Train the small verifier on the same targets, with German forms."""
    pairs = Pairs(args.pack / "pairs.npz", args.device, args.pack / "small.npz")
    if args.german:
        pairs.add(args.german)
    pairs.languages = recipe.get("languages", pairs.languages)
    targets = with_targets(pairs, dict(np.load(args.pack / TARGETS)), recipe)
    for name in [name for name in pairs.tables if name.startswith("small:")]:
        pairs.tables[f"dev:{name[6:]}"] = pairs.tables[name]
    bilingual = pairs.tables.pop("dev:bilingual")
    for languages in LANGUAGES:
        rows = bilingual.copy()
        for side, language in ((1, languages[:2]), (0, languages[3:])):
            if language == "de":
                rows[:, side] = pairs.german[rows[:, side]]  # type: ignore[index]
        pairs.tables[f"dev:{languages}"] = rows
    dtype = torch.bfloat16 if args.device == "cuda" else torch.float32
    state = expand(args.body)
    if args.init:
        state |= {name.removeprefix("bert."): tensor for name, tensor in read_parts(Path(args.init)).items()}
    model = SmallVerifier(state, recipe["dropout"], dtype)
    if args.init:
        model.load_head(state)
    model.freeze(recipe.get("frozen", 0))
    model.to(args.device)
    student = Student(model, pairs, recipe)
    student.targets = targets
    student.train(["all"], args.seconds, hold=args.hold)
    note("small", student.evaluate())
    save_parts(model.named(), args.out / args.name, 3)


def accuracy(pairs: Pairs, found: dict[str, Any]) -> dict[str, float]:
    """Accuracy of probabilities on the development sets."""
    dev = [name for name in found if name.startswith("dev:")]
    return {name[4:]: round(float((found[name].argmax(-1) == pairs.tables[name][:, 2]).mean()), 4) for name in dev}


def new_model(args: argparse.Namespace, recipe: dict[str, Any]) -> Verifier:
    """The large body with an untrained adapter."""
    dtype = torch.bfloat16 if args.device == "cuda" else torch.float32
    scale = recipe["alpha"] / recipe["rank"]
    body = args.pack / "body.safetensors"
    return Verifier(body, recipe["rank"], scale, recipe["dropout"], dtype).to(args.device)


def note(name: str, figures: dict[str, float]) -> None:
    """Print a line."""
    print(f"{time.strftime('%H:%M:%S')} {name} {json.dumps(figures)}", flush=True)


def main() -> None:
    """Run one of the three steps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["teach", "learn", "small"])
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--recipe", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument(
        "--teacher",
        action="append",
        default=[],
        help="recipe:seconds[:stem of an adapter]; 0 seconds take the adapter as it is",
    )
    parser.add_argument("--soft-recipe", default="v4", help="the recipe whose pairs get the teachers' probabilities")
    parser.add_argument("--init", default="", help="the teacher, or the small verifier's stem, to start from")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--heal", type=float, default=40)
    parser.add_argument("--hold", type=float, default=0.5, help="share of the time before the learning rate falls")
    parser.add_argument("--body", type=Path, help="the small body, packed")
    parser.add_argument("--german", type=Path, help="german.npz of training.german")
    parser.add_argument("--name", default="small", help="stem of the small verifier's files")
    parser.add_argument("--device", default="cuda")
    args = parser.parse_args()
    recipe = json.loads(args.recipe.read_text())
    torch.manual_seed(recipe["seed"])
    {"teach": teach, "learn": learn, "small": small}[args.step](args, recipe)


if __name__ == "__main__":
    main()
