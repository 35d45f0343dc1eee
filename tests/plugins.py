"""The fakes as another package would offer them: named by entry points, made without arguments."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from factcheck.datatypes import StanceProbs
from factcheck.errors import PairTooLongError
from tests.fakes import KeywordEmbedder, TableVerifier

YES, NO = StanceProbs(0.98, 0.01, 0.01), StanceProbs(0.01, 0.98, 0.01)

HEIGHT, PARIS = "The tower measures 330 metres.", "The tower stands in Paris."
TALL, LYON, MOON = "The tower is 330 metres tall.", "The tower stands in Lyon.", "The moon orbits the earth."
LONG = "The tower is so tall that no verifier reads it."
TABLE = {(HEIGHT, TALL): YES, (PARIS, LYON): NO}

READ: list[tuple[str, str]] = []
"""Every pair that a verifier of this module was given since a test last cleared it."""


class CountedVerifier(TableVerifier):
    """Knows the pairs of ``TABLE``; refuses ``LONG`` as a real verifier refuses a text that does not fit."""

    def __init__(self) -> None:
        super().__init__(TABLE)

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
        if any(claim == LONG for _, claim in pairs):
            raise PairTooLongError("too long: 600 tokens with its evidence, at most 512 can be read", LONG)
        READ.extend(pairs)
        return super().predict(pairs)


class NotingVerifier(CountedVerifier):
    """Takes its time, and notes each claim's steps and what it read beside them in the file ``FAKES_READ``, if any."""

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
        time.sleep(0.2)
        read = [(found[1], evidence) for evidence, claim in pairs if (found := re.search(r"(\d+) steps", claim))]
        if read and (note := os.environ.get("FAKES_READ")):
            with Path(note).open("a", encoding="utf-8") as file:
                file.write("".join(f"{number}\t{evidence}\n" for number, evidence in read))
        return super().predict(pairs)


class BrokenVerifier(TableVerifier):
    """Has a bug."""

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
        raise ZeroDivisionError("one of the fakes divides by zero")


class SlowVerifier(TableVerifier):
    """Takes a moment for each portion, ``FAKES_SECONDS``; what it says of a pair follows from the hash of its texts."""

    def __init__(self) -> None:
        super().__init__(model_id="fake/slow@1")

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
        time.sleep(float(os.environ.get("FAKES_SECONDS", "0.1")))
        return [_by_hash(*pair) for pair in pairs]


def _by_hash(evidence: str, claim: str) -> StanceProbs:
    first, second, third = (1 + byte for byte in hashlib.sha256(f"{evidence}\n{claim}".encode()).digest()[:3])
    total = first + second + third
    return StanceProbs(first / total, second / total, third / total)


class InterruptedVerifier(TableVerifier):
    """Is interrupted by the user while it reads."""

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
        raise KeyboardInterrupt


def other_embedder() -> KeywordEmbedder:
    """An embedder whose vectors cannot be compared with those of the first."""
    return KeywordEmbedder(model_id="fake/other@2")


def unmade() -> TableVerifier:
    """A package that is broken itself."""
    raise OSError("its own file is missing")


ENTRY_POINTS = """\
[factcheck.embedders]
fake-keywords = tests.fakes:KeywordEmbedder
fake-other = tests.plugins:other_embedder

[factcheck.verifiers]
fake-table = tests.plugins:CountedVerifier
fake-noting = tests.plugins:NotingVerifier
fake-bug = tests.plugins:BrokenVerifier
fake-slow = tests.plugins:SlowVerifier
fake-interrupt = tests.plugins:InterruptedVerifier
fake-unmade = tests.plugins:unmade
"""


def use_fakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Offers the fakes to this test, without the variables that somebody may have set."""
    for variable in [name for name in os.environ if name.startswith("FACTCHECK_")]:
        monkeypatch.delenv(variable)
    install_fakes(tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))


def install_fakes(folder: Path) -> None:
    """Makes the folder offer the fakes to whoever has it on ``sys.path``."""
    info = folder / "fakes-0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: fakes\nVersion: 0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(ENTRY_POINTS, encoding="utf-8")
