"""The command line repeats some closed sets of words, so that ``--help`` loads nothing: they must stay the same."""

from __future__ import annotations

from enum import StrEnum

import pytest

from factcheck.cli.app import EvaluatedStage, ReviewRole
from factcheck.evaluate.stages import Stage
from factcheck.review.entry import Role


@pytest.mark.parametrize(("offered", "meant"), [(EvaluatedStage, Stage), (ReviewRole, Role)])
def test_the_command_line_offers_just_the_words_that_the_code_knows(
    offered: type[StrEnum], meant: type[StrEnum]
) -> None:
    assert [one.value for one in offered] == [one.value for one in meant]
