"""Languages: given, detected, taken from the file or assumed; and what a verifier does not know."""

from __future__ import annotations

import dataclasses
import json
import random
from pathlib import Path

import pytest

from factcheck import FactChecker
from factcheck.datatypes import Article, Claim, Label, Place, Report, Snippet, StanceProbs, Unchecked, Verdict
from factcheck.errors import ModelError
from factcheck.languages import (
    AHEAD,
    LIKELY,
    NAMES,
    SURE,
    Detector,
    base_code,
    claim_languages,
    is_unknown,
    load_classifier,
    names_of,
    snippet_languages,
)
from factcheck.models.languages import languages_of
from factcheck.report.html import to_html
from factcheck.report.languagewords import language_note, language_tag
from factcheck.report.markdown import to_markdown
from factcheck.report.record import read_report, to_json
from factcheck.report.terminal import show_verdict, to_terminal
from factcheck.written import Language, Origin
from tests.fakes import ROOT, KeywordEmbedder, TableVerifier, run_python

GERMAN = "Das Kabinett hat den Haushalt am Montag nach langer Debatte beschlossen."
FRENCH = "Le gouvernement a adopté le budget lundi matin après un long débat."
SPANISH = "El gobierno aprobó el presupuesto el lunes después de un largo debate."
POLISH = "Rząd przyjął budżet w poniedziałek rano po długiej debacie."
ENGLISH = "The cabinet passed the budget on Monday morning after a long debate."
OTHERS = {"de": GERMAN, "fr": FRENCH, "es": SPANISH, "pl": POLISH}

ZHENWU = "Zhenwu rivals H20."
GERMAN_QUOTE = "dass Alibabas KI-Chip Zhenwu nun mit Nvidias H20-Chip konkurrieren kann"
NAMES_ONLY = (
    "Deutsche Bank, Commerzbank, Allianz, Siemens, Volkswagen, Bayer",
    "BNP Paribas, Société Générale, Crédit Agricole, La Banque Postale",
    "São Paulo Rio de Janeiro Belo Horizonte Porto Alegre Salvador Recife",
    "Roald Amundsen, Robert Falcon Scott, Ernest Shackleton, Fridtjof Nansen",
    "Alibaba Zhenwu Nvidia H20 Baidu Kunlun P800",
    "FC Bayern München beat Borussia Dortmund 4-0 in Munich.",
)
NO_LETTERS = ("330", "12 345,6 %", "1 2 3 4 5 6 7 8")
EN = frozenset({"en"})


class CountingClassifier:
    """Says German for a text with ``der`` in it, else English, with the probability given; counts what it is asked."""

    def __init__(self, probability: float = 0.99) -> None:
        self.asked: list[str] = []
        self._probability = probability

    def __call__(self, text: str) -> tuple[str, float]:
        self.asked.append(text)
        return ("de" if "der" in text.split() else "en"), self._probability


def claim(text: str, file: str = "claims/a.yaml", **fields: object) -> Claim:
    made = Claim(text[:40], text, place=Place(file, 1) if file else None)
    return dataclasses.replace(made, **fields)  # type: ignore[arg-type]


def language(text: str, **fields: object) -> Language:
    [found] = claim_languages([claim(text, **fields)])  # type: ignore[arg-type]
    assert found.language
    return found.language


def codes(claims: list[Claim]) -> list[tuple[str, str]]:
    return [(c.language.code, c.language.origin.value) for c in claims if c.language]


# --- detection -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "text"), [("en", ENGLISH), *OTHERS.items()])
def test_a_sentence_of_more_than_six_words_tells_its_language_surely(code: str, text: str) -> None:
    assert language(text) == Language(code, Origin.DETECTED, sure=True)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The tower is 330 metres tall."),
        ("de", "Der Turm ist 330 Meter hoch."),
        ("fr", "La tour est très haute."),
        ("es", "La torre es muy alta."),
        ("pl", "Wieża jest bardzo wysoka."),
    ],
)
def test_a_short_sentence_tells_its_language_and_is_never_sure(code: str, text: str) -> None:
    assert language(text) == Language(code, Origin.DETECTED, sure=False)


@pytest.mark.parametrize("text", [ZHENWU, *NAMES_ONLY, *NO_LETTERS])
def test_names_and_numbers_are_taken_for_english_and_never_surely_for_anything_else(text: str) -> None:
    assert language(text) == Language("en", Origin.ASSUMED, sure=False)


@pytest.mark.parametrize("text", [ZHENWU, *NAMES_ONLY, *NO_LETTERS])
def test_names_and_numbers_are_never_refused_even_in_a_german_file(text: str) -> None:
    found = claim_languages([claim(GERMAN), claim(FRENCH, "claims/b.yaml"), claim(text)])[-1]
    assert not is_unknown(found.language, EN)


def test_claims_and_snippets_of_the_project_are_in_the_language_that_they_are_in() -> None:
    from factcheck.claims import read_claims
    from factcheck.evidence import read_evidence

    claims, evidence = read_claims([ROOT / "claims"]), read_evidence([ROOT / "evidence"])
    german = [dataclasses.replace(claim, lang="") for claim in claims if claim.lang == "de"]
    told = [c.language.code for c in claim_languages(german) if c.language]
    assert len(told) == len(german) > 20
    assert set(told) == {"de"}
    found = [c.language for c in claim_languages([claim for claim in claims if claim.lang != "de"])]
    found += [s.language for s in snippet_languages([dataclasses.replace(s, lang="") for s in evidence])]
    assert len(found) > 100
    assert {one.code for one in found if one} == {"en"}


@pytest.mark.parametrize(
    ("probability", "expected"),
    [
        (LIKELY, ("de", Origin.DETECTED, False)),
        (LIKELY - 1e-6, ("en", Origin.ASSUMED, False)),
        (SURE, ("de", Origin.DETECTED, True)),
        (SURE - 1e-6, ("de", Origin.DETECTED, False)),
    ],
)
def test_the_bars_are_inclusive(probability: float, expected: tuple[str, Origin, bool]) -> None:
    detector = Detector(CountingClassifier(probability))
    [found] = claim_languages([claim("eins zwei drei vier fünf der")], detector=detector)
    assert found.language == Language(*expected)


@pytest.mark.parametrize(
    ("text", "sure"),
    [("der eins zwei drei vier fünf", True), ("der eins zwei drei vier", False), ("A B C D der b", False)],
)
def test_sure_takes_six_words_of_which_three_have_no_capital(text: str, sure: bool) -> None:
    found = Detector(CountingClassifier()).language(text)
    assert found == Language("de", Origin.DETECTED, sure)


def test_signs_of_a_script_without_spaces_count_as_words() -> None:
    assert language("政府は月曜日に予算を承認した。") == Language("ja", Origin.DETECTED, sure=True)


SHORT_GERMAN = (
    "Die Inflation sinkt.",
    "Die Bank ist pleite.",
    "Merkel trat 2021 ab.",
    "Bern ist Bundesstadt.",
    "Basel hat 170'000 Einwohner.",
)


@pytest.mark.parametrize("text", SHORT_GERMAN)
def test_a_short_german_claim_alone_is_read_as_german_and_never_surely(text: str) -> None:
    assert language(text) == Language("de", Origin.ASSUMED, sure=False)
    [snippet] = snippet_languages([Snippet("s", text)])
    assert snippet.language == Language("de", Origin.ASSUMED, sure=False)


@pytest.mark.parametrize("text", SHORT_GERMAN)
def test_a_language_that_somebody_set_and_a_majority_win_over_what_a_text_leans_to(text: str) -> None:
    [found] = claim_languages([claim(text)], "en")
    assert found.language == Language("en", Origin.ASSUMED)
    assert codes(claim_languages([claim(ENGLISH), claim(text)]))[1] == ("en", "file")


@pytest.mark.parametrize(
    "text", ["Die Welt lost readers.", "Der Spiegel sold 9.", "Angela Merkel resigned.", "Die Fledermaus opened 1874."]
)
def test_an_english_claim_about_german_names_stays_english(text: str) -> None:
    assert language(text).code == "en"


@pytest.mark.parametrize(("probability", "code"), [(AHEAD, "de"), (AHEAD - 1e-6, "en")])
def test_a_text_leans_to_a_language_that_is_far_ahead(probability: float, code: str) -> None:
    detector = Detector(CountingClassifier(LIKELY - 1e-6), CountingClassifier(probability))
    [found] = claim_languages([claim("eins zwei der")], detector=detector)
    assert found.language and found.language.code == code


def test_a_text_leans_to_no_language_that_the_models_do_not_know() -> None:
    assert Detector().suggestion("Le ciel est bleu.") == "fr"
    assert not Detector().leaning("Le ciel est bleu.")


# --- what is given ---------------------------------------------------------------------------------------------------


def test_the_language_that_is_given_wins_over_the_text() -> None:
    assert language(ENGLISH, lang="de") == Language("de", Origin.GIVEN, sure=True)


def test_a_given_language_of_a_short_text_never_stops_a_reading() -> None:
    assert language(ZHENWU, lang="de") == Language("de", Origin.GIVEN, sure=False)


def test_the_given_language_of_a_snippet_wins_and_nothing_is_detected() -> None:
    classifier = CountingClassifier()
    [found] = snippet_languages([Snippet("s", ENGLISH, lang="pt-BR")], detector=Detector(classifier))
    assert (found.language, classifier.asked) == (Language("pt", Origin.GIVEN, sure=True), [])


@pytest.mark.parametrize(
    ("lang", "code"), [("de", "de"), ("PT-br", "pt"), ("nb", "no"), ("nn-NO", "no"), ("eng", "en")]
)
def test_a_code_is_known_without_its_region(lang: str, code: str) -> None:
    assert base_code(lang) == code


def test_where_all_is_given_the_library_is_not_loaded() -> None:
    code = (
        "import sys; from factcheck.datatypes import Claim, Snippet; from factcheck.languages import *;"
        "claim_languages([Claim('c', 'One.', lang='en')]); snippet_languages([Snippet('s', 'One.', lang='en')]);"
        "print('py3langid' in sys.modules); claim_languages([Claim('c', 'One.')]); print('py3langid' in sys.modules)"
    )
    assert run_python(code).stdout.split() == ["False", "True"]


# --- context, quote and article --------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [ENGLISH, "The tower is 330 metres tall."])
def test_an_english_claim_with_a_german_quote_of_a_german_article_is_english(text: str) -> None:
    found = language(text, quote=GERMAN_QUOTE, article=Article(lang="de"))
    assert (found.code, found.origin) == ("en", Origin.DETECTED)


def test_a_claim_in_doubt_does_not_take_the_language_of_its_quote_or_article() -> None:
    assert language(ZHENWU, quote=GERMAN_QUOTE, article=Article(lang="de")) == Language("en", Origin.ASSUMED)


@pytest.mark.parametrize("beside", [{"quote": "der"}, {"article": Article(lang="de-AT")}])
def test_a_quote_or_article_confirms_what_a_doubtful_claim_suggests(beside: dict[str, object]) -> None:
    class Doubtful(CountingClassifier):
        def __call__(self, text: str) -> tuple[str, float]:
            return "de", 0.9 if text == "der" else 0.3

    [found] = claim_languages([claim("Zhenwu konkurriert.", **beside)], detector=Detector(Doubtful()))  # type: ignore[arg-type]
    assert found.language == Language("de", Origin.DETECTED, sure=False)


def test_the_context_tells_the_language_of_a_short_claim_but_cannot_stop_it() -> None:
    assert language(ZHENWU, context=GERMAN) == Language("de", Origin.DETECTED, sure=False)


# --- the file --------------------------------------------------------------------------------------------------------


def test_a_text_in_doubt_takes_the_language_of_most_of_its_file() -> None:
    found = claim_languages([claim(GERMAN), claim(ZHENWU), claim(GERMAN + " Ja."), claim(FRENCH)])
    assert codes(found) == [("de", "detected"), ("de", "file"), ("de", "detected"), ("fr", "detected")]


def test_a_mixed_file_without_a_majority_tells_nothing() -> None:
    found = claim_languages([claim(GERMAN), claim(ENGLISH), claim(ZHENWU)], default="fr-CA")
    assert codes(found)[-1] == ("fr", "assumed")


def test_other_files_and_claims_in_no_file_have_no_vote() -> None:
    found = claim_languages([claim(GERMAN, "claims/b.yaml"), claim(GERMAN, ""), claim(ZHENWU), claim("H20", "")])
    assert codes(found)[2:] == [("en", "assumed"), ("en", "assumed")]


def test_a_given_language_votes_and_a_language_taken_from_the_file_does_not() -> None:
    first = claim_languages([claim("H20", lang="de"), claim(ZHENWU)])
    assert codes(first) == [("de", "given"), ("de", "file")]
    again = claim_languages([first[1], claim(ENGLISH), claim("P800")])
    assert codes(again) == [("de", "file"), ("en", "detected"), ("en", "file")]


def test_the_order_of_claims_and_files_changes_no_language() -> None:
    texts = [GERMAN, FRENCH, ENGLISH, ZHENWU, "H20", "330 m", "The tower is tall."]
    claims = [claim(f"{text}", file) for file in ("a.yaml", "b.yaml") for text in texts[: 4 if file == "a.yaml" else 7]]
    expected = {(c.text, c.place): c.language for c in claim_languages(claims)}
    for seed in range(5):
        shuffled = random.Random(seed).sample(claims, len(claims))
        assert {(c.text, c.place): c.language for c in claim_languages(shuffled)} == expected


def test_claims_keep_their_order_and_everything_but_their_language() -> None:
    claims = [claim(GERMAN, tags=("a",)), claim(ZHENWU)]
    found = claim_languages(claims)
    assert [dataclasses.replace(c, language=None) for c in found] == claims
    assert [c.hash for c in found] == [c.hash for c in claims]


# --- cost ------------------------------------------------------------------------------------------------------------


def test_each_distinct_text_is_judged_once_as_a_whole_and_once_without_names() -> None:
    classifier = CountingClassifier()
    detector = Detector(classifier)
    snippets = [Snippet(f"s{n}", f"The passage {chr(97 + n % 10)} is about a thing.") for n in range(1000)]
    for _ in range(2):
        snippet_languages(snippets, detector=detector)
    assert len(classifier.asked) == len(set(classifier.asked)) == 20


def test_a_long_passage_is_judged_by_its_beginning() -> None:
    classifier = CountingClassifier()
    snippet_languages([Snippet("s", "word " * 100_000)], detector=Detector(classifier))
    assert max(map(len, classifier.asked)) <= 1000


# --- what the verifier does not know ---------------------------------------------------------------------------------

YES = StanceProbs(0.98, 0.01, 0.01)
NOTE = Snippet("note", "The cabinet passed the budget on Monday, a spokesman said.", place=Place("evidence/e.yaml", 1))
NOTIZ = Snippet("notiz", "Das Kabinett hat am Montag den Haushalt beschlossen.", place=Place("evidence/e.yaml", 2))


def checked(claims: list[Claim], languages: frozenset[str] = EN, k: int = 8) -> tuple[Report, TableVerifier]:
    verifier = TableVerifier({(NOTE.text, ENGLISH): YES}, languages=languages)
    checker = FactChecker([NOTE, NOTIZ], embedder=KeywordEmbedder(), verifier=verifier, k=k)
    return checker.check(claims), verifier


@pytest.mark.parametrize("text", list(OTHERS.values()))
def test_a_claim_surely_in_another_language_is_unchecked_with_the_reason_and_the_setting(text: str) -> None:
    report, verifier = checked([claim(text)])
    [unchecked] = report.unchecked
    assert isinstance(unchecked, Unchecked)
    name = {GERMAN: "German", FRENCH: "French", SPANISH: "Spanish", POLISH: "Polish"}[text]
    assert unchecked.why.startswith(f"the claim is in {name}, the verifier knows English — ")
    assert "`verifier`" in unchecked.why
    assert verifier.pairs == []


@pytest.mark.parametrize("languages", [frozenset[str](), frozenset({"en", "de"})])
def test_a_verifier_that_knows_the_language_reads_it(languages: frozenset[str]) -> None:
    report, verifier = checked([claim(GERMAN)], languages)
    assert ([v.claim.text for v in report.verdicts], report.unchecked) == ([GERMAN], ())
    assert {evidence for evidence, _ in verifier.pairs} >= {NOTE.text, NOTIZ.text}


@pytest.mark.parametrize("text", [ZHENWU, *NAMES_ONLY, *NO_LETTERS])
def test_names_and_numbers_are_checked_by_an_english_verifier(text: str) -> None:
    assert checked([claim(text)])[0].unchecked == ()


def test_verdicts_and_unchecked_claims_keep_the_order_of_the_claims() -> None:
    report, _ = checked([claim(GERMAN), claim(ENGLISH), claim(FRENCH), claim(ZHENWU)])
    assert [v.claim.text for v in report.verdicts] == [ENGLISH, ZHENWU]
    assert [u.claim.text for u in report.unchecked] == [GERMAN, FRENCH]


def test_a_snippet_surely_in_another_language_is_not_read_and_stays_with_the_verdict() -> None:
    report, verifier = checked([claim(ENGLISH)])
    [verdict] = report.verdicts
    assert verdict.label is Label.SUPPORTED
    assert {evidence for evidence, _ in verifier.pairs} == {NOTE.text}
    assert [(m.snippet.id, m.standing.value) for m in verdict.unread] == [("notiz", "other-language")]
    assert verdict.why.endswith(" 1 snippet in German was not read: the verifier does not know it.")


def test_an_unread_snippet_takes_no_place_from_the_others() -> None:
    report, _ = checked([claim(NOTIZ.text, lang="en")], k=1)  # nearer to the German snippet
    [verdict] = report.verdicts
    assert [(a.match.snippet.id, a.match.rank) for a in verdict.assessments] == [("note", 2)]
    assert [(m.snippet.id, m.rank) for m in verdict.unread] == [("notiz", 1)]


def test_the_record_of_claim_and_snippet_has_language_and_origin_and_is_read_back(tmp_path: Path) -> None:
    report, _ = checked([claim(ENGLISH)])
    path = tmp_path / "r.json"
    path.write_text(to_json(report), encoding="utf-8")
    [verdict] = json.loads(path.read_text(encoding="utf-8"))["verdicts"]
    assert verdict["claim"]["language"] == {"code": "en", "origin": "detected", "sure": True}
    assert verdict["unread"][0]["snippet"]["language"] == {"code": "de", "origin": "detected", "sure": True}
    assert read_report(path) == report


def test_the_language_is_in_no_hash() -> None:
    german = dataclasses.replace(NOTE, language=Language("de", Origin.DETECTED, sure=True))
    assert german.hash == NOTE.hash


def test_a_verifier_from_before_there_were_languages_reads_all() -> None:
    class Older(TableVerifier):
        def __init__(self) -> None:
            super().__init__()
            del self.languages

    report = FactChecker([NOTE, NOTIZ], embedder=KeywordEmbedder(), verifier=Older()).check([claim(GERMAN)])
    assert len(report.verdicts) == 1


# --- reports ---------------------------------------------------------------------------------------------------------


def both_languages() -> Report:
    return checked([claim(ENGLISH), claim(GERMAN)], frozenset({"en", "de"}))[0]


def test_only_what_is_not_english_has_a_tag() -> None:
    english, german = both_languages().verdicts
    assert (language_tag(english.claim), language_tag(german.claim)) == ("", "de")


def test_a_mixed_verdict_names_its_languages_and_an_english_one_does_not() -> None:
    _, german = both_languages().verdicts
    assert language_note(german) == "claim in German (detected), evidence in English and German"
    checker = FactChecker([NOTE], embedder=KeywordEmbedder(), verifier=TableVerifier())
    [english] = checker.check([claim(ENGLISH)]).verdicts
    assert language_note(english) == ""


def test_every_format_tags_a_claim_that_is_not_english() -> None:
    report = both_languages()
    assert "beschlossen. [de]" in to_terminal(report, width=160, color=False)
    assert "beschlossen. `de` |" in to_markdown(report)
    assert f'{GERMAN} <abbr class="lang" title="in German">de</abbr></h3>' in to_html(report)


def test_every_format_shows_what_was_not_read() -> None:
    report, _ = checked([claim(ENGLISH)])
    [verdict] = report.verdicts
    assert isinstance(verdict, Verdict)
    for text in (show_verdict(verdict, width=160, color=False), to_markdown(report), to_html(report)):
        assert "1 snippet in a language that the verifier does not know was not read" in text
        assert NOTIZ.text in text
        assert "not read: the verifier does not know German" in text


def test_names_of_languages_are_joined_in_alphabetical_order() -> None:
    assert names_of(["en"]) == "English"
    assert names_of({"fr", "en", "de"}, "or") == "English, French or German"
    assert names_of(["xx", "de"]) == "German and xx"


# --- what models know ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("config", "expected"),
    [({}, set()), ({"languages": ["en", "de"]}, {"en", "de"}), ({"languages": ["en_XX", "de-DE"]}, {"en", "de"})],
)
def test_a_folder_says_which_languages_its_model_knows(
    tmp_path: Path, config: dict[str, object], expected: set[str]
) -> None:
    (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    assert languages_of(tmp_path) == expected


@pytest.mark.parametrize("languages", ["en", [1], ["English"], {"en": 1}])
def test_languages_that_are_no_list_of_codes_are_refused(tmp_path: Path, languages: object) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"languages": languages}), encoding="utf-8")
    with pytest.raises(ModelError, match=r"config\.json: languages is .* write a list of codes"):
        languages_of(tmp_path)


def test_the_large_verifier_knows_english() -> None:
    from factcheck.models.verifier import LargeVerifier

    assert LargeVerifier().languages == EN


def test_the_classifier_tells_apart_exactly_the_named_languages() -> None:
    classify = load_classifier()
    assert {classify(text)[0] for text in (ENGLISH, *OTHERS.values())} <= set(NAMES)
    assert 0.9 <= classify(ENGLISH)[1] <= 1
