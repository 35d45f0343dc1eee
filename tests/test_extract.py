"""From an article to a claims file, and again when the article has changed; with fakes for reading and models."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from factcheck.checker import FactChecker
from factcheck.claims import read_claims, read_claims_text
from factcheck.cli.check import Request as CheckRequest
from factcheck.cli.check import run_check
from factcheck.cli.expect import write_expected
from factcheck.cli.extract import Request, run_extract
from factcheck.datatypes import Article, Choice, Claim, Review, Snippet
from factcheck.errors import InputError, SettingsError, StoreError
from factcheck.extract.candidates import Candidate
from factcheck.extract.claimsfile import Names, Updated, new_file, updated_file
from factcheck.extract.ids import new_id, slug
from factcheck.extract.select import Wanted, extract
from factcheck.report.record import read_report
from tests.extracting import TableWorth, document, steps
from tests.fakes import KeywordEmbedder, TableVerifier, readonly, shared_folder
from tests.plugins import HEIGHT, install_fakes

FIRST = "The tower is 330 metres tall. It opened in 1889.\nThe tower was painted brown by the city of Paris last year."
TODAY = dt.date(2026, 3, 15)
NAMES = Names("news.txt", "claims/news.yaml", "news.article.txt", "factcheck extract news.txt", TODAY)


def made(text: str = FIRST, table: Mapping[str, float] | None = None, wanted: Wanted | None = None) -> str:
    """The claims file of an article."""
    return new_file(extract(document(text), steps(table), wanted or Wanted()), NAMES).text


def again(old: str, text: str, before: str = FIRST, table: Mapping[str, float] | None = None) -> Updated:
    """The claims file of the article as it is now."""
    return updated_file(old, extract(document(text), steps(table), Wanted()), NAMES, earlier_text=before)


def claims(text: str) -> dict[str, Claim]:
    return {claim.id: claim for claim in read_claims_text(text, "claims/news.yaml")}


# --- ids -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zhenwu rivals H20.", "zhenwu-rivals-h20"),
        ("The tower is not in the city of Lyon.", "tower-not-city-lyon"),
        ("Der Umsatz stieg um 2,5 Prozent für Öl und Straße.", "umsatz-stieg-um-2-5-prozent-oel"),
        ("One two three four five six seven eight.", "one-two-three-four-five-six"),
        ("It is the.", "it-is-the"),
        ("…", "claim"),
    ],
)
def test_an_id_is_made_of_the_first_words_that_tell_something(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_an_id_that_is_taken_gets_a_number() -> None:
    assert new_id("Zhenwu rivals H20.", ["zhenwu-rivals-h20", "zhenwu-rivals-h20-2"]) == "zhenwu-rivals-h20-3"


def test_an_id_of_very_long_words_is_cut_between_them() -> None:
    assert slug(f"{'a' * 40} {'b' * 40} c") == "a" * 40
    assert slug("a" * 100) == "a" * 60


# --- which sentences -------------------------------------------------------------------------------------------------


def test_a_sentence_at_the_bar_is_taken_and_one_a_hair_below_is_not() -> None:
    table = {"It opened in 1889.": 0.5, "The tower is 330 metres tall.": 0.4999}
    found = extract(document(FIRST), steps(table), Wanted(min_worth=0.5))
    assert found.taken[0].text == "It opened in 1889."
    assert (found.n_sentences, found.left_out.total, found.least_worth) == (3, 1, 0.5)


def test_of_the_top_sentences_the_order_is_that_of_the_text_and_of_a_tie_the_earlier_one_is_taken() -> None:
    found = extract(
        document("A is b. C is d. E is f. G is h."), steps({"A is b.": 0.6, "G is h.": 0.95}), Wanted(top=2)
    )
    assert [one.text for one in found.taken] == ["C is d.", "G is h."]
    assert found.least_worth == 0.9


def test_a_sentence_that_the_article_says_twice_is_one_claim() -> None:
    found = extract(document("Lyon is big. C is d. Lyon is big."), steps(), Wanted())
    assert [one.span for one in found.taken] == [(0, 12), (13, 20)]


def test_what_no_claims_file_may_hold_is_left_out_with_the_reason() -> None:
    found = extract(document(f"{'word ' * 300}more. Lyon is big."), steps(), Wanted())
    assert [one.text for one in found.taken] == ["Lyon is big."]
    assert "news.txt:1: text: has 301 words, at most 300 are allowed" in str(found.refused[0])


@pytest.mark.parametrize(("given", "declared", "code"), [("de", "en", "de"), ("", "pt-BR", "pt"), ("", "", "en")])
def test_the_language_is_given_or_declared_or_detected(given: str, declared: str, code: str) -> None:
    worth = TableWorth()
    used = steps()
    used = type(used)(used.read, used.read_bytes, used.candidates, worth)
    text = "The tower is in the old city of Paris and was painted brown by many people last year."
    found = extract(document(text, article=Article(lang=declared)), used, Wanted(), given, "fr")
    assert (found.lang, worth.asked[0][1]) == (code, code)


# --- a new file ------------------------------------------------------------------------------------------------------


def test_a_new_file_says_what_made_it_and_how_it_is_edited() -> None:
    head = made().partition("article:")[0]
    assert "Claims from news.txt, found by factcheck" in head and "on 2026-03-15." in head
    assert "factcheck extract news.txt" in head and "news.article.txt" in head
    assert all(line.startswith("# ") for line in head.splitlines())


def test_a_file_name_cannot_break_out_of_the_comment() -> None:
    names = Names("a\nclaims: []\n.txt", "f.yaml", "t.txt", "x", TODAY)
    assert new_file(extract(document("Lyon is big."), steps(), Wanted()), names).text.count("claims:") == 2


def test_each_claim_has_its_id_quote_span_language_and_worth() -> None:
    text = made(table={"It opened in 1889.": 0.1, "The tower is 330 metres tall.": 0.934})
    [tall, painted] = claims(text).values()
    assert (tall.id, tall.text, tall.lang, tall.worth) == ("tower-330-metres-tall", tall.quote, "en", 0.93)
    assert tall.span == (0, 29) and FIRST[slice(*(painted.span or ()))] == painted.quote
    assert "    span: [0, 29]\n" in text and "\n\n  - id: tower-painted" in text


def test_worth_is_never_shown_as_certain() -> None:
    found = claims(made("A is b. C is d.", {"A is b.": 1.0, "C is d.": 0.0}, Wanted(min_worth=0)))
    assert [claim.worth for claim in found.values()] == [0.99, 0.01]


@pytest.mark.parametrize(
    "quote",
    [
        'He said: "no" #1 is true, and that is why this sentence goes on and on until it has to be folded.',
        "A  quote   with many spaces " * 6 + "and an end.",
        "- null",
        "Yes: [a], {b} & *c",
        "Zeile eins\nZeile zwei 'x'",
        "\u201eJa\u201c \u2013 sagte er \\ 100 %",
        "next\u2028line\u00a0here",
    ],
)
def test_any_quote_reads_back_verbatim(quote: str) -> None:
    one = [Candidate(quote, quote, (0, len(quote)), context=quote, speaker="a: b")]
    used = steps()
    found = extract(document(quote), type(used)(used.read, used.read_bytes, lambda *_: one, used.worth), Wanted())
    [claim] = read_claims_text(new_file(found, NAMES).text, "f")
    assert claim.quote == quote


def test_what_is_known_of_the_article_is_written_but_for_an_address_that_is_none() -> None:
    about = Article("T: x", "file:///x", "P", "A", dt.date(2025, 9, 11), "en")
    found = extract(document(FIRST, article=about), steps(), Wanted())
    [first, *_] = read_claims_text(new_file(found, NAMES).text, "f")
    assert first.article is not None and first.article.text is not None
    assert (first.article.title, first.article.url, first.article.published) == ("T: x", "", dt.date(2025, 9, 11))
    assert first.article.text.file == "news.article.txt"
    assert first.article.text.sha256 == hashlib.sha256(FIRST.encode()).hexdigest()


# --- the article again -----------------------------------------------------------------------------------------------


def test_the_same_article_again_changes_no_byte() -> None:
    old = made()
    assert again(old, FIRST).text == old


def test_an_untouched_claim_of_hand_formatted_yaml_stays_as_it_is_when_nothing_changed() -> None:
    old = made().replace("    lang: en\n", "    lang:   'en'   # sure\n")
    assert again(old, FIRST).text == old


def test_edits_comments_and_order_stay_while_spans_follow_the_article() -> None:
    old = made().replace("text: It opened in 1889.", "text: The tower opened in 1889.  # who?\n    tags: [history]")
    old = old.replace("id: tower-330-metres-tall", "id: tall").replace("claims:\n", "claims:\n  # first\n")
    old += "    expect: supported\n    waive: {until: 2026-12-31, reason: later}\n"
    updated = again(old, f"New intro here.\n{FIRST}")
    found = claims(updated.text)
    assert list(found)[:2] == ["tall", "opened-1889"] and "  # first\n" in updated.text
    assert "The tower opened in 1889.  # who?" in updated.text
    assert found["opened-1889"].tags == ("history",)
    assert found["tall"].span == (16, 45)
    painted = list(found.values())[2]
    assert painted.expect == "supported" and painted.waive is not None
    assert list(found)[3:] == ["new-intro-here"]
    assert (updated.n_stand, updated.n_new, updated.n_vanished) == (3, 1, 0)


def test_a_claim_that_vanished_is_kept_and_marked_with_the_day_and_the_mark_goes_when_it_is_back() -> None:
    without = FIRST.replace("It opened in 1889.", "")
    gone = again(made(), without)
    assert claims(gone.text)["opened-1889"].vanished == TODAY
    assert claims(gone.text)["opened-1889"].span is None
    assert (gone.n_stand, gone.n_vanished, gone.n_back) == (2, 1, 0)
    later = again(gone.text.replace("2026-03-15\n    quote", "2025-01-01\n    quote"), without, without)
    assert claims(later.text)["opened-1889"].vanished == dt.date(2025, 1, 1)
    back = again(gone.text, FIRST, without)
    assert back.text == made() and (back.n_stand, back.n_new, back.n_back) == (3, 0, 1)


def test_a_nearly_identical_quote_is_the_same_claim_and_takes_its_text_along_unless_somebody_changed_it() -> None:
    changed = FIRST.replace("was painted brown", "was painted red")
    updated = again(made(), changed)
    painted = list(claims(updated.text).values())[2]
    assert painted.id == "tower-painted-brown-city-paris-last" and "red" in painted.quote == painted.text
    assert updated.reworded == ()
    mine = made().replace("text: The tower was painted", "text: The Eiffel Tower was painted")
    updated = again(mine, changed)
    painted = list(claims(updated.text).values())[2]
    assert painted.text.startswith("The Eiffel Tower was painted brown") and "red" in painted.quote
    [told] = updated.reworded
    assert painted.place is not None and told.line == painted.place.line and "the text has not" in str(told)


def test_another_number_is_another_claim() -> None:
    updated = again(made(), FIRST.replace("330", "312"))
    found = claims(updated.text)
    assert found["tower-330-metres-tall"].vanished == TODAY
    assert found["tower-312-metres-tall"].vanished is None


def test_a_claim_stands_while_its_quote_does_although_it_is_below_the_bar_now_or_no_candidate() -> None:
    old = made().replace("quote: The tower is 330 metres tall.", "quote: is 330 metres tall")
    updated = again(old, f"{FIRST} ", table={"It opened in 1889.": 0.2})
    found = claims(updated.text)
    assert found["opened-1889"].vanished is None and found["opened-1889"].worth == 0.2
    tall = found["tower-330-metres-tall"]
    assert tall.quote == "is 330 metres tall" and tall.span == (10, 28) and len(found) == 3


def test_a_claim_of_somebodys_own_without_a_quote_is_left_alone() -> None:
    old = made() + "  - Lyon is in France.\n  - {text: Paris is big, tags: [x]}\n"
    updated = again(old, FIRST.replace("It opened in 1889.", "Lyon is big."))
    assert "  - Lyon is in France.\n  - {text: Paris is big, tags: [x]}\n" in updated.text
    assert list(claims(updated.text))[-1] == "lyon-big"


def test_what_somebody_took_out_of_the_file_stays_out_unless_all_are_asked_for() -> None:
    whole = made()
    start, end = whole.index("  - id: opened"), whole.index("  - id: tower-painted")
    old = whole[:start] + whole[end:]
    updated = again(old, FIRST)
    assert updated.text == old and (updated.n_new, updated.n_removed) == (0, 1)
    everything = extract(document(FIRST), steps(), Wanted(min_worth=0))
    assert "opened-1889" in updated_file(old, everything, NAMES, earlier_text=FIRST, with_removed=True).text


def test_what_was_below_the_earlier_bar_is_added_when_the_bar_falls() -> None:
    table = {"It opened in 1889.": 0.4}
    old = made(table=table)
    lower = extract(document(FIRST), steps(table), Wanted(min_worth=0.3))
    updated = updated_file(old, lower, NAMES, earlier_text=FIRST)
    assert list(claims(updated.text))[2] == "opened-1889" and updated.n_removed == 0


def test_the_parts_of_a_sentence_keep_their_claims() -> None:
    before = "Lyon is big; Paris is bigger."
    old = made(before).replace("text: Lyon is big.", "text: Lyon is a big city.")
    updated = again(old, f"Intro is here. {before}", before)
    assert [claim.text for claim in claims(updated.text).values()] == [
        *("Lyon is a big city.", "Paris is bigger.", "Intro is here."),
    ]
    assert updated.n_vanished == 0


def test_another_article_is_refused_instead_of_marking_every_claim() -> None:
    with pytest.raises(InputError, match=r"none of its 3 quotes stands in news.txt: is this another article"):
        again(made(), "Something else entirely.")


def test_what_is_written_about_the_article_by_hand_stays() -> None:
    old = made().replace("title: News", "title: My title")
    about = Article("News", "https://a.example/x", lang="en")
    found = extract(document(FIRST, article=about), steps(), Wanted())
    [first, *_] = read_claims_text(updated_file(old, found, NAMES).text, "f")
    assert first.article is not None
    assert (first.article.title, first.article.url) == ("My title", "https://a.example/x")


def test_a_list_of_claims_that_is_not_the_last_key_gets_new_claims_too() -> None:
    head, _, rest = made().partition("article:")
    article, _, items = rest.partition("\nclaims:")
    updated = again(f"{head}claims:{items}article:{article}", f"{FIRST} Lyon is big.")
    assert list(claims(updated.text))[3:] == ["lyon-big"]


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FACTCHECK_DATE", "2026-03-15")
    (tmp_path / "news.txt").write_text(FIRST, encoding="utf-8")
    return tmp_path


def test_the_claims_file_lies_in_claims_and_every_span_points_at_its_quote_in_the_text_beside_it(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "news.txt").write_text(f"Ein schöner Satz. 😀 {FIRST}", encoding="utf-8")
    assert run_extract(Request(("news.txt",)), steps({"It opened in 1889.": 0.1})) == 0
    found = read_claims([Path("claims")])
    kept = (desk / "claims" / "news.article.txt").read_bytes()
    assert len(found) == 3
    for claim in found:
        assert claim.span is not None and kept.decode()[slice(*claim.span)] == claim.quote
        assert claim.article is not None and claim.article.text is not None
        assert claim.article.text.sha256 == hashlib.sha256(kept).hexdigest()
    out, err = capsys.readouterr()
    assert out == ""
    assert "claims/news.yaml: 3 claims; 1 of 4 sentences left out, worth below 0.50" in err


def test_a_second_run_says_what_became_of_the_claims(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_extract(Request(("news.txt",)), steps())
    (desk / "news.txt").write_text(FIRST.replace("It opened in 1889.", "Lyon is big."), encoding="utf-8")
    run_extract(Request(("news.txt",)), steps())
    assert "2 claims as before, 1 new, 1 vanished; none of 3 sentences left out" in capsys.readouterr().err
    assert "Lyon" in (desk / "claims" / "news.article.txt").read_text(encoding="utf-8")


def test_quiet_says_nothing_when_all_is_well(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_extract(Request(("news.txt",), quiet=True), steps())
    assert capsys.readouterr() == ("", "")


def test_a_folder_takes_several_articles_and_missing_folders_are_made(desk: Path) -> None:
    (desk / "more.txt").write_text("Lyon is big.", encoding="utf-8")
    (desk / "facts").mkdir()
    run_extract(Request(("news.txt", "more.txt"), output="facts"), steps())
    run_extract(Request(("news.txt",), output="a/b/c.yaml"), steps())
    assert {path.name for path in (desk / "facts").iterdir()} == {
        *("news.yaml", "news.article.txt", "more.yaml", "more.article.txt")
    }
    assert (desk / "a/b/c.yaml").is_file() and (desk / "a/b/c.article.txt").is_file()


def test_the_folder_of_the_settings_takes_the_claims_files(desk: Path) -> None:
    (desk / "factcheck.yaml").write_text("claims: [facts]\n", encoding="utf-8")
    run_extract(Request(("news.txt",)), steps())
    assert (desk / "facts" / "news.yaml").is_file()


def test_on_stdout_the_claims_file_stands_alone(desk: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    run_extract(Request(("news.txt",), output="-"), steps())
    out = capsysbinary.readouterr().out.decode()
    [first, *_] = read_claims_text(out, "x")
    assert first.article is not None and first.article.text is None
    assert [path.name for path in desk.iterdir()] == ["news.txt"]


def test_standard_input_is_an_article(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Lyon is big.")))
    run_extract(Request(("-",)), steps())
    assert [claim.text for claim in read_claims([desk / "claims" / "stdin.yaml"])] == ["Lyon is big."]


def test_where_nothing_is_worth_checking_nothing_is_written_and_the_exit_code_is_0(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "news.txt").write_text("What a day.", encoding="utf-8")
    assert run_extract(Request(("news.txt",), quiet=True), steps({"What a day.": 0.1})) == 0
    assert "no sentence is worth checking, nothing was written" in capsys.readouterr().err
    assert not (desk / "claims").exists()


def test_a_claims_file_of_somebody_else_is_left_alone_and_the_other_article_is_written(desk: Path) -> None:
    (desk / "more.txt").write_text("Lyon is big.", encoding="utf-8")
    (desk / "claims").mkdir()
    mine = desk / "claims" / "news.yaml"
    mine.write_text("- Lyon is big.\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"claims/news.yaml: factcheck extract has not made .* — name another one"):
        run_extract(Request(("news.txt", "more.txt")), steps())
    assert mine.read_text(encoding="utf-8") == "- Lyon is big.\n"
    assert (desk / "claims" / "more.yaml").is_file()


def test_a_text_of_somebody_else_is_left_alone(desk: Path) -> None:
    (desk / "claims").mkdir()
    (desk / "claims" / "news.article.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=r"beside it stands news.article.txt with other words"):
        run_extract(Request(("news.txt",)), steps())
    assert not (desk / "claims" / "news.yaml").exists()


@pytest.mark.parametrize("place", ["../news.txt", "/etc/x.txt", "news.yaml"])
def test_a_claims_file_cannot_name_another_place_for_the_text(desk: Path, place: str) -> None:
    run_extract(Request(("news.txt",)), steps())
    path = desk / "claims" / "news.yaml"
    path.write_text(path.read_text("utf-8").replace("file: news.article.txt", f"file: {place}"), encoding="utf-8")
    with pytest.raises(InputError, match=r"must be a .txt file below the folder of this file"):
        run_extract(Request(("news.txt",)), steps())


def test_after_a_kill_between_the_two_files_the_next_run_completes_them(desk: Path) -> None:
    run_extract(Request(("news.txt",)), steps())
    kept = desk / "claims" / "news.article.txt"
    kept.unlink()
    run_extract(Request(("news.txt",)), steps())
    assert kept.read_text(encoding="utf-8") == FIRST


def test_the_faults_of_all_articles_are_told_at_once(desk: Path) -> None:
    with pytest.raises(InputError) as caught:
        run_extract(Request(("a.txt", "news.txt", "b.txt")), steps())
    assert [fault.file for fault in caught.value.faults] == ["a.txt", "b.txt"]
    assert not (desk / "claims").exists()


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (Request(("news.txt",), all=True, top=3), "--all takes every sentence"),
        (Request(("news.txt",), all=True, min_worth=0.5), "--all takes every sentence"),
        (Request(("news.txt",), min_worth=1.5), "--min-worth is 1.5 — write a probability"),
        (Request(("news.txt",), min_worth=float("nan")), "--min-worth is nan — write a probability"),
        (Request(("news.txt",), top=0), "--top is 0 — write a number from 1 on"),
        (Request(("news.txt",), lang="german!"), "--lang is 'german!' — write a code such as en or de"),
        (Request(("news.txt",), output="x.json"), "-o x.json — name a .yaml file"),
        (Request(("news.txt", "b.txt"), output="x.yaml"), "-o x.yaml takes one article"),
        (Request(("news.txt", "b.txt"), output="-"), "-o - takes one article"),
        (Request(("news.txt", "a/news.txt")), "2 articles would be written to news.yaml"),
    ],
)
def test_options_that_make_no_sense_are_refused_before_anything_is_read(
    desk: Path, request_: Request, message: str
) -> None:
    with pytest.raises(SettingsError, match=message):
        run_extract(request_, steps())


def test_a_folder_that_cannot_be_written_is_told() -> None:
    with shared_folder() as folder:
        (folder / "news.txt").write_text(FIRST, encoding="utf-8")
        (folder / "claims").mkdir()
        with readonly(folder / "claims"), pytest.raises(StoreError, match=r"cannot write .*news.yaml"):
            run_extract(Request((str(folder / "news.txt"),), output=str(folder / "claims")), steps())


# --- check -----------------------------------------------------------------------------------------------------------


def test_a_check_leaves_out_what_has_vanished_and_says_which(caplog: pytest.LogCaptureFixture) -> None:
    text = again(made(), FIRST.replace("It opened in 1889.", "")).text
    checker = FactChecker(
        [Snippet("s", "The tower measures 330 metres.")], embedder=KeywordEmbedder(), verifier=TableVerifier({})
    )
    found = read_claims_text(text, "claims/news.yaml")
    report = checker.check(found)
    assert [verdict.claim.id for verdict in report.verdicts] == [
        *("tower-330-metres-tall", "tower-painted-brown-city-paris-last")
    ]
    line = found[1].place.line if found[1].place else 0
    assert (
        f"1 of 3 claims left out, because the article has their quote no longer (vanished:): claims/news.yaml:{line}"
        in (caplog.text)
    )


def test_a_check_of_claims_that_all_have_vanished_has_no_verdict() -> None:
    checker = FactChecker([Snippet("s", "A is b.")], embedder=KeywordEmbedder(), verifier=TableVerifier({}))
    assert checker.check([Claim("a", "A is b.", "A is b.", (0, 7), vanished=TODAY)]).verdicts == ()


@pytest.fixture
def project(desk: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    site = tmp_path_factory.mktemp("site")
    install_fakes(site)
    monkeypatch.syspath_prepend(str(site))
    (desk / "factcheck.yaml").write_text("embedder: fake-keywords\nverifier: fake-table\n", encoding="utf-8")
    (desk / "evidence").mkdir()
    (desk / "evidence" / "tower.yaml").write_text(f"- {HEIGHT}\n", encoding="utf-8")
    (desk / "news.html").write_text(f"Lyon is big.\n{FIRST}", encoding="utf-8")
    return desk


def test_check_takes_an_article_and_says_what_it_found(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = {"It opened in 1889.": 0.1}
    assert run_check(CheckRequest(paths=("news.html",)), steps(table)) == 0
    record = json.loads((project / "reports" / "news.json").read_text(encoding="utf-8"))
    told = {item["claim"]["id"]: (item["claim"]["place"]["line"], item["label"]) for item in record["verdicts"]}
    assert told["tower-330-metres-tall"] == (2, "supported") and len(told) == 3
    assert record["verdicts"][0]["claim"]["article"]["title"] == "News"
    assert list(record["provenance"]["claims_files"]) == ["news.html"]
    assert "factcheck: news.html: 3 claims; 1 of 4 sentences left out, worth below 0.50" in capsys.readouterr().err
    assert not (project / "claims").exists()


def test_check_reads_articles_beside_claims_files(project: Path) -> None:
    (project / "c.yaml").write_text("- Paris is big.\n", encoding="utf-8")
    run_check(CheckRequest(paths=("c.yaml", "news.html"), output=project / "out.json", format="json"), steps())
    record = json.loads((project / "out.json").read_text(encoding="utf-8"))
    assert [item["claim"]["text"] for item in record["verdicts"]][:2] == ["Paris is big.", "Lyon is big."]


def test_an_article_with_nothing_worth_checking_is_told_even_when_quiet(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "news.html").write_text("What a day.", encoding="utf-8")
    assert run_check(CheckRequest(paths=("news.html",), quiet=True), steps({"What a day.": 0.1})) == 0
    assert "news.html: no sentence is worth checking; 1 of 1 sentence left out" in capsys.readouterr().err


def test_no_expectation_is_written_into_an_article(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_check(CheckRequest(paths=("news.html",)), steps())
    report = read_report(project / "reports" / "news.json")
    accepted = Review("Ann", Choice.ACCEPT, TODAY, "")
    verdicts = tuple(replace(verdict, review=accepted) for verdict in report.verdicts)
    capsys.readouterr()
    write_expected(replace(report, verdicts=verdicts), project)
    assert "news.html: expect: cannot be written into an article" in capsys.readouterr().err
    assert (project / "news.html").read_text(encoding="utf-8") == f"Lyon is big.\n{FIRST}"
