"""How much work a check does, counted and not timed: texts embedded, pairs read, models asked at all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from benchmarks.material import YEARS, claims, snippet
from factcheck import FactChecker
from factcheck.datatypes import Snippet
from tests.fakes import KeywordEmbedder, TableVerifier

N_CLAIMS, N_SNIPPETS, K = 100, 50, 8
PAIRS_A_CLAIM = K + 6
"""The eight matches, each alone, and the best four of them two at a time: 4 · 3 / 2."""

TODAY = dt.date(2026, 3, 15)
EVIDENCE = [snippet(number * YEARS) for number in range(N_SNIPPETS)]
"""One year of each matter, so that what is new moves the ranks of few."""

CLAIMS = claims(N_CLAIMS, N_SNIPPETS * YEARS)


class Work:
    """A check with fakes of its own on a store, and what it asked of them."""

    def __init__(self, store: Path, evidence: list[Snippet], n_claims: int = N_CLAIMS) -> None:
        self.embedder, self.verifier = KeywordEmbedder(), TableVerifier(languages=("en",))
        made = FactChecker(evidence, embedder=self.embedder, verifier=self.verifier, k=K, store=store, today=TODAY)
        self.report = made.check([*CLAIMS[:n_claims]])
        self.told = (made.pairs_needed, made.pairs_scored)

    @property
    def counts(self) -> tuple[int, int]:
        """Texts embedded and pairs read."""
        return self.embedder.n_encoded, self.verifier.n_pairs

    @property
    def models(self) -> int:
        """How many models were asked for anything: a lazy one is loaded by that."""
        return sum(model.calls > 0 for model in (self.embedder, self.verifier))


@pytest.fixture
def first(tmp_path: Path) -> Work:
    return Work(tmp_path, EVIDENCE)


def test_a_first_check_embeds_each_text_once_and_reads_each_pair_once(first: Work) -> None:
    assert first.counts == (N_SNIPPETS + N_CLAIMS, PAIRS_A_CLAIM * N_CLAIMS)
    assert first.told == (1400, 1400)
    assert len(set(first.verifier.pairs)) == len(first.verifier.pairs)
    assert first.models == 2


def test_the_same_check_again_asks_no_model_for_anything(first: Work, tmp_path: Path) -> None:
    again = Work(tmp_path, EVIDENCE)
    assert (again.counts, again.models, again.told) == ((0, 0), 0, (1400, 0))
    assert again.report.verdicts == first.report.verdicts


def test_the_evidence_in_another_order_asks_no_model_for_anything(first: Work, tmp_path: Path) -> None:
    assert Work(tmp_path, EVIDENCE[::-1]).models == 0


def test_a_new_claim_costs_its_own_text_and_its_own_pairs(tmp_path: Path) -> None:
    Work(tmp_path, EVIDENCE, N_CLAIMS - 1)
    assert Work(tmp_path, EVIDENCE).counts == (1, PAIRS_A_CLAIM)


def test_a_snippet_that_no_claim_matches_costs_one_embedding_and_no_pair(first: Work, tmp_path: Path) -> None:
    foreign = Snippet("foreign", "Zebras graze.", lang="en")
    assert Work(tmp_path, [*EVIDENCE, foreign]).counts == (1, 0)


def test_a_changed_snippet_costs_one_embedding_and_the_pairs_that_it_is_in(first: Work, tmp_path: Path) -> None:
    old = snippet(0)
    changed = Snippet(old.id, old.text.replace("yearly", "annual"), old.source, lang="en")
    work = Work(tmp_path, [changed, *EVIDENCE[1:]])
    with_it = [pair for pair in work.verifier.pairs if changed.text in pair[0]]
    assert work.embedder.encoded == [changed.text]
    assert 0 < len(with_it) < PAIRS_A_CLAIM * N_CLAIMS / 2
    # What it pushed out of a claim's matches, or let in, may be read anew; a fifth allows for that.
    assert len(work.verifier.pairs) <= 1.2 * len(with_it)
