"""The weight of sources in a verdict: reliability discounts both sides, independent sources confirm each other."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.aggregate import CLIP, FITTED, FITTED_BILINGUAL, FITTED_SMALL, Rule, aggregate, strengths
from factcheck.aggregate import label_probabilities as probabilities_of
from factcheck.cache import Cache
from factcheck.datatypes import (
    Assessment,
    Claim,
    Decision,
    JointAssessment,
    Label,
    Match,
    Outcome,
    Readings,
    Reason,
    Snippet,
    Source,
    StanceProbs,
    Standing,
    Verdict,
)
from factcheck.evaluate.fitting import CORROBORATION, Case, fit
from factcheck.explain import explain
from factcheck.index import build_index
from factcheck.language import speaking
from factcheck.pipeline import Conditions, check
from factcheck.report.html import to_html
from factcheck.report.markdown import to_markdown
from factcheck.report.terminal import show_verdict
from factcheck.report.weightwords import independence, reliability_note, weighed_note
from factcheck.report.wording import match_notes, side_count, source_line
from factcheck.retrieve import retrieve
from factcheck.server import pages
from factcheck.server.desk import Desk
from factcheck.server.view import Turn
from factcheck.weight import are_independent, discounted, independent_sources, repeats, weighed
from tests.fakes import KeywordEmbedder, TableVerifier
from tests.report_examples import REPORT
from tests.review_desk import write_record
from tests.test_aggregate import PLAIN

RULES = pytest.mark.parametrize(
    "rule", [PLAIN, FITTED, FITTED_SMALL, FITTED_BILINGUAL], ids=["by hand", "large", "small", "bilingual"]
)
TODAY = dt.date(2026, 3, 15)

LONG = "The yard on the north bank will build four ferries for the county by the spring of next year, the board said."
REPRINT = f"From our port desk. {LONG.replace('spring', 'autumn')} Shares rose in early trading."
TEXTS = (LONG, REPRINT, "Four ferries were ordered.", "The county paid for the ferries in advance.", "No.")
PUBLISHERS = ("", "Reuters", " reuters ", "AFP", "The County")


def source(publisher: str, reliability: float | None = None) -> Source:
    return Source(publisher.strip().lower() or "nobody", publisher=publisher, reliability=reliability)


def said(
    publisher: str, supports: float, contradicts: float, *, r: float | None = None, text: str = "", id: str = ""
) -> Assessment:
    """A reading of a snippet; texts differ from publisher to publisher unless they are given."""
    snippet = Snippet(id or publisher, text or f"{publisher} says so.", source(publisher, r))
    return Assessment(Match(snippet, 1, 0.5), StanceProbs(supports, contradicts, 1 - supports - contradicts))


def together(one: Assessment, other: Assessment, supports: float, contradicts: float) -> JointAssessment:
    probs = StanceProbs(supports, contradicts, 1 - supports - contradicts)
    return JointAssessment((one.match, other.match), probs)


@st.composite
def stances(draw: st.DrawFn) -> StanceProbs:
    supports = draw(st.floats(0, 1))
    contradicts = draw(st.floats(0, 1 - supports))
    return StanceProbs(supports, contradicts, 1 - supports - contradicts)


reliabilities = st.floats(0.001, 1)


@st.composite
def readings(draw: st.DrawFn) -> Readings:
    """Up to five snippets of a few publishers, some reprints of others, and what some say two at a time."""
    single = []
    for i in range(draw(st.integers(1, 5))):
        given_source = source(draw(st.sampled_from(PUBLISHERS)), draw(st.none() | reliabilities))
        snippet = Snippet(f"s{i}", draw(st.sampled_from(TEXTS)), given_source)
        standing = draw(st.sampled_from((Standing.COUNTS, Standing.COUNTS, Standing.COUNTS, Standing.LATER)))
        single.append(Assessment(Match(snippet, i + 1, 0.5, standing), draw(stances())))
    twos = [two for two in combinations(single[:3], 2) if draw(st.booleans())]
    joint = tuple(JointAssessment((one.match, other.match), draw(stances())) for one, other in twos)
    return Readings(tuple(single), joint)


def changed(read: Readings, change: Callable[[Snippet], Snippet]) -> Readings:
    """The readings with other snippets, and what was read as it was."""

    def of(match: Match) -> Match:
        return replace(match, snippet=change(match.snippet))

    single = tuple(replace(a, match=of(a.match)) for a in read.single)
    return Readings(single, tuple(replace(j, matches=(of(j.matches[0]), of(j.matches[1]))) for j in read.joint))


def relied(snippet: Snippet, reliability: float | None) -> Snippet:
    assert snippet.source
    return replace(snippet, source=replace(snippet.source, reliability=reliability))


def reread(read: Readings, change: Callable[[StanceProbs], StanceProbs]) -> Readings:
    return Readings(
        tuple(replace(a, probs=change(a.probs)) for a in read.single),
        tuple(replace(j, probs=change(j.probs)) for j in read.joint),
    )


def probabilities(read: Readings, rule: Rule) -> tuple[float, float, float]:
    return probabilities_of(strengths(read), rule)


# --- reliability


def test_a_source_of_reliability_six_tenths_has_six_tenths_of_both_sides_counted() -> None:
    counts = discounted(StanceProbs(0.9, 0.05, 0.05), 0.6)
    assert (counts.supports, counts.contradicts, counts.neutral) == pytest.approx((0.54, 0.03, 0.43))


def test_a_support_of_reliability_six_tenths_weighs_as_one_of_54_percent() -> None:
    assert strengths(Readings((said("AFP", 0.9, 0.0, r=0.6),))).s1 == pytest.approx(math.log(0.54 / 0.46))


def test_two_read_together_count_as_far_as_the_less_reliable_of_them() -> None:
    one, other = said("AFP", 0.1, 0.1, r=0.9), said("Reuters", 0.1, 0.1, r=0.5)
    found = strengths(Readings((one, other), (together(one, other, 0.8, 0.1),)))
    assert (found.s2, found.c2) == pytest.approx((math.log(0.4 / 0.6), math.log(0.05 / 0.95)))


@given(readings())
def test_a_reliability_of_one_is_the_same_as_none_given(read: Readings) -> None:
    in_full, not_given = changed(read, lambda s: relied(s, 1.0)), changed(read, lambda s: relied(s, None))
    assert strengths(in_full) == strengths(not_given)
    assert [weighed(a) for a in in_full.single] == [a.probs for a in read.single]


@RULES
@given(readings(), st.integers(0, 4), reliabilities)
def test_a_source_that_only_supports_never_makes_supported_more_probable_when_it_is_trusted_less(
    rule: Rule, read: Readings, place: int, share: float
) -> None:
    chosen = read.single[place % len(read.single)].match.snippet
    read = one_sided(read, chosen)
    less = changed(read, lambda s: relied(s, share * s.reliability) if s.id == chosen.id else s)
    before, after = probabilities(read, rule), probabilities(less, rule)
    assert after[0] <= before[0] + 1e-12
    assert after[1] >= before[1] - 1e-12


def one_sided(read: Readings, chosen: Snippet) -> Readings:
    """The readings, with nothing against the claim in those of one snippet."""

    def of(probs: StanceProbs) -> StanceProbs:
        return StanceProbs(probs.supports, 0.0, 1 - probs.supports)

    return Readings(
        tuple(replace(a, probs=of(a.probs)) if a.match.snippet == chosen else a for a in read.single),
        tuple(replace(j, probs=of(j.probs)) if chosen in (m.snippet for m in j.matches) else j for j in read.joint),
    )


@RULES
@given(stances(), reliabilities, reliabilities)
def test_a_source_alone_that_supports_more_than_it_contradicts_supports_less_when_it_is_trusted_less(
    rule: Rule, probs: StanceProbs, r: float, share: float
) -> None:
    supports, contradicts = max(probs.supports, probs.contradicts), min(probs.supports, probs.contradicts)
    more, less = (Readings((said("AFP", supports, contradicts, r=of),)) for of in (r, share * r))
    assert probabilities(less, rule)[0] <= probabilities(more, rule)[0] + 1e-12


@given(readings())
def test_exchanging_the_sides_exchanges_the_probabilities(read: Readings) -> None:
    mirrored = reread(read, lambda p: StanceProbs(p.contradicts, p.supports, p.neutral))
    supported, contradicted, unknown = probabilities(read, FITTED)
    assert probabilities(mirrored, FITTED) == pytest.approx((contradicted, supported, unknown))


@pytest.mark.parametrize("rule", [FITTED, FITTED_SMALL, FITTED_BILINGUAL], ids=["large", "small", "bilingual"])
@given(st.lists(st.floats(0, 1), min_size=1, max_size=5))
def test_contradictions_of_hardly_any_reliability_do_not_decide(rule: Rule, contradicts: list[float]) -> None:
    doubtful = tuple(said(f"P{i}", 0.0, c, r=0.05) for i, c in enumerate(contradicts))
    assert aggregate(Readings(doubtful), rule).label is Label.UNKNOWN
    sure = Readings((said("AFP", 0.99, 0.0), *doubtful))
    assert aggregate(sure, rule).label is Label.SUPPORTED


def test_what_is_not_trusted_leaves_a_claim_not_enough_since_the_text_bears_on_it_all_the_same() -> None:
    assert aggregate(Readings((said("AFP", 0.0, 0.99, r=0.01),))).reason is Reason.NOT_ENOUGH


def test_a_conflict_takes_two_sides_that_count() -> None:
    support, against = said("AFP", 0.9, 0.0), said("Blog", 0.0, 0.9)
    assert aggregate(Readings((support, against)), PLAIN).reason is Reason.CONFLICTING
    doubtful = said("Blog", 0.0, 0.9, r=0.2)
    assert aggregate(Readings((support, doubtful)), PLAIN).label is Label.SUPPORTED


def test_two_that_contradict_alone_are_not_turned_round_by_being_trusted_less() -> None:
    one, other = said("AFP", 0.05, 0.9, r=0.5), said("Reuters", 0.05, 0.9, r=0.5)
    found = strengths(Readings((one, other), (together(one, other, 0.9, 0.05),)))
    assert found.s2 == CLIP[0]


def test_the_record_keeps_what_the_verifier_read_and_the_decision_what_counts() -> None:
    claim, text = Claim("c", "Four ferries were ordered."), "The county ordered four ferries."
    probs = StanceProbs(0.9, 0.05, 0.05)

    def verdict(reliability: float | None) -> Verdict:
        snippet = Snippet("s", text, source("AFP", reliability))
        embedder, cache = KeywordEmbedder(), Cache.in_memory()
        conditions = Conditions(k=8, today=TODAY, rule=replace(PLAIN, name="by hand"))
        verifier = TableVerifier({(text, claim.text): probs})
        return check([claim], build_index([snippet], embedder, cache), embedder, verifier, cache, conditions).verdicts[
            0
        ]

    assert [verdict(r).label for r in (None, 0.3)] == [Label.SUPPORTED, Label.UNKNOWN]
    assert [verdict(r).assessments[0].probs for r in (None, 0.3)] == [probs, probs]


def test_of_the_same_text_from_two_sources_the_more_reliable_one_is_read() -> None:
    early = replace(source("Blog", 0.2), published=dt.date(2026, 1, 1))
    late = replace(source("AFP"), published=dt.date(2026, 3, 1))
    both = [Snippet("a", "Four ferries.", early), Snippet("b", "Four ferries.", late)]
    embedder = KeywordEmbedder()
    index = build_index(both, embedder, Cache.in_memory())
    vectors = np.asarray(embedder.encode(["ferries"]))
    [[match]] = retrieve([Claim("c", "ferries")], index, vectors, 8, [TODAY])
    assert (match.snippet.id, match.duplicates) == ("b", ("a",))


# --- independent sources


def test_two_independent_sources_add_a_part_of_the_log_odds_that_both_reach() -> None:
    # s = log 9 + 0.5 log 4 = log 18, and c is clipped, so z = (log 18, -3, 0).
    read = Readings((said("AFP", 0.9, 0.0), said("Reuters", 0.8, 0.0)))
    assert probabilities(read, PLAIN)[0] == pytest.approx(18 / (18 + math.exp(-3) + 1))


def test_a_second_source_adds_by_what_counts_of_it() -> None:
    assert strengths(Readings((said("AFP", 0.9, 0.0), said("Reuters", 0.9, 0.0, r=0.6)))).s_ind == pytest.approx(
        math.log(0.54 / 0.46)
    )


@pytest.mark.parametrize(("supports", "adds"), [(0.4999, False), (0.5, False), (0.5001, True)])
def test_a_second_source_below_a_half_takes_no_side(supports: float, adds: bool) -> None:
    found = strengths(Readings((said("AFP", 0.9, 0.0), said("Reuters", supports, 0.0))))
    assert (found.s_ind > 0) is adds


def test_a_stronger_snippet_of_unknown_origin_takes_nothing_from_what_two_others_confirm() -> None:
    two = (said("AFP", 0.9, 0.0), said("Reuters", 0.8, 0.0))
    assert strengths(Readings((*two, said("", 0.99, 0.0, id="x")))).s_ind == pytest.approx(math.log(4))


def test_a_second_source_that_may_not_decide_confirms_nothing() -> None:
    late = said("Reuters", 0.9, 0.0)
    late = replace(late, match=replace(late.match, standing=Standing.LATER))
    assert strengths(Readings((said("AFP", 0.9, 0.0), late))).s_ind == 0


@RULES
@given(readings(), st.floats(0, 1))
def test_an_independent_second_supporter_never_makes_supported_less_probable(
    rule: Rule, read: Readings, supports: float
) -> None:
    more = Readings((*read.single, said("Another", supports, 0.0)), read.joint)
    before, after = probabilities(read, rule), probabilities(more, rule)
    assert after[0] >= before[0] - 1e-12
    assert after[1] <= before[1] + 1e-12


@RULES
def test_two_independent_sources_are_more_than_one_and_one_said_twice_is_not(rule: Rule) -> None:
    one = said("AFP", 0.9, 0.05)
    alone, twice, two = (
        probabilities(Readings((one, *more)), rule)[0]
        for more in ((), (said("AFP", 0.9, 0.05, id="again"),), (said("Reuters", 0.9, 0.05),))
    )
    assert alone == twice < two


@RULES
@pytest.mark.parametrize(
    "second",
    [
        said("  the  PORT desk ", 0.85, 0.0, text="Something else entirely was written."),
        said("", 0.85, 0.0, text="Something else entirely was written."),
        said("AFP", 0.85, 0.0, text=REPRINT),
        replace(said("x", 0.85, 0.0), match=Match(Snippet("x", "Something else entirely."), 1, 0.5)),
    ],
    ids=["same publisher", "unknown publisher", "reprint", "no source"],
)
def test_what_is_not_independent_adds_nothing(rule: Rule, second: Assessment) -> None:
    first = said("The Port Desk", 0.9, 0.0, text=LONG)
    assert probabilities(Readings((first, second)), rule) == probabilities(Readings((first,)), rule)


@given(readings(), st.randoms(use_true_random=False))
def test_order_and_duplicates_change_nothing(read: Readings, random: object) -> None:
    again = changed(read, lambda s: replace(s, id=f"{s.id} again"))
    single, joint = [*read.single, *again.single], [*read.joint, *again.joint]
    random.shuffle(single)  # type: ignore[attr-defined]
    random.shuffle(joint)  # type: ignore[attr-defined]
    assert aggregate(Readings(tuple(single), tuple(joint))) == aggregate(read)


@RULES
@given(readings())
def test_without_any_support_a_claim_is_never_supported(rule: Rule, read: Readings) -> None:
    silenced = reread(read, lambda p: StanceProbs(0.0, p.contradicts, 1 - p.contradicts))
    assert aggregate(silenced, rule).label is not Label.SUPPORTED


@pytest.mark.parametrize("rule", [FITTED, FITTED_SMALL, FITTED_BILINGUAL], ids=["large", "small", "bilingual"])
@given(readings())
def test_independent_sources_alone_never_turn_a_decided_claim_to_the_other_side(rule: Rule, read: Readings) -> None:
    labels = {aggregate(read, replace(rule, corroboration=weight)).label for weight in (0.0, CORROBORATION[1])}
    assert not {Label.SUPPORTED, Label.CONTRADICTED} <= labels


@pytest.mark.parametrize("rule", [FITTED, FITTED_SMALL, FITTED_BILINGUAL], ids=["large", "small", "bilingual"])
def test_the_most_that_independent_sources_add_is_less_than_what_turns_a_side(rule: Rule) -> None:
    # A side that decides is ahead of the other by log(decide / (1 - decide)) at least, and to turn it takes that twice.
    ahead = math.log(rule.decide / (1 - rule.decide)) / (rule.own + rule.against)
    assert 0 < rule.corroboration <= CORROBORATION[1]
    assert CORROBORATION[1] * CLIP[1] < 2 * ahead


def test_a_fit_gives_independent_sources_a_weight_within_its_bounds_even_where_it_sees_none() -> None:
    read = {
        Label.SUPPORTED: said("AFP", 0.9, 0.05),
        Label.CONTRADICTED: said("AFP", 0.05, 0.9),
        Label.UNKNOWN: said("AFP", 0.05, 0.05),
    }
    cases = [Case("t", f"{label}", "text", label, None, (), Readings((a,))) for label, a in read.items()]
    assert CORROBORATION[0] <= fit(cases, "n").corroboration <= CORROBORATION[1]


# --- who is independent


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (LONG, REPRINT, True),  # in another text, with a word changed
        (LONG, LONG.upper().replace(",", " –"), True),
        (LONG, TEXTS[2], False),
        (LONG, "The yard on the south bank went bankrupt, and the county will have to look for another one.", False),
        ("No.", "no", True),
        ("No.", "Yes.", False),
        ("", "", True),
    ],
)
def test_a_text_repeats_another_with_few_words_changed_or_within_a_longer_one(one: str, other: str, same: bool) -> None:
    assert repeats(one, other) is repeats(other, one) is same


def test_a_text_repeats_another_from_four_tenths_of_its_shingles_on() -> None:
    # Seven words have five shingles of three; "a b c d" shares two of them, "a b c" one.
    text = "a b c d e f g"
    assert repeats(text, "a b c d x y z")
    assert not repeats(text, "a b c x y z w")


@pytest.mark.parametrize(
    ("publisher", "independent"), [("AFP", True), ("REUTERS", False), (" Reuters", False), ("", False)]
)
def test_independent_sources_have_known_publishers_that_differ(publisher: str, independent: bool) -> None:
    one, other = Snippet("a", "One text.", source("Reuters")), Snippet("b", "Other words.", source(publisher))
    assert are_independent(one, other) is are_independent(other, one) is independent


@given(readings())
def test_several_independent_sources_are_counted_exactly_if_two_are_independent(read: Readings) -> None:
    snippets = [a.match.snippet for a in read.single]
    assert (independent_sources(snippets) > 1) is any(are_independent(*two) for two in combinations(snippets, 2))


# --- how it is told


def snippet(publisher: str, text: str = "") -> Snippet:
    return said(publisher, 0.9, 0.0, text=text).match.snippet


@pytest.mark.parametrize(
    ("publishers", "english", "german"),
    [
        (("AFP",), "", ""),
        (("AFP", "Reuters"), "2 independent sources", "2 unabhängige Quellen"),
        (("AFP", "Reuters", "afp", "", "NPR"), "3 independent sources", "3 unabhängige Quellen"),
        (("AFP", "afp"), "one source, said twice", "eine Quelle, zweimal gesagt"),
        (("AFP", "afp", "AFP "), "one source, said 3 times", "eine Quelle, 3-mal gesagt"),
    ],
)
def test_a_side_tells_how_many_of_its_sources_are_independent(
    publishers: tuple[str, ...], english: str, german: str
) -> None:
    snippets = [snippet(name) for name in publishers]
    assert independence(snippets) == english
    with speaking("de"):
        assert independence(snippets) == german


def test_a_source_without_publisher_is_not_called_the_same() -> None:
    unknown = Snippet("x", "Other words.", Source("somewhere"))
    assert independence([snippet("AFP"), unknown]) == "not known to be independent"


def test_a_reprint_is_one_source_said_twice() -> None:
    assert independence([snippet("AFP", LONG), snippet("Reuters", REPRINT)]) == "one source, said twice"


def test_only_what_may_decide_is_counted_on_a_side() -> None:
    late = said("NPR", 0.9, 0.0)
    late = replace(late, match=replace(late.match, standing=Standing.LATER))
    read = (said("AFP", 0.9, 0.0), said("Reuters", 0.9, 0.0), late)
    assert side_count(read) == "2 snippets, 2 independent sources"
    assert side_count((read[0], late)) == "1 snippet"


def test_a_source_has_its_reliability_beside_it_and_its_snippet_what_counts() -> None:
    read = said("AFP", 0.9, 0.05, r=0.6)
    assert source_line(read.match.snippet) == "AFP, undated, reliability 0.6"
    assert match_notes(read) == ("weighed: supports 54 %",)
    with speaking("de"):
        assert source_line(read.match.snippet) == "AFP, ohne Datum, Verlässlichkeit 0,6"
        assert match_notes(read) == ("gewichtet: stützt 54 %",)


@pytest.mark.parametrize("read", [said("AFP", 0.9, 0.05, r=1.0), said("AFP", 0.1, 0.1, r=0.6), said("AFP", 0.9, 0.05)])
def test_nothing_is_weighed_where_all_counts_or_no_side_is_taken(read: Assessment) -> None:
    assert weighed_note(read) == ""


def test_a_reliability_that_nobody_gave_is_not_shown() -> None:
    assert reliability_note(source("AFP")) == ""


def test_the_sentence_that_says_why_names_a_reliability_below_one() -> None:
    read = Readings((said("Reuters", 0.9, 0.05), said("Blog", 0.0, 0.95, r=0.3)))
    told = explain(read, Label.SUPPORTED, None)
    assert told == "Reuters supports it; Blog (reliability 0.3) more weakly contradicts it."
    with speaking("de"):
        assert "Blog (Verlässlichkeit 0,3)" in explain(read, Label.SUPPORTED, None)


def test_the_snippet_that_counts_most_is_named_first() -> None:
    read = Readings((said("Blog", 0.95, 0.0, r=0.3), said("Reuters", 0.9, 0.05)))
    assert explain(read, Label.SUPPORTED, None).startswith("Reuters and 1 more snippet support it")


def test_a_side_that_is_weak_for_its_source_is_not_called_strong() -> None:
    read = Readings((said("Reuters", 0.05, 0.9), said("Blog", 0.9, 0.05, r=0.3)), dispute=0.9)
    assert explain(read, Label.UNKNOWN, Reason.CONFLICTING) == (
        "Evidence on both sides: Blog (reliability 0.3) supports it, Reuters contradicts it."
    )


def test_two_snippets_of_one_source_are_named_with_the_reliability_they_count_with() -> None:
    one, other = said("AFP", 0.1, 0.1, r=0.5, id="a"), said("AFP", 0.1, 0.1, id="b")
    told = explain(Readings((one, other), (together(one, other, 0.9, 0.05),)), Label.SUPPORTED, None)
    assert told.startswith("Two snippets of AFP (reliability 0.5), read together, support it")


def of_two_read_together() -> Verdict:
    one, other = said("AFP", 0.1, 0.1, r=0.6), said("Reuters", 0.1, 0.1)
    decided = Decision(Label.SUPPORTED, None, 0.8)
    return Verdict(
        Claim("c", "Four ferries were ordered."),
        *(decided.label, decided.reason, decided.confidence),
        why="AFP (reliability 0.6) and Reuters, read together, support it; nothing read contradicts it.",
        reference_date=TODAY,
        outcome=Outcome.PASSED,
        assessments=(one, other),
        joint=(together(one, other, 0.9, 0.05),),
    )


def test_two_read_together_show_what_counts_of_them_on_the_terminal_and_in_markdown() -> None:
    verdict = of_two_read_together()
    shown = show_verdict(verdict, width=100, color=False)
    assert "AFP, undated, reliability 0.6" in shown
    assert "(weighed: supports 54 %)" in shown
    page = to_markdown(replace(REPORT, verdicts=(verdict,), unchecked=()))
    assert "**read together: supports 90 % · weighed: supports 54 %**" in page


def test_the_pages_of_report_and_review_show_reliability_what_counts_and_independent_sources(tmp_path: Path) -> None:
    read = (said("AFP", 0.9, 0.05, r=0.6), said("Reuters", 0.9, 0.05))
    report = replace(REPORT, verdicts=(replace(of_two_read_together(), assessments=read, joint=()),), unchecked=())
    view = Desk(write_record(tmp_path, report), tmp_path, tmp_path, Turn("Ana")).look()
    for page in (to_html(report), pages.render_verdict(view, 0)):
        assert '<span class="reliability">reliability 0.6</span>' in page
        assert page.count("reliability 0.6") == 2  # the other stands in the sentence that says why
        assert "weighed: supports 54 %" in page
        assert "2 snippets, 2 independent sources" in page


def test_the_pages_of_report_and_review_show_what_counts_of_two_read_together(tmp_path: Path) -> None:
    report = replace(REPORT, verdicts=(of_two_read_together(),), unchecked=())
    view = Desk(write_record(tmp_path, report), tmp_path, tmp_path, Turn("Ana")).look()
    for page in (to_html(report), pages.render_verdict(view, 0)):
        assert page.count("weighed: supports 54 %") == 1
