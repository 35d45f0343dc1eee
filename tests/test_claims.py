from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from factcheck.claims import find_claims_files, read_claims, read_claims_text
from factcheck.datatypes import Article, Label, Place, Reason, Waiver
from factcheck.errors import Fault, InputError
from factcheck.yamlfile import MAX_DEPTH, read_yaml, read_yaml_text


def faults_of(call: Callable[[], object]) -> list[Fault]:
    with pytest.raises(InputError) as caught:
        call()
    return list(caught.value.faults)


def faults_in(text: str) -> list[Fault]:
    return faults_of(lambda: read_claims_text(text, "c.yaml"))


def only_fault(text: str) -> Fault:
    (fault,) = faults_in(text)
    return fault


def texts(text: str) -> list[str]:
    return [claim.text for claim in read_claims_text(text, "c.yaml")]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# --- the three forms


def test_a_list_of_sentences_is_a_claims_file() -> None:
    assert texts("- Zhenwu rivals H20.\n- The H20 is for China.\n") == ["Zhenwu rivals H20.", "The H20 is for China."]


def test_sentences_and_mappings_may_be_mixed() -> None:
    assert texts("- A is B.\n- text: C is D.\n  id: x\n") == ["A is B.", "C is D."]


def test_the_full_form_gives_every_field() -> None:
    text = """\
article: {title: Chips, url: "https://a.example/x", publisher: P, author: Q, published: 2025-09-11, lang: de}
claims:
  - id: zhenwu
    text: Zhenwu rivals H20.
    quote: rivals H20
    span: [7, 17]
    context: Zhenwu is a chip.
    speaker: The Information
    as_of: "2025-09-11"
    expect: supported
    waive: {until: 2026-01-31, reason: second source requested}
    tags: [chips, china]
    lang: en
"""
    (claim,) = read_claims_text(text, "c.yaml")
    assert claim.id == "zhenwu"
    assert (claim.quote, claim.span, claim.context) == ("rivals H20", (7, 17), "Zhenwu is a chip.")
    assert (claim.speaker, claim.as_of) == ("The Information", dt.date(2025, 9, 11))
    assert claim.expect is Label.SUPPORTED
    assert claim.waive == Waiver(dt.date(2026, 1, 31), "second source requested")
    assert (claim.tags, claim.lang) == (("chips", "china"), "en")
    assert claim.article == Article("Chips", "https://a.example/x", "P", "Q", dt.date(2025, 9, 11), "de")


def test_the_language_of_the_article_is_not_that_of_the_claim() -> None:
    (claim,) = read_claims_text("article: {lang: de}\nclaims: [A is B.]\n", "c.yaml")
    assert claim.lang == ""


def test_a_reason_may_be_expected() -> None:
    (claim,) = read_claims_text("- {text: A is B., expect: not-enough}", "c.yaml")
    assert claim.expect is Reason.NOT_ENOUGH


def test_places_name_the_file_and_the_line_of_each_claim() -> None:
    claims = read_claims_text("# first\n- A is B.\n\n- id: x\n  text: C is D.\n", "c.yaml")
    assert [claim.place for claim in claims] == [Place("c.yaml", 2), Place("c.yaml", 4)]


def test_a_file_with_a_byte_order_mark_and_windows_line_ends_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "c.yaml", b"\xef\xbb\xbf- A is B.\r\n- C is D.\r\n")
    assert [(claim.text, claim.place and claim.place.line) for claim in read_claims([path])] == [
        ("A is B.", 1),
        ("C is D.", 2),
    ]


# --- text is kept as written


@pytest.mark.parametrize("word", ["no", "yes", "on", "1989", "12:30", "1e3", "0x1F", "2025-09-11", "true", "1_000"])
def test_a_short_claim_keeps_the_text_that_was_written(word: str) -> None:
    assert texts(f"- {word}\n") == [word]


def test_an_id_keeps_its_zeros() -> None:
    (claim,) = read_claims_text("- {id: 001, text: A is B.}", "c.yaml")
    assert claim.id == "001"


def test_the_language_code_of_norwegian_is_no_boolean() -> None:
    (claim,) = read_claims_text("- {text: A er B., lang: no}", "c.yaml")
    assert claim.lang == "no"


def test_line_breaks_in_a_text_become_one_space() -> None:
    assert texts("- |\n   A is\n\n   B.\n") == ["A is B."]


def test_a_quote_is_kept_verbatim() -> None:
    (claim,) = read_claims_text('- {text: A is B., quote: "A  is\\nB "}', "c.yaml")
    assert claim.quote == "A  is\nB "


def test_next_line_characters_do_not_shift_line_numbers() -> None:
    claims = read_claims_text("- A is\x85B.\n- C\u2028is D.\n", "c.yaml")
    assert [(claim.text, claim.place and claim.place.line) for claim in claims] == [("A is B.", 1), ("C is D.", 2)]


def test_a_key_without_a_value_counts_as_not_written() -> None:
    (claim,) = read_claims_text("- text: A is B.\n  as_of:\n  speaker: ~\n  tags:\n", "c.yaml")
    assert (claim.as_of, claim.speaker, claim.tags) == (None, "", ())


# --- ids


def test_a_derived_id_is_the_start_of_the_hash_of_the_text() -> None:
    (claim,) = read_claims_text("- A is B.", "c.yaml")
    assert claim.id == "c-" + hashlib.sha256(b'["A is B."]').hexdigest()[:10]


def test_a_derived_id_does_not_depend_on_whitespace_or_place() -> None:
    (first,) = read_claims_text("- A is B.", "c.yaml")
    (second,) = read_claims_text("claims:\n  - text: |\n      A\n      is B.\n", "d.yaml")
    assert first.id == second.id


def test_the_same_text_twice_is_a_fault_that_names_both_lines() -> None:
    fault = only_fault("- A is B.\n- C is D.\n- A is B.\n")
    assert (fault.line, fault.message, fault.seen) == (3, "the same claim stands in line 1", "A is B.")


def test_the_same_text_twice_is_allowed_with_ids() -> None:
    assert texts("- {id: a, text: A is B.}\n- {id: b, text: A is B.}\n") == ["A is B.", "A is B."]


def test_an_id_twice_is_a_fault_that_names_both_lines() -> None:
    fault = only_fault("- {id: a, text: A is B.}\n- {id: a, text: C is D.}\n")
    assert (fault.line, fault.message, fault.seen) == (2, "the id is taken in line 1", "a")


def test_the_same_id_in_two_files_is_allowed(tmp_path: Path) -> None:
    one, two = (write(tmp_path, name, "- {id: a, text: A is B.}") for name in ("1.yaml", "2.yaml"))
    assert [claim.id for claim in read_claims([one, two])] == ["a", "a"]


def test_an_id_with_two_colons_is_a_fault() -> None:
    fault = only_fault('- {id: "f::a", text: A is B.}')
    assert (fault.field, fault.message) == ("claims[0].id", "may not hold ::")


# --- faults of the fields


def test_a_future_key_is_a_fault_with_line_and_nearest_key() -> None:
    fault = only_fault("- text: A is B.\n  as_off: 2025-01-01\n")
    assert str(fault) == 'c.yaml:2: claims[0].as_off: unknown key "as_off" — did you mean "as_of"?'


def test_a_key_that_resembles_nothing_gets_the_list_of_known_keys() -> None:
    fault = only_fault("- text: A is B.\n  zzz: 1\n")
    assert fault.remedy.startswith("known keys: text, id, quote")


def test_an_unknown_key_inside_a_waiver_gets_the_keys_of_waivers() -> None:
    fault = only_fault("- text: A is B.\n  waive: {until: 2026-01-31, reason: r, reasn: x}\n")
    assert (fault.field, fault.remedy) == ("claims[0].waive.reasn", 'did you mean "reason"?')


def test_an_unknown_key_of_the_file_is_a_fault() -> None:
    fault = only_fault("claims: [A is B.]\nartikle: {}\n")
    assert (fault.line, fault.remedy) == (2, 'did you mean "article"?')


def test_an_unknown_key_of_the_article_is_a_fault() -> None:
    fault = only_fault("article:\n  titel: x\nclaims: [A is B.]\n")
    assert (fault.line, fault.field, fault.remedy) == (2, "article.titel", 'did you mean "title"?')


def test_an_unknown_key_in_angle_brackets_is_a_fault() -> None:
    assert only_fault("- {text: A is B., <id>: x}").message == 'unknown key "<id>"'


def test_a_misspelt_expectation_is_a_fault_with_the_nearest_one() -> None:
    fault = only_fault("- {text: A is B., expect: suported}")
    assert (fault.seen, fault.remedy) == ("suported", 'did you mean "supported"?')


def test_a_misspelt_reason_is_a_fault_with_the_nearest_one() -> None:
    assert only_fault("- {text: A is B., expect: not_enough}").remedy == 'did you mean "not-enough"?'


def test_a_day_that_the_calendar_lacks_is_a_fault() -> None:
    fault = only_fault("- text: A is B.\n  as_of: 2025-02-30\n")
    assert (fault.line, fault.field, fault.seen) == (2, "claims[0].as_of", "2025-02-30")
    assert fault.message == "is no day of the calendar"


@pytest.mark.parametrize("day", ["2025", "11.09.2025", "2025-09", "2025-9-1", "2025-09-11T10:00:00Z", "1757548800"])
def test_a_day_in_another_form_is_a_fault(day: str) -> None:
    assert only_fault(f"- {{text: A is B., as_of: '{day}'}}").message == "is no date"


@pytest.mark.parametrize("text", ["''", '" \\n "', '"\\u00a0"'])
def test_a_blank_text_is_a_fault(text: str) -> None:
    assert only_fault(f"- text: {text}\n").message == "is blank"


def test_a_text_without_letters_is_a_fault() -> None:
    assert only_fault("- '???'\n").message == "holds no word"


@pytest.mark.parametrize("item", ["- text: null", "- text:", "- ", "- ~", "- {id: a}", "- {}"])
def test_a_missing_text_is_a_fault(item: str) -> None:
    fault = only_fault(item)
    assert (fault.line, fault.message) == (1, "text is missing")


def test_a_text_that_is_a_list_is_a_fault() -> None:
    fault = only_fault("- text: [a, b]\n")
    assert (fault.message, fault.seen) == ("text is expected", "[a, b]")


def test_a_list_as_a_claim_is_a_fault() -> None:
    assert only_fault("- A is B.\n- [a]\n").message == "a mapping is expected"


def test_a_claim_of_300_words_is_read() -> None:
    assert texts("- " + "word " * 300) == [" ".join(["word"] * 300)]


def test_a_claim_of_301_words_is_a_fault() -> None:
    assert only_fault("- " + "word " * 301).message == "has 301 words, at most 300 are allowed"


def test_a_claim_of_ten_thousand_words_is_a_fault_that_names_the_number() -> None:
    fault = only_fault("- " + "word " * 10_000)
    assert fault.message == "has 10,000 words, at most 300 are allowed"
    assert len(fault.seen) == 60


def test_a_claim_without_spaces_is_limited_by_characters() -> None:
    assert only_fault("- " + "字" * 4001).message == "has 4,001 characters, at most 4,000 are allowed"


@pytest.mark.parametrize("span", ["[5, 5]", "[5, 3]", "[-1, 3]"])
def test_a_span_that_does_not_run_forward_is_a_fault(span: str) -> None:
    fault = only_fault(f"- {{text: A is B., quote: q, span: {span}}}")
    assert (fault.field, fault.seen) == ("claims[0].span", span)


def test_a_span_without_a_quote_is_a_fault() -> None:
    assert only_fault("- {text: A is B., span: [0, 3]}").message == "needs the quote that it locates"


@pytest.mark.parametrize("span", ["[1]", "[1, 2, 3]", "7", "[a, b]"])
def test_a_span_of_another_form_is_a_fault(span: str) -> None:
    assert {fault.line for fault in faults_in(f"- {{text: A is B., quote: q, span: {span}}}")} == {1}


def test_a_waiver_needs_a_day_and_a_reason() -> None:
    faults = faults_in("- text: A is B.\n  waive: {}\n")
    assert [fault.message for fault in faults] == ["until is missing", "reason is missing"]


def test_tags_must_be_a_list() -> None:
    assert only_fault("- {text: A is B., tags: chips}").message == "a list is expected"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://a.example", "a.example", "https://", "http://[1"])
def test_an_address_that_is_not_http_is_a_fault(url: str) -> None:
    assert only_fault(f"article: {{url: '{url}'}}\nclaims: [A is B.]").message == "is no web address"


def test_an_escaped_control_character_is_a_fault() -> None:
    assert only_fault('- "A is \\0 B."').message == "holds the control character U+0000"


def test_what_was_seen_cannot_drive_the_terminal() -> None:
    fault = only_fault('- {text: A is B., expect: "\\e[31mred"}')
    assert fault.seen == "\\x1b[31mred"


def test_all_faults_of_a_file_are_reported_at_once_in_line_order() -> None:
    text = "- text: A is B.\n  as_of: x\n  expect: y\n-\n- text: C is D.\n  text: E is F.\n  zzz: 1\n- A is #1.\n"
    assert [fault.line for fault in faults_in(text)] == [2, 3, 4, 6, 7, 8]


def test_the_faults_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    one, two = write(tmp_path, "1.yaml", "- ''\n"), write(tmp_path, "2.yaml", "- A\n- [\n")
    assert [fault.file for fault in faults_of(lambda: read_claims([one, two]))] == [str(one), str(two)]


def test_reading_stops_after_a_hundred_faults() -> None:
    faults = faults_in("- ''\n" * 1000)
    assert len(faults) == 100
    assert (faults[-1].line, faults[-1].message) == (99, "too many faults: the rest of the file was not read")


# --- faults of the form


def test_a_sentence_that_yaml_splits_at_its_colon_is_one_clear_fault() -> None:
    fault = only_fault("- Reuters: the chip is sold out.\n")
    assert (fault.message, fault.seen) == ("this reads as a key and a value", "Reuters: …")
    assert "quotes" in fault.remedy


def test_a_sentence_that_yaml_would_cut_at_a_hash_is_a_fault() -> None:
    fault = only_fault("- Zhenwu is #1 in China.\n")
    assert (fault.message, fault.seen) == ("the text would end before the #", "#1 in China.")


def test_a_comment_after_a_claim_is_no_fault() -> None:
    assert texts("- A is B. # checked twice\n") == ["A is B."]


@pytest.mark.parametrize("text", ["", "# only a comment\n", "[]", "claims:", "claims: []", "--- \n"])
def test_a_file_without_claims_is_a_fault(text: str) -> None:
    assert only_fault(text).message == "no claims in this file"


def test_a_lone_sentence_is_a_fault() -> None:
    assert only_fault("A is B.").message == "a list of claims is expected"


def test_a_lone_claim_is_a_fault() -> None:
    assert only_fault("text: A is B.\nid: x\n").message == "a single claim stands outside a list"


def test_evidence_given_as_claims_is_named_as_such() -> None:
    assert only_fault("snippets: [A is B.]").message == "this is evidence, not claims"


def test_a_misspelt_claims_key_is_one_fault() -> None:
    assert only_fault("clams: [A is B.]").remedy == 'did you mean "claims"?'


# --- YAML


def test_a_syntax_error_is_a_fault_with_its_line() -> None:
    fault = only_fault("- A is B.\n- text: C: D: E\n")
    assert (fault.line, fault.seen) == (2, "- text: C: D: E")


def test_a_sentence_that_starts_with_a_quoted_word_is_a_fault_that_advises_quotes() -> None:
    assert "quotes" in only_fault('- "Zhenwu" rivals H20.\n').remedy


def test_a_tab_is_a_fault_with_its_line() -> None:
    fault = only_fault("- text: A is B.\n\tid: x\n")
    assert (fault.line, fault.remedy) == (2, "indent with spaces, not with tabs")


def test_a_key_that_is_there_twice_is_a_fault_with_both_lines() -> None:
    fault = only_fault("- text: A is B.\n  text: C is D.\n")
    assert (fault.line, fault.message) == (2, 'the key "text" is there twice, first in line 1')


def test_an_alias_bomb_is_refused_without_being_expanded() -> None:
    levels = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    faults = faults_in("\n".join(levels))
    assert any(fault.message == 'the alias "*a0" is not allowed here' for fault in faults)
    assert any(fault.message == 'the anchor "&a0" is not allowed here' for fault in faults)


def test_a_tag_is_refused() -> None:
    fault = only_fault("- A is B.\n- !!python/name:os.system A is C.\n")
    assert (fault.line, fault.message) == (2, 'the tag "tag:yaml.org,2002:python/name:os.system" is not allowed here')


def test_a_merge_key_is_no_way_around_unknown_keys() -> None:
    assert only_fault("- {text: A is B., <<: {id: x}}").message == 'unknown key "<<"'


@pytest.mark.parametrize("text", ["- {{ name }}\n", "? [a]\n: b\n"])
def test_a_key_that_is_no_text_is_a_fault(text: str) -> None:
    assert faults_in(text)[0].message.endswith("cannot be a key")


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 500, 200_000])
def test_deep_nesting_is_a_fault_and_no_crash(depth: int) -> None:
    assert "nest" in only_fault("[" * depth + "]" * depth).message


def test_deep_block_nesting_is_a_fault_and_no_crash() -> None:
    assert "nest" in only_fault("- " * 3000 + "A").message


def test_a_second_document_is_a_fault() -> None:
    fault = only_fault("---\n- A is B.\n---\n- C is D.\n")
    assert (fault.line, fault.message) == (3, "a second document starts here")


def test_a_nul_byte_is_a_fault_with_its_line(tmp_path: Path) -> None:
    (fault,) = faults_of(lambda: read_yaml(write(tmp_path, "c.yaml", b"- A\n- B\x00\n")))
    assert (fault.line, fault.message) == (2, "the file holds the control character U+0000")


def test_latin_1_is_a_fault_with_byte_offset_and_line(tmp_path: Path) -> None:
    # "- A\n" has four bytes, "- f" three: the first bad byte is number 7, counted from 0.
    (fault,) = faults_of(lambda: read_yaml(write(tmp_path, "c.yaml", "- A\n- für\n".encode("latin-1"))))
    assert (fault.line, fault.message) == (2, "not UTF-8: byte 0xfc at offset 7")


def test_the_byte_offset_counts_the_byte_order_mark(tmp_path: Path) -> None:
    (fault,) = faults_of(lambda: read_yaml(write(tmp_path, "c.yaml", b"\xef\xbb\xbf- f\xfcr\n")))
    assert fault.message == "not UTF-8: byte 0xfc at offset 6"


def test_utf_16_is_named(tmp_path: Path) -> None:
    (fault,) = faults_of(lambda: read_yaml(write(tmp_path, "c.yaml", "- A is B.".encode("utf-16"))))
    assert fault.message == "the file is UTF-16, not UTF-8"


def test_a_file_at_the_size_limit_is_read(tmp_path: Path) -> None:
    assert read_yaml(write(tmp_path, "c.yaml", "- A is B."), limit=9).data == ["A is B."]


def test_a_file_above_the_size_limit_is_refused_and_jsonl_named(tmp_path: Path) -> None:
    (fault,) = faults_of(lambda: read_yaml(write(tmp_path, "c.yaml", "- A is B."), limit=8))
    assert fault.message.startswith("the file is larger than")
    assert "JSONL" in fault.remedy


def test_a_text_above_the_size_limit_is_refused() -> None:
    (fault,) = faults_of(lambda: read_yaml_text("- ää", "-", limit=5))
    assert fault.message.startswith("the file is larger than")


def test_a_lone_surrogate_from_standard_input_is_a_fault() -> None:
    assert only_fault("- A is \udcfc B.").line == 1


def test_a_path_into_the_file_finds_its_line() -> None:
    yaml_file = read_yaml_text("claims:\n- a\n-\n  text: b\n  as_of: c\n", "c.yaml")
    assert [yaml_file.line(path) for path in [("claims",), ("claims", 0), ("claims", 1, "as_of")]] == [1, 2, 5]


def test_a_path_that_leads_nowhere_has_the_line_of_what_encloses_it() -> None:
    yaml_file = read_yaml_text("claims:\n- a\n- text: b\n", "c.yaml")
    assert [yaml_file.line(path) for path in [("claims", 1, "id"), ("claims", 7), ("zzz",)]] == [3, 1, 1]


# --- finding files


def test_a_folder_gives_its_yaml_files_sorted_without_hidden_ones(tmp_path: Path) -> None:
    for name in ["b.yaml", "a/z.yml", "a/y.YAML", ".hidden.yaml", ".git/c.yaml", "notes.txt", "factcheck.yaml"]:
        write(tmp_path, name, "- A is B.")
    found = [path.relative_to(tmp_path).as_posix() for path in find_claims_files([tmp_path])]
    assert found == ["a/y.YAML", "a/z.yml", "b.yaml"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, "a.yaml", "- A is B.")
    assert find_claims_files([path, tmp_path]) == [path]


def test_a_folder_without_claims_is_a_fault(tmp_path: Path) -> None:
    (fault,) = faults_of(lambda: find_claims_files([tmp_path]))
    assert (fault.file, fault.message) == (str(tmp_path), "no claims file in this folder")


def test_every_missing_path_is_named(tmp_path: Path) -> None:
    faults = faults_of(lambda: find_claims_files([tmp_path / "a.yaml", tmp_path / "b"]))
    assert [fault.file for fault in faults] == [str(tmp_path / "a.yaml"), str(tmp_path / "b")]


def test_a_file_that_vanished_is_a_fault(tmp_path: Path) -> None:
    (fault,) = faults_of(lambda: read_yaml(tmp_path / "gone.yaml"))
    assert fault.message == "no such file"


def test_a_folder_read_as_a_file_is_a_fault(tmp_path: Path) -> None:
    (fault,) = faults_of(lambda: read_yaml(tmp_path))
    assert fault.message == "this is a folder, not a file"


def test_a_name_with_a_nul_byte_is_a_fault() -> None:
    (fault,) = faults_of(lambda: read_claims([Path("a\0.yaml")]))
    assert fault.line == 0


def test_a_file_of_another_kind_is_a_fault(tmp_path: Path) -> None:
    (fault,) = faults_of(lambda: read_claims([write(tmp_path, "article.md", "# A")]))
    assert fault.message == "no claims file"


def test_places_are_relative_to_the_working_directory(tmp_path: Path) -> None:
    write(tmp_path, "claims/a.yaml", "- A is B.")
    (claim,) = read_claims([tmp_path / "claims"], cwd=tmp_path)
    assert claim.place == Place(str(Path("claims/a.yaml")), 1)
