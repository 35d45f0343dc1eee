"""Documents: blocks and their locators."""

from __future__ import annotations

from factcheck.documents.document import Block, BlockKind


def test_a_block_is_located_by_page_and_paragraph() -> None:
    assert Block(BlockKind.PARAGRAPH, (0, 4), 12, page=3).locator == "p. 3, para 12"
    assert Block(BlockKind.PARAGRAPH, (0, 4), 12).locator == "para 12"
