"""The retrieve stage: what is found for each query over a pool, scored by recall, reciprocal rank and nDCG.

The measures are those of ir_measures (0.4.3 of November 2025, Apache-2.0), which asks trec_eval through
pytrec-eval-terrier and pulls in nothing else; ranx (0.3.21, MIT) would bring numba, pandas, seaborn, fastparquet and
ten more for the same four numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from factcheck.cache import encode_cached
from factcheck.datatypes import Claim, Standing
from factcheck.evaluate.datasets import Collection, Query
from factcheck.evaluate.judged import Ranked
from factcheck.evaluate.stages import Judge, sample
from factcheck.index import Index, build_index
from factcheck.pipeline import Conditions, reference_date
from factcheck.retrieve import query_text, retrieve

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEPTH = 10
"""Places that are scored; a check reads fewer, but all published figures are cut there."""
MEASURES = {"recall@1": "R@1", "recall@5": "R@5", "recall@10": "R@10", "mrr": "RR@10", "ndcg@10": "nDCG@10"}
"""Our keys and the names of the measures in ir_measures."""
ALONE = {"ndcg@10_meaning": "by meaning alone", "ndcg@10_words": "by words alone"}
"""nDCG@10 of each of the two rankings that are fused: which of them finds, and what fusing them adds."""


def rank_queries(data: Collection, judge: Judge) -> list[Ranked]:
    """The queries with what was found, in order."""
    queries = sample(data.queries, judge.limit)
    if not queries:
        return []
    progress = judge.progress
    told = (lambda done, total: progress("indexing", done, total)) if progress else None
    index = build_index(data.snippets, judge.embedder, judge.cache, told)
    names = _row_names(index)
    claims = [query.claim for query in queries]
    vectors = encode_cached(judge.embedder, judge.cache, [query_text(claim) for claim in claims], claims=True)
    fused = _fused(queries, index, vectors, judge)
    relevant = [tuple(dict.fromkeys(names.get(key, key) for key in query.relevant)) for query in queries]
    measures = measure(relevant, [[names[key] for key in row] for row in fused])
    for key, ranking in zip(ALONE, _alone(claims, index, vectors), strict=True):
        for row, values in zip(measures, measure(relevant, ranking), strict=True):
            row[key] = values["ndcg@10"]
    return [
        Ranked(query.claim.id, query.claim.text, query.relevant, tuple(found), values, query.claim.place)
        for query, found, values in zip(queries, fused, measures, strict=True)
    ]


def measure(relevant: Sequence[Sequence[str]], found: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    """The measures of each query by our keys, from the relevant ids and those found, best first."""
    import ir_measures

    keys = {ir_measures.parse_measure(name): key for key, name in MEASURES.items()}
    judgements = {str(i): dict.fromkeys(ids, 1) for i, ids in enumerate(relevant)}
    run = {str(i): {key: float(-place) for place, key in enumerate(row)} for i, row in enumerate(found)}
    rows: list[dict[str, float]] = [dict.fromkeys(MEASURES, 0.0) for _ in relevant]
    for metric in ir_measures.iter_calc(list(keys), judgements, run):
        rows[int(metric.query_id)][keys[metric.measure]] = float(metric.value)
    return rows


def _row_names(index: Index) -> Mapping[str, str]:
    """For each snippet the first of those with the same text, so that finding either finds both."""
    return {snippet.id: row.snippets[0].id for row in index.rows for snippet in row.snippets}


def _fused(queries: Sequence[Query], index: Index, vectors: NDArray[np.float32], judge: Judge) -> list[list[str]]:
    """The ids of the matches that count, best first, as a check finds them."""
    conditions = Conditions(judge.k, judge.today)
    dates = [reference_date(query.claim, conditions) for query in queries]
    matches = retrieve([query.claim for query in queries], index, vectors, max(DEPTH, judge.k), dates)
    return [[m.snippet.id for m in row if m.standing is Standing.COUNTS] for row in matches]


def _alone(
    claims: Sequence[Claim], index: Index, vectors: NDArray[np.float32]
) -> tuple[list[list[str]], list[list[str]]]:
    """The best rows by meaning and by words for each claim; dates are not looked at."""
    texts = [query_text(claim) for claim in claims]
    meaning, words = [], []
    for scores in index.search(texts, vectors, DEPTH):
        by_meaning = np.lexsort((scores.rows, -scores.similarity))[:DEPTH]
        by_words = np.lexsort((scores.rows, -scores.similarity, -scores.lexical))[:DEPTH]
        meaning.append(_names(index, scores.rows[by_meaning]))
        words.append(_names(index, scores.rows[by_words[scores.lexical[by_words] > 0]]))
    return meaning, words


def _names(index: Index, rows: NDArray[np.int64]) -> list[str]:
    return [index.rows[int(row)].snippets[0].id for row in rows]
