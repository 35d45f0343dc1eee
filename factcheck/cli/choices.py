"""The words that options of the commands take."""

from __future__ import annotations

from enum import StrEnum


class EvaluatedStage(StrEnum):
    """The stages that `factcheck evaluate` judges."""

    VERIFY = "verify"
    RETRIEVE = "retrieve"
    PIPELINE = "pipeline"


class Format(StrEnum):
    """The forms a report can be printed in."""

    TERMINAL = "terminal"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    HTML = "html"
    CSV = "csv"
    JUNIT = "junit"
    SARIF = "sarif"
    CLAIMREVIEW = "claimreview"


class Engine(StrEnum):
    """What runs a check."""

    LOCAL = "local"
    RAY = "ray"


class Results(StrEnum):
    """The forms of the result files of a check on Ray."""

    JSONL = "jsonl"
    PARQUET = "parquet"


class DiffFormat(StrEnum):
    """The forms a diff can be printed in."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


class LintFormat(StrEnum):
    """The forms that findings of lint can be printed in."""

    TERMINAL = "terminal"
    JSON = "json"


class SchemaKind(StrEnum):
    """The files that have a JSON Schema."""

    CLAIMS = "claims"
    EVIDENCE = "evidence"
    SETTINGS = "settings"
    REPORT = "report"


class ReviewRole(StrEnum):
    """The turns in which a reviewer decides."""

    FIRST = "first"
    SECOND = "second"
    ADJUDICATION = "adjudication"


class ModelAction(StrEnum):
    """What `factcheck models` does."""

    LIST = "list"
    VERIFY = "verify"
    INSTALL = "install"
