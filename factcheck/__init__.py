"""Unit tests for facts: claims and curated evidence are plain files, and every claim gets a verdict.

from factcheck import FactChecker

checker = FactChecker("evidence/")
for verdict in checker.check(["Zhenwu rivals H20."]).verdicts:
    print(verdict.label, verdict.confidence, verdict.why)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from factcheck.checker import FactChecker as FactChecker

__version__ = "0.1.0"
__all__ = ["FactChecker", "__version__"]


def __getattr__(name: str) -> object:
    """Loads ``FactChecker`` when it is asked for, so that importing the package stays cheap."""
    if name == "FactChecker":
        from factcheck.checker import FactChecker

        return FactChecker
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
