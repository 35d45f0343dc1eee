"""A collection: the rows of one evidence set in Milvus, with the manifest of how they were made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from factcheck.errors import StoreError
from factcheck.index import Row
from factcheck.index.generation import REBUILD
from factcheck.scale.milvus.connection import CALL_SECONDS, Connection
from factcheck.scale.milvus.fields import Keys, entities, index_parameters, schema

if TYPE_CHECKING:
    from numpy.typing import NDArray

MILVUS_FORMAT = 1
"""Raised when the fields, or the rules that make rows, change; another format is refused."""

_MANIFEST, _ROWS = "factcheck.manifest", "factcheck.rows"
"""Properties of the collection: how it was made, and the hash of the keys in it, which is empty during an update."""

_BATCH = 1000
"""Rows in one answer: 1,000 vectors of 1,024 numbers are 4 MB, and a server refuses messages above 64 MB."""

_MOST_FOUND = 16_384
"""What a Milvus server finds in one search at most; more are fetched in turns."""

_LEAST_BREADTH = 200
"""How many rows a search of the graph keeps in view at least; a server allows up to twice what it finds at most."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a collection was made with, and for which evidence (a hash of its paths)."""

    format_version: int
    model_id: str
    precision: str
    dim: int
    index: str
    evidence: str


class Collection:
    """One collection by its name. pymilvus's faults pass through; see ``telling``."""

    def __init__(self, connection: Connection, name: str) -> None:
        self.name = name
        self.connection = connection
        self._client = connection.client

    def manifest(self) -> Manifest | None:
        """How the collection was made; None where there is none.

        Raises:
            StoreError: it is not ours, or of another format.
        """
        if not self._client.has_collection(self.name, timeout=CALL_SECONDS):
            return None
        said = self._properties().get(_MANIFEST)
        if said is None:
            raise StoreError(
                f"the collection {self.name} of Milvus was not made by factcheck — name another one in milvus: "
                "collection:"
            )
        try:
            found = json.loads(said)
            version = found["format_version"]
        except (ValueError, TypeError, KeyError) as error:
            raise StoreError(f"the manifest of the collection {self.name} is damaged — {REBUILD}") from error
        if version != MILVUS_FORMAT:
            raise StoreError(
                f"the collection {self.name} has format {version!r}, this factcheck reads {MILVUS_FORMAT} — {REBUILD}"
            )
        try:
            return Manifest(**found)
        except TypeError as error:
            raise StoreError(f"the manifest of the collection {self.name} is damaged — {REBUILD}") from error

    def create(self, manifest: Manifest) -> None:
        """Makes the collection, without rows."""
        properties = {_MANIFEST: json.dumps(asdict(manifest)), _ROWS: ""}
        self._client.create_collection(
            self.name,
            schema=schema(manifest.dim),
            index_params=index_parameters(manifest.index),
            consistency_level="Strong",
            properties=properties,
            timeout=CALL_SECONDS,
        )

    def load(self) -> bool:
        """Makes the collection ready to be read; False where it never can be, because its making was cut short."""
        if not self._client.list_indexes(self.name, timeout=CALL_SECONDS):
            return False
        self._client.load_collection(self.name, timeout=CALL_SECONDS)
        return True

    def drop(self) -> None:
        """Removes the collection, if there is one and it is ours, whatever its format or state."""
        if self._client.has_collection(self.name, timeout=CALL_SECONDS):
            if _MANIFEST not in self._properties():
                self.manifest()
            self._client.drop_collection(self.name, timeout=CALL_SECONDS)

    def finished(self) -> str:
        """The hash of the keys that the last finished update left; empty where one was cut short."""
        return str(self._properties().get(_ROWS, ""))

    def mark(self, rows: str) -> None:
        """Notes what an update has left, or with an empty text that one begins."""
        self._client.alter_collection_properties(self.name, properties={_ROWS: rows}, timeout=CALL_SECONDS)

    def count(self) -> int:
        """How many rows are stored."""
        [found] = self._client.query(self.name, filter="", output_fields=["count(*)"], timeout=CALL_SECONDS)
        return int(found["count(*)"])

    def keys(self) -> Keys:
        """What is stored of each row, without its vector."""
        asked = {"output_fields": ["row", "text", "fields"], "timeout": CALL_SECONDS}
        if self.connection.milvus.is_file:
            # Milvus Lite reads everything anew for each batch: 20,000 keys took 56 s, and 10,000 at once 1 s.
            answer = self._client.query(self.name, filter="", limit=max(1, self.count()), **asked)
        else:
            answer = _all(self._client.query_iterator(self.name, batch_size=_BATCH, **asked))
        return {found["row"]: (found["text"], found["fields"]) for found in answer}

    def flush(self) -> None:
        """Has what was added sealed and indexed. Milvus Lite is 20 times slower in finding what is not."""
        self._client.flush(self.name, timeout=CALL_SECONDS)

    def put(self, rows: Sequence[Row], vectors: NDArray[np.float32]) -> None:
        """Adds the rows, or replaces those of the same hash; ``vectors`` has shape (n_rows, dim)."""
        for start in range(0, len(rows), _BATCH):
            some = slice(start, start + _BATCH)
            self._client.upsert(self.name, entities(rows[some], vectors[some]), timeout=CALL_SECONDS)

    def remove(self, hashes: Sequence[str]) -> None:
        """Removes the rows of these hashes."""
        for start in range(0, len(hashes), _BATCH):
            self._client.delete(self.name, ids=list(hashes[start : start + _BATCH]), timeout=CALL_SECONDS)

    def vectors(self, hashes: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of these rows, shape (n_hashes, dim), in their order; shape (0, 0) for none.

        Raises:
            StoreError: one of the rows is gone.
        """
        found: dict[str, Any] = {}
        for start in range(0, len(hashes), _BATCH):
            some = list(hashes[start : start + _BATCH])
            answer = self._client.get(self.name, ids=some, output_fields=["row", "vector"], timeout=CALL_SECONDS)
            found |= {one["row"]: np.asarray(one["vector"], dtype=np.float32) for one in answer}
        if any(row not in found for row in hashes):
            raise self.changed()
        return np.stack([found[row] for row in hashes]) if hashes else np.empty((0, 0), dtype=np.float32)

    def nearest(self, vectors: NDArray[np.float32], n: int, expression: str) -> list[list[str]]:
        """The hashes of the n rows nearest to each vector, of those that pass the expression."""
        asked = {"anns_field": "vector", "filter": expression, "output_fields": ["row"], "timeout": CALL_SECONDS}
        if n > _MOST_FOUND:
            return [self._nearest_in_turns(vector, n, asked) for vector in vectors]
        if self.connection.milvus.index == "HNSW":
            asked["search_params"] = {"params": {"ef": max(_LEAST_BREADTH, 2 * n)}}
        answers = self._client.search(self.name, data=list(vectors), limit=n, **asked)
        return [[one["row"] for one in answer] for answer in answers]

    def changed(self) -> StoreError:
        """The fault to raise when the rows are not those that were left there."""
        return StoreError(f"the collection {self.name} of Milvus was changed by another process — {REBUILD}")

    def _nearest_in_turns(self, vector: NDArray[np.float32], n: int, asked: dict[str, Any]) -> list[str]:
        iterator = self._client.search_iterator(self.name, data=[vector], batch_size=_BATCH, limit=n, **asked)
        return [one["row"] for one in _all(iterator)]

    def _properties(self) -> dict[str, Any]:
        described = self._client.describe_collection(self.name, timeout=CALL_SECONDS)
        return dict(described.get("properties") or {})


def _all(iterator: Any) -> Iterator[Any]:
    try:
        while batch := iterator.next():
            yield from batch
    finally:
        iterator.close()
