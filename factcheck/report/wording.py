"""The words and numbers that all formats share, in the language of the running context.

Texts that people wrote pass through here unescaped: each format escapes for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from factcheck.datatypes import (
    Assessment,
    JointAssessment,
    Label,
    Match,
    Outcome,
    Report,
    Snippet,
    Span,
    Stance,
    Standing,
    Unchecked,
    Verdict,
)
from factcheck.language import grouped, later, plural, say
from factcheck.languages import name_of
from factcheck.report.dates import day as day
from factcheck.report.dates import long_day as long_day
from factcheck.report.dates import moment as moment
from factcheck.report.weightwords import independence, reliability_note, weighed_note
from factcheck.report.words import claims, findings, snippets, term
from factcheck.report.words import percent as percent
from factcheck.retold import retold_arithmetic
from factcheck.weight import strongest_together

Item = Verdict | Unchecked
"""One row of a report: a claim with its verdict, or one that could not be checked."""

UNCHECKED = "unchecked"

SYMBOLS = {Label.SUPPORTED.value: "✓", Label.CONTRADICTED.value: "✗", Label.UNKNOWN.value: "?", UNCHECKED: "!"}
"""A sign for each label, so that colour is never the only signal."""

NO_FILE = later("claims given directly")
"""The heading of claims that stand in no file, such as those of ``--claim``."""

# C0 and C1 controls drive terminals; bidirectional overrides and isolates reorder what follows; lone surrogates cannot
# be written as UTF-8.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Sides:
    """What was read for one verdict as a reader wants it.

    ``supports_together`` and ``contradicts_together`` are the two snippets that say so most strongly when they are read
    together, if neither says it alone. Each side has what decides first, strongest first, then what leans to that side
    but does not decide at the reference date. ``neutral`` is in rank order, without those two;
    they are in ``joined``, as each says by itself.
    """

    supports: tuple[Assessment, ...]
    contradicts: tuple[Assessment, ...]
    neutral: tuple[Assessment, ...]
    supports_together: JointAssessment | None = None
    contradicts_together: JointAssessment | None = None
    joined: tuple[Assessment, ...] = ()

    def alone(self, match: Match) -> Assessment | None:
        """What one of two snippets that are read together says by itself, where it takes no side."""
        return next((a for a in self.joined if a.match.snippet.id == match.snippet.id), None)


def share(probability: float) -> str:
    """A probability for programs, with three decimals; never 0 or 1, because no verdict is certain."""
    return f"{min(max(probability, 0.001), 0.999):.3f}"


def count(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun in English: ``1 claim``, ``1,200 claims``; for what has one language only."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def label_name(item: Item) -> str:
    """The label's word, or ``unchecked``."""
    return item.label.value if isinstance(item, Verdict) else UNCHECKED


def reason_name(item: Item) -> str:
    """The reason's word, or nothing."""
    return item.reason.value if isinstance(item, Verdict) and item.reason else ""


def label_text(item: Item) -> str:
    """Label and reason in words: ``contradicted``, ``unknown (conflicting)``."""
    reason, label = reason_name(item), term(label_name(item))
    return say("%(label)s (%(reason)s)", label=label, reason=term(reason)) if reason else label


def symbol(item: Item) -> str:
    """The label's sign."""
    return SYMBOLS[label_name(item)]


def is_finding(item: Item) -> bool:
    """Whether a person should look at it."""
    return item.outcome is Outcome.FINDING


def expectation(item: Item) -> str:
    """What the claim's ``expect`` came to: ``contradicted, as expected`` or ``expected supported``; else nothing."""
    expected = item.claim.expect
    if expected is None:
        return ""
    message = later("%(expected)s, as expected") if is_expected(item) else later("expected %(expected)s")
    return say(message, expected=term(expected.value))


def is_expected(item: Item) -> bool:
    """Whether the claim has an ``expect`` and it is met."""
    expected = item.claim.expect
    return expected is not None and expected.value in (label_name(item), reason_name(item))


def waiver(item: Item) -> str:
    """What became of the claim's waiver: in force, ended, or not needed; nothing without one."""
    waive = item.claim.waive
    if waive is None:
        return ""
    message = {
        Outcome.WAIVED: later("waived until %(day)s"),
        Outcome.FINDING: later("waiver ended on %(day)s"),
        Outcome.BASELINED: later("waiver ended on %(day)s"),
        Outcome.PASSED: later("no finding even without the waiver until %(day)s, which can go"),
    }[item.outcome]
    state = say(message, day=day(waive.until))
    return f"{state}: {waive.reason}" if waive.reason else state


def notes(item: Item) -> tuple[str, ...]:
    """What explains the outcome, in the order to be read: the expectation, the waiver, the baseline."""
    return tuple(note for note in (expectation(item), waiver(item), baseline(item)) if note)


def baseline(item: Item) -> str:
    """Says so where the finding was in the baseline already; else nothing."""
    return say("known from the baseline") if item.outcome is Outcome.BASELINED else ""


def place(item: Item) -> str:
    """``file:line`` of the claim, or nothing."""
    return str(item.claim.place) if item.claim.place else ""


def file_name(item: Item) -> str:
    """The file of the claim, or words for none."""
    return item.claim.place.file if item.claim.place else NO_FILE


def file_words(file: str) -> str:
    """The file as a reader sees it: its name, or in the reader's language that there is none."""
    return say(NO_FILE) if file == NO_FILE else file


def source_line(snippet: Snippet) -> str:
    """A citation in one line: ``Reuters, 2025-08-11 — Title``; says so when undated or without source."""
    source = snippet.source
    if source is None:
        return say("no source given, undated")
    who = source.publisher or source.author or (source.id if not source.title else "")
    head = ", ".join(part for part in (who, day(source.published), reliability_note(source)) if part)
    return " — ".join(part for part in (head, source.title) if part)


def standing_note(match: Match) -> str:
    """Why a snippet does not decide at the reference date, or nothing."""
    if match.standing is Standing.LATER:
        return say("published later, does not decide")
    if match.standing is Standing.EXPIRED:
        until = match.snippet.valid_until
        return say("expired on %(day)s, does not decide", day=day(until)) if until else say("expired, does not decide")
    if match.standing is Standing.OTHER_LANGUAGE:
        return _not_read(match.snippet)
    return ""


def _not_read(snippet: Snippet) -> str:
    if snippet.language is None:
        return say("not read: the verifier does not know its language")
    return say("not read: the verifier does not know %(language)s", language=name_of(snippet.language.code))


def match_notes(assessment: Assessment) -> tuple[str, ...]:
    """What else a reader must know of a match: its standing, what counts of it, its duplicates, how it was read."""
    match = assessment.match
    duplicates = say("same text as %(ids)s", ids=", ".join(match.duplicates)) if match.duplicates else ""
    windows = say("read in %(number)s windows", number=assessment.windows) if assessment.windows > 1 else ""
    return tuple(note for note in (standing_note(match), weighed_note(assessment), duplicates, windows) if note)


def arithmetic(assessment: Assessment) -> tuple[str, ...]:
    """The numbers of claim and snippet side by side, in words too: ``numbers disagree: 15 percent ≠ 25 percent``."""
    agree, disagree = later("numbers agree: %(line)s"), later("numbers disagree: %(line)s")
    return tuple(say(agree if a.agrees else disagree, line=retold_arithmetic(a.line)) for a in assessment.arithmetic)


def sides(verdict: Verdict) -> Sides:
    """The verdict's assessments sorted by what they say; every one of them is in one place, or in two read together."""
    idle = [a for a in verdict.assessments if not a.decides]
    supports, contradicts = _together(verdict, Stance.SUPPORTS), _together(verdict, Stance.CONTRADICTS)
    joined = {match.snippet.id for two in (supports, contradicts) if two for match in two.matches}
    neutral = [a for a in verdict.assessments if a.stance is Stance.NEUTRAL]
    return Sides(
        supports=(*verdict.supporting, *(a for a in idle if a.stance is Stance.SUPPORTS)),
        contradicts=(*verdict.contradicting, *(a for a in idle if a.stance is Stance.CONTRADICTS)),
        neutral=tuple(a for a in neutral if a.match.snippet.id not in joined),
        supports_together=supports,
        contradicts_together=contradicts,
        joined=tuple(a for a in neutral if a.match.snippet.id in joined),
    )


def _together(verdict: Verdict, stance: Stance) -> JointAssessment | None:
    """The joint assessment of this stance that adds most: neither of its snippets has the stance alone."""
    alone = {a.match.snippet.id for a in verdict.assessments if a.stance is stance}
    added = [two for two in verdict.joint if not alone & {match.snippet.id for match in two.matches}]
    return strongest_together(added, stance)


def pieces(text: str, spans: Iterable[Span]) -> tuple[tuple[str, bool], ...]:
    """The text in pieces, in order, each with whether it is marked; spans outside of the text are ignored."""
    parts: list[tuple[str, bool]] = []
    done = 0
    for start, end in sorted(spans):
        if done <= start < end <= len(text):
            parts += [(text[done:start], False), (text[start:end], True)]
            done = end
    return tuple(part for part in (*parts, (text[done:], False)) if part[0])


def evidence_pieces(assessment: Assessment) -> tuple[tuple[str, bool], ...]:
    """The snippet with the words marked that decided."""
    return pieces(assessment.match.snippet.text, assessment.marks.evidence if assessment.marks else ())


def claim_pieces(item: Item) -> tuple[tuple[str, bool], ...]:
    """The claim with the words marked that decided in the strongest assessment of its label's side."""
    side: tuple[Assessment, ...] = ()
    if isinstance(item, Verdict):
        side = {Label.SUPPORTED: item.supporting, Label.CONTRADICTED: item.contradicting}.get(item.label, ())
    return pieces(item.claim.text, side[0].marks.claim if side and side[0].marks else ())


def side_count(assessments: tuple[Assessment, ...], together: JointAssessment | None = None) -> str:
    """How many snippets of one side decide, and whether several are independent; ``none``, ``none that may decide``."""
    deciding = [a.match.snippet for a in assessments if a.decides]
    if together and not deciding:
        return say("two snippets together")
    if deciding:
        number = snippets(len(deciding))
        said = say("%(snippets)s and two together", snippets=number) if together else number
        return ", ".join(part for part in (said, independence(deciding)) if part)
    return say("none that may decide") if assessments else say("none")


def tally(verdict: Verdict) -> tuple[str, ...]:
    """How many snippets say what: ``2 supporting``, ``2 contradicting together``, ``4 neutral``; and may not decide.

    The two of a side that say it only when they are read together are no neutral ones.
    """
    both = sides(verdict)
    supporting, contradicting = len(verdict.supporting), len(verdict.contradicting)
    idle = len(both.supports) + len(both.contradicts) - supporting - contradicting
    parts = [
        _taking(supporting, _SUPPORTING, both.supports_together),
        _taking(contradicting, _CONTRADICTING, both.contradicts_together),
        say("%(number)s neutral", number=len(both.neutral)),
    ]
    unread = say("%(number)s not read", number=len(verdict.unread)) if verdict.unread else ""
    return (
        *parts,
        *([say("%(number)s that may not decide", number=idle)] if idle else []),
        *([unread] if unread else []),
    )


_SUPPORTING = (
    later("%(number)s supporting"),
    later("%(number)s supporting and 2 together"),
    later("2 supporting together"),
)
_CONTRADICTING = (
    later("%(number)s contradicting"),
    later("%(number)s contradicting and 2 together"),
    later("2 contradicting together"),
)


def _taking(number: int, messages: tuple[str, str, str], together: JointAssessment | None) -> str:
    alone, both, two = messages
    return say((both if number else two) if together else alone, number=number)


def neutral_heading(number: int) -> str:
    """The heading of the neutral matches: what was read and weighs on neither side."""
    return plural(
        number,
        "%(number)s snippet was read and does not decide",
        "%(number)s snippets were read and do not decide",
    )


def totals(report: Report) -> dict[str, int]:
    """How many claims have each label, in the order supported, contradicted, unknown, unchecked."""
    names = [label_name(item) for item in everything(report)]
    return {name: names.count(name) for name in SYMBOLS}


def summary(report: Report) -> str:
    """The report in one line: claims by label, findings, unchecked, waived, known."""
    number = totals(report)
    by_label = ", ".join(f"{grouped(number[label.value])} {term(label.value)}" for label in Label)
    waived = sum(item.outcome is Outcome.WAIVED for item in everything(report))
    known = sum(item.outcome is Outcome.BASELINED for item in everything(report))
    parts = [
        f"{claims(sum(number.values()))}: {by_label}",
        findings(len(report.findings)),
        f"{grouped(number[UNCHECKED])} {term(UNCHECKED)}",
        *([say("%(number)s waived", number=grouped(waived))] if waived else []),
        *([say("%(number)s known from the baseline", number=grouped(known))] if known else []),
    ]
    return " · ".join(parts)


def everything(report: Report) -> tuple[Item, ...]:
    """All verdicts, then all unchecked claims."""
    return (*report.verdicts, *report.unchecked)


def by_file(items: tuple[Item, ...]) -> dict[str, list[Item]]:
    """The items under the file they stand in, both in order of appearance."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(file_name(item), []).append(item)
    return groups


def anchors(items: tuple[Item, ...]) -> tuple[str, ...]:
    """For each item the name that addresses it in a page, made from the claim's id; equal ones get a number."""
    used: dict[str, None] = {}
    for item in items:
        slug = re.sub(r"[^A-Za-z0-9_-]+", "-", item.claim.id).strip("-") or "claim"
        anchor, number = f"claim-{slug}", 1
        while anchor in used:
            number += 1
            anchor = f"claim-{slug}-{number}"
        used[anchor] = None
    return tuple(used)


def safe_url(url: str) -> str:
    """The URL if a reader may follow it (http or https, with a host), else nothing."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    printable = not _UNSAFE.search(url) and not re.search(r"\s", url.strip())
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc and printable else ""


def plain(text: str) -> str:
    r"""One line that cannot drive a terminal or reorder its neighbours: such characters are spelled out, ``\u202e``."""
    joined = " ".join(text.split())
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", joined)


def writable(text: str) -> str:
    """The text with � for what no page may carry: controls, lone surrogates, and overrides that reverse text."""
    return _CONTROL.sub("\ufffd", text)


def shorten(text: str, width: int) -> str:
    """The text, or its beginning with ``…`` where it is longer than ``width`` characters."""
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"
