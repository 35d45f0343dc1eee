"""What takes a side and should not: another's number, the whole of a share, plans, rumours, contraries, old dates."""

from __future__ import annotations

import pytest

from factcheck.quantities import Relation, compare, find_quantities, overall

AGREE, DISAGREE, OPEN = Relation.AGREE, Relation.DISAGREE, Relation.NOT_COMPARABLE


def verdict(evidence: str, claim: str, lang: str = "en") -> Relation:
    return overall(compare(evidence, claim, lang, lang))


def cores(text: str, lang: str = "en") -> list[str]:
    """The words of every quantity, without those that bound it."""
    return [q.core for q in find_quantities(text, lang)]


# A number after a name


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Harris had 48 percent and Trump 50 percent.", "en", ["48 percent", "50 percent"]),
        ("Biden won 81 million votes and Trump 74 million.", "en", ["81 million", "74 million"]),
        ("Labour won 411 seats, the Conservatives 121.", "en", ["411", "121"]),
        ("In London 400 people protested, in Paris 900.", "en", ["400", "900"]),
        ("The airline has 12 jets, a Boeing 747 among them.", "en", ["12"]),
        ("It flies the Boeing 737 and the Boeing 747.", "en", []),
        ("Deutschland gewann 33 Medaillen, Frankreich 64.", "de", ["33", "64"]),
        ("In Deutschland 40 Prozent, in Berlin 400 Menschen.", "de", ["40 Prozent", "400"]),
        ("Er fuhr 12 Jahre lang einen Audi 80 und mochte ihn.", "de", ["12 Jahre"]),
    ],
)
def test_a_number_after_a_name_counts_where_a_unit_or_an_earlier_number_shows_it(
    text: str, lang: str, expected: list[str]
) -> None:
    assert cores(text, lang) == expected


def test_the_number_of_another_party_does_not_agree() -> None:
    evidence = "Labour won 411 seats, the Conservatives 121."
    assert verdict(evidence, "The Conservatives won more than 400 seats.") is OPEN
    german = "Bayern hat 74 Punkte, Leverkusen 71."
    assert verdict(german, "Leverkusen hat mehr als 72 Punkte.", "de") is not AGREE


# The whole of a share


@pytest.mark.parametrize(
    ("evidence", "claim", "lang"),
    [
        ("Half of the 120 employees work from home.", "More than 100 employees work from home.", "en"),
        ("About 40 percent of the 1,200 employees are women.", "More than 1,000 employees are women.", "en"),
        ("Only 12 of the 650 members voted against.", "More than 600 members voted against.", "en"),
        ("Most of its 2,100 employees went on strike.", "More than 2,000 employees went on strike.", "en"),
        ("All but 12 of the 212 passengers survived.", "More than 200 passengers survived.", "en"),
        ("Of the 2,100 employees most went on strike.", "More than 2,000 employees went on strike.", "en"),
        ("Die Hälfte der 1.200 Beschäftigten streikte.", "Mehr als 1.000 Beschäftigte streikten.", "de"),
        ("Zwölf von 650 Mitgliedern stimmten zu.", "Mehr als 600 Mitglieder stimmten zu.", "de"),
    ],
)
def test_the_whole_of_a_share_is_not_the_amount(evidence: str, claim: str, lang: str) -> None:
    assert verdict(evidence, claim, lang) is OPEN


def test_an_amount_after_of_that_is_no_whole_still_agrees() -> None:
    assert verdict("The tower has a height of 324 metres.", "The tower has a height of over 300 metres.") is AGREE
    claim = "Half of the more than 100 employees work from home."
    assert verdict("Half of the 120 employees work from home.", claim) is AGREE


# What a text calls untrue


@pytest.mark.parametrize(
    ("evidence", "claim", "lang"),
    [
        ("Reports that 350 people died are false.", "More than 300 people died.", "en"),
        ("The claim that the drug killed 350 people is a hoax.", "The drug killed more than 300 people.", "en"),
        ("The rumour of 350 deaths was wrong.", "There were more than 300 deaths.", "en"),
        ("Instead of 350 people, only a handful died.", "More than 300 people died.", "en"),
        ("Meldungen über 350 Tote sind falsch.", "Mehr als 300 Menschen starben.", "de"),
        ("Das Gerücht von 350 Toten hielt sich.", "Mehr als 300 Menschen starben.", "de"),
    ],
)
def test_a_number_that_is_called_untrue_does_not_tell(evidence: str, claim: str, lang: str) -> None:
    assert verdict(evidence, claim, lang) is OPEN


def test_a_number_tells_where_both_texts_speak_of_what_is_wrong() -> None:
    assert verdict("The test is wrong in 6 percent of cases.", "The test is wrong in under 10 percent.") is AGREE


# Round numbers of a claim


@pytest.mark.parametrize(
    ("evidence", "claim", "lang", "expected"),
    [
        ("The strike hit 12,400 passengers.", "The strike hit 12,000 passengers.", "en", OPEN),
        ("The strike hit 12,600 passengers.", "The strike hit 12,000 passengers.", "en", DISAGREE),
        ("The strike hit 12,500 passengers.", "The strike hit 12,000 passengers.", "en", OPEN),
        ("The strike hit 12,400 passengers.", "The strike hit exactly 12,000 passengers.", "en", DISAGREE),
        ("The city has 1,987,000 inhabitants.", "The city has 2,000,000 inhabitants.", "en", OPEN),
        ("The town has 115 shops.", "The town has 100 shops.", "en", DISAGREE),  # More than a twentieth.
        ("The town has 105 shops.", "The town has 100 shops.", "en", OPEN),
        ("The Moon is 384,400 km away.", "The Moon is 384,000 km away.", "en", OPEN),
        ("The speed limit is 130 km/h.", "The speed limit is 80 mph.", "en", OPEN),
        ("The plane flew at 35,000 feet.", "The plane flew at 10,700 metres.", "en", OPEN),
        ("The house cost £3.48.", "The house cost £3.50.", "en", DISAGREE),
        ("Die Firma hat 9.870 Mitarbeiter.", "Die Firma hat 10.000 Mitarbeiter.", "de", OPEN),
        ("Die Firma hat 9.870 Mitarbeiter.", "Die Firma hat genau 10.000 Mitarbeiter.", "de", DISAGREE),
    ],
)
def test_a_round_number_of_a_claim_is_not_contradicted_by_what_it_rounds(
    evidence: str, claim: str, lang: str, expected: Relation
) -> None:
    assert verdict(evidence, claim, lang) is expected


# Plans and threats


@pytest.mark.parametrize(
    ("evidence", "claim", "lang"),
    [
        ("The firm threatened to cut 35,000 jobs.", "The firm cut more than 30,000 jobs.", "en"),
        ("The government pledged to build 320,000 homes.", "The government built more than 300,000 homes.", "en"),
        ("The firm is set to cut 14,500 jobs.", "The firm cut more than 14,000 jobs.", "en"),
        ("The firm is considering cutting 14,500 jobs.", "The firm cut more than 14,000 jobs.", "en"),
        (
            "The president vowed to deport 11 million migrants.",
            "The president deported over 10 million migrants.",
            "en",
        ),
        ("Die Firma drohte mit dem Abbau von 35.000 Stellen.", "Die Firma baute mehr als 30.000 Stellen ab.", "de"),
        ("Die Regierung versprach 400.000 Wohnungen.", "Die Regierung baute mehr als 350.000 Wohnungen.", "de"),
    ],
)
def test_what_is_threatened_or_promised_does_not_tell_of_what_was_done(evidence: str, claim: str, lang: str) -> None:
    assert verdict(evidence, claim, lang) is OPEN


def test_a_threat_tells_of_a_threat() -> None:
    evidence = "The firm threatened to cut 35,000 jobs."
    assert verdict(evidence, "The firm threatened to cut more than 30,000 jobs.") is AGREE


# Contraries


@pytest.mark.parametrize(
    ("evidence", "claim", "lang"),
    [
        ("The budget shows a deficit of €3.4bn.", "The budget shows a surplus of more than €3bn.", "en"),
        ("61 percent were satisfied with it.", "More than 60 percent were dissatisfied with it.", "en"),
        ("57 percent of the patients were vaccinated.", "More than half of the patients were unvaccinated.", "en"),
        ("61 percent of voters are for the law.", "More than 60 percent of voters are against the law.", "en"),
        ("Crime was down 12.4 percent.", "Crime was up more than 10 percent.", "en"),
        ("Car thefts halved to 3,400.", "Car thefts rose to more than 3,000.", "en"),
        ("The test is right in 6 percent of cases.", "The test is wrong in under 10 percent of cases.", "en"),
        ("Der Haushalt hat 3,4 Milliarden Euro Defizit.", "Der Haushalt hat über 3 Milliarden Euro Überschuss.", "de"),
        ("61 Prozent sind für das Gesetz.", "Mehr als 60 Prozent sind gegen das Gesetz.", "de"),
        ("61 Prozent sind zufrieden.", "Mehr als 60 Prozent sind unzufrieden.", "de"),
        ("57 Prozent waren geimpft.", "Mehr als die Hälfte war ungeimpft.", "de"),
        ("Die Zahl ging um 12,4 Prozent zurück.", "Die Zahl nahm um mehr als 10 Prozent zu.", "de"),
        ("Die Zahl nahm um 12,4 Prozent ab.", "Die Zahl nahm um mehr als 10 Prozent zu.", "de"),
        ("Der Kurs gab um 12,4 Prozent nach.", "Der Kurs legte um mehr als 10 Prozent zu.", "de"),
        ("Der Kurs zog um 12,4 Prozent an.", "Der Kurs gab um mehr als 10 Prozent nach.", "de"),
        ("Der Kurs sinkt um 12,4 Prozent.", "Der Kurs steigt um mehr als 10 Prozent.", "de"),
    ],
)
def test_a_contrary_does_not_agree(evidence: str, claim: str, lang: str) -> None:
    assert verdict(evidence, claim, lang) is OPEN


@pytest.mark.parametrize(
    ("evidence", "claim", "lang"),
    [
        ("61 percent of voters are for the law.", "More than 60 percent of voters are for the law.", "en"),
        ("The strike against the law lasted 370 days.", "The strike lasted for about a year.", "en"),
        ("Die Zahl nahm um 12,4 Prozent zu.", "Die Zahl stieg um mehr als 10 Prozent.", "de"),
        ("Der Kurs gab um 12,4 Prozent nach.", "Der Kurs sank um mehr als 10 Prozent.", "de"),
    ],
)
def test_the_same_direction_in_other_words_agrees(evidence: str, claim: str, lang: str) -> None:
    assert verdict(evidence, claim, lang) is AGREE


# Changes without "by"


@pytest.mark.parametrize(
    ("evidence", "claim", "lang", "expected"),
    [
        ("Prices rose 6.4 percent.", "Prices rose to more than 6 percent.", "en", OPEN),
        ("Prices rose 6.4 percent.", "Prices rose by more than 6 percent.", "en", AGREE),
        ("Prices rose to 6.4 percent.", "Prices rose to more than 6 percent.", "en", AGREE),
        ("The share price fell 12 euros.", "The share price is less than 15 euros.", "en", OPEN),
        ("The share price fell 12 euros.", "The share price fell by less than 15 euros.", "en", AGREE),
        ("The share fell below 12 euros.", "The share is less than 15 euros.", "en", AGREE),
        ("The dam rises 86 metres.", "The dam is more than 80 metres high.", "en", AGREE),
        ("Die Preise stiegen 6,4 Prozent.", "Die Preise stiegen auf mehr als 6 Prozent.", "de", OPEN),
        ("Die Preise stiegen 6,4 Prozent.", "Die Preise stiegen um mehr als 6 Prozent.", "de", AGREE),
    ],
)
def test_what_rose_so_much_did_not_rise_to_it(evidence: str, claim: str, lang: str, expected: Relation) -> None:
    assert verdict(evidence, claim, lang) is expected


# Limits that rules set


@pytest.mark.parametrize(
    ("evidence", "claim", "lang", "expected"),
    [
        ("Drivers must be at least 18.", "Drivers must be at least 16.", "en", OPEN),
        ("Up to 50 animals may be shot.", "Up to 80 animals may be shot.", "en", OPEN),
        ("A gentoo swims at more than 30 km/h.", "A gentoo swims at more than 25 km/h.", "en", AGREE),
        ("At least 350 people died.", "More than 300 people died.", "en", AGREE),
        ("Es gibt mindestens 20 Tage Urlaub.", "Es gibt mindestens 18 Tage Urlaub.", "de", OPEN),
    ],
)
def test_another_limit_to_the_same_side_does_not_tell(evidence: str, claim: str, lang: str, expected: Relation) -> None:
    assert verdict(evidence, claim, lang) is expected


# Numbers with a scale at a bound


@pytest.mark.parametrize(
    ("evidence", "claim", "lang", "expected"),
    [
        ("Its value reached $3 trillion.", "Its value exceeded $3tn.", "en", OPEN),
        ("The town has 2 million inhabitants.", "The town has more than 2 million inhabitants.", "en", OPEN),
        ("The town has 300 shops.", "The town has more than 300 shops.", "en", DISAGREE),
        ("The project cost north of €5bn.", "The project cost more than €4bn.", "en", AGREE),
        ("Its value passed $3 trillion.", "Its value exceeded $2.9 trillion.", "en", AGREE),
        ("Der Wert beträgt 3 Billionen Dollar.", "Der Wert beträgt mehr als 3 Billionen Dollar.", "de", OPEN),
    ],
)
def test_a_number_with_a_scale_does_not_contradict_a_bound_at_it(
    evidence: str, claim: str, lang: str, expected: Relation
) -> None:
    assert verdict(evidence, claim, lang) is expected


def test_what_was_passed_is_a_bound_of_money_and_scales_only() -> None:
    (money,) = find_quantities("Its value passed $3 trillion.")
    (laws,) = find_quantities("Parliament passed 12 laws.")
    assert money.text == "passed $3 trillion"
    assert laws.text == "12"


def test_a_day_is_no_days() -> None:
    (comparison,) = compare("The fair ran from 1 May 2020; on 2 May 2020 it closed.", "The fair lasted one day.")
    assert comparison.line == "1 May 2020 to 2 May 2020 is 1 day = one day"


# Whom the subject is compared with


@pytest.mark.parametrize(
    ("evidence", "claim", "lang", "expected"),
    [
        ("BMW sold 2.5 million cars, more than Mercedes.", "Mercedes sold more than 2.4 million cars.", "en", OPEN),
        ("Unlike Mercedes, BMW sold 2.5 million cars.", "Mercedes sold more than 2.4 million cars.", "en", OPEN),
        ("BMW overtook Mercedes with 2.5 million cars.", "Mercedes sold more than 2.4 million cars.", "en", OPEN),
        ("BMW sold 2.5 million cars, more than Mercedes.", "BMW sold more than 2.4 million cars.", "en", AGREE),
        ("BMW verkaufte 2,5 Millionen Autos, mehr als Audi.", "Audi verkaufte über 2,4 Millionen Autos.", "de", OPEN),
        ("BMW verkaufte 2,5 Millionen Autos, mehr als Audi.", "BMW verkaufte über 2,4 Millionen Autos.", "de", AGREE),
    ],
)
def test_the_number_of_the_subject_is_not_that_of_whom_it_is_compared_with(
    evidence: str, claim: str, lang: str, expected: Relation
) -> None:
    assert verdict(evidence, claim, lang) is expected


# Other times


@pytest.mark.parametrize(
    ("evidence", "claim", "lang", "expected"),
    [
        ("In 1990 the town had 12,300 inhabitants.", "The town has 15,000 inhabitants.", "en", OPEN),
        ("In 1990 the town had 12,300 inhabitants.", "The town had 15,000 inhabitants.", "en", DISAGREE),
        ("In 2024 the town has 12,300 inhabitants.", "The town has 15,000 inhabitants.", "en", DISAGREE),
        ("Last year the firm sold 12,300 cars.", "The firm sold 15,000 cars this year.", "en", OPEN),
        ("Last year the firm sold 12,300 cars.", "This year the firm sold more than 12,000 cars.", "en", OPEN),
        ("This year the firm sold 12,300 cars.", "This year the firm sold more than 12,000 cars.", "en", AGREE),
        ("1990 hatte die Stadt 12.300 Einwohner.", "Die Stadt hat 15.000 Einwohner.", "de", OPEN),
        ("Im vergangenen Jahr kamen 12.300 Gäste.", "Dieses Jahr kamen mehr als 12.000 Gäste.", "de", OPEN),
        ("Im letzten Jahr kamen 12.300 Gäste.", "Im vergangenen Jahr kamen mehr als 12.000 Gäste.", "de", AGREE),
    ],
)
def test_a_number_of_another_time_takes_no_side(evidence: str, claim: str, lang: str, expected: Relation) -> None:
    assert verdict(evidence, claim, lang) is expected
