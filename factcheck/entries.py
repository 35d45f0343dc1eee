"""What people write, checked one entry at a time: the field types, and faults that name line, key and remedy.

An entry is a pydantic model of one mapping in a file (a claim, a source, a snippet, the settings). YAML text arrives
here verbatim, so the type of a field, not the look of its value, decides what ``no``, ``001`` or ``12:30`` mean.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails

from factcheck.faultlog import FaultLog, nearest, shorten, suggest

KeyPath = tuple[str | int, ...]
"""Where a value stands in a file, for example ``("claims", 2, "as_of")``."""


class Entry(BaseModel):
    """A mapping in a file; unknown keys are faults, and a known key without a value counts as not written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_empty_keys(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value is not None or key not in cls.model_fields}


ALTERNATIVES = ("<id>", "<record>")
"""Names of the alternatives of a field that may be an id or a whole record."""

E = TypeVar("E", bound=Entry)


def validate(model: type[E], data: object, log: FaultLog, path: KeyPath, line_of: Callable[[KeyPath], int]) -> E | None:
    """The entry, or ``None`` after its faults were added to the log.

    Args:
        model: the kind of entry.
        data: what the file holds at ``path``.
        log: where faults go.
        path: where the entry stands in the file; named in faults.
        line_of: the line of a path, counted from 1.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for detail in _details(error):
            inner = _written(detail)
            message, remedy = _explain(detail, model, inner)
            seen = "" if detail["type"] in ("missing", "extra_forbidden") else shorten(detail["input"])
            log.add(line_of(path + inner), message, field=field_name(path + inner), seen=seen, remedy=remedy)
        return None


def _details(error: ValidationError) -> Iterator[ErrorDetails]:
    """The errors; pydantic tells each item that a span lacks like a missing key, here the span has one of its own."""
    for detail in error.errors(include_url=False):
        path = detail["loc"]
        if detail["type"] != "missing" or isinstance(path[-1], str):
            yield detail
        elif path[-1] == len(detail["input"]):  # the first that is missing
            yield {**detail, "type": "wrong_length", "loc": path[:-1]}


def _written(detail: ErrorDetails) -> KeyPath:
    """The path of an error as the file has it: without the names of alternatives that a union adds."""
    path = detail["loc"]
    # An unknown key may be called like an alternative; it is always the last step.
    n_kept = 1 if detail["type"] == "extra_forbidden" else 0
    split = len(path) - n_kept
    return (*(step for step in path[:split] if step not in ALTERNATIVES), *path[split:])


def log_unknown_keys(
    data: Mapping[str, object], known: Sequence[str], log: FaultLog, line_of: Callable[[KeyPath], int]
) -> None:
    """Add a fault to the log for each key at the top of a file that is not known."""
    for key in data:
        if key not in known:
            log.add(line_of((key,)), f'unknown key "{shorten(key)}"', remedy=suggest(key, known, "known keys"))


def is_split_text(item: object, model: type[Entry]) -> bool:
    """Whether a mapping is a sentence that YAML split at its colon, such as ``Reuters: the chip is sold out``."""
    if not isinstance(item, Mapping) or len(item) != 1:
        return False
    key, value = next(iter(item.items()))
    return value is not None and not nearest(key, list(model.model_fields))


def log_split_text(item: object, log: FaultLog, line: int) -> None:
    """Add the fault of a sentence that ``is_split_text``."""
    key = next(iter(item)) if isinstance(item, Mapping) else ""
    remedy = "put the whole text in quotes, because it holds a colon and a space"
    log.add(line, "this reads as a key and a value", seen=shorten(f"{key}: …"), remedy=remedy)


def field_name(path: KeyPath) -> str:
    """The path as messages write it, for example ``claims[2].as_of``; positions count from 0."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{shorten(step)}"
    return text.removeprefix(".")


def _explain(detail: ErrorDetails, model: type[Entry], path: KeyPath) -> tuple[str, str]:
    """Message and remedy for one error of pydantic."""
    kind = detail["type"]
    if kind == "factcheck":
        return str(detail["ctx"]["message"]), str(detail["ctx"]["remedy"])
    if kind == "extra_forbidden":
        known = list(_model_at(model, path[:-1]).model_fields)
        return f'unknown key "{shorten(path[-1])}"', suggest(str(path[-1]), known, "known keys")
    if kind == "missing":
        return f"{path[-1]} is missing", f"write {path[-1]}: …"
    if kind == "literal_error":
        words = re.findall("'([^']+)'", detail["ctx"]["expected"])
        return "is no word that is known here", suggest(str(detail["input"]), words, "write one of")
    if kind in ("greater_than_equal", "less_than_equal"):
        bound, side = (detail["ctx"]["ge"], "least") if kind[0] == "g" else (detail["ctx"]["le"], "most")
        return f"must be at {side} {bound}", "write a number within the range"
    if kind in ("greater_than", "less_than"):
        bound, side = (detail["ctx"]["gt"], "above") if kind[0] == "g" else (detail["ctx"]["lt"], "below")
        return f"must be {side} {bound}", "write a number within the range"
    for start, message, remedy in _EXPECTED:
        if kind.startswith(start):
            return message, remedy
    return detail["msg"], ""


_EXPECTED = (
    ("string", "text is expected", "write text"),
    ("int", "a whole number is expected", "write digits only"),
    ("float", "a number is expected", "write a number such as 0.5"),
    ("bool", "true or false is expected", "write true or false"),
    ("list", "a list is expected", "write [a, b] or one item per line after -"),
    ("tuple", "a list is expected", "write [start, end]"),
    # Only a span has a largest length; others, such as the paths of the settings, have a least one, which is one.
    ("wrong_length", "the list has the wrong number of items", "write [start, end]"),
    ("too_long", "the list has the wrong number of items", "write [start, end]"),
    ("too_short", "the list is empty", "name at least one"),
    ("model", "a mapping is expected", "write key: value"),
    ("dict", "a mapping is expected", "write key: value"),
)


def _model_at(model: type[Entry], path: KeyPath) -> type[Entry]:
    """The model of the mapping at a path below ``model``."""
    for step in path:
        if isinstance(step, str) and step in model.model_fields:
            model = next(_models_in(model.model_fields[step].annotation), model)
    return model


def _models_in(annotation: object) -> Iterator[type[Entry]]:
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        yield annotation
    for part in typing.get_args(annotation):
        yield from _models_in(part)
