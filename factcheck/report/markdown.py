"""A report as Markdown for GitHub: a job summary, a pull request comment, a wiki page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from factcheck.datatypes import Assessment, JointAssessment, Report, Verdict
from factcheck.report.wording import (
    SYMBOLS,
    Item,
    count,
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
    plain,
    safe_url,
    side_count,
    sides,
    source_line,
    summary,
    symbol,
    totals,
)

LIMIT = 1_000_000
"""Bytes of one page: GitHub refuses a job summary of more than 1 MiB (docs.github.com, workflow commands)."""

_RESERVE = 2_000
"""Bytes kept free for the notes about what is left out and for the last line."""

_SPECIAL = re.compile(r"([\\`*_\[\]|~$])")
_LINE_START = re.compile(r"^(?:([-+=])|(\d{1,9})([.)]))")


def to_markdown(report: Report) -> str:
    """The summary, the verdict table, and both sides of every claim, findings first.

    The page stays under ``LIMIT`` bytes. What does not fit is counted at the place where it is missing.
    """
    head = [_title(report), "", _summary_table(report), ""]
    room = LIMIT - _RESERVE - _size(head)
    table = list(_fit(_table(report), room // 3, "row"))
    room -= _size(table)
    items = sorted(everything(report), key=lambda item: not is_finding(item))  # stable: claims keep their order
    details = list(_fit((_details(item) for item in items), room, "claim"))
    return "\n".join([*head, *table, "", "## Evidence", "", *details, "", _footer(report)]) + "\n"


def _size(lines: Iterable[str]) -> int:
    return sum(len(line.encode("utf-8")) + 1 for line in lines)


def _fit(parts: Iterable[str], room: int, noun: str) -> Iterator[str]:
    """The parts while they fit, then how many do not."""
    missing = 0
    for part in parts:
        room -= _size([part])
        if missing or room < 0:
            missing += 1
        else:
            yield part
    if missing:
        yield f"\n**{count(missing, f'more {noun}')} left out for size:** the JSON record and the HTML report have all."


def _title(report: Report) -> str:
    number = len(report.findings)
    verdict = f"{count(number, 'finding')}" if number else "nothing to look at"
    return f"# factcheck: {_md(report.name)} — {verdict}\n\n{summary(report)}"


def _summary_table(report: Report) -> str:
    number = totals(report)
    names = " | ".join(f"{SYMBOLS[name]} {name}" for name in number)
    rule = " | ".join("---:" for _ in number)
    values = " | ".join(f"{value:,}" for value in number.values())
    findings = len(report.findings)
    return f"| {names} | findings |\n| {rule} | ---: |\n| {values} | {findings:,} |"


def _table(report: Report) -> Iterator[str]:
    yield "| Label | Confidence | Claim | Why | Where |\n| :--- | ---: | :--- | :--- | :--- |"
    for item in everything(report):
        said = "; ".join(_md(note) for note in notes(item))
        outcome = "**finding**" if is_finding(item) else ""
        why = "<br>".join(part for part in (_md(item.why), ": ".join(p for p in (outcome, said) if p)) if part)
        where = _code(place(item) or item.claim.id)
        yield f"| {symbol(item)} {label_text(item)} | {_confidence(item)} | {_md(item.claim.text)} | {why} | {where} |"


def _confidence(item: Item) -> str:
    return html.escape(percent(item.confidence)) if isinstance(item, Verdict) else "–"


def _details(item: Item) -> str:
    confidence = f" {_confidence(item)}" if isinstance(item, Verdict) else ""
    title = f"{symbol(item)} <b>{label_text(item)}</b>{confidence} — {_html(item.claim.text)}"
    mark = "<b>finding</b>: " if is_finding(item) else ""
    parts = [_facts(item), f"**Why:** {_md(item.why)}", _quote(item)]
    if isinstance(item, Verdict):
        parts += _evidence(item)
    body = "\n\n".join(part for part in parts if part)
    opened = " open" if is_finding(item) else ""
    return f"<details{opened}>\n<summary>{mark}{title}</summary>\n\n{body}\n\n</details>\n"


def _facts(item: Item) -> str:
    claim = item.claim
    dated = f"as of {day(item.reference_date)}" if isinstance(item, Verdict) else ""
    tags = f"tags: {', '.join(_md(tag) for tag in claim.tags)}" if claim.tags else ""
    said = [_md(note) for note in notes(item)]
    where = _code(place(item)) if place(item) else ""
    return " · ".join(part for part in (where, _code(claim.id), dated, tags, *said) if part)


def _quote(item: Item) -> str:
    claim, article = item.claim, item.claim.article
    if not claim.quote:
        return ""
    title = _link(article.title or article.url, article.url) if article else ""
    names = [_md(claim.speaker), title, _md(article.publisher) if article else ""]
    said_in = ", ".join(name for name in names if name)
    return _blockquote(claim.quote, f"— {said_in}" if said_in else "")


def _evidence(verdict: Verdict) -> Iterator[str]:
    both = sides(verdict)
    for title, assessments, two in (
        ("Supports", both.supports, both.supports_together),
        ("Contradicts", both.contradicts, both.contradicts_together),
    ):
        yield f"**{title}** — {side_count(assessments, two)}"
        if two:
            yield _together(two)
        yield from (_blockquote(a.match.snippet.text, _cited(a)) for a in assessments)
    if both.neutral:
        yield f"**Neutral** — {neutral_heading(len(both.neutral))}"
        yield "\n".join(f"- {_md(a.match.snippet.text)} — {_cited(a)}" for a in both.neutral)


def _together(two: JointAssessment) -> str:
    """Two snippets that decide only when they are read together, in one quotation."""
    sure = f"read together: {two.stance.value} {percent(getattr(two.probs, two.stance.value))}"
    snippets = [match.snippet for match in two.matches]
    cited = [" · ".join(p for p in (_md(source_line(s)), _md(s.locator), _code(s.id)) if p) for s in snippets]
    lines = [f"> {_md(s.text)}\n>\n> {where}" for s, where in zip(snippets, cited, strict=True)]
    return "\n>\n".join([*lines, f"> **{sure}**"])


def _cited(assessment: Assessment) -> str:
    """Source, locator, id, the probability of the stance, and what else a reader must know."""
    snippet, stance = assessment.match.snippet, assessment.stance
    source = _md(source_line(snippet))
    if snippet.source and safe_url(snippet.source.url):
        source = f"[{source}]({_target(snippet.source.url)})"
    sure = f"{stance.value} {percent(getattr(assessment.probs, stance.value))}"
    marks = [f"**{_md(note)}**" for note in match_notes(assessment)]
    return " · ".join(part for part in (source, _md(snippet.locator), _code(snippet.id), sure, *marks) if part)


def _blockquote(text: str, cited: str) -> str:
    return f"> {_md(text)}\n>\n> {cited}" if cited else f"> {_md(text)}"


def _footer(report: Report) -> str:
    made = report.provenance
    return (
        f"factcheck {_code(made.tool_version)}, {moment(made.created)} · verifier {_code(made.verifier.model_id)} · "
        f"embedder {_code(made.embedder.model_id)} · {count(made.n_snippets, 'snippet')}, k = {made.k} · "
        f"index {_code(made.index_fingerprint[:12])}"
    )


def _md(text: str) -> str:
    """The text as one line that means itself: no HTML, no Markdown, no table cell, no mention, no issue number."""
    escaped = _SPECIAL.sub(r"\\\1", html.escape(plain(text), quote=False))
    escaped = _LINE_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", escaped)
    return _harmless(escaped)


def _html(text: str) -> str:
    """The same inside an HTML element, where GitHub reads no Markdown."""
    return _harmless(html.escape(plain(text)))


def _harmless(text: str) -> str:
    """No mention of a person and no reference to an issue: a zero-width space follows ``@`` and ``#``.

    GitHub looks for mentions after it has decoded entities, so that escaping the sign alone does not help. The ``#``
    of an HTML entity (``&#x27;``) stays.
    """
    return re.sub(r"@|(?<!&)#", lambda sign: f"{sign[0]}&#8203;", text)


def _code(text: str) -> str:
    """A code span, or escaped text where a code span could be left."""
    line = plain(text)
    return f"`{line}`" if re.fullmatch(r"[\w./:+@ -]+", line) else _md(line)


def _link(text: str, url: str) -> str:
    return f"[{_md(text)}]({_target(url)})" if safe_url(url) else _md(text)


def _target(url: str) -> str:
    """A checked URL that cannot leave the parentheses of a link or the cell of a table."""
    return html.escape(quote(safe_url(url), safe=":/?#@!$&+,;=%~-._"))
