"""`factcheck check --engine ray` on a real cluster of several nodes, with fakes for the models.

One cluster for the whole module: a head without a processor and two nodes of one each, so that killing a node kills a
worker. The fakes are entry points, which is how another package's models reach the workers too.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import os
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from factcheck.__main__ import run
from factcheck.checker import FactChecker
from factcheck.datatypes import Report
from factcheck.errors import EngineError, InputError
from factcheck.languages import claim_languages
from factcheck.pipeline import Conditions
from factcheck.report.jsonl import to_jsonl
from factcheck.report.record import read_report
from factcheck.scale.raycluster import require_ray
from factcheck.scale.rayrows import read_rows
from factcheck.scale.rayrun import Asked, _begun, check_on_ray
from factcheck.scale.rayworker import Made, _difference
from factcheck.settings import load_settings
from tests.fakes import ROOT
from tests.plugins import LONG, LYON, MOON, TALL, install_fakes

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("ray") is None, reason="Ray is not installed: pip install 'factcheck[ray]'"
)

EVIDENCE = """\
sources: [{id: src, published: 2025-01-01}]
snippets:
  - {id: height, source: src, text: The tower measures 330 metres.}
  - {id: paris, text: The tower stands in Paris.}
"""
SMALL_STORE = 80 * 2**20
"""Bytes of each node's object store, near the least that Ray takes: claims and results do not go through it."""


class Nodes:
    """The cluster, and the node that a test may kill."""

    def __init__(self) -> None:
        from ray.cluster_utils import Cluster

        # A dead node is noticed after five seconds; Ray's own half a minute is for networks. Much less, and a node that
        # starts on a busy machine passes for dead.
        quick = {
            "health_check_initial_delay_ms": 5000,
            "health_check_period_ms": 1000,
            "health_check_failure_threshold": 5,
        }
        head = {"num_cpus": 0, "object_store_memory": SMALL_STORE, "include_dashboard": False}
        self._cluster = Cluster(initialize_head=True, head_node_args=head | {"_system_config": quick})
        self._nodes = [self._cluster.add_node(num_cpus=1, object_store_memory=SMALL_STORE) for _ in range(2)]
        self._cluster.wait_for_nodes()
        self.address = str(self._cluster.address)

    def kill_one(self) -> None:
        """Ends all processes of the second node at once, as a loss of power would."""
        self._cluster.remove_node(self._nodes.pop(), allow_graceful=False)

    def stop(self) -> None:
        self._cluster.shutdown()


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    fakes = tmp_path_factory.mktemp("fakes")
    install_fakes(fakes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(fakes)]))
        patch.setenv("FAKES_READ", str(fakes / "read.txt"))
        patch.setattr(sys, "path", [*sys.path, str(fakes)])
        started = Nodes()
        yield started
        started.stop()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "tower.yaml").write_text(EVIDENCE, encoding="utf-8")
    (tmp_path / "factcheck.yaml").write_text("embedder: fake-keywords\nverifier: fake-noting\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FACTCHECK_DATE", "2026-03-15")
    return tmp_path


def rows(path: Path, texts: list[str]) -> Path:
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    return path


def summary_of(project: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((project / "reports" / name / "summary.json").read_text(encoding="utf-8"))
    return found


def lines_of(project: Path, name: str) -> list[dict[str, Any]]:
    folder = project / "reports" / name
    texts = [(folder / part).read_text(encoding="utf-8") for part in summary_of(project, name)["parts"]]
    return [json.loads(line) for text in texts for line in text.splitlines()]


def timeless(report: Report) -> Report:
    """The report without the moment at which it was made."""
    return replace(report, provenance=replace(report.provenance, created=None))  # type: ignore[arg-type]


def when(happened: Callable[[], bool], act: Callable[[], None]) -> threading.Thread:
    """Acts, from a thread of its own, once it has happened."""

    def watch() -> None:
        give_up = time.monotonic() + 60
        while not happened() and time.monotonic() < give_up:
            time.sleep(0.02)
        act()

    thread = threading.Thread(target=watch)
    thread.start()
    return thread


# --- without a cluster -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--engine", "ray", "--address", "nowhere"], "--address nowhere is no address of a cluster — write host:port"),
        (["--engine", "ray", "--address", "127.0.0.1:1"], "no Ray cluster can be reached at 127.0.0.1:1"),
        (["--address", "127.0.0.1:1"], "add --engine ray"),
        (["--results", "parquet"], "add --engine ray"),
        (["rows.jsonl", "--engine", "ray", "--only", "a"], "--only chooses among claims in YAML files"),
        (["rows.jsonl", "--engine", "ray", "-f", "html"], "--format html is for up to 10,000 claims in YAML files"),
        (["rows.jsonl", "--engine", "ray", "--write-expect"], "--write-expect is for up to 10,000 claims"),
        (["none.parquet", "--engine", "ray"], "none.parquet: no such file or folder"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_remedy(
    project: Path, nodes: Nodes, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    rows(project / "rows.jsonl", [TALL])
    paths = [] if arguments[0].endswith((".jsonl", ".parquet")) else ["--claim", TALL]
    assert run(["check", *paths, *arguments]) == 2
    assert said in capsys.readouterr().err


def test_somebody_else_at_the_address_is_no_cluster_and_no_reason_to_wait_for_minutes() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(EngineError, match="does not answer as ray of this version does"):
            require_ray(address, seconds=2.0)


def test_without_ray_the_message_names_the_extra() -> None:
    with pytest.raises(EngineError, match=r"needs ray, which is not installed — run: pip install 'factcheck\[ray\]'"):
        require_ray(None, is_installed=lambda name: name != "ray")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none.jsonl", "none.jsonl: no claims in this file — write one claim in each row"),
        ("none.parquet", "none.parquet: not Parquet: "),
    ],
)
def test_an_empty_file_of_rows_is_a_fault(project: Path, name: str, said: str) -> None:
    (project / name).touch()
    with pytest.raises(InputError) as caught:
        list(read_rows([Path(name)], project))
    assert said in str(caught.value)


def test_all_faults_of_rows_are_told_before_the_index_is_built(
    project: Path, nodes: Nodes, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "bad.jsonl").write_text('{"text": "A fact."}\n{"txt": "x"}\nnot json\n{"text": ""}\n', encoding="utf-8")
    assert run(["check", "bad.jsonl", "--engine", "ray"]) == 2
    said = capsys.readouterr().err
    assert 'bad.jsonl:2: txt: unknown key "txt" — did you mean "text"?' in said
    assert "bad.jsonl:3: not JSON" in said
    assert "bad.jsonl:4: text: is blank" in said
    assert not (project / ".factcheck").exists()


# --- on the cluster --------------------------------------------------------------------------------------------------


def test_a_claims_file_gives_the_record_that_the_local_engine_gives(project: Path, nodes: Nodes) -> None:
    claims = [TALL, LYON, MOON, LONG, "Der Turm in Paris ist aber wirklich sehr schön und hoch."]
    (project / "tower.yaml").write_text("".join(f"- {json.dumps(text)}\n" for text in claims), encoding="utf-8")
    assert run(["check", "tower.yaml", "-q"]) == 1
    local = timeless(read_report(project / "reports" / "tower.json"))
    assert run(["check", "tower.yaml", "-q", "--engine", "ray", "--address", nodes.address]) == 1
    assert timeless(read_report(project / "reports" / "tower.json")) == local
    assert summary_of(project, "tower")["labels"] == {"supported": 1, "contradicted": 1, "unknown": 2}


def test_rows_of_both_kinds_are_checked_as_the_local_engine_checks_each_of_them(project: Path, nodes: Nodes) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    rows(project / "rows.jsonl", [TALL, LYON, TALL])
    table = [{"text": MOON, "as_of": dt.date(2024, 1, 1), "tags": None}, {"text": TALL, "as_of": None, "tags": ["a"]}]
    parquet.write_table(pa.Table.from_pylist(table), project / "more.parquet")
    options = ["-q", "--engine", "ray", "--address", nodes.address, "--results", "parquet"]
    assert run(["check", "rows.jsonl", "more.parquet", *options]) == 1
    [part] = summary_of(project, "rows+more")["parts"]
    found = parquet.read_table(project / "reports" / "rows+more" / part).to_pylist()
    assert [(row["file"], row["line"], row["label"]) for row in found] == [
        ("rows.jsonl", 1, "supported"),
        ("rows.jsonl", 2, "contradicted"),
        ("rows.jsonl", 3, "supported"),
        ("more.parquet", 1, "unknown"),
        ("more.parquet", 2, "supported"),
    ]
    local = FactChecker.from_settings(load_settings(None, project, {}, {}), cwd=project)
    claims = [claim_languages([claim])[0] for claim in read_rows([Path("rows.jsonl"), Path("more.parquet")], project)]
    expected = to_jsonl(local.check_records(claims, "", {}))
    assert [row["record"] for row in found] == expected.splitlines()


def steps(n: int) -> list[str]:
    """Claims that differ in a number by which ``NotingVerifier`` notes that it read them."""
    return [f"The tower has {i} steps." for i in range(n)]


def read_again() -> Counter[str]:
    """How often each number of steps was read beside the same evidence since this was last asked."""
    note = Path(os.environ["FAKES_READ"])
    read = Counter(note.read_text(encoding="utf-8").splitlines() if note.exists() else [])
    note.unlink(missing_ok=True)
    times: Counter[str] = Counter()
    for line, n in read.items():
        number = line.partition("\t")[0]
        times[number] = max(times[number], n)
    return times


def check_one_by_one(project: Path, file: Path, address: str) -> list[tuple[str, int, int]]:
    """Checks the rows in blocks of one claim; returns the progress that was told."""
    settings = load_settings(None, project, {}, {})
    checker = FactChecker.from_settings(settings, cwd=project)
    asked = Asked(file.stem, project / "reports" / file.stem, address=address, block_claims=1)
    told: list[tuple[str, int, int]] = []
    check_on_ray(checker, settings, read_rows([file], project), {}, asked, project, lambda *done: told.append(done))
    return told


def test_a_stopped_run_goes_on_where_it_was_and_a_finished_one_needs_no_cluster(project: Path, nodes: Nodes) -> None:
    file = rows(project / "few.jsonl", steps(4))
    read_again()
    check_one_by_one(project, file, nodes.address)
    assert read_again() == {"0": 1, "1": 1, "2": 1, "3": 1}
    folder = project / "reports" / "few"
    first = {part: (folder / part).read_bytes() for part in summary_of(project, "few")["parts"]}
    # As a kill leaves it: no summary, one part without its tally, one cut off.
    (folder / "summary.json").unlink()
    unfinished, cut, *_ = first
    (folder / "done" / f"{unfinished}.json").unlink()
    (folder / cut).write_bytes(first[cut][:-10])
    check_one_by_one(project, file, nodes.address)
    assert read_again() == {"0": 1, "1": 1}
    assert {part: (folder / part).read_bytes() for part in summary_of(project, "few")["parts"]} == first
    # Fewer claims: what is there is enough, and what is too much goes.
    told = check_one_by_one(project, rows(file, steps(3)), nodes.address)
    assert told == [("checking", 3, 3)]
    assert len(list(folder.glob("*.jsonl"))) == summary_of(project, "few")["claims"] == 3


def test_a_bug_in_a_worker_is_told_as_one_of_the_local_engine_is(
    project: Path, nodes: Nodes, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "factcheck.yaml").write_text("embedder: fake-keywords\nverifier: fake-bug\n", encoding="utf-8")
    assert run(["check", "--claim", TALL, "-q", "--engine", "ray", "--address", nodes.address]) == 3
    assert "in a worker: ZeroDivisionError: one of the fakes divides by zero" in capsys.readouterr().err


def test_a_killed_node_loses_no_claim_and_repeats_only_what_was_in_flight(project: Path, nodes: Nodes) -> None:
    texts = steps(24)
    file = rows(project / "many.jsonl", texts)
    done = project / "reports" / "many" / "done"
    left: list[int] = []

    def kill() -> None:
        left.append(24 - len(list(done.glob("*.json"))))
        nodes.kill_one()

    read_again()
    killer = when(lambda: len(list(done.glob("*.json"))) >= 6, kill)
    check_one_by_one(project, file, nodes.address)
    killer.join()
    assert left[0] > 0
    assert [line["claim"]["text"] for line in lines_of(project, "many")] == texts
    assert summary_of(project, "many")["claims"] == len(list(done.parent.glob("*.jsonl"))) == 24
    # The dead worker had one block in hand, which may have been read already and not yet written.
    times = read_again()
    assert len(times) == 24
    assert times.total() <= 25


def test_a_run_that_goes_on_the_next_day_keeps_its_day(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = load_settings(None, project, {}, {})
    first, next_day = Conditions(8, dt.date(2026, 3, 15)), Conditions(8, dt.date(2026, 3, 16))
    made = Made("0", "embedder", "verifier", "evidence")
    monkeypatch.delenv("FACTCHECK_DATE")
    assert _begun(project / "r", settings, first, made) == first
    assert _begun(project / "r", settings, next_day, made) == first
    assert _begun(project / "r", settings, next_day, replace(made, evidence="other")) == next_day
    (project / "r" / "summary.json").touch()
    assert _begun(project / "r", settings, first, replace(made, evidence="other")) == first


def test_a_worker_that_was_made_otherwise_is_refused() -> None:
    there = Made("1.0", "small@1 (float32)", "large@1 (bfloat16)", "e1")
    said = _difference(replace(there, verifier="large@1 (float32)"), there)
    assert "verifier is large@1 (float32) and not large@1 (bfloat16)" in said
    assert "embedder" not in said
