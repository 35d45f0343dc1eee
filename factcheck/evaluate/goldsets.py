"""A user's own reviewed verdicts: gold folders and claims with ``expect``, read and checked as a check does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from factcheck.claims import find_claims_files
from factcheck.errors import Fault, InputError, SettingsError
from factcheck.evaluate.datasets import OTHER_RULE, Topic, unique_names
from factcheck.evaluate.evaluation import added
from factcheck.evaluate.fitting import Case
from factcheck.evaluate.stages import Judge, left_out, plain
from factcheck.evaluate.topics import GOLD, is_topic, read_expected, read_topic
from factcheck.index import build_index
from factcheck.inputfiles import YAML_SUFFIXES, display_path
from factcheck.pipeline import Conditions, check

_FORMS = "name a folder with claims.yaml, evidence.yaml and gold.tsv, or a claims file with expect"


def read_reviewed(
    paths: Sequence[Path],
    evidence: Sequence[Path],
    default: Sequence[Path],
    cwd: Path | None = None,
    lang: str = "",
) -> list[Topic]:
    """The topics named, each once, first the gold folders and then the claims files.

    Args:
        paths: gold folders, folders that hold some, claims files, and folders of these.
        evidence: what the user named for claims with ``expect``; where it is empty, ``default``.
        default: the evidence of the settings.
        cwd: files are named relative to it.
        lang: the language of claims and snippets where it is neither given nor can be told.

    Raises:
        InputError: with the faults of a file.
        SettingsError: evidence is named that nothing uses.
    """
    folders: dict[Path, Path] = {}
    others: list[Path] = []
    for path in paths:
        inside = _topics_in(path)
        folders.update((folder.resolve(), folder) for folder in inside)
        if not inside:
            others.append(_claims_path(path, cwd))
    files = find_claims_files(others, cwd) if others else []
    if evidence and not files:
        raise SettingsError("--evidence is not used: gold folders bring their own evidence — leave it out")
    topics = [read_topic(folder, cwd, lang) for folder in folders.values()]
    topics += [read_expected(file, evidence or default, cwd, lang) for file in files]
    return [topic for topic in unique_names(topics) if isinstance(topic, Topic)]


def _topics_in(path: Path) -> list[Path]:
    if is_topic(path) or not path.is_dir():
        return [path] if is_topic(path) else []
    found = sorted(gold.parent for gold in path.rglob(GOLD))
    return [folder for folder in found if not any(p.startswith(".") for p in folder.relative_to(path).parts)]


def _claims_path(path: Path, cwd: Path | None) -> Path:
    if path.is_file() and path.suffix.lower() not in YAML_SUFFIXES:
        raise InputError([Fault(display_path(path, cwd), 0, "holds no reviewed verdicts", remedy=_FORMS)])
    return path


def read_cases(topics: Sequence[Topic], judge: Judge) -> tuple[list[Case], dict[str, int]]:
    """The claims that could be checked, in order, with what was read for each; and how many were left out, by reason.

    Those are left out that the rule for pairs in other languages decides: it is not calibrated.
    """
    cases: list[Case] = []
    counts: list[dict[str, int]] = []
    conditions = Conditions(judge.k, judge.today, rule=judge.rule)
    verifier = plain(judge.verifier)
    for topic in topics:
        index = build_index(topic.snippets, judge.embedder, judge.cache)
        # What is expected is gold; a check does not see it here.
        claims = [replace(claim, expect=None) for claim in topic.claims]
        checked = check(claims, index, judge.embedder, verifier, judge.cache, conditions, judge.progress)
        counts.append(left_out(checked.unchecked, verifier))
        for verdict, found in zip(checked.verdicts, checked.rulings, strict=True):
            claim, gold = verdict.claim, topic.gold[verdict.claim.id]
            if found.rule is conditions.bilingual_rule:
                counts.append({OTHER_RULE: 1})
                continue
            read = verdict.readings
            cases.append(Case(topic.name, claim.id, claim.text, gold.label, gold.reason, gold.deciding, read))
    return cases, added(counts)
