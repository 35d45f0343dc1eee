"""Progress on stderr: a bar on a terminal, plain lines in CI, nothing when piped or quiet."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress, Task, TaskID
    from rich.text import Text

SECONDS_BETWEEN_LINES = 10.0


class ProgressLine:
    """Shows how far each stage is, how fast it goes and how long it takes; used as a context manager around the work.

    ``stream`` is where it goes, stderr if not given; ``environment`` tells whether it is CI, ``clock`` seconds.
    """

    def __init__(
        self,
        *,
        quiet: bool = False,
        stream: TextIO | None = None,
        environment: Mapping[str, str] = os.environ,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = stream or sys.stderr
        self._has_bars = not quiet and self._stream is not None and self._stream.isatty()
        self._has_lines = not quiet and self._stream is not None and not self._has_bars and is_ci(environment)
        self._clock = clock
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._begun: dict[str, tuple[float, int]] = {}
        self._said: dict[str, float] = {}

    def __enter__(self) -> Self:
        if self._has_bars:
            self._bars = _bars(self._stream)
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars:
            self._bars.stop()

    def update(self, stage: str, done: int, total: int) -> None:
        """Tell that ``done`` of ``total`` steps of a stage are done."""
        if self._bars:
            if stage not in self._tasks:
                self._tasks[stage] = self._bars.add_task(stage, total=total)
            self._bars.update(self._tasks[stage], completed=done, total=total)
        elif self._has_lines:
            self._say(stage, done, total)

    def counter(self, stage: str) -> Callable[[int, int], None]:
        """``update`` for one stage."""
        return lambda done, total: self.update(stage, done, total)

    def _say(self, stage: str, done: int, total: int) -> None:
        """One line when a stage begins and when it ends, and not too many between."""
        now = self._clock()
        begun, before = self._begun.setdefault(stage, (now, done))
        if done == total or stage not in self._said or now - self._said[stage] > SECONDS_BETWEEN_LINES:
            self._said[stage] = now
            speed = (done - before) / (now - begun) if now > begun and done > before else None
            left = f", {seconds_text((total - done) / speed)} left" if speed and done < total else ""
            rate = f" ({rate_text(speed)}{left})" if speed else ""
            print(f"factcheck: {stage}, {done:,} of {total:,}{rate}", file=self._stream, flush=True)


def is_ci(environment: Mapping[str, str]) -> bool:
    """Whether a build service says that it runs this; all the usual ones set ``CI``."""
    return environment.get("CI", "").lower() not in ("", "0", "false")


def rate_text(speed: float | None) -> str:
    """Steps a second as people read them; nothing while it is not known."""
    return "" if speed is None else f"{speed:,.0f}/s" if speed >= 10 else f"{speed:.1f}/s"


def seconds_text(seconds: float) -> str:
    """A time as people read it: 40 s, 12 min, 3.4 h."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 90 * 60 else f"{seconds / 3600:.1f} h"


def _bars(stream: TextIO) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.text import Text as RichText

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return RichText(rate_text(task.speed))

    columns = (TextColumn("{task.description:<15}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    return Progress(*columns, console=Console(file=stream), transient=True)
