"""Reads topics: folders with claims.yaml, evidence.yaml and gold.tsv, and claims files whose gold is ``expect``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from factcheck.claims import read_claims
from factcheck.datatypes import Claim, Label, Reason, Snippet
from factcheck.errors import InputError
from factcheck.evaluate.datasets import MISSING_LABEL, Gold, Topic
from factcheck.evaluate.pairs import set_name
from factcheck.evidence import find_evidence_files, read_evidence
from factcheck.faultlog import FaultLog, shorten, suggest
from factcheck.inputfiles import display_path, unreadable
from factcheck.languages import claim_languages, snippet_languages

CLAIMS, EVIDENCE, GOLD = "claims.yaml", "evidence.yaml", "gold.tsv"


def is_topic(folder: Path) -> bool:
    """Whether the folder holds the gold decisions of its claims."""
    return folder.is_dir() and (folder / GOLD).is_file()


def read_topic(folder: Path, cwd: Path | None = None, lang: str = "") -> Topic:
    """The topic in a folder; claims without a gold line are counted and left out.

    ``lang`` is the language of claims and snippets where it is neither given nor can be told.

    Raises:
        InputError: with every fault of one of the files; lines of gold that name no claim or snippet are faults.
    """
    files = tuple(folder / name for name in (CLAIMS, EVIDENCE, GOLD))
    claims, snippets = _read(files[0], [files[1]], cwd, lang)
    gold = read_gold(files[2], claims, snippets, cwd)
    labelled, counts = _labelled(claims, gold)
    return Topic(folder.resolve().name, labelled, tuple(snippets), gold, files, counts)


def read_expected(path: Path, evidence: Sequence[Path], cwd: Path | None = None, lang: str = "") -> Topic:
    """Claims with ``expect`` as a topic over the evidence named; the check itself does not see what is expected.

    ``lang`` as of ``read_topic``.
    """
    claims, snippets = _read(path, evidence, cwd, lang)
    gold = {claim.id: _expected(claim.expect) for claim in claims if claim.expect is not None}
    labelled, counts = _labelled([replace(claim, expect=None) for claim in claims], gold)
    files = (path, *find_evidence_files(evidence, cwd))
    return Topic(set_name(path), labelled, tuple(snippets), gold, files, counts)


def read_gold(
    path: Path, claims: Sequence[Claim], snippets: Sequence[Snippet], cwd: Path | None = None
) -> dict[str, Gold]:
    """The decisions by claim id; lines are ``id TAB label TAB reason TAB ids of deciding snippets``."""
    log = FaultLog(display_path(path, cwd))
    claim_ids, snippet_ids = [claim.id for claim in claims], [snippet.id for snippet in snippets]
    gold: dict[str, Gold] = {}
    for line, text in _lines(path, log):
        claim, label, reason, deciding, *_ = [*(cell.strip() for cell in text.split("\t")), "", "", ""]
        if claim not in claim_ids:
            log.add(line, "no such claim", field="id", seen=shorten(claim), remedy=suggest(claim, claim_ids[:200]))
        elif claim in gold:
            log.add(line, "the claim has a line already", field="id", seen=shorten(claim))
        elif decision := _decision(label, reason, deciding, snippet_ids, line, log):
            gold[claim] = decision
    if log.faults:
        log.raise_now()
    return gold


def _read(claims: Path, evidence: Sequence[Path], cwd: Path | None, lang: str) -> tuple[list[Claim], list[Snippet]]:
    """Claims and snippets with their languages, as a check sets them: told from whole files, before any is chosen."""
    snippets = read_evidence(evidence, cwd)
    return claim_languages(read_claims([claims], cwd), lang), snippet_languages(snippets, lang)


def _decision(label: str, reason: str, deciding: str, known: Sequence[str], line: int, log: FaultLog) -> Gold | None:
    faults = len(log.faults)
    if label and label not in list(Label):
        log.add(line, "no label", field="label", seen=shorten(label), remedy=suggest(label, list(Label)))
    if reason and reason not in list(Reason):
        log.add(line, "no reason", field="reason", seen=shorten(reason), remedy=suggest(reason, list(Reason)))
    ids = tuple(part.strip() for part in deciding.split(",") if part.strip())
    for snippet in ids:
        if snippet not in known:
            log.add(line, "no such snippet", field="deciding", seen=shorten(snippet), remedy=suggest(snippet, known))
    if not label or len(log.faults) > faults:
        return None
    return Gold(Label(label), Reason(reason) if reason else None, ids)


def _expected(expect: Label | Reason) -> Gold:
    return Gold(expect) if isinstance(expect, Label) else Gold(Label.UNKNOWN, expect)


def _labelled(claims: Sequence[Claim], gold: Mapping[str, Gold]) -> tuple[tuple[Claim, ...], dict[str, int]]:
    labelled = tuple(claim for claim in claims if claim.id in gold)
    missing = len(claims) - len(labelled)
    return labelled, {MISSING_LABEL: missing} if missing else {}


def _lines(path: Path, log: FaultLog) -> list[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        message, remedy = unreadable(error)
        log.add(0, message, remedy=remedy)
        raise InputError(log.faults) from error
    return [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
