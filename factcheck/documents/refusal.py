"""Why a document cannot be read, and limits that all kinds share."""

from __future__ import annotations

from typing import NoReturn

from factcheck.errors import Fault, InputError

MAX_TEXT_BYTES = 20 * 1024 * 1024
"""Larger text, Markdown and HTML files are refused: they are read whole. A book has about 1 MB, trafilatura's limit is
20 MB too."""


def refuse(file: str, message: str, remedy: str, line: int = 0) -> NoReturn:
    """Give up on a file; ``line`` counts from 1 and is 0 for the whole file.

    Raises:
        InputError: always.
    """
    raise InputError([Fault(file, line, message, remedy=remedy)])


def check_size(size: int, limit: int, file: str) -> None:
    """Do nothing for at most ``limit`` bytes.

    Raises:
        InputError: the file is larger.
    """
    if size > limit:
        refuse(file, f"the file is larger than {limit / 1024**2:,.0f} MB", "split it into several files")
