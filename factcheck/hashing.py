"""The hashes that ids, staleness and the cache rest on: of content, of a text, of a file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path


def content_hash(*parts: object) -> str:
    """A SHA-256 hex digest of the parts, in order; ``None`` and dates have a fixed spelling."""
    text = json.dumps([None if part is None else str(part) for part in parts], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def text_hash(text: str) -> str:
    """The SHA-256 hex digest of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def file_hash(path: Path) -> str:
    """The SHA-256 hex digest of a file's bytes. Raises ``OSError``, and ``ValueError`` for what is no path."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
