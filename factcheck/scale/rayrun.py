"""One check on Ray: claims to blocks, blocks to parts, parts to the summary and, of ordinary size, the report."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from factcheck.checker import FactChecker
from factcheck.datatypes import Claim, Label, Outcome, Provenance, Reason, Report, Unchecked, Verdict
from factcheck.errors import EngineError
from factcheck.files import held, write_atomically
from factcheck.pipeline import Conditions
from factcheck.progress import Progress
from factcheck.report.record import to_fields
from factcheck.scale.rayblocks import BLOCK_CLAIMS, Block, write_blocks
from factcheck.scale.raycluster import connected, require_ray, stream
from factcheck.scale.rayparts import Parts, Tally, added
from factcheck.scale.rayworker import Job, Made, key_of, made_of
from factcheck.settings import Settings

ORDINARY = 10_000
"""Up to so many claims of YAML files a check on Ray also gives the report of a check without it."""

SUMMARY_FORMAT = 1
"""Version of ``summary.json``."""

FINDINGS_NAMED = 1_000
"""Findings that the summary names; the parts have all of them."""

_SUMMARY, _RUN, _CLAIMS, _LOCK = "summary.json", "run.json", "claims.tmp", "lock"

_log = logging.getLogger(__name__)

LONGEST_PAUSE = dt.timedelta(days=1)
"""A run that stopped longer ago is not gone on with as of its day: waivers may have expired since."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a check on Ray is asked for: its name, where results go and in which form, the cluster, claims a block."""

    name: str
    folder: Path
    form: str = "jsonl"
    address: str | None = None
    block_claims: int = BLOCK_CLAIMS


@dataclass(frozen=True, slots=True)
class Ran:
    """A finished check: ``summary`` as written to ``file``, and the names of the parts in order.

    ``empty`` is the report without its verdicts, which ``report`` reads from the parts.
    """

    summary: dict[str, Any]
    file: Path
    empty: Report
    parts: Parts
    names: tuple[str, ...]

    @property
    def n_findings(self) -> int:
        """How many verdicts and unchecked claims a person should look at."""
        return int(self.summary["outcomes"][Outcome.FINDING.value])

    def report(self) -> Report:
        """The report that a check without Ray would give; all of it is in memory then. Raises ``StoreError``."""
        from pydantic import TypeAdapter

        lines = list(self.parts.lines(self.names))
        verdicts = TypeAdapter(tuple[Verdict, ...]).validate_python([line for line in lines if "label" in line])
        unchecked = TypeAdapter(tuple[Unchecked, ...]).validate_python([line for line in lines if "label" not in line])
        return replace(self.empty, verdicts=verdicts, unchecked=unchecked)


def check_on_ray(
    checker: FactChecker,
    settings: Settings,
    claims: Iterable[Claim],
    files: Mapping[str, str],
    asked: Asked,
    cwd: Path,
    progress: Progress,
) -> Ran:
    """The finished check of the claims, which are taken one after the other and not kept.

    Blocks that an earlier run finished under the same conditions are not checked again. ``checker`` is made from the
    settings; its index is built here, before any worker opens it. ``files`` are the hashes of what is read, by name.

    Raises:
        EngineError: Ray is not installed, cannot be reached or gave up, or a worker met a fault.
        InputError: the claims have faults; nothing was checked.
        StoreError: the folder cannot be written, or another check writes there.
    """
    require_ray(asked.address)
    parts = Parts(asked.folder, asked.form)
    with held(asked.folder / _LOCK, 0, f"another check writes to {asked.folder} — wait until it has ended"):
        # First, so that faults are told before an index is built.
        spool = asked.folder / _CLAIMS
        blocks = write_blocks(_standing(claims), spool, asked.block_claims)
        made = made_of(checker)
        conditions = checker.conditions = _begun(asked.folder, settings, checker.conditions, made)
        job = Job(settings, conditions, cwd, spool.resolve(), parts, made, shares_cache=asked.address is None)
        names = tuple(job.part_of(block) for block in blocks)
        _check_all(job, dict(zip(names, blocks, strict=True)), asked.address, progress)
        tally = added(_tallies(parts, names), FINDINGS_NAMED)
        report = checker.check_records([], asked.name, files)
        report = replace(report, provenance=_with_rules(report.provenance, tally))
        checker.pairs_needed, checker.pairs_scored = tally.pairs_needed, tally.pairs_scored
        summary = _summary(report, tally, [parts.file(name).name for name in names])
        parts.remove_others(names)
        write_atomically(asked.folder / _SUMMARY, json.dumps(summary, ensure_ascii=False, indent=2) + "\n")
        spool.unlink(missing_ok=True)
    return Ran(summary, asked.folder / _SUMMARY, report, parts, names)


def _check_all(job: Job, blocks: Mapping[str, Block], address: str | None, progress: Progress) -> None:
    """Has all blocks checked whose part, by which they are given, is not finished yet."""
    todo = {part: block for part, block in blocks.items() if job.parts.tally(part) is None}
    total = sum(block.n_claims for block in blocks.values())
    done = total - sum(block.n_claims for block in todo.values())
    progress("checking", done, total)
    if not todo:
        return
    with connected(address):
        for told in stream(job, list(todo.values())):
            _raise_fault(told)
            done += todo[told["part"]].n_claims
            progress("checking", done, total)


def _raise_fault(told: Mapping[str, str]) -> None:
    if told["fault"]:
        raise EngineError(told["fault"])
    if told["bug"]:
        bug = RuntimeError(f"in a worker: {told['bug'].strip().splitlines()[-1]}")
        bug.add_note(told["bug"])
        raise bug


def _tallies(parts: Parts, names: Sequence[str]) -> Iterator[Tally]:
    for name in names:
        tally = parts.tally(name)
        if tally is None:
            raise EngineError(f"{parts.file(name)} is not there — every machine has to share this folder")
        yield tally


def _with_rules(provenance: Provenance, tally: Tally) -> Provenance:
    return replace(provenance, aggregation="; ".join(tally.rules) or provenance.aggregation)


def _summary(empty: Report, tally: Tally, part_names: Sequence[str]) -> dict[str, Any]:
    """The report of the whole, as JSON has it: counts, the first findings, the parts in order and the provenance."""
    return {
        "format_version": SUMMARY_FORMAT,
        "name": empty.name,
        "claims": tally.n_claims,
        "labels": {label.value: tally.counts.get(label.value, 0) for label in Label},
        "reasons": {reason.value: tally.counts.get(reason.value, 0) for reason in Reason},
        "unchecked": tally.counts.get("unchecked", 0),
        "outcomes": {outcome.value: tally.counts.get(outcome.value, 0) for outcome in Outcome},
        "pairs": {"needed": tally.pairs_needed, "scored": tally.pairs_scored},
        "findings": [asdict(found) for found in tally.findings],
        "parts": list(part_names),
        "provenance": to_fields(empty)["provenance"],
    }


def _begun(folder: Path, settings: Settings, conditions: Conditions, made: Made) -> Conditions:
    """The conditions, with the day of an unfinished run that differs in nothing else, so that it goes on where it was.

    The summary goes: a folder without one is not finished.
    """
    unfinished = not (folder / _SUMMARY).exists()
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        run = json.loads((folder / _RUN).read_bytes())
        earlier = replace(conditions, today=dt.date.fromisoformat(run["today"]))
        same = run["key"] == key_of(settings, earlier, made)
        is_recent = dt.timedelta(0) <= conditions.today - earlier.today <= LONGEST_PAUSE
        if unfinished and same and is_recent and earlier != conditions and not os.environ.get("FACTCHECK_DATE"):
            _log.warning("going on with the check that began on %s, as of that day", earlier.today)
            return earlier
    begun = {"today": conditions.today.isoformat(), "key": key_of(settings, conditions, made)}
    write_atomically(folder / _RUN, json.dumps(begun) + "\n")
    (folder / _SUMMARY).unlink(missing_ok=True)
    return conditions


def _standing(claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims whose quote still stands in their article; the others are counted."""
    n_gone = 0
    for claim in claims:
        if claim.vanished is None:
            yield claim
        else:
            n_gone += 1
    if n_gone:
        _log.warning("%d claims left out, because the article has their quote no longer (vanished:)", n_gone)
