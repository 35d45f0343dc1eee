"""A project with one record on a reviewer's desk, for the tests of the review page."""

from __future__ import annotations

import datetime as dt
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from factcheck.datatypes import (
    Arithmetic,
    Article,
    Assessment,
    Claim,
    JointAssessment,
    Label,
    Match,
    Outcome,
    Place,
    Report,
    Snippet,
    Source,
    StanceProbs,
    Verdict,
)
from factcheck.report.record import to_json
from tests.fakes import ROOT
from tests.report_examples import HOSTILE, PROVENANCE, TODAY

SURE = StanceProbs(0.9, 0.04, 0.06)
DOUBT = StanceProbs(0.2, 0.1, 0.7)
ENDLESS = "Donaudampfschifffahrtsgesellschaftskapitän" * 12


def write_record(root: Path, report: Report) -> Path:
    """Writes ``reports/<name>.json`` below the root; returns its path."""
    path = root / "reports" / f"{report.name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_json(report), encoding="utf-8")
    return path


def many(number: int) -> Report:
    """A report of so many verdicts, each with eight snippets."""
    read = tuple(
        Assessment(
            Match(Snippet(f"s{n}", f"Passage {n} of the archive says what it says, at some length."), n, 0.5), SURE
        )
        for n in range(1, 9)
    )
    labels = list(Label)
    made = [
        Verdict(
            Claim(
                f"c{i}",
                f"Claim number {i} of the archive is a sentence of usual length.",
                place=Place("claims/many.yaml", i + 1),
            ),
            labels[i % 3],
            None,
            0.3 + (i % 60) / 100,
            "because",
            TODAY,
            Outcome.PASSED,
            read,
        )
        for i in range(number)
    ]
    return Report("many", tuple(made), (), PROVENANCE)


def hostile() -> Report:
    """A report with hostile text in every field that a person or a file can fill: markup, overrides, endless words."""
    bad = HOSTILE.replace("\x1b", "")
    source = Source(bad, bad, bad, "javascript:alert(1)", bad, TODAY, TODAY)
    seen = [
        Match(Snippet(f"{bad} {n}", f"{bad} {ENDLESS}", source, bad, "en", TODAY, (bad,)), n, 0.5, duplicates=(bad,))
        for n in (1, 2, 3)
    ]
    article = Article(bad, "javascript:alert(2)", bad, bad, TODAY, "he")
    claim = Claim(
        bad, f"{bad} {ENDLESS}", bad, None, f"{bad} {ENDLESS}", bad, tags=(bad,), article=article, place=Place(bad, 1)
    )
    verdict = Verdict(
        claim,
        Label.SUPPORTED,
        None,
        0.7,
        f"{bad} {ENDLESS}",
        TODAY,
        Outcome.FINDING,
        (
            Assessment(seen[0], SURE, arithmetic=(Arithmetic(True, f"{bad} = {bad} {ENDLESS}"),)),
            Assessment(seen[1], DOUBT, arithmetic=(Arithmetic(False, f"{bad} ≠ {bad} {ENDLESS}"),)),
            Assessment(seen[2], DOUBT),
        ),
        (JointAssessment((seen[1], seen[2]), StanceProbs(0.04, 0.9, 0.06)),),
    )
    right_to_left = replace(verdict, claim=replace(claim, id="rtl", text="השבב H20 נמכר בסין " * 9, lang="he"))
    made = replace(PROVENANCE, evidence_files={bad: "a" * 64})
    return Report("hostile", (verdict, right_to_left), (), made)


@contextmanager
def running(root: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command in a process of its own, with the address that it printed; killed at the end if it still runs."""
    command = [sys.executable, "-m", "factcheck", "review", "--no-open", "--reviewer", "Ana", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)


def port_of(address: str) -> int:
    """The port in the address of a page."""
    found = re.search(r":(\d+)/", address)
    assert found, address
    return int(found[1])


NOON = dt.datetime(2025, 9, 12, 12, 0, tzinfo=dt.UTC)
