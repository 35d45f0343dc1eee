"""A report as Markdown for GitHub: a job summary, a pull request comment, a wiki page."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator

from factcheck.datatypes import Assessment, JointAssessment, Match, Report, Snippet, Verdict
from factcheck.language import grouped, later_plural, plural, say
from factcheck.report.languagewords import language_note, language_tag, unread_heading
from factcheck.report.markdowntext import code, inside_html, link, md, target
from factcheck.report.reviewwords import review_text
from factcheck.report.weightwords import weighed_note
from factcheck.report.wording import (
    SYMBOLS,
    Item,
    Sides,
    arithmetic,
    day,
    everything,
    is_finding,
    label_text,
    match_notes,
    moment,
    neutral_heading,
    notes,
    percent,
    place,
    safe_url,
    side_count,
    sides,
    source_line,
    standing_note,
    summary,
    symbol,
    totals,
)
from factcheck.report.words import findings, note, snippets, term, why

LIMIT = 1_000_000
"""Bytes of one page: GitHub refuses a job summary of more than 1 MiB (docs.github.com, workflow commands)."""

_RESERVE = 2_000
"""Bytes kept free for the notes about what is left out and for the last line."""


def to_markdown(report: Report) -> str:
    """The summary, the verdict table, and both sides of every claim, findings first.

    The page stays under ``LIMIT`` bytes. What does not fit is counted at the place where it is missing.
    """
    head = [_title(report), "", _summary_table(report), ""]
    room = LIMIT - _RESERVE - _size(head)
    table = list(_fit(_table(report), room // 3, _ROWS))
    room -= _size(table)
    items = sorted(everything(report), key=lambda item: not is_finding(item))  # stable: claims keep their order
    details = list(_fit((_details(item) for item in items), room, _CLAIMS))
    return "\n".join([*head, *table, "", say("## Evidence"), "", *details, "", _footer(report)]) + "\n"


_ROWS = later_plural(
    "**%(number)s more row left out for size:** the JSON record and the HTML report have all.",
    "**%(number)s more rows left out for size:** the JSON record and the HTML report have all.",
)
_CLAIMS = later_plural(
    "**%(number)s more claim left out for size:** the JSON record and the HTML report have all.",
    "**%(number)s more claims left out for size:** the JSON record and the HTML report have all.",
)


def _size(lines: Iterable[str]) -> int:
    return sum(len(line.encode("utf-8")) + 1 for line in lines)


def _fit(parts: Iterable[str], room: int, left_out: tuple[str, str]) -> Iterator[str]:
    """The parts while they fit, then how many do not."""
    missing = 0
    for part in parts:
        room -= _size([part])
        if missing or room < 0:
            missing += 1
        else:
            yield part
    if missing:
        yield "\n" + plural(missing, *left_out)


def _title(report: Report) -> str:
    number = len(report.findings)
    verdict = findings(number) if number else say("nothing to look at")
    return f"# factcheck: {md(report.name)} — {verdict}\n\n{summary(report)}"


def _summary_table(report: Report) -> str:
    number = totals(report)
    names = " | ".join(f"{SYMBOLS[name]} {term(name)}" for name in number)
    rule = " | ".join("---:" for _ in number)
    values = " | ".join(grouped(value) for value in number.values())
    found = grouped(len(report.findings))
    return f"| {names} | {say('findings')} |\n| {rule} | ---: |\n| {values} | {found} |"


def _table(report: Report) -> Iterator[str]:
    heads = (say("Label"), say("Confidence"), say("Claim"), say("Why"), say("Where"))
    yield f"| {' | '.join(heads)} |\n| :--- | ---: | :--- | :--- | :--- |"
    for item in everything(report):
        said = "; ".join(md(note) for note in notes(item))
        outcome = f"**{say('finding')}**" if is_finding(item) else ""
        parts = (md(why(item)), ": ".join(p for p in (outcome, said) if p), md(review_text(item)))
        told = "<br>".join(part for part in parts if part)
        where = code(place(item) or item.claim.id)
        claim = md(item.claim.text) + (f" {code(tag)}" if (tag := language_tag(item.claim)) else "")
        yield f"| {symbol(item)} {label_text(item)} | {_confidence(item)} | {claim} | {told} | {where} |"


def _confidence(item: Item) -> str:
    return html.escape(percent(item.confidence)) if isinstance(item, Verdict) else "–"


def _details(item: Item) -> str:
    confidence = f" {_confidence(item)}" if isinstance(item, Verdict) else ""
    title = f"{symbol(item)} <b>{label_text(item)}</b>{confidence} — {inside_html(item.claim.text)}"
    mark = f"<b>{say('finding')}</b>: " if is_finding(item) else ""
    parts = [_facts(item), f"**{say('Why:')}** {md(why(item))}", _review(item), _quote(item)]
    if isinstance(item, Verdict):
        parts += _evidence(item)
    body = "\n\n".join(part for part in parts if part)
    opened = " open" if is_finding(item) else ""
    return f"<details{opened}>\n<summary>{mark}{title}</summary>\n\n{body}\n\n</details>\n"


def _facts(item: Item) -> str:
    claim = item.claim
    dated = say("as of %(day)s", day=day(item.reference_date)) if isinstance(item, Verdict) else ""
    tags = say("tags: %(tags)s", tags=", ".join(md(tag) for tag in claim.tags)) if claim.tags else ""
    said = [md(note) for note in (*notes(item), language_note(item)) if note]
    where = code(place(item)) if place(item) else ""
    return " · ".join(part for part in (where, code(claim.id), dated, tags, *said) if part)


def _review(item: Item) -> str:
    said = review_text(item)
    return f"**{say('Review:')}** {md(said)}" if said else ""


def _quote(item: Item) -> str:
    claim, article = item.claim, item.claim.article
    if not claim.quote:
        return ""
    title = link(article.title or article.url, article.url) if article else ""
    names = [md(claim.speaker), title, md(article.publisher) if article else ""]
    said_in = ", ".join(name for name in names if name)
    return _blockquote(claim.quote, f"— {said_in}" if said_in else "")


def _evidence(verdict: Verdict) -> Iterator[str]:
    both = sides(verdict)
    for title, assessments, two in (
        (say("Supports"), both.supports, both.supports_together),
        (say("Contradicts"), both.contradicts, both.contradicts_together),
    ):
        yield f"**{title}** — {side_count(assessments, two)}"
        if two:
            yield _together(two, both)
        yield from (_quoted(a) for a in assessments)
    if both.neutral:
        yield f"**{say('Neutral')}** — {neutral_heading(len(both.neutral))}"
        yield "\n".join(f"- {md(a.match.snippet.text)} — {' · '.join([_cited(a), *_numbers(a)])}" for a in both.neutral)
    if verdict.unread:
        yield f"**{say('Not read')}** — {unread_heading(len(verdict.unread))}"
        yield "\n".join(f"- {md(match.snippet.text)} — {_unread(match)}" for match in verdict.unread)


def _unread(match: Match) -> str:
    return f"{md(source_line(match.snippet))} · {code(match.snippet.id)} · **{md(standing_note(match))}**"


def _together(two: JointAssessment, both: Sides) -> str:
    """Two snippets that decide only when they are read together, in one quotation."""
    stance, sure = term(two.stance.value), percent(getattr(two.probs, two.stance.value))
    sure = say("read together: %(stance)s %(percent)s", stance=stance, percent=sure)
    lines = [f"> {line}" for match in two.matches for line in _part(match, both.alone(match))]
    told = " · ".join(part for part in (sure, weighed_note(two)) if part)
    return "\n>\n".join([*lines, f"> **{told}**"])


def _part(match: Match, alone: Assessment | None) -> list[str]:
    """One of the two: its text, its arithmetic, and where it is from."""
    snippet = match.snippet
    parts = (md(source_line(snippet)), md(snippet.locator), code(snippet.id), _tag(snippet))
    cited = " · ".join(p for p in parts if p)
    return [md(snippet.text), *(_numbers(alone) if alone else []), _cited(alone) if alone else cited]


def _quoted(assessment: Assessment) -> str:
    """The snippet, the arithmetic below it, and where it is from."""
    below = [*_numbers(assessment), _cited(assessment)]
    return _blockquote(assessment.match.snippet.text, "\n>\n> ".join(below))


def _numbers(assessment: Assessment) -> list[str]:
    return [md(line) for line in arithmetic(assessment)]


def _cited(assessment: Assessment) -> str:
    """Source, locator, id, the probability of the stance, and what else a reader must know."""
    snippet, stance = assessment.match.snippet, assessment.stance
    source = md(source_line(snippet))
    if snippet.source and safe_url(snippet.source.url):
        source = f"[{source}]({target(snippet.source.url)})"
    sure = f"{term(stance.value)} {percent(getattr(assessment.probs, stance.value))}"
    marks = [f"**{md(note)}**" for note in match_notes(assessment)]
    parts = (source, md(snippet.locator), code(snippet.id), _tag(snippet), sure, *marks)
    return " · ".join(part for part in parts if part)


def _tag(snippet: Snippet) -> str:
    return code(tag) if (tag := language_tag(snippet)) else ""


def _blockquote(text: str, cited: str) -> str:
    return f"> {md(text)}\n>\n> {cited}" if cited else f"> {md(text)}"


def _footer(report: Report) -> str:
    made = report.provenance
    return " · ".join(
        (
            f"factcheck {code(made.tool_version)}, {moment(made.created)}",
            say("verifier %(id)s", id=code(made.verifier.model_id)),
            *([note(made.verifier)] if made.verifier.note else []),
            say("embedder %(id)s", id=code(made.embedder.model_id)),
            f"{snippets(made.n_snippets)}, k = {made.k}",
            say("index %(id)s", id=code(made.index_fingerprint[:12])),
        )
    )
