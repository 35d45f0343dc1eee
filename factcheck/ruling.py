"""Which rule decides a claim, where its evidence is in more than one language.

A verifier that chooses by language reads a pair in English with its main verifier and every other pair with the small
one, and each of the two has a rule that was fitted to it. What does not bear on a claim has no say in which of the two
decides, so that adding it changes nothing. Nor does evidence in English take away what the other evidence decides: it
must lean the other way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from factcheck.aggregate import Rule, aggregate
from factcheck.datatypes import Assessment, Claim, Decision, Label, Match, Readings, Verifier
from factcheck.verify import chooses, code_of, sides_of
from factcheck.weight import weighed


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision, with the rule that made it and the readings that it rests on."""

    decision: Decision
    rule: Rule
    readings: Readings


def ruling(claim: Claim, readings: Readings, verifier: Verifier, rule: Rule, bilingual: Rule) -> Ruling:
    """The decision on what was read of a claim: ``rule`` for pairs in English, ``bilingual`` for all others.

    Where only evidence in other languages bears on an English claim, ``bilingual`` decides on that alone.
    Where evidence in both languages bears on the claim, ``rule`` decides on all of it. What it leaves undecided is
    decided by ``bilingual`` on the evidence in the other languages alone, unless some in English leans the other way.
    """
    if not chooses(verifier):
        return Ruling(aggregate(readings, rule), rule, readings)
    languages = {is_english(a.match) for a in _bearing(readings.single, rule)}
    if code_of(claim) != "en":
        return Ruling(aggregate(readings, bilingual), bilingual, readings)
    if languages == {False}:
        others = _in_other_languages(readings)
        return Ruling(aggregate(others, bilingual), bilingual, others)
    found = Ruling(aggregate(readings, rule), rule, readings)
    if len(languages) < 2 or found.decision.label is not Label.UNKNOWN:
        return found
    others = _in_other_languages(readings)
    decision = aggregate(others, bilingual)
    in_english = [a for a in _bearing(readings.single, rule) if is_english(a.match)]
    if decision.label is Label.UNKNOWN or any(_opposes(a, decision.label) for a in in_english):
        return found
    return Ruling(decision, bilingual, others)


def is_english(match: Match) -> bool:
    """Whether the snippet is in English."""
    return code_of(match.snippet) == "en"


def _bearing(single: Iterable[Assessment], rule: Rule) -> list[Assessment]:
    return [a for a in single if a.decides and 1 - a.probs.neutral >= rule.relevant]


def _in_other_languages(readings: Readings) -> Readings:
    """What was read of them alone; a dispute only where both of its sides are."""
    sides = sides_of(readings.single)
    is_theirs = sides is not None and all(code_of(snippet) != "en" for snippet in sides)
    single = tuple(a for a in readings.single if not is_english(a.match))
    joint = tuple(two for two in readings.joint if not any(map(is_english, two.matches)))
    return Readings(single, joint, readings.dispute if is_theirs else None)


def _opposes(assessment: Assessment, label: Label) -> bool:
    probs = weighed(assessment)
    towards, against = probs.supports, probs.contradicts
    if label is Label.CONTRADICTED:
        towards, against = against, towards
    return against > towards
