"""The messages that need a translation, collected from the code and the templates."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from factcheck.report.html import environment
from tests.fakes import ROOT

PACKAGE = ROOT / "factcheck"
TEMPLATES = sorted((*PACKAGE.glob("report/templates/*.j2"), *PACKAGE.glob("server/templates/*.j2")))

_ONE = ("say", "later", "unfilled")
_TWO = {"plural": 1, "unfilled_plural": 0, "later_plural": 0}
"""Functions of ``factcheck.language``: those with one message, and where the two of the others begin."""

Message = tuple[str, str]
"""A message and its form for several, which is empty where there is none."""


def messages() -> dict[Message, str]:
    """Every message, and a file that has it."""
    found = {message: path.name for path in sorted(PACKAGE.rglob("*.py")) for message in in_code(path)}
    for path in TEMPLATES:
        found |= dict.fromkeys(in_template(path.read_text(encoding="utf-8")), path.name)
    return found


def in_code(path: Path) -> Iterator[Message]:
    """The messages that are written out in calls."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        texts = [a.value if isinstance(a, ast.Constant) and isinstance(a.value, str) else "" for a in node.args]
        if node.func.id in _ONE and texts[:1] != [""]:
            yield texts[0], ""
        elif node.func.id in _TWO and (two := texts[_TWO[node.func.id] :])[:2] != ["", ""] and len(two) >= 2:
            yield two[0], two[1]


def in_template(source: str) -> Iterator[Message]:
    """The messages of a template."""
    made = environment("factcheck.server")
    for _, _, text in made.extract_translations(source):  # type: ignore[attr-defined]
        one, many = (text, None) if isinstance(text, str) else text[:2] if text else (None, None)
        if one:  # else it is a variable, and its message is marked in the code
            yield one, many or ""


def placeholders(text: str) -> set[str]:
    """The names of the placeholders."""
    return set(re.findall(r"%\((\w+)\)s", text))


def variables() -> set[tuple[str, str]]:
    """File and argument of each call whose message is not written out there, and therefore marked elsewhere."""
    found = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in (*_ONE, *_TWO):
                at = _TWO.get(node.func.id, 0)
                if len(node.args) > at and not isinstance(node.args[at], ast.Constant):
                    found.add((path.relative_to(PACKAGE).as_posix(), ast.unparse(node.args[at])))
    return found


def loose_texts(source: str) -> list[str]:
    """Words of a template that are said in one language only, in its text and in what a browser reads out."""
    source = re.sub(r"\{#.*?#\}|\{%-?\s*trans.*?endtrans\s*-?%\}", "", source, flags=re.DOTALL)
    source = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "\0", source, flags=re.DOTALL)
    spoken = re.findall(r'(?:aria-label|placeholder|title|alt)="([^"]*)"', source)
    between = re.sub(r'<[^>]*>|\w+="[^"]*"', "\n", source).split("\n")
    return [text.strip(" ,:–\0") for text in (*spoken, *between) if re.search(r"[A-Za-z]{2}", text)]
