"""From the assessments of one claim to its label, reason and confidence: one symmetric rule, and all the thresholds.

Let s1 and c1 be the strongest log-odds of *supports* and *contradicts* of a single snippet, and s2 and c2 those of two
snippets read together; all clipped to ``CLIP``, and only of snippets that may decide. Two together count for a part of
what they add to the strongest single one::

    s = s1 + joint * max(0, s2 - s1)
    c = c1 + joint * max(0, c2 - c1)

    z_supported    = own * s - against * c + bias
    z_contradicted = own * c - against * s + bias
    z_unknown      = 0

The softmax of the three is the probability of each label, a multinomial logistic regression whose two sides share
their weights. All weights are at least 0, so that more support never lowers *supported* and never raises
*contradicted*, and the other way round. Snippets below the clip on both sides change nothing at all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from factcheck.datatypes import Decision, Label, Readings, Reason

CLIP = (-3.0, 5.0)
"""Log-odds outside say no more: below, the snippet is silent on that side; above, the verifier is overconfident."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The fitted numbers of the rule.

    ``own`` and ``against`` are weights per unit of log-odds, at least 0; ``joint`` in [0, 1] is the part that counts of
    what two snippets add when they are read together; ``bias`` is added to both sides.
    ``decide`` is the least probability in [0, 1] with which a side decides. ``strong`` is the probability of a stance
    from which a side counts as strong for *conflicting*. ``relevant`` is the least probability of a stance other than
    neutral from which a snippet bears on the claim.
    """

    own: float
    joint: float
    against: float
    bias: float
    decide: float
    strong: float
    relevant: float
    name: str


FITTED = Rule(
    own=0.454,
    joint=0.602,
    against=0.0,
    bias=-0.077,
    decide=0.5,
    strong=0.2,
    relevant=0.1,
    name="fitted on 240 claims of 12 topics with factcheck-verifier-v2",
)
"""Found by ``training/fit_aggregation.py`` on the pipeline topics; its figures, each topic left out in turn, are in the
model card. A second single snippet of a side added nothing in any fit that was tried. A project's own calibration
takes its place (``factcheck.calibration``)."""


@dataclass(frozen=True, slots=True)
class Strengths:
    """The strongest clipped log-odds of each side, of one snippet and of two read together, and how relevant they are.

    ``supports`` and ``contradicts`` are the strongest probabilities of single snippets leaning to each side;
    ``relevance`` is the highest probability of a stance other than neutral, of one snippet or two.
    """

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


def strengths(readings: Readings) -> Strengths:
    """What the rule looks at; readings of snippets that may not decide at the reference date are left out."""
    single = [a.probs for a in readings.single if a.decides]
    joint = [a.probs for a in readings.joint if a.decides]
    return Strengths(
        s1=log_odds(_strongest(p.supports for p in single)),
        s2=log_odds(_strongest(p.supports for p in joint)),
        c1=log_odds(_strongest(p.contradicts for p in single)),
        c2=log_odds(_strongest(p.contradicts for p in joint)),
        # A conflict takes two snippets: one that cannot make up its mind is on one side only.
        supports=_strongest(p.supports for p in single if p.supports > p.contradicts),
        contradicts=_strongest(p.contradicts for p in single if p.contradicts > p.supports),
        relevance=_strongest(1 - p.neutral for p in [*single, *joint]),
    )


def _strongest(probabilities: Iterable[float]) -> float:
    return max(probabilities, default=0.0)


def label_probabilities(found: Strengths, rule: Rule = FITTED) -> tuple[float, float, float]:
    """Probabilities of supported, contradicted and unknown, in that order; they sum to 1."""
    s = found.s1 + rule.joint * max(0.0, found.s2 - found.s1)
    c = found.c1 + rule.joint * max(0.0, found.c2 - found.c1)
    z = (rule.own * s - rule.against * c + rule.bias, rule.own * c - rule.against * s + rule.bias, 0.0)
    exp = [math.exp(value - max(z)) for value in z]
    total = sum(exp)
    return exp[0] / total, exp[1] / total, exp[2] / total


def aggregate(readings: Readings, rule: Rule = FITTED) -> Decision:
    """Label, reason and confidence in (0, 1); pure, and the same for every order."""
    return decide(strengths(readings), rule)


def decide(found: Strengths, rule: Rule = FITTED) -> Decision:
    """The decision on what ``strengths`` found.

    A side decides when it is the most probable label and reaches ``rule.decide``; equal sides never decide.
    """
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
