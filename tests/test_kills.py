"""The review server, builds and checks killed at random moments; ``benchmarks`` does the same many times."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.kills import lost, rounds, summary
from benchmarks.runkills import differences, litter
from tests.fakes import ROOT
from tests.report_examples import REPORT
from tests.review_desk import running, write_record


def line(entry: str) -> bytes:
    return json.dumps({"id": entry}).encode() + b"\n"


def test_a_server_killed_at_any_moment_keeps_what_it_called_saved_and_mends_its_log() -> None:
    done = list(rounds(5, seed=3))
    assert [fault for one in done for fault in one.faults] == []
    assert sum(one.n_saved for one in done) > 0, summary(done)


@pytest.mark.parametrize(
    ("log", "fault"),
    [
        (line("a"), "b was called saved and is not in the log"),
        (line("a") + line("b") + line("b"), "b is 2 times in the log"),
        (line("a") + b'{"id": ' + line("b"), "line 2 is broken"),
        (line("a") + line("b")[:-3], "b was called saved and is not in the log"),
    ],
    ids=["missing", "twice", "joined", "cut off"],
)
def test_a_decision_that_is_lost_or_doubled_is_found(log: bytes, fault: str) -> None:
    assert fault in lost(log, ["a", "b"])


def test_half_of_a_line_at_the_end_that_nobody_called_saved_is_no_loss() -> None:
    assert lost(line("a") + b'{"id": "c', ["a"]) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_builds_updates_and_checks_killed_at_any_moment_change_no_record_and_leave_no_litter() -> None:
    # In a process of its own, because it makes copies of itself, which one with threads must not.
    command = [sys.executable, "-m", "benchmarks.runkills", "--rounds", "5", "--seed", "5"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("5 kills, ")
    assert "; 0 faults; " in ended.stdout


def test_another_record_and_what_lies_about_are_found(tmp_path: Path) -> None:
    record = {"verdicts": [1], "provenance": {"created": "now", "k": 8}}
    later = {"verdicts": [1], "provenance": {"created": "later", "k": 8}}
    other = {"verdicts": [2], "provenance": {"created": "now", "k": 8}}
    assert differences(json.dumps(record), json.dumps(later)) == []
    assert differences(json.dumps(other), json.dumps(record)) == ["verdicts of the record is another"]
    assert differences("", json.dumps(record)) == ["a record is missing or broken"]
    for name in ("generation-000001/rows.jsonl", "current", ".tmp-7-ab/rows.jsonl"):
        path = tmp_path / ".factcheck" / "index" / "0a" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert litter(tmp_path) == [".factcheck/index/0a/.tmp-7-ab/rows.jsonl lies about"]


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux which libraries a process has loaded")
def test_the_review_server_loads_no_model_library(tmp_path: Path) -> None:
    write_record(tmp_path, REPORT)
    with running(tmp_path) as (process, address):
        assert address
        loaded = Path(f"/proc/{process.pid}/maps").read_text(encoding="utf-8")
    assert "pydantic_core" in loaded
    assert [name for name in ("torch", "faiss", "sklearn", "scipy", "numpy") if f"/{name}" in loaded] == []
