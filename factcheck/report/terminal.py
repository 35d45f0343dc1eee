"""A report on the terminal: the verdict table, and one verdict with both sides."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from factcheck.datatypes import Assessment, JointAssessment, Match, Report, Snippet, StanceProbs, Unchecked, Verdict
from factcheck.language import say
from factcheck.report.console import new_console, printed
from factcheck.report.languagewords import language_note, language_tag, unread_heading
from factcheck.report.reviewwords import review_sign, review_text
from factcheck.report.weightwords import weighed_note
from factcheck.report.wording import (
    Item,
    Sides,
    arithmetic,
    by_file,
    claim_pieces,
    day,
    everything,
    evidence_pieces,
    file_words,
    is_expected,
    is_finding,
    label_name,
    label_text,
    match_notes,
    neutral_heading,
    notes,
    percent,
    place,
    plain,
    reason_name,
    shorten,
    side_count,
    sides,
    source_line,
    standing_note,
    summary,
    symbol,
)
from factcheck.report.words import OUTCOMES, TERMS, term, why

_COLORS = {"supported": "green", "contradicted": "red", "unknown": "yellow", "unchecked": "magenta"}
_STANCE_COLORS = {"supports": "green", "contradicts": "red", "neutral": "bright_black"}

_WIDE = 90
"""From this many columns on, ids get their own column and the two sides stand side by side."""

_BAR = 10
"""Cells of a probability bar: one for each ten percent."""

_ID_WIDTH = 36
"""Cells of the column of ids at most, and never more than a third of the line; a longer id has a line of its own."""

_LABEL_WIDTH = 16
_STANCE_WIDTH = 12
"""Cells of a label with its sign, and of a stance; longer words of another language make room for themselves."""


def to_terminal(report: Report, *, width: int, color: bool) -> str:
    """The verdict table by claims file, the findings with ``file:line``, and the summary line.

    ``NO_COLOR`` in the environment removes the colours that ``color`` asks for; without ``color`` the text has no
    escape sequences at all.
    """
    console = new_console(width, color)
    for file, items in by_file(everything(report)).items():
        console.print(Text(plain(file_words(file)), style="bold underline"))
        console.print(_verdict_table(items, width) if width >= _WIDE else _verdict_list(items, width))
        console.print()
    if report.findings:
        console.print(Text(say("Findings"), style="bold underline"))
        for item in report.findings:
            console.print(_finding(item, width))
        console.print()
    console.print(_summary_line(report))
    return printed(console)


def show_verdict(verdict: Verdict | Unchecked, *, width: int, color: bool) -> str:
    """One verdict with both sides: what supports, what contradicts, and, shortened, what does not decide."""
    console = new_console(width, color)
    console.print(_headline(verdict))
    console.print()
    console.print(Padding(_marked(claim_pieces(verdict), "bold"), (0, 2)))
    console.print(Padding(_about(verdict), (0, 2)))
    console.print()
    console.print(_explanation(verdict))
    if verdict.claim.quote:
        console.print()
        console.print(Padding(_quote(verdict), (0, 2)))
    if isinstance(verdict, Verdict):
        console.print()
        _print_evidence(console, verdict, width)
    return printed(console)


def _color(item: Item) -> str:
    return _COLORS[label_name(item)]


def _verdict_table(items: Iterable[Item], width: int) -> Table:
    """Label, confidence, what is claimed and why, and the id: one row for each item.

    An id is never broken to fit the column: it is there to be copied.
    """
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(width=max(_LABEL_WIDTH, 4 + max(len(term(name)) for name in TERMS)), no_wrap=True)
    table.add_column(width=5, justify="right", no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    room = min(_ID_WIDTH, width // 3)
    for item in items:
        label = Text(f"  {symbol(item)} {term(label_name(item))}", style=_color(item))
        if reason := reason_name(item):
            label.append(f"\n    {term(reason)}", style="dim")
        (claim, *more), id = _claim_lines(item), _id(item)
        fits = id.cell_len <= room
        lines = [claim, *more] if fits else [claim, id, *more]
        table.add_row(label, _confidence(item), Group(*lines), id if fits else "")
    return table


def _verdict_list(items: Iterable[Item], width: int) -> Group:
    """The same under each other, for a narrow terminal."""
    return Group(*(_hanging(_joined(_head(item), width), _claim_lines(item)) for item in items))


def _head(item: Item) -> list[Text]:
    return [Text(_labelled(item), style=_color(item)), Text(_confidence(item)), _id(item)]


def _id(item: Item) -> Text:
    return Text(plain(item.claim.id), style="dim")


def _joined(parts: Iterable[Text], width: int) -> list[Text]:
    """As many parts on a line as fit; one that wrapped by itself would look like the next item."""
    lines: list[Text] = []
    for part in filter(None, parts):
        room = width - (2 if len(lines) == 1 else 4)  # as ``_hanging`` sets them
        if lines and lines[-1].cell_len + 2 + part.cell_len <= room:
            lines[-1] = Text.assemble(lines[-1], "  ", part)
        else:
            lines.append(part)
    return lines


def _hanging(head: Iterable[Text], below: Iterable[Text]) -> Group:
    """All lines of an item, each but the first below it and further in."""
    first, *rest = [*head, *below]
    return Group(Padding(first, (0, 0, 0, 2)), *(Padding(line, (0, 0, 0, 4)) for line in rest))


def _labelled(item: Item) -> str:
    """Sign and label, which no line break parts."""
    return f"{symbol(item)}\N{NO-BREAK SPACE}{label_text(item)}"


def _confidence(item: Item) -> str:
    return percent(item.confidence) if isinstance(item, Verdict) else ""


def _claim_lines(item: Item) -> list[Text]:
    claim = Text(plain(item.claim.text), style="bold" if is_finding(item) else "")
    if tag := language_tag(item.claim):
        claim.append(f" [{tag}]", style="not bold dim")
    return [claim, Text(plain(why(item)), style="dim"), *_note_lines(item), *_review_lines(item)]


def _note_lines(item: Item) -> list[Text]:
    """The outcome in words; a finding is marked by an arrow as well as by colour."""
    said = " · ".join(plain(note) for note in notes(item))
    if is_finding(item):
        return [Text(say("→ finding: %(said)s", said=said) if said else say("→ finding"), style="bold red")]
    if not said:
        return []
    return [Text(f"({said})", style="green" if is_expected(item) else "cyan")]


def _review_lines(item: Item) -> list[Text]:
    """What people decided, behind a sign that says whether it stands, is out of date or is disputed."""
    said = plain(review_text(item))
    sign = review_sign(item)
    return [Text(f"{sign} {said}", style="blue" if sign == "✎" else "yellow")] if said else []


def _finding(item: Item, width: int) -> Group:
    """``file:line`` first, so that an editor or a terminal can jump there; the claim below it."""
    where = Text(plain(place(item) or item.claim.id), style="bold")
    label = Text(_labelled(item), style=_color(item))
    said = " · ".join(plain(note) for note in notes(item))
    claim = Text.assemble(plain(item.claim.text), (f" — {said}" if said else "", "red"))
    # The id is what `show` is asked with.
    return _hanging(_joined([where, label, _id(item) if place(item) else Text()], width), [claim])


def _summary_line(report: Report) -> Text:
    return Text(summary(report), style="bold red" if report.findings else "bold green")


def _headline(item: Item) -> Text:
    line = Text().append(f"{symbol(item)} {label_text(item)}", style=f"bold {_color(item)}")
    if isinstance(item, Verdict):
        line.append(" · " + say("confidence %(percent)s", percent=percent(item.confidence)))
    if where := place(item):
        line.append(f" · {plain(where)}", style="dim")
    return line


def _about(item: Item) -> Text:
    claim = item.claim
    dated = say("as of %(day)s", day=day(item.reference_date)) if isinstance(item, Verdict) else ""
    tags = say("tags: %(tags)s", tags=", ".join(claim.tags)) if claim.tags else ""
    parts = (claim.id, dated, tags, language_note(item))
    return Text(plain(" · ".join(part for part in parts if part)), style="dim")


def _explanation(item: Item) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("  " + say("Why"), Text(plain(why(item))))
    outcome = say(OUTCOMES[item.outcome])
    said = " · ".join(plain(note) for note in notes(item))
    if said or is_finding(item):
        table.add_row(f"  {outcome}", Text(said or say("look at this claim"), style="red" if is_finding(item) else ""))
    if review := plain(review_text(item)):
        table.add_row("  " + say("Review"), Text(review, style="blue" if review_sign(item) == "✎" else "yellow"))
    return table


def _quote(item: Item) -> Text:
    claim, article = item.claim, item.claim.article
    names = [claim.speaker, article.title if article else "", article.publisher if article else ""]
    dated = [day(article.published)] if article and article.published else []
    said_in = ", ".join(plain(name) for name in [*names, *dated] if name)
    quoted = say("“%(text)s”", text=plain(claim.quote))
    return Text.assemble((quoted, "italic"), (f"\n— {said_in}" if said_in else "", "dim"))


def _print_evidence(console: Console, verdict: Verdict, width: int) -> None:
    both = sides(verdict)
    left = _side(say("Supports"), both.supports, both.supports_together, "green", both)
    right = _side(say("Contradicts"), both.contradicts, both.contradicts_together, "red", both)
    if width >= _WIDE:
        table = Table.grid(padding=(0, 4, 0, 0), expand=True)
        table.add_column(ratio=1, overflow="fold")
        table.add_column(ratio=1, overflow="fold")
        table.add_row(left, right)
        console.print(table)
    else:
        console.print(left)
        console.print(right)
    if both.neutral:
        console.print(Text(neutral_heading(len(both.neutral)), style="bold"))
        for assessment in both.neutral:
            console.print(_neutral(assessment, width))
    if verdict.unread:
        console.print(Text(unread_heading(len(verdict.unread)), style="bold"))
        for match in verdict.unread:
            console.print(_unread(match, width))


def _side(
    title: str, assessments: tuple[Assessment, ...], two: JointAssessment | None, color: str, both: Sides
) -> Group:
    heading = Text.assemble((title, f"bold {color}"), (f" — {side_count(assessments, two)}", "dim"))
    parts = [*([_together(two, both)] if two else []), *(_assessment(a) for a in assessments)]
    return Group(heading, *(Group(part, Text("")) for part in parts), *([] if parts else [Text("")]))


def _together(two: JointAssessment, both: Sides) -> Group:
    """Two snippets that decide only when they are read together."""
    lines = [Text(say("Read together:"), style="cyan")]
    for match in two.matches:
        alone = both.alone(match)
        numbers = [Text(plain(line), style="dim") for line in arithmetic(alone)] if alone else []
        lines += [Text(plain(match.snippet.text)), *numbers, _cited(match.snippet)]
    note = weighed_note(two)
    counts = [Text(f"({note})", style="cyan")] if note else []
    return Group(*(Padding(line, (0, 0, 0, 2)) for line in [*lines, _bars(two.probs), *counts]))


def _assessment(assessment: Assessment) -> Group:
    style = "" if assessment.decides else "dim"
    snippet = assessment.match.snippet
    numbers = [Text(plain(line), style="dim") for line in arithmetic(assessment)]
    lines = [_marked(evidence_pieces(assessment), style), *numbers, _cited(snippet), _bars(assessment.probs)]
    marks = [Text(f"({plain(note)})", style="cyan") for note in match_notes(assessment)]
    return Group(*(Padding(line, (0, 0, 0, 2)) for line in [*lines, *marks]))


def _marked(pieces: Iterable[tuple[str, bool]], style: str) -> Text:
    """The deciding words underlined, where the terminal can."""
    text = Text(style=style)
    for part, on in pieces:
        # Each piece keeps the blanks at its ends, which ``plain`` would strip from a whole text.
        head, tail = part[: len(part) - len(part.lstrip())], part[len(part.rstrip()) :]
        text.append(
            (" " if head else "") + plain(part) + (" " if tail and part.strip() else ""), "underline" if on else ""
        )
    return text


def _cited(snippet: Snippet) -> Text:
    said = [plain(source_line(snippet)), plain(snippet.locator), plain(snippet.id), language_tag(snippet)]
    return Text(" · ".join(part for part in said if part), style="dim")


def _bars(probs: StanceProbs) -> Text:
    """Three bars, one for each stance; the numbers stand beside them."""
    text = Text()
    width = max(_STANCE_WIDTH, 1 + max(len(term(name)) for name in _STANCE_COLORS))
    for name, color in _STANCE_COLORS.items():
        share = getattr(probs, name)
        filled = round(share * _BAR)
        text.append(f"{term(name):<{width}}")
        text.append("█" * filled, style=color)
        text.append("░" * (_BAR - filled), style="dim")
        text.append(f" {percent(share):>5}\n")
    text.rstrip()
    return text


def _neutral(assessment: Assessment, width: int) -> Group:
    """The text in one line, shortened, and its source; ``--format json`` has all of it."""
    snippet = assessment.match.snippet
    text = Text(f"  · {shorten(plain(snippet.text), width - 4)}")
    sure = f"{term('neutral')} {percent(assessment.probs.neutral)}"
    tag = language_tag(snippet)
    said = [source_line(snippet), *([tag] if tag else []), sure, *arithmetic(assessment), *match_notes(assessment)]
    return Group(text, Padding(Text(plain(" · ".join(said)), style="dim"), (0, 0, 0, 4)))


def _unread(match: Match, width: int) -> Group:
    """A snippet in a language that the verifier does not know: its text in one line, its source, and why."""
    text = Text(f"  · {shorten(plain(match.snippet.text), width - 4)}")
    said = [source_line(match.snippet), match.snippet.id, standing_note(match)]
    return Group(text, Padding(Text(plain(" · ".join(said)), style="dim"), (0, 0, 0, 4)))
