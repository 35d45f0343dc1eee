"""Making a large generation: vectors go to a file as they come, and the lists are made from that file.

Neither all texts' vectors in single precision nor two copies of anything large are ever in memory. What a killed run
has embedded is in the cache; the next run reads it from there and goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from factcheck.cache import Progress
from factcheck.index.generation import HALVES, LISTS, WORDS, Generation, check_files, damaged
from factcheck.index.inverted import BLOCK, Inverted, load_inverted, load_lists, map_vectors
from factcheck.index.kinds import IVF
from factcheck.index.lexical import build_words
from factcheck.index.rows import Row
from factcheck.index.training import build_lists, still_fits, tuned, update_lists

if TYPE_CHECKING:
    from numpy.typing import NDArray


Encode = Callable[[Sequence[str], Progress | None], "NDArray[np.float32]"]
"""Texts to unit rows, shape (n_texts, dim), or (0, 0) for none; it tells how many of these texts are done."""

Base = tuple[Path, Generation]
"""A stored generation and where it lies; what fits is taken from it."""


def make_inverted(
    temporary: Path, rows: Sequence[Row], base: Base | None, encode: Encode, progress: Progress | None
) -> Inverted:
    """The inverted index of the rows, its files in the folder.

    Raises:
        OSError: the folder cannot be written, or the disk is full.
        StoreError: the stored generation is damaged.
        ModelError: the embedder does not keep its promise.
    """
    if base and base[1].manifest.kind == IVF:
        check_files(base[0], base[1].manifest)
    dim = _write_vectors(temporary / HALVES, rows, base, encode, progress)
    vectors = map_vectors(temporary / HALVES, dim)
    trained_on = _write_lists(temporary / LISTS, rows, base, vectors)
    tuning = tuned(load_lists(temporary / LISTS, mapped=True), vectors, trained_on)
    build_words(rows).save(temporary / WORDS)
    return load_inverted(temporary / LISTS, temporary / HALVES, dim, tuning)


def _write_vectors(
    path: Path, rows: Sequence[Row], base: Base | None, encode: Encode, progress: Progress | None
) -> int:
    """Writes the vectors in row order, a block at a time, and returns their length."""
    places = {text: place for place, (_, text) in enumerate(base[1].row_keys())} if base else {}
    total = sum(row.text_hash not in places for row in rows)
    done = dim = 0
    with path.open("wb") as file:
        for start in range(0, len(rows), BLOCK):
            some = rows[start : start + BLOCK]
            old = [places.get(row.text_hash, -1) for row in some]
            new = [row.text for row, place in zip(some, old, strict=True) if place < 0]
            fresh = encode(new, _counted(progress, done, total))
            block = _block(np.array(old), fresh, base)
            done, dim = done + len(new), block.shape[1]
            file.write(block.tobytes())
    return dim


def _block(old: NDArray[np.int64], fresh: NDArray[np.float32], base: Base | None) -> NDArray[np.float16]:
    """The vectors of one block, each from its old place, or where that is -1 the next of the fresh ones."""
    stored = base[1].dense.vectors if base else np.empty((0, fresh.shape[1]), np.float32)
    if len(fresh) and base and fresh.shape[1] != stored.shape[1]:
        raise damaged(base[0], "the embedder now gives vectors of another length")
    block = np.empty((len(old), stored.shape[1]), dtype="<f2")
    block[old >= 0] = stored[old[old >= 0]]
    if len(fresh):
        block[old < 0] = fresh
    return block


def _counted(progress: Progress | None, before: int, total: int) -> Progress | None:
    """Progress of one block as progress of all of them."""
    return (lambda done, _: progress(before + done, total)) if progress else None


def _write_lists(path: Path, rows: Sequence[Row], base: Base | None, vectors: NDArray[np.float16]) -> int:
    """Writes FAISS's lists and returns with how many rows their clusters were found."""
    import faiss

    tuning = base[1].manifest.tuning if base else None
    if base and tuning and still_fits(tuning, len(rows)):
        now = {row.text_hash: place for place, row in enumerate(rows)}
        places = np.array([now.get(text, -1) for _, text in base[1].row_keys()], dtype=np.int64)
        lists, trained_on = update_lists(load_lists(base[0] / LISTS, mapped=False), places, vectors), tuning.trained_on
    else:
        lists, trained_on = build_lists(vectors), len(rows)
    try:
        faiss.write_index(lists, str(path))
    except RuntimeError as error:
        raise OSError(f"FAISS could not write {path.name}") from error
    return trained_on
