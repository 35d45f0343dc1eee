"""Runs action.yml as GitHub's runner would, as far as shell steps go, with a made-up factcheck and pip.

Steps with ``uses`` are noted and not run. What the runner promises is kept: expressions are put in before a step, a
script runs in ``bash --noprofile --norc -eo pipefail``, and after a failure a step is skipped unless its ``if`` has a
status function.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))

PYTHON = """\
#!/usr/bin/env bash
# A Python that makes its environment with the tool below in it, and notes what pip is to install.
if [ "$1 $2" = "-m venv" ]; then
  mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && cp "$FAKES/factcheck" "$3/bin/factcheck"
elif [ "$1 $2" = "-m pip" ]; then
  printf '%s\\n' "$@" >"$FAKES/pip.txt"
  exit "$PIP_CODE"
else
  exec "$REAL_PYTHON" "$@"
fi
"""

TOOL = """\
#!/usr/bin/env bash
# A factcheck whose check is decided already; its reports are made by the real one, unless a page is given.
if [ "$1" = --version ]; then
  echo 'factcheck 0.0'
elif [ "$1" = check ]; then
  "$REAL_PYTHON" -c 'import json, os, sys; print(json.dumps([os.getcwd(), *sys.argv[1:]]))' "$@" >>"$FAKES/checks.jsonl"
  printf '%s' "$MESSAGES" >&2
  while [ "$1" != -- ]; do
    if [ "$1" = --output ]; then output="$2"; fi
    shift
  done
  if [ "$CHECK_CODE" -le 1 ]; then cp "$FAKES/record.json" "$output"; fi
  exit "$CHECK_CODE"
elif [ "$4" = markdown ] && [ -f "$FAKES/page.md" ]; then
  cp "$FAKES/page.md" "$6"
else
  PYTHONPATH="$SOURCE" exec "$REAL_PYTHON" -m factcheck "$@"
fi
"""


@dataclass
class Ran:
    """What a run of the action left: its exit code and outputs, and everything it was seen to do."""

    code: int = 0
    log: str = ""
    summary: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    used: dict[str, dict[str, str]] = field(default_factory=dict)
    """Actions that would have run, by name without version, with their inputs."""
    pip: list[str] = field(default_factory=list)
    checks: list[list[str]] = field(default_factory=list)
    """Calls of ``factcheck check``, each the folder it ran in and the arguments."""


@dataclass
class ActionRunner:
    """A machine with a checkout at ``folder/checkout`` and fakes for everything that would need the network."""

    folder: Path
    record: str
    messages: str = ""
    page: str | None = None

    def __post_init__(self) -> None:
        self.checkout.mkdir()
        self.fakes.mkdir()
        (self.folder / "temp").mkdir()
        self._write("python3", PYTHON)
        self._write("factcheck", TOOL)
        self._write("record.json", self.record)
        if self.page is not None:
            self._write("page.md", self.page)

    @property
    def checkout(self) -> Path:
        """The top of the checkout, ``GITHUB_WORKSPACE``."""
        return self.folder / "checkout"

    @property
    def fakes(self) -> Path:
        """Where the fakes stand and note what they were asked for."""
        return self.folder / "fakes"

    def run(self, *, check_code: int = 0, pip_code: int = 0, **given: str) -> Ran:
        """Run the action with these inputs, underscores for hyphens."""
        inputs = {name: about["default"] for name, about in ACTION["inputs"].items()}
        inputs |= {name.replace("_", "-"): value for name, value in given.items()}
        context = {f"inputs.{name}": value for name, value in inputs.items()}
        # As setup-python puts it out.
        context["steps.python.outputs.python-path"] = str(self.fakes / "python3") if inputs["python-version"] else ""
        ran = Ran()
        for number, step in enumerate(ACTION["runs"]["steps"]):
            if not is_due(step.get("if", "success()"), context, failed=ran.code != 0):
                continue
            if "uses" in step:
                wanted = {key: filled(value, context) for key, value in step["with"].items() if isinstance(value, str)}
                ran.used[step["uses"].partition("@")[0]] = wanted
                continue
            self._run_step(number, step, context, ran, {"CHECK_CODE": str(check_code), "PIP_CODE": str(pip_code)})
        ran.outputs = {name: filled(about["value"], context) for name, about in ACTION["outputs"].items()}
        ran.pip = self._noted("pip.txt")
        ran.checks = [json.loads(line) for line in self._noted("checks.jsonl")]
        return ran

    def _run_step(
        self, number: int, step: dict[str, Any], context: dict[str, str], ran: Ran, codes: dict[str, str]
    ) -> None:
        script, output, summary = (self.folder / f"{number}.{kind}" for kind in ("sh", "output", "summary"))
        script.write_text(filled(step["run"], context), "utf-8")
        output.touch()
        summary.touch()
        environment = self._environment() | codes | {key: filled(v, context) for key, v in step["env"].items()}
        environment |= {"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary)}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.checkout / filled(step.get("working-directory", "."), context),
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
        )
        for line in output.read_text("utf-8").splitlines():
            name, _, value = line.partition("=")
            context[f"steps.{step['id']}.outputs.{name}"] = value
        ran.log += done.stdout
        ran.summary += summary.read_text("utf-8")
        ran.code = ran.code if done.returncode == 0 else done.returncode

    def _environment(self) -> dict[str, str]:
        return {
            # Without setup-python, the first python3 on the path.
            "PATH": f"{self.fakes}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.folder),
            "RUNNER_TEMP": str(self.folder / "temp"),
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_WORKSPACE": str(self.checkout),
            "FAKES": str(self.fakes),
            "REAL_PYTHON": sys.executable,
            "SOURCE": str(ROOT),
            "MESSAGES": self.messages,
        }

    def _write(self, name: str, text: str) -> None:
        (self.fakes / name).write_text(text, "utf-8")
        (self.fakes / name).chmod(0o755)

    def _noted(self, name: str) -> list[str]:
        path = self.fakes / name
        return path.read_text("utf-8").splitlines() if path.exists() else []


def filled(text: str, context: Mapping[str, str]) -> str:
    """The text with each expression replaced by its value; what is not known is empty, as on GitHub."""
    return re.sub(r"\$\{\{\s*([\w.-]+)\s*\}\}", lambda found: context.get(found[1], ""), text)


def is_due(condition: str, context: Mapping[str, str], *, failed: bool) -> bool:
    """Whether a step with this ``if`` runs: terms joined by ``&&``, status functions or comparisons with a text."""
    terms = [term.strip() for term in condition.removeprefix("${{").removesuffix("}}").split("&&")]
    if "!cancelled()" not in terms and failed:
        return False
    return all(_holds(term, context) for term in terms if term not in ("!cancelled()", "success()"))


def _holds(term: str, context: Mapping[str, str]) -> bool:
    found = re.fullmatch(r"([\w.-]+) (==|!=) '([^']*)'", term)
    assert found, f"this runner does not know the condition {term}"
    return (context.get(found[1], "") == found[3]) is (found[2] == "==")
