"""The HTML of the review page, whole and in pieces; every text is escaped."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from factcheck.datatypes import Choice, Label, Reason, Verdict
from factcheck.language import grouped, later, say
from factcheck.report import wording
from factcheck.report.html import environment
from factcheck.report.words import term
from factcheck.retold import retold_change
from factcheck.review import ReviewEntry, Role, grounds_of, what_changed
from factcheck.server.scripttexts import script_texts
from factcheck.server.selection import SORTS, STATES, Selection
from factcheck.server.view import Status, View

if TYPE_CHECKING:
    from jinja2 import Template

ROW_TEXT = 180
"""Characters of a claim in the list, which shows two or three lines of it."""

PART_SIZE = 20
"""Rows of the list that a browser lays out or skips together; ``review.css`` guesses the height of as many.

Measured in Chromium with 5,000 rows, its own work for a step: 81 ms with each row skipped by itself, 27 ms with 20
together, 31 ms with 50, 34 ms with 100.
"""

TURNS = {
    Role.FIRST: later("first review"),
    Role.SECOND: later("second review, blind"),
    Role.ADJUDICATION: later("adjudication"),
}

_FILTERS = {
    "label": later("Label"),
    "reason": later("Reason"),
    "tag": later("Tag"),
    "file": later("File"),
    "reviewer": later("Reviewer"),
}


def render_page(view: View, selection: Selection, order: list[int], shown: int | None) -> str:
    """The whole page: the rows of ``order`` first, then those that the selection leaves out, hidden."""
    listed = set(order)
    rest = [index for index in view.scope if index not in listed]
    return _template("page.html.j2").render(
        view=view,
        made=view.report.provenance,
        selection=selection,
        rows=[(index, index in listed) for index in (*order, *rest)],
        part_size=PART_SIZE,
        shown=shown,
        choices=_choices(view),
        filters=_FILTERS,
        texts=script_texts(),
        sorts=SORTS,
        states={name: words for name, words in STATES.items() if name != "disagreed" or not view.turn.is_blind},
        turn=say(TURNS[view.turn.role]),
        progress=progress(view),
        render_row=render_row,
        render_verdict=render_verdict,
        render_faults=render_faults,
    )


def render_row(view: View, index: int, listed: bool = True) -> str:
    """One verdict in the list."""
    verdict, status = view.report.verdicts[index], view.statuses[index]
    text = wording.shorten(verdict.claim.text, ROW_TEXT)
    # A macro, not a template of its own: a page of 5,000 rows takes half the time.
    return str(_row()(index, verdict, text, status, state_words(status), listed))


def render_verdict(view: View, index: int) -> str:
    """One verdict with its claim, both sides, what was searched, and what was decided before."""
    verdict, status = view.report.verdicts[index], view.statuses[index]
    entries = status.history.entries if status.history else ()
    own = [entry for entry in entries if (entry.reviewer, entry.role) == (view.turn.reviewer, view.turn.role)]
    sides = wording.sides(verdict)
    return _template("verdict.html.j2").render(
        view=view,
        made=view.report.provenance,
        index=index,
        item=verdict,
        sides=sides,
        has_sides=any((sides.supports, sides.supports_together, sides.contradicts, sides.contradicts_together)),
        status=status,
        own=own[-1] if own else None,
        # What was accepted of another verdict than this one is no choice made here.
        own_choice=own[-1].decision if own and not _changes(own[-1], verdict) else "",
        earlier=[
            (entry, decision_words(entry), list(map(retold_change, _changes(entry, verdict))))
            for entry in reversed(entries)
        ],
    )


def render_faults(view: View) -> str:
    """What is wrong with record or logs, for all to see; empty if nothing is."""
    return _template("faults.html.j2").render(faults=view.faults) if view.faults else ""


def progress(view: View) -> dict[str, int | str]:
    """How far this turn is, in numbers and in words."""
    done, total = view.n_reviewed, len(view.scope)
    words = say("%(done)s of %(total)s reviewed", done=grouped(done), total=grouped(total))
    return {"done": done, "total": total, "words": words}


def reviewers(view: View) -> list[str]:
    """Who has decided in this turn, by name; nobody where that must not be seen."""
    names = {name for index in view.scope for name in view.statuses[index].reviewers}
    return [] if view.turn.is_blind else sorted(map(wording.writable, names))


def state_words(status: Status) -> tuple[str, str]:
    """A sign and a word for where a verdict stands."""
    if status.is_disagreed:
        return "≠", say("disagreed")
    if status.review is None:
        return "○", say("not reviewed")
    decision = status.review.decision
    decided = say("accepted") if decision is Choice.ACCEPT else term(decision.value)
    return ("↻", say("stale: %(decided)s", decided=decided)) if status.is_stale else ("✎", decided)


def decision_words(entry: ReviewEntry) -> str:
    """What an entry decided: ``accepted: supported`` or ``unknown``."""
    label = term(entry.label.value) if entry.label else ""
    return say("accepted: %(label)s", label=label) if entry.decision is Choice.ACCEPT else label


@cache
def style() -> bytes:
    """The styles: those of the report, for one family, and our own."""
    report = files("factcheck.report").joinpath("templates", "report.css").read_bytes()
    return report + b"\n" + files("factcheck.server").joinpath("assets", "review.css").read_bytes()


@cache
def script() -> bytes:
    """The script of the page."""
    return files("factcheck.server").joinpath("assets", "review.js").read_bytes()


def _changes(entry: ReviewEntry, verdict: Verdict) -> tuple[str, ...]:
    return what_changed(entry.grounds, grounds_of(verdict)) if entry.grounds else ()


def _choices(view: View) -> dict[str, list[str]]:
    """What the filters offer: only what occurs."""
    verdicts = [view.report.verdicts[index] for index in view.scope]
    labels, reasons = {v.label for v in verdicts}, {v.reason for v in verdicts}
    return {
        "label": [label.value for label in Label if label in labels],
        "reason": [reason.value for reason in Reason if reason in reasons],
        "tag": sorted({wording.writable(tag) for v in verdicts for tag in v.claim.tags}),
        "file": list(dict.fromkeys(wording.writable(wording.file_name(v)) for v in verdicts)),
        "reviewer": reviewers(view),
    }


@cache
def _row() -> Callable[..., str]:
    macro: Callable[..., str] = _template("row.html.j2").make_module().row  # type: ignore[attr-defined]
    return macro


@cache
def _template(name: str) -> Template:
    return environment("factcheck.server").get_template(name)
