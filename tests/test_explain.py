"""The sentence that says why, read as a person would."""

from __future__ import annotations

import pytest

from factcheck.datatypes import (
    Arithmetic,
    Assessment,
    JointAssessment,
    Label,
    Match,
    Readings,
    Reason,
    Snippet,
    Source,
    StanceProbs,
    Standing,
)
from factcheck.explain import explain

UNEQUAL = Arithmetic(False, "15 percent ≠ 25 percent")


def said(
    publisher: str,
    supports: float,
    contradicts: float,
    standing: Standing = Standing.COUNTS,
    arithmetic: tuple[Arithmetic, ...] = (),
) -> Assessment:
    snippet = Snippet(publisher.lower(), "text", Source(publisher.lower(), publisher=publisher))
    probs = StanceProbs(supports, contradicts, 1 - supports - contradicts)
    return Assessment(Match(snippet, 1, 0.5, standing), probs, arithmetic=arithmetic)


def test_the_strongest_supporter_is_named_and_the_others_are_counted() -> None:
    told = explain(Readings((said("AFP", 0.6, 0.1), said("Reuters", 0.9, 0.05))), Label.SUPPORTED, None)
    assert told == "Reuters and 1 more snippet support it; nothing read contradicts it."


def test_a_weaker_other_side_is_told() -> None:
    told = explain(Readings((said("Reuters", 0.05, 0.9), said("AFP", 0.5, 0.2))), Label.CONTRADICTED, None)
    assert told == "Reuters contradicts it; AFP more weakly supports it."


def test_numbers_that_disagree_are_named_where_one_snippet_contradicts() -> None:
    equal = Arithmetic(True, "2019 = 2019")
    told = explain(Readings((said("Reuters", 0.05, 0.9, arithmetic=(equal, UNEQUAL)),)), Label.CONTRADICTED, None)
    assert told == "Reuters contradicts it: 15 percent ≠ 25 percent; nothing read supports it."


def test_the_numbers_of_one_snippet_are_not_told_of_several() -> None:
    both = (said("Reuters", 0.05, 0.9, arithmetic=(UNEQUAL,)), said("AFP", 0.1, 0.8))
    told = explain(Readings(both), Label.CONTRADICTED, None)
    assert told == "Reuters and 1 more snippet contradict it; nothing read supports it."


def test_numbers_that_agree_are_not_named_as_they_may_be_of_a_date_that_both_only_mention() -> None:
    equal = Arithmetic(True, "2019 = 2019")
    told = explain(Readings((said("Reuters", 0.9, 0.05, arithmetic=(equal,)),)), Label.SUPPORTED, None)
    assert told == "Reuters supports it; nothing read contradicts it."


def test_a_conflict_names_both_sides() -> None:
    sides = said("Reuters", 0.05, 0.9), said("AFP", 0.9, 0.05)
    told = explain(Readings(sides, dispute=0.9), Label.UNKNOWN, Reason.CONFLICTING)
    assert told == "Strong evidence on both sides: AFP supports it, Reuters contradicts it."
    unread = explain(Readings(sides), Label.UNKNOWN, Reason.CONFLICTING)
    assert unread == f"{told} They were not read against each other."


def test_a_conflict_is_not_called_strong_where_a_side_is_less_likely_than_not() -> None:
    for weak, told in ((0.4, "Evidence on both sides: AFP"), (0.6, "Strong evidence on both sides: AFP")):
        readings = Readings((said("Reuters", 0.05, 0.9), said("AFP", weak, 0.3)))
        assert explain(readings, Label.UNKNOWN, Reason.CONFLICTING).startswith(told)


def test_evidence_that_came_later_is_counted_apart_and_not_as_a_side() -> None:
    late = said("AFP", 0.9, 0.05, Standing.LATER)
    told = explain(Readings((said("Reuters", 0.05, 0.1), late)), Label.UNKNOWN, Reason.NO_EVIDENCE)
    assert told == (
        "1 snippet that may decide, none bears on what the claim asserts. "
        "AFP supports it, but came only after the reference date."
    )


def test_an_expired_snippet_on_the_other_side_is_named() -> None:
    expired = said("AFP", 0.05, 0.9, Standing.EXPIRED)
    told = explain(Readings((said("Reuters", 0.9, 0.05), expired)), Label.SUPPORTED, None)
    assert told.startswith("Reuters supports it; ")
    assert told.endswith(". AFP contradicts it, but expired before the reference date.")


def test_snippets_that_may_not_decide_for_different_reasons_are_told_together() -> None:
    left_out = (said("AFP", 0.05, 0.9, Standing.EXPIRED), said("AP", 0.05, 0.8, Standing.LATER))
    told = explain(Readings((said("Reuters", 0.9, 0.05), *left_out)), Label.SUPPORTED, None)
    assert told.endswith(" AFP and 1 more snippet contradict it, but may not decide at the reference date.")


@pytest.mark.parametrize("standing", [Standing.EXPIRED, Standing.LATER])
def test_a_snippet_that_may_not_decide_and_takes_no_side_adds_nothing_where_others_decide(standing: Standing) -> None:
    reuters, silent = said("Reuters", 0.9, 0.05), said("AFP", 0.2, 0.2, standing)
    told = [explain(Readings(read), Label.SUPPORTED, None) for read in ((reuters,), (reuters, silent))]
    assert told[0] == told[1]


def test_where_nothing_may_decide_and_none_takes_a_side_their_number_is_told() -> None:
    silent = [said(name, 0.2, 0.2, Standing.EXPIRED) for name in ("AFP", "AP")]
    for n, told in ((1, "1 snippet may"), (2, "2 snippets may")):
        assert explain(Readings(tuple(silent[:n])), Label.UNKNOWN, Reason.NO_EVIDENCE) == (
            f"No snippet was found that may decide. {told} not decide at the reference date."
        )


def test_nothing_found_is_said_plainly() -> None:
    assert explain(Readings(), Label.UNKNOWN, Reason.NO_EVIDENCE) == "No snippet was found that may decide."


def test_two_snippets_that_decide_together_are_both_named() -> None:
    afp, reuters = said("AFP", 0.1, 0.1), said("Reuters", 0.1, 0.1)
    two = JointAssessment((afp.match, reuters.match), StanceProbs(0.9, 0.05, 0.05))
    told = explain(Readings((afp, reuters), (two,)), Label.SUPPORTED, None)
    assert told == "AFP and Reuters, read together, support it; nothing read contradicts it."


def test_a_side_that_no_reading_takes_is_named_as_a_whole_and_begins_the_sentence_with_a_capital() -> None:
    told = explain(Readings((said("AFP", 0.45, 0.05),)), Label.SUPPORTED, None)
    assert told == "The snippets as a whole support it; nothing read contradicts it."


def test_two_snippets_of_one_source_begin_with_a_small_letter_inside_a_sentence_only() -> None:
    one, other, npr = said("AFP", 0.1, 0.1), said("AFP", 0.1, 0.1), said("NPR", 0.05, 0.9)
    two = JointAssessment((one.match, other.match), StanceProbs(0.6, 0.2, 0.2))
    inside = explain(Readings((one, other, npr), (two,)), Label.CONTRADICTED, None)
    assert inside == "NPR contradicts it; two snippets of AFP, read together, more weakly support it."
    first = explain(Readings((one, other), (two,)), Label.SUPPORTED, None)
    assert first == "Two snippets of AFP, read together, support it; nothing read contradicts it."


def test_a_side_of_two_read_together_is_told_as_weaker_and_not_as_nothing_read() -> None:
    afp, reuters, npr = said("AFP", 0.1, 0.1), said("Reuters", 0.1, 0.1), said("NPR", 0.05, 0.9)
    two = JointAssessment((afp.match, reuters.match), StanceProbs(0.6, 0.2, 0.2))
    told = explain(Readings((afp, reuters, npr), (two,)), Label.CONTRADICTED, None)
    assert told == "NPR contradicts it; AFP and Reuters, read together, more weakly support it."


def test_a_side_that_missed_the_bar_is_named_and_none_decides_by_itself() -> None:
    told = explain(Readings((said("Reuters", 0.02, 0.94), said("AFP", 0.1, 0.1))), Label.UNKNOWN, Reason.NOT_ENOUGH)
    assert told == "2 snippets read, none decides the claim by itself: Reuters contradicts it, but not strongly enough."


def test_two_read_together_that_missed_the_bar_are_named() -> None:
    afp, reuters = said("AFP", 0.1, 0.1), said("Reuters", 0.1, 0.1)
    two = JointAssessment((afp.match, reuters.match), StanceProbs(0.5, 0.3, 0.2))
    told = explain(Readings((afp, reuters), (two,)), Label.UNKNOWN, Reason.NOT_ENOUGH)
    assert told == (
        "2 snippets read, none decides the claim by itself: AFP and Reuters, read together, support it, "
        "but not strongly enough."
    )


def test_where_no_side_was_leaned_to_none_decides() -> None:
    told = explain(Readings((said("AFP", 0.1, 0.1),)), Label.UNKNOWN, Reason.NOT_ENOUGH)
    assert told == "1 snippet read, none decides the claim."


def test_sides_that_do_not_contradict_each_other_are_told_as_such() -> None:
    both = Readings((said("Reuters", 0.05, 0.9), said("AFP", 0.8, 0.1)), dispute=0.1)
    assert explain(both, Label.UNKNOWN, Reason.NOT_ENOUGH) == (
        "2 snippets read: AFP supports it, Reuters contradicts it. "
        "These do not contradict each other, so one of them is read wrongly."
    )


@pytest.mark.parametrize(
    ("titles", "locators", "told"),
    [
        (("Budget", "Letters"), ("p. 1", "p. 2"), "Herald (Budget) supports it, Herald (Letters) contradicts it"),
        (("Budget", "Budget"), ("p. 1", "p. 2"), "Herald (p. 1) supports it, Herald (p. 2) contradicts it"),
        (("", ""), ("", "p. 2"), "Herald (s0) supports it, Herald (s1) contradicts it"),
    ],
)
def test_two_sides_of_one_name_are_told_apart(titles: tuple[str, str], locators: tuple[str, str], told: str) -> None:
    read = []
    for n, probs in enumerate((StanceProbs(0.9, 0.05, 0.05), StanceProbs(0.05, 0.9, 0.05))):
        source = Source(f"r{n}", titles[n], publisher="Herald")
        read.append(Assessment(Match(Snippet(f"s{n}", "text", source, locators[n]), 1, 0.5), probs))
    assert told in explain(Readings(tuple(read)), Label.UNKNOWN, Reason.CONFLICTING)
