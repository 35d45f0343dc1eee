"""The deciding words: which are marked, how often they are asked for, and how a report shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from factcheck.cache import Cache
from factcheck.datatypes import Assessment, Claim, Marks, Match, Readings, Snippet, Stance, StanceProbs
from factcheck.highlight import highlight
from factcheck.models.marks import marks_of, words_of
from factcheck.report.wording import pieces
from tests.fakes import TableVerifier

CLAIM = Claim("c", "It is 330 metres tall.", context="The tower stands in Paris.")
FOR, NEUTRAL = StanceProbs(0.9, 0.05, 0.05), StanceProbs(0.02, 0.03, 0.95)


class MarkingVerifier(TableVerifier):
    """Marks the first word of the evidence, and the same five characters in the claim, whatever they are."""

    def __init__(self, claim: tuple[int, int]) -> None:
        super().__init__()
        self.asked: list[tuple[str, str, Stance]] = []
        self._claim = claim

    def mark(self, pairs: Sequence[tuple[str, str]], stances: Sequence[Stance]) -> list[Marks]:
        self.asked += [(*pair, stance) for pair, stance in zip(pairs, stances, strict=True)]
        return [Marks(((0, len(evidence.split()[0])),), (self._claim,)) for evidence, _ in pairs]


def reading(text: str, probs: StanceProbs, windows: int = 1) -> Assessment:
    return Assessment(Match(Snippet(text[:4], text), 1, 0.5), probs, windows)


def test_only_snippets_that_take_a_side_are_marked() -> None:
    rows = Readings((reading("Tall tower.", FOR), reading("No tower.", NEUTRAL), reading("Long text.", FOR, windows=2)))
    verifier = MarkingVerifier((27, 29))
    [marked] = highlight([CLAIM], [rows], verifier, Cache.in_memory())
    assert [a.marks and a.marks.evidence for a in marked.single] == [((0, 4),), None, None]
    assert verifier.asked == [("Tall tower.", "The tower stands in Paris. It is 330 metres tall.", Stance.SUPPORTS)]


def test_marks_of_a_claim_count_from_its_own_first_character_and_leave_its_context_out() -> None:
    rows = Readings((reading("Tall tower.", FOR),))
    [marked] = highlight([CLAIM], [rows], MarkingVerifier((33, 36)), Cache.in_memory())
    assert marked.single[0].marks == Marks(((0, 4),), ((6, 9),))
    assert CLAIM.text[6:9] == "330"
    [context] = highlight([CLAIM], [rows], MarkingVerifier((4, 9)), Cache.in_memory())
    assert context.single[0].marks == Marks(((0, 4),), ())


def test_a_second_run_asks_for_nothing_and_says_the_same() -> None:
    cache, rows = Cache.in_memory(), [Readings((reading("Tall tower.", FOR),))]
    first = highlight([CLAIM], rows, MarkingVerifier((33, 36)), cache)
    again = MarkingVerifier((33, 36))
    assert highlight([CLAIM], rows, again, cache) == first
    assert again.asked == []


class TwoMarkers(TableVerifier):
    """A marker for English pairs, another for all others."""

    def __init__(self) -> None:
        super().__init__(model_id="fake/two@1")
        self.english, self.other = MarkingVerifier((27, 29)), MarkingVerifier((33, 36))
        self.english.model_id, self.other.model_id = "fake/english@1", "fake/other@1"

    def reader(self, claim: str, evidence: frozenset[str]) -> MarkingVerifier:
        return self.english if {claim, *evidence} == {"en"} else self.other


def test_the_marks_of_a_pair_are_those_of_the_verifier_for_its_languages_even_where_the_texts_are_the_same() -> None:
    german = replace(CLAIM, id="g", lang="de")
    rows, verifier, cache = [Readings((reading("Tall tower.", FOR),))] * 2, TwoMarkers(), Cache.in_memory()
    for _ in range(2):  # the second time from the cache
        first, second = highlight([CLAIM, german], rows, verifier, cache)
        assert first.single[0].marks == Marks(((0, 4),), ((0, 2),))
        assert second.single[0].marks == Marks(((0, 4),), ((6, 9),))
        assert (len(verifier.english.asked), len(verifier.other.asked)) == (1, 1)


def test_a_verifier_that_cannot_tell_leaves_all_as_it_was() -> None:
    rows = [Readings((reading("Tall tower.", FOR),))]
    assert highlight([CLAIM], rows, TableVerifier(), Cache.in_memory()) == rows


def test_the_words_with_the_highest_sums_are_marked_and_neighbours_joined() -> None:
    evidence, claim = "The dam is 142 metres high.", "It is 150 metres high."
    # Tokens: "142" in two pieces, "metres", "dam"; in the claim "150". By word: 142 has 0.6, metres 0.3, dam 0.1.
    tokens = [(None, (0, 0)), (0, (11, 13)), (0, (13, 14)), (0, (15, 21)), (0, (4, 7)), (1, (6, 9)), (1, (17, 21))]
    marks = marks_of(evidence, claim, tokens, [9.0, 0.3, 0.3, 0.3, 0.1, 0.5, -0.4])
    assert [evidence[start:end] for start, end in marks.evidence] == ["142 metres"]
    assert [claim[start:end] for start, end in marks.claim] == ["150"]


def test_words_that_tell_nothing_are_never_marked_but_a_negation_is() -> None:
    evidence, claim = "The dam is not of steel.", "It is of steel."
    # "The" and "of" have the highest scores; "not" is next, then "steel".
    tokens = [(0, (0, 3)), (0, (11, 14)), (0, (15, 17)), (0, (18, 23)), (1, (6, 8))]
    marks = marks_of(evidence, claim, tokens, [0.9, 0.5, 0.8, 0.3, 0.7])
    assert [evidence[start:end] for start, end in marks.evidence] == ["not", "steel"]
    assert marks.claim == ()


def test_german_words_that_tell_nothing_are_never_marked_but_a_negation_is() -> None:
    evidence, claim = "Die Brücke ist nicht aus Stahl.", "Der Krieg war kurz. A war."
    tokens = [(0, (0, 3)), (0, (11, 14)), (0, (15, 20)), (0, (25, 30)), (1, (0, 3)), (1, (22, 25))]
    marks = marks_of(evidence, claim, tokens, [0.9, 0.8, 0.5, 0.3, 0.9, 0.2])
    assert [evidence[start:end] for start, end in marks.evidence] == ["nicht", "Stahl"]
    assert [claim[start:end] for start, end in marks.claim] == ["war"]


def test_words_keep_their_inner_signs_and_lose_those_around_them() -> None:
    text = "“Roll-on” costs 1,250.50 € (15%), it isn't."
    assert [text[start:end] for start, end in words_of(text)] == [
        "Roll-on", "costs", "1,250.50", "€", "15%", "it", "isn't",
    ]  # fmt: skip


def test_a_marked_text_in_pieces_is_the_whole_text() -> None:
    assert pieces("The dam is 142 metres high.", [(11, 14), (4, 7)]) == (
        ("The ", False), ("dam", True), (" is ", False), ("142", True), (" metres high.", False),
    )  # fmt: skip
    assert pieces("short", [(2, 99)]) == (("short", False),)
