"""What drafts add to an evidence set: nothing twice, ids that stay, and what no longer stands in a source."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path

from factcheck.curate.drafts import Draft
from factcheck.datatypes import Archive, Place, Snippet, Source, content_hash
from factcheck.errors import Fault
from factcheck.evidence import MEND_DATES, SourceEntry, ends_too_early
from factcheck.faultlog import shorten
from factcheck.index.rows import normal_text

_DESCRIBED = ("title", "publisher", "url", "author", "published", "accessed", "reliability")
_ID_STEM = 40
"""Characters of a publisher or title in an id."""
_DIGITS = 8
"""Hex digits of the content hash in the id of a snippet; two of a source's 10,000 share them once in 90 documents, and
then the second has a number."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written, and what else became of the drafts.

    ``sources`` and ``snippets`` are new. ``changed`` are known sources with another local copy, ``moved`` known
    snippets with another locator. ``kept`` stand as they were; ``repeated`` counts drafts that say what another draft
    says. ``gone`` are imported snippets that their source no longer says; nothing removes them.
    """

    sources: tuple[Source, ...] = ()
    snippets: tuple[Snippet, ...] = ()
    changed: tuple[Source, ...] = ()
    moved: tuple[Snippet, ...] = ()
    kept: tuple[Snippet, ...] = ()
    gone: tuple[Snippet, ...] = ()
    faults: tuple[Fault, ...] = ()
    repeated: int = 0


@dataclass(slots=True)
class EvidenceSet:
    """The evidence as it grows while drafts are joined to it.

    A snippet is the same if its source is and its text is but for letter case, punctuation and white space. A source
    is the same if its id is; without one, if it is the same local copy, address or, where neither side has an address,
    title, publisher, author and day.
    """

    snippets: Sequence[Snippet]
    sources: Sequence[Source]
    cwd: Path | None = None
    _by_id: dict[str, Source] = field(default_factory=dict)
    _by_url: dict[str, list[Source]] = field(default_factory=dict)
    _by_copy: dict[str, str] = field(default_factory=dict)
    _by_description: dict[tuple[object, ...], str] = field(default_factory=dict)
    _texts: dict[tuple[str, str], Snippet] = field(default_factory=dict)
    _normals: dict[str, Snippet] = field(default_factory=dict)
    _ids: dict[str, Snippet] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for source in self.sources:
            self._keep_source(source)
        for snippet in self.snippets:
            self._keep_snippet(snippet)

    def join(self, drafts: Sequence[Draft], output: Place, *, whole: bool) -> Plan:
        """What the drafts of one file add; from now on it belongs to the set.

        ``output`` is the file that new sources will stand in. ``whole`` if the file holds all that its sources say.
        """
        new: dict[str, Source] = {}
        changed: dict[str, Source] = {}
        snippets: list[Snippet] = []
        found: dict[str, Snippet] = {}  # what the drafts say, by id: new and known
        moved: list[Snippet] = []
        faults: list[Fault] = []
        repeated = 0
        for draft, source, fault in self._with_sources(drafts, output, new, changed):
            if fault:
                faults.append(fault)
                continue
            if wrong := ends_too_early(draft.entry.valid_until, source):
                faults.append(_fault(draft, "valid_until", wrong, draft.entry.valid_until, MEND_DATES))
                continue
            known = self._known(draft, source)
            taken = self._ids.get(draft.entry.id or "")
            if known is None and taken is not None:
                faults.append(_taken(draft, taken))
            elif known is None:
                snippet = self._new_snippet(draft, source, output)
                snippets.append(snippet)
                found[snippet.id] = snippet
            elif known.id in found:
                repeated += 1
            else:
                found[known.id] = known
                if whole and is_imported(known) and draft.entry.locator not in ("", known.locator):
                    moved.append(replace(known, locator=draft.entry.locator))
        added = {snippet.id for snippet in snippets}
        kept = tuple(known for known in found.values() if known.id not in added)
        gone = self._gone(found) if whole and not faults else ()
        self._forget(new.keys() - {snippet.source.id for snippet in snippets if snippet.source})
        return Plan(
            tuple(source for source in new.values() if source.id in self._by_id),
            tuple(snippets),
            tuple(changed.values()),
            tuple(moved),
            kept,
            gone,
            tuple(faults),
            repeated,
        )

    def _with_sources(
        self, drafts: Sequence[Draft], output: Place, new: dict[str, Source], changed: dict[str, Source]
    ) -> list[tuple[Draft, Source | None, Fault | None]]:
        """Each draft with its source; sources that are described come first, because others may name them by id."""
        described = {id(d): self._described(d, output, new, changed) for d in drafts if _is_described(d)}
        joined: list[tuple[Draft, Source | None, Fault | None]] = []
        for draft in drafts:
            if id(draft) in described:
                joined.append((draft, *described[id(draft)]))
            elif draft.entry.source is None:
                joined.append((draft, None, None))
            else:
                joined.append((draft, *self._named(draft)))
        return joined

    def _named(self, draft: Draft) -> tuple[Source | None, Fault | None]:
        written = draft.entry.source
        source_id = written.id if isinstance(written, SourceEntry) else written
        source = self._by_id.get(source_id or "")
        remedy = "describe the source in the file, or add it to the evidence first"
        fault = _fault(draft, "source", "no such source in the evidence", source_id, remedy)
        return source, None if source else fault

    def _described(
        self, draft: Draft, output: Place, new: dict[str, Source], changed: dict[str, Source]
    ) -> tuple[Source | None, Fault | None]:
        entry = draft.entry.source
        if not isinstance(entry, SourceEntry):
            raise AssertionError("only described sources come here")
        known = self._by_id.get(entry.id) if entry.id else self._same(entry, output)
        if known is None:
            source = _source(entry, entry.id or self._new_source_id(entry, draft), output)
            new[source.id] = source
            self._keep_source(source)
            return source, None
        if entry.id and _differs(entry, known):
            message = f"the source is described differently in {known.place}"
            return None, _fault(draft, "source.id", message, entry.id, "describe it alike, or choose another id")
        fresh = _refreshed(known, entry, self._place_of_copy(entry, output), self.cwd)
        if fresh != known:
            target = new if known.id in new else changed
            target[known.id] = fresh
            self._keep_source(fresh)
        return fresh, None

    def _same(self, entry: SourceEntry, output: Place) -> Source | None:
        """The known source that this is."""
        copy = self._place_of_copy(entry, output)
        by_copy = self._by_copy.get(copy) or (entry.archive and self._by_copy.get(entry.archive.sha256))
        if by_copy:
            return self._by_id[by_copy]
        for source in self._by_url.get(_plain(entry.url), []) if entry.url else []:
            # A page that is dated anew says other things; what is changed under one address has a local copy.
            if copy or entry.published is None or source.published in (None, entry.published):
                return self._by_id[source.id]
        described = () if entry.url or copy else _description(entry)
        return self._by_id.get(self._by_description.get(described, ""))

    def _place_of_copy(self, entry: SourceEntry, output: Place) -> str:
        return _absolute(entry.archive.file, output, self.cwd) if entry.archive else ""

    def _keep_source(self, source: Source) -> None:
        self._by_id[source.id] = source
        if source.url:
            self._by_url.setdefault(_plain(source.url), []).append(source)
        elif any(_description(source)):
            self._by_description.setdefault(_description(source), source.id)
        if source.archive:
            for key in (_absolute(source.archive.file, source.place, self.cwd), source.archive.sha256):
                if key:
                    self._by_copy[key] = source.id

    def _forget(self, unused: Set[str]) -> None:
        """Take back new sources of which every draft was left out: they are not written, so nothing may name them."""
        if not unused:
            return
        left = [source for source in self._by_id.values() if source.id not in unused]
        for known in (self._by_id, self._by_url, self._by_copy, self._by_description):
            known.clear()
        for source in left:
            self._keep_source(source)

    def _keep_snippet(self, snippet: Snippet) -> None:
        normal = normal_text(snippet.text)
        self._texts.setdefault((snippet.source.id if snippet.source else "", normal), snippet)
        self._normals.setdefault(normal, snippet)
        self._ids[snippet.id] = snippet

    def _known(self, draft: Draft, source: Source | None) -> Snippet | None:
        """The snippet that says this already; a draft without a source is known whoever says it."""
        normal = normal_text(draft.entry.text)
        return self._texts.get((source.id, normal)) if source else self._normals.get(normal)

    def _new_snippet(self, draft: Draft, source: Source | None, place: Place) -> Snippet:
        entry = draft.entry
        digest = content_hash(entry.text)
        stem = f"{source.id}-{digest[:_DIGITS]}" if source else f"s-{digest[:16]}"
        snippet = Snippet(
            id=entry.id or _free(stem, self._ids),
            text=entry.text,
            source=source,
            locator=entry.locator,
            lang=entry.lang,
            valid_until=entry.valid_until,
            tags=tuple(entry.tags),
            place=place,
        )
        self._keep_snippet(snippet)
        return snippet

    def _new_source_id(self, entry: SourceEntry, draft: Draft) -> str:
        """A readable id: publisher and day, else title and day, else the name of the file."""
        name = _slug(entry.publisher) or _slug(entry.title) or _slug(Path(draft.place.file).stem) or "source"
        return _free(f"{name}-{entry.published}" if entry.published else name, self._by_id)

    def _gone(self, found: dict[str, Snippet]) -> tuple[Snippet, ...]:
        """What was imported from the same sources and is not found any more."""
        sources = {snippet.source.id for snippet in found.values() if snippet.source}
        return tuple(
            snippet
            for snippet in self.snippets
            if snippet.source and snippet.source.id in sources and is_imported(snippet) and snippet.id not in found
        )


def is_imported(snippet: Snippet) -> bool:
    """Whether the id of the snippet is one that an import gave: that of its source and a part of a hash."""
    stem, _, rest = snippet.id.rpartition("-") if snippet.source else ("", "", "")
    if rest.isdigit() and len(rest) < _DIGITS:  # the number of a second one
        stem, _, rest = stem.rpartition("-")
    return bool(snippet.source and stem == snippet.source.id and re.fullmatch(f"[0-9a-f]{{{_DIGITS}}}", rest))


def _is_described(draft: Draft) -> bool:
    source = draft.entry.source
    return isinstance(source, SourceEntry) and any(getattr(source, name) for name in (*_DESCRIBED, "archive"))


def _source(entry: SourceEntry, source_id: str, place: Place) -> Source:
    described = {name: getattr(entry, name) for name in _DESCRIBED}
    archive = Archive(entry.archive.file, entry.archive.sha256) if entry.archive else None
    return Source(id=source_id, **described, archive=archive, place=place)


def _differs(entry: SourceEntry, known: Source) -> bool:
    return any(getattr(entry, name) not in (None, "", getattr(known, name)) for name in _DESCRIBED)


def _refreshed(known: Source, entry: SourceEntry, copy: str, cwd: Path | None) -> Source:
    """The known source with the local copy as it is now; what people wrote of it stays, and blanks are filled."""
    if entry.archive is None or (known.archive and known.archive.sha256 == entry.archive.sha256):
        return known
    blanks = {name: getattr(entry, name) for name in _DESCRIBED if getattr(known, name) in (None, "")}
    start = (cwd or Path.cwd()) / Path(known.place.file if known.place else "").parent
    try:
        file = Path(os.path.relpath(copy, os.path.realpath(start))).as_posix()
    except ValueError:  # on another drive
        file = Path(copy).as_posix()
    return replace(known, **{**blanks, "accessed": entry.accessed, "archive": Archive(file, entry.archive.sha256)})


def _description(source: Source | SourceEntry) -> tuple[object, ...]:
    return source.title, source.publisher, source.author, source.published


def _absolute(file: str, place: Place | None, cwd: Path | None) -> str:
    """The real path of a local copy that a file at this place names."""
    start = (cwd or Path.cwd()) / Path(place.file if place else "").parent
    return os.path.realpath(start / file)


def _plain(url: str) -> str:
    return url.rstrip("/")


def _slug(text: str) -> str:
    return re.sub(r"[\W_]+", "-", text.casefold())[:_ID_STEM].strip("-")


def _free(stem: str, taken: dict[str, Snippet] | dict[str, Source]) -> str:
    number, candidate = 1, stem
    while candidate in taken:
        number += 1
        candidate = f"{stem}-{number}"
    return candidate


def _taken(draft: Draft, taken: Snippet) -> Fault:
    where = f" at {taken.place}" if taken.place else ""
    return _fault(draft, "id", f"the id is taken{where} by another text", draft.entry.id, "choose another id")


def _fault(draft: Draft, name: str, message: str, seen: object, remedy: str) -> Fault:
    return Fault(draft.place.file, draft.place.line, message, field=name, seen=shorten(seen), remedy=remedy)
