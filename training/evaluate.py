"""Accuracy of a verifier on the development sets, gold evidence given, argmax of the three classes.

    python -m training.evaluate --data ../shared/data [--adapter FOLDER] [--sets NAME,NAME] [--limit N] [--json OUT]

Sets without the class *unknown* are still scored over three classes: a neutral answer counts as wrong. ``--limit``
draws a fixed sample of each set.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path

from sklearn.metrics import accuracy_score, f1_score

from factcheck.datatypes import Stance, StanceProbs
from factcheck.models.verifier import LargeVerifier
from factcheck.verify import combine
from factcheck.windows import windows_of
from training.data import ENGLISH_ROWS, GROUPS, LABELS, Pair, corpus_split, verification_pairs

STANCE_INDEX = {Stance.SUPPORTS: 0, Stance.CONTRADICTS: 1, Stance.NEUTRAL: 2}
DEV_SETS = (
    "fever.dev_sr",
    "fever_symmetric.dev",
    "fm2.dev",
    "mnli_5k.val",
    "lingnli.val",
    "check_covid.dev",
    "healthver.dev",
    "corpus",
    "groups",
)


def dev_pairs(data: Path, name: str) -> list[Pair]:
    """The labelled pairs of a development set by its name in ``DEV_SETS``."""
    if name == "corpus":
        return corpus_split(data, "dev", ENGLISH_ROWS)
    if name == "groups":
        return corpus_split(data, "dev", GROUPS)
    return verification_pairs(data / "verification" / "dev" / f"{name}.jsonl.gz")


def predict(verifier: LargeVerifier, pairs: Sequence[Pair]) -> list[StanceProbs]:
    """Stance probabilities in order; long evidence is read in windows as in a check."""
    windows = [windows_of(pair.evidence) for pair in pairs]
    flat = [(window, pair.claim) for pair, row in zip(pairs, windows, strict=True) for window in row]
    probs = iter(verifier.predict(flat))
    return [combine([next(probs) for _ in row]) for row in windows]


def scores(gold: Sequence[int], predicted: Sequence[int]) -> dict[str, float]:
    """Accuracy and macro-F1 over the three classes, each in [0, 1], and the number of pairs."""
    return {
        "n": len(gold),
        "accuracy": round(float(accuracy_score(gold, predicted)), 4),
        "macro_f1": round(float(f1_score(gold, predicted, average="macro", labels=sorted(set(gold)))), 4),
    }


def false_supports(gold: Sequence[int], predicted: Sequence[int]) -> float:
    """The share of pairs that are not supported and come out supported, in [0, 1]."""
    others = [p for g, p in zip(gold, predicted, strict=True) if g != LABELS.index("supported")]
    return sum(p == LABELS.index("supported") for p in others) / len(others) if others else 0.0


def main() -> None:
    """Print a table, one set a line; write all figures as JSON if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--adapter", type=Path)
    parser.add_argument("--precision", default="", help="float32 or bfloat16; by default the best of this processor")
    parser.add_argument("--sets", default=",".join(DEV_SETS))
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    verifier = LargeVerifier(args.adapter, precision=args.precision)
    print(f"{verifier.model_id}, {verifier.precision}")
    print(f"{'set':<22}{'n':>7}{'accuracy':>10}{'macro-F1':>10}{'wrong supported':>17}")
    table = {}
    for name in args.sets.split(","):
        pairs = dev_pairs(args.data, name)
        if args.limit and len(pairs) > args.limit:
            pairs = random.Random(0).sample(pairs, args.limit)
        gold = [pair.label for pair in pairs]
        predicted = [STANCE_INDEX[probs.stance] for probs in predict(verifier, pairs)]
        table[name] = scores(gold, predicted) | {"false_supports": round(false_supports(gold, predicted), 4)}
        row = table[name]
        print(
            f"{name:<22}{row['n']:>7}{row['accuracy']:>10.3f}{row['macro_f1']:>10.3f}{row['false_supports']:>17.3f}",
            flush=True,
        )
    if args.json:
        args.json.write_text(
            json.dumps({"model": verifier.model_id, "precision": verifier.precision, "sets": table}, indent=1) + "\n"
        )


if __name__ == "__main__":
    main()
