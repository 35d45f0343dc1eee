"""Parts: the results of one block each, and the tally that says that a part is whole.

``reports/<name>/<block>.jsonl`` or ``.parquet`` has the verdicts; ``done/<block>.json`` is written after it and has its
counts. A part without a tally is not finished, so a process that dies at any moment leaves nothing that counts twice.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from factcheck.datatypes import Outcome, Report, Unchecked, Verdict
from factcheck.errors import StoreError
from factcheck.files import write_atomically
from factcheck.report.jsonl import to_jsonl

FORMS = ("jsonl", "parquet")

_DONE = "done"
_NAME = re.compile(r"[0-9a-f]{32}\.(jsonl|parquet)(\.json)?")

_RULES = "; "
"""Between the names of rules in a provenance."""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding as the summary names it: the claim's key and place, and its label, or why it is unchecked."""

    claim: str
    line: int
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What a part holds. ``counts`` are by label, reason and outcome; ``n_bytes`` is the size of the part."""

    n_claims: int
    n_bytes: int
    counts: dict[str, int]
    rules: tuple[str, ...]
    pairs_needed: int
    pairs_scored: int
    findings: tuple[Found, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Parts:
    """The folder of the results, in one of ``FORMS``."""

    folder: Path
    form: str

    def file(self, name: str) -> Path:
        """Where the part of a block is."""
        return self.folder / f"{name}.{self.form}"

    def tally(self, name: str) -> Tally | None:
        """The tally of a finished part; ``None`` where the part is missing, not whole or not finished."""
        try:
            tally = _to_tally(json.loads(self._done(name).read_bytes()))
            return tally if self.file(name).stat().st_size == tally.n_bytes else None
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def write(self, name: str, report: Report, pairs: tuple[int, int]) -> None:
        """Writes the part of a block and its tally. Raises ``StoreError``."""
        text = to_jsonl(report)
        data = text.encode() if self.form == "jsonl" else _to_parquet(report, text)
        write_atomically(self.file(name), data)
        tally = _tally_of(report, len(data), pairs)
        write_atomically(self._done(name), json.dumps(asdict(tally)) + "\n")

    def lines(self, names: Iterable[str]) -> Iterator[dict[str, Any]]:
        """The verdicts and unchecked claims of these parts as their record has them. Raises ``StoreError``."""
        for name in names:
            try:
                texts = self._texts(self.file(name))
            except OSError as error:
                raise StoreError(f"cannot read {self.file(name)}: {error} — run the check again") from error
            yield from map(json.loads, texts)

    def remove_others(self, names: Iterable[str]) -> None:
        """Removes the parts of earlier runs; files that are none of ours stay."""
        kept = {self.file(name).name for name in names}
        for place in (self.folder, self.folder / _DONE):
            for entry in list(place.iterdir()) if place.is_dir() else []:
                if _NAME.fullmatch(entry.name) and entry.name.removesuffix(".json") not in kept:
                    with contextlib.suppress(OSError):
                        entry.unlink()

    def _done(self, name: str) -> Path:
        return self.folder / _DONE / f"{name}.{self.form}.json"

    def _texts(self, file: Path) -> Sequence[str]:
        if self.form == "jsonl":
            return file.read_text(encoding="utf-8").splitlines()
        from pyarrow.parquet import read_table

        texts: list[str] = read_table(file, columns=["record"])["record"].to_pylist()
        return texts


def added(tallies: Iterable[Tally], n_findings: int) -> Tally:
    """All tallies in one, with the first ``n_findings`` findings in their order."""
    counts: Counter[str] = Counter()
    rules: set[str] = set()
    findings: list[Found] = []
    sums = [0, 0, 0, 0]
    for tally in tallies:
        counts.update(tally.counts)
        rules.update(tally.rules)
        findings += tally.findings[: n_findings - len(findings)]
        numbers = (tally.n_claims, tally.n_bytes, tally.pairs_needed, tally.pairs_scored)
        sums = [a + b for a, b in zip(sums, numbers, strict=True)]
    return Tally(sums[0], sums[1], dict(counts), tuple(sorted(rules)), sums[2], sums[3], tuple(findings))


def _tally_of(report: Report, n_bytes: int, pairs: tuple[int, int]) -> Tally:
    items: tuple[Verdict | Unchecked, ...] = (*report.verdicts, *report.unchecked)
    counts: Counter[str] = Counter(item.outcome.value for item in items)
    counts.update(verdict.label.value for verdict in report.verdicts)
    counts.update(verdict.reason.value for verdict in report.verdicts if verdict.reason)
    counts["unchecked"] = len(report.unchecked)
    findings = tuple(_found(item) for item in items if item.outcome is Outcome.FINDING)
    rules = tuple(report.provenance.aggregation.split(_RULES)) if report.verdicts else ()
    return Tally(len(items), n_bytes, dict(counts), rules, *pairs, findings)


def _found(item: Verdict | Unchecked) -> Found:
    line = item.claim.place.line if item.claim.place else 0
    if isinstance(item, Unchecked):
        return Found(item.claim.key, line, "unchecked", item.why)
    return Found(item.claim.key, line, item.label.value, item.reason.value if item.reason else "")


def _to_tally(fields: dict[str, Any]) -> Tally:
    findings = tuple(Found(**found) for found in fields.pop("findings"))
    return Tally(**fields | {"rules": tuple(fields["rules"])}, findings=findings)


def _to_parquet(report: Report, text: str) -> bytes:
    """A row for each line of the text: what people filter by in columns of its own, and the line itself."""
    import pyarrow as pa
    from pyarrow import parquet

    items: tuple[Verdict | Unchecked, ...] = (*report.verdicts, *report.unchecked)
    rows = [_row(item) | {"record": line} for item, line in zip(items, text.splitlines(), strict=True)]
    types = {"line": pa.int64(), "confidence": pa.float64()}
    names = ("file", "line", "id", "text", "label", "reason", "confidence", "outcome", "why", "record")
    schema = pa.schema([(name, types.get(name, pa.string())) for name in names])
    buffer = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(rows, schema=schema), buffer)
    return buffer.getvalue()


def _row(item: Verdict | Unchecked) -> dict[str, object]:
    place = item.claim.place
    return {
        "file": place.file if place else None,
        "line": place.line if place else None,
        "id": item.claim.id,
        "text": item.claim.text,
        "label": item.label.value if isinstance(item, Verdict) else None,
        "reason": item.reason.value if isinstance(item, Verdict) and item.reason else None,
        "confidence": item.confidence if isinstance(item, Verdict) else None,
        "outcome": item.outcome.value,
        "why": item.why,
    }
