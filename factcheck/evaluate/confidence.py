"""Fitting the confidence of decisions to how often such decisions were right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from factcheck.aggregate import SURE, CalibrationMap, logit
from factcheck.datatypes import Reason

if TYPE_CHECKING:
    from numpy.typing import NDArray

PULL = 2.0
"""Pull of offset and slope towards where they start from, in units of log-loss, for all claims together.

It is the most probable fit of somebody whose numbers differ from those by 0.5 (1 / (2 * 0.5 ** 2), a Gaussian prior):
as much as the users of ``training/prior.py`` differ from the shipped rule. On held-out pipeline topics anything from
0.1 to 5 gives the same log-loss to 0.001.
"""
CLAIMS = 5
"""How many claims of the overall share a reason starts with (a beta prior), so that one with no claims has a number.
Log-loss on held-out pipeline topics: 2 and 5 claims 0.507, 10 claims 0.509, 20 claims 0.515."""
SHIPPED_CLAIMS = 20
"""How many claims a shipped share counts for in a user's own fit: about what a share of one half that differs by 0.5 in
log-odds from user to user is worth, as in ``PULL``. Then 20 claims of a reason take it half of the way."""
IDENTITY = (0.0, 1.0)
"""Offset and slope that leave a probability as it is; a fit from nothing starts there."""

_BOUNDS = ((-6, 6), (0, 5))


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: the probability of its label, the reason if that is *unknown*, and whether the label was right."""

    probability: float
    reason: Reason | None
    right: bool


def fit_confidence(decided: Sequence[Decided], prior: CalibrationMap | None = None) -> CalibrationMap:
    """The map with the least regularised log-loss on these decisions, pulled towards ``prior`` if there is one."""
    sides = [one for one in decided if one.reason is None]
    offset, slope = _line(sides, (prior.offset, prior.slope) if prior else IDENTITY)
    unknown = [one for one in decided if one.reason is not None]
    overall = _share([one.right for one in unknown], 0.5, 1)

    def share(reason: Reason, shipped: float | None) -> float:
        right = [one.right for one in unknown if one.reason is reason]
        return _share(right, overall, CLAIMS) if shipped is None else _share(right, shipped, SHIPPED_CLAIMS)

    return CalibrationMap(
        offset=offset,
        slope=slope,
        conflicting=share(Reason.CONFLICTING, prior.conflicting if prior else None),
        not_enough=share(Reason.NOT_ENOUGH, prior.not_enough if prior else None),
        no_evidence=share(Reason.NO_EVIDENCE, prior.no_evidence if prior else None),
    )


def _line(sides: Sequence[Decided], start: tuple[float, float]) -> tuple[float, float]:
    """Offset and slope of the log-odds (Platt 1999), the slope at least 0."""
    from scipy.optimize import minimize

    odds = np.array([logit(one.probability) for one in sides])
    sign = np.array([1.0 if one.right else -1.0 for one in sides])
    centre = np.array(start)

    def loss(theta: NDArray[np.float64]) -> float:
        of_right = sign * (theta[0] + theta[1] * odds)
        return float(np.logaddexp(0.0, -of_right).sum() + PULL * ((theta - centre) ** 2).sum())

    offset, slope = minimize(loss, centre, bounds=_BOUNDS, method="L-BFGS-B").x
    return round(float(offset), 3), round(float(slope), 3)


def _share(right: Sequence[bool], prior: float, n_prior: float) -> float:
    """The share that was right, with ``n_prior`` claims of the prior share added, inside ``SURE``."""
    low, high = SURE
    return min(high, max(low, round((sum(right) + n_prior * prior) / (len(right) + n_prior), 3)))
