"""How strongly a user's calibration should be pulled towards the shipped rule: simulated users, fits of every strength.

    python -m training.prior

Each user has a best rule of its own near ``FITTED`` and labels drawn from it. Printed is, for each number of claims and
each strength, how much worse than the user's own best rule the fit is on fresh claims (nats a claim); the last strength
is the shipped rule as it is. ``PRIOR`` of ``factcheck/evaluate/fitting.py`` is read off here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from factcheck.aggregate import CLIP, FITTED

USERS = 60
CLAIMS = (60, 120, 320)
PULLS = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
FRESH = 20_000
BOUNDS = ((0, 3), (0, 1), (0, 3), (-6, 6))
SHIPPED = np.array([FITTED.own, FITTED.joint, FITTED.against, FITTED.bias])

Array = NDArray[np.float64]


def draw_claims(rng: np.random.Generator, n: int) -> Array:
    """Log-odds of claims, shape (4, n): of each side the strongest single snippet, and what two together add."""
    decided = rng.integers(0, 3, n)
    rows = []
    for side in (0, 1):
        single = np.where(decided == side, rng.normal(2.5, 2.0, n), rng.normal(-1.2, 1.6, n)).clip(*CLIP)
        together = (single + rng.normal(0.0, 1.5, n)).clip(*CLIP)
        rows += [single, np.maximum(0.0, together - single)]
    return np.array(rows)


def probabilities(theta: Array, claims: Array) -> Array:
    """Of the three labels, shape (n, 3), by the rule of ``factcheck.aggregate``."""
    own, joint, against, bias = theta
    s, c = claims[0] + joint * claims[1], claims[2] + joint * claims[3]
    z = np.stack([own * s - against * c + bias, own * c - against * s + bias, np.zeros_like(s)], axis=1)
    exp = np.exp(z - z.max(axis=1, keepdims=True))
    found: Array = exp / exp.sum(axis=1, keepdims=True)
    return found


def best_rule(rng: np.random.Generator) -> Array:
    """The numbers of one user: weights half as large to twice as large, another share of unknown claims."""
    theta: Array = SHIPPED * np.exp(rng.normal(0.0, 0.5, 4))
    theta[1] = max(0.0, rng.normal(0.0, 0.2))
    theta[3] = FITTED.bias + rng.normal(0.0, 0.6)
    return theta


def fit(claims: Array, gold: NDArray[np.int64], pull: float) -> Array:
    """The numbers with the least log-loss, pulled towards the shipped ones."""

    def loss(theta: Array) -> float:
        picked = probabilities(theta, claims)[np.arange(len(gold)), gold]
        return float(-np.log(picked + 1e-9).mean() + pull / len(gold) * ((theta - SHIPPED) ** 2).sum())

    found: Array = minimize(loss, SHIPPED, bounds=BOUNDS, method="L-BFGS-B").x
    return found


def main() -> None:
    """Print the table."""
    rng = np.random.default_rng(1)
    fresh = draw_claims(rng, FRESH)
    losses: dict[tuple[int, str], list[float]] = {}
    for _ in range(USERS):
        theta_of_user = best_rule(rng)
        truth = probabilities(theta_of_user, fresh)
        for n in CLAIMS:
            claims = draw_claims(rng, n)
            gold = np.array([rng.choice(3, p=p) for p in probabilities(theta_of_user, claims)])
            fits = {f"{pull:g}": fit(claims, gold, pull) for pull in PULLS} | {"shipped": SHIPPED}
            for name, theta in fits.items():
                worse = (truth * np.log(truth / probabilities(theta, fresh))).sum(axis=1).mean()
                losses.setdefault((n, name), []).append(float(worse))
    for (n, name), values in sorted(losses.items(), key=lambda item: item[0][0]):
        print(f"{n:4d} claims, pull {name:>7}: {np.mean(values):.4f}")


if __name__ == "__main__":
    main()
