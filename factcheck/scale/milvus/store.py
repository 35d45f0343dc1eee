"""The store: the evidence's vectors in a collection, brought up to date row by row.

An update first says that it has begun, then removes what is gone and adds what is new, and last notes what it has left.
One that is cut short therefore has not said that it ended, and the next compares all keys and does the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from factcheck.cache import Cache, Progress, encode_cached
from factcheck.datatypes import Embedder, Snippet, content_hash
from factcheck.errors import StoreError
from factcheck.index import Index, Row, build_index
from factcheck.index.generation import REBUILD
from factcheck.index.index import COMPLETE_ROWS, index_of
from factcheck.index.rows import group_rows
from factcheck.scale.milvus.collection import MILVUS_FORMAT, Collection, Manifest
from factcheck.scale.milvus.connection import connect, telling
from factcheck.scale.milvus.fields import Keys, keys_of
from factcheck.scale.milvus.search import MilvusSearch
from factcheck.stores import Milvus

_PORTION = 2000
"""Rows embedded and stored at a time: what a killed run loses at most, and what is held in memory."""


def open_milvus(
    milvus: Milvus,
    evidence: str,
    snippets: Iterable[Snippet],
    embedder: Embedder,
    cache: Cache,
    *,
    rebuild: bool = False,
    progress: Progress | None = None,
) -> Index:
    """The index of the snippets, its vectors from Milvus, which is brought up to date first.

    Only texts that neither the collection nor the cache knows are embedded; ``progress`` hears of them. ``evidence`` is
    a hash that names the evidence set. Up to ``COMPLETE_ROWS`` rows are read into memory, and Milvus is left alone from
    then on; of more, Milvus does the search by meaning. The search by words is the same as that of ``open_index``.

    Raises:
        StoreError: Milvus cannot be reached or used, or the collection has been made with another embedder, format or
            index, or for other evidence (the message names the mending command).
        ModelError: the embedder does not keep its promise.
    """
    rows = group_rows(snippets)
    if not rows:
        return build_index((), embedder, cache)
    connection = connect(milvus)
    try:
        with telling(milvus):
            collection = Collection(connection, milvus.collection or f"factcheck_{evidence[:16]}")
            dim = _update(collection, evidence, rows, embedder, cache, rebuild=rebuild, progress=progress)
            if len(rows) > COMPLETE_ROWS:
                return Index(rows, MilvusSearch(collection, rows, dim), embedder.model_id, embedder.precision)
            index = index_of(rows, collection.vectors([row.hash for row in rows]), embedder)
    except BaseException:
        connection.close()
        raise
    connection.close()
    return index


def _update(
    collection: Collection,
    evidence: str,
    rows: Sequence[Row],
    embedder: Embedder,
    cache: Cache,
    *,
    rebuild: bool,
    progress: Progress | None,
) -> int:
    """Makes the rows of the collection these, and returns the length of their vectors."""
    if rebuild:
        collection.drop()
    manifest = _ready(collection, evidence, embedder) or _create(collection, evidence, rows[0], embedder, cache)
    wanted = keys_of(rows)
    digest = _digest(wanted)
    if collection.finished() == digest and collection.count() == len(rows):
        return manifest.dim
    collection.mark("")
    stored = collection.keys()
    collection.remove([row for row in stored if row not in wanted])
    _describe(collection, rows, wanted, stored)
    new = [row for row in rows if row.hash not in stored or stored[row.hash][0] != row.text_hash]
    _add(collection, new, manifest.dim, embedder, cache, progress)
    collection.flush()
    if collection.count() != len(rows):
        raise collection.changed()
    collection.mark(digest)
    return manifest.dim


def _ready(collection: Collection, evidence: str, embedder: Embedder) -> Manifest | None:
    """The manifest of the collection, ready to be read; None where there is none, or one whose making was cut short."""
    manifest = collection.manifest()
    if manifest is None:
        return None
    _refuse_other(collection, manifest, evidence, embedder)
    if collection.load():
        return manifest
    collection.drop()
    return None


def _create(collection: Collection, evidence: str, row: Row, embedder: Embedder, cache: Cache) -> Manifest:
    """Makes the collection; one text has to be embedded to know the length of the vectors."""
    dim = encode_cached(embedder, cache, [row.text]).shape[1]
    index = collection.connection.milvus.index
    manifest = Manifest(MILVUS_FORMAT, embedder.model_id, embedder.precision, dim, index, evidence)
    collection.create(manifest)
    collection.load()
    return manifest


def _describe(collection: Collection, rows: Sequence[Row], wanted: Keys, stored: Keys) -> None:
    """Replaces the fields of the rows whose text is the same, but not what a search may be confined by."""
    changed = [
        row
        for row in rows
        if row.hash in stored and stored[row.hash] != wanted[row.hash] and stored[row.hash][0] == row.text_hash
    ]
    for start in range(0, len(changed), _PORTION):
        some = changed[start : start + _PORTION]
        collection.put(some, collection.vectors([row.hash for row in some]))


def _add(
    collection: Collection,
    rows: Sequence[Row],
    dim: int,
    embedder: Embedder,
    cache: Cache,
    progress: Progress | None,
) -> None:
    for start in range(0, len(rows), _PORTION):
        some = rows[start : start + _PORTION]
        told = _from(start, len(rows), progress)
        vectors = encode_cached(embedder, cache, [row.text for row in some], told)
        if vectors.shape[1] != dim:
            raise StoreError(f"{embedder.model_id} now gives vectors of another length — {REBUILD}")
        collection.put(some, vectors)


def _from(start: int, total: int, progress: Progress | None) -> Progress | None:
    """Progress of one portion as progress of all rows."""
    return (lambda done, _: progress(start + done, total)) if progress else None


def _refuse_other(collection: Collection, manifest: Manifest, evidence: str, embedder: Embedder) -> None:
    """Refuses a collection whose vectors cannot be compared, whose index is another, or that is not this evidence's."""
    stored, wanted = (manifest.model_id, manifest.precision), (embedder.model_id, embedder.precision)
    if stored != wanted:
        was, now = (f"{model} ({precision})" for model, precision in (stored, wanted))
        raise StoreError(
            f"the collection {collection.name} was made with the embedder {was}, not with {now} — {REBUILD}"
        )
    if manifest.evidence != evidence:
        raise StoreError(
            f"the collection {collection.name} holds other evidence — name another one in milvus: collection:, or to "
            f"replace it {REBUILD}"
        )
    if manifest.index != collection.connection.milvus.index:
        asked = collection.connection.milvus.index
        raise StoreError(f"the collection {collection.name} has the index {manifest.index}, not {asked} — {REBUILD}")


def _digest(keys: Keys) -> str:
    return content_hash(*(part for row in sorted(keys) for part in (row, *keys[row])))
