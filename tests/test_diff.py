"""What changed between two records, and findings that a baseline knows."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from factcheck.baseline import mark_known
from factcheck.datatypes import (
    Assessment,
    BaselineState,
    Claim,
    Label,
    Match,
    ModelRecord,
    Outcome,
    Place,
    Reason,
    Report,
    Snippet,
    Source,
    StanceProbs,
    Standing,
    Unchecked,
    Verdict,
    Waiver,
)
from factcheck.diff import Diff, Flip, compare
from factcheck.diff.markdown import to_markdown
from factcheck.diff.record import to_json
from factcheck.diff.text import to_text
from factcheck.report.html import to_html
from factcheck.report.markdown import to_markdown as report_to_markdown
from factcheck.report.record import read_report
from factcheck.report.record import to_json as record_to_json
from factcheck.report.terminal import to_terminal
from factcheck.report.wording import everything, summary
from factcheck.written import Language, Origin
from tests.report_examples import HOSTILE, PROVENANCE, REPORT

DAY = dt.date(2025, 9, 12)
YES, NO, MEH = StanceProbs(0.9, 0.06, 0.04), StanceProbs(0.06, 0.9, 0.04), StanceProbs(0.04, 0.06, 0.9)


def read(
    id: str, probs: StanceProbs = YES, text: str = "", standing: Standing = Standing.COUNTS, rank: int = 1
) -> Assessment:
    source = Source("src", publisher="The Desk", published=dt.date(2025, 1, 1))
    return Assessment(Match(Snippet(id, text or f"Text of {id}.", source), rank, 0.5, standing), probs)


def verdict(
    id: str,
    label: Label = Label.SUPPORTED,
    *assessments: Assessment,
    reason: Reason | None = None,
    text: str = "A is B.",
    outcome: Outcome = Outcome.FINDING,
    as_of: dt.date = DAY,
    waive: Waiver | None = None,
) -> Verdict:
    claim = Claim(id, text, place=Place("claims/a.yaml", 3), waive=waive)
    return Verdict(claim, label, reason, 0.8, "because", as_of, outcome, assessments)


def report(*verdicts: Verdict, unchecked: tuple[Unchecked, ...] = ()) -> Report:
    return Report("claims", verdicts, unchecked, PROVENANCE)


def only_flip(old: Verdict, new: Verdict) -> Flip:
    [flip] = compare(report(old), report(new)).flipped
    return flip


def ids(assessments: tuple[Assessment, ...]) -> list[str]:
    return [assessment.match.snippet.id for assessment in assessments]


# --- what flipped, and why -------------------------------------------------------------------------------------------


def test_a_report_compared_with_itself_has_no_difference() -> None:
    diff = compare(REPORT, REPORT)
    assert (diff.flipped, diff.appeared, diff.vanished, diff.conditions) == ((), (), (), ())
    assert diff.n_same == len(REPORT.verdicts) + len(REPORT.unchecked)


def test_claims_that_flipped_appeared_and_vanished_are_told_apart() -> None:
    old = report(verdict("flips"), verdict("stays"), verdict("goes"))
    new = report(verdict("comes"), verdict("flips", Label.UNKNOWN), verdict("stays"))
    diff = compare(old, new)
    assert [flip.new.claim.id for flip in diff.flipped] == ["flips"]
    assert [item.claim.id for item in diff.appeared] == ["comes"]
    assert [item.claim.id for item in diff.vanished] == ["goes"]
    assert diff.n_same == 1


def test_another_reason_is_a_flip_and_another_confidence_is_none() -> None:
    one = verdict("c", Label.UNKNOWN, reason=Reason.NOT_ENOUGH)
    assert len(compare(report(one), report(replace(one, reason=Reason.CONFLICTING))).flipped) == 1
    assert compare(report(one), report(replace(one, confidence=0.4, why="otherwise"))).flipped == ()


def test_a_claim_of_the_same_id_in_another_file_is_another_claim() -> None:
    one = verdict("c")
    other = replace(one, claim=replace(one.claim, place=Place("claims/b.yaml", 1)), label=Label.UNKNOWN)
    diff = compare(report(one), report(other))
    assert (len(diff.appeared), len(diff.vanished), len(diff.flipped)) == (1, 1, 0)


def test_the_evidence_that_caused_a_flip_is_named() -> None:
    flip = only_flip(
        verdict("c", Label.SUPPORTED, read("kept"), read("gone"), read("edited", text="Old.")),
        verdict("c", Label.CONTRADICTED, read("new", NO), read("edited", NO, text="New."), read("kept")),
    )
    assert ids(flip.evidence.added) == ["new"]
    assert ids(flip.evidence.removed) == ["gone"]
    assert [(old.match.snippet.text, new.match.snippet.text) for old, new in flip.evidence.changed] == [
        ("Old.", "New.")
    ]
    assert (flip.evidence.moved, flip.causes) == ((), ())


def test_a_snippet_that_only_has_another_id_or_rank_caused_nothing() -> None:
    flip = only_flip(
        verdict("c", Label.SUPPORTED, read("a", text="Same."), read("b")),
        verdict("c", Label.UNKNOWN, read("b"), read("z", text="Same.", rank=2)),
    )
    assert not flip.evidence
    assert flip.causes == ("Nothing that the records hold changed but the verdict.",)


def test_a_snippet_that_expired_moved() -> None:
    flip = only_flip(
        verdict("c", Label.SUPPORTED, read("a")), verdict("c", Label.UNKNOWN, read("a", standing=Standing.EXPIRED))
    )
    [(old, new)] = flip.evidence.moved
    assert (old.match.standing, new.match.standing) == (Standing.COUNTS, Standing.EXPIRED)


def test_a_change_of_the_claim_or_its_date_is_a_cause() -> None:
    flip = only_flip(
        verdict("c", as_of=dt.date(2025, 1, 1)), verdict("c", Label.UNKNOWN, text="A is C.", as_of=dt.date(2025, 2, 2))
    )
    assert flip.causes == (
        "The claim changed; it was “A is B.”.",
        "The reference date changed from 2025-01-01 to 2025-02-02.",
    )


def test_a_language_that_was_read_otherwise_is_a_cause() -> None:
    old, new = verdict("c", Label.SUPPORTED, read("a")), verdict("c", Label.UNKNOWN, read("a"))
    german, english = (Language(code, Origin.GIVEN) for code in ("de", "en"))

    def told(item: Verdict, of_claim: Language, of_snippet: Language) -> Verdict:
        [one] = item.assessments
        snippet = replace(one.match.snippet, language=of_snippet)
        seen = replace(one, match=replace(one.match, snippet=snippet))
        return replace(item, claim=replace(item.claim, language=of_claim), assessments=(seen,))

    claim = only_flip(told(old, english, english), told(new, german, english))
    assert claim.causes == ("The claim's language changed from English to German.",)
    snippet = only_flip(told(old, english, english), told(new, english, german))
    assert snippet.causes == ("The language of a changed from English to German.",)


def test_another_verifier_is_the_cause_where_nothing_else_changed() -> None:
    old, new = report(verdict("c", Label.SUPPORTED, read("a"))), report(verdict("c", Label.UNKNOWN, read("a", MEH)))
    new = replace(new, provenance=replace(PROVENANCE, verifier=ModelRecord("other@2", "float32")))
    diff = compare(old, new)
    told = ("The verifier changed from factcheck-large-v1@9f2c11d0aa37 to other@2.",)
    assert (diff.conditions, diff.flipped[0].causes) == (told, told)


def test_a_claim_that_could_not_be_checked_any_more_says_why_and_blames_no_evidence() -> None:
    one = verdict("c", Label.SUPPORTED, read("a"))
    diff = compare(report(one), report(unchecked=(Unchecked(one.claim, "Too long."),)))
    [flip] = diff.flipped
    assert not flip.evidence
    assert flip.causes == ("It could not be checked: Too long.",)


# --- the forms -------------------------------------------------------------------------------------------------------


def example() -> Diff:
    old = report(verdict("flips", Label.SUPPORTED, read("gone")), verdict("goes"))
    new = report(verdict("flips", Label.CONTRADICTED, read("meh", MEH), read("new", NO)), verdict("comes"))
    return compare(old, new)


def test_the_text_says_what_flipped_and_why() -> None:
    assert (
        to_text(example(), width=100)
        == """\
Flipped
  ✓ supported 80 % → ✗ contradicted 80 %  claims/a.yaml::flips
    A is B.
      + new newly read (contradicts 90 % · The Desk, 2025-01-01): Text of new.
      - gone no longer read (supports 90 % · The Desk, 2025-01-01): Text of gone.
      + meh newly read (neutral 90 % · The Desk, 2025-01-01): Text of meh.

Appeared
  ✓ supported 80 %  claims/a.yaml::comes
    A is B.

Vanished
  ✓ supported 80 %  claims/a.yaml::goes
    A is B.

1 verdict flipped · 1 appeared · 1 vanished · 0 the same
"""
    )


def test_the_markdown_says_what_flipped_and_why() -> None:
    page = to_markdown(example())
    assert "**✓ supported 80 % → ✗ contradicted 80 %** — A is B. (`claims/a.yaml::flips`)" in page
    assert "- **newly read** `new`: Text of new. — contradicts 90 % · The Desk, 2025-01-01" in page
    assert "- **no longer read** `gone`: Text of gone. — supports 90 % · The Desk, 2025-01-01" in page
    assert "| ✓ supported 80 % | A is B. | `claims/a.yaml::comes` |" in page


def test_the_json_has_every_difference() -> None:
    fields = json.loads(to_json(example()))
    [flip] = fields["flipped"]
    assert (flip["claim"], flip["old"]["label"], flip["new"]["label"]) == (
        "claims/a.yaml::flips",
        "supported",
        "contradicted",
    )
    assert [snippet["id"] for snippet in flip["evidence"]["added"]] == ["meh", "new"]
    assert [item["claim"] for item in fields["appeared"]] == ["claims/a.yaml::comes"]
    assert [item["claim"] for item in fields["vanished"]] == ["claims/a.yaml::goes"]
    assert (fields["format_version"], fields["same"]) == (1, 0)


def test_hostile_texts_can_do_no_harm_in_any_form() -> None:
    old = report(verdict("c", Label.SUPPORTED, read("a"), text=HOSTILE))
    new = report(verdict("c", Label.UNKNOWN, read("b", text=HOSTILE), text=HOSTILE))
    diff = compare(old, new)
    for page in (to_text(diff, width=100), to_markdown(diff)):
        assert "\x1b" not in page and "\u202e" not in page
    assert "<script>" not in to_markdown(diff)
    assert json.loads(to_json(diff))["flipped"][0]["text"] == HOSTILE


# --- the baseline ----------------------------------------------------------------------------------------------------


def outcomes(new: Report, baseline: Report) -> list[Outcome]:
    return [item.outcome for item in everything(mark_known(new, baseline))]


def test_a_finding_of_the_baseline_is_kept_and_marked_and_does_not_fail() -> None:
    known = report(verdict("c", Label.CONTRADICTED))
    marked = mark_known(known, known)
    assert marked.verdicts == (replace(known.verdicts[0], outcome=Outcome.BASELINED),)
    assert marked.findings == ()


@pytest.mark.parametrize(
    "new",
    [
        verdict("other", Label.CONTRADICTED),
        verdict("c", Label.CONTRADICTED, text="A is C."),
        verdict("c", Label.SUPPORTED),
        verdict("c", Label.UNKNOWN, reason=Reason.CONFLICTING),
    ],
)
def test_another_claim_text_label_or_reason_is_a_new_finding(new: Verdict) -> None:
    baseline = report(verdict("c", Label.CONTRADICTED), verdict("c2", Label.UNKNOWN, reason=Reason.NOT_ENOUGH))
    assert outcomes(report(new), baseline) == [Outcome.FINDING]


def test_other_evidence_and_confidence_do_not_make_a_known_finding_new() -> None:
    old = verdict("c", Label.CONTRADICTED, read("a", NO))
    new = replace(verdict("c", Label.CONTRADICTED, read("b", NO)), confidence=0.55)
    assert outcomes(report(new), report(old)) == [Outcome.BASELINED]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (Outcome.PASSED, Outcome.FINDING),
        (Outcome.WAIVED, Outcome.FINDING),
        (Outcome.FINDING, Outcome.BASELINED),
        (Outcome.BASELINED, Outcome.BASELINED),
    ],
)
def test_only_findings_of_the_baseline_are_known(before: Outcome, now: Outcome) -> None:
    assert outcomes(report(verdict("c")), report(verdict("c", outcome=before))) == [now]


@pytest.mark.parametrize("outcome", [Outcome.PASSED, Outcome.WAIVED])
def test_what_is_no_finding_stays_what_it_is(outcome: Outcome) -> None:
    assert outcomes(report(verdict("c", outcome=outcome)), report(verdict("c"))) == [outcome]


def state(now: Verdict | None, before: Verdict | None) -> BaselineState | None:
    """What a finding is to a baseline; nothing for none."""
    one, other = (report(*([item] if item else [])) for item in (now, before))
    known = mark_known(one, other).provenance.baseline
    assert known is not None
    return known.states.get("claims/a.yaml::c")


OPEN, TORN = (verdict("c", Label.UNKNOWN, reason=reason) for reason in (Reason.NOT_ENOUGH, Reason.CONFLICTING))
HELD = replace(OPEN, outcome=Outcome.WAIVED)


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (OPEN, None, BaselineState.NEW),
        (OPEN, replace(OPEN, outcome=Outcome.PASSED), BaselineState.NEW),
        (OPEN, verdict("c", Label.UNKNOWN, reason=Reason.NOT_ENOUGH, text="A is C."), BaselineState.NEW),
        (OPEN, verdict("c", Label.CONTRADICTED), BaselineState.NEW),
        (OPEN, replace(OPEN, confidence=0.4), BaselineState.UNCHANGED),
        (OPEN, replace(OPEN, outcome=Outcome.BASELINED), BaselineState.UNCHANGED),
        (HELD, HELD, BaselineState.UNCHANGED),
        (TORN, OPEN, BaselineState.UPDATED),
        (OPEN, HELD, BaselineState.UPDATED),
        (HELD, OPEN, BaselineState.UPDATED),
        (replace(OPEN, outcome=Outcome.PASSED), OPEN, None),
    ],
)
def test_a_finding_is_new_unchanged_or_updated_to_the_baseline(
    now: Verdict, before: Verdict | None, expected: BaselineState | None
) -> None:
    assert state(now, before) is expected


def test_the_claims_checked_again_whose_finding_is_gone_are_absent_and_a_claim_left_out_is_not() -> None:
    now = report(replace(OPEN, outcome=Outcome.PASSED), verdict("d", Label.SUPPORTED))
    then = report(OPEN, verdict("d", Label.CONTRADICTED), verdict("left-out"))
    known = mark_known(now, then).provenance.baseline
    assert known is not None
    assert (known.absent, known.created) == (("claims/a.yaml::c", "claims/a.yaml::d"), PROVENANCE.created)


def test_the_record_keeps_what_is_known_of_the_baseline(tmp_path: Path) -> None:
    marked = mark_known(report(TORN), report(OPEN))
    path = tmp_path / "claims.json"
    path.write_text(record_to_json(marked), encoding="utf-8")
    assert read_report(path) == marked


def test_an_unchecked_claim_is_known_too() -> None:
    one = report(unchecked=(Unchecked(verdict("c").claim, "Too long."),))
    assert outcomes(one, one) == [Outcome.BASELINED]
    assert outcomes(one, report(verdict("c"))) == [Outcome.FINDING]


def test_every_format_shows_what_is_known() -> None:
    waive = Waiver(dt.date(2025, 1, 1), "asked")
    known = report(verdict("c", Label.CONTRADICTED), verdict("d", Label.CONTRADICTED, waive=waive))
    marked = mark_known(known, known)
    assert summary(marked).endswith("0 findings · 0 unchecked · 2 known from the baseline")
    for page in (to_terminal(marked, width=100, color=False), report_to_markdown(marked), to_html(marked)):
        assert "known from the baseline" in page
        assert "waiver ended on 2025-01-01: asked" in page
