"""What `factcheck check` was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Request:
    """The options of one call, as given."""

    paths: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    as_of: str | None = None
    format: str = "terminal"
    output: Path | None = None
    config: Path | None = None
    overrides: Mapping[str, object] = field(default_factory=dict)
    quiet: bool = False
    verbose: bool = False
    baseline: Path | None = None
    write_expect: bool = False
    replace_expect: bool = False
    engine: str = "local"
    address: str | None = None
    results: str = "jsonl"


@dataclass(frozen=True, slots=True)
class Done:
    """What one call came to: what it printed, the record that it wrote, its exit code and the pairs it rests on."""

    text: str
    record: Path
    code: int
    pairs_needed: int
