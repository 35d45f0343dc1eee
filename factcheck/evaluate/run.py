"""One run: every set judged at the stage, scored, and all of them scored together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from factcheck import __version__
from factcheck.datatypes import Embedder, ModelRecord, Verifier
from factcheck.errors import Fault, InputError
from factcheck.evaluate.datasets import COUNTED, Collection, DataSet, PairSet
from factcheck.evaluate.evaluation import Evaluation, SetResult, added
from factcheck.evaluate.figures import score_labels, score_ranking
from factcheck.evaluate.given import judge_pairs
from factcheck.evaluate.judged import Judged, Ranked
from factcheck.evaluate.ranking import rank_queries
from factcheck.evaluate.stages import Judge, Stage
from factcheck.evaluate.wholepath import judge_topic
from factcheck.inputfiles import hashes_of

ALL = "all"
"""The name of all sets together."""


def evaluate(
    stage: Stage, sets: Sequence[DataSet], judge: Judge, settings: Mapping[str, Any], cwd: Path | None = None
) -> Evaluation:
    """The sets judged at the stage that they were read for.

    Args:
        stage, sets: as ``read_data`` gives them.
        settings: what else the run was made with, for the record.
        cwd: files are named relative to it.

    Raises:
        InputError: nothing can be scored; the message says what was counted instead.
        ModelError: a model cannot be used.
    """
    results = [_judge_set(data, judge, cwd) for data in sets]
    if not any(result.items for result in results):
        _refuse(results)
    models: dict[str, Embedder | Verifier] = {"embedder": judge.embedder, "verifier": judge.verifier}
    used = {Stage.VERIFY: ["verifier"], Stage.RETRIEVE: ["embedder"], Stage.PIPELINE: list(models)}[stage]
    return Evaluation(
        stage=stage.value,
        sets=tuple(results),
        overall=_together(results, stage) if len(results) > 1 else None,
        created=dt.datetime.now(dt.UTC).replace(microsecond=0),
        tool_version=__version__,
        models={name: ModelRecord(models[name].model_id, models[name].precision) for name in used},
        settings={"limit": judge.limit, **_stage_settings(stage, judge), **settings},
    )


def _stage_settings(stage: Stage, judge: Judge) -> dict[str, Any]:
    if stage is Stage.VERIFY:
        return {}
    aggregation = {"aggregation": judge.rule.name} if stage is Stage.PIPELINE else {}
    return {"k": judge.k, "reference_date": judge.today.isoformat(), **aggregation}


def _judge_set(data: DataSet, judge: Judge, cwd: Path | None) -> SetResult:
    hashes = hashes_of(data.files, cwd)
    counts = dict(data.counts)
    if isinstance(data, Collection):
        ranked = rank_queries(data, judge)
        empty = SetResult(data.name, None, score_ranking(ranked), tuple(ranked), counts=counts, data=hashes)
        return replace(empty, of=len(data.queries))
    given = isinstance(data, PairSet)
    judged, left_out = judge_pairs(data, judge) if isinstance(data, PairSet) else judge_topic(data, judge)
    counts |= {name: n for name, n in left_out.items() if n}
    of = len(data.pairs) if isinstance(data, PairSet) else len(data.claims)
    return _scored(data.name, judged, counts, hashes, of, of_confidence=not given)


def _scored(
    name: str,
    items: Sequence[Judged],
    counts: Mapping[str, int],
    data: Mapping[str, str],
    of: int,
    *,
    of_confidence: bool,
) -> SetResult:
    scores = score_labels(items, of_confidence=of_confidence)
    return SetResult(name, scores.scoring, scores.figures, tuple(items), scores.charts, scores.by_tag, counts, data, of)


def _together(results: Sequence[SetResult], stage: Stage) -> SetResult:
    counts, of = added([result.counts for result in results]), sum(result.of for result in results)
    ranked = [item for result in results for item in result.items if isinstance(item, Ranked)]
    if stage is Stage.RETRIEVE:
        return SetResult(ALL, None, score_ranking(ranked), tuple(ranked), counts=counts, of=of)
    judged = [item for result in results for item in result.items if isinstance(item, Judged)]
    return _scored(ALL, judged, counts, {}, of, of_confidence=stage is Stage.PIPELINE)


def _refuse(results: Sequence[SetResult]) -> None:
    faults = []
    for result in results:
        counted = ", ".join(f"{COUNTED[name]}: {n:,}" for name, n in result.counts.items() if n) or "it is empty"
        file = next(iter(result.data), result.name)
        faults.append(Fault(file, 0, f"nothing can be scored: {counted}", remedy="give claims, evidence and labels"))
    raise InputError(faults)
