"""The JSON record of a report, written and read back without loss."""

from __future__ import annotations

import contextlib
import gc
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.datatypes import REPORT_FORMAT, Report
from factcheck.errors import StoreError

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError

_FAULTS_SHOWN = 5
"""How many wrong fields an error names: enough to see a pattern, few enough to read."""

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_REMEDY = "run `factcheck check` again to write a new one"


def to_json(report: Report) -> str:
    """The record as indented JSON: ``format_version`` first, then the fields in the order of the dataclasses."""
    from pydantic_core import to_json as to_bytes  # 15 times as fast as the standard library's indented form

    fields = to_fields(report)
    record = {"format_version": fields.pop("format_version"), **fields}
    return to_bytes(record, indent=2).decode("utf-8") + "\n"


def to_fields(report: Report) -> dict[str, Any]:
    """The report as the values that JSON knows, in the order of the dataclasses."""
    fields: dict[str, Any] = _adapter().dump_python(report, mode="json")
    return fields


def read_report(path: Path) -> Report:
    """The report that ``to_json`` wrote to ``path``, equal to the one it was made from.

    Raises:
        StoreError: The file is missing, is not JSON, has another format version, or has wrong fields.
    """
    from pydantic import ValidationError

    with _collector_at_rest():
        fields = _read_object(path)
        _require_version(path, fields)
        try:
            report = _adapter().validate_python(fields)
        except ValidationError as error:
            raise StoreError(_wrong_fields(path, error)) from error
    _require_probabilities(path, report)
    return report


def _require_probabilities(path: Path, report: Report) -> None:
    for number, verdict in enumerate(report.verdicts):
        read = [*(a.probs for a in verdict.assessments), *(two.probs for two in verdict.joint)]
        given = [verdict.confidence, *(value for p in read for value in (p.supports, p.contradicts, p.neutral))]
        if wrong := [value for value in given if not 0 <= value <= 1]:
            raise StoreError(f"{path}: is not a report: verdicts[{number}] has a probability {wrong[0]} — {_REMEDY}")


@contextlib.contextmanager
def _collector_at_rest() -> Iterator[None]:
    """No garbage collection meanwhile: a record has no cycles, and walking it again and again took half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@cache
def _adapter() -> TypeAdapter[Report]:
    from pydantic import TypeAdapter

    return TypeAdapter(Report)


def _read_object(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        fields = json.loads(text, parse_constant=_no_number)
        if _SURROGATE.search(text):  # of two that belong together one character was made
            json.dumps(fields, ensure_ascii=False).encode("utf-8")
    except FileNotFoundError as error:
        raise StoreError(f"{path}: there is no such report — {_REMEDY}") from error
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror or error})") from error
    except (ValueError, RecursionError) as error:
        raise StoreError(f"{path}: is not a complete JSON report ({error}) — {_REMEDY}") from error
    if not isinstance(fields, dict):
        raise StoreError(f"{path}: is JSON, but not a report — {_REMEDY}")
    return fields


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")


def _require_version(path: Path, fields: dict[str, Any]) -> None:
    if "format_version" not in fields:
        raise StoreError(f"{path}: is not a report: it has no format_version — {_REMEDY}")
    seen = fields["format_version"]
    if type(seen) is not int or seen != REPORT_FORMAT:  # bool is an int, and True == 1
        raise StoreError(
            f"{path}: has report format {_shown(seen)}, this factcheck reads format {REPORT_FORMAT} — {_REMEDY}"
        )


def _wrong_fields(path: Path, error: ValidationError) -> str:
    faults = error.errors(include_url=False, include_context=False)
    lines = [f"  {_field(fault['loc'])}: {fault['msg']} (seen: {_shown(fault['input'])})" for fault in faults]
    more = len(lines) - _FAULTS_SHOWN
    shown = [*lines[:_FAULTS_SHOWN], *([f"  and {more} more"] if more > 0 else [])]
    return "\n".join([f"{path}: is not a report that can be read — {_REMEDY}", *shown])


def _field(location: tuple[int | str, ...]) -> str:
    """A path as people write it: ``verdicts[2].claim.id``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}…"
