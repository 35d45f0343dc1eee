"""Rules of the second round: what rose by how much, percentages that disagree, words that stand for others."""

from __future__ import annotations

import pytest

from factcheck.quantities import Kind, Relation, compare, find_quantities, overall

AGREE, DISAGREE, OPEN = Relation.AGREE, Relation.DISAGREE, Relation.NOT_COMPARABLE
RENT = "Rent rose from 800 euros to 1,000 euros a month."
EMISSIONS = "Emissions fell from 740 million tonnes in 2020 to 666 million tonnes in 2023."
BUDGET = "The city budgeted $4.8 million for road repairs but spent $3.9 million."


def verdict(evidence: str, claim: str, lang: str = "en", claim_lang: str = "") -> Relation:
    return overall(compare(evidence, claim, lang, claim_lang or lang))


def line(evidence: str, claim: str, lang: str = "en") -> str:
    return compare(evidence, claim, lang, lang)[0].line


# Percentages


@pytest.mark.parametrize(
    ("evidence", "claim", "expected"),
    [
        ("Turnout stood at 74.2 percent.", "Turnout stood at less than 70 percent.", DISAGREE),
        ("Unemployment stood at 5.4 percent in May.", "Unemployment stood at more than 5.5 percent in May.", DISAGREE),
        (
            "Nine out of ten homes have internet access.",
            "Fewer than 80 percent of homes have internet access.",
            DISAGREE,
        ),
        # What is left of a hundred, where the claim may speak of the other part.
        ("40 percent of the voters backed the plan.", "About 60 percent of the voters were against the plan.", OPEN),
        ("40 percent of the voters backed the plan.", "60 percent of the voters backed the plan.", OPEN),
    ],
)
def test_a_percentage_disagrees_unless_it_may_be_the_rest(evidence: str, claim: str, expected: Relation) -> None:
    assert verdict(evidence, claim) is expected


# May


@pytest.mark.parametrize(
    ("evidence", "claim", "lang", "expected"),
    [
        (
            "The storm hit Dresden on 14 May and left 412 people homeless.",
            "It left over 400 people homeless.",
            "en",
            AGREE,
        ),
        (
            "Im Mai lag die Arbeitslosenquote in Bremen bei 11,2 Prozent.",
            "Die Arbeitslosenquote in Bremen lag über 11 Prozent.",
            "de",
            AGREE,
        ),
        ("The tower may have 412 rooms.", "The tower has more than 400 rooms.", "en", OPEN),
        ("May the tower have 412 rooms?", "The tower has more than 400 rooms.", "en", OPEN),
        (
            "Prices rose by 5 percent in May and 3 percent in June.",
            "Prices rose by more than 4 percent in June.",
            "en",
            OPEN,
        ),
        (
            "Prices rose by 5 percent in May and 3 percent in June.",
            "Prices rose by more than 4 percent in May.",
            "en",
            AGREE,
        ),
    ],
)
def test_the_month_is_no_doubt(evidence: str, claim: str, lang: str, expected: Relation) -> None:
    assert verdict(evidence, claim, lang) is expected


# Plans and allegations


@pytest.mark.parametrize(
    ("evidence", "claim", "lang"),
    [
        (BUDGET, "The city spent more than $4.5 million on road repairs.", "en"),
        ("He is accused of having stolen 1.3 million euros.", "He stole more than a million euros.", "en"),
        ("Prosecutors allege that he stole 1.3 million euros.", "He stole more than a million euros.", "en"),
        ("The agency withdrew its report that 3,200 birds had died.", "More than 3,000 birds died.", "en"),
        ("The rebels claim to have captured 412 soldiers.", "The rebels captured more than 400 soldiers.", "en"),
        (
            "Die Staatsanwaltschaft wirft ihm vor, 1,3 Millionen Euro veruntreut zu haben.",
            "Er veruntreute mehr als eine Million Euro.",
            "de",
        ),
        ("Er wird beschuldigt, 412 Bücher gestohlen zu haben.", "Er hat mehr als 400 Bücher gestohlen.", "de"),
    ],
)
def test_what_was_planned_or_alleged_is_none_of_what_was(evidence: str, claim: str, lang: str) -> None:
    assert verdict(evidence, claim, lang) is OPEN


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        (
            "The stadium cost 84 million crowns, 6 million more than budgeted.",
            "The stadium cost over 80 million crowns.",
        ),
        ("The last of the 41 trams was withdrawn.", "More than 40 trams were withdrawn."),
        ("He stole 1.3 million euros.", "He stole more than a million euros."),
    ],
)
def test_what_was_more_than_planned_is_what_was(evidence: str, claim: str) -> None:
    assert verdict(evidence, claim) is AGREE


# Contraries


@pytest.mark.parametrize(
    ("evidence", "claim", "lang", "claim_lang"),
    [
        ("The pilot killed 41 people.", "The pilot saved more than 40 people.", "en", "en"),
        ("All 41 passengers survived.", "More than 40 passengers died.", "en", "en"),
        ("Alle 41 Passagiere überlebten.", "Mehr als 40 Passagiere starben.", "de", "de"),
        (
            "Der Ausschuss lehnte 31 von 40 Anträgen ab.",
            "The committee approved more than 30 applications.",
            "de",
            "en",
        ),
        ("Der Rat lehnte 31 Anträge ab.", "Der Rat nahm mehr als 30 Anträge an.", "de", "de"),
    ],
)
def test_contraries_do_not_agree(evidence: str, claim: str, lang: str, claim_lang: str) -> None:
    assert verdict(evidence, claim, lang, claim_lang) is OPEN


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        ("Bei dem Erdbeben kamen 297 Menschen ums Leben.", "Bei dem Erdbeben starben fast 300 Menschen."),
        ("Der Rat lehnte 31 Anträge ab.", "Der Rat lehnte mehr als 30 Anträge ab."),
        ("Der Rat nahm 31 Anträge an.", "Der Rat nahm mehr als 30 Anträge an."),
    ],
)
def test_the_same_in_german_agrees(evidence: str, claim: str) -> None:
    assert verdict(evidence, claim, "de") is AGREE


# What rose or fell


@pytest.mark.parametrize(
    ("evidence", "claim", "lang", "expected"),
    [
        (RENT, "Rent rose by a quarter.", "en", "(1,000 euros − 800 euros) of 800 euros is 25.0 % = a quarter"),
        (RENT, "Rent rose by 200 euros a month.", "en", "1,000 euros − 800 euros = 200 euros"),
        (RENT, "Rent rose by more than 150 euros.", "en", "1,000 euros − 800 euros > 150 euros (more than 150 euros)"),
        (
            EMISSIONS,
            "Emissions fell by 10 percent between 2020 and 2023.",
            "en",
            "(740 million tonnes − 666 million tonnes) of 740 million tonnes is 10.0 % = 10 percent",
        ),
        (
            "Die Miete stieg von 800 auf 1.000 Euro.",
            "Die Miete stieg um 25 Prozent.",
            "de",
            "(1.000 Euro − 800) of 800 is 25.0 % = 25 Prozent",
        ),
        (
            "Support rose from 40 to 44 percent.",
            "Support rose by four percentage points.",
            "en",
            "44 percent − 40 = four percentage points",
        ),
        ("The pipe grew from 40 to 50 km.", "The pipe grew by 10 km.", "en", "50 km − 40 = 10 km"),
        ("Rent rose from 800 to 1,000 euros.", "Rent increased by 200 euros.", "en", "1,000 euros − 800 = 200 euros"),
    ],
)
def test_by_how_much_something_rose_is_worked_out(evidence: str, claim: str, lang: str, expected: str) -> None:
    assert line(evidence, claim, lang) == expected
    assert verdict(evidence, claim, lang) is AGREE


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        (RENT, "Rent fell by 200 euros a month."),
        (RENT, "Rent rose by 40 percent."),
        (RENT, "Rent rose by 200 euros a year."),
        (RENT, "Salaries rose by 200 euros a month."),
        (EMISSIONS, "Emissions fell by 10 percent between 2020 and 2022."),
        (EMISSIONS, "Emissions rose by 10 percent between 2020 and 2023."),
        ("Rents range from 800 to 1,000 euros.", "Rents rose by 200 euros."),
        ("Rent will rise from 800 euros to 1,000 euros.", "Rent rose by 200 euros."),
        ("Support rose from 40 to 44 percent.", "Support rose by 10 percent."),
        ("Sales rose from 2 to 3 million euros.", "Sales rose by 3 million euros."),
        (
            "Sales rose from 2 million euros to 3 million euros, profits from 4 million euros to 5 million euros.",
            "Profits rose by 50 percent.",
        ),
        (
            "Rent for a flat rose from 800 euros to 1,000 euros and for a house from 1,500 euros to 1,800 euros.",
            "Rent for a house rose by 25 percent.",
        ),
        ("The number of members fell from 1,000 to 800.", "The number of members fell to a fifth."),
    ],
)
def test_what_rose_by_another_amount_or_did_not_rise_is_open(evidence: str, claim: str) -> None:
    assert verdict(evidence, claim) is not AGREE


# Ages and rates


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The author, 62, lives in Cork.", Kind.AGE),
        ("The rooms, 412, are full.", Kind.COUNT),
        ("The bus stops at Cork, Dublin, 62, and Galway.", Kind.COUNT),
        ("The rounds were 17, 62, and 41.", Kind.COUNT),
    ],
)
def test_a_number_between_commas_is_an_age(text: str, kind: Kind) -> None:
    assert kind in {q.kind for q in find_quantities(text)}
    assert kind is Kind.AGE or Kind.AGE not in {q.kind for q in find_quantities(text)}


def test_an_age_between_commas_is_compared() -> None:
    assert verdict("The author, 62, lives in Cork.", "The author is over 60 years old.") is AGREE
    assert verdict("The author, 62, lives in Cork.", "The author is 52 years old.") is DISAGREE


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("The vaccine costs less than 5 dollars a dose.", AGREE),
        ("The vaccine costs less than 5 dollars per dose.", AGREE),
        ("The vaccine costs less than 5 dollars a bottle.", OPEN),
    ],
)
def test_what_a_dose_costs_is_no_other_price(claim: str, expected: Relation) -> None:
    assert verdict("The vaccine costs 3 dollars per dose.", claim) is expected


# Words that stand for others


@pytest.mark.parametrize(
    ("evidence", "claim", "lang", "claim_lang"),
    [
        ("The app had 2.4 million downloads.", "The app has more than 2 million active users.", "en", "en"),
        ("The police force has 812 officers.", "The police force has more than 800 vehicles.", "en", "en"),
        ("The hospital treated 212 patients.", "The hospital discharged more than 200 patients.", "en", "en"),
        ("Greece asked for 240 million euros in aid.", "Greece received over 200 million euros in aid.", "en", "en"),
        ("Das Krankenhaus behandelte 212 Patienten.", "Das Krankenhaus entließ mehr als 200 Patienten.", "de", "de"),
        ("Der Film kostete 85 Millionen Dollar.", "The film earned more than 80 million dollars.", "de", "en"),
    ],
)
def test_a_claim_with_another_word_in_place_of_one_is_open(
    evidence: str, claim: str, lang: str, claim_lang: str
) -> None:
    assert verdict(evidence, claim, lang, claim_lang) is OPEN


@pytest.mark.parametrize(
    ("evidence", "claim", "lang"),
    [
        ("The tower has 412 rooms.", "The tower contains more than 400 rooms.", "en"),
        ("The firm plans to cut 1,950 jobs in Germany.", "The firm wants to cut almost 2,000 jobs in Germany.", "en"),
        ("Workers got 5.5 percent more pay.", "Workers received over 5 percent more pay.", "en"),
        ("The investigators found 212 coins.", "The investigation found more than 200 coins.", "en"),
        ("Das Stadion fasst 41.300 Menschen.", "Das Stadion umfasst mehr als 41.000 Plätze für Menschen.", "de"),
        ("Der Umsatz gab um 12 Prozent nach.", "Der Umsatz sank um mehr als 10 Prozent.", "de"),
        # Beside other sentences or more other words the claim is not the same sentence with another word.
        ("The hospital is old. It treated 212 patients.", "The clinic treated more than 200 patients.", "en"),
    ],
)
def test_a_claim_that_says_the_same_in_other_words_agrees(evidence: str, claim: str, lang: str) -> None:
    assert verdict(evidence, claim, lang) is AGREE


# German words of the past


@pytest.mark.parametrize(
    ("evidence", "claim", "expected"),
    [
        ("Der Steuersatz lag bis 2019 bei 23 Prozent.", "Der Steuersatz liegt bei mehr als 20 Prozent.", OPEN),
        ("Der Steuersatz lag bis 2019 bei 23 Prozent.", "Der Steuersatz lag bei mehr als 20 Prozent.", AGREE),
        ("Der Beitrag betrug 1990 noch 23 Euro.", "Der Beitrag beträgt mehr als 20 Euro.", OPEN),
        ("Der Beitrag beträgt 23 Euro.", "Der Beitrag beträgt mehr als 20 Euro.", AGREE),
    ],
)
def test_what_was_is_not_what_is(evidence: str, claim: str, expected: Relation) -> None:
    assert verdict(evidence, claim, "de") is expected
