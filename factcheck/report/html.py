"""A report as one self-contained HTML page: no request leaves it, and it reads without JavaScript."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from factcheck.datatypes import Label, Report, Verdict
from factcheck.language import grouped, spoken, unfilled, unfilled_form, unfilled_plural
from factcheck.report import languagewords, reviewwords, weightwords, wording, words
from factcheck.report.wording import UNCHECKED, Item, Sides

if TYPE_CHECKING:
    from jinja2 import Environment

_OPEN_ALL = 6
"""Up to this many claims the evidence of each is open; in longer reports only that of findings."""


@dataclass(frozen=True, slots=True)
class _Card:
    """One claim as the page shows it."""

    item: Item
    anchor: str
    sides: Sides | None
    open: bool

    @property
    def label(self) -> str:
        return wording.label_name(self.item)


def to_html(report: Report) -> str:
    """One page with every claim, both sides, and what made the report.

    Styles and the script stand in the page, and its Content-Security-Policy allows this script and nothing else.
    Every text is escaped; only http and https addresses become links.
    """
    from markupsafe import Markup

    script = _template_file("report.js")
    cards = _cards(report)
    verdicts = [card for card in cards if card.label != UNCHECKED]
    page = environment("factcheck.report").get_template("report.html.j2")
    return page.render(
        report=report,
        groups=_groups(verdicts),
        unchecked=[card for card in cards if card.label == UNCHECKED],
        findings=[card for card in cards if wording.is_finding(card.item)],
        totals=wording.totals(report),
        tags=sorted({tag for card in cards for tag in card.item.claim.tags}),
        claims_files=list(wording.by_file(wording.everything(report))),
        style=Markup(_template_file("report.css")),
        texts=_script_texts(),
        script=Markup(script),
        script_hash=_hash(script),
    )


def _script_texts() -> dict[str, str | tuple[str, str]]:
    """What the script of the page says, with its placeholders; of two forms the first is for one."""
    return {
        "all": unfilled_plural("%(number)s claim", "%(number)s claims"),
        "some": unfilled_plural("%(shown)s of %(number)s claim", "%(shown)s of %(number)s claims"),
        "open": unfilled("Open all evidence"),
        "close": unfilled("Close all evidence"),
    }


@cache
def environment(package: str) -> Environment:
    """The templates of a package, and those of reports that it builds upon; whatever they show is escaped."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=ChoiceLoader(
            [PackageLoader(name, "templates") for name in dict.fromkeys((package, "factcheck.report"))]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(gettext=unfilled, ngettext=unfilled_form, newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(
        percent=wording.percent,
        day=wording.day,
        long_day=wording.long_day,
        moment=wording.moment,
        safe_url=wording.safe_url,
        writable=wording.writable,
        width=_width,
        grouped=grouped,
        term=words.term,
    )
    made.globals.update(
        w=wording,
        words=words,
        ui_lang=spoken,
        reviews=reviewwords,
        languages=languagewords,
        weights=weightwords,
        symbols=wording.SYMBOLS,
        Label=Label,
    )
    return made


def _template_file(name: str) -> str:
    return files("factcheck.report").joinpath("templates", name).read_text(encoding="utf-8")


def _hash(script: str) -> str:
    """The script as a Content-Security-Policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")


def _width(share: float) -> str:
    """A share in [0, 1] as a CSS length, for bars."""
    return f"{max(0.0, min(1.0, share)) * 100:.1f}%"


def _cards(report: Report) -> list[_Card]:
    items = wording.everything(report)
    cards = []
    for item, anchor in zip(items, wording.anchors(items), strict=True):
        both = wording.sides(item) if isinstance(item, Verdict) else None
        opened = wording.is_finding(item) or len(items) <= _OPEN_ALL
        cards.append(_Card(item, anchor, both, opened))
    return cards


def _groups(cards: Iterable[_Card]) -> list[tuple[str, list[_Card]]]:
    """The cards under the file their claim stands in, both in order of appearance."""
    groups: dict[str, list[_Card]] = {}
    for card in cards:
        groups.setdefault(wording.file_name(card.item), []).append(card)
    return list(groups.items())
