"""Readings of numbers, units and periods that were cut short or said too much, each as it is read now."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from factcheck.quantities import Bound, Comparison, Kind, Quantity, Relation, compare, find_quantities, overall

AGREE, DISAGREE, OPEN = Relation.AGREE, Relation.DISAGREE, Relation.NOT_COMPARABLE


def verdict(evidence: str, claim: str, lang: str = "en") -> Relation:
    return overall(compare(evidence, claim, lang, lang))


def one_comparison(evidence: str, claim: str) -> Comparison:
    (comparison,) = compare(evidence, claim)
    return comparison


def the_one(text: str, lang: str = "en") -> Quantity:
    (found,) = find_quantities(text, lang)
    return found


def read(text: str, lang: str = "en") -> list[tuple[str, str]]:
    """The words of every quantity, without those that bound it, and its unit."""
    return [(q.core, q.unit) for q in find_quantities(text, lang)]


# Temperatures


@pytest.mark.parametrize(
    ("evidence", "claim", "expected"),
    [
        ("The water in the lake is 45 °C.", "The water in the lake is about 20 °C.", DISAGREE),
        ("The water in the lake is 24 °C.", "The water in the lake is about 20 °C.", OPEN),
        ("The water in the lake is 21 °C.", "The water in the lake is about 20 °C.", AGREE),
        ("The water in the lake is 70 °F.", "The water in the lake is about 20 °C.", AGREE),
        ("The water in the lake is 3 °C.", "The water in the lake is about 2 °C.", AGREE),
        ("The temperature was 25 °C.", "The temperature was nearly 50 °C.", DISAGREE),
        ("The temperature was 48 °C.", "The temperature was nearly 50 °C.", AGREE),
    ],
)
def test_about_a_temperature_is_a_share_of_what_is_written(evidence: str, claim: str, expected: Relation) -> None:
    assert verdict(evidence, claim) is expected


def test_about_a_temperature_in_german() -> None:
    claim = "Das Wasser ist etwa 20 Grad Celsius warm."
    assert verdict("Das Wasser ist 45 Grad Celsius warm.", claim, "de") is DISAGREE
    assert verdict("Das Wasser ist 19 Grad Celsius warm.", claim, "de") is AGREE


def test_a_bound_far_from_the_temperature_does_not_tell() -> None:
    (far,) = compare("The oven is at 220 °C.", "The oven is at more than 20 °C.")
    (close,) = compare("The oven is at 220 °C.", "The oven is at more than 200 °C.")
    assert (far.relation, far.telling) == (AGREE, False)
    assert (close.relation, close.telling) == (AGREE, True)


def test_a_disagreement_about_freezing_water_is_kept() -> None:
    assert verdict("The water in the lake is 45 °C.", "The water in the lake is 0 °C.") is DISAGREE


def test_the_line_of_a_temperature_names_no_share_of_it() -> None:
    line = one_comparison("The water in the lake is 45 °C.", "The water in the lake is about 20 °C.").line
    assert line == "45 °C excludes about 20 °C"


@pytest.mark.parametrize("rose", ["rose by", "rose", "fell more than", "rose between 15 °C and"])
def test_a_difference_of_temperatures_has_no_zero(rose: str) -> None:
    quantity = the_one(f"The temperature of the sea {rose} 20 °C.")
    assert quantity.change and quantity.interval.low in (15, 20)


@pytest.mark.parametrize("was", ["was", "rose to", "rose above", "fell below", "is over"])
def test_a_level_of_temperature_has_one(was: str) -> None:
    quantity = the_one(f"The temperature of the sea {was} 20 °C.")
    assert not quantity.change and quantity.value == Fraction("293.15")


def test_differences_of_temperatures_in_two_units_agree_where_they_are_the_same() -> None:
    evidence = "The temperature of the sea rose by 20 °C."
    assert verdict(evidence, "The temperature of the sea rose by 36 °F.") is AGREE
    assert verdict(evidence, "The temperature of the sea rose by 68 °F.") is not AGREE
    assert verdict("The temperature of the sea rose 20 °C.", "The temperature of the sea rose by 36 °F.") is AGREE


def test_no_share_is_worked_out_of_temperatures() -> None:
    evidence = "It was 20 °C in the cellar of the old mill and 45 °C in the attic of the old mill."
    assert verdict(evidence, "The cellar of the old mill was about 92 percent as warm.") is OPEN


# What "top" counts


@pytest.mark.parametrize("top", ["top 50", "top fifty", "top-fifty", "top 50 million", "top 50 percent of"])
def test_the_best_so_many_are_no_bound(top: str) -> None:
    assert not find_quantities(f"The {top} universities are public.")


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("The debts are expected to top 50 million euros.", Bound.MORE),
        ("The debts will not top 50 million euros.", Bound.AT_MOST),
        ("Profits top £50m.", Bound.MORE),
        ("Profits topped 50 million euros.", Bound.MORE),
        ("They reached the top eight days later.", Bound.EXACT),
    ],
)
def test_top_bounds_a_number_where_it_is_a_verb(text: str, bound: Bound) -> None:
    assert the_one(text).bound is bound


def test_two_rankings_are_not_compared() -> None:
    assert verdict("The top 100 universities are public.", "The top 50 universities are public.") is OPEN


# Centuries and decades


@pytest.mark.parametrize(
    ("year", "period", "expected"),
    [
        (2002, "in the early 2000s", AGREE),
        (2006, "in the early 2000s", OPEN),
        (2017, "in the early 2000s", OPEN),
        (1999, "in the early 2000s", DISAGREE),
        (2006, "in the 2000s", AGREE),
        (2017, "in the 2000s", OPEN),
        (1999, "in the 2000s", DISAGREE),
        (2008, "in the late 2000s", AGREE),
        (2001, "in the late 2000s", OPEN),
        (1904, "in the first half of the 1900s", AGREE),
        (1930, "in the first half of the 1900s", OPEN),
        (2018, "after the 2000s", OPEN),
        (2008, "after the 2000s", DISAGREE),
        (1964, "in the '60s", AGREE),
        (1974, "in the late '60s", DISAGREE),
    ],
)
def test_a_year_and_a_decade_or_century(year: int, period: str, expected: Relation) -> None:
    assert verdict(f"The firm was founded in {year}.", f"The firm was founded {period}.") is expected


@pytest.mark.parametrize(
    ("evidence", "claim", "expected"),
    [
        ("in the early 2000s", "in the 2000s", AGREE),
        ("in the 2000s", "in the early 2000s", OPEN),
        ("in the early 2000s", "in the early 2000s", AGREE),
        ("in the 2000s", "between 1995 and 2020", OPEN),
    ],
)
def test_what_may_be_a_century_agrees_only_in_both_readings(evidence: str, claim: str, expected: Relation) -> None:
    assert verdict(f"The firm was founded {evidence}.", f"The firm was founded {claim}.") is expected


def test_a_decade_of_german_that_may_be_a_century() -> None:
    claim = "Die Firma wurde Anfang der 2000er Jahre gegründet."
    assert verdict("Die Firma wurde 2017 gegründet.", claim, "de") is OPEN
    assert verdict("Die Firma wurde 2001 gegründet.", claim, "de") is AGREE


def test_a_decade_with_an_apostrophe_is_of_the_twentieth_century() -> None:
    interval = the_one("It was the sound of the ’60s.").interval
    assert interval.low == dt.date(1960, 1, 1).toordinal() and interval.high == dt.date(1969, 12, 31).toordinal()


@pytest.mark.parametrize(
    "text",
    [
        "Most of them are in their 80s.",
        "She was in her mid-30s.",
        "He was popular in the 60s.",
        "It was the sound of the '20s.",
        "It is free for under 18s and over 65s.",
        "He saw 100s of cars.",
    ],
)
def test_an_s_behind_ages_and_decades_is_no_second(text: str) -> None:
    assert not find_quantities(text)


@pytest.mark.parametrize("text", ["It took 45s.", "It took 90 s.", "It took 9.80s.", "It took 90 seconds."])
def test_other_seconds_are_read(text: str) -> None:
    assert the_one(text).unit == "s"


# Dollars


@pytest.mark.parametrize(
    ("money", "unit"),
    [
        ("A $5 million fine", "USD"),
        ("A$5 million", "AUD"),
        ("US$5 million", "USD"),
        ("US $5 million", "USD"),
        ("C$5 million", "CAD"),
        ("HK$5 million", "HKD"),
        ("NZ$5 million", "NZD"),
    ],
)
def test_letters_before_a_dollar_sign_name_the_country(money: str, unit: str) -> None:
    assert the_one(f"{money} was paid.").unit == unit


def test_an_article_before_dollars_does_not_make_them_australian() -> None:
    claim = "The bank paid a fine of more than A$4 million."
    assert verdict("A $5 million fine was imposed on the bank.", claim) is OPEN
    line = one_comparison("A$5 million was the fine that the bank paid.", claim).line
    assert line == "A$5 million > A$4 million (more than A$4 million)"


@pytest.mark.parametrize("code", ["EUR", "CHF", "USD"])
def test_a_currency_code_that_begins_a_line_keeps_its_capitals(code: str) -> None:
    line = one_comparison(f"{code} 5 million was the fine.", f"The fine was more than {code} 4 million.").line
    assert line == f"{code} 5 million > {code} 4 million (more than {code} 4 million)"


# Numbers that go on


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A million and a half people", 1_500_000),
        ("two million and a half people", 2_500_000),
        ("two and a half million people", 2_500_000),
        ("two-and-a-half million people", 2_500_000),
        ("2 and a half million people", 2_500_000),
        ("two and a half of them", Fraction(5, 2)),
        ("A quarter of a million people", 250_000),
        ("three quarters of a million people", 750_000),
        ("half of a million people", 500_000),
        ("2½ million people", 2_500_000),
        ("5½ people", Fraction(11, 2)),
    ],
)
def test_halves_and_quarters_belong_to_the_number(text: str, value: Fraction) -> None:
    assert the_one(text).value == value


METRE, SECOND = {"inch": Fraction("0.0254"), "foot": Fraction("0.3048"), "mile": Fraction("1609.344")}, 31557600


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/4 inch", METRE["inch"] / 4),
        ("a 3/4-inch pipe", METRE["inch"] * 3 / 4),
        ("½ mile", METRE["mile"] / 2),
        ("5½ feet", METRE["foot"] * 11 / 2),
        ("5 1/2 feet", METRE["foot"] * 11 / 2),
        ("5-1/2 inches", METRE["inch"] * 11 / 2),
        ("6ft 2in", METRE["inch"] * 74),
        ("2h 30m", 9000),
        ("2h30m", 9000),
        ("two-and-a-half years", Fraction(5 * SECOND, 2)),
        ("2 1/2 years", Fraction(5 * SECOND, 2)),
        ("a year-and-a-half", Fraction(3 * SECOND, 2)),
    ],
)
def test_fractions_and_smaller_units_belong_to_the_measure(text: str, value: Fraction) -> None:
    assert the_one(text).value == value


def test_pounds_and_ounces_are_one_weight() -> None:
    assert the_one("The child weighed 7lb 6oz.").value == Fraction("0.45359237") * 118 / 16


@pytest.mark.parametrize("text", ["6 ft and 2 m", "2 h and 30 m", "6 ft 30 in all"])
def test_an_abbreviation_is_the_smaller_unit_only_where_it_can_be(text: str) -> None:
    assert find_quantities(text)[0].text.endswith(("6 ft", "2 h"))


@pytest.mark.parametrize("text", ["on 9/11", "in a 3/4 vote", "they work 24/7", "it ended 3:1", "at 14:06", "128/78"])
def test_the_second_number_of_a_ratio_is_none_of_its_own(text: str) -> None:
    assert not find_quantities(text)


@pytest.mark.parametrize("text", ["²/4", "/4", "1/", "½", "'60", "' s", "top", "1/2/2020 inch"])
def test_what_only_looks_like_a_fraction_is_left_alone(text: str) -> None:
    assert not [q for q in find_quantities(text) if q.kind is Kind.MEASURE]


def test_two_or_three_days_are_not_two_thirds_of_a_day() -> None:
    assert not find_quantities("It takes 2/3 days and 1/2 years.")


def test_and_a_half_of_something_else_is_a_share() -> None:
    assert read("of the 200 and a half of the rest") == [("200", ""), ("a half", "%")]


# Ranges


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Revenue rose 12 per cent to £4.5m.", [("12 per cent", "%"), ("£4.5m", "GBP")]),
        ("The population grew 2% to 3.5 million.", [("2%", "%"), ("3.5 million", "")]),
        ("Rates rose by 2.5 percentage points to 5.25%.", [("2.5 percentage points", "pp"), ("5.25%", "%")]),
        ("The DAX fell 1.5 percent to 15,800 points.", [("1.5 percent", "%"), ("15,800 points", "pp")]),
        ("The fare rose by £2 to £30.", [("£2", "GBP"), ("£30", "GBP")]),
        ("The club grew by 200 to 5,000 members.", [("200", ""), ("5,000", "")]),
        ("Pay rose by 2,000 pounds to 34,000.", [("2,000 pounds", "GBP"), ("34,000", "")]),
    ],
)
def test_what_a_change_came_to_is_no_end_of_a_range(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text", ["Prices rose by 5% to 10%.", "It lost 200 to 300 members.", "It rose about £2 to £3."]
)
def test_what_may_be_a_range_or_what_a_change_came_to_is_not_compared(text: str) -> None:
    assert not find_quantities(text)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Prices rose by 5 to 10 percent.", 5, 10),
        ("Prices rose 5% – 10%.", 5, 10),
        ("The share is 12 per cent to 15 per cent.", 12, 15),
        ("It costs $5 to 10 million.", 5_000_000, 10_000_000),
        ("It costs £2 to £3.", 2, 3),
        ("It grew 2 to 3 million.", 2_000_000, 3_000_000),
        ("It takes 18 months to 3 years.", SECOND * 3 // 2, SECOND * 3),
        ("It weighs between 500 g and 2 kg.", Fraction(1, 2), 2),
    ],
)
def test_ranges_in_one_unit_or_in_two_of_a_kind(text: str, low: Fraction, high: Fraction) -> None:
    interval = the_one(text).interval
    assert (interval.low, interval.high) == (low, high)


def test_bis_after_a_change_is_a_range_in_german() -> None:
    assert the_one("Der Preis stieg um 5 Prozent bis 10 Prozent.", "de").bound is Bound.RANGE


def test_what_a_change_came_to_is_compared() -> None:
    claim = "Prices rose to more than £400,000."
    assert verdict("Prices rose 12 per cent to £450,000.", claim) is AGREE
