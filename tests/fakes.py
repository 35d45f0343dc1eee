"""Fakes, passed as arguments where a model would be: they are exact, fast, and count what they are asked."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from factcheck.datatypes import StanceProbs

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROOT = Path(__file__).parent.parent
"""The repository; processes that tests start run here."""

NEUTRAL = StanceProbs(supports=0.02, contradicts=0.02, neutral=0.96)


class KeywordEmbedder:
    """Bags of words: the cosine of two texts is the cosine of their word counts.

    Each word owns one of ``dim`` axes by its hash, so vectors are the same in every process. Words in ``blind`` are not
    seen; a text without a visible word gets axis 0, which no word owns. ``encoded`` lists every text it was given.
    """

    def __init__(
        self,
        *,
        dim: int = 4096,
        blind: Collection[str] = (),
        model_id: str = "fake/keywords@1",
        precision: str = "float32",
    ) -> None:
        self.model_id = model_id
        self.precision = precision
        self.encoded: list[str] = []
        self.calls = 0
        self._dim = dim
        self._blind = {word.casefold() for word in blind}

    @property
    def n_encoded(self) -> int:
        """How many texts were encoded since it was made."""
        return len(self.encoded)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows, shape (n_texts, dim); refuses an empty list, as loading a model for nothing is a fault."""
        if not texts:
            raise AssertionError("encode was called with nothing to encode")
        self.calls += 1
        self.encoded.extend(texts)
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> NDArray[np.float32]:
        counts = np.zeros(self._dim, dtype=np.float64)
        for word in re.findall(r"[^\W_]+", text.casefold()):
            if word not in self._blind:
                counts[self._axis(word)] += 1
        if not counts.any():
            counts[0] = 1
        unit: NDArray[np.float32] = (counts / np.linalg.norm(counts)).astype(np.float32)
        return unit

    def _axis(self, word: str) -> int:
        digest = hashlib.sha256(word.encode("utf-8")).digest()
        return 1 + int.from_bytes(digest[:8], "big") % (self._dim - 1)


class TableVerifier:
    """Looks each (evidence, claim) pair up in a table; pairs that are not there get the default, which is neutral.

    It knows every language unless it is given some. ``pairs`` lists every pair it was given.
    """

    def __init__(
        self,
        table: Mapping[tuple[str, str], StanceProbs] | None = None,
        *,
        default: StanceProbs = NEUTRAL,
        model_id: str = "fake/table@1",
        precision: str = "float32",
        languages: Collection[str] = (),
    ) -> None:
        self.model_id = model_id
        self.precision = precision
        self.languages = frozenset(languages)
        self.pairs: list[tuple[str, str]] = []
        self.calls = 0
        self._table = dict(table or {})
        self._default = default

    @property
    def n_pairs(self) -> int:
        """How many pairs were read since it was made."""
        return len(self.pairs)

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
        """One result for each pair, in order."""
        self.calls += 1
        self.pairs.extend(pairs)
        return [self._table.get(pair) or self._table.get(_unsourced(pair), self._default) for pair in pairs]


def _unsourced(pair: tuple[str, str]) -> tuple[str, str]:
    """The pair without the line that names the source, which ends with a colon."""
    return pair[0].rsplit(": ", 1)[-1], pair[1]


@contextlib.contextmanager
def shared_folder() -> Iterator[Path]:
    """A new folder that every user may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def readonly(folder: Path) -> Iterator[None]:
    """Makes the folder one that this process cannot write; root, who can write anywhere, is nobody meanwhile."""
    folder.chmod(0o555)
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o755)


def run_python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the code in a process of its own, in the repository."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
