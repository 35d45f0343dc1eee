"""Throughput, latency and memory by stage, and how a check grows with claims and with snippets.

    python -m benchmarks.stages [--limit SECONDS] [--out DIR] [--quick]

- The models alone: 20,000 texts embedded, 2,000 pairs read by each verifier.
- A check of 100 claims of the gold corpus against 1,000 snippets, stage by stage, with the default models.
- Growth with claims, against 1,000 snippets: 10 to 1,000 with the default models, 1,000 to 100,000 with synthetic
  vectors and a table in place of the verifier, so that only our own code is on the clock; ``with models`` adds what
  the models would take, scaled from the measured texts and pairs a second.
- Growth with snippets: retrieval against 1,000 to 1,000,000, from 100,000 on clustered synthetic vectors.

Each row is a process of its own, so that its memory is its own. A row that would take longer than ``--limit`` by what
the row before took is not run, and the page says so.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks import material
from benchmarks.machine import memory_peak
from benchmarks.results import Results, Table, in_process, parser, seconds, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

N_TEXTS, N_PAIRS = 20_000, 2000
CLAIMS_WITH_MODELS = (10, 100, 1000)
CLAIMS_WITH_TABLE = (1000, 10_000, 100_000)
SNIPPETS = (1000, 10_000, 100_000, 1_000_000)
SYNTHETIC_FROM = 100_000
N_SNIPPETS, N_CLAIMS, K = 1000, 100, 8
LIMIT = 120.0
"""Seconds of one row; with it a full run ends within about ten minutes on two cores."""

TODAY = dt.date(2026, 3, 15)
One = Callable[..., dict[str, Any]]
"""Measures one row: what it is about and its sizes."""


def models(n_texts: int, n_pairs: int) -> list[dict[str, Any]]:
    """Texts or pairs a second of each model, loaded before, and milliseconds for one alone."""
    from factcheck.models.body import body_is_here
    from factcheck.models.smallembedder import SmallEmbedder
    from factcheck.models.smallverifier import SmallVerifier
    from factcheck.models.verifier import LargeVerifier

    texts, pairs = [snippet.text for snippet in material.snippets(n_texts)], material.pairs(n_pairs)
    rows = [_model("embed", SmallEmbedder().encode, texts), _model("small verifier", SmallVerifier().predict, pairs)]
    return rows + ([_model("large verifier", LargeVerifier().predict, pairs)] if body_is_here() else [])


def _model(name: str, work: Callable[[Sequence[Any]], object], items: Sequence[Any]) -> dict[str, Any]:
    load = seconds(lambda: work(items[:1]))
    alone = seconds(lambda: work(items[:1]), 5)
    took = seconds(lambda: work(items))
    return {
        "model": name,
        "items": len(items),
        "items/s": len(items) / took,
        "one alone, ms": 1000 * alone,
        "first call, s": load,
        "memory peak, MiB": memory_peak(),
    }


def by_stage(n_claims: int, n_snippets: int) -> list[dict[str, Any]]:
    """Milliseconds a claim of each stage of a check with the default models, which are loaded before."""
    from factcheck import FactChecker
    from factcheck.aggregate import aggregate
    from factcheck.cache import Cache, encode_cached
    from factcheck.explain import explain
    from factcheck.highlight import highlight
    from factcheck.report.html import to_html
    from factcheck.report.record import to_json
    from factcheck.retrieve import query_text, retrieve
    from factcheck.verify import verify

    clock = Clock()
    snippets = material.written_snippets(n_snippets)
    checker = FactChecker(snippets, k=K, today=TODAY)
    clock.timed("index: embed and build", lambda: checker.index, len(snippets))
    claims, others = material.written_claims(n_claims), material.written_claims(n_claims + 2)[n_claims:]
    checker.check(others)  # loads the models, and leaves nothing of the claims that are measured in the cache
    index, embedder, verifier = checker.index, checker.embedder, checker.verifier
    cache, dates = Cache.in_memory(), [TODAY] * n_claims
    texts = [query_text(claim) for claim in claims]
    vectors = clock.timed("embed claims", lambda: encode_cached(embedder, cache, texts, None, claims=True), n_claims)
    clock.searches(index, texts, vectors)
    matches = clock.timed("retrieve (both and fusion)", lambda: retrieve(claims, index, vectors, K, dates), n_claims)
    readings, count = clock.timed("verify", lambda: verify(claims, matches, verifier, cache), n_claims)
    marked = clock.timed("highlight", lambda: highlight(claims, readings, verifier, cache), n_claims)
    decided = clock.timed("aggregate", lambda: [aggregate(row) for row in marked], n_claims)
    both = list(zip(marked, decided, strict=True))
    clock.timed("explain", lambda: [explain(row, one.label, one.reason, ()) for row, one in both], n_claims)
    report = checker.check(claims)
    clock.timed("report: record", lambda: to_json(report), n_claims)
    clock.timed("report: html", lambda: to_html(report), n_claims)
    for row in clock.rows:
        row["pairs"] = count.scored if row["stage"] == "verify" else None
    return clock.rows


class Clock:
    """Times stages one after another and keeps a row of each."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def timed(self, stage: str, work: Callable[[], Any], items: int) -> Any:
        """What the work returns."""
        before = time.perf_counter()
        made = work()
        took = time.perf_counter() - before
        row = {"stage": stage, "items": items, "ms an item": 1000 * took / items, "items/s": items / max(took, 1e-9)}
        self.rows.append(row | {"memory peak, MiB": memory_peak()})
        return made

    def searches(self, index: Any, texts: Sequence[str], vectors: Any) -> None:
        """The two searches, each by itself, one claim at a time."""
        from factcheck.index.lexical import Lexical

        lexical = Lexical(index.rows)
        self.timed("search: build words", lambda: lexical.scores(texts[0]), index.n_rows)
        self.timed("search: by words", lambda: [lexical.scores(text) for text in texts], len(texts))
        one_by_one = [vectors[n : n + 1] for n in range(len(texts))]
        self.timed("search: by meaning", lambda: [index.dense.nearest(row, 100) for row in one_by_one], len(texts))


def of_claims(number: int, kind: str) -> dict[str, Any]:
    """A check of so many claims against 1,000 snippets, the index built before; ``kind`` is models or table."""
    from factcheck import FactChecker

    checker = FactChecker(material.snippets(N_SNIPPETS), k=K, today=TODAY, **_models_of(kind))
    checker.check([*material.claims(number + 1, N_SNIPPETS)[number:]])  # loads the models
    claims, before = material.claims(number, N_SNIPPETS), memory_peak()
    took = seconds(lambda: checker.check(claims))
    return {
        **{"claims": number, "with": kind, "seconds": took, "ms a claim": 1000 * took / number},
        **{
            "pairs": checker.pairs_scored,
            "memory peak, MiB": memory_peak(),
            "of it for claims": memory_peak() - before,
        },
    }


def _models_of(kind: str) -> dict[str, Any]:
    return {} if kind == "models" else {"embedder": material.SyntheticEmbedder(), "verifier": material.TableVerifier()}


def of_snippets(number: int, kind: str) -> dict[str, Any]:
    """Building an index of so many snippets, vectors given or embedded, and searching it for one claim at a time."""
    from factcheck.index.index import index_of
    from factcheck.index.rows import group_rows
    from factcheck.models.smallembedder import SmallEmbedder
    from factcheck.retrieve import query_text, retrieve

    clock, embedder, before = Clock(), SmallEmbedder(), memory_peak()
    rows = clock.timed("rows", lambda: group_rows(material.snippets(number)), number)
    vectors = clock.timed("vectors", lambda: _vectors(kind, embedder, [row.text for row in rows]), number)
    index = clock.timed("build", lambda: index_of(rows, vectors, embedder), number)
    claims = material.claims(20, number)
    asked = vectors[: len(claims)]  # near themselves, as a claim is near what it is about
    clock.searches(index, [query_text(claim) for claim in claims], asked)
    found = [seconds(lambda n=n: retrieve([claims[n]], index, asked[n : n + 1], K, [TODAY])) for n in range(20)]  # type: ignore[misc]
    ms = {row["stage"]: row["ms an item"] for row in clock.rows}
    return {
        **{"snippets": number, "vectors": kind, "rows, s": ms["rows"] * number / 1000},
        **{"vectors, s": ms["vectors"] * number / 1000, "build, s": ms["build"] * number / 1000},
        **{"words, s": ms["search: build words"] * number / 1000, "by meaning, ms": ms["search: by meaning"]},
        **{"by words, ms": ms["search: by words"], "retrieve p50, ms": 1000 * float(np.median(found))},
        **{"memory peak, MiB": memory_peak(), "bytes a snippet": (memory_peak() - before) * 2**20 / number},
    }


def _vectors(kind: str, embedder: Any, texts: Sequence[str]) -> Any:
    return embedder.encode(texts) if kind == "embedded" else material.clustered(len(texts))


def grown(
    one: One, about: str, sizes: Sequence[tuple[int, str]], limit: float
) -> tuple[list[dict[str, Any]], list[str]]:
    """A row for each size that ends in time by what the row before it of its kind took; and what was not run."""
    rows: list[dict[str, Any]] = []
    left_out = []
    last: dict[str, tuple[int, float]] = {}
    for size, kind in sizes:
        before, took = last.get(kind, (size, 0.0))
        if (expected := took * size / before) > limit:
            left_out.append(
                f"not run: {size:,} {about} ({kind}), about {expected:,.0f} s — give `--limit {2 * expected:.0f}`"
            )
            continue
        started = time.perf_counter()
        rows.append(one(about, size, kind))
        # A start is not what grows: the row's own seconds are, where it tells them.
        last[kind] = (size, float(rows[-1].get("seconds", time.perf_counter() - started)))
    return rows, left_out


def scaled(
    rows: Sequence[dict[str, Any]], speeds: Sequence[dict[str, Any]], share_large: float
) -> list[dict[str, Any]]:
    """The rows of claims with what the models add where a table stood in for them, in seconds."""
    speed = {row["model"]: row["items/s"] for row in speeds}
    large = share_large / speed["large verifier"] if "large verifier" in speed else 0.0

    def whole(row: dict[str, Any]) -> float:
        added = row["claims"] / speed["embed"] + row["pairs"] * (1 / speed["small verifier"] + large)
        return float(row["seconds"]) + (added if row["with"] == "table" else 0.0)

    return [row | {"with models, s": whole(row)} for row in rows]


def share_read_on(number: int) -> float:
    """Of so many pairs the share that the cascade hands to the large verifier."""
    from factcheck.models.cascade import READ_ON
    from factcheck.models.smallverifier import SmallVerifier

    found = SmallVerifier().predict(material.pairs(number))
    return sum(max(p.supports, p.contradicts) >= READ_ON for p in found) / number


def in_own_process(about: str, *sizes: object) -> dict[str, Any]:
    """One part of the work in a process that nothing has warmed."""
    return in_process("benchmarks.stages", "--one", about, *map(str, sizes))


PARTS: dict[str, Callable[..., Any]] = {
    "models": lambda texts, pairs: {
        "rows": models(int(texts), int(pairs)),
        "share": share_read_on(min(int(pairs), 500)),
    },
    "stages": lambda claims, snippets: {"rows": by_stage(int(claims), int(snippets))},
    "claims": lambda number, kind: of_claims(int(number), kind),
    "snippets": lambda number, kind: of_snippets(int(number), kind),
}


def measured(is_quick: bool, limit: float, one: One = in_own_process) -> Results:
    """All four parts."""
    sizes = (40, 16) if is_quick else (N_TEXTS, N_PAIRS)
    alone = one("models", *sizes)
    stages = one("stages", *((4, 50) if is_quick else (N_CLAIMS, N_SNIPPETS)))
    claims = [(10, "table"), (100, "table")] if is_quick else _claim_sizes()
    snippets = [(1000, "clustered")] if is_quick else _snippet_sizes()
    by_claims, slow = grown(one, "claims", claims, limit)
    by_snippets, slow_too = grown(one, "snippets", snippets, limit)
    said = (
        f"the cascade hands {alone['share']:.0%} of the generated pairs to the large verifier",
        "with models, s: where a table stood in, what the models would take is added, from the first table",
        "vectors clustered: synthetic ones in place of the embedder's, so that only search and building count",
        *(slow + slow_too),
    )
    tables = (
        Table("The models alone", tuple(alone["rows"])),
        Table("A check, stage by stage", tuple(stages["rows"])),
        Table(f"Growth with claims, {N_SNIPPETS:,} snippets", tuple(scaled(by_claims, alone["rows"], alone["share"]))),
        Table("Growth with snippets", tuple(by_snippets)),
    )
    return Results("stages", is_quick, said, tables)


def _claim_sizes() -> list[tuple[int, str]]:
    return [(size, "models") for size in CLAIMS_WITH_MODELS] + [(size, "table") for size in CLAIMS_WITH_TABLE]


def _snippet_sizes() -> list[tuple[int, str]]:
    return [(size, "clustered" if size >= SYNTHETIC_FROM else "embedded") for size in SNIPPETS]


def draw(results: Results, axes: Axes) -> None:
    """Seconds by claims, and milliseconds of a search by snippets, both on logarithmic scales."""
    claims, snippets = (results.tables[place].rows for place in (2, 3))
    for kind in dict.fromkeys(row["with"] for row in claims):
        own = [row for row in claims if row["with"] == kind]
        label = f"check, {kind} (s, by claims)"
        axes.plot([row["claims"] for row in own], [row["seconds"] for row in own], marker="o", label=label)
    axes.plot(
        [row["snippets"] for row in snippets],
        [row["retrieve p50, ms"] for row in snippets],
        **{"marker": "s", "linestyle": "--", "label": "retrieve (ms a claim, by snippets)"},  # type: ignore[arg-type]
    )
    axes.set(xscale="log", yscale="log", xlabel="claims or snippets", ylabel="s or ms")
    axes.legend()


def main() -> int:
    """Measure, write, print; with ``--one`` measure one part and print it as JSON."""
    made = parser("stages", __doc__)
    made.add_argument("--limit", type=float, default=LIMIT, metavar="SECONDS", help="longest row (default 120)")
    made.add_argument("--one", nargs=3, metavar=("PART", "SIZE", "SIZE"), help="used by itself")
    asked = made.parse_args()
    if asked.one:
        part, *sizes = asked.one
        print(json.dumps(PARTS[part](*sizes)))
        return 0
    results = measured(asked.quick, asked.limit)
    write(results, asked.out, lambda axes: draw(results, axes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
