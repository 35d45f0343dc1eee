"""Agreements that said more than the evidence: each pair once read as one that tells, and what must still tell."""

from __future__ import annotations

import pytest

from factcheck.quantities import Relation, compare, overall

AGREE, DISAGREE, OPEN = Relation.AGREE, Relation.DISAGREE, Relation.NOT_COMPARABLE
VOTES = "Of 500 seats, 300 went to the Liberals and 200 to the Greens."
TRIAL = "Of the 1,248 participants, 832 received veltamab and 416 received a placebo."
ROVERS = "Rovers were founded in 1894 and turned professional in 1921."
LAW = "The law took effect in 2010 and was repealed in 2018."
STAFF = "Acme has 800 employees, 25 percent of them in Spain."
FUND = "The reserve fund fell from $61.0 million to $48.8 million."


def verdict(evidence: str, claim: str, lang: str = "en") -> Relation:
    return overall(compare(evidence, claim, lang, lang))


def line(evidence: str, claim: str, lang: str = "en") -> str:
    return compare(evidence, claim, lang, lang)[-1].line


# Shares and parts


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        ("The city plans to cut 100 of its 400 jobs.", "The city cut a quarter of its jobs."),
        ("The city threatened to cut 100 of its 400 jobs.", "The city cut a quarter of its jobs."),
        ("The city did not cut 100 of its 400 jobs.", "The city cut a quarter of its jobs."),
        ("The city never cut 100 of its 400 jobs.", "The city cut a quarter of its jobs."),
        ("It is false that the city cut 100 of its 400 jobs.", "The city cut a quarter of its jobs."),
        (VOTES, "The Greens won 60 percent of the seats."),
        (VOTES, "The Greens won two thirds of the seats."),
        (VOTES, "The Liberals won 40 percent of the seats."),
        (TRIAL, "Two thirds of the participants received a placebo."),
        (TRIAL, "Half of the participants received a placebo."),
        (TRIAL, "A third of the participants received veltamab."),
        ("The firm cut 200 jobs in Berlin and 100 in Hamburg.", "Half of the jobs cut were in Hamburg."),
        ("31 of the 40 flights were on time.", "About 78 percent of the flights were late."),
        ("The state approved 31 of 40 projects.", "The state turned down about 78 percent of projects."),
        ("The city has 400 buses, 100 of which are electric.", "A quarter of the city's buses are diesel."),
        ("2 of 400 patients died.", "0.9 percent of the patients died."),
        ("2 of 400 patients died.", "1 percent of the patients died."),
        ("31 of 40 patients recovered.", "77.9 percent of the patients recovered."),
        ("Revenue rose 8 percent to 2.7 billion euros.", "Revenue was 216 million euros."),
        ("The price was 40 dollars in 2019. It was cut by 25 percent.", "The price is 10 dollars."),
        ("Police cost $96.4 million, 23.4 percent of the budget.", "Police cost $22.6 million."),
        ("The tax is 25 percent of income over 800 euros.", "The tax is 200 euros."),
        ("The stadium has 200 seats; 40 percent of the 500 fans were women.", "The stadium has 80 women."),
        ("The dam at Cribden holds 6 million litres, a third as much as Ogden.", "Ogden holds 2 million litres."),
        (STAFF, "Acme has 200 employees."),
    ],
)
def test_a_share_of_something_else_does_not_tell(evidence: str, claim: str) -> None:
    assert verdict(evidence, claim) is not AGREE


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        ("The city cut 100 of its 400 jobs.", "The city cut a quarter of its jobs."),
        ("The city plans to cut 100 of its 400 jobs.", "The city plans to cut a quarter of its jobs."),
        (VOTES, "The Liberals won 60 percent of the seats."),
        (TRIAL, "A third of the participants received a placebo."),
        ("The state approved 31 of 40 projects.", "The state approved 77.5 percent of the projects."),
        ("The state pays 40 percent of the 50 million euros.", "The state pays 20 million euros."),
        ("Rovers drew 28 of their 38 matches.", "Rovers drew 74 percent of their matches."),
        (STAFF, "Acme has 200 employees in Spain."),
        ("The tank held 34 litres. A leak cut that by half.", "With the leak the tank held 17 litres."),
    ],
)
def test_a_share_of_the_same_thing_tells(evidence: str, claim: str) -> None:
    assert verdict(evidence, claim) is AGREE


# Spans


@pytest.mark.parametrize(
    ("evidence", "claim", "lang"),
    [
        (ROVERS, "Rovers were founded 27 years ago.", "en"),
        (LAW, "The law has been in force for eight years.", "en"),
        ("It is false that he led the party from 1990 to 1995.", "He led the party for five years.", "en"),
        ("The firm was not in Berlin from 1990 to 1995.", "The firm was in Berlin for five years.", "en"),
        ("Smith led it from 1990 to 2000, Jones from 2001 to 2005.", "Jones led it for ten years.", "en"),
        ("She joined in 2001 and has led it since 2013.", "She has led the firm for 12 years.", "en"),
        ("Smith led the party until 1990, Jones since 1995.", "Smith led the party for five years.", "en"),
        ("The festival planned for 2010 was held in 2014.", "The festival lasted four years.", "en"),
        ("He was jailed in 2019 and freed in 2020.", "He was in jail for 540 days.", "en"),
        ("He was jailed in May 2019 and freed in July 2019.", "He was in jail for 61 days.", "en"),
        ("The trial began in 2019 and ended in 2020.", "The trial took more than a year.", "en"),
        ("In 1951 it had 640 people and in 2021 655.", "In 2021 it had fewer people than 70 years before.", "en"),
        ("Der Verein wurde 1894 gegründet und 1921 aufgelöst.", "Der Verein wurde vor 27 Jahren gegründet.", "de"),
    ],
)
def test_the_time_between_two_dates_is_not_any_time(evidence: str, claim: str, lang: str) -> None:
    assert verdict(evidence, claim, lang) is not AGREE


@pytest.mark.parametrize(
    ("evidence", "claim", "expected"),
    [
        ("The war lasted from 1914 to 1918.", "The war lasted four years.", "1914 to 1918 is 4 years = four years"),
        (
            "The trial ran between March 2021 and June 2023.",
            "The trial ran for more than two years.",
            "March 2021 to June 2023 is 2.3 years > two years (more than two years)",
        ),
        (
            "It ran from 3 May 2020 to 8 May 2020.",
            "It ran for five days.",
            "3 May 2020 to 8 May 2020 is 5 days = five days",
        ),
    ],
)
def test_a_period_is_as_long_as_it_is(evidence: str, claim: str, expected: str) -> None:
    assert line(evidence, claim) == expected
    assert verdict(evidence, claim) is AGREE


@pytest.mark.parametrize(
    ("period", "right", "wrong"),
    [
        ("from 1 January 2010 to 31 December 2014", "five years", "four years"),
        ("from January 1, 2010 to December 31, 2014", "five years", "four years"),
        ("from 2010-01-01 to 2014-12-31", "five years", "four years"),
        ("from 1 January 2020 to 31 December 2021", "two years", "one year"),
        ("from 1 January 2021 to 31 December 2021", "365 days", "364 days"),
        ("from January 2010 to December 2014", "five years", "four years"),
        ("from 1 March 2010 to 1 March 2012", "two years", "three years"),
        ("from January 2020 to March 2020", "", "two months"),
        ("from 2010 to 2014", "four years", "five years"),
        ("from the 1980s to the 1990s", "", "19 years"),
        ("from 2010 to 31 December 2014", "", "four years"),
        ("from 2010 to the 3rd quarter of 2014", "", "four years"),
    ],
)
def test_the_ends_of_a_period_are_as_exact_as_they_are_written(period: str, right: str, wrong: str) -> None:
    assert not right or verdict(f"The office ran {period}.", f"The office ran for {right}.") is AGREE
    assert verdict(f"The office ran {period}.", f"The office ran for {wrong}.") is not AGREE


@pytest.mark.parametrize("period", ["vom 1. Januar 1990 bis 31. Dezember 1999", "vom 01.01.1990 bis 31.12.1999"])
def test_a_period_in_german_is_as_long_as_it_is(period: str) -> None:
    assert verdict(f"Das Amt lief {period}.", "Das Amt lief zehn Jahre.", "de") is AGREE
    assert verdict(f"Das Amt lief {period}.", "Das Amt lief neun Jahre.", "de") is not AGREE


BONN = "She studied in Bonn from 1990 to 1995 and taught there from 1995 to 2005."
TREATY = "The treaty was in force from 1990 to 2000."
PLANT = "Von 1990 bis 2000 war das Werk stillgelegt."
TWO = "Smith lives in Paris. Jones led the party from 1990 to 1995."


@pytest.mark.parametrize(
    ("evidence", "claim", "lang"),
    [
        ("The war lasted from 1914 to 1918.", "The king reigned for four years.", "en"),
        ("The film covers the years 1990 to 2000.", "The film took ten years to make.", "en"),
        ("The film covers the years 1990 to 2000.", "The film lasted ten years.", "en"),
        (TREATY, "The treaty was suspended for ten years.", "en"),
        ("From 1990 to 2000 the plant was closed.", "The plant ran for ten years.", "en"),
        (PLANT, "Das Werk lief zehn Jahre lang.", "de"),
        (BONN, "She taught in Bonn for five years.", "en"),
        (TWO, "Smith led the party for five years.", "en"),
        ("Anna Meier was born in 1950 and became mayor in 1990.", "Anna Meier was mayor for 40 years.", "en"),
        ("Born in 1950, he became mayor in 1990.", "He was mayor for 40 years.", "en"),
        ("He was born in 1950 and died in 1990.", "He was mayor for 40 years.", "en"),
        ("Meier, geboren 1950, wurde 1990 Bürgermeister.", "Meier war 40 Jahre lang Bürgermeister.", "de"),
    ],
)
def test_a_period_of_one_thing_is_none_of_another(evidence: str, claim: str, lang: str) -> None:
    assert verdict(evidence, claim, lang) is not AGREE


@pytest.mark.parametrize(
    ("evidence", "claim", "lang"),
    [
        (TREATY, "The treaty was in force for ten years.", "en"),
        (TREATY, "The treaty lasted ten years.", "en"),
        (PLANT, "Das Werk war zehn Jahre lang stillgelegt.", "de"),
        ("Der Krieg dauerte von 1914 bis 1918.", "Der Krieg währte vier Jahre.", "de"),
        ("The trial lasted from 2019 to 2021.", "The trial ran for two years.", "en"),
        (BONN, "She studied in Bonn for five years.", "en"),
        ("Angela Merkel rose late. She was chancellor from 2005 to 2021.", "Merkel was chancellor for 16 years.", "en"),
        ("He was born in 1950 and died in 1990.", "He lived for 40 years.", "en"),
        (
            "The line opened in 1889 and was closed in 1971.",
            "The line carried passengers for more than 80 years.",
            "en",
        ),
    ],
)
def test_a_period_of_the_same_thing_tells(evidence: str, claim: str, lang: str) -> None:
    assert verdict(evidence, claim, lang) is AGREE


def test_a_span_of_what_was_proposed_is_none_of_plans_where_the_claim_is_of_the_proposal() -> None:
    evidence = "The law was proposed in 2019. It was passed in 2023."
    assert verdict(evidence, "The law was passed four years after its proposal.") is AGREE


# Other times, what something came from, other limits, other roles


@pytest.mark.parametrize(
    ("evidence", "claim", "lang"),
    [
        ("In 1990 the city had 120 buses.", "The city still has more than 100 buses.", "en"),
        ("Ems had 12,000 inhabitants in 1950 and has 9,000 today.", "Ems has more than 11,000 inhabitants.", "en"),
        ("The old stadium held 28,000 spectators.", "The stadium holds more than 25,000 spectators.", "en"),
        (FUND, "The reserve fund fell to more than $60 million.", "en"),
        ("The fund is at $48 million, down from $61 million.", "The fund is at more than $60 million.", "en"),
        ("Der Gewinn sank von 61 auf 48 Millionen Euro.", "Der Gewinn sank auf mehr als 60 Millionen Euro.", "de"),
        ("The drug is approved for adults over 18.", "The drug is approved for adults over 16.", "en"),
        ("Children under 6 ride free.", "Children under 8 ride free.", "en"),
        ("The tax applies to incomes over $100,000.", "The tax applies to incomes over $80,000.", "en"),
        ("Firms with more than 500 employees must report.", "Firms with more than 250 employees must report.", "en"),
        ("Smith led Jones by 12 points.", "Jones led Smith by more than 10 points.", "en"),
        ("Acme bought Zenith for 310 million euros.", "Zenith bought Acme for more than 300 million euros.", "en"),
        ("Ticket prices went up by 12 percent.", "Ticket prices went down by more than 10 percent.", "en"),
        ("In 1870 the town had 900 people.", "In the 19th century the town had more people than today.", "en"),
        ("1870 hatte der Ort Kinos.", "Im 19. Jahrhundert hatte der Ort mehr Kinos als heute.", "de"),
    ],
)
def test_an_agreement_of_another_time_or_limit_or_role_does_not_tell(evidence: str, claim: str, lang: str) -> None:
    assert verdict(evidence, claim, lang) is not AGREE


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        ("In 1990 the city had 120 buses.", "The city had more than 100 buses."),
        ("The hill was climbed in 1889 and is 5,895 metres high.", "The hill is just under 6 km high."),
        ("The planet circles its star once every 9.4 days.", "The planet takes under ten days to circle its star."),
        (FUND, "The fund fell from more than $60 million."),
        ("Smith led Jones by 12 points.", "Jones was led by Smith by more than 10 points."),
        ("In Russia, Acme sold 20 million tons.", "Acme sold more than 15 million tons in Russia."),
        ("At least 350 people died.", "More than 300 people died."),
        ("Ticket prices went up by 12 percent.", "Ticket prices went up by more than 10 percent."),
    ],
)
def test_an_agreement_of_the_same_still_tells(evidence: str, claim: str) -> None:
    assert verdict(evidence, claim) is AGREE


# How far a number may be from one that it is said to be


@pytest.mark.parametrize(
    ("evidence", "claim", "expected"),
    [
        ("The flight takes 84 minutes.", "The flight takes one hour.", OPEN),
        ("The flight takes 90 minutes.", "The flight takes two hours.", OPEN),
        ("The flight takes 90 minutes.", "The flight takes exactly two hours.", DISAGREE),
        ("The flight takes 114 minutes.", "The flight takes two hours.", AGREE),
        ("The programme costs $1.5 billion.", "The programme costs $1 billion.", OPEN),
        ("Inflation was 0.5 percent.", "Inflation was 1 percent.", OPEN),
        ("Inflation was 2.5 percent.", "Inflation was exactly 2 percent.", OPEN),
        ("The pipe is 1,450 metres long.", "The pipe is 1 km long.", OPEN),
        ("The lake is 10 miles long.", "The lake is 16 kilometres long.", AGREE),
        ("Cases rose 2.5 times.", "Cases rose three times.", OPEN),
    ],
)
def test_a_small_number_is_not_as_far_as_half_a_unit_from_another(
    evidence: str, claim: str, expected: Relation
) -> None:
    assert verdict(evidence, claim) is expected


def test_the_tolerance_shown_is_the_one_that_holds() -> None:
    assert line("It takes 114 minutes.", "It takes two hours.") == "114 minutes = two hours (±10 %)"
    assert line("It is 10 miles long.", "It is 16 kilometres long.").endswith("(±0.5 km stated precision)")


# Lines


@pytest.mark.parametrize(
    ("evidence", "claim", "expected"),
    [
        ("It opened in 2025.", "It opened from 2025 to 2026.", "2025 lies in 2025 to 2026"),
        ("It opened in 1841.", "It was built 1838–1844.", "1841 lies in 1838–1844"),
        (
            "It opened in 1950.",
            "It opened in the middle of the 20th century.",
            "1950 lies in the middle of the 20th century",
        ),
        ("In force since 1994.", "In force since 1990.", "since 1994 excludes since 1990"),
        ("In force until 2009.", "In force until 2009.", "until 2009 = until 2009"),
        ("50 percent of 80 workers are women.", "Half of them are women.", "50 percent = half"),
    ],
)
def test_lines_read_well(evidence: str, claim: str, expected: str) -> None:
    assert line(evidence, claim) == expected
