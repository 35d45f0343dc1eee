"""What a review of YAML found: ids that look like numbers, emoji as JSON escapes them, remedies of other fields."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from factcheck.claims import read_claims_text
from factcheck.curate.fixes import Wanted, edits
from factcheck.curate.joining import Plan
from factcheck.curate.writing import write_plan
from factcheck.errors import FactcheckError, InputError
from factcheck.evidence import WholeEvidence, read_whole_evidence
from factcheck.expectations import add_expectations
from factcheck.labels import Label
from factcheck.settings import load_settings
from factcheck.yamledit import round_trip, to_text

LOOKS = ("001", "1.10", "true", "No", "2024-01-05", "2024-01-05T10:00:00.50Z", "1e3", "0x1F", "1_000", "+1", ".NaN")
"""Texts that a resolver of YAML 1.1 or 1.2 takes for something else, or writes in another way."""


def changed_in(tmp_path: Path, name: str, text: str, plan: Callable[[WholeEvidence], Plan]) -> str:
    """The text of an evidence file after a plan, made of what it held, was written."""
    file = tmp_path / name
    file.write_text(text)
    write_plan(plan(read_whole_evidence([file])), file, [file])
    return file.read_text()


def retitled(evidence: WholeEvidence) -> Plan:
    return Plan(changed=tuple(replace(source, title="New") for source in evidence.sources))


def moved(evidence: WholeEvidence) -> Plan:
    return Plan(moved=tuple(replace(snippet, locator="p. 2") for snippet in evidence.snippets))


@pytest.mark.parametrize("look", LOOKS)
def test_what_stands_without_quotes_is_text_and_stays_as_it_was(look: str) -> None:
    text = f"{look}: {look}  # as written\nlist: [{look}, 'No', \"1.10\"]\nitems:\n  - {look}\n"
    data = round_trip().load(text)
    assert data[look] == look
    assert data["list"] == [look, "No", "1.10"]
    assert to_text(data) == text


def test_what_is_added_has_the_type_that_it_is_given() -> None:
    data = round_trip().load("a: 001\nb: 2024-01-05\nc: 0.50\nd:\n")
    assert data["d"] is None
    data.update({"a": "002", "b": dt.date(2024, 1, 6), "c": 0.25, "d": True})
    assert to_text(data) == "a: '002'\nb: 2024-01-06\nc: 0.25\nd: true\n"


@pytest.mark.parametrize("look", LOOKS)
def test_a_changed_source_is_found_by_an_id_that_looks_like_a_number(tmp_path: Path, look: str) -> None:
    text = (
        "sources:\n  - id: {0}\n    title: Old\n    published: 2024-01-05\nsnippets:\n  - {{source: {0}, text: A b}}\n"
    )
    text = text.format(look)
    assert changed_in(tmp_path, "e.yaml", text, retitled) == text.replace("Old", "New")
    text = f"- source: {{id: {look}, title: Old}}\n  text: A b\n"
    assert changed_in(tmp_path, "e.yaml", text, retitled) == text.replace("Old", "New")


@pytest.mark.parametrize("look", LOOKS)
def test_a_moved_snippet_is_found_by_an_id_that_looks_like_a_number(tmp_path: Path, look: str) -> None:
    text = f"- id: {look}\n  text: A b\n  locator: p. 1\n"
    assert changed_in(tmp_path, "e.yaml", text, moved) == text.replace("p. 1", "p. 2")


@pytest.mark.parametrize("written", ["' 7 '", "", "~"])
def test_an_id_with_spaces_around_it_and_a_key_without_a_value_are_what_the_reader_takes_them_for(
    tmp_path: Path, written: str
) -> None:
    for text in (
        f"sources:\n  - id: {written}\n    title: Old\nsnippets: []\n",
        f"snippets:\n  - text: A b\n    source:\n      id: {written}\n      title: Old\n",
    ):
        assert "title: New" in changed_in(tmp_path, "e.yaml", text, retitled)
    row = {"text": "A b", "source": {"id": written.strip("~'") or None, "title": "Old"}}
    assert '"title": "New"' in changed_in(tmp_path, "e.jsonl", json.dumps(row) + "\n", retitled)


@pytest.mark.parametrize("plan", [retitled, moved])
def test_a_change_that_fits_no_item_is_a_fault_and_nothing_is_written(
    tmp_path: Path, plan: Callable[[WholeEvidence], Plan]
) -> None:
    file = tmp_path / "e.yaml"
    file.write_text("sources:\n- {id: a, title: Old}\nsnippets:\n- {id: b, source: a, text: A b}\n")
    before = read_whole_evidence([file])
    file.write_text(other := "sources:\n- {id: c, title: Old}\nsnippets:\n- {id: d, source: c, text: A b}\n")
    with pytest.raises(InputError, match=r"e.yaml:[24]: [ab]: changed, and was not found where it was read"):
        write_plan(plan(before), file, [file])
    assert file.read_text() == other


def test_emoji_are_read_as_json_escapes_them() -> None:
    texts = ["A 😀 b.", "\\ud83d and 😀\\😀 c.", 'D "😀😀" 𝄞.', "Über 😀 e."]
    raw = json.dumps([{"text": text, "tags": ["😀"]} for text in texts], indent=1)
    claims = read_claims_text(raw, "x.json")
    assert [claim.text for claim in claims] == texts
    assert [claim.place and claim.place.line for claim in claims] == [2, 8, 14, 20]
    assert claims[0].tags == ("😀",)


def test_a_surrogate_pair_is_an_escape_in_double_quotes_only() -> None:
    text = '- Ü 😀 "\\ud83d\\ude00" a\n- \'\\ud83d\\ude00 b\'\n- "\\\\ud83d\\ude0 c"\n- "\\uD83D\\uDE00 d"\n'
    with pytest.raises(InputError, match="x:3: not YAML"):  # \ude0 has three digits
        read_claims_text(text, "x")
    claims = read_claims_text(text.replace("\\ude0 ", "\\\\ude00 "), "x")
    literal = "\\ud83d\\ude00"
    assert [claim.text for claim in claims] == [f'Ü 😀 "{literal}" a', f"{literal} b", f"{literal} c", "😀 d"]


@pytest.mark.parametrize("lone", ["\\ud83d", "\\ude00", "\\ude00\\ud83d", "\\ud83d \\ude00", "\\\\ud83d\\ude00"])
def test_half_a_surrogate_pair_is_a_fault_with_its_line(lone: str) -> None:
    with pytest.raises(InputError) as caught:
        read_claims_text(f'- "A \\ud83d\\ude00 b"\n- "C {lone} d"\n', "x")
    [fault] = caught.value.faults
    assert (fault.line, fault.remedy) == (2, "write the character itself instead of its escape")


def test_what_is_written_beside_escaped_emoji_stands_in_its_place() -> None:
    text = json.dumps([{"text": "A 😀 b.", "id": "a"}, "C 😀 d."])
    new, written = add_expectations(text, {"a": Label.UNKNOWN}, "x.json", quoted=True)
    assert written.n_added == 1
    assert new == text.replace('"id": "a"}', '"id": "a", "expect": "unknown"}')
    evidence = '- "A \\ud83d\\ude00 b"\n- {"text": "A \\ud83d\\ude00 b"}\n- C  \\ud83d d\n'
    spaces = edits(evidence, Wanted(frozenset({"EV404"}), frozenset(), {}))
    assert [(edit.line, edit.new) for edit in spaces] == [(3, "C \\ud83d d")]


@pytest.mark.parametrize("span", ["[]", "[5]", "[1, 2, 3]"])
def test_a_span_of_the_wrong_length_is_one_fault_of_the_span(span: str) -> None:
    with pytest.raises(InputError) as caught:
        read_claims_text(f"- text: A b.\n  quote: A b\n  span: {span}\n", "x")
    [fault] = caught.value.faults
    assert (fault.line, fault.field, fault.seen) == (3, "claims[0].span", span)
    assert (fault.message, fault.remedy) == ("the list has the wrong number of items", "write [start, end]")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("claims: []", "claims: the list is empty (seen: []) — name at least one"),
        ("index: exakt", 'index: is no word that is known here (seen: exakt) — did you mean "exact"?'),
        ("index: fast", "index: is no word that is known here (seen: fast) — write one of: auto, exact, ivf"),
    ],
)
def test_settings_have_the_remedy_of_their_own_kind(tmp_path: Path, line: str, told: str) -> None:
    (tmp_path / "factcheck.yaml").write_text(line)
    with pytest.raises(FactcheckError) as caught:
        load_settings(None, tmp_path, {}, {})
    assert str(caught.value) == f"factcheck.yaml:1: {told}"


def test_a_variable_without_a_path_asks_for_one(tmp_path: Path) -> None:
    with pytest.raises(FactcheckError, match=r"FACTCHECK_EVIDENCE: the list is empty .* — name at least one"):
        load_settings(None, tmp_path, {"FACTCHECK_EVIDENCE": ","}, {})


def test_a_long_text_in_quotes_with_backslashes_is_not_folded_behind_one(tmp_path: Path) -> None:
    path = "C:\\\\newsroom\\\\archiv\\\\" * 12
    for pad in range(0, 40, 3):
        text = f'- text: One.\n  source: {{id: a, title: "{"x" * pad} {path}2025 and so on"}}\n'
        after = changed_in(tmp_path, "e.yaml", text, moved)
        assert round_trip().load(after)[0]["source"]["title"] == f"{'x' * pad} {path}2025 and so on".replace(
            "\\\\", "\\"
        )


@pytest.mark.parametrize("text", ["The Moon orbits.\t", "The\tMoon orbits."])
def test_a_tab_that_the_library_does_not_read_is_a_fault_with_its_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError) as caught:
        changed_in(tmp_path, "e.yaml", f"- id: a\n  text: {text}\n", moved)
    [fault] = caught.value.faults
    assert (fault.file, fault.line, "blanks instead of tabs" in fault.remedy) == (str(tmp_path / "e.yaml"), 2, True)
