"""The mean of several adapters' updates as one adapter, cut to a rank (model soups, Wortsman et al. 2022).

    python -m training.soup --adapters OUT3/mean OUT4/large OUT5/half --rank 16 --out OUT/soup

The adapters are stems as ``training.accelerated`` writes them, or folders in peft's form, of any ranks. The mean is of
the updates B A, not of their factors: factors of different runs do not belong together.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor

from training.accelerated import MATRICES, read_state, save


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


def main() -> None:
    """Write the mean."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--adapters", type=Path, nargs="+", required=True)
    parser.add_argument("--rank", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    states = [read_state(stem) for stem in args.adapters]
    save(mean(states, args.rank), args.out, args.rank, 1.0, args.rank)


if __name__ == "__main__":
    main()
