"""The mean of several adapters' updates as one adapter, cut to a rank (model soups, Wortsman et al. 2022).

    python -m training.soup --adapters OUT3/mean OUT4/large OUT5/half --rank 16 --out OUT/soup
    python -m training.soup --small --adapters OUT/a OUT/b OUT/c factcheck/data/verifier-small --out OUT/small

The adapters are stems as ``training.accelerated`` writes them, or folders in peft's form, of any ranks. The mean is of
the updates B A, not of their factors: factors of different runs do not belong together. With ``--small`` they are small
verifiers, as ``training.distil`` wrote them or packaged, and all of their weights are averaged.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor

from factcheck.models.packed import expand
from factcheck.models.smallverifier import WEIGHTS
from training.accelerated import MATRICES, mean_of, read_state, save
from training.small import read_parts, save_parts


def mean(states: list[dict[str, Tensor]], rank: int) -> dict[str, Tensor]:
    """The mean of the updates, cut to their ``rank`` largest singular values, and of the heads."""
    found: dict[str, Tensor] = {}
    for kind in MATRICES:
        a = torch.cat([state[f"a.{kind}"].float() for state in states], 1)
        b = torch.cat([state[f"b.{kind}"].float() / len(states) for state in states], 2)
        qb, rb = torch.linalg.qr(b)
        qa, ra = torch.linalg.qr(a.transpose(1, 2))
        u, s, v = torch.linalg.svd(rb @ ra.transpose(1, 2))
        root = s[:, :rank].sqrt()
        found[f"b.{kind}"] = qb @ (u[:, :, :rank] * root[:, None])
        found[f"a.{kind}"] = (qa @ (v[:, :rank].transpose(1, 2) * root[:, None])).transpose(1, 2)
    for name in states[0]:
        if name.partition(".")[0] not in "ab":
            found[name] = torch.stack([state[name].float() for state in states]).mean(0)
    return found


def small_weights(stem: Path) -> dict[str, Tensor]:
    """The weights of a small verifier, without the word embeddings: parts by their stem, or a packaged folder."""
    weights = expand(stem / WEIGHTS) if stem.is_dir() else read_parts(stem)
    return {name: tensor.float() for name, tensor in weights.items()}


def main() -> None:
    """Write the mean."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--adapters", type=Path, nargs="+", required=True)
    parser.add_argument("--rank", type=int, default=32)
    parser.add_argument("--small", action="store_true", help="they are small verifiers")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    if args.small:
        save_parts(mean_of([small_weights(stem) for stem in args.adapters]), args.out, 3)
        return
    states = [read_state(stem) for stem in args.adapters]
    save(mean(states, args.rank), args.out, args.rank, 1.0, args.rank)


if __name__ == "__main__":
    main()
