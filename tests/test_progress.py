"""How long work shows itself."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from factcheck.cli.progress import ProgressLine, rate_text, seconds_text

CI = {"CI": "true"}


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def clock(*times: float) -> Iterator[float]:
    yield from times


def test_in_ci_a_line_tells_the_rate_and_the_time_left_and_not_more_than_one_in_ten_seconds() -> None:
    stream, times = io.StringIO(), clock(100.0, 105.0, 120.0, 121.0, 180.0)
    with ProgressLine(stream=stream, environment=CI, clock=lambda: next(times)) as progress:
        for done in (100, 200, 500, 520, 1700):
            progress.update("verifying", done, 1700)
    assert stream.getvalue().splitlines() == [
        "factcheck: verifying, 100 of 1,700",
        "factcheck: verifying, 500 of 1,700 (20/s, 60 s left)",
        "factcheck: verifying, 1,700 of 1,700 (20/s)",
    ]


@pytest.mark.parametrize("environment", [{}, {"CI": ""}, {"CI": "false"}, {"CI": "0"}])
def test_nothing_is_shown_where_stderr_is_piped(environment: dict[str, str]) -> None:
    stream = io.StringIO()
    with ProgressLine(stream=stream, environment=environment) as progress:
        progress.update("verifying", 1, 1)
    assert stream.getvalue() == ""


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_nothing_is_shown_when_quiet(stream: io.StringIO) -> None:
    with ProgressLine(quiet=True, stream=stream, environment=CI) as progress:
        progress.update("verifying", 1, 1)
    assert stream.getvalue() == ""


def test_a_terminal_gets_a_bar_for_each_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    stream = Terminal()
    with ProgressLine(stream=stream, environment=CI) as progress:
        progress.update("indexing", 3, 8)
        progress.update("verifying", 5, 9)
    assert "indexing" in stream.getvalue()
    assert "3/8" in stream.getvalue()
    assert "5/9" in stream.getvalue()


@pytest.mark.parametrize(
    ("speed", "text"), [(None, ""), (0.25, "0.2/s"), (9.94, "9.9/s"), (10, "10/s"), (2400, "2,400/s")]
)
def test_a_rate_is_short(speed: float | None, text: str) -> None:
    assert rate_text(speed) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 s"), (89, "89 s"), (90, "2 min"), (5399, "90 min"), (5400, "1.5 h")]
)
def test_a_time_left_is_short(seconds: float, text: str) -> None:
    assert seconds_text(seconds) == text
