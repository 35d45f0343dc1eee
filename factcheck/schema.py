"""JSON Schemas (2020-12) of the files that people and programs read and write; editors show their descriptions."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from factcheck.claims import ClaimEntry, ClaimsFile, ClaimText
from factcheck.datatypes import REPORT_FORMAT, Report
from factcheck.evidence import EvidenceFile, SnippetEntry
from factcheck.fields import Passage
from factcheck.settings import FAIL_ON, SettingsEntry

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_REPORT_FIELDS = {
    "Report": {
        "name": "Name of the check: the file's stem, or the folder's name.",
        "verdicts": "One for each claim that could be checked, in the order of the claims.",
        "unchecked": "The claims that could not be checked, and why.",
        "provenance": "What the verdicts can be reproduced and audited with.",
        "format_version": "Version of this record; readers refuse any other.",
    },
    "Verdict": {
        "claim": "The claim as it was checked.",
        "label": "What the evidence as a whole says about the claim.",
        "reason": "Why the claim is unknown; null for the other labels.",
        "confidence": "Calibrated probability that the label is right, between 0 and 1.",
        "why": "The decision in one plain sentence.",
        "reference_date": "Day as of which evidence counts.",
        "outcome": "What the verdict means for the exit code.",
        "assessments": "What each snippet says, both sides, in rank order.",
        "joint": "What the best snippets say, read two at a time; empty where a single one settles the claim.",
        "review": "What a person decided on the verdict; null where nobody did.",
        "dispute": "Probability that the two sides' strongest snippets contradict each other; null where not read.",
        "unread": "Matches that were not read, because the verifier does not know their language.",
    },
    "Review": {
        "reviewer": "Who decided.",
        "decision": "accept, or the label that the reviewer gives instead.",
        "reviewed_on": "Day of the decision (UTC).",
        "note": "Why, in the reviewer's words.",
        "stale": "What changed since the decision was made, one sentence each; while empty, the decision stands.",
        "on": "The label that the reviewer saw.",
        "disagreed": "Whether another reviewer decided otherwise and nobody has settled it.",
        "others": "What other people decided: all of them where they disagree, else those that say the same.",
    },
    "Decided": {
        "reviewer": "Who decided.",
        "decision": "accept, or the label that the reviewer gives instead.",
        "reviewed_on": "Day of the decision (UTC).",
        "note": "Why, in the reviewer's words.",
    },
    "Unchecked": {
        "claim": "The claim.",
        "why": "Why it could not be checked.",
        "outcome": "What this means for the exit code.",
    },
    "Assessment": {
        "match": "The snippet that was read.",
        "probs": "Calibrated probabilities of the three stances; they sum to 1.",
        "windows": "In how many windows the text was read, all of it.",
        "marks": "The words that decided, if the snippet takes a side; else null.",
        "arithmetic": "The numbers of the claim that agree or disagree with the snippet's; probs has it counted in.",
    },
    "Arithmetic": {
        "agrees": "Whether the snippet's number agrees with the claim's; false where it disagrees.",
        "line": "The comparison in one line, the snippet's number first.",
    },
    "Marks": {
        "evidence": "Start and end of each marked part of the snippet, in characters.",
        "claim": "Start and end of each marked part of the claim, in characters.",
    },
    "JointAssessment": {
        "matches": "The two snippets that were read as one text, the better match first.",
        "probs": "Calibrated probabilities of the three stances; they sum to 1.",
    },
    "StanceProbs": {
        "supports": "Probability that the snippet supports the claim.",
        "contradicts": "Probability that it contradicts the claim.",
        "neutral": "Probability that it does neither.",
    },
    "Match": {
        "snippet": "The snippet.",
        "rank": "Place in the order of retrieval, counted from 1.",
        "similarity": "Cosine of claim and snippet, from -1 to 1; it finds, it never decides.",
        "standing": "Whether the snippet may decide: at the reference date, and by its language.",
        "duplicates": "Ids of snippets with the same text, collapsed into this one.",
    },
    "Snippet": {
        "id": "Id of the snippet, unique in the evidence set.",
        "text": "The passage.",
        "source": "The document it comes from; null where none was named.",
        "locator": "Where in the source it stands.",
        "lang": "Language of the passage, where it was given.",
        "valid_until": "Last day on which it holds.",
        "tags": "Words to group snippets by.",
        "place": "Where it was read.",
        "language": "Language of the passage, and how it is known; null in records from before it was detected.",
    },
    "Source": {
        "id": "Id of the source, unique in the evidence set.",
        "title": "Title of the document.",
        "publisher": "Who published it.",
        "url": "Where it can be read.",
        "author": "Who wrote it.",
        "published": "Day of publication; null where it is not known.",
        "accessed": "Day on which it was read.",
        "reliability": "How far its word counts, above 0 and at most 1; null: in full.",
        "archive": "A local copy of it; null where none is named.",
        "place": "Where it was described.",
    },
    "Archive": {
        "file": "Path of the copy, as written.",
        "sha256": "SHA-256 of its bytes in hex; empty where none is given.",
    },
    "Claim": {
        "id": "Id of the claim, unique in its file.",
        "text": "The claim.",
        "quote": "The words of the article, verbatim.",
        "span": "Start and end of the quote in the article, in characters.",
        "context": "What a reader must know to understand the claim.",
        "speaker": "Who makes the claim.",
        "as_of": "Reference date of the claim.",
        "expect": "The expected label or reason.",
        "waive": "Until when a finding is accepted, and why.",
        "tags": "Words to select claims by.",
        "lang": "Language of the claim, where it was given.",
        "article": "The article it was taken from.",
        "place": "Where it was read.",
        "language": "Language of the claim, and how it is known; null in records from before it was detected.",
        "worth": "How probably it was worth checking, between 0 and 1; null where nobody said.",
        "vanished": "Since when the article lacks the quote; null while it stands, so always null in a record.",
    },
    "Article": {
        "title": "Title of the article.",
        "url": "Where it is published.",
        "publisher": "Who publishes it.",
        "author": "Who wrote it.",
        "published": "Day of publication.",
        "lang": "Language of the article.",
        "text": "The copy of its words that spans count in; null where none is kept.",
    },
    "Waiver": {"until": "Last day on which the claim is no finding.", "reason": "Why it was accepted."},
    "Language": {
        "code": "Two-letter code of the language.",
        "origin": "Whether it was given, detected, taken from most of the file, or assumed.",
        "sure": "Whether it is sure enough to stop a reading.",
    },
    "Place": {"file": "The file as the user named it.", "line": "Line, counted from 1."},
    "ModelRecord": {
        "model_id": "Name with revision or content hash.",
        "precision": "Numeric precision the model ran in.",
        "note": "What to know of it, for example that it stands in for one that is not installed.",
    },
    "Provenance": {
        "tool_version": "Version of factcheck.",
        "created": "When the report was made.",
        "today": "The day that waivers were compared with.",
        "embedder": "The model that found the snippets.",
        "verifier": "The model that read them.",
        "aggregation": "The rule that weighed both sides, with its version.",
        "index_fingerprint": "Hash of the evidence and the embedder.",
        "n_snippets": "How many snippets the evidence holds.",
        "k": "How many snippets were read for each claim.",
        "fail_on": "Labels and reasons that were findings.",
        "claims_files": "SHA-256 of each claims file, by name.",
        "evidence_files": "SHA-256 of each evidence file, by name.",
        "baseline": "The earlier record that findings were compared with, if one was named.",
        "folder": "Where paths are named from, relative to the settings; null where not known or outside.",
    },
    "Baseline": {
        "created": "When the earlier record was made.",
        "states": "What each finding is to it, by the claim's key: new, unchanged or updated.",
        "absent": "Keys of the checked claims whose finding is in it and not here.",
    },
}

_SHARE = {"minimum": 0, "maximum": 1}
_REPORT_RANGES: dict[tuple[str, str], dict[str, Any]] = {
    ("Report", "format_version"): {"const": REPORT_FORMAT},
    ("Verdict", "confidence"): _SHARE,
    ("StanceProbs", "supports"): _SHARE,
    ("StanceProbs", "contradicts"): _SHARE,
    ("StanceProbs", "neutral"): _SHARE,
    ("Assessment", "windows"): {"minimum": 1},
    ("Match", "rank"): {"minimum": 1},
    ("Place", "line"): {"minimum": 0},
}


def claims_schema() -> dict[str, Any]:
    """The JSON Schema of a claims file, in its short and its full form."""
    adapter: TypeAdapter[Any] = TypeAdapter(list[ClaimText | ClaimEntry] | ClaimsFile)
    schema = adapter.json_schema()
    schema["anyOf"][0]["minItems"] = 1
    return _headed(_as_written(schema), "factcheck claims", "Claims to check: a list, or an article and its claims.")


def evidence_schema() -> dict[str, Any]:
    """The JSON Schema of a YAML evidence file, in its short and its full form."""
    adapter: TypeAdapter[Any] = TypeAdapter(list[Passage | SnippetEntry] | EvidenceFile)
    schema = _as_written(adapter.json_schema())
    return _headed(schema, "factcheck evidence", "Evidence: a list of snippets, or sources and snippets.")


def settings_schema() -> dict[str, Any]:
    """The JSON Schema of ``factcheck.yaml``."""
    schema = SettingsEntry.model_json_schema()
    for name in ("claims", "evidence"):  # one may be written without a list
        schema["properties"][name]["anyOf"].insert(0, {"type": "string", "minLength": 1})
    word = "|".join(FAIL_ON)
    many = schema["properties"]["fail_on"]["anyOf"]
    many[0] |= {"minItems": 1, "items": {"enum": [name for name in FAIL_ON if name != "never"]}}
    words = {"type": "string", "pattern": rf"^\s*({word})\s*(,\s*({word})\s*)*$"}
    many[:0] = [{"const": ["never"]}, words]
    return _headed(_as_written(schema), "factcheck settings", "The settings of a project.")


def _as_written(schema: Any) -> Any:
    """The schema for files in YAML, where 1984 and true are texts too, and a key without a value is as one left out."""
    if isinstance(schema, list):
        return [_as_written(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _as_written(value) for key, value in schema.items()}
    if found.get("type") == "string" and not found.keys() & {"enum", "const", "format"}:
        found["type"] = ["string", "number", "boolean", *(["null"] if found.get("default") == "" else [])]
    return found


def report_schema() -> dict[str, Any]:
    """The JSON Schema of the record that ``factcheck check`` writes to ``reports/``."""
    schema = TypeAdapter(Report).json_schema(mode="serialization")
    for name, descriptions in _REPORT_FIELDS.items():
        record = schema if name == "Report" else schema["$defs"][name]
        for key, text in descriptions.items():
            # Draft 2020-12 allows a description beside $ref; it then speaks of the field, not of the type.
            record["properties"][key] |= {"description": text, **_REPORT_RANGES.get((name, key), {})}
    return _headed(schema, "factcheck report", "The record of one check.")


def _headed(schema: dict[str, Any], title: str, description: str) -> dict[str, Any]:
    rest = {key: value for key, value in schema.items() if key not in ("title", "description")}
    return {"$schema": DIALECT, "title": title, "description": description, **rest}
