"""From the assessments of one claim to its label, reason and confidence: one symmetric rule, and all the thresholds.

Let s and c be the log-odds of *supports* and *contradicts*, clipped to ``CLIP``, for every snippet that may decide.
With s1, s2 (c1, c2) the two strongest of each side::

    z_supported    = first * s1 + second * s2 - against * c1 + bias
    z_contradicted = first * c1 + second * c2 - against * s1 + bias
    z_unknown      = 0

The softmax of the three is the probability of each label, a multinomial logistic regression whose two sides share
their weights. All weights are at least 0, so that more support never lowers *supported* and never raises
*contradicted*, and the other way round. Snippets below the clip on both sides change nothing at all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from factcheck.datatypes import Assessment, Decision, Label, Reason

CLIP = (-3.0, 5.0)
"""Log-odds outside say no more: below, the snippet is silent on that side; above, the verifier is overconfident."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The fitted numbers of the rule.

    ``first``, ``second``, ``against`` are weights per unit of log-odds, at least 0; ``bias`` is added to both sides.
    ``decide`` is the least probability in [0, 1] with which a side decides. ``strong`` is the probability of a stance
    from which a side counts as strong for *conflicting*. ``relevant`` is the least probability of a stance other than
    neutral from which a snippet bears on the claim.
    """

    first: float
    second: float
    against: float
    bias: float
    decide: float
    strong: float
    relevant: float
    name: str


FITTED = Rule(
    first=0.405,
    second=0.0,
    against=0.116,
    bias=0.193,
    decide=0.5,
    strong=0.2,
    relevant=0.05,
    name="fitted on 240 claims of 12 topics with factcheck-verifier-v1",
)
"""Found by ``training/fit_aggregation.py`` on the pipeline topics; its figures, each topic left out in turn, are in the
model card. The fit gave the second snippet of a side no weight."""


@dataclass(frozen=True, slots=True)
class Strengths:
    """The two strongest clipped log-odds of each side, and the strongest probability of snippets leaning to each."""

    s1: float
    s2: float
    c1: float
    c2: float
    supports: float
    contradicts: float
    relevance: float


def log_odds(probability: float) -> float:
    """log(p / (1 - p)), clipped to ``CLIP``."""
    low, high = CLIP
    if probability <= 0:
        return low
    if probability >= 1:
        return high
    return min(high, max(low, math.log(probability / (1 - probability))))


def strengths(assessments: Sequence[Assessment]) -> Strengths:
    """What the rule looks at; assessments that may not decide at the reference date are left out."""
    deciding = [a.probs for a in assessments if a.decides]
    supports = [*sorted((p.supports for p in deciding), reverse=True), 0.0, 0.0]
    contradicts = [*sorted((p.contradicts for p in deciding), reverse=True), 0.0, 0.0]
    return Strengths(
        s1=log_odds(supports[0]),
        s2=log_odds(supports[1]),
        c1=log_odds(contradicts[0]),
        c2=log_odds(contradicts[1]),
        # A conflict takes two snippets: one that cannot make up its mind is on one side only.
        supports=max((p.supports for p in deciding if p.supports > p.contradicts), default=0.0),
        contradicts=max((p.contradicts for p in deciding if p.contradicts > p.supports), default=0.0),
        relevance=max((1 - p.neutral for p in deciding), default=0.0),
    )


def label_probabilities(found: Strengths, rule: Rule = FITTED) -> tuple[float, float, float]:
    """Probabilities of supported, contradicted and unknown, in that order; they sum to 1."""
    z = (
        rule.first * found.s1 + rule.second * found.s2 - rule.against * found.c1 + rule.bias,
        rule.first * found.c1 + rule.second * found.c2 - rule.against * found.s1 + rule.bias,
        0.0,
    )
    exp = [math.exp(value - max(z)) for value in z]
    total = sum(exp)
    return exp[0] / total, exp[1] / total, exp[2] / total


def aggregate(assessments: Sequence[Assessment], rule: Rule = FITTED) -> Decision:
    """Label, reason and confidence in (0, 1); pure, and the same for every order.

    A side decides when it is the most probable label and reaches ``rule.decide``; equal sides never decide.
    """
    found = strengths(assessments)
    supported, contradicted, unknown = label_probabilities(found, rule)
    if supported > max(contradicted, unknown) and supported >= rule.decide:
        label, reason, confidence = Label.SUPPORTED, None, supported
    elif contradicted > max(supported, unknown) and contradicted >= rule.decide:
        label, reason, confidence = Label.CONTRADICTED, None, contradicted
    else:
        label, reason, confidence = Label.UNKNOWN, reason_of(found, rule), unknown
    return Decision(label, reason, confidence)


def reason_of(found: Strengths, rule: Rule) -> Reason:
    """Why a claim is unknown: both sides strong, nothing relevant, or something relevant that does not decide."""
    if min(found.supports, found.contradicts) >= rule.strong:
        return Reason.CONFLICTING
    if found.relevance < rule.relevant:
        return Reason.NO_EVIDENCE
    return Reason.NOT_ENOUGH
