"""A check of which nothing changed since it was last made: the same again, in a fraction of a second.

After each check of claims files the hash of all that it rests on is kept under ``.factcheck/checked/``: the bytes of
claims, evidence and review logs, settings and options, the day, the models and our own code. While it is the same, and
the record and the index are as they were left, the check says again what it said. Its record stays, with the time at
which it was made. No model, index or numeric library is loaded. Whatever is in doubt is checked anew.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import factcheck
from factcheck.claims import find_claims_files
from factcheck.cli.output import emit, remark, terminal_size
from factcheck.cli.request import Done, Request
from factcheck.errors import FactcheckError, StoreError
from factcheck.evidence import find_evidence_files
from factcheck.files import write_atomically
from factcheck.hashing import content_hash, file_hash
from factcheck.inputfiles import YAML_SUFFIXES, is_folder
from factcheck.models.open import open_embedder, open_verifier
from factcheck.settings import Settings, load_settings
from factcheck.stores import STORE

if TYPE_CHECKING:
    from factcheck.datatypes import Embedder, Verifier

FORMAT = 1
"""Raised when what is kept changes; another format is as good as nothing."""

FOLDER, INDEX, REVIEWS = "checked", "index", "reviews"
MOST_TEXT = 8_000_000
"""Characters of a printed report that are kept; a longer one is made anew from what is cached."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """What one check came to, with the hashes of what it rests on (``key``), of the index, and of its record.

    ``text`` is what was printed, ``None`` where that was the record itself.
    """

    format_version: int
    key: str
    index: str
    record_path: str
    record_hash: str
    text: str | None
    warnings: list[str]
    code: int
    pairs_needed: int


def check_or_repeat(request: Request) -> int:
    """The check's exit code; the check is made unless nothing changed since it was last made."""
    cwd = Path.cwd()
    settings = load_settings(request.config, cwd, os.environ, request.overrides)
    key, place = _key(request, settings, cwd), _place(request, settings)
    if key and (kept := _read(place)) and kept.key == key and _is_whole(kept, settings):
        return _repeat(kept, request, cwd)
    from factcheck.cli.check import run_check

    done: list[Done] = []
    with _heard() as warnings:
        code = run_check(request, keep=done.append)
    # Asked again: a file that was saved while the check ran, settings too, was perhaps read before, perhaps after.
    if key and done and _key_again(request, cwd) == key and not _broken_reviews(settings):
        _keep(place, key, done[0], warnings, settings)
    return code


def forget(root: Path) -> None:
    """Everything is checked anew the next time."""
    shutil.rmtree(root / STORE / FOLDER, ignore_errors=True)


def say_where(request: Request, record: Path, needed: int, scored: int, cwd: Path, *, found: bool) -> None:
    """Tell on stderr where the record is, with ``-v`` the work done, and what to do where anything was ``found``."""
    work = f"{scored} of {needed} pairs scored, the rest cached; " if request.verbose else ""
    remark(f"{work}record in {os.path.relpath(record, cwd)}")
    if found and request.format == "terminal" and request.output is None:
        remark("to look closer: `factcheck show ID`; to decide: `factcheck review`")


def _repeat(kept: Kept, request: Request, cwd: Path) -> int:
    for message in kept.warnings:
        _log.warning("%s", message)
    record = Path(kept.record_path)
    emit(record.read_text(encoding="utf-8") if kept.text is None else kept.text, request.output)
    with contextlib.suppress(OSError):
        os.utime(record)  # so that it is the newest record for `show` and `review`
    if not request.quiet:
        say_where(request, record, kept.pairs_needed, 0, cwd, found=kept.code != 0)
    return kept.code


def _key(request: Request, settings: Settings, cwd: Path) -> str:
    """The hash of all that the check rests on; empty where that cannot be told, or where the check writes more."""
    paths = [Path(path) for path in request.paths] or ([] if request.sentences else list(settings.claims))
    is_plain = all(
        path.suffix.lower() in YAML_SUFFIXES or is_folder(path) for path in paths
    )  # no article, no standard input
    writes_more = request.baseline or request.write_expect or request.replace_expect
    # A cluster's run may go on from an earlier day, and a claim review says what is missing on stderr.
    elsewhere = settings.store != "files" or request.engine != "local" or request.format == "claimreview"
    if elsewhere or writes_more or not is_plain:
        return ""
    try:
        files = [*find_claims_files(paths, cwd)] if paths else []
        files += [*find_evidence_files(settings.evidence, cwd), *sorted((settings.root / REVIEWS).glob("*.jsonl"))]
        contents = [(str(file), file_hash(file)) for file in files]
        with _silence():
            models: list[Embedder | Verifier] = [
                open_embedder(settings.embedder, allow_network=settings.allow_network),
                open_verifier(settings.verifier, allow_network=settings.allow_network),
            ]
    except (FactcheckError, OSError):
        return ""  # the check itself says what is wrong
    known = [(model.model_id, model.precision, getattr(model, "note", "")) for model in models]
    day = os.environ.get("FACTCHECK_DATE") or dt.date.today().isoformat()
    shown = (terminal_size(request.output), request)
    return content_hash(FORMAT, sys.version, _code_seen(), cwd, day, shown, settings, contents, known)


def _code_seen() -> str:
    """The hash of our own files, weights and templates too, and of the libraries that are installed."""
    package = Path(factcheck.__file__).parent
    own = [file for file in package.rglob("*") if file.suffix != ".pyc" and file.is_file()]
    return content_hash(_seen(own), _seen(_libraries()))


def _libraries() -> Iterator[Path]:
    """The folders that say which libraries are installed, in which version."""
    for place in sys.path:
        with contextlib.suppress(OSError):  # a place that may not be looked into has none that could be loaded
            yield from Path(place or ".").glob("*.dist-info")


def _key_again(request: Request, cwd: Path) -> str:
    try:
        return _key(request, load_settings(request.config, cwd, os.environ, request.overrides), cwd)
    except FactcheckError:
        return ""


def _seen(files: Iterable[Path]) -> str:
    """The hash of paths, sizes and times of files: told without reading them."""
    seen = []
    for file in sorted(files):
        with contextlib.suppress(OSError):
            found = file.stat()
            seen.append((str(file), found.st_size, found.st_mtime_ns))
    return content_hash(*seen)


def _index_seen(settings: Settings) -> str:
    return _seen((settings.root / STORE / INDEX).glob("*/*/*"))


def _place(request: Request, settings: Settings) -> Path:
    named = content_hash(*request.paths, bool(request.sentences))[:16]
    return settings.root / STORE / FOLDER / f"{named}.json"


def _read(place: Path) -> Kept | None:
    try:
        kept = Kept(**json.loads(place.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return kept if kept.format_version == FORMAT else None


def _is_whole(kept: Kept, settings: Settings) -> bool:
    """Whether index and record are as the check left them, and a check could write where it did."""
    folder = Path(kept.record_path).parent
    if not os.access(folder, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        return False
    try:
        return kept.index == _index_seen(settings) and kept.record_hash == file_hash(Path(kept.record_path))
    except OSError:
        return False


def _keep(place: Path, key: str, done: Done, warnings: list[str], settings: Settings) -> None:
    try:
        is_record = done.text == done.record.read_text(encoding="utf-8")
        if len(done.text) <= MOST_TEXT or is_record:
            text = None if is_record else done.text
            left = (_index_seen(settings), str(done.record), file_hash(done.record))
            kept = Kept(FORMAT, key, *left, text, warnings, done.code, done.pairs_needed)
            write_atomically(place, json.dumps(asdict(kept)))
    except (OSError, StoreError):
        _log.info("what was checked cannot be kept in %s", place)  # the next check takes longer, and that is all


def _broken_reviews(settings: Settings) -> bool:
    """Whether lines of the review logs cannot be used: each check is to tell them."""
    from factcheck.review.log import read_reviews

    return bool(read_reviews(settings.root / REVIEWS).faults)


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextlib.contextmanager
def _heard() -> Iterator[list[str]]:
    """The warnings that are told meanwhile."""
    listener = _Listener()
    logging.getLogger().addHandler(listener)
    try:
        yield listener.messages
    finally:
        logging.getLogger().removeHandler(listener)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """No warnings meanwhile: whoever opens the same model to use it tells them."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)
