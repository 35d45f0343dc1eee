"""What is given on standard input."""

from __future__ import annotations

import sys

from factcheck.errors import Fault, InputError

STDIN = "-"
"""How it is named among files."""
MAX_STDIN_BYTES = 20_000_000


def has_person() -> bool:
    """Whether somebody can be asked there."""
    return sys.stdin is not None and sys.stdin.isatty()


def read_stdin() -> bytes:
    """All of it. Raises ``InputError`` if it is closed, or more than ``MAX_STDIN_BYTES``."""
    if sys.stdin is None:
        raise InputError([Fault("<stdin>", 0, "is closed", remedy="name files instead")])
    data = sys.stdin.buffer.read(MAX_STDIN_BYTES + 1)
    if len(data) > MAX_STDIN_BYTES:
        raise InputError([Fault("<stdin>", 0, "more than 20 MB", remedy="name files instead")])
    return data
