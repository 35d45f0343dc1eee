"""Writes the small project that ``factcheck init`` starts with."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from factcheck.files import write_atomically


def write_project(folder: Path) -> list[Path]:
    """The files written, in the order of ``project_files``; a file that is there already is kept and not in the list.

    Raises:
        StoreError: a file cannot be written.
    """
    written = []
    for path, content in _template(folder):
        # A link that leads nowhere is somebody's file too.
        if not path.exists() and not path.is_symlink():
            write_atomically(path, content)
            written.append(path)
    return written


def project_files(folder: Path) -> list[Path]:
    """The files that a new project in this folder consists of, sorted, whether they are there or not."""
    return [path for path, _ in _template(folder)]


def _template(folder: Path) -> list[tuple[Path, bytes]]:
    found: list[tuple[Path, bytes]] = []
    _collect(resources.files("factcheck") / "data" / "project", folder, found)
    return sorted(found)


def _collect(place: Traversable, folder: Path, found: list[tuple[Path, bytes]]) -> None:
    for item in place.iterdir():
        if item.is_dir():
            _collect(item, folder / item.name, found)
        else:
            found.append((folder / item.name, item.read_bytes()))
