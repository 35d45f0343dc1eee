"""Single fields of a row of data: texts, labels, tags; what is wrong with them goes to the log."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from factcheck.datatypes import Label
from factcheck.faultlog import FaultLog, shorten

LABELS = {
    "supported": Label.SUPPORTED,
    "supports": Label.SUPPORTED,
    "support": Label.SUPPORTED,
    "entailment": Label.SUPPORTED,
    "contradicted": Label.CONTRADICTED,
    "contradicts": Label.CONTRADICTED,
    "contradict": Label.CONTRADICTED,
    "contradiction": Label.CONTRADICTED,
    "refutes": Label.CONTRADICTED,
    "refuted": Label.CONTRADICTED,
    "unknown": Label.UNKNOWN,
    "neutral": Label.UNKNOWN,
    "nei": Label.UNKNOWN,
    "not enough info": Label.UNKNOWN,
    "not enough evidence": Label.UNKNOWN,
    "conflicting evidence/cherrypicking": Label.UNKNOWN,
}
"""How our own data and the published sets write the labels, in lower case with spaces between words.

FEVER, VitaminC and Climate-FEVER write SUPPORTS, REFUTES and NOT ENOUGH INFO (or with underscores), SciFact SUPPORT and
CONTRADICT, AVeriTeC Supported, Refuted, Not Enough Evidence and Conflicting Evidence/Cherrypicking.
"""


def text_field(row: Mapping[str, Any], name: str, log: FaultLog, line: int) -> str:
    """The text of a field, or an empty string with a fault."""
    value = row.get(name)
    if isinstance(value, str) and value.strip():
        return value
    log.add(line, "a text is expected", field=name, seen=shorten(value), remedy=f'write "{name}": "…"')
    return ""


def label_field(
    value: object, log: FaultLog, line: int, name: str = "label", labels: Mapping[str, Label] = LABELS
) -> Label | None:
    """The label of a value, ``None`` where there is none; an unknown one is a fault."""
    if is_missing(value):
        return None
    found = labels.get(re.sub(r"[\s_]+", " ", str(value).strip()).lower())
    if found is None:
        known = ", ".join(dict.fromkeys(labels.values()))
        log.add(line, "no label", field=name, seen=shorten(value), remedy=f"labels mean one of: {known}")
    return found


def is_missing(value: object) -> bool:
    """Whether no label was given."""
    return value is None or (isinstance(value, str) and not value.strip())


def tags_field(row: Mapping[str, Any], log: FaultLog, line: int) -> tuple[str, ...]:
    """The tags of a row, each once."""
    value = row.get("tags") or []
    if isinstance(value, list) and all(isinstance(tag, str) for tag in value):
        return tuple(dict.fromkeys(value))
    log.add(line, "a list of words is expected", field="tags", seen=shorten(value))
    return ()


def joined(value: object, name: str, log: FaultLog, line: int) -> str:
    """Evidence as one text: a text, or sentences joined by spaces; empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return " ".join(part.strip() for part in value if part.strip())
    log.add(line, "a text or a list of sentences is expected", field=name, seen=shorten(value))
    return ""
