"""From the assessments of one claim to its label, reason and confidence: one symmetric rule, and all the thresholds.

Let s1 and c1 be the strongest log-odds of *supports* and *contradicts* of a single snippet, and s2 and c2 those of two
snippets read together; all clipped to ``CLIP``, and only of snippets that may decide. What a snippet says is discounted
by the reliability of its source before (``factcheck.weight``). Two together count for a part of what they add to the
strongest single one. Let s_ind and c_ind be the log-odds that two independent snippets both reach, of all such twos
the highest, and 0 where none takes the side (a probability of a half, log-odds of 0)::

    s = s1 + joint * max(0, s2 - s1) + corroboration * s_ind
    c = c1 + joint * max(0, c2 - c1) + corroboration * c_ind

    z_supported    = own * s - against * c + bias
    z_contradicted = own * c - against * s + bias
    z_unknown      = 0

The softmax of the three is the probability of each label, a multinomial logistic regression whose two sides share
their weights. All weights are at least 0, so that more support never lowers *supported* and never raises
*contradicted*, and the other way round. Snippets below the clip on both sides change nothing at all.
A joint reading does not count for a side that both of its snippets, each alone, stand against. Where the strongest
snippets of both sides, read against each other, contradict each other, the claim is *unknown*, whatever z says; so it
is where they were not read against each other, for one is too long or in another language.
One source that is heard twice is no two independent ones, and so counts once; the two need not be the strongest ones,
so that a stronger snippet of unknown origin never takes away what two others confirm.

These probabilities choose the label; the confidence is how often such a decision was right (``CalibrationMap``)::

    confidence = sigmoid(offset + slope * logit(p))     of a side that decides with probability p
    confidence = the share that was right               of *unknown*, one number for each reason
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from factcheck.datatypes import Assessment, Decision, JointAssessment, Label, Readings, Reason, Stance, StanceProbs
from factcheck.weight import are_independent, discounted, reliability_of, weighed

CLIP = (-3.0, 5.0)
"""Log-odds outside say no more: below, the snippet is silent on that side; above, the verifier is overconfident."""


SURE = (0.01, 0.99)
"""No confidence lies outside, so that whole percent never show 0 or 100. After 240 claims without one error, the rate
of errors could still be 3 / 240, a good hundredth (the rule of three: Hanley and Lippman-Hand 1983)."""


@dataclass(frozen=True, slots=True)
class CalibrationMap:
    """From a decision to the probability that its label is right, in ``SURE``; it changes neither label nor reason.

    A side has its probability mapped by Platt scaling of the log-odds (Platt 1999; the name is that of Kull, Silva
    Filho and Flach 2017): ``offset`` and ``slope``, the latter at least 0, so that more evidence never makes a side
    less sure; both sides share them. *Unknown* has a number for each reason, the share that was right: its own
    probability is low wherever a side only missed the bar, and says nothing of that.
    """

    offset: float
    slope: float
    conflicting: float
    not_enough: float
    no_evidence: float

    def of_side(self, probability: float) -> float:
        """The confidence in a side that decides with this probability, in [0, 1]."""
        return _sure(1 / (1 + math.exp(-self.offset - self.slope * logit(probability))))

    def of_reason(self, reason: Reason) -> float:
        """The confidence in *unknown* for this reason."""
        shares = {
            Reason.CONFLICTING: self.conflicting,
            Reason.NOT_ENOUGH: self.not_enough,
            Reason.NO_EVIDENCE: self.no_evidence,
        }
        return _sure(shares[reason])


def _sure(probability: float) -> float:
    low, high = SURE
    return min(high, max(low, probability))


@dataclass(frozen=True, slots=True)
class Rule:
    """The fitted numbers of the rule.

    ``own`` and ``against`` are weights per unit of log-odds, at least 0; ``joint`` in [0, 1] is the part that counts of
    what two snippets add when they are read together; ``corroboration``, at least 0, is the weight of the log-odds that
    two independent snippets both reach; ``bias`` is added to both sides.
    ``decide`` is the least probability in [0, 1] with which a side decides. ``strong`` is the probability of a stance
    from which a side counts as strong for *conflicting*. ``relevant`` is the least probability of a stance other than
    neutral from which a snippet bears on the claim. ``confidence`` turns what is decided by these into a confidence.
    """

    own: float
    joint: float
    corroboration: float
    against: float
    bias: float
    decide: float
    strong: float
    relevant: float
    confidence: CalibrationMap
    name: str


FITTED = Rule(
    own=0.357,
    joint=0.842,
    corroboration=0.1,
    against=0.164,
    bias=-0.661,
    decide=0.62,
    strong=0.2,
    relevant=0.2,
    confidence=CalibrationMap(offset=-0.009, slope=1.46, conflicting=0.906, not_enough=0.357, no_evidence=0.903),
    name="fitted on 240 claims of 12 topics, twos where none settles, with factcheck-verifier-v7",
)
"""Found by ``training/fit_aggregation.py`` on the pipeline topics; its figures, each topic left out in turn, are in the
model card. A second single snippet of a side added nothing in any fit that was tried. A project's own calibration
takes its place (``factcheck.calibration``)."""

FITTED_SMALL = Rule(
    own=0.512,
    joint=0.87,
    corroboration=0.01,
    against=0.0,
    bias=-0.249,
    decide=0.62,
    strong=0.2,
    relevant=0.3,
    confidence=CalibrationMap(offset=0.311, slope=0.579, conflicting=0.632, not_enough=0.25, no_evidence=0.865),
    name="fitted on 240 claims of 12 topics, twos where none settles, with factcheck-verifier-small-v4",
)
"""For the small verifier alone: with each topic left out in turn, 0.463 of the claims come out right and 3.8 in 100
wrongly supported."""

FITTED_BILINGUAL = Rule(
    own=0.552,
    joint=0.682,
    corroboration=0.01,
    against=0.0,
    bias=-0.1,
    decide=0.58,
    strong=0.2,
    relevant=0.3,
    confidence=CalibrationMap(offset=0.244, slope=1.246, conflicting=0.736, not_enough=0.344, no_evidence=0.817),
    name=f"{FITTED_SMALL.name}, for pairs not in English",
)
"""For claims whose pairs all have a side that is not English: fitted on the same claims in German, about the English
evidence (``--german``). With each topic left out in turn, 0.533 come out right and 3.8 in 100 wrongly supported."""


DISPUTED = 0.3
"""Least probability that the strongest snippets of the two sides contradict each other, for *conflicting*.

It makes a claim unknown whatever either side says for itself: of two sources that contradict each other one is wrong,
and nothing here can tell which. Of the 560 pipeline and gold claims it is reached for 34 with a side at ``strong`` on
either hand, and 33 of these are in conflict; below it stand 8, and 4 of these are supported, for one of their readings
is wrong. It moves two labels, both from a wrong *supported* to *unknown*. None of these claims has sides that could not
be read against each other.
"""
STANDS_AGAINST = 0.5
"""Probability of a stance from which a snippet alone takes that side, against what two together are read to say."""


@dataclass(frozen=True, slots=True)
class Strengths:
    """The strongest clipped log-odds of each side, of one snippet and of two read together, and how relevant they are.

    ``s_ind`` and ``c_ind`` are the log-odds, at least 0, that two independent snippets both reach on each side.
    ``supports`` and ``contradicts`` are the strongest probabilities of single snippets that take each side, that is
    whose most probable stance it is. All these are of what counts by the reliability of the sources. ``relevance`` is
    the highest probability of a stance other than neutral, of one snippet or two, as the verifier gives it: that a text
    bears on a claim is no matter of trust. ``disputed`` says whether the strongest snippets of the two sides contradict
    each other; None where nobody read them against each other.
    """

    s1: float
    s2: float
    s_ind: float
    c1: float
    c2: float
    c_ind: float
    supports: float
    contradicts: float
    relevance: float
    disputed: bool | None


def log_odds(probability: float) -> float:
    """log(p / (1 - p)), clipped to ``CLIP``."""
    low, high = CLIP
    return min(high, max(low, logit(probability)))


def logit(probability: float) -> float:
    """log(p / (1 - p)), between -30 and 30: a float has no 1 - p beyond."""
    if probability <= 0:
        return -30.0
    if probability >= 1:
        return 30.0
    return min(30.0, max(-30.0, math.log(probability / (1 - probability))))


def strengths(readings: Readings) -> Strengths:
    """What the rule looks at; readings of snippets that may not decide at the reference date are left out."""
    deciding = [a for a in readings.single if a.decides]
    together = [j for j in readings.joint if j.decides]
    alone = {a.match.snippet.id: a.probs for a in readings.single}
    single = [weighed(a) for a in deciding]
    # Whether two are turned round is a matter of reading, and settled before the sources are weighed.
    joint = [discounted(_without_reversal(j, alone), reliability_of(j)) for j in together]
    return Strengths(
        s1=log_odds(_strongest(p.supports for p in single)),
        s2=log_odds(_strongest(p.supports for p in joint)),
        s_ind=_confirmed(deciding, Stance.SUPPORTS),
        c1=log_odds(_strongest(p.contradicts for p in single)),
        c2=log_odds(_strongest(p.contradicts for p in joint)),
        c_ind=_confirmed(deciding, Stance.CONTRADICTS),
        supports=_strongest(weighed(a).supports for a in deciding if a.stance is Stance.SUPPORTS),
        contradicts=_strongest(weighed(a).contradicts for a in deciding if a.stance is Stance.CONTRADICTS),
        relevance=_strongest(
            1 - probs.neutral for probs in (*(a.probs for a in deciding), *(j.probs for j in together))
        ),
        disputed=None if readings.dispute is None else readings.dispute >= DISPUTED,
    )


def _confirmed(deciding: Sequence[Assessment], stance: Stance) -> float:
    """The log-odds of a stance that two independent snippets both reach; 0 where no two take it."""
    rated = [(log_odds(getattr(weighed(a), stance.value)), a.match.snippet) for a in deciding]
    taking = [(strength, snippet) for strength, snippet in rated if strength > 0]
    return max((min(s, t) for (s, a), (t, b) in combinations(taking, 2) if are_independent(a, b)), default=0.0)


def _without_reversal(joint: JointAssessment, alone: Mapping[str, StanceProbs]) -> StanceProbs:
    """A joint assessment without the side that both of its snippets, each alone, stand against.

    Two snippets can say together what neither says alone, but not the opposite of what each of them says.
    """
    of_two = [alone[match.snippet.id] for match in joint.matches if match.snippet.id in alone]
    if len(of_two) < len(joint.matches):
        return joint.probs
    supports = 0.0 if min(p.contradicts for p in of_two) >= STANDS_AGAINST else joint.probs.supports
    contradicts = 0.0 if min(p.supports for p in of_two) >= STANDS_AGAINST else joint.probs.contradicts
    return StanceProbs(supports, contradicts, joint.probs.neutral)


def _strongest(probabilities: Iterable[float]) -> float:
    return max(probabilities, default=0.0)


def label_probabilities(found: Strengths, rule: Rule = FITTED) -> tuple[float, float, float]:
    """Probabilities of supported, contradicted and unknown, in that order; they sum to 1."""
    s = found.s1 + rule.joint * max(0.0, found.s2 - found.s1) + rule.corroboration * found.s_ind
    c = found.c1 + rule.joint * max(0.0, found.c2 - found.c1) + rule.corroboration * found.c_ind
    z = (rule.own * s - rule.against * c + rule.bias, rule.own * c - rule.against * s + rule.bias, 0.0)
    exp = [math.exp(value - max(z)) for value in z]
    total = sum(exp)
    return exp[0] / total, exp[1] / total, exp[2] / total


def aggregate(readings: Readings, rule: Rule = FITTED) -> Decision:
    """Label, reason and confidence in (0, 1); pure, and the same for every order."""
    return decide(strengths(readings), rule)


def decide(found: Strengths, rule: Rule = FITTED) -> Decision:
    """The decision on what ``strengths`` found.

    A side decides when it is the most probable label and reaches ``rule.decide``; equal sides never decide, nor
    does any where the strongest sources of both contradict each other, or could not be read against each other.
    """
    supported, contradicted, unknown = label_probabilities(found, rule)
    if is_conflict(found, rule):
        return Decision(Label.UNKNOWN, Reason.CONFLICTING, rule.confidence.of_reason(Reason.CONFLICTING))
    if supported > max(contradicted, unknown) and supported >= rule.decide:
        return Decision(Label.SUPPORTED, None, rule.confidence.of_side(supported))
    if contradicted > max(supported, unknown) and contradicted >= rule.decide:
        return Decision(Label.CONTRADICTED, None, rule.confidence.of_side(contradicted))
    reason = reason_of(found, rule)
    return Decision(Label.UNKNOWN, reason, rule.confidence.of_reason(reason))


def is_conflict(found: Strengths, rule: Rule) -> bool:
    """Whether both sides have a snippet, and nothing says that these two do not contradict each other."""
    return found.disputed is not False and both_strong(found, rule)


def both_strong(found: Strengths, rule: Rule) -> bool:
    """Whether each side has a snippet that takes it with ``rule.strong`` at least."""
    return min(found.supports, found.contradicts) >= rule.strong


def reason_of(found: Strengths, rule: Rule) -> Reason:
    """Why a claim is unknown: both sides strong, nothing relevant, or something relevant that does not decide.

    Sources that do not contradict each other are in no conflict, however each of them reads beside the claim.
    """
    if is_conflict(found, rule):
        return Reason.CONFLICTING
    if found.relevance < rule.relevant:
        return Reason.NO_EVIDENCE
    return Reason.NOT_ENOUGH
