"""Decisions on records made in another folder, the filter by confidence, and messages that said what was not so."""

from __future__ import annotations

import datetime as dt
import io
import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from factcheck.baseline import mark_known
from factcheck.datatypes import Choice, Claim, Label, Outcome, Place, Report, Verdict
from factcheck.diff.compare import condition_changes
from factcheck.report.record import read_report
from factcheck.report.words import percent
from factcheck.review import FOLDER, ClaimKeys, Grounds, ReviewEntry, ReviewLog, Role, replay
from factcheck.review.agreement import agreement
from factcheck.review.keys import folder_below
from factcheck.review.tables import agreement_text
from factcheck.server.desk import Desk
from factcheck.server.search import Search
from factcheck.server.selection import Selection
from factcheck.server.view import Turn
from tests.report_examples import PROVENANCE, REPORT
from tests.review_desk import write_record
from tests.test_cli import Project, fakes_installed, project  # noqa: F401 (fixtures)


@pytest.fixture
def desk(project: Project) -> Project:  # noqa: F811
    """A project that was checked once."""
    assert project.run("check", "-q").code == 1
    return project


def check_in(folder: Path, project: Project, *arguments: str) -> str:  # noqa: F811
    """What a check prints that is made in another folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        return project.run("check", *arguments).out
    finally:
        os.chdir(before)


def decide_on_the_page(root: Path, record: str, claim: str, choice: Choice = Choice.ACCEPT, by: str = "Ana") -> str:
    """Decides as the review page does that is opened in the root; returns the key under which it is saved."""
    page = Desk(root / "reports" / f"{record}.json", root, root, Turn(by))
    view = page.look()
    [index] = [i for i, verdict in enumerate(view.report.verdicts) if verdict.claim.id == claim]
    return page.decide(view.edition, index, view.statuses[index].seen, choice, "seen").claim


def key_of(root: Path, file: str, folder: str | None, cwd: Path | None = None) -> str:
    return ClaimKeys(root, cwd, folder).of(Claim("a", "A is B.", place=Place(file, 1))).removesuffix("::a")


# --- records made in another folder ----------------------------------------------------------------------------------


@pytest.mark.parametrize("below", ["claims", "evidence"])
def test_a_decision_on_a_record_made_below_is_found_by_every_later_check(project: Project, below: str) -> None:  # noqa: F811
    file = "tower.yaml" if below == "claims" else "../claims/tower.yaml"
    check_in(project.folder / below, project, file)
    assert decide_on_the_page(project.folder, "tower", "lyon") == "claims/tower.yaml::lyon"
    assert "reviewed by Ana" in check_in(project.folder / below, project, file)
    assert "reviewed by Ana" in project.run("check", "claims/tower.yaml").out
    assert "reviewed by Ana" in project.run("report", "reports/tower.json").out


@pytest.mark.parametrize(("below", "expected"), [(".", ""), ("claims", "claims"), ("claims/more", "claims/more")])
def test_a_record_names_the_folder_of_its_check_from_the_settings_on(
    project: Project,  # noqa: F811
    below: str,
    expected: str,
) -> None:
    (project.folder / "claims" / "more").mkdir()
    check_in(project.folder / below, project, str(project.folder / "claims" / "tower.yaml"), "-q")
    assert read_report(project.folder / "reports" / "tower.json").provenance.folder == expected


def test_a_record_made_outside_of_the_project_names_no_folder(project: Project, tmp_path: Path) -> None:  # noqa: F811
    settings = str(project.folder / "factcheck.yaml")
    check_in(tmp_path, project, "desk/claims/tower.yaml", "--config", settings, "-q")
    record = project.folder / "reports" / "tower.json"
    assert read_report(record).provenance.folder is None
    assert str(tmp_path) not in record.read_text("utf-8").partition('"provenance"')[2].partition('"evidence_files"')[0]


def test_a_folder_whose_name_a_record_cannot_hold_is_not_named(tmp_path: Path) -> None:
    assert folder_below(tmp_path, tmp_path / "m\udce4rz") is None


@pytest.mark.parametrize(
    ("folder", "file", "expected"),
    [
        ("", "claims/a.yaml", "claims/a.yaml"),
        ("claims", "a.yaml", "claims/a.yaml"),
        ("claims/sport", "../a.yaml", "claims/a.yaml"),
        ("reports", "../claims/a.yaml", "claims/a.yaml"),
        ("claims", "../../other/a.yaml", "../other/a.yaml"),
        ("", "../other/a.yaml", "../other/a.yaml"),
        ("claims", "/other/a.yaml", "/other/a.yaml"),
        ("claims", "<stdin>", "<stdin>"),
        (None, "a.yaml", "a.yaml"),
        (None, "../claims/a.yaml", "../claims/a.yaml"),
    ],
)
def test_a_file_that_is_not_there_is_named_from_the_folder_of_its_record(
    tmp_path: Path, folder: str | None, file: str, expected: str
) -> None:
    assert key_of(tmp_path, file, folder) == expected


def test_a_file_of_the_same_name_in_the_working_directory_is_not_that_of_the_record(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "a.yaml").touch()
    assert key_of(tmp_path, "a.yaml", "", cwd=tmp_path / "claims") == "a.yaml"
    assert key_of(tmp_path, "a.yaml", None, cwd=tmp_path / "claims") == "claims/a.yaml"


def test_a_linked_file_has_one_key_whichever_way_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "a.yaml").touch()
    (tmp_path / "linked").symlink_to("claims")
    assert key_of(tmp_path, "linked/a.yaml", "") == key_of(tmp_path, "a.yaml", "claims") == "claims/a.yaml"


def test_a_page_that_takes_up_a_record_made_in_another_folder_saves_under_the_same_key(tmp_path: Path) -> None:
    def write(file: str, folder: str) -> Path:
        claim = Claim("a", "A is B.", place=Place(file, 1))
        verdict = replace(REPORT.verdicts[0], claim=claim, review=None)
        return write_record(tmp_path, Report("claims", (verdict,), (), replace(PROVENANCE, folder=folder)))

    page = Desk(write("claims/a.yaml", ""), tmp_path, tmp_path, Turn("Ana"))
    view = page.look()
    first = page.decide(view.edition, 0, view.statuses[0].seen, Choice.ACCEPT, "")
    write("a.yaml", "claims")
    view = page.look()
    assert view.statuses[0].is_open is False
    second = page.decide(view.edition, 0, view.statuses[0].seen, Choice.ACCEPT, "again")
    assert first.claim == second.claim == "claims/a.yaml::a"


def test_claims_on_standard_input_have_one_key_in_every_folder(
    project: Project,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def given() -> None:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"- {id: moon, text: The moon is round.}")))

    given()
    check_in(project.folder / "claims", project, "-", "-q")
    assert decide_on_the_page(project.folder, "stdin", "moon") == "<stdin>::moon"
    given()
    assert "reviewed by Ana" in project.run("check", "-").out


def test_what_is_gone_since_a_baseline_made_below_is_named_as_in_the_new_record() -> None:
    claim = Claim("a", "A is B.", place=Place("a.yaml", 1))
    found = Verdict(claim, Label.CONTRADICTED, None, 0.9, "because", dt.date(2025, 9, 12), Outcome.FINDING, ())
    then = Report("claims", (found,), (), replace(PROVENANCE, folder="claims"))
    passed = replace(found, claim=replace(claim, place=Place("claims/a.yaml", 1)), outcome=Outcome.PASSED)
    now = Report("claims", (passed,), (), replace(PROVENANCE, folder=""))
    keys = [ClaimKeys(Path("/nowhere"), None, report.provenance.folder) for report in (now, then)]
    known = mark_known(now, then, key=keys[0].of, known_key=keys[1].of).provenance.baseline
    assert known is not None
    assert known.absent == ("claims/a.yaml::a",)


# --- the filter by confidence ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("confidence", [0.001, 0.006, 0.014, 0.7153, 0.7247, 0.7251, 0.989, 0.994, 0.999, 1.0])
def test_a_verdict_is_found_by_the_percent_that_is_shown(tmp_path: Path, confidence: float) -> None:
    verdict = replace(REPORT.verdicts[0], confidence=confidence, review=None)
    record = write_record(tmp_path, Report("claims", (verdict,), (), PROVENANCE))
    view = Desk(record, tmp_path, tmp_path, Turn("Ana")).look()
    shown = int(percent(confidence).strip("<>% "))
    found = [n for n in range(101) if Selection(low=n, high=n).order(view, Search(view.report))]
    assert found == [shown]


# --- what changed for all claims -------------------------------------------------------------------------------------


def test_another_version_of_factcheck_is_told_behind_what_says_more() -> None:
    newer = replace(PROVENANCE, tool_version="9.9", k=3)
    assert condition_changes(PROVENANCE, newer) == (
        "The number of snippets read changed from 8 to 3.",
        "The version of factcheck changed from 0.1.0 to 9.9.",
    )


# --- messages --------------------------------------------------------------------------------------------------------


def entry(day: int, reviewer: str, evidence: str, verdict: str, choice: Choice, role: Role = Role.FIRST) -> ReviewEntry:
    grounds = Grounds("claim", evidence, verdict, "A is B.", Label.SUPPORTED, None, {})
    at = dt.datetime(2026, 1, day, tzinfo=dt.UTC)
    return ReviewEntry(str(day), "claims/a.yaml::a", reviewer, at, choice, "seen", role, "", grounds)


@pytest.mark.parametrize(("evidence", "verdict"), [("other", "verdict"), ("evidence", "other")])
def test_two_people_who_decide_first_on_different_grounds_are_not_called_one(evidence: str, verdict: str) -> None:
    two = [
        entry(1, "Ana", "evidence", "verdict", Choice.ACCEPT),
        entry(2, "Bea", evidence, verdict, Choice.UNKNOWN),
    ]
    told = agreement_text(agreement(replay(two)))
    assert "one reviewer only" not in told
    assert "Left out: 1 claim decided on another text, evidence or verdict by each." in told
    assert "No claim has decisions of two reviewers that can be compared." in told


@pytest.mark.parametrize(("by", "role"), [("Ana", Role.FIRST), ("Cem", Role.ADJUDICATION)])
def test_whom_nobody_else_judged_with_is_one_reviewer(by: str, role: Role) -> None:
    two = [
        entry(1, "Ana", "evidence", "verdict", Choice.ACCEPT),
        entry(2, by, "other", "verdict", Choice.UNKNOWN, role),
    ]
    assert "Left out: 1 claim decided by one reviewer only." in agreement_text(agreement(replay(two)))


def disputed(desk: Project) -> None:
    decide_on_the_page(desk.folder, "claims", "lyon", by="Ana")
    decide_on_the_page(desk.folder, "claims", "lyon", Choice.UNKNOWN, by="Bea")


def test_where_an_accepted_verdict_is_disputed_a_claim_review_asks_for_adjudication(desk: Project) -> None:
    disputed(desk)
    ended = desk.run("report", "reports/claims.json", "-f", "claimreview")
    assert (ended.code, ended.out) == (0, "[]\n")
    assert ended.err == (
        "factcheck: no accepted verdict still stands, so there is none to publish; disagreed: 1 — "
        "run `factcheck review --role adjudication` first\n"
    )


def test_a_claim_review_counts_what_is_out_of_date_and_what_is_disputed(desk: Project) -> None:
    disputed(desk)
    decide_on_the_page(desk.folder, "claims", "tall")
    evidence = desk.folder / "evidence" / "tower.yaml"
    evidence.write_text(evidence.read_text("utf-8").replace("330 metres", "331 metres"), "utf-8")
    told = desk.run("check", "-f", "claimreview").err
    assert "out of date: 1, disagreed: 1 — run `factcheck review --role adjudication` first" in told


def test_where_an_accepted_verdict_is_disputed_write_expect_asks_for_adjudication(desk: Project) -> None:
    disputed(desk)
    told = desk.run("check", "-q", "--write-expect").err
    assert "reviewers disagree on 1 — run `factcheck review --role adjudication` first" in told


def test_without_a_dispute_write_expect_asks_for_a_review(desk: Project) -> None:
    told = desk.run("check", "-q", "--write-expect").err
    assert "only accepted verdicts that still stand are — run `factcheck review` first" in told


# --- records by their name -------------------------------------------------------------------------------------------


def test_agreement_and_gold_take_the_name_of_a_record_as_review_does(desk: Project) -> None:
    shutil.copy(desk.folder / "reports" / "claims.json", desk.folder / "reports" / "x.json")
    decide_on_the_page(desk.folder, "x", "lyon")
    [verdict] = [v for v in read_report(desk.folder / "reports" / "x.json").verdicts if v.claim.id == "lyon"]
    log = ReviewLog(desk.folder / FOLDER / "x.jsonl")
    log.decide(verdict, "Bea", Choice.ACCEPT, role=Role.SECOND)
    assert "Ana and Bea: agree on 1 of 1 claim" in desk.run("review", "--agreement", "x").out
    ended = desk.run("gold", "x", "-o", "g")
    assert (ended.code, "1 claim with" in ended.err) == (0, True)


@pytest.mark.parametrize("arguments", [["review", "--agreement", "y"], ["gold", "y", "-o", "g"]])
def test_a_record_that_is_not_there_is_named(desk: Project, arguments: list[str]) -> None:
    ended = desk.run(*arguments)
    assert (ended.code, "y: there is no such report" in ended.err) == (2, True)
