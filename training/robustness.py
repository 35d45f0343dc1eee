"""How many labels of the pipeline claims change when the evidence changes without changing what it says.

    python -m training.robustness --data ../shared/data [--adapter FOLDER] [--cache FILE]

Shuffled, with one snippet duplicated under another id, and with ten snippets of another topic added. Uses the rule that
ships.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from factcheck.cache import Cache
from factcheck.calibration import shipped_rule
from factcheck.claims import read_claims
from factcheck.datatypes import Claim, Label, Snippet
from factcheck.evidence import read_evidence
from factcheck.index import build_index
from factcheck.models.open import open_embedder
from factcheck.pipeline import Conditions, check
from training.fit_aggregation import TODAY
from training.verifiers import add_options, chosen

Change = Callable[[list[Snippet], list[Snippet], random.Random], list[Snippet]]
N_FOREIGN = 10


def shuffled(own: list[Snippet], _foreign: list[Snippet], rng: random.Random) -> list[Snippet]:
    """The same snippets in another order."""
    return rng.sample(own, len(own))


def duplicated(own: list[Snippet], _foreign: list[Snippet], rng: random.Random) -> list[Snippet]:
    """One snippet twice, the second time under another id."""
    twin = rng.choice(own)
    return [*own, replace(twin, id=f"{twin.id}-again")]


def diluted(own: list[Snippet], foreign: list[Snippet], rng: random.Random) -> list[Snippet]:
    """Ten snippets of another topic added."""
    return own + [replace(snippet, id=f"foreign-{snippet.id}") for snippet in rng.sample(foreign, N_FOREIGN)]


CHANGES: dict[str, Change] = {"shuffled": shuffled, "one duplicated": duplicated, "ten of another topic": diluted}


def main() -> None:
    """Print, for each change, how many labels of all claims differ from those on the evidence as it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    add_options(parser)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    verifier, embedder = chosen(args), open_embedder("small")
    cache = Cache(args.cache) if args.cache else Cache.in_memory()

    def labels(claims: Sequence[Claim], snippets: Sequence[Snippet]) -> list[Label]:
        index = build_index(snippets, embedder, cache)
        checked = check(
            claims, index, embedder, verifier, cache, Conditions(k=8, today=TODAY, rule=shipped_rule(verifier.model_id))
        )
        return [verdict.label for verdict in checked.verdicts]

    folders = sorted((args.data / "pipeline").iterdir())
    evidence = [read_evidence([folder / "evidence.yaml"]) for folder in folders]
    claims = [read_claims([folder / "claims.yaml"]) for folder in folders]
    before = [labels(c, e) for c, e in zip(claims, evidence, strict=True)]
    for name, change in CHANGES.items():
        rng = random.Random(args.seed)
        after = [labels(claims[i], change(evidence[i], evidence[i - 1], rng)) for i in range(len(folders))]
        flips = [
            f"  {folder.name} {claim.id}: {was} to {now}: {claim.text}"
            for folder, own, x, y in zip(folders, claims, before, after, strict=True)
            for claim, was, now in zip(own, x, y, strict=True)
            if was is not now
        ]
        print("\n".join([f"{name:<22} {len(flips)} of {sum(map(len, claims))} labels changed", *flips]), flush=True)


if __name__ == "__main__":
    main()
