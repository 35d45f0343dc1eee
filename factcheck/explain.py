"""Why a label is what it is: one plain sentence from the facts of the assessments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from factcheck.aggregate import DISPUTED
from factcheck.datatypes import Assessment, JointAssessment, Label, Match, Readings, Reason, Snippet, Stance, Standing
from factcheck.language import decimal, later, later_plural, plural, say
from factcheck.languages import names_of
from factcheck.retold import retold_arithmetic
from factcheck.weight import strongest_together, weighed


@dataclass(frozen=True, slots=True)
class _Clauses:
    """How it is said who takes a side: one, several, two snippets of one source or of two, all or none."""

    one: str
    more: tuple[str, str]
    of_one: str
    of_two: str
    whole: str = ""
    nothing: str = ""
    nothing_left: str = ""


_STRONG = {
    Stance.SUPPORTS: _Clauses(
        later("%(name)s supports it"),
        later_plural(
            "%(name)s and %(number)s more snippet support it",
            "%(name)s and %(number)s more snippets support it",
        ),
        later("two snippets of %(name)s, read together, support it"),
        later("%(name)s and %(other)s, read together, support it"),
        later("the snippets as a whole support it"),
        later("nothing read supports it"),
        later("nothing that may decide supports it"),
    ),
    Stance.CONTRADICTS: _Clauses(
        later("%(name)s contradicts it"),
        later_plural(
            "%(name)s and %(number)s more snippet contradict it",
            "%(name)s and %(number)s more snippets contradict it",
        ),
        later("two snippets of %(name)s, read together, contradict it"),
        later("%(name)s and %(other)s, read together, contradict it"),
        later("the snippets as a whole contradict it"),
        later("nothing read contradicts it"),
        later("nothing that may decide contradicts it"),
    ),
}

_WEAK = {
    Stance.SUPPORTS: _Clauses(
        later("%(name)s more weakly supports it"),
        later_plural(
            "%(name)s and %(number)s more snippet more weakly support it",
            "%(name)s and %(number)s more snippets more weakly support it",
        ),
        later("two snippets of %(name)s, read together, more weakly support it"),
        later("%(name)s and %(other)s, read together, more weakly support it"),
    ),
    Stance.CONTRADICTS: _Clauses(
        later("%(name)s more weakly contradicts it"),
        later_plural(
            "%(name)s and %(number)s more snippet more weakly contradict it",
            "%(name)s and %(number)s more snippets more weakly contradict it",
        ),
        later("two snippets of %(name)s, read together, more weakly contradict it"),
        later("%(name)s and %(other)s, read together, more weakly contradict it"),
    ),
}


@dataclass(frozen=True, slots=True)
class _Side:
    """One side: its snippets, strongest first, and the two that take it when they are read together.

    ``detail`` tells its first snippet from that of the other side, where both have the same name.
    """

    stance: Stance
    leaning: Sequence[Assessment]
    two: JointAssessment | None
    detail: str = ""

    @property
    def is_taken(self) -> bool:
        return bool(self.leaning or self.two)

    @property
    def is_strong(self) -> bool:
        """Whether a reading makes the side more likely than not when its sources are weighed."""
        read: list[Assessment | JointAssessment] = [*self.leaning[:1], *([self.two] if self.two else [])]
        return any(getattr(weighed(one), self.stance.value) > 0.5 for one in read)


def explain(readings: Readings, label: Label, reason: Reason | None, unread: Sequence[Match] = ()) -> str:
    """A few sentences: who supports and who contradicts the claim, strongest first, and what was left out or unread.

    They are in the language of the running context, that is English where a verdict is made.
    """
    deciding = [a for a in readings.single if a.decides]
    left_out = [a for a in readings.single if not a.decides]
    supports, contradicts = _told_apart(_side(readings, Stance.SUPPORTS), _side(readings, Stance.CONTRADICTS))
    if not deciding:
        told = say("No snippet was found that may decide.")
    elif label is Label.SUPPORTED:
        told = _decided(supports, "", _other(contradicts, left_out))
    elif label is Label.CONTRADICTED:
        told = _decided(contradicts, _unequal(contradicts.leaning), _other(supports, left_out))
    else:
        told = _unknown(deciding, (supports, contradicts), reason, readings.dispute, len(left_out))
    return told + _left_out(left_out, bool(deciding)) + _unread(unread)


def _decided(side: _Side, numbers: str, against: str) -> str:
    who = _capital(_who(side), side)
    if numbers:
        return say("%(who)s: %(numbers)s; %(against)s.", who=who, numbers=numbers, against=against)
    return say("%(who)s; %(against)s.", who=who, against=against)


def _capital(told: str, side: _Side) -> str:
    """The clause as a sentence begins: with a capital unless a name stands first, of which only an article gets one."""
    two = side.two
    names = {_name(match.snippet) for match in two.matches} if two else set()
    is_ours = not side.leaning and len(names) < 2
    return told[0].upper() + told[1:] if is_ours or told.startswith("the ") else told


def _unknown(
    deciding: Sequence[Assessment],
    sides: Sequence[_Side],
    reason: Reason | None,
    dispute: float | None,
    n_left_out: int,
) -> str:
    if reason is Reason.CONFLICTING:
        both = ", ".join(_who(side) for side in sides)
        told = say("Evidence on both sides: %(sides)s.", sides=both)
        if all(side.is_strong for side in sides):
            told = say("Strong evidence on both sides: %(sides)s.", sides=both)
        return told if dispute is not None else f"{told} {say('They were not read against each other.')}"
    read = plural(len(deciding), "%(number)s snippet read", "%(number)s snippets read")
    if n_left_out:
        read = plural(len(deciding), "%(number)s snippet that may decide", "%(number)s snippets that may decide")
    if (
        reason is Reason.NOT_ENOUGH
        and dispute is not None
        and dispute < DISPUTED
        and all(side.leaning for side in sides)
    ):
        both = ", ".join(_who(side) for side in sides)
        message = later("%(read)s: %(sides)s. These do not contradict each other, so one of them is read wrongly.")
        return say(message, read=read, sides=both)
    if reason is Reason.NO_EVIDENCE:
        return say("%(read)s, none bears on what the claim asserts.", read=read)
    taken = [_who(side) for side in sides if side.is_taken]
    if not taken:
        return say("%(read)s, none decides the claim.", read=read)
    leaning = taken[0] if len(taken) == 1 else say("%(one)s and %(other)s", one=taken[0], other=taken[1])
    message = later("%(read)s, none decides the claim by itself: %(leaning)s, but not strongly enough.")
    return say(message, read=read, leaning=leaning)


def _side(readings: Readings, stance: Stance) -> _Side:
    deciding = [a for a in readings.single if a.decides]
    return _Side(stance, _leaning(deciding, stance), _together(readings, stance))


def _told_apart(first: _Side, second: _Side) -> tuple[_Side, _Side]:
    """Both sides, with what tells their first snippets apart where these have the same name."""
    if not first.leaning or not second.leaning:
        return first, second
    one, other = (side.leaning[0].match.snippet for side in (first, second))
    if _name(one) != _name(other):
        return first, second
    pairs = zip(_details(one), _details(other), strict=True)
    detail = next((pair for pair in pairs if all(pair) and pair[0] != pair[1]), ("", ""))
    return replace(first, detail=detail[0]), replace(second, detail=detail[1])


def _details(snippet: Snippet) -> tuple[str, str, str]:
    """What tells snippets of one name apart, the most telling first: title, locator, id."""
    return snippet.source.title if snippet.source else "", snippet.locator, snippet.id


def _leaning(assessments: Sequence[Assessment], stance: Stance) -> list[Assessment]:
    """The assessments of this stance, strongest by what counts first; ties by rank, so that it is always the same."""
    leaning = [a for a in assessments if a.stance is stance]
    return sorted(leaning, key=lambda a: (-getattr(weighed(a), stance.value), a.match.rank))


def _together(readings: Readings, stance: Stance) -> JointAssessment | None:
    """The two snippets that say so most strongly when they are read together, if any two do."""
    return strongest_together(readings.joint, stance)


def _who(side: _Side, clauses: _Clauses | None = None) -> str:
    clauses = clauses or _STRONG[side.stance]
    if not side.leaning and side.two:
        one, other = (match.snippet for match in side.two.matches)
        if _name(one) == _name(other):
            return say(clauses.of_one, name=_weighed_name(min(one, other, key=lambda snippet: snippet.reliability)))
        return say(clauses.of_two, name=_weighed_name(one), other=_weighed_name(other))
    if not side.leaning:
        return say(clauses.whole)
    first = _weighed_name(side.leaning[0].match.snippet, side.detail)
    more = len(side.leaning) - 1
    return plural(more, *clauses.more, name=first) if more else say(clauses.one, name=first)


def _unequal(contradicts: Sequence[Assessment]) -> str:
    """The first two numbers that disagree, where one snippet alone contradicts.

    A disagreement always took its side. An agreement is not named: it may be of a date that both texts only mention.
    """
    lines = [a.line for a in contradicts[0].arithmetic if not a.agrees] if len(contradicts) == 1 else []
    return retold_arithmetic(lines[0]) if lines else ""


def _other(side: _Side, left_out: Sequence[Assessment]) -> str:
    if side.is_taken:
        return _who(side, _WEAK[side.stance])
    would = _Side(side.stance, _leaning(left_out, side.stance), None)
    clauses = _STRONG[side.stance]
    return say(clauses.nothing_left if would.is_strong else clauses.nothing)


def _name(snippet: Snippet) -> str:
    """How a reader knows the snippet: its publisher, else its author, else its title, else its id."""
    source = snippet.source
    return (source and (source.publisher or source.author or source.title)) or say("Snippet %(id)s", id=snippet.id)


def _weighed_name(snippet: Snippet, detail: str = "") -> str:
    """The name, with a detail if there is one, and the reliability where its source does not count in full."""
    name, reliability = _name(snippet), snippet.reliability
    name = f"{name} ({detail})" if detail else name
    if reliability == 1:
        return name
    return say("%(name)s (reliability %(number)s)", name=name, number=decimal(reliability))


def _left_out(assessments: Sequence[Assessment], others_decide: bool) -> str:
    """Who would take a side but may not decide; where nothing may, at least how many there are."""
    sides = [_Side(stance, _leaning(assessments, stance), None) for stance in (Stance.SUPPORTS, Stance.CONTRADICTS)]
    told = [_would(side) for side in sides if side.is_strong]
    if not told and assessments and not others_decide:
        told = [
            plural(
                len(assessments),
                "%(number)s snippet may not decide at the reference date.",
                "%(number)s snippets may not decide at the reference date.",
            )
        ]
    return "".join(f" {sentence}" for sentence in told)


def _would(side: _Side) -> str:
    who = _capital(_who(side), side)
    standings = {a.match.standing for a in side.leaning}
    if standings == {Standing.EXPIRED}:
        return say("%(who)s, but expired before the reference date.", who=who)
    if standings == {Standing.LATER}:
        return say("%(who)s, but came only after the reference date.", who=who)
    return say("%(who)s, but may not decide at the reference date.", who=who)


def _unread(matches: Sequence[Match]) -> str:
    if not matches:
        return ""
    said = plural(
        len(matches),
        "%(number)s snippet in %(languages)s was not read: the verifier does not know it.",
        "%(number)s snippets in %(languages)s were not read: the verifier does not know it.",
        languages=names_of((m.snippet.language.code for m in matches if m.snippet.language), "or"),
    )
    return f" {said}"
