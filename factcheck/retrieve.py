"""Retrieve: the first stage, claims to matches.

Two rankings, by meaning and by words, are fused by reciprocal rank (Cormack, Clarke and Buettcher 2009, SIGIR). A name
such as "P800" may mean nothing to the embedder, and a paraphrase may share no word; each ranking finds what the other
is blind to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from factcheck.datatypes import Claim, Match, Snippet, Standing
from factcheck.index import Index, Row, Scores
from factcheck.index.index import COMPLETE_ROWS
from factcheck.languages import is_unknown

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ranks = tuple[NDArray[np.int64], NDArray[np.int64]]
    """From 1, by meaning and by words, of all that was found."""

_FUSION = 10
"""The constant of reciprocal rank fusion. The paper takes 60 and calls it uncritical; on the 809 training queries of
SciFact 60 gives nDCG@10 0.699, 10 gives 0.711, and the verdicts of the pipeline topics are as often right."""

_DEPTH_LEAST, _DEPTH_PER_MATCH = 50, 5
"""How deep each ranking of a large index counts: max(50, 5 k); not tuned."""

_DATES = 64
"""Reference dates whose counting rows are kept with an index, a byte a row for each."""

_TOGETHER = 64
"""Claims searched at once: enough for FAISS to multiply matrices, few enough to hold their scores."""


def query_text(claim: Claim) -> str:
    """What is searched for a claim, and what its vector must be computed from: its text, then its context."""
    return f"{claim.text}\n{claim.context}" if claim.context else claim.text


def retrieve(
    claims: Sequence[Claim],
    index: Index,
    vectors: NDArray[np.float32],
    k: int,
    reference_dates: Sequence[dt.date],
    languages: frozenset[str] = frozenset(),
) -> list[tuple[Match, ...]]:
    """For each claim, in order, up to k matches that count, best first, and those among them that do not count.
    The k // 2 nearest in meaning are always among them.

    ``vectors`` has shape (n_claims, dim): the unit vectors of ``query_text`` of each claim. Evidence published after
    the claim's reference date, expired before it, or surely in none of the ``languages`` (empty: any) is kept and
    marked where it ranks above the last match that counts; at most k of it, and it takes nothing from k: matches that
    count are ranked as if it were not there. Ties go to the higher similarity, then to the smaller row hash, so the
    order of the evidence never matters.

    Raises:
        ValueError: k is below 1, or the lengths differ.
    """
    if k < 1:
        raise ValueError(f"k must be at least 1, not {k}")
    if not len(claims) == len(vectors) == len(reference_dates):
        raise ValueError(f"{len(claims)} claims, {len(vectors)} vectors, {len(reference_dates)} reference dates")
    if not index.n_rows:
        return [()] * len(claims)
    counting = {date: _counting(index, date, languages) for date in set(reference_dates)}
    found = _search(claims, index, vectors, k, [counting[date] for date in reference_dates])
    return [
        _matches(index, scores, counting[date], k, (date, languages))
        for scores, date in zip(found, reference_dates, strict=True)
    ]


def standing(snippet: Snippet, reference_date: dt.date, languages: frozenset[str] = frozenset()) -> Standing:
    """Whether the snippet may decide on that day; both days are inclusive, and what has no date counts.

    A snippet that is surely in none of the ``languages`` (empty: any) cannot be read, whatever the day.
    """
    if is_unknown(snippet.language, languages):
        return Standing.OTHER_LANGUAGE
    if snippet.source and snippet.source.published and snippet.source.published > reference_date:
        return Standing.LATER
    if snippet.valid_until and snippet.valid_until < reference_date:
        return Standing.EXPIRED
    return Standing.COUNTS


def counting_rows(rows: Sequence[Row], date: dt.date, languages: frozenset[str]) -> NDArray[np.bool_]:
    """Whether any snippet of the row counts, shape (n_rows,)."""
    counts = [any(standing(s, date, languages) is Standing.COUNTS for s in row.snippets) for row in rows]
    return np.array(counts, dtype=np.bool_)


def _counting(index: Index, date: dt.date, languages: frozenset[str]) -> NDArray[np.bool_]:
    """``counting_rows`` of the index, worked out once: a million rows take a second, a search of them milliseconds."""
    key = (date, languages)
    counts = index.counted.get(key)
    if counts is None:
        counts = counting_rows(index.rows, date, languages)
        if len(index.counted) >= _DATES:
            index.counted.clear()
        index.counted[key] = counts
    return counts


def _depth(index: Index, k: int) -> int:
    return index.n_rows if index.n_rows <= COMPLETE_ROWS else max(_DEPTH_LEAST, _DEPTH_PER_MATCH * k)


def _search(
    claims: Sequence[Claim],
    index: Index,
    vectors: NDArray[np.float32],
    k: int,
    counting: Sequence[NDArray[np.bool_]],
) -> Iterator[Scores]:
    """The scores of each claim, deep enough that every rank down to the depth is the true one."""
    depth = _depth(index, k)
    for start in range(0, len(claims), _TOGETHER):
        texts = [query_text(claim) for claim in claims[start : start + _TOGETHER]]
        some = vectors[start : start + _TOGETHER]
        # Twice the depth, because FAISS cuts by single-precision products and the order is settled by exact ones.
        for place, scores in enumerate(index.search(texts, some, 2 * depth)):
            n = 2 * depth
            while n < index.n_rows and not _deep_enough(scores, counting[start + place], n, depth):
                n *= 4
                [scores] = index.search(texts[place : place + 1], some[place : place + 1], n)
            yield scores


def _deep_enough(scores: Scores, counting: NDArray[np.bool_], n: int, depth: int) -> bool:
    """Whether the depth is filled with rows that count; evidence from after the reference date may fill the top."""
    counts = counting[scores.rows]
    by_words = int(scores.by_lexical.sum())
    return bool(
        (counts & scores.by_dense).sum() >= depth and (by_words < n or (counts & scores.by_lexical).sum() >= depth)
    )


def fuse(scores: Scores, ranks: Ranks, depth: int) -> NDArray[np.int64]:
    """Places into the scores, shape (n_found,), best first: by the sum of 1 / (10 + rank) over both rankings.

    ``ranks`` as of ``both_ranks``. A rank below ``depth`` adds nothing, and neither does one by words where no word is
    common. Ties go to the higher similarity, then to the smaller row number.
    """
    by_similarity, by_words = ranks
    fused = np.where(by_similarity <= depth, 1.0 / (_FUSION + by_similarity), 0.0)
    fused += np.where((scores.lexical > 0) & (by_words <= depth), 1.0 / (_FUSION + by_words), 0.0)
    return np.lexsort((scores.rows, -scores.similarity, -fused))


def both_ranks(scores: Scores, counting: NDArray[np.bool_]) -> Ranks:
    """The ranks from 1 by meaning and by words of all that was found, each of shape (n_found,).

    ``counting`` has shape (n_rows,). A rank by words says something only where the lexical score is above zero.
    """
    counts = counting[scores.rows]
    by_similarity = _ranks(np.lexsort((scores.rows, -scores.similarity)), counts)
    by_words = _ranks(np.lexsort((scores.rows, -scores.similarity, -scores.lexical)), counts)
    return by_similarity, by_words


def _ranks(order: NDArray[np.int64], counts: NDArray[np.bool_]) -> NDArray[np.int64]:
    """One plus the number of better rows that count: what does not count ranks, but pushes nobody down."""
    sorted_counts = counts[order].astype(np.int64)
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = 1 + np.cumsum(sorted_counts) - sorted_counts
    return ranks


def _matches(
    index: Index, scores: Scores, counting: NDArray[np.bool_], k: int, terms: tuple[dt.date, frozenset[str]]
) -> tuple[Match, ...]:
    matches: list[Match] = []
    ranks = both_ranks(scores, counting)
    nearest = _nearest(counting[scores.rows], ranks, k // 2)
    n_counting = n_other = 0
    for place in fuse(scores, ranks, _depth(index, k)):
        counts = bool(counting[scores.rows[place]])
        if counts and place not in nearest and n_counting + len(nearest) == k:
            continue  # all that is left is for the nearest
        nearest.discard(place)
        if counts or n_other < k:
            row = index.rows[scores.rows[place]]
            matches.append(_match(row, len(matches) + 1, float(scores.similarity[place]), *terms))
        n_counting += counts
        n_other += not counts
        if n_counting == k:
            break
    return tuple(matches)


def _nearest(counts: NDArray[np.bool_], ranks: Ranks, number: int) -> set[int]:
    """The places of so many rows that count and are nearest in meaning.

    Half of the matches are these, whatever the words say: lexical scores change with every snippet that is added, and
    the verdict must not. With k = 8 they are the four that are read two at a time.
    """
    by_similarity, _ = ranks
    return {int(place) for place in np.flatnonzero(counts & (by_similarity <= number))}


def _match(row: Row, rank: int, similarity: float, date: dt.date, languages: frozenset[str]) -> Match:
    """The row as a match: of its snippets the one that counts, then the most reliable, the earliest, the smallest id.

    So a text that a source repeats weighs no less than it does without that source.
    """

    def preference(snippet: Snippet) -> tuple[bool, float, dt.date, str]:
        idle = standing(snippet, date, languages) is not Standing.COUNTS
        return idle, -snippet.reliability, _published(snippet), snippet.id

    chosen = min(row.snippets, key=preference)
    others = tuple(snippet.id for snippet in row.snippets if snippet is not chosen)
    return Match(chosen, rank, similarity, standing(chosen, date, languages), others)


def _published(snippet: Snippet) -> dt.date:
    published = snippet.source.published if snippet.source else None
    return published or dt.date.max
