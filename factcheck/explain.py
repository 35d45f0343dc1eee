"""Why a label is what it is: one plain sentence from the facts of the assessments."""

from __future__ import annotations

from collections.abc import Sequence

from factcheck.datatypes import Assessment, Label, Reason, Snippet, Stance


def explain(assessments: Sequence[Assessment], label: Label, reason: Reason | None) -> str:
    """One or two sentences: who supports and who contradicts the claim, strongest first, and what was left out."""
    deciding = [a for a in assessments if a.decides]
    supports, contradicts = _leaning(deciding, Stance.SUPPORTS), _leaning(deciding, Stance.CONTRADICTS)
    if not deciding:
        told = "No snippet was found that may decide."
    elif label is Label.SUPPORTED:
        told = f"{_who(supports, 'supports', 'support')}; {_other(contradicts, 'contradicts', 'contradict')}."
    elif label is Label.CONTRADICTED:
        told = f"{_who(contradicts, 'contradicts', 'contradict')}; {_other(supports, 'supports', 'support')}."
    else:
        told = _unknown(deciding, supports, contradicts, reason)
    return told + _left_out(len(assessments) - len(deciding))


def _unknown(
    deciding: Sequence[Assessment],
    supports: Sequence[Assessment],
    contradicts: Sequence[Assessment],
    reason: Reason | None,
) -> str:
    if reason is Reason.CONFLICTING:
        sides = f"{_who(supports, 'supports', 'support')}, {_who(contradicts, 'contradicts', 'contradict')}"
        return f"Strong evidence on both sides: {sides}."
    read = f"{len(deciding)} {_snippets(len(deciding))} read"
    if reason is Reason.NO_EVIDENCE:
        return f"{read}, none bears on what the claim asserts."
    return f"{read}, none decides the claim."


def _leaning(assessments: Sequence[Assessment], stance: Stance) -> list[Assessment]:
    """The assessments of this stance, strongest first; ties by rank, so that the sentence never changes."""
    leaning = [a for a in assessments if a.stance is stance]
    return sorted(leaning, key=lambda a: (-getattr(a.probs, stance.value), a.match.rank))


def _who(side: Sequence[Assessment], verb: str, plural: str) -> str:
    if not side:
        return f"the snippets together {plural} it"
    first = _name(side[0].match.snippet)
    if len(side) == 1:
        return f"{first} {verb} it"
    return f"{first} and {len(side) - 1} more {_snippets(len(side) - 1)} {plural} it"


def _other(side: Sequence[Assessment], verb: str, plural: str) -> str:
    return _who(side, f"more weakly {verb}", f"more weakly {plural}") if side else f"nothing read {verb} it"


def _name(snippet: Snippet) -> str:
    """How a reader knows the snippet: its publisher, else its author, else its title, else its id."""
    source = snippet.source
    return (source and (source.publisher or source.author or source.title)) or f"Snippet {snippet.id}"


def _left_out(number: int) -> str:
    if not number:
        return ""
    return f" {number} {_snippets(number)} may not decide at the reference date."


def _snippets(number: int) -> str:
    return "snippet" if number == 1 else "snippets"
