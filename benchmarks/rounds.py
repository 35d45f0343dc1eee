"""What the benchmarks that kill have in common: rounds from the command line, and an exit code by their faults."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar


class Round(Protocol):
    """One kill and what was wrong after it."""

    @property
    def faults(self) -> Sequence[str]:
        """What was wrong, in plain words."""


T = TypeVar("T", bound=Round)


def run_rounds(
    name: str, about: str | None, n: int, rounds: Callable[[int, int], Iterable[T]], summary: Callable[[list[T]], str]
) -> int:
    """Run ``n`` rounds, or as many as asked for, print what they saw; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{name}", description=about)
    parser.add_argument("--rounds", type=int, default=n, metavar="N", help="how many kills")
    parser.add_argument("--seed", type=int, default=11, metavar="N", help="of the random moments")
    asked = parser.parse_args()
    done = []
    for one in rounds(asked.rounds, asked.seed):
        done.append(one)
        for fault in one.faults:
            print(f"round {len(done)}: {fault}", file=sys.stderr)
    print(summary(done))
    return int(any(one.faults for one in done))
