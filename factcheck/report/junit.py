"""A report as JUnit XML, as pytest writes it and GitLab, Jenkins and GitHub actions read it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from factcheck.datatypes import JointAssessment, Outcome, Report, Unchecked, Verdict
from factcheck.report.reviewwords import decision_name, review_text, reviewers
from factcheck.report.wording import (
    Item,
    arithmetic,
    baseline,
    by_file,
    everything,
    expectation,
    label_name,
    label_text,
    notes,
    percent,
    place,
    plain,
    reason_name,
    share,
    shorten,
    sides,
    source_line,
    waiver,
)

NAME_WIDTH = 160
"""Characters of a claim in the name of its test; the whole claim stands in what the test says."""

_PROBLEMS = {"failure": "failures", "error": "errors", "skipped": "skipped"}
_NOT_XML = re.compile("[\ufffe\uffff]")  # with what ``plain`` spells out, all that XML 1.0 cannot hold


def to_junit(report: Report) -> str:
    """A suite for each claims file and a test for each claim.

    A finding is a failure, an unchecked claim an error, a waived or baselined one skipped. An unchecked claim that is
    no finding (``--fail-on`` leaves it out) is skipped, so that the tests fail exactly when ``factcheck check`` does.
    """
    suites = [_suite(name, items, report) for name, items in by_file(everything(report)).items()]
    root = ET.Element("testsuites", {"name": _xml(f"factcheck: {report.name}"), **_counts(suites), "time": "0"})
    root.extend(suites)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(name: str, items: Sequence[Item], report: Report) -> ET.Element:
    tests = [_test(item) for item in items]
    counts = {plural: str(sum(test.find(tag) is not None for test in tests)) for tag, plural in _PROBLEMS.items()}
    made = report.provenance.created.isoformat()
    suite = ET.Element(
        "testsuite", {"name": _xml(name), "tests": str(len(tests)), **counts, "time": "0", "timestamp": made}
    )
    suite.extend(tests)
    return suite


def _counts(suites: Sequence[ET.Element]) -> dict[str, str]:
    names = ("tests", *_PROBLEMS.values())
    return {name: str(sum(int(suite.attrib[name]) for suite in suites)) for name in names}


def _test(item: Item) -> ET.Element:
    claim = item.claim
    attributes = {
        # GitLab groups by class name and tells tests apart by class name and name.
        "classname": _xml(_class_name(item)),
        "name": _xml(f"{shorten(plain(claim.text), NAME_WIDTH)} [{claim.id}]"),
        "time": "0",
    }
    if claim.place:
        attributes |= {"file": _xml(claim.place.file), "line": str(claim.place.line)}
    test = ET.Element("testcase", attributes)
    properties = ET.SubElement(test, "properties")
    for name, value in _properties(item):
        ET.SubElement(properties, "property", {"name": name, "value": _xml(value)})
    _say(test, item)
    return test


def _class_name(item: Item) -> str:
    """``claims.chips`` for ``claims/chips.yaml``, as pytest names modules: Jenkins takes the last dot for a package.

    The ending of an article goes too.
    """
    if not item.claim.place:
        return "claims"
    return re.sub(r"\.\w{2,5}$", "", item.claim.place.file).strip("/").replace("/", ".") or "claims"


def _properties(item: Item) -> list[tuple[str, str]]:
    claim = item.claim
    pairs = [("id", claim.id), ("label", label_name(item)), ("outcome", item.outcome.value)]
    if isinstance(item, Verdict):
        review = item.review
        pairs += [
            ("reason", reason_name(item)),
            ("confidence", share(item.confidence)),
            ("reference_date", item.reference_date.isoformat()),
            ("reviewer", reviewers(review)),
            ("decision", decision_name(review)),
            ("review_stands", ("yes" if review.stands else "no") if review else ""),
        ]
    pairs += [("expect", claim.expect.value if claim.expect else ""), ("tags", ", ".join(claim.tags))]
    return [(name, value) for name, value in pairs if value]


def _say(test: ET.Element, item: Item) -> None:
    """What went wrong with the test, if anything did."""
    if item.outcome is Outcome.WAIVED:
        _skip(test, "waived", waiver(item))
    elif item.outcome is Outcome.BASELINED:
        _skip(test, "baselined", f"{baseline(item)}: {_headline(item)}")
    elif isinstance(item, Unchecked) and item.outcome is Outcome.PASSED:
        _skip(test, "unchecked", _headline(item))
    elif item.outcome is Outcome.FINDING:
        tag = "error" if isinstance(item, Unchecked) else "failure"
        kind = f"factcheck.{reason_name(item) or label_name(item)}"
        problem = ET.SubElement(test, tag, {"type": kind, "message": _xml(_headline(item))})
        problem.text = "\n".join(map(_xml, _lines(item)))


def _skip(test: ET.Element, kind: str, why: str) -> None:
    ET.SubElement(test, "skipped", {"type": f"factcheck.{kind}", "message": _xml(why)})


def _headline(item: Item) -> str:
    sure = f" {percent(item.confidence)}" if isinstance(item, Verdict) else ""
    said = f" ({expectation(item)})" if expectation(item) else ""
    return f"{label_text(item)}{sure}{said}: {item.why}"


def _lines(item: Item) -> list[str]:
    """The claim, where it stands, why, and the evidence of both sides, a line each."""
    lines = [
        item.claim.text,
        f"at {place(item)}" if place(item) else "",
        item.why,
        *notes(item),
        review_text(item),
    ]
    if isinstance(item, Verdict):
        both = sides(item)
        for assessment in (*both.supports, *both.contradicts):
            stance, snippet = assessment.stance, assessment.match.snippet
            sure = percent(getattr(assessment.probs, stance.value))
            idle = "" if assessment.decides else ", does not decide"
            said = "; ".join((source_line(snippet), *arithmetic(assessment)))
            lines.append(f"{stance.value} {sure}{idle}: {snippet.text} ({said})")
        lines += [_together(two) for two in (both.supports_together, both.contradicts_together) if two]
    return [line for line in lines if line]


def _together(two: JointAssessment) -> str:
    sure = percent(getattr(two.probs, two.stance.value))
    said = " + ".join(f"{match.snippet.text} ({source_line(match.snippet)})" for match in two.matches)
    return f"read together, {two.stance.value} {sure}: {said}"


def _xml(text: str) -> str:
    """The text as one line of characters that XML allows; the others are spelled out."""
    return _NOT_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", plain(text))
