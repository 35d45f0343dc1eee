from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from importlib import resources
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter

from factcheck.datatypes import (
    Arithmetic,
    Article,
    Assessment,
    Claim,
    Label,
    Match,
    ModelRecord,
    Outcome,
    Place,
    Provenance,
    Report,
    Snippet,
    Source,
    StanceProbs,
    Unchecked,
    Verdict,
    Waiver,
)
from factcheck.schema import claims_schema, evidence_schema, report_schema, settings_schema

Schema = Callable[[], dict[str, Any]]
ALL = [claims_schema, evidence_schema, settings_schema, report_schema]


class _Core(yaml.SafeLoader):
    """YAML 1.2 as editors read it: dates are text."""


_Core.yaml_implicit_resolvers = {
    start: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for start, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def is_valid(schema: Schema, text: str) -> bool:
    return bool(Draft202012Validator(schema()).is_valid(yaml.load(text, Loader=_Core)))


def template(name: str) -> str:
    return (resources.files("factcheck") / "data" / "project" / name).read_text(encoding="utf-8")


def objects_in(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "properties" in node:
            yield node
        for value in node.values():
            yield from objects_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from objects_in(value)


def report() -> Report:
    day = dt.date(2025, 9, 11)
    article = Article("T", "https://a.example", "P", "A", day, "de")
    claim = Claim(
        "c",
        "A is B.",
        "q",
        (0, 1),
        "x",
        "s",
        day,
        Label.SUPPORTED,
        Waiver(day, "r"),
        ("t",),
        "en",
        article,
        Place("f", 1),
    )
    snippet = Snippet("s", "A is B.", Source("r", published=day, place=Place("e", 1)), place=Place("e", 2))
    numbers = (Arithmetic(True, "1 = 1"),)
    assessment = Assessment(Match(snippet, 1, 0.9, duplicates=("d",)), StanceProbs(0.9, 0.05, 0.05), arithmetic=numbers)
    verdict = Verdict(claim, Label.SUPPORTED, None, 0.9, "because", day, Outcome.PASSED, (assessment,))
    model = ModelRecord("m@1", "float32")
    now = dt.datetime(2025, 9, 12, tzinfo=dt.UTC)
    provenance = Provenance("0.1.0", now, day, model, model, "rule", "f" * 64, 1, 8, ("contradicted",), {"f": "0"})
    return Report("claims", (verdict,), (Unchecked(claim, "no model"),), provenance)


@pytest.mark.parametrize("schema", ALL)
def test_every_schema_is_a_valid_schema_of_draft_2020_12(schema: Schema) -> None:
    built = schema()
    assert built["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(built)


@pytest.mark.parametrize("schema", ALL)
def test_every_field_has_a_description(schema: Schema) -> None:
    for record in objects_in(schema()):
        assert [key for key, field in record["properties"].items() if not field.get("description")] == []


@pytest.mark.parametrize("schema", ALL)
def test_every_schema_can_be_written_as_json(schema: Schema) -> None:
    assert json.loads(json.dumps(schema())) == schema()


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        (claims_schema, "claims/example.yaml"),
        (evidence_schema, "evidence/example.yaml"),
        (settings_schema, "factcheck.yaml"),
    ],
)
def test_the_files_of_a_new_project_are_valid(schema: Schema, name: str) -> None:
    assert is_valid(schema, template(name))


@pytest.mark.parametrize(
    "text",
    [
        "- A is B.",
        "- A is B.\n- {text: C is D., id: x}",
        "claims: [A is B.]",
        "article: {lang: de, published: 2025-09-11}\nclaims: [{text: A, expect: conflicting, span: [0, 1], quote: a}]",
        "- {text: A is B., waive: {until: 2026-01-31, reason: r}, as_of: 2025-09-11}",
        "- 1989",
        "- {text: A is B., id: 7, tags: [2024], speaker: 3, lang: pt-BR}",
        "- {text: A is B., speaker: , lang: ''}",
        "article: {title: 1984, url: 'HTTPS://a.example'}\nclaims: [A is B.]",
    ],
)
def test_good_claims_are_valid(text: str) -> None:
    assert is_valid(claims_schema, text)


@pytest.mark.parametrize(
    "text",
    [
        "A is B.",
        "[]",
        "claims: []",
        "article: {title: T}",
        "- {id: x}",
        "- {text: ''}",
        "- {text: A is B., as_off: 2025-01-01}",
        "- {text: A is B., expect: suported}",
        "- {text: A is B., span: [0]}",
        "- {text: A is B., waive: {until: 2026-01-31}}",
        "- {text: A is B., tags: chips}",
        "article: {url: 'javascript:alert(1)'}\nclaims: [A is B.]",
        "claims: [A is B.]\nclaim: []",
        "- {text: A is B., lang: english}",
        f"- {{text: A is B., id: {'x' * 201}}}",
        f"- {'x' * 4001}",
        "article: {text: {file: a.txt, sha256: abc}}\nclaims: [A is B.]",
    ],
)
def test_wrong_claims_are_not_valid(text: str) -> None:
    assert not is_valid(claims_schema, text)


@pytest.mark.parametrize(
    "text",
    [
        "- A is B.",
        "- {text: A is B., source: r}",
        "- {text: A is B., source: {id: r, title: T}}",
        "sources: [{id: r, url: https://a.example}]\nsnippets: [{text: A, source: r, tags: [x]}, B]",
        "sources: [{id: r}]",
        "sources: [{id: 5, title: 3}]\nsnippets: [{text: A is B., source: 5, locator: 4}]",
    ],
)
def test_good_evidence_is_valid(text: str) -> None:
    assert is_valid(evidence_schema, text)


@pytest.mark.parametrize(
    "text",
    [
        "A is B.",
        "- {source: r}",
        "- {text: A is B., sources: r}",
        "- {text: A is B., source: {titel: T}}",
        "sources: [{id: r, url: ftp://a.example}]",
        "snippets: A is B.",
    ],
)
def test_wrong_evidence_is_not_valid(text: str) -> None:
    assert not is_valid(evidence_schema, text)


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "claims: a",
        "claims: [a, b]",
        "fail_on: never",
        "fail_on: [never]",
        "fail_on: contradicted, unknown",
        "k: 100",
        "organisation: {name: x}",
        "store: milvus\nmilvus: {uri: x.db, index: HNSW}",
    ],
)
def test_good_settings_are_valid(text: str) -> None:
    assert is_valid(settings_schema, text)


@pytest.mark.parametrize(
    "text",
    [
        *("k: 101", "k: eight", "verifyer: small", "organisation: {}", "milvus: {index: flat}"),
        *("fail_on: [supported]", "fail_on: []", "fail_on: foo", "fail_on: [never, unknown]"),
    ],
)
def test_wrong_settings_are_not_valid(text: str) -> None:
    assert not is_valid(settings_schema, text)


def test_a_record_is_valid() -> None:
    record = TypeAdapter(Report).dump_python(report(), mode="json")
    assert list(Draft202012Validator(report_schema()).iter_errors(record)) == []


def test_a_record_from_before_the_arithmetic_is_valid() -> None:
    record = TypeAdapter(Report).dump_python(report(), mode="json")
    del record["verdicts"][0]["assessments"][0]["arithmetic"]
    assert list(Draft202012Validator(report_schema()).iter_errors(record)) == []


def test_a_record_from_before_the_languages_is_valid() -> None:
    record = TypeAdapter(Report).dump_python(report(), mode="json")
    del record["verdicts"][0]["claim"]["language"], record["verdicts"][0]["unread"]
    assert list(Draft202012Validator(report_schema()).iter_errors(record)) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("verdicts", 0, "label"), "true"),
        (("verdicts", 0, "confidence"), 1.5),
        (("verdicts", 0, "reason"), "because"),
        (("verdicts", 0, "assessments", 0, "match", "rank"), 0),
        (("verdicts", 0, "assessments", 0, "arithmetic", 0, "agrees"), "yes"),
        (("format_version",), 2),
        (("unchecked",), None),
    ],
)
def test_a_wrong_record_is_not_valid(path: tuple[str | int, ...], value: object) -> None:
    record = TypeAdapter(Report).dump_python(report(), mode="json")
    place = record
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert not Draft202012Validator(report_schema()).is_valid(record)
