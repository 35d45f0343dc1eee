"""Writes what an import found into evidence files: YAML keeps its comments and order, JSONL its other lines."""

from __future__ import annotations

import codecs
import json
import os
import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from factcheck.curate.joining import Plan
from factcheck.datatypes import Place, Snippet, Source
from factcheck.errors import Fault, InputError, SettingsError
from factcheck.files import write_atomically
from factcheck.inputfiles import YAML_SUFFIXES, display_path, unreadable
from factcheck.yamledit import extend, load, to_text
from factcheck.yamlfile import MAX_BYTES, read_yaml_text

JSON_LINES = (".jsonl", ".ndjson")


def check_output(output: Path) -> None:
    """Raises ``SettingsError`` unless snippets can be written into a file of that name."""
    if output.suffix.lower() not in (*YAML_SUFFIXES, *JSON_LINES):
        raise SettingsError(f"--output {output}: is no evidence file that can be added to — end it in .yaml or .jsonl")


def name_of(output: Path, files: Sequence[Path], cwd: Path | None) -> str:
    """The name by which places know the output: that of the file of the evidence set which it is, else its own."""
    real = os.path.realpath(output)
    return next(
        (display_path(file, cwd) for file in files if os.path.realpath(file) == real), display_path(output, cwd)
    )


def write_plan(plan: Plan, output: Path, files: Sequence[Path], cwd: Path | None = None) -> list[Path]:
    """The files that were written: the output, and those in which known sources or snippets changed.

    All texts are made before the first file is written, each whole or not at all.

    Args:
        plan: what is new goes to the output; what changed is changed where it stands.
        output: a YAML or JSONL file; it need not be there yet.
        files: those of the evidence set.
        cwd: the places in the plan are relative to it.

    Raises:
        InputError: a file that changes is no YAML or JSONL file, cannot be read, would become too large, or (YAML)
            lacks what changed.
        StoreError: a file cannot be written.
    """
    own_name = name_of(output, files, cwd)
    by_name = {display_path(file, cwd): file for file in files} | {own_name: output}
    texts = {}
    for name, part in _parts(plan, own_name).items():
        path = by_name[name]
        if path.suffix.lower() not in (*YAML_SUFFIXES, *JSON_LINES):
            message = f"a source in this file changed, and {path.suffix} files cannot be added to"
            remedy = "turn it into YAML or JSONL"
            raise InputError([Fault(name, 0, message, remedy=remedy)])
        edit = _edited_jsonl if path.suffix.lower() in JSON_LINES else _edited_yaml
        texts[path] = edit(_read(path, name), part, name)
    for path, text in texts.items():
        write_atomically(path, _in_form_of(path, text))
    return list(texts)


def _parts(plan: Plan, output: str) -> dict[str, Plan]:
    """What changes in each file."""
    names = [_file(place) for place in (*(s.place for s in plan.changed), *(s.place for s in plan.moved))]
    parts = {}
    for name in dict.fromkeys([*names, *([output] if plan.sources or plan.snippets else [])]):
        changed = tuple(source for source in plan.changed if _file(source.place) == name)
        moved = tuple(snippet for snippet in plan.moved if _file(snippet.place) == name)
        new = (plan.sources, plan.snippets) if name == output else ((), ())
        parts[name] = Plan(*new, changed=changed, moved=moved)
    return parts


def _file(place: Place | None) -> str:
    return place.file if place else ""


def _read(path: Path, name: str) -> str:
    if not path.exists():
        return ""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        message, remedy = unreadable(error)
        raise InputError([Fault(name, 0, message, remedy=remedy)]) from error


def _in_form_of(path: Path, text: str) -> str:
    """The text with the byte order mark and the line breaks that the file has; text without them where it is new."""
    old = path.read_bytes() if path.exists() else b""
    mark = "\ufeff" if old.startswith(codecs.BOM_UTF8) else ""
    is_crlf = b"\r\n" in old and old.count(b"\r\n") == old.count(b"\n")
    return mark + (text.replace("\n", "\r\n") if is_crlf else text)


def source_fields(source: Source) -> dict[str, Any]:
    """The source as an evidence file has it: what is given, days as days."""
    names = ("id", "title", "publisher", "url", "author", "published", "accessed", "reliability")
    given = {name: value for name in names if (value := getattr(source, name)) not in (None, "")}
    if source.archive:
        named = {"file": source.archive.file, "sha256": source.archive.sha256}
        given["archive"] = {name: value for name, value in named.items() if value}
    return given


def snippet_fields(snippet: Snippet, source: Mapping[str, Any] | str | None) -> dict[str, Any]:
    """The snippet as an evidence file has it, with its source by id or in full."""
    fields = {
        "id": snippet.id,
        "source": source,
        "text": snippet.text,
        "locator": snippet.locator,
        "lang": snippet.lang,
        "valid_until": snippet.valid_until,
        "tags": list(snippet.tags),
    }
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def _inline(part: Plan) -> list[dict[str, Any]]:
    """The new snippets, the first of each new source with the source in full, all others with its id."""
    new = {source.id: source for source in part.sources}
    written = []
    for snippet in part.snippets:
        described = new.pop(snippet.source.id, None) if snippet.source else None
        named = snippet.source.id if snippet.source else None
        written.append(snippet_fields(snippet, source_fields(described) if described else named))
    return written


def _edited_yaml(text: str, part: Plan, name: str) -> str:
    size = len(text) + sum(len(snippet.text) for snippet in part.snippets)
    _check_size(size, name)
    data = load(text, name) if text.strip() else None
    if data is None:
        data = {}
    if isinstance(data, list):
        edited = _changed_yaml(text, data, part, name)
        added = textwrap.dedent(to_text(_inline(part))) if part.snippets else ""
        edited = edited + ("\n" if edited and not edited.endswith("\n") else "") + added
    else:
        _change(data.get("sources") or [], data.get("snippets") or [], part, name)
        for key, items in (
            ("sources", [source_fields(source) for source in part.sources]),
            ("snippets", [snippet_fields(s, s.source.id if s.source else None) for s in part.snippets]),
        ):
            if items:
                if data.get(key):
                    extend(data[key], items)
                else:
                    data[key] = items
        # Comments above an empty file or mapping belong to no value, so the library cannot keep them.
        head = text if text.strip() and not _values(text) else ""
        edited = head + ("\n" if head and not head.endswith("\n") else "") + to_text(data)
    _check_size(len(edited.encode("utf-8")), name)
    _check_kept(data, edited, part, name)
    return edited


def _values(text: str) -> Any:
    return read_yaml_text(text, "").data


def _changed_yaml(text: str, data: Any, part: Plan, name: str) -> str:
    """The text of a list of snippets; it is laid out anew only where something in it changes."""
    if not part.changed and not part.moved:
        return text
    _change([], data, part, name)
    return textwrap.dedent(to_text(data))


def _change(sources: Any, snippets: Any, part: Plan, name: str) -> None:
    """Put changed copies of sources and locators into what the library read.

    Raises:
        InputError: one of them stands nowhere.
    """
    inline = [item for item in snippets if _is_map(item) and _is_map(item.get("source"))]
    for changed in part.changed:
        # A source inside a snippet has the snippet's line; told alike, it is the same one in other snippets.
        without = [item for item in inline if not _id(item["source"])]
        told = [dict(item["source"]) for item in without if _line(item) == _of(changed.place)]
        nameless = [item for item in without if item["source"] in told]
        named = [item["source"] for item in inline if _id(item["source"]) == changed.id]
        found = [*_items(changed.id, changed.place, sources), *named]
        _require([*found, *nameless], changed, name)
        for item in found:
            item.update({key: value for key, value in source_fields(changed).items() if key != "id"})
        for item in nameless:
            # Its id was made of what it says, and other files may name it.
            item["source"].update(source_fields(changed))
    for moved in part.moved:
        found = list(_items(moved.id, moved.place, snippets))
        _require(found, moved, name)
        for item in found:
            item["locator"] = moved.locator


def _require(found: Collection[Any], changed: Source | Snippet, name: str) -> None:
    """Raise ``InputError`` if a source or snippet of the file was not found there, so that its change is not lost."""
    if not found:
        message = "changed, and was not found where it was read"
        fault = Fault(name, _of(changed.place), message, field=changed.id, remedy="write an id: for it, in quotes")
        raise InputError([fault])


def _is_map(item: Any) -> bool:
    return isinstance(item, Mapping)


def _items(item_id: str, place: Place | None, items: Sequence[Any]) -> Iterator[Any]:
    """Those with the id, or without any where they stand in the line."""
    for item in items:
        if _is_map(item) and (_id(item) == item_id or (not _id(item) and _line(item) == _of(place))):
            yield item


def _id(item: Mapping[str, Any]) -> str:
    """The id as the reader of evidence takes it; "" without one, or with a key that has no value."""
    return "" if item.get("id") is None else str(item["id"]).strip()


def _line(item: Any) -> int:
    line: int = item.lc.line + 1
    return line


def _of(place: Place | None) -> int:
    return place.line if place else 0


def _check_size(size: int, name: str) -> None:
    if size > MAX_BYTES:
        message = f"the file would be larger than {MAX_BYTES / 1024**2:,.0f} MB"
        raise InputError([Fault(name, 0, message, remedy="write JSONL: name a file that ends in .jsonl with --output")])


def _check_kept(data: Any, new: str, part: Plan, name: str) -> None:
    """Read the new text again: it holds ``data``, as it was changed, and the new snippets of a list; nothing else."""
    read = read_yaml_text(new, name)
    meant = _plain(data) + _plain(_inline(part)) if isinstance(data, list) else _plain(data)
    if read.log.faults or _plain(read.data) != meant:
        remedy = "name another file with --output"
        raise InputError([Fault(name, 0, "cannot be added to without changing what stands there", remedy=remedy)])


def _plain(value: Any) -> Any:
    """The value in lists and mappings of text, as far as it matters to the reader: blanks are one, no value is none."""
    if _is_map(value):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return "" if value is None else " ".join(str(value).split())


def _edited_jsonl(text: str, part: Plan, name: str) -> str:
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    changed = {source.id: source for source in part.changed}
    moved = {snippet.id: snippet for snippet in part.moved}
    if changed or moved:
        nameless = _nameless(lines, part.changed)
        lines = [_changed_line(line, changed, moved, nameless) for line in lines]
    return "".join(f"{line}\n" for line in [*lines, *(_json_line(row) for row in _inline(part))])


def _nameless(lines: Sequence[str], changed: Iterable[Source]) -> dict[str, Source]:
    """Those of the changed sources that have no id in their line, by what the line tells of them."""
    found = {}
    for source in changed:
        row = json.loads(lines[_of(source.place) - 1]) if 0 < _of(source.place) <= len(lines) else None
        told = row.get("source") if isinstance(row, dict) else None
        if isinstance(told, dict) and not _id(told):
            found[_json_line(told)] = source
    return found


def _changed_line(
    line: str, changed: Mapping[str, Source], moved: Mapping[str, Snippet], nameless: Mapping[str, Source]
) -> str:
    """The line with changed copies in it; ``nameless`` are sources without an id, by what the line tells of them."""
    row = json.loads(line) if line.strip() else None
    if not isinstance(row, dict):
        return line
    source = row.get("source")
    if isinstance(source, dict) and (
        fresh := changed.get(_id(source)) if _id(source) else nameless.get(_json_line(source))
    ):
        row["source"] = {**source, **source_fields(fresh)}
    elif _id(row) not in moved:
        return line
    if found := moved.get(_id(row)):
        row["locator"] = found.locator
    return _json_line(row)


def _json_line(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, default=str)
