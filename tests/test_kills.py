"""The review server killed at random moments; ``python -m benchmarks.kills`` does the same 200 times."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from benchmarks.kills import lost, rounds, summary
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


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux which libraries a process has loaded")
def test_the_review_server_loads_no_model_library(tmp_path: Path) -> None:
    write_record(tmp_path, REPORT)
    with running(tmp_path) as (process, address):
        assert address
        loaded = Path(f"/proc/{process.pid}/maps").read_text(encoding="utf-8")
    assert "pydantic_core" in loaded
    assert [name for name in ("torch", "faiss", "sklearn", "scipy", "numpy") if f"/{name}" in loaded] == []
