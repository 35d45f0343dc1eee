"""How long the review page takes to open and to move, in real Chromium, and how that grows with the report.

``python -m benchmarks.opening`` opens a report of 500 and one of 5,000 claims and prints both with their ratio. The
server runs as the command starts it, in a process of its own beside the browser.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from tests.review_desk import many, running, write_record

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
STEPS = 40
SCROLLS = 60

_TIMES = """() => {
  const [n] = performance.getEntriesByType("navigation");
  return [n.responseStart, n.responseEnd, n.domContentLoadedEventEnd].map(t => t - n.requestStart);
}"""
"""From the request to the first byte, the last byte, and the end of the page's script, in milliseconds."""

_SCROLL = """(count) => new Promise(done => {
  const list = document.getElementById("list"), frames = [];
  let last = performance.now(), left = count;
  const next = now => {
    frames.push(now - last);
    last = now;
    list.scrollTop += list.scrollHeight / count;
    left-- ? requestAnimationFrame(next) : done(frames.slice(1));
  };
  requestAnimationFrame(next);
})"""
"""Scrolls the list from end to end and returns how long each frame took, in milliseconds."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What was measured of one report; seconds from the command to its address, else milliseconds.

    ``painted`` is from the request until the page is ready and drawn; ``frame`` is the slowest of sixty. An opening is
    the fastest of its tries, as what else the machine does can only add to it; a step is the median.
    """

    command: float
    first_byte: float
    last_byte: float
    script: float
    painted: float
    step: float
    narrowed: float
    frame: float


def measure(browser: Any, number: int, tries: int) -> Opening:
    """The figures of a report of so many claims, opened so many times and once more that does not count."""
    with tempfile.TemporaryDirectory() as folder:
        write_record(Path(folder), many(number))
        before = time.perf_counter()
        with running(Path(folder)) as (_, address):
            command = time.perf_counter() - before
            with _page(browser, address) as page:
                opened = [_open(page, address) for _ in range(tries + 1)][1:]
                moved = (_steps(page), _narrowed(page), _slow_frame(page))
    first_byte, last_byte, script, painted = map(min, zip(*opened, strict=True))
    return Opening(command, first_byte, last_byte, script, painted, *moved)


@contextmanager
def _page(browser: Any, address: str) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    try:
        yield context.new_page()
    finally:
        context.close()


def _open(page: Any, address: str) -> tuple[float, ...]:
    before = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector("body[data-ready]")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    painted = (time.perf_counter() - before) * 1000
    return (*page.evaluate(_TIMES), painted)


def _steps(page: Any) -> float:
    """Milliseconds from a key to the next verdict."""
    took = []
    for place in range(1, STEPS + 1):
        wanted = page.evaluate("at => document.querySelectorAll('#list .row')[at].id.slice(1)", place)
        before = time.perf_counter()
        page.keyboard.press("j")
        page.wait_for_selector(f".verdict-whole[data-index='{wanted}']")
        took.append((time.perf_counter() - before) * 1000)
    return statistics.median(took)


def _narrowed(page: Any) -> float:
    """Milliseconds from the last letter of a search to the list that it leaves, 80 of which the page waits for more."""
    page.keyboard.press("/")
    before = time.perf_counter()
    page.keyboard.type("number 77")
    page.wait_for_function("() => document.querySelector('#shown').textContent.includes(' of ')")
    took = (time.perf_counter() - before) * 1000
    page.fill("input[type=search]", "")
    page.wait_for_function("() => !document.querySelector('#shown').textContent.includes(' of ')")
    return took


def _slow_frame(page: Any) -> float:
    """Milliseconds of the slowest frame while the list scrolls from end to end."""
    return float(max(page.evaluate(_SCROLL, SCROLLS)))


def figures(small: Opening, large: Opening) -> Iterator[str]:
    """One line for each figure: both reports and the ratio."""
    yield f"{'':12}{'small':>9}{'large':>9}{'ratio':>8}"
    for field in fields(Opening):
        one, other = getattr(small, field.name), getattr(large, field.name)
        unit = "s" if field.name == "command" else "ms"
        yield f"{field.name:12}{one:9.2f}{other:9.2f}{other / one:8.1f}  {unit}"


def main() -> None:
    """Measure both reports and print them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.opening", description=__doc__)
    parser.add_argument("--small", type=int, default=500, metavar="N", help="claims of the report to compare with")
    parser.add_argument("--large", type=int, default=5000, metavar="N", help="claims of the large report")
    parser.add_argument("--tries", type=int, default=5, metavar="N", help="openings, of which the fastest counts")
    asked = parser.parse_args()
    from playwright.sync_api import sync_playwright

    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        parser.error("no chromium on this machine — `apt-get install chromium`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        measured = [measure(browser, number, asked.tries) for number in (asked.small, asked.large)]
        browser.close()
    print("\n".join(figures(*measured)))


if __name__ == "__main__":
    main()
