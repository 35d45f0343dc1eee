"""`factcheck cache`: what is cached, and making it less."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from factcheck.__main__ import run
from factcheck.cache import Cache
from factcheck.datatypes import StanceProbs
from factcheck.models.cascade import CascadeVerifier, LanguageVerifier
from tests.plugins import use_fakes
from tests.test_cascade import BilingualVerifier, ReadingVerifier

PROBS = StanceProbs(0.7, 0.1, 0.2)
USED, OTHER = "fake/table@1|float32", "fake/older@1|float32"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose cache holds three assessments of the verifier in use and two of another."""
    use_fakes(tmp_path, monkeypatch)
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "factcheck.yaml").write_text("embedder: fake-keywords\nverifier: fake-table\n")
    cache = Cache(desk / ".factcheck" / "cache.sqlite")
    cache.add_assessments(USED, {(str(number), "c"): PROBS for number in range(3)})
    cache.add_assessments(OTHER, {(str(number), "c"): PROBS for number in range(2)})
    cache.close()
    monkeypatch.chdir(desk)
    return desk


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert run(["cache", *arguments]) == 0
    return capsys.readouterr().out


def test_it_says_where_the_cache_is_and_what_it_holds(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, *lines = printed(capsys).splitlines()
    assert first.startswith(f"{desk / '.factcheck' / 'cache.sqlite'}  0.")
    assert [line.split() for line in lines] == [
        ["2", "assessments", "used", "today", OTHER],
        ["3", "assessments", "used", "today", USED],
    ]


def test_the_same_as_json(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(printed(capsys, "--json"))
    assert found["path"] == str(desk / ".factcheck" / "cache.sqlite")
    assert found["bytes"] > 0
    assert [(one["kind"], one["model"], one["number"]) for one in found["entries"]] == [
        ("assessments", OTHER, 2),
        ("assessments", USED, 3),
    ]


def test_a_project_without_a_cache_is_no_fault_and_gets_none(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / ".factcheck" / "cache.sqlite").unlink()
    assert "nothing is cached yet" in printed(capsys)
    assert not (desk / ".factcheck" / "cache.sqlite").exists()


def test_what_models_made_that_are_not_in_use_is_removed(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "prune", "--models-not-in-use").startswith("2 entries removed, 0.")
    [left] = json.loads(printed(capsys, "--json"))["entries"]
    assert (left["model"], left["number"]) == (USED, 3)


def test_what_the_large_verifier_of_a_cascade_read_by_itself_is_in_use(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = BilingualVerifier("fake/small@1"), ReadingVerifier("fake/table@1")
    verifier = LanguageVerifier(CascadeVerifier(small, large), small)
    monkeypatch.setattr("factcheck.cli.cachework.open_verifier", lambda name, allow_network: verifier)
    assert printed(capsys, "prune", "--models-not-in-use").startswith("2 entries removed, 0.")
    [left] = json.loads(printed(capsys, "--json"))["entries"]
    assert left["model"] == USED


def test_what_was_used_today_is_not_unused(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(printed(capsys, "prune", "--unused-for", "0", "--json"))["removed"] == 0


def test_a_cache_that_fits_is_left_alone(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(printed(capsys, "prune", "--max-size", "1", "--json"))["removed"] == 0


def test_pruning_by_nothing_is_bad_usage(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cache", "prune"]) == 2
    assert "--unused-for DAYS, --max-size MB or --models-not-in-use" in capsys.readouterr().err


def test_clearing_removes_everything_that_is_cached_and_nothing_else(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in (".factcheck/checked/one.json", ".factcheck/index/one/current", "reports/claims.json"):
        (desk / name).parent.mkdir(parents=True)
        (desk / name).write_text("{}")
    assert printed(capsys, "clear").startswith("5 entries removed, 0.")
    assert "nothing is cached yet" in printed(capsys)
    assert not (desk / ".factcheck" / "checked").exists()
    assert (desk / ".factcheck" / "index" / "one" / "current").exists()
    assert (desk / "reports" / "claims.json").exists()


def test_a_damaged_cache_is_set_aside_with_a_warning(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / ".factcheck" / "cache.sqlite").write_bytes(b"no database at all, whatever its name says " * 200)
    assert run(["cache"]) == 0
    said = capsys.readouterr()
    assert "was damaged; it is now cache.sqlite.damaged and a new one is begun" in said.err
    assert "nothing is cached yet" in said.out
