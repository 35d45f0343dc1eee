"""The pipeline: from claims and an index to verdicts, with fakes for the models and a rule worked out by hand."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections.abc import Sequence

import pytest

from factcheck.aggregate import CalibrationMap, Rule
from factcheck.cache import Cache
from factcheck.datatypes import Claim, Label, Match, Outcome, Reason, Snippet, Source, StanceProbs, Standing, Verdict
from factcheck.errors import PairTooLongError
from factcheck.index import build_index
from factcheck.pipeline import Checked, Conditions, check, reference_date
from tests.fakes import KeywordEmbedder, TableVerifier

TODAY = dt.date(2026, 3, 15)
PLAIN = CalibrationMap(offset=0, slope=1, conflicting=0.7, not_enough=0.3, no_evidence=0.9)
RULE = Rule(*(1, 1, 0, 0, 0), decide=0.5, strong=0.5, relevant=0.1, confidence=PLAIN, name="by hand")
"""The strongest snippet of each side alone: the odds of a label are the odds of its stance."""

YES, NO = StanceProbs(0.9, 0.05, 0.05), StanceProbs(0.05, 0.9, 0.05)
TALL = Claim("tall", "The tower is 330 metres tall.")
LYON = Claim("lyon", "The tower stands in Lyon.")
MOON = Claim("moon", "The moon orbits the earth.")
HEIGHT = Snippet("height", "The tower measures 330 metres.")
PARIS = Snippet("paris", "The tower stands in Paris.")
RIVER = Snippet("river", "A river flows through the city.")
EVIDENCE = (HEIGHT, PARIS, RIVER)
TABLE = {(HEIGHT.text, TALL.text): YES, (PARIS.text, LYON.text): NO}


class RefusingVerifier(TableVerifier):
    """Refuses some claims as too long; like the real one it says so before it reads anything."""

    def __init__(self, *refused: str, named: str = "") -> None:
        super().__init__(TABLE)
        self._refused = refused
        self._named = named

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
        for _, claim in pairs:
            if claim in self._refused:
                raise PairTooLongError("too long: 600 tokens", self._named or claim)
        return super().predict(pairs)


def run(
    claims: Sequence[Claim],
    evidence: Sequence[Snippet] = EVIDENCE,
    verifier: TableVerifier | None = None,
    *,
    k: int = 8,
    as_of: dt.date | None = None,
    fail_on: tuple[str, ...] = ("contradicted", "unchecked"),
) -> Checked:
    embedder, cache = KeywordEmbedder(), Cache.in_memory()
    conditions = Conditions(k, TODAY, as_of, fail_on, RULE)
    index = build_index(evidence, embedder, cache)
    return check(claims, index, embedder, verifier or TableVerifier(TABLE), cache, conditions)


def published(snippet: Snippet, day: dt.date) -> Snippet:
    return dataclasses.replace(snippet, source=Source("src", published=day))


def only(checked: Checked) -> Verdict:
    [verdict] = checked.verdicts
    return verdict


def ids(verdict: Verdict) -> set[str]:
    return {assessment.match.snippet.id for assessment in verdict.assessments}


# --- order and length ------------------------------------------------------------------------------------------------


def test_there_is_one_verdict_for_each_claim_in_their_order() -> None:
    labels = [(v.claim, v.label, v.reason) for v in run([MOON, LYON, TALL]).verdicts]
    assert labels == [
        (MOON, Label.UNKNOWN, Reason.NO_EVIDENCE),
        (LYON, Label.CONTRADICTED, None),
        (TALL, Label.SUPPORTED, None),
    ]


def test_the_same_claim_twice_gets_two_equal_verdicts() -> None:
    first, second = run([TALL, dataclasses.replace(TALL, id="twin")]).verdicts
    assert (first.label, first.confidence, first.assessments) == (second.label, second.confidence, second.assessments)
    assert (first.claim.id, second.claim.id) == ("tall", "twin")


def test_the_confidence_is_the_one_worked_out_by_hand() -> None:
    # Odds of 0.9 are 9; those of 0.05 are 1 to 19; unknown has 1.
    assert only(run([TALL])).confidence == pytest.approx(9 / (9 + 1 / 19 + 1))


def test_no_claims_give_no_verdicts() -> None:
    checked = run([])
    assert (checked.verdicts, checked.unchecked, checked.pairs_needed, checked.pairs_scored) == ((), (), 0, 0)


def test_without_evidence_every_claim_is_unknown_and_no_pair_is_read() -> None:
    verifier = TableVerifier(TABLE)
    verdict = only(run([TALL], [], verifier))
    assert (verdict.label, verdict.reason, verdict.assessments) == (Label.UNKNOWN, Reason.NO_EVIDENCE, ())
    assert verifier.calls == 0


def test_every_match_is_read_on_both_sides_up_to_k() -> None:
    assert ids(only(run([TALL], k=8))) == {"height", "paris", "river"}
    assert ids(only(run([TALL], k=1))) == {"height"}


# --- the reference date ----------------------------------------------------------------------------------------------

OWN, GIVEN = dt.date(2024, 1, 1), dt.date(2025, 1, 1)


@pytest.mark.parametrize(
    ("own", "given", "expected"),
    [(OWN, GIVEN, OWN), (OWN, None, OWN), (None, GIVEN, GIVEN), (None, None, TODAY)],
)
def test_the_claims_own_date_goes_before_the_given_one_and_that_before_today(
    own: dt.date | None, given: dt.date | None, expected: dt.date
) -> None:
    claim = dataclasses.replace(TALL, as_of=own)
    assert reference_date(claim, Conditions(8, TODAY, given)) == expected
    assert only(run([claim], as_of=given)).reference_date == expected


def test_each_claim_is_judged_as_of_its_own_date() -> None:
    evidence = [published(HEIGHT, dt.date(2024, 6, 1))]
    early = dataclasses.replace(TALL, as_of=dt.date(2024, 5, 31))
    late = dataclasses.replace(TALL, as_of=dt.date(2024, 6, 1))
    assert [v.label for v in run([early, late], evidence).verdicts] == [Label.UNKNOWN, Label.SUPPORTED]


def test_evidence_published_later_is_shown_and_does_not_decide() -> None:
    verdict = only(run([TALL], [published(HEIGHT, TODAY + dt.timedelta(days=1)), RIVER]))
    [later] = [a for a in verdict.assessments if a.match.snippet.id == "height"]
    assert (later.match.standing, later.probs, later.decides) == (Standing.LATER, YES, False)
    assert (verdict.label, verdict.reason, verdict.supporting) == (Label.UNKNOWN, Reason.NO_EVIDENCE, ())


def test_evidence_published_on_the_reference_date_decides() -> None:
    assert only(run([TALL], [published(HEIGHT, TODAY)])).label is Label.SUPPORTED


@pytest.mark.parametrize(
    ("until", "standing", "label"),
    [
        (TODAY, Standing.COUNTS, Label.SUPPORTED),
        (TODAY - dt.timedelta(days=1), Standing.EXPIRED, Label.UNKNOWN),
    ],
)
def test_evidence_decides_through_its_last_day_and_is_shown_after_it(
    until: dt.date, standing: Standing, label: Label
) -> None:
    verdict = only(run([TALL], [dataclasses.replace(HEIGHT, valid_until=until)]))
    assert [a.match.standing for a in verdict.assessments] == [standing]
    assert verdict.label is label


def test_a_later_contradiction_does_not_change_the_verdict() -> None:
    retraction = Snippet("later", "The tower was measured again: 312 metres tall.")
    verifier = TableVerifier({**TABLE, (retraction.text, TALL.text): NO})
    counted = only(run([TALL], [*EVIDENCE, retraction], verifier))
    later = only(run([TALL], [*EVIDENCE, published(retraction, TODAY + dt.timedelta(days=1))], verifier))
    plain = only(run([TALL], EVIDENCE, verifier))
    assert counted.label is Label.UNKNOWN
    assert (later.label, later.confidence) == (plain.label, plain.confidence) == (Label.SUPPORTED, plain.confidence)


# --- what could not be checked ---------------------------------------------------------------------------------------


def test_a_claim_that_is_too_long_is_unchecked_and_the_others_are_decided() -> None:
    checked = run([TALL, MOON, LYON], verifier=RefusingVerifier(MOON.text))
    assert [v.claim.id for v in checked.verdicts] == ["tall", "lyon"]
    assert [v.label for v in checked.verdicts] == [Label.SUPPORTED, Label.CONTRADICTED]
    [unchecked] = checked.unchecked
    assert (unchecked.claim, unchecked.why, unchecked.outcome) == (MOON, "too long: 600 tokens", Outcome.FINDING)


def test_unchecked_claims_keep_their_order_and_twins_are_both_unchecked() -> None:
    twin = dataclasses.replace(MOON, id="twin")
    checked = run([twin, TALL, LYON, MOON], verifier=RefusingVerifier(MOON.text, LYON.text))
    assert [u.claim.id for u in checked.unchecked] == ["twin", "lyon", "moon"]
    assert [v.claim.id for v in checked.verdicts] == ["tall"]


def test_a_refused_claim_takes_nothing_from_what_the_others_are_worth() -> None:
    alone = only(run([TALL]))
    assert run([TALL, MOON], verifier=RefusingVerifier(MOON.text)).verdicts == (alone,)


def test_an_unchecked_claim_is_no_finding_when_fail_on_leaves_it_out() -> None:
    checked = run([MOON], verifier=RefusingVerifier(MOON.text), fail_on=("contradicted",))
    assert [u.outcome for u in checked.unchecked] == [Outcome.PASSED]


def test_a_refusal_that_names_nobodys_claim_is_an_error_and_no_endless_loop() -> None:
    with pytest.raises(PairTooLongError, match="600 tokens"):
        run([TALL, MOON], verifier=RefusingVerifier(MOON.text, named="another claim"))


# --- the order and the copies of the evidence ------------------------------------------------------------------------


def test_shuffled_evidence_gives_equal_verdicts() -> None:
    evidence = [*EVIDENCE, *(Snippet(f"more{n}", f"The tower has {n} lifts.") for n in range(12))]
    expected = run([TALL, LYON, MOON], evidence, k=4)
    for seed in range(5):
        shuffled = random.Random(seed).sample(evidence, len(evidence))
        assert run([TALL, LYON, MOON], shuffled, k=4) == expected


def test_a_duplicated_snippet_changes_nothing_but_the_list_of_duplicates() -> None:
    copy = dataclasses.replace(HEIGHT, id="z-copy")
    plain, doubled = only(run([TALL], EVIDENCE, k=2)), only(run([TALL], [*EVIDENCE, copy], k=2))
    assert [a.match.duplicates for a in doubled.assessments] == [("z-copy",), ()]

    def single(match: Match) -> Match:
        return dataclasses.replace(match, duplicates=())

    alone = tuple(dataclasses.replace(a, match=single(a.match)) for a in doubled.assessments)
    joint = tuple(dataclasses.replace(a, matches=(single(a.matches[0]), single(a.matches[1]))) for a in doubled.joint)
    assert dataclasses.replace(doubled, assessments=alone, joint=joint) == plain


def test_irrelevant_evidence_changes_neither_label_nor_confidence() -> None:
    irrelevant = [Snippet(f"i{n}", f"Recipe number {n} needs flour.") for n in range(20)]
    plain, more = only(run([TALL])), only(run([TALL], [*EVIDENCE, *irrelevant]))
    assert (more.label, more.confidence) == (plain.label, plain.confidence)


def test_the_order_of_the_claims_changes_no_verdict() -> None:
    forward, backward = run([TALL, LYON, MOON]), run([MOON, LYON, TALL])
    assert forward.verdicts == backward.verdicts[::-1]


# --- what is done twice ----------------------------------------------------------------------------------------------


def test_a_second_check_scores_no_pair_and_embeds_no_text() -> None:
    embedder, verifier, cache = KeywordEmbedder(), TableVerifier(TABLE), Cache.in_memory()
    conditions = Conditions(8, TODAY, rule=RULE)
    index = build_index(EVIDENCE, embedder, cache)
    first = check([TALL, LYON], index, embedder, verifier, cache, conditions)
    # Three snippets and two claims; each claim is read beside each snippet, and beside each two of them.
    assert (first.pairs_needed, first.pairs_scored) == (12, 12)
    assert (embedder.n_encoded, verifier.n_pairs) == (5, 12)
    second = check([TALL, LYON], index, embedder, verifier, cache, conditions)
    assert (second.pairs_needed, second.pairs_scored) == (12, 0)
    assert (embedder.n_encoded, verifier.n_pairs) == (5, 12)
    assert second.verdicts == first.verdicts


def test_what_was_scored_before_a_refusal_is_not_scored_again() -> None:
    embedder, cache = KeywordEmbedder(), Cache.in_memory()
    index = build_index(EVIDENCE, embedder, cache)
    check([TALL], index, embedder, TableVerifier(TABLE), cache, Conditions(8, TODAY, rule=RULE))
    refusing = RefusingVerifier(MOON.text)
    checked = check([TALL, MOON], index, embedder, refusing, cache, Conditions(8, TODAY, rule=RULE))
    assert (refusing.n_pairs, len(checked.verdicts), len(checked.unchecked)) == (0, 1, 1)


def test_progress_hears_of_all_stages_and_their_ends() -> None:
    heard: list[tuple[str, int, int]] = []
    embedder, cache = KeywordEmbedder(), Cache.in_memory()
    index = build_index(EVIDENCE, embedder, cache)
    conditions = Conditions(8, TODAY, rule=RULE)
    check([TALL], index, embedder, TableVerifier(), cache, conditions, lambda *step: heard.append(step))
    assert heard == [("reading claims", 1, 1), ("verifying", 3, 3), ("verifying two at a time", 3, 3)]
