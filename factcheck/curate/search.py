"""What a query finds in the evidence, and why: the ranks of both searches, and the words that are shared."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factcheck.datatypes import Claim, Match
from factcheck.index import Index
from factcheck.index.words import split_words
from factcheck.retrieve import both_ranks, counting_rows, query_text, retrieve

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Found:
    """A match, and why it was found.

    ``by_meaning`` and ``by_words`` are its ranks from 1 in the two searches that were fused, among what counts;
    ``by_words`` is None where no word is shared. ``shared`` are the words of both, case-folded and without plural
    endings, in the order of the query.
    """

    match: Match
    by_meaning: int
    by_words: int | None
    shared: tuple[str, ...]


def search(
    claim: Claim,
    index: Index,
    vector: NDArray[np.float32],
    k: int,
    reference_date: dt.date,
    languages: frozenset[str] = frozenset(),
) -> list[Found]:
    """What ``check`` would read for the claim, best first; see ``retrieve`` for k, the day and the languages.

    ``vector`` has shape (1, dim), the unit vector of ``query_text``.
    """
    [matches] = retrieve([claim], index, vector, k, [reference_date], languages)
    if not matches:
        return []
    # Every row is scored, so that each rank is the true one; it is one query, not a file of claims.
    [scores] = index.search([query_text(claim)], vector, index.n_rows)
    by_meaning, by_words = both_ranks(scores, counting_rows(index.rows, reference_date, languages))
    rows = {snippet.id: row for row, found in enumerate(index.rows) for snippet in found.snippets}
    places = {int(row): place for place, row in enumerate(scores.rows)}
    words = dict.fromkeys(split_words(query_text(claim)))
    found = []
    for match in matches:
        place = places[rows[match.snippet.id]]
        own = set(split_words(match.snippet.text))
        ranked = int(by_words[place]) if scores.lexical[place] > 0 else None
        found.append(Found(match, int(by_meaning[place]), ranked, tuple(word for word in words if word in own)))
    return found
