"""The order of the stages: retrieve, verify, aggregate. The only module that knows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from factcheck.aggregate import FITTED, FITTED_BILINGUAL, Rule
from factcheck.cache import Cache, encode_cached
from factcheck.datatypes import Claim, Decision, Embedder, Match, Readings, Standing, Unchecked, Verdict, Verifier
from factcheck.errors import PairTooLongError
from factcheck.explain import explain
from factcheck.highlight import highlight
from factcheck.index import Index
from factcheck.languages import is_unknown, name_of, names_of
from factcheck.outcome import outcome_of, unchecked_outcome
from factcheck.progress import Progress, named
from factcheck.retrieve import query_text, retrieve
from factcheck.ruling import Ruling, ruling
from factcheck.verify import claim_text, known_languages, verify


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a check depends on beside claims and evidence.

    ``k`` matches a claim; ``today`` is the day of waivers and the reference date of claims without ``as_of`` unless
    ``as_of`` is given for all of them. ``bilingual_rule`` decides where the small verifier read every snippet of a
    claim, because a side of each pair is not in English.
    """

    k: int
    today: dt.date
    as_of: dt.date | None = None
    fail_on: tuple[str, ...] = ("contradicted", "unchecked")
    rule: Rule = FITTED
    bilingual_rule: Rule = FITTED_BILINGUAL


@dataclass(frozen=True, slots=True)
class Checked:
    """Verdicts and unchecked claims, each in the order of the claims; together they are all the claims."""

    verdicts: tuple[Verdict, ...]
    unchecked: tuple[Unchecked, ...]
    pairs_needed: int
    pairs_scored: int
    rulings: tuple[Ruling, ...]
    """What each verdict rests on, in their order."""

    @property
    def rules(self) -> tuple[str, ...]:
        """The names of the rules that decided, each once, in the order of the alphabet."""
        return tuple(sorted({found.rule.name for found in self.rulings}))


def check(
    claims: Sequence[Claim],
    index: Index,
    embedder: Embedder,
    verifier: Verifier,
    cache: Cache,
    conditions: Conditions,
    progress: Progress | None = None,
) -> Checked:
    """A verdict, or the reason why not, for every claim. Faults of models and stores pass through.

    A claim that is surely in a language that the verifier does not know is unchecked; such a snippet is not read.
    """
    languages = known_languages(verifier)
    known = [claim for claim in claims if not is_unknown(claim.language, languages)]
    dates = [reference_date(claim, conditions) for claim in known]
    told = named(progress, "reading claims")
    vectors = encode_cached(embedder, cache, [query_text(claim) for claim in known], told, claims=True)
    matches = retrieve(known, index, vectors, conditions.k, dates, languages)
    readable = [tuple(m for m in row if m.standing is not Standing.OTHER_LANGUAGE) for row in matches]
    read, refused, counts = verify_all(known, readable, verifier, cache, progress)
    read = _highlighted(known, read, verifier, cache)
    rows = iter(zip(dates, matches, read, strict=True))
    verdicts = []
    unchecked = []
    rulings = []
    for claim in claims:
        if is_unknown(claim.language, languages):
            unchecked.append(_unchecked(claim, _unknown_language(claim, languages), conditions))
            continue
        date, row, readings = next(rows)
        if readings is None:
            unchecked.append(_unchecked(claim, refused[claim_text(claim)], conditions))
        else:
            unread = tuple(m for m in row if m.standing is Standing.OTHER_LANGUAGE)
            found = ruling(claim, readings, verifier, conditions.rule, conditions.bilingual_rule)
            rulings.append(found)
            verdicts.append(_verdict(claim, readings, unread, date, conditions, found.decision))
    return Checked(tuple(verdicts), tuple(unchecked), *counts, tuple(rulings))


def reference_date(claim: Claim, conditions: Conditions) -> dt.date:
    """The day as of which evidence counts: the claim's own, else the one given for all, else today."""
    return claim.as_of or conditions.as_of or conditions.today


def verify_all(
    claims: Sequence[Claim],
    matches: Sequence[tuple[Match, ...]],
    verifier: Verifier,
    cache: Cache,
    progress: Progress | None,
) -> tuple[list[Readings | None], dict[str, str], tuple[int, int]]:
    """Readings by claim, ``None`` where the verifier refused the claim; the refusals by claim text; the counts.

    A refusal costs nothing that was scored before it: that is in the cache, and the rest goes on without the claim.
    """
    refused: dict[str, str] = {}
    while True:
        kept = [i for i, claim in enumerate(claims) if claim_text(claim) not in refused]
        try:
            rows, count = verify([claims[i] for i in kept], [matches[i] for i in kept], verifier, cache, progress)
        except PairTooLongError as fault:
            if fault.claim not in {claim_text(claims[i]) for i in kept}:
                raise  # nobody's claim: leaving it out would change nothing, for ever
            refused[fault.claim] = str(fault)
            continue
        by_claim = dict(zip(kept, rows, strict=True))
        return [by_claim.get(i) for i in range(len(claims))], refused, (count.needed, count.scored)


def _highlighted(
    claims: Sequence[Claim], read: Sequence[Readings | None], verifier: Verifier, cache: Cache
) -> list[Readings | None]:
    """The same with the deciding words marked."""
    kept = [(i, row) for i, row in enumerate(read) if row is not None]
    marked = highlight([claims[i] for i, _ in kept], [row for _, row in kept], verifier, cache)
    by_claim = dict(zip((i for i, _ in kept), marked, strict=True))
    return [by_claim.get(i) for i in range(len(claims))]


def _unchecked(claim: Claim, why: str, conditions: Conditions) -> Unchecked:
    return Unchecked(claim, why, unchecked_outcome(claim, conditions.fail_on, conditions.today))


def _unknown_language(claim: Claim, known: frozenset[str]) -> str:
    language = name_of(claim.language.code) if claim.language else "another language"
    return (
        f"the claim is in {language}, the verifier knows {names_of(known)} — name a multilingual model with the "
        f"setting `verifier`, or give the claim another `lang` if it is not {language}"
    )


def _verdict(
    claim: Claim,
    readings: Readings,
    unread: tuple[Match, ...],
    date: dt.date,
    conditions: Conditions,
    decision: Decision,
) -> Verdict:
    return Verdict(
        claim=claim,
        label=decision.label,
        reason=decision.reason,
        confidence=decision.confidence,
        why=explain(readings, decision.label, decision.reason, unread),
        reference_date=date,
        outcome=outcome_of(claim, decision.label, decision.reason, conditions.fail_on, conditions.today),
        assessments=readings.single,
        joint=readings.joint,
        unread=unread,
        dispute=readings.dispute,
    )
