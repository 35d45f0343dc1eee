"""The documentation is run: what it shows is what the commands print."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
CONSOLE = re.findall(r"```console\n\$ (factcheck[^\n]*)\n(.*?)```", PAGE, re.DOTALL)


def printed(command: str) -> str:
    """What the command prints 100 columns wide."""
    arguments = shlex.split(command)[1:]
    environment = os.environ | {"COLUMNS": "100", "TERMINAL_WIDTH": "100"}
    return subprocess.run(
        [sys.executable, "-m", "factcheck", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    ).stdout


@pytest.mark.parametrize(("command", "shown"), CONSOLE, ids=[command for command, _ in CONSOLE])
def test_the_page_of_commands_shows_the_current_help(command: str, shown: str) -> None:
    assert printed(command).strip() == shown.strip()


def test_every_command_is_on_the_page() -> None:
    commands = set(re.findall(r"^  (\w+)  ", printed("factcheck --help").partition("Commands:")[2], re.MULTILINE))
    assert {command for command in commands if f"$ factcheck {command} --help" in PAGE} == commands != set()
