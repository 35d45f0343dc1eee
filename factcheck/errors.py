"""One error tree: every fault that a user can cause or mend is a ``FactcheckError`` with a plain message.

Only the command line prints these and chooses the exit code; everything else is a bug and keeps its traceback.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class FactcheckError(Exception):
    """The root of all expected faults: bad input, a damaged store, a missing model."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one file, as a person mends it.

    ``line`` counts from 1 and is 0 where the fault concerns the whole file. ``field`` is a path such as
    ``claims[2].as_of``; ``seen`` is the offending value, shortened; ``remedy`` says what to write instead.
    """

    file: str
    line: int
    message: str
    field: str = ""
    seen: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        field = f" {self.field}:" if self.field else ""
        seen = f" (seen: {self.seen})" if self.seen else ""
        remedy = f" — {self.remedy}" if self.remedy else ""
        return f"{place}:{field} {self.message}{seen}{remedy}"


class InputError(FactcheckError):
    """Files that people wrote cannot be used; carries every fault found, in file and line order."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class SettingsError(FactcheckError):
    """A setting, an option or a combination of them cannot be used."""


class ModelError(FactcheckError):
    """A model is missing, damaged or of another kind than expected; the message names the mending command."""


class StoreError(FactcheckError):
    """The index, the cache or a report cannot be read or written; the message names the mending command."""


class ReviewError(FactcheckError):
    """A decision of a reviewer cannot be kept as given; the message says what is missing."""


class EngineError(FactcheckError):
    """The distributed engine is not installed, cannot be reached or gave up; the message names the remedy."""


class PairTooLongError(FactcheckError):
    """A pair of evidence and claim exceeds what the verifier reads at once; ``claim`` is the claim's text."""

    def __init__(self, message: str, claim: str) -> None:
        self.claim = claim
        super().__init__(message)
