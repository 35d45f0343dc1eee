"""Sentences of a text."""

from __future__ import annotations

from itertools import pairwise

import pytest

from factcheck.sentences import sentence_spans


def test_spans_point_at_whole_sentences_and_not_at_abbreviations() -> None:
    text = "Am 3. Oktober stieg der Umsatz um 1,5 Mio. Euro. Dr. Müller kam u. a. aus Berlin.\n\nNeu."
    found = [text[start:end] for start, end in sentence_spans(text, "de")]
    assert found == ["Am 3. Oktober stieg der Umsatz um 1,5 Mio. Euro.", "Dr. Müller kam u. a. aus Berlin.", "Neu."]


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Acme grew in May. Sales rose in June.", 2),
        ("The answer was no. Nobody agreed.", 2),
        ("Acme grew in May. Sales rose.  The answer was no. Nobody agreed.", 4),
        ("It is no. 5 on the list.", 1),
        ("Dr. Theresa May. spoke", 1),
    ],
)
def test_may_and_no_end_a_sentence(text: str, n: int) -> None:
    spans = sentence_spans(text)
    assert len(spans) == n
    between = sum(text[one[1] : other[0]].count(" ") for one, other in pairwise(spans))
    assert sum(end - start for start, end in spans) + between == len(text)


@pytest.mark.parametrize(
    ("text", "lang", "sentences"),
    [
        ("Der Zug verkehrt zwischen 10 und 12. Der Eintritt ist frei.", "de", 2),
        ("Das Museum ist für Kinder von 5 bis 20. Das Werk ist neu.", "de", 2),
        ("Das Haus stammt aus dem 18. und 19. Jahrhundert.", "de", 1),
        ("Im 3. Quartal stieg es. Der 2. Weltkrieg begann.", "de", 2),
        ("Es war vom 3. bis 5. Spieltag zu und ab 12. Mai offen.", "de", 1),
        ("Es war zwischen 18. und 20. Jahrhundert unbewohnt.", "de", 1),
        ("She was vaccinated against Hepatitis B. It was approved in 2019.", "en", 2),
        ("The board chose Plan B. The firm grew.", "en", 2),
        ("He met Anna B. Castle and George W. Bush.", "en", 1),
        ("Angela M. aus Bonn und Peter K. Schmidt kamen.", "de", 1),
        ("On Monday Dr. Smith spoke.", "en", 1),
    ],
)
def test_a_full_stop_behind_a_number_or_a_letter_ends_what_it_should(text: str, lang: str, sentences: int) -> None:
    assert len(sentence_spans(text, lang)) == sentences


@pytest.mark.parametrize(
    "text",
    [
        "Die Abt. Verkehr wurde geschlossen.",
        "Die Fa. Müller baute das Haus.",
        "Die Gebr. Grimm lebten in Kassel.",
        "Gestern kam Frl. Meier.",
        "Es dauert max. Drei Tage.",
        "Es dauert min. Drei Tage.",
        "Der Hrsg. Klaus Meier schrieb das Vorwort.",
        *(f"Das Dorf liegt {side}l. Berlins." for side in ("nörd", "süd", "öst", "west", "nordwest", "südöst")),
        "Am Mo., 3. Okt., um 8 Uhr.",
        "Am Mo., 3. Oktober, um 8 Uhr.",
        "1. Die Gäste kommen um 8 Uhr.",
        "Die 3. Die-Hard-Folge kam.",
        "Die Firma hat 5 Mio. Kunden.",
    ],
)
def test_a_german_abbreviation_ends_no_sentence(text: str) -> None:
    assert sentence_spans(text, "de") == [(0, len(text))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Das kostet 5 Mio.", "Das ist viel."),
        ("Das kostet 5 Mrd.", "Wir zahlen."),
        ("Der Turm ist 3 m.", "Die Gebr. Grimm bauten ihn."),
        ("Der Turm ist 330 m.", "Er steht in Paris."),
        ("Er kauft Äpfel, Birnen usw.", "Der Staat zahlt."),
        ("Er kauft Äpfel, Birnen etc.", "Die Firma zahlt."),
        ("Er lebte bis 300 v. Chr.", "Sein Sohn starb früher."),
        ("Das Fest ist am 3.", "Die Gäste kommen am 2. Mai."),
        ("Das Fest ist am 3.", "Danach ist zu."),
        ("Er leitet die Abt.", "Der Chef ist neu."),
    ],
)
def test_an_article_or_a_pronoun_with_a_capital_begins_a_german_sentence(one: str, other: str) -> None:
    text = f"{one} {other}"
    assert [text[slice(*span)] for span in sentence_spans(text, "de")] == [one, other]


def test_short_forms_that_take_no_full_stop_end_a_sentence_with_one() -> None:
    text = "Er fuhr 2023 einen Lkw. Polizisten stoppten ihn."
    assert [text[start:end] for start, end in sentence_spans(text, "de")] == text.replace(". ", ".|").split("|")
