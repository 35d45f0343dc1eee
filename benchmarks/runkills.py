"""Kills index builds, index updates and checks at random moments, and looks at what the next run makes of it.

``python -m benchmarks.runkills --rounds 100`` changes a snippet of a small project again and again, starts a command
on it in a process of its own, and sends SIGKILL at a random moment from its start to a little after its usual end. The
next check must then write the record that a check of a fresh copy of the project writes, and after the next rebuild of
the index nothing may lie about that no undisturbed run leaves. The models are fakes, so that a round takes a second.
"""

from __future__ import annotations

import fnmatch
import json
import os
import random
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from benchmarks.rounds import run_rounds
from factcheck.__main__ import run
from factcheck.languages import DETECTOR
from tests.plugins import install_fakes

COMMANDS = {"build": ["index", "--rebuild", "-q"], "update": ["index", "-q"], "check": ["check", "-q"]}
N_CLAIMS, N_SNIPPETS = 40, 60
FIRST_GUESS = 0.4
"""Seconds that a command takes, until some were measured."""

SETTINGS = "embedder: fake-keywords\nverifier: fake-slow\n"
EXPECTED = (
    *("factcheck.yaml", "claims/all.yaml", "evidence/all.yaml", "reports/claims.json"),
    *(".factcheck/cache.sqlite", ".factcheck/cache.sqlite-wal", ".factcheck/cache.sqlite-shm"),
    *(".factcheck/checked/*.json", ".factcheck/index/*/current", ".factcheck/index/*/lock"),
    ".factcheck/index/*/generation-*/[!.]*",
)
"""All that undisturbed runs leave; of the generations the current one and the one before."""


@dataclass(frozen=True, slots=True)
class Round:
    """What became of one kill: the command, whether the kill hit it before it had ended, and what must not be."""

    command: str
    was_hit: bool
    faults: tuple[str, ...]
    seconds: float


@dataclass
class Project:
    """A small project whose evidence changes, and how long the commands take."""

    root: Path
    chance: random.Random
    numbers: list[int] = field(default_factory=lambda: list(range(N_SNIPPETS)))
    took: dict[str, list[float]] = field(default_factory=lambda: {name: [FIRST_GUESS] for name in COMMANDS})

    def write(self) -> None:
        """Writes the files that people write."""
        said = [f"The bridge number {i} is {metres} metres long." for i, metres in enumerate(self.numbers)]
        claims = [f"The bridge number {i} is {i} metres long." for i in range(N_CLAIMS)]
        for name, text in (
            ("factcheck.yaml", SETTINGS),
            ("claims/all.yaml", "".join(f"- {claim}\n" for claim in claims)),
            (
                "evidence/all.yaml",
                "snippets:\n" + "".join(f"- {{id: s{i}, text: {one}}}\n" for i, one in enumerate(said)),
            ),
        ):
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_text(text, encoding="utf-8")

    def change(self) -> None:
        """Changes what one snippet says."""
        self.numbers[self.chance.randrange(N_SNIPPETS)] = self.chance.randrange(10_000)
        self.write()


def rounds(number: int, seed: int) -> Iterator[Round]:
    """So many kills in one project, of builds, updates and checks by turns."""
    with tempfile.TemporaryDirectory() as folder:
        _load()
        install_fakes(Path(folder) / "site")
        sys.path.insert(0, str(Path(folder) / "site"))
        os.environ["FACTCHECK_DATE"] = "2026-03-15"
        project = Project(Path(folder) / "desk", random.Random(seed))
        project.write()
        for place in range(number):
            yield _round(project, list(COMMANDS)[place % len(COMMANDS)])


def _load() -> None:
    """Loads the code and the data that commands load, so that their copies of this process need not: kills are to hit
    their work. No search is made here, as its threads would not be in the copies."""
    for name in ("faiss", "bm25s", "factcheck.cli.check", "factcheck.report.terminal"):
        import_module(name)
    DETECTOR.language("The bridge is long, and nobody knows how long.")


def _round(project: Project, command: str) -> Round:
    start = time.perf_counter()
    project.change()
    usual = statistics.median(project.took[command])
    was_hit = _killed(project.root, COMMANDS[command], project.chance.uniform(0, 1.2 * usual))
    before = time.perf_counter()
    faults = _ended("the next check", project.root, COMMANDS["check"])
    if command == "check":
        project.took[command].append(time.perf_counter() - before)
    faults += differences(_record(project.root), _undisturbed(project.root))
    before = time.perf_counter()
    faults += _ended("the next build", project.root, COMMANDS["build"])
    if command != "check":
        project.took[command].append(time.perf_counter() - before)
    return Round(command, was_hit, (*faults, *litter(project.root)), time.perf_counter() - start)


def _child(root: Path, arguments: list[str]) -> int:
    """Starts the command in a copy of this process, which has loaded the code and nothing else; its number."""
    child = os.fork()
    if child == 0:
        os.chdir(root)
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        code = 3
        try:
            code = run(arguments)
        finally:
            os._exit(code)
    return child


def _killed(root: Path, arguments: list[str], delay: float) -> bool:
    """Whether the kill came before the command had ended."""
    child = _child(root, arguments)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _ended(what: str, root: Path, arguments: list[str]) -> list[str]:
    _, status = os.waitpid(_child(root, arguments), 0)
    code = os.waitstatus_to_exitcode(status)
    return [] if code in (0, 1) else [f"{what} ended with {code}"]


def _undisturbed(root: Path) -> str:
    """The record of a check of the same files in a place where nothing ever ran."""
    fresh = root.with_name("fresh") / root.name
    for name in ("claims", "evidence"):
        shutil.copytree(root / name, fresh / name)
    shutil.copy(root / "factcheck.yaml", fresh)
    try:
        _ended("the undisturbed check", fresh, COMMANDS["check"])
        return _record(fresh)
    finally:
        shutil.rmtree(fresh.parent)


def _record(root: Path) -> str:
    path = root / "reports" / "claims.json"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def differences(record: str, undisturbed: str) -> list[str]:
    """What is wrong with a record: it is not there, or says something else than one that nothing disturbed."""
    try:
        ours, theirs = json.loads(record), json.loads(undisturbed)
    except ValueError:
        return ["a record is missing or broken"]
    for one in (ours, theirs):
        one["provenance"].pop("created")
    return [f"{name} of the record is another" for name in theirs if ours.get(name) != theirs[name]]


def litter(root: Path) -> list[str]:
    """The files and folders that no undisturbed run leaves."""
    files = [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]
    found = [f"{name} lies about" for name in files if not any(fnmatch.fnmatch(name, form) for form in EXPECTED)]
    folders = Counter(path.parent for path in root.glob(".factcheck/index/*/*") if path.is_dir())
    return found + [f"{number} generations are kept" for number in folders.values() if number > 2]


def summary(done: list[Round]) -> str:
    """The figures in a few lines."""
    hits = Counter(one.command for one in done if one.was_hit)
    said = (
        f"{len(done)} kills, {sum(hits.values())} of them before the end ("
        + ", ".join(f"{hits[name]} of a {name}" for name in COMMANDS)
        + ")",
        f"{sum(len(one.faults) for one in done)} faults",
        f"{statistics.median(one.seconds for one in done):.2f} s a round",
    )
    return "; ".join(said)


def main() -> int:
    """Run the rounds, print what they saw; 1 if anything was wrong."""
    return run_rounds("runkills", __doc__, 100, rounds, summary)


if __name__ == "__main__":
    sys.exit(main())
