"""A diff as Markdown for GitHub: a pull request comment or a job summary."""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.datatypes import Verdict
from factcheck.diff.compare import Diff, Flip
from factcheck.diff.lines import evidence_lines, headline
from factcheck.report.markdowntext import code, md
from factcheck.report.wording import Item, label_text, moment, percent, symbol


def to_markdown(diff: Diff) -> str:
    """The counts, each flip with its causes, and tables of what appeared and what vanished."""
    lines = [f"# factcheck: what changed in {md(diff.new.name)}", "", headline(diff), ""]
    lines += [f"- {md(said)}" for said in diff.conditions] + ([""] if diff.conditions else [])
    if diff.flipped:
        lines += ["## Flipped", "", *(part for flip in diff.flipped for part in _flip(flip))]
    lines += [*_table("Appeared", diff.appeared), *_table("Vanished", diff.vanished)]
    made = [f"{code(report.name)} of {moment(report.provenance.created)}" for report in (diff.old, diff.new)]
    return "\n".join([*lines, f"From {made[0]} to {made[1]}"]) + "\n"


def _flip(flip: Flip) -> Iterator[str]:
    yield f"**{_sure(flip.old)} → {_sure(flip.new)}** — {md(flip.new.claim.text)} ({code(flip.new.claim.key)})"
    yield ""
    for line in evidence_lines(flip.evidence):
        yield f"- **{line.what}** {code(line.id)}: {md(line.text)} — {md(line.said)}"
    yield from (f"- {md(cause)}" for cause in flip.causes)
    yield ""


def _table(title: str, items: tuple[Item, ...]) -> Iterator[str]:
    if items:
        yield f"## {title}"
        yield ""
        yield "| Label | Claim | Where |"
        yield "| :--- | :--- | :--- |"
        yield from (f"| {_sure(item)} | {md(item.claim.text)} | {code(item.claim.key)} |" for item in items)
        yield ""


def _sure(item: Item) -> str:
    sure = f" {md(percent(item.confidence))}" if isinstance(item, Verdict) else ""
    return f"{symbol(item)} {label_text(item)}{sure}"
