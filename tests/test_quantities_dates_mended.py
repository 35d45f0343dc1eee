"""Halves, years, clock times and periods that were read as something else, each as it is read now."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from factcheck.quantities import Bound, Kind, Quantity, Relation, compare, find_quantities, overall

AGREE, DISAGREE, OPEN = Relation.AGREE, Relation.DISAGREE, Relation.NOT_COMPARABLE


def verdict(evidence: str, claim: str, lang: str = "en") -> Relation:
    return overall(compare(evidence, claim, lang, lang))


def relation(evidence: str, claim: str, lang: str = "en") -> Relation:
    (comparison,) = compare(evidence, claim, lang, lang)
    return comparison.relation


def the_one(text: str, lang: str = "en") -> Quantity:
    (found,) = find_quantities(text, lang)
    return found


def kinds(text: str, lang: str = "en") -> list[Kind]:
    return [quantity.kind for quantity in find_quantities(text, lang)]


def days(text: str, lang: str = "en") -> tuple[str, str]:
    interval = the_one(text, lang).interval
    assert interval.low is not None and interval.high is not None
    return dt.date.fromordinal(int(interval.low)).isoformat(), dt.date.fromordinal(int(interval.high)).isoformat()


# German halves


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("mehr als die Hälfte der Wähler", Bound.MORE),
        ("in mehr als der Hälfte der Fälle", Bound.MORE),
        ("über die Hälfte der Wähler", Bound.MORE),
        ("weniger als die Hälfte der Wähler", Bound.FEWER),
        ("nicht einmal die Hälfte der Wähler", Bound.FEWER),
        ("mindestens die Hälfte der Wähler", Bound.AT_LEAST),
        ("etwa die Hälfte der Wähler", Bound.ABOUT),
        ("rund die Hälfte der Wähler", Bound.ABOUT),
        ("fast die Hälfte der Wähler", Bound.ALMOST),
        ("knapp die Hälfte der Wähler", Bound.ALMOST),
        ("gut die Hälfte der Wähler", Bound.JUST_OVER),
        ("die Hälfte der Wähler", Bound.EXACT),
        ("bis die Hälfte der Wähler ging", Bound.EXACT),
    ],
)
def test_a_german_half_keeps_the_word_that_bounds_it(text: str, bound: Bound) -> None:
    half = the_one(text, "de")
    assert (half.unit, half.value, half.bound) == ("%", Fraction(50), bound)


@pytest.mark.parametrize(
    ("evidence", "claim", "expected"),
    [
        ("70 Prozent der Wähler stimmten zu.", "Mehr als die Hälfte der Wähler stimmte zu.", AGREE),
        ("30 Prozent der Wähler stimmten zu.", "Weniger als die Hälfte der Wähler stimmte zu.", AGREE),
        ("20 Prozent der Wähler stimmten zu.", "Mehr als die Hälfte der Wähler stimmte zu.", DISAGREE),
        ("Weniger als die Hälfte der Wähler stimmte zu.", "Mindestens 30 Prozent der Wähler stimmten zu.", OPEN),
    ],
)
def test_a_german_half_is_compared_with_its_bound(evidence: str, claim: str, expected: Relation) -> None:
    assert verdict(evidence, claim, "de") is expected


def test_a_german_half_by_which_something_fell_is_a_change() -> None:
    texts = ("Der Umsatz sank um die Hälfte.", "Der Umsatz sank um mehr als die Hälfte.", "Der Umsatz sank um die 300.")
    assert [the_one(text, "de").change for text in texts] == [True, True, False]


# Years and amounts of four digits


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Der Berg ist 1800 m hoch.", Kind.MEASURE),
        ("Der Weg ist 1500 bis 2000 m lang.", Kind.MEASURE),
        ("Die Firma zahlte 2000 €.", Kind.MONEY),
        ("Der Preis stieg um 2000 Euro.", Kind.MONEY),
        ("Die Halle hat Platz für 2000 Menschen.", Kind.COUNT),
        ("Sie sprach vor 2000 Menschen.", Kind.COUNT),
        ("1500 bis 2000 Menschen kamen.", Kind.COUNT),
        ("Zwischen 1500 und 2000 Menschen kamen.", Kind.COUNT),
        ("Das gilt für 2000 Produkte.", Kind.COUNT),
        ("Vor 2000 Jahren war hier Meer.", Kind.DURATION),
        ("Die Firma machte 2019 Umsatz.", Kind.DATE),
        ("Im Januar 2012 Insolvenz angemeldet.", Kind.DATE),
        ("Sie wurde 1990 Mitglied.", Kind.DATE),
        ("Er war von 1990 bis 2000 Bürgermeister.", Kind.DATE),
        ("Der Vulkan, der 2010 Urlauber aufhielt.", Kind.DATE),
        ("Der Ort verlor zwischen 2001 und 2011 Einwohner.", Kind.DATE),
    ],
)
def test_four_digits_in_german_are_a_year_or_an_amount_by_what_follows(text: str, kind: Kind) -> None:
    assert kinds(text, "de") == [kind]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("He sold it for 2000 dollars.", Kind.MONEY),
        ("He sold it for 2000 €.", Kind.MONEY),
        ("The hall has room for 2000 people.", Kind.COUNT),
        ("It grew to 2000 employees.", Kind.COUNT),
        ("About 2000 people live there.", Kind.COUNT),
        ("More than 2000 clients came.", Kind.COUNT),
        ("Between 1500 and 2000 people came.", Kind.COUNT),
        ("It is 1500 to 2000 metres high.", Kind.MEASURE),
        ("In 2019 sales rose.", Kind.DATE),
        ("In 2019 people left.", Kind.DATE),
        ("Between 2015 and 2020 exports grew.", Kind.DATE),
        ("Between 1990 and 2000 people left.", Kind.DATE),
        ("After the elections of 1923 women sat there.", Kind.DATE),
        ("It was paid in 1999 dollars.", Kind.DATE),
    ],
)
def test_four_digits_in_english_are_a_year_or_an_amount_by_what_follows(text: str, kind: Kind) -> None:
    assert kinds(text) == [kind]


def test_a_sign_of_money_before_another_number_does_not_make_the_year_an_amount() -> None:
    assert kinds("In 2019 $5 million was spent.") == [Kind.DATE, Kind.MONEY]


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        ("Der Berg ist 1800 m hoch.", "Der Berg ist mehr als 1500 m hoch."),
        ("Die Firma zahlte 2000 €.", "Die Firma zahlte mehr als 1500 €."),
        ("Die Firma hat 1500 Beschäftigte und 2000 Kunden.", "Die Firma hat mehr als 1900 Kunden."),
    ],
)
def test_amounts_of_four_digits_are_compared_as_amounts(evidence: str, claim: str) -> None:
    assert verdict(evidence, claim, "de") is AGREE


# About a date


@pytest.mark.parametrize(
    "text",
    ["around 1900", "in about 1900", "circa 1900", "c. 1900", "about the year 1900", "shortly after 1900"],
)
def test_words_that_blur_a_date_are_read(text: str) -> None:
    assert (the_one(text).bound, the_one(text).coarse) == (Bound.ABOUT, True)


@pytest.mark.parametrize(
    "text",
    ["um 1900", "etwa 1900", "ca. 1900", "um das Jahr 1900", "etwa um 1900", "um etwa 1900", "gegen 1900"],
)
def test_words_that_blur_a_date_are_read_in_german(text: str) -> None:
    assert (the_one(text, "de").bound, the_one(text, "de").coarse) == (Bound.ABOUT, True)


@pytest.mark.parametrize(
    ("evidence", "claim", "expected"),
    [
        ("around 1900", "in 1899", OPEN),
        ("around 1900", "in 1885", OPEN),
        ("around 1900", "in 1850", DISAGREE),
        ("around 1987", "in 1984", OPEN),
        ("around 1987", "in 1970", DISAGREE),
        ("in 1899", "around 1900", AGREE),
        ("in 1890", "around 1900", OPEN),
        ("around 1900", "around 1900", AGREE),
        ("around 1900", "in 1900", AGREE),
        ("in 1903", "before about 1900", OPEN),
        ("in 1903", "before 1900", DISAGREE),
        ("in 1903", "before the year 1900", DISAGREE),
        ("in 1903", "shortly after 1900", AGREE),
        ("in 1950", "shortly after 1900", DISAGREE),
    ],
)
def test_about_a_date_allows_some_years_either_way(evidence: str, claim: str, expected: Relation) -> None:
    assert relation(f"The house was built {evidence}.", f"The house was built {claim}.") is expected


def test_about_a_date_in_german_does_not_contradict_the_years_around_it() -> None:
    assert verdict("Das Haus wurde um 1900 gebaut.", "Das Haus wurde 1890 gebaut.", "de") is OPEN
    assert verdict("Das Haus wurde um 1900 gebaut.", "Das Haus wurde 1850 gebaut.", "de") is DISAGREE


def test_a_temperature_at_the_end_of_a_sentence_does_not_blur_the_next_date() -> None:
    assert [q.bound for q in find_quantities("It was 30 °C. On 3 May 2012 it snowed.")] == [Bound.EXACT] * 2


# Clock times


@pytest.mark.parametrize(
    ("text", "minutes", "coarse"),
    [
        ("at 7 p.m.", 1140, False),
        ("at 7pm", 1140, False),
        ("at 7.30 a.m.", 450, False),
        ("at 7:30 a.m.", 450, False),
        ("at 12 a.m.", 0, False),
        ("at 9 o'clock", 540, True),
        ("at nine o’clock", 540, True),
    ],
)
def test_english_clock_times_are_read(text: str, minutes: int, coarse: bool) -> None:
    found = the_one(text)
    assert (found.kind, found.value, found.coarse) == (Kind.CLOCK, Fraction(minutes), coarse)


@pytest.mark.parametrize("text", ["from 7 to 9 p.m.", "between 7 p.m. and 9 p.m.", "7–9 p.m."])
def test_english_clock_times_from_one_to_another_are_a_range(text: str) -> None:
    found = the_one(text)
    assert (found.text, found.bound, found.interval.low, found.interval.high) == (
        text,
        Bound.RANGE,
        Fraction(1140),
        Fraction(1260),
    )


@pytest.mark.parametrize("text", ["from 11 p.m. to 1 a.m.", "von 22 bis 6 Uhr", "um 1900 Uhr"])
def test_clock_times_over_midnight_and_impossible_ones_are_not_compared(text: str) -> None:
    assert find_quantities(text, "de" if "Uhr" in text else "en") == ()


def test_a_verb_makes_no_clock_time() -> None:
    assert the_one("Of these 7 am I the best.").kind is Kind.COUNT


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("um 14 Uhr", Bound.EXACT),
        ("nach 14 Uhr", Bound.MORE),
        ("vor 14 Uhr", Bound.FEWER),
        ("nicht vor 14 Uhr", Bound.AT_LEAST),
        ("spätestens um 14 Uhr", Bound.AT_MOST),
        ("ab 14 Uhr", Bound.SINCE),
        ("von 14 Uhr an", Bound.SINCE),
        ("bis 14 Uhr", Bound.UNTIL),
        ("bis etwa 14 Uhr", Bound.UNTIL),
        ("gegen 14 Uhr", Bound.ABOUT),
        ("um etwa 14 Uhr", Bound.ABOUT),
        ("kurz nach 14 Uhr", Bound.ABOUT),
        ("von 14 Uhr bis 16 Uhr", Bound.RANGE),
        ("von 14:30 bis 16:00 Uhr", Bound.RANGE),
    ],
)
def test_words_before_a_german_clock_time_bound_it(text: str, bound: Bound) -> None:
    assert (the_one(text, "de").bound, the_one(text, "de").change) == (bound, False)


@pytest.mark.parametrize(
    ("evidence", "claim", "expected"),
    [
        ("um 14.30 Uhr", "nach 14 Uhr", AGREE),
        ("um 14.30 Uhr", "vor 14 Uhr", DISAGREE),
        ("gegen 15 Uhr", "um 15.05 Uhr", OPEN),
        ("gegen 15 Uhr", "um 18 Uhr", DISAGREE),
        ("um 15.05 Uhr", "gegen 15 Uhr", AGREE),
        ("um 15 Uhr", "nach 4 Uhr", OPEN),
        ("bis 20 Uhr", "bis 21 Uhr", DISAGREE),
        ("nach 20 Uhr", "nach 19 Uhr", OPEN),
        ("von 9 bis 17 Uhr", "von 9 bis 18 Uhr", OPEN),
        ("von 9 bis 17 Uhr", "von 9 Uhr bis 17 Uhr", AGREE),
    ],
)
def test_german_clock_times_are_compared_with_their_bounds(evidence: str, claim: str, expected: Relation) -> None:
    assert relation(f"Der Zug fuhr {evidence}.", f"Der Zug fuhr {claim}.", "de") is expected


@pytest.mark.parametrize(
    ("evidence", "claim", "expected"),
    [
        ("at 7 p.m.", "before 8 p.m.", AGREE),
        ("at 7 p.m.", "after 8 p.m.", DISAGREE),
        ("at 7 p.m.", "by 8 p.m.", AGREE),
        ("at 7 p.m.", "at 8 p.m.", DISAGREE),
        ("at 9 o'clock", "before 10 o'clock", OPEN),
        ("at 7 p.m.", "at 7 o'clock", AGREE),
    ],
)
def test_english_clock_times_are_compared_with_their_bounds(evidence: str, claim: str, expected: Relation) -> None:
    assert relation(f"The train arrived {evidence}", f"The train arrived {claim}") is expected


def test_the_line_of_a_clock_time_names_no_share_and_no_amount() -> None:
    lines = [
        compare("Der Zug kam um 14.30 Uhr an.", f"Der Zug kam {claim} an.", "de", "de")[0].line
        for claim in ("nach 14 Uhr", "vor 14 Uhr", "gegen 14.20 Uhr")
    ]
    assert lines == [
        "14.30 Uhr > 14 Uhr (nach 14 Uhr)",
        "14.30 Uhr excludes vor 14 Uhr",
        "14.30 Uhr fits gegen 14.20 Uhr",
    ]


# Parts of years


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("in the third quarter of 2023", "2023-07-01", "2023-09-30"),
        ("in Q1 2024", "2024-01-01", "2024-03-31"),
        ("in the second half of 2023", "2023-07-01", "2023-12-31"),
        ("at the end of 2018", "2018-10-01", "2018-12-31"),
        ("in the first half of the 1980s", "1980-01-01", "1984-12-31"),
    ],
)
def test_parts_of_years_are_whole_months(text: str, first: str, last: str) -> None:
    assert days(text) == (first, last)


def test_the_first_day_of_a_quarter_lies_in_it() -> None:
    claim = "The bridge was opened in the third quarter of 2023."
    assert relation("The bridge was opened on 1 July 2023.", claim) is AGREE
    assert relation("The bridge was opened on 30 June 2023.", claim) is DISAGREE
    german = "Die Brücke wurde im dritten Quartal 2023 eröffnet."
    assert relation("Die Brücke wurde am 1. Juli 2023 eröffnet.", german, "de") is AGREE


def test_a_long_row_of_articles_is_read() -> None:
    assert find_quantities("um " + "der " * 5000, "de") == ()


# Before the year 1, and the second half of the day


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("It fell in 1500 BC.", "en"),
        ("It fell in 1500 B.C. and burned.", "en"),
        ("from 1500 to 1200 BCE", "en"),
        ("in the 12th century BC", "en"),
        ("Es fiel 1500 v. Chr. und brannte.", "de"),
        ("im 12. Jahrhundert v. Chr.", "de"),
    ],
)
def test_a_year_before_year_1_is_none_after_it(text: str, lang: str) -> None:
    assert kinds(text, lang) == []


def test_initials_that_do_not_follow_a_year_are_no_era() -> None:
    assert kinds("Built in 1500, BC Hydro says.") == [Kind.DATE]


@pytest.mark.parametrize(
    ("german", "english"),
    [
        ("um 8 Uhr abends", "at 8 p.m."),
        ("um 8 Uhr 30 abends", "at 8:30 p.m."),
        ("um 3 Uhr am Nachmittag", "at 3 p.m."),
        ("um 20 Uhr am Abend", "at 8 p.m."),
        ("von 6 bis 8 Uhr abends", "from 6 to 8 p.m."),
        ("um 8 Uhr morgens", "at 8 a.m."),
    ],
)
def test_the_part_of_the_day_belongs_to_a_german_time(german: str, english: str) -> None:
    assert the_one(german, "de").interval == the_one(english).interval
