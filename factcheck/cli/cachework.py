"""The work of `factcheck cache`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from factcheck.cache import Cache, DatabaseError, Upkeep
from factcheck.cli.output import emit
from factcheck.cli.unchanged import forget
from factcheck.errors import SettingsError, StoreError
from factcheck.models.open import open_embedder, open_verifier
from factcheck.settings import Settings, load_settings
from factcheck.stores import CACHE_FILE, STORE
from factcheck.verify import ByLanguage, decisive

_MB = 1024**2


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be removed, as given."""

    unused_days: int | None = None
    max_mb: int | None = None
    other_models: bool = False
    config: Path | None = None


def run_show(config: Path | None, *, as_json: bool) -> int:
    """Print where the cache is, its size, and the entries by kind and model; 0."""
    settings = _settings(config)
    with _opened(settings) as upkeep:
        path, entries = _path(settings), upkeep.entries()
        n_bytes = upkeep.n_bytes if entries else 0
    if as_json:
        _print_json({"path": str(path), "bytes": n_bytes, "entries": [asdict(one) for one in entries]})
        return 0
    lines = [f"{path}  {_megabytes(n_bytes)}"]
    lines += [f"{one.number:>11,} {one.kind:<12} {_used(one.unused_days):<20} {one.model}" for one in entries]
    emit("\n".join(lines if entries else [*lines, "nothing is cached yet"]) + "\n", None)
    return 0


def run_prune(request: Request, *, as_json: bool) -> int:
    """Remove what the request says; 0. Raises ``SettingsError`` if it says nothing."""
    if request.unused_days is None and request.max_mb is None and not request.other_models:
        raise SettingsError("nothing to prune by — give --unused-for DAYS, --max-size MB or --models-not-in-use")
    settings = _settings(request.config)
    kept = _models_in_use(settings) if request.other_models else []
    with _opened(settings) as upkeep:
        removed = upkeep.remove_other_models(kept) if request.other_models else 0
        if request.unused_days is not None:
            removed += upkeep.remove_unused(request.unused_days)
        if request.max_mb is not None:
            removed += upkeep.keep_below(request.max_mb * _MB)
        upkeep.shrink()
        _say(removed, upkeep.n_bytes, as_json=as_json)
    return 0


def run_clear(config: Path | None, *, as_json: bool) -> int:
    """Remove everything; 0."""
    settings = _settings(config)
    forget(settings.root)
    with _opened(settings) as upkeep:
        removed = upkeep.clear()
        upkeep.shrink()
        _say(removed, upkeep.n_bytes, as_json=as_json)
    return 0


def _settings(config: Path | None) -> Settings:
    return load_settings(config, Path.cwd(), os.environ, {})


def _path(settings: Settings) -> Path:
    return settings.root / STORE / CACHE_FILE


@contextmanager
def _opened(settings: Settings) -> Iterator[Upkeep]:
    """The cache of the project; an empty one where there is no file yet, and none is made."""
    path = _path(settings)
    is_there = path.exists()
    cache = Cache(path if is_there else None)
    try:
        upkeep = cache.upkeep
        if is_there and not cache.is_file:
            raise StoreError(f"the cache {path} cannot be opened — make its folder writable, or delete it")
        yield upkeep
    except DatabaseError as fault:
        message = f"the cache {path} cannot be changed ({fault}) — wait until no other factcheck runs, or delete it"
        raise StoreError(message) from fault
    finally:
        cache.close()


def _models_in_use(settings: Settings) -> list[str]:
    """What the keys of the models begin with that the settings name; a verifier made of several has one for each."""
    embedder = open_embedder(settings.embedder, allow_network=settings.allow_network)
    verifier = open_verifier(settings.verifier, allow_network=settings.allow_network)
    readers = [verifier]
    if isinstance(verifier, ByLanguage):
        known = sorted(getattr(verifier, "languages", ()))
        readers += [verifier.reader(claim, frozenset({one, two})) for claim in known for one in known for two in known]
    readers += [decisive(reader) for reader in readers]
    return sorted({f"{embedder.model_id} ", *(f"{reader.model_id}|" for reader in readers)})


def _say(removed: int, n_bytes: int, *, as_json: bool) -> None:
    if as_json:
        _print_json({"removed": removed, "bytes": n_bytes})
    else:
        emit(f"{removed:,} entries removed, {_megabytes(n_bytes)} left\n", None)


def _print_json(found: dict[str, Any]) -> None:
    emit(json.dumps(found, indent=2, ensure_ascii=False) + "\n", None)


def _megabytes(n_bytes: int) -> str:
    return f"{n_bytes / _MB:,.1f} MB"


def _used(days: int) -> str:
    return "used today" if days <= 0 else f"used {days} day{'s' if days > 1 else ''} ago"
