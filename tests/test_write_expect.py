"""Accepted verdicts become ``expect:`` lines, and nothing else of a claims file changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.claims import read_claims_text
from factcheck.cli.expect import write_expected
from factcheck.datatypes import Choice, Label, Reason, Review
from factcheck.errors import Fault, InputError
from factcheck.expectations import add_expectations, write_expectations
from factcheck.review.expect import expectations
from tests.report_examples import CHIPS, REPORT

YES = Label.SUPPORTED


def added(text: str, expect: Label | Reason = YES, *, quoted: bool = False) -> str:
    """The text with the same expectation for every claim; nothing may be refused."""
    wanted = {claim.id: expect for claim in read_claims_text(text, "a.yaml")}
    new, written = add_expectations(text, wanted, "a.yaml", quoted=quoted)
    assert (written.refused, written.n_added) == ((), len(wanted))
    return new


def refused(text: str) -> Fault:
    """The one fault; the text stays as it is."""
    wanted = {claim.id: YES for claim in read_claims_text(text, "a.yaml")}
    new, written = add_expectations(text, wanted, "a.yaml")
    assert new == text
    [fault] = written.refused
    return fault


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- A is B.\n", "- text: A is B.\n  expect: supported\n"),
        ("- A is B.", "- text: A is B.\n  expect: supported"),
        ("- A is B.\r\n- C.\r\n", "- text: A is B.\r\n  expect: supported\r\n- text: C.\r\n  expect: supported\r\n"),
        ("- A is B.\r", "- text: A is B.\r  expect: supported\r"),
        ("\ufeff- A is B.\n", "\ufeff- text: A is B.\n  expect: supported\n"),
        ("-   A is B.   # sure\n\n# end\n", "-   text: A is B.   # sure\n    expect: supported\n\n# end\n"),
        ("-\n  A is B.\n", "-\n  text: A is B.\n  expect: supported\n"),
        ("claims:\n- A is B.\n", "claims:\n- text: A is B.\n  expect: supported\n"),
        ('- "A: is B." # c\n', '- text: "A: is B." # c\n  expect: supported\n'),
        ("- 'It''s B.'\n", "- text: 'It''s B.'\n  expect: supported\n"),
        ("- A is\n   B.\n- C.\n", "- text: A is\n   B.\n  expect: supported\n- text: C.\n  expect: supported\n"),
        ("- >\n    A is\n    B.\n\n", "- text: >\n    A is\n    B.\n  expect: supported\n\n"),
        ("- 𝄞 is ☃.\n", "- text: 𝄞 is ☃.\n  expect: supported\n"),
    ],
)
def test_a_short_claim_becomes_a_text_with_its_expectation(before: str, after: str) -> None:
    assert added(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- text: A.\n  id: a\n", "- text: A.\n  expect: supported\n  id: a\n"),
        ("- id: a\n  text: A. # c\n  # d\n", "- id: a\n  text: A. # c\n  expect: supported\n  # d\n"),
        ("-\n    text: A.\n", "-\n    text: A.\n    expect: supported\n"),
        ('- "text": A.\n', '- "text": A.\n  expect: supported\n'),
        ("- text: >-\n    A\n    B.\n\n\n  id: a\n", "- text: >-\n    A\n    B.\n  expect: supported\n\n\n  id: a\n"),
        ("- text: |\n    A.\n", "- text: |\n    A.\n  expect: supported\n"),
        ("- text: |\n    A.", "- text: |\n    A.\n  expect: supported"),
        ("- id: a\n  text:\n    A.\n    B.\n", "- id: a\n  text:\n    A.\n    B.\n  expect: supported\n"),
        ("- text: A.\n  expect:\n  id: a\n", "- text: A.\n  expect: supported\n  id: a\n"),
        ("- text: A.\n  expect: ~\n  id: a\n", "- text: A.\n  expect: supported\n  id: a\n"),
        ("- text: A.\n  expect: null # c\n", "- text: A.\n  expect: supported # c\n"),
    ],
)
def test_a_mapping_gets_a_line_behind_its_text(before: str, after: str) -> None:
    assert added(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- {text: A., id: a}\n", "- {text: A., id: a, expect: supported}\n"),
        ("- { id: a, text: 'A.' }  # c\n", "- { id: a, text: 'A.', expect: supported }  # c\n"),
        ("- {text: A., tags: [x, y],}\n", "- {text: A., tags: [x, y], expect: supported,}\n"),
        ("- {text: A., expect: ~}\n", "- {text: A., expect: supported}\n"),
        ("- {text: A.,\n   id: a  # c\n  }\n", "- {text: A.,\n   id: a, expect: supported  # c\n  }\n"),
        ("[A is B., 'C.']\n", "[{text: A is B., expect: supported}, {text: 'C.', expect: supported}]\n"),
        ("claims: [A is B.]", "claims: [{text: A is B., expect: supported}]"),
    ],
)
def test_flow_style_stays_flow_style(before: str, after: str) -> None:
    assert added(before) == after


def test_json_stays_json() -> None:
    before = '{"claims": ["A.", {"text": "B.", "tags": ["x"]}]}'
    after = '{"claims": [{"text": "A.", "expect": "supported"}, {"text": "B.", "tags": ["x"], "expect": "supported"}]}'
    assert added(before, quoted=True) == after


def test_a_reason_can_be_expected() -> None:
    assert added("- A.\n", Reason.CONFLICTING) == "- text: A.\n  expect: conflicting\n"


@pytest.mark.parametrize(
    "text",
    [
        "- A is\n  B.\n",
        "- >\n  A is\n  B.\n",
        '- "A is\n  B."\n',
        "- |\n  A.\n",
    ],
)
def test_a_text_that_would_have_to_be_moved_is_refused_with_file_and_line(text: str) -> None:
    fault = refused(text)
    assert (fault.file, fault.line) == ("a.yaml", 1)
    assert "cannot be written without moving" in fault.message


def test_another_expectation_is_never_overwritten() -> None:
    fault = refused("# c\n- {text: A., expect: unknown}\n")
    assert (fault.line, fault.seen) == (2, "unknown")
    assert "2: expect: supported was not written" in str(fault) and "expect: expect" not in str(fault)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- {text: A., expect: unknown}\n", "- {text: A., expect: supported}\n"),
        ("- text: A.\r\n  expect:   unknown  # so\r\n- B", "- text: A.\r\n  expect:   supported  # so\r\n- B"),
        ("\ufeff- expect: 'unknown'\n  text: unknown\n", "\ufeff- expect: 'supported'\n  text: unknown\n"),
        ('[{"expect": "unknown", "text": "𝄞 A."}]', '[{"expect": "supported", "text": "𝄞 A."}]'),
        ("- {text: A., 'expect':\n   unknown }\n", "- {text: A., 'expect':\n   supported }\n"),
    ],
)
def test_another_expectation_is_replaced_in_place_when_that_is_asked_for(before: str, after: str) -> None:
    wanted = {read_claims_text(before.removeprefix("\ufeff"), "a.yaml")[0].id: YES}
    new, written = add_expectations(before, wanted, "a.yaml", replacing=True)
    assert new == after
    assert (written.n_added, written.n_replaced, written.refused) == (0, 1, ())


def test_an_expectation_that_is_not_written_as_one_word_is_not_replaced() -> None:
    text = "- text: A.\n  id: a\n  expect: >-\n    unknown\n"
    new, written = add_expectations(text, {"a": YES}, "a.yaml", replacing=True)
    assert new == text
    assert [(fault.line, fault.seen) for fault in written.refused] == [(1, "unknown")]


def test_the_same_expectation_is_not_written_twice() -> None:
    text = "- {text: A., id: a, expect: supported}\n"
    assert add_expectations(text, {"a": YES}, "a.yaml")[0] == text


@pytest.mark.parametrize("replacing", [False, True])
def test_an_expected_unknown_is_met_by_every_reason_and_stays(replacing: bool) -> None:
    text = "- {text: A., id: a, expect: unknown}\n"
    new, written = add_expectations(text, {"a": Reason.CONFLICTING}, "a.yaml", replacing=replacing)
    assert (new, written.refused, written.n_replaced) == (text, (), 0)


def test_one_refused_claim_does_not_stop_the_others() -> None:
    text = "- One.\n- Two\n  three.\n- Four.\n"
    wanted = {claim.id: YES for claim in read_claims_text(text, "a.yaml")}
    new, written = add_expectations(text, wanted, "a.yaml")
    assert new == "- text: One.\n  expect: supported\n- Two\n  three.\n- text: Four.\n  expect: supported\n"
    assert (written.n_added, [fault.line for fault in written.refused]) == (2, [2])


def test_a_claim_that_is_not_there_is_told() -> None:
    _, written = add_expectations("- A.\n", {"gone": YES}, "a.yaml")
    assert [(fault.seen, fault.message) for fault in written.refused] == [("gone", "the claim is not there any more")]


def test_the_file_keeps_its_mode_and_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbf# d\xc3\xa9j\xc3\xa0\r\n- id: a\r\n  text: A is B.\r\n- C.")
    path.chmod(0o640)
    write_expectations(path, {"a": Label.UNKNOWN})
    assert path.read_bytes() == (
        b"\xef\xbb\xbf# d\xc3\xa9j\xc3\xa0\r\n- id: a\r\n  text: A is B.\r\n  expect: unknown\r\n- C."
    )
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_file_without_a_wish_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("- A.\n", "utf-8")
    before = path.stat().st_mtime_ns, path.stat().st_ino
    assert write_expectations(path, {}).n_added == 0
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_a_file_with_faults_is_refused_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("- {text: A., idd: a}\n", "utf-8")
    with pytest.raises(InputError, match="unknown key"):
        write_expectations(path, {"a": YES})
    assert path.read_text("utf-8") == "- {text: A., idd: a}\n"


SENTENCE = st.text(st.sampled_from("abc ÄÖ𝄞.,'\"-#:[]{}&*!|>%@`~?"), min_size=1, max_size=30).map(lambda s: f"x{s}y")
LAYOUT = st.sampled_from(
    [
        *("- {q}\n", "- text: {q}\n", "-   {q}  # c\n"),
        *("- {{text: {q}}}\n", "- {{ text: {q} , tags: [a] }} # c\n", "# c\n- {q}\n\n"),
    ]
)
ITEMS = st.lists(st.tuples(SENTENCE, LAYOUT), min_size=1, max_size=6, unique_by=lambda two: two[0].strip())


@settings(max_examples=60, deadline=None)
@given(ITEMS, st.booleans())
def test_whatever_the_texts_are_only_expectations_are_added(items: list[tuple[str, str]], windows: bool) -> None:
    text = "".join(layout.format(q="'" + sentence.replace("'", "''") + "'") for sentence, layout in items)
    text = text.replace("\n", "\r\n") if windows else text
    before = read_claims_text(text, "a.yaml")
    after = read_claims_text(added(text), "a.yaml")
    assert [replace(c, expect=None, place=None) for c in after] == [replace(c, place=None) for c in before]
    assert {claim.expect for claim in after} == {YES}
    rest = iter(added(text))
    assert all(character in rest for character in text)  # every character is still there, in its order


# --- from reviews ----------------------------------------------------------------------------------------------------


def test_only_accepted_verdicts_that_still_stand_are_expected() -> None:
    day = dt.date(2025, 9, 12)
    reviews = {
        "h20-strongest": Review("Ana", Choice.ACCEPT, day, on=Label.CONTRADICTED),
        "revenue-share": Review("Ana", Choice.ACCEPT, day, stale=("The evidence changed.",), on=Label.SUPPORTED),
        "h20-memory": Review("Ana", Choice.ACCEPT, day, on=Label.SUPPORTED),
        "zhenwu-memory": Review("Ana", Choice.UNKNOWN, day, note="no", on=Label.CONTRADICTED),
        "zhenwu-node": Review("Ana", Choice.ACCEPT, day, on=Label.UNKNOWN),
        "zhenwu-price": Review("Ana", Choice.UNKNOWN, day, on=Label.UNKNOWN),
    }
    verdicts = tuple(replace(v, review=reviews.get(v.claim.id)) for v in CHIPS)
    assert expectations(replace(REPORT, verdicts=verdicts)) == {
        "claims/chips.yaml": {
            "h20-strongest": Label.CONTRADICTED,
            "h20-memory": Label.SUPPORTED,
            "zhenwu-node": Reason.NOT_ENOUGH,
            "zhenwu-price": Label.UNKNOWN,
        }
    }


def test_a_file_that_changed_since_it_was_checked_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "claims" / "chips.yaml"
    path.parent.mkdir()
    path.write_text("- {id: h20-memory, text: It has 97 gigabytes.}\n", "utf-8")
    review = Review("Ana", Choice.ACCEPT, dt.date(2025, 9, 12), on=Label.SUPPORTED)
    accepted = replace(REPORT, verdicts=(replace(CHIPS[2], review=review),))
    write_expected(accepted, tmp_path)
    assert "claims/chips.yaml: the file changed while it was checked" in capsys.readouterr().err
    assert path.read_text("utf-8") == "- {id: h20-memory, text: It has 97 gigabytes.}\n"
