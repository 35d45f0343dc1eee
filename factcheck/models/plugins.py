"""Embedders and verifiers of other packages, found by name through Python entry points.

A package offers one in the group ``factcheck.embedders`` or ``factcheck.verifiers``: a callable without arguments that
returns an object with the methods of the protocol in ``factcheck.datatypes``.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Any

from factcheck.errors import ModelError


def open_plugin(kind: str, name: str) -> Any:
    """The object that a package offers as this ``kind`` (``embedders`` or ``verifiers``), or ``None``.

    Raises ``ModelError`` if the package's own code fails.
    """
    found = list(entry_points(group=f"factcheck.{kind}", name=name))
    if not found:
        return None
    try:
        return found[0].load()()
    except Exception as fault:  # code of another package
        raise ModelError(f"{name} of {found[0].value} cannot be opened: {type(fault).__name__}: {fault}") from fault
