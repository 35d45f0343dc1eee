"""Candidates: sentences with exact spans, speakers, standalone readings, and compound sentences in parts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.datatypes import Article
from factcheck.documents.document import Block, BlockKind, Document
from factcheck.extract.candidates import Candidate, candidates
from tests.standalone_texts import ENGLISH, GERMAN, Row, Text

Piece = tuple[BlockKind, str]
P, HEADING, ITEM, QUOTE, ROW = (
    BlockKind.PARAGRAPH,
    BlockKind.HEADING,
    BlockKind.ITEM,
    BlockKind.QUOTE,
    BlockKind.ROW,
)

SEED_LIKE = """In einem mutigen Schritt haben Alibaba und Baidu beschlossen, weniger US-Chips zu kaufen.
Laut Berichten von "The Information" nutzt Alibaba bereits seit Januar seine eigenen Chips.
Trotz dieses Ziels haben beide Tech-Giganten Nvidia nicht aus den Augen verloren.
Für ihre fortschrittlichsten Modelle setzen sie nach wie vor auf Chips des US-Herstellers.
Dennoch wird berichtet, dass Alibabas KI-Chip Zhenwu nun mit Nvidias H20-Chip konkurrieren kann – eine Leistung!
Die Folgen könnten Nvidia hart treffen.
Das Unternehmen hat zuvor eine Vereinbarung mit der US-Regierung getroffen."""


def document(*pieces: Piece) -> Document:
    """A document of blocks on lines of their own."""
    blocks, at = [], 0
    for number, (kind, text) in enumerate(pieces, start=1):
        blocks.append(Block(kind, (at, at + len(text)), number))
        at += len(text) + 1
    return Document("article.txt", "\n".join(text for _, text in pieces), tuple(blocks), Article())


def read(text: str, lang: str) -> list[Candidate]:
    return candidates(document((P, text)), lang)


def quotes(text: str, lang: str) -> list[str]:
    return [candidate.quote for candidate in read(text, lang)]


def last(text: str, lang: str) -> Candidate:
    return read(text, lang)[-1]


def rows(lang: str, texts: tuple[Text, ...]) -> list[tuple[str, Text, Row]]:
    return [(lang, text, row) for text in texts for row in text]


@pytest.mark.parametrize(("lang", "text", "row"), [*rows("de", GERMAN), *rows("en", ENGLISH)], ids=str)
def test_each_sentence_of_the_texts_is_read_as_decided_by_hand(lang: str, text: Text, row: Row) -> None:
    sentence, reading, leans, speaker = row
    whole = " ".join(one[0] for one in text)
    start = whole.index(sentence)
    found = [one for one in read(whole, lang) if start <= one.span[0] < start + len(sentence)]
    assert " | ".join(one.text for one in found) == (reading or sentence)
    assert any(one.context for one in found) == leans
    assert found[0].speaker == speaker


def test_a_chain_of_descriptions_is_read_with_the_names_of_the_article() -> None:
    found = read(SEED_LIKE.replace("\n", " "), "de")
    assert [one.text for one in found][1:] == [
        'Laut Berichten von "The Information" nutzt Alibaba bereits seit Januar seine eigenen Chips.',
        "Trotz dieses Ziels haben Alibaba und Baidu Nvidia nicht aus den Augen verloren.",
        "Für ihre fortschrittlichsten Modelle setzen Alibaba und Baidu nach wie vor auf Chips von Nvidia.",
        "Alibabas KI-Chip Zhenwu kann nun mit Nvidias H20-Chip konkurrieren.",
        "Die Folgen könnten Nvidia hart treffen.",
        "Nvidia hat zuvor eine Vereinbarung mit der US-Regierung getroffen.",
    ]
    assert [one.speaker for one in found if one.speaker] == ["The Information"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(BlockKind)),
            st.lists(
                st.sampled_from([row[0] for text in (*GERMAN, *ENGLISH) for row in text])
                | st.text('Aä.!?„“"»«:; \t-–’1und', max_size=40),
                max_size=4,
            ).map("  ".join),
        ),
        max_size=5,
    ),
    st.sampled_from(["de", "en", "fr"]),
)
@settings(max_examples=80, deadline=None)
def test_every_span_points_at_exactly_its_quote(pieces: list[Piece], lang: str) -> None:
    article = document(*pieces)
    found = candidates(article, lang)
    assert all(article.text[slice(*one.span)] == one.quote for one in found)
    assert [one.span for one in found] == sorted(one.span for one in found)
    assert all(one.text.strip() for one in found)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Im 2. Quartal stieg der Umsatz um 3,5 Prozent, z. B. in St. Gallen.", "de"),
        ("Am 3. Oktober sprach Dr. J. F. Müller vor 1.200 Gästen.", "de"),
        ("Der 1. FC Köln gewann.", "de"),
        ("„Wir bauen. Das kostet viel! Es lohnt sich“, sagte Anna Berg.", "de"),
        ("»Wir bauen. Das lohnt sich«, sagte Anna Berg.", "de"),
        ("The Senate met at 5 p.m. Monday.", "en"),
        ("“We build. It pays off,” said John F. Kennedy Jr. on Oct. 3.", "en"),
        ("Yahoo! said No. 5 cost $3.5 million in the U.S. last year.", "en"),
    ],
)
def test_a_full_stop_within_a_sentence_does_not_end_it(text: str, lang: str) -> None:
    assert quotes(text, lang) == [text]


def test_a_quotation_that_never_ends_does_not_swallow_the_article() -> None:
    assert quotes("„Wir bauen ein Werk. Das Werk ist groß. Es kostet viel.", "de") == [
        "„Wir bauen ein Werk.",
        "Das Werk ist groß.",
        "Es kostet viel.",
    ]


@pytest.mark.parametrize(
    ("text", "lang", "speaker"),
    [
        ("Laut Reuters sank der Kurs.", "de", "Reuters"),
        (
            "Die Zahl stieg laut einer Studie der Universität Bonn um 3 Prozent.",
            "de",
            "einer Studie der Universität Bonn",
        ),
        ("Medienberichten zufolge kauft VW Aktien.", "de", "Medienberichten"),
        ("Wie die „Zeit“ berichtete, fehlen 300 Wohnungen.", "de", "Zeit"),
        ("Das Netz wird saniert, sagte Bahnchef Richard Lutz der Presse-Agentur.", "de", "Bahnchef Richard Lutz"),
        ("Ein Sprecher des Ministeriums sagte, die Förderung laufe bis 2027.", "de", "ein Sprecher des Ministeriums"),
        ("Nach Angaben von Siemens sinken die Kosten.", "de", "Siemens"),
        ("Max Müller, Sprecher der Polizei, bestätigte den Fall.", "de", ""),
        ("Er sagte, die Kosten sinken.", "de", ""),
        ("Siemens senkt die Kosten.", "de", ""),
        ("Prices fell, according to Statistics Denmark.", "en", "Statistics Denmark"),
        ("The Information reported that Alibaba uses its own chips.", "en", "The Information"),
        ("Two officials told Reuters the plan was dropped.", "en", "Two officials"),
        ("Police said two people were injured.", "en", "Police"),
        ("Sales rose, The New York Times reported on Friday.", "en", "The New York Times"),
        ("As the Herald reported, the repair costs $90 million.", "en", "the Herald"),
        ("He said goodbye.", "en", ""),
        ("Boeing said goodbye.", "en", ""),
    ],
)
def test_the_speaker_is_whom_the_sentence_attributes_it_to(text: str, lang: str, speaker: str) -> None:
    assert last(text, lang).speaker == speaker


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Google sued Sonos in 2022. The company lost the case.", "en"),
        ("The bank sued Nvidia. The company lost the case.", "en"),
        ("Nvidia makes chips and AMD designs processors. The company said profits rose.", "en"),
        ("Sarah Miller met Jane Doe in May. She said the talks went well.", "en"),
        ("Tim Cook spoke in May. She said the talks went well.", "en"),
        ("Paris and Berlin welcomed the plan. Both companies declined to comment.", "en"),
        ("Boeing sold 348 jets. It's planning more.", "en"),
        ("Tesla verkaufte mehr Autos als BYD. Das Unternehmen sitzt in Texas.", "de"),
        ("Die Commerzbank verklagte Nvidia. Das Unternehmen verlor.", "de"),
        ("Die Deutsche Bahn hat Verluste gemacht. Das Unternehmen war unpünktlich.", "de"),
        ("Angela Merkel traf Ursula von der Leyen. Sie sagte, man sei einig.", "de"),
        ("Betroffen ist die Entwicklung. Der Konzern spart.", "de"),
        ("Grund ist die Nachfrage. Der Konzern spart.", "de"),
        ("Production fell in May. The company cut jobs.", "en"),
        ("Siemens wächst. Der Konzern aus Walldorf spart.", "de"),
        ("Finanzministerin Anna Berger sprach. Er sagte nichts.", "de"),
    ],
)
def test_what_is_not_certain_stays_as_it_is_and_has_its_context(text: str, lang: str) -> None:
    before, sentence = text.split(". ", 1)
    found = last(text, lang)
    assert found.text == sentence
    assert before.split(" and ")[0] in found.context


def test_the_s_of_a_name_is_cut_only_where_the_article_has_the_name_without_it() -> None:
    text = "Airbus hat 766 Flugzeuge ausgeliefert. Das Unternehmen plant mehr."
    assert last(text, "de").text == "Airbus plant mehr."
    text = "Nvidia verdient gut. Nvidias Umsatz stieg um 5 Prozent. Das Unternehmen plant mehr."
    assert last(text, "de").text == "Nvidia plant mehr."


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("If the council agrees, work starts and the road closes.", "en"),
        ("The minister said prices rose and wages fell.", "en"),
        ("In 2024 sales rose and profits fell.", "en"),
        ("The parts designed by Intel and the chips used in phones are cheap.", "en"),
        ("Prices rose because demand grew and supply fell.", "en"),
        ("Nvidia and AMD sell chips and build servers.", "en"),
        ("Er sagte, die Preise stiegen und die Löhne sanken.", "de"),
        ("Zwar stieg der Umsatz, aber der Gewinn fiel auf 3 Millionen.", "de"),
        ("Gestern haben Alibaba und Baidu neue Chips vorgestellt.", "de"),
        ("Die Regierung will die Steuern senken und die Ausgaben kürzen.", "de"),
        ("Laut Reuters stiegen die Preise und die Löhne sanken deutlich.", "de"),
    ],
)
def test_a_sentence_whose_parts_need_each_other_stays_whole(text: str, lang: str) -> None:
    assert quotes(text, lang) == [text]


def test_two_main_clauses_become_two_candidates_each_with_its_own_part_as_quote() -> None:
    first, second = read("Apple sued Samsung in May, and Google paid the costs.", "en")
    assert (first.text, first.quote) == ("Apple sued Samsung in May.", "Apple sued Samsung in May")
    assert (second.text, second.quote) == ("Google paid the costs.", "Google paid the costs.")
    assert not second.context


def test_a_later_part_about_the_first_has_it_as_context() -> None:
    _, second = read("Bonn hat eine Brücke eröffnet, und die Kosten betrugen 85 Millionen Euro.", "de")
    assert second.text == "Die Kosten betrugen 85 Millionen Euro."
    assert second.context == "Bonn hat eine Brücke eröffnet."


@pytest.mark.parametrize(
    ("text", "lang", "reading"),
    [
        ("However, the plants are late.", "en", "The plants are late."),
        ("However, if the law passes, shops close.", "en", "However, if the law passes, shops close."),
        ("But is it true?", "en", "But is it true?"),
        ("Yet another record fell.", "en", "Yet another record fell."),
        ("Auch Baidu testet Chips.", "de", "Baidu testet Chips."),
        ("Auch wenn es regnet, wird gespielt.", "de", "Auch wenn es regnet, wird gespielt."),
        ("Dennoch wird berichtet, dass der Chip der Firma fertig ist.", "de",
         "Es wird berichtet, dass der Chip der Firma fertig ist."),
        ("Das Werk wurde 2019 eröffnet – wie schön!", "de", "Das Werk wurde 2019 eröffnet."),
        ("Das Werk wurde eröffnet – nach 12 Jahren!", "de", "Das Werk wurde eröffnet – nach 12 Jahren!"),
    ],
)  # fmt: skip
def test_a_link_is_taken_off_where_a_full_sentence_as_true_is_left(text: str, lang: str, reading: str) -> None:
    found = last(text, lang)
    assert (found.text, found.quote) == (reading, text)


def test_headings_and_rows_without_a_verb_are_left_out_and_others_kept() -> None:
    article = document(
        (HEADING, "Revolution im KI-Markt"), (HEADING, "Siemens baut ein Werk in Erlangen"), (ROW, "2024 | 3,5 | 4,1"),
        (P, "Das Werk kostet 2 Milliarden Euro."),
    )  # fmt: skip
    assert [one.quote for one in candidates(article, "de")] == [
        "Siemens baut ein Werk in Erlangen",
        "Das Werk kostet 2 Milliarden Euro.",
    ]


def test_an_item_leans_on_the_sentence_before_its_list_and_not_on_its_neighbours() -> None:
    article = document((P, "Siemens cut costs."), (P, "Bosch names three goals:"), (ITEM, "3,000 new jobs"),
                       (ITEM, "It closes two plants."))  # fmt: skip
    first, second = candidates(article, "en")[1:]
    assert (first.text, first.context) == ("3,000 new jobs", "Bosch names three goals:")
    assert (second.text, second.context) == ("It closes two plants.", "Bosch names three goals:")


def test_a_quotation_in_a_block_of_its_own_has_the_speaker_who_was_named_before_it() -> None:
    article = document((P, "Richard Lutz sagte:"), (QUOTE, "Wir bauen das Netz aus. Wir sind froh."))
    assert [one.speaker for one in candidates(article, "de")] == ["Richard Lutz"] * 3


def test_a_section_begins_anew_so_that_nothing_is_replaced_across_its_heading() -> None:
    article = document((P, "Boeing sold 348 jets."), (HEADING, "Airbus"), (P, "The company employs 150,000 people."))
    assert candidates(article, "en")[-1].text == "The company employs 150,000 people."


def test_another_language_has_its_sentences_as_they_stand() -> None:
    assert [one.text for one in read("Il pleut. Elle a vendu 12 avions.", "fr")] == [
        "Il pleut.",
        "Elle a vendu 12 avions.",
    ]


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("words", ["Aa Bb Cc ", "the old big ", '"Aa bb. ', "Aa of Bb of Cc, ", "A. B. "])
def test_what_never_ends_is_read_to_its_end_and_nothing_is_made_up(words: str, lang: str) -> None:
    text = (words * 3000).strip()
    assert all(one.text in text and not one.speaker for one in read(text, lang))


def test_a_sentence_over_two_lines_is_read_on_one_and_quoted_on_two() -> None:
    [found] = read("Boeing sold\n348 jets.", "en")
    assert (found.text, found.quote) == ("Boeing sold 348 jets.", "Boeing sold\n348 jets.")
