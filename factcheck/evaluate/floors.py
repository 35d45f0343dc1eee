"""Floors: figures below which a run is a finding."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from factcheck.errors import SettingsError
from factcheck.evaluate.evaluation import Evaluation, SetResult
from factcheck.evaluate.figures import SMALLER_IS_BETTER
from factcheck.evaluate.wording import NAMES
from factcheck.faultlog import suggest

KNOWN = ["n", *NAMES]
METRIC = re.compile("|".join(map(re.escape, KNOWN)) + r"|(precision|recall|f1)_\w+|(selective_accuracy|recall)@\d+")
"""What a figure may be called; which of them a set has shows only when it was judged."""


@dataclass(frozen=True, slots=True)
class Floor:
    """The least value of a metric, or the greatest of an error; without ``set`` of all sets together."""

    metric: str
    value: float
    set: str = ""


def parse_floor(text: str) -> Floor:
    """``metric=value`` or ``set:metric=value``. Raises ``SettingsError``."""
    name, _, number = text.rpartition("=")
    set_name, _, metric = name.rpartition(":")
    try:
        value = float(number)
    except ValueError:
        value = math.nan
    if not metric or not math.isfinite(value):
        raise SettingsError(f"--floor is {text!r} — write metric=value or set:metric=value, such as accuracy=0.9")
    if not METRIC.fullmatch(metric):
        raise SettingsError(f"--floor: there is no figure {metric!r} — {suggest(metric, KNOWN, 'figures')}")
    return Floor(metric, value, set_name)


def require_sets(floors: Sequence[Floor], names: Sequence[str]) -> None:
    """Raises ``SettingsError`` for a floor of a set that there is not, before anything is judged."""
    for floor in floors:
        if floor.set and floor.set not in names:
            raise _no_set(floor, names)


def _no_set(floor: Floor, names: Sequence[str]) -> SettingsError:
    return SettingsError(f"--floor: there is no set {floor.set!r} — {suggest(floor.set, list(names), 'sets')}")


def missed(floors: Sequence[Floor], evaluation: Evaluation) -> list[str]:
    """A message for each floor that is missed, saying by how much.

    Raises:
        SettingsError: there is no such set or metric, so that a misspelt floor never passes.
    """
    messages = []
    for floor in floors:
        item = _set_of(floor, evaluation)
        value = _value(floor, item)
        short = value - floor.value if floor.metric in SMALLER_IS_BETTER else floor.value - value
        if short > 0:
            side = "above" if floor.metric in SMALLER_IS_BETTER else "below"
            messages.append(f"{item.name}: {floor.metric} is {value:.4f}, {short:.4f} {side} {floor.value:g}")
    return messages


def _set_of(floor: Floor, evaluation: Evaluation) -> SetResult:
    if not floor.set:
        return evaluation.total
    named = {item.name: item for item in evaluation.lines}
    if floor.set not in named:
        raise _no_set(floor, list(named))
    return named[floor.set]


def _value(floor: Floor, item: SetResult) -> float:
    values = {"n": float(item.figures.n), **item.figures.values}
    if floor.metric not in values:
        remedy = suggest(floor.metric, list(values), "metrics")
        raise SettingsError(f"--floor: {item.name} has no figure {floor.metric!r} — {remedy}")
    return values[floor.metric]
