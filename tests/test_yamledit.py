"""YAML that people keep stays as they wrote it."""

from __future__ import annotations

from factcheck.yamledit import round_trip, to_text


def test_comments_order_and_quotes_stay() -> None:
    text = 'sources:\n  - id: b  # first\n    title: "T"\n\n# snippets follow\nsnippets:\n  - text: A.\n'
    data = round_trip().load(text)
    data["snippets"].append({"text": "B."})
    assert to_text(data) == text + "  - text: B.\n"
