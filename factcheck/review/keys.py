"""The name under which a claim is known in the review logs, from whichever folder it was checked."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path

from factcheck.datatypes import Claim, Report

_STDIN = "<stdin>"
"""What claims on standard input name as their file; it lies in no folder."""


class ClaimKeys:
    """Gives the claims of one record their keys: ``file::id``, the file relative to the folder of the settings.

    A report names files as the user did, relative to where ``check`` was run; the log must not depend on that.
    """

    def __init__(self, root: Path, cwd: Path | None = None, folder: str | None = None) -> None:
        """The keys of a record that was made in ``folder`` below ``root``.

        Where no such folder is known a file is looked for in ``cwd`` and then in ``root``.
        """
        self._root = Path(os.path.realpath(root))
        self._folder = folder
        folders = (cwd, root) if folder is None else (root / folder,)
        self._folders = [place for place in folders if place is not None]
        self._known: dict[str, str] = {}

    def of(self, claim: Claim) -> str:
        """The key; a file that is not there any more, or lies outside of ``root``, is named without looking at it."""
        if claim.place is None:
            return claim.id
        file = claim.place.file
        if file not in self._known:
            self._known[file] = self._relative(file)
        return f"{self._known[file]}::{claim.id}"

    def _relative(self, file: str) -> str:
        for folder in self._folders:
            path = Path(os.path.realpath(folder / file))
            if path.is_file() and path.is_relative_to(self._root):
                return path.relative_to(self._root).as_posix()
        if self._folder is None or file == _STDIN:
            return Path(file).as_posix()
        return posixpath.normpath(Path(self._folder, file).as_posix())


def keys_of(report: Report, root: Path, cwd: Path | None = None) -> ClaimKeys:
    """The keys of the claims of a record of the project in ``root``, equal for one claim wherever it was checked."""
    return ClaimKeys(root, cwd, report.provenance.folder)


def folder_below(root: Path, cwd: Path) -> str | None:
    """The folder as a record names it: relative to ``root``, with slashes, empty for ``root`` itself.

    ``None`` where it lies outside of ``root``, for its path would be that of one machine only, and where the name is
    not UTF-8, which a record cannot hold.
    """
    base, folder = Path(os.path.realpath(root)), Path(os.path.realpath(cwd))
    if not folder.is_relative_to(base):
        return None
    name = folder.relative_to(base).as_posix()
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return None
    return "" if name == "." else name
