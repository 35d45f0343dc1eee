"""Making an inverted index: its clusters, its lists, and how well it finds what comparing every text would find."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from factcheck.index.inverted import Inverted, blocks
from factcheck.index.kinds import Tuning

if TYPE_CHECKING:
    from numpy.typing import NDArray

RECALL = 0.99
"""recall@10 below which a search reads more lists; the promise is 0.98, and a sample of queries can be lucky."""

N_QUERIES = 200
_NOISE = 0.75
"""Length of the noise added to a unit vector for a query: its cosine with the text is then about 0.8, as that of a
claim and a snippet that bears on it."""

_AT, _CANDIDATES = 10, 100
"""The cut-off of recall, and how many candidates a check of k = 8 asks for."""

_MOST_LISTS, _PER_LIST, _ROUNDS = 8192, 32, 8
"""More lists than 8,192 cost more to train than they save in a search. FAISS warns below 39 texts a list and takes 25
rounds; fewer are quicker, and what that costs in recall is measured after and made up for by reading more lists."""

_GROWTH = 2
"""Clusters are found anew when the index has become this many times larger or smaller than it was then."""


def build_lists(vectors: NDArray[np.float16]) -> Any:
    """FAISS's inverted index over unit rows, shape (n_rows, dim), in 8 bits; a block of them is in memory at a time."""
    import faiss

    n_rows, dim = vectors.shape
    n_lists = lists_for(n_rows)
    lists = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dim), dim, n_lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    lists.cp.niter, lists.cp.min_points_per_centroid = _ROUNDS, 1
    # Rows are in the order of a hash, so that rows at even distances are a random sample, and the same at every build.
    sample = np.linspace(0, n_rows - 1, min(n_rows, _PER_LIST * n_lists)).astype(np.int64)
    lists.train(vectors[sample].astype(np.float32))
    for _, some in blocks(vectors):
        lists.add(some)
    return lists


def lists_for(n_rows: int) -> int:
    """How many clusters: twice the square root of the rows, as a power of two, and at least 32 rows for each."""
    wanted: int = 2 ** round(math.log2(2 * math.sqrt(max(1, n_rows))))
    return max(1, min(wanted, _MOST_LISTS, n_rows // _PER_LIST))


def still_fits(tuning: Tuning, n_rows: int) -> bool:
    """Whether clusters found for ``tuning.trained_on`` rows may serve so many."""
    return n_rows <= _GROWTH * tuning.trained_on and tuning.trained_on <= _GROWTH * n_rows


def update_lists(lists: Any, places: NDArray[np.int64], vectors: NDArray[np.float16]) -> Any:
    """The lists, in memory, with their old rows renumbered, those that are gone left out, and the new ones added.

    ``places`` has shape (n_old,): the new row number of each old row, -1 where it is gone. Only rows of ``vectors``,
    shape (n_rows, dim), that no old one became are compared with the centres.
    """
    import faiss

    renumbered: Any = faiss.ArrayInvertedLists(lists.nlist, lists.code_size)
    for number in range(lists.nlist):
        size = lists.invlists.list_size(number)
        if not size:
            continue
        rows = places[faiss.rev_swig_ptr(lists.invlists.get_ids(number), size)]
        codes = faiss.rev_swig_ptr(lists.invlists.get_codes(number), size * lists.code_size)
        kept = rows >= 0
        rows, codes = rows[kept], np.ascontiguousarray(codes.reshape(size, -1)[kept])
        renumbered.add_entries(number, len(rows), faiss.swig_ptr(rows), faiss.swig_ptr(codes))
    lists.replace_invlists(renumbered, True)
    renumbered.this.disown()
    lists.ntotal = int((places >= 0).sum())
    new = np.setdiff1d(np.arange(len(vectors)), places)
    if len(new):
        lists.add_with_ids(vectors[new].astype(np.float32), new)
    return lists


def tuned(lists: Any, vectors: NDArray[np.float16], trained_on: int) -> Tuning:
    """The fewest probes, in powers of two, with which recall@10 reaches 0.99, or all of them."""
    queries = sample_queries(vectors)
    best = exact_best(vectors, queries)
    probes = 1
    while True:
        tuning = Tuning(int(lists.nlist), min(probes, int(lists.nlist)), trained_on, 0.0, len(queries))
        recall = recall_at_10(Inverted(lists, vectors, tuning), queries, best)
        if recall >= RECALL or probes >= lists.nlist:
            return Tuning(tuning.lists, tuning.probes, trained_on, round(recall, 4), len(queries))
        probes *= 2


def sample_queries(vectors: NDArray[np.float16]) -> NDArray[np.float32]:
    """At most 200 rows at even distances, each with noise of three quarters of its length, shape (n_queries, dim)."""
    rows = np.unique(np.linspace(0, len(vectors) - 1, N_QUERIES).astype(np.int64))
    noise = np.random.default_rng(0).standard_normal((len(rows), vectors.shape[1])) * (_NOISE / vectors.shape[1] ** 0.5)
    queries = vectors[rows].astype(np.float64) + noise
    units: NDArray[np.float32] = (queries / np.linalg.norm(queries, axis=1, keepdims=True)).astype(np.float32)
    return units


def exact_best(vectors: NDArray[np.float16], queries: NDArray[np.float32]) -> NDArray[np.int64]:
    """The ten rows nearest to each query, every row compared, shape (n_queries, at most 10), in no order."""
    scores, rows = np.empty((len(queries), 0), np.float32), np.empty((len(queries), 0), np.int64)
    for start, some in blocks(vectors):
        here = np.broadcast_to(np.arange(start, start + len(some)), (len(queries), len(some)))
        scores, rows = np.hstack([scores, queries @ some.T]), np.hstack([rows, here])
        if scores.shape[1] > _AT:
            top = np.argpartition(-scores, _AT - 1, axis=1)[:, :_AT]
            scores, rows = np.take_along_axis(scores, top, axis=1), np.take_along_axis(rows, top, axis=1)
    return rows


def recall_at_10(index: Inverted, queries: NDArray[np.float32], best: NDArray[np.int64]) -> float:
    """The share of the best rows that are among the ten with the highest cosines of what a search finds."""
    shares = []
    for query, wanted in zip(queries, best, strict=True):
        [found] = index.nearest(query[None, :], _CANDIDATES)
        first = found[np.argsort(-index.similarity(query, found), kind="stable")[:_AT]]
        shares.append(len(np.intersect1d(first, wanted)) / len(wanted))
    return float(np.mean(shares))
