"""SciFact in its published form: claims in one file, abstracts in another.

Claims are ``{id, claim, evidence: {doc_id: [{sentences, label}]}, cited_doc_ids}``, abstracts ``{doc_id, title,
abstract: [sentence, …]}`` (github.com/allenai/scifact, doc/data.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factcheck.datatypes import Claim, Label, Place, Snippet
from factcheck.evaluate.datasets import MISSING_LABEL, NOT_IN_POOL, Collection, PairSet, Query
from factcheck.evaluate.forms import Draft
from factcheck.evaluate.jsonrows import read_json_rows
from factcheck.evaluate.pairs import PairReader, set_name
from factcheck.evaluate.rowfields import label_field, text_field
from factcheck.faultlog import FaultLog, shorten
from factcheck.inputfiles import display_path


@dataclass(frozen=True, slots=True)
class Abstract:
    """One abstract of the corpus."""

    id: str
    title: str
    text: str


def is_claims(row: Mapping[str, Any]) -> bool:
    """Whether the row is a claim of SciFact; those of the test set have neither evidence nor cited abstracts."""
    return "claim" in row and "cited_doc_ids" in row


def is_corpus(row: Mapping[str, Any]) -> bool:
    """Whether the row is an abstract of SciFact."""
    return "doc_id" in row and "abstract" in row


def read_corpus(path: Path, cwd: Path | None = None) -> dict[str, Abstract]:
    """The abstracts by id. Raises ``InputError``."""
    log = FaultLog(display_path(path, cwd))
    corpus: dict[str, Abstract] = {}
    for line, row in read_json_rows(path, log):
        sentences = row.get("abstract")
        if "doc_id" not in row or not isinstance(sentences, list) or not all(isinstance(s, str) for s in sentences):
            log.add(line, "an abstract with doc_id and sentences is expected", seen=shorten(", ".join(row)))
            continue
        key = str(row["doc_id"])
        corpus[key] = Abstract(key, str(row.get("title") or ""), " ".join(s.strip() for s in sentences))
    if log.faults:
        log.raise_now()
    return corpus


def pairs_of(path: Path, corpus: Mapping[str, Abstract], files: Sequence[Path], cwd: Path | None = None) -> PairSet:
    """One pair for each claim and cited abstract, always the whole abstract, so that its length says nothing.

    Gold is the annotation of that abstract, and unknown where it has none.
    """
    log = FaultLog(display_path(path, cwd))
    reader = PairReader(log)
    for line, row in _claims(path, log):
        evidence = row.get("evidence")
        if not isinstance(evidence, dict):
            reader.counts[MISSING_LABEL] += 1
            continue
        claim = text_field(row, "claim", log, line)
        for key in _cited(row):
            if key not in corpus:
                log.add(line, "no such abstract in the corpus", field="cited_doc_ids", seen=shorten(key))
            elif not log.faults:
                gold = _label(evidence.get(key), key, log, line)
                reader.add(Draft(claim, corpus[key].text, gold, f"{row.get('id', line)}.{key}"), line)
    if log.faults:
        log.raise_now()
    return PairSet(set_name(path), tuple(reader.pairs), (path, *files), {k: v for k, v in reader.counts.items() if v})


def collection_of(
    path: Path, corpus: Mapping[str, Abstract], files: Sequence[Path], cwd: Path | None = None
) -> Collection:
    """The claims as queries over all abstracts, title and text; the cited ones are relevant."""
    log = FaultLog(display_path(path, cwd))
    queries, lost = [], 0
    for line, row in _claims(path, log):
        cited = _cited(row)
        lost += sum(key not in corpus for key in cited)
        if cited:
            claim = Claim(str(row.get("id", line)), text_field(row, "claim", log, line), place=Place(log.file, line))
            queries.append(Query(claim, tuple(cited)))
    if log.faults:
        log.raise_now()
    snippets = tuple(Snippet(a.id, f"{a.title} {a.text}".strip()) for a in corpus.values())
    counts = {NOT_IN_POOL: lost} if lost else {}
    return Collection(set_name(path), snippets, tuple(queries), (path, *files), counts)


def _claims(path: Path, log: FaultLog) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for line, row in read_json_rows(path, log):
        if "claim" in row:
            yield line, row
        else:
            log.add(line, "a claim is expected", seen=shorten(", ".join(row)))


def _cited(row: Mapping[str, Any]) -> list[str]:
    evidence = row.get("evidence")
    annotated = list(evidence) if isinstance(evidence, dict) else []
    return list(dict.fromkeys(str(key) for key in [*(row.get("cited_doc_ids") or ()), *annotated]))


def _label(annotation: object, key: str, log: FaultLog, line: int) -> Label | None:
    """The label of the annotated rationales of one abstract; they never differ in the published data."""
    if annotation is None:
        return Label.UNKNOWN
    first = annotation[0] if isinstance(annotation, list) and annotation else annotation
    if not isinstance(first, dict):
        log.add(line, "a list of rationales is expected", field=f"evidence.{key}", seen=shorten(annotation))
        return None
    return label_field(first.get("label"), log, line, f"evidence.{key}.label")
