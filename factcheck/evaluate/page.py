"""An evaluation as one self-contained HTML page: no request leaves it, there is no script in it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from factcheck.datatypes import Label
from factcheck.evaluate import wording
from factcheck.evaluate.evaluation import Evaluation, SetResult
from factcheck.evaluate.judged import Judged
from factcheck.evaluate.svg import confusion_chart, reliability_chart, risk_chart

if TYPE_CHECKING:
    from jinja2 import Environment

MOST_WRONG = 50
"""Wrong supports shown of a set, the most confident first; the JSON has all."""


def to_html(evaluation: Evaluation) -> str:
    """The page; every text from the data is escaped."""
    from markupsafe import Markup

    style = files("factcheck.evaluate").joinpath("templates", "evaluation.css").read_text(encoding="utf-8")
    page = _environment().get_template("evaluation.html.j2")
    return page.render(evaluation=evaluation, style=Markup(style))


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("factcheck.evaluate", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(w=wording, charts=_charts, wrong=_wrong, most=MOST_WRONG)
    return environment


def _charts(item: SetResult) -> list[tuple[str, str]]:
    """Caption and drawing of each chart; our own markup, in which every word is escaped."""
    from markupsafe import Markup

    if item.scoring is None or not item.items:
        return []
    drawings = (
        ("Reliability", reliability_chart(item.charts.reliability)),
        ("Risk and coverage", risk_chart(item.charts.risk_coverage)),
        ("Confusion", confusion_chart(item.charts)),
    )
    return [(caption, Markup(drawing)) for caption, drawing in drawings]


def _wrong(item: SetResult) -> list[Judged]:
    """What is not supported and came out supported, the most confident first."""
    judged = [one for one in item.items if isinstance(one, Judged)]
    wrong = [one for one in judged if one.predicted is Label.SUPPORTED and one.gold is not Label.SUPPORTED]
    return sorted(wrong, key=lambda one: -one.confidence)[:MOST_WRONG]
