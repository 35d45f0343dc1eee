"""The name under which a claim is known in the review logs, from whichever folder it was checked."""

from __future__ import annotations

import os
from pathlib import Path

from factcheck.datatypes import Claim


class ClaimKeys:
    """Gives claims their keys: ``file::id``, the file relative to the folder of the settings.

    A report names files as the user did, relative to where ``check`` was run; the log must not depend on that.
    """

    def __init__(self, root: Path, cwd: Path | None = None) -> None:
        self._root = Path(os.path.realpath(root))
        self._folders = [folder for folder in (cwd, root) if folder is not None]
        self._known: dict[str, str] = {}

    def of(self, claim: Claim) -> str:
        """The key; a file that is not there any more, or lies outside of the folder, is named as in the report."""
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
        return Path(file).as_posix()
