"""What an editor found in news texts read from end to end: what is no claim, whom a sentence means, who says it."""

from __future__ import annotations

import datetime as dt

import pytest

from factcheck.documents import BlockKind, read_document_bytes
from factcheck.extract.candidates import Candidate, candidates
from factcheck.extract.select import Extraction, Wanted, extract
from factcheck.extract.steps import own_steps
from tests.document_files import Put, pdf_bytes

SEED_LIKE = """Reifen aus Löwenzahn: Ein Durchbruch, der alles verändert!
2025-03-04
Autorin: Mara
Grüne Revolution auf der Straße
In einem kühnen Schritt haben Contiflex und Gumatec beschlossen, weniger Kautschuk aus Asien zu kaufen. \
Laut Berichten von "Der Reifen" verkauft Contiflex bereits seit Januar Fahrradreifen aus Löwenzahn. Auch Gumatec \
testet die Pflanze auf 40 Hektar in Mecklenburg.
Die Lieferanten bleiben im Spiel
Für ihre Lkw-Reifen setzen beide Konzerne nach wie vor auf Kautschuk aus Thailand. Dennoch wird berichtet, dass der \
Löwenzahn nun 15 Prozent des Bedarfs decken kann – eine großartige Leistung!
Was kommt nun?
Wird der Löwenzahn den Kautschukbaum endgültig verdrängen? Die kommenden Jahre werden zeigen, wie spannend dieses \
Rennen noch wird! Wir alle dürfen uns freuen!
"""


def found(text: str, lang: str, name: str = "a.txt") -> list[Candidate]:
    return candidates(read_document_bytes(text.encode(), name), lang)


def last(text: str, lang: str) -> Candidate:
    return found(text, lang)[-1]


@pytest.fixture(scope="module")
def seed_like() -> Extraction:
    steps = own_steps()
    return extract(steps.read_bytes(SEED_LIKE.encode(), "reifen.txt"), steps, Wanted())


def test_the_facts_of_an_excited_text_are_taken(seed_like: Extraction) -> None:
    texts = [one.text for one in seed_like.taken]
    for fact in ("weniger Kautschuk", "bereits seit Januar", "40 Hektar", "aus Thailand", "15 Prozent"):
        assert any(fact in text for text in texts), fact


def test_its_title_slogans_questions_and_outlook_are_left_out(seed_like: Extraction) -> None:
    texts = " ".join(one.text for one in seed_like.taken)
    for slogan in ("Durchbruch", "Revolution", "im Spiel", "Leistung", "?", "kommenden Jahre", "freuen"):
        assert slogan not in texts


@pytest.mark.parametrize(
    ("line", "lang"),
    [
        ("Pressekontakt: Wasserverband Ost, Tel. 01234 567890", "de"),
        ("Die wichtigsten Zahlen im Überblick:", "de"),
        ("© 2025 Norddeutscher Kurier.", "de"),
        ("Alle Rechte vorbehalten.", "de"),
        ("Institute for Maritime Statistics, Harlow, 9 January 2025", "en"),
        ("The report also found that:", "en"),
        ("© Eastport Ledger Ltd. 2025", "en"),
    ],
)
def test_a_line_that_is_no_sentence_is_no_claim(line: str, lang: str) -> None:
    sentence = "Siemens baut 3 Werke." if lang == "de" else "Boeing sold 348 jets."
    assert [one.quote for one in found(f"{sentence}\n\n{line}\n\n{sentence}", lang)] == [sentence, sentence]


def test_a_sentence_with_a_verb_that_no_list_has_is_still_one() -> None:
    assert [one.quote for one in found("Thermalis zwirbelt 40 Kilometer Rohr.", "de")] == [
        "Thermalis zwirbelt 40 Kilometer Rohr."
    ]


def test_the_title_is_no_claim_and_a_heading_with_a_fact_is_one() -> None:
    article = "# Nordzell cuts 1,200 jobs\n\nIt said so.\n\n## Voltacor closed its plant\n\nIt was small."
    assert [one.quote for one in found(article, "en", "a.md")] == [
        "It said so.",
        "Voltacor closed its plant",
        "It was small.",
    ]


def test_what_the_list_says_leans_on_the_line_that_leads_to_it() -> None:
    article = "The audit of Thermalis was published. Its report also found that:\n\n- two stations\n- It was paid twice"
    first, second = found(article, "en", "a.md")[1:]
    assert "also found that:" in first.context
    assert "also found that:" in second.context


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Laut Betriebsrat wurden die Beschäftigten informiert. Das Unternehmen bestreitet das.", "de"),
        ("Gewerkschafter protestierten am Montag. Das Unternehmen rief die Polizei.", "de"),
        ("Henning Brandt führt Nordzell. Brandt kaufte zwei Werke. Das Unternehmen beschäftigt 900 Menschen.", "de"),
        ("Greenpeace kritisierte die Pläne. Das Unternehmen beschäftigt 900 Menschen.", "de"),
        ("Greenpeace criticised the plans. The company employs 900 people.", "en"),
        ("Ryder said the deal was dead. The company employs 900 people.", "en"),
        ("Vincent Aagaard runs Nordhavn. Aagaard bought two ships. The company employs 900 people.", "en"),
    ],
)
def test_a_council_a_critic_or_a_surname_is_not_the_company(text: str, lang: str) -> None:
    one = last(text, lang)
    assert one.text == one.quote
    assert one.context


def test_a_name_with_an_apostrophe_is_whole() -> None:
    assert (
        last("Michael O'Hara owns 12 percent. He also owns a horse.", "en").text == "Michael O'Hara also owns a horse."
    )


@pytest.mark.parametrize(
    ("text", "lang", "context"),
    [
        ("The Harbour Bridge was closed. Ferries run. The bridge, which opened in 1974, is old.", "en",
         "The Harbour Bridge was closed."),
        ("Aarlund, a town of 45,000, dug once. The town heats 20,000 homes.", "en",
         "Aarlund, a town of 45,000, dug once."),
        ("Nordzell baute ein Batteriewerk. Lauenbrück hat 28.000 Einwohner. Das Werk kostete 1,1 Mrd. Euro.", "de",
         "Nordzell baute ein Batteriewerk."),
        ("Shanghai grew by 5 percent. Singapore grew by 4 percent. Both ports opened new terminals.", "en",
         "Singapore grew by 4 percent."),
        ("Die Verluste lägen bei 8 %. Bundesweit liegen sie bei etwa 5 %.", "de", "Die Verluste lägen bei 8 %."),
        ("In Westmark gilt ein Tarif. Ob er auch hier kommt, entscheidet der Kreistag.", "de",
         "In Westmark gilt ein Tarif."),
        ("In Westmark sank der Verbrauch. Warum ist das so? Dort gilt ein Tarif.", "de",
         "In Westmark sank der Verbrauch. Warum ist das so?"),
    ],
)  # fmt: skip
def test_what_was_told_of_before_carries_the_sentence_that_told_it(text: str, lang: str, context: str) -> None:
    assert last(text, lang).context == context


def test_the_only_thing_of_its_kind_needs_no_context() -> None:
    assert last("Boeing sold 348 jets. The government lent 3 billion dollars.", "en").context == ""


@pytest.mark.parametrize(
    ("text", "lang", "speaker"),
    [
        ("Das Werk zahlte nach Angaben der Verwaltung 14 Mio. Euro Steuern.", "de", "Verwaltung"),
        ("Nach Angaben des Unternehmens sank der Umsatz.", "de", "Unternehmen"),
        ("„Jeder dritte Liter versickert“, kritisierte Bernd Oelze.", "de", "Bernd Oelze"),
        ("Ralf Tönnies verwies darauf, dass der Verbrauch sinke.", "de", "Ralf Tönnies"),
        ("Nach Berechnungen von Prognos fehlen 40.000 Wohnungen.", "de", "Prognos"),
        ("“We erred,” chief executive Lena Vogt told the council.", "en", "chief executive Lena Vogt"),
        ("Its mayor, Mette Holm, says the trick was simple.", "en", "Mette Holm"),
        ("Costs rose, according to a report by the consultancy Arden & Pike.", "en", "Arden & Pike"),
        ("Paul Renner also said that prices would not rise.", "en", "Paul Renner"),
        ("According to Channel 4, the bridge is shut.", "en", "Channel 4"),
    ],
)
def test_who_says_it(text: str, lang: str, speaker: str) -> None:
    assert last(text, lang).speaker == speaker


def test_that_somebody_said_so_is_the_speaker_of_the_sentence_before_and_no_claim() -> None:
    [one] = found("Nordzell streicht 1.200 Stellen. Das teilte das Unternehmen am Freitag mit.", "de")
    assert (one.quote, one.speaker) == ("Nordzell streicht 1.200 Stellen.", "das Unternehmen")
    assert len(found("Das Werk schließt. Das sagte Anna Berg, und die Aktie fiel um 5 Prozent.", "de")) == 2


@pytest.mark.parametrize(
    "line", ["Bonn, 14. März 2025", "Bad Rieden, den 14. März 2025, 17:42 Uhr", "Harlow, 14 March 2025"]
)
def test_a_day_with_its_place_is_the_day_of_the_article(line: str) -> None:
    document = read_document_bytes(f"A title\n{line}\nIt begins here.".encode(), "a.txt")
    assert document.article.published == dt.date(2025, 3, 14)
    assert line not in document.text


def test_the_code_of_a_post_is_not_read() -> None:
    document = read_document_bytes(b'It costs 5.\n\n```\nprint("cost 131.4")\n```\n\n    x = 1\n', "a.md")
    assert document.text == "It costs 5."


def test_a_list_whose_bullets_are_drawn_is_told_by_its_short_lines() -> None:
    wide = "A paragraph that goes over the whole width of the page, word after word, to its end."
    lines = [
        Put(wide, 700),
        Put(wide, 686),
        Put("Shanghai: 51.5 million", 660, left=92),
        Put("The strike ended", 646, left=92),
    ]
    document = read_document_bytes(pdf_bytes([lines]), "a.pdf")
    items = [document.text[slice(*block.span)] for block in document.blocks if block.kind is BlockKind.ITEM]
    assert items == ["Shanghai: 51.5 million", "The strike ended"]
