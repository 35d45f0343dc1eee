"""Small, large and cascade side by side: seconds for 100 claims against 1,000 indexed snippets, models loaded anew, and
pairs a second of each verifier by itself, on the same pairs for all.

    python -m benchmarks.verifiers --data DATA [--avx2] [--json OUT]

The claims are of the pipeline topics, the snippets theirs and those of the hand-written corpora. ``--avx2`` makes the
run behave as on a processor without AVX-512 and bfloat16: float32, and the libraries held to AVX2. Run it on an idle
machine; what is compared is the ratio.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from factcheck import FactChecker
from factcheck.claims import read_claims
from factcheck.datatypes import Claim, Snippet, Source, Verifier
from factcheck.evidence import read_evidence
from factcheck.models.cascade import CascadeVerifier, LanguageVerifier
from factcheck.models.smallverifier import SmallVerifier
from factcheck.models.verifier import LargeVerifier

N_CLAIMS, N_SNIPPETS, REPEATS = 100, 1000, 3
AVX2 = {"ATEN_CPU_CAPABILITY": "avx2", "ONEDNN_MAX_CPU_ISA": "AVX2"}


def main() -> None:
    """Print a table in Markdown and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--avx2", action="store_true")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    if args.avx2 and not all(os.environ.get(name) == value for name, value in AVX2.items()):
        os.execve(sys.executable, [sys.executable, "-m", "benchmarks.verifiers", *sys.argv[1:]], {**os.environ, **AVX2})
    claims, snippets = material(args.data)
    precision = "float32" if args.avx2 else ""
    figures = {name: measured(claims, snippets, made) for name, made in verifiers(precision).items()}
    print(f"| verifier | seconds | pairs | a second | a second, alone |\n|---|---|---|---|---|\n{table(figures)}")
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1) + "\n")


def verifiers(precision: str) -> dict[str, Callable[[], Verifier]]:
    """What the settings name, in one precision; made when it is its turn, so that nothing is loaded before."""

    def small() -> SmallVerifier:
        return SmallVerifier(precision=precision)

    def large() -> LargeVerifier:
        return LargeVerifier(precision=precision)

    def cascade() -> LanguageVerifier:
        reader = small()
        return LanguageVerifier(CascadeVerifier(reader, large()), reader)

    return {"small": small, "cascade": cascade, "large": large}


def material(data: Path) -> tuple[list[Claim], list[Snippet]]:
    """The first claims of every topic in turn, and the topics' snippets with others from the corpora."""
    topics = sorted((data / "pipeline").iterdir())
    by_topic = [read_claims([topic / "claims.yaml"]) for topic in topics]
    claims = [row[n] for n in range(max(map(len, by_topic))) for row in by_topic if n < len(row)][:N_CLAIMS]
    snippets = [snippet for topic in topics for snippet in read_evidence([topic / "evidence.yaml"])]
    for name in "abcdefghn":
        for line in (data / "corpus" / f"{name}.train.jsonl").read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["snippet"]
            snippets.append(Snippet(id=f"{name}{len(snippets)}", text=text, source=Source("corpus", title="Corpus")))
    unique = {snippet.text: snippet for snippet in snippets}
    ids = {snippet.id: snippet for snippet in unique.values()}
    return claims, list(ids.values())[:N_SNIPPETS]


def measured(claims: list[Claim], snippets: list[Snippet], made: Callable[[], Verifier]) -> dict[str, float]:
    """Seconds from the claims to the verdicts, the index built before, the pairs it took, and pairs a second alone:
    the best of some runs over all pairs of claim and match."""
    verifier = made()
    checker = FactChecker(snippets, verifier=verifier)
    assert checker.index.rows
    started = time.perf_counter()
    report = checker.check(claims)
    figures = {"seconds": round(time.perf_counter() - started, 1), "pairs": checker.pairs_scored}
    pairs = [(a.match.snippet.text, verdict.claim.text) for verdict in report.verdicts for a in verdict.assessments]
    return figures | {"alone": round(len(pairs) / min(seconds(verifier, pairs) for _ in range(REPEATS)), 1)}


def seconds(verifier: Verifier, pairs: list[tuple[str, str]]) -> float:
    """What it takes to read the pairs, everything loaded."""
    started = time.perf_counter()
    verifier.predict(pairs)
    return time.perf_counter() - started


def table(figures: dict[str, dict[str, float]]) -> str:
    """The rows of the table."""
    return "\n".join(
        f"| {name} | {row['seconds']} | {row['pairs']:.0f} | {row['pairs'] / row['seconds']:.0f} | {row['alone']:.0f} |"
        for name, row in figures.items()
    )


if __name__ == "__main__":
    main()
