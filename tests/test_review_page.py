"""The pages in a real Chromium: every key, two windows, hostile text, every width and colour, accessibility.

The review page first, and the search of the HTML report at the end.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from factcheck.datatypes import Choice, Label, Marks, Report
from factcheck.language import speaking
from factcheck.report.html import to_html
from factcheck.review import ClaimKeys, ReviewLog
from factcheck.server.app import make_app
from factcheck.server.desk import Desk
from factcheck.server.serve import open_port
from factcheck.server.view import Turn
from tests.fakes import ROOT
from tests.report_examples import REPORT
from tests.review_desk import hostile, many, write_record

NAMES = ("chromium", "chromium-browser", "google-chrome")
SLOW_MS = 60_000
IDS = [verdict.claim.id for verdict in REPORT.verdicts]
FIRST, SECOND, THIRD = "zhenwu-node", "zhenwu-rivals-h20", "<hostile id>"
"""What is most worth looking at, in this order: unknown, unknown and contradicted."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        said = "no chromium on this machine — `apt-get install chromium` to test the review page in it"
        pytest.fail(said) if os.environ.get("CI") == "true" else pytest.skip(said)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Host:
    """A page that is served, and the log of its report."""

    address: str
    log: ReviewLog
    stop: Callable[[], None]

    def decisions(self) -> list[tuple[str, str, str]]:
        """Claim id, decision and note of every entry."""
        return [(e.claim.partition("::")[2] or e.claim, str(e.decision), e.note) for e in self.log.read().entries]


@contextlib.contextmanager
def hosted(root: Path, report: Report, reviewer: str = "Ana", lang: str = "en") -> Iterator[Host]:
    """The page of the report, served from a thread."""
    import uvicorn

    desk = Desk(write_record(root, report), root, root, Turn(reviewer))
    listener = open_port(0)
    port = listener.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(make_app(desk, port, "tok", lang), log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()

    def stop() -> None:
        server.should_exit = True
        thread.join()
        listener.close()

    try:
        yield Host(f"http://127.0.0.1:{port}/?token=tok", desk.log, stop)
    finally:
        stop()


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    with hosted(tmp_path, REPORT) as found:
        yield found


class Window:
    """One window of a reviewer; what the browser complains about is kept."""

    def __init__(self, chromium: Any, host: Host, **options: Any) -> None:
        self.context = chromium.new_context(**({"viewport": {"width": 1280, "height": 860}} | options))
        self.page = self.context.new_page()
        self.page.set_default_timeout(SLOW_MS)
        self.complaints: list[str] = []
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._answer)
        self.page.goto(host.address)
        self.page.wait_for_selector("body[data-ready]")

    def _answer(self, dialog: Any) -> None:
        if dialog.type == "beforeunload":
            dialog.accept()
        else:
            self.complaints.append(dialog.message)
            dialog.dismiss()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def until(self, script: str, *arguments: object) -> None:
        self.page.wait_for_function(script, arg=list(arguments))

    def until_shown(self, claim_id: str) -> None:
        """Waits until the verdict on this claim is in the right half and chosen in the list."""
        self.until(
            """([at]) => document.querySelector(".verdict-whole")?.dataset.index === at
                && !document.querySelector("#shown-verdict[aria-busy], #decide[aria-busy]")
                && document.querySelector(`#v${at}`)?.ariaSelected === "true" """,
            str(IDS.index(claim_id)),
        )

    def until_said(self, text: str) -> None:
        self.until("([text]) => document.querySelector('#said').textContent.includes(text)", text)

    def text(self, selector: str) -> str:
        return str(self.page.text_content(selector) or "").strip()

    def focused(self) -> str:
        """The name, id or decision of the element with the focus."""
        script = """() => { const e = document.activeElement;
            return e.name || e.id || e.dataset.choice || e.className || e.tagName; }"""
        return str(self.page.evaluate(script))


@pytest.fixture
def open_window(chromium: Any, host: Host) -> Iterator[Callable[..., Window]]:
    windows: list[Window] = []

    def opened(**options: Any) -> Window:
        windows.append(Window(chromium, host, **options))
        return windows[-1]

    yield opened
    for window in windows:
        window.context.close()


@pytest.fixture
def window(open_window: Callable[..., Window]) -> Window:
    return open_window()


# --- keys ------------------------------------------------------------------------------------------------------------


def test_the_token_leaves_the_address_bar_and_a_reload_works(window: Window) -> None:
    assert "token" not in window.page.url
    window.press("j")
    window.until_shown(SECOND)
    window.page.reload()
    window.until_shown(SECOND)


def test_j_k_and_the_arrows_go_to_the_next_and_the_previous_verdict(window: Window) -> None:
    window.until_shown(FIRST)
    for key, shown in (("j", SECOND), ("ArrowDown", THIRD), ("k", SECOND), ("ArrowUp", FIRST)):
        window.press(key)
        window.until_shown(shown)
    window.press("k")
    window.until_said("first verdict")
    window.until_shown(FIRST)


def test_a_accepts_and_goes_on_to_the_next_unreviewed(window: Window, host: Host) -> None:
    window.press("j")
    window.until_shown(SECOND)
    window.press("k")
    window.until_shown(FIRST)
    host.log.decide(REPORT.verdicts[IDS.index(SECOND)], "Bea", Choice.ACCEPT)
    window.press("a")
    window.until_said("Saved: accepted as unknown.")
    window.until_shown(THIRD)
    assert host.decisions()[-1] == (FIRST, "accept", "")
    assert window.text("#progress-words") == f"2 of {len(IDS)} reviewed"


def test_a_changed_label_waits_for_its_note(window: Window, host: Host) -> None:
    window.press("s")
    window.until_said("supported instead of unknown: say why, then press Enter.")
    assert (window.focused(), host.decisions()) == ("note", [])
    window.type("a, s and j are typed here")
    window.press("Shift+Enter")
    window.type("two lines")
    window.press("Enter")
    window.until_shown(SECOND)
    assert host.decisions() == [(FIRST, "supported", "a, s and j are typed here\ntwo lines")]


def test_c_and_u_decide_too_and_the_label_of_the_verdict_needs_no_note(window: Window, host: Host) -> None:
    window.press("u")
    window.until_shown(SECOND)
    window.press("j")
    window.until_shown(THIRD)
    window.press("c")
    window.until_shown("h20-strongest")
    assert host.decisions() == [(FIRST, "unknown", ""), (THIRD, "contradicted", "")]


def test_n_writes_a_note_that_goes_with_the_decision(window: Window, host: Host) -> None:
    window.press("n")
    window.type("checked by phone")
    window.press("Enter")
    window.until_said("The note is kept.")
    window.press("a")
    window.until_shown(SECOND)
    assert host.decisions() == [(FIRST, "accept", "checked by phone")]
    assert window.page.input_value("[name=note]") == ""


def test_escape_leaves_the_note_and_keeps_what_was_typed_over_moves_and_reloads(window: Window, host: Host) -> None:
    window.press("c")
    window.type("half a thought")
    window.press("Escape")
    window.press("j")
    window.until_shown(SECOND)
    assert window.page.input_value("[name=note]") == ""
    window.press("k")
    window.until_shown(FIRST)
    window.page.reload()
    window.until_shown(FIRST)
    assert (window.page.input_value("[name=note]"), host.decisions()) == ("half a thought", [])


def test_z_undoes_the_last_decisions_one_by_one_and_returns_to_them(window: Window, host: Host) -> None:
    window.press("a")
    window.until_shown(SECOND)
    window.press("n")
    window.type("why")
    window.press("Enter", "c")
    window.until_shown(THIRD)
    window.press("z")
    window.until_shown(SECOND)
    assert window.page.input_value("[name=note]") == "why"
    window.press("z")
    window.until_shown(FIRST)
    assert window.text("#progress-words") == f"0 of {len(IDS)} reviewed"
    window.press("z")
    window.until_said("no decision of yours to undo")
    assert [choice for _, choice, _ in host.decisions()] == ["accept", "contradicted", "undo", "undo"]


def test_slash_searches_and_f_filters(window: Window) -> None:
    window.press("/")
    window.type("revenue-quarter")
    window.until_shown("revenue-quarter")
    window.until("([words]) => document.querySelector('#shown').textContent === words", f"1 of {len(IDS)} verdicts")
    window.press("Escape", "f")
    assert window.focused() == "state"
    window.page.select_option("[name=state]", "finding")
    window.page.check("[name=label][value=unknown]")
    window.page.fill("[name=q]", "")
    window.until("([n]) => document.querySelectorAll('#list .row').length === n", 2)
    assert window.text("#filters-open") == "Filters (2)" and "state=finding" in window.page.url
    window.page.click("#filters [type=reset]")
    window.until("([n]) => document.querySelectorAll('#list .row').length === n", len(IDS))
    window.press("f")
    assert not window.page.is_visible("#filter-fields")


def test_escape_leaves_the_search_with_its_words_and_what_they_narrow_the_list_to(window: Window) -> None:
    window.press("/")
    window.type("revenue-quarter")
    window.press("Escape")
    window.until("([words]) => document.querySelector('#shown').textContent === words", f"1 of {len(IDS)} verdicts")
    assert (window.page.input_value("[name=q]"), window.focused()) == ("revenue-quarter", "shown-verdict")


def test_what_is_reviewed_leaves_the_list_of_what_is_still_to_review(window: Window) -> None:
    window.press("f")
    window.page.select_option("[name=state]", "unreviewed")
    window.press("Escape")
    window.press("a")
    window.until_shown(SECOND)
    window.until("([n]) => document.querySelectorAll('#list .row').length === n", len(IDS) - 1)


def test_question_mark_helps_and_single_keys_can_be_switched_off(window: Window, host: Host) -> None:
    window.press("?")
    assert window.page.is_visible("#help") and "undo the last decision" in window.text("#help")
    window.press("a")
    window.page.uncheck("#keys")
    window.press("Escape", "a")
    window.page.wait_for_timeout(100)
    assert not window.page.is_visible("#help") and host.decisions() == []


FOLDS = "() => [...document.querySelectorAll('#shown-verdict details')].map(details => details.open)"


def test_e_unfolds_all_and_folds_all_and_stepping_keeps_it(window: Window) -> None:
    assert False in window.page.evaluate(FOLDS)
    for key, to, shown, is_open in (("e", "j", SECOND, True), ("e", "k", FIRST, False)):
        window.press(key)
        assert set(window.page.evaluate(FOLDS)) == {is_open}
        window.press(to)
        window.until_shown(shown)
        assert set(window.page.evaluate(FOLDS)) == {is_open}


def test_help_opens_at_its_close_button_so_that_space_does_not_switch_the_keys_off(window: Window) -> None:
    window.press("?", "Space")
    assert not window.page.is_visible("#help") and window.page.is_checked("#keys")
    window.press("j")
    window.until_shown(SECOND)


def test_space_and_the_page_keys_read_on_and_back_from_the_start(open_window: Callable[..., Window]) -> None:
    window = open_window(viewport={"width": 1280, "height": 480})
    for key, has_moved in (("Space", True), ("Shift+Space", False), ("PageDown", True), ("PageUp", False)):
        window.press(key)
        window.until("([moved]) => (document.querySelector('#shown-verdict').scrollTop > 0) === moved", has_moved)
    window.page.focus("#filters-open")
    window.press("PageDown")
    window.until("() => document.querySelector('#shown-verdict').scrollTop > 0")
    assert not window.page.is_visible("#filter-fields")


def test_nothing_is_shown_or_decided_where_no_verdict_matches(window: Window, host: Host) -> None:
    window.press("n")
    window.type("a draft")
    window.press("Escape", "/")
    window.type("zzzz")
    window.until("() => !document.querySelector('.verdict-whole')")
    window.press("Enter", "a", "z", "j")
    assert "No verdict matches" in window.text("#shown-verdict") and not window.page.is_visible("#decide")
    assert "v=" not in window.page.url and host.decisions() == []
    assert window.text("body").count("No verdict matches") == 1
    window.press("/", "Control+a", "Backspace")
    window.until_shown(FIRST)
    assert window.page.input_value("[name=note]") == "a draft"


@pytest.mark.parametrize("options", [{}, {"viewport": {"width": 375, "height": 740}}])
def test_where_no_verdict_matches_a_button_clears_the_filters(
    open_window: Callable[..., Window], options: dict[str, Any]
) -> None:
    window = open_window(**options)
    window.page.goto(f"{window.page.url.partition('?')[0]}?q=zzzz&label=unknown")
    window.page.click("#shown-verdict [type=reset]")
    window.until_shown(FIRST)
    assert window.focused() == "shown-verdict" and window.page.input_value("[name=q]") == ""
    assert window.complaints == []


def test_in_a_turn_without_verdicts_there_is_no_filter_to_clear(chromium: Any, tmp_path: Path) -> None:
    with hosted(tmp_path, Report("none", (), (), REPORT.provenance)) as host:
        window = Window(chromium, host)
        assert window.text("#shown-verdict") == "Nothing to review in this turn."
        assert window.complaints == []
        window.context.close()


def test_without_javascript_no_control_is_shown_that_does_nothing(chromium: Any, host: Host) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(host.address)
    assert page.is_visible("#claim") and page.is_visible("noscript")
    shown = [element for element in page.query_selector_all("button, input, select, textarea") if element.is_visible()]
    assert shown == []
    context.close()


@pytest.mark.parametrize("size", [(1280, 860), (768, 900)])
def test_the_bar_does_not_grow_when_the_reason_is_asked_for(
    open_window: Callable[..., Window], size: tuple[int, int]
) -> None:
    window = open_window(viewport={"width": size[0], "height": size[1]})
    height = "document.querySelector('#decide').offsetHeight"
    before = window.page.evaluate(height)
    assert before < 220 and window.page.is_visible("#note-hint")
    window.press("s")
    window.until_said("say why, then press Enter.")
    assert window.page.evaluate(height) == before and not window.page.is_visible("#note-hint")
    assert window.page.evaluate("getComputedStyle(document.querySelector('#said')).fontWeight") == "650"


def test_another_list_is_not_told_what_was_said_of_the_one_before(window: Window) -> None:
    window.press("/")
    window.type("revenue-quarter")
    window.until_shown("revenue-quarter")
    window.press("Enter", "a")
    window.until_said("Nothing in this list is left to review.")
    window.press("/", "Control+a", "Backspace")
    window.until("() => document.querySelector('#said').textContent === ''")


def test_who_decided_since_the_page_was_opened_can_be_chosen(window: Window, host: Host) -> None:
    window.press("f")
    assert not window.page.is_visible("[name=reviewer]")
    window.press("Escape", "a")
    window.until_shown(SECOND)
    window.press("f")
    window.page.select_option("[name=reviewer]", "Ana")
    window.until("([n]) => document.querySelectorAll('#list .row').length === n", 1)


def test_the_keys_work_with_caps_lock_on(window: Window) -> None:
    press = "key => dispatchEvent.call(document.body, new KeyboardEvent('keydown', {key, bubbles: true, ...lock}))"
    window.page.evaluate(f"lock = {{modifierCapsLock: true}}; ({press})('J')")
    window.until_shown(SECOND)
    window.page.evaluate(f"({press})('ArrowUp')")
    window.until_shown(FIRST)
    window.page.evaluate(f"lock = {{}}; ({press})('J')")
    window.page.wait_for_timeout(100)
    window.until_shown(FIRST)


def test_the_tab_key_goes_through_the_page_in_reading_order(window: Window) -> None:
    found = []
    for _ in range(7):
        window.press("Tab")
        found.append(window.focused())
    assert found == ["skip", "help-open", "q", "filters-open", "list", "SUMMARY", "shown-verdict"]
    window.page.focus("[data-choice=accept]")
    for expected in ("supported", "contradicted", "unknown", "note", "undo"):
        window.press("Tab")
        assert window.focused() == expected


def test_the_mouse_does_the_same(window: Window, host: Host) -> None:
    window.page.click(f"#v{IDS.index(THIRD)}")
    window.until_shown(THIRD)
    window.page.click("[data-choice=accept]")
    window.until_shown("h20-strongest")
    window.page.click("#undo")
    window.until_shown(THIRD)
    assert [choice for _, choice, _ in host.decisions()] == ["accept", "undo"]


def test_the_last_decision_says_that_nothing_is_left(window: Window) -> None:
    window.press("/")
    window.type("revenue-quarter")
    window.until_shown("revenue-quarter")
    window.press("Enter", "a")
    window.until_said("Nothing in this list is left to review.")
    window.until_shown("revenue-quarter")
    assert "accepted: contradicted by Ana" in " ".join(window.text(".earlier").split())


# --- two windows, and a server that fails ----------------------------------------------------------------------------


def test_a_window_shows_what_another_one_decided(open_window: Callable[..., Window], host: Host) -> None:
    one, other = open_window(), open_window()
    one.press("a")
    one.until_shown(SECOND)
    other.page.evaluate("dispatchEvent(new Event('focus'))")
    other.until("() => document.querySelector('.earlier')?.textContent.includes('accepted: unknown')")
    assert other.text("#progress-words") == f"1 of {len(IDS)} reviewed"


def test_a_poll_does_not_overtake_a_filter(window: Window) -> None:
    window.press("/")
    window.type("revenue-quarter")
    window.page.evaluate("setTimeout(() => { for (let i = 0; i < 9; i++) dispatchEvent(new Event('focus')); }, 81)")
    window.until("([n]) => document.querySelectorAll('#list .row').length === n", 1)


def test_a_decision_on_an_old_sight_is_not_saved_and_its_note_is_kept(
    open_window: Callable[..., Window], host: Host
) -> None:
    one, other = open_window(), open_window()
    other.press("n")
    other.type("my reason")
    one.press("a")
    one.until_shown(SECOND)
    other.press("Enter", "c")
    other.until("() => document.querySelector('#problem').textContent.startsWith('not saved: ')")
    other.until("() => document.querySelector('.earlier')?.textContent.includes('accepted: unknown')")
    assert other.page.input_value("[name=note]") == "my reason" and len(host.decisions()) == 1
    other.press("c")
    other.until_shown(SECOND)
    assert host.decisions() == [(FIRST, "accept", ""), (FIRST, "contradicted", "my reason")]


def look(window: Window) -> None:
    """Has the window look for the decisions of others, as it does by itself every few seconds."""
    window.page.evaluate("dispatchEvent(new Event('focus'))")


def until_refused(window: Window) -> None:
    window.until("() => document.querySelector('#problem').textContent.startsWith('not saved: Ana decided this')")


def test_a_decision_of_another_window_is_told_quietly_to_whoever_has_not_begun(
    open_window: Callable[..., Window],
) -> None:
    one, other = open_window(), open_window()
    one.press("a")
    one.until_shown(SECOND)
    look(other)
    other.until_said("Ana decided this meanwhile (accepted: unknown). j goes on to the next verdict still to review.")
    assert (other.text("#problem"), other.text("#claim")) == ("", REPORT.verdicts[IDS.index(FIRST)].claim.text)


def test_a_decision_of_another_window_does_not_interrupt_a_note(open_window: Callable[..., Window]) -> None:
    one, other = open_window(), open_window()
    other.press("s")
    one.press("a")
    one.until_shown(SECOND)
    look(other)
    other.until("() => document.querySelector('.earlier')?.textContent.includes('accepted: unknown')")
    assert "say why, then press Enter." in other.text("#said") and other.focused() == "note"


def test_d_saves_a_refused_decision_with_its_note(open_window: Callable[..., Window], host: Host) -> None:
    one, other = open_window(), open_window()
    other.press("c")
    other.type("my reason")
    one.press("a")
    one.until_shown(SECOND)
    other.press("Enter")
    until_refused(other)
    assert "Press d or decide again to save yours as well" in other.text("#problem")
    assert host.decisions() == [(FIRST, "accept", "")]
    other.press("d")
    other.until_shown(SECOND)
    assert host.decisions()[1:] == [(FIRST, "contradicted", "my reason")]


def test_nobody_leaves_a_verdict_while_its_decision_is_on_its_way(
    open_window: Callable[..., Window], host: Host
) -> None:
    """Else what the answer asks for, or clears, would be of the verdict in view then."""
    one, other = open_window(), open_window()
    other.until_shown(FIRST)
    one.press("a")
    one.until_shown(SECOND)
    held: list[Any] = []
    other.page.route("**/decide", lambda route: held.append(route))
    other.press("a", "j", "ArrowDown", "End")
    other.page.click(f"#v{IDS.index(THIRD)}")
    other.page.wait_for_timeout(50)
    assert len(held) == 1
    held[0].continue_()
    until_refused(other)
    other.until_shown(FIRST)
    other.press("d")
    other.page.wait_for_timeout(50)
    held[1].continue_()
    other.until_shown(SECOND)
    assert [claim for claim, *_ in host.decisions()] == [FIRST, FIRST]


def test_a_decision_just_after_another_window_was_seen_to_decide_waits_for_d(
    open_window: Callable[..., Window], host: Host
) -> None:
    one, other = open_window(), open_window()
    one.press("a")
    one.until_shown(SECOND)
    look(other)
    other.until_said("Ana decided this meanwhile")
    other.press("u")
    until_refused(other)
    assert len(host.decisions()) == 1
    other.press("d")
    other.until_shown(SECOND)
    assert host.decisions()[1:] == [(FIRST, "unknown", "")]


def test_j_after_a_refusal_goes_on_to_what_no_window_decided(open_window: Callable[..., Window], host: Host) -> None:
    one, other = open_window(), open_window()
    one.press("a")
    one.until_shown(SECOND)
    other.press("a")
    until_refused(other)
    one.press("a")
    one.until_shown(THIRD)
    other.press("j")
    other.until_shown(THIRD)
    assert len(host.decisions()) == 2 and other.text("#problem") == ""


def test_j_goes_on_from_its_place_in_a_list_that_the_verdict_has_left(open_window: Callable[..., Window]) -> None:
    one, other = open_window(), open_window()
    for window in (one, other):
        window.press("f")
        window.page.select_option("[name=state]", "unreviewed")
        # The list is narrowed a moment after the choice, and later in a window that is not in front.
        window.until("() => location.search.includes('state=unreviewed')")
        window.press("Escape", "j")
        window.until_shown(SECOND)
    one.press("a")
    one.until_shown(THIRD)
    look(other)
    other.until_said("Ana decided this meanwhile")
    other.press("j")
    other.until_shown(THIRD)


def test_d_without_a_refused_decision_decides_nothing(window: Window, host: Host) -> None:
    window.press("d")
    window.until_said("No decision of yours is held back.")
    assert host.decisions() == []


def test_a_saved_decision_moves_on_past_what_another_window_decided_meanwhile(
    open_window: Callable[..., Window],
) -> None:
    one, other = open_window(), open_window()
    one.press("j")
    one.until_shown(SECOND)
    one.press("a")
    one.until_shown(THIRD)
    other.press("a")
    other.until_shown(THIRD)


def test_a_server_that_is_gone_is_told_and_nothing_typed_is_lost(window: Window, host: Host) -> None:
    window.press("c")
    window.type("a long reason")
    host.stop()
    window.press("Enter")
    window.until("() => document.querySelector('#problem').textContent.includes('does not answer')")
    assert window.page.input_value("[name=note]") == "a long reason"
    assert "Saved" not in window.text("#said") and host.decisions() == []


def test_a_log_that_cannot_be_written_is_told(window: Window, host: Host) -> None:
    host.log.path.parent.mkdir(exist_ok=True)
    host.log.path.mkdir()
    window.press("a")
    window.until("() => document.querySelector('#problem').textContent !== ''")
    window.until_shown(FIRST)
    assert str(host.log.path) in window.text("#problem") and "Saved" not in window.text("#said")


def test_a_report_that_is_written_anew_is_offered(window: Window, tmp_path: Path) -> None:
    write_record(tmp_path, Report("claims", REPORT.verdicts[:3], (), REPORT.provenance))
    window.page.evaluate("dispatchEvent(new Event('focus'))")
    window.page.click("#reload")
    window.until("() => document.body.dataset.ready && document.querySelectorAll('#list .row').length === 3")


# --- looks -----------------------------------------------------------------------------------------------------------

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}


def violations(window: Window) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(window.page).response["violations"]
    return [f"{v['id']}: {node['target']} {node['failureSummary']}" for v in found for node in v["nodes"]]


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, PHONE, {**PHONE, "color_scheme": "dark"}])
def test_axe_finds_no_violation(open_window: Callable[..., Window], host: Host, options: dict[str, Any]) -> None:
    decided = REPORT.verdicts[IDS.index(SECOND)]
    key = ClaimKeys(host.log.path.parent.parent).of(decided.claim)
    host.log.decide(decided, "Bea", Choice.SUPPORTED, note="seen on paper", key=key)
    window = open_window(**options)
    window.press("j")
    window.until_shown(SECOND)
    window.press("f", "Escape", "c")
    window.page.evaluate("document.querySelectorAll('#shown-verdict details').forEach(d => d.open = true)")
    window.page.click("#filters-open")
    assert violations(window) == []
    window.page.click("#filters-open")
    window.page.click("#help-open")
    assert violations(window) == []


def test_dark_mode_is_dark(open_window: Callable[..., Window]) -> None:
    colour = "() => getComputedStyle(document.body).backgroundColor"
    light, dark = open_window(), open_window(color_scheme="dark")
    assert (light.page.evaluate(colour), dark.page.evaluate(colour)) == ("rgb(244, 245, 247)", "rgb(18, 22, 27)")


def test_nothing_moves_where_less_motion_is_wanted(open_window: Callable[..., Window]) -> None:
    window = open_window(reduced_motion="reduce")
    script = (
        "() => [...document.querySelectorAll('*')].filter(e => getComputedStyle(e).transitionDuration !== '0s').length"
    )
    assert window.page.evaluate(script) == 0


OVERFLOWING = """() => [...document.querySelectorAll("body *")].filter(e => {
    const box = e.getBoundingClientRect();
    return box.width && (box.right > innerWidth + 1 || box.left < -1) && !e.closest(".unseen, .skip, svg")
        && getComputedStyle(e).clipPath === "none";
}).map(e => e.outerHTML.slice(0, 80))"""


def test_hostile_text_does_nothing_and_fits_a_phone(chromium: Any, tmp_path: Path) -> None:
    with hosted(tmp_path, hostile(), "<b>Ana</b>") as host:
        window = Window(chromium, host, **PHONE)
        window.press("n")
        window.type("<script>alert(3)</script>")
        window.press("Enter", "a")
        window.until_said("Saved")
        window.until("() => document.querySelector('.verdict-whole').dataset.index === '1'")
        assert window.page.evaluate(OVERFLOWING) == []
        window.press("k")
        window.until("() => document.querySelector('.earlier')?.textContent.includes('<script>alert(3)</script>')")
        window.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert window.page.evaluate(OVERFLOWING) == []
        assert window.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert window.complaints == []
        window.context.close()


def test_on_a_phone_the_words_that_ask_for_a_note_have_the_whole_width(open_window: Callable[..., Window]) -> None:
    window = open_window(**PHONE)
    window.press("s")
    window.until_said("say why, then press Enter.")
    box = window.page.locator("#said").bounding_box()
    assert box and box["width"] > 300 and box["height"] < 60


SEEN = """() => {
    const verdict = document.querySelector("#shown-verdict").getBoundingClientRect();
    const bar = document.querySelector("#decide").getBoundingClientRect();
    return [Math.max(0, Math.min(verdict.bottom, bar.top, innerHeight) - Math.max(verdict.top, 0)), bar.top];
}"""
"""How much of the verdict is in view, and where the bar of decisions begins."""


def test_on_a_phone_the_decisions_come_up_when_enough_of_the_verdict_is_in_view(
    open_window: Callable[..., Window],
) -> None:
    window = open_window(**PHONE)
    height = window.page.evaluate("document.documentElement.scrollHeight - innerHeight")
    for top in range(0, height, 40):
        window.page.evaluate("top => scrollTo(0, top)", top)
        seen, bar = window.page.evaluate(SEEN)
        assert bar >= 740 or seen >= 250


def test_on_a_phone_a_chosen_verdict_has_its_decisions_in_view(open_window: Callable[..., Window]) -> None:
    window = open_window(**PHONE)
    window.page.locator("#list .row").nth(1).tap()
    window.until_shown(SECOND)
    seen, bar = window.page.evaluate(SEEN)
    assert seen >= 250 and bar < 740 - 150


def frame(window: Window, selector: str) -> str:
    """The outline of an element."""
    return str(window.page.eval_on_selector(selector, "e => getComputedStyle(e).outlineStyle"))


@pytest.mark.parametrize(
    "keys", [("n", "x", "Escape"), ("/", "z", "Backspace", "Escape"), ("n", "x", "Enter"), ("/", "Enter")]
)
def test_no_frame_is_around_the_verdict_that_the_keyboard_comes_back_to(window: Window, keys: tuple[str, ...]) -> None:
    window.press(*keys)
    assert (window.focused(), frame(window, "#shown-verdict")) == ("shown-verdict", "none")


def test_controls_and_the_verdict_show_the_focus_that_tab_brings(window: Window) -> None:
    window.press("n", "x", "Escape", "Tab")
    assert frame(window, ":focus") == "solid" and window.focused() != "shown-verdict"
    while window.focused() != "shown-verdict":
        window.press("Shift+Tab")
    assert frame(window, "#shown-verdict") == "solid"


def test_all_filters_are_in_sight_when_they_are_opened(window: Window, host: Host) -> None:
    window.press("a")
    window.until_shown(SECOND)
    window.press("f")
    script = "e => e.scrollHeight <= e.clientHeight"
    assert window.page.is_visible("[name=reviewer]") and window.page.eval_on_selector("#filter-fields", script)


def test_a_percentage_that_is_none_is_marked(window: Window) -> None:
    window.press("f")
    border = "e => getComputedStyle(e).borderColor"
    before = window.page.eval_on_selector("[name=low]", border)
    window.page.fill("[name=low]", "250")
    assert window.page.eval_on_selector("[name=low]", border) != before


def test_on_paper_the_verdict_stands_alone_with_everything_unfolded(window: Window) -> None:
    window.press("j")
    window.until_shown(SECOND)
    window.page.emulate_media(media="print")
    window.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    seen = {name: window.page.is_visible(name) for name in (".left", "#decide", ".sides", ".neutral li", ".searched p")}
    assert seen == {".left": False, "#decide": False, ".sides": True, ".neutral li": True, ".searched p": True}
    assert window.page.pdf()[:5] == b"%PDF-"


# --- size ------------------------------------------------------------------------------------------------------------


LAID_OUT = """() => [...document.querySelectorAll("#list .row")]
    .filter(row => row.checkVisibility({contentVisibilityAuto: true})).length"""

WATCH_LIST = """() => {
    window.touched = 0;
    const count = seen => seen.forEach(one => touched += 1 + one.addedNodes.length + one.removedNodes.length);
    new MutationObserver(count).observe(
        document.querySelector("#list"), {childList: true, subtree: true, attributes: true});
}"""


@pytest.fixture(scope="module")
def large(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Window, list[str]]]:
    """A window with 5,000 verdicts, loaded a second time, and the paths it asked for since."""
    with hosted(tmp_path_factory.mktemp("large"), many(5000)) as host:
        window = Window(chromium, host)
        asked: list[str] = []
        window.page.on("request", lambda request: asked.append(request.url.split("/", 3)[3].partition("?")[0]))
        window.page.reload()
        window.page.wait_for_selector("body[data-ready]")
        yield window, asked
        window.context.close()


def test_5000_verdicts_open_with_three_requests_and_lay_out_what_is_in_view(large: tuple[Window, list[str]]) -> None:
    window, asked = large
    assert sorted(path for path in asked if path != "state") == ["", "review.css", "review.js"]
    assert 0 < window.page.evaluate(LAID_OUT) <= 100


def test_a_step_among_5000_verdicts_asks_for_one_and_touches_two_rows(large: tuple[Window, list[str]]) -> None:
    window, asked = large
    asked.clear()
    window.page.evaluate(WATCH_LIST)
    for _ in range(20):
        window.press("j")
    last = "document.querySelectorAll('#list .row')[20].id.slice(1)"
    window.until(f"() => document.querySelector('.verdict-whole').dataset.index === {last}")
    assert len([path for path in asked if path.startswith("verdict/")]) == 20
    # The row that was chosen, the one that is, and the list, which names it.
    assert window.page.evaluate("touched") == 20 * 3


def test_narrowing_5000_verdicts_touches_their_parts_and_the_rows_that_stay(large: tuple[Window, list[str]]) -> None:
    window, asked = large
    asked.clear()
    window.page.evaluate(WATCH_LIST)
    window.press("/")
    window.type("number 42")
    # 42 itself, and the 10 numbers of three digits and 100 of four that begin with it.
    window.until("() => document.querySelectorAll('#list .row').length === 111")
    assert len([path for path in asked if path == "state"]) <= len("number 42") + 1
    assert window.page.evaluate("touched") < 1500
    sizes = window.page.evaluate("[...document.querySelectorAll('.part')].map(part => part.children.length)")
    assert sizes == [20, 20, 20, 20, 20, 11]


IN_VIEW = """([id]) => {
    const row = document.getElementById(id), frame = document.getElementById("list").getBoundingClientRect();
    const box = row.getBoundingClientRect();
    return row.ariaSelected === "true" && box.top >= frame.top - 1 && box.bottom <= frame.bottom + 1;
}"""


@pytest.mark.parametrize("index", [2510, 2519, 4999])
def test_the_verdict_that_the_address_names_is_in_view_among_5000(large: tuple[Window, list[str]], index: int) -> None:
    window, _ = large
    window.page.goto(f"{window.page.url.partition('?')[0]}?sort=file&v={index}")
    window.until(IN_VIEW, f"v{index}")


def test_the_end_key_brings_the_last_of_5000_rows_into_view(large: tuple[Window, list[str]]) -> None:
    window, _ = large
    window.page.goto(f"{window.page.url.partition('?')[0]}?sort=file&v=0")
    window.page.focus("#list")
    window.press("End")
    window.until(IN_VIEW, "v4999")


# --- the HTML report -------------------------------------------------------------------------------------------------


@pytest.fixture
def search_report(chromium: Any, tmp_path: Path) -> Iterator[Callable[[Report, str], list[str]]]:
    """Opens the HTML of a report, searches it, and gives the numbers of the claims that stay."""
    context = chromium.new_context()

    def searched(report: Report, text: str) -> list[str]:
        path = tmp_path / "report.html"
        path.write_text(to_html(report), encoding="utf-8")
        page = context.new_page()
        page.goto(path.as_uri())
        page.fill("form.filters [name=text]", text)
        page.wait_for_function("() => document.querySelector('form.filters output').textContent.includes(' of ')")
        return [str(card.get_attribute("id")) for card in page.query_selector_all(".card:not([hidden])")]

    yield searched
    context.close()


def of_claims(*texts: str) -> Report:
    """A report with a verdict on each of these claims: c0, c1, and so on; without evidence."""
    made = [
        replace(verdict, claim=replace(verdict.claim, text=text), assessments=())
        for verdict, text in zip(many(len(texts)).verdicts, texts, strict=True)
    ]
    return Report("few", tuple(made), (), REPORT.provenance)


SEARCHED = of_claims(
    "It rings.", "It rang during lunch.", "A ÉCLAIR on Main Straße", "他们在中国销售芯片", "C++ (and [a-z]) $5"
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ring", ["claim-c0"]),
        ("IT R", ["claim-c0", "claim-c1"]),
        ("eclair", ["claim-c2"]),
        ("strasse", ["claim-c2"]),
        ("clair", []),
        ("芯片", ["claim-c3"]),
        ("++ ([a-z]", []),
        ("(and [a-z] $5", ["claim-c4"]),
    ],
)
def test_the_search_of_the_report_finds_words_by_their_beginning(
    search_report: Callable[[Report, str], list[str]], text: str, found: list[str]
) -> None:
    assert search_report(SEARCHED, text) == found


def test_the_search_of_the_report_reads_words_across_marks_and_not_across_elements(
    search_report: Callable[[Report, str], list[str]],
) -> None:
    [verdict] = of_claims("It rang during lunch.").verdicts
    read = replace(many(1).verdicts[0].assessments[0], marks=Marks(claim=((10, 14),)))
    verdict = replace(verdict, label=Label.SUPPORTED, assessments=(read,))
    report = Report("few", (verdict, SEARCHED.verdicts[0]), (), REPORT.provenance)
    assert "du<mark>ring</mark>" in to_html(report)
    assert search_report(report, "during") == ["claim-c0"]
    assert search_report(report, "ring") == ["claim-c0-2"]


@pytest.fixture
def open_report(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens the HTML of a report of 20 claims with evidence, and gives the page."""
    contexts: list[Any] = []

    def opened(**options: Any) -> Any:
        path = tmp_path / "report.html"
        path.write_text(to_html(many(20)), encoding="utf-8")
        contexts.append(chromium.new_context(reduced_motion="reduce", **options))
        page = contexts[-1].new_page()
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()


def at_card(page: Any) -> int:
    """Which claim has the focus, counted from 0."""
    return int(page.evaluate("[...document.querySelectorAll('.card')].indexOf(document.activeElement)"))


def test_the_first_step_in_a_report_starts_from_what_is_in_view(open_report: Callable[..., Any]) -> None:
    page = open_report()
    page.keyboard.press("j")
    assert at_card(page) == 0
    for key, expected in (("j", 11), ("k", 10)):
        page.evaluate("document.activeElement.blur()")
        page.evaluate("scrollBy(0, document.querySelectorAll('.card')[10].getBoundingClientRect().top - 20)")
        page.keyboard.press(key)
        assert at_card(page) == expected


def test_in_forced_colours_a_chosen_filter_and_the_claim_in_focus_are_seen(
    open_report: Callable[..., Any], open_window: Callable[..., Window]
) -> None:
    tones = "[...document.querySelectorAll('.toggle > span')].map(e => getComputedStyle(e).backgroundColor)"
    pills = f"() => new Set({tones}).size"
    report, review = open_report(forced_colors="active"), open_window(forced_colors="active")
    report.locator(".toggle input").first.check(force=True)
    report.keyboard.press("j")
    assert report.evaluate(pills) == 2
    assert report.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    review.press("f")
    review.page.locator("[name=label]").first.check(force=True)
    assert review.page.evaluate(pills) == 2


def test_the_button_for_all_evidence_opens_and_closes_it(open_report: Callable[..., Any]) -> None:
    page = open_report()
    opened = "new Set([...document.querySelectorAll('details.evidence')].map(e => e.open))"
    for said, is_open in (("Close all evidence", True), ("Open all evidence", False)):
        page.click("[name=unfold]")
        assert page.text_content("[name=unfold]") == said
        assert page.evaluate(f"[...{opened}]") == [is_open]
    assert page.get_attribute("[name=unfold]", "aria-pressed") is None


@pytest.mark.parametrize("script", [True, False])
def test_on_paper_only_the_evidence_that_decides_is_unfolded(chromium: Any, tmp_path: Path, script: bool) -> None:
    (tmp_path / "report.html").write_text(to_html(REPORT), encoding="utf-8")
    context = chromium.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto((tmp_path / "report.html").as_uri())
    page.emulate_media(media="print")
    if script:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for selector, is_printed in ((".evidence .sides", True), ("footer dl", True), (".neutral li", False)):
        assert {page.locator(selector).nth(at).is_visible() for at in range(page.locator(selector).count())} == {
            is_printed
        }
    assert page.locator(".neutral summary").first.is_visible()
    context.close()


# --- German ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, PHONE])
def test_the_german_review_page_speaks_german_and_fits(chromium: Any, tmp_path: Path, options: dict[str, Any]) -> None:
    with hosted(tmp_path, REPORT, lang="de") as host:
        window = Window(chromium, host, **options)
        assert window.text("#shown") == "15 Urteile"
        window.press("f", "Escape", "s")
        window.until_said("belegt statt ungeklärt: bitte begründen, dann Enter drücken.")
        assert window.page.evaluate("document.querySelector('#said').offsetHeight < 60"), "squeezed to a column"
        window.type("gesehen")
        window.press("Enter")
        window.until_said("Gespeichert: belegt.")
        window.until("() => document.querySelector('#progress-words').textContent === '1 von 15 durchgesehen'")
        window.until_shown(SECOND)
        window.press("z")
        window.until_said("Zurückgenommen.")
        window.page.evaluate("document.querySelectorAll('#shown-verdict details').forEach(d => d.open = true)")
        window.page.click("#filters-open")
        assert window.page.evaluate(OVERFLOWING) == [] == violations(window)
        window.page.click("#help-open")
        assert window.page.evaluate(OVERFLOWING) == [] == window.complaints
        window.context.close()


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, PHONE])
def test_the_german_report_speaks_german_and_fits(chromium: Any, tmp_path: Path, options: dict[str, Any]) -> None:
    with speaking("de"):
        (tmp_path / "report.html").write_text(to_html(REPORT), encoding="utf-8")
    context = chromium.new_context(**options)
    page = context.new_page()
    page.goto((tmp_path / "report.html").as_uri())
    page.click("form.filters [name=unfold]")
    assert page.text_content("form.filters [name=unfold]") == "Alle Belege schließen"
    page.check("form.filters [name=finding]", force=True)
    page.wait_for_function("() => document.querySelector('output').textContent === '6 von 17 Behauptungen'")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate(OVERFLOWING) == []
    context.close()


def test_the_ci_script_installs_what_these_tests_need() -> None:
    assert "need chromium chromium" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
