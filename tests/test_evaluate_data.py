"""Labelled data in every form that `factcheck evaluate` reads, and what it says of data that does not fit."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from factcheck.datatypes import Label, Reason
from factcheck.errors import FactcheckError, InputError, SettingsError
from factcheck.evaluate.datasets import Collection, DataSet, Pair, PairSet, Topic
from factcheck.evaluate.forms import languages
from factcheck.evaluate.read import read_data
from factcheck.evaluate.stages import Stage

S, C, U = Label.SUPPORTED, Label.CONTRADICTED, Label.UNKNOWN
Row = dict[str, object]

CLAIMS = """\
claims:
  - {id: tall, text: The tower is 330 metres tall., tags: [height]}
  - {id: lyon, text: The tower stands in Lyon.}
  - {id: moon, text: The moon orbits the earth.}
"""
EVIDENCE = """\
snippets:
  - {id: height, text: The tower measures 330 metres.}
  - {id: paris, text: The tower stands in Paris.}
"""
GOLD = "tall\tsupported\t\theight\nlyon\tcontradicted\t\tparis,height\nmoon\tunknown\tno-evidence\t\n"


def write(path: Path, *rows: Row) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def read(
    *paths: Path, stage: Stage | None = None, evidence: list[Path] | None = None, pair: str = "en-en"
) -> list[DataSet]:
    return read_data(list(paths), evidence or [], stage, languages(pair))[1]


def pairs(*paths: Path, pair: str = "en-en") -> list[tuple[str, str, Label]]:
    sets = read(*paths, pair=pair)
    return [(p.claim, p.evidence, p.gold) for item in sets if isinstance(item, PairSet) for p in item.pairs]


def pair_set(path: Path) -> PairSet:
    [found] = read(path)
    assert isinstance(found, PairSet)
    return found


def faults(*paths: Path, stage: Stage | None = None, evidence: list[Path] | None = None) -> str:
    with pytest.raises(FactcheckError) as caught:
        read(*paths, stage=stage, evidence=evidence)
    return str(caught.value)


def topic(folder: Path, gold: str = GOLD) -> Path:
    folder.mkdir(parents=True)
    (folder / "claims.yaml").write_text(CLAIMS, encoding="utf-8")
    (folder / "evidence.yaml").write_text(EVIDENCE, encoding="utf-8")
    (folder / "gold.tsv").write_text(gold, encoding="utf-8")
    return folder


# --- our own forms ---------------------------------------------------------------------------------------------------


def test_the_sentences_of_a_verification_row_are_one_evidence_text(tmp_path: Path) -> None:
    file = write(tmp_path / "x.jsonl", {"id": "7", "claim": "A.", "evidence": ["B.", "C."], "label": "contradicted"})
    assert pair_set(file).pairs[0].id == "7"
    assert pairs(file) == [("A.", "B. C.", C)]


def test_a_region_of_a_row_makes_no_other_language(tmp_path: Path) -> None:
    row: Row = {"id": "7", "claim": "A.", "evidence": ["B."], "label": "supported", "lang": "en-GB"}
    assert pair_set(write(tmp_path / "x.jsonl", row)).pairs[0].languages == ("en", "en")


def test_a_gzipped_file_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    row = {"id": "1", "claim": "A.", "evidence": ["B."], "label": "supported"}
    file = tmp_path / "x.jsonl"
    file.write_bytes(gzip.compress(json.dumps(row).encode()))
    assert pairs(file) == [("A.", "B.", S)]


def test_each_claim_of_a_single_row_is_a_pair_with_its_snippet_and_tags(tmp_path: Path) -> None:
    claims = [{"text": "A.", "label": "supported", "tags": ["date"]}, {"text": "B.", "label": "unknown"}]
    file = write(tmp_path / "x.jsonl", {"snippet": "S.", "claims": claims})
    assert pairs(file) == [("A.", "S.", S), ("B.", "S.", U)]
    assert [(pair.id, pair.tags) for pair in pair_set(file).pairs] == [("1.1", ("date",)), ("1.2", ())]


def test_a_claim_of_a_group_is_a_pair_with_each_snippet_and_with_both_together_where_that_is_labelled(
    tmp_path: Path,
) -> None:
    alone = {"text": "A.", "labels": ["unknown", "contradicted"]}
    joint = {"text": "B.", "labels": ["unknown", "unknown"], "joint": "supported"}
    file = write(tmp_path / "x.jsonl", {"snippets": ["S.", "T."], "claims": [alone, joint]})
    alone_pairs = [("A.", "S.", U), ("A.", "T.", C)]
    assert pairs(file) == [*alone_pairs, ("B.", "S.", U), ("B.", "T.", U), ("B.", "S. T.", S)]


@pytest.mark.parametrize(
    ("pair", "claim", "evidence"),
    [("en-en", "A.", "S."), ("de-en", "A auf Deutsch.", "S."), ("en-de", "A.", "S auf Deutsch.")],
)
def test_the_pair_of_languages_picks_the_texts_of_a_bilingual_row(
    tmp_path: Path, pair: str, claim: str, evidence: str
) -> None:
    row: Row = {"snippet": "S.", "snippet_de": "S auf Deutsch."}
    row["claims"] = [{"text": "A.", "text_de": "A auf Deutsch.", "label": "supported"}]
    assert pairs(write(tmp_path / "x.jsonl", row), pair=pair) == [(claim, evidence, S)]


def test_a_pair_of_unknown_languages_is_refused() -> None:
    with pytest.raises(SettingsError, match="--pair is 'de-fr' — write en-en"):
        languages("de-fr")


def test_a_folder_is_read_file_by_file_and_hidden_files_are_left_out(tmp_path: Path) -> None:
    row: Row = {"id": "1", "claim": "A.", "evidence": ["B."], "label": "supported"}
    for name in ("data/b.jsonl", "data/a.dev.jsonl", "data/.hidden.jsonl", "data/deep/c.jsonl"):
        write(tmp_path / name, row)
    assert [item.name for item in read(tmp_path / "data")] == ["a.dev", "b", "c"]


def test_sets_of_the_same_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    row: Row = {"id": "1", "claim": "A.", "evidence": ["B."], "label": "supported"}
    files = [write(tmp_path / folder / "dev.jsonl", row) for folder in ("one", "two")]
    assert [item.name for item in read(*files)] == ["dev", "two/dev"]


# --- published forms -------------------------------------------------------------------------------------------------


def test_fever_joins_the_distinct_sentences_of_all_annotators(tmp_path: Path) -> None:
    sets = [[[1, 1, "P", 0, "One."], [1, 2, "P", 3, "Two."]], [[2, 3, "P", 0, "One."]]]
    file = write(tmp_path / "x.jsonl", {"id": 5, "claim": "A.", "label": "REFUTES", "evidence": sets})
    assert pairs(file) == [("A.", "One. Two.", C)]


def test_fever_without_the_text_of_its_sentences_says_which_is_missing(tmp_path: Path) -> None:
    file = write(tmp_path / "x.jsonl", {"id": 5, "claim": "A.", "label": "SUPPORTS", "evidence": [[[1, 1, "P_Q", 3]]]})
    assert f"{file}:1: evidence: the text of sentence 3 of the page 'P_Q' is missing" in faults(file)


def test_fever_rows_without_evidence_are_counted_and_left_out(tmp_path: Path) -> None:
    one: Row = {"id": 1, "claim": "A.", "label": "NOT ENOUGH INFO", "evidence": [[[1, None, None, None]]]}
    two: Row = {"id": 2, "claim": "B.", "label": "SUPPORTS", "evidence": [[[1, 1, "P", 0, "One."]]]}
    found = pair_set(write(tmp_path / "x.jsonl", one, two))
    assert (len(found.pairs), dict(found.counts)) == (1, {"empty_evidence": 1})


def test_vitaminc_rows_keep_their_id_and_the_type_of_revision_as_tag(tmp_path: Path) -> None:
    row: Row = {
        "unique_id": "u_1",
        "claim": "A.",
        "evidence": "E.",
        "label": "NOT ENOUGH INFO",
        "revision_type": "real",
    }
    [pair] = pair_set(write(tmp_path / "x.jsonl", row)).pairs
    assert (pair.id, pair.gold, pair.tags) == ("u_1", U, ("revision:real",))


def test_climate_fever_gives_a_pair_for_each_evidence_sentence_with_the_label_of_that_sentence(tmp_path: Path) -> None:
    evidences = [{"evidence": "E.", "evidence_label": "REFUTES"}, {"evidence": "F.", "evidence_label": 2}]
    row: Row = {"claim_id": "0", "claim": "A.", "claim_label": "DISPUTED", "evidences": evidences}
    assert pairs(write(tmp_path / "x.jsonl", row)) == [("A.", "E.", C), ("A.", "F.", U)]


def test_averitec_is_an_array_whose_questions_and_answers_are_the_evidence(tmp_path: Path) -> None:
    answers = [{"answer": "Yes", "boolean_explanation": "It did."}, {"answer": "In May."}]
    row: Row = {"claim": "A.", "label": "Conflicting Evidence/Cherrypicking"}
    row["questions"] = [{"question": "Did it?", "answers": answers}]
    file = tmp_path / "dev.json"
    file.write_text(json.dumps([row], indent=2), encoding="utf-8")
    assert pairs(file) == [("A.", "Did it? Yes It did. In May.", U)]


def test_the_rows_of_an_array_have_the_line_in_which_they_begin(tmp_path: Path) -> None:
    rows: list[Row] = [{"claim": "A.", "label": label, "questions": []} for label in ("Supported", "Perhaps")]
    file = tmp_path / "dev.json"
    file.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]", encoding="utf-8")
    assert f"{file}:3: label: no label (seen: Perhaps)" in faults(file)


def test_llm_aggrefact_is_supported_or_not_and_tagged_by_its_data_set(tmp_path: Path) -> None:
    rows: list[Row] = [{"dataset": "Wice", "doc": "D.", "claim": "A.", "label": label} for label in (1, 0)]
    found = pair_set(write(tmp_path / "x.jsonl", *rows))
    assert [(pair.gold, pair.tags) for pair in found.pairs] == [(S, ("Wice",)), (U, ("Wice",))]


ABSTRACTS: list[Row] = [
    {"doc_id": 1, "title": "T", "abstract": ["One.", "Two."], "structured": False},
    {"doc_id": 2, "title": "V", "abstract": ["Three."], "structured": False},
]
SCIFACT: Row = {"id": 9, "claim": "A.", "cited_doc_ids": [1, 2]}
SCIFACT["evidence"] = {"1": [{"sentences": [0], "label": "CONTRADICT"}]}


def test_scifact_gives_whole_abstracts_and_those_without_a_rationale_are_unknown(tmp_path: Path) -> None:
    files = [write(tmp_path / "corpus.jsonl", *ABSTRACTS), write(tmp_path / "claims.jsonl", SCIFACT)]
    assert pairs(*files) == [("A.", "One. Two.", C), ("A.", "Three.", U)]


def test_scifact_is_searched_over_titles_and_abstracts_and_the_cited_ones_are_relevant(tmp_path: Path) -> None:
    corpus, claims = write(tmp_path / "corpus.jsonl", *ABSTRACTS), write(tmp_path / "claims.jsonl", SCIFACT)
    [found] = read(claims, stage=Stage.RETRIEVE, evidence=[corpus])
    assert isinstance(found, Collection)
    assert [snippet.text for snippet in found.snippets] == ["T One. Two.", "V Three."]
    assert found.queries[0].relevant == ("1", "2")


def test_scifact_without_its_corpus_says_what_to_name(tmp_path: Path) -> None:
    assert "name corpus.jsonl too" in faults(write(tmp_path / "claims.jsonl", SCIFACT))


# --- collections -----------------------------------------------------------------------------------------------------

DOCUMENTS: list[Row] = [{"_id": "d1", "title": "T", "text": "One."}, {"_id": "d2", "title": "", "text": "Two."}]


def test_queries_that_name_what_is_relevant_are_searched_over_the_documents(tmp_path: Path) -> None:
    queries = write(tmp_path / "queries.jsonl", {"_id": "q", "text": "A?", "relevant": ["d2", "gone"]})
    [found] = read(write(tmp_path / "corpus.jsonl", *DOCUMENTS), queries)
    assert isinstance(found, Collection)
    assert [(query.claim.text, query.relevant) for query in found.queries] == [("A?", ("d2", "gone"))]
    assert dict(found.counts) == {"not_in_pool": 1}


def test_a_beir_folder_is_one_collection_for_each_file_of_judgements(tmp_path: Path) -> None:
    write(tmp_path / "nf/corpus.jsonl", *DOCUMENTS)
    write(tmp_path / "nf/queries.jsonl", {"_id": "q1", "text": "A?"}, {"_id": "q2", "text": "B?"})
    (tmp_path / "nf/qrels").mkdir()
    (tmp_path / "nf/qrels/test.tsv").write_text("query-id\tcorpus-id\tscore\nq2\td1\t1\nq2\td2\t0\n", encoding="utf-8")
    [found] = read(tmp_path / "nf")
    assert isinstance(found, Collection)
    assert (found.name, [(q.claim.id, q.relevant) for q in found.queries]) == ("nf.test", [("q2", ("d1",))])


def test_judgements_that_do_not_fit_are_named_by_line(tmp_path: Path) -> None:
    write(tmp_path / "queries.jsonl", {"_id": "q1", "text": "A?"})
    table = tmp_path / "test.tsv"
    table.write_text("q1\td1\t1\nq1 d2 1\n", encoding="utf-8")
    assert f"{table}:2: query, document and score are expected" in faults(table, tmp_path / "queries.jsonl")


def test_queries_without_a_pool_are_refused(tmp_path: Path) -> None:
    queries = write(tmp_path / "queries.jsonl", {"_id": "q", "text": "A?", "relevant": ["d2"]})
    assert "queries without a pool" in faults(queries)


# --- topics ----------------------------------------------------------------------------------------------------------


def test_a_topic_is_read_with_its_gold(tmp_path: Path) -> None:
    [found] = read(topic(tmp_path / "tower"), stage=Stage.PIPELINE)
    assert isinstance(found, Topic)
    assert found.gold["lyon"].deciding == ("paris", "height")
    assert (found.gold["moon"].label, found.gold["moon"].reason) == (U, Reason.NO_EVIDENCE)


def test_a_folder_of_topics_is_all_of_them(tmp_path: Path) -> None:
    topic(tmp_path / "all/b")
    topic(tmp_path / "all/a")
    assert [item.name for item in read(tmp_path / "all")] == ["a", "b"]


def test_the_deciding_snippets_of_a_topic_joined_are_the_evidence_of_its_decided_claims(tmp_path: Path) -> None:
    [found] = read(topic(tmp_path / "tower"))
    assert isinstance(found, PairSet)
    assert [(pair.id, pair.evidence) for pair in found.pairs] == [
        ("tall", "The tower measures 330 metres."),
        ("lyon", "The tower stands in Paris. The tower measures 330 metres."),
    ]
    assert dict(found.counts) == {"undecided": 1}


def test_the_deciding_snippets_of_a_topic_are_what_retrieval_should_find(tmp_path: Path) -> None:
    [found] = read(topic(tmp_path / "tower"), stage=Stage.RETRIEVE)
    assert isinstance(found, Collection)
    assert [(query.claim.id, query.relevant) for query in found.queries] == [
        ("tall", ("height",)),
        ("lyon", ("paris", "height")),
    ]


def test_a_claim_without_a_gold_line_is_counted_and_left_out(tmp_path: Path) -> None:
    [found] = read(topic(tmp_path / "tower", GOLD.splitlines()[0]), stage=Stage.PIPELINE)
    assert isinstance(found, Topic)
    assert ([claim.id for claim in found.claims], dict(found.counts)) == (["tall"], {"missing_label": 2})


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("tal\tsupported\t\theight", 'id: no such claim (seen: tal) — did you mean "tall"?'),
        ("tall\tsuported\t\theight", 'label: no label (seen: suported) — did you mean "supported"?'),
        ("tall\tunknown\tnotenough\t", 'reason: no reason (seen: notenough) — did you mean "not-enough"?'),
        ("tall\tsupported\t\theigt", 'deciding: no such snippet (seen: heigt) — did you mean "height"?'),
    ],
)
def test_a_gold_line_that_does_not_fit_is_named(tmp_path: Path, line: str, message: str) -> None:
    folder = topic(tmp_path / "tower", f"\n{line}\n")
    assert f"{folder / 'gold.tsv'}:2: {message}" in faults(folder)


def test_claims_with_expect_are_a_topic_over_the_evidence_named_and_nobody_else_sees_what_is_expected(
    tmp_path: Path,
) -> None:
    claims, evidence = tmp_path / "claims.yaml", tmp_path / "evidence.yaml"
    claims.write_text("- {id: a, text: A., expect: conflicting}\n- {id: b, text: B.}\n", encoding="utf-8")
    evidence.write_text(EVIDENCE, encoding="utf-8")
    [found] = read(claims, evidence=[evidence])
    assert isinstance(found, Topic)
    assert (found.gold["a"].label, found.gold["a"].reason) == (U, Reason.CONFLICTING)
    assert [claim.expect for claim in found.claims] == [None]
    assert dict(found.counts) == {"missing_label": 1}


# --- what does not fit -----------------------------------------------------------------------------------------------

GOOD: Row = {"id": "1", "claim": "A.", "evidence": ["B."], "label": "supported"}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({**GOOD, "label": "maybe"}, "label: no label (seen: maybe)"),
        ({**GOOD, "claim": ""}, "claim: a text is expected"),
        ({**GOOD, "evidence": [1]}, "evidence: a text or a list of sentences is expected"),
        ({"text": "A.", "label": 1}, "a row of no known form (seen: text, label)"),
        ({"snippets": ["S.", "T."], "claims": [{"text": "A.", "labels": ["unknown"]}]}, "claims[0].labels: 2 labels"),
        ({"snippet": "S.", "claims": "none"}, "claims: a list of claims is expected (seen: none)"),
    ],
)
def test_a_row_that_does_not_fit_is_named_by_file_and_line(tmp_path: Path, row: Row, message: str) -> None:
    file = write(tmp_path / "x.jsonl", GOOD, row)
    assert f"{file}:2: {message}" in faults(file)


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text(json.dumps(GOOD) + "\n{broken\n[1]\n", encoding="utf-8")
    assert f"{file}:2: not JSON" in faults(file)
    assert f"{file}:3: an object is expected" in faults(file)


def test_the_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    files = [write(tmp_path / name, {**GOOD, "label": "maybe"}) for name in ("a.jsonl", "b.jsonl")]
    with pytest.raises(InputError) as caught:
        read(*files)
    assert [fault.file for fault in caught.value.faults] == [str(file) for file in files]


def test_missing_labels_and_empty_evidence_are_left_out_and_duplicates_kept_and_all_are_counted(tmp_path: Path) -> None:
    rows = [GOOD, GOOD, {**GOOD, "label": None}, {**GOOD, "label": ""}, {**GOOD, "evidence": []}]
    found = pair_set(write(tmp_path / "x.jsonl", *rows))
    assert [pair.id for pair in found.pairs] == ["1", "1#2"]
    assert dict(found.counts) == {"duplicates": 1, "missing_label": 2, "empty_evidence": 1}


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert f"{tmp_path / 'gone'}: no such file or folder" in faults(tmp_path / "gone")


@pytest.mark.parametrize("stage", [Stage.RETRIEVE, Stage.PIPELINE])
def test_pairs_are_refused_by_the_stages_that_search(tmp_path: Path, stage: Stage) -> None:
    file = write(tmp_path / "x.jsonl", GOOD)
    assert f"x: holds pairs with their evidence — --stage {stage} does not take them" in faults(file, stage=stage)


def test_data_for_several_stages_needs_one_to_be_named(tmp_path: Path) -> None:
    queries = write(tmp_path / "queries.jsonl", {"_id": "q", "text": "A?", "relevant": ["d2"]})
    files = [write(tmp_path / "x.jsonl", GOOD), queries, write(tmp_path / "corpus.jsonl", *DOCUMENTS)]
    assert "several stages (retrieve, verify) — name one with --stage" in faults(*files)


def test_evidence_that_would_not_be_used_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path / "x.jsonl", GOOD)
    assert "--evidence is not used" in faults(file, evidence=[tmp_path])


def test_a_pair_has_the_place_it_came_from(tmp_path: Path) -> None:
    file = write(tmp_path / "x.jsonl", GOOD)
    [pair] = pair_set(file).pairs
    assert isinstance(pair, Pair)
    assert str(pair.place) == f"{file}:1"
