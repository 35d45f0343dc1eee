"""Reads everything named on the command line; what a file is shows from its first row, never from its name alone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from factcheck.datatypes import Claim, Snippet
from factcheck.errors import Fault, InputError, SettingsError
from factcheck.evaluate import scifact
from factcheck.evaluate.datasets import (
    Collection,
    DataSet,
    PairSet,
    Topic,
    collection_of_topic,
    pairs_of_topic,
    unique_names,
)
from factcheck.evaluate.forms import Languages
from factcheck.evaluate.jsonrows import first_row
from factcheck.evaluate.pairs import read_pairs, set_name
from factcheck.evaluate.pools import (
    Judgements,
    collect,
    is_query,
    is_text,
    judged_name,
    read_documents,
    read_judgements,
    read_queries,
)
from factcheck.evaluate.scifact import Abstract
from factcheck.evaluate.stages import Stage
from factcheck.evaluate.topics import is_topic, read_expected, read_topic
from factcheck.evidence import read_evidence
from factcheck.faultlog import raise_faults
from factcheck.inputfiles import YAML_SUFFIXES, display_path, find_files

JSON_ENDINGS = (".jsonl", ".json", ".ndjson", ".jsonl.gz", ".json.gz")
TABLE_ENDINGS = (".tsv", ".tsv.gz")


@dataclass(slots=True)
class _Found:
    """The files by what they hold, in the order in which they were named."""

    sets: list[DataSet] = field(default_factory=list)
    claims: list[Path] = field(default_factory=list)
    scifact_claims: list[Path] = field(default_factory=list)
    scifact_corpus: list[Path] = field(default_factory=list)
    documents: list[Path] = field(default_factory=list)
    queries: list[Path] = field(default_factory=list)
    texts: list[Path] = field(default_factory=list)  # documents or queries: both have _id and text
    judgements: list[Path] = field(default_factory=list)


def read_data(
    paths: Sequence[Path],
    evidence: Sequence[Path],
    stage: Stage | None,
    pair: Languages,
    cwd: Path | None = None,
    lang: str = "",
) -> tuple[Stage, list[DataSet]]:
    """The stage, as given or as the data asks for, and the sets as this stage takes them, in order.

    ``lang`` is the language of the texts of topics where it is neither given nor can be told.

    Raises:
        InputError: with the faults of every file.
        SettingsError: data and options do not go together.
    """
    found = _Found()
    faults: list[Fault] = []
    once: dict[str, Path] = {}
    for path in _expanded(paths, cwd):
        once.setdefault(os.path.realpath(path), path)
    for path in once.values():
        try:
            _sort_in(path, found, pair, cwd, lang)
        except InputError as error:
            faults += error.faults
    raise_faults(faults)
    own, pool, pool_files, corpus_files = _pool(found, evidence, cwd)
    sets = [*found.sets, *_expected(found, own, cwd, lang)]
    sets += _scifact(found, corpus_files, stage, cwd)
    sets += _collections(found, pool, pool_files, cwd)
    _refuse_unused(evidence, found)
    if not sets:
        raise InputError(
            [Fault(str(paths[0]) if paths else "DATA", 0, "no labelled data", remedy="see docs/evaluate.md")]
        )
    stage = stage or _stage_for(sets)
    return stage, unique_names([_for_stage(item, stage) for item in sets])


def _expanded(paths: Sequence[Path], cwd: Path | None) -> list[Path]:
    """Topics stay folders; other folders become the data in them, and where there is none their claims files."""
    expanded: list[Path] = []
    for path in paths:
        if not path.exists():
            raise InputError([Fault(display_path(path, cwd), 0, "no such file or folder", remedy="check the spelling")])
        if path.is_dir():
            expanded += _data_in(path) or find_files([path], YAML_SUFFIXES, cwd, "labelled data or claims file")
        else:
            expanded.append(path)
    return expanded


def _data_in(folder: Path) -> list[Path]:
    """The topics, rows and tables in a folder, by name, hidden ones left out; a topic is itself."""
    if is_topic(folder):
        return [folder]
    inside = sorted(child for child in folder.iterdir() if not child.name.startswith("."))
    found = [_data_in(c) if c.is_dir() else [c] for c in inside if c.is_dir() or _ends(c, JSON_ENDINGS + TABLE_ENDINGS)]
    return [path for paths in found for path in paths]


def _ends(path: Path, endings: Iterable[str]) -> bool:
    return path.name.lower().endswith(tuple(endings))


def _sort_in(path: Path, found: _Found, pair: Languages, cwd: Path | None, lang: str) -> None:
    if is_topic(path):
        found.sets.append(read_topic(path, cwd, lang))
    elif _ends(path, YAML_SUFFIXES):
        found.claims.append(path)
    elif _ends(path, TABLE_ENDINGS):
        found.judgements.append(path)
    elif not _sort_in_part(path, found):
        found.sets.append(read_pairs(path, pair, cwd))


def _sort_in_part(path: Path, found: _Found) -> bool:
    """Whether the file is part of a collection or of SciFact; it is sorted in then."""
    row = first_row(path)
    if row is None:
        return False
    if scifact.is_claims(row):
        found.scifact_claims.append(path)
    elif scifact.is_corpus(row):
        found.scifact_corpus.append(path)
    elif is_query(row):
        found.queries.append(path)
    elif is_text(row):
        (found.documents if "title" in row else found.texts).append(path)
    else:
        return False
    return True


def _pool(
    found: _Found, evidence: Sequence[Path], cwd: Path | None
) -> tuple[list[Path], list[Snippet], list[Path], list[Path]]:
    """Evidence in our own form, the snippets of the pool with their files, and the files of SciFact's abstracts."""
    own: list[Path] = []
    documents, corpus = list(found.documents), list(found.scifact_corpus)
    for path in evidence:
        row = first_row(path) if path.is_file() and _ends(path, JSON_ENDINGS) else None
        if row and scifact.is_corpus(row):
            corpus.append(path)
        elif row and is_text(row) and "_id" in row:
            documents.append(path)
        else:
            own.append(path)
    if not (found.queries or found.judgements):
        return own, [], documents, corpus
    queries = _queries_among(found, cwd)
    documents += [path for path in found.texts if path not in queries]
    pool = [snippet for path in documents for snippet in read_documents(path, cwd)]
    pool += read_evidence(own, cwd) if own else []
    return own, pool, [*documents, *own], corpus


def _queries_among(found: _Found, cwd: Path | None) -> list[Path]:
    """Which of the files of bare texts are queries: those with an id that the judgements have as a query."""
    judged = {query for path in found.judgements for query in read_judgements(path, cwd)}
    return [path for path in found.texts if any(claim.id in judged for claim in read_queries(path, cwd)[0])]


def _expected(found: _Found, own: Sequence[Path], cwd: Path | None, lang: str) -> list[Topic]:
    if found.claims and not own:
        file = display_path(found.claims[0], cwd)
        raise SettingsError(
            f"{file}: claims with expect need --evidence, or a folder with claims, evidence and gold.tsv"
        )
    return [read_expected(path, own, cwd, lang) for path in found.claims]


def _scifact(found: _Found, corpus: Sequence[Path], stage: Stage | None, cwd: Path | None) -> list[DataSet]:
    if not found.scifact_claims:
        return []
    if not corpus:
        file = display_path(found.scifact_claims[0], cwd)
        raise SettingsError(f"{file}: claims of SciFact name abstracts by id — name corpus.jsonl too, or as --evidence")
    abstracts: dict[str, Abstract] = {}
    for path in corpus:
        abstracts |= scifact.read_corpus(path, cwd)
    read = scifact.collection_of if stage is Stage.RETRIEVE else scifact.pairs_of
    return [read(path, abstracts, corpus, cwd) for path in found.scifact_claims]


def _collections(found: _Found, pool: Sequence[Snippet], files: Sequence[Path], cwd: Path | None) -> list[Collection]:
    if not (found.queries or found.judgements):
        if found.documents or found.texts:
            file = display_path([*found.documents, *found.texts][0], cwd)
            raise SettingsError(f"{file}: documents without queries — name the queries and their judgements too")
        return []
    if not pool:
        raise SettingsError("queries without a pool — name the file of documents too, or as --evidence")
    collections = []
    for path in found.queries:
        claims, relevant = read_queries(path, cwd)
        collections.append(collect(set_name(path), claims, relevant, pool, (path, *files)))
    claims, sources = _judged_queries(found, cwd)
    for path in found.judgements:
        judged: Judgements = read_judgements(path, cwd)
        asked = [claim for claim in claims if claim.id in judged]
        if len(asked) < len(judged):
            missing = next(query for query in judged if query not in {claim.id for claim in asked})
            raise SettingsError(
                f"{display_path(path, cwd)}: no query has the id {missing} — name the file of queries too"
            )
        collections.append(collect(judged_name(path), asked, judged, pool, (path, *sources, *files)))
    return collections


def _judged_queries(found: _Found, cwd: Path | None) -> tuple[list[Claim], list[Path]]:
    files = _queries_among(found, cwd) if found.judgements else []
    return [claim for path in files for claim in read_queries(path, cwd)[0]], files


def _refuse_unused(evidence: Sequence[Path], found: _Found) -> None:
    if evidence and not (found.claims or found.scifact_claims or found.queries or found.judgements):
        remedy = "leave it out, or name the claims files, not their folder"
        raise SettingsError(f"--evidence is not used: this data brings its own — {remedy}")


def _stage_for(sets: Sequence[DataSet]) -> Stage:
    """What the data is mostly used for. Raises ``SettingsError`` where it is of several kinds."""
    stages = {_usual_stage(item) for item in sets}
    if len(stages) > 1:
        raise SettingsError(f"the data is for several stages ({', '.join(sorted(stages))}) — name one with --stage")
    return stages.pop()


def _usual_stage(item: DataSet) -> Stage:
    if isinstance(item, Collection):
        return Stage.RETRIEVE
    given = isinstance(item, PairSet) or any(gold.deciding for gold in item.gold.values())
    return Stage.VERIFY if given else Stage.PIPELINE


def _for_stage(item: DataSet, stage: Stage) -> DataSet:
    if isinstance(item, Topic) and stage is Stage.VERIFY:
        return pairs_of_topic(item)
    if isinstance(item, Topic) and stage is Stage.RETRIEVE:
        return collection_of_topic(item)
    takes = {Stage.VERIFY: PairSet, Stage.RETRIEVE: Collection, Stage.PIPELINE: Topic}[stage]
    if isinstance(item, takes):
        return item
    kind = "pairs with their evidence" if isinstance(item, PairSet) else "queries over a pool"
    raise SettingsError(f"{item.name}: holds {kind} — --stage {stage} does not take them")
