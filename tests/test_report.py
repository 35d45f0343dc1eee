"""The reports: the record reads back, the formats say everything, and no text of a person can do harm."""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import gc
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from factcheck.datatypes import (
    Arithmetic,
    Assessment,
    JointAssessment,
    Label,
    Match,
    Outcome,
    Report,
    Snippet,
    StanceProbs,
    Verdict,
)
from factcheck.errors import StoreError
from factcheck.report import wording
from factcheck.report.html import to_html
from factcheck.report.junit import to_junit
from factcheck.report.markdown import LIMIT, to_markdown
from factcheck.report.record import read_report, to_json
from factcheck.report.table import to_csv
from factcheck.report.terminal import show_verdict, to_terminal
from tests.report_examples import CHIPS, EMPTY, EXPORTS, HOSTILES, PROVENANCE, REPORT, UNCHECKED

GOLDEN = Path(__file__).parent / "golden"
VOID = {"meta", "link", "input", "br", "img", "hr"}


def plain_terminal(report: Report = REPORT, width: int = 100) -> str:
    return to_terminal(report, width=width, color=False)


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "report.json"
    path.write_text(text, encoding="utf-8")
    return path


class Page(HTMLParser):
    """Tags in order, with a check that every element is closed by its own end tag."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.scripts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> repeats an attribute"
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        inside = self.open[-1] if self.open else ""
        if inside == "script":
            self.scripts.append(data)
        elif inside != "style":
            self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(to_html(REPORT))


# The record


def test_the_record_reads_back_equal(tmp_path: Path) -> None:
    assert read_report(write(tmp_path, to_json(REPORT))) == REPORT


@pytest.mark.parametrize("text", [to_json(REPORT), "{"], ids=["whole", "broken"])
def test_reading_a_record_leaves_the_garbage_collector_as_it_was(tmp_path: Path, text: str) -> None:
    with contextlib.suppress(StoreError):
        read_report(write(tmp_path, text))
    assert gc.isenabled()


def test_the_record_is_the_same_text_after_reading(tmp_path: Path) -> None:
    assert to_json(read_report(write(tmp_path, to_json(REPORT)))) == to_json(REPORT)


def test_a_record_from_before_the_arithmetic_reads_back_with_none(tmp_path: Path) -> None:
    record = json.loads(to_json(REPORT))
    for verdict in record["verdicts"]:
        for assessment in verdict["assessments"]:
            del assessment["arithmetic"]
    read = read_report(write(tmp_path, json.dumps(record)))
    assert [a.arithmetic for v in read.verdicts for a in v.assessments if a.arithmetic] == []
    assert [v.claim for v in read.verdicts] == [v.claim for v in REPORT.verdicts]


def test_the_record_has_the_version_first_the_claim_nested_and_a_newline_last() -> None:
    record = json.loads(to_json(REPORT))
    assert list(record) == ["format_version", "name", "verdicts", "unchecked", "provenance"]
    fields = ["claim", "label", "reason", "confidence", "why", "reference_date", "outcome", "assessments", "joint"]
    assert list(record["verdicts"][0]) == [*fields, "review", "unread", "dispute"]
    assert record["verdicts"][0]["claim"]["expect"] == "supported"
    assert to_json(REPORT).endswith("}\n")
    assert "ebenbürtig" in to_json(REPORT)


@pytest.mark.parametrize("version", [0, 2, "1", True, None])
def test_a_record_of_another_version_is_refused_with_the_remedy(tmp_path: Path, version: object) -> None:
    path = write(tmp_path, json.dumps({**json.loads(to_json(REPORT)), "format_version": version}))
    with pytest.raises(StoreError, match=r"report format .*reads format 1 — run `factcheck check` again"):
        read_report(path)


@pytest.mark.parametrize("text", ["", "not json", to_json(REPORT)[:2000], "[" * 100_000])
def test_a_truncated_record_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(StoreError, match="is not a complete JSON report"):
        read_report(write(tmp_path, text))


@pytest.mark.parametrize("text", ["[]", "{}", "3"])
def test_json_that_is_no_report_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(StoreError, match="not a report"):
        read_report(write(tmp_path, text))


def test_a_missing_record_names_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such report — run `factcheck check`"):
        read_report(tmp_path / "none.json")


def test_wrong_fields_are_named_by_their_path_and_value(tmp_path: Path) -> None:
    record = json.loads(to_json(REPORT))
    record["verdicts"][1]["label"] = "maybe"
    del record["provenance"]["k"]
    with pytest.raises(StoreError) as caught:
        read_report(write(tmp_path, json.dumps(record)))
    assert "verdicts[1].label: Input should be" in str(caught.value)
    assert '(seen: "maybe")' in str(caught.value)
    assert "provenance.k: Field required" in str(caught.value)


def test_of_many_wrong_fields_the_first_five_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    record = json.loads(to_json(REPORT))
    for verdict in record["verdicts"]:
        verdict["label"] = "maybe"
    with pytest.raises(StoreError) as caught:
        read_report(write(tmp_path, json.dumps(record)))
    assert len(str(caught.value).splitlines()) == 1 + 5 + 1
    assert str(caught.value).endswith("and 10 more")


# The words


@pytest.mark.parametrize(
    ("probability", "shown"),
    [(0.0, "<1 %"), (0.004, "<1 %"), (0.01, "1 %"), (0.5, "50 %"), (0.99, "99 %"), (0.996, ">99 %"), (1.0, ">99 %")],
)
def test_a_probability_never_shows_as_0_or_100_percent(probability: float, shown: str) -> None:
    assert wording.percent(probability) == shown


def test_no_format_prints_0_or_100_percent() -> None:
    shown = [plain_terminal(), to_markdown(REPORT), " ".join(Page(to_html(REPORT)).text)]
    shown += [show_verdict(item, width=100, color=False) for item in wording.everything(REPORT)]
    for text in shown:
        assert not re.search(r"(?<![\d.])(0|100) %", text)


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (CHIPS[0], "expected supported"),
        (CHIPS[3], "contradicted, as expected"),
        (CHIPS[6], "no-evidence, as expected"),
        (EXPORTS[4], "conflicting, as expected"),
        (CHIPS[1], ""),
    ],
)
def test_an_expectation_is_met_by_label_or_reason(verdict: Verdict, said: str) -> None:
    assert wording.expectation(verdict) == said


def test_a_waiver_is_in_force_ended_or_not_needed() -> None:
    passed = dataclasses.replace(EXPORTS[2], outcome=Outcome.PASSED)
    assert wording.waiver(EXPORTS[2]) == "waived until 2026-01-31: second source requested"
    assert wording.waiver(EXPORTS[3]) == "waiver ended on 2025-08-31: author on holiday"
    assert (
        wording.waiver(passed)
        == "no finding even without the waiver until 2026-01-31, which can go: second source requested"
    )


def test_the_summary_counts_every_claim_once() -> None:
    said = "17 claims: 4 supported, 5 contradicted, 6 unknown · 6 findings · 2 unchecked · 2 waived"
    assert wording.summary(REPORT) == said
    one = Report("one", CHIPS[2:3], (), PROVENANCE)
    assert wording.summary(one) == "1 claim: 1 supported, 0 contradicted, 0 unknown · 0 findings · 0 unchecked"


def test_a_source_line_says_who_when_and_what_or_that_it_is_undated() -> None:
    first = CHIPS[0].assessments
    assert wording.source_line(first[2].match.snippet) == "Technik-Kurier, 2025-09-10 — Chinas Chips holen auf"
    assert wording.source_line(first[4].match.snippet) == "Nvidia, undated — H20 Tensor Core GPU data sheet"
    assert wording.source_line(first[5].match.snippet) == "no source given, undated"


@pytest.mark.parametrize("verdict", REPORT.verdicts, ids=lambda verdict: verdict.claim.id)
def test_every_assessment_is_on_exactly_one_side(verdict: Verdict) -> None:
    both = wording.sides(verdict)
    ranks = [a.match.rank for a in (*both.supports, *both.contradicts, *both.neutral)]
    assert sorted(ranks) == [a.match.rank for a in verdict.assessments]


UNEQUAL = "96 GB is not more than 100 GB"


def of_two_read_together() -> Verdict:
    """Contradicted by the first two of five snippets that are all neutral alone."""
    neutral = StanceProbs(0.05, 0.15, 0.8)
    read = [Assessment(Match(Snippet(f"s{n}", f"Text {n}."), n, 0.5), neutral) for n in range(1, 6)]
    read[0] = dataclasses.replace(read[0], arithmetic=(Arithmetic(False, UNEQUAL),))
    two = JointAssessment((read[0].match, read[1].match), StanceProbs(0.03, 0.94, 0.03))
    return dataclasses.replace(
        CHIPS[1], label=Label.CONTRADICTED, reason=None, assessments=tuple(read), joint=(two,), outcome=Outcome.FINDING
    )


def test_snippets_that_say_it_together_are_counted_as_such_and_not_as_neutral() -> None:
    assert wording.tally(of_two_read_together()) == ("0 supporting", "2 contradicting together", "3 neutral")


def test_snippets_that_say_it_alone_and_together_are_both_counted() -> None:
    both = of_two_read_together()
    alone = dataclasses.replace(both.assessments[4], probs=StanceProbs(0.05, 0.9, 0.05))
    both = dataclasses.replace(both, assessments=(*both.assessments[:4], alone))
    assert wording.tally(both)[1:] == ("1 contradicting and 2 together", "2 neutral")


def test_no_form_says_of_two_that_decide_together_that_they_do_not_decide() -> None:
    both = of_two_read_together()
    report = dataclasses.replace(REPORT, verdicts=(both,))
    for text in (show_verdict(both, width=120, color=False), to_markdown(report), to_html(report)):
        below = text[text.index("3 snippets were read and do not decide") :]
        assert [f"Text {n}." in below for n in range(1, 6)] == [False, False, True, True, True]
        assert "two snippets together" in text and UNEQUAL in text
    assert '"0 supporting, 2 contradicting together, 3 neutral"' in to_csv(report)
    assert "2 contradicting together" in to_html(report)
    assert "read together, contradicts 94 %: Text 1. " in to_junit(report)


def test_what_does_not_decide_stands_last_on_its_side() -> None:
    later = dataclasses.replace(CHIPS[0].assessments[0], match=EXPORTS[0].assessments[0].match)
    verdict = dataclasses.replace(CHIPS[0], assessments=(later, *CHIPS[0].assessments[1:3]))
    assert [a.decides for a in wording.sides(verdict).supports] == [True, False]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "//host",
        "https:",
        "https://a b",
        "http://[",
        "https://host/\u202e",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert wording.safe_url(url) == ""
    assert wording.safe_url(" https://host/a?b=1#c ") == "https://host/a?b=1#c"


# The terminal


def test_the_terminal_report_is_the_golden_one() -> None:
    golden(plain_terminal(), "report.terminal.txt")


def test_one_verdict_on_the_terminal_is_the_golden_one() -> None:
    golden(show_verdict(CHIPS[0], width=100, color=False), "report.show.txt")


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_the_terminal_report_keeps_to_its_width_without_escapes(width: int) -> None:
    texts = [plain_terminal(width=width), *(show_verdict(v, width=width, color=False) for v in REPORT.verdicts)]
    for text in texts:
        assert max(map(len, text.splitlines())) <= width
        assert not re.search(r"[\x1b\u202e─│┃━]", text)


@pytest.mark.parametrize("width", [50, 91, 120])
@pytest.mark.parametrize("length", [28, 29, 34, 40])
def test_an_id_stands_in_one_piece_on_the_terminal_to_be_copied(width: int, length: int) -> None:
    id = "i" * length
    made = [replace(item, claim=replace(item.claim, id=id)) for item in (CHIPS[0], CHIPS[1])]
    lines = plain_terminal(Report("ids", tuple(made), (), PROVENANCE), width).splitlines()
    shown = [line for line in lines if id in line]
    assert len(shown) == 2 + len([item for item in made if wording.is_finding(item)])
    # What does not fit beside the label is set in, so that it does not look like the next item.
    assert not [line for line in shown if line.startswith("  i")]


def test_colour_is_added_only_when_asked_and_never_against_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    colored = to_terminal(REPORT, width=100, color=True)
    assert "\x1b[32m" in colored
    assert "\x1b[31mred" not in colored, "a claim drives the terminal"
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[\d;]*3[0-7]", to_terminal(REPORT, width=100, color=True))


def test_the_terminal_lists_findings_by_file_and_line() -> None:
    listed = plain_terminal().split("Findings\n")[1]
    places = [line.split("  ")[1] for line in listed.splitlines() if re.match("  claims/", line)]
    assert places == [wording.place(item) for item in REPORT.findings]


def test_show_has_both_sides_quote_and_marks() -> None:
    shown = " ".join(show_verdict(CHIPS[0], width=60, color=False).split())
    for said in (
        "Supports — 2 snippets",
        "Contradicts — 1 snippet",
        "trailed the H20",
        "matches Nvidia's H20",
        "ebenbürtig",
        "read in 3 windows",
        "same text as zhenwu-spec-copy",
        "published later, does not decide",
        "expected supported",
        "claims/chips.yaml:4",
        "as of 2025-09-11",
    ):
        assert said in shown


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("h20-memory", "numbers agree: 96 GB = 96 gigabytes"),
        ("zhenwu-memory", "numbers disagree: 96 GB is not more than 100 GB"),
    ],
)
def test_show_says_in_words_which_numbers_agree_or_disagree(id: str, said: str) -> None:
    verdict = next(v for v in CHIPS if v.claim.id == id)
    assert said in show_verdict(verdict, width=60, color=False)


def test_the_arithmetic_of_a_neutral_snippet_stands_beside_it() -> None:
    verdict = next(v for v in CHIPS if v.claim.id == "zhenwu-memory")
    neutral = " ".join(show_verdict(verdict, width=100, color=False).partition("does not decide")[2].split())
    assert "neutral 81 % · numbers disagree: 96 GB is not more than 100 GB" in neutral


def test_show_tells_why_a_claim_is_unchecked() -> None:
    shown = show_verdict(UNCHECKED[0], width=100, color=False)
    assert shown.startswith("! unchecked · claims/chips.yaml:38")
    assert UNCHECKED[0].why.split(";")[0] in shown


# Markdown


def test_the_markdown_report_is_the_golden_one() -> None:
    golden(to_markdown(REPORT), "report.md")


def test_markdown_lets_no_text_become_html_a_link_a_cell_or_a_mention() -> None:
    text = to_markdown(REPORT)
    allowed = {"details", "details open", "/details", "summary", "/summary", "b", "/b", "br"}
    assert set(re.findall(r"<([a-z/][^>]*)>", text)) <= allowed
    assert not re.search(r"@(?!&#8203;)\w+", re.sub("`[^`]*`", "", text))
    assert "](javascript" not in text.replace("\\](javascript", "").replace("[x](javascript", "")
    assert "\u202e" not in text and "\x1b" not in text
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows[3:]} == {6}


def test_markdown_renders_hostile_text_as_the_text_it_is() -> None:
    from markdown_it import MarkdownIt

    rendered = MarkdownIt("gfm-like", {"linkify": False}).enable("table").render(to_markdown(REPORT))
    assert "<script" not in rendered and "<img" not in rendered and 'href="javascript' not in rendered
    assert "**bold** @\u200boctocat `code` [x](javascript:alert(1))" in rendered


def test_a_long_markdown_report_fits_and_counts_what_is_missing() -> None:
    many = Report("many", REPORT.verdicts * 200, UNCHECKED, PROVENANCE)
    text = to_markdown(many)
    assert len(text.encode("utf-8")) <= LIMIT
    left_out = re.findall(r"\*\*([\d,]+) more (row|claim)s left out", text)
    shown = {
        "row": text.count("\n| ✓ ") + text.count("\n| ✗ ") + text.count("\n| ? ") + text.count("\n| ! ") - 1,
        "claim": text.count("<details"),
    }
    assert {noun: int(number.replace(",", "")) + shown[noun] for number, noun in left_out} == {
        "row": 3002,
        "claim": 3002,
    }


# HTML


def test_the_page_is_well_formed_with_unique_ids_and_live_anchors(page: Page) -> None:
    assert page.open == []
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    anchors = [attrs["href"][1:] for attrs in page.all("a") if attrs["href"].startswith("#")]
    assert set(anchors) <= set(ids)
    labelled = [attrs["aria-labelledby"] for _, attrs in page.elements if "aria-labelledby" in attrs]
    assert set(labelled) <= set(ids)


def test_headings_never_skip_a_level(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_page_loads_nothing_and_links_only_to_evidence(page: Page) -> None:
    assert not [attrs for _, attrs in page.elements if {"src", "srcset", "poster", "action", "background"} & set(attrs)]
    assert [attrs["href"][:9] for attrs in page.all("link")] == ["data:imag"]
    links = [attrs for attrs in page.all("a") if not attrs["href"].startswith("#")]
    assert links
    for attrs in links:
        assert re.match("https?://", attrs["href"])
        assert attrs["rel"] == "noreferrer noopener"
    style = to_html(EMPTY).split("<style>")[1].split("</style>")[0]
    assert "url(" not in style and "@import" not in style


def test_the_content_security_policy_allows_our_script_and_nothing_else(page: Page) -> None:
    policy = next(a["content"] for a in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert len(page.scripts) == 1
    digest = base64.b64encode(hashlib.sha256(page.scripts[0].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    assert not [attrs for _, attrs in page.elements if any(name.startswith("on") for name in attrs)]


def test_hostile_text_is_shown_as_the_text_it_is(page: Page) -> None:
    shown = "".join(page.text)
    assert "<script>alert('claim')</script> | **bold** @octocat `code`" in shown
    assert "</blockquote><script>alert('snippet')</script>" in shown
    assert '"><img src=x onerror=alert(1)>' in shown
    assert "\x1b" not in shown and "\u202e" not in shown
    assert not page.all("img") and not page.all("em")


def test_every_text_of_the_report_is_on_the_page(page: Page) -> None:
    shown = " ".join("".join(page.text).split())
    for item in wording.everything(REPORT):
        texts = [item.claim.text, item.why, item.claim.quote, wording.place(item), item.claim.id, *wording.notes(item)]
        if isinstance(item, Verdict):
            texts += [a.match.snippet.text for a in item.assessments]
            texts += [note for a in item.assessments for note in wording.match_notes(a)]
            texts += [line for a in item.assessments for line in wording.arithmetic(a)]
        for text in texts:
            assert " ".join(wording.writable(text).split()) in shown


@pytest.mark.parametrize("item", wording.everything(REPORT), ids=lambda item: item.claim.id)
def test_colour_is_never_the_only_signal(item: wording.Item) -> None:
    sign = f"{wording.symbol(item)} {wording.label_name(item)}"
    report = (
        Report("one", (item,), (), PROVENANCE) if isinstance(item, Verdict) else Report("", (), (item,), PROVENANCE)
    )
    shown = " ".join("".join(Page(to_html(report)).text).split())
    assert sign in plain_terminal(report) and sign in to_markdown(report) and sign in shown
    assert ("Finding" in shown.split("Clear filters")[1].split("How this report")[0]) == wording.is_finding(item)


def test_a_link_whose_text_is_its_address_is_marked_so_that_paper_has_it_once() -> None:
    [assessment, *_] = CHIPS[0].assessments
    snippet = assessment.match.snippet
    assert snippet.source
    pages = []
    for title in ("https://example.org/a", "A title"):
        source = replace(snippet.source, url="https://example.org/a", title=title)
        match = replace(assessment.match, snippet=replace(snippet, source=source))
        verdict = replace(CHIPS[0], assessments=(replace(assessment, match=match),), joint=())
        pages.append(to_html(Report("one", (verdict,), (), PROVENANCE)))
    assert ['<a href="https://example.org/a" class="bare"' in page for page in pages] == [True, False]


@pytest.mark.parametrize(("length", "is_long"), [(280, False), (281, True)])
def test_a_claim_of_a_paragraph_is_not_set_as_a_heading(length: int, is_long: bool) -> None:
    verdict = replace(CHIPS[0], claim=replace(CHIPS[0].claim, text="c" * length))
    [heading] = Page(to_html(Report("one", (verdict,), (), PROVENANCE))).all("h3")[:1]
    assert (heading.get("class") == "long") == is_long


def test_claims_of_equal_id_in_two_files_have_their_own_anchors() -> None:
    twice = Report("two", (CHIPS[0], CHIPS[0]), (), PROVENANCE)
    ids = [attrs["id"] for attrs in Page(to_html(twice)).all("article")]
    assert ids == ["claim-zhenwu-rivals-h20", "claim-zhenwu-rivals-h20-2"]


def test_quotes_and_evidence_carry_their_language(page: Page) -> None:
    languages = [attrs.get("lang") for attrs in page.all("blockquote")]
    assert languages.count("de") >= 3
    assert all(attrs["dir"] == "auto" for attrs in page.all("blockquote") + page.all("h3") if "id" in attrs)


def test_evidence_is_open_for_findings_and_closed_for_the_rest_of_a_long_report(page: Page) -> None:
    evidence = [attrs for attrs in page.all("details") if attrs.get("class") == "evidence"]
    assert [("open" in attrs) for attrs in evidence] == [wording.is_finding(v) for v in REPORT.verdicts]


def test_the_provenance_is_on_the_page(page: Page) -> None:
    shown = "".join(page.text)
    for text in (
        PROVENANCE.index_fingerprint,
        PROVENANCE.verifier.model_id,
        "a" * 64,
        "d" * 64,
        "2025-09-12 08:30 UTC",
    ):
        assert text in shown


def test_a_report_without_claims_says_so_in_every_format() -> None:
    assert "This report has no claims" in to_html(EMPTY)
    assert Page(to_html(EMPTY)).open == []
    assert "0 claims: 0 supported" in plain_terminal(EMPTY)
    assert "0 claims: 0 supported" in to_markdown(EMPTY)


def test_the_examples_cover_every_label_outcome_and_standing() -> None:
    assert {v.label for v in REPORT.verdicts} == set(Label)
    # Known findings come from a baseline, and tests/test_diff.py shows them in every format.
    assert {v.outcome for v in REPORT.verdicts} == set(Outcome) - {Outcome.BASELINED}
    assert {a.match.standing.value for v in REPORT.verdicts for a in v.assessments} == {
        "counts",
        "published-later",
        "expired",
    }
    assert HOSTILES[0] in REPORT.findings


def golden(text: str, name: str) -> None:
    """Compares with a golden file; to accept a new output, delete the file and run the test twice."""
    path = GOLDEN / name
    if not path.exists():
        path.write_text(text, encoding="utf-8")
        pytest.fail(f"{path} was missing and is now written; look at it and run again")
    assert text == path.read_text(encoding="utf-8")
