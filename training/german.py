r"""The German stage of the small verifier: pairs with a German side, and the run on two cores that reads them.

    python -m training.german --data ../shared/data --pack PACK --neighbours NEIGHBOURS --small SMALL --init OUT/small \
        --out RUN --recipe training/recipes/small-v1-german.json --minutes 50

``training.distil small`` sees little German that decides anything, for neighbours among parallel sentences mostly
do not. Here every labelled pair that has a translation comes in all four combinations of languages; German sentences
stand against their English originals with a number, month or word exchanged (a contradiction) or not (support);
parallel pairs come with the teachers' probabilities, those that decide first; and English pairs with theirs keep what
was learned.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from tokenizers import Tokenizer

from factcheck.models.packed import expand
from training.accelerated import Pairs
from training.contrast import exchanges, occurrences, replaced
from training.data import BILINGUAL, LABELS, OWN, read_rows, verification_pairs
from training.distil import Student
from training.pack import MAX_TOKENS, flat, neighbour_pairs
from training.small import SmallVerifier, read_parts, save_parts

SUPPORTED, CONTRADICTED = LABELS.index("supported"), LABELS.index("contradicted")
NLI_SETS = ("mnli_20k", "lingnli")
LANGUAGES = (("en", "en"), ("de", "en"), ("en", "de"), ("de", "de"))
DECIDES = 0.25
"""A parallel pair whose larger side has at least this probability is always taken."""


class Row(NamedTuple):
    """Evidence, claim and the probabilities of the three labels to be learned."""

    evidence: str
    claim: str
    target: tuple[float, float, float]


def gold(label: int, smoothing: float) -> tuple[float, float, float]:
    """The label as smoothed probabilities."""
    a, b, c = (1 - smoothing if n == label else 0.0 for n in range(3))
    return a + smoothing / 3, b + smoothing / 3, c + smoothing / 3


def key_of(evidence: str, claim: str) -> str:
    """What names a public pair in our file of translations, which holds no English text of others."""
    return hashlib.sha256(f"{evidence}\n{claim}".encode()).hexdigest()[:16]


def translated(data: Path, smoothing: float) -> list[Row]:
    """Labelled pairs that have a translation, each in the four combinations of languages."""
    texts: list[tuple[dict[str, str], dict[str, str], int]] = []
    files = [data / "corpus" / f"{name}.train.jsonl" for name in BILINGUAL]
    for file in [*files, *sorted(file for file in (OWN / "german").glob("*.jsonl") if file.stem != "nli")]:
        for row in read_rows(file):
            snippet = {"en": row["snippet"], "de": row["snippet_de"]}
            for claim in row["claims"]:
                texts.append((snippet, {"en": claim["text"], "de": claim["text_de"]}, LABELS.index(claim["label"])))
    german = {row["key"]: row for row in read_rows(OWN / "german" / "nli.jsonl")}
    for name in NLI_SETS:
        for pair in verification_pairs(data / "verification" / "train" / f"{name}.train.jsonl.gz"):
            if found := german.get(key_of(pair.evidence, pair.claim)):
                evidence = {"en": pair.evidence, "de": found["evidence_de"]}
                texts.append((evidence, {"en": pair.claim, "de": found["claim_de"]}, pair.label))
    return [
        Row(evidence[e], claim[c], gold(label, smoothing)) for evidence, claim, label in texts for e, c in LANGUAGES
    ]


def exchanged(rows: list[dict[str, str]], n: int, smoothing: float, rng: random.Random) -> list[Row]:
    """Sentences against their translations: as they are (support), or one of them with a word exchanged.

    Half of the evidence has another sentence before it, so that to support is not to be as long.
    """
    made: list[Row] = []
    for row in rng.sample(rows, len(rows)):
        if len(made) >= n:
            break
        english, german = row["en"], row["de"]
        found = [(a, b) for a, b in exchanges(english, rng) if occurrences(a, english) == 1]
        found = [(a, b) for a, b in found if not occurrences(b, english)]
        if not found:
            continue
        other = replaced(english, *rng.choice(found))
        numbers = [(a, b) for a, b in found if a.isdigit() and occurrences(a, german) == 1]
        before = rng.choice(rows)["de" if rng.random() < 0.5 else "en"] + " " if rng.random() < 0.5 else ""
        yes, no = gold(SUPPORTED, smoothing), gold(CONTRADICTED, smoothing)
        made += [Row(before + english, german, yes), Row(before + other, german, no)]
        made += [Row(before + german, english, yes), Row(before + german, other, no)]
        if numbers:
            made += [Row(before + german, replaced(german, *rng.choice(numbers)), no)]
    return made


def parallel(pack: Path, neighbours: Path, rng: random.Random) -> list[Row]:
    """Neighbouring parallel sentences with at least one side in German and the teachers' probabilities."""
    german = {row["en"]: row["de"] for row in read_rows(neighbours / "parallel.jsonl.gz")}
    targets = np.load(pack / "targets.npz")["soft:parallel"].astype(np.float64)
    chosen = []
    for pair, target in zip(neighbour_pairs(neighbours)["parallel"], targets, strict=True):
        decides = max(target[0], target[1]) >= DECIDES
        if decides or rng.random() < 0.12:
            e, c = rng.choice(LANGUAGES[1:])
            sides = (
                german[pair.evidence] if e == "de" else pair.evidence,
                german[pair.claim] if c == "de" else pair.claim,
            )
            chosen.append(Row(*sides, (float(target[0]), float(target[1]), float(target[2]))))
    return chosen


def english(pack: Path, body_tokens: Pairs, n: int, smoothing: float, share: float, rng: random.Random) -> Any:
    """Rows of the packed English pairs, and their targets: (n, 3) each."""
    targets = np.load(pack / "targets.npz")
    name = next(name for name in targets.files if name.startswith("train:"))
    rows = body_tokens.tables[name]
    kept = np.array(rng.sample(range(len(rows)), min(n, len(rows))))
    of_gold = np.array([gold(int(label), smoothing) for label in rows[kept, 2]])
    return rows[kept], share * of_gold + (1 - share) * targets[name][kept].astype(np.float64)


def packed(rows: list[Row], tokenizer: Path, known: Pairs) -> np.ndarray[Any, Any]:
    """The rows as text numbers; their texts' pieces are added to those that the pack has."""
    encoder = Tokenizer.from_file(str(tokenizer))
    encoder.enable_truncation(MAX_TOKENS)
    number: dict[str, int] = {}
    first = len(known.starts) - 1
    table = [
        (first + number.setdefault(row.evidence, len(number)), first + number.setdefault(row.claim, len(number)), -1)
        for row in rows
    ]
    arrays = flat([row.ids for row in encoder.encode_batch(list(number), add_special_tokens=False)])
    pieces = arrays["pieces"].astype(np.int32) + (arrays["above"].astype(np.int32) << 16)
    known.starts = np.concatenate([known.starts, known.starts[-1] + arrays["starts"][1:].astype(np.int64)])
    known.pieces = torch.cat([known.pieces, torch.from_numpy(pieces)])
    return np.array(table, dtype=np.int32)


def main() -> None:
    """Train from the parts that ``training.distil small`` wrote and write parts of the same kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument(
        "--pack", type=Path, required=True, help="of training.pack, with targets.npz of training.distil"
    )
    parser.add_argument("--neighbours", type=Path, required=True)
    parser.add_argument(
        "--small", type=Path, required=True, help="folder with small-int8.safetensors and tokenizer.json"
    )
    parser.add_argument("--init", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--recipe", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    args = parser.parse_args()
    recipe = json.loads(args.recipe.read_text())
    torch.manual_seed(recipe["seed"])
    rng, smoothing = random.Random(recipe["seed"]), recipe["smoothing"]
    pairs = Pairs(args.pack / "pairs.npz", "cpu", args.pack / "small.npz")
    pairs.german = None  # the languages are chosen here
    table, target = english(args.pack, pairs, recipe["english"], smoothing, recipe["gold"], rng)
    sentences = [row for row in read_rows(args.neighbours / "parallel.jsonl.gz") if len(row["en"].split()) > 6]
    rows = translated(args.data, smoothing) * recipe["translated"]
    rows += exchanged(sentences, recipe["exchanged"], smoothing, rng)
    rows += rng.sample(parallel(args.pack, args.neighbours, rng), recipe["parallel"])
    print(f"{len(table)} English pairs, {len(rows)} others", flush=True)
    pairs.tables["all"] = np.concatenate([table, packed(rows, args.small / "tokenizer.json", pairs)])
    targets = torch.from_numpy(np.concatenate([target, np.array([row.target for row in rows])]).astype(np.float32))
    state = expand(args.small / "small-int8.safetensors")
    state |= {name.removeprefix("bert."): tensor for name, tensor in read_parts(args.init).items()}
    dtype = torch.bfloat16 if torch.cpu._is_avx512_bf16_supported() else torch.float32
    model = SmallVerifier(state, recipe["dropout"], dtype)
    model.load_head(state)
    student = Student(model, pairs, recipe)
    student.targets = {"all": targets}
    started = time.time()
    student.train(["all"], args.minutes * 60, hold=recipe["hold"])
    args.out.mkdir(parents=True, exist_ok=True)
    save_parts(model.named(), args.out / "small", 3)
    print(f"{time.time() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
