"""The weight of sources in words: how reliable one is, what counts of a reading, how many are independent."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from factcheck.datatypes import Assessment, JointAssessment, Snippet, Source, Stance
from factcheck.language import decimal, say
from factcheck.report.words import percent, term
from factcheck.weight import are_one_source, independent_sources, reliability_of, weighed


def reliability_note(source: Source) -> str:
    """``reliability 0.6``, or nothing where nobody said."""
    return "" if source.reliability is None else say("reliability %(number)s", number=decimal(source.reliability))


def weighed_note(read: Assessment | JointAssessment) -> str:
    """What counts of a reading that takes a side, ``weighed: supports 54 %``; nothing where it counts in full."""
    stance = read.stance
    if stance is Stance.NEUTRAL or reliability_of(read) == 1:
        return ""
    counts = percent(getattr(weighed(read), stance.value))
    return say("weighed: %(stance)s %(percent)s", stance=term(stance.value), percent=counts)


def independence(snippets: Sequence[Snippet]) -> str:
    """Whether several snippets speak for themselves: ``2 independent sources``; nothing of fewer than two."""
    if len(snippets) < 2:
        return ""
    number = independent_sources(snippets)
    if number > 1:
        return say("%(number)s independent sources", number=number)
    if not all(are_one_source(one, other) for one, other in combinations(snippets, 2)):
        return say("not known to be independent")
    if len(snippets) == 2:
        return say("one source, said twice")
    return say("one source, said %(number)s times", number=len(snippets))
