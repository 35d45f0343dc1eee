"""The name under which a claim is known in the review logs, from whichever folder it was checked."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Set
from pathlib import Path

from factcheck.datatypes import Claim

_ABOVE = re.compile(r"^(\.\./)+|^/")
"""What a path begins with that leads out of the folder where it is named."""


class ClaimKeys:
    """Gives claims their keys: ``file::id``, the file relative to the folder of the settings.

    A report names files as the user did, relative to where ``check`` was run; the log must not depend on that.
    """

    def __init__(self, root: Path, cwd: Path | None = None) -> None:
        self._root = Path(os.path.realpath(root))
        self._folders = [folder for folder in (cwd, root) if folder is not None]
        self._known: dict[str, str] = {}
        self._lost: set[str] = set()

    def of(self, claim: Claim) -> str:
        """The key; a file that is not there any more, or lies outside of the folder, is named as in the report."""
        return f"{self._name(claim.place.file)}::{claim.id}" if claim.place else claim.id

    def among(self, claims: Iterable[Claim], keys: Iterable[str]) -> ClaimKeys:
        """These, where a file of the claims that is not found is the one of the known keys whose path ends alike.

        A record does not say in which folder it was made. The one that was made in ``claims/`` has ``a.yaml`` for
        ``claims/a.yaml``; where more than one file could be meant the name stays as it is.
        """
        files = {claim.place.file for claim in claims if claim.place}
        names = {file: self._name(file) for file in files}
        met = _met({names[file] for file in files & self._lost}, set(names.values()), _files(keys))
        other = ClaimKeys(self._root)
        other._folders, other._lost = self._folders, self._lost
        other._known = self._known | {file: met[names[file]] for file in files & self._lost if names[file] in met}
        return other

    def of_both(self, old: Iterable[Claim], new: Iterable[Claim]) -> ClaimKeys:
        """These, where a file that is found for one of two records only has that name in both."""
        old, new = list(old), list(new)
        keys = self.among(old, map(self.of, new))
        return keys.among(new, map(keys.of, old))

    def _name(self, file: str) -> str:
        if file not in self._known:
            self._known[file] = self._relative(file)
        return self._known[file]

    def _relative(self, file: str) -> str:
        for folder in self._folders:
            path = Path(os.path.realpath(folder / file))
            if path.is_file() and path.is_relative_to(self._root):
                return path.relative_to(self._root).as_posix()
        self._lost.add(file)
        return Path(file).as_posix()


def _files(keys: Iterable[str]) -> set[str]:
    return {key.rpartition("::")[0] for key in keys}


def _met(lost: Set[str], names: Set[str], known: Set[str]) -> dict[str, str]:
    """For each lost name that is not known itself the known one that ends alike, if it is that of no other name."""
    found = {}
    for name in lost - known:
        alike = [other for other in known if _ends_alike(name, other)]
        if len(alike) == 1 and sum(_ends_alike(one, alike[0]) for one in names) == 1:
            found[name] = alike[0]
    return found


def _ends_alike(one: str, other: str) -> bool:
    """Whether one path is the end of the other, as those of one file are that are named from two folders."""
    shorter, longer = sorted((f"/{_ABOVE.sub('', name)}" for name in (one, other)), key=len)
    return longer.endswith(shorter)
