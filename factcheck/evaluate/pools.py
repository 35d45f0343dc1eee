"""Reads collections: documents, queries and which document is relevant to which query.

Documents are ``{_id, title, text}``, queries ``{_id, text}`` with a list ``relevant``, or with the judgements in a file
of their own as BEIR has them: ``query-id TAB corpus-id TAB score`` under a header (github.com/beir-cellar/beir, wiki).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from factcheck.datatypes import Claim, Place, Snippet
from factcheck.errors import Fault, InputError
from factcheck.evaluate.datasets import MISSING_LABEL, NOT_IN_POOL, Collection, Query
from factcheck.evaluate.jsonrows import open_rows, read_json_rows
from factcheck.evaluate.pairs import set_name
from factcheck.evaluate.rowfields import text_field
from factcheck.faultlog import FaultLog, shorten
from factcheck.inputfiles import display_path, unreadable

Judgements = dict[str, tuple[str, ...]]


def is_text(row: Mapping[str, Any]) -> bool:
    """Whether the row is a document or a query."""
    return "_id" in row and "text" in row


def is_query(row: Mapping[str, Any]) -> bool:
    """Whether the row is a query that names what is relevant."""
    return is_text(row) and "relevant" in row


def read_documents(path: Path, cwd: Path | None = None) -> list[Snippet]:
    """The documents, title and text as one. Empty ones are kept: they are part of the pool. Raises ``InputError``."""
    log = FaultLog(display_path(path, cwd))
    snippets = []
    for line, row in read_json_rows(path, log):
        if is_text(row) and isinstance(row["text"], str):
            text = f"{row.get('title') or ''} {row['text']}".strip()
            snippets.append(Snippet(str(row["_id"]), text, place=Place(log.file, line)))
        else:
            log.add(line, "a document with _id and text is expected", seen=shorten(", ".join(row)))
    if log.faults:
        log.raise_now()
    return snippets


def read_queries(path: Path, cwd: Path | None = None) -> tuple[list[Claim], Judgements]:
    """The queries as claims, and what is relevant to each where the rows say so. Raises ``InputError``."""
    log = FaultLog(display_path(path, cwd))
    claims, relevant = [], {}
    for line, row in read_json_rows(path, log):
        if "_id" not in row:
            log.add(line, "a query with _id and text is expected", seen=shorten(", ".join(row)))
            continue
        claims.append(Claim(str(row["_id"]), text_field(row, "text", log, line), place=Place(log.file, line)))
        if isinstance(row.get("relevant"), list):
            relevant[claims[-1].id] = tuple(str(key) for key in row["relevant"])
        elif "relevant" in row:
            log.add(line, "a list of ids is expected", field="relevant", seen=shorten(row["relevant"]))
    if log.faults:
        log.raise_now()
    return claims, relevant


def read_judgements(path: Path, cwd: Path | None = None) -> Judgements:
    """The relevant documents (score above 0) by query, from a file with tabs. Raises ``InputError``."""
    log = FaultLog(display_path(path, cwd))
    relevant: dict[str, list[str]] = {}
    try:
        with open_rows(path) as handle:
            lines = handle.read().decode("utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        message, remedy = unreadable(error)
        raise InputError([Fault(log.file, 0, message, remedy=remedy)]) from error
    for line, text in enumerate(lines, start=1):
        cells = text.split("\t")
        if not text.strip() or (line == 1 and cells[-1].strip() == "score"):
            continue
        if len(cells) != 3 or not cells[2].strip().lstrip("-").isdigit():
            log.add(line, "query, document and score are expected", seen=shorten(text), remedy="part them by tabs")
        elif int(cells[2]) > 0:
            relevant.setdefault(cells[0], []).append(cells[1])
    if log.faults:
        log.raise_now()
    return {query: tuple(dict.fromkeys(documents)) for query, documents in relevant.items()}


def collect(
    name: str,
    claims: Sequence[Claim],
    relevant: Mapping[str, Sequence[str]],
    pool: Sequence[Snippet],
    files: Sequence[Path],
) -> Collection:
    """The queries with judgements over the pool; the others, and relevant ids that are not in the pool, are counted."""
    known = {snippet.id for snippet in pool}
    queries = tuple(Query(claim, tuple(relevant[claim.id])) for claim in claims if relevant.get(claim.id))
    lost = sum(key not in known for query in queries for key in query.relevant)
    counts = {MISSING_LABEL: len(claims) - len(queries), NOT_IN_POOL: lost}
    return Collection(name, tuple(pool), queries, tuple(files), {key: n for key, n in counts.items() if n})


def judged_name(path: Path) -> str:
    """The name of a set of judgements: BEIR keeps them in ``<collection>/qrels/<split>.tsv``."""
    folder = path.resolve().parent
    return f"{folder.parent.name}.{set_name(path)}" if folder.name == "qrels" else set_name(path)
