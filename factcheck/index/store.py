"""The store: the index in a folder, brought up to date and switched in one step.

``<folder>/current`` names the generation in use. Readers take no lock. One writer at a time makes a whole new
generation under a temporary name, renames it and replaces ``current``; a kill before that leaves the old state and
some litter, which the next writer removes. The generation before the current one stays, for a reader that has just
looked up its name.
"""

from __future__ import annotations

import contextlib
import json
import logging
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from factcheck.cache import Cache, Progress, encode_cached
from factcheck.datatypes import Embedder, Snippet
from factcheck.files import cannot_write, write_atomically
from factcheck.index.dense import Dense
from factcheck.index.generation import (
    INDEX_FORMAT,
    Generation,
    damaged,
    finish_inverted,
    is_leftover,
    is_name,
    new_temporary,
    read_generation,
    read_object,
    write_generation,
)
from factcheck.index.index import Index, build_index, index_of
from factcheck.index.kinds import AUTO, EXACT, IVF, kind_for
from factcheck.index.large import make_inverted
from factcheck.index.rows import Row, group_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CURRENT, _LOCK = "current", "lock"
_ATTEMPTS = 5

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Pointer:
    generation: str
    manifest_hash: str


def open_index(
    folder: Path,
    snippets: Iterable[Snippet],
    embedder: Embedder,
    cache: Cache,
    *,
    rebuild: bool = False,
    kind: str = AUTO,
    progress: Progress | None = None,
) -> Index:
    """The index of the snippets, from the folder where it is up to date, else updated there.

    Only texts that neither the folder nor the cache knows are embedded; ``progress`` hears of them. A changed id, date
    or source changes nothing in the folder. Without snippets the folder is left alone. ``kind`` is auto, exact or ivf;
    an index of another kind is made anew from the same vectors.

    Raises:
        StoreError: the folder holds an index of another embedder or format, or a damaged one (the message names
            ``factcheck index --rebuild``, which is ``rebuild=True``), or it cannot be written.
        ModelError: the embedder does not keep its promise.
    """
    rows = group_rows(snippets)
    if not rows:
        return build_index((), embedder, cache)
    wanted = kind_for(kind, len(rows))
    if not rebuild and (index := _up_to_date(_read_current(folder, embedder), rows, wanted)):
        return index
    with _writing(folder):
        # Read again under the lock: another process may just have made what is wanted.
        stored = None if rebuild else _read_current(folder, embedder)
        if index := _up_to_date(stored, rows, wanted):
            return index
        if wanted != EXACT:
            return _large(folder, rows, stored, embedder, cache, progress)
        if stored and stored.manifest.kind != EXACT:
            stored = None  # its vectors have half precision; the cache has them in full
        index = index_of(rows, _vectors(folder, rows, stored, embedder, cache, progress), embedder)
        _switch(folder, index)
        return index


def _up_to_date(stored: Generation | None, rows: Sequence[Row], kind: str) -> Index | None:
    if stored is None or stored.manifest.kind != kind or not stored.fits(rows):
        return None
    return Index(rows, stored.dense, stored.manifest.model_id, stored.manifest.precision, stored.words)


def _large(
    folder: Path,
    rows: Sequence[Row],
    stored: Generation | None,
    embedder: Embedder,
    cache: Cache,
    progress: Progress | None,
) -> Index:
    """The inverted index of the rows, made from the stored one where there is one, and the folder's from now on."""
    previous = _previous_name(folder)
    try:
        _clean(folder, kept=[previous])
        temporary = new_temporary(folder)
        base = (folder / previous, stored) if stored else None
        dense = make_inverted(temporary, rows, base, partial(encode_cached, embedder, cache), progress)
        written = finish_inverted(folder, temporary, rows, dense, (embedder.model_id, embedder.precision))
        _point(folder, *written, previous)
    except OSError as error:
        raise cannot_write(folder, error) from error
    index = _up_to_date(_read_current(folder, embedder), rows, IVF)
    if index is None:
        raise damaged(folder, "it is not what was just written")
    return index


def _switch(folder: Path, index: Index) -> None:
    """Makes the exact index the current generation of the folder."""
    if not isinstance(index.dense, Dense):
        raise ValueError("an index without rows, or whose vectors are kept elsewhere, is not stored here")
    previous = _previous_name(folder)
    try:
        _clean(folder, kept=[previous])
        written = write_generation(folder, index.rows, index.dense, (index.model_id, index.precision))
        _point(folder, *written, previous)
    except OSError as error:
        raise cannot_write(folder, error) from error


def _point(folder: Path, name: str, manifest_hash: str, previous: str) -> None:
    """Makes the generation the current one; the previous one stays for its readers."""
    pointer = {"format_version": INDEX_FORMAT, "generation": name, "manifest": manifest_hash}
    write_atomically(folder / _CURRENT, json.dumps(pointer) + "\n")
    _clean(folder, kept=[name, previous])


def _vectors(
    folder: Path,
    rows: Sequence[Row],
    stored: Generation | None,
    embedder: Embedder,
    cache: Cache,
    progress: Progress | None,
) -> NDArray[np.float32]:
    """The vectors of the rows, shape (n_rows, dim): from the stored index by text, else from the cache or the model."""
    places = {text: place for place, (_, text) in enumerate(stored.row_keys())} if stored else {}
    new = [row.text for row in rows if row.text_hash not in places]
    fresh = dict(zip(new, encode_cached(embedder, cache, new, progress), strict=True))
    old: NDArray[np.floating] = stored.dense.vectors if stored else np.empty((0, 0), dtype=np.float32)
    if stored and new and old.shape[1] != next(iter(fresh.values())).shape[0]:
        raise damaged(folder, f"{embedder.model_id} now gives vectors of another length")
    return np.stack([fresh[row.text] if row.text in fresh else old[places[row.text_hash]] for row in rows])


def _read_current(folder: Path, embedder: Embedder) -> Generation | None:
    """The current generation; None where nothing was ever finished."""
    missing = None
    for _ in range(_ATTEMPTS):
        pointer = _read_pointer(folder)
        if pointer is None or pointer == missing:
            break
        try:
            return read_generation(folder, pointer.generation, pointer.manifest_hash, embedder)
        except FileNotFoundError:
            # Writers may have switched twice since the pointer was read; if it still says the same, files are missing.
            missing = pointer
        except OSError as error:
            raise damaged(folder / pointer.generation, error.strerror or str(error)) from error
    if missing is None:
        return None
    raise damaged(folder / missing.generation, "a file is missing")


def _read_pointer(folder: Path) -> _Pointer | None:
    try:
        found = read_object(folder / _CURRENT)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise damaged(folder / _CURRENT, error.strerror or str(error)) from error
    if not is_name(found.get("generation")):
        raise damaged(folder / _CURRENT, "it names no generation")
    return _Pointer(found["generation"], str(found.get("manifest")))


def _previous_name(folder: Path) -> str:
    """The generation that readers may be using; empty without one, or where a rebuild mends a damaged pointer."""
    with contextlib.suppress(Exception):
        pointer = _read_pointer(folder)
        return pointer.generation if pointer else ""
    return ""


def _clean(folder: Path, kept: Sequence[str]) -> None:
    """Removes what no reader can be using; what cannot go now (open files on Windows) is left to the next writer."""
    for entry in list(folder.iterdir()):
        if is_leftover(entry, kept):
            if entry.is_dir():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                with contextlib.suppress(OSError):
                    entry.unlink()


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Holds the folder's lock. The system frees it when its holder dies, however it dies."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / _LOCK)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        _log.info("waiting for another factcheck that is updating %s", folder)
        lock.acquire()
    except OSError as error:
        raise cannot_write(folder, error) from error
    try:
        yield
    finally:
        lock.release()
