"""Figures on the terminal: one line for each set, and one for each difference of two runs."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from factcheck.evaluate.comparison import Difference
from factcheck.evaluate.evaluation import Evaluation, SetResult
from factcheck.evaluate.outcomes import Scoring
from factcheck.evaluate.wording import interval, name_of, notes, number, scoring_note
from factcheck.report.console import new_console, printed

LABEL_COLUMNS = ("accuracy", "macro_f1", "ece", "wrong_supported")
EXTRA_COLUMNS = ("balanced_accuracy", "two_way_accuracy", "deciding_recall", "oracle_accuracy")
"""Shown where any set has them."""
RANKING_COLUMNS = ("recall@1", "recall@5", "recall@10", "mrr", "ndcg@10", "ndcg@10_meaning", "ndcg@10_words")
HEADINGS = {
    "balanced_accuracy": "balanced",
    "two_way_accuracy": "of two",
    "deciding_recall": "recall",
    "oracle_accuracy": "oracle",
    "wrong_supported": "wrong supp.",
    "ndcg@10_meaning": "meaning",
    "ndcg@10_words": "words",
}
MOST_NAMED = 3
WITH_INTERVAL = ("accuracy", "ndcg@10")
_WIDEST = 1000
"""Columns of text beyond which a table is not measured."""


def to_terminal(evaluation: Evaluation, *, width: int, color: bool) -> str:
    """The table, then what was counted or sampled, and the models."""
    table = _table(evaluation)
    console = console_for(table, width, color)
    console.print(table)
    console.print()
    for line in _notes(evaluation):
        console.print(Text(line, style="dim"))
    for role, model in evaluation.models.items():
        console.print(Text(f"{role}: {model.model_id}, {model.precision}", style="dim"))
    return printed(console)


def differences_to_terminal(differences: Sequence[Difference], files: Sequence[str], *, width: int, color: bool) -> str:
    """One line for each set and metric, and how to read it."""
    table = empty_table(["set", "metric", "n", "A", "B", "B - A", "95 %", "only A", "only B", "p"], left=2)
    for d in differences:
        test = ["", "", ""] if d.p is None else [str(d.only_a), str(d.only_b), f"{d.p:.4f}"]
        bounds = f"[{d.interval[0]:+.3f}, {d.interval[1]:+.3f}]"
        values = [f"{d.n:,}", number(d.metric, d.a), number(d.metric, d.b), f"{d.difference:+.3f}", bounds]
        table.add_row(Text(d.name), name_of(d.metric).partition(",")[0], *values, *test)
    console = console_for(table, width, color)
    console.print(table)
    console.print()
    for letter, file in zip("AB", files, strict=True):
        console.print(Text(f"{letter}: {file}", style="dim"))
    counted = "items only one has right, or only one calls wrongly supported; p is McNemar's exact test"
    console.print(Text(f"only A, only B: {counted}", style="dim"))
    return printed(console)


def _table(evaluation: Evaluation) -> Table:
    columns = _columns(evaluation)
    table = empty_table(["set", "n", *(HEADINGS.get(name, name_of(name)) for name in columns)], left=1)
    for item in evaluation.lines:
        style = "bold" if item is evaluation.overall else ""
        table.add_row(Text(item.name), f"{item.figures.n:,}", *(_cell(item, name) for name in columns), style=style)
    return table


def _columns(evaluation: Evaluation) -> list[str]:
    if evaluation.total.scoring is None:
        return list(RANKING_COLUMNS)
    extra = [name for name in EXTRA_COLUMNS if any(name in item.figures.values for item in evaluation.lines)]
    one_sided = any(item.scoring is Scoring.ONE_SIDED for item in evaluation.lines)
    return [*LABEL_COLUMNS, *(name for name in extra if name != "balanced_accuracy" or one_sided)]


def _cell(item: SetResult, metric: str) -> str:
    if metric not in item.figures.values:
        return "–"
    value = number(metric, item.figures.values[metric])
    bounds = interval(metric, item.figures.intervals.get(metric)) if metric in WITH_INTERVAL else ""
    return f"{value} {bounds}".strip()


def _notes(evaluation: Evaluation) -> list[str]:
    """What must be known beside the figures; a note that many sets share stands once."""
    named: dict[str, list[str]] = {}
    usual = ("ranking", "three labels")
    for item in evaluation.lines:
        for note in [scoring_note(item, evaluation), *notes(item)]:
            if note not in usual:
                named.setdefault(note, []).append(item.name)
    return [f"{', '.join(n) if len(n) <= MOST_NAMED else f'{len(n)} sets'}: {note}" for note, n in named.items()]


def console_for(table: Table, width: int, color: bool) -> Console:
    """A console wide enough for the table: where the terminal is narrower it breaks the lines, and no figure is cut."""
    console = new_console(width, color)
    needed = Measurement.get(console, console.options.update(max_width=_WIDEST), table).maximum
    return new_console(max(width, needed), color)


def empty_table(headings: Sequence[str], *, left: int) -> Table:
    """A table without rows; its first ``left`` columns are text, the others figures."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="left" if place < left else "right", overflow="fold", no_wrap=place >= left)
    return table
