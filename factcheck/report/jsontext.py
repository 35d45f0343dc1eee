"""JSON that holds its value without loss and does no harm where it is shown, pasted or split into lines."""

from __future__ import annotations

import json
import re
from typing import Any

# C1 controls drive terminals; the line separators end a line for some readers; overrides and isolates reorder what
# follows; lone surrogates cannot be written as UTF-8; <, > and & would end a <script> element around the JSON. C0
# controls are escaped by ``json`` itself. All of these stand only inside of strings, where \uXXXX means the same.
_ESCAPED = re.compile("[<>&\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def json_text(value: Any, *, indent: int | None = None) -> str:
    """The value as JSON: one line, or indented; characters that could do harm are spelled ``\\uXXXX``."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
