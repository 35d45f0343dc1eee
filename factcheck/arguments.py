"""What the Python class is given, refused as clearly as what stands in files."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from numbers import Integral
from typing import Any

from factcheck.datatypes import Snippet
from factcheck.errors import Fault, InputError, SettingsError

SHOWN = 60
"""Characters of a wrong item in the message."""


def items_of(given: object, kinds: tuple[type, ...], name: str, remedy: str) -> list[Any]:
    """One item or several as a list. Raises ``InputError`` for anything that is none of the kinds, with its place."""
    is_many = isinstance(given, Iterable) and not isinstance(given, (*kinds, str, bytes, Mapping))
    items: list[Any] = list(given) if is_many else [given]  # type: ignore[call-overload]
    faults = [
        Fault(name, 0, f"is of type {type(item).__name__}", f"[{n}]" if is_many else "", repr(item)[:SHOWN], remedy)
        for n, item in enumerate(items)
        if not isinstance(item, kinds)
    ]
    if faults:
        raise InputError(faults)
    return items


def require_unique_ids(snippets: Sequence[Snippet]) -> None:
    """Raises ``InputError`` where two snippets have one id: a verdict could not tell which of them decided."""
    faults = [
        Fault("evidence", 0, f"{count} snippets have the id {name!r}", remedy="give each an id of its own")
        for name, count in Counter(snippet.id for snippet in snippets).items()
        if count > 1
    ]
    if faults:
        raise InputError(faults)


def require_number(k: object, most: int) -> None:
    """Raises ``SettingsError`` unless ``k`` is a whole number from 1 to ``most``."""
    if isinstance(k, bool) or not isinstance(k, Integral) or not 1 <= int(k) <= most:
        raise SettingsError(f"k is {k!r} — give a whole number from 1 to {most}")


def require_day(day: object, name: str) -> None:
    """Raises ``SettingsError`` unless it is a date without a time, or ``None``."""
    if day is not None and (not isinstance(day, dt.date) or isinstance(day, dt.datetime)):
        raise SettingsError(f"{name} is {day!r} — give a datetime.date such as date(2025, 9, 11)")
