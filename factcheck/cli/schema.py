"""`factcheck schema`."""

from __future__ import annotations

import json

from factcheck import schema
from factcheck.cli.output import emit


def run_schema(kind: str) -> int:
    """Print the JSON Schema of a kind of file."""
    schemas = {
        "claims": schema.claims_schema,
        "evidence": schema.evidence_schema,
        "settings": schema.settings_schema,
        "report": schema.report_schema,
    }
    emit(json.dumps(schemas[kind](), indent=2, ensure_ascii=False) + "\n", None)
    return 0
