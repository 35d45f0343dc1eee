"""Quantities, dates and clock times that were read as something else or not at all, each as it is read now."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from factcheck.quantities import Bound, Kind, Quantity, Relation, compare, find_quantities

AGREE, DISAGREE, OPEN = Relation.AGREE, Relation.DISAGREE, Relation.NOT_COMPARABLE


def relation(evidence: str, claim: str, lang: str = "en", claim_lang: str = "") -> Relation:
    (comparison,) = compare(evidence, claim, lang, claim_lang or lang)
    return comparison.relation


def the_one(text: str, lang: str = "en") -> Quantity:
    (found,) = find_quantities(text, lang)
    return found


def ends(text: str, lang: str = "en") -> tuple[str, str]:
    """The first and last value of the only quantity, days as dates."""
    quantity = the_one(text, lang)
    low, high = quantity.interval.low, quantity.interval.high
    assert low is not None and high is not None
    if quantity.kind is Kind.DATE:
        return dt.date.fromordinal(int(low)).isoformat(), dt.date.fromordinal(int(high)).isoformat()
    return str(low), str(high)


# Numbers


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1'250 Franken", "1250", "CHF"),
        ("1’250 Franken", "1250", "CHF"),
        ("1'250.50 Franken", "1250.5", "CHF"),
        ("1'250,50 Franken", "1250.5", "CHF"),
        ("1'250 Mio. Franken", "1250000000", "CHF"),
        ("CHF 1'250'000", "1250000", "CHF"),
        ("170'000 Einwohner", "170000", ""),
        ("Fr. 1234.50", "1234.5", "CHF"),
        ("Fr. 20.– Busse", "20", "CHF"),
        ("Fr. 20.- Busse", "20", "CHF"),
        ("Fr. 12.50", "12.5", "CHF"),
        ("Fr. 12,50 pro Kopf", "12.5", "CHF"),
        ("Fr. 1'250", "1250", "CHF"),
        ("Fr. 1848 insgesamt", "1848", "CHF"),
        ("sFr. 20 Busse", "20", "CHF"),
        ("100 Fr. Busse", "100", "CHF"),
        ("30 Rappen", "0.3", "CHF"),
        ("1,50 DM", "1.5", "DEM"),
        ("DM 1,50", "1.5", "DEM"),
        ("2000 DM", "2000", "DEM"),
        ("5 dm", "5", ""),
        ("5 D-Mark", "5", "DEM"),
        ("4 Mia. Franken", "4000000000", "CHF"),
        ("12 Mill. Euro", "12000000", "EUR"),
        ("20.000 m2", "20000", "m2"),
        ("20.000m2", "20000", "m2"),
        ("2 km2", "2000000", "m2"),
        ("40 cm2", "0.004", "m2"),
        ("3 m3", "3", "m3"),
        ("eine 5-prozentige Steigerung", "5", "%"),
        ("ein fünfprozentiger Zuwachs", "5", "%"),
        ("5 Promille", "0.5", "%"),
        ("0,5 ‰", "0.05", "%"),
        ("anderthalbtausend Menschen", "1500", ""),
        ("zweieinhalbtausend Menschen", "2500", ""),
        ("eine Viertelmillion Menschen", "250000", ""),
        ("eine Dreiviertelstunde", "2700", "s"),
        ("eine Viertelstunde", "900", "s"),
        ("eineinviertel Stunden", "4500", "s"),
        ("eindreiviertel Stunden", "6300", "s"),
    ],
)
def test_a_german_number_has_its_value_and_unit(text: str, value: str, unit: str) -> None:
    found = find_quantities(f"Es waren {text}.", "de")
    assert [(q.value, q.unit) for q in found] == [(Fraction(value), unit)]


@pytest.mark.parametrize(
    "text",
    [
        "drei Viertelmillionen",
        "drei Viertelmillionen Menschen",
        "drei Viertelstunden",
        "3 Viertelstunden",
        "zwei bis drei Viertelstunden",
        "zwei Dreiviertelstunden",
        "zwei Vierteljahre",
    ],
)
def test_so_many_quarters_in_one_word_are_not_read(text: str) -> None:
    assert find_quantities(f"Es waren {text}.", "de") == ()


_SIZES = {"": Fraction(1), "c": Fraction(1, 100), "d": Fraction(1, 10), "k": Fraction(1000), "m": Fraction(1, 1000)}


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("prefix", _SIZES)
@pytest.mark.parametrize(("power", "sign"), [(2, "2"), (2, "²"), (3, "3"), (3, "³")])
def test_an_area_or_a_volume_has_its_size(power: int, sign: str, prefix: str, lang: str) -> None:
    found = the_one(f"4 {prefix}m{sign}", lang)
    assert (found.kind, found.value, found.unit) == (Kind.MEASURE, 4 * _SIZES[prefix] ** power, f"m{power}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CHF 1'250 a year", [Fraction(1250)]),
        ("in the 1990's 250 people", [None, Fraction(250)]),
        ("the M2 motorway", []),
    ],
)
def test_an_apostrophe_or_a_power_belongs_to_an_english_number(text: str, expected: list[Fraction | None]) -> None:
    assert [q.value for q in find_quantities(text)] == expected


def test_an_area_with_a_digit_is_the_one_with_a_power() -> None:
    assert relation("The site covers 20,000 m2.", "The site covers 2 hectares.") is AGREE
    assert relation("Das Grundstück umfasst 20.000 m2.", "Das Grundstück umfasst 2 Hektar.", "de") is AGREE
    assert the_one("500 Euro pro m2", "de").per == the_one("500 Euro pro Quadratmeter", "de").per


@pytest.mark.parametrize(
    "text",
    [
        "Fr. 14.30 Uhr",
        "Fr. 3.5.2024",
        "Fr. 14.30 bis 16 Uhr",
        "Fr. 14.30–16.00",
        "Am Fr. 14 Gäste kamen",
        "Fr. 20 Gäste",
        "Fr. 120 Gäste",
        "am Fr. 12 Mai",
        "am Fr. 120 kamen",
        "Di. bis Fr. 10 und 12 Personen",
        "Mo.–Fr. 120 kamen",
        "Do. und Fr. 120 kamen",
        "Johann Fr. 1848",
    ],
)
def test_a_friday_or_a_name_is_no_money(text: str) -> None:
    assert all(q.kind is not Kind.MONEY for q in find_quantities(text, "de"))


# Ranges


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("drei- bis viertausend Euro", "3000", "4000"),
        ("von drei- bis viertausend Euro", "3000", "4000"),
        ("zwei- bis dreihundert Euro", "200", "300"),
        ("achtzig- bis hunderttausend Euro", "80000", "100000"),
        ("drei- bis vierhunderttausend Euro", "300000", "400000"),
        ("20- bis 30-mal", "20", "30"),
        ("ein- bis zweimal", "1", "2"),
        ("zwei- oder dreimal", "2", "3"),
        ("1.000- bis 2.000-mal", "1000", "2000"),
        ("drei- bis vierprozentige Zinsen", "3", "4"),
        ("von -5 bis 3 Grad", "-5", "3"),
        ("von minus 5 bis plus 3 Grad", "-5", "3"),
        ("minus 5 bis minus 3 Grad", "-5", "-3"),
    ],
)
def test_a_german_range_has_both_ends(text: str, low: str, high: str) -> None:
    found = the_one(f"Es waren {text}.", "de")
    assert (found.bound, ends(f"Es waren {text}.", "de")) == (Bound.RANGE, (low, high))


@pytest.mark.parametrize(
    "text", ["zwei- bis dreieinhalbtausend Euro", "8- bis 12-stündige Schichten", "zwei- bis dreistöckige Häuser"]
)
def test_the_first_number_of_a_range_that_is_not_read_is_no_number_of_its_own(text: str) -> None:
    assert find_quantities(text, "de") == ()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("3- to 4-year terms", 3 * 31557600, 4 * 31557600),
        ("two- or three-day trips", 2 * 86400, 3 * 86400),
        ("three- to four thousand euros", 3000, 4000),
        ("between -5 and 3 metres", -5, 3),
    ],
)
def test_an_english_range_has_both_ends(text: str, low: int, high: int) -> None:
    assert (the_one(text).bound, ends(text)) == (Bound.RANGE, (str(low), str(high)))


def test_a_number_with_a_hyphen_is_not_read_without_its_second() -> None:
    assert find_quantities("a two- to threefold rise") == ()


def test_a_price_outside_of_a_range_is_none_of_it() -> None:
    evidence = "Die Reparatur kostet drei- bis viertausend Euro."
    assert relation(evidence, "Die Reparatur kostet zweitausend Euro.", "de") is DISAGREE


# Dates


@pytest.mark.parametrize(
    ("text", "lang", "first", "last"),
    [
        ("early May 2023", "en", "2023-05-01", "2023-05-15"),
        ("mid-May 2023", "en", "2023-05-06", "2023-05-25"),
        ("late May 2023", "en", "2023-05-16", "2023-05-31"),
        ("the end of February 2023", "en", "2023-02-16", "2023-02-28"),
        ("Anfang Mai 2023", "de", "2023-05-01", "2023-05-15"),
        ("Mitte Mai 2023", "de", "2023-05-06", "2023-05-25"),
        ("Ende Februar 2023", "de", "2023-02-16", "2023-02-28"),
        ("vom 3. bis 5.10.2022", "de", "2022-10-03", "2022-10-05"),
        ("vom 3.10. bis 5.10.2022", "de", "2022-10-03", "2022-10-05"),
        ("3.–5.10.2022", "de", "2022-10-03", "2022-10-05"),
        ("im Jahr zweitausendvierundzwanzig", "de", "2024-01-01", "2024-12-31"),
        ("im Mai zweitausendvierundzwanzig", "de", "2024-05-01", "2024-05-31"),
        ("im 18. Jh. erbaut", "de", "1700-01-01", "1800-12-31"),
    ],
)
def test_a_date_has_its_days(text: str, lang: str, first: str, last: str) -> None:
    assert ends(text, lang) == (first, last)


def test_a_span_of_time_may_begin_in_a_part_of_a_month() -> None:
    evidence = "The war began in late July 1914 and ended on 11 November 1918."
    assert relation(evidence, "The war lasted more than four years.") is AGREE


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("zweitausendvierundzwanzig Mitglieder", 2024),
        ("im Mai zweitausend Besucher", 2000),
        ("im Mai zweitausend neue Besucher", 2000),
        ("im Sommer zweitausendzwei Gäste", 2002),
        ("im Mai zweitausend km", 2000 * 1000),
        ("im Winter zweitausend Tonnen", 2000 * 1000),
    ],
)
def test_so_many_of_something_in_words_are_no_year(text: str, value: int) -> None:
    assert the_one(f"Es waren {text}.", "de").value == value


@pytest.mark.parametrize("text", ["Im Mai zweitausend kamen sie.", "Im Mai zweitausend eröffnete Bonn das Museum."])
def test_a_year_in_words_has_no_noun_behind_it(text: str) -> None:
    assert the_one(text, "de").kind is Kind.DATE


@pytest.mark.parametrize(
    ("evidence", "claim", "expected"),
    [
        ("late May 2023", "early May 2023", DISAGREE),
        ("late May 2023", "late May 2023", AGREE),
        ("28 May 2023", "late May 2023", AGREE),
        ("17 May 2023", "late May 2023", OPEN),
        ("3 May 2023", "late May 2023", DISAGREE),
        ("mid-May 2023", "early May 2023", OPEN),
        ("late May 2023", "May 2023", AGREE),
        ("May 2023", "late May 2023", OPEN),
    ],
)
def test_the_part_of_a_month_counts(evidence: str, claim: str, expected: Relation) -> None:
    preposition = "on" if evidence[0].isdigit() else "in"
    assert relation(f"The bridge opened {preposition} {evidence}.", f"The bridge opened in {claim}.") is expected


# Clock times


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("halb vier nachmittags", 930),
        ("halb vier Uhr nachmittags", 930),
        ("halb vier morgens", 210),
        ("halb vier am Nachmittag", 930),
        ("halb zwölf nachts", 1410),
        ("halb eins mittags", 750),
        ("elf Uhr nachts", 1380),
        ("zwölf Uhr mittags", 720),
        ("12 Uhr vormittags", 720),
        ("12 Uhr morgens", 720),
        ("12.30 Uhr früh", 750),
        ("12 Uhr nachts", 0),
        ("1 Uhr früh", 60),
        ("20 Uhr abends", 1200),
        ("ein Uhr", 60),
        ("22.30 h", 1350),
        ("8.30 h", 510),
    ],
)
def test_a_clock_time_lies_in_the_half_of_the_day_that_is_named(text: str, minutes: int) -> None:
    found = the_one(f"Der Zug fährt um {text}.", "de")
    assert (found.kind, found.value, found.coarse) == (Kind.CLOCK, Fraction(minutes), False)


def test_the_morning_may_end_at_noon() -> None:
    assert ends("Er arbeitet von 10 bis 12 Uhr vormittags.", "de") == ("600", "720")


@pytest.mark.parametrize(
    "text",
    [
        "Die Fahrt dauert 2.30 h.",
        "Der Flug dauert 12.30 h.",
        "Die Akkulaufzeit von 10.30 h reicht.",
        "Er kam nach 2.30 h Fahrt an.",
        "Das Video ist 13.45 h lang.",
        "Der Flug dauert 10.30 bis 12.30 h.",
    ],
)
def test_hours_that_something_took_are_no_clock_time(text: str) -> None:
    assert the_one(text, "de").kind is Kind.DURATION


def test_hours_that_something_took_are_compared() -> None:
    assert relation("Der Flug dauert 12.30 h.", "Der Flug dauert mehr als zehn Stunden.", "de") is AGREE


@pytest.mark.parametrize(
    "text", ["ab 10.30 bis 12.30 h", "um 10:30–12:30 h", "gegen 8.30 h", "ab ca. 12.30 h", "um 22.30 h"]
)
def test_hours_with_a_word_of_clock_times_are_one(text: str) -> None:
    assert the_one(f"Es begann {text}.", "de").kind is Kind.CLOCK


def test_half_past_three_in_the_afternoon_is_not_in_the_morning() -> None:
    evidence = "Das Fest begann um halb vier nachmittags."
    assert relation(evidence, "Das Fest begann um 3.30 Uhr morgens.", "de") is not AGREE
    assert relation(evidence, "Das Fest begann um 15.30 Uhr.", "de") is AGREE


@pytest.mark.parametrize(
    "evidence",
    [
        "The festival began on 16 May 2023, at 3.30 p.m., and ended around 10 p.m.",
        "The festival began on Tuesday, 16 May 2023, at 3.30 p.m. and ended at 10 p.m.",
    ],
)
def test_a_date_does_not_part_a_clock_time_from_its_verb(evidence: str) -> None:
    assert relation(evidence, "The festival began at 3.30 p.m.") is AGREE
    assert relation(evidence, "The festival began at 4.30 p.m.") is DISAGREE


def test_a_day_without_its_year_does_not_part_them_either() -> None:
    evidence = "The festival began on 16 May at 3.30 p.m. and ended at 10 p.m."
    assert relation(evidence, "The festival began at 3.30 p.m.") is AGREE


def test_a_german_date_does_not_part_a_clock_time_from_its_verb() -> None:
    evidence = "Das Fest begann am Dienstag, dem 16. Mai 2023, um halb vier Uhr nachmittags und endete gegen 22 Uhr."
    assert relation(evidence, "Das Fest begann um 15.30 Uhr.", "de") is AGREE


# Words around a number


@pytest.mark.parametrize(
    ("text", "lang", "bound"),
    [
        ("It is not approved for patients under 18.", "en", Bound.FEWER),
        ("It does not apply to people over 65.", "en", Bound.MORE),
        ("He does not say that more than 300 came.", "en", Bound.MORE),
        ("Nobody in Lorne waited more than 18 weeks.", "en", Bound.AT_MOST),
        ("It was not sold to shops with more than 10 rooms.", "en", Bound.MORE),
        ("It is not planned to be wider than ten metres.", "en", Bound.AT_MOST),
        ("No mountain in Iceland exceeds 2,000 metres.", "en", Bound.AT_MOST),
        ("They may not go on for more than six weeks.", "en", Bound.AT_MOST),
        ("Judges cannot apply to serve beyond 68.", "en", Bound.AT_MOST),
        ("None of them has more than two floors.", "en", Bound.AT_MOST),
        ("It was not given to a child under two.", "en", Bound.FEWER),
        ("It does not have more than 300 members.", "en", Bound.AT_MOST),
        ("It was not sold in more than 20 countries.", "en", Bound.AT_MOST),
        ("Es ist nicht für Patienten unter 18 zugelassen.", "de", Bound.FEWER),
        ("Es sind nicht mehr als 500 Mitglieder.", "de", Bound.AT_MOST),
    ],
)
def test_only_a_not_of_its_own_turns_a_bound(text: str, lang: str, bound: Bound) -> None:
    assert the_one(text, lang).bound is bound


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("The parcel weighs 20 pounds.", "kg"),
        ("It is 2 pounds heavier.", "kg"),
        ("He lost 20 pounds.", "pound"),
        ("He lost twenty pounds.", "pound"),
        ("They bought 20 pounds of rice.", "pound"),
        ("It cost 20 pounds.", "GBP"),
        ("The heavy parcel costs 20 pounds.", "GBP"),
        ("They sent 20 million pounds of aid.", "GBP"),
        ("The firm lost 20 million pounds.", "GBP"),
        ("He lost 210,000 pounds.", "GBP"),
        ("He lost 2.5 pounds.", "pound"),
        ("The plant emitted 500 tons.", "ton"),
        ("The plant emitted 500 metric tons.", "kg"),
        ("The plant emitted 500 tonnes.", "kg"),
        ("Westbury had 85 points.", "points"),
        ("The party rose 3 points to 45 percent.", "pp"),
    ],
)
def test_a_unit_of_several_meanings_is_read_by_the_words_around_it(text: str, unit: str) -> None:
    assert find_quantities(text)[0].unit == unit


def test_a_rare_share_is_stated_more_finely_than_to_half_a_percent() -> None:
    assert relation("0.4 percent of patients had an attack.", "One in 500 patients had an attack.") is not AGREE
    assert relation("0.2 percent of patients had an attack.", "One in 500 patients had an attack.") is AGREE
    assert relation("16.7 percent of patients had an attack.", "One in six patients had an attack.") is AGREE


@pytest.mark.parametrize(
    ("evidence", "claim", "expected"),
    [
        ("Support rose by 5 points to 45 percent.", "Support rose by more than 4 points.", AGREE),
        ("Labour leads by 5 percentage points.", "Labour leads by 5 points.", AGREE),
        ("Labour leads by 5 points.", "Labour leads by 5 percentage points.", AGREE),
        ("Labour leads by 5 percentage points.", "Labour leads by more than 4 points.", AGREE),
        ("The DAX fell 1.5 percent to 15,800 points.", "The DAX fell to more than 15,000 points.", AGREE),
        ("Arsenal have 74 points.", "Arsenal have more than 70 points.", AGREE),
        ("Arsenal have 74 points.", "Arsenal have 74 percentage points.", OPEN),
        ("Arsenal have 74 points.", "Arsenal have more than 70 percentage points.", OPEN),
    ],
)
def test_points_may_be_of_a_percentage(evidence: str, claim: str, expected: Relation) -> None:
    assert relation(evidence, claim) is expected


def test_the_percentage_may_stand_in_another_sentence() -> None:
    evidence = "Turnout was 45 percent in 2020. It rose by 5 points in 2021."
    found = compare(evidence, "Turnout rose by 5 percentage points in 2021.")
    assert [comparison.relation for comparison in found] == [AGREE, AGREE]
    assert not any(comparison.telling for comparison in found)


@pytest.mark.parametrize(
    ("evidence", "claim", "expected"),
    [
        ("500 tonnes", "more than 300 tons", AGREE),
        ("500 tons", "more than 300 tonnes", AGREE),
        ("500 tonnes", "less than 300 tons", DISAGREE),
        ("500 tonnes", "900 tons", DISAGREE),
        ("500 tonnes", "500 tons", OPEN),
        ("500 tonnes", "540 tons", OPEN),
        ("500 tonnes", "more than 490 tons", OPEN),
        ("500 tons", "more than 510 tonnes", OPEN),
        ("between 400 and 500 tonnes", "450 tons", OPEN),
        ("500 tons", "500 tons", AGREE),
        ("500 tons", "more than 490 tons", AGREE),
        ("500 tons", "510 tons", DISAGREE),
    ],
)
def test_a_ton_is_nearly_a_tonne(evidence: str, claim: str, expected: Relation) -> None:
    assert relation(f"The plant emitted {evidence}.", f"The plant emitted {claim}.") is expected


def test_a_german_tonne_is_compared_with_tons() -> None:
    evidence = "Das Werk erzeugte 500 Tonnen."
    assert relation(evidence, "The plant produced more than 300 tons.", "de", "en") is AGREE
