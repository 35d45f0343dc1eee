"""The page of `factcheck review`."""

from __future__ import annotations

import contextlib
import getpass
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from factcheck.cli.output import RECORDS, remark
from factcheck.cli.reviews import home_of
from factcheck.cli.show import newest_record
from factcheck.cli.stdin import has_person
from factcheck.errors import SettingsError
from factcheck.inputfiles import is_file
from factcheck.language import check_language
from factcheck.review import Role
from factcheck.settings import load_settings


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks for; no reviewer is looked up, and asked for where nobody is known."""

    report: Path | None
    reviewer: str | None
    role: str
    port: int
    browser: bool
    config: Path | None
    ui_lang: str | None = None


def run_page(request: Request) -> int:
    """Serve the review page until Ctrl-C; 0 then."""
    # Before the server is loaded, as a wrong option should not take a second.
    cwd = Path.cwd()
    settings = load_settings(request.config, cwd, os.environ, {"ui_lang": request.ui_lang})
    check_language(settings.ui_lang)
    root = settings.root
    record = find_record(request.report, root)
    from factcheck.server.desk import Desk
    from factcheck.server.serve import open_port, serve
    from factcheck.server.view import Turn

    listener = open_port(request.port)
    reviewer = request.reviewer or known_name(cwd) or _ask_name()
    desk = Desk(record, home_of(record) or root, cwd, Turn(reviewer, Role(request.role)))
    view = desk.look()
    for fault in view.faults:
        remark(fault)
    remark(f"{len(view.scope):,} verdicts of {record} for {desk.turn.reviewer}, Ctrl-C ends")
    # Programs that open the page themselves read the address from stdout.
    serve(desk, listener, say=_print_address, browser=request.browser, lang=settings.ui_lang)
    view = desk.look()
    remark(f"ended; {view.n_reviewed:,} of {len(view.scope):,} are reviewed, decisions are in {desk.log.path}")
    return 0


def find_record(named: Path | None, root: Path) -> Path:
    """The record to review: the newest, the file of this path, or the one of this name. Raises ``SettingsError``."""
    if named is None:
        return newest_record(root / RECORDS)
    by_name = root / RECORDS / f"{named}.json"
    return by_name if is_file(by_name) and not is_file(named) else named


def known_name(cwd: Path, login: Callable[[], str] = getpass.getuser) -> str:
    """How git or the system knows the user; nothing if neither does."""
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        asked = ["git", "config", "user.name"]
        said = subprocess.run(asked, cwd=cwd, capture_output=True, text=True, timeout=5, check=False).stdout.strip()
        if said:
            return said
    with contextlib.suppress(OSError, KeyError, ImportError):
        return login()
    return ""


def _ask_name() -> str:
    if not has_person():
        raise SettingsError("nobody is known here by name — say who decides with --reviewer NAME")
    print("Your name, for the decisions: ", end="", file=sys.stderr, flush=True)  # noqa: T201
    return sys.stdin.readline().strip()


def _print_address(address: str) -> None:
    print(address, flush=True)  # noqa: T201
