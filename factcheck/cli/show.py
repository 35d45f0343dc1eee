"""`factcheck show`."""

from __future__ import annotations

import os
from pathlib import Path

from factcheck.cli.output import RECORDS, emit, terminal_size
from factcheck.cli.reviews import read_reviewed
from factcheck.datatypes import Report, Unchecked, Verdict
from factcheck.errors import SettingsError
from factcheck.faultlog import nearest
from factcheck.language import speaking
from factcheck.report.terminal import show_verdict
from factcheck.settings import load_settings


def run_show(claim_id: str, record: Path | None, config: Path | None, ui_lang: str | None = None) -> int:
    """Print one verdict; 0 if it is there."""
    settings = load_settings(config, Path.cwd(), os.environ, {"ui_lang": ui_lang})
    report = read_reviewed(record or newest_record(settings.root / RECORDS))
    width, color = terminal_size()
    with speaking(settings.ui_lang):
        text = "\n".join(show_verdict(item, width=width, color=color) for item in find(report, claim_id))
    emit(text, None)
    return 0


def newest_record(folder: Path) -> Path:
    """The record written last. Raises ``SettingsError`` if there is none."""
    records = sorted(folder.glob("*.json"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    if not records:
        raise SettingsError(f"no record in {folder} — run `factcheck check` first, or name one with --report")
    return records[-1]


def find(report: Report, claim_id: str) -> list[Verdict | Unchecked]:
    """All items with this id; ``file::id`` names exactly one. Raises ``SettingsError`` with the nearest id."""
    items: list[Verdict | Unchecked] = [*report.verdicts, *report.unchecked]
    found = [item for item in items if claim_id in _names(item)]
    if not found:
        near = nearest(claim_id, [item.claim.id for item in items])
        raise SettingsError(
            f"no claim {claim_id} in the report {report.name}" + (f' — did you mean "{near}"?' if near else "")
        )
    return found


def _names(item: Verdict | Unchecked) -> set[str]:
    return {item.claim.id, item.claim.key}
