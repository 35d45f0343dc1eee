"""Decisions of people: kept for good, replayed, compared with what is so now, and shown beside the verdicts."""

from __future__ import annotations

import datetime as dt
import json
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from factcheck.datatypes import (
    Assessment,
    Choice,
    Claim,
    JointAssessment,
    Label,
    Match,
    Outcome,
    Place,
    Reason,
    Report,
    Review,
    Snippet,
    Source,
    StanceProbs,
    Verdict,
)
from factcheck.errors import ReviewError, StoreError
from factcheck.evaluate.datasets import Gold
from factcheck.evaluate.topics import read_topic
from factcheck.report.html import to_html
from factcheck.report.junit import to_junit
from factcheck.report.markdown import to_markdown
from factcheck.report.record import read_report, to_json
from factcheck.report.reviewwords import review_text
from factcheck.report.sarif import to_sarif
from factcheck.report.table import to_csv
from factcheck.report.terminal import show_verdict, to_terminal
from factcheck.review import (
    FOLDER,
    UNDO,
    ClaimKeys,
    History,
    LogContent,
    ReviewEntry,
    ReviewLog,
    Role,
    disagreements,
    grounds_of,
    read_reviews,
    replay,
    review_of,
    reviewed,
    to_review,
    what_changed,
)
from factcheck.review.agreement import agreement, cohen_kappa, fleiss_kappa
from factcheck.review.gold import write_gold
from tests.fakes import ROOT, readonly, shared_folder
from tests.report_examples import CHIPS, HOSTILE, REPORT

NOON = dt.datetime(2025, 9, 12, 12, 0, tzinfo=dt.UTC)
NOTE = "not ever made " + HOSTILE.replace("\x1b", "")
SURE = StanceProbs(0.9, 0.05, 0.05)


def snippet(id: str, text: str = "A is B.") -> Snippet:
    return Snippet(id, text)


def verdict(
    *snippets: Snippet,
    id: str = "c",
    text: str = "A is B.",
    label: Label = Label.SUPPORTED,
    reason: Reason | None = None,
    file: str = "claims/a.yaml",
    context: str = "",
) -> Verdict:
    read = tuple(Assessment(Match(s, rank, 0.5), SURE) for rank, s in enumerate(snippets, start=1))
    claim = Claim(id, text, context=context, place=Place(file, 1))
    return Verdict(claim, label, reason, 0.9, "because", NOON.date(), Outcome.PASSED, read)


PLAIN = verdict(snippet("s1", "One."), snippet("s2", "Two."))
KEYS = ClaimKeys(Path("/nowhere"))


@pytest.fixture
def log(tmp_path: Path) -> ReviewLog:
    return ReviewLog(tmp_path / FOLDER / "claims.jsonl")


def decide(
    log: ReviewLog,
    choice: Choice = Choice.ACCEPT,
    *,
    on: Verdict = PLAIN,
    by: str = "Ana",
    role: Role = Role.FIRST,
    note: str = "seen",
) -> ReviewEntry:
    return log.decide(on, by, choice, note=note, role=role, now=NOON)


def current(log: ReviewLog, key: str = "claims/a.yaml::c") -> ReviewEntry | None:
    history = replay(log.read().entries).get(key)
    return history.current if history else None


# --- the log ---------------------------------------------------------------------------------------------------------


def test_a_decision_reads_back_as_it_was_made(log: ReviewLog) -> None:
    made = decide(log, Choice.CONTRADICTED, note="  the table says 31 %  ")
    assert log.read().entries == (made,)
    assert (made.claim, made.reviewer, made.at, made.role) == ("claims/a.yaml::c", "Ana", NOON, Role.FIRST)
    assert (made.decision, made.label, made.note) == (Choice.CONTRADICTED, Label.CONTRADICTED, "the table says 31 %")


def test_a_line_is_one_json_object_that_names_its_format_and_its_grounds(log: ReviewLog) -> None:
    decide(log)
    [line] = log.path.read_text("utf-8").splitlines()
    fields = json.loads(line)
    assert fields["format_version"] == 1
    assert fields["at"] == "2025-09-12T12:00:00Z"
    assert fields["grounds"]["claim"] == PLAIN.claim.hash
    assert fields["grounds"]["snippets"] == {"s1": snippet("x", "One.").hash, "s2": snippet("x", "Two.").hash}


def test_a_log_that_is_not_there_holds_nothing(log: ReviewLog) -> None:
    assert (log.read().entries, log.read().faults) == ((), ())


@pytest.mark.parametrize("choice", [Choice.CONTRADICTED, Choice.UNKNOWN])
def test_another_label_needs_a_note(log: ReviewLog, choice: Choice) -> None:
    with pytest.raises(ReviewError, match=f"{choice.value} instead of supported needs a note"):
        decide(log, choice, note="  ")
    assert not log.path.exists()


@pytest.mark.parametrize("choice", [Choice.ACCEPT, Choice.SUPPORTED])
def test_the_same_label_needs_no_note(log: ReviewLog, choice: Choice) -> None:
    assert decide(log, choice, note="").label is Label.SUPPORTED


@pytest.mark.parametrize("name", ["", "  ", "a\x1bb", "n" * 101, "\u202eana"])
def test_a_reviewer_needs_a_name_that_can_be_shown(log: ReviewLog, name: str) -> None:
    with pytest.raises(ReviewError, match="is no name"):
        decide(log, by=name)


@pytest.mark.parametrize(("note", "said"), [("a\x00b", r"U\+0000"), ("\ud800", r"U\+D800"), ("n" * 10_001, "10,001")])
def test_a_note_that_cannot_be_kept_is_refused(log: ReviewLog, note: str, said: str) -> None:
    with pytest.raises(ReviewError, match=said):
        decide(log, note=note)


def test_a_note_may_hold_line_breaks_and_stays_one_line_of_the_log(log: ReviewLog) -> None:
    made = decide(log, note="one\ntwo\u2028three\r\nfour")
    assert len(log.path.read_bytes().splitlines()) == 1
    assert log.read().entries == (made,)


def test_a_broken_last_line_is_told_with_its_line_and_the_rest_is_used(log: ReviewLog) -> None:
    first, _ = decide(log), decide(log)
    log.path.write_bytes(log.path.read_bytes()[:-20])
    content = log.read()
    assert content.entries == (first,)
    [fault] = content.faults
    assert (fault.file, fault.line) == (str(log.path), 2)
    assert "the last line is broken" in str(fault)
    assert "nothing is to be done" in fault.remedy and "its decision is not used" not in fault.remedy
    assert "claims.jsonl.broken" in str(fault)


def test_the_next_decision_moves_a_broken_last_line_aside(log: ReviewLog) -> None:
    first, second = decide(log), decide(log)
    whole = log.path.read_bytes()
    log.path.write_bytes(whole[:-20])
    third = decide(log)
    assert log.read().entries == (first, third)
    assert log.read().faults == ()
    aside = log.path.with_name("claims.jsonl.broken").read_bytes()
    assert aside == whole.splitlines()[1][:-19] + b"\n"
    assert second.id.encode() in aside


def test_a_last_line_of_deeply_nested_brackets_is_moved_aside_too(log: ReviewLog) -> None:
    first = decide(log)
    with log.path.open("ab") as file:
        file.write(b"[" * 100_000)
    [fault] = log.read().faults
    assert "the last line is broken" in str(fault)
    second = decide(log)
    assert log.read() == LogContent((first, second))
    assert log.path.with_name("claims.jsonl.broken").read_bytes() == b"[" * 100_000 + b"\n"


def test_a_whole_last_line_without_its_line_break_is_kept(log: ReviewLog) -> None:
    first = decide(log)
    log.path.write_bytes(log.path.read_bytes().rstrip(b"\n"))
    assert log.read().entries == (first,)
    second = decide(log)
    assert log.read().entries == (first, second)
    assert not log.path.with_name("claims.jsonl.broken").exists()


def test_a_broken_line_in_the_middle_is_told_and_the_rest_is_used(log: ReviewLog) -> None:
    first, second = decide(log), decide(log)
    lines = log.path.read_bytes().splitlines(keepends=True)
    log.path.write_bytes(lines[0] + b"<<<<<<< HEAD\n" + lines[1])
    content = log.read()
    assert content.entries == (first, second)
    assert [(fault.line, fault.message) for fault in content.faults] == [(2, "this line is no review entry")]


def test_another_format_version_is_refused(log: ReviewLog) -> None:
    decide(log)
    log.path.write_text(log.path.read_text("utf-8").replace('"format_version": 1', '"format_version": 2'), "utf-8")
    with pytest.raises(StoreError, match=r"claims\.jsonl:1: has review format 2, this factcheck reads format 1"):
        log.read()


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_lost() -> None:
    with shared_folder() as folder:
        log = ReviewLog(folder / FOLDER / "claims.jsonl")
        first = decide(log)
        log.path.chmod(0o444)
        with readonly(folder / FOLDER), pytest.raises(StoreError, match="cannot write"):
            decide(log)
        assert log.read().entries == (first,)


def test_many_threads_at_once_lose_nothing(log: ReviewLog) -> None:
    def work(name: str) -> None:
        own = ReviewLog(log.path)
        for _ in range(5):
            decide(own, by=name)

    threads = [threading.Thread(target=work, args=(f"R{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    content = log.read()
    assert content.faults == ()
    assert sorted(entry.reviewer for entry in content.entries) == sorted(f"R{n}" for n in range(6) for _ in range(5))


WRITER = """
import datetime, sys
from pathlib import Path
from factcheck.datatypes import Choice, Claim, Label, Outcome, Verdict
from factcheck.review import ReviewLog
log = ReviewLog(Path(sys.argv[1]))
seen = Verdict(Claim("c", "A is B."), Label.SUPPORTED, None, 0.9, "because", datetime.date.today(), Outcome.PASSED)
while True:
    entry = log.decide(seen, sys.argv[2], Choice.ACCEPT, note="n" * 3_000)
    print(entry.id, flush=True)
"""
"""Saves for ever, and tells each id once it is saved."""


def start_writer(log: ReviewLog, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(log.path), name]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_processes_killed_at_any_moment_lose_nothing_that_they_called_saved(log: ReviewLog) -> None:
    chance = random.Random(11)
    saved: set[str] = set()
    for round_ in range(2):
        writers = [start_writer(log, f"R{round_}-{n}") for n in range(3)]
        for writer in writers:
            assert writer.stdout
            saved.add(writer.stdout.readline().strip())  # it is up and saves
        for writer in writers:
            time.sleep(chance.uniform(0.01, 0.2))
            writer.send_signal(signal.SIGKILL)
            told = writer.communicate()[0].split("\n")
            saved |= set(told[:-1])  # a line that was not told to its end was not told
    after = decide(log)
    content = log.read()
    assert len(saved) >= 6
    assert saved | {after.id} <= {entry.id for entry in content.entries}
    assert content.faults == ()


# --- replaying -------------------------------------------------------------------------------------------------------


def test_the_latest_decision_holds(log: ReviewLog) -> None:
    decide(log)
    second = decide(log, Choice.UNKNOWN)
    assert current(log) == second


def test_undoing_brings_the_earlier_decision_back(log: ReviewLog) -> None:
    first = decide(log)
    second = decide(log, Choice.UNKNOWN)
    undo = log.undo(second, "Ana", now=NOON)
    assert (undo.decision, undo.undoes, undo.claim) == (UNDO, second.id, "claims/a.yaml::c")
    assert current(log) == first
    assert len(log.read().entries) == 3


def test_undoing_the_only_decision_leaves_none(log: ReviewLog) -> None:
    log.undo(decide(log), "Ana", now=NOON)
    assert current(log) is None


def test_undoing_an_undo_brings_the_decision_back(log: ReviewLog) -> None:
    decision = decide(log)
    undo = log.undo(decision, "Ana", now=NOON)
    log.undo(undo, "Ana", now=NOON)
    assert current(log) == decision


def test_an_undo_of_nothing_changes_nothing(log: ReviewLog) -> None:
    decision = decide(log)
    log.undo(replace(decision, id="gone"), "Ana", now=NOON)
    assert current(log) == decision


def test_claims_are_kept_apart(log: ReviewLog) -> None:
    one, two = decide(log), decide(log, on=verdict(id="d"))
    found = replay(log.read().entries)
    assert {key: history.current for key, history in found.items()} == {
        "claims/a.yaml::c": one,
        "claims/a.yaml::d": two,
    }


def test_all_logs_of_a_folder_are_read_by_time_and_each_in_its_own_order(tmp_path: Path) -> None:
    early, late = ReviewLog(tmp_path / "z.jsonl"), ReviewLog(tmp_path / "a.jsonl")
    for log, minute, name in [(early, 1, "1"), (late, 5, "5"), (early, 9, "9"), (early, 3, "clock set back")]:
        log.decide(PLAIN, name, Choice.ACCEPT, now=NOON + dt.timedelta(minutes=minute))
    assert [entry.reviewer for entry in read_reviews(tmp_path).entries] == ["1", "5", "9", "clock set back"]


# --- stands or stale -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (PLAIN, ()),
        (verdict(snippet("s2", "Two."), snippet("s1", "One.")), ()),
        (verdict(snippet("other", "One."), snippet("s2", "Two.")), ()),
        (
            verdict(snippet("s1", "One."), snippet("s2", "Two."), text="A is C."),
            ("The claim changed; it was “A is B.”.",),
        ),
        (
            verdict(snippet("s1", "One."), snippet("s2", "Two."), context="In 2020."),
            ("The claim's context or reference date changed.",),
        ),
        (
            verdict(snippet("s1", "One."), snippet("s2", "Two."), snippet("s3", "Three.")),
            ("Newly read: s3.",),
        ),
        (verdict(snippet("s2", "Two.")), ("No longer read: s1.",)),
        (verdict(snippet("s1", "Won."), snippet("s2", "Two.")), ("Evidence changed: s1.",)),
        (
            verdict(snippet("s1", "Uno."), snippet("s3", "Three.")),
            ("Newly read: s3.", "No longer read: s2.", "Evidence changed: s1."),
        ),
        (
            verdict(snippet("s1", "One."), snippet("s2", "Two."), label=Label.UNKNOWN, reason=Reason.CONFLICTING),
            ("The verdict was supported, now unknown (conflicting).",),
        ),
        (verdict(label=Label.UNKNOWN), ("No longer read: s1, s2.", "The verdict was supported, now unknown.")),
    ],
)
def test_what_changed_is_told_in_plain_sentences(now: Verdict, told: tuple[str, ...]) -> None:
    assert what_changed(grounds_of(PLAIN), grounds_of(now)) == told


def test_many_changed_snippets_are_counted() -> None:
    more = verdict(*(snippet(f"s{n}", f"Text {n}.") for n in range(8)))
    assert what_changed(grounds_of(verdict()), grounds_of(more)) == ("Newly read: s0, s1, s2, s3, s4 and 3 more.",)


def test_confidence_and_wording_do_not_make_a_decision_stale() -> None:
    assert what_changed(grounds_of(PLAIN), grounds_of(replace(PLAIN, confidence=0.5, why="otherwise"))) == ()


# --- in reports ------------------------------------------------------------------------------------------------------


def reviewed_chips(log: ReviewLog, root: Path) -> list[Verdict]:
    """The second chip's verdict overruled; the third's accepted, and its claim changed afterwards."""
    log.decide(CHIPS[1], "Ana", Choice.UNKNOWN, note=NOTE, now=NOON)
    log.decide(replace(CHIPS[2], claim=replace(CHIPS[2].claim, text="It was.")), "Bo", Choice.ACCEPT, now=NOON)
    report, faults = reviewed(REPORT, root)
    assert faults == ()
    return list(report.verdicts)


def test_a_decision_stands_beside_the_verdict_and_changes_neither_label_nor_outcome(
    log: ReviewLog, tmp_path: Path
) -> None:
    verdicts = reviewed_chips(log, tmp_path)
    review = Review("Ana", Choice.UNKNOWN, NOON.date(), NOTE, (), Label.CONTRADICTED)
    assert verdicts[1] == replace(CHIPS[1], review=review)
    assert verdicts[2].review and verdicts[2].review.stale == ("The claim changed; it was “It was.”.",)
    assert [v.review for v in verdicts[3:]] == [None] * (len(verdicts) - 3)


@pytest.mark.parametrize(
    ("choice", "accepts"), [(Choice.ACCEPT, True), (Choice.SUPPORTED, True), (Choice.UNKNOWN, False)]
)
def test_a_review_accepts_only_the_label_that_was_seen(log: ReviewLog, choice: Choice, accepts: bool) -> None:
    decide(log, choice)
    found = review_of(PLAIN, replay(log.read().entries)["claims/a.yaml::c"])
    assert found and found.accepts is accepts
    assert not replace(found, stale=("The evidence changed.",)).accepts


def test_a_disputed_decision_says_so_and_accepts_nothing(log: ReviewLog) -> None:
    decide(log)
    decide(log, Choice.UNKNOWN, by="Bo", role=Role.SECOND)
    found = review_of(PLAIN, replay(log.read().entries)["claims/a.yaml::c"])
    assert found and found.disagreed and not found.accepts
    shown = show_verdict(replace(PLAIN, review=found), width=100, color=False)
    assert "reviewers disagree: Ana on 2025-09-12: accepted — seen; Bo on 2025-09-12: unknown — seen" in shown
    decide(log, Choice.SUPPORTED, by="Cy", role=Role.ADJUDICATION)
    found = review_of(PLAIN, replay(log.read().entries)["claims/a.yaml::c"])
    assert found and (found.reviewer, found.disagreed, found.accepts) == ("Cy", False, True)


def test_a_decision_that_was_undone_is_not_shown(log: ReviewLog, tmp_path: Path) -> None:
    log.undo(decide(log, on=CHIPS[0]), "Ana", now=NOON)
    report, _ = reviewed(REPORT, tmp_path)
    assert report.verdicts[0].review is None


def test_the_record_with_reviews_reads_back(log: ReviewLog, tmp_path: Path) -> None:
    report = replace(REPORT, verdicts=tuple(reviewed_chips(log, tmp_path)))
    (tmp_path / "r.json").write_text(to_json(report), "utf-8")
    assert read_report(tmp_path / "r.json") == report


def test_every_format_shows_decisions_and_what_is_out_of_date(log: ReviewLog, tmp_path: Path) -> None:
    report = replace(REPORT, verdicts=tuple(reviewed_chips(log, tmp_path)))
    table = to_terminal(report, width=200, color=False)
    shown = [show_verdict(v, width=200, color=False) for v in report.verdicts]
    stale = "review is out of date (Bo on 2025-09-12: accepted). The claim changed; it was “It was.”."
    for overruled, outdated in [(table, table), (shown[1], shown[2]), *[(page, page) for page in pages(report)]]:
        assert "reviewed by Ana on 2025-09-12: unknown — not ever made" in " ".join(overruled.split())
        assert stale in " ".join(outdated.split())
    assert "review" not in shown[0].lower()


def test_a_note_can_do_no_harm_on_a_page(log: ReviewLog, tmp_path: Path) -> None:
    for page in pages(replace(REPORT, verdicts=tuple(reviewed_chips(log, tmp_path)))):
        assert "not ever made &lt;script&gt;" in page
        assert "made <script>" not in page


def pages(report: Report) -> list[str]:
    return [to_markdown(report), to_html(report)]


def test_a_claim_has_one_key_from_wherever_it_was_checked(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "a.yaml").write_text("- A.", "utf-8")
    named = {
        tmp_path: "claims/a.yaml",
        tmp_path / "claims": "a.yaml",
        tmp_path / "elsewhere": "../claims/a.yaml",
        Path("/"): str(tmp_path / "claims" / "a.yaml"),
    }
    (tmp_path / "elsewhere").mkdir()
    for cwd, file in named.items():
        assert ClaimKeys(tmp_path, cwd).of(Claim("c", "A.", place=Place(file, 1))) == "claims/a.yaml::c"
    assert ClaimKeys(tmp_path).of(Claim("c", "A.", place=Place("gone.yaml", 1))) == "gone.yaml::c"
    assert ClaimKeys(tmp_path).of(Claim("c", "A.")) == "c"


# --- two reviewers ---------------------------------------------------------------------------------------------------

OLD_FIELDS = {
    *("format_version", "id", "claim", "reviewer", "at", "decision"),
    *("note", "role", "undoes", "grounds"),
}

ONE, TWO, THREE = (verdict(id=name) for name in ("one", "two", "three"))


def left(log: ReviewLog, reviewer: str, role: Role, *verdicts: Verdict) -> list[str]:
    histories = replay(log.read().entries)
    return [v.claim.id for v in to_review(verdicts or (ONE, TWO, THREE), histories, KEYS, reviewer, role)]


def test_first_review_is_of_what_nobody_decided_or_what_is_out_of_date(log: ReviewLog) -> None:
    decide(log, on=ONE)
    decide(log, on=replace(TWO, label=Label.UNKNOWN))
    assert left(log, "Bo", Role.FIRST) == ["two", "three"]


def test_second_review_is_of_what_another_decided(log: ReviewLog) -> None:
    decide(log, on=ONE, by="Ana")
    decide(log, on=TWO, by="Bo")
    decide(log, on=replace(THREE, label=Label.UNKNOWN), by="Ana")  # out of date: to be reviewed first again
    assert left(log, "Bo", Role.SECOND) == ["one"]
    decide(log, on=ONE, by="Bo", role=Role.SECOND)
    assert left(log, "Bo", Role.SECOND) == []
    assert left(log, "Cy", Role.SECOND) == ["one", "two"]


def test_second_review_shows_nothing_of_the_first(log: ReviewLog) -> None:
    decide(log, on=ONE, by="Ana")
    shown = replace(ONE, review=Review("Ana", Choice.ACCEPT, NOON.date()))
    [found] = to_review([shown], replay(log.read().entries), KEYS, "Bo", Role.SECOND)
    assert found.review is None


def test_a_second_decision_does_not_replace_the_first(log: ReviewLog) -> None:
    first = decide(log, by="Ana")
    decide(log, Choice.UNKNOWN, by="Bo", role=Role.SECOND)
    assert current(log) == first


def test_a_disagreement_is_settled_by_adjudication_and_opened_by_a_later_decision(log: ReviewLog) -> None:
    decide(log, on=ONE, by="Ana")
    decide(log, Choice.UNKNOWN, on=ONE, by="Bo", role=Role.SECOND)
    decide(log, on=TWO, by="Ana")
    decide(log, Choice.SUPPORTED, on=TWO, by="Bo", role=Role.SECOND)
    assert [h.claim for h in disagreements(replay(log.read().entries))] == ["claims/a.yaml::one"]
    assert left(log, "Cy", Role.ADJUDICATION) == ["one"]
    settled = decide(log, Choice.UNKNOWN, on=ONE, by="Cy", role=Role.ADJUDICATION)
    assert disagreements(replay(log.read().entries)) == []
    assert current(log, "claims/a.yaml::one") == settled
    decide(log, Choice.CONTRADICTED, on=ONE, by="Bo", role=Role.SECOND)
    assert [h.claim for h in disagreements(replay(log.read().entries))] == ["claims/a.yaml::one"]


def test_whoever_agrees_with_what_was_settled_opens_nothing(log: ReviewLog) -> None:
    decide(log, Choice.SUPPORTED, on=ONE, by="Ana")
    decide(log, Choice.CONTRADICTED, on=ONE, by="Bo", role=Role.SECOND)
    decide(log, Choice.SUPPORTED, on=ONE, by="Cy", role=Role.ADJUDICATION)
    decide(log, Choice.SUPPORTED, on=ONE, by="Di", role=Role.SECOND)
    assert disagreements(replay(log.read().entries)) == []


def test_one_name_typed_in_two_ways_is_one_reviewer(log: ReviewLog) -> None:
    decide(log, Choice.SUPPORTED, on=ONE, by="Zo\u00eb  M\u00fcller")
    decide(log, Choice.CONTRADICTED, on=ONE, by="Zoe\u0308 Mu\u0308ller", role=Role.SECOND)
    [history] = replay(log.read().entries).values()
    assert list(history.ratings) == ["Zo\u00eb M\u00fcller"]
    written = log.path.read_text("utf-8").replace("Zo\u00eb M\u00fcller", "Zoe\u0308  Mu\u0308ller", 1)
    log.path.write_text(written, "utf-8")  # as an earlier version kept it
    [history] = replay(log.read().entries).values()
    assert list(history.ratings) == ["Zo\u00eb M\u00fcller"]


def of_two_first_reviewers(log: ReviewLog, dov: Choice = Choice.CONTRADICTED, *, then: Verdict = ONE) -> History:
    """What holds once Ana accepted, and Dov decided after her in the same role."""
    decide(log, on=ONE, by="Ana")
    decide(log, dov, on=then, by="Dov", note="the table says 31 %")
    return replay(log.read().entries)["claims/a.yaml::one"]


def test_two_first_reviewers_who_differ_disagree_and_are_listed_for_adjudication(log: ReviewLog) -> None:
    assert disagreements({"one": of_two_first_reviewers(log)}) != []
    assert left(log, "Cy", Role.ADJUDICATION) == ["one"]


def test_two_first_reviewers_who_agree_are_both_named(log: ReviewLog) -> None:
    history = of_two_first_reviewers(log, Choice.SUPPORTED)
    shown = replace(ONE, review=review_of(ONE, history))
    assert not history.disagreed
    assert review_text(shown) == (
        "reviewed by Dov on 2025-09-12: supported — the table says 31 %; Ana on 2025-09-12: accepted — seen"
    )


def test_a_disputed_first_decision_stands_as_nobodys_label_in_any_form(log: ReviewLog) -> None:
    disputed = replace(ONE, review=review_of(ONE, of_two_first_reviewers(log)))
    report = replace(REPORT, verdicts=(replace(disputed, outcome=Outcome.FINDING),))
    told = "reviewers disagree: Dov on 2025-09-12: contradicted — the table says 31 %; Ana on 2025-09-12: accepted"
    for text in (to_terminal(report, width=200, color=False), *pages(report)):
        assert told in " ".join(text.split()) and "reviewed by" not in text
    assert ',"Dov, Ana",disagreed,2025-09-12,Dov: the table says 31 %; Ana: seen,yes' in to_csv(report)
    assert (json.loads(to_sarif(report))["runs"][0]["results"][0]["properties"]["decision"]) == "disagreed"
    assert 'name="decision" value="disagreed"' in to_junit(report)


def test_a_first_reviewer_who_changes_a_decision_ends_the_disagreement(log: ReviewLog) -> None:
    of_two_first_reviewers(log)
    decide(log, Choice.CONTRADICTED, on=ONE, by="Ana")
    [history] = replay(log.read().entries).values()
    assert (history.disagreed, history.current.label) == (False, Label.CONTRADICTED)
    assert [entry.reviewer for entry in history.others] == ["Dov"]


def test_whoever_settles_it_is_named_alone(log: ReviewLog) -> None:
    of_two_first_reviewers(log)
    decide(log, Choice.CONTRADICTED, on=ONE, by="Cy", role=Role.ADJUDICATION)
    [history] = replay(log.read().entries).values()
    found = review_of(ONE, history)
    assert found and (found.reviewer, found.disagreed, found.others) == ("Cy", False, ())


@pytest.mark.parametrize(
    "then",
    [
        replace(ONE, claim=replace(ONE.claim, text="A is C.")),
        replace(ONE, assessments=PLAIN.assessments),
        replace(ONE, label=Label.UNKNOWN),
    ],
)
def test_a_first_decision_on_other_grounds_disputes_nobody(log: ReviewLog, then: Verdict) -> None:
    history = of_two_first_reviewers(log, then=then)
    assert (history.disagreed, list(history.ratings), history.others) == (False, ["Dov"], ())


NEWER = replace(ONE, assessments=PLAIN.assessments)
"""The same claim on other evidence."""


def of_one_who_decides_anew(log: ReviewLog, then: Verdict) -> History:
    """What holds once Bea agreed with Ana in a second review, and Ana decided anew after her, with another label."""
    for hour, (on, by, choice, role) in enumerate(
        [
            (ONE, "Ana", Choice.ACCEPT, Role.FIRST),
            (ONE, "Bea", Choice.ACCEPT, Role.SECOND),
            (then, "Ana", Choice.UNKNOWN, Role.FIRST),
        ]
    ):
        log.decide(on, by, choice, note="seen", role=role, now=NOON + dt.timedelta(hours=hour))
    return replay(log.read().entries)["claims/a.yaml::one"]


def test_a_new_decision_on_changed_evidence_disputes_no_second_decision_on_the_old(log: ReviewLog) -> None:
    history = of_one_who_decides_anew(log, NEWER)
    assert (history.disagreed, list(history.comparable), history.others) == (False, ["Ana"], ())
    assert disagreements({"one": history}) == []
    assert left(log, "Cy", Role.ADJUDICATION) == []


def test_decisions_on_other_evidence_are_counted_as_apart_and_not_as_disagreement(log: ReviewLog) -> None:
    found = agreement({"one": of_one_who_decides_anew(log, NEWER)})
    assert (found.n_apart, found.n_claims, list(found.pairs)) == (1, 0, [])


def test_a_new_decision_on_the_same_evidence_disputes_a_second_one_with_another_label(log: ReviewLog) -> None:
    history = of_one_who_decides_anew(log, ONE)
    assert (history.disagreed, [entry.reviewer for entry in history.others]) == (True, ["Bea"])
    [pair] = agreement({"one": history}).pairs
    assert (pair.n_claims, pair.n_agreed) == (1, 0)


def test_a_second_decision_on_the_changed_evidence_with_another_label_is_a_dispute_again(log: ReviewLog) -> None:
    of_one_who_decides_anew(log, NEWER)
    later = NOON + dt.timedelta(hours=3)
    log.decide(NEWER, "Bea", Choice.CONTRADICTED, note="seen", role=Role.SECOND, now=later)
    assert [h.claim for h in disagreements(replay(log.read().entries))] == ["claims/a.yaml::one"]


def test_kappa_counts_two_first_reviewers(log: ReviewLog) -> None:
    of_two_first_reviewers(log)
    decide(log, on=TWO, by="Ana")
    decide(log, on=TWO, by="Dov")
    [pair] = agreement(replay(log.read().entries)).pairs
    assert (pair.reviewers, pair.n_claims, pair.n_agreed) == (("Ana", "Dov"), 2, 1)


def test_a_log_from_before_two_first_reviewers_counted_reads_as_it_is(log: ReviewLog) -> None:
    made = [decide(log, on=ONE, by="Ana"), decide(log, Choice.UNKNOWN, on=ONE, by="Dov")]
    lines = [json.loads(line) for line in log.path.read_text("utf-8").splitlines()]
    assert [set(line) for line in lines] == [OLD_FIELDS, OLD_FIELDS]
    assert log.read() == LogContent(tuple(made))


def test_undoing_a_second_decision_ends_the_disagreement(log: ReviewLog) -> None:
    decide(log, by="Ana")
    log.undo(decide(log, Choice.UNKNOWN, by="Bo", role=Role.SECOND), "Bo", now=NOON)
    assert disagreements(replay(log.read().entries)) == []


def labels_of(table: list[list[int]]) -> tuple[list[str], list[str]]:
    """The labels of two raters from a table of counts: rows are the first one's labels, columns the other's."""
    cells = [(str(i), str(j)) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    return [one for one, _ in cells], [other for _, other in cells]


@pytest.mark.parametrize(
    ("table", "kappa"),
    [
        ([[20, 5], [10, 15]], 0.4),  # 50 grant proposals, the textbook example: (0.7 - 0.5) / (1 - 0.5)
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.29 / 0.59),  # Cohen (1960), table 1, for 200 items
        ([[3, 0], [0, 4]], 1.0),
        ([[1, 1], [1, 1]], 0.0),
    ],
)
def test_cohen_kappa_is_that_of_the_literature(table: list[list[int]], kappa: float) -> None:
    assert cohen_kappa(*labels_of(table)) == pytest.approx(kappa, abs=1e-9)


FLEISS = (
    *("00 00 00 00 14", "00 02 06 04 02", "00 00 03 05 06", "00 03 09 02 00", "02 02 08 01 01"),
    *("07 07 00 00 00", "03 02 06 03 00", "02 05 03 02 02", "06 05 02 01 00", "00 02 02 03 07"),
)
"""The worked example that is usual for Fleiss' kappa: 14 raters, 10 subjects, 5 categories; counts by category."""


def test_fleiss_kappa_is_that_of_the_worked_example() -> None:
    items = [[str(j) for j, n in enumerate(row.split()) for _ in range(int(n))] for row in FLEISS]
    assert fleiss_kappa(items) == pytest.approx(0.210, abs=0.0005)


def test_kappa_is_not_defined_where_all_labels_are_the_same() -> None:
    assert cohen_kappa(["a", "a"], ["a", "a"]) is None
    assert fleiss_kappa([["a", "a", "a"]]) is None


def test_agreement_counts_what_was_compared_and_what_was_not(log: ReviewLog) -> None:
    for on, others in [(ONE, Choice.SUPPORTED), (TWO, Choice.UNKNOWN)]:
        decide(log, on=on, by="Ana")
        decide(log, others, on=on, by="Bo", role=Role.SECOND)
    decide(log, on=THREE, by="Ana")
    apart = verdict(id="four")
    decide(log, on=apart, by="Ana")
    decide(log, on=replace(apart, claim=replace(apart.claim, text="A is C.")), by="Bo", role=Role.SECOND)
    found = agreement(replay(log.read().entries))
    [pair] = found.pairs
    assert (pair.reviewers, pair.n_claims, pair.n_agreed) == (("Ana", "Bo"), 2, 1)
    assert pair.kappa == pytest.approx(0.0)  # Ana said supported twice: half of it is agreement by chance
    assert (found.group, found.n_claims, found.n_single, found.n_apart) == (None, 2, 1, 1)


def test_three_reviewers_have_three_cohen_kappas_and_one_of_fleiss(log: ReviewLog) -> None:
    for on, labels in [
        (ONE, (Choice.SUPPORTED, Choice.SUPPORTED, Choice.SUPPORTED)),
        (TWO, (Choice.UNKNOWN, Choice.UNKNOWN, Choice.SUPPORTED)),
    ]:
        for name, choice, role in zip("ABC", labels, (Role.FIRST, Role.SECOND, Role.SECOND), strict=True):
            decide(log, choice, on=on, by=name, role=role)
    decide(log, on=THREE, by="A")
    decide(log, on=THREE, by="B", role=Role.SECOND)
    found = agreement(replay(log.read().entries))
    assert [(p.reviewers, p.n_claims, p.n_agreed) for p in found.pairs] == [
        (("A", "B"), 3, 3),
        (("A", "C"), 2, 1),
        (("B", "C"), 2, 1),
    ]
    assert found.group and (found.group.n_claims, found.group.n_ratings) == (2, 3)
    # P = (1 + 1/3) / 2 = 2/3; shares 4/6 and 2/6, so P_e = 5/9; kappa = (6/9 - 5/9) / (4/9)
    assert found.group.kappa == pytest.approx(0.25)


# --- gold ------------------------------------------------------------------------------------------------------------


def test_reviewed_verdicts_are_gold_that_reads_back(log: ReviewLog, tmp_path: Path) -> None:
    chips = {v.claim.id: v for v in CHIPS}
    decide(log, on=chips["zhenwu-rivals-h20"])  # accepted: unknown (conflicting)
    decide(log, on=chips["h20-strongest"], choice=Choice.UNKNOWN)
    decide(log, on=chips["h20-memory"])
    decide(log, on=replace(chips["zhenwu-memory"], label=Label.UNKNOWN))  # out of date
    decide(log, on=chips["revenue-share"])
    decide(log, Choice.UNKNOWN, on=chips["revenue-share"], by="Bo", role=Role.SECOND)
    report, _ = reviewed(replace(REPORT, verdicts=CHIPS), tmp_path)
    written = write_gold(report, tmp_path / "gold")
    topic = read_topic(tmp_path / "gold")
    assert topic.gold == {
        "zhenwu-rivals-h20": Gold(Label.UNKNOWN, Reason.CONFLICTING, ("zhenwu-spec", "zhenwu-de", "zhenwu-bench")),
        "h20-strongest": Gold(Label.UNKNOWN),
        "h20-memory": Gold(Label.SUPPORTED, None, ("h20-memory",)),
    }
    assert (written.n_claims, written.left_out) == (3, {"out of date": 1, "disagreed": 1, "not reviewed": 2})
    assert {s.id: s.hash for s in topic.snippets} == {
        a.match.snippet.id: a.match.snippet.hash for v in CHIPS[:3] for a in v.assessments
    }
    assert [(c.text, c.as_of, c.tags) for c in topic.claims] == [
        (v.claim.text, v.reference_date, v.claim.tags) for v in CHIPS[:3]
    ]


def test_two_snippets_that_decide_together_are_both_deciding(log: ReviewLog, tmp_path: Path) -> None:
    one, two = (Assessment(Match(snippet(n, f"{n}."), 1, 0.5), StanceProbs(0.1, 0.1, 0.8)) for n in ("s1", "s2"))
    both = replace(PLAIN, assessments=(one, two), joint=(JointAssessment((one.match, two.match), SURE),))
    decide(log, on=both)
    report, _ = reviewed(replace(REPORT, verdicts=(both,)), tmp_path)
    write_gold(report, tmp_path / "gold")
    assert read_topic(tmp_path / "gold").gold == {"c": Gold(Label.SUPPORTED, None, ("s1", "s2"))}


def test_of_snippets_that_decide_together_gold_has_those_that_decided_by_their_weight(
    log: ReviewLog, tmp_path: Path
) -> None:
    read = {
        name: Snippet(name, f"{name}.", Source(name, reliability=r)) for name, r in (("forum", 0.5), ("agency", 1.0))
    }
    match = {name: Match(snippet, 1, 0.5) for name, snippet in {**read, "s": snippet("s", "S.")}.items()}
    joint = (
        JointAssessment((match["forum"], match["s"]), StanceProbs(0.97, 0.01, 0.02)),
        JointAssessment((match["agency"], match["s"]), StanceProbs(0.96, 0.01, 0.03)),
    )
    single = tuple(Assessment(one, StanceProbs(0.1, 0.1, 0.8)) for one in match.values())
    both = replace(PLAIN, assessments=single, joint=joint)
    decide(log, on=both)
    report, _ = reviewed(replace(REPORT, verdicts=(both,)), tmp_path)
    write_gold(report, tmp_path / "gold")
    assert read_topic(tmp_path / "gold").gold == {"c": Gold(Label.SUPPORTED, None, ("agency", "s"))}


def test_gold_holds_any_text_and_makes_ids_unique(log: ReviewLog, tmp_path: Path) -> None:
    odd = 'He said: "a\\b" — {it\'s} [1, 2] # not\u00a0a comment, 100 % of \u2028 and ☃ 𝄞.'
    there = verdict(snippet("a,b", odd), snippet("a-b", "Two."), text="Yes: no, #1.", file="claims/one.yaml")
    here = verdict(snippet("a-b", "Two."), text="no", file="claims/two.yaml", context=odd)
    for one in (there, here):
        decide(log, on=one)
    report, _ = reviewed(replace(REPORT, verdicts=(there, here)), tmp_path)
    write_gold(report, tmp_path / "gold")
    topic = read_topic(tmp_path / "gold")
    assert [(c.id, c.text) for c in topic.claims] == [("c", "Yes: no, #1."), ("c-2", "no")]
    assert topic.claims[1].context == " ".join(odd.split("\u2028")[i].strip() for i in (0, 1))
    assert [(s.id, s.text) for s in topic.snippets] == [("a-b", topic.claims[1].context), ("a-b-2", "Two.")]
    assert topic.gold["c"].deciding == ("a-b", "a-b-2")


def test_gold_keeps_the_reliability_of_a_source_and_writes_none_that_counts_in_full(
    log: ReviewLog, tmp_path: Path
) -> None:
    read = [Snippet(name, f"{name}.", Source(name, reliability=r)) for name, r in (("forum", 0.2), ("agency", 1.0))]
    rated = verdict(*read)
    decide(log, on=rated)
    report, _ = reviewed(replace(REPORT, verdicts=(rated,)), tmp_path)
    write_gold(report, tmp_path / "gold")
    assert {s.id: s.reliability for s in read_topic(tmp_path / "gold").snippets} == {"forum": 0.2, "agency": 1.0}
    assert (tmp_path / "gold" / "evidence.yaml").read_text("utf-8").count("reliability") == 1


def test_gold_is_never_written_over_what_is_there(log: ReviewLog, tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "gold.tsv").write_text("by hand", "utf-8")
    decide(log, on=CHIPS[0])
    report, _ = reviewed(REPORT, tmp_path)
    with pytest.raises(StoreError, match=r"holds gold\.tsv already"):
        write_gold(report, tmp_path / "gold")
    assert (tmp_path / "gold" / "gold.tsv").read_text("utf-8") == "by hand"


def test_without_a_review_that_stands_no_gold_is_written(tmp_path: Path) -> None:
    told = rf"stands \({len(REPORT.verdicts)} not reviewed\) — run `factcheck review` first"
    with pytest.raises(StoreError, match=told):
        write_gold(REPORT, tmp_path / "gold")
    assert not (tmp_path / "gold").exists()


def test_where_reviewers_disagree_on_all_gold_asks_for_an_adjudication(log: ReviewLog, tmp_path: Path) -> None:
    decide(log, Choice.SUPPORTED, on=CHIPS[0])
    decide(log, Choice.CONTRADICTED, on=CHIPS[0], by="Bo", role=Role.SECOND)
    report, _ = reviewed(replace(REPORT, verdicts=(CHIPS[0],)), tmp_path)
    with pytest.raises(StoreError, match=r"\(1 disagreed\) — settle them by `factcheck review --role adjudication`"):
        write_gold(report, tmp_path / "gold")
