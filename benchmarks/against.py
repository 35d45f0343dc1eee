"""The whole check side by side with what a user would write instead, in one run: ratios, not seconds.

    python -m benchmarks.against [--claims N] [--snippets N] [--rounds N] [--out DIR] [--quick]

The obvious script is ``benchmarks/obvious.py``: a 6-layer 384-wide embedder, a flat FAISS index, a CrossEncoder with
its defaults, one claim after another. It is run with a 12-layer 768-wide verifier (DeBERTa-v3-base) and a 24-layer
1024-wide one (RoBERTa-large), and so is our pipeline beside its own cascade; weights are random where only speed is
asked for. Every contender runs in a process of its own, all of them in turn, and again in each further round; the
fastest round counts. ``build`` is from the texts to an index, libraries loaded, ``check`` from the claims to the labels
with the verifier loaded anew. Claims and evidence are those of the gold corpus in ``tests/gold``, among generated
snippets. Ours does more: it reads snippets below the line of their source, the best four also two at a time
where none settles the claim, searches in both ways, and marks the words that decided.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import material
from benchmarks.machine import memory_peak
from benchmarks.results import Results, Row, Table, in_process, parser, seconds, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from factcheck.datatypes import Verifier

K = 8
BAR, AIM = 3.0, 6.0
"""How many times as fast as ``YARDSTICK`` the whole check of ``OURS`` is to be."""

OURS, YARDSTICK = "ours, cascade", "obvious, 12 x 768"
CONTENDERS = {
    OURS: "cascade",
    "ours, 12 x 768": "base",
    "ours, 24 x 1024": "large",
    YARDSTICK: "base",
    "obvious, 24 x 1024": "large",
}
"""The verifier of each: a setting, or the folder with random weights of that name."""

Run = Callable[[str, Path, int, int], dict[str, Any]]
"""Measures one contender, with the folder of the random models, claims and snippets."""


def measure(name: str, models: Path, n_claims: int, n_snippets: int) -> dict[str, Any]:
    """Seconds to build and to check, pairs read and MiB at the peak, of one contender in this process."""
    run = _ours if name.startswith("ours") else _obvious
    build, check, n_pairs = run(CONTENDERS[name], models, n_claims, n_snippets)
    return {"build": build, "check": check, "pairs": n_pairs, "MiB": memory_peak()}


def _ours(verifier: str, models: Path, n_claims: int, n_snippets: int) -> tuple[float, float, int]:
    from factcheck import FactChecker
    from factcheck.models.crossencoder import CrossEncoderVerifier

    named: str | Verifier = verifier if verifier == "cascade" else CrossEncoderVerifier(models / verifier)
    checker = FactChecker(material.written_snippets(n_snippets), verifier=named, k=K)
    build = seconds(lambda: checker.index)
    check = seconds(lambda: checker.check(material.written_claims(n_claims)))
    return build, check, checker.pairs_scored


def _obvious(verifier: str, models: Path, n_claims: int, n_snippets: int) -> tuple[float, float, int]:
    texts = [snippet.text for snippet in material.written_snippets(n_snippets)]
    claims = [claim.text for claim in material.written_claims(n_claims)]
    made: list[Any] = []

    def build_it() -> None:
        from benchmarks.obvious import Obvious  # its libraries load in here, as ours do

        made.append(Obvious(models / "embedder", texts))

    build = seconds(build_it)
    check = seconds(lambda: made[0].check(claims, models / verifier, K))
    return build, check, K * n_claims


def in_own_process(name: str, models: Path, n_claims: int, n_snippets: int) -> dict[str, Any]:
    """``measure`` in a process that nothing has warmed."""
    return in_process("benchmarks.against", "--one", name, str(models), str(n_claims), str(n_snippets))


def compared(n_claims: int, n_snippets: int, rounds: int, is_quick: bool, run: Run = in_own_process) -> Results:
    """All contenders in turn, so many rounds, against the yardstick."""
    with tempfile.TemporaryDirectory() as folder:
        models = Path(folder)
        if run is in_own_process:
            make_models(models, is_quick)
        found = [{name: run(name, models, n_claims, n_snippets) for name in CONTENDERS} for _ in range(rounds)]
    best = {name: min((one[name] for one in found), key=_whole) for name in CONTENDERS}
    rows = tuple(_row(name, best[name], best[YARDSTICK]) for name in CONTENDERS)
    said = (
        f"{n_claims:,} claims of the gold corpus against {n_snippets:,} snippets, {K} matches a claim",
        f"the fastest of {rounds} rounds" if rounds > 1 else "one round",
        "times as fast: seconds of the obvious script with the 12-layer 768-wide verifier, divided by one's own",
        _judged(rows[0]),
    )
    return Results("against", is_quick, said, (Table("Side by side", rows),))


def make_models(folder: Path, is_quick: bool) -> None:
    """Embedder and verifiers of the obvious script, with random weights; two layers of 64 for a smoke run."""
    from benchmarks.random_models import BASE, LARGE, MINILM, Form, make_embedder, make_verifier

    def form(of: Form) -> Form:
        return Form(of.kind, 2, 64, 2) if is_quick else of

    make_embedder(folder / "embedder", form(MINILM))
    make_verifier(folder / "base", form(BASE))
    make_verifier(folder / "large", form(LARGE))


def _whole(one: dict[str, Any]) -> float:
    return float(one["build"] + one["check"])


def _row(name: str, one: dict[str, Any], yardstick: dict[str, Any]) -> Row:
    return {
        "contender": name,
        "check, times as fast": yardstick["check"] / one["check"],
        "build and check, times as fast": _whole(yardstick) / _whole(one),
        "pairs read": one["pairs"],
        "memory peak, MiB": one["MiB"],
        "build s": one["build"],
        "check s": one["check"],
    }


def _judged(row: Row) -> str:
    times = row["check, times as fast"]
    how = "the aim is reached" if times >= AIM else "the bar is met" if times >= BAR else "that is below the bar"
    return f"bar {BAR:g}, aim {AIM:g} times as fast from the claims to the labels: {times:.1f}, {how}"


def draw(results: Results, axes: Axes) -> None:
    """A bar for each contender, with the bar and the aim as lines."""
    rows = results.tables[0].rows[::-1]
    axes.barh([row["contender"] for row in rows], [row["check, times as fast"] for row in rows])
    axes.axvline(BAR, color="tab:red", linestyle="--", label="bar")
    axes.axvline(AIM, color="tab:green", linestyle="--", label="aim")
    axes.set_xlabel("check, times as fast as the obvious script with the 12-layer 768-wide verifier")
    axes.legend()


def main() -> int:
    """Compare, write, print; with ``--one`` measure one contender and print it as JSON."""
    made = parser("against", __doc__)
    made.add_argument("--claims", type=int, default=80, metavar="N", help="claims to check, at most 320 (default 80)")
    made.add_argument("--snippets", type=int, default=1000, metavar="N", help="snippets of the evidence (default 1000)")
    made.add_argument("--rounds", type=int, default=1, metavar="N", help="how often each runs (default 1)")
    made.add_argument("--one", nargs=4, metavar=("NAME", "MODELS", "CLAIMS", "SNIPPETS"), help="used by itself")
    asked = made.parse_args()
    if asked.one:
        name, models, n_claims, n_snippets = asked.one
        print(json.dumps(measure(name, Path(models), int(n_claims), int(n_snippets))))
        return 0
    n_claims, n_snippets, rounds = (3, 20, 1) if asked.quick else (asked.claims, asked.snippets, asked.rounds)
    results = compared(n_claims, n_snippets, rounds, asked.quick)
    write(results, asked.out, lambda axes: draw(results, axes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
