"""What is given on standard input."""

from __future__ import annotations

import sys

from factcheck.errors import Fault, InputError

STDIN = "-"
"""How it is named among files."""
MAX_STDIN_BYTES = 20_000_000


def read_stdin() -> bytes:
    """All of it. Raises ``InputError`` if that is more than ``MAX_STDIN_BYTES``."""
    data = sys.stdin.buffer.read(MAX_STDIN_BYTES + 1)
    if len(data) > MAX_STDIN_BYTES:
        raise InputError([Fault("<stdin>", 0, "more than 20 MB", remedy="name files instead")])
    return data
