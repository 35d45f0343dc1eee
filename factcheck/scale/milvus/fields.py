"""The fields of a row in Milvus: its hashes, its vector, and what a search may be confined by."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from factcheck.datatypes import content_hash
from factcheck.index import Filter, Row
from factcheck.index.filter import language_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_HASH_LENGTH, _LANG_BYTES, _TAG_BYTES, _MOST = 64, 64, 1024, 4096
"""Lengths that Milvus must know. A tag is an id, at most 200 characters of at most four bytes; 4096 is Milvus' most."""

_HNSW = {"M": 32, "efConstruction": 200}
"""Within the ranges that Milvus' manual recommends; 0.98 of the true nearest are found in tests/test_milvus.py."""

Keys = dict[str, tuple[str, str]]
"""By the hash of a row, the hash of its embedded text and that of the other fields."""


def fields_of(row: Row) -> dict[str, Any]:
    """What is stored of a row beside hash and vector, for all its snippets together.

    Days are numbers such as 20250911. ``latest`` is the last day on which any of its snippets was published, 0 where
    none has a date.
    """
    languages = sorted({language_of(snippet) for snippet in row.snippets} - {""})
    tags = sorted({tag for snippet in row.snippets for tag in snippet.tags})
    published = [s.source.published for s in row.snippets if s.source and s.source.published]
    latest = max((_number(day) for day in published), default=0)
    return {"langs": languages, "tags": tags, "latest": latest}


def keys_of(rows: Sequence[Row]) -> Keys:
    """The keys of the rows as they should be stored."""
    return {row.hash: (row.text_hash, content_hash(json.dumps(fields_of(row)))) for row in rows}


def entities(rows: Sequence[Row], vectors: NDArray[np.float32]) -> list[dict[str, Any]]:
    """The rows as Milvus takes them; ``vectors`` has shape (n_rows, dim)."""
    keys = keys_of(rows)
    return [
        {"row": row.hash, "text": keys[row.hash][0], "fields": keys[row.hash][1], **fields_of(row), "vector": vector}
        for row, vector in zip(rows, vectors, strict=True)
    ]


def expression(confined: Filter) -> str:
    """The filter in Milvus' language; empty for none.

    A row passes that has all that is asked for, be it in different snippets; see ``passes``.
    """
    parts = []
    if confined.langs:
        parts.append(f"array_contains_any(langs, {json.dumps(confined.langs, ensure_ascii=False)})")
    if confined.tags:
        parts.append(f"array_contains_any(tags, {json.dumps(confined.tags, ensure_ascii=False)})")
    if confined.published_after:
        parts.append(f"latest > {_number(confined.published_after)}")
    return " and ".join(parts)


def passes(row: Row, confined: Filter) -> bool:
    """Whether the row passes the expression."""
    fields = fields_of(row)
    return (
        (not confined.langs or bool(set(confined.langs) & set(fields["langs"])))
        and (not confined.tags or bool(set(confined.tags) & set(fields["tags"])))
        and (confined.published_after is None or fields["latest"] > _number(confined.published_after))
    )


def schema(dim: int) -> Any:
    """The schema of a collection of vectors of this length."""
    from pymilvus import DataType, MilvusClient

    made = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    made.add_field("row", DataType.VARCHAR, is_primary=True, max_length=_HASH_LENGTH)
    for name in ("text", "fields"):
        made.add_field(name, DataType.VARCHAR, max_length=_HASH_LENGTH)
    for name, most in (("langs", _LANG_BYTES), ("tags", _TAG_BYTES)):
        made.add_field(name, DataType.ARRAY, element_type=DataType.VARCHAR, max_capacity=_MOST, max_length=most)
    made.add_field("latest", DataType.INT64)
    made.add_field("vector", DataType.FLOAT_VECTOR, dim=dim)
    return made


def index_parameters(index: str) -> Any:
    """The search index of the vectors: unit rows, so that the inner product is the cosine."""
    from pymilvus import MilvusClient

    made = MilvusClient.prepare_index_params()
    made.add_index("vector", index_type=index, metric_type="IP", params=_HNSW if index == "HNSW" else {})
    return made


def _number(day: dt.date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
