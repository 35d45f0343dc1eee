"""The review page without a browser: what it answers, to whom, and what it never tells."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from factcheck.__main__ import run
from factcheck.cli.reviewpage import find_record, known_name
from factcheck.datatypes import Choice, Label, Report, Review, StanceProbs
from factcheck.errors import ReviewError, SettingsError, StoreError
from factcheck.review import FOLDER, ClaimKeys, ReviewLog, Role, read_reviews
from factcheck.server.app import make_app
from factcheck.server.desk import Desk
from factcheck.server.guard import HEADERS, MAX_BODY
from factcheck.server.pages import PART_SIZE, render_page
from factcheck.server.search import Search
from factcheck.server.selection import Selection, read_selection
from factcheck.server.serve import open_port
from factcheck.server.view import Turn
from tests.fakes import readonly, shared_folder
from tests.opened import opened_files
from tests.report_examples import HOSTILE, REPORT, TODAY
from tests.review_desk import hostile, many, running, write_record

PORT = 8000
SELF = f"http://127.0.0.1:{PORT}"
TOKEN = "the-token"
N = len(REPORT.verdicts)
IDS = [verdict.claim.id for verdict in REPORT.verdicts]


class Page:
    """The page of one reviewer, opened."""

    def __init__(self, root: Path, reviewer: str = "Ana", role: Role = Role.FIRST, name: str = "claims") -> None:
        self.desk = Desk(root / "reports" / f"{name}.json", root, root, Turn(reviewer, role))
        self.client = TestClient(make_app(self.desk, PORT, TOKEN), base_url=SELF)
        self.opened = self.client.get("/", params={"token": TOKEN})

    @property
    def edition(self) -> str:
        return self.desk.look().edition

    def get(self, path: str, **params: str | int) -> Any:
        return self.client.get(path, params={"edition": self.edition, **params})

    def post(self, path: str, **fields: object) -> Any:
        return self.client.post(path, json={"edition": self.edition, **fields}, headers={"origin": SELF})

    def decide(self, index: int, choice: str = "accept", note: str = "", seen: str | None = None) -> Any:
        shown = self.desk.look().statuses[index].seen if seen is None else seen
        return self.post("/decide", index=index, choice=choice, note=note, seen=shown)

    def shown(self, **query: str) -> list[str]:
        """The claims that the list shows, in order."""
        return [IDS[index] for index in self.get("/state", **query).json()["order"]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_record(tmp_path, REPORT)
    return tmp_path


@pytest.fixture
def page(root: Path) -> Page:
    return Page(root)


def log_of(root: Path, name: str = "claims") -> ReviewLog:
    return ReviewLog(root / FOLDER / f"{name}.jsonl")


def decided(root: Path, index: int, reviewer: str, choice: Choice, note: str = "", role: Role = Role.FIRST) -> str:
    """A decision as another process writes it; returns its id."""
    verdict = REPORT.verdicts[index]
    key = ClaimKeys(root, root).of(verdict.claim)
    return log_of(root).decide(verdict, reviewer, choice, note=note, role=role, key=key).id


# --- who may ask -----------------------------------------------------------------------------------------------------


def test_the_address_that_the_browser_is_started_with_opens_the_page_once(root: Path) -> None:
    """Every account of the machine can read it among the arguments of the browser."""
    app = make_app(Page(root).desk, PORT, TOKEN, once="single")
    first, later = (TestClient(app, base_url=SELF) for _ in range(2))
    assert first.get("/", params={"token": "single"}).status_code == 200
    assert first.get("/").status_code == 200
    assert later.get("/", params={"token": "single"}).status_code == 403
    assert later.get("/", params={"token": ""}).status_code == 403
    assert later.get("/", params={"token": TOKEN}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/state", "/verdict/0", "/review.css", "/review.js", "/nothing"])
def test_every_answer_has_the_security_headers(page: Page, path: str) -> None:
    for answer in (page.get(path), page.client.get(path, headers={"host": "evil.example"})):
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_allows_our_own_files_and_nothing_inline() -> None:
    policy = HEADERS["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy


def test_the_page_has_no_script_no_style_and_no_handler_of_its_own(page: Page) -> None:
    assert re.findall(r"<script(?! src=\"/review\.js\" defer>)|<style|\sstyle=|\son\w+=", page.opened.text) == []


def test_the_token_opens_the_page_and_the_cookie_keeps_it_open(page: Page) -> None:
    [cookie] = page.opened.headers.get_list("set-cookie")
    assert cookie == f"factcheck-{PORT}={TOKEN}; Path=/; HttpOnly; SameSite=Strict"
    assert page.client.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/?token=", "/?token=the-tokem", "/?token=ä", "/state", "/review.js"])
def test_without_the_token_nothing_is_answered(page: Page, path: str) -> None:
    stranger = TestClient(page.client.app, base_url=SELF)
    answer = stranger.get(path, headers={"cookie": "factcheck-9000=the-token; factcheck-8000=wrong"})
    assert answer.status_code == 403
    assert answer.text == "factcheck: open the page with the whole link that “factcheck review” printed\n"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("other", ['prefs={"a": 1}', "user[name]=x", "a=b c", "flag", "name=Zoë", "a=b=c", ""])
def test_cookies_of_other_servers_on_this_machine_shut_nobody_out_and_let_nobody_in(page: Page, other: str) -> None:
    stranger = TestClient(page.client.app, base_url=SELF)
    for token, status in ((TOKEN, 200), ("the-tokem", 403), (f"{TOKEN}2", 403)):
        cookie = f"{other}; factcheck-9000=wrong; factcheck-{PORT}={token}; {other}"
        assert stranger.get("/", headers={b"cookie": cookie.encode("latin-1")}).status_code == status


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1", "127.0.0.1:8001", "127.0.0.1:8000.evil.example", ""]
)
def test_a_forged_host_is_refused_even_with_the_token(page: Page, host: str) -> None:
    assert page.client.get("/", params={"token": TOKEN}, headers={"host": host}).status_code == 403


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:8001", "https://127.0.0.1:8000", ""]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_request_from_another_origin_is_refused(page: Page, root: Path, method: str, origin: str) -> None:
    body = {"edition": page.edition, "index": 0, "seen": "", "choice": "accept", "note": ""}
    path = "/decide" if method == "POST" else "/state"
    assert page.client.request(method, path, json=body, headers={"origin": origin}).status_code == 403
    assert log_of(root).read().entries == ()


def test_a_change_without_an_origin_is_refused(page: Page) -> None:
    assert page.client.post("/undo", json={}).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_pages_may_link_here_and_embed_nothing(page: Page, site: str) -> None:
    visit = {"sec-fetch-site": site, "sec-fetch-mode": "navigate"}
    assert page.client.get("/", params={"token": TOKEN}, headers=visit).status_code == 200
    assert page.client.get("/state", headers={"sec-fetch-site": site, "sec-fetch-mode": "no-cors"}).status_code == 403


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"edition=1", "application/x-www-form-urlencoded", 415),
        (b"{}", "text/plain", 415),
        (b"{", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"edition": "", "index": 0}', "application/json", 400),
        (b'{"edition": "", "index": true, "entry": ""}', "application/json", 400),
        (b'{"edition": "", "index": 0, "entry": "", "role": "first"}', "application/json", 400),
        (b" " * (MAX_BODY + 1), "application/json", 413),
    ],
)
def test_a_body_that_our_page_would_not_send_is_refused(page: Page, content: bytes, kind: str, status: int) -> None:
    headers = {"origin": SELF, "content-type": kind}
    assert page.client.post("/undo", content=content, headers=headers).status_code == status


# --- decisions -------------------------------------------------------------------------------------------------------


def test_a_decision_is_on_disk_when_the_answer_comes(page: Page, root: Path) -> None:
    answer = page.decide(1, "unknown", "the snippet speaks of “roughly”")
    [entry] = log_of(root).read().entries
    assert answer.json() == {"entry": entry.id}
    assert (entry.claim, entry.reviewer, entry.decision, entry.role) == (
        *("claims/chips.yaml::h20-strongest", "Ana"),
        *(Choice.UNKNOWN, Role.FIRST),
    )


def test_a_changed_label_without_a_note_is_refused_and_nothing_is_written(page: Page, root: Path) -> None:
    answer = page.decide(1, "unknown", "  ")
    assert (answer.status_code, answer.text) == (
        400,
        "unknown instead of contradicted needs a note — say why the label is another",
    )
    assert log_of(root).read().entries == ()


def test_the_label_of_the_verdict_needs_no_note(page: Page) -> None:
    assert page.decide(1, "contradicted").status_code == 200


@pytest.mark.parametrize(
    "fields", [{"choice": "true"}, {"index": 99}, {"index": -1}, {"note": "\x07"}, {"note": "\ud800"}]
)
def test_a_decision_that_cannot_be_kept_is_refused(page: Page, root: Path, fields: dict[str, object]) -> None:
    body = {"edition": page.edition, "index": 0, "seen": "", "choice": "accept", "note": "", **fields}
    headers = {"origin": SELF, "content-type": "application/json"}
    assert page.client.post("/decide", content=json.dumps(body), headers=headers).status_code == 400
    assert log_of(root).read().entries == ()


def test_a_decision_on_what_another_window_decided_meanwhile_is_refused_until_it_was_seen(
    page: Page, root: Path
) -> None:
    other = decided(root, 0, "Bea", Choice.ACCEPT)
    refused = page.decide(0, seen="")
    assert refused.status_code == 409 and "another window" in refused.text
    assert [entry.id for entry in log_of(root).read().entries] == [other]
    assert page.decide(0, seen=other).status_code == 200


def test_two_windows_that_decide_at_once_lose_nothing(page: Page, root: Path) -> None:
    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda index=index: answers.append(page.decide(index).status_code))
        for index in range(N)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * N
    assert len(log_of(root).read().entries) == N == page.desk.look().n_reviewed


def test_undo_brings_back_what_was_decided_before(page: Page) -> None:
    first = page.decide(0).json()["entry"]
    second = page.decide(0, "unknown").json()["entry"]
    assert page.post("/undo", index=0, entry=second).status_code == 200
    assert page.desk.look().statuses[0].seen == first


def test_undo_of_what_is_undone_already_is_refused(page: Page, root: Path) -> None:
    entry = page.decide(0).json()["entry"]
    page.post("/undo", index=0, entry=entry)
    assert page.post("/undo", index=0, entry=entry).status_code == 409
    assert len(log_of(root).read().entries) == 2


def test_nobody_undoes_what_somebody_else_decided(page: Page, root: Path) -> None:
    answer = page.post("/undo", index=0, entry=decided(root, 0, "Bea", Choice.ACCEPT))
    assert answer.status_code == 400 and "Bea decided this" in answer.text


def test_a_folder_that_cannot_be_written_is_told_and_nothing_counts_as_reviewed() -> None:
    with shared_folder() as root:
        write_record(root, REPORT)
        page = Page(root)
        with readonly(root):
            answer = page.decide(0)
        assert (answer.status_code, page.desk.look().n_reviewed) == (500, 0)
        assert answer.text.startswith(f"cannot write {root / FOLDER}") and "make the folder writable" in answer.text
        assert page.decide(0).status_code == 200


# --- what is so now --------------------------------------------------------------------------------------------------


def test_nothing_is_sent_while_nothing_changed(page: Page) -> None:
    known = page.desk.look().revision
    assert page.get("/state", known=known, poll=1).status_code == 204


def test_what_another_process_decided_comes_with_the_next_look_and_nothing_else(page: Page, root: Path) -> None:
    known = page.desk.look().revision
    decided(root, 3, "Bea", Choice.ACCEPT)
    state = page.get("/state", known=known, poll=1).json()
    assert list(state["rows"]) == ["3"] and "accepted" in state["rows"]["3"]
    assert state["progress"] == {"done": 1, "total": N, "words": f"1 of {N} reviewed"}


def test_what_this_process_wrote_is_known_as_the_logs_have_it(page: Page, root: Path) -> None:
    page.decide(0)
    decided(root, 1, "Bea", Choice.ACCEPT)
    page.decide(2)
    page.desk.look()
    assert page.desk._decisions.read() == read_reviews(root / FOLDER)


def test_a_stale_decision_is_shown_with_what_changed(root: Path) -> None:
    decided(root, 1, "Ana", Choice.ACCEPT)
    changed = replace(REPORT.verdicts[1], label=Label.SUPPORTED)
    write_record(root, replace(REPORT, verdicts=(REPORT.verdicts[0], changed, *REPORT.verdicts[2:])))
    page = Page(root)
    assert "The verdict was contradicted, now supported." in page.get("/verdict/1").text
    assert page.shown(state="stale") == ["h20-strongest"]
    assert "h20-strongest" in page.shown(state="unreviewed")


def test_an_acceptance_of_another_verdict_is_not_shown_as_the_choice_made(root: Path) -> None:
    decided(root, 1, "Ana", Choice.ACCEPT)
    assert 'data-own-choice="accept"' in Page(root).get("/verdict/1").text
    changed = replace(REPORT.verdicts[1], label=Label.SUPPORTED)
    write_record(root, replace(REPORT, verdicts=(REPORT.verdicts[0], changed, *REPORT.verdicts[2:])))
    text = Page(root).get("/verdict/1").text
    assert 'data-own-choice=""' in text and 'data-own=""' not in text


def test_a_report_that_is_written_anew_is_shown_and_no_decision_goes_to_the_wrong_verdict(
    page: Page, root: Path
) -> None:
    old = page.edition
    write_record(root, replace(REPORT, verdicts=REPORT.verdicts[1:]))
    body = {"edition": old, "index": 0, "seen": "", "choice": "accept", "note": ""}
    assert page.client.post("/decide", json=body, headers={"origin": SELF}).status_code == 409
    assert page.client.get("/verdict/0", params={"edition": old}).status_code == 409
    assert page.client.get("/state", params={"edition": old, "poll": 1}).json()["edition"] != old
    assert 'data-key="claims/chips.yaml::h20-strongest"' in page.get("/verdict/0").text


def test_a_record_that_is_only_touched_keeps_its_edition_and_a_decision_is_saved(page: Page, root: Path) -> None:
    old = page.edition
    os.utime(root / "reports/claims.json", (1, 1))
    assert page.edition == old
    body = {"edition": old, "index": 0, "seen": "", "choice": "accept", "note": ""}
    os.utime(root / "reports/claims.json", (2, 2))
    assert page.client.post("/decide", json=body, headers={"origin": SELF}).status_code == 200
    assert page.desk.look().n_reviewed == 1


def test_a_record_of_other_content_has_another_edition_even_after_it_was_touched(page: Page, root: Path) -> None:
    old, record = page.edition, root / "reports/claims.json"
    os.utime(record, (1, 1))
    assert page.edition == old
    write_record(root, replace(REPORT, verdicts=REPORT.verdicts[:1]))
    os.utime(record, (2, 2))
    assert page.edition != old
    assert len(page.desk.look().statuses) == 1


def test_a_report_that_is_broken_meanwhile_leaves_the_earlier_one_and_says_so(page: Page, root: Path) -> None:
    (root / "reports/claims.json").write_text("{", encoding="utf-8")
    state = page.get("/state").json()
    assert "what is shown is the earlier one" in state["faults"] and len(state["order"]) == N


def test_a_broken_last_line_is_told_and_the_rest_is_used(root: Path) -> None:
    decided(root, 0, "Bea", Choice.ACCEPT)
    with log_of(root).path.open("ab") as log:
        log.write(b'{"format_version": 1, "id"')
    page = Page(root)
    assert "the last line is broken" in page.opened.text and page.desk.look().n_reviewed == 1
    assert page.decide(1).status_code == 200
    assert page.get("/state").json()["faults"] == ""


def test_logs_that_cannot_be_read_any_more_are_told_and_nothing_old_is_shown_as_current(page: Page, root: Path) -> None:
    page.decide(0)
    log_of(root).path.write_text('{"format_version": 2}\n', encoding="utf-8")
    answers = [page.client.get("/state"), page.client.get("/")]
    assert [answer.status_code for answer in answers] == [500, 500]
    assert "has review format 2" in answers[0].text


# --- a second review is blind ----------------------------------------------------------------------------------------


@pytest.fixture
def judged(root: Path) -> Path:
    """Bea has decided on two claims first, Ana on another; a broken line and the record tell of it too."""
    decided(root, 0, "Bea", Choice.CONTRADICTED, "tell-tale note")
    decided(root, 2, "Bea", Choice.ACCEPT)
    decided(root, 4, "Ana", Choice.ACCEPT)
    with log_of(root).path.open("ab") as log:
        log.write(b'{"reviewer": "Bea", "note": "tell-tale line"')
    seen = Review("Bea", Choice.CONTRADICTED, TODAY, "tell-tale record")
    write_record(root, replace(REPORT, verdicts=tuple(replace(v, review=seen) for v in REPORT.verdicts)))
    return root


def test_a_second_reviewer_is_told_nothing_of_the_first_decisions(judged: Path) -> None:
    page = Page(judged, "Ana", Role.SECOND)
    told = [page.opened.text, page.get("/state", known=0).text, page.get("/state", q="tell-tale").text]
    told += [page.get(f"/verdict/{index}").text for index in range(N)]
    told += [page.get("/state", known=0, reviewer="Bea").text]
    told += [page.decide(0, "unknown").text, page.get("/state", known=1).text, page.get("/verdict/0").text]
    assert [text for text in told if "Bea" in text or "tell-tale" in text or "contradicted by" in text] == []


def test_a_second_reviewer_gets_what_others_decided_first_and_keeps_what_they_decided(judged: Path) -> None:
    page = Page(judged, "Ana", Role.SECOND)
    assert sorted(page.shown()) == ["h20-memory", "zhenwu-rivals-h20"]
    page.decide(0, "unknown")
    assert page.get("/state").json()["progress"]["words"] == "1 of 2 reviewed"
    assert sorted(page.shown()) == ["h20-memory", "zhenwu-rivals-h20"]


def test_a_second_reviewer_is_not_told_that_the_reviewers_disagree(judged: Path) -> None:
    page = Page(judged, "Ana", Role.SECOND)
    page.decide(0, "unknown")
    assert page.shown(state="disagreed") == []
    assert "disagree" not in page.opened.text + page.get("/state", known=0).text + page.get("/verdict/0").text


def test_a_second_first_reviewer_who_differs_makes_the_verdict_disagreed(root: Path) -> None:
    Page(root, "Ana").decide(0)
    page = Page(root, "Dov")
    page.decide(0, "contradicted", "the table says otherwise")
    assert page.shown(state="disagreed") == [IDS[0]]
    assert "the reviewers disagree" in page.get("/verdict/0").text
    assert Page(root, "Cem", Role.ADJUDICATION).shown() == [IDS[0]]


def test_who_settles_sees_both_decisions_and_settles_them(judged: Path) -> None:
    Page(judged, "Ana", Role.SECOND).decide(0, "unknown")
    page = Page(judged, "Cem", Role.ADJUDICATION)
    assert page.shown() == ["zhenwu-rivals-h20"]
    text = page.get("/verdict/0").text
    assert "Bea" in text and "tell-tale note" in text and "Ana" in text
    page.decide(0, "contradicted", "Bea is right")
    assert page.get("/state").json()["progress"]["words"] == "1 of 1 reviewed"
    assert page.get("/state").json()["reviewers"] == ["Ana", "Bea", "Cem"]


# --- what the list shows ---------------------------------------------------------------------------------------------

WORTH = [
    *("zhenwu-node", "zhenwu-rivals-h20"),  # failed expectations, 68 % and 74 %
    *("<hostile id>", "h20-strongest", "revenue-quarter"),  # other findings, 88 %, 96 %, 97 %
    "nodes-conflict",  # a conflict
    *("stop-buying", "hebrew", "h20-equals-h100", "zhenwu-price"),  # the rest from 57 % up
    *("h20-allowed", "zhenwu-memory", "long-word", "h20-memory", "revenue-share"),
]


def test_failed_expectations_come_first_then_findings_conflicts_and_doubtful_verdicts(page: Page) -> None:
    assert page.shown() == WORTH


def test_the_order_of_the_files_is_that_of_the_report(page: Page) -> None:
    assert page.shown(sort="file") == IDS


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"label": "supported"}, ["h20-memory", "revenue-share", "h20-allowed", "hebrew"]),
        ({"reason": "conflicting"}, ["zhenwu-rivals-h20", "nodes-conflict"]),
        ({"low": "94", "high": "96"}, ["h20-strongest", "zhenwu-memory", "long-word"]),
        ({"low": "97", "high": "95"}, ["h20-strongest", "long-word", "revenue-quarter"]),
        ({"high": "0"}, []),
        ({"tag": "second-source"}, ["h20-equals-h100"]),
        ({"tag": '"tag"'}, ["<hostile id>"]),
        ({"file": "claims/hostile|file.yaml"}, ["<hostile id>", "hebrew"]),
        ({"file": "claims given directly"}, ["long-word"]),
        ({"state": "finding", "label": "unknown"}, ["zhenwu-rivals-h20", "zhenwu-node"]),
        ({"reviewer": "Bea"}, ["h20-strongest"]),
        ({"state": "reviewed"}, ["h20-strongest"]),
        ({"state": "disagreed"}, []),
        ({"q": "ZHENWU median"}, ["zhenwu-rivals-h20", "nodes-conflict"]),
        ({"q": "ebenburtig"}, ["zhenwu-rivals-h20"]),
        ({"q": "nothing has this"}, []),
    ],
)
def test_the_list_is_narrowed_by_what_is_asked_for(root: Path, query: dict[str, str], expected: list[str]) -> None:
    decided(root, 1, "Bea", Choice.ACCEPT)
    assert sorted(Page(root).shown(sort="file", **query)) == sorted(expected)


def searched(*texts: str) -> Search:
    """A search over claims of these texts, without evidence."""
    made = (replace(v, assessments=(), why="") for v in many(len(texts)).verdicts)
    verdicts = tuple(replace(v, claim=replace(v.claim, text=text)) for v, text in zip(made, texts, strict=True))
    return Search(Report("many", verdicts, (), REPORT.provenance))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ring", {1, 2}),  # "Rings" and "(RING", not "during"
        ("during", {0}),
        ("20", {3}),  # "20 May", not "H20"
        ("h20", {4}),
        ("strasse", {5}),
        ("share", {6}),  # behind an underscore
        ("%", {7}),
        ("芯片", {8}),  # Chinese sets no words apart
        ("ring 5", {2}),
    ],
)
def test_a_search_word_must_begin_a_word(text: str, found: set[int]) -> None:
    texts = (
        *("It fell during May.", "Rings of Saturn.", "the (RING, 5 of them)", "on 20 May", "The H20 chip"),
        *("Die Straße.", "revenue_share", "15% of it", "在中国生产的芯片"),
    )
    assert searched(*texts).find(text) == found


def test_claims_that_have_every_word_come_before_those_whose_evidence_has(page: Page) -> None:
    found = page.shown(q="memory")
    named = [name for name in found if "memory" in REPORT.verdicts[IDS.index(name)].claim.text.lower()]
    assert 0 < len(named) < len(found) and found[: len(named)] == named
    assert page.shown(q="memory", sort="file") == [name for name in IDS if name in found]


def test_two_labels_show_both(page: Page) -> None:
    state = page.client.get(f"/state?edition={page.edition}&label=supported&label=contradicted").json()
    assert len(state["order"]) == 4 + 5


@pytest.mark.parametrize(
    "query",
    [[("label", "true")], [("reason", "x")], [("state", "x")], [("sort", "x")], [("low", "-1")], [("high", "101")]],
)
def test_a_choice_that_there_is_not_is_told(query: list[tuple[str, str]]) -> None:
    with pytest.raises(SettingsError, match=r"no such choice|no whole percentage"):
        read_selection(query)


def test_the_address_opens_the_page_as_it_was(page: Page) -> None:
    text = page.client.get("/?state=finding&label=unknown&v=5").text
    assert 'data-index="5"' in text
    assert len(re.findall(r'class="row [^>]*aria-selected="false">', text)) == 2
    assert '<option value="finding" selected>' in text and 'value="unknown" checked' in text


def test_the_page_opens_at_the_first_verdict_that_is_still_to_review(root: Path) -> None:
    shown = [Page(root).opened.text]
    for name in WORTH[:2]:
        decided(root, IDS.index(name), "Ana", Choice.ACCEPT)
    shown.append(Page(root).opened.text)
    for name in WORTH[2:]:
        decided(root, IDS.index(name), "Ana", Choice.ACCEPT)
    shown.append(Page(root).opened.text)
    first = [f'data-index="{IDS.index(name)}"' for name in (WORTH[0], WORTH[2], WORTH[0])]
    assert [words in text for words, text in zip(first, shown, strict=True)] == [True] * 3


def test_what_could_not_be_checked_is_listed_and_cannot_be_decided(page: Page) -> None:
    assert "2 claims could not be checked" in page.opened.text
    assert "It was the first of its kind." in page.opened.text


def test_an_empty_report_says_so(tmp_path: Path) -> None:
    write_record(tmp_path, replace(REPORT, verdicts=(), unchecked=()))
    assert "Nothing to review in this turn." in Page(tmp_path).opened.text


def test_a_verdict_shows_what_was_searched_and_both_sides(page: Page) -> None:
    text = page.get("/verdict/0").text
    for part in (
        "7 snippets of 412 read, up to 8 that may decide",
        "evidence/chips.yaml",
        "11 September 2025",
        "Open Bench Consortium",
        "https://openbench.example/2025-08/report.pdf",
        "p. 14, fig. 6",
        "4 snippets were read and do not decide",
        "published later, does not decide",
        "Der Zhenwu sei dem H20 von Nvidia ebenbürtig",
    ):
        assert part in text


def test_a_snippet_shows_which_of_its_numbers_agree_or_disagree_with_the_claim(page: Page) -> None:
    index = [verdict.claim.id for verdict in REPORT.verdicts].index("zhenwu-memory")
    text = page.get(f"/verdict/{index}").text
    said = "numbers disagree: 96 GB is not more than 100 GB"
    assert f'<p class="arithmetic" dir="auto">{said}</p>' in text  # on its side
    assert f'<span class="arithmetic" dir="auto">{said}</span>' in text  # among the neutral ones


def test_snippets_that_decide_together_are_not_among_those_that_do_not_decide(tmp_path: Path) -> None:
    write_record(tmp_path, hostile())
    text = Page(tmp_path, name="hostile").get("/verdict/0").text
    assert "two snippets together" in text and "numbers disagree" in text
    assert "do not decide" not in text and "does not decide" not in text


def test_what_was_read_is_open_where_no_side_has_a_snippet(root: Path) -> None:
    silent = next(verdict for verdict in REPORT.verdicts if verdict.assessments)
    neutral = StanceProbs(0.01, 0.01, 0.98)
    read = tuple(replace(assessment, probs=neutral) for assessment in silent.assessments)
    write_record(root, replace(REPORT, verdicts=(replace(silent, assessments=read, joint=()), *REPORT.verdicts[1:])))
    assert '<details class="neutral" open>' in Page(root).get("/verdict/0").text
    write_record(root, REPORT)
    assert '<details class="neutral">' in Page(root).get("/verdict/0").text


# --- hostile text ----------------------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """The elements and attributes of a page that could do something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = tag == "script" and ("src", "/review.js") in attrs
        if tag in ("script", "img", "iframe", "em", "style", "object") and not own:
            self.found.append(tag)
        for name, value in attrs:
            address = (value or "").strip().lower()
            if name.startswith("on") or name == "style" or address.startswith("javascript:"):
                self.found.append(f"{tag} {name}")


def dangers(html: str) -> list[str]:
    parser = Tags()
    parser.feed(html)
    return [*parser.found, *re.findall("[\u202e\x1b]", html)]


def test_hostile_text_in_every_field_stays_text(tmp_path: Path) -> None:
    bad = HOSTILE.replace("\x1b", "")
    write_record(tmp_path, hostile())
    name = bad.replace("\u202e", "")
    page = Page(tmp_path, name, name="hostile")
    page.decide(0, "unknown", bad)
    log_of(tmp_path, "hostile").path.open("ab").write(f'{{"{bad}'.encode())
    answers = [page.client.get("/"), page.get("/verdict/0"), page.get("/verdict/1")]
    state = page.get("/state", known=0).json()
    texts = [*(answer.text for answer in answers), *state["rows"].values(), state["faults"]]
    assert [dangers(text) for text in texts] == [[]] * len(texts)
    assert answers[1].text.count("&lt;script&gt;") >= 20 and "decided" in answers[1].text.lower()


def test_the_search_that_is_shown_again_is_escaped(page: Page) -> None:
    assert dangers(page.client.get("/", params={"q": '"><script>alert(1)</script>'}).text) == []


# --- size ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    write_record(folder, many(5000))
    return folder


def test_a_page_of_5000_verdicts_has_each_row_and_one_verdict_and_reads_the_report_once(large: Path) -> None:
    with opened_files(large) as opened:
        text = Page(large, name="many").opened.text
    assert opened == {"reports/many.json": 1}
    assert (text.count('role="option"'), text.count('class="part"')) == (5000, 5000 / PART_SIZE)
    assert text.count("verdict-whole") == 1
    assert len(text) < 5000 * 420


def test_a_decision_among_5000_sends_one_row_and_opens_the_log_once_to_write_it(large: Path) -> None:
    page = Page(large, name="many")
    known = page.desk.look().revision
    with opened_files(large) as opened:
        page.decide(7)
        state = page.get("/state", known=known)
    assert list(state.json()["rows"]) == ["7"]
    assert (opened["reviews/many.jsonl"], opened["reports/many.json"]) == (1, 0)
    assert len(state.content) < 5000 * 6  # the order, a number of four digits for each


def test_an_answer_about_5000_verdicts_while_nothing_changed_opens_no_file(large: Path) -> None:
    page = Page(large, name="many")
    with opened_files(large) as opened:
        page.get("/state", q="number 77")
        page.get("/verdict/4999")
    assert opened == {}


def test_ten_times_the_verdicts_take_ten_times_the_calls_and_not_a_hundred_times(tmp_path: Path) -> None:
    counted = []
    for number in (30, 300):
        write_record(tmp_path / str(number), many(number))
        counted.append(calls_of(partial(decide_and_render, Page(tmp_path / str(number), name="many"))))
    small, large = counted
    assert 5 * small < large < 11 * small


def decide_and_render(page: Page) -> None:
    """What a decision and a page opened after it take."""
    verdict = page.desk.look().statuses[0]
    page.desk.decide(page.edition, 0, verdict.seen, Choice.ACCEPT, "")
    view, selection = page.desk.look(), Selection(text="number")
    render_page(view, selection, selection.order(view, Search(view.report)), 0)


def calls_of(work: Callable[[], None]) -> int:
    """How many calls the work makes, of Python's functions and of those in C."""
    count = 0

    def heard(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(heard)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


# --- starting --------------------------------------------------------------------------------------------------------


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_port_that_is_taken_exits_2_and_says_what_to_do(
    root: Path, taken: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    assert run(["review", "--no-open", "--port", str(taken)]) == 2
    assert capsys.readouterr().err == (
        f"factcheck: --port {taken} cannot be opened: address already in use"
        " — choose another, or leave --port out to get a free one\n"
    )


def test_the_port_is_open_on_this_machine_only() -> None:
    with open_port(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1" and listener.getsockname()[1] > 0


def test_an_answer_is_sent_without_waiting_for_the_browser_to_acknowledge_the_part_before() -> None:
    async def has_no_delay(listener: socket.socket) -> int:
        found: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            mine = writer.get_extra_info("socket")
            found.set_result(mine.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        async with await asyncio.start_server(connected, sock=listener):
            _, writer = await asyncio.open_connection(*listener.getsockname())
            writer.close()
            return await asyncio.wait_for(found, 30)

    with open_port(0) as listener:
        assert asyncio.run(has_no_delay(listener)) != 0


def test_a_report_of_another_format_exits_2_and_is_left_as_it_is(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    record = root / "reports/claims.json"
    old = record.read_text(encoding="utf-8").replace('"format_version": 1', '"format_version": 7')
    record.write_text(old, encoding="utf-8")
    monkeypatch.chdir(root)
    assert run(["review", "--no-open", "--reviewer", "Ana"]) == 2
    assert "has report format 7, this factcheck reads format 1" in capsys.readouterr().err
    assert record.read_text(encoding="utf-8") == old


def test_without_a_report_it_says_how_to_get_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["review", "--no-open"]) == 2
    assert "run `factcheck check` first" in capsys.readouterr().err


def test_ctrl_c_ends_it_with_0_and_a_last_word(root: Path) -> None:
    with running(root) as (process, address):
        with urllib.request.urlopen(address, timeout=30) as answer:
            assert b"Zhenwu rivals H20." in answer.read()
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(address.partition("?")[0], timeout=30)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 0
    assert said.splitlines()[-1].startswith(f"factcheck: ended; 0 of {N} are reviewed")


def test_the_last_word_counts_what_came_into_the_turn_meanwhile(root: Path) -> None:
    decided(root, 0, "Bea", Choice.ACCEPT)
    with running(root, "--role", "second") as (process, address):
        decided(root, 2, "Bea", Choice.ACCEPT)
        for index in (0, 2):
            decided(root, index, "Ana", Choice.ACCEPT, role=Role.SECOND)
        with urllib.request.urlopen(address, timeout=30):
            process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert said.splitlines()[-1].startswith("factcheck: ended; 2 of 2 are reviewed")


def test_the_report_is_the_newest_a_path_or_a_name(root: Path) -> None:
    record = root / "reports/claims.json"
    assert find_record(None, root) == find_record(Path("claims"), root) == record
    assert find_record(Path("elsewhere.json"), root) == Path("elsewhere.json")


def test_the_reviewer_is_known_to_git_or_to_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", str(tmp_path / "none"))
    assert known_name(tmp_path, lambda: "ana") == "ana"
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    subprocess.run(["git", "config", "user.name", "Ana Núñez"], cwd=tmp_path, check=True)
    assert known_name(tmp_path, lambda: "ana") == "Ana Núñez"


@pytest.mark.parametrize("name", ["", " \n", "a" * 101, "Ana\u202e"])
def test_a_reviewer_without_a_usable_name_is_refused_at_once(root: Path, name: str) -> None:
    with pytest.raises(ReviewError, match="--reviewer is no name"):
        Desk(root / "reports/claims.json", root, root, Turn(name))


@pytest.mark.parametrize("name", ["../up", "a/b", "..", ""])
def test_a_report_whose_name_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    record = tmp_path / "r.json"
    record.write_text(json.dumps(report_fields(replace(REPORT, name=name))), encoding="utf-8")
    with pytest.raises(SettingsError, match="cannot name a review log"):
        Desk(record, tmp_path, tmp_path, Turn("Ana"))


def report_fields(report: Report) -> dict[str, Any]:
    from factcheck.report.record import to_fields

    return to_fields(report)


def test_logs_of_another_format_are_refused_at_the_start(root: Path) -> None:
    log_of(root).path.parent.mkdir()
    log_of(root).path.write_text('{"format_version": 2}\n', encoding="utf-8")
    with pytest.raises(StoreError, match="has review format 2"):
        Page(root)
