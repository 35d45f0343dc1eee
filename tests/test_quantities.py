"""Numbers, units and dates in a text, and what the evidence's say about the claim's."""

from __future__ import annotations

import datetime as dt
import sys
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from factcheck.quantities import Bound, Kind, Quantity, Relation, compare, find_quantities, overall
from factcheck.quantities.alignment import align
from factcheck.quantities.english import ENGLISH
from factcheck.quantities.pairing import read_context

AGREE, DISAGREE, OPEN = Relation.AGREE, Relation.DISAGREE, Relation.NOT_COMPARABLE


def the_one(text: str) -> Quantity:
    found = find_quantities(text)
    assert len(found) == 1, [q.text for q in found]
    return found[0]


def relation(evidence: str, claim: str) -> Relation:
    (comparison,) = compare(evidence, claim)
    return comparison.relation


def line(evidence: str, claim: str) -> str:
    (comparison,) = compare(evidence, claim)
    return comparison.line


def days(text: str) -> tuple[dt.date, dt.date]:
    interval = the_one(text).interval
    assert interval.low is not None and interval.high is not None
    return dt.date.fromordinal(int(interval.low)), dt.date.fromordinal(int(interval.high))


# Finding


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,200 men", 1200),
        ("twenty-two men", 22),
        ("two hundred and fifty men", 250),
        ("a hundred men", 100),
        ("six dozen men", 72),
        ("2.4 million men", 2_400_000),
        ("half a million men", 500_000),
        ("two and a half million men", 2_500_000),
        ("15k men", 15_000),
        ("three thousand two hundred men", 3200),
    ],
)
def test_numbers_in_digits_and_words_have_their_value(text: str, value: int) -> None:
    assert the_one(text).value == value


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("15 men", "0.5"),
        ("2.4 million men", "50000"),
        ("1,200 men", "0.5"),
        ("300 men", "0.5"),
        ("three million men", "500000"),
    ],
)
def test_tolerance_is_half_a_unit_of_the_stated_precision(text: str, half: str) -> None:
    assert the_one(text).half == Fraction(half)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("It is 3 km long.", "m", "3000"),
        ("It has 2 square kilometres.", "m2", "2000000"),
        ("It weighs 3 tonnes.", "kg", "3000"),
        ("It is 20 °C.", "K", "293.15"),
        ("It is minus 9 °C.", "K", "264.15"),
        ("It took 24 hours and 37 minutes.", "s", "88620"),
        ("It took two and a half years.", "s", "78894000"),
        ("It does 90 km/h.", "m/s", "25"),
        ("It used 0.4 megawatt-hours.", "J", "1440000000"),
        ("It costs £2.4m.", "GBP", "2400000"),
        ("It costs 42 cents.", "cent", "0.42"),
        ("It costs USD 300.", "USD", "300"),
        ("It was 15 per cent.", "%", "15"),
        ("It was half of all.", "%", "50"),
        ("It was three quarters.", "%", "75"),
        ("It was one in five of us.", "%", "20"),
        ("It took three quarters of an hour.", "s", "2700"),
    ],
)
def test_units_are_normalised_to_si(text: str, unit: str, value: str) -> None:
    found = the_one(text)
    assert (found.unit, found.value) == (unit, Fraction(value))


@pytest.mark.parametrize(
    "text",
    [
        "the H20 chip",
        "the P800",
        "LANTERN-2 flew",
        "a Boeing 747 landed",
        "Covid-19 spread",
        "the 5G network",
        "release v3.2.1",
        "under clause 12",
        "on Lines 1, 2 and 3",
        "at 14:06",
        "they lost 3:1",
        "on 3 February",
        "one of them",
    ],
)
def test_names_times_and_pronouns_are_no_quantities(text: str) -> None:
    assert find_quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("more than 300 men", Bound.MORE),
        ("over 300 men", Bound.MORE),
        ("it exceeds 300", Bound.MORE),
        ("at least 300 men", Bound.AT_LEAST),
        ("no fewer than 300 men", Bound.AT_LEAST),
        ("300 or more men", Bound.AT_LEAST),
        ("fewer than 300 men", Bound.FEWER),
        ("under 300 men", Bound.FEWER),
        ("up to 300 men", Bound.AT_MOST),
        ("at most 300 men", Bound.AT_MOST),
        ("no more than 300 men", Bound.AT_MOST),
        ("it did not exceed 300", Bound.AT_MOST),
        ("it never had more than 300", Bound.AT_MOST),
        ("not as many as 300 men", Bound.FEWER),
        ("about 300 men", Bound.ABOUT),
        ("around 300 men", Bound.ABOUT),
        ("roughly 300 men", Bound.ABOUT),
        ("nearly 300 men", Bound.ALMOST),
        ("almost 300 men", Bound.ALMOST),
        ("just over 300 men", Bound.JUST_OVER),
        ("between 200 and 300 men", Bound.RANGE),
        ("200 to 300 men", Bound.RANGE),
        ("200–300 men", Bound.RANGE),
        ("300 men", Bound.EXACT),
    ],
)
def test_words_around_a_number_bound_it(text: str, bound: Bound) -> None:
    assert the_one(text).bound is bound


def test_over_is_no_bound_where_it_belongs_to_a_verb() -> None:
    assert the_one("They agreed to hand over 15 percent of the revenue.").bound is Bound.EXACT
    assert the_one("They agreed to pay over 15 percent of the revenue.").bound is Bound.MORE


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on 9 November 1989", (1989, 11, 9), (1989, 11, 9)),
        ("on November 9, 1989", (1989, 11, 9), (1989, 11, 9)),
        ("on 1989-11-09", (1989, 11, 9), (1989, 11, 9)),
        ("in November 1989", (1989, 11, 1), (1989, 11, 30)),
        ("in February 2024", (2024, 2, 1), (2024, 2, 29)),
        ("in 1989", (1989, 1, 1), (1989, 12, 31)),
        ("in the 1980s", (1980, 1, 1), (1989, 12, 31)),
        ("in the nineteenth century", (1800, 1, 1), (1900, 12, 31)),
        ("in the 19th century", (1800, 1, 1), (1900, 12, 31)),
        ("between 1838 and 1844", (1838, 1, 1), (1844, 12, 31)),
        ("in the summer of 2022", (2022, 6, 1), (2022, 9, 30)),
    ],
)
def test_dates_are_intervals_of_days(text: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    assert days(text) == (dt.date(*first), dt.date(*last))


def test_a_number_before_a_noun_is_no_year() -> None:
    assert the_one("They counted 1500 people").kind is Kind.COUNT


def test_an_age_is_no_duration() -> None:
    assert [the_one(t).kind for t in ("aged 19", "a 19-year-old", "for 19 years")] == [
        Kind.AGE,
        Kind.AGE,
        Kind.DURATION,
    ]


def test_an_ordinal_is_a_kind_of_its_own() -> None:
    assert [the_one(t).kind for t in ("the 300th vessel", "the third vessel", "three vessels")] == [
        Kind.ORDINAL,
        Kind.ORDINAL,
        Kind.COUNT,
    ]


def test_a_difference_is_marked_as_a_change() -> None:
    assert [the_one(t).change for t in ("It rose by 15 %.", "It had five fewer.", "It was 15 %.")] == [
        True,
        True,
        False,
    ]


def test_the_span_gives_back_the_text() -> None:
    text = "It rose to more than 300 m last year."
    found = the_one(text)
    assert (text[found.start : found.end], found.core) == ("more than 300 m", "300 m")


def test_a_language_without_a_table_has_no_quantities() -> None:
    assert find_quantities("300 Männer", lang="xx") == () == compare("300 m", "300 m", lang="xx")


# Comparing: the rules


def test_the_same_share_in_other_words_agrees() -> None:
    assert line("Turnout was 15 %.", "Turnout was 15 percent.") == "15 % = 15 percent"


def test_a_value_above_a_lower_bound_agrees() -> None:
    assert line("The tower is 330 m high.", "The tower is more than 300 m high.") == "330 m > 300 m (more than 300 m)"


def test_a_value_above_an_upper_bound_disagrees() -> None:
    evidence = "The club in Tham has 11,310 members."
    assert line(evidence, "The club in Tham has fewer than 5,000 members.") == "11,310 is not fewer than 5,000"


def test_a_day_lies_in_its_decade() -> None:
    evidence = "The Berlin Wall fell on 9 November 1989."
    assert line(evidence, "The Berlin Wall fell in the 1980s.") == "9 November 1989 lies in the 1980s"


def test_a_day_outside_the_decade_disagrees_about_an_event() -> None:
    assert relation("The bridge opened on 9 November 1989.", "The bridge opened in the 1970s.") is DISAGREE


def test_units_are_converted_within_the_stated_precision() -> None:
    shown = line("The road is 404 mi long.", "The road is 650 km long.")
    assert shown == "404 mi = 650 km (±0.5 km stated precision)"


@pytest.mark.parametrize(
    ("evidence", "claim", "expected"),
    [
        ("300", "more than 300", DISAGREE),
        ("300", "at least 300", AGREE),
        ("299", "at least 300", DISAGREE),
        ("301", "more than 300", AGREE),
        ("300", "up to 300", AGREE),
        ("301", "up to 300", DISAGREE),
        ("300", "fewer than 300", DISAGREE),
        ("250", "between 200 and 300", AGREE),
        ("300", "between 200 and 300", AGREE),
        ("301", "between 200 and 300", DISAGREE),
        ("more than 300", "at least 200", AGREE),
        ("more than 300", "fewer than 250", DISAGREE),
        ("more than 300", "fewer than 350", OPEN),
        ("more than 300", "310", OPEN),
        ("more than 300", "300", OPEN),
        ("more than 300", "290", DISAGREE),
        ("more than 300", "at most 300", DISAGREE),
        ("at least 300", "more than 300", OPEN),
        ("300", "310", DISAGREE),
        ("310", "300", OPEN),
        ("320", "300", DISAGREE),
        ("2.43 million", "2.4 million", AGREE),
        ("2.45 million", "2.4 million", AGREE),
        ("2.46 million", "2.4 million", DISAGREE),
        ("2.4 million", "2.43 million", OPEN),
        ("11,300", "11,310", OPEN),
        ("330", "about 300", AGREE),
        ("331", "about 300", OPEN),
        ("400", "about 300", DISAGREE),
        ("290", "almost 300", AGREE),
        ("310", "almost 300", OPEN),
        ("310", "just over 300", AGREE),
        ("about 300", "300", AGREE),
        ("about 300", "more than 300", OPEN),
        ("about 300", "more than 250", AGREE),
    ],
)
def test_bounds_ranges_and_blurred_numbers(evidence: str, claim: str, expected: Relation) -> None:
    assert relation(f"The club has {evidence} members.", f"The club has {claim} members.") is expected


@pytest.mark.parametrize(
    ("evidence", "claim", "expected"),
    [
        ("on 9 May 2010", "in May 2010", AGREE),
        ("in May 2010", "in 2010", AGREE),
        ("in 2010", "in May 2010", OPEN),
        ("in 2010", "in 2011", DISAGREE),
        ("in 2010", "before 2011", AGREE),
        ("in 2010", "before 2010", DISAGREE),
        ("in 2010", "by 2010", AGREE),
        ("in 2011", "by 2010", DISAGREE),
        ("in 2010", "after 2009", AGREE),
        ("in 2010", "after 2010", DISAGREE),
        ("between 1838 and 1844", "in the 1850s", DISAGREE),
        ("between 1838 and 1844", "in 1840", OPEN),
        ("in 1900", "in the nineteenth century", AGREE),
    ],
)
def test_dates_are_compared_as_intervals(evidence: str, claim: str, expected: Relation) -> None:
    assert relation(f"The bridge opened {evidence}.", f"The bridge opened {claim}.") is expected


def test_a_state_does_not_reach_back_before_it_began() -> None:
    assert relation("The shop has been closed since early 2025.", "The shop closed in 2023.") is DISAGREE


def test_a_state_does_not_say_what_happened_while_it_lasted() -> None:
    assert relation("The shop has been closed since 2020.", "The shop closed in 2023.") is OPEN


# Comparing: what is not comparable


def test_a_different_dimension_is_not_compared() -> None:
    assert relation("The lake is 87 metres deep.", "The lake is 87 years old.") is OPEN


def test_a_different_attribute_is_not_compared() -> None:
    assert relation("The bridge is 92 metres long.", "The bridge is 31 metres high.") is OPEN


def test_a_different_noun_is_not_compared() -> None:
    assert relation("The club has 300 members.", "The club has 12 teams.") is OPEN


def test_a_different_currency_is_not_compared() -> None:
    assert relation("The bridge cost 5 million euros.", "The bridge cost 9 million dollars.") is OPEN


def test_a_different_rate_is_not_compared() -> None:
    assert relation("The mill used 300 litres a day.", "The mill used 900 litres a year.") is OPEN


def test_a_difference_is_not_compared_with_a_level() -> None:
    assert relation("Sales rose by 15 per cent.", "Sales rose to 30 per cent.") is OPEN


def test_a_different_year_is_not_compared() -> None:
    claim = "The port handled 5 million tonnes in 2019."
    assert [c.relation for c in compare("The port handled 3 million tonnes in 2018.", claim)] == [OPEN, OPEN]


def test_a_different_name_is_not_compared() -> None:
    assert relation("The Lumen X1 costs 899 dollars.", "The Lumen X2 costs 1,099 dollars.") is OPEN


def test_of_two_quantities_the_one_beside_the_words_of_the_claim_is_compared() -> None:
    evidence = "The bridge cost 5 million euros. The road cost 7 million euros."
    assert line(evidence, "The road cost 9 million euros.") == "7 million euros ≠ 9 million euros"


def test_a_number_that_may_be_worked_out_is_not_compared() -> None:
    evidence = "The ewes of Tamsin Orr bore 384 lambs, and 50 lambs died."
    assert relation(evidence, "The ewes of Tamsin Orr bore 434 lambs.") is OPEN


def test_a_denied_number_is_not_compared() -> None:
    assert relation("The tower is 330 m high.", "The tower is not 300 m high.") is OPEN


def test_a_plan_is_not_compared_with_a_fact() -> None:
    assert relation("The club has 300 members.", "The club will have 900 members.") is OPEN


def test_a_denied_bound_is_turned_round() -> None:
    assert relation("The club has 300 members.", "The club does not have more than 200 members.") is DISAGREE


def test_evidence_without_quantities_leaves_the_claim_open() -> None:
    (comparison,) = compare("The tower is high.", "The tower is 300 m high.")
    assert (comparison.evidence, comparison.relation) == (None, OPEN)


def test_each_quantity_of_the_claim_has_its_comparison_in_order() -> None:
    found = compare("In 2018 the port handled 3 million tonnes.", "The port handled 3 million tonnes in 2018.")
    assert [(c.claim.text, c.relation) for c in found] == [("3 million tonnes", AGREE), ("2018", AGREE)]


# Choosing the quantity


def test_a_word_counts_for_the_quantity_that_stands_nearest_to_it() -> None:
    evidence = "The mast is 96 metres high, and the canal beside it runs for 74 metres."
    assert line(evidence, "The canal is longer than 70 metres.") == "74 metres > 70 metres (longer than 70 metres)"


def test_another_unit_of_the_same_dimension_is_converted_before_it_is_compared() -> None:
    assert (
        relation("The Orlo canal is 74 kilometres long.", "The Orlo canal is less than 70,000 metres long.") is DISAGREE
    )


@pytest.mark.parametrize(("count", "chosen"), [(12, True), (13, False)])
def test_among_too_many_quantities_none_is_chosen(count: int, chosen: bool) -> None:
    evidence, claim = " ".join(f"{n + 20} metres" for n in range(count)), "5 metres"
    ours, theirs = find_quantities(claim), find_quantities(evidence)
    read = [read_context(text, found, ENGLISH) for text, found in ((claim, ours), (evidence, theirs))]
    assert len(theirs) == count
    assert (align(ours[0], read[0], theirs, read[1]) is not None) is chosen


# Negations before a date


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("The glider did not fly before the 1970s.", DISAGREE),
        ("The glider did not fly before 1960.", AGREE),
        ("The glider did not fly until 1970.", DISAGREE),
        ("The glider did not fly until 1967.", AGREE),
        ("The glider had not flown by 1960.", AGREE),
        ("The glider had not flown after 1967.", AGREE),
    ],
)
def test_a_denied_bound_of_a_date_is_turned_round(claim: str, expected: Relation) -> None:
    comparison = compare("The glider flew on 9 April 1967.", claim)[-1]
    assert comparison.relation is expected


def test_words_between_a_negation_and_its_bound_still_count_as_words_of_the_claim() -> None:
    claim = "The club did not expel or fine more than 200 members."
    assert relation("The club expelled or fined 300 members.", claim) is DISAGREE
    assert relation("The club welcomed and fed 300 members.", claim) is OPEN


# Quantities that are worked out


def test_the_time_between_two_dates_is_worked_out() -> None:
    evidence = "The dam was opened in 1931 and raised in 1961."
    assert line(evidence, "The dam was raised after thirty years.") == "1931 to 1961 is 30 years = thirty years"


def test_a_bound_that_a_span_meets_is_shown_with_its_sign() -> None:
    evidence = "The dam was opened in 1931 and raised in 1961."
    expected = "1931 to 1961 is 30 years > 20 years (more than 20 years)"
    assert line(evidence, "The dam was raised after more than 20 years.") == expected


def test_a_span_of_days_is_not_stretched_to_the_year() -> None:
    evidence = "The strike began on 1 May 1926 and ended on 12 May 1926."
    assert relation(evidence, "The strike lasted twenty days.") is OPEN


def test_the_share_of_one_number_in_another_is_worked_out() -> None:
    evidence = "Lead was found in 11 mugs out of a delivery of 408 mugs."
    assert line(evidence, "Lead was found in about 2.7 per cent.") == "11 of 408 is 2.7 %, fits about 2.7 per cent"


def test_a_percentage_of_an_amount_is_worked_out() -> None:
    evidence = "Of the 31,000 people caught, 20 per cent had been caught before."
    claim = "Of those caught, 6,200 people had been caught before."
    assert line(evidence, claim) == "20 per cent of 31,000 is 6,200 = 6,200"


def test_a_denied_quantity_is_not_worked_out() -> None:
    evidence = "The dam was opened in 1931 and raised in 1961."
    assert relation(evidence, "The dam was not in use for thirty years.") is OPEN


# The claim as a whole


def verdict(evidence: str, claim: str) -> Relation:
    return overall(compare(evidence, claim))


def test_a_number_that_both_texts_mention_does_not_speak_for_the_claim() -> None:
    evidence = "Ferrow was bought by Tollund for $84 million."
    claim = "Ferrow paid $84 million for Tollund."
    assert (relation(evidence, claim), verdict(evidence, claim)) == (AGREE, OPEN)


def test_a_bound_that_is_met_speaks_for_the_claim() -> None:
    assert verdict("The tower is 330 m high.", "The tower is more than 300 m high.") is AGREE


def test_a_bound_far_away_does_not_speak_for_the_claim() -> None:
    assert verdict("The tower is 330 m high.", "The tower is more than 30 m high.") is OPEN


def test_a_bound_met_by_the_quantity_of_another_name_does_not_speak_for_the_claim() -> None:
    assert verdict("The Kessel Tunnel is 2.1 km long.", "The Varn Bridge is over 2 km long.") is OPEN


def test_a_word_of_contrary_meaning_keeps_an_agreement_from_speaking_for_the_claim() -> None:
    evidence = "Berro had lost 352 inhabitants."
    assert verdict(evidence, "Berro had lost about 350 inhabitants.") is AGREE
    assert verdict(evidence, "Berro had gained about 350 inhabitants.") is OPEN


def test_a_decade_speaks_for_the_claim_and_the_year_itself_does_not() -> None:
    assert verdict("The ascent took place in 1889.", "The ascent took place in the 1880s.") is AGREE
    assert verdict("The ascent took place in 1889.", "The ascent took place in 1889.") is OPEN


def test_one_disagreement_decides_for_the_claim() -> None:
    evidence = "At 14 °C the reaction takes 30 minutes."
    assert verdict(evidence, "At 14 °C the reaction takes 50 minutes.") is DISAGREE


def test_a_claim_without_quantities_is_not_comparable() -> None:
    assert overall(()) is OPEN


# Any text


@settings(max_examples=300, deadline=None)
@given(st.text(), st.text())
@example("²-²-²²", "1989-²-²")
@example("9" * 5000, "9" * 5000 + " million")
@example("US$", "$ % ° -")
@example("31 February 2023", "0 0000 9999s 2199")
def test_no_text_raises_and_results_repeat(evidence: str, claim: str) -> None:
    assert compare(evidence, claim) == compare(evidence, claim)


_TEXT = (
    "a an half one two third 1,5 2.4 300 1989 9 May November 1980s million dozen % per cent km m ° C $ to and - – "
    "between more than not no about in before the of early end century year old hour out , . ( ) s th"
)
_WORDS = st.sampled_from(_TEXT.split())


@settings(max_examples=300, deadline=None)
@given(st.lists(_WORDS, max_size=25).map(" ".join), st.lists(_WORDS, max_size=25).map("".join))
def test_no_mixture_of_number_words_raises_and_spans_hold(spaced: str, glued: str) -> None:
    for text in (spaced, glued):
        assert all(text[q.start : q.end] == q.text for q in find_quantities(text))
    compare(spaced, glued)


@pytest.mark.parametrize("part", ["a hundred and ", "1 to ", "more than not ", "one in ", "9 May "])
def test_work_is_linear_in_the_length(part: str) -> None:
    """Counted in function calls: a text five times as long takes at most about five times as many."""
    assert _calls(part * 500) < 6 * _calls(part * 100)


def _calls(text: str) -> int:
    """How many Python and C functions are called to read the text; the clock of a busy machine says less."""
    counted = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        find_quantities(text)
    finally:
        sys.setprofile(None)
    return counted


def test_a_text_that_is_compared_again_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def reading(text: str, lang: str = "en") -> tuple[Quantity, ...]:
        read.append(text)
        return find_quantities(text, lang)

    monkeypatch.setattr(sys.modules["factcheck.quantities.compare"], "find_quantities", reading)
    claims = ["The weir at Nadd cost 14 million.", "The weir at Nadd cost 15 million."]
    evidence = ["The weir at Nadd cost 14 million to build.", "The weir at Nadd took 15 months to build."]
    for _ in range(2):
        for text in evidence:
            for claim in claims:
                compare(text, claim)
    assert sorted(read) == sorted([*claims, *evidence])


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        ("The plant never produced 900 megawatts.", "The plant produced more than 800 megawatts."),
        ("None of the 300 passengers was hurt.", "More than 250 passengers were hurt."),
        ("The firm will not hire 500 people.", "The firm will hire more than 400 people."),
        ("Revenue plunged by 12.4 percent.", "Revenue soared by more than 12 percent."),
        ("The firm reported a loss of 2.4 billion euros.", "The firm reported a profit of more than 2 billion euros."),
        ("82 percent oppose the plan.", "More than 80 percent support the plan."),
        ("Berlin has 3.7 million inhabitants, Hamburg 1.9 million.", "Hamburg has almost 4 million inhabitants."),
    ],
)
def test_a_number_of_what_is_denied_turned_round_or_of_another_never_speaks_for_the_claim(
    evidence: str, claim: str
) -> None:
    assert overall(compare(evidence, claim)) is not Relation.AGREE


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        ("The plant produced 900 megawatts, and nobody was hurt.", "The plant produced more than 800 megawatts."),
        ("Hamburg has 1.9 million inhabitants, Berlin 3.7 million.", "Hamburg has almost 2 million inhabitants."),
    ],
)
def test_a_denial_behind_the_number_and_the_name_beside_it_leave_the_agreement(evidence: str, claim: str) -> None:
    assert overall(compare(evidence, claim)) is Relation.AGREE
