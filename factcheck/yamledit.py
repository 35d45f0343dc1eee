"""Adds to and changes YAML files that people keep; comments, order and quoting stay as they are (ruamel.yaml)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ruamel.yaml import YAML

WIDTH = 120
"""Lines of what is added are folded there."""


def round_trip() -> YAML:
    """A reader and writer that keeps what people wrote."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def to_text(data: Any) -> str:
    """The YAML text of what ``round_trip().load`` gave."""
    out = io.StringIO()
    round_trip().dump(data, out)
    return out.getvalue()
