"""Every benchmark with figures of speed, one after another, and one page of all they found.

    python -m benchmarks.all --out DIR [--quick]

Run it on an idle machine; ``RESULTS.md`` in the folder is what ``benchmarks/RESULTS.md`` keeps of one run.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from benchmarks.results import parser
from factcheck.files import write_atomically

NAMES = ("peak", "stages", "against", "index", "capacity")
"""In this order: ``capacity`` reads what ``stages`` found."""


def command(name: str, out: Path, is_quick: bool) -> list[str]:
    """The command of one benchmark."""
    measured = out / "stages.json"
    more = ["--from", str(measured)] if name == "capacity" and measured.is_file() and not is_quick else []
    return [sys.executable, "-m", f"benchmarks.{name}", "--out", str(out), *(["--quick"] if is_quick else []), *more]


def page(out: Path) -> str:
    """The pages of all benchmarks that left one, below one heading."""
    parts = [file.read_text(encoding="utf-8") for name in NAMES if (file := out / f"{name}.md").is_file()]
    return "\n".join(["# Results of one run\n\n`python -m benchmarks.all --out DIR` wrote this page.\n", *parts])


def main() -> int:
    """Run all, write the page; the exit code says how many failed."""
    asked = parser("all", __doc__).parse_args()
    failed = []
    for name in NAMES:
        if find_spec(f"benchmarks.{name}") is None:
            continue
        print(f"— {name}", file=sys.stderr, flush=True)
        if subprocess.run(command(name, asked.out, asked.quick), cwd=Path(__file__).parent.parent).returncode:
            failed.append(name)
    asked.out.mkdir(parents=True, exist_ok=True)
    write_atomically(asked.out / "RESULTS.md", page(asked.out))
    if failed:
        print(f"failed: {', '.join(failed)} — run each by itself to see why", file=sys.stderr)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
