"""A disk that takes no more while an index is built."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from factcheck import FactChecker
from factcheck.datatypes import Snippet
from tests.fakes import KeywordEmbedder, TableVerifier, run_python

LIMITED = """
import resource, sys
from pathlib import Path
from factcheck import FactChecker
from factcheck.datatypes import Snippet
from factcheck.errors import StoreError
from tests.fakes import KeywordEmbedder, TableVerifier
snippets = [Snippet(f"s{i}", f"The bridge number {i} is long.") for i in range(int(sys.argv[2]))]
checker = FactChecker(snippets, embedder=KeywordEmbedder(), verifier=TableVerifier(), store=Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    checker.open_index()
except StoreError as error:
    sys.exit(f"refused: {error}")
"""
"""Vectors of 4,096 numbers take 16 kB each: five fit, and forty do not."""


def checker(store: Path, number: int) -> FactChecker:
    snippets = [Snippet(f"s{i}", f"The bridge number {i} is long.") for i in range(number)]
    return FactChecker(snippets, embedder=KeywordEmbedder(), verifier=TableVerifier(), store=store)


def state(store: Path) -> dict[str, bytes]:
    """What the index folder holds, without the lock."""
    files = (path for path in (store / "index").rglob("*") if path.is_file() and path.name != "lock")
    return {path.relative_to(store).as_posix(): path.read_bytes() for path in files}


@pytest.mark.skipif(sys.platform == "win32", reason="no resource limits")
@pytest.mark.parametrize("stored", [0, 5])
def test_a_build_that_the_disk_does_not_take_is_a_clear_error_and_leaves_the_old_index_alone(
    tmp_path: Path, stored: int
) -> None:
    if stored:
        checker(tmp_path, stored).open_index()
    before = state(tmp_path)
    ended = run_python(LIMITED, str(tmp_path), "40")
    assert "refused: cannot write" in ended.stderr, ended.stderr
    assert "free space or make the folder writable" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert state(tmp_path) == before
    assert checker(tmp_path, 40).open_index().n_rows == 40
