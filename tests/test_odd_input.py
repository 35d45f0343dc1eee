"""Input that nobody meant: names and texts that are no characters, numbers that are none, broken logs, wrong words."""

from __future__ import annotations

import codecs
import json
import os
from pathlib import Path

import pytest

from factcheck import FactChecker
from factcheck.claims import read_claims
from factcheck.datatypes import Choice, Label, Snippet
from factcheck.documents.lines import join, words_in
from factcheck.errors import InputError, SettingsError, StoreError
from factcheck.evaluate.figures import score_labels
from factcheck.evaluate.floors import parse_floor
from factcheck.evaluate.ranking import ALONE, measure
from factcheck.evaluate.wholepath import DECIDING_RECALL, ORACLE, REASON
from factcheck.models.smallbody import load_tokenizer
from factcheck.report.record import read_report, to_json
from factcheck.review import FOLDER, ReviewEntry, ReviewLog
from factcheck.windows import WINDOW_WORDS, windows_of
from tests.fakes import KeywordEmbedder, TableVerifier
from tests.plugins import LYON, MOON, READ, TALL
from tests.report_examples import CHIPS, REPORT
from tests.test_checker import HEIGHT
from tests.test_cli import CLAIMS, EVIDENCE, SETTINGS, Project, fakes_installed, project  # noqa: F401 (fixtures)
from tests.test_evaluate import FOUR
from tests.test_evaluate_data import Row, faults, pairs, read, write

# --- names of files --------------------------------------------------------------------------------------------------

BAD_NAME = b"bad\xff.yaml"
MOON_SNIPPET = Snippet("s", "The Moon orbits the Earth.")


@pytest.mark.parametrize(("folder", "content"), [("claims", CLAIMS), ("evidence", EVIDENCE)])
def test_a_file_whose_name_is_not_utf_8_is_named_and_to_be_renamed(
    project: Project,  # noqa: F811
    folder: str,
    content: str,
) -> None:
    try:
        name = f"{folder}/{os.fsdecode(BAD_NAME)}"
        project.write(name, content)
    except (OSError, UnicodeError):
        pytest.skip("this file system takes no such name")
    for arguments in (["check"], ["check", name]) if folder == "claims" else (["check"], ["index"]):
        ended = project.run(*arguments)
        assert (ended.code, ended.out, READ) == (2, "", [])
        fault = f"{folder}/bad\\udcff.yaml: the name of the file, or of a folder above it, is not UTF-8 — rename it"
        assert ended.err == f"factcheck: {fault}\n"


# --- data to evaluate ------------------------------------------------------------------------------------------------

GOOD: Row = {"id": "1", "claim": "A.", "evidence": ["B."], "label": "supported"}
ONE_CLAIM: list[Row] = [{"text": "A.", "label": "supported"}]


def write_escaped(path: Path, *rows: Row) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({**GOOD, "claim": "A \ud800."}, "claim: holds U+D800"),
        ({**GOOD, "evidence": "B \udfff."}, "evidence: holds U+DFFF"),
        ({**GOOD, "evidence": ["B.", "C \udc00."]}, "evidence: holds U+DC00"),
        ({"snippet": "S \ud800", "claims": ONE_CLAIM}, "snippet: holds U+D800"),
        ({"snippet": "S.", "claims": [{"text": "A \ud800.", "label": "supported"}]}, "claims: holds U+D800"),
        ({"snippets": ["S.", "T \ud800"], "claims": []}, "snippets: holds U+D800"),
    ],
)
def test_half_of_a_pair_of_surrogates_in_a_row_is_a_fault_with_its_line_and_field(
    tmp_path: Path, row: Row, field: str
) -> None:
    file = write_escaped(tmp_path / "x.jsonl", GOOD, row)
    assert faults(file) == f"{file}:2: {field}, which is no character — remove it"


def test_a_whole_pair_of_surrogates_in_a_row_is_one_character(tmp_path: Path) -> None:
    file = write_escaped(tmp_path / "x.jsonl", {**GOOD, "claim": "A \U0001f600."})
    assert "\\ud83d\\ude00" in file.read_text("utf-8")
    assert pairs(file) == [("A \U0001f600.", "B.", Label.SUPPORTED)]


def test_evaluate_exits_2_where_a_text_holds_no_character(project: Project) -> None:  # noqa: F811
    write_escaped(project.folder / "dev.jsonl", {**GOOD, "claim": "A \ud800."})
    ended = project.run("evaluate", "dev.jsonl", "--json", "out.json")
    assert (ended.code, ended.out, READ) == (2, "", [])
    assert ended.err == "factcheck: dev.jsonl:1: claim: holds U+D800, which is no character — remove it\n"


def test_a_file_that_is_named_twice_is_one_set_however_it_is_spelt(tmp_path: Path) -> None:
    first, file = write(tmp_path / "b.jsonl", GOOD), write(tmp_path / "a.jsonl", GOOD)
    (tmp_path / "below").mkdir()
    assert [item.name for item in read(first, file, file, tmp_path / "below" / ".." / "a.jsonl")] == ["b", "a"]
    assert {item.name for item in read(file, tmp_path)} == {"a", "b"}


def test_evaluate_counts_the_rows_of_a_file_that_is_named_twice_once(project: Project) -> None:  # noqa: F811
    write(project.folder / "data" / "dev.jsonl", GOOD)
    once = project.run("evaluate", "data/dev.jsonl")
    twice = project.run("evaluate", "data/dev.jsonl", "data", "--floor", "n=1")
    assert (once.code, twice.code, twice.out) == (0, 0, once.out)


@pytest.mark.parametrize(
    ("floor", "remedy"),
    [("acuracy=0.9", 'did you mean "accuracy"?'), ("dev:macro-f1=0.9", 'did you mean "macro_f1"?'), ("qqqq=1", "n, ")],
)
def test_a_floor_of_a_figure_that_there_is_not_is_refused_before_anything_is_judged(
    project: Project,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    floor: str,
    remedy: str,
) -> None:
    monkeypatch.setenv("FACTCHECK_VERIFIER", "fake-bug")  # which raises where it is asked
    write(project.folder / "dev.jsonl", GOOD)
    ended = project.run("evaluate", "dev.jsonl", "--floor", floor)
    assert (ended.code, ended.out) == (2, "")
    assert "factcheck: --floor: there is no figure " in ended.err and remedy in ended.err


def test_every_figure_that_there_is_can_have_a_floor() -> None:
    of_labels, [of_ranking] = score_labels(FOUR).figures.values, measure([["a"]], [["a"]])
    for name in ["n", "two_way_accuracy", ORACLE, DECIDING_RECALL, REASON, *of_labels, *of_ranking, *ALONE]:
        assert parse_floor(f"dev:{name}=0.5").metric == name


# --- records ---------------------------------------------------------------------------------------------------------


def record_with(tmp_path: Path, before: str, after: str) -> Path:
    """The record of the examples with one field written otherwise."""
    text = to_json(REPORT)
    assert before in text
    path = tmp_path / "record.json"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize("field", ['"confidence": 0.74', '"supports": 0.958', '"similarity": 0.78'])
@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_in_a_record_is_refused(tmp_path: Path, field: str, value: str) -> None:
    path = record_with(tmp_path, field, f"{field.partition(':')[0]}: {value}")
    with pytest.raises(StoreError, match=rf"is not a complete JSON report \({value} is no number\) — run `factcheck"):
        read_report(path)


@pytest.mark.parametrize("field", ['"confidence": 0.74', '"supports": 0.958'])
@pytest.mark.parametrize(("value", "seen"), [("2", "2.0"), ("-0.1", "-0.1"), ("1e999", "inf")])
def test_what_is_no_probability_in_a_record_is_refused(tmp_path: Path, field: str, value: str, seen: str) -> None:
    path = record_with(tmp_path, field, f"{field.partition(':')[0]}: {value}")
    with pytest.raises(StoreError, match=rf"verdicts\[0\] has a probability {seen} — run `factcheck check` again"):
        read_report(path)


@pytest.mark.parametrize("half", [r"\ud83d", r"\uDE00", r"\ude00\ud83d", r"\ud83d \ude00"])
def test_half_of_a_pair_of_surrogates_in_a_record_is_refused(tmp_path: Path, half: str) -> None:
    path = record_with(tmp_path, '"text": "Zhenwu rivals H20."', f'"text": "Zhenwu {half} H20."')
    with pytest.raises(StoreError, match=r"is not a complete JSON report .*surrogates not allowed"):
        read_report(path)


def test_a_whole_pair_of_surrogates_in_a_record_is_one_character(tmp_path: Path) -> None:
    path = record_with(tmp_path, '"text": "Zhenwu rivals H20."', r'"text": "Zhenwu \ud83d\ude00 H20."')
    assert read_report(path).verdicts[0].claim.text == "Zhenwu \U0001f600 H20."


def test_a_report_of_such_a_record_exits_2(project: Project) -> None:  # noqa: F811
    record_with(project.folder, '"confidence": 0.74', '"confidence": NaN')
    ended = project.run("report", "record.json", "-f", "html")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("factcheck: record.json: is not a complete JSON report")


# --- review logs -----------------------------------------------------------------------------------------------------


@pytest.fixture
def log(tmp_path: Path) -> ReviewLog:
    return ReviewLog(tmp_path / FOLDER / "claims.jsonl")


def decide(log: ReviewLog) -> ReviewEntry:
    return log.decide(CHIPS[0], "Ana", Choice.ACCEPT)


def test_a_byte_order_mark_at_the_beginning_of_a_log_loses_no_decision(log: ReviewLog) -> None:
    made = [decide(log), decide(log)]
    log.path.write_bytes(codecs.BOM_UTF8 + log.path.read_bytes())
    assert (log.read().entries, log.read().faults) == (tuple(made), ())
    made.append(decide(log))
    assert (log.read().entries, log.read().faults) == (tuple(made), ())


def test_of_a_broken_line_in_the_middle_of_a_log_it_is_told_that_its_decision_is_not_used(log: ReviewLog) -> None:
    first, _, third = decide(log), decide(log), decide(log)
    lines = log.path.read_bytes().splitlines(keepends=True)
    log.path.write_bytes(lines[0] + lines[1][20:] + lines[2])
    content = log.read()
    assert content.entries == (first, third)
    [fault] = content.faults
    assert fault.line == 2
    assert "its decision is not used" in fault.remedy and "nothing is to be done" not in fault.remedy


# --- lines of text ---------------------------------------------------------------------------------------------------

ENDLESS = "a" * 200_000


def test_a_word_without_end_is_read_like_any_other() -> None:
    assert words_in([ENDLESS, f"{ENDLESS}-"]) == {ENDLESS}
    assert join(ENDLESS, "b") == f"{ENDLESS} b"
    assert join(f"{ENDLESS}-", "b") == f"{ENDLESS}b"


def test_a_word_at_a_line_end_is_put_together_and_is_none_of_the_words_of_the_document() -> None:
    lines = ["The well-known long-term re-", "port of state-of-the-"]
    assert words_in(lines) == {"the", "well-known", "long-term", "port", "of", "state-of"}
    assert join(lines[0], lines[1], words_in(lines)) == "The well-known long-term report of state-of-the-"
    assert join(lines[1], "art", words_in(lines)) == "port of state-of-the-art"


# --- the library -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("claim", ["claims/", "claims/tower.yaml", "/tmp/tower.yml"])
def test_a_string_that_is_a_path_is_no_sentence_to_check(claim: str) -> None:
    verifier = TableVerifier()
    checker = FactChecker([HEIGHT], embedder=KeywordEmbedder(), verifier=verifier)
    for claims in (claim, [TALL, claim]):
        with pytest.raises(InputError, match=rf"this is a path, .* \(seen: {claim}\) — give a Path$"):
            checker.check(claims)
    assert verifier.calls == 0


def test_without_settings_a_checker_has_those_of_the_working_folder(project: Project) -> None:  # noqa: F811
    project.write("factcheck.yaml", SETTINGS + "k: 1\n")
    checker = FactChecker.from_settings()
    report = checker.check(Path("claims"))
    assert {v.claim.text: v.label for v in report.verdicts} == {
        TALL: Label.SUPPORTED,
        LYON: Label.CONTRADICTED,
        MOON: Label.UNKNOWN,
    }
    assert (checker.verifier.model_id, report.provenance.k) == ("fake/table@1", 1)
    assert (project.folder / ".factcheck" / "index").is_dir()


def test_without_settings_a_checker_has_those_of_the_folder_that_is_given(
    project: Project,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    checker = FactChecker.from_settings(cwd=project.folder)
    [verdict] = checker.check(TALL).verdicts
    assert (checker.verifier.model_id, verdict.label) == ("fake/table@1", Label.SUPPORTED)
    assert list(tmp_path.glob(".factcheck")) == []


# --- links, folders and what is given from Python --------------------------------------------------------------------


def test_a_linked_folder_is_read_once_even_where_links_make_a_circle(project: Project) -> None:  # noqa: F811
    shared = project.folder.parent / "shared"
    shared.mkdir()
    (shared / "more.yaml").write_text("- The tower is tall.\n", encoding="utf-8")
    (shared / "back").symlink_to(project.folder / "claims")
    (project.folder / "claims" / "shared").symlink_to(shared)
    project.run("check")
    files = {verdict["claim"]["place"]["file"] for verdict in project.record()["verdicts"]}  # type: ignore[attr-defined]
    assert files == {"claims/tower.yaml", "claims/shared/more.yaml"}


def test_known_findings_are_known_from_every_folder(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    assert project.run("check", "--fail-on", "contradicted,unknown").code == 1
    known = project.folder / "known.json"
    known.write_bytes((project.folder / "reports" / "claims.json").read_bytes())
    monkeypatch.chdir(project.folder / "claims")
    ended = project.run("check", "--fail-on", "contradicted,unknown", "--baseline", "../known.json")
    assert (ended.code, " 0 findings" in ended.out) == (0, True)


def test_what_fails_is_checked_when_it_is_given_from_python() -> None:
    def of(fail_on: str | tuple[str, ...]) -> tuple[str, ...]:
        checker = FactChecker([MOON_SNIPPET], embedder=KeywordEmbedder(), verifier=TableVerifier({}), fail_on=fail_on)
        return checker.conditions.fail_on

    assert of("contradicted") == ("contradicted",)
    assert of(("unknown", "unchecked")) == ("unknown", "unchecked")
    with pytest.raises(SettingsError, match='unknown word "foo"'):
        of(("foo",))


# --- texts of more tokens than words


@pytest.mark.parametrize(
    "odd",
    [
        " ".join(f"{1234567 + 7919 * n:,}" for n in range(100)),
        "See https://example.org/" + "".join(f"{n * n:x}-" for n in range(300)),
        "12.5 %; " * 200,
        "ЖЩ" * 400,
        "!" * 1000,
    ],
)
def test_text_of_few_words_and_many_tokens_is_read_in_windows_that_fit(odd: str) -> None:
    tokenizer = load_tokenizer()
    windows = windows_of(f"The tower has 3 floors. {odd}")
    assert len(windows) > 1
    assert max(len(tokenizer.encode(window, "").ids) for window in windows) < 420
    read = "".join("".join(windows).split())
    assert odd[-20:].replace(" ", "") in read


@pytest.mark.parametrize("word", ["tower", "Wirtschaftsministerium", "2,019", "well-known"])
def test_ordinary_text_is_cut_by_words_alone(word: str) -> None:
    text = " ".join([word, "stood", "there"] * (WINDOW_WORDS // 3))
    assert len(windows_of(text)) == 1
    assert len(windows_of(f"{text} now")) == 2


# --- one line, one file


def test_an_id_that_is_taken_in_the_same_line_is_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "claims.json"
    file.write_text('[{"id": "a", "text": "A is B."}, {"id": "a", "text": "C is D."}]')
    with pytest.raises(InputError, match="the id is taken in line 1"):
        read_claims([file])


def test_a_file_that_two_paths_lead_to_is_checked_once(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    file = tmp_path / "claims" / "a.yaml"
    file.write_text("- The tower has 3 floors.\n- The bridge is open.\n")
    evidence = [Snippet("one", "The tower has 3 floors.")]
    checker = FactChecker(evidence, embedder=KeywordEmbedder(), verifier=TableVerifier())
    around = file.parent / ".." / "claims" / "a.yaml"
    for paths in ([file.parent, file], [file, file.parent], [file, around]):
        assert [v.claim.text for v in checker.check(paths).verdicts] == [
            "The tower has 3 floors.",
            "The bridge is open.",
        ]
