"""The result of one run, and its JSON: figures and items of every set, and what they were made with."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from factcheck.datatypes import Label, ModelRecord
from factcheck.errors import StoreError
from factcheck.evaluate.figures import Charts, Figures
from factcheck.evaluate.judged import Judged, Ranked
from factcheck.evaluate.outcomes import Scoring

FORMAT_VERSION = 1
KIND = "factcheck evaluation"
_DIGITS = 6
_REMEDY = "run `factcheck evaluate … --json FILE` again to write a new one"

Item = Judged | Ranked


@dataclass(frozen=True, slots=True)
class SetResult:
    """One set as it came out. ``scoring`` is ``None`` for a ranking; ``of`` is the size before the sample was drawn.

    ``data`` maps the files of the set, as the user named them, to their SHA-256.
    """

    name: str
    scoring: Scoring | None
    figures: Figures
    items: tuple[Item, ...]
    charts: Charts = field(default_factory=Charts)
    by_tag: Mapping[str, Figures] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    of: int = 0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One run: its sets in order, all of them together where there are several, and what they were made with."""

    stage: str
    sets: tuple[SetResult, ...]
    overall: SetResult | None
    created: dt.datetime
    tool_version: str
    models: Mapping[str, ModelRecord]
    settings: Mapping[str, Any]

    @property
    def lines(self) -> tuple[SetResult, ...]:
        """The sets, and last all of them together where there are several."""
        return (*self.sets, self.overall) if self.overall else self.sets

    @property
    def summary_first(self) -> tuple[SetResult, ...]:
        """All sets together first, where there are several, then each of them."""
        return (self.overall, *self.sets) if self.overall else self.sets

    @property
    def total(self) -> SetResult:
        """All sets together, or the only one."""
        return self.overall or self.sets[0]


def to_json(evaluation: Evaluation) -> str:
    """The evaluation as indented JSON, ``format_version`` first."""
    record = {
        "format_version": FORMAT_VERSION,
        "kind": KIND,
        "tool_version": evaluation.tool_version,
        "created": evaluation.created.isoformat(),
        "stage": evaluation.stage,
        "models": {name: asdict(model) for name, model in evaluation.models.items()},
        "settings": dict(evaluation.settings),
        "data": {file: sha256 for item in evaluation.sets for file, sha256 in item.data.items()},
        "sets": {item.name: _set_record(item) for item in evaluation.sets},
        "overall": _set_record(evaluation.overall, items=False) if evaluation.overall else None,
    }
    return json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def read_evaluation(path: Path) -> dict[str, Any]:
    """The record that ``to_json`` made.

    Raises:
        StoreError: the file is missing, is no JSON, no evaluation, or of another format version.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror or error}) — {_REMEDY}") from error
    except (ValueError, RecursionError) as error:
        raise StoreError(f"{path}: is not complete JSON ({error}) — {_REMEDY}") from error
    if not isinstance(record, dict) or record.get("kind") != KIND or not isinstance(record.get("sets"), dict):
        raise StoreError(f"{path}: is no evaluation — {_REMEDY}")
    if record.get("format_version") != FORMAT_VERSION:
        seen = record.get("format_version")
        raise StoreError(f"{path}: has format {seen!r}, this factcheck reads {FORMAT_VERSION} — {_REMEDY}")
    return record


def figures_record(figures: Figures) -> dict[str, Any]:
    """The figures by name, ``n`` first, and their intervals."""
    values = {name: round(value, _DIGITS) for name, value in figures.values.items()}
    bounds = {name: [round(low, _DIGITS), round(high, _DIGITS)] for name, (low, high) in figures.intervals.items()}
    return {"n": figures.n, **values, "intervals": bounds}


def is_right(item: Judged, scoring: Scoring | None) -> bool:
    """Whether the predicted label is the gold one, as the set is scored."""
    if scoring is Scoring.ONE_SIDED:
        return (item.gold is Label.SUPPORTED) == (item.predicted is Label.SUPPORTED)
    return item.gold is item.predicted


def _set_record(item: SetResult, *, items: bool = True) -> dict[str, Any]:
    charts = item.charts
    record: dict[str, Any] = {
        "scoring": item.scoring.value if item.scoring else "ranking",
        **figures_record(item.figures),
        "of": item.of,
        "counts": dict(item.counts),
        "data": dict(item.data),
    }
    if item.scoring:
        record["confusion"] = {"classes": charts.classes, "counts": charts.confusion}
        record["reliability"] = [asdict(part) for part in charts.reliability]
        record["risk_coverage"] = [[round(c, _DIGITS), round(r, _DIGITS)] for c, r in charts.risk_coverage]
        record["by_tag"] = {tag: figures_record(figures) for tag, figures in item.by_tag.items()}
    if items:
        record["items"] = [_item_record(one, item.scoring) for one in item.items]
    return record


def _item_record(item: Item, scoring: Scoring | None) -> dict[str, Any]:
    place = {"place": str(item.place)} if item.place else {}
    if isinstance(item, Ranked):
        found = {"relevant": list(item.relevant), "found": list(item.found)}
        return {"id": item.id, "claim": item.claim, **found, **_rounded(item.measures), **place}
    return {
        "id": item.id,
        "claim": item.claim,
        "gold": item.gold.value,
        "predicted": item.predicted.value,
        "right": is_right(item, scoring),
        "confidence": round(item.confidence, _DIGITS),
        "probabilities": _rounded(dict(zip((label.value for label in Label), item.probabilities, strict=True))),
        **_rounded(item.scores),
        "tags": list(item.tags),
        **place,
    }


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, _DIGITS) for name, value in values.items()}


def added(counts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """The counts of several sets together."""
    names = dict.fromkeys(name for part in counts for name in part)
    return {name: sum(part.get(name, 0) for part in counts) for name in names}
