"""The command line in odd surroundings: closed streams, odd variables, places that cannot be written."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from factcheck.__main__ import run
from factcheck.cache import Cache
from factcheck.cache.database import connect
from factcheck.cli.output import require_room_for_record
from factcheck.datatypes import StanceProbs
from factcheck.errors import StoreError
from factcheck.files import cannot_write
from tests.plugins import use_fakes

CLAIMS = "- id: tall\n  text: The tower is 330 metres tall.\n  expect: supported\n"
EVIDENCE = "snippets:\n  - id: height\n    text: The tower measures 330 metres.\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one claim and one snippet, whose models are fakes."""
    use_fakes(tmp_path, monkeypatch)
    desk = tmp_path / "desk"
    for name, text in (("claims/c.yaml", CLAIMS), ("evidence/e.yaml", EVIDENCE)):
        (desk / name).parent.mkdir(parents=True)
        (desk / name).write_text(text)
    (desk / "factcheck.yaml").write_text("embedder: fake-keywords\nverifier: fake-table\n")
    monkeypatch.chdir(desk)
    return desk


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["check", "-"], "<stdin>: is closed — name files instead"),
        (["extract", "-"], "<stdin>: is closed — name files instead"),
        (["evidence", "add"], "--text is missing"),
    ],
)
def test_a_closed_standard_input_is_bad_input(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str], said: str
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert run(command) == 2
    assert said in capsys.readouterr().err


def test_a_width_that_is_no_number_is_left_alone(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "²")
    assert run(["check"]) == 0


def test_usage_is_not_told_on_stdout_when_stderr_is_closed(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    assert run(["nosuch"]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["check", ""], "PATH is empty — name a file or a folder, `.` for this one"),
        (["check", "-o", "."], "--output . is a folder — name a file in it"),
        (["check", "--as-of", "20261128"], "--as-of is '20261128' — write a date such as 2025-09-11"),
        (["check", "--as-of", "2026-W48-6"], "write a date such as 2025-09-11"),
        (["check", "--format", "xml"], "'xml' is not one of 'terminal'"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_read(
    desk: Path, capsys: pytest.CaptureFixture[str], command: list[str], said: str
) -> None:
    assert run(command) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "Value error" not in told
    assert not (desk / ".factcheck").exists()


def test_a_variable_for_what_only_the_file_takes_says_so(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FACTCHECK_ORGANISATION", "x")
    assert run(["check"]) == 2
    assert "unknown variable FACTCHECK_ORGANISATION — write it in factcheck.yaml" in capsys.readouterr().err


def test_evaluate_writes_no_two_forms_to_one_file(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", "claims", "--evidence", "evidence", "--json", "ev", "--html", "./ev"]) == 2
    assert "--html ev is the file of --json, which would be lost" in capsys.readouterr().err
    assert not (desk / "ev").exists()


def test_a_floor_of_a_set_that_there_is_not_is_refused_before_anything_is_judged(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["evaluate", "claims", "--evidence", "evidence", "--floor", "clams:accuracy=0.5"]) == 2
    ended = capsys.readouterr()
    assert "there is no set 'clams'" in ended.err
    assert ended.out == ""
    assert not (desk / ".factcheck").exists()


def test_a_floor_of_all_sets_together_is_one_of_a_set(desk: Path) -> None:
    (desk / "claims" / "d.yaml").write_text(CLAIMS)
    floor = ["--floor", "all:accuracy=0.5"]
    assert run(["evaluate", "claims/c.yaml", "claims/d.yaml", "--evidence", "evidence", *floor]) == 0
    assert run(["evaluate", "claims/c.yaml", "--evidence", "evidence", *floor]) == 2


def test_where_no_record_can_be_written_nothing_is_checked(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "reports").write_text("a file")
    assert run(["check"]) == 2
    assert "cannot write reports" in capsys.readouterr().err.replace(f"{desk}/", "")
    assert not (desk / ".factcheck").exists()


def test_a_folder_that_may_not_be_written_has_no_room_for_a_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(StoreError, match="make the folder writable, or name a settings file"):
        require_room_for_record(tmp_path)


def test_a_place_that_was_removed_meanwhile_is_told_as_that(tmp_path: Path) -> None:
    shutil.rmtree(tmp_path)
    with pytest.raises(FileNotFoundError) as gone:
        (tmp_path / "x").write_text("")
    assert "its folder was removed meanwhile; run the command again" in str(cannot_write(tmp_path / "x", gone.value))


def test_a_cache_that_cannot_be_opened_is_not_called_empty(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cache = Cache(desk / ".factcheck" / "cache.sqlite")
    cache.add_assessments("fake/table@1|float32", {("a", "c"): StanceProbs(0.7, 0.1, 0.2)})
    cache.close()
    assert run(["cache", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["entries"]) == 1

    def only_memory(path: str) -> sqlite3.Connection:
        if path != ":memory:":
            raise OSError("read-only")
        return connect(path)

    monkeypatch.setattr("factcheck.cache.cache.connect", only_memory)
    assert run(["cache"]) == 2
    assert "cannot be opened — make its folder writable, or delete it" in capsys.readouterr().err
