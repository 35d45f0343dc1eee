"""`factcheck evidence` as people use it: exit codes, what is said, what is written."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest

from factcheck.cli.evidenceadd import Request as AddRequest
from factcheck.cli.evidenceadd import run_add
from factcheck.cli.evidenceimport import Request as ImportRequest
from factcheck.cli.evidenceimport import run_import
from factcheck.curate.turns import turn
from factcheck.datatypes import Article
from factcheck.documents.document import Block, BlockKind, Document
from factcheck.errors import StoreError
from factcheck.evidence import read_evidence
from tests.fakes import run_python
from tests.plugins import READ
from tests.test_cli import Project, fakes_installed, project  # noqa: F401 (fixtures)

STORE = Path(".factcheck")
ROWS = "text,publisher\nThe tower has 1665 steps.,The Desk\n,The Desk\nThe tower is of iron.,The Desk\n"


def texts(project: Project, name: str) -> list[str]:  # noqa: F811
    return [snippet.text for snippet in read_evidence([project.folder / name])]


def test_an_import_that_leaves_nothing_out_exits_0_and_says_what_is_new(project: Project) -> None:  # noqa: F811
    project.write("in.csv", "text,publisher\nThe tower has 1665 steps.,The Desk\n")
    ended = project.run("evidence", "import", "in.csv")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == "factcheck: in.csv -> evidence/in.yaml: 1 new snippet of 1 new source\n"
    assert texts(project, "evidence/in.yaml") == ["The tower has 1665 steps."]


def test_records_that_are_left_out_are_listed_and_exit_1(project: Project) -> None:  # noqa: F811
    project.write("in.csv", ROWS)
    ended = project.run("evidence", "import", "in.csv", "-o", "evidence/new.jsonl")
    assert ended.code == 1
    assert "1 left out" in ended.err
    assert "factcheck: in.csv:3: [1].text: text is missing — write text: …" in ended.err
    assert texts(project, "evidence/new.jsonl") == ["The tower has 1665 steps.", "The tower is of iron."]


def test_a_file_of_which_nothing_can_be_used_exits_2_and_writes_nothing(project: Project) -> None:  # noqa: F811
    project.write("in.json", '{"@type": "Recipe"')
    before = project.files()
    ended = project.run("evidence", "import", "in.json")
    assert ended.code == 2
    assert "in.json:1: [0]: not JSON" in ended.err
    assert project.files() - {".factcheck/evidence.lock"} == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--published", "May"], "--published: is no date (seen: May)"),
        (["--url", "desk.example"], "--url: is no web address"),
        (["--lang", "german!"], "--lang: is no language code"),
        (["--sentences", "0"], "--sentences 0: is no range"),
        (["--map", "txt=a"], 'did you mean "text"'),
        (["-o", "x.pdf"], "end it in .yaml or .jsonl"),
        (["b.csv", "--source-title", "T"], "--source-title describes one source, and 2 files have more"),
    ],
)
def test_options_that_cannot_be_used_exit_2(project: Project, options: list[str], said: str) -> None:  # noqa: F811
    project.write("in.csv", ROWS)
    ended = project.run("evidence", "import", "in.csv", *options)
    assert ended.code == 2
    assert said in ended.err


def test_a_changed_document_says_what_is_gone_with_its_line(
    project: Project,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = project.write("r.txt", "one")

    def read(text: str) -> int:
        document = Document("r.txt", text, (Block(BlockKind.PARAGRAPH, (0, len(text)), 1),), Article(publisher="Desk"))
        file.write_text(text, "utf-8")
        return run_import(ImportRequest((Path("r.txt"),)), lambda path, cwd: document)

    assert read("The tower is of iron.") == 0
    capsys.readouterr()
    assert read("The tower has 1665 steps.") == 0
    [told, gone] = capsys.readouterr().err.splitlines()
    assert told.endswith("1 new snippet of 0 new sources, 1 gone from the source")
    assert gone.startswith("factcheck: evidence/r.yaml:9: desk-")
    assert gone.endswith("no longer stands in its source: The tower is of iron.")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to this user")
def test_a_file_that_may_not_be_read_is_told_with_the_remedy_and_the_others_are_imported(
    project: Project,  # noqa: F811
) -> None:
    project.write("in.csv", "text,publisher\nThe tower has 1665 steps.,The Desk\n")
    project.write("secret.csv", "text\nThe tower is of iron.\n").chmod(0)
    ended = project.run("evidence", "import", "in.csv", "secret.csv", "-o", "evidence/in.yaml")
    assert ended.code == 1
    assert "secret.csv: the file may not be read — change its permissions" in ended.err
    assert texts(project, "evidence/in.yaml") == ["The tower has 1665 steps."]


def test_who_imports_holds_the_evidence_until_it_is_written(
    project: Project,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(project.folder)
    project.write("in.txt", "The tower has 1665 steps.\n")

    def read(path: Path, cwd: Path | None) -> Document:
        with (
            pytest.raises(StoreError, match="another factcheck has been changing the evidence"),
            turn(STORE, wait=0.05),
        ):
            pass
        text = "The tower has 1665 steps."
        return Document("in.txt", text, (Block(BlockKind.PARAGRAPH, (0, len(text)), 1),), Article())

    assert run_import(ImportRequest((Path("in.txt"),)), read) == 0
    with turn(STORE, wait=0.05):
        assert texts(project, "evidence/in.yaml") == ["The tower has 1665 steps."]


def test_what_another_adds_while_a_person_thinks_is_neither_lost_nor_written_twice(
    project: Project,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(project.folder)
    fields = {"text": "The tower has 1665 steps.", "title": "The tower", "publisher": "The Desk"}

    def ask(question: str) -> str:
        if question.startswith("Passage"):
            return fields["text"]
        if question.startswith("Add it"):
            assert run_add(AddRequest(fields, Path("snippets.yaml"))) == 0
            return "y"
        return ""

    asked = {name: value for name, value in fields.items() if name != "text"}
    assert run_add(AddRequest(asked, Path("snippets.yaml")), ask) == 1
    assert texts(project, "snippets.yaml") == ["The tower has 1665 steps."]


def test_a_snippet_is_added_to_the_file_of_its_source(project: Project) -> None:  # noqa: F811
    ended = project.run("evidence", "add", "--text", "The tower has 1665 steps.", "--source", "src", "--tag", "steps")
    assert (ended.code, ended.out) == (0, "")
    added = read_evidence([project.folder / "evidence"])[-1]
    assert (added.text, added.source and added.source.id, added.tags) == (
        "The tower has 1665 steps.",
        "src",
        ("steps",),
    )
    assert added.place is not None and added.place.file.endswith("tower.yaml")


def test_a_snippet_with_a_new_source_says_when_it_was_read(project: Project) -> None:  # noqa: F811
    ended = project.run("evidence", "add", "--text", "The tower is of iron.", "--publisher", "Iron News")
    assert ended.code == 0
    source = read_evidence([project.folder / "evidence" / "snippets.yaml"])[0].source
    assert source is not None
    assert (source.publisher, str(source.accessed)) == ("Iron News", "2026-03-15")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--text", "…"], "--text: holds no word"),
        (["--text", "It is.", "--source", "scr"], "--source: no such source in the evidence (seen: scr)"),
        (["--text", "It is.", "--valid-until", "2026"], "--valid-until: is no date (seen: 2026)"),
        (["--text", "It is.", "--source", "src", "--title", "T"], "leave --source out"),
        (["--text", "It is.", "--id", "paris"], "the id is taken at evidence/tower.yaml:4"),
        ([], "name the passage with --text, or run this on a terminal"),
    ],
)
def test_a_snippet_that_breaks_a_rule_is_not_added(
    project: Project,  # noqa: F811
    options: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    before = (project.folder / "evidence" / "tower.yaml").read_bytes()
    ended = project.run("evidence", "add", *options)
    assert ended.code == 2
    assert said in ended.err
    assert (project.folder / "evidence" / "tower.yaml").read_bytes() == before


def test_what_the_evidence_says_already_is_not_added(project: Project) -> None:  # noqa: F811
    ended = project.run("evidence", "add", "--text", "the tower measures 330 metres", "--source", "src")
    assert ended.code == 1
    assert "says this already: evidence/tower.yaml:3: height:" in ended.err


def test_questions_are_asked_again_until_the_answer_keeps_the_rules(
    project: Project,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = iter(["", "The tower is of iron.", "scr", "src", "", "", "2026", "2027-01-01", "iron, tower", ""])
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return next(said)

    assert run_add(AddRequest({}), ask) == 0
    added = read_evidence([project.folder / "evidence"])[-1]
    assert (added.text, str(added.valid_until), added.tags) == (
        "The tower is of iron.",
        "2027-01-01",
        ("iron", "tower"),
    )
    told = capsys.readouterr().err
    assert 'source is not in the evidence — did you mean "src"?' in told
    assert "valid until is no date — write YYYY-MM-DD" in told
    assert not any("new source" in question and "Title" in question for question in asked)


@pytest.mark.parametrize("ends", [KeyboardInterrupt, EOFError])
def test_who_breaks_off_at_a_question_is_told_so_and_nothing_is_added(
    project: Project,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    ends: type[BaseException],
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

        def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
            raise ends

    monkeypatch.setattr("sys.stdin", Terminal())
    before = project.files()
    ended = project.run("evidence", "add")
    assert ended.code == 130
    assert "interrupted" in ended.err
    assert project.files() == before


def test_near_duplicates_are_shown_before_writing_and_need_a_plain_yes(
    project: Project,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = project.files()
    text = "The tower measures about 330 metres."
    assert run_add(AddRequest({"source": "src"}), lambda question: text if question.startswith("Passage") else "") == 1
    told = capsys.readouterr().err
    assert "near duplicate, 80% of the words in common: evidence/tower.yaml:3: height:" in told
    assert told.endswith("nothing was added\n")
    assert project.files() == before


def test_a_search_shows_why_and_loads_no_verifier(project: Project) -> None:  # noqa: F811
    ended = project.run("evidence", "search", "Is the tower in Paris?", "-k", "1", "-q")
    assert ended.code == 0
    assert "The tower stands in Paris." in ended.out
    assert "rank 1 by meaning, 1 by words (" in ended.out
    assert READ == []


def test_a_search_as_json_has_ranks_words_and_standing(project: Project) -> None:  # noqa: F811
    ended = project.run("evidence", "search", "330 metres", "--json", "--as-of", "2024-12-31", "-q")
    found = {item["id"]: item for item in json.loads(ended.out)["found"]}
    assert found["height"]["standing"] == "published-later"
    assert found["height"]["shared"] == ["330", "metre"]
    assert found["height"]["source"]["published"] == "2025-01-01"
    assert found["paris"]["by_words"] is None


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--tag", "size"], ["height"]),
        (["--tag", "size", "--tag", "place"], ["height", "paris"]),
        (["--lang", "de"], ["paris"]),
        (["--lang", "de", "--tag", "size"], []),
        (["--published-after", "2024-12-31"], ["height"]),
        (["--published-after", "2025-01-01"], []),
    ],
)
def test_a_search_is_confined_by_language_tag_and_date(project: Project, options: list[str], found: list[str]) -> None:  # noqa: F811
    text = (project.folder / "evidence" / "tower.yaml").read_text("utf-8")
    assert "{id: height, " in text
    text = text.replace("{id: height, ", "{id: height, tags: [size], ").replace(
        "{id: paris, ", "{id: paris, lang: de, tags: [place], "
    )
    project.write("evidence/tower.yaml", text)
    ended = project.run("evidence", "search", "tower", "--json", "-q", *options)
    assert sorted(item["id"] for item in json.loads(ended.out)["found"]) == found


def test_a_search_after_what_is_no_date_says_which_option(project: Project) -> None:  # noqa: F811
    ended = project.run("evidence", "search", "tower", "--published-after", "May")
    assert (ended.code, ended.out) == (2, "")
    assert "--published-after is 'May' — write a date such as 2025-09-11" in ended.err


def test_the_counts_are_a_table_and_json(project: Project) -> None:  # noqa: F811
    table = project.run("evidence", "stats").out
    assert "2, 2 distinct texts" in table
    assert "2025-01-01 to 2025-01-01, 0 undated" in table
    counted = json.loads(project.run("evidence", "stats", "--json").out)
    assert counted["files"] == {"evidence/tower.yaml": {"snippets": 2, "sources": 1}}
    assert counted["publishers"] == {"": 1, "The Desk": 1}


def test_the_help_of_evidence_loads_none_of_the_libraries_of_documents() -> None:
    heavy = ("torch", "faiss", "ruamel", "trafilatura", "pypdfium2", "docx", "lxml", "numpy", "sentencex")
    code = "from factcheck.__main__ import run; run(['evidence', 'import', '--help'])"
    ended = run_python(f"import sys; {code}; print('loaded:', [name for name in {heavy!r} if name in sys.modules])")
    assert ended.stdout.splitlines()[-1] == "loaded: []", ended.stderr
