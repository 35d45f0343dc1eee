"""What the index costs and finds as it grows: seconds, megabytes, milliseconds of a search, recall@10.

``python -m benchmarks.index --sizes 10000,100000,1000000 --out FOLDER`` makes clustered vectors of 384 numbers, without
a model, and texts of invented words, and builds every kind of index over them. FOLDER gets ``index.json`` and
``index.md``.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from factcheck.datatypes import Snippet
from factcheck.index.dense import Dense
from factcheck.index.index import _best
from factcheck.index.inverted import BLOCK, Inverted, load_lists, map_vectors
from factcheck.index.kinds import EXACT, IVF
from factcheck.index.lexical import Lexical, build_words, load_words
from factcheck.index.rows import Row
from factcheck.index.training import build_lists, exact_best, lists_for, recall_at_10, tuned, update_lists

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIM = 384
N_SEARCHES, DEPTH = 200, 100
"""Single searches that are timed, and what a check of k = 8 asks of each."""

PER_TOPIC = 1000
_BASIS, _OWN, _NOISE = 64, 0.9, 0.2
"""A vector is its topic's, one of so many directions shared by all, of length 0.9, and noise of length 0.2: within a
topic texts differ in 64 dimensions, which makes neighbours harder to find than tight clusters would."""

_MOST_EXACT = 1_000_000
_VOCABULARY, _WORDS = 400_000, 20
"""Invented words, drawn by Zipf's law, twenty a text, as in a snippet of one or two sentences."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One index of one size. Times are of this machine; ``recall`` is recall@10 in [0, 1], None for the words.

    ``mb`` is what lies on disk, ``peak_mb`` the most that the process has held so far, mapped files included.
    """

    kind: str
    n_rows: int
    build_s: float
    update_s: float
    open_s: float
    mb: float
    peak_mb: float
    p50_ms: float
    p95_ms: float
    recall: float | None
    probes: int | None = None


def write_vectors(path: Path, n: int) -> None:
    """Writes n clustered unit vectors of half precision, a block at a time; the same for the same n."""
    rng = np.random.default_rng(n)
    topics = _units(rng.standard_normal((max(1, n // PER_TOPIC), DIM), dtype=np.float32))
    basis = _units(rng.standard_normal((_BASIS, DIM), dtype=np.float32)) * np.float32(_OWN / _BASIS**0.5)
    with path.open("wb") as file:
        for start in range(0, n, BLOCK):
            size = min(BLOCK, n - start)
            own = rng.standard_normal((size, _BASIS), dtype=np.float32) @ basis
            noise = rng.standard_normal((size, DIM), dtype=np.float32) * np.float32(_NOISE / DIM**0.5)
            made = _units(topics[rng.integers(0, len(topics), size)] + own + noise)
            file.write(made.astype("<f2").tobytes())


def fresh_queries(vectors: NDArray[np.float16]) -> NDArray[np.float32]:
    """Queries as at build time, of other rows and with other noise, so that tuning has not seen them."""
    rng = np.random.default_rng(1)
    rows = rng.choice(len(vectors), N_SEARCHES, replace=len(vectors) < N_SEARCHES)
    noise = rng.standard_normal((N_SEARCHES, DIM)) * (0.75 / DIM**0.5)
    return _units((vectors[np.sort(rows)].astype(np.float64) + noise).astype(np.float32))


def exact(vectors: NDArray[np.float16], queries: NDArray[np.float32]) -> Measured:
    """The exact index: every vector in single precision and in memory."""
    begun = time.perf_counter()
    index = Dense.from_vectors(vectors.astype(np.float32))
    built = time.perf_counter() - begun
    times = timed(lambda query: index.similarity(query, index.nearest(query[None, :], DEPTH)[0]), queries)
    megabytes = 4 * vectors.size / 1e6
    return Measured(EXACT, len(vectors), built, built, 0.0, megabytes, peak(), *times, 1.0)


def inverted(folder: Path, vectors: NDArray[np.float16], queries: NDArray[np.float32], threads: int) -> Measured:
    """The inverted index as ``factcheck index`` makes it, and an update that removes and adds 1,000 rows."""
    import faiss

    begun = time.perf_counter()
    lists = build_lists(vectors)
    faiss.write_index(lists, str(folder / "lists.faiss"))
    tuning = tuned(load_lists(folder / "lists.faiss", mapped=True), vectors, len(vectors))
    built = time.perf_counter() - begun
    del lists
    begun = time.perf_counter()
    index = Inverted(load_lists(folder / "lists.faiss", mapped=True), vectors, tuning)
    opened = time.perf_counter() - begun
    faiss.omp_set_num_threads(threads)
    times = timed(lambda query: index.similarity(query, np.sort(index.nearest(query[None, :], DEPTH)[0])), queries)
    recall = recall_at_10(index, queries, exact_best(vectors, queries))
    begun = time.perf_counter()
    places = np.arange(len(vectors), dtype=np.int64)
    places[:: max(1, len(vectors) // 1000)] = -1
    changed = update_lists(load_lists(folder / "lists.faiss", mapped=False), places, vectors)
    faiss.write_index(changed, str(folder / "changed.faiss"))
    updated = time.perf_counter() - begun
    megabytes = (2 * vectors.size + (folder / "lists.faiss").stat().st_size) / 1e6
    return Measured(IVF, len(vectors), built, updated, opened, megabytes, peak(), *times, recall, tuning.probes)


def words(folder: Path, n: int) -> Measured:
    """The lexical index of n invented texts, stored and mapped."""
    rows = [Row(str(number), text, text, (Snippet(str(number), text),)) for number, text in enumerate(texts_of(n))]
    begun = time.perf_counter()
    build_words(rows).save(folder / "words")
    built = time.perf_counter() - begun
    begun = time.perf_counter()
    lexical = Lexical(rows, load_words(folder / "words"))
    opened = time.perf_counter() - begun
    asked = [" ".join(row.normal.split()[:12]) for row in rows[:: max(1, n // N_SEARCHES)]][:N_SEARCHES]
    times = timed(lambda text: _best(lexical.scores(text), DEPTH), asked)
    megabytes = sum(path.stat().st_size for path in (folder / "words").iterdir()) / 1e6
    return Measured("words", n, built, built, opened, megabytes, peak(), *times, None)


def texts_of(n: int) -> Iterator[str]:
    """N texts of twenty words, the commonest of which is in most of them, as "the" is."""
    rng = np.random.default_rng(n)
    weights = np.cumsum(1 / np.arange(1, _VOCABULARY + 1))
    for start in range(0, n, BLOCK):
        size = min(BLOCK, n - start)
        drawn = np.searchsorted(weights, rng.random((size, _WORDS)) * weights[-1])
        for text in drawn:
            yield " ".join(f"w{number}x" for number in text)


def timed(search: Callable[[Any], object], asked: Sequence[Any] | NDArray[np.float32]) -> tuple[float, float]:
    """The median and the 95th percentile of single searches in milliseconds, after a tenth that does not count."""
    for query in asked[: len(asked) // 10]:
        search(query)
    took = []
    for query in asked:
        begun = time.perf_counter()
        search(query)
        took.append((time.perf_counter() - begun) * 1000)
    return float(np.median(took)), float(np.percentile(took, 95))


def peak() -> float:
    """The most memory that this process has held, in megabytes; Linux counts in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def _units(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    units: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return units


def measure(n: int, kinds: Sequence[str], threads: int) -> Iterator[Measured]:
    """Every asked kind of index over n vectors or texts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_vectors(folder / "vectors.f16", n)
        vectors = map_vectors(folder / "vectors.f16", DIM)
        queries = fresh_queries(vectors)
        if IVF in kinds:
            yield inverted(folder, vectors, queries, threads)
        if EXACT in kinds and n <= _MOST_EXACT:
            yield exact(vectors, queries)
        if "words" in kinds:
            yield words(folder, n)


def markdown(measured: Sequence[Measured]) -> str:
    """The table, one line for each index."""
    head = "| texts | index | lists read | build s | update s | disk MB | p50 ms | p95 ms | recall@10 |"
    lines = [head, "|---|---|---|---|---|---|---|---|---|"]
    for m in measured:
        read = f"{m.probes} of {lists_for(m.n_rows)}" if m.probes else "–"
        recall = "–" if m.recall is None else f"{m.recall:.3f}"
        numbers = f"{m.build_s:.1f} | {m.update_s:.1f} | {m.mb:,.0f} | {m.p50_ms:.2f} | {m.p95_ms:.2f}"
        lines.append(f"| {m.n_rows:,} | {m.kind} | {read} | {numbers} | {recall} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure every size and write the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.index", description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000", metavar="N,N", help="how many texts")
    parser.add_argument("--kinds", default="ivf,exact,words", metavar="KIND,KIND", help="which indexes")
    parser.add_argument("--threads", type=int, default=1, metavar="N", help="threads of one search in the lists")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="where index.json and index.md are written")
    asked = parser.parse_args()
    measured: list[Measured] = []
    for n in map(int, asked.sizes.split(",")):
        for one in measure(n, asked.kinds.split(","), asked.threads):
            measured.append(one)
            print(markdown([one]).splitlines()[-1], flush=True)
    if asked.out:
        asked.out.mkdir(parents=True, exist_ok=True)
        (asked.out / "index.json").write_text(json.dumps([asdict(one) for one in measured], indent=2) + "\n")
        (asked.out / "index.md").write_text(markdown(measured))


if __name__ == "__main__":
    main()
