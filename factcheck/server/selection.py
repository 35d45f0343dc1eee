"""Which verdicts the list shows, and in which order, as the address of the page says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from factcheck.datatypes import Label, Reason, Verdict
from factcheck.errors import SettingsError
from factcheck.language import later
from factcheck.report import wording
from factcheck.report.words import whole_percent
from factcheck.server.search import Search
from factcheck.server.view import Status, View

SORTS = {"worth": later("most worth looking at"), "file": later("as in the files")}
STATES = {
    "": later("all"),
    "unreviewed": later("still to review"),
    "reviewed": later("reviewed"),
    "finding": later("findings"),
    "stale": later("stale"),
    "disagreed": later("disagreed"),
}
"""What the list can be narrowed to, and how it is called."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What was asked for; an empty field asks for nothing. Confidences are whole percent, both ends included."""

    text: str = ""
    labels: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()
    low: int = 0
    high: int = 100
    tag: str = ""
    file: str = ""
    reviewer: str = ""
    state: str = ""
    sort: str = "worth"

    def order(self, view: View, search: Search) -> list[int]:
        """The verdicts of this turn that were asked for, by their place in the report, in the order to be shown."""
        found = search.find(self.text)
        chosen = [
            index
            for index in view.scope
            if index in found and self._fits(view.report.verdicts[index], view.statuses[index])
        ]
        if self.sort == "file":
            return chosen
        # Whoever searches looks for a claim first: the words may also stand in evidence that says nothing of it.
        named, verdicts = search.find_claims(self.text), view.report.verdicts
        return sorted(chosen, key=lambda index: (index not in named, *worth(verdicts[index]), index))

    def _fits(self, verdict: Verdict, status: Status) -> bool:
        named = wording.reason_name(verdict)
        return (
            (not self.labels or verdict.label.value in self.labels)
            and (not self.reasons or named in self.reasons)
            and self.low <= whole_percent(verdict.confidence) <= self.high
            and _has(self.tag, verdict.claim.tags)
            and _has(self.file, [wording.file_name(verdict)])
            and _has(self.reviewer, status.reviewers)
            and _is_in(self.state, verdict, status)
        )


def _has(wanted: str, names: Iterable[str]) -> bool:
    """Whether the name is there, spelled as the page can show it; nothing is always there."""
    return not wanted or wanted in map(wording.writable, names)


def _is_in(state: str, verdict: Verdict, status: Status) -> bool:
    return {
        "": True,
        "unreviewed": status.is_open,
        "reviewed": not status.is_open,
        "finding": wording.is_finding(verdict),
        "stale": status.is_stale,
        "disagreed": status.is_disagreed,
    }[state]


def worth(verdict: Verdict) -> tuple[int, float]:
    """How soon a person should look, least first: failed expectations, other findings, conflicts, low confidence."""
    failed = bool(wording.expectation(verdict)) and not wording.is_expected(verdict)
    if wording.is_finding(verdict):
        return (0 if failed else 1), verdict.confidence
    return (2 if verdict.reason is Reason.CONFLICTING else 3), verdict.confidence


def read_selection(query: Sequence[tuple[str, str]]) -> Selection:
    """The selection that the parameters of an address name; others are left alone.

    Raises:
        SettingsError: a value is none of those that the page offers.
    """
    last: Mapping[str, str] = dict(query)
    low, high = _percent(last.get("low", ""), 0), _percent(last.get("high", ""), 100)
    return Selection(
        text=last.get("q", ""),
        labels=_words(query, "label", [label.value for label in Label]),
        reasons=_words(query, "reason", [reason.value for reason in Reason]),
        low=min(low, high),
        high=max(low, high),
        tag=last.get("tag", ""),
        file=last.get("file", ""),
        reviewer=last.get("reviewer", ""),
        state=_word(last.get("state", ""), "state", STATES),
        sort=_word(last.get("sort", "worth"), "sort", SORTS),
    )


def _words(query: Iterable[tuple[str, str]], name: str, known: Iterable[str]) -> frozenset[str]:
    return frozenset(_word(value, name, known) for key, value in query if key == name and value)


def _word(value: str, name: str, known: Iterable[str]) -> str:
    words = list(known)
    if value not in words:
        raise SettingsError(f"{name}={value[:60]}: there is no such choice — one of {', '.join(filter(None, words))}")
    return value


def _percent(text: str, default: int) -> int:
    if not text:
        return default
    if not (text.isdecimal() and text.isascii() and len(text) <= 3 and int(text) <= 100):
        raise SettingsError(f"confidence {text[:20]!r} is no whole percentage — write 0 to 100")
    return int(text)
