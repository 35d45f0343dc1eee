"""Writing what a benchmark found: one JSON file, one page in Markdown and one plot, all three in one folder."""

from __future__ import annotations

import argparse
import dataclasses
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.machine import Machine, this_machine
from factcheck.files import write_atomically

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMAT_VERSION = 1
Row = Mapping[str, Any]
"""One line of a table: column to a number, a text or nothing."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with the same columns below a title."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What one benchmark found: its ``name``, whether it was a smoke run, sentences to read first, and the tables."""

    name: str
    is_quick: bool
    said: tuple[str, ...]
    tables: tuple[Table, ...]


def write(results: Results, out: Path, draw: Callable[[Axes], object]) -> None:
    """``<name>.json``, ``<name>.md`` and ``<name>.svg`` in the folder, which is made where it is missing."""
    out.mkdir(parents=True, exist_ok=True)
    machine = this_machine()
    write_atomically(out / f"{results.name}.json", to_json(results, machine))
    write_atomically(out / f"{results.name}.md", to_markdown(results, machine))
    _plot(out / f"{results.name}.svg", draw)
    print(to_markdown(results, machine))


def to_json(results: Results, machine: Machine) -> str:
    """The figures with what made them."""
    head: dict[str, Any] = {"format_version": FORMAT_VERSION, "made_by": f"python -m benchmarks.{results.name}"}
    fields = head | {"machine": dataclasses.asdict(machine)} | dataclasses.asdict(results)
    return json.dumps(fields, indent=1, allow_nan=False) + "\n"


def to_markdown(results: Results, machine: Machine) -> str:
    """The page: the machine, what was said, the tables."""
    smoke = "\n**A smoke run: the sizes are too small for the figures to mean anything.**\n" if results.is_quick else ""
    parts = [f"## {results.name}\n\n`python -m benchmarks.{results.name}` on {machine}.\n{smoke}"]
    parts += [f"- {sentence}" for sentence in results.said]
    parts += [f"\n**{table.title}**\n\n{markdown_table(table.rows)}" for table in results.tables if table.rows]
    return "\n".join(parts) + "\n"


def markdown_table(rows: Sequence[Row]) -> str:
    """The rows as a table; the columns are those of the first row."""
    columns = list(rows[0])
    lines = [f"| {' | '.join(columns)} |", "|" + "---|" * len(columns)]
    return "\n".join([*lines, *(f"| {' | '.join(shown(row[name]) for name in columns)} |" for row in rows)])


def shown(value: Any) -> str:
    """Three digits that count, thousands apart; a dash for what was not measured."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _plot(path: Path, draw: Callable[[Axes], object]) -> None:
    try:
        import matplotlib
    except ImportError:
        print(f"no plot: matplotlib is missing — run `pip install 'factcheck[dev]'` for {path.name}", file=sys.stderr)
        return
    matplotlib.use("svg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 4.5), layout="constrained")
    draw(axes)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)


def parser(name: str, about: str | None) -> argparse.ArgumentParser:
    """What every benchmark understands: ``--out`` and ``--quick``."""
    made = argparse.ArgumentParser(
        prog=f"python -m benchmarks.{name}", description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument("--out", type=Path, default=Path("reports/benchmarks"), help="folder of JSON, Markdown and plot")
    made.add_argument("--quick", action="store_true", help="a smoke run in seconds; its figures mean nothing")
    return made


def seconds(work: Callable[[], object], tries: int = 1) -> float:
    """The fastest of so many runs: what else the machine does can only add to it."""
    took = []
    for _ in range(tries):
        before = time.perf_counter()
        work()
        took.append(time.perf_counter() - before)
    return min(took)


def in_process(module: str, *arguments: str) -> dict[str, Any]:
    """The JSON object that a module prints last, run in a process of its own, so that nothing is warm, and memory is
    its own. Raises ``SystemExit`` with what it wrote if it fails.
    """
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parent.parent)
    if done.returncode:
        raise SystemExit(f"{' '.join(command[1:])} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
