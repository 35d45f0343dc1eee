"""The languages that a model's own files say it knows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from factcheck.errors import ModelError

_CODE = re.compile("([a-z]{2,3})([_-].*)?")  # some models write en_XX


def languages_of(folder: Path) -> frozenset[str]:
    """The codes under ``languages`` in the folder's ``config.json``; none if it says nothing, which stands for any.

    Raises ``ModelError`` if what stands there is no list of codes.
    """
    path = folder / "config.json"
    return languages_in(json.loads(path.read_text(encoding="utf-8")), path)


def languages_in(card: Mapping[str, Any], path: Path) -> frozenset[str]:
    """The codes under ``languages`` of a card read from the path. Raises ``ModelError`` for no list of codes."""
    codes = card.get("languages", [])
    if not isinstance(codes, list) or not all(isinstance(code, str) and _CODE.fullmatch(code) for code in codes):
        shown = json.dumps(codes, ensure_ascii=False)[:60]
        raise ModelError(f'{path}: languages is {shown} — write a list of codes such as ["en", "de"], or leave it out')
    return frozenset(_CODE.sub(r"\1", code) for code in codes)
