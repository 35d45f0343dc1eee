"""Two evaluations of the same data, item by item: is one better, or is it chance?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from factcheck.datatypes import Label
from factcheck.errors import SettingsError
from factcheck.evaluate.bootstrap import Interval, intervals, means
from factcheck.evaluate.evaluation import read_evaluation


@dataclass(frozen=True, slots=True)
class Difference:
    """One metric on the items that both have: its two values, ``b - a`` with a paired 95 % interval, and the test.

    ``only_a`` and ``only_b`` count the items that only one has right; ``p`` is the exact two-sided McNemar test of
    them. A ranking has measures in place of right and wrong, and no test.
    """

    name: str
    metric: str
    n: int
    a: float
    b: float
    interval: Interval
    only_a: int | None = None
    only_b: int | None = None
    p: float | None = None

    @property
    def difference(self) -> float:
        """How much higher the second is."""
        return self.b - self.a


def compare(first: Path, second: Path) -> list[Difference]:
    """The differences of every set that both have, in the order of the first.

    Raises:
        StoreError: one of the files is no evaluation, or of another format.
        SettingsError: they are of different stages, or of different data.
    """
    a, b = read_evaluation(first), read_evaluation(second)
    if a.get("stage") != b.get("stage"):
        raise SettingsError(f"{second}: is of the stage {b.get('stage')}, {first} of {a.get('stage')}")
    shared = [name for name in a["sets"] if name in b["sets"]]
    if not shared:
        raise SettingsError(f"{first} and {second} have no set in common")
    found = []
    for name in shared:
        if sorted(a["sets"][name]["data"].values()) != sorted(b["sets"][name]["data"].values()):
            raise SettingsError(f"{second}: {name} is of other data than in {first}: their sha256 differ")
        found += _differences(name, a["sets"][name], b["sets"][name])
    return found


def to_record(differences: Sequence[Difference]) -> list[dict[str, Any]]:
    """The differences as JSON holds them."""
    return [
        {
            "set": d.name,
            "metric": d.metric,
            "n": d.n,
            "a": round(d.a, 6),
            "b": round(d.b, 6),
            "difference": round(d.difference, 6),
            "interval": [round(bound, 6) for bound in d.interval],
            **({} if d.p is None else {"only_a": d.only_a, "only_b": d.only_b, "mcnemar_p": d.p}),
        }
        for d in differences
    ]


def mcnemar(only_a: int, only_b: int) -> float:
    """The exact two-sided p of McNemar's test: that a fair coin would part the discordant items as unevenly."""
    from scipy.stats import binomtest

    n = only_a + only_b
    return float(binomtest(only_a, n, 0.5).pvalue) if n else 1.0


def _differences(name: str, a: Mapping[str, Any], b: Mapping[str, Any]) -> list[Difference]:
    other = {item["id"]: item for item in b["items"]}
    both = [(item, other[item["id"]]) for item in a["items"] if item["id"] in other]
    if not both:
        return []
    if a["scoring"] == "ranking":
        return [_difference(name, "ndcg@10", [(x["ndcg@10"], y["ndcg@10"]) for x, y in both])]
    accuracy = _difference(name, "accuracy", [(x["right"], y["right"]) for x, y in both], test=True)
    others = [pair for pair in both if pair[0]["gold"] != Label.SUPPORTED]
    wrong = [(x["predicted"] == Label.SUPPORTED, y["predicted"] == Label.SUPPORTED) for x, y in others]
    return [accuracy, _difference(name, "wrong_supported", wrong, test=True)] if wrong else [accuracy]


def _difference(name: str, metric: str, pairs: Sequence[tuple[float, float]], *, test: bool = False) -> Difference:
    a, b = (np.array(column, dtype=np.float64) for column in zip(*pairs, strict=True))
    interval = intervals(len(pairs), means({metric: b - a}))[metric]
    values = (name, metric, len(pairs), float(a.mean()), float(b.mean()), interval)
    if not test:
        return Difference(*values)
    only_a, only_b = int((a > b).sum()), int((b > a).sum())
    return Difference(*values, only_a, only_b, mcnemar(only_a, only_b))
