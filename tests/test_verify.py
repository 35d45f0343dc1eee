"""The verify stage: what is scored, in which windows, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.cache import Cache
from factcheck.datatypes import Claim, Match, Readings, Snippet, Source, Stance, StanceProbs, Standing
from factcheck.errors import ModelError, PairTooLongError
from factcheck.verify import SETTLES, combine, joint_text, verify
from factcheck.windows import WINDOW_WORDS, windows_of
from tests.fakes import TableVerifier

SUPPORTS, CONTRADICTS, NEUTRAL = (
    StanceProbs(0.9, 0.05, 0.05),
    StanceProbs(0.05, 0.9, 0.05),
    StanceProbs(0.02, 0.03, 0.95),
)
CLAIM = Claim("c", "The tower is 330 metres tall.")


def match(text: str, rank: int = 1) -> Match:
    return Match(Snippet(f"s{rank}", text), rank, 0.5)


def test_assessments_come_back_in_the_order_of_claims_and_matches() -> None:
    other = Claim("d", "The tower is in Lyon.")
    verifier = TableVerifier({("A.", CLAIM.text): SUPPORTS, ("B.", other.text): CONTRADICTS})
    rows, _ = verify([CLAIM, other], [[match("A."), match("B.", 2)], [match("B.")]], verifier, Cache.in_memory())
    assert [[a.stance for a in row] for row in (r.single for r in rows)] == [
        [Stance.SUPPORTS, Stance.NEUTRAL],
        [Stance.CONTRADICTS],
    ]


def test_a_pair_that_occurs_twice_is_scored_once() -> None:
    verifier = TableVerifier({})
    twin = Claim("twin", CLAIM.text)
    _, count = verify([CLAIM, twin], [[match("A.")], [match("A.")]], verifier, Cache.in_memory())
    assert (count.needed, count.scored, verifier.n_pairs) == (1, 1, 1)


def test_a_second_run_scores_nothing_and_says_the_same() -> None:
    cache, verifier = Cache.in_memory(), TableVerifier({("A.", CLAIM.text): SUPPORTS})
    first, _ = verify([CLAIM], [[match("A.")]], verifier, cache)
    second, count = verify([CLAIM], [[match("A.")]], verifier, cache)
    assert (count.needed, count.scored, verifier.n_pairs) == (1, 0, 1)
    assert second == first


def test_another_verifier_does_not_use_the_first_ones_assessments() -> None:
    cache = Cache.in_memory()
    verify([CLAIM], [[match("A.")]], TableVerifier({}, model_id="one"), cache)
    other = TableVerifier({("A.", CLAIM.text): CONTRADICTS}, model_id="two")
    rows, _ = verify([CLAIM], [[match("A.")]], other, cache)
    assert rows[0].single[0].stance is Stance.CONTRADICTS


def test_the_context_of_a_claim_is_read_with_it() -> None:
    verifier = TableVerifier({("A.", "The tower stands in Paris. It is 330 metres tall."): SUPPORTS})
    claim = Claim("c", "It is 330 metres tall.", context="The tower stands in Paris.")
    rows, _ = verify([claim], [[match("A.")]], verifier, Cache.in_memory())
    assert rows[0].single[0].stance is Stance.SUPPORTS


def test_a_long_snippet_is_read_to_its_last_sentence() -> None:
    filler = " ".join(f"Sentence number {n} says nothing of the tower." for n in range(60))
    text = f"{filler} The tower is 330 metres tall."
    last = windows_of(text)[-1]
    verifier = TableVerifier({(last, CLAIM.text): SUPPORTS})
    rows, _ = verify([CLAIM], [[match(text)]], verifier, Cache.in_memory())
    assert last.endswith("330 metres tall.")
    assert rows[0].single[0].stance is Stance.SUPPORTS
    assert rows[0].single[0].windows == len(windows_of(text)) > 1


def joint_texts(readings: Readings) -> list[str]:
    return [joint_text([match.snippet for match in joint.matches]) for joint in readings.joint]


def test_the_best_four_that_count_are_read_two_at_a_time_in_rank_order() -> None:
    late = replace(match("Late.", 2), standing=Standing.LATER)
    row = [match("A.", 1), late, match("B.", 3), match("C.", 4), match("D.", 5), match("E.", 6)]
    verifier = TableVerifier({("A. C.", CLAIM.text): CONTRADICTS})
    rows, count = verify([CLAIM], [row], verifier, Cache.in_memory())
    assert joint_texts(rows[0]) == ["A. B.", "A. C.", "A. D.", "B. C.", "B. D.", "C. D."]
    assert [a.stance for a in rows[0].joint] == [Stance.NEUTRAL, Stance.CONTRADICTS, *[Stance.NEUTRAL] * 4]
    assert count.scored == 6 + 6


def test_a_claim_that_one_snippet_settles_is_read_no_further() -> None:
    row = [match("A.", 1), match("B.", 2), match("C.", 3)]
    sure, refuted = StanceProbs(SETTLES, 0.01, 0.03), StanceProbs(0.01, SETTLES, 0.03)
    for probs, n_joint in ((sure, 0), (refuted, 0), (StanceProbs(SETTLES - 0.001, 0.01, 0.031), 3)):
        rows, count = verify([CLAIM], [row], TableVerifier({("B.", CLAIM.text): probs}), Cache.in_memory())
        assert (len(rows[0].joint), count.scored) == (n_joint, 3 + n_joint)


def test_a_snippet_settles_nothing_that_may_not_decide_or_is_of_little_trust() -> None:
    sure = TableVerifier({("B.", CLAIM.text): StanceProbs(0.99, 0.005, 0.005)})
    late = replace(match("B.", 2), standing=Standing.LATER)
    doubted = Match(Snippet("B.", "B.", Source("b", reliability=0.9)), 2, 0.5)
    for second in (late, doubted):
        rows, _ = verify([CLAIM], [[match("A."), second, match("C.", 3)]], sure, Cache.in_memory())
        assert rows[0].joint


def test_two_snippets_that_do_not_fit_one_window_are_not_read_together() -> None:
    long, short = " ".join(["word"] * (WINDOW_WORDS - 1)), "Two words."
    rows, _ = verify([CLAIM], [[match(long), match(short, 2), match("One.", 3)]], TableVerifier({}), Cache.in_memory())
    assert joint_texts(rows[0]) == [f"{long} One.", f"{short} One."]


DISPUTE = StanceProbs(0.05, 0.8, 0.15)


def test_the_strongest_of_both_sides_are_read_against_each_other_in_either_order() -> None:
    table = {("A.", CLAIM.text): SUPPORTS, ("B.", CLAIM.text): CONTRADICTS, ("C.", CLAIM.text): NEUTRAL}
    for found in (("A.", "B."), ("B.", "A.")):
        verifier = TableVerifier({**table, found: DISPUTE})
        rows, _ = verify([CLAIM], [[match("A."), match("B.", 2), match("C.", 3)]], verifier, Cache.in_memory())
        assert rows[0].dispute == 0.8
        assert {("A.", "B."), ("B.", "A.")} <= set(verifier.pairs)
        assert not {("A.", "C."), ("C.", "B.")} & set(verifier.pairs)


@pytest.mark.parametrize("other", [NEUTRAL, SUPPORTS, StanceProbs(0.05, 0.19, 0.76)])
def test_where_one_side_is_missing_or_weak_nothing_is_read_against_anything(other: StanceProbs) -> None:
    verifier = TableVerifier({("A.", CLAIM.text): SUPPORTS, ("B.", CLAIM.text): other})
    rows, _ = verify([CLAIM], [[match("A."), match("B.", 2)]], verifier, Cache.in_memory())
    assert rows[0].dispute is None
    assert {claim for _, claim in verifier.pairs} == {CLAIM.text}


def test_a_snippet_that_may_not_decide_is_not_read_against_another() -> None:
    verifier = TableVerifier({("A.", CLAIM.text): SUPPORTS, ("B.", CLAIM.text): CONTRADICTS})
    late = replace(match("B.", 2), standing=Standing.LATER)
    rows, _ = verify([CLAIM], [[match("A."), late]], verifier, Cache.in_memory())
    assert rows[0].dispute is None


def test_sides_are_read_against_each_other_where_each_fits_one_window() -> None:
    for count, read in ((WINDOW_WORDS, True), (WINDOW_WORDS + 1, False)):
        long, text = " ".join(["word"] * count), " ".join(["term"] * WINDOW_WORDS)
        windows = dict.fromkeys(((window, CLAIM.text) for window in windows_of(long)), SUPPORTS)
        verifier = TableVerifier({**windows, (text, CLAIM.text): CONTRADICTS})
        rows, _ = verify([CLAIM], [[match(long), match(text, 2)]], verifier, Cache.in_memory())
        assert (rows[0].dispute is not None) is read


def test_sides_that_the_verifier_refuses_as_too_long_stay_unread_and_the_rest_is_read() -> None:
    class Short(TableVerifier):
        def predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
            for _, claim in pairs:
                if claim == "B.":
                    raise PairTooLongError("B. is too long", claim)
            return super().predict(pairs)

    other = Claim("d", "The tower is in Lyon.")
    table = {(text, claim.text): p for claim in (CLAIM, other) for text, p in (("A.", SUPPORTS), ("C.", CONTRADICTS))}
    verifier = Short({**table, ("B.", CLAIM.text): StanceProbs(0.02, 0.95, 0.03), ("A.", "C."): DISPUTE})
    of_first, of_second = [match("A."), match("B.", 2)], [match("A."), match("C.", 3)]
    rows, _ = verify([CLAIM, other], [of_first, of_second], verifier, Cache.in_memory())
    assert [row.dispute for row in rows] == [None, 0.8]


def test_a_text_that_fits_is_one_window_unchanged() -> None:
    assert windows_of("One. Two  three.") == ["One. Two  three."]


def test_windows_overlap_by_one_sentence() -> None:
    assert windows_of("A b c. D e f. G h i.", max_words=6) == ["A b c. D e f.", "D e f. G h i."]


def test_a_quotation_that_a_window_ends_with_is_closed() -> None:
    text = 'He said: "It is shut." (So it is.) Then he left.'
    assert windows_of(text, max_words=5) == ['He said: "It is shut."', "(So it is.)", "Then he left."]


@given(
    st.lists(
        st.sampled_from(["Alpha.", "beta", "Gamma!", "delta?", "(Epsilon.)", '"Zeta."', "3.5"]),
        min_size=1,
        max_size=200,
    )
)
def test_no_word_is_lost_and_no_window_is_too_long(words: list[str]) -> None:
    windows = windows_of(" ".join(words), max_words=20)
    assert {word for window in windows for word in window.split()} == set(words)
    assert all(len(window.split()) <= 20 for window in windows)
    assert sum(len(window.split()) for window in windows) >= len(words)


def test_one_irrelevant_window_does_not_hide_the_deciding_one() -> None:
    assert combine([NEUTRAL, CONTRADICTS, NEUTRAL]) == CONTRADICTS


def test_windows_that_disagree_strongly_are_averaged_so_that_both_show() -> None:
    both = combine([SUPPORTS, CONTRADICTS])
    assert both.supports == both.contradicts == pytest.approx(0.475)
    assert both.stance is Stance.NEUTRAL


def test_windows_that_lean_equally_far_to_both_sides_are_averaged_in_either_order() -> None:
    one, other = StanceProbs(0.4, 0.1, 0.5), StanceProbs(0.1, 0.4, 0.5)
    for windows in ([one, NEUTRAL, other], [other, NEUTRAL, one]):
        both = combine(windows)
        assert (both.supports, both.contradicts, both.neutral) == pytest.approx((0.25, 0.25, 0.5))


def test_quantities_are_compared_in_the_language_of_each_side() -> None:
    snippet = Snippet("s", "Der Turm in Tham hat 1.200 Zimmer.", lang="de")
    claim = Claim("c", "The tower in Tham has more than 1,000 rooms.", lang="en")
    verifier = TableVerifier({(snippet.text, claim.text): StanceProbs(0.4, 0.4, 0.2)})
    rows, _ = verify([claim], [[Match(snippet, 1, 0.5)]], verifier, Cache.in_memory())
    assert [a.line for a in rows[0].single[0].arithmetic] == ["1.200 > 1,000 (more than 1,000)"]


NAN = float("nan")


@pytest.mark.parametrize("wrong", [StanceProbs(NAN, NAN, NAN), StanceProbs(5.0, 1.0, -5.0), StanceProbs(0.1, 0.1, 0.1)])
def test_what_are_no_probabilities_is_refused_and_not_cached(wrong: StanceProbs) -> None:
    cache = Cache.in_memory()
    verifier = TableVerifier({("B.", CLAIM.text): wrong})
    with pytest.raises(ModelError, match=r"fake/table@1 does not give three probabilities that sum to 1"):
        verify([CLAIM], [[match("A."), match("B.", 2)]], verifier, cache)
    assert cache.assessments("fake/table@1|float32", [("A.", CLAIM.text), ("B.", CLAIM.text)]) == {}


def test_a_verifier_that_answers_too_little_is_refused() -> None:
    class Silent(TableVerifier):
        def predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
            return super().predict(pairs)[1:]

    with pytest.raises(ModelError, match=r"\(2 pairs, 1 results\)"):
        verify([CLAIM], [[match("A."), match("B.", 2)]], Silent(), Cache.in_memory())
