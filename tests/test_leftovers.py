"""Records made in another folder, folders of claims given to evaluate, sources of rows that are left out."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from factcheck.datatypes import Choice
from factcheck.evaluate.topics import read_topic
from factcheck.evidence import read_snippets_and_sources
from factcheck.language import speaking
from factcheck.report.html import to_html
from factcheck.report.record import read_report
from factcheck.review import FOLDER, ReviewLog, Role
from factcheck.server.desk import Desk
from factcheck.server.pages import render_verdict
from factcheck.server.view import Turn
from tests.report_examples import PROVENANCE, REPORT
from tests.review_desk import write_record
from tests.test_cli import CLAIMS, EVIDENCE, Project, fakes_installed, project  # noqa: F401 (fixtures)
from tests.test_evaluate_data import GOLD

SAME = "0 verdicts flipped · 0 appeared · 0 vanished · 3 the same\n"


@pytest.fixture
def below(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:  # noqa: F811
    """A project with two records of the same claims: ``below.json`` made in ``claims/``, ``top.json`` in the root."""
    with monkeypatch.context() as inside:
        inside.chdir(project.folder / "claims")
        assert project.run("check", "tower.yaml", "-q").code == 1
    shutil.copy(project.folder / "reports" / "tower.json", project.folder / "below.json")
    assert project.run("check", "claims/tower.yaml", "-q").code == 1
    shutil.move(project.folder / "reports" / "tower.json", project.folder / "top.json")
    return project


# --- records made in another folder ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("old", "new"), [("below.json", "top.json"), ("top.json", "below.json")])
@pytest.mark.parametrize("folder", [".", "claims", "reports"])
def test_diff_matches_claims_from_whichever_folder_they_were_checked(
    below: Project, monkeypatch: pytest.MonkeyPatch, folder: str, old: str, new: str
) -> None:
    monkeypatch.chdir(below.folder / folder)
    assert below.run("diff", str(below.folder / old), str(below.folder / new)).out == SAME


@pytest.mark.parametrize(("old", "new"), [("below.json", "top.json"), ("top.json", "below.json")])
def test_diff_matches_claims_whose_files_are_on_another_machine(
    below: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    (tmp_path / "elsewhere").mkdir()
    for name in (old, new):
        shutil.move(below.folder / name, tmp_path / "elsewhere" / name)
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert below.run("diff", old, new).out == SAME


def test_a_baseline_made_in_a_folder_below_is_known_above(below: Project) -> None:
    ended = below.run("check", "claims/tower.yaml", "--baseline", "below.json")
    assert (ended.code, "known from the baseline" in ended.out) == (0, True)


def test_gold_and_agreement_find_the_decisions_on_a_record_made_in_a_folder_below(below: Project) -> None:
    [verdict] = [v for v in read_report(below.folder / "top.json").verdicts if v.claim.id == "lyon"]
    log = ReviewLog(below.folder / FOLDER / "tower.jsonl")
    log.decide(verdict, "Ana", Choice.ACCEPT)
    log.decide(verdict, "Bo", Choice.ACCEPT, role=Role.SECOND)
    shutil.copy(below.folder / "below.json", below.folder / "reports" / "tower.json")
    assert "reviewed by Ana" in below.run("report", "reports/tower.json").out
    assert "Ana and Bo: agree on 1 of 1 claim" in below.run("review", "reports/tower.json", "--agreement").out
    ended = below.run("gold", "-o", "gold")
    assert (ended.code, list(read_topic(below.folder / "gold").gold)) == (0, ["lyon"])


# --- folders of claims given to evaluate -----------------------------------------------------------------------------


@pytest.fixture
def expecting(project: Project) -> Project:  # noqa: F811
    """A project with claims in two files of ``claims/``, one below the other, some with ``expect``."""
    project.write("claims/tower.yaml", CLAIMS.replace("tags: [height]", "expect: supported"))
    project.write("claims/more/moon.yml", "- {text: The moon orbits the earth., expect: no-evidence}\n")
    return project


def test_evaluate_takes_every_claims_file_of_a_folder(expecting: Project) -> None:
    arguments = ["claims/", "--evidence", "evidence/", "--stage", "pipeline", "--json", "figures.json", "-q"]
    ended = expecting.run("evaluate", *arguments)
    assert ended.code == 0, ended.err
    figures = json.loads((expecting.folder / "figures.json").read_text("utf-8"))
    assert sorted(figures["sets"]) == ["moon", "tower"]
    assert figures["overall"]["n"] == 2


def test_a_folder_of_claims_without_evidence_is_refused_with_what_it_needs(expecting: Project) -> None:
    ended = expecting.run("evaluate", "claims")
    assert (ended.code, "claims with expect need --evidence" in ended.err) == (2, True)


def test_a_folder_of_topics_gives_its_topics_and_no_claims_file(expecting: Project) -> None:
    for name, content in (("claims.yaml", CLAIMS), ("evidence.yaml", EVIDENCE), ("gold.tsv", GOLD)):
        expecting.write(f"claims/topic/{name}", content)
    ended = expecting.run("evaluate", "claims", "--stage", "pipeline", "--json", "figures.json", "-q")
    assert ended.code == 0, ended.err
    assert list(json.loads((expecting.folder / "figures.json").read_text("utf-8"))["sets"]) == ["topic"]
    refused = expecting.run("evaluate", "claims", "--evidence", "evidence")
    assert (refused.code, "--evidence is not used" in refused.err) == (2, True)


def test_a_folder_with_nothing_to_evaluate_is_named(expecting: Project) -> None:
    (expecting.folder / "empty").mkdir()
    ended = expecting.run("evaluate", "claims", "empty", "--evidence", "evidence")
    assert (ended.code, ended.err) == (
        2,
        "factcheck: empty: no labelled data or claims file in this folder — add *.yaml, *.yml\n",
    )


# --- sources of rows that are left out -------------------------------------------------------------------------------


@pytest.mark.parametrize("output", ["evidence/tower.yaml", "evidence/new.yaml", "evidence/new.jsonl"])
def test_the_source_of_a_row_that_is_left_out_is_not_written(project: Project, output: str) -> None:  # noqa: F811
    rows = "height,The tower is green.,The Paper\nsoil,The ground is clay.,The Soil Office\n"
    project.write("rows.csv", "id,text,publisher\n" + rows)
    ended = project.run("evidence", "import", "rows.csv", "-o", output)
    assert ended.code == 1
    assert "1 new snippet of 1 new source, 1 left out" in ended.err
    _, sources = read_snippets_and_sources([project.folder / "evidence"])
    assert {source.publisher for source in sources} == {"The Desk", "The Soil Office"}


def test_a_source_of_which_all_was_left_out_is_written_with_the_first_snippet_that_uses_it(
    project: Project,  # noqa: F811
) -> None:
    project.write("first.csv", "id,text,publisher\nheight,The tower is green.,The Paper\n")
    project.write("second.csv", "id,text,publisher\ngreen,The tower is green.,The Paper\n")
    ended = project.run("evidence", "import", "first.csv", "second.csv", "-o", "evidence/new.yaml")
    assert ended.code == 1
    snippets, sources = read_snippets_and_sources([project.folder / "evidence"])
    assert [s.source.publisher for s in snippets if s.id == "green" and s.source] == ["The Paper"]
    assert sorted(source.publisher for source in sources) == ["The Desk", "The Paper"]


# --- the rule's name -------------------------------------------------------------------------------------------------


def test_german_pages_say_that_the_name_of_the_rule_is_english(tmp_path: Path) -> None:
    told = f'<code lang="en">{PROVENANCE.aggregation}</code>'
    with speaking("de"):
        assert told in to_html(REPORT)
        view = Desk(write_record(tmp_path, REPORT), tmp_path, tmp_path, Turn("Ana")).look()
        assert told in render_verdict(view, 0)
