"""Blocks: the claims of a run on disk, cut into pieces that a worker checks at once and whose hash names the results.

All claims, wherever they come from, are written as one line each to a file beside the results. A block is a range of
its bytes, so that the driver holds a few numbers for some hundred claims, however many there are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.datatypes import Claim
from factcheck.errors import StoreError
from factcheck.files import cannot_write

if TYPE_CHECKING:
    from pydantic import TypeAdapter

BLOCK_CLAIMS = 128
"""Claims in a block: what a lost worker repeats, against batches that fill the models."""


@dataclass(frozen=True, slots=True)
class Block:
    """A range of bytes of the claims file with ``n_claims`` lines; ``sha256`` is theirs."""

    sha256: str
    start: int
    length: int
    n_claims: int


def write_blocks(claims: Iterable[Claim], file: Path, n_claims: int = BLOCK_CLAIMS) -> list[Block]:
    """The blocks of the claims, in order, after the claims were written to the file.

    Raises:
        StoreError: the file cannot be written.
        InputError: the claims have faults.
    """
    blocks: list[Block] = []
    start = 0
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as handle:
            for lines in _portions(map(_to_line, claims), n_claims):
                data = b"".join(lines)
                handle.write(data)
                blocks.append(Block(hashlib.sha256(data).hexdigest(), start, len(data), len(lines)))
                start += len(data)
    except OSError as error:
        raise cannot_write(file, error) from error
    return blocks


def read_block(file: Path, block: Block) -> list[Claim]:
    """The claims of the block.

    Raises:
        StoreError: the file is not there, as on a machine that does not share the folder, or holds something else.
    """
    try:
        with file.open("rb") as handle:
            handle.seek(block.start)
            data = handle.read(block.length)
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise StoreError(f"cannot read {file}: {said} — every machine has to share this folder") from error
    if hashlib.sha256(data).hexdigest() != block.sha256:
        raise StoreError(f"{file} was changed while it was checked — run the check again")
    return [_adapter().validate_python(json.loads(line)) for line in data.splitlines()]


def _portions(lines: Iterator[bytes], n: int) -> Iterator[list[bytes]]:
    while some := list(islice(lines, n)):
        yield some


def _to_line(claim: Claim) -> bytes:
    # ASCII, so that no line separator of Unicode ends a line.
    return json.dumps(_adapter().dump_python(claim, mode="json", exclude_defaults=True)).encode() + b"\n"


@cache
def _adapter() -> TypeAdapter[Claim]:
    from pydantic import TypeAdapter

    return TypeAdapter(Claim)
