"""Keeping the cache small: what it holds, by kind and model, and which entries go first."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Collection
from dataclasses import dataclass

from factcheck.cache.database import TABLES

_PORTION = 10
"""One in so many of a kind's entries goes at once where the file is too large, so that it is not for each new entry."""

_GOAL = 0.9
"""A file that was too large is brought down to this share of what it may take."""


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of one kind (``vectors``, ``assessments`` or ``marks``) of one model.

    ``model`` is the model's key: id and precision. ``unused_days`` is how long ago the latest of them was used.
    """

    kind: str
    model: str
    number: int
    unused_days: int


class Upkeep:
    """Counts and removes entries. ``DatabaseError`` passes through."""

    def __init__(self, connection: sqlite3.Connection, guard: threading.RLock) -> None:
        self._connection = connection
        self._guard = guard

    @property
    def n_bytes(self) -> int:
        """What the entries take, in bytes; three numbers of the file's head tell it, whatever it holds."""
        with self._guard:
            pages, free, size = (
                self._number(f"PRAGMA {name}") for name in ("page_count", "freelist_count", "page_size")
            )
        return (pages - free) * size

    def entries(self) -> list[Entries]:
        """All entries, by kind and model, in the order of their names."""
        found = []
        with self._guard:
            for kind in TABLES:
                of_models = f"{kind} JOIN models ON model = number GROUP BY name ORDER BY name"
                rows = self._connection.execute(f"SELECT name, count(*), max(used) FROM {of_models}")
                found += [Entries(kind, name, number, today() - used) for name, number, used in rows]
        return found

    def remove_unused(self, days: int) -> int:
        """Removes what was not used for more than so many days; returns how many entries that were."""
        return self._remove("used < ?", [today() - days])

    def remove_other_models(self, kept: Collection[str]) -> int:
        """Removes what was made by models whose key does not begin with one of these ids; returns how many."""
        with self._guard:
            rows = self._connection.execute("SELECT number, name FROM models").fetchall()
        others = [number for number, name in rows if not name.startswith(tuple(kept))]
        return sum(self._remove("model = ?", [number]) for number in others)

    def clear(self) -> int:
        """Removes everything; returns how many entries that were."""
        return self._remove("1", [])

    def keep_below(self, max_bytes: int) -> int:
        """Removes the entries that were not used for longest until the rest fits; returns how many.

        Of one day the ones that were added first go first. Nothing is done while all of them fit.
        """
        removed = 0
        if self.n_bytes > max_bytes:
            with self._guard:
                while self.n_bytes > _GOAL * max_bytes and (gone := self._remove_oldest()):
                    removed += gone
        return removed

    def shrink(self) -> None:
        """Gives what was freed back to the disk."""
        with self._guard:
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _remove_oldest(self) -> int:
        days = [self._connection.execute(f"SELECT min(used) FROM {kind}").fetchone()[0] for kind in TABLES]
        oldest = min((day for day in days if day is not None), default=0)
        removed = 0
        for kind in TABLES:
            n_most = 1 + self._number(f"SELECT count(*) FROM {kind}") // _PORTION
            chosen = f"SELECT rowid FROM {kind} WHERE used = ? ORDER BY rowid LIMIT ?"
            removed += self._changed(f"DELETE FROM {kind} WHERE rowid IN ({chosen})", [oldest, n_most])
        return removed

    def _remove(self, condition: str, values: list[int]) -> int:
        with self._guard:
            return sum(self._changed(f"DELETE FROM {kind} WHERE {condition}", values) for kind in TABLES)

    def _changed(self, statement: str, values: list[int]) -> int:
        with self._connection:
            return self._connection.execute(statement, values).rowcount

    def _number(self, query: str) -> int:
        return int(self._connection.execute(query).fetchone()[0])


def today() -> int:
    """The day as the cache counts it."""
    return int(time.time() // 86400)
