"""A check of which nothing changed since it was last made, and one of which little did: counted work, not time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from factcheck import FactChecker
from factcheck.__main__ import run
from factcheck.datatypes import Snippet
from tests.fakes import ROOT, KeywordEmbedder, TableVerifier
from tests.plugins import LYON, READ, TALL, install_fakes

SETTINGS = "embedder: fake-keywords\nverifier: fake-table\n"
CLAIMS = f"- {TALL}\n- {LYON}\n"
EVIDENCE = (
    "snippets:\n- {id: height, text: The tower measures 330 metres.}\n- {id: paris, text: The tower stands in Paris.}\n"
)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project, checked once; the working directory."""
    for variable in [name for name in os.environ if name.startswith("FACTCHECK_") or name in ("COLUMNS", "CI")]:
        monkeypatch.delenv(variable)
    monkeypatch.setenv("FACTCHECK_DATE", "2026-03-15")
    install_fakes(tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    desk = tmp_path / "desk"
    for name, text in (("claims/a.yaml", CLAIMS), ("evidence/a.yaml", EVIDENCE), ("factcheck.yaml", SETTINGS)):
        (desk / name).parent.mkdir(parents=True, exist_ok=True)
        (desk / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(desk)
    assert run(["check"]) == 1
    READ.clear()
    return desk


def kept(desk: Path) -> Path:
    [place] = (desk / ".factcheck" / "checked").iterdir()
    return place


def is_repeated(*arguments: str) -> bool:
    """Whether a check runs no stage: what it would ask is cleared from the cache before."""
    (Path.cwd() / ".factcheck" / "cache.sqlite").unlink()
    READ.clear()
    run(["check", *arguments])
    return not READ


ASK_LOADED = """
import sys
from factcheck.__main__ import run
code = run(["check"])
heavy = ("torch", "transformers", "faiss", "bm25s", "sqlite3", "py3langid", "safetensors", "factcheck.pipeline")
print("code", code, "loaded:", [name for name in heavy if name in sys.modules], file=sys.stderr)
"""


def test_an_unchanged_check_says_the_same_and_loads_no_model_index_or_cache(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    run(["check"])
    before = capsys.readouterr()
    record = (desk / "reports" / "claims.json").read_bytes()
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ['PYTHONPATH']}"}
    ended = subprocess.run(
        [sys.executable, "-c", ASK_LOADED], cwd=desk, env=environment, capture_output=True, text=True, timeout=120
    )
    assert ended.stdout == before.out
    assert ended.stderr.splitlines() == [*before.err.splitlines(), "code 1 loaded: []"]
    assert (desk / "reports" / "claims.json").read_bytes() == record


@pytest.mark.parametrize("form", ["json", "markdown", "junit"])
def test_every_form_is_repeated_as_it_was_printed(desk: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    printed = []
    for repeated in (False, True):
        capsys.readouterr()
        assert is_repeated("--format", form) is repeated
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]
    assert printed[0]


CHANGES: dict[str, Callable[[Path], object]] = {
    "claims": lambda desk: (desk / "claims" / "a.yaml").write_text(f"{CLAIMS}# a note\n"),
    "another claims file": lambda desk: (desk / "claims" / "b.yaml").write_text("- The tower is old.\n"),
    "evidence": lambda desk: (desk / "evidence" / "a.yaml").write_text(EVIDENCE.replace("330", "331")),
    "settings": lambda desk: (desk / "factcheck.yaml").write_text(f"{SETTINGS}k: 3\n"),
    "another verifier": lambda desk: (desk / "factcheck.yaml").write_text(SETTINGS.replace("table", "slow")),
    "a record that is gone": lambda desk: (desk / "reports" / "claims.json").unlink(),
    "an edited record": lambda desk: (desk / "reports" / "claims.json").write_text("{}"),
    "the index": lambda desk: next((desk / ".factcheck" / "index").glob("*/*/*.json")).touch(),
    "a library": lambda desk: (desk.parent / "site" / "some-1.0.dist-info").mkdir(),
    "what was kept is broken": lambda desk: kept(desk).write_text("{"),
    "what was kept is of another format": lambda desk: kept(desk).write_text(
        json.dumps(json.loads(kept(desk).read_text()) | {"format_version": 0})
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_changes_is_checked_anew(desk: Path, what: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert is_repeated()
    CHANGES[what](desk)
    capsys.readouterr()
    run(["check", "-v"])
    said = capsys.readouterr().err
    assert "pairs scored" in said
    assert not said.startswith("factcheck: 0 of"), said


def test_claim_reviews_are_never_repeated_for_what_is_missing_is_told_on_stderr(desk: Path) -> None:
    assert not is_repeated("--format", "claimreview")
    assert not is_repeated("--format", "claimreview")


def test_another_day_is_checked_anew(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTCHECK_DATE", "2026-03-16")
    assert not is_repeated()


def test_a_review_since_the_last_check_is_in_the_next_report(desk: Path) -> None:
    (desk / "reviews").mkdir()
    (desk / "reviews" / "claims.jsonl").write_text("")
    assert not is_repeated()


def test_the_warnings_of_the_check_are_told_again(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gone = f"claims:\n- text: {TALL}\n- {{text: {LYON}, vanished: 2026-01-15}}\n"
    (desk / "claims" / "a.yaml").write_text(gone, encoding="utf-8")
    said = []
    for repeated in (False, True):
        capsys.readouterr()
        assert is_repeated() is repeated
        said.append(capsys.readouterr().err)
    assert said[0] == said[1]
    assert "1 of 2 claims left out" in said[0]


def test_an_articles_claims_and_a_baseline_are_always_checked_anew(desk: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    known.write_bytes((desk / "reports" / "claims.json").read_bytes())
    for _ in range(2):
        assert not is_repeated("--baseline", str(known))


# --- little changed --------------------------------------------------------------------------------------------------


def test_one_changed_snippet_costs_one_embedding_and_the_pairs_that_it_touches(tmp_path: Path) -> None:
    claims = [f"The bridge number {i} is long." for i in range(20)]
    texts = [f"The bridge number {i} is {100 + i} metres long." for i in range(8)]
    new = "The bridge number 3 is 999 metres long."
    FactChecker(
        [Snippet(f"s{i}", text) for i, text in enumerate(texts)],
        embedder=KeywordEmbedder(),
        verifier=TableVerifier(),
        store=tmp_path,
    ).check(claims)
    embedder, verifier = KeywordEmbedder(), TableVerifier()
    evidence = [Snippet(f"s{i}", new if i == 3 else text) for i, text in enumerate(texts)]
    checker = FactChecker(evidence, embedder=embedder, verifier=verifier, store=tmp_path)
    checker.check(claims)
    assert embedder.encoded == [new]
    assert [read for read, _ in verifier.pairs if read in (*texts, new)] == [new] * 20
    assert verifier.n_pairs < checker.pairs_needed / 2


# --- interrupted -----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to one process")
def test_an_interrupted_check_keeps_what_was_assessed_and_the_next_run_does_the_rest(desk: Path) -> None:
    (desk / "factcheck.yaml").write_text("embedder: fake-keywords\nverifier: fake-slow\n")
    (desk / "claims" / "a.yaml").write_text("".join(f"- The bridge number {i} is long.\n" for i in range(120)))
    snippets = "".join(f"- {{id: s{i}, text: The bridge number {i} is {i} metres long.}}\n" for i in range(30))
    (desk / "evidence" / "a.yaml").write_text(f"snippets:\n{snippets}")
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ['PYTHONPATH']}", "CI": "true"}
    command = [sys.executable, "-m", "factcheck", "check", "-v"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "cwd": desk, "env": environment}
    # On a busy machine the signal may take its time to arrive.
    slowly = {**pipes, "env": environment | {"FAKES_SECONDS": "10"}}
    # What a shell starts in the background ignores the signal, and so would what the tests start.
    slowly["preexec_fn"] = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(command, **slowly) as process:  # type: ignore[call-overload]
        for line in process.stderr:
            if "verifying, 512 of" in line:
                process.send_signal(signal.SIGINT)
                break
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert err.splitlines()[-1].endswith(
        "interrupted; what was done so far is kept, and the next run goes on from there"
    )
    assert not list((desk / ".factcheck" / "checked").glob("*.tmp"))
    ended = subprocess.run(command, cwd=desk, env=environment, capture_output=True, text=True, timeout=120)
    assert ended.returncode in (0, 1), ended.stderr
    scored, needed = map(int, ended.stderr.splitlines()[-1].split(" pairs")[0].split(": ")[1].split(" of "))
    assert needed > 1024
    assert needed - 1024 <= scored <= needed - 512
