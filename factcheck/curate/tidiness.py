"""Texts whose characters are not as they should be: needless spaces, and Unicode that is not in normal form C."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from factcheck.curate.findings import Finding, place_of
from factcheck.datatypes import Place, Snippet
from factcheck.fields import single_line
from factcheck.yamlfile import YamlFile, YamlList, YamlMap

_SPACES = re.compile(r"[ \t\u00a0]*(?: [ \t\u00a0]|\t)[ \t\u00a0]*")
"""Two and more, or a tab; a single no-break space is somebody's intention."""


def tidiness_findings(snippets: Sequence[Snippet], yaml_files: Sequence[YamlFile]) -> Iterator[Finding]:
    """EV404 and EV405. Texts of YAML files are taken as they are written, because spaces around them are not read."""
    written = {file.file for file in yaml_files}
    texts = [found for file in yaml_files for found in written_texts(file)]
    texts += [(place_of(snippet), snippet.text) for snippet in snippets if place_of(snippet).file not in written]
    for place, text in texts:
        if unspaced(text) != text:
            yield Finding(place, "EV404", "the text has needless spaces", "leave one between words, none around")
        if unicodedata.normalize("NFC", text) != text:
            message = "the text is not in Unicode NFC, so that searching for its letters may miss it"
            yield Finding(place, "EV405", message, "write letters with accents as one character")


def written_texts(file: YamlFile) -> Iterator[tuple[Place, str]]:
    """Each text of a snippet and where the snippet stands; one over several lines as the one that it is read as."""
    path, items = snippet_items(file)
    for position, item in enumerate(items):
        text = item.get("text") if isinstance(item, YamlMap) else item
        if isinstance(text, str):
            line = file.line((*path, position))
            yield Place(file.file, line), single_line(text) if "\n" in text else text


def snippet_items(file: YamlFile) -> tuple[tuple[str, ...], Sequence[object]]:
    """The path of the list of snippets in the file and what is in it: at the top, or below ``snippets``."""
    if isinstance(file.data, YamlMap):
        items = file.data.get("snippets")
        return ("snippets",), items if isinstance(items, YamlList) else []
    return (), file.data if isinstance(file.data, YamlList) else []


def tidy(text: str) -> str:
    """The text in Unicode NFC, without spaces around it and with one where several stood."""
    return unspaced(unicodedata.normalize("NFC", text))


def unspaced(text: str) -> str:
    """The text without spaces and tabs around it, and with one space where several stood."""
    return _SPACES.sub(" ", text.strip(" \t"))
