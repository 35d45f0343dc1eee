"""Whether the marked words matter: deleting them must move the probability more than deleting other words.

    python -m training.marks --data ../shared/data [--verifier large] [--adapter FOLDER] [--after LAYERS] [--n 300]

For pairs of the corpus' development part that the verifier does not call neutral, as many words of each text are
deleted as are marked: the marked ones, and five times random other ones. Printed is the mean fall of the stance's
probability. Then, of all its pairs that come out right, how often what a reader looks for is marked: a number that
differs, where that contradicts, and the negation, where the claim has one. ``--after`` takes the gradient elsewhere.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from factcheck.datatypes import Span, Stance
from factcheck.models.marks import words_of
from factcheck.models.pairs import PairReader
from factcheck.models.smallverifier import SmallVerifier
from factcheck.models.verifier import LargeVerifier
from training.data import ENGLISH_ROWS, Pair, corpus_split

SIDES = {0: Stance.SUPPORTS, 1: Stance.CONTRADICTS}
NEGATIONS = frozenset(
    (*("not", "no", "never", "none", "nobody", "nothing", "neither", "nor"), *("without", "cannot", "didn't", "isn't"))
)
DRAWS = 5
"""Random deletions for each pair."""


def without(text: str, spans: Sequence[Span]) -> str:
    """The text with these characters left out, and no double blanks."""
    kept, done = [], 0
    for start, end in sorted(spans):
        kept.append(text[done:start])
        done = end
    return " ".join(" ".join([*kept, text[done:]]).split())


def others(text: str, marked: Sequence[Span], rng: random.Random) -> list[Span]:
    """As many random words as are marked, none of them marked if there are enough."""
    words = words_of(text)
    inside = [w for w in words if any(w[0] < end and w[1] > start for start, end in marked)]
    rest = [w for w in words if w not in inside]
    return rng.sample(rest, min(len(inside), len(rest)))


def numbers(text: str) -> set[str]:
    """Everything written in digits."""
    return set(re.findall(r"\d[\d.,]*", text))


def negations(text: str) -> frozenset[str]:
    """The words that turn a sentence round."""
    return NEGATIONS & set(re.findall(r"[\w']+", text.lower()))


def differs(row: Pair) -> bool:
    """Whether the claim has a number that its evidence, which has others, has not."""
    return bool(numbers(row.evidence) and numbers(row.claim) - numbers(row.evidence))


def look_for(verifier: PairReader, rows: Sequence[Pair]) -> tuple[list[bool], list[bool]]:
    """Whether the number that contradicts is marked, of each pair that has one; and whether the negation of a claim."""
    read = [
        (row, p.stance) for row, p in zip(rows, verifier.predict([(r.evidence, r.claim) for r in rows]), strict=True)
    ]
    read = [(row, stance) for row, stance in read if SIDES.get(row.label) is stance]
    marks = verifier.mark([(row.evidence, row.claim) for row, _ in read], [stance for _, stance in read])
    number, negation = [], []
    for (row, stance), mark in zip(read, marks, strict=True):
        of_claim = " ".join(row.claim[start:end] for start, end in mark.claim)
        of_evidence = " ".join(row.evidence[start:end] for start, end in mark.evidence)
        if stance is Stance.CONTRADICTS and differs(row):
            number.append(bool(numbers(of_evidence) or numbers(of_claim) - numbers(row.evidence)))
        if negations(row.claim):
            negation.append(bool(negations(of_claim)))
    return number, negation


def main() -> None:
    """Print the mean fall for marked and for random words, and the share of pairs where the marked fall further."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--verifier", choices=["small", "large"], default="large")
    parser.add_argument("--adapter", type=Path, help="folder of another adapter for the large verifier")
    parser.add_argument("--after", type=int, help="after so many layers; by default where the verifier has it")
    parser.add_argument("--n", type=int, default=300)
    args = parser.parse_args()
    verifier = LargeVerifier(args.adapter) if args.verifier == "large" else SmallVerifier()
    verifier.marks_after = verifier.marks_after if args.after is None else args.after
    rng, whole = random.Random(0), corpus_split(args.data, "dev", ENGLISH_ROWS)
    rows = rng.sample(whole, args.n)
    pairs = [(row.evidence, row.claim) for row in rows]
    sided = [(pair, p.stance) for pair, p in zip(pairs, verifier.predict(pairs), strict=True)]
    sided = [(pair, stance) for pair, stance in sided if stance is not Stance.NEUTRAL]
    marks = verifier.mark([pair for pair, _ in sided], [stance for _, stance in sided])
    changed = []
    for (pair, _), mark in zip(sided, marks, strict=True):
        changed.append((without(pair[0], mark.evidence), without(pair[1], mark.claim)))
        for _ in range(DRAWS):
            drawn = (others(pair[0], mark.evidence, rng), others(pair[1], mark.claim, rng))
            changed.append((without(pair[0], drawn[0]), without(pair[1], drawn[1])))
    stances = [stance for _, stance in sided for _ in range(1 + DRAWS)]
    after = [getattr(p, s.value) for p, s in zip(verifier.predict(changed), stances, strict=True)]
    before = [
        getattr(p, s.value) for p, (_, s) in zip(verifier.predict([pair for pair, _ in sided]), sided, strict=True)
    ]
    falls = np.array(before)[:, None] - np.array(after).reshape(len(sided), 1 + DRAWS)
    print(f"{verifier.model_id}, after {verifier.marks_after} layers, {len(sided)} pairs that take a side")
    print(
        f"mean fall of the probability: marked words {falls[:, 0].mean():.3f}, random words {falls[:, 1:].mean():.3f}"
    )
    print(f"marked words fall further in {np.mean(falls[:, 0] > falls[:, 1:].mean(axis=1)):.3f} of the pairs")
    for what, marked in zip(("the number that contradicts", "the negation"), look_for(verifier, whole), strict=True):
        print(f"{what} is marked in {np.mean(marked):.3f} of {len(marked)} pairs that come out right")


if __name__ == "__main__":
    main()
