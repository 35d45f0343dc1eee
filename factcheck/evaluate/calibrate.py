"""Whether a rule fitted on a user's own claims is better than the shipped one, on claims that it never saw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from factcheck.aggregate import FITTED, Rule, decide, label_probabilities, strengths
from factcheck.datatypes import Label
from factcheck.errors import Fault, InputError
from factcheck.evaluate.bootstrap import Interval, intervals, means
from factcheck.evaluate.datasets import COUNTED
from factcheck.evaluate.figures import Figures, label_figures
from factcheck.evaluate.fitting import (
    LABEL_INDEX,
    MAX_WRONG_SUPPORTED,
    MIN_TOPICS,
    Case,
    fit,
    folds_by_claim,
    held_out,
    leave_one_topic_out,
)
from factcheck.evaluate.judged import Judged
from factcheck.evaluate.outcomes import Scoring, outcomes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_PER_LABEL = 20
"""Claims that each label needs. Of 20 claims a share of one half is known to 22 points either way (95 %, binomial);
with fewer, a fit and the figures that judge it follow single claims."""


@dataclass(frozen=True, slots=True)
class Difference:
    """After less before, with its 95 % interval; both are of the same claims."""

    value: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Gain:
    """A rule fitted on all claims, and what calibrating is worth.

    ``before`` are the figures of the shipped rule; ``after`` those of rules that never saw the claim they judge, fitted
    without its topic where ``by_topic``, else without its fold. Both have ``accuracy``, ``in_100`` (wrong supported in
    100), ``ece`` and ``brier`` of the confidence, and ``log_loss`` of the label probabilities. ``objections`` say why
    calibrating does not help; it helps where there are none.
    """

    rule: Rule
    n_by_label: Mapping[Label, int]
    by_topic: bool
    before: Figures
    after: Figures
    objections: tuple[str, ...]

    @property
    def helps(self) -> bool:
        """Whether calibrating is worth it."""
        return not self.objections


def require_enough(labels: Sequence[Label], files: Sequence[str], left_out: Mapping[str, int] | None = None) -> None:
    """Raises ``InputError`` with one fault for each label that has fewer than ``MIN_PER_LABEL`` claims.

    ``left_out``: how many reviewed claims are not among them, by the keys of ``COUNTED``; each fault says so.
    """
    counts = Counter(labels)
    without = "".join(f"; {COUNTED[name]}: {n:,}" for name, n in (left_out or {}).items() if n)
    remedy = f"review more claims until each label has {MIN_PER_LABEL}{without}"
    faults = [
        Fault(
            " ".join(files),
            0,
            f"too few claims are {label}: {MIN_PER_LABEL - counts[label]} missing",
            seen=str(counts[label]),
            remedy=remedy,
        )
        for label in Label
        if counts[label] < MIN_PER_LABEL
    ]
    if faults:
        raise InputError(faults)


def calibrate(cases: Sequence[Case], shipped: Rule = FITTED) -> Gain:
    """The rule fitted on the cases, pulled towards the shipped one, and its worth on claims that it never saw."""
    by_topic = len({case.topic for case in cases}) >= MIN_TOPICS
    rules = leave_one_topic_out(cases, shipped) if by_topic else held_out(cases, folds_by_claim(cases), shipped)
    judged_before = _judged(cases, [shipped] * len(cases))
    judged_after = _judged(cases, rules)
    before, after = _figures(judged_before), _figures(judged_after)
    return Gain(
        rule=fit(cases, "calibrated", shipped),
        n_by_label=Counter(case.gold for case in cases),
        by_topic=by_topic,
        before=before,
        after=after,
        objections=_objections(before, after, _differences(judged_before, judged_after)),
    )


def _judged(cases: Sequence[Case], rules: Sequence[Rule]) -> list[Judged]:
    judged = []
    for case, rule in zip(cases, rules, strict=True):
        found = strengths(case.readings)
        decision = decide(found, rule)
        probabilities = label_probabilities(found, rule)
        judged.append(Judged(case.id, case.text, case.gold, decision.label, probabilities, decision.confidence))
    return judged


def _figures(items: Sequence[Judged]) -> Figures:
    from sklearn.metrics import log_loss

    labelled = label_figures(outcomes_of(items, Scoring.THREE_WAY, of_confidence=True))
    gold = [LABEL_INDEX[item.gold] for item in items]
    loss = float(log_loss(gold, [item.probabilities for item in items], labels=sorted(LABEL_INDEX.values())))
    bounds = intervals(len(items), means({"log_loss": _losses(items)}))
    return Figures(labelled.n, {**labelled.values, "log_loss": loss}, {**labelled.intervals, **bounds})


def _losses(items: Sequence[Judged]) -> NDArray[np.float64]:
    """The log-loss of each item in nats, shape (n_items,)."""
    losses: NDArray[np.float64] = -np.log([item.probabilities[LABEL_INDEX[item.gold]] for item in items])
    return losses


def _right(items: Sequence[Judged]) -> NDArray[np.float64]:
    return np.array([float(item.gold is item.predicted) for item in items])


def _squared_errors(items: Sequence[Judged]) -> NDArray[np.float64]:
    """The squared error of each confidence, shape (n_items,)."""
    errors: NDArray[np.float64] = (np.array([item.confidence for item in items]) - _right(items)) ** 2
    return errors


def _differences(before: Sequence[Judged], after: Sequence[Judged]) -> dict[str, Difference]:
    columns = {
        "accuracy": _right(after) - _right(before),
        "log_loss": _losses(after) - _losses(before),
        "brier": _squared_errors(after) - _squared_errors(before),
    }
    bounds = intervals(len(before), means(columns))
    return {name: Difference(float(column.mean()), bounds[name]) for name, column in columns.items()}


def _objections(before: Figures, after: Figures, differences: Mapping[str, Difference]) -> tuple[str, ...]:
    """What speaks against the calibration, in plain words.

    Log-loss decides, because it is what a fit lowers and it counts every label at once; it must fall by more than
    chance explains. Neither may accuracy fall so, nor the Brier score of the confidence rise so, nor wrong supports
    rise above what a fit may cost.
    """
    found = []
    loss, low, high = differences["log_loss"].value, *differences["log_loss"].interval
    if high >= 0:
        found.append(f"log-loss does not fall by more than chance explains ({loss:+.3f} [{low:+.3f}, {high:+.3f}])")
    if differences["accuracy"].interval[1] < 0:
        right_before, right_after = before.values["accuracy"], after.values["accuracy"]
        found.append(f"fewer claims come out right ({right_after:.3f}, before {right_before:.3f})")
    if differences["brier"].interval[0] > 0:
        brier_before, brier_after = before.values["brier"], after.values["brier"]
        found.append(f"confidence is worth less (Brier score {brier_after:.3f}, before {brier_before:.3f})")
    wrong_before, wrong_after = before.values["in_100"], after.values["in_100"]
    if wrong_after > max(wrong_before, 100 * MAX_WRONG_SUPPORTED):
        found.append(f"more claims come out wrongly supported ({wrong_after:.1f} in 100, before {wrong_before:.1f})")
    return tuple(found)
