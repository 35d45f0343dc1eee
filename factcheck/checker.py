"""FactChecker: evidence, models and settings wired to the pipeline."""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from factcheck import __version__
from factcheck.arguments import items_of, require_day, require_number, require_unique_ids
from factcheck.cache import Cache
from factcheck.calibration import rule_for
from factcheck.claims import ClaimEntry, find_claims_files, read_claims
from factcheck.datatypes import Claim, Embedder, ModelRecord, Provenance, Report, Snippet, Verifier, content_hash
from factcheck.entries import validate
from factcheck.errors import Fault, InputError, SettingsError
from factcheck.evidence import find_evidence_files, read_evidence
from factcheck.faultlog import FaultLog
from factcheck.index import Index, build_index, open_index
from factcheck.inputfiles import YAML_SUFFIXES, display_path, hashes_of, is_folder
from factcheck.language import check_language
from factcheck.languages import claim_languages, snippet_languages
from factcheck.models.open import open_embedder, open_verifier
from factcheck.pipeline import Checked, Conditions, check
from factcheck.progress import Progress
from factcheck.settings import MAX_K, Calibration, Settings, fail_on_words, load_settings
from factcheck.stores import CACHE_FILE, STORE, STORES, Milvus, milvus_of

_log = logging.getLogger(__name__)


class FactChecker:
    """Checks claims against one evidence set.

    The index is built and the models are loaded when they are first needed, and kept. Without ``store`` nothing is
    written and index and cache live in memory; with it they are files that a later check uses.

    Args:
        evidence: files and folders of evidence, or snippets; a string is a path.
        embedder, verifier: a name as in the settings, or an object that fulfils the protocol.
        k: matches read for each claim.
        as_of: reference date of claims without one; today if not given.
        store: folder for index and cache.
        index_kind: auto, exact or ivf: how an index in ``store`` is searched; in memory every text is compared.
        milvus: where the vectors of the index are kept instead of in the folder.
        lang: language of claims and snippets where neither is given or told; if empty, what the text leans to.
        calibration: the rule of ``factcheck calibrate``; one fitted for another verifier is not used, with a warning.
        today: the day of waivers; ``FACTCHECK_DATE`` or the clock if not given.

    Raises:
        InputError: the evidence has faults; each names file and line, or the place in what was given.
        SettingsError: ``k``, ``as_of``, ``today`` or ``fail_on`` cannot be used.
    """

    def __init__(
        self,
        evidence: str | Path | Snippet | Iterable[str | Path | Snippet],
        *,
        embedder: str | Embedder = "small",
        verifier: str | Verifier = "cascade",
        k: int = 8,
        as_of: dt.date | None = None,
        fail_on: str | Sequence[str] = ("contradicted", "unchecked"),
        lang: str = "",
        store: str | Path | None = None,
        index_kind: str = "auto",
        milvus: Milvus | None = None,
        calibration: Calibration | None = None,
        allow_network: bool = False,
        today: dt.date | None = None,
        cwd: Path | None = None,
        progress: Progress | None = None,
    ) -> None:
        items = items_of(evidence, (str, Path, Snippet), "evidence", "give paths, or Snippet records")
        require_number(k, MAX_K)
        require_day(as_of, "as_of")
        require_day(today, "today")
        paths = [Path(item) for item in items if isinstance(item, (str, Path))]
        self._evidence_paths = paths
        self._evidence_files = hashes_of(find_evidence_files(paths, cwd), cwd) if paths else {}
        snippets = [item for item in items if isinstance(item, Snippet)]
        snippets += read_evidence(paths, cwd) if paths else []
        require_unique_ids(snippets)
        self.snippets = snippet_languages(snippets, lang)
        self.lang = lang
        self.embedder = open_embedder(embedder, allow_network=allow_network) if isinstance(embedder, str) else embedder
        self.verifier = open_verifier(verifier, allow_network=allow_network) if isinstance(verifier, str) else verifier
        try:
            words = tuple(fail_on_words(fail_on))
        except ValueError as fault:
            raise SettingsError(f"fail_on {fault}") from None
        rule = rule_for(calibration, self.verifier.model_id)
        self.conditions = Conditions(k, today or today_from_environment(), as_of, words, rule)
        self.pairs_needed = self.pairs_scored = 0
        self._store = Path(store) if store is not None else None
        self._index_kind = index_kind
        self._milvus = milvus
        self._cwd = cwd
        self._progress = progress

    @classmethod
    def from_settings(
        cls,
        settings: Settings | None = None,
        *,
        as_of: dt.date | None = None,
        cwd: Path | None = None,
        progress: Progress | None = None,
    ) -> FactChecker:
        """A checker as the settings say, with index and cache under ``.factcheck/`` beside the settings file.

        Without ``settings`` those of this folder, as the command line finds them: ``factcheck.yaml`` and environment.
        """
        settings = settings or load_settings(None, cwd or Path.cwd(), os.environ, {})
        refuse_unsupported(settings)
        return cls(
            settings.evidence,
            embedder=settings.embedder,
            verifier=settings.verifier,
            k=settings.k,
            as_of=as_of,
            fail_on=settings.fail_on,
            lang=settings.lang,
            store=settings.root / STORE,
            index_kind=settings.index,
            milvus=(settings.milvus or milvus_of({}, settings.root)) if settings.store == "milvus" else None,
            calibration=settings.calibration,
            allow_network=settings.allow_network,
            cwd=cwd,
            progress=progress,
        )

    def check(self, claims: str | Path | Claim | Iterable[str | Path | Claim], *, name: str = "") -> Report:
        """The report on the claims: files and folders (``Path``), sentences (``str``) or records, in the given order.

        Raises:
            InputError: the claims have faults; each names file and line.
            ModelError, StoreError: a model or the index cannot be used; the message names the remedy.
        """
        items = items_of(claims, (str, Path, Claim), "claims", "give sentences, Paths or Claim records")
        paths = [item for item in items if isinstance(item, Path)]
        found = find_claims_files(paths, self._cwd) if paths else []
        files, left = hashes_of(found, self._cwd), set(found)
        records = [claim for item in items for claim in self._claims_of(item, left)]
        return self.check_records(records, name or report_name(paths), files)

    def check_records(self, claims: Sequence[Claim], name: str, files: Mapping[str, str]) -> Report:
        """The report on claim records; ``files`` are the hashes, by name, of what they were read from.

        Claims that have vanished from their article are left out, with a warning that names them.
        """
        claims = _standing(claim_languages(claims, self.lang))
        checked = check(claims, self.index, self.embedder, self.verifier, self.cache, self.conditions, self._progress)
        self.pairs_needed, self.pairs_scored = checked.pairs_needed, checked.pairs_scored
        return self._report(name, checked, files)

    def _claims_of(self, item: str | Path | Claim, left: set[Path]) -> list[Claim]:
        """The claims of an item; of the files ``left``, which are taken out as they are read, each once."""
        if isinstance(item, Claim):
            return [item]
        if isinstance(item, Path):
            files = [file for file in find_claims_files([item], self._cwd) if file in left]
            left.difference_update(files)
            return read_claims(files, self._cwd) if files else []
        if item.endswith(("/", *YAML_SUFFIXES)) and " " not in item:
            raise InputError(
                [Fault("claim", 0, "this is a path, and a string is a sentence", seen=item, remedy="give a Path")]
            )
        return [sentence_claim(item)]

    @cached_property
    def cache(self) -> Cache:
        """Embeddings and assessments by content."""
        return Cache(self._store / CACHE_FILE) if self._store else Cache.in_memory()

    @cached_property
    def index(self) -> Index:
        """The index of the evidence, up to date."""
        return self.open_index()

    def open_index(self, *, rebuild: bool = False) -> Index:
        """The index, built or updated first if needed; ``rebuild`` discards what is stored."""
        if self._milvus is not None:
            return self._open_milvus(self._milvus, rebuild=rebuild)
        if self._store is None:
            return build_index(self.snippets, self.embedder, self.cache)
        # One folder for each evidence set: checking against another does not throw this one away.
        folder = self._store / "index" / content_hash(*self._set_paths())[:16]
        progress = self._progress
        told = (lambda done, total: progress("indexing", done, total)) if progress else None
        kind = self._index_kind
        return open_index(folder, self.snippets, self.embedder, self.cache, rebuild=rebuild, kind=kind, progress=told)

    def _open_milvus(self, milvus: Milvus, *, rebuild: bool) -> Index:
        from factcheck.scale.milvus import open_milvus

        progress = self._progress
        told = (lambda done, total: progress("indexing", done, total)) if progress else None
        return open_milvus(
            *(milvus, content_hash(*self._set_paths()), self.snippets, self.embedder, self.cache),
            rebuild=rebuild,
            progress=told,
        )

    def _set_paths(self) -> list[str]:
        """What names the evidence set: the paths that were given, from the project on, so that it may be moved.

        Not the files in them: a new one changes the index of the set, and makes no new one.
        """
        root = (self._store.parent if self._store else Path.cwd()).resolve()
        resolved = [((self._cwd or Path.cwd()) / path).resolve() for path in self._evidence_paths]
        return sorted(Path(display_path(path, root)).as_posix() for path in resolved)

    def _report(self, name: str, checked: Checked, files: Mapping[str, str]) -> Report:
        conditions = self.conditions
        provenance = Provenance(
            tool_version=__version__,
            created=dt.datetime.now(dt.UTC).replace(microsecond=0),
            today=conditions.today,
            embedder=ModelRecord(self.embedder.model_id, self.embedder.precision),
            verifier=ModelRecord(self.verifier.model_id, self.verifier.precision, getattr(self.verifier, "note", "")),
            aggregation="; ".join(checked.rules) or conditions.rule.name,
            index_fingerprint=self.index.fingerprint,
            n_snippets=len(self.snippets),
            k=conditions.k,
            fail_on=conditions.fail_on,
            claims_files=dict(files),
            evidence_files=self._evidence_files,
        )
        return Report(name, checked.verdicts, checked.unchecked, provenance)


def _standing(claims: Sequence[Claim]) -> list[Claim]:
    """The claims whose quote still stands in their article, as far as anybody knows; the others are named."""
    gone = [claim for claim in claims if claim.vanished is not None]
    if gone:
        _log.warning(
            "%d of %d claims left out, because the article has their quote no longer (vanished:): %s",
            *(len(gone), len(claims), ", ".join(str(claim.place or claim.id) for claim in gone)),
        )
    return [claim for claim in claims if claim.vanished is None]


def sentence_claim(sentence: str, name: str = "claim") -> Claim:
    """A claim that stands in no file, under the rules and with the id that it would have in one.

    Raises ``InputError`` if it is blank, too long or holds control characters; ``name`` stands for the file.
    """
    log = FaultLog(name)
    entry = validate(ClaimEntry, {"text": sentence}, log, (), lambda path: 0)
    if entry is None:
        log.raise_now()
    return Claim(id="c-" + content_hash(entry.text)[:10], text=entry.text)


def refuse_unsupported(settings: Settings) -> None:
    """Raises ``SettingsError`` for settings that this version would have to ignore."""
    if settings.store not in STORES:
        raise SettingsError(f"store: {settings.store} is not part of this version — write `store: files` or `milvus`")
    check_language(settings.ui_lang)


def report_name(paths: Sequence[Path]) -> str:
    """The report's name: the stem of the file or the name of the folder; several are joined by a plus sign."""
    names = [path.resolve().name if is_folder(path) else path.stem for path in paths]
    # Cut by bytes, because that is what file systems count.
    return "+".join(dict.fromkeys(names)).encode(errors="replace")[:100].decode(errors="ignore") or "claims"


def today_from_environment() -> dt.date:
    """The day in ``FACTCHECK_DATE``, else the clock's. Raises ``SettingsError`` for what is no date."""
    named = os.environ.get("FACTCHECK_DATE")
    if not named:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(named)
    except ValueError:
        raise SettingsError(f"FACTCHECK_DATE is {named!r} — write a date such as 2025-09-11") from None
