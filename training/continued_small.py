"""Go on training the small verifier on a processor, with gold labels only, in English and German.

    python -m training.continued_small --data ../shared/data --recipe training/recipes/small-v4.json --out RUN/small \
        --minutes 15

Every step is of several hundred pairs of all kinds that the recipe's ``mix`` names, each with its share of the pairs:
with fewer, a verifier that was trained long forgets more than it learns. A text with a German form is read in either
language, drawn anew each time. The lowest layers and the word embeddings stay as they are.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from factcheck.models.packed import expand
from factcheck.models.smallbody import BODY_WEIGHTS, TOKENIZER, packaged_small
from factcheck.models.smallverifier import WEIGHTS, packaged_small_verifier
from training.data import (
    LABELS,
    TRANSLATED_NLI,
    Pair,
    corpora,
    labelled_pairs,
    nearest,
    news_claims,
    verification_pairs,
)
from training.distil import gold_of
from training.neighbours import parallel_rows
from training.pack import bilingual
from training.small import EPSILON, HEADS, LAYERS, MATRICES, PAD, SEP, SmallVerifier, read_parts, save_parts
from training.train import bf16_is_fast

LONGEST = 200
"""Pairs of more word pieces are left out."""
KEPT_UNKNOWN, KEPT_ENGLISH, KEPT_FEVER, KEPT_NLI = 0.55, 0.3, 0.05, 4000
"""Shares of the corpora's unknown pairs, of their pairs without a German form, and of FEVER; pairs of each NLI set."""
NEAREST = 6
"""A claim about a news sentence gets one of so many nearest others, the first left out."""
GERMAN_NLI = 0.75
"""How often a side of a translated NLI pair is read in German; other texts in one case of two."""


class Item(NamedTuple):
    """A labelled pair, each side in the forms in which it may be read: English, then German if there is one."""

    evidence: tuple[str, ...]
    claim: tuple[str, ...]
    label: int

    @property
    def is_bilingual(self) -> bool:
        """Whether both sides have a German form."""
        return len(self.evidence) == len(self.claim) == 2


def forms(text: str, german: Mapping[str, str]) -> tuple[str, ...]:
    """The text and its German form; a source line before it has none and falls away."""
    known = german.get(text) or german.get(text.partition(": ")[2])
    return (text, known) if known else (text,)


def items(data: Path, seed: int) -> dict[str, list[Item]]:
    """All pairs by their kind, those of which both sides have a German form apart."""
    rng = random.Random(seed)
    german = german_forms(data)
    found: dict[str, list[Item]] = {}

    def add(kind: str, pairs: Iterable[Pair]) -> None:
        for pair in pairs:
            item = Item(forms(pair.evidence, german), forms(pair.claim, german), pair.label)
            found.setdefault(f"{kind}-german" if item.is_bilingual else kind, []).append(item)

    def is_told(pair: Pair) -> bool:
        return len(forms(pair.evidence, german)) == len(forms(pair.claim, german)) == 2

    labelled, news = labelled_pairs(data), [pair for pair, *_ in news_claims(data)]
    add("missed", (pair for pair in labelled if "missed" in pair.tags))
    add("known", (pair for pair in labelled if "missed" not in pair.tags))
    add("news", news)
    add("beside", beside(news, rng))
    train = data / "verification" / "train"
    for name in TRANSLATED_NLI:
        pairs = verification_pairs(train / f"{name}.train.jsonl.gz")
        plain = [pair for pair in pairs if not is_told(pair)]
        add("nli", filter(is_told, pairs))
        add("nli", rng.sample(plain, min(KEPT_NLI, len(plain))))
    kept = (pair for pair in corpora(data) if LABELS[pair.label] != "unknown" or rng.random() < KEPT_UNKNOWN)
    add("corpora", (pair for pair in kept if is_told(pair) or rng.random() < KEPT_ENGLISH))
    fever = verification_pairs(train / "fever.train.jsonl.gz")
    add("corpora", (pair for pair in fever if rng.random() < KEPT_FEVER))
    return found


def german_forms(data: Path) -> dict[str, str]:
    """English text to German, of all texts that may be trained on and have a German form."""
    found = {english: told for english, told, _ in parallel_rows(data)} | bilingual(data, "train")
    for pair, evidence_de, claim_de in news_claims(data):
        found |= {pair.evidence: evidence_de, pair.claim: claim_de}
    return found


def beside(pairs: Sequence[Pair], rng: random.Random) -> Iterator[Pair]:
    """Each claim with a sentence that is near it by its words and not its own: *unknown*, as nearly all of them are."""
    pool = sorted({pair.evidence for pair in pairs})
    for pair, near in zip(pairs, nearest([pair.claim for pair in pairs], pool, NEAREST), strict=True):
        others = [pool[n] for n in near[1:] if pool[n] != pair.evidence]
        yield Pair(rng.choice(others), pair.claim, LABELS.index("unknown"), "beside")


class OnProcessor(SmallVerifier):
    """The same with attention by plain products, which a processor does faster, and without gradients below."""

    def logits(self, ids: Tensor, frozen: int) -> Tensor:
        """Shape (batch, 3), of padded word pieces (batch, length); the ``frozen`` lowest layers have no gradient."""
        with torch.no_grad():
            second = ((ids == SEP).cumsum(1) - (ids == SEP).int() >= 2)[..., None]
            vectors = functional.embedding(ids, self.words).float() + self.places[None, : ids.shape[1]]
            states = vectors + torch.where(second, self.types[1], self.types[0])
            states = functional.layer_norm(states, states.shape[2:], self.first_norm, self.first_norm_bias, EPSILON)
            states = self.drop(states.to(self.dtype))
            mask = torch.where(ids != PAD, 0.0, -1e4)[:, None, None].to(self.dtype)
        for layer in range(LAYERS):
            with torch.set_grad_enabled(layer >= frozen):
                of = {
                    kind: (self.weight[kind][layer].to(self.dtype), self.bias[kind][layer].to(self.dtype))
                    for kind in MATRICES
                }
                of["qkv"] = (torch.cat([of[k][0] for k in "qkv"]), torch.cat([of[k][1] for k in "qkv"]))
                states = self.layer(of, states, mask)
        hidden = self.drop(torch.tanh(self.dense(self.drop(states[:, 0].float()))))
        found: Tensor = self.out_proj(hidden)
        return found

    def mixed(self, of: dict[str, tuple[Tensor, Tensor]], states: Tensor, mask: Tensor) -> Tensor:
        """The same by plain products."""
        batch, length, width = states.shape
        joined = functional.linear(states, *of["qkv"]).view(batch, length, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        q, k, v = (part.reshape(batch * HEADS, length, -1) for part in joined.unbind(0))
        weights = torch.bmm(q * q.shape[-1] ** -0.5, k.transpose(1, 2)).view(batch, HEADS, length, length) + mask
        found = torch.bmm(torch.softmax(weights, -1).view(batch * HEADS, length, length), v)
        return found.view(batch, HEADS, length, -1).transpose(1, 2).reshape(batch, length, width)


def opened(init: Path | None, dropout: float) -> OnProcessor:
    """The small verifier to go on from: the one that ships, or the parts of this stem."""
    state = expand(packaged_small() / BODY_WEIGHTS)
    found = read_parts(init) if init else expand(packaged_small_verifier() / WEIGHTS)
    own = {name.removeprefix("bert."): tensor.float() for name, tensor in found.items()}
    model = OnProcessor({**state, **own}, dropout, torch.bfloat16 if bf16_is_fast() else torch.float32)
    model.load_head(own)
    for parameter in (model.places, model.types, model.first_norm, model.first_norm_bias):
        parameter.requires_grad_(False)
    return model


class Draw:
    """Pairs of every kind, each in turn before any comes again, in the languages that are drawn for it."""

    def __init__(self, found: Mapping[str, Sequence[Item]], mix: Mapping[str, float], seed: int) -> None:
        self.found = {kind: found[kind] for kind in mix}
        self.mix, self.rng = dict(mix), random.Random(seed)
        self.left: dict[str, list[Item]] = {kind: [] for kind in mix}

    def pairs(self, n: int) -> list[tuple[str, str, int]]:
        """So many of them: evidence, claim, label."""
        return [self._one(kind) for kind in self.rng.choices(list(self.mix), list(self.mix.values()), k=n)]

    def _one(self, kind: str) -> tuple[str, str, int]:
        if not self.left[kind]:
            self.left[kind] = self.rng.sample(self.found[kind], len(self.found[kind]))
        item = self.left[kind].pop()
        share = GERMAN_NLI if kind == "nli-german" else 0.5
        evidence, claim = (told[-1 if self.rng.random() < share else 0] for told in (item.evidence, item.claim))
        return evidence, claim, item.label


def batches(rows: Sequence[Sequence[int]], tokens: int) -> Iterator[list[int]]:
    """The numbers of the rows by length, in batches of at most so many word pieces with their padding."""
    batch: list[int] = []
    for number in sorted(range(len(rows)), key=lambda n: len(rows[n])):
        if batch and (len(batch) + 1) * len(rows[number]) > tokens:
            yield batch
            batch = []
        batch.append(number)
    yield batch


def rate(done: float, held: float) -> float:
    """Factor of the learning rate after this share of the time: 1 while it is held, then down half a cosine."""
    return 1.0 if done <= held else 0.5 * (1 + math.cos(math.pi * (done - held) / (1 - held)))


def train(model: OnProcessor, draw: Draw, recipe: dict[str, Any], seconds: float) -> None:
    """Steps for so many seconds; prints the loss every ten."""
    encoder = Tokenizer.from_file(str(packaged_small() / TOKENIZER))
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(trained, recipe["lr"], (0.9, 0.98), weight_decay=recipe["weight_decay"])
    started, step, running = time.time(), 0, 0.0
    model.train()
    while (done := (time.time() - started) / seconds) < 1:
        for group in optimizer.param_groups:
            group["lr"] = recipe["lr"] * min((step + 1) / recipe["warmup"], rate(done, recipe["held"]))
        pairs = draw.pairs(recipe["pairs"])
        texts = encoder.encode_batch([text for *two, _ in pairs for text in two], add_special_tokens=False)
        pieces = [text.ids for text in texts]
        rows = [[0, *e, SEP, SEP, *c, SEP] for e, c in zip(pieces[::2], pieces[1::2], strict=True)]
        kept = [n for n, row in enumerate(rows) if len(row) <= LONGEST]
        rows, labels = [rows[n] for n in kept], [pairs[n][2] for n in kept]
        loss = sum(
            backward(model, [rows[n] for n in b], [labels[n] for n in b], recipe)
            for b in batches(rows, recipe["tokens"])
        )
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        step, running = step + 1, running + loss / 10
        if step % 10 == 0:
            print(
                f"step {step} loss {running:.4f} {step * recipe['pairs'] / (time.time() - started):.1f} pairs/s",
                flush=True,
            )
            running = 0.0


def backward(model: OnProcessor, rows: Sequence[list[int]], labels: Sequence[int], recipe: dict[str, Any]) -> float:
    """Add the gradients of a batch to those of its step; returns its share of the step's loss."""
    length = max(map(len, rows))
    ids = torch.tensor([row + [PAD] * (length - len(row)) for row in rows])
    target = torch.from_numpy(gold_of(list(labels), recipe["smoothing"]))
    loss: Tensor = -(target * torch.log_softmax(model.logits(ids, recipe["frozen"]), -1)).sum() / recipe["pairs"]
    loss.backward()  # type: ignore[no-untyped-call]
    return loss.item()


def main() -> None:
    """Train and write the parts that ``training.package_small`` reads."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--recipe", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="stem of the parts")
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--init", type=Path, help="stem of the parts to go on from [default: the verifier that ships]")
    args = parser.parse_args()
    recipe = json.loads(args.recipe.read_text())
    torch.manual_seed(recipe["seed"])
    found = items(args.data, recipe["seed"])
    print({kind: len(rows) for kind, rows in found.items()}, flush=True)
    model = opened(args.init, recipe["dropout"])
    train(model, Draw(found, recipe["mix"], recipe["seed"]), recipe, 60 * args.minutes)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    save_parts(model.named(), args.out, 3)


if __name__ == "__main__":
    main()
