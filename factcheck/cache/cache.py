"""The cache: vectors and stance probabilities by the hash of what they were computed from, in one SQLite file.

A cache never stops a check. A folder that cannot be written, a full disk or a damaged file costs time and is said once.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from factcheck.cache.database import connect, is_damage, start_anew
from factcheck.cache.upkeep import Upkeep, today
from factcheck.datatypes import ClaimEmbedder, Marks, Span, Stance, StanceProbs, content_hash
from factcheck.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from factcheck.datatypes import Embedder

_VARIABLES = 500
"""Keys in one query; SQLite before 3.32 takes 999 at most."""

_ENCODE_TEXTS = 512
"""Texts encoded before they are stored: what an interrupted run loses; sorted by length they fill batches well."""

MAX_BYTES = 4 * 1024**3
"""Beyond this the entries that were not used for longest go, whenever something is added: a million snippets of 384
numbers take 1.8 GB. ``factcheck cache prune --max-size`` makes it smaller at once."""

_log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Called with how many are done and how many there are."""


class Cache:
    """Results by content. Safe for several processes and threads at once, and after a kill at any moment.

    Keys are SHA-256 over the model key and the texts and nothing else, so a renamed or moved text costs nothing.
    """

    def __init__(self, path: Path | None, *, max_bytes: int = MAX_BYTES) -> None:
        """Opens the file, made with its folders where missing; None keeps everything in memory."""
        self._path = path
        self._max_bytes = max_bytes
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
        found = self._select("vectors", "vector", list(keys))
        return {
            keys[key]: np.frombuffer(data, dtype="<f4").astype(np.float32) for key, data in found if len(data) % 4 == 0
        }

    def add_vectors(self, model_key: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Stores the vectors by text."""
        rows = [(_key(model_key, text), vector.astype("<f4").tobytes()) for text, vector in vectors.items()]
        self._insert("vectors", model_key, rows)

    def assessments(self, model_key: str, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], StanceProbs]:
        """The stored probabilities of those (evidence, claim) pairs that have some."""
        keys = {_key(model_key, *pair): pair for pair in pairs}
        found = self._select("assessments", "supports, contradicts, neutral", list(keys))
        return {keys[key]: StanceProbs(*probs) for key, *probs in found}

    def add_assessments(self, model_key: str, assessments: Mapping[tuple[str, str], StanceProbs]) -> None:
        """Stores the probabilities by (evidence, claim) pair."""
        rows = [(_key(model_key, *pair), p.supports, p.contradicts, p.neutral) for pair, p in assessments.items()]
        self._insert("assessments", model_key, rows)

    def marks(self, model_key: str, keys: Iterable[tuple[str, str, Stance]]) -> dict[tuple[str, str, Stance], Marks]:
        """The stored marks of those (evidence, claim, stance) that have some."""
        by_key = {_key(model_key, *key): key for key in keys}
        found = self._select("marks", "evidence, claim", list(by_key))
        return {by_key[key]: Marks(_spans(evidence), _spans(claim)) for key, evidence, claim in found}

    def add_marks(self, model_key: str, marks: Mapping[tuple[str, str, Stance], Marks]) -> None:
        """Stores the marks by (evidence, claim, stance)."""
        rows = [(_key(model_key, *key), json.dumps(m.evidence), json.dumps(m.claim)) for key, m in marks.items()]
        self._insert("marks", model_key, rows)

    @property
    def is_file(self) -> bool:
        """Whether it is kept in a file; where that cannot be opened it is in memory only."""
        return self._path is not None

    @property
    def upkeep(self) -> Upkeep:
        """What the file holds, and how to make it smaller."""
        return Upkeep(self._connection, self._guard)

    def _select(self, table: str, columns: str, keys: Sequence[bytes]) -> list[tuple[Any, ...]]:
        """Key and columns of the entries that there are; they count as used today."""
        found: list[tuple[Any, ...]] = []
        with self._guard:
            for start in range(0, len(keys), _VARIABLES):
                some = keys[start : start + _VARIABLES]
                query = f"SELECT used, key, {columns} FROM {table} WHERE key IN ({','.join('?' * len(some))})"
                try:
                    rows = self._connection.execute(query, some).fetchall()
                except sqlite3.Error as error:
                    self._recover(error)
                    continue
                self._touch(table, [key for used, key, *_ in rows if used != today()])
                found += [row[1:] for row in rows]
        return found

    def _touch(self, table: str, keys: Sequence[bytes]) -> None:
        """Once a day for each entry. That it fails where others only may read, or write just now, costs nothing."""
        if keys:
            query = f"UPDATE {table} SET used = ? WHERE key IN ({','.join('?' * len(keys))})"
            with contextlib.suppress(sqlite3.Error), self._connection:
                self._connection.execute(query, [today(), *keys])

    def _insert(self, table: str, model_key: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if not rows:
            return
        with self._guard:
            for anew in (True, False, False):  # the file, then a new file or memory, then memory
                try:
                    self._write(table, model_key, rows)
                except sqlite3.Error as error:
                    self._recover(error, anew)
                else:
                    return

    def _write(self, table: str, model_key: str, rows: Sequence[tuple[Any, ...]]) -> None:
        values = ",".join("?" * len(rows[0]))
        model = "(SELECT number FROM models WHERE name = ?)"
        with self._connection:
            self._connection.execute("INSERT OR IGNORE INTO models (name) VALUES (?)", [model_key])
            self._connection.executemany(
                f"INSERT OR REPLACE INTO {table} VALUES ({values}, {model}, ?)",
                [(*row, model_key, today()) for row in rows],
            )
        self.upkeep.keep_below(self._max_bytes)

    def _open(self) -> sqlite3.Connection:
        if self._path is None:
            return connect(":memory:")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return connect(str(self._path))
        except (OSError, sqlite3.Error) as error:
            return self._replacement(error)

    def _recover(self, error: sqlite3.Error, anew: bool = True) -> None:
        self._connection.close()
        self._connection = self._replacement(error, anew)

    def _replacement(self, error: OSError | sqlite3.Error, anew: bool = True) -> sqlite3.Connection:
        """A new file where the old one is damaged; memory where the place cannot be written or is busy for too long."""
        if self._path is not None and anew and is_damage(error):
            try:
                return start_anew(self._path)
            except (OSError, sqlite3.Error) as second:
                error = second
        _log.warning("the cache %s cannot be used (%s); results of this run are kept in memory only", self._path, error)
        self._path = None
        return connect(":memory:")


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
