"""The pipeline stage: each topic is an evidence set of its own, and its claims are checked as `factcheck check` does.

Beside it stand two figures that say which stage lost the points: the recall of the deciding snippets among those read,
and the oracle, the same rule on the snippets that people say decide.
"""

from __future__ import annotations

from dataclasses import replace

from factcheck.aggregate import label_probabilities, strengths
from factcheck.datatypes import Claim, Label, Match, Readings, Standing, Verdict
from factcheck.evaluate.datasets import Gold, Topic
from factcheck.evaluate.given import readings_of
from factcheck.evaluate.judged import Judged
from factcheck.evaluate.stages import Judge, left_out, plain, sample
from factcheck.index import build_index
from factcheck.pipeline import Conditions, check, reference_date
from factcheck.retrieve import standing
from factcheck.ruling import Ruling, ruling
from factcheck.verify import known_languages

ORACLE, DECIDING_RECALL, REASON = "oracle_accuracy", "deciding_recall", "reason_accuracy"


def judge_topic(topic: Topic, judge: Judge) -> tuple[list[Judged], dict[str, int]]:
    """The claims that could be checked, in order, and how many could not, by reason."""
    conditions = Conditions(judge.k, judge.today, rule=judge.rule)
    claims = sample(topic.claims, judge.limit)
    index = build_index(topic.snippets, judge.embedder, judge.cache)
    # What is expected is gold; a check does not see it here.
    unlabelled = [replace(claim, expect=None) for claim in claims]
    verifier = plain(judge.verifier)
    checked = check(unlabelled, index, judge.embedder, verifier, judge.cache, conditions, judge.progress)
    oracle = _oracle(topic, [verdict.claim for verdict in checked.verdicts], judge, conditions)
    both = zip(checked.verdicts, checked.rulings, strict=True)
    judged = [_judged(verdict, found, topic.gold[verdict.claim.id], oracle) for verdict, found in both]
    return judged, left_out(checked.unchecked, verifier)


def _oracle(topic: Topic, claims: list[Claim], judge: Judge, conditions: Conditions) -> dict[str, Label]:
    """The label of each claim on its gold snippets; none where the gold names no deciding snippet at all."""
    if not any(gold.deciding for gold in topic.gold.values()):
        return {}
    snippets = {snippet.id: snippet for snippet in topic.snippets}
    known = known_languages(judge.verifier)
    matches = []
    for claim in claims:
        date = reference_date(claim, conditions)
        given = [snippets[key] for key in topic.gold[claim.id].deciding]
        read = [Match(s, rank, 1.0, standing(s, date, known)) for rank, s in enumerate(given, start=1)]
        matches.append([match for match in read if match.standing is not Standing.OTHER_LANGUAGE])
    readings = readings_of(claims, matches, judge)
    rules = conditions.rule, conditions.bilingual_rule
    return {
        claim.id: ruling(claim, row or Readings(), judge.verifier, *rules).decision.label
        for claim, row in zip(claims, readings, strict=True)
    }


def _judged(verdict: Verdict, found: Ruling, gold: Gold, oracle: dict[str, Label]) -> Judged:
    scores: dict[str, float] = {}
    if verdict.claim.id in oracle:
        scores[ORACLE] = float(oracle[verdict.claim.id] is gold.label)
    if gold.decided and gold.deciding:
        scores[DECIDING_RECALL] = _recall(verdict, gold)
    if gold.reason or gold.decided:
        scores[REASON] = float(verdict.label is gold.label and verdict.reason is gold.reason)
    return Judged(
        verdict.claim.id,
        verdict.claim.text,
        gold.label,
        verdict.label,
        label_probabilities(strengths(found.readings), found.rule),
        verdict.confidence,
        verdict.claim.tags,
        verdict.claim.place,
        scores,
    )


def _recall(verdict: Verdict, gold: Gold) -> float:
    """The share of the deciding snippets that were read and may decide, in [0, 1]."""
    read = {key for a in verdict.assessments if a.decides for key in (a.match.snippet.id, *a.match.duplicates)}
    return len(read & set(gold.deciding)) / len(gold.deciding)
