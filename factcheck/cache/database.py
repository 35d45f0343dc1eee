"""The SQLite file of the cache: its tables, how it is opened, and how a damaged one is put aside."""

from __future__ import annotations

import logging
import sqlite3
import time
from pathlib import Path

CACHE_FORMAT = 3
"""Raised when keys or columns change; a file of another format is emptied."""

TABLES = ("vectors", "assessments", "marks")
"""The kinds of entries. Each entry has its ``model`` and the day on which it was ``used`` last, counted from 1970."""

DatabaseError = sqlite3.Error
"""What the upkeep raises where the file cannot be changed."""

_BUSY_SECONDS = 30.0

_OF_ALL = "model INTEGER NOT NULL, used INTEGER NOT NULL"

_STATEMENTS = (
    *(f"DROP TABLE IF EXISTS {table}" for table in (*TABLES, "models")),
    "CREATE TABLE models (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    f"CREATE TABLE vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL, {_OF_ALL})",
    "CREATE TABLE assessments (key BLOB PRIMARY KEY,"
    f" supports REAL NOT NULL, contradicts REAL NOT NULL, neutral REAL NOT NULL, {_OF_ALL})",
    f"CREATE TABLE marks (key BLOB PRIMARY KEY, evidence TEXT NOT NULL, claim TEXT NOT NULL, {_OF_ALL})",
    *(f"CREATE INDEX {table}_used ON {table} (used)" for table in TABLES),
)

_log = logging.getLogger(__name__)


def connect(name: str) -> sqlite3.Connection:
    """The database, made with its tables where they are missing. Raises ``sqlite3.Error``."""
    connection = sqlite3.connect(name, timeout=_BUSY_SECONDS, check_same_thread=False)
    try:
        _use_wal(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        _prepare(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _use_wal(connection: sqlite3.Connection) -> None:
    """Lets others read while one writes; a kill then leaves a file that the next start rolls forward."""
    give_up = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            # SQLite does not wait here as it does elsewhere, when several processes open a new file at once.
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise
        time.sleep(0.02)


def _prepare(connection: sqlite3.Connection) -> None:
    if _format(connection) == CACHE_FORMAT:
        return
    connection.execute("BEGIN IMMEDIATE")
    # Asked again inside the transaction: another process may just have made the tables, and filled them.
    if _format(connection) != CACHE_FORMAT:
        for statement in _STATEMENTS:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {CACHE_FORMAT}")
    connection.commit()


def _format(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_damage(error: Exception) -> bool:
    """Whether the error is about the content of the file and not about its place."""
    # An OperationalError is about the place (read-only, full, locked), any other DatabaseError about the content.
    return isinstance(error, sqlite3.DatabaseError) and (
        not isinstance(error, sqlite3.OperationalError) or "no such table" in str(error)
    )


def _is_sound(connection: sqlite3.Connection) -> bool:
    try:
        for table in TABLES:
            connection.execute(f"SELECT key FROM {table} LIMIT 1").fetchall()
        return bool(connection.execute("PRAGMA quick_check").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False


def start_anew(path: Path) -> sqlite3.Connection:
    """A new file; the damaged one is moved aside, unless another process has done so meanwhile."""
    from filelock import FileLock

    with FileLock(path.with_name(f"{path.name}.lock"), timeout=_BUSY_SECONDS):
        try:
            connection = connect(str(path))
            if _is_sound(connection):
                return connection
            connection.close()
        except sqlite3.Error:
            pass
        aside = path.with_name(f"{path.name}.damaged")
        path.replace(aside)
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        _log.warning("the cache %s was damaged; it is now %s and a new one is begun", path, aside.name)
        return connect(str(path))
