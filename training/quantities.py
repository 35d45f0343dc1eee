"""How often the comparison of quantities takes a side on labelled pairs, and how often it is right.

    python -m training.quantities --data ../shared/data [--split train] [--files g,m,figures] [--show disagree]

Only pairs with a quantity in both texts count. Files are the letters of the corpus in the data folder, in the split
that is asked for, and the names of those in ``training/corpus``, which have no splits.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from factcheck.quantities import Comparison, Relation, compare, find_quantities, overall
from training.data import LABELS, Pair, corpus_split, own_pairs

TAGS = ("number", "comparison", "rounding", "unit", "percent-fraction", "arithmetic", "range", "date", "duration",
        "order")  # fmt: skip
TRAIN = ("g", "m", *"abcdefhijklnop", "figures", "denials", "roles2", "together1")
DEV = ("g", "m", *"abcdefhijklnop")
SIDES = (Relation.AGREE, Relation.DISAGREE)


@dataclass(frozen=True, slots=True)
class Compared:
    """A labelled pair with quantities in both texts, and what their comparison says."""

    pair: Pair
    found: tuple[Comparison, ...]

    @property
    def relation(self) -> Relation:
        """What the comparisons of all quantities of the claim come to."""
        return overall(self.found)


def read_pairs(data: Path, split: str, names: Iterable[str]) -> list[Pair]:
    """The pairs of the named files in order: single letters from the data folder, longer names from this project."""
    found: list[Pair] = []
    for name in names:
        found += corpus_split(data, split, (name,)) if len(name) == 1 else own_pairs(name)
    return found


def compare_all(pairs: Iterable[Pair]) -> list[Compared]:
    """The pairs that hold a quantity in both texts, compared."""
    with_claims = (pair for pair in pairs if find_quantities(pair.claim) and find_quantities(pair.evidence))
    return [Compared(pair, compare(pair.evidence, pair.claim)) for pair in with_claims]


def row(name: str, compared: list[Compared]) -> str:
    """One line: the pairs, the share with a side, and for each side the pairs by their gold label."""
    count = Counter((c.relation, LABELS[c.pair.label]) for c in compared)
    sides = [" / ".join(f"{count[side, label]:4d}" for label in LABELS) for side in SIDES]
    taken = sum(count[side, label] for side in SIDES for label in LABELS)
    share = 100 * taken / len(compared) if compared else 0.0
    return f"{name:18s} {len(compared):6d} {share:6.1f} %   {sides[0]}     {sides[1]}"


def table(compared: list[Compared]) -> str:
    """All pairs and those of each tag, one line each, below a heading."""
    head = f"{'':18s} {'pairs':>6s} {'a side':>8s}   agree: sup / con / unk  disagree: sup / con / unk"
    tagged = [row(tag, [c for c in compared if tag in c.pair.tags]) for tag in TAGS]
    return "\n".join([head, row("all", compared), *tagged])


def shown(compared: Compared) -> str:
    """The pair with its gold label and every comparison, over several lines."""
    lines = "\n".join(f"    {c.relation}: {c.line}" for c in compared.found)
    pair = compared.pair
    return f"{pair.source} {LABELS[pair.label]} {','.join(pair.tags)}\n  E {pair.evidence}\n  C {pair.claim}\n{lines}"


def main() -> None:
    """Print the table, and with ``--show`` the pairs of one side below it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--split", choices=("train", "dev"), default="train")
    parser.add_argument("--files", help="names with commas between them (default: all of the split)")
    parser.add_argument("--show", choices=[str(r) for r in Relation], help="also print the pairs with this result")
    parser.add_argument("--label", choices=LABELS, help="only those of this gold label")
    args = parser.parse_args()
    names = args.files.split(",") if args.files else TRAIN if args.split == "train" else DEV
    compared = compare_all(read_pairs(args.data, args.split, names))
    print(table(compared))
    for one in compared if args.show else ():
        if one.relation is Relation(args.show) and args.label in (None, LABELS[one.pair.label]):
            print(shown(one))


if __name__ == "__main__":
    main()
