"""Whether the marked words matter: deleting them must move the probability more than deleting other words.

    python -m training.marks --data ../shared/data [--adapter FOLDER] [--n 300]

For pairs of the corpus' development part that the verifier does not call neutral, as many words of each text are
deleted as are marked: the marked ones, and five times random other ones. Printed is the mean fall of the stance's
probability.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from factcheck.datatypes import Span, Stance
from factcheck.models.marks import words_of
from factcheck.models.verifier import LargeVerifier
from training.data import ENGLISH_ROWS, corpus_split

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


def main() -> None:
    """Print the mean fall for marked and for random words, and the share of pairs where the marked fall further."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--adapter", type=Path)
    parser.add_argument("--n", type=int, default=300)
    args = parser.parse_args()
    verifier, rng = LargeVerifier(args.adapter), random.Random(0)
    rows = rng.sample(corpus_split(args.data, "dev", ENGLISH_ROWS), args.n)
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
    print(f"{verifier.model_id}, {len(sided)} pairs that take a side")
    print(
        f"mean fall of the probability: marked words {falls[:, 0].mean():.3f}, random words {falls[:, 1:].mean():.3f}"
    )
    print(f"marked words fall further in {np.mean(falls[:, 0] > falls[:, 1:].mean(axis=1)):.3f} of the pairs")


if __name__ == "__main__":
    main()
