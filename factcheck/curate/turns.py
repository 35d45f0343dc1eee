"""One command at a time changes the evidence of a project, so that nothing is lost between reading and writing."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from factcheck.files import held

WAIT_SECONDS = 120.0
"""A PDF of 1,000 pages is imported in some 10 seconds; who holds the evidence so long has been stopped."""


def turn(store: Path, wait: float = WAIT_SECONDS) -> AbstractContextManager[None]:
    """Hold the evidence until the block ends; others wait for it, in this process and in others.

    Args:
        store: the hidden folder of the project, where the lock is kept.
        wait: seconds after which another is waited for no longer.

    Raises:
        StoreError: another holds it for longer, or the folder cannot be written.
    """
    path = store / "evidence.lock"
    message = f"another factcheck has been changing the evidence for {wait:,.0f} seconds"
    return held(path, wait, f"{path}: {message} — wait until it has ended, and try again")
