"""Checking model files against known hashes, and where joined models live."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import platformdirs

from factcheck.errors import ModelError

CHUNK_BYTES = 1 << 22


def cache_folder() -> Path:
    """The user's cache folder for joined models; ``FACTCHECK_CACHE_DIR`` names another."""
    named = os.environ.get("FACTCHECK_CACHE_DIR")
    return Path(named) if named else Path(platformdirs.user_cache_dir("factcheck"))


def file_sha256(path: Path) -> str:
    """The SHA-256 hex digest of a file's bytes. Raises ``ModelError`` if it cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK_BYTES):
                digest.update(chunk)
    except OSError as fault:
        raise ModelError(f"cannot read the model file {path}: {fault.strerror or fault}") from fault
    return digest.hexdigest()


def require_sha256(path: Path, expected: str, remedy: str) -> None:
    """Raises ``ModelError`` with the remedy unless the file has exactly the expected content."""
    if not path.is_file():
        raise ModelError(f"the model file {path} is missing — {remedy}")
    seen = file_sha256(path)
    if seen != expected:
        raise ModelError(f"the model file {path} is damaged: its sha256 is {seen}, expected {expected} — {remedy}")
