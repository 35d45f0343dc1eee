"""The worker: one process of the cluster, which loads the models once and checks block after block."""

from __future__ import annotations

import json
import traceback
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from factcheck import __version__
from factcheck.cache import Cache
from factcheck.checker import FactChecker
from factcheck.datatypes import Claim
from factcheck.errors import EngineError, FactcheckError
from factcheck.hashing import content_hash
from factcheck.languages import claim_languages
from factcheck.pipeline import Conditions
from factcheck.scale.rayblocks import Block, read_block
from factcheck.scale.rayparts import Parts
from factcheck.settings import Settings


@dataclass(frozen=True, slots=True)
class Made:
    """What two checkers must have in common to give equal verdicts."""

    factcheck: str
    embedder: str
    verifier: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Job:
    """What every worker of a run is given.

    ``made`` is how the driver's own checker was made. With ``shares_cache`` workers use the cache of the project, which
    is one SQLite file and must not be used from several machines.
    """

    settings: Settings
    conditions: Conditions
    cwd: Path
    claims_file: Path
    parts: Parts
    made: Made
    shares_cache: bool

    def part_of(self, block: Block) -> str:
        """The name of the block's part: equal claims under equal conditions have equal results."""
        return content_hash(key_of(self.settings, self.conditions, self.made), block.sha256)[:32]


def key_of(settings: Settings, conditions: Conditions, made: Made) -> str:
    """Hash of all that verdicts depend on beside the claims."""
    return content_hash(settings.lang, settings.index, conditions, made)


def made_of(checker: FactChecker) -> Made:
    """How a checker was made; builds or reads its index."""
    embedder, verifier = checker.embedder, checker.verifier
    # A language is no content of a snippet, but it chooses who reads it; it is found by the file that a snippet is in.
    languages = sorted((snippet.id, str(snippet.language or snippet.lang)) for snippet in checker.snippets)
    return Made(
        factcheck=__version__,
        embedder=f"{embedder.model_id} ({embedder.precision})",
        verifier=f"{verifier.model_id} ({verifier.precision})",
        evidence=content_hash(checker.index.fingerprint, *(part for pair in languages for part in pair)),
    )


class Worker:
    """Checks blocks; made by Ray, once in each of its processes.

    A block that was finished before is not checked again, so that a task which Ray repeats because its machine died
    costs nothing when its results were already in place.
    """

    def __init__(self, job: Job) -> None:
        self._job = job

    def __call__(self, batch: Mapping[str, Any]) -> dict[str, list[str]]:
        """For each block, in order, its part and what went wrong, as JSON; nothing did if both are empty.

        A ``fault`` is the message of what a user can mend, a ``bug`` the traceback of anything else. They are told and
        not raised, because Ray would wrap them in pages of its own.
        """
        blocks = [
            Block(str(sha256), int(start), int(length), int(n))
            for sha256, start, length, n in zip(*(batch[key] for key in BLOCK_FIELDS), strict=True)
        ]
        return {"told": [self._told(block) for block in blocks]}

    def _told(self, block: Block) -> str:
        part, fault, bug = self._job.part_of(block), "", ""
        try:
            if self._job.parts.tally(part) is None:
                self._check(block, part)
        except FactcheckError as error:
            fault = str(error)
        except Exception:
            bug = traceback.format_exc()
        return json.dumps({"part": part, "fault": fault, "bug": bug})

    def _check(self, block: Block, part: str) -> None:
        job = self._job
        claims = read_block(job.claims_file, block)
        checker = self._checker
        if not job.shares_cache:
            # Results last as parts; what is kept of one block would only fill the memory of the next.
            checker.cache = Cache.in_memory()
        report = checker.check_records(_with_languages(claims, job.settings.lang), part, {})
        job.parts.write(part, report, (checker.pairs_needed, checker.pairs_scored))

    @cached_property
    def _checker(self) -> FactChecker:
        """The checker, as the driver's was made. Raises ``EngineError`` where this machine gives another one."""
        job = self._job
        checker = FactChecker.from_settings(job.settings, cwd=job.cwd)
        if not job.shares_cache:
            checker.cache = Cache.in_memory()
        checker.conditions = job.conditions
        if (here := made_of(checker)) != job.made:
            raise EngineError(_difference(here, job.made))
        return checker


BLOCK_FIELDS = ("sha256", "start", "length", "n_claims")
"""Columns of the rows that a worker is given."""


def _with_languages(claims: list[Claim], default: str) -> list[Claim]:
    """The claims with their languages, each by itself: which rows share its block must not matter."""
    return [claim if claim.language else claim_languages([claim], default)[0] for claim in claims]


def _difference(here: Made, there: Made) -> str:
    wrong = [
        f"{name} is {found} and not {wanted}"
        for (name, found), wanted in zip(asdict(here).items(), asdict(there).values(), strict=True)
        if found != wanted
    ]
    return (
        f"a worker would give other verdicts than this machine: {'; '.join(wrong)} — install the same packages on "
        "every machine, use processors of one kind, and share the project's folder"
    )
