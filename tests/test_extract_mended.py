"""Whose act a sentence is, which quote still stands, and what the count of sentences says."""

from __future__ import annotations

import datetime as dt

import pytest

from factcheck.cli.extract import left_out
from factcheck.datatypes import Claim
from factcheck.documents import read_document_bytes
from factcheck.extract.candidates import Candidate, candidates
from factcheck.extract.claimsfile import Names, new_file, updated_file
from factcheck.extract.match import find_again
from factcheck.extract.segments import segments
from factcheck.extract.select import Extraction, Wanted, extract
from factcheck.extract.steps import Steps
from tests.extracting import TableWorth, document, steps


def read(text: str, lang: str) -> Candidate:
    return candidates(read_document_bytes(text.encode(), "a.txt"), lang)[-1]


def article(text: str, wanted: Wanted, worth: TableWorth | None = None) -> Extraction:
    """The extraction of a plain text whose sentences are found as factcheck finds them."""
    own = steps()
    return extract(document(text), Steps(own.read, own.read_bytes, candidates, worth or TableWorth()), wanted)


# --- whose act it is -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("On Monday Greenpeace blocked a port. The operator filed a complaint.", "en"),
        ("On Monday Greenpeace blocked a port. The company filed a complaint.", "en"),
        ("Volkswagen cut 4,000 jobs in May. The bank expects a recession next year.", "en"),
        ("Volkswagen cut 4,000 jobs in May. The bank told investors to wait.", "en"),
        ("Volkswagen cut 4,000 jobs in May. The Dutch company expects a recession.", "en"),
        ("Volkswagen cut 4,000 jobs in Berlin. Analysts praised the airline's plan.", "en"),
        ("Lidl schloss im Mai 12 Filialen. Der Autobauer meldete einen Gewinn.", "de"),
        ("Lidl schloss im Mai 12 Filialen. Der Betreiber meldete einen Gewinn.", "de"),
        ("Lidl schloss im Mai 12 Filialen. Der Energiekonzern meldete einen Gewinn.", "de"),
        ("Lidl schloss im Mai 12 Filialen. Der US-Konzern meldete einen Gewinn.", "de"),
        ("Lidl schloss im Mai 12 Filialen. Der niederländische Konzern meldete einen Gewinn.", "de"),
        ("Lidl schloss im Mai 12 Filialen. Der Umsatz der Konzerne stieg um 3 Prozent.", "de"),
    ],
)
def test_what_tells_of_a_kind_of_company_is_not_replaced_and_leans_on_its_context(text: str, lang: str) -> None:
    before, sentence = text.split(". ", 1)
    assert (read(text, lang).text, read(text, lang).context) == (sentence, f"{before}.")


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Volkswagen sued a supplier in May. The company denied the claim.", "en"),
        ("Volkswagen sued the supplier in May. The company denied the claim.", "en"),
        ("Volkswagen sued a rival in May. The company denied the claim.", "en"),
        ("Tesla bought a company in Ulm. The company employs 300 people.", "en"),
        ("Siemens verklagte einen Zulieferer in Ulm. Das Unternehmen beschäftigt 300 Menschen.", "de"),
        ("Siemens kaufte eine Firma in Ulm. Das Unternehmen beschäftigt 300 Menschen.", "de"),
        ("Siemens kaufte einen Konkurrenten in Ulm. Das Unternehmen beschäftigt 300 Menschen.", "de"),
    ],
)
def test_beside_another_company_without_a_name_the_company_may_be_either(text: str, lang: str) -> None:
    before, sentence = text.split(". ", 1)
    assert (read(text, lang).text, read(text, lang).context) == (sentence, f"{before}.")


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Tesla opened a plant in Austin. It employs 300 people.", "en"),
        ("Tesla opened a $3 billion plant last year. It employs 300 people.", "en"),
        ("Tesla opened the Austin plant last month. It employs 300 people.", "en"),
        ("Tesla closed its business in Ulm. It employed 300 people.", "en"),
        ("Tesla opened a plant in Austin. Its workforce grew to 300.", "en"),
        ("Tesla eröffnete ein Werk in Ulm. Es beschäftigt 300 Menschen.", "de"),
        ("Tesla eröffnete im Mai das neue Werk in Ulm. Seine Mitarbeiter streiken.", "de"),
    ],
)
def test_beside_another_single_thing_it_may_be_either(text: str, lang: str) -> None:
    before, sentence = text.split(". ", 1)
    assert (read(text, lang).text, read(text, lang).context) == (sentence, f"{before}.")


@pytest.mark.parametrize(
    ("text", "lang", "reading"),
    [
        ("Volkswagen cut 4,000 jobs. The company expects a recession.", "en", "Volkswagen expects a recession."),
        ("Boeing is a manufacturer of jets. The company employs 900 people.", "en", "Boeing employs 900 people."),
        ("The airline Ryanair sold 9 jets. The firm employs 900 people.", "en", "Ryanair employs 900 people."),
        ("Lidl schloss im Mai 12 Filialen. Der Konzern meldete einen Gewinn.", "de", "Lidl meldete einen Gewinn."),
        ("Siemens ist ein Konzern aus München. Das Unternehmen plant 3 Werke.", "de", "Siemens plant 3 Werke."),
        ("Tesla opened plants in Austin and Berlin. It employs 300 people.", "en", "Tesla employs 300 people."),
        ("Tesla sold 300 cars a day. It employs 300 people.", "en", "Tesla employs 300 people."),
        ("Tesla posted a profit of 3 billion. Its revenue rose.", "en", "Tesla’s revenue rose."),
        ("Boeing is the world's largest carmaker. It employs 900 people.", "en", "Boeing employs 900 people."),
        ("Tesla meldete am Montag einen Gewinn. Sein Umsatz stieg.", "de", "Teslas Umsatz stieg."),
    ],
)
def test_what_can_only_be_the_one_company_is_read_with_its_name(text: str, lang: str, reading: str) -> None:
    assert (read(text, lang).text, read(text, lang).context) == (reading, "")


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("»Das stimmt nicht«, teilte Geschäftsführerin Dr. Ute Öllers mit. Das Unternehmen beschäftigt 9 Leute.", "de"),
        ("»Das stimmt nicht«, teilte Ute Öllers mit. Das Unternehmen beschäftigt 9 Leute.", "de"),
        ("»Das stimmt nicht«, teilte Öllers mit. Das Unternehmen beschäftigt 9 Leute.", "de"),
        ("Das stimmt nicht, sagte Prof. Dr.-Ing. Ute Öllers. Das Unternehmen beschäftigt 9 Leute.", "de"),
        ("Firmenanwalt Jörn Übel widerspricht. Das Unternehmen beschäftigt 9 Leute.", "de"),
        ("Ute Öllers widerspricht. Das Unternehmen beschäftigt 9 Leute.", "de"),
        ("Managing director Ute Oellers said sales rose. The company employs 9 people.", "en"),
        ("Managing partner Ute Oellers said sales rose. The company employs 9 people.", "en"),
        ("“We deny it,” said managing director Dr. Ute Oellers. The company employs 9 people.", "en"),
        ("“We deny it,” Oellers said. The company employs 9 people.", "en"),
        ("Ute Oellers denied the claims. The company employs 9 people.", "en"),
        ("JD Vance denied the claims. The company employs 9 people.", "en"),
    ],
)
def test_a_name_that_may_be_a_persons_is_no_company(text: str, lang: str) -> None:
    sentence = "Das Unternehmen beschäftigt 9 Leute." if lang == "de" else "The company employs 9 people."
    assert (read(text, lang).text, read(text, lang).context) == (sentence, text.removesuffix(f" {sentence}"))


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("BASF SE baut in Ulm. Das Unternehmen beschäftigt 9 Leute.", "de", "BASF SE"),
        ("Hochtief & Söhne baut in Ulm. Das Unternehmen beschäftigt 9 Leute.", "de", "Hochtief & Söhne"),
        ("Beta Holding baut in Ulm. Das Unternehmen beschäftigt 9 Leute.", "de", "Beta Holding"),
        ("Burger King ist ein Konzern. Burger King baut in Ulm. Das Unternehmen beschäftigt 9 Leute.", "de",
         "Burger King"),
        ("Goldman Sachs, an investment bank, sold it. The company employs 9 people.", "en", "Goldman Sachs"),
        ("Delta Airlines sold it. The company employs 9 people.", "en", "Delta Airlines"),
        ("Marks & Spencer sold it. The company employs 9 people.", "en", "Marks & Spencer"),
    ],
)  # fmt: skip
def test_a_name_of_several_words_is_a_companys_where_it_or_the_article_shows_it(
    text: str, lang: str, name: str
) -> None:
    rest = "beschäftigt 9 Leute." if lang == "de" else "employs 9 people."
    assert read(text, lang).text == f"{name} {rest}"


# --- who says it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("»Das ist gut«, sagte Prof. Dr. Ing. Heinz-Jürgen Weiß.", "Prof. Dr. Ing. Heinz-Jürgen Weiß"),
        ("»Das ist gut«, sagte Prof. Dr.-Ing. Heinz Weiß.", "Prof. Dr.-Ing. Heinz Weiß"),
        ("»Das ist gut«, sagte Dipl.-Ing. Anna Roth.", "Dipl.-Ing. Anna Roth"),
        ("»Das ist gut«, sagte Dr. rer. nat. Anna Roth.", "Dr. rer. nat. Anna Roth"),
        ("Laut Prof. Dr.-Ing. Heinz Weiß sinken die Preise.", "Prof. Dr.-Ing. Heinz Weiß"),
        ("Nach Angaben der Hochtief & Söhne GmbH stieg der Umsatz.", "Hochtief & Söhne GmbH"),
        (
            "Nach Angaben des Bauunternehmens Hochtief & Söhne GmbH & Co. KG stieg der Umsatz.",
            "Hochtief & Söhne GmbH & Co. KG",
        ),
        ("Nach Angaben des Konzerns Siemens stieg der Umsatz.", "Siemens"),
        ("Den Angaben der Polizei zufolge starben 3 Menschen.", "den Angaben der Polizei"),
        ("Fraktionschef Jörg Übel warf ihr vor, sie habe gelogen.", "Fraktionschef Jörg Übel"),
        ("Die Grünen werfen der Stadt vor, sie habe nichts getan.", "die Grünen"),
        ("Oberbürgermeisterin Käthe Müßig (SPD) kündigte an, sie werde sparen.", "Oberbürgermeisterin Käthe Müßig"),
        ("Käthe Müßig (SPD) teilte mit, dass die Stadt spart.", "Käthe Müßig"),
        ("Der Minister gab zu, er habe gelogen.", "der Minister"),
        ("Der Minister gab am Montag bekannt, dass er geht.", "der Minister"),
        ("Anna Roth fügte hinzu, dass sie geht.", "Anna Roth"),
    ],
)
def test_a_german_speaker_is_named_in_full(text: str, speaker: str) -> None:
    assert read(text, "de").speaker == speaker


@pytest.mark.parametrize(
    "text",
    [
        "Laut Art. 5 Abs. 2 ist das verboten.",
        "Laut Absatz 2 ist das verboten.",
        "Laut Artikel 5 des Grundgesetzes ist das verboten.",
        "Laut Vertrag zahlt die Stadt 5 Millionen Euro.",
        "Laut dem Vertrag zahlt die Stadt 5 Millionen Euro.",
        "Laut Grundgesetz ist das verboten.",
        "Die Firma hat laut Eigenangabe 300 Mitarbeiter.",
        "Die Firma hat laut eigenen Angaben 300 Mitarbeiter.",
        "Den Angaben zufolge starben 3 Menschen.",
        "Ihm zufolge starben 3 Menschen.",
        "Ihnen zufolge starben 3 Menschen.",
        "Er warf ihr vor, sie habe gelogen.",
        "Anna Roth warf das Handtuch, nachdem sie verloren hatte.",
        "Anna Roth gab ihr Amt auf, weil sie krank war.",
        "Bei der Zählung gaben 6.900 Menschen ihre Sprache an, 12 nicht.",
    ],
)
def test_a_law_a_pronoun_and_an_own_figure_are_no_speakers(text: str) -> None:
    assert not read(text, "de").speaker


# --- which quote still stands ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "text", "stands"),
    [
        ("The number of shops is 12", "The number of shops is 120", False),
        ("The number of shops is 12", "The number of shops is 12.5", False),
        ("The number of shops is 12", "The number of shops is 12,000 today.", False),
        ("The number of shops is 12.", "The number of shops is 12.5 on average.", False),
        ("200 shops closed.", "1,200 shops closed.", False),
        ("Apple sued Samsung in May", "Apple sued Samsung in Mayfair.", False),
        ("The number of shops is 12", "The number of shops is 12, and more open.", True),
        ("The number of shops is 12.", "Yes: The number of shops is 12. 5 are new.", True),
        ("“We grew.”", "Then:“We grew.”5", True),
        ("Shops closed (all).", "In 2024.Shops closed (all).", True),
    ],
)
def test_a_quote_stands_only_with_whole_words_and_numbers(quote: str, text: str, stands: bool) -> None:
    claim = Claim("a", quote, quote=quote, span=(0, len(quote)))
    found = find_again([claim], [], text)
    assert bool(found) == stands
    assert all(text[slice(*one.span)] == quote for one in found.values())


def test_a_sentence_whose_number_was_longer_before_is_new_and_was_not_taken_out() -> None:
    names = Names("a.txt", "a.yaml", "a.article.txt", "factcheck extract a.txt", dt.date(2026, 3, 15))
    earlier = "Ulm is big; The number of shops is 120"
    old = new_file(extract(document("Ulm is big. It has 120 shops."), steps(), Wanted()), names).text
    now = document("Ulm is big. The number of shops is 12")
    own = steps()
    found = Steps(own.read, own.read_bytes, candidates, TableWorth())
    updated = updated_file(old, extract(now, found, Wanted()), names, earlier_text=earlier)
    assert (updated.n_new, updated.n_removed) == (1, 0)


# --- how many sentences, and why ------------------------------------------------------------------------------------


def test_a_divided_sentence_is_counted_once() -> None:
    found = article("Acme opened a plant in Ulm, and Beta closed 40 branches in May.", Wanted())
    assert (len(found.taken), found.n_sentences, found.left_out.total) == (2, 1, 0)
    half = TableWorth({"Beta closed 40 branches in May.": 0.1})
    assert (
        article("Acme opened a plant in Ulm, and Beta closed 40 branches in May.", Wanted(), half).left_out.total == 0
    )


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(0.0), Wanted(top=2)])
def test_what_is_said_again_is_not_below_the_bar(wanted: Wanted) -> None:
    found = article("Acme sold a plant in Ulm. Acme sold a plant in Ulm.", wanted)
    assert left_out(found, wanted) == "1 of 2 sentences left out, said before"


def test_what_the_claims_file_refuses_is_not_below_the_bar() -> None:
    found = extract(document(f"{'word ' * 300}more. Lyon is big."), steps(), Wanted(0.0))
    assert left_out(found, Wanted(0.0)) == "1 of 2 sentences left out, refused"


def test_several_reasons_have_a_number_each() -> None:
    text = f"A is b. C is d. A is b. C is d. E is f. {'word ' * 300}more."
    found = extract(document(text), steps({"C is d.": 0.1}), Wanted())
    assert left_out(found, Wanted()) == "4 of 6 sentences left out, 2 worth below 0.50, 1 said before, 1 refused"


def test_the_first_n_are_only_a_reason_where_there_are_n() -> None:
    found = extract(document("A is b. C is d."), steps({"C is d.": 0.1}), Wanted(top=1))
    assert left_out(found, Wanted(top=1)) == "1 of 2 sentences left out, less worth checking than the first 1"
    found = extract(document("A is b. C is d."), steps({"C is d.": 0.1}), Wanted(top=5))
    assert left_out(found, Wanted(top=5)) == "1 of 2 sentences left out, worth below 0.50"


# --- where a sentence ends -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "lang"),
    [
        ("Der Zug verkehrt zwischen 10 und 12.", "Der Eintritt ist frei.", "de"),
        ("Es fasst Gruppen von 5 bis 20.", "Das Werk ist neu.", "de"),
        ("She was vaccinated against Hepatitis B.", "It was approved in 2019.", "en"),
        ("The board chose Plan B.", "The firm grew.", "en"),
    ],
)
def test_a_number_or_a_letter_at_the_end_does_not_join_two_sentences(one: str, other: str, lang: str) -> None:
    assert [segment.text for segment in segments(document(f"{one} {other}"), lang)] == [one, other]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Er saß im 3. und 4. Spieltag sowie ab 12. Mai auf der Bank.", "de"),
        ("He met Anna B. Castle and George W. Bush.", "en"),
    ],
)
def test_an_ordinal_and_an_initial_end_no_sentence(text: str, lang: str) -> None:
    assert [segment.text for segment in segments(document(text), lang)] == [text]
