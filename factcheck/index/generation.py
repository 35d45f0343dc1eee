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
from factcheck.files import flush_file, flush_folder, write_atomically
from factcheck.hashing import file_hash
from factcheck.index.kinds import EXACT, IVF, Tuning
from factcheck.index.lexical import Words, load_words
from factcheck.index.rows import Row

if TYPE_CHECKING:
    from factcheck.index.dense import Dense
    from factcheck.index.inverted import Inverted

INDEX_FORMAT = 1
"""Raised when the files, or the rules that make rows, change; another format is refused."""

REBUILD = "run: factcheck index --rebuild, with the same --evidence if you gave one"

_VECTORS, _ROWS, _MANIFEST = "vectors.faiss", "rows.jsonl", "manifest.json"
HALVES, LISTS, WORDS = "vectors.f16", "lists.faiss", "words"
"""The mapped files of an inverted index, and the folder of its words."""

_TEMPORARY = ".tmp-"
_OTHER_HASH = "its SHA-256 is not the one in the manifest"
_NAME = re.compile(r"generation-(\d{6,})")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made with and from. ``files`` are SHA-256 by file name; ``rows`` hashes the row hashes.

    ``sizes`` are the bytes of the mapped files, which are checked by their hashes only before they are copied, and
    ``tuning`` is what was measured; both are None for an exact index, which is read as a whole.
    """

    format_version: int
    tool_version: str
    model_id: str
    precision: str
    dim: int
    n_rows: int
    rows: str
    files: dict[str, str]
    sizes: dict[str, int] | None = None
    tuning: Tuning | None = None

    @property
    def kind(self) -> str:
        """``exact`` or ``ivf``."""
        return IVF if self.tuning else EXACT

    def to_json(self) -> str:
        """The manifest as it is written; what is None is left out."""
        values = {name: value for name, value in asdict(self).items() if value is not None}
        return json.dumps(values, indent=2) + "\n"


@dataclass(frozen=True, slots=True)
class Generation:
    """A stored index as read: what is written of its rows, its vectors, and of a large one its words."""

    manifest: Manifest
    lines: bytes
    dense: Dense | Inverted
    words: Words | None = None

    def fits(self, rows: Sequence[Row]) -> bool:
        """Whether exactly these rows are stored; ids, dates and sources of their snippets do not matter."""
        return self.manifest.rows == _rows_hash(keys_of(rows))

    def row_keys(self) -> list[tuple[str, str]]:
        """For each row, in order, its hash and the hash of its embedded text; it takes time and is for updates.

        Raises:
            StoreError: the lines are not what is written.
        """
        try:
            return [(entry["row"], entry["text"]) for entry in map(json.loads, self.lines.splitlines())]
        except (ValueError, KeyError, TypeError) as error:
            raise damaged(Path(_ROWS), str(error)) from error


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
    contents = {_VECTORS: dense.to_bytes(), _ROWS: _rows_lines(keys)}
    files = {name: _sha256(data) for name, data in contents.items()}
    manifest = Manifest(INDEX_FORMAT, __version__, *model, dense.dim, len(keys), _rows_hash(keys), files)
    temporary = new_temporary(folder)
    for name, data in contents.items():
        write_atomically(temporary / name, data)
    return _finish(folder, temporary, manifest)


def new_temporary(folder: Path) -> Path:
    """A new folder for an unfinished generation; the next writer removes it if it stays one."""
    temporary = folder / f"{_TEMPORARY}{os.getpid()}-{secrets.token_hex(4)}"
    temporary.mkdir()
    return temporary


def finish_inverted(
    folder: Path, temporary: Path, rows: Sequence[Row], dense: Inverted, model: tuple[str, str]
) -> tuple[str, str]:
    """Gives the folder, which holds the mapped files, its rows, its manifest and its name, as ``write_generation``."""
    keys = keys_of(rows)
    write_atomically(temporary / _ROWS, _rows_lines(keys))
    paths = sorted(path for path in temporary.rglob("*") if path.is_file())
    files = {path.relative_to(temporary).as_posix(): file_hash(path) for path in paths}
    sizes = {path.relative_to(temporary).as_posix(): path.stat().st_size for path in paths}
    for path in paths:
        flush_file(path)
    described = (*model, dense.dim, len(keys), _rows_hash(keys), files, sizes, dense.tuning)
    return _finish(folder, temporary, Manifest(INDEX_FORMAT, __version__, *described))


def _finish(folder: Path, temporary: Path, manifest: Manifest) -> tuple[str, str]:
    written = manifest.to_json().encode()
    write_atomically(temporary / _MANIFEST, written)
    name = _next_name(folder)
    temporary.rename(folder / name)
    flush_folder(folder)
    return name, _sha256(written)


def read_generation(folder: Path, name: str, manifest_hash: str, embedder: Embedder) -> Generation:
    """The generation of that name, its files checked against the manifest, and that against its own hash.

    Raises:
        FileNotFoundError: a file is missing; a writer may have removed the generation meanwhile.
        StoreError: it is damaged, of another format or of another embedder; the message names the mending command.
    """
    place = folder / name
    manifest = _read_manifest(place / _MANIFEST, manifest_hash)
    refuse_other(manifest, embedder, folder)
    lines = _checked_bytes(place, _ROWS, manifest)
    try:
        dense = _read_inverted(place, manifest) if manifest.tuning else _read_exact(place, manifest)
        words = load_words(place / WORDS) if manifest.tuning else None
    except (ValueError, KeyError, TypeError) as error:
        raise damaged(place, str(error)) from error
    if (dense.n_rows, dense.dim, lines.count(b"\n")) != (manifest.n_rows, manifest.dim, manifest.n_rows):
        raise damaged(place, "its vectors and rows are not those of the manifest")
    return Generation(manifest, lines, dense, words)


def _read_exact(place: Path, manifest: Manifest) -> Dense:
    from factcheck.index.dense import Dense

    return Dense.from_bytes(_checked_bytes(place, _VECTORS, manifest))


def _read_inverted(place: Path, manifest: Manifest) -> Inverted:
    from factcheck.index.inverted import load_inverted

    if manifest.tuning is None:
        raise ValueError("no inverted index")
    for file, size in (manifest.sizes or {}).items():
        if (place / file).stat().st_size != size:
            raise damaged(place / file, "its size is not the one in the manifest")
    return load_inverted(place / LISTS, place / HALVES, manifest.dim, manifest.tuning)


def check_files(place: Path, manifest: Manifest) -> None:
    """Refuses files that are not what was written, by their hashes: opening checks only the sizes of mapped ones."""
    for file, sha256 in manifest.files.items():
        if file_hash(place / file) != sha256:
            raise damaged(place / file, _OTHER_HASH)


def _checked_bytes(place: Path, file: str, manifest: Manifest) -> bytes:
    data = (place / file).read_bytes()
    if _sha256(data) != manifest.files.get(file):
        raise damaged(place / file, _OTHER_HASH)
    return data


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
        found = read_object(place, sha256)
        if "tuning" in found:
            found["tuning"] = Tuning(**found["tuning"])
        manifest = Manifest(**found)
    except TypeError as error:
        raise damaged(place, "a field is missing or unknown") from error
    if not isinstance(manifest.files, dict):
        raise damaged(place, "files is not an object")
    return manifest


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _rows_lines(keys: Sequence[tuple[str, str]]) -> bytes:
    return "".join(json.dumps({"row": row, "text": text}) + "\n" for row, text in keys).encode()


def _rows_hash(keys: Sequence[tuple[str, str]]) -> str:
    return content_hash(*(part for key in keys for part in key))


def _next_name(folder: Path) -> str:
    numbers = [int(found.group(1)) for entry in folder.iterdir() if (found := _NAME.fullmatch(entry.name))]
    return f"generation-{max(numbers, default=0) + 1:06d}"
