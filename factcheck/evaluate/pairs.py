"""Reads a file of pairs in any known form, and counts what cannot be scored."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from factcheck.datatypes import Label, Place
from factcheck.evaluate.datasets import DUPLICATES, EMPTY_EVIDENCE, MISSING_LABEL, Pair, PairSet
from factcheck.evaluate.forms import OWN_FORMS, Draft, Form, Languages, Row
from factcheck.evaluate.jsonrows import read_json_rows
from factcheck.evaluate.published import PUBLISHED_FORMS
from factcheck.faultlog import FaultLog, shorten
from factcheck.inputfiles import display_path

FORMS = (*PUBLISHED_FORMS, *OWN_FORMS)
KNOWN = ", ".join(form.name for form in FORMS)


def form_of(row: Row) -> Form | None:
    """The first form that the row fits."""
    return next((form for form in FORMS if form.fits(row)), None)


class PairReader:
    """Collects the pairs of one file from drafts; ids are made unique by a number."""

    def __init__(self, log: FaultLog) -> None:
        self.pairs: list[Pair] = []
        self.counts: Counter[str] = Counter()
        self._log = log
        self._ids: Counter[str] = Counter()
        self._seen: set[tuple[str, str, Label]] = set()

    def add(self, draft: Draft, line: int) -> None:
        """Keep a draft as a pair, or count why not."""
        if draft.gold is None:
            self.counts[MISSING_LABEL] += 1
        elif not draft.evidence.strip():
            self.counts[EMPTY_EVIDENCE] += 1
        else:
            content = (draft.claim, draft.evidence, draft.gold)
            self.counts[DUPLICATES] += content in self._seen
            self._seen.add(content)
            place = Place(self._log.file, line)
            self.pairs.append(Pair(self._id(draft, line), *content, draft.tags, place, draft.languages))

    def _id(self, draft: Draft, line: int) -> str:
        stem = draft.id or str(line)
        self._ids[stem] += 1
        return stem if self._ids[stem] == 1 else f"{stem}#{self._ids[stem]}"


def read_pairs(path: Path, pair: Languages, cwd: Path | None = None) -> PairSet:
    """The pairs of one file, in order.

    Raises:
        InputError: with every row that does not fit, by file and line.
    """
    log = FaultLog(display_path(path, cwd))
    reader = PairReader(log)
    for line, row in read_json_rows(path, log):
        form = form_of(row)  # row by row, because FEVER's rows without evidence look like ours
        if form is None:
            log.add(line, "a row of no known form", seen=shorten(", ".join(row)), remedy=f"known forms: {KNOWN}")
        else:
            faults = len(log.faults)
            drafts = list(form.drafts(row, line, log, pair))
            for draft in drafts if len(log.faults) == faults else ():
                reader.add(draft, line)
        if log.full:
            log.stop(line)
            break
    if log.faults:
        log.raise_now()
    return PairSet(set_name(path), tuple(reader.pairs), (path,), {k: v for k, v in reader.counts.items() if v})


def set_name(path: Path) -> str:
    """The file's name without ``.gz`` and the suffix before it."""
    name = path.name.removesuffix(".gz")
    return name.removesuffix(Path(name).suffix) or name
