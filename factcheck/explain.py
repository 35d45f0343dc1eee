"""Why a label is what it is: one plain sentence from the facts of the assessments."""

from __future__ import annotations

from collections.abc import Sequence

from factcheck.datatypes import Assessment, JointAssessment, Label, Match, Readings, Reason, Snippet, Stance
from factcheck.languages import names_of

_Taken = tuple[Sequence[Assessment], str, str, JointAssessment | None]
"""One side: its snippets, its verb for one and for several, and the two that take it when they are read together."""


def explain(readings: Readings, label: Label, reason: Reason | None, unread: Sequence[Match] = ()) -> str:
    """A few sentences: who supports and who contradicts the claim, strongest first, and what was left out or unread."""
    deciding = [a for a in readings.single if a.decides]
    supports = _side(readings, Stance.SUPPORTS, "support")
    contradicts = _side(readings, Stance.CONTRADICTS, "contradict")
    if not deciding:
        told = "No snippet was found that may decide."
    elif label is Label.SUPPORTED:
        told = f"{_who(*supports)}; {_other(*contradicts)}."
    elif label is Label.CONTRADICTED:
        told = f"{_who(*contradicts)}{_unequal(contradicts[0])}; {_other(*supports)}."
    else:
        told = _unknown(deciding, (supports, contradicts), reason)
    if told.startswith(("the ", "two snippets of ")):
        told = "T" + told[1:]
    return told + _left_out(len(readings.single) - len(deciding)) + _unread(unread)


def _unknown(deciding: Sequence[Assessment], sides: Sequence[_Taken], reason: Reason | None) -> str:
    if reason is Reason.CONFLICTING:
        strong = "Strong evidence" if all(side[0] or side[3] for side in sides) else "Evidence"
        return f"{strong} on both sides: {', '.join(_at_least_weakly(deciding, side) for side in sides)}."
    read = f"{len(deciding)} {_snippets(len(deciding))} read"
    if reason is Reason.NO_EVIDENCE:
        return f"{read}, none bears on what the claim asserts."
    leaning = " and ".join(_who(*side) for side in sides if side[0] or side[3])
    if leaning:
        return f"{read}, none decides the claim by itself: {leaning}, but not strongly enough."
    return f"{read}, none decides the claim."


def _at_least_weakly(deciding: Sequence[Assessment], side: _Taken) -> str:
    """Who takes the side, or where none has it as its most probable stance, the snippet that comes nearest to it."""
    leaning, verb, plural, two = side
    if leaning or two:
        return _who(leaning, verb, plural, two)
    nearest = max(deciding, key=lambda a: (float(getattr(a.probs, verb)), -a.match.rank))
    return f"{_name(nearest.match.snippet)} more weakly {verb} it"


def _side(readings: Readings, stance: Stance, plural: str) -> _Taken:
    deciding = [a for a in readings.single if a.decides]
    return _leaning(deciding, stance), stance.value, plural, _together(readings, stance)


def _leaning(assessments: Sequence[Assessment], stance: Stance) -> list[Assessment]:
    """The assessments of this stance, strongest first; ties by rank, so that the sentence never changes."""
    leaning = [a for a in assessments if a.stance is stance]
    return sorted(leaning, key=lambda a: (-getattr(a.probs, stance.value), a.match.rank))


def _together(readings: Readings, stance: Stance) -> JointAssessment | None:
    """The two snippets that say so most strongly when they are read together, if any two do."""
    leaning = [a for a in readings.joint if a.decides and a.stance is stance]
    return max(leaning, key=lambda a: float(getattr(a.probs, stance.value)), default=None)


def _who(side: Sequence[Assessment], verb: str, plural: str, two: JointAssessment | None = None) -> str:
    if not side and two:
        one, other = (_name(match.snippet) for match in two.matches)
        names = f"two snippets of {one}" if one == other else f"{one} and {other}"
        return f"{names}, read together, {plural} it"
    if not side:
        return f"the snippets as a whole {plural} it"
    first = _name(side[0].match.snippet)
    if len(side) == 1:
        return f"{first} {verb} it"
    return f"{first} and {len(side) - 1} more {_snippets(len(side) - 1)} {plural} it"


def _unequal(contradicts: Sequence[Assessment]) -> str:
    """The first two numbers that disagree, where one snippet alone contradicts.

    A disagreement always took its side. An agreement is not named: it may be of a date that both texts only mention.
    """
    lines = [a.line for a in contradicts[0].arithmetic if not a.agrees] if len(contradicts) == 1 else []
    return f": {lines[0]}" if lines else ""


def _other(side: Sequence[Assessment], verb: str, plural: str, two: JointAssessment | None) -> str:
    if side or two:
        return _who(side, f"more weakly {verb}", f"more weakly {plural}", two)
    return f"nothing read {verb} it"


def _name(snippet: Snippet) -> str:
    """How a reader knows the snippet: its publisher, else its author, else its title, else its id."""
    source = snippet.source
    return (source and (source.publisher or source.author or source.title)) or f"Snippet {snippet.id}"


def _left_out(number: int) -> str:
    if not number:
        return ""
    return f" {number} {_snippets(number)} may not decide at the reference date."


def _unread(matches: Sequence[Match]) -> str:
    if not matches:
        return ""
    names = names_of((m.snippet.language.code for m in matches if m.snippet.language), "or")
    verb = "was" if len(matches) == 1 else "were"
    return f" {len(matches)} {_snippets(len(matches))} in {names} {verb} not read: the verifier does not know it."


def _snippets(number: int) -> str:
    return "snippet" if number == 1 else "snippets"
