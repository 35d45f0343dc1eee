"""What long work tells of itself: the name of a stage, what is done, and what there is to do."""

from __future__ import annotations

from collections.abc import Callable

Told = Callable[[int, int], None]
"""Called with what is done and what there is to do, of one stage."""
Progress = Callable[[str, int, int], None]
"""Called with the stage's name before them."""


def named(progress: Progress | None, stage: str) -> Told | None:
    """Progress of one stage, told under its name; ``None`` where nobody listens."""
    return (lambda done, total: progress(stage, done, total)) if progress else None
