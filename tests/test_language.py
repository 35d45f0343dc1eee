"""The interface in German: nothing is missing in the catalogue, and English stays as it was."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest

from factcheck.__main__ import run
from factcheck.cli.app import Format
from factcheck.cli.output import HUMAN, render
from factcheck.datatypes import (
    Choice,
    Claim,
    Decided,
    Label,
    Match,
    Outcome,
    Readings,
    Reason,
    Review,
    Snippet,
    Stance,
    Standing,
    Verdict,
)
from factcheck.errors import SettingsError
from factcheck.explain import explain
from factcheck.language import grouped, speaking, spoken
from factcheck.pipeline import _unknown_language
from factcheck.quantities import compare
from factcheck.report import wording, words
from factcheck.report.html import to_html
from factcheck.report.languagewords import language_note, language_tag
from factcheck.report.record import to_json
from factcheck.report.reviewwords import review_text
from factcheck.report.terminal import show_verdict, to_terminal
from factcheck.retold import retold_arithmetic, retold_change, retold_refusal
from factcheck.server import pages
from factcheck.server.desk import Desk
from factcheck.server.scripttexts import script_texts
from factcheck.server.search import Search
from factcheck.server.selection import Selection
from factcheck.server.view import Turn
from factcheck.settings import FAIL_ON, load_settings
from factcheck.written import Language, Origin
from tests.messages import PACKAGE, TEMPLATES, loose_texts, messages, placeholders, variables
from tests.report_examples import REPORT, TODAY
from tests.review_desk import write_record

GOLDEN = Path(__file__).parent / "golden"
CATALOGUE = PACKAGE / "data" / "language" / "de.po"
SCRIPTS = {
    "review.js": PACKAGE / "server" / "assets" / "review.js",
    "report.js": PACKAGE / "report" / "templates" / "report.js",
}
IDS = [verdict.claim.id for verdict in REPORT.verdicts]


@cache
def catalogue() -> polib.POFile:
    return polib.pofile(CATALOGUE.read_text(encoding="utf-8"))


def forms(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Each translation with the English text that it stands for."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [(entry.msgid if form == 0 else entry.msgid_plural, said) for form, said in entry.msgstr_plural.items()]


# --- the catalogue ---------------------------------------------------------------------------------------------------


def test_every_text_of_the_interface_has_a_german_entry_and_no_entry_is_left_over() -> None:
    known = {(entry.msgid, entry.msgid_plural) for entry in catalogue() if not entry.obsolete}
    assert known == set(messages())


def test_no_entry_is_empty_or_in_doubt_and_plurals_have_both_forms() -> None:
    for entry in catalogue():
        assert not entry.fuzzy, entry.msgid
        assert all(said.strip() for _, said in forms(entry)), entry.msgid
        assert len(forms(entry)) == (2 if entry.msgid_plural else 1), entry.msgid


def test_a_translation_has_the_placeholders_and_tags_of_its_text() -> None:
    for entry in catalogue():
        for text, said in forms(entry):
            assert placeholders(said) == placeholders(text), text
            assert re.findall(r"%(?!\(\w+\)s|%)", said.replace("%%", "")) == [], f"a lone % in: {said}"
            assert Counter(re.findall(r"</?\w+[^>]*>", said)) == Counter(re.findall(r"</?\w+[^>]*>", text)), text


def test_what_is_said_by_a_variable_is_marked_where_it_is_written() -> None:
    assert variables() - {("server/serve.py", "address")} == {
        ("explain.py", "*clauses.more"),
        ("explain.py", "clauses.nothing_left if would.is_strong else clauses.nothing"),
        ("explain.py", "clauses.of_one"),
        ("explain.py", "clauses.of_two"),
        ("explain.py", "clauses.one"),
        ("explain.py", "clauses.whole"),
        ("explain.py", "message"),
        ("language.py", "message"),
        ("languages.py", "NAMES[code]"),
        ("languages.py", "message"),
        ("report/dates.py", "_MONTHS[date.month - 1]"),
        ("report/languagewords.py", "_ORIGINS[own.origin]"),
        ("report/markdown.py", "*left_out"),
        ("report/reviewwords.py", "message"),
        ("report/terminal.py", "OUTCOMES[item.outcome]"),
        ("report/wording.py", "(both if number else two) if together else alone"),
        ("report/wording.py", "NO_FILE"),
        ("report/wording.py", "agree if a.agrees else disagree"),
        ("report/wording.py", "message"),
        ("report/words.py", "STANDS_IN"),
        ("report/words.py", "name"),
        ("retold.py", "message"),
        ("retold.py", "word[0]"),
        ("server/desk.py", "message"),
        ("server/pages.py", "TURNS[view.turn.role]"),
        ("server/scripttexts.py", "message"),
    }, "mark the text with later() where it is written, then name the variable here"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_words_but_those_it_asks_for(path: Path) -> None:
    assert set(loose_texts(path.read_text(encoding="utf-8"))) <= {"factcheck", "Esc"}


def test_words_that_a_template_does_not_ask_for_are_found() -> None:
    assert loose_texts('<p title="A claim">{{ _("x") }} is <b>{% trans %}so{% endtrans %}</b></p>') == ["A claim", "is"]


def test_the_script_of_the_review_page_says_what_the_page_gives_it() -> None:
    script = SCRIPTS["review.js"].read_text(encoding="utf-8")
    used = set(re.findall(r'\btext\("(\w+)"', script)) | set(re.findall(r"\btexts\.(\w+)", script))
    used |= {name for two in re.findall(r'\btext\([^")]*\? "(\w+)" : "(\w+)"', script) for name in two}
    assert used == set(script_texts())


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_has_a_sentence_of_its_own(name: str) -> None:
    script = re.sub(r"(?m)(^|\s)//.*$", "", SCRIPTS[name].read_text(encoding="utf-8"))
    texts = [part for parts in re.findall(r'"([^"\n]*)"|`([^`]*)`', script) for part in parts]
    said = [text for text in texts if re.search(r"[A-Za-z]{2}[.,:;]? [A-Za-z]{2}", re.sub(r"\$\{[^}]*\}", "", text))]
    assert set(said) <= {"use strict", "input, select, textarea", "input:not([type=checkbox]), select, textarea"}


def test_labels_reasons_stances_outcomes_and_findings_all_have_words() -> None:
    named = {*Label, *Reason, *Stance, *FAIL_ON, wording.UNCHECKED}
    assert set(words.TERMS) == set(map(str, named))
    assert set(words.OUTCOMES) == set(Outcome)


# --- English ---------------------------------------------------------------------------------------------------------


class Heard(HTMLParser):
    """What a reader sees and hears of a page: texts, and attributes that are read out."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.marks: list[tuple[str, str, str | None]] = []
        self._skipped = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._skipped += tag in ("script", "style")
        self.said += [value for name, value in attrs if value and name in ("title", "aria-label", "placeholder")]
        if tag == "abbr":  # the tag of a language, which stands where the language is not the reader's
            return
        kept = ("id", "name", "value", "class", "href")
        is_kept = [(name, value) for name, value in attrs if name in kept or name.startswith("data-")]
        self.marks += [(tag, name, value) for name, value in is_kept if name not in ("data-texts", "data-edition")]

    def handle_endtag(self, tag: str) -> None:
        self._skipped -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._skipped and data.strip():
            self.said.append(" ".join(data.split()))


def review_page(root: Path) -> str:
    """The whole review page of the example, and every verdict of it."""
    view = Desk(write_record(root, REPORT), root, root, Turn("Ana")).look()
    whole = pages.render_page(view, Selection(), list(view.scope), 0)
    return whole + "".join(pages.render_verdict(view, index) for index in view.scope)


def golden(text: str, name: str) -> None:
    """Compares with a golden file; to accept a new output, delete the file and run the test twice."""
    path = GOLDEN / name
    if not path.exists():
        path.write_text(text, encoding="utf-8")
        pytest.fail(f"{path} was missing and is written")
    assert text == path.read_text(encoding="utf-8")


def test_the_english_texts_of_the_html_report_are_the_golden_ones() -> None:
    golden("\n".join(Heard(to_html(REPORT)).said) + "\n", "report.html.txt")


def test_the_english_texts_of_the_review_page_are_the_golden_ones(tmp_path: Path) -> None:
    scripted = [f"{name}: {said}" for name, said in script_texts().items()]
    golden("\n".join([*Heard(review_page(tmp_path)).said, *scripted]) + "\n", "review.html.txt")


@pytest.mark.parametrize("form", [form.value for form in Format if form.value not in (*HUMAN, "claimreview")])
def test_forms_for_programs_are_the_same_in_german(form: str) -> None:
    assert render(REPORT, form, None, lang="de") == render(REPORT, form, None)


def test_a_language_holds_within_its_context_only_and_over_an_error() -> None:
    with pytest.raises(ValueError), speaking("de"):
        assert spoken() == "de"
        raise ValueError
    assert spoken() == "en"


# --- German ----------------------------------------------------------------------------------------------------------


def german(id: str) -> str:
    with speaking("de"):
        return words.why(REPORT.verdicts[IDS.index(id)])


@pytest.mark.parametrize(
    ("id", "sentence"),
    [
        ("h20-memory", "Nvidia stützt die Behauptung; nichts Gelesenes widerspricht ihr."),
        (
            "zhenwu-memory",
            "Chip Brief widerspricht der Behauptung: 96 GB übersteigt 100 GB nicht; nichts Gelesenes stützt sie.",
        ),
        (
            "zhenwu-rivals-h20",
            "Starke Belege auf beiden Seiten: Chip Brief und 1 weitere Textstelle stützen die Behauptung, "
            "Open Bench Consortium widerspricht der Behauptung. Sie wurden nicht gegeneinander gelesen.",
        ),
        ("zhenwu-price", "2 Textstellen gelesen, keine betrifft, was die Behauptung aussagt."),
        (
            "zhenwu-node",
            "2 Textstellen gelesen, keine entscheidet für sich allein: Chip Brief stützt die Behauptung, "
            "aber nicht stark genug.",
        ),
    ],
)
def test_the_sentence_that_says_why_is_told_anew_in_german(id: str, sentence: str) -> None:
    assert german(id) == sentence


def test_without_evidence_the_german_sentence_says_so() -> None:
    with speaking("de"):
        said = explain(Readings(), Label.UNKNOWN, Reason.NO_EVIDENCE)
    assert said == "Es wurde keine Textstelle gefunden, die entscheiden darf."


def test_a_sentence_that_begins_with_our_words_begins_with_a_capital_in_german() -> None:
    with speaking("de"):
        said = explain(REPORT_READINGS, Label.CONTRADICTED, None)
    assert said.startswith("Die Textstellen insgesamt widersprechen der Behauptung; Nvidia stützt sie schwächer.")


REPORT_READINGS = Readings(REPORT.verdicts[IDS.index("h20-memory")].supporting)


def test_dates_and_numbers_are_written_the_german_way() -> None:
    made = REPORT.provenance.created
    with speaking("de"):
        assert wording.long_day(made.date()) == wording.day(made.date()) == "12. September 2025"
        assert wording.moment(made) == f"12. September 2025, {made:%H:%M} Uhr UTC"
        assert grouped(1234567) == "1.234.567"
        assert (words.claims(1), words.claims(1200)) == ("1 Behauptung", "1.200 Behauptungen")
        assert wording.day(None) == "ohne Datum"


def test_label_reason_and_expectation_are_german() -> None:
    item = REPORT.verdicts[IDS.index("zhenwu-rivals-h20")]
    with speaking("de"):
        assert wording.label_text(item) == "ungeklärt (widersprüchlich)"
        assert wording.expectation(item) == "erwartet: belegt"
        assert [words.term(label.value) for label in Label] == ["belegt", "widerlegt", "ungeklärt"]


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("96 GB is not more than 100 GB", "96 GB übersteigt 100 GB nicht"),
        ("1931 to 1961 is 30 years = thirty years", "1931 bis 1961 sind 30 Jahre = thirty years"),
        ("1 May 2020 to 2 May 2020 is 1 day = one day", "1 May 2020 bis 2 May 2020 ist 1 Tag = one day"),
        (
            "(1,000 euros − 800 euros) of 800 euros is 25.0 % = a quarter",
            "(1,000 euros − 800 euros) von 800 euros sind 25,0 % = a quarter",
        ),
        ("11 of 408 is 2.7 %, fits about 3 %", "11 von 408 sind 2,7 %, passt zu about 3 %"),
        ("9 November 1989 does not lie in the 1970s", "9 November 1989 liegt nicht in „1970s“"),
        ("330 m > 300 m (more than 300 m)", "330 m > 300 m (more than 300 m)"),
        (
            "330 metres does not decide nicht höher als 300 Meter",
            "„330 metres“ entscheidet nicht über „nicht höher als 300 Meter“",
        ),
        ("nothing to compare höchstens 5 with", "nichts, womit sich „höchstens 5“ vergleichen ließe"),
        ("1992 is not vor 1990", "1992 ist nicht vor 1990"),
        ("1989 is vor 1990", "1989 ist vor 1990"),
        ("dreimal × 20 is 60 = 60", "dreimal × 20 sind 60 = 60"),
        ("15 Prozent of 8.000 is 1,200 = 1.200", "15 Prozent von 8.000 sind 1.200 = 1.200"),
        (
            "7,5 % of 1 Mio. EUR is 75,000 EUR > 70.000 EUR (über 70.000 EUR)",
            "7,5 % von 1 Mio. EUR sind 75.000 EUR > 70.000 EUR (über 70.000 EUR)",
        ),
        (
            "1,2 Mrd. EUR = 1,23 Mrd. EUR (±50,000,000 EUR stated precision)",
            "1,2 Mrd. EUR = 1,23 Mrd. EUR (angegebene Genauigkeit: ±50.000.000 EUR)",
        ),
        ("31 ≈ 30 (±0.5 stated precision)", "31 ≈ 30 (angegebene Genauigkeit: ±0,5)"),
    ],
)
def test_a_comparison_of_the_record_is_told_in_german_and_quotes_the_texts(english: str, german: str) -> None:
    assert retold_arithmetic(english) == english
    with speaking("de"):
        assert retold_arithmetic(english) == german


@pytest.mark.parametrize(
    "period",
    ["2019-2021", "2019–2021", "2019 – 2021", "von 2019 bis 2021", "zwischen 2019 und 2021", "von 2019 - 2021"],
)
def test_the_length_of_a_period_is_told_in_german_however_it_is_written(period: str) -> None:
    line = compare(f"Der Prozess lief {period}.", "Der Prozess lief zwei Jahre.", "de", "de")[0].line
    assert line == "2019 to 2021 is 2 years = zwei Jahre"
    with speaking("de"):
        assert retold_arithmetic(line) == "2019 bis 2021 sind 2 Jahre = zwei Jahre"


def test_what_changed_since_a_decision_is_told_in_german_and_a_note_is_left_alone() -> None:
    with speaking("de"):
        verdict = "The verdict was supported, now unknown (conflicting)."
        assert retold_change(verdict) == "Das Urteil war belegt, jetzt ungeklärt (widersprüchlich)."
        assert retold_change("Newly read: a, b and 3 more.") == "Neu gelesen: a, b und 3 weitere."
        assert retold_change("Something else.") == "Something else."
        refusal = "too long: 600 tokens with its evidence, at most 512 can be read"
        assert retold_refusal(refusal).startswith("zu lang: 600 Token")


def test_a_refusal_because_of_the_language_is_told_in_german_with_the_names_of_the_languages() -> None:
    french = Claim("c", "La tour a deux cents ascenseurs.", language=Language("fr", Origin.GIVEN, sure=True))
    refusal = _unknown_language(french, frozenset({"en", "de", "it"}))
    assert "the claim is in French, the verifier knows English, German and Italian" in refusal
    with speaking("de"):
        assert retold_refusal(refusal) == (
            "die Behauptung ist auf Französisch, das Prüfmodell kennt Deutsch, Englisch und Italienisch – mit der "
            "Einstellung `verifier` ein mehrsprachiges Modell nennen oder der Behauptung ein anderes `lang` geben, "
            "wenn sie nicht auf Französisch ist"
        )


def test_a_text_that_is_too_long_for_a_sentence_of_ours_is_left_alone() -> None:
    with speaking("de"):
        assert retold_arithmetic("1 to 2 is 3 " * 5000) == "1 to 2 is 3 " * 5000


def test_a_review_is_told_in_german() -> None:
    bea = Decided("Bea", Choice.UNKNOWN, TODAY)
    review = Review("Ana", Choice.ACCEPT, TODAY, note="gesehen", on=Label.SUPPORTED)
    item = replace(REPORT.verdicts[0], review=review)
    disputed = replace(item, review=replace(review, disagreed=True, others=(bea,)))
    stale = replace(item, review=replace(review, stale=("The evidence changed.",)))
    ana = "Ana am 12. September 2025: bestätigt — gesehen"
    with speaking("de"):
        assert review_text(item) == f"durchgesehen von {ana}"
        assert review_text(disputed) == f"unterschiedlich entschieden: {ana}; Bea am 12. September 2025: ungeklärt"
        assert review_text(stale) == f"Durchsicht veraltet ({ana}). Die Belege haben sich geändert."


def in_language(code: str, origin: Origin = Origin.DETECTED) -> Language:
    return Language(code, origin, sure=True)


def with_unread(number: int = 2) -> Verdict:
    """A verdict on a German claim with English evidence, and snippets that nobody read, in French and Italian."""
    verdict = REPORT.verdicts[0]
    read = [replace(a.match, snippet=replace(a.match.snippet, language=in_language("en"))) for a in verdict.assessments]
    texts = (("fr", "La puce H20 a 96 Go de mémoire."), ("it", "Il chip H20 ha 96 GB di memoria."))
    unread = tuple(
        Match(Snippet(f"unread-{code}", text, language=in_language(code)), 8 + at, 0.5, Standing.OTHER_LANGUAGE)
        for at, (code, text) in enumerate(texts[:number])
    )
    return replace(
        verdict,
        claim=replace(verdict.claim, lang="", language=in_language("de", Origin.FILE)),
        assessments=tuple(replace(a, match=m) for a, m in zip(verdict.assessments, read, strict=True)),
        unread=unread,
        why=f"{verdict.why} 2 snippets in French or Italian were not read: the verifier does not know it.",
    )


UNREAD_HEADINGS = [
    ("en", 1, "1 snippet in a language that the verifier does not know was not read"),
    ("en", 2, "2 snippets in a language that the verifier does not know were not read"),
    ("de", 1, "1 Textstelle in einer Sprache, die das Prüfmodell nicht kennt, wurde nicht gelesen"),
    ("de", 2, "2 Textstellen in Sprachen, die das Prüfmodell nicht kennt, wurden nicht gelesen"),
]


@pytest.mark.parametrize(("lang", "number", "heading"), UNREAD_HEADINGS)
def test_the_review_page_lists_the_snippets_that_nobody_read(
    lang: str, number: int, heading: str, tmp_path: Path
) -> None:
    report = replace(REPORT, verdicts=(with_unread(number),))
    with speaking(lang):
        view = Desk(write_record(tmp_path, report), tmp_path, tmp_path, Turn("Ana")).look()
        said = Heard(pages.render_verdict(view, 0)).said
    at = said.index(heading)
    rest = said[at : said.index("What was searched" if lang == "en" else "Was durchsucht wurde")]
    assert [text for text in rest if text.startswith(("La puce", "Il chip"))] == (
        ["La puce H20 a 96 Go de mémoire.", "Il chip H20 ha 96 GB di memoria."][:number]
    )
    reason = {
        "en": "not read: the verifier does not know French",
        "de": "nicht gelesen: Das Prüfmodell kennt Französisch nicht",
    }
    assert reason[lang] in rest


def test_unread_snippets_are_folded_unless_there_is_nothing_else_to_read(tmp_path: Path) -> None:
    some = with_unread()
    report = replace(REPORT, verdicts=(some, replace(some, claim=replace(some.claim, id="none"), assessments=())))
    view = Desk(write_record(tmp_path, report), tmp_path, tmp_path, Turn("Ana")).look()
    folded, opened = (pages.render_verdict(view, index) for index in (0, 1))
    assert '<details class="neutral unread">' in folded and '<details class="neutral unread" open>' in opened


def test_a_search_finds_a_verdict_by_a_snippet_that_nobody_read() -> None:
    report = replace(REPORT, verdicts=(REPORT.verdicts[0], with_unread()))
    assert Search(report).find("memoria") == {1}


def test_a_verdict_without_unread_snippets_has_no_list_of_them() -> None:
    assert "does not know" not in to_html(replace(REPORT, verdicts=REPORT.verdicts[:1]))


def test_languages_and_unread_snippets_are_told_in_german() -> None:
    item = with_unread()
    with speaking("de"):
        assert words.why(item).endswith(
            " 2 Textstellen auf Französisch oder Italienisch wurden nicht gelesen: "
            "Das Prüfmodell kennt ihre Sprache nicht."
        )
        note = (
            "Behauptung auf Deutsch (wie das meiste in ihrer Datei), Belege auf Englisch, Französisch und Italienisch"
        )
        assert language_note(item) == note
        assert "2 nicht gelesen" in wording.tally(item)
        told = to_html(replace(REPORT, verdicts=(item,)))
    assert (
        note in told and "auf Französisch" in told and "nicht gelesen: Das Prüfmodell kennt Italienisch nicht" in told
    )


def test_a_text_in_the_language_of_the_report_has_no_tag() -> None:
    item = with_unread()
    claim, [english, *_] = item.claim, [a.match.snippet for a in item.assessments]
    assert (language_tag(claim), language_tag(english)) == ("de", "")
    with speaking("de"):
        assert (language_tag(claim), language_tag(english)) == ("", "en")


def test_a_record_names_languages_in_english_whoever_reads_it() -> None:
    before = to_json(replace(REPORT, verdicts=(with_unread(),)))
    with speaking("de"):
        assert to_json(replace(REPORT, verdicts=(with_unread(),))) == before


def test_the_german_report_has_the_ids_data_and_addresses_of_the_english_one() -> None:
    with speaking("de"):
        page = to_html(REPORT)
    assert '<html lang="de">' in page
    assert Heard(page).marks == Heard(to_html(REPORT)).marks


def test_the_german_review_page_has_the_ids_data_and_addresses_of_the_english_one(tmp_path: Path) -> None:
    english = review_page(tmp_path)
    with speaking("de"):
        page = review_page(tmp_path)
    assert '<html lang="de">' in page and "noch offen" in page
    assert Heard(page).marks == Heard(english).marks


@pytest.mark.parametrize("width", [60, 100])
def test_german_words_fit_the_columns_of_the_terminal(width: int) -> None:
    with speaking("de"):
        table = to_terminal(REPORT, width=width, color=False)
        shown = show_verdict(REPORT.verdicts[0], width=width, color=False)
    assert "nicht ausreichend" in table and "widersprüchlich" in table and "…" not in table
    assert re.search(r"widerspricht [█░]{10}", shown) and max(map(len, table.splitlines())) <= width


# --- the command line ------------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FACTCHECK_UI_LANG", raising=False)
    return write_record(tmp_path, replace(REPORT, unchecked=()))


def test_the_option_gives_a_german_report(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", str(project), "--ui-lang", "de"]) == 0
    assert "ungeklärt" in capsys.readouterr().out
    assert run(["show", IDS[0], "--ui-lang", "de"]) == 0
    assert "Warum" in capsys.readouterr().out


def test_the_setting_and_the_variable_do_the_same_and_the_option_wins(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("factcheck.yaml").write_text("ui_lang: de\n", encoding="utf-8")
    run(["report", str(project)])
    assert "Befunde" in capsys.readouterr().out
    monkeypatch.setenv("FACTCHECK_UI_LANG", "en")
    run(["report", str(project)])
    assert "Findings" in capsys.readouterr().out
    run(["report", str(project), "--ui-lang", "de"])
    assert "Befunde" in capsys.readouterr().out


@pytest.mark.parametrize("command", [["report", "reports/claims.json"], ["show", IDS[0]], ["review", "--no-open"]])
def test_a_language_that_there_is_not_exits_2_and_names_those_there_are(
    project: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*command, "--ui-lang", "fr"]) == 2
    assert "ui_lang: fr is not part of this version — write one of en, de" in capsys.readouterr().err


def test_a_record_stays_english_whoever_reads_it(project: Path) -> None:
    before = to_json(REPORT)
    with speaking("de"):
        assert to_json(REPORT) == before


def test_the_settings_take_the_language_as_it_is_written(tmp_path: Path) -> None:
    assert load_settings(None, tmp_path, {"FACTCHECK_UI_LANG": "de"}, {}).ui_lang == "de"
    with pytest.raises(SettingsError), speaking("no"):
        pass
