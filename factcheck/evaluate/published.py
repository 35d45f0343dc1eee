"""The published forms of FEVER, VitaminC, Climate-FEVER, AVeriTeC and LLM-AggreFact.

Keys and labels are those of the data sets' own pages: fever.ai/dataset/fever.html; github.com/TalSchuster/VitaminC;
huggingface.co/datasets/tdiggelm/climate_fever; github.com/MichSchli/AVeriTeC;
huggingface.co/datasets/lytang/LLM-AggreFact. SciFact takes two files and has a module of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from factcheck.datatypes import Label
from factcheck.evaluate.forms import Draft, Form, Languages, Row
from factcheck.evaluate.rowfields import LABELS, label_field, text_field
from factcheck.faultlog import FaultLog, shorten

CLIMATE_LABELS = {**LABELS, "0": Label.SUPPORTED, "1": Label.CONTRADICTED, "2": Label.UNKNOWN}
"""The class numbers that the parquet and JSON exports of Climate-FEVER have in place of the names."""
AGGREFACT_LABELS = {"1": Label.SUPPORTED, "0": Label.UNKNOWN}
"""LLM-AggreFact: 1 if the document supports the claim, else 0; not supported is scored as the rest."""


def fever(row: Row, line: int, log: FaultLog, pair: Languages) -> Iterator[Draft]:
    """FEVER: ``evidence`` holds sets of ``[annotation, evidence, page, sentence]``, and a text after them if given.

    The distinct sentences of all annotators are joined into one text.
    """
    gold = label_field(row.get("label"), log, line)
    texts: dict[str, None] = {}
    for entry in _fever_entries(row, line, log):
        page, number, text = entry[2], entry[3], entry[4] if len(entry) > 4 else None
        if page is None:
            continue
        if isinstance(text, str) and text.strip():
            texts.setdefault(text.strip())
        else:
            missing = f"the text of sentence {number} of the page {shorten(page, 40)!r} is missing"
            remedy = "add it as the fifth part of the entry: the row names it, but does not hold it"
            log.add(line, missing, field="evidence", remedy=remedy)
            break
    yield Draft(text_field(row, "claim", log, line), " ".join(texts), gold, str(row.get("id", "")))


def _fever_entries(row: Row, line: int, log: FaultLog) -> list[list[Any]]:
    sets = row["evidence"]
    if all(isinstance(part, list) and all(isinstance(e, list) and len(e) >= 4 for e in part) for part in sets):
        return [entry for part in sets for entry in part]
    log.add(line, "sets of [annotation, evidence, page, sentence, text] are expected", field="evidence")
    return []


def vitaminc(row: Row, line: int, log: FaultLog, pair: Languages) -> Iterator[Draft]:
    """VitaminC: ``unique_id``, ``claim``, ``evidence`` (one text), ``label``; tagged by the type of the revision."""
    evidence = row.get("evidence")
    text = evidence.strip() if isinstance(evidence, str) else ""
    kind = row.get("revision_type")
    gold = label_field(row.get("label"), log, line)
    tags = (f"revision:{kind}",) if kind else ()
    yield Draft(text_field(row, "claim", log, line), text, gold, str(row["unique_id"]), tags)


def climate_fever(row: Row, line: int, log: FaultLog, pair: Languages) -> Iterator[Draft]:
    """Climate-FEVER: each evidence sentence of a claim with its own label; the claim's label is not a pair's."""
    claim = text_field(row, "claim", log, line)
    for number, item in enumerate(_objects(row, "evidences", line, log), start=1):
        gold = label_field(
            item.get("evidence_label"), log, line, f"evidences[{number - 1}].evidence_label", CLIMATE_LABELS
        )
        text = item.get("evidence")
        yield Draft(claim, text.strip() if isinstance(text, str) else "", gold, f"{row.get('claim_id', line)}.{number}")


def averitec(row: Row, line: int, log: FaultLog, pair: Languages) -> Iterator[Draft]:
    """AVeriTeC: questions with their answers, joined in order; conflicting evidence is unknown."""
    parts = []
    for question in _objects(row, "questions", line, log):
        parts.append(str(question.get("question") or "").strip())
        for answer in _objects(question, "answers", line, log):
            parts += [str(answer.get(key) or "").strip() for key in ("answer", "boolean_explanation")]
    gold = label_field(row.get("label"), log, line)
    tags = tuple(str(kind) for kind in row.get("claim_types") or ())
    evidence = " ".join(part for part in parts if part)
    yield Draft(text_field(row, "claim", log, line), evidence, gold, str(row.get("claim_id", "")), tags)


def aggrefact(row: Row, line: int, log: FaultLog, pair: Languages) -> Iterator[Draft]:
    """LLM-AggreFact: ``doc``, ``claim``, ``label`` 0 or 1; tagged by the data set a row comes from."""
    doc = row.get("doc")
    gold = label_field(row.get("label"), log, line, "label", AGGREFACT_LABELS)
    tags = (str(row["dataset"]),) if row.get("dataset") else ()
    yield Draft(text_field(row, "claim", log, line), doc.strip() if isinstance(doc, str) else "", gold, "", tags)


def _objects(row: Mapping[str, Any], name: str, line: int, log: FaultLog) -> list[Mapping[str, Any]]:
    value = row.get(name)
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return value
    if value is not None:
        log.add(line, "a list of objects is expected", field=name, seen=shorten(value))
    return []


def _is_fever(row: Row) -> bool:
    evidence = row.get("evidence")
    return "claim" in row and isinstance(evidence, list) and bool(evidence) and isinstance(evidence[0], list)


PUBLISHED_FORMS = (
    Form("Climate-FEVER", lambda row: "claim" in row and "evidences" in row, climate_fever),
    Form("AVeriTeC", lambda row: "claim" in row and "questions" in row, averitec),
    Form("LLM-AggreFact", lambda row: "claim" in row and "doc" in row, aggrefact),
    Form("VitaminC", lambda row: {"claim", "evidence", "unique_id"} <= row.keys(), vitaminc),
    Form("FEVER", _is_fever, fever),
)
"""Tried in order, by the keys of the row."""
