"""The commands around reviews as people use them: check, show, report, review, gold and diff after decisions."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from factcheck.datatypes import Choice, StanceProbs
from factcheck.evaluate.topics import read_topic
from factcheck.report.record import read_report
from factcheck.review import FOLDER, ReviewEntry, ReviewLog, Role
from tests.fakes import TableVerifier
from tests.plugins import TABLE
from tests.test_cli import Project, fakes_installed, project  # noqa: F401 (fixtures)


def decide(
    project: Project,  # noqa: F811
    claim: str,
    choice: Choice = Choice.ACCEPT,
    *,
    by: str = "Ana",
    note: str = "seen",
    role: Role = Role.FIRST,
) -> ReviewEntry:
    """A decision on a verdict of the last check."""
    report = read_report(project.folder / "reports" / "claims.json")
    [verdict] = [verdict for verdict in report.verdicts if verdict.claim.id == claim]
    return ReviewLog(project.folder / FOLDER / "claims.jsonl").decide(verdict, by, choice, note=note, role=role)


@pytest.fixture
def desk(project: Project) -> Project:  # noqa: F811
    """A project that was checked once."""
    assert project.run("check", "-q").code == 1
    return project


def test_a_decision_stands_at_the_next_check_and_changes_no_exit_code(desk: Project) -> None:
    decide(desk, "lyon", Choice.UNKNOWN, note="which Lyon?")
    ended = desk.run("check")
    assert ended.code == 1
    assert "reviewed by Ana on " in ended.out
    assert ": unknown — which Lyon?" in ended.out


@pytest.mark.parametrize("form", ["json", "markdown", "html"])
def test_a_decision_made_after_the_check_shows_in_report_and_show(desk: Project, form: str) -> None:
    decide(desk, "lyon", Choice.UNKNOWN, note="which Lyon?")
    assert "which Lyon?" in desk.run("report", "reports/claims.json", "--format", form).out
    assert "which Lyon?" in desk.run("show", "lyon").out
    assert "which Lyon?" not in desk.run("show", "tall").out


def test_a_record_away_from_its_project_keeps_the_reviews_it_has(desk: Project, tmp_path: Path) -> None:
    decide(desk, "lyon", note="as it is")
    desk.run("check")
    shutil.copy(desk.folder / "reports" / "claims.json", tmp_path / "away.json")
    assert "as it is" in desk.run("report", str(tmp_path / "away.json")).out


def test_changed_evidence_makes_a_decision_stale_and_says_what_changed(desk: Project) -> None:
    decide(desk, "lyon")
    evidence = desk.folder / "evidence" / "tower.yaml"
    evidence.write_text(evidence.read_text("utf-8").replace("in Paris.", "in Rome."), "utf-8")
    ended = desk.run("check")
    told = " ".join(ended.out.split())
    assert "review is out of date (Ana on " in told
    assert "Evidence changed: paris." in told


def test_a_decision_is_found_from_a_folder_below(desk: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    decide(desk, "lyon")
    monkeypatch.chdir(desk.folder / "claims")
    assert "reviewed by Ana" in desk.run("check", "tower.yaml").out


def test_a_broken_last_line_is_told_and_the_check_goes_on(desk: Project) -> None:
    decide(desk, "lyon")
    with (desk.folder / FOLDER / "claims.jsonl").open("ab") as log:
        log.write(b'{"format_version": 1, "id": "')
    ended = desk.run("check")
    assert ended.code == 1
    assert "factcheck: reviews/claims.jsonl:2: the last line is broken" in ended.err
    assert "reviewed by Ana" in ended.out


def test_a_log_of_another_format_exits_2(desk: Project) -> None:
    desk.write("reviews/claims.jsonl", '{"format_version": 7}\n')
    ended = desk.run("check")
    assert ended.code == 2
    assert "claims.jsonl:1: has review format 7" in ended.err


def test_agreement_counts_and_names_what_is_to_be_settled(desk: Project) -> None:
    for claim, second in [("tall", Choice.SUPPORTED), ("lyon", Choice.UNKNOWN), ("moon", Choice.UNKNOWN)]:
        decide(desk, claim)
        decide(desk, claim, second, by="Bo", note="another Lyon", role=Role.SECOND)
    ended = desk.run("review", "--agreement")
    assert ended.code == 0
    # Ana: supported, contradicted, unknown; Bo: supported, unknown, unknown. (2/3 - 1/3) / (1 - 1/3) = 1/2
    assert "Ana and Bo: agree on 2 of 3 claims, Cohen's kappa 0.500" in ended.out
    assert "1 open disagreement\n\nclaims/tower.yaml::lyon\n  The tower stands in Lyon.\n" in ended.out
    assert "unknown       Bo, " in ended.out


def test_without_decisions_there_is_no_agreement(desk: Project) -> None:
    ended = desk.run("review", "--agreement", "reports/claims.json")
    assert ended.code == 0
    assert "No claim has decisions of two reviewers" in ended.out


def test_gold_is_a_folder_that_evaluate_reads(desk: Project) -> None:
    decide(desk, "tall")
    decide(desk, "lyon", Choice.UNKNOWN)
    ended = desk.run("gold", "-o", "gold/tower")
    assert ended.code == 0
    assert "2 claims with 2 snippets written to gold/tower; left out: 1 not reviewed" in ended.err
    assert {name: gold.label.value for name, gold in read_topic(desk.folder / "gold" / "tower").gold.items()} == {
        "tall": "supported",
        "lyon": "unknown",
    }
    assert desk.run("gold", "-o", "gold/tower").code == 2


def test_gold_and_agreement_of_a_record_go_by_the_decisions_in_its_own_project(
    desk: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(desk, "tall")
    decide(desk, "tall", Choice.UNKNOWN, by="Bo", role=Role.SECOND)
    decide(desk, "lyon")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    record = str(desk.folder / "reports" / "claims.json")
    assert "Ana and Bo: agree on 0 of 1 claim" in desk.run("review", record, "--agreement").out
    ended = desk.run("gold", record, "-o", "gold")
    assert ended.code == 0
    assert "1 claim with 2 snippets written to gold; left out: 1 disagreed, 1 not reviewed" in ended.err
    assert list(read_topic(tmp_path / "elsewhere" / "gold").gold) == ["lyon"]


def test_gold_without_reviews_exits_2(desk: Project) -> None:
    ended = desk.run("gold", "-o", "gold")
    assert ended.code == 2
    assert "run `factcheck review` first" in ended.err


def test_accepted_verdicts_become_expectations_and_pass_from_then_on(desk: Project) -> None:
    before = (desk.folder / "claims" / "tower.yaml").read_text("utf-8")
    decide(desk, "lyon")
    decide(desk, "tall", Choice.UNKNOWN)
    ended = desk.run("check", "--write-expect")
    assert ended.code == 1
    assert "expect: added to 1 claim in 1 file" in ended.err
    after = (desk.folder / "claims" / "tower.yaml").read_text("utf-8")
    assert after == before.replace("tags: [city, wrong]", "tags: [city, wrong], expect: contradicted")
    ended = desk.run("check")
    assert ended.code == 0
    assert "contradicted, as expected" in ended.out
    assert "reviewed by Ana" in ended.out


def test_an_acceptance_against_an_expectation_is_summed_up_and_replaced_when_that_is_asked_for(desk: Project) -> None:
    claims = desk.folder / "claims" / "tower.yaml"
    desk.write("claims/tower.yaml", claims.read_text("utf-8").replace("wrong]", "wrong], expect: supported"))
    desk.run("check", "-q")
    decide(desk, "lyon")
    refused = desk.run("check", "--write-expect")
    assert refused.err.count("--replace-expect") == 1
    assert "1 accepted verdict against another expect: — --replace-expect changes it" in refused.err
    before = claims.read_text("utf-8")
    assert "expect: replaced in 1 claim in 1 file\n" in desk.run("check", "--replace-expect").err
    assert claims.read_text("utf-8") == before.replace("expect: supported", "expect: contradicted")
    assert "contradicted, as expected" in desk.run("check").out


def test_an_expectation_that_cannot_be_written_is_told_with_file_and_line(desk: Project) -> None:
    desk.write("claims/tower.yaml", "# c\n- The tower stands\n  in Lyon.\n")
    desk.run("check", "-q")
    decide(desk, read_report(desk.folder / "reports" / "claims.json").verdicts[0].claim.id)
    ended = desk.run("check", "--write-expect")
    assert "claims/tower.yaml:2: " in ended.err
    assert "without moving the lines" in ended.err
    assert (desk.folder / "claims" / "tower.yaml").read_text("utf-8") == "# c\n- The tower stands\n  in Lyon.\n"


def test_no_expectation_is_written_into_a_claims_file_that_is_saved_while_the_verifier_reads(
    desk: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(desk, "lyon")
    claims = desk.folder / "claims" / "tower.yaml"
    before = claims.read_bytes()

    class Saving(TableVerifier):
        def predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
            claims.write_bytes(before + b"  - The tower is new.\n")
            return super().predict(pairs)

    monkeypatch.setattr("tests.plugins.CountedVerifier.predict", lambda _, pairs: Saving(TABLE).predict(pairs))
    (desk.folder / ".factcheck" / "cache.sqlite").unlink()
    ended = desk.run("check", "--write-expect")
    assert "claims/tower.yaml: the file changed while it was checked" in ended.err
    assert claims.read_bytes() == before + b"  - The tower is new.\n"
    assert desk.record()["provenance"]["claims_files"] == {  # type: ignore[index]
        "claims/tower.yaml": hashlib.sha256(before).hexdigest()
    }


def test_without_accepted_verdicts_no_expectation_is_written(desk: Project) -> None:
    ended = desk.run("check", "--write-expect")
    assert "no expect: was added" in ended.err


def test_a_known_finding_does_not_fail_and_a_new_one_does(desk: Project) -> None:
    shutil.copy(desk.folder / "reports" / "claims.json", desk.folder / "known.json")
    ended = desk.run("check", "--baseline", "known.json")
    assert ended.code == 0
    assert "known from the baseline" in ended.out
    [lyon] = [v for v in desk.record()["verdicts"] if v["claim"]["id"] == "lyon"]  # type: ignore[attr-defined]
    assert lyon["outcome"] == "baselined"
    assert desk.run("check", "--baseline", "known.json", "--fail-on", "contradicted,unknown").code == 1


def test_the_record_of_the_check_itself_is_no_baseline(desk: Project) -> None:
    ended = desk.run("check", "--baseline", "reports/../reports/claims.json")
    assert ended.code == 2
    assert "is the record that this check writes" in ended.err


@pytest.mark.parametrize(("content", "said"), [("{", "is not a complete JSON report"), (None, "no such report")])
def test_a_baseline_that_cannot_be_read_exits_2(desk: Project, content: str | None, said: str) -> None:
    if content:
        desk.write("known.json", content)
    ended = desk.run("check", "--baseline", "known.json")
    assert ended.code == 2
    assert said in ended.err


def test_diff_exits_0_and_names_the_evidence_that_caused_a_flip(desk: Project) -> None:
    shutil.copy(desk.folder / "reports" / "claims.json", desk.folder / "old.json")
    evidence = desk.folder / "evidence" / "tower.yaml"
    evidence.write_text(evidence.read_text("utf-8").replace("in Paris.", "in Rome."), "utf-8")
    desk.run("check", "-q")
    ended = desk.run("diff", "old.json", "reports/claims.json")
    assert ended.code == 0
    assert "✗ contradicted" in ended.out
    assert "~ paris changed" in ended.out
    assert ended.out.endswith("1 verdict flipped · 0 appeared · 0 vanished · 2 the same\n")
    ended = desk.run("diff", "old.json", "reports/claims.json", "--format", "json")
    assert [flip["claim"] for flip in json.loads(ended.out)["flipped"]] == ["claims/tower.yaml::lyon"]
    assert desk.run("diff", "old.json", "reports/claims.json", "--format", "markdown").out.startswith("# factcheck")
    assert desk.run("diff", "old.json", "missing.json").code == 2
