"""How far an agreement of quantities should shift what the verifier says, and what that is worth: an ablation.

    python -m training.correction --pairs FILE… [--adapter FOLDER]

FILEs are corpora that the adapter was not trained on. The shift is the one number with the least log-loss: added to
the log-odds of *supports* against *contradicts* where all quantities of a claim agree and one of them is telling (or
taken from them where one disagrees). Accuracy over the pairs with a side, before and after, is printed with it; the
shift is found on one half of the pairs and judged on the other, and then the other way round.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from factcheck.models.verifier import LargeVerifier
from factcheck.quantities import Relation
from training.data import corpus_pairs
from training.evaluate import predict
from training.quantities import Compared, compare_all

SHIFTS = [x / 4 for x in range(0, 25)]
SIGNS = {Relation.AGREE: 1, Relation.DISAGREE: -1}


def shifted(probs: NDArray[np.float64], shift: float) -> NDArray[np.float64]:
    """Probabilities (n, 3) of supports, contradicts, neutral with the first two moved apart by the shift."""
    logits = np.log(np.maximum(probs, 1e-9)) + np.array([shift / 2, -shift / 2, 0.0])
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    moved: NDArray[np.float64] = weights / weights.sum(axis=1, keepdims=True)
    return moved


def loss(probs: NDArray[np.float64], gold: NDArray[np.int64], shift: float) -> float:
    """Mean log-loss of the shifted probabilities."""
    return float(-np.log(shifted(probs, shift)[np.arange(len(gold)), gold]).mean())


def best_shift(probs: NDArray[np.float64], gold: NDArray[np.int64], sign: int) -> float:
    """The shift with the least log-loss, to a quarter."""
    return min((sign * s for s in SHIFTS), key=lambda s: loss(probs, gold, s))


def judged(found: list[Compared], probs: NDArray[np.float64], sign: int) -> str:
    """One line: the shift on all pairs, and accuracy of the held-out halves without and with it."""
    gold = np.array([c.pair.label for c in found])
    right = []
    for half in (0, 1):
        held = np.arange(len(gold)) % 2 == half
        shift = best_shift(probs[~held], gold[~held], sign)
        right += list(shifted(probs[held], shift).argmax(1) == gold[held])
    plain = float((probs.argmax(1) == gold).mean())
    return (
        f"{len(gold)} pairs, shift {best_shift(probs, gold, sign):+.2f}, right {plain:.3f}, "
        f"corrected {np.mean(right):.3f} (held out)"
    )


def main() -> None:
    """Print a line for agreements and one for disagreements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, nargs="+", required=True)
    parser.add_argument("--adapter", type=Path)
    args = parser.parse_args()
    verifier = LargeVerifier(args.adapter)
    compared = compare_all(pair for path in args.pairs for pair in corpus_pairs(path))
    for relation, sign in SIGNS.items():
        found = [c for c in compared if c.relation is relation]
        stances = predict(verifier, [c.pair for c in found])
        probs = np.array([[p.supports, p.contradicts, p.neutral] for p in stances])
        print(f"{relation}: {judged(found, probs, sign)}", flush=True)


if __name__ == "__main__":
    main()
