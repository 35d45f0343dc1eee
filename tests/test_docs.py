"""The documentation is run: what it shows is what the commands print."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from factcheck.settings import Settings

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


@pytest.mark.parametrize("path", ["docs/files.md", "factcheck/data/project/factcheck.yaml"])
@pytest.mark.parametrize("setting", ["k", "embedder", "verifier", "ui_lang"])
def test_settings_that_are_shown_are_the_defaults(path: str, setting: str) -> None:
    page = (ROOT / path).read_text(encoding="utf-8")
    [shown] = re.findall(rf"^(?:# )?{setting}: (\S+)  +#", page, re.MULTILINE)
    assert shown == str(getattr(Settings(ROOT, (), ()), setting))


def test_the_card_of_the_small_verifier_names_its_body() -> None:
    folder = ROOT / "factcheck" / "data"
    body = json.loads((folder / "small" / "body.json").read_text(encoding="utf-8"))
    card = (folder / "verifier-small" / "README.md").read_text(encoding="utf-8")
    assert body["files"]["body.safetensors"] in card
    assert f"{body['config']['vocab_size']:,}" in card


@pytest.mark.parametrize(
    "page", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("factcheck/data/*/*.md")])
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#\s]*)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
