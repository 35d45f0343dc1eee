"""Adds one snippet that a person writes, under the rules of evidence files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factcheck.curate.drafts import Draft
from factcheck.curate.imports import Known
from factcheck.curate.joining import EvidenceSet, Plan
from factcheck.curate.writing import check_output, name_of
from factcheck.datatypes import Place
from factcheck.entries import KeyPath, validate
from factcheck.errors import Fault, InputError, SettingsError
from factcheck.evidence import SnippetEntry, SourceEntry
from factcheck.faultlog import FaultLog

SOURCE_FIELDS = ("title", "publisher", "url", "author", "published", "accessed")
SNIPPET_FIELDS = ("text", "id", "locator", "lang", "valid_until", "tags")


@dataclass(frozen=True, slots=True)
class Added:
    """The plan of one snippet; nothing in it if the evidence says it already, and then ``plan.kept`` has that."""

    plan: Plan
    output: Path


def field_fault(name: str, value: Any) -> str:
    """What is wrong with one field, in one line for the person who is asked for it; empty if nothing is."""
    log = FaultLog("")
    if name in SOURCE_FIELDS:
        validate(SourceEntry, {name: value}, log, (), _no_line)
    else:
        validate(SnippetEntry, {"text": "text", name: value}, log, (), _no_line)
    return "; ".join(f"{fault.message} — {fault.remedy}" for fault in log.faults)


def plan_snippet(fields: Mapping[str, Any], known: Known, output: Path | None, folder: Path, cwd: Path | None) -> Added:
    """What adding the snippet would write, and where; nothing is written.

    Args:
        fields: those of ``SNIPPET_FIELDS`` and ``SOURCE_FIELDS``, and ``source`` for the id of a source.
        known: the evidence that is there.
        output: where it goes; without one to the file that has its source, else to ``snippets.yaml`` in ``folder``.
        folder: the first folder of the evidence.
        cwd: places are relative to it.

    Raises:
        InputError: with every fault of the fields, or because the id is taken.
        SettingsError: a source is both named and described, or the output is neither YAML nor JSONL.
    """
    given = {name: value for name, value in fields.items() if value not in (None, "", [], ())}
    described = {name: given.pop(name) for name in SOURCE_FIELDS if name in given}
    if described and "source" in given:
        remedy = "leave --source out to describe a new one"
        raise SettingsError(
            f"--source names a source of the evidence, and --{next(iter(described))} a new one — {remedy}"
        )
    row = {**given, **({"source": described} if described else {})}
    log = FaultLog("")
    entry = validate(SnippetEntry, row, log, (), _no_line)
    if entry is None:
        raise InputError([_shown(fault) for fault in log.faults])
    output = output or _file_of_source(given.get("source"), known, cwd) or folder / "snippets.yaml"
    check_output(output)
    draft = Draft(entry, Place("", 0))
    place = Place(name_of(output, known.files, cwd), 1)
    plan = EvidenceSet(known.snippets, known.sources, cwd).join([draft], place, whole=False)
    if plan.faults:
        raise InputError([_shown(fault) for fault in plan.faults])
    return Added(plan, output)


def _no_line(path: KeyPath) -> int:
    return 0


def _shown(fault: Fault) -> Fault:
    """The fault under the name of the option."""
    name = fault.field.removeprefix("source.").split("[")[0].replace("_", "-").replace("tags", "tag")
    return Fault(f"--{name}", 0, fault.message, seen=fault.seen, remedy=fault.remedy)


def _file_of_source(source_id: str | None, known: Known, cwd: Path | None) -> Path | None:
    """The YAML or JSONL file that describes the source."""
    for source in known.sources:
        if source.id == source_id and source.place:
            for file in known.files:
                if name_of(file, known.files, cwd) == source.place.file and file.suffix.lower() != ".csv":
                    return file
    return None
