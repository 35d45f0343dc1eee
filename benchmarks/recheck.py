"""How long a check takes the first time, again without a change, and with one snippet changed.

``python -m benchmarks.recheck`` makes a project of invented sentences, runs the command on it in processes of their
own, and prints for each run the seconds, the processor's seconds, their share of the first run's, and the pairs scored.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.fakes import ROOT
from tests.plugins import install_fakes

THINGS = ("bridge", "harbour", "library", "tower", "station", "museum", "dam", "school", "market", "yard")
TOWNS = ("Arden", "Belmont", "Castell", "Dorn", "Elmgate", "Farrow", "Glenn", "Hollin", "Ister", "Orrin")


def write_project(root: Path, number: int, settings: str) -> None:
    """Writes a project of so many claims and as many snippets; every third claim is a metre off."""
    names = [f"The {THINGS[i % 10]} of {TOWNS[i // 10 % 10]} number {i}" for i in range(number)]
    claims = [f"- {name} is {10 + i % 300 + (i % 3 == 0)} metres long.\n" for i, name in enumerate(names)]
    snippets = [
        f"- {{id: s{i}, text: {name} was opened in {1900 + i % 120} and is {10 + i % 300} metres long.}}\n"
        for i, name in enumerate(names)
    ]
    for file, text in (
        ("factcheck.yaml", settings),
        ("claims/all.yaml", "".join(claims)),
        ("evidence/all.yaml", "snippets:\n" + "".join(snippets)),
    ):
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")


def checked(root: Path, site: Path) -> dict[str, float | str]:
    """One check: its seconds, the processor's seconds of it, and what it says of its work."""
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{site}"}
    command = [sys.executable, "-m", "factcheck", "check", "-v"]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    ended = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if ended.returncode not in (0, 1):
        raise RuntimeError(ended.stderr)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    said = ended.stderr.splitlines()[-1].removeprefix("factcheck: ").partition(" pairs")[0]
    return {"seconds": round(seconds, 2), "processor_seconds": round(busy, 2), "pairs": said}


def main() -> int:
    """Run the three checks and print what they took."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recheck", description=__doc__)
    parser.add_argument("--number", type=int, default=1000, metavar="N", help="claims, and as many snippets")
    parser.add_argument("--fakes", action="store_true", help="with fakes for the models, so that only the rest counts")
    parser.add_argument("--json", action="store_true", help="print JSON")
    asked = parser.parse_args()
    models = ("fake-keywords", "fake-slow") if asked.fakes else ("small", "small")
    with tempfile.TemporaryDirectory() as folder:
        root, site = Path(folder) / "desk", Path(folder) / "site"
        install_fakes(site)
        write_project(root, asked.number, "embedder: {}\nverifier: {}\n".format(*models))
        found = {name: checked(root, site) for name in ("first", "unchanged")}
        evidence = root / "evidence" / "all.yaml"
        evidence.write_text(evidence.read_text(encoding="utf-8").replace("1900", "1899", 1), encoding="utf-8")
        found["one snippet changed"] = checked(root, site)
    if asked.json:
        print(json.dumps(found, indent=2))
        return 0
    for name, run in found.items():
        share = float(run["seconds"]) / float(found["first"]["seconds"])
        took = f"{run['seconds']:>8} s  {run['processor_seconds']:>8} s of processor  {share:>7.1%}"
        print(f"{name:<20} {took}  {run['pairs']} pairs scored")
    return 0


if __name__ == "__main__":
    sys.exit(main())
