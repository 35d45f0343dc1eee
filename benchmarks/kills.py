"""Kills the review server at random moments while it saves, and looks for what was lost.

``python -m benchmarks.kills --rounds 200`` starts the command on a small report again and again, decides over HTTP as
the page does, and sends SIGKILL before, while and after a decision is saved. Each round then looks into the log: what
the server called saved must be there exactly once, in this round and from all earlier ones. A kill rarely cuts a line
in two, as one write is short; so every second round leaves, as such a kill would, the beginning of a line at the end
of the log. The next start must tell it, use all the rest, and move it aside by itself with the next decision.
"""

from __future__ import annotations

import http.client
import json
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.rounds import run_rounds
from benchmarks.visitor import Visitor
from factcheck.review import FOLDER
from tests.review_desk import many, running, write_record

N_CLAIMS = 6
MAX_NOTE = 10_000
"""As long as the page allows: the longer a line, the longer the moment in which a kill can cut it."""

FIRST_GUESS = 0.02
"""Seconds that a save takes, until some were measured."""

BROKEN = "the last line is broken"


@dataclass(frozen=True, slots=True)
class Round:
    """What became of one kill.

    ``moment`` is where it hit the last decision: before it was written, while (written, but not told) or after it was
    called saved. ``is_torn`` is whether the log ended with half of a line then. ``faults`` are what must not be.
    """

    moment: str
    n_saved: int
    is_torn: bool
    faults: tuple[str, ...]
    seconds: float


@dataclass
class Project:
    """A small report, the log of its decisions, and what the server has called saved so far."""

    root: Path
    chance: random.Random
    saved: list[str] = field(default_factory=list)
    torn: list[bytes] = field(default_factory=list)
    took: list[float] = field(default_factory=lambda: [FIRST_GUESS])

    @property
    def log(self) -> Path:
        """The log of the decisions."""
        return self.root / FOLDER / "many.jsonl"

    def tail(self) -> bytes:
        """What stands behind the last line break of the log."""
        return self.log.read_bytes().rpartition(b"\n")[2] if self.log.exists() else b""

    def decide(self, visitor: Visitor) -> None:
        """Decides on one verdict; keeps what the server calls saved."""
        note = "why, at length 🗒 " * self.chance.randrange(MAX_NOTE // 17)
        before = time.perf_counter()
        self.saved.append(visitor.decide(self.chance.randrange(N_CLAIMS), "accept", note))
        self.took.append(time.perf_counter() - before)


def rounds(number: int, seed: int) -> Iterator[Round]:
    """So many kills of the server of one project, and at last a start that nobody kills."""
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder), random.Random(seed))
        write_record(project.root, many(N_CLAIMS))
        for _ in range(number):
            yield _round(project)
        yield _last(project)


def _round(project: Project) -> Round:
    start, known = time.perf_counter(), len(project.saved)
    with running(project.root) as (process, address):
        faults = _opened(project, visitor := Visitor(address))
        if project.chance.random() < 0.75:
            project.decide(visitor)
            faults += _mended(project, visitor)
        written = _size(project.log)
        told = len(project.saved)
        _decide_and_kill(project, visitor, process)
    moment = "after" if len(project.saved) > told else "while" if _size(project.log) > written else "before"
    faults += lost(project.log.read_bytes() if project.log.exists() else b"", project.saved)
    _tear(project)
    took = time.perf_counter() - start
    return Round(moment, len(project.saved) - known, bool(project.tail()), tuple(faults), took)


def _decide_and_kill(project: Project, visitor: Visitor, process: subprocess.Popen[str]) -> None:
    """Decides, and kills the server at a moment from the question to two and a half times a usual save."""
    # The first decision after a start takes longer; this is mostly the second, so a quick one is what to aim at.
    usual = sorted(project.took)[len(project.took) // 4]
    delay = project.chance.uniform(0, 2.5 * usual)
    timer = threading.Timer(delay, process.kill)
    timer.start()
    with suppress(OSError, http.client.HTTPException, ValueError):
        project.decide(visitor)
    timer.join()
    process.wait()


def _opened(project: Project, visitor: Visitor) -> list[str]:
    """What is wrong with a page just opened: it tells a broken last line, and counts each decided claim as reviewed."""
    state, tail = visitor.state(), project.tail()
    is_told, is_broken = BROKEN in state["faults"], bool(tail) and not _is_json(tail)
    faults = [f"broken last line {is_broken}, told {is_told}: {tail[:60]!r}"] if is_told != is_broken else []
    lines = project.log.read_bytes().split(b"\n") if project.log.exists() else []
    decided, shown = len({json.loads(line)["claim"] for line in lines if _is_json(line)}), state["progress"]["done"]
    return faults + ([f"{decided} claims are decided, the page says {shown}"] if decided != shown else [])


def _mended(project: Project, visitor: Visitor) -> list[str]:
    """What is wrong after a decision: the log ends with a whole line, and what was broken stands aside."""
    aside = project.log.with_name(f"{project.log.name}.broken")
    kept = aside.read_bytes() if aside.exists() else b""
    faults = [f"still told: {told}"] if (told := visitor.state()["faults"]) else []
    faults += ["the log does not end with a line break"] if project.tail() else []
    return faults + [f"not moved aside: {torn[:60]!r}" for torn in project.torn if torn + b"\n" not in kept]


def lost(log: bytes, saved: list[str]) -> list[str]:
    """Which saved entries are not exactly once in the lines of a log, and which lines before its end are broken."""
    lines = log.split(b"\n")
    faults = [f"line {number} is broken" for number, line in enumerate(lines[:-1], 1) if not _is_json(line)]
    counted = Counter(json.loads(line)["id"] for line in lines if _is_json(line))
    faults += [f"{entry} was called saved and is not in the log" for entry in saved if not counted[entry]]
    return faults + [f"{entry} is {times} times in the log" for entry, times in counted.items() if times > 1]


def _tear(project: Project) -> None:
    """Leaves, every second time, what a kill that hits the write itself leaves: the beginning of a line."""
    if not project.tail() and project.log.exists() and project.chance.random() < 0.5:
        line = project.log.read_bytes().splitlines()[-1].replace(project.saved[-1].encode(), b"0" * 16)
        with project.log.open("ab") as file:
            file.write(line[: project.chance.randrange(1, len(line))])
    if project.tail() and not _is_json(project.tail()):
        project.torn.append(project.tail())


def _last(project: Project) -> Round:
    """A start and a decision that nobody disturbs mend the log; a start after them has nothing to tell."""
    start, known = time.perf_counter(), len(project.saved)
    with running(project.root) as (_, address):
        faults = _opened(project, visitor := Visitor(address))
        project.decide(visitor)
        faults += _mended(project, visitor)
    with running(project.root) as (_, address):
        faults += _opened(project, Visitor(address))
    faults += lost(project.log.read_bytes(), project.saved)
    return Round("never", len(project.saved) - known, bool(project.tail()), tuple(faults), time.perf_counter() - start)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _is_json(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def summary(done: list[Round]) -> str:
    """The figures in a few lines."""
    moments = Counter(one.moment for one in done)
    hits = ", ".join(f"{moments[name]} {name}" for name in ("before", "while", "after"))
    said = (
        f"{len(done) - moments['never']} kills ({hits} a save)",
        f"{sum(one.n_saved for one in done)} decisions called saved, {sum(len(one.faults) for one in done)} faults",
        f"{sum(one.is_torn for one in done)} times the log ended with a broken line",
        f"{statistics.median(one.seconds for one in done):.2f} s a round",
    )
    return "; ".join(said)


def main() -> int:
    """Run the rounds, print what they saw; 1 if anything was lost."""
    return run_rounds("kills", __doc__, 200, rounds, summary)


if __name__ == "__main__":
    sys.exit(main())
