"""The retrieve stage."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.cache import Cache, encode_cached
from factcheck.datatypes import Claim, Match, Snippet, Source, Standing
from factcheck.index import Index, Scores, build_index
from factcheck.index.index import COMPLETE_ROWS
from factcheck.retrieve import both_ranks, fuse, query_text, retrieve, standing
from tests.fakes import KeywordEmbedder

TODAY = dt.date(2025, 9, 12)

WORDS = ["alpha", "beta", "gamma", "delta", "chips", "P800", "15", "not", "the"]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
bodies = st.lists(texts, min_size=1, max_size=12)


def snippet(id: str, text: str, published: dt.date | None = None, valid_until: dt.date | None = None) -> Snippet:
    source = Source("s", published=published) if published else None
    return Snippet(id, text, source, valid_until=valid_until)


def snippets_of(body: Sequence[str]) -> list[Snippet]:
    return [snippet(f"s{number:02}", text) for number, text in enumerate(body)]


def find(
    claims: Sequence[Claim | str],
    evidence: Sequence[Snippet],
    k: int = 8,
    embedder: KeywordEmbedder | None = None,
    date: dt.date = TODAY,
) -> list[tuple[Match, ...]]:
    embedder, cache = embedder or KeywordEmbedder(), Cache.in_memory()
    asked = [Claim("c", claim) if isinstance(claim, str) else claim for claim in claims]
    index = build_index(evidence, embedder, cache)
    vectors = encode_cached(embedder, cache, [query_text(claim) for claim in asked])
    return retrieve(asked, index, vectors, k, [date] * len(asked))


def ids(matches: Sequence[Match]) -> list[str]:
    return [match.snippet.id for match in matches]


def seen(found: Sequence[Sequence[Match]]) -> list[list[tuple[str, int, float, Standing]]]:
    return [[(m.snippet.text, m.rank, m.similarity, m.standing) for m in matches] for matches in found]


# --- order -----------------------------------------------------------------------------------------------------------


def test_matches_come_best_first_with_ranks_from_one_and_exact_cosines() -> None:
    evidence = [snippet("none", "delta epsilon"), snippet("all", "alpha beta"), snippet("half", "alpha gamma")]
    [matches] = find(["alpha beta"], evidence)
    assert ids(matches) == ["all", "half", "none"]
    assert [match.rank for match in matches] == [1, 2, 3]
    # (1, 1) . (1, 1) / 2 = 1, (1, 1, 0) . (1, 0, 1) / 2 = 1/2, and no word in common.
    assert [match.similarity for match in matches] == pytest.approx([1.0, 0.5, 0.0], abs=1e-6)


def test_results_are_in_the_order_of_the_claims() -> None:
    evidence = [snippet("a", "alpha"), snippet("b", "beta")]
    found = find(["beta", "alpha", "beta"], evidence, k=1)
    assert [ids(matches) for matches in found] == [["b"], ["a"], ["b"]]


def test_more_claims_than_are_searched_together_stay_in_order() -> None:
    evidence = [snippet("a", "alpha"), snippet("b", "beta")]
    found = find(["alpha", "beta"] * 100, evidence, k=1)
    assert [ids(matches) for matches in found] == [["a"], ["b"]] * 100


def test_words_find_a_name_that_the_embedder_is_blind_to() -> None:
    evidence = [snippet(f"s{number}", f"alpha beta {number}") for number in range(20)]
    evidence.append(snippet("name", "Kunlun P800 was launched"))
    embedder = KeywordEmbedder(blind=["p800"])
    # Blind, every cosine is 0. The one row found by words has at least 1/61 + 1/81, any other 1/61 at most.
    [matches] = find(["P800?"], evidence, k=1, embedder=embedder)
    assert ids(matches) == ["name"]
    assert matches[0].similarity == 0.0


class Synonyms(KeywordEmbedder):
    """Knows that an automobile is a car."""

    def encode(self, texts: Sequence[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        return super().encode([text.replace("automobile", "car") for text in texts])


def test_half_of_the_matches_are_the_nearest_in_meaning_whatever_the_words_say() -> None:
    evidence = [snippet("car", "car"), *(snippet(name, f"alpha beta {name}") for name in ("one", "two", "six"))]
    embedder = Synonyms(blind=["alpha", "beta", "one", "two", "six"])
    # Only the car is near, and it shares no word: 1/11. The others have at least 1/14 + 1/13.
    found = [ids(find(["automobile alpha beta one"], evidence, k, embedder)[0]) for k in (1, 2, 3)]
    assert found[:2] == [["one"], ["one", "car"]]
    assert (found[2][0], found[2][2]) == ("one", "car")


def test_the_embedder_finds_what_shares_no_word() -> None:
    evidence = [snippet("boat", "boat"), snippet("car", "car"), snippet("plane", "plane")]
    [matches] = find(["automobile"], evidence, k=1, embedder=Synonyms())
    assert ids(matches) == ["car"]


def scores_of(similarity: Sequence[float], lexical: Sequence[float]) -> Scores:
    n = len(similarity)
    yes = np.ones(n, dtype=np.bool_)
    return Scores(np.arange(n), np.array(similarity), np.array(lexical, dtype=np.float32), yes, yes)


def test_reciprocal_ranks_are_summed_with_constant_60() -> None:
    # By meaning the rows rank 1 2 3 4, by words - 2 1 -. The sums are 1/61 = 0.01639, 1/62 + 1/62 = 0.032258,
    # 1/63 + 1/61 = 0.032266 and 1/64 = 0.01563.
    scores = scores_of([0.9, 0.8, 0.1, 0.05], [0.0, 1.0, 5.0, 0.0])
    assert fuse(scores, both_ranks(scores, np.array([True] * 4)), depth=4).tolist() == [2, 1, 0, 3]


def test_a_row_that_does_not_count_pushes_no_other_down() -> None:
    # Row 2 does not count, so row 1 leads by words: 1/62 + 1/61 = 0.03252, before the 0.032266 of row 2.
    scores = scores_of([0.9, 0.8, 0.1, 0.05], [0.0, 1.0, 5.0, 0.0])
    assert fuse(scores, both_ranks(scores, np.array([True, True, False, True])), depth=4).tolist() == [1, 2, 0, 3]


def test_ranks_below_the_depth_add_nothing() -> None:
    # With depth 1 only the first of each ranking is left: row 0 by meaning and row 2 by words, both 1/61.
    scores = scores_of([0.9, 0.8, 0.1, 0.05], [0.0, 1.0, 5.0, 0.0])
    assert fuse(scores, both_ranks(scores, np.array([True] * 4)), depth=1).tolist() == [0, 2, 1, 3]


def test_equal_sums_go_to_the_higher_similarity() -> None:
    # Ranks 2 and 1 against 1 and 2: the same sum.
    scores = scores_of([0.3, 0.4], [2.0, 1.0])
    assert fuse(scores, both_ranks(scores, np.array([True, True])), depth=2).tolist() == [1, 0]


def test_equal_rows_in_both_rankings_are_ordered_by_hash_and_not_by_input() -> None:
    evidence = [snippet("x", "gamma one"), snippet("y", "gamma two"), snippet("z", "gamma six")]
    [first] = find(["gamma"], evidence)
    [second] = find(["gamma"], evidence[::-1])
    index = build_index(evidence, KeywordEmbedder(), Cache.in_memory())
    assert [m.snippet.text for m in first] == [row.text for row in index.rows]
    assert ids(first) == ids(second)


def test_the_context_of_a_claim_is_searched_too() -> None:
    evidence = [snippet("it", "it grew"), snippet("zhenwu", "Zhenwu sales grew")]
    [matches] = find([Claim("c", "It grew.", context="Zhenwu sales")], evidence, k=1)
    assert query_text(Claim("c", "It grew.", context="Zhenwu sales")) == "It grew.\nZhenwu sales"
    assert ids(matches) == ["zhenwu"]


def test_no_more_than_k_matches_count() -> None:
    evidence = snippets_of(["alpha one", "alpha two", "alpha three", "alpha four"])
    assert [len(find(["alpha"], evidence, k=k)[0]) for k in (1, 3, 4, 5)] == [1, 3, 4, 4]


def test_without_evidence_every_claim_has_no_match() -> None:
    index = build_index([], KeywordEmbedder(), Cache.in_memory())
    vectors = KeywordEmbedder().encode(["a", "b"])
    assert retrieve([Claim("1", "a"), Claim("2", "b")], index, vectors, 8, [TODAY, TODAY]) == [(), ()]


def test_without_claims_there_are_no_matches() -> None:
    index = build_index([snippet("a", "alpha")], KeywordEmbedder(), Cache.in_memory())
    assert retrieve([], index, np.empty((0, 0), dtype=np.float32), 8, []) == []


def test_a_claim_without_any_word_is_ranked_by_meaning_alone() -> None:
    [matches] = find(["!!!"], [snippet("a", "alpha"), snippet("b", "???")])
    assert len(matches) == 2


def test_evidence_without_any_word_can_be_searched() -> None:
    [matches] = find(["alpha"], [snippet("a", "!!!")])
    assert ids(matches) == ["a"]


@pytest.mark.parametrize("k", [0, -1])
def test_a_k_below_one_is_refused(k: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        find(["alpha"], [snippet("a", "alpha")], k=k)


# --- what must not matter --------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(bodies, texts, st.integers(1, 5), st.randoms(use_true_random=False))
def test_shuffling_the_evidence_changes_no_match(body: list[str], claim: str, k: int, rng: random.Random) -> None:
    evidence = snippets_of(body)
    shuffled = rng.sample(evidence, len(evidence))
    assert find([claim], shuffled, k) == find([claim], evidence, k)


@settings(max_examples=60, deadline=None)
@given(bodies, texts, st.integers(1, 5), st.data())
def test_duplicating_a_snippet_changes_neither_texts_nor_ranks(
    body: list[str], claim: str, k: int, data: st.DataObject
) -> None:
    evidence = snippets_of(body)
    chosen = data.draw(st.sampled_from(evidence))
    twin = dataclasses.replace(chosen, id=data.draw(st.sampled_from(["a", "zzz"])))
    assert seen(find([claim], [*evidence, twin], k)) == seen(find([claim], evidence, k))


@settings(max_examples=40, deadline=None)
@given(bodies, texts, st.integers(1, 5), st.integers(1, 5))
def test_evidence_with_no_common_word_displaces_nothing(body: list[str], claim: str, k: int, n: int) -> None:
    related = [f"{text} {claim}" for text in body]
    irrelevant = [snippet(f"z{number}", f"zeta{number} eta theta") for number in range(n)]
    [matches] = find([claim], [*snippets_of(related), *irrelevant], k)
    # Those alone are fewer than the texts where some say the same.
    expected = len(find([claim], snippets_of(related), k)[0])
    assert [m for m in matches[:expected] if m.snippet.id.startswith("z")] == []


@settings(max_examples=40, deadline=None)
@given(bodies, texts, st.integers(1, 5))
def test_claims_checked_together_match_as_each_would_alone(body: list[str], claim: str, k: int) -> None:
    others = ["alpha beta", "gamma P800 15", "not the delta"]
    assert find([*others, claim], snippets_of(body), k)[-1] == find([claim], snippets_of(body), k)[0]


# --- duplicates ------------------------------------------------------------------------------------------------------


def test_of_equal_texts_the_earliest_published_is_shown_and_the_others_are_named() -> None:
    evidence = [
        snippet("undated", "Alpha beta."),
        snippet("late", "alpha beta", dt.date(2025, 3, 1)),
        snippet("early", "“Alpha beta”", dt.date(2025, 1, 1)),
    ]
    [[match]] = find(["alpha"], evidence)
    assert (match.snippet.id, match.duplicates) == ("early", ("late", "undated"))


def test_of_equal_texts_with_equal_dates_the_smallest_id_is_shown() -> None:
    [[match]] = find(["alpha"], [snippet("b", "alpha"), snippet("a", "alpha"), snippet("c", "alpha")])
    assert (match.snippet.id, match.duplicates) == ("a", ("b", "c"))


def test_of_equal_texts_the_one_that_counts_is_shown_though_another_was_published_earlier() -> None:
    expired = snippet("expired", "alpha", dt.date(2020, 1, 1), valid_until=dt.date(2021, 1, 1))
    [[match]] = find(["alpha"], [expired, snippet("valid", "alpha", dt.date(2025, 1, 1))])
    assert (match.snippet.id, match.standing, match.duplicates) == ("valid", Standing.COUNTS, ("expired",))


# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("published", "valid_until", "expected"),
    [
        (None, None, Standing.COUNTS),
        (TODAY, None, Standing.COUNTS),
        (TODAY + dt.timedelta(1), None, Standing.LATER),
        (None, TODAY, Standing.COUNTS),
        (None, TODAY - dt.timedelta(1), Standing.EXPIRED),
        (TODAY - dt.timedelta(9), TODAY + dt.timedelta(9), Standing.COUNTS),
    ],
)
def test_evidence_counts_from_its_publication_to_its_last_valid_day(
    published: dt.date | None, valid_until: dt.date | None, expected: Standing
) -> None:
    assert standing(snippet("s", "alpha", published, valid_until), TODAY) is expected


def test_a_source_without_a_date_counts() -> None:
    assert standing(Snippet("s", "alpha", Source("undated")), TODAY) is Standing.COUNTS


def test_evidence_that_does_not_count_is_marked_and_takes_nothing_from_k() -> None:
    evidence = [
        snippet("later", "alpha beta", TODAY + dt.timedelta(1)),
        snippet("half", "alpha gamma"),
        snippet("less", "alpha gamma delta"),
        snippet("none", "epsilon"),
    ]
    [matches] = find(["alpha beta"], evidence, k=2)
    assert [(m.snippet.id, m.rank, m.standing) for m in matches] == [
        ("later", 1, Standing.LATER),
        ("half", 2, Standing.COUNTS),
        ("less", 3, Standing.COUNTS),
    ]


def test_at_most_k_matches_that_do_not_count_are_kept() -> None:
    evidence = [snippet(f"later{number}", f"alpha beta {number}", dt.date(2026, 1, 1)) for number in range(5)]
    [matches] = find(["alpha beta"], [*evidence, snippet("old", "alpha")], k=2)
    assert [match.standing for match in matches] == [Standing.LATER, Standing.LATER, Standing.COUNTS]
    assert [match.rank for match in matches] == [1, 2, 3]


def test_each_claim_has_its_own_reference_date() -> None:
    embedder, cache = KeywordEmbedder(), Cache.in_memory()
    index = build_index([snippet("s", "alpha", TODAY)], embedder, cache)
    claims = [Claim("1", "alpha"), Claim("2", "alpha")]
    dates = [TODAY - dt.timedelta(1), TODAY]
    found = retrieve(claims, index, embedder.encode(["alpha", "alpha"]), 8, dates)
    assert [matches[0].standing for matches in found] == [Standing.LATER, Standing.COUNTS]


def test_claims_of_many_days_are_each_judged_by_their_own_day() -> None:
    evidence = [snippet("late", "alpha beta", dt.date(2025, 1, 20)), snippet("early", "alpha", dt.date(2020, 1, 1))]
    embedder, cache = KeywordEmbedder(), Cache.in_memory()
    index = build_index(evidence, embedder, cache)
    days = [dt.date(2025, 1, 1) + dt.timedelta(days=number % 100) for number in range(250)]
    vectors = encode_cached(embedder, cache, ["alpha beta"])
    for day in days:
        [matches] = retrieve([Claim("c", "alpha beta")], index, vectors, 2, [day])
        late = next(match.standing for match in matches if match.snippet.id == "late")
        assert late is (Standing.LATER if day < dt.date(2025, 1, 20) else Standing.COUNTS)
    assert len(index.counted) <= 64


# --- large indexes ---------------------------------------------------------------------------------------------------


def large(n: int, dates: Sequence[dt.date | None] = (None,)) -> list[Snippet]:
    rng = random.Random(7)
    vocabulary = [f"w{number}" for number in range(400)]
    return [
        snippet(f"s{number:05}", " ".join(rng.choices(vocabulary, k=8)) + f" n{number}", dates[number % len(dates)])
        for number in range(n)
    ]


@pytest.fixture(scope="module")
def large_index() -> tuple[Index, KeywordEmbedder, Cache]:
    embedder, cache = KeywordEmbedder(dim=512), Cache.in_memory()
    return (
        build_index(large(6000, [dt.date(2020, 1, 1), *[dt.date(2026, 1, 1)] * 199]), embedder, cache),
        embedder,
        cache,
    )


def test_in_a_large_index_the_best_by_meaning_and_by_words_are_found(
    large_index: tuple[Index, KeywordEmbedder, Cache],
) -> None:
    index, embedder, cache = large_index
    assert index.n_rows > COMPLETE_ROWS
    texts = [index.rows[number].text for number in (17, 4321)]
    vectors = encode_cached(embedder, cache, texts)
    found = retrieve([Claim("c", text) for text in texts], index, vectors, 3, [dt.date(2027, 1, 1)] * 2)
    assert [matches[0].snippet.text for matches in found] == texts
    assert [len(matches) for matches in found] == [3, 3]


def test_in_a_large_index_late_evidence_does_not_crowd_out_what_counts(
    large_index: tuple[Index, KeywordEmbedder, Cache],
) -> None:
    index, embedder, cache = large_index
    vectors = encode_cached(embedder, cache, ["w1 w2 w3"])
    [matches] = retrieve([Claim("c", "w1 w2 w3")], index, vectors, 8, [TODAY])
    # One in 200 was published in time: 30 of 6,000, which the first search of the best 100 cannot hold.
    assert [match.standing for match in matches].count(Standing.COUNTS) == 8
    assert [match.standing for match in matches].count(Standing.LATER) <= 8


def test_a_large_index_gives_each_claim_the_same_alone_and_among_others(
    large_index: tuple[Index, KeywordEmbedder, Cache],
) -> None:
    index, embedder, cache = large_index
    claims = [Claim(str(number), f"w{number} w{number + 1} w{number + 2}") for number in range(15)]
    vectors = encode_cached(embedder, cache, [claim.text for claim in claims])
    together = retrieve(claims, index, vectors, 4, [TODAY] * 15)
    alone = [retrieve([c], index, vectors[i : i + 1], 4, [TODAY])[0] for i, c in enumerate(claims)]
    assert together == alone
