"""What lint found, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from factcheck import __version__
from factcheck.curate.findings import CODES, Finding, Shown
from factcheck.curate.lint import Fixed, Linted
from factcheck.report.jsontext import json_text
from factcheck.report.wording import count, plain

FORMAT_VERSION = 1
"""Version of the JSON form; it grows with any change that a reader would notice."""


def to_text(linted: Linted, fixed: Fixed | None = None) -> str:
    """The findings file by file, each with the snippets it is about, and a summary as the last lines."""
    blocks = [
        "\n".join(line for finding in of_file for line in _lines(finding))
        for _, of_file in groupby(linted.findings, key=lambda finding: finding.place.file)
    ]
    return "\n\n".join([*blocks, summary(linted, fixed)]) + "\n"


def summary(linted: Linted, fixed: Fixed | None = None) -> str:
    """How much was found, in how much evidence, and how much of it ``--fix`` mends or mended."""
    looked = f"{count(linted.n_snippets, 'snippet')} in {count(linted.n_files, 'file')}"
    mended = f"{len(fixed.changes):,} fixed, " if fixed and fixed.changes else ""
    if not linted.findings:
        return f"{mended}no findings in {looked}"
    lines = [f"{mended}{count(len(linted.findings), 'finding')} in {looked}"]
    n_fixable = sum(finding.fixable for finding in linted.findings)
    if n_fixable:
        lines.append(f"[*] {n_fixable:,} can be fixed with --fix")
    return "\n".join(lines)


def to_json(linted: Linted, fixed: Fixed | None = None) -> str:
    """The findings with everything known of them."""
    value = {
        "format_version": FORMAT_VERSION,
        "tool_version": __version__,
        "snippets": linted.n_snippets,
        "files": linted.n_files,
        "findings": [_record(finding) for finding in linted.findings],
        "fixed": list(fixed.changes) if fixed else [],
    }
    return json_text(value, indent=2) + "\n"


def _lines(finding: Finding) -> Iterator[str]:
    yield plain(str(finding))
    for shown in finding.shown:
        note = f" ({shown.note})" if shown.note else ""
        yield "    " + plain(f"{shown.place}: {shown.text}{note}")


def _record(finding: Finding) -> dict[str, Any]:
    return {
        "file": finding.place.file,
        "line": finding.place.line,
        "code": finding.code,
        "name": _NAMES[finding.code],
        "message": finding.message,
        "remedy": finding.remedy,
        "fixable": finding.fixable,
        "shown": [_shown(shown) for shown in finding.shown],
    }


_NAMES = {code.code: code.name for code in CODES}


def _shown(shown: Shown) -> dict[str, Any]:
    given = {"file": shown.place.file, "line": shown.place.line, "text": shown.text}
    return given if shown.probability is None else given | {"contradicts": round(shown.probability, 4)}


def not_fixed(findings: Sequence[Finding], endings: Sequence[str]) -> int:
    """How many findings ``--fix`` would mend in YAML but does not, because they stand in another kind of file."""
    fixable = {code.code for code in CODES if code.fixable}
    return sum(f.code in fixable and not f.place.file.lower().endswith(tuple(endings)) for f in findings)
