from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from factcheck.datatypes import Place, Snippet, Source, content_hash
from factcheck.errors import Fault, InputError
from factcheck.evidence import find_evidence_files, read_evidence
from factcheck.faultlog import FaultLog
from factcheck.rows import text_lines


def faults_of(call: Callable[[], object]) -> list[Fault]:
    with pytest.raises(InputError) as caught:
        call()
    return list(caught.value.faults)


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(folder: Path, **files: str | bytes) -> list[Snippet]:
    """The snippets of files given as name_suffix=content."""
    return read_evidence([write(folder, name.replace("_", "."), content) for name, content in files.items()])


def faults_in(folder: Path, **files: str | bytes) -> list[Fault]:
    return faults_of(lambda: read(folder, **files))


def only_fault(folder: Path, **files: str | bytes) -> Fault:
    (fault,) = faults_in(folder, **files)
    return fault


# --- YAML


def test_yaml_joins_snippets_to_their_sources(tmp_path: Path) -> None:
    text = """\
sources:
  - {id: r, title: T, publisher: P, url: "https://a.example", author: A, published: 2025-08-11, accessed: 2025-09-12}
snippets:
  - {id: s, source: r, text: A is B., locator: para 4, lang: en, valid_until: 2026-01-01, tags: [x]}
"""
    (snippet,) = read(tmp_path, e_yaml=text)
    place = str(tmp_path / "e.yaml")
    source = Source(
        "r", "T", "P", "https://a.example", "A", dt.date(2025, 8, 11), dt.date(2025, 9, 12), place=Place(place, 2)
    )
    assert snippet == Snippet(
        "s", "A is B.", source, "para 4", "en", dt.date(2026, 1, 1), ("x",), place=Place(place, 4)
    )


def test_a_list_of_texts_is_evidence(tmp_path: Path) -> None:
    snippets = read(tmp_path, e_yaml="- A is B.\n- {text: C is D., id: x}\n")
    assert [(s.text, s.source, s.place and s.place.line) for s in snippets] == [
        ("A is B.", None, 1),
        ("C is D.", None, 2),
    ]


def test_a_source_may_be_described_after_its_use_and_in_another_file(tmp_path: Path) -> None:
    (snippet,) = read(tmp_path, a_yaml="snippets: [{text: A is B., source: r}]", b_yaml="sources: [{id: r, title: T}]")
    assert snippet.source is not None
    assert snippet.source.title == "T"


def test_a_snippet_may_hold_its_source(tmp_path: Path) -> None:
    (snippet,) = read(tmp_path, e_yaml="- {text: A is B., source: {id: r, title: T}}")
    assert snippet.source == Source("r", "T", place=Place(str(tmp_path / "e.yaml"), 1))


def test_unknown_keys_of_all_levels_are_faults_with_the_nearest_key(tmp_path: Path) -> None:
    text = "source: []\nsources: [{titel: T}]\nsnippets:\n- {text: A, locater: p}\n- {text: C, source: {urll: x}}\n"
    assert [(fault.line, fault.remedy) for fault in faults_in(tmp_path, e_yaml=text)] == [
        (1, 'did you mean "sources"?'),
        (2, 'did you mean "title"?'),
        (4, 'did you mean "locator"?'),
        (5, 'did you mean "url"?'),
    ]


def test_a_fault_in_a_source_mapping_names_the_field_as_written(tmp_path: Path) -> None:
    fault = only_fault(tmp_path, e_yaml="- {text: A is B., source: {id: r, url: x}}")
    assert (fault.field, fault.message) == ("snippets[0].source.url", "is no web address")


def test_a_source_that_is_a_list_is_a_fault(tmp_path: Path) -> None:
    fault = only_fault(tmp_path, e_yaml="- {text: A is B., source: [r]}")
    assert (fault.field, fault.message) == ("snippets[0].source", "text is expected")


def test_an_unknown_source_is_a_fault_with_the_nearest_one(tmp_path: Path) -> None:
    fault = only_fault(tmp_path, e_yaml="sources: [{id: reuters}]\nsnippets:\n- {text: A is B., source: reuter}\n")
    assert (fault.line, fault.seen, fault.remedy) == (3, "reuter", 'did you mean "reuters"?')


def test_a_source_with_a_fault_of_its_own_is_not_also_unknown(tmp_path: Path) -> None:
    text = "sources: [{id: r, published: 2025-02-30}]\nsnippets: [{text: A is B., source: r}]\n"
    assert only_fault(tmp_path, e_yaml=text).field == "sources[0].published"


def test_sources_of_a_file_that_is_not_yaml_are_not_also_unknown(tmp_path: Path) -> None:
    fault = only_fault(tmp_path, a_yaml="sources: [{id: r", b_yaml="snippets: [{text: A is B., source: r}]")
    assert fault.file == str(tmp_path / "a.yaml")


@pytest.mark.parametrize(
    ("written", "told"),
    [("0", "must be above 0"), ("-0.5", "must be above 0"), ("1.01", "must be at most 1"), ("high", "a number is")],
)
def test_a_reliability_out_of_its_range_is_a_fault_with_the_remedy(tmp_path: Path, written: str, told: str) -> None:
    text = f"sources: [{{id: r, title: T, reliability: {written}}}]\nsnippets: [{{source: r, text: A is B.}}]\n"
    fault = only_fault(tmp_path, e_yaml=text)
    assert (fault.line, fault.field) == (1, "sources[0].reliability")
    assert fault.message.startswith(told)
    assert fault.remedy in ("write a number within the range", "write a number such as 0.5")


def test_a_validity_that_ends_before_publication_is_a_fault(tmp_path: Path) -> None:
    text = "- {text: A is B., valid_until: 2025-01-01, source: {id: r, published: 2025-01-02}}"
    fault = only_fault(tmp_path, e_yaml=text)
    assert (fault.field, fault.message) == ("valid_until", "lies before the day of publication, 2025-01-02")


def test_a_validity_that_ends_on_the_day_of_publication_is_allowed(tmp_path: Path) -> None:
    text = "- {text: A is B., valid_until: 2025-01-01, source: {id: r, published: 2025-01-01}}"
    assert len(read(tmp_path, e_yaml=text)) == 1


@pytest.mark.parametrize("text", ["- ''", "- {text: ' '}", '- "\\u00a0"'])
def test_a_blank_text_is_a_fault(tmp_path: Path, text: str) -> None:
    assert only_fault(tmp_path, e_yaml=text).message == "is blank"


def test_a_text_may_have_any_length(tmp_path: Path) -> None:
    (snippet,) = read(tmp_path, e_yaml="- " + "word " * 10_000)
    assert len(snippet.text.split()) == 10_000


def test_a_passage_that_yaml_splits_at_its_colon_is_one_clear_fault(tmp_path: Path) -> None:
    assert only_fault(tmp_path, e_yaml="- Reuters: sold out\n").message == "this reads as a key and a value"


def test_claims_given_as_evidence_are_named_as_such(tmp_path: Path) -> None:
    assert only_fault(tmp_path, e_yaml="claims: [A is B.]").message == "these are claims, not evidence"


@pytest.mark.parametrize("text", ["A is B.", "snippets: A is B."])
def test_snippets_must_be_a_list(tmp_path: Path, text: str) -> None:
    assert "list" in faults_in(tmp_path, e_yaml=text)[0].message


# --- ids


def test_a_derived_id_is_a_hash_of_text_source_locator_and_validity(tmp_path: Path) -> None:
    (snippet,) = read(
        tmp_path, e_yaml="- {text: A is B., source: {id: r}, locator: p. 1}\n- x", f_yaml="sources: [{id: r}]"
    )[:1]
    assert snippet.id == "s-" + content_hash("A is B.", "r", "p. 1", None)[:16]


def test_the_same_passage_twice_gets_two_ids_in_any_order(tmp_path: Path) -> None:
    ids = {snippet.id for snippet in read(tmp_path, e_yaml="- A is B.\n- C is D.\n- A is B.\n")}
    stem = "s-" + content_hash("A is B.", None, "", None)[:16]
    assert {stem, f"{stem}-2"} < ids
    assert len(ids) == 3


def test_a_snippet_id_twice_in_the_set_is_a_fault_that_names_both_places(tmp_path: Path) -> None:
    fault = only_fault(tmp_path, a_yaml="- {id: x, text: A is B.}", b_yaml="- y\n- {id: x, text: C is D.}")
    assert (fault.file, fault.line) == (str(tmp_path / "b.yaml"), 2)
    assert fault.message == f"the id is taken at {tmp_path / 'a.yaml'}:1"


def test_the_same_source_described_alike_in_two_files_is_one_source(tmp_path: Path) -> None:
    snippets = read(
        tmp_path,
        a_yaml="- {text: A is B., source: {id: r, title: T}}",
        b_yaml="- {text: C is D., source: {id: r, title: T}}",
    )
    assert snippets[0].source == snippets[1].source


def test_the_same_source_described_differently_is_a_fault_that_names_both_places(tmp_path: Path) -> None:
    fault = only_fault(
        tmp_path,
        a_yaml="- {text: A is B., source: {id: r, title: T}}",
        b_yaml="- {text: C is D., source: {id: r, title: U}}",
    )
    assert (fault.file, fault.line, fault.seen) == (str(tmp_path / "b.yaml"), 1, "r")
    assert fault.message == f"the source is described differently in {tmp_path / 'a.yaml'}:1"


# --- JSONL


def test_jsonl_gives_one_snippet_for_each_line_that_is_not_blank(tmp_path: Path) -> None:
    text = '{"text": "A is B."}\n\n{"text": "C is D.", "tags": ["x"], "valid_until": "2026-01-01"}\n'
    snippets = read(tmp_path, e_jsonl=text)
    assert [(s.text, s.place and s.place.line) for s in snippets] == [("A is B.", 1), ("C is D.", 3)]
    assert (snippets[1].tags, snippets[1].valid_until) == (("x",), dt.date(2026, 1, 1))


def test_jsonl_takes_sources_by_id_and_as_objects(tmp_path: Path) -> None:
    rows = [
        {"text": "A", "source": {"id": "r", "title": "T"}},
        {"text": "B", "source": "r"},
        {"text": "C", "source": {"id": "r"}},
    ]
    snippets = read(tmp_path, e_jsonl="\n".join(map(json.dumps, rows)))
    assert [snippet.source and snippet.source.title for snippet in snippets] == ["T", "T", "T"]


def test_a_source_object_without_an_id_gets_one_from_its_content(tmp_path: Path) -> None:
    rows = [{"text": "A", "source": {"title": "T"}}, {"text": "B", "source": {"title": "T"}}]
    first, second = read(tmp_path, e_jsonl="\n".join(map(json.dumps, rows)))
    assert first.source is not None
    assert first.source.id.startswith("src-")
    assert first.source == second.source


def test_a_number_as_an_id_is_taken_as_its_digits(tmp_path: Path) -> None:
    (snippet,) = read(tmp_path, e_jsonl='{"id": 75397, "text": "A is B."}')
    assert snippet.id == "75397"


def test_broken_lines_among_good_ones_are_all_named(tmp_path: Path) -> None:
    good = '{"text": "A is B."}'
    lines = [good, "{broken", good, "[1]", "null", '{"text": "A", "text": "B"}', '{"txt": "A"}', good, "[" * 100_000]
    faults = faults_in(tmp_path, e_jsonl="\n".join(lines))
    assert [fault.line for fault in faults] == [2, 4, 5, 6, 7, 7, 9]
    assert faults[3].message == 'not JSON: the key "text" is there twice'


def test_a_jsonl_line_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    fault = only_fault(tmp_path, e_jsonl=b'{"text": "A"}\n{"text": "f\xfcr"}\n')
    assert (fault.line, fault.message) == (2, "not UTF-8 (byte 0xfc)")


@pytest.mark.parametrize(("escape", "code"), [("\\u0000", "U+0000"), ("\\ud800", "U+D800")])
def test_a_character_that_no_report_can_hold_is_a_fault(tmp_path: Path, escape: str, code: str) -> None:
    assert code in only_fault(tmp_path, e_jsonl=f'{{"text": "A {escape}"}}').message


def test_a_jsonl_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert [s.text for s in read(tmp_path, e_jsonl=b'\xef\xbb\xbf{"text": "A"}')] == ["A"]


def test_reading_stops_after_a_hundred_faults(tmp_path: Path) -> None:
    faults = faults_in(tmp_path, e_jsonl="{broken\n" * 5000)
    assert len(faults) == 100
    assert (faults[-1].line, faults[-1].message) == (99, "too many faults: the rest of the file was not read")


def test_a_line_above_the_limit_is_a_fault() -> None:
    log = FaultLog("e.jsonl")
    assert list(text_lines(io.BytesIO(b"12345\n123456\n"), log, limit=6)) == ["12345\n"]
    assert [(fault.line, fault.message) for fault in log.faults] == [(2, "longer than 6 bytes")]


# --- CSV


def test_csv_describes_snippets_and_their_sources(tmp_path: Path) -> None:
    text = (
        "text,id,source,title,publisher,url,author,published,accessed,locator,lang,valid_until,tags\n"
        'A is B.,s,r,T,P,https://a.example,A,2025-08-11,2025-09-12,p. 4,en,2026-01-01,"x, y;z"\n'
    )
    (snippet,) = read(tmp_path, e_csv=text)
    place = Place(str(tmp_path / "e.csv"), 2)
    source = Source("r", "T", "P", "https://a.example", "A", dt.date(2025, 8, 11), dt.date(2025, 9, 12), place=place)
    assert snippet == Snippet("s", "A is B.", source, "p. 4", "en", dt.date(2026, 1, 1), ("x", "y", "z"), place=place)


def test_a_csv_row_may_name_a_source_of_another_file(tmp_path: Path) -> None:
    (snippet,) = read(tmp_path, a_csv="text,source,title\nA is B.,r,\n", b_yaml="sources: [{id: r, title: T}]")
    assert snippet.source is not None
    assert snippet.source.title == "T"


def test_csv_lines_are_counted_over_cells_with_line_breaks_and_blank_rows(tmp_path: Path) -> None:
    snippets = read(tmp_path, e_csv='text,id\n"A is\nB.",1\n,\n\nC is D.,2\n')
    assert [(s.text, s.place and s.place.line) for s in snippets] == [("A is B.", 2), ("C is D.", 6)]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_csv_may_be_delimited_by_semicolons_or_tabs(tmp_path: Path, delimiter: str) -> None:
    (snippet,) = read(tmp_path, e_csv=f"id{delimiter}text\r\nx{delimiter}A, or B.\r\n")
    assert (snippet.id, snippet.text) == ("x", "A, or B.")


def test_a_wrong_column_is_a_fault_with_the_nearest_one(tmp_path: Path) -> None:
    fault = only_fault(tmp_path, e_csv="text,publishd\nA is B.,2025-01-01\n")
    assert (fault.line, fault.message, fault.remedy) == (
        1,
        'unknown column "publishd"',
        'did you mean "published"?',
    )


def test_a_csv_without_a_text_column_is_a_fault(tmp_path: Path) -> None:
    assert only_fault(tmp_path, e_csv="id,source\n1,r\n").message == "the column text is missing"


@pytest.mark.parametrize("text", ["", "\n\nA\n"])
def test_a_csv_without_a_header_is_a_fault(tmp_path: Path, text: str) -> None:
    assert only_fault(tmp_path, e_csv=text).message == "the column text is missing"


def test_a_column_twice_is_a_fault(tmp_path: Path) -> None:
    assert only_fault(tmp_path, e_csv="text,id,text\n").message == 'the column "text" is there twice'


def test_a_row_with_too_many_cells_is_a_fault_among_good_rows(tmp_path: Path) -> None:
    fault = only_fault(tmp_path, e_csv="text,id\nA is B.,1\nC, or D,2\nE is F.,3\n")
    assert (fault.line, fault.message) == (3, "3 cells in a row of 2 columns")


def test_a_row_without_text_is_a_fault(tmp_path: Path) -> None:
    fault = only_fault(tmp_path, e_csv="text,id\n ,1\n")
    assert (fault.line, fault.message) == (2, "text is missing")


def test_a_quote_that_is_never_closed_is_a_fault_with_the_line_where_it_opens(tmp_path: Path) -> None:
    fault = only_fault(tmp_path, e_csv='text\nA is B.\n"C is D.\nE is F.\n')
    assert (fault.line, fault.message[:7]) == (3, "not CSV")


def test_a_csv_cell_that_is_not_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    fault = only_fault(tmp_path, e_csv=b"text\nA is B.\nf\xfcr\n")
    assert (fault.line, fault.message) == (3, "not UTF-8 (byte 0xfc)")


def test_a_nul_byte_in_csv_is_a_fault(tmp_path: Path) -> None:
    assert only_fault(tmp_path, e_csv=b"text\nA\x00B\n").line == 2


def test_a_csv_cell_may_be_larger_than_the_default_limit_of_the_csv_module(tmp_path: Path) -> None:
    (snippet,) = read(tmp_path, e_csv="text\n" + "word " * 40_000)
    assert len(snippet.text.split()) == 40_000


# --- the set


def test_faults_between_snippets_are_shown_up_to_a_hundred_and_counted(tmp_path: Path) -> None:
    faults = faults_in(tmp_path, e_jsonl='{"text": "A", "id": "x"}\n' * 131)
    assert len(faults) == 101
    assert (faults[-1].line, faults[-1].message) == (0, "30 more faults in this file")


def test_the_order_is_that_of_files_and_lines(tmp_path: Path) -> None:
    snippets = read(tmp_path, b_yaml="- B1\n- B2", a_jsonl='{"text": "A1"}', c_csv="text\nC1\n")
    assert [snippet.text for snippet in snippets] == ["B1", "B2", "A1", "C1"]


def test_a_folder_gives_its_evidence_files_sorted_without_hidden_ones(tmp_path: Path) -> None:
    for name in ["c.csv", "b.jsonl", "a.yaml", "d.yml", ".e.yaml", "f.txt"]:
        write(tmp_path, name, "")
    assert [path.name for path in find_evidence_files([tmp_path])] == ["a.yaml", "b.jsonl", "c.csv", "d.yml"]


@pytest.mark.parametrize("text", ["", "[]", "sources: [{id: r}]", "snippets:"])
def test_evidence_without_snippets_is_a_fault(tmp_path: Path, text: str) -> None:
    assert only_fault(tmp_path, e_yaml=text).message == "no snippets in the evidence"


def test_a_folder_without_evidence_is_a_fault(tmp_path: Path) -> None:
    (fault,) = faults_of(lambda: read_evidence([tmp_path]))
    assert fault.message == "no evidence file in this folder"


def test_a_file_of_another_kind_is_a_fault(tmp_path: Path) -> None:
    assert only_fault(tmp_path, e_pdf="x").message == "no evidence file"


def test_the_faults_of_all_files_are_reported_at_once_in_order(tmp_path: Path) -> None:
    faults = faults_in(
        tmp_path,
        b_yaml="- {text: A, source: nobody}\n- {text: '', id: x}\n- {text: B, id: y}\n- {text: C, id: y}\n",
        a_jsonl="{\n",
    )
    assert [(Path(fault.file).name, fault.line) for fault in faults] == [
        ("b.yaml", 1),
        ("b.yaml", 2),
        ("b.yaml", 4),
        ("a.jsonl", 1),
    ]


def test_places_are_relative_to_the_working_directory(tmp_path: Path) -> None:
    path = write(tmp_path, "e.yaml", "- A is B.")
    (snippet,) = read_evidence([path], cwd=tmp_path)
    assert snippet.place == Place("e.yaml", 1)
