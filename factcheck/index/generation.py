"""Generations: one state of the stored index, each a folder that is never changed once it has its name."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck import __version__
from factcheck.datatypes import Embedder, content_hash
from factcheck.errors import StoreError
from factcheck.files import flush_folder, write_atomically
from factcheck.index.rows import Row

if TYPE_CHECKING:
    from factcheck.index.dense import Dense

INDEX_FORMAT = 1
"""Raised when the files, or the rules that make rows, change; another format is refused."""

REBUILD = "run: factcheck index --rebuild, with the same --evidence if you gave one"

_VECTORS, _ROWS, _MANIFEST = "vectors.faiss", "rows.jsonl", "manifest.json"
_TEMPORARY = ".tmp-"
_NAME = re.compile(r"generation-(\d{6,})")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made with and from. ``files`` are SHA-256 by file name; ``rows`` hashes the row hashes."""

    format_version: int
    tool_version: str
    model_id: str
    precision: str
    dim: int
    n_rows: int
    rows: str
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class Generation:
    """A stored index as read: for each row, in order, its hash and the hash of its embedded text; and the vectors."""

    manifest: Manifest
    keys: tuple[tuple[str, str], ...]
    dense: Dense

    def fits(self, rows: Sequence[Row]) -> bool:
        """Whether exactly these rows are stored; ids, dates and sources of their snippets do not matter."""
        return self.keys == keys_of(rows)


def keys_of(rows: Sequence[Row]) -> tuple[tuple[str, str], ...]:
    """What is stored of each row: its hash and the hash of its embedded text."""
    return tuple((row.hash, row.text_hash) for row in rows)


def write_generation(folder: Path, rows: Sequence[Row], dense: Dense, model: tuple[str, str]) -> tuple[str, str]:
    """Writes the next generation and returns its name and the SHA-256 of its manifest. The caller holds the lock.

    ``model`` is the embedder's model id and precision.

    Raises:
        OSError: the folder cannot be written.
        StoreError: a file cannot be written.
    """
    keys = keys_of(rows)
    contents = {
        _VECTORS: dense.to_bytes(),
        _ROWS: "".join(json.dumps({"row": row, "text": text}) + "\n" for row, text in keys).encode(),
    }
    files = {name: _sha256(data) for name, data in contents.items()}
    manifest = Manifest(INDEX_FORMAT, __version__, *model, dense.dim, len(keys), _rows_hash(keys), files)
    contents[_MANIFEST] = (json.dumps(asdict(manifest), indent=2) + "\n").encode()
    temporary = folder / f"{_TEMPORARY}{os.getpid()}-{secrets.token_hex(4)}"
    temporary.mkdir()
    for name, data in contents.items():
        write_atomically(temporary / name, data)
    name = _next_name(folder)
    temporary.rename(folder / name)
    flush_folder(folder)
    return name, _sha256(contents[_MANIFEST])


def read_generation(folder: Path, name: str, manifest_hash: str, embedder: Embedder) -> Generation:
    """The generation of that name, every file checked against the manifest, and that against its own hash.

    Raises:
        FileNotFoundError: a file is missing; a writer may have removed the generation meanwhile.
        StoreError: it is damaged, of another format or of another embedder; the message names the mending command.
    """
    from factcheck.index.dense import Dense

    place = folder / name
    manifest = _read_manifest(place / _MANIFEST, manifest_hash)
    refuse_other(manifest, embedder, folder)
    contents = {file: (place / file).read_bytes() for file in (_VECTORS, _ROWS)}
    for file, data in contents.items():
        if _sha256(data) != manifest.files.get(file):
            raise damaged(place / file, "its SHA-256 is not the one in the manifest")
    try:
        dense = Dense.from_bytes(contents[_VECTORS])
        keys = tuple((entry["row"], entry["text"]) for entry in map(json.loads, contents[_ROWS].splitlines()))
    except (ValueError, KeyError, TypeError) as error:
        raise damaged(place, str(error)) from error
    found = (dense.n_rows, dense.dim, len(keys), _rows_hash(keys))
    if found != (manifest.n_rows, manifest.dim, manifest.n_rows, manifest.rows):
        raise damaged(place, "its vectors and rows are not those of the manifest")
    return Generation(manifest, keys, dense)


def refuse_other(manifest: Manifest, embedder: Embedder, folder: Path) -> None:
    """Refuses an index whose vectors cannot be compared with those of the embedder."""
    stored, wanted = (manifest.model_id, manifest.precision), (embedder.model_id, embedder.precision)
    if stored != wanted:
        was, now = (f"{model} ({precision})" for model, precision in (stored, wanted))
        raise StoreError(f"the index {folder} was made with the embedder {was}, not with {now} — {REBUILD}")


def damaged(place: Path, why: str) -> StoreError:
    """The fault to raise when a stored file is not what was written."""
    return StoreError(f"the index is damaged: {place}: {why} — {REBUILD}")


def is_leftover(entry: Path, kept: Sequence[str]) -> bool:
    """Whether a writer may remove the entry: an unfinished or an old generation, or an unfinished file."""
    unfinished = entry.name.startswith(_TEMPORARY) or (entry.name.startswith(".") and entry.name.endswith(".tmp"))
    return unfinished or (is_name(entry.name) and entry.name not in kept)


def is_name(name: object) -> bool:
    """Whether it is the name of a generation; nothing else is ever read or removed."""
    return isinstance(name, str) and _NAME.fullmatch(name) is not None


def refuse_format(version: object, place: Path) -> None:
    """Refuses a file that another format of the tool has written."""
    if version != INDEX_FORMAT:
        raise StoreError(f"{place} has index format {version!r}, this factcheck reads {INDEX_FORMAT} — {REBUILD}")


def read_object(place: Path, sha256: str = "") -> dict[str, Any]:
    """The JSON object in a file of the index, whose format is checked, and whose hash where one is given.

    Raises:
        FileNotFoundError: there is no such file.
        StoreError: it is no JSON object, of another format or another content.
    """
    data = place.read_bytes()
    if sha256 and _sha256(data) != sha256:
        raise damaged(place, "its SHA-256 is not the one in the file `current`")
    try:
        found = json.loads(data)
    except ValueError as error:
        raise damaged(place, "not JSON") from error
    if not isinstance(found, dict):
        raise damaged(place, "not a JSON object")
    refuse_format(found.get("format_version"), place)
    return found


def _read_manifest(place: Path, sha256: str) -> Manifest:
    try:
        manifest = Manifest(**read_object(place, sha256))
    except TypeError as error:
        raise damaged(place, "a field is missing or unknown") from error
    if not isinstance(manifest.files, dict):
        raise damaged(place, "files is not an object")
    return manifest


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _rows_hash(keys: Sequence[tuple[str, str]]) -> str:
    return content_hash(*(part for key in keys for part in key))


def _next_name(folder: Path) -> str:
    numbers = [int(found.group(1)) for entry in folder.iterdir() if (found := _NAME.fullmatch(entry.name))]
    return f"generation-{max(numbers, default=0) + 1:06d}"
