"""The cache: vectors and stance probabilities by the hash of what they were computed from, in one SQLite file.

A cache never stops a check. A folder that cannot be written, a full disk or a damaged file costs time and is said once.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from factcheck.datatypes import ClaimEmbedder, Marks, Span, Stance, StanceProbs, content_hash
from factcheck.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from factcheck.datatypes import Embedder

CACHE_FORMAT = 2
"""Raised when keys or columns change; a file of another format is emptied."""

_VARIABLES = 500
"""Keys in one query; SQLite before 3.32 takes 999 at most."""

_BUSY_SECONDS = 30.0

_ENCODE_TEXTS = 2048
"""Texts encoded before they are stored: what a killed run loses, against batches sorted by length in the model."""

_TABLES = (
    "DROP TABLE IF EXISTS vectors",
    "DROP TABLE IF EXISTS assessments",
    "DROP TABLE IF EXISTS marks",
    "CREATE TABLE vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)",
    "CREATE TABLE assessments"
    " (key BLOB PRIMARY KEY, supports REAL NOT NULL, contradicts REAL NOT NULL, neutral REAL NOT NULL)",
    "CREATE TABLE marks (key BLOB PRIMARY KEY, evidence TEXT NOT NULL, claim TEXT NOT NULL)",
)

_log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Called with how many are done and how many there are."""


class Cache:
    """Results by content. Safe for several processes and threads at once, and after a kill at any moment.

    Keys are SHA-256 over the model key and the texts and nothing else, so a renamed or moved text costs nothing.
    """

    def __init__(self, path: Path | None) -> None:
        """Opens the file, made with its folders where missing; None keeps everything in memory."""
        self._path = path
        self._guard = threading.RLock()
        self._connection = self._open()

    @classmethod
    def in_memory(cls) -> Cache:
        """A cache that ends with the process."""
        return cls(None)

    def close(self) -> None:
        """Closes the file; what was added is kept."""
        with self._guard:
            self._connection.close()

    def vectors(self, model_key: str, texts: Iterable[str]) -> dict[str, NDArray[np.float32]]:
        """The stored vectors of those texts that have one, each of shape (dim,), bit for bit as they were added."""
        keys = {_key(model_key, text): text for text in texts}
        found = self._select("SELECT key, vector FROM vectors WHERE key IN", list(keys))
        return {
            keys[key]: np.frombuffer(data, dtype="<f4").astype(np.float32) for key, data in found if len(data) % 4 == 0
        }

    def add_vectors(self, model_key: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Stores the vectors by text."""
        rows = [(_key(model_key, text), vector.astype("<f4").tobytes()) for text, vector in vectors.items()]
        self._insert("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def assessments(self, model_key: str, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], StanceProbs]:
        """The stored probabilities of those (evidence, claim) pairs that have some."""
        keys = {_key(model_key, *pair): pair for pair in pairs}
        found = self._select("SELECT key, supports, contradicts, neutral FROM assessments WHERE key IN", list(keys))
        return {keys[key]: StanceProbs(*probs) for key, *probs in found}

    def add_assessments(self, model_key: str, assessments: Mapping[tuple[str, str], StanceProbs]) -> None:
        """Stores the probabilities by (evidence, claim) pair."""
        rows = [(_key(model_key, *pair), p.supports, p.contradicts, p.neutral) for pair, p in assessments.items()]
        self._insert("INSERT OR REPLACE INTO assessments VALUES (?, ?, ?, ?)", rows)

    def marks(self, model_key: str, keys: Iterable[tuple[str, str, Stance]]) -> dict[tuple[str, str, Stance], Marks]:
        """The stored marks of those (evidence, claim, stance) that have some."""
        by_key = {_key(model_key, *key): key for key in keys}
        found = self._select("SELECT key, evidence, claim FROM marks WHERE key IN", list(by_key))
        return {by_key[key]: Marks(_spans(evidence), _spans(claim)) for key, evidence, claim in found}

    def add_marks(self, model_key: str, marks: Mapping[tuple[str, str, Stance], Marks]) -> None:
        """Stores the marks by (evidence, claim, stance)."""
        rows = [(_key(model_key, *key), json.dumps(m.evidence), json.dumps(m.claim)) for key, m in marks.items()]
        self._insert("INSERT OR REPLACE INTO marks VALUES (?, ?, ?)", rows)

    def _select(self, query: str, keys: Sequence[bytes]) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        with self._guard:
            for start in range(0, len(keys), _VARIABLES):
                some = keys[start : start + _VARIABLES]
                marks = ",".join("?" * len(some))
                try:
                    found += self._connection.execute(f"{query} ({marks})", some).fetchall()
                except sqlite3.Error as error:
                    self._recover(error)
        return found

    def _insert(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if not rows:
            return
        with self._guard:
            for anew in (True, False, False):  # the file, then a new file or memory, then memory
                try:
                    with self._connection:
                        self._connection.executemany(statement, rows)
                except sqlite3.Error as error:
                    self._recover(error, anew)
                else:
                    return

    def _open(self) -> sqlite3.Connection:
        if self._path is None:
            return _connect(":memory:")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return _connect(str(self._path))
        except (OSError, sqlite3.Error) as error:
            return self._replacement(error)

    def _recover(self, error: sqlite3.Error, anew: bool = True) -> None:
        self._connection.close()
        self._connection = self._replacement(error, anew)

    def _replacement(self, error: OSError | sqlite3.Error, anew: bool = True) -> sqlite3.Connection:
        """A new file where the old one is damaged; memory where the place cannot be written or is busy for too long."""
        if self._path is not None and anew and _is_damage(error):
            try:
                return _start_anew(self._path)
            except (OSError, sqlite3.Error) as second:
                error = second
        _log.warning("the cache %s cannot be used (%s); results of this run are kept in memory only", self._path, error)
        self._path = None
        return _connect(":memory:")


def encode_cached(
    embedder: Embedder,
    cache: Cache,
    texts: Sequence[str],
    progress: Progress | None = None,
    *,
    claims: bool = False,
) -> NDArray[np.float32]:
    """The unit vectors of the texts, shape (n_texts, dim), in their order, bit for bit the same cached or not.

    The texts are snippets, or with ``claims`` claims, which some embedders read another way. Only texts that the cache
    lacks are encoded, each once; with nothing to encode the model is not touched, so a lazy one stays unloaded. No
    texts give shape (0, 0).

    Raises:
        ModelError: the embedder returns another shape than promised, or rows that are not finite and of length one.
    """
    if not texts:
        return np.empty((0, 0), dtype=np.float32)
    model_key, encode = f"{embedder.model_id} {embedder.precision}", embedder.encode
    if claims and isinstance(embedder, ClaimEmbedder):
        model_key, encode = f"{model_key} claims", embedder.encode_claims
    unique = list(dict.fromkeys(texts))
    known = {text: vector for text, vector in cache.vectors(model_key, unique).items() if _are_unit(vector[None, :])}
    # Sorted, so that shuffled claims form the same batches and every rounding is the same.
    missing = sorted(text for text in unique if text not in known)
    for some in _portions(missing):
        encoded = dict(zip(some, _encode(embedder.model_id, encode, some), strict=True))
        cache.add_vectors(model_key, encoded)
        known |= encoded
        if progress is not None:
            progress(len(known), len(unique))
    if len({vector.shape for vector in known.values()}) > 1:
        raise ModelError(
            f"{embedder.model_id} gives vectors of different lengths — use a model_id that names its revision"
        )
    return np.stack([known[text] for text in texts])


def _encode(
    model_id: str, encode: Callable[[Sequence[str]], NDArray[np.float32]], texts: Sequence[str]
) -> NDArray[np.float32]:
    vectors = np.asarray(encode(texts), dtype=np.float32)
    if vectors.ndim != 2 or len(vectors) != len(texts) or not _are_unit(vectors):
        raise ModelError(
            f"{model_id} does not give one unit vector a text ({len(texts)} texts, shape {vectors.shape})"
            " — normalise its vectors or name another embedder"
        )
    return vectors


def _are_unit(vectors: NDArray[np.float32]) -> bool:
    """Whether every row has length one; 0.01 allows for models that run in half precision, and refuses NaN."""
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=1)
    return vectors.shape[1] > 0 and bool(np.all(np.abs(lengths - 1.0) < 0.01))


def _spans(text: str) -> tuple[Span, ...]:
    return tuple((int(start), int(end)) for start, end in json.loads(text))


def _portions(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), _ENCODE_TEXTS):
        yield texts[start : start + _ENCODE_TEXTS]


def _key(*parts: str) -> bytes:
    return bytes.fromhex(content_hash(*parts))


def _connect(name: str) -> sqlite3.Connection:
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
        for statement in _TABLES:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {CACHE_FORMAT}")
    connection.commit()


def _format(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _is_damage(error: Exception) -> bool:
    # An OperationalError is about the place (read-only, full, locked), any other DatabaseError about the content.
    return isinstance(error, sqlite3.DatabaseError) and (
        not isinstance(error, sqlite3.OperationalError) or "no such table" in str(error)
    )


def _is_sound(connection: sqlite3.Connection) -> bool:
    try:
        for table in ("vectors", "assessments", "marks"):
            connection.execute(f"SELECT key FROM {table} LIMIT 1").fetchall()
        return bool(connection.execute("PRAGMA quick_check").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False


def _start_anew(path: Path) -> sqlite3.Connection:
    """A new file; the damaged one is moved aside, unless another process has done so meanwhile."""
    from filelock import FileLock

    with FileLock(path.with_name(f"{path.name}.lock"), timeout=_BUSY_SECONDS):
        try:
            connection = _connect(str(path))
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
        return _connect(str(path))
