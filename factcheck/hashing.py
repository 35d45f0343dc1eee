"""The hash of content that ids, staleness and the cache rest on."""

from __future__ import annotations

import hashlib
import json


def content_hash(*parts: object) -> str:
    """A SHA-256 hex digest of the parts, in order; ``None`` and dates have a fixed spelling."""
    text = json.dumps([None if part is None else str(part) for part in parts], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
