"""What so many snippets and so many claims a day cost in machines, memory and money, and a simulation that shows it.

    python -m benchmarks.capacity [--ms-a-claim X] [--price-machine X] … [--from STAGES.json] [--out DIR] [--quick]

Every constant is an argument. The defaults of speed and memory are those of docs/scale.md, which names the command that
gives each; ``--from`` reads them from the JSON of ``benchmarks.stages``. Prices are assumptions and no offers.

How many workers it takes is arithmetic: claims a second at the peak of the day, times the seconds of a claim, divided
by the share of a worker that may be busy. The simulation then lets claims arrive at random (Poisson) at that rate and
serves them first come, first served, with that many workers, with a tenth fewer than the load itself would keep busy,
and tells how long a claim waits: a queue with enough workers stands, one with fewer grows as long as the peak lasts.
"""

from __future__ import annotations

import argparse
import heapq
import json
import math
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.results import Results, Row, Table, markdown_table, parser, write
from factcheck.files import write_atomically

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SNIPPETS = (10**4, 10**6, 10**9)
CLAIMS_A_DAY = (10**3, 10**4, 10**5, 10**6, 10**7, 10**8)
DAY = 86_400
HOURS_A_MONTH = 730
ARRIVALS, QUICK_ARRIVALS = 50_000, 500
GIB = 2**30


STAGES = "`python -m benchmarks.stages`"
INDEX = "[the index](#the-index)"
ASSUMED, CHOSEN = "an assumption", "a choice"


def _constant(value: float, what: str, source: str) -> Any:
    return field(default=value, metadata={"what": what, "from": source})


@dataclass(frozen=True, slots=True)
class Constants:
    """What the model rests on, each with what it is and where it comes from; money in dollars."""

    ms_a_claim: float = _constant(120.0, "ms for all stages of a claim on one worker of two cores", STAGES)
    ms_a_text: float = _constant(7.5, "ms to embed a snippet on such a worker", STAGES)
    bytes_a_snippet: float = _constant(6242.0, "bytes that one process holds for a snippet, vector included", STAGES)
    bytes_a_code: float = _constant(400.0, "bytes that a cluster holds for one: 384 numbers of 8 bits, an id", INDEX)
    worker_gib: float = _constant(3.0, "GiB of a worker without evidence: libraries and models", STAGES)
    machine_gib: float = _constant(24.0, "GiB of a machine of two cores", ASSUMED)
    node_gib: float = _constant(64.0, "GiB of a node that holds evidence; a fifth stays free", ASSUMED)
    exact_most: float = _constant(100_000, "snippets up to which exact search is fast enough", INDEX)
    busy: float = _constant(0.7, "share of the peak that a worker may be busy: above it, waiting grows steeply", CHOSEN)
    peak: float = _constant(3.0, "the busiest hour, as a multiple of the mean", ASSUMED)
    copies: float = _constant(2.0, "copies of the evidence in a cluster, so that one node may fail", CHOSEN)
    price_machine: float = _constant(0.10, "$ an hour of a machine of two cores", ASSUMED)
    price_node: float = _constant(0.50, "$ an hour of a node of eight cores that holds evidence", ASSUMED)


def need(n_snippets: int, claims_a_day: int, given: Constants) -> Row:
    """Machines, memory and dollars for so many snippets and claims a day.

    Where one machine holds the evidence its own workers read it; beyond that nodes hold it, and workers hold models.
    """
    rate = claims_a_day * given.peak / DAY
    workers = max(1, math.ceil(rate * given.ms_a_claim / 1000 / given.busy - 1e-9))
    held, nodes = n_snippets * given.bytes_a_snippet / GIB, 0
    is_one = workers == 1 and held + given.worker_gib <= given.machine_gib
    fits_each = held + given.worker_gib <= given.machine_gib
    if not fits_each:
        held = n_snippets * given.bytes_a_code * given.copies / GIB
        nodes = max(int(given.copies), math.ceil(held / (0.8 * given.node_gib)))
    hourly = workers * given.price_machine + nodes * given.price_node
    monthly = hourly * HOURS_A_MONTH
    return {
        "snippets": n_snippets,
        "claims a day": claims_a_day,
        "index": index_of(n_snippets, fits_each, given),
        "engine": "one machine" if is_one else "Ray" if workers > 1 else "one machine, evidence elsewhere",
        "workers": workers,
        "evidence nodes": nodes,
        "evidence GiB": held,
        "first embedding, machine hours": n_snippets * given.ms_a_text / 1000 / 3600,
        "$ a month": monthly,
        "$ per 1,000 claims": monthly / (claims_a_day * 30.4) * 1000,
    }


def index_of(n_snippets: int, fits_each: bool, given: Constants) -> str:
    """The design that holds so many snippets."""
    if n_snippets <= given.exact_most:
        return "exact"
    return "IVF" if fits_each else "Milvus cluster"


def ends(given: Constants) -> list[Row]:
    """Where each design stops by these constants, and what comes next."""
    memory = int((given.machine_gib - given.worker_gib) * GIB / given.bytes_a_snippet)
    claims = int(given.busy * DAY * 1000 / given.ms_a_claim / given.peak)
    return [
        {"design": "exact search", "stops at": f"{int(given.exact_most):,} snippets", "then": "IVF"},
        {"design": "evidence in one process", "stops at": f"{memory:,} snippets", "then": "Milvus cluster"},
        {"design": "one machine of two cores", "stops at": f"{claims:,} claims a day", "then": "Ray workers"},
    ]


def waits(rate: float, service: float, workers: int, arrivals: int, seed: int = 14) -> list[float]:
    """Seconds that each of so many claims waits: Poisson arrivals, ``rate`` a second, ``service`` seconds each.

    First come, first served by so many workers, all free at the start.
    """
    chance = random.Random(seed)
    free = [0.0] * workers
    now, waited = 0.0, []
    for _ in range(arrivals):
        now += chance.expovariate(rate)
        start = max(now, free[0])
        heapq.heapreplace(free, start + service)
        waited.append(start - now)
    return waited


def simulated(given: Constants, loads: Sequence[int], arrivals: int) -> list[Row]:
    """How long claims wait at the peak of the day: with the workers of ``need``, and with too few."""
    return [row for load in loads for row in _simulated(given, load, arrivals)]


def _simulated(given: Constants, load: int, arrivals: int) -> Iterator[Row]:
    rate, service = load * given.peak / DAY, given.ms_a_claim / 1000
    enough = int(need(SNIPPETS[0], load, given)["workers"])
    few = math.floor(0.9 * rate * service)
    for workers in (enough, *([few] if few else [])):
        waited, over = waits(rate, service, workers, arrivals), rate * service / workers - 1
        last = sorted(waited[-len(waited) // 10 :])
        yield {
            "claims a day": load,
            "workers": workers,
            "busy": min(1.0, rate * service / workers),
            "minutes simulated": arrivals / rate / 60,
            "p50 wait, s": sorted(waited)[len(waited) // 2],
            "p95 wait, s": sorted(waited)[int(0.95 * len(waited))],
            "p50 of the last tenth, s": last[len(last) // 2],
            "the queue": "stands" if over <= 0 else f"grows by {60 * over:.0f} s a minute",
        }


def computed(given: Constants, is_quick: bool) -> Results:
    """The tables of docs/scale.md."""
    needs = tuple(need(snippets, load, given) for snippets in SNIPPETS for load in CLAIMS_A_DAY)
    shown = tuple(simulated(given, CLAIMS_A_DAY, QUICK_ARRIVALS if is_quick else ARRIVALS))
    constants = tuple(
        {"constant": _option(one.name), "value": getattr(given, one.name), **one.metadata} for one in fields(Constants)
    )
    said = (
        "prices are assumptions; machines are those of the peak hour, paid all month",
        "evidence GiB: in each worker where one process holds it, else in all nodes together",
        "waiting is at the peak, first come, first served",
    )
    tables = (
        Table("Constants", constants),
        Table("What it takes", needs),
        Table("Where each design stops", tuple(ends(given))),
        Table("Simulation", shown),
    )
    return Results("capacity", is_quick, said, tables)


def from_stages(path: Path, given: Constants) -> Constants:
    """The constants with what the JSON of ``benchmarks.stages`` measured. Raises ``SystemExit`` for another file."""
    try:
        models, stages, _, snippets = (
            table["rows"] for table in json.loads(path.read_text(encoding="utf-8"))["tables"]
        )
        embed = next(row["items/s"] for row in models if row["model"] == "embed")
        # Building the index is not part of a claim, and retrieve holds both searches.
        per_claim = [row["ms an item"] for row in stages if not row["stage"].startswith(("index", "search"))]
        held = snippets[-1]["bytes a snippet"]
        return replace(
            given, ms_a_claim=float(sum(per_claim)), ms_a_text=1000 / float(embed), bytes_a_snippet=float(held)
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError, StopIteration) as fault:
        raise SystemExit(
            f"{path} is no result of `python -m benchmarks.stages` ({fault}) — name its stages.json"
        ) from fault


def with_tables(page: str, results: Results) -> str:
    """The page with the tables in place of those between its marks. Raises ``SystemExit`` where a mark is missing."""
    for table in results.tables:
        start, end = f"<!-- {table.title} -->\n", "<!-- end -->"
        before, mark, rest = page.partition(start)
        if not mark or end not in rest:
            raise SystemExit(
                f"the page lacks the lines `{start.strip()}` and `{end}` — write them where the table stands"
            )
        page = f"{before}{start}\n{markdown_table(table.rows)}\n\n{end}{rest.partition(end)[2]}"
    return page


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def draw(results: Results, axes: Axes) -> None:
    """Dollars a month by claims a day, a line for each number of snippets."""
    rows = results.tables[1].rows
    for number in SNIPPETS:
        own = [row for row in rows if row["snippets"] == number]
        label = f"{number:,} snippets"
        axes.plot([row["claims a day"] for row in own], [row["$ a month"] for row in own], marker="o", label=label)
    axes.set(xscale="log", yscale="log", xlabel="claims a day", ylabel="$ a month, at the assumed prices")
    axes.legend()


def asked_constants(asked: argparse.Namespace) -> Constants:
    """The defaults, over them what was measured, over them what was given."""
    given: dict[str, Any] = {
        one.name: value for one in fields(Constants) if (value := getattr(asked, one.name)) is not None
    }
    for name, value in given.items():
        if not value > 0 or not math.isfinite(value):
            raise SystemExit(f"{_option(name)} is {value:g} — give a number above zero")
    measured = from_stages(asked.measured, Constants()) if asked.measured else Constants()
    return replace(measured, **given)


def main() -> int:
    """Compute, simulate, write, print."""
    made = parser("capacity", __doc__)
    made.add_argument("--from", dest="measured", type=Path, metavar="STAGES.json", help="take measured constants")
    made.add_argument("--page", type=Path, metavar="FILE", help="put the tables into this page too, between its marks")
    for one in fields(Constants):
        told = f"{one.metadata['what']} (default {one.default:g})"
        made.add_argument(_option(one.name), type=float, metavar="X", help=told)
    asked = made.parse_args()
    results = computed(asked_constants(asked), asked.quick)
    if asked.page:
        write_atomically(asked.page, with_tables(asked.page.read_text(encoding="utf-8"), results))
    write(results, asked.out, lambda axes: draw(results, axes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
