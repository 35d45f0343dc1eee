"""`factcheck evidence add`."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from factcheck.checker import today_from_environment
from factcheck.cli.output import remark
from factcheck.cli.stdin import has_person
from factcheck.curate.adding import SOURCE_FIELDS, Added, field_fault, plan_snippet
from factcheck.curate.imports import DEFAULT_FOLDER, Known, default_output, read_known
from factcheck.curate.near import near_duplicates
from factcheck.curate.turns import turn
from factcheck.curate.writing import write_plan
from factcheck.datatypes import Snippet
from factcheck.errors import SettingsError
from factcheck.faultlog import nearest, shorten
from factcheck.inputfiles import display_path
from factcheck.settings import load_settings
from factcheck.stores import STORE

NOT_ADDED = 1
MAX_NEAR = 3

_QUESTIONS = (
    ("text", "Passage, in the words of the source"),
    ("source", "Id of a source that is there (empty for a new one)"),
    ("title", "Title of the new source"),
    ("publisher", "Publisher"),
    ("url", "Address"),
    ("author", "Author"),
    ("published", "Day of publication, YYYY-MM-DD"),
    ("locator", "Where in the source, for example p. 4"),
    ("lang", "Language (empty to have it detected)"),
    ("valid_until", "Last day on which it holds, YYYY-MM-DD"),
    ("tags", "Tags, with commas"),
)

Ask = Callable[[str], str]
"""The answer of a person to a question; empty for none."""


@dataclass(frozen=True, slots=True)
class Request:
    """The options of one call, as given."""

    fields: Mapping[str, Any]
    output: Path | None = None
    config: Path | None = None
    overrides: Mapping[str, object] = field(default_factory=dict)


def run_add(request: Request, ask: Ask | None = None) -> int:
    """Add the snippet; 0 if it was written, 1 if the evidence says it already or the person thought better of it.

    ``ask`` is given in tests; else questions are asked where stdin is a terminal and ``--text`` is missing.
    """
    cwd = Path.cwd()
    settings = load_settings(request.config, cwd, os.environ, request.overrides)
    output = cwd / request.output if request.output else None
    known = read_known(settings.evidence, [output] if output else [], cwd, settings.root / DEFAULT_FOLDER)
    fields = dict(request.fields)
    asking = not fields.get("text")
    if asking:
        ask = ask or _terminal()
        fields = _answered(fields, known, ask)
    if any(fields.get(name) for name in SOURCE_FIELDS):
        fields["accessed"] = fields.get("accessed") or today_from_environment()
    folder = cwd / default_output(Path("snippets"), settings.evidence).parent
    added = plan_snippet(fields, known, output, folder, cwd)
    if _is_known(added):
        return NOT_ADDED
    near = _tell_near(fields["text"], known)
    if asking and ask and not _confirmed(ask, near):
        remark("nothing was added")
        return NOT_ADDED
    with turn(settings.root / STORE):
        # Read again: another may have added to it while the person thought.
        known = read_known(settings.evidence, [output] if output else [], cwd, settings.root / DEFAULT_FOLDER)
        return _write(plan_snippet(fields, known, output, folder, cwd), known, cwd)


def _write(added: Added, known: Known, cwd: Path) -> int:
    if _is_known(added):
        return NOT_ADDED
    write_plan(added.plan, added.output, known.files, cwd)
    remark(f"added {added.plan.snippets[0].id} to {display_path(added.output, cwd)}")
    return 0


def _is_known(added: Added) -> bool:
    """Whether the evidence has it already; if so, that is told."""
    for snippet in added.plan.kept:
        remark(f"the evidence says this already: {_shown(snippet)}")
    return bool(added.plan.kept)


def _terminal() -> Ask:
    """Asks on the terminal. Raises ``SettingsError`` where there is none."""
    if not has_person():
        raise SettingsError("--text is missing — name the passage with --text, or run this on a terminal to be asked")
    import typer

    def ask(question: str) -> str:
        try:
            answer: str = typer.prompt(question, default="", show_default=False, err=True)
        except typer.Abort:  # Ctrl-C, or Ctrl-D for no more answers
            raise KeyboardInterrupt from None
        return answer

    return ask


def _answered(fields: Mapping[str, Any], known: Known, ask: Ask) -> dict[str, Any]:
    """The fields with the answers to what the options leave open; an answer that breaks a rule is asked for again."""
    answered = dict(fields)
    for name, question in _QUESTIONS:
        new_source = any(answered.get(other) for other in SOURCE_FIELDS)
        skipped = (name in SOURCE_FIELDS and answered.get("source")) or (name == "source" and new_source)
        if answered.get(name) or skipped:
            continue
        answer = ask(question).strip()
        while fault := _fault(name, answer, known):
            remark(f"{name.replace('_', ' ')} {fault}")
            answer = ask(question).strip()
        answered[name] = [tag.strip() for tag in answer.split(",") if tag.strip()] if name == "tags" else answer
    return answered


def _fault(name: str, answer: str, known: Known) -> str:
    if name == "source" and answer:
        ids = [source.id for source in known.sources]
        near = nearest(answer, ids)
        return "" if answer in ids else "is not in the evidence" + (f' — did you mean "{near}"?' if near else "")
    return "" if name == "tags" or (name != "text" and not answer) else field_fault(name, answer)


def _tell_near(text: str, known: Known) -> bool:
    found = near_duplicates(text, known.snippets)[:MAX_NEAR]
    for snippet, share in found:
        remark(f"near duplicate, {share:.0%} of the words in common: {_shown(snippet)}")
    return bool(found)


def _confirmed(ask: Ask, near: bool) -> bool:
    """Whether the person wants it written; where there are near duplicates only a plain yes counts."""
    answer = ask("Add it all the same? [y/N]" if near else "Add it? [Y/n]").strip().lower()
    return answer in ("y", "yes") or (not near and answer == "")


def _shown(snippet: Snippet) -> str:
    return f"{snippet.place}: {snippet.id}: {shorten(snippet.text, 100)}"
