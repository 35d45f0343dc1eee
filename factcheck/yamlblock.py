"""Writes one key of a YAML file that people keep, and leaves every other byte of it alone.

What stands where is known from ``yamlfile``; only the lines of the key are replaced, or added at the end of the file.
"""

from __future__ import annotations

import re
from pathlib import Path

from factcheck.errors import Fault, InputError
from factcheck.files import write_atomically
from factcheck.inputfiles import display_path
from factcheck.yamlfile import YamlFile, YamlMap, read_yaml, read_yaml_text

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_NO_CONTENT = re.compile(r"\s*(#[^\r\n]*|\.\.\.)?\s*\Z")
_MARK = "\ufeff"


def write_block(path: Path, key: str, block: str, cwd: Path | None = None) -> None:
    """Put the block in the place of the key, or at the end of the file; a file that is not there is made of it alone.

    Args:
        path: a file whose top is a mapping, or empty.
        key: the key that the block gives, at the top of the file.
        block: lines of YAML that end with a line break; they are written with the line breaks of the file.

    Raises:
        InputError: the file is no YAML, or is written so that a block does not fit into it.
        StoreError: the file cannot be written; it is as it was.
    """
    if not path.exists():
        write_atomically(path, block)
        return
    before = read_yaml(path, cwd)
    text = path.read_bytes().decode("utf-8")
    mark = _MARK if text.startswith(_MARK) else ""
    changed = mark + with_block(text.removeprefix(_MARK), before, key, block)
    if not _is_only_change(before, changed, key, block):
        message = f"{key} cannot be written into this form of YAML"
        remedy = f"write one setting a line, or add yourself:\n{block.rstrip()}"
        raise InputError([Fault(display_path(path, cwd), before.line((key,)), message, remedy=remedy)])
    write_atomically(path, changed.encode("utf-8"))


def with_block(text: str, file: YamlFile, key: str, block: str) -> str:
    """The text with the block in the place of the key's lines, or at its end.

    Lines of comments and empty lines after the value stay; ``file`` is what was read from the text.
    """
    lines: list[str] = _LINES.findall(text)
    line_break = "\r\n" if "\r\n" in text else "\n"
    new = block.replace("\n", line_break)
    if not isinstance(file.data, YamlMap) or key not in file.data:
        gap = line_break if lines and not lines[-1].endswith(("\r", "\n")) else ""
        return text + gap + new
    start = file.data.lines[key] - 1
    later = [line - 1 for line in file.data.lines.values() if line - 1 > start]
    end = min(later, default=len(lines))
    while end > start + 1 and _NO_CONTENT.match(lines[end - 1]):
        end -= 1
    return "".join([*lines[:start], new, *lines[end:]])


def _is_only_change(before: YamlFile, changed: str, key: str, block: str) -> bool:
    """Whether the changed text says what it said before, and beside it what the block says."""
    if before.data is not None and not isinstance(before.data, YamlMap):
        return False
    try:
        after = read_yaml_text(changed, before.file)
    except InputError:
        return False
    wanted = {**(before.data or {}), **read_yaml_text(block, key).data}
    return not after.log.faults and bool(after.data == wanted)
