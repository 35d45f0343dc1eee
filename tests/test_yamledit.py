"""YAML that people keep stays as they wrote it."""

from __future__ import annotations

import pytest

from factcheck.yamledit import extend, round_trip, to_text


def test_comments_order_and_quotes_stay() -> None:
    text = 'sources:\n  - id: b  # first\n    title: "T"\n\n# snippets follow\nsnippets:\n  - text: A.\n'
    data = round_trip().load(text)
    data["snippets"].append({"text": "B."})
    assert to_text(data) == text + "  - text: B.\n"


@pytest.mark.parametrize(
    "last",
    ["  - id: b  # first\n", "  - {id: b}  # first\n", "  - id: b\n    tags:\n      - x  # first\n", "  - id: b\n"],
)
def test_what_stands_behind_a_list_stays_behind_what_is_added(last: str) -> None:
    head, tail = f"sources:\n{last}", "\n# snippets follow\nsnippets:\n  - A.\n"
    data = round_trip().load(head + tail)
    extend(data["sources"], [{"id": "c", "archive": {"file": "x"}}])
    assert to_text(data) == head + "  - id: c\n    archive:\n      file: x\n" + tail
