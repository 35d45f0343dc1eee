"""What language a text is written in, and how that is known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Origin(StrEnum):
    """How the language of a text is known."""

    GIVEN = "given"
    DETECTED = "detected"
    FILE = "file"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Language:
    """The language of a claim or snippet; it is no content, so it enters neither a hash nor a cache key.

    ``code`` has two letters, ``en``, where the language has such a code. ``sure`` only if the text is long enough to
    tell and either a person gave the language or the detector has next to no doubt: only then may it stop a reading.
    """

    code: str
    origin: Origin
    sure: bool = False
