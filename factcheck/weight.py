"""How far the word of a source counts, and which snippets are independent of each other.

A source of reliability r is discounted (Shafer 1976, *A Mathematical Theory of Evidence*, ch. 11): of what its snippets
say for or against a claim the share r counts, and the rest says nothing::

    (supports, contradicts, neutral)  ->  (r * supports, r * contradicts, 1 - r * (supports + contradicts))

Both sides are discounted alike, and a source without a reliability counts in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from factcheck.datatypes import Assessment, JointAssessment, Match, Snippet, Stance, StanceProbs

SHINGLE_WORDS = 3
"""Words of a shingle; runs of two are often mere phrases, and with longer ones few changed words hide a repetition."""
REPEATS = 0.4
"""Share of the shorter text's shingles from which one of two texts repeats the other. Of 2,264 pairs of snippets that
are read for the same claim in the pipeline topics none has more than 0.30; a report with one word in eight changed
keeps five of eight shingles."""


def discounted(probs: StanceProbs, reliability: float) -> StanceProbs:
    """What counts of the probabilities when the source has this reliability in (0, 1]; with 1 they are unchanged."""
    if reliability == 1:
        return probs
    supports, contradicts = reliability * probs.supports, reliability * probs.contradicts
    return StanceProbs(supports, contradicts, 1 - supports - contradicts)


def reliability_of(read: Assessment | JointAssessment) -> float:
    """The reliability with which a reading counts, in (0, 1]: of two snippets read together the smaller one."""
    return min(match.snippet.reliability for match in matches_of(read))


def weighed(read: Assessment | JointAssessment) -> StanceProbs:
    """What counts of the probabilities of a reading."""
    return discounted(read.probs, reliability_of(read))


def strongest_together(joint: Iterable[JointAssessment], stance: Stance) -> JointAssessment | None:
    """The two snippets that take the stance most strongly when they are read together, of those that may decide."""
    taking = [two for two in joint if two.decides and two.stance is stance]
    return max(taking, key=lambda two: float(getattr(weighed(two), stance.value)), default=None)


def matches_of(read: Assessment | JointAssessment) -> tuple[Match, ...]:
    """The one match that was read, or the two."""
    return (read.match,) if isinstance(read, Assessment) else read.matches


def are_independent(one: Snippet, other: Snippet) -> bool:
    """Whether the two speak for themselves: both publishers are known and differ, and neither text repeats the other.

    A source without a publisher is independent of nothing: nobody can tell whose word it is.
    """
    publishers = publisher_of(one), publisher_of(other)
    return all(publishers) and publishers[0] != publishers[1] and not repeats(one.text, other.text)


def are_one_source(one: Snippet, other: Snippet) -> bool:
    """Whether the two are surely one word said twice: one source or publisher, or a text that repeats the other."""
    is_same = bool(one.source and other.source and one.source.id == other.source.id)
    return is_same or publisher_of(one) == publisher_of(other) != "" or repeats(one.text, other.text)


def publisher_of(snippet: Snippet) -> str:
    """The publisher in a form to be compared, without case and outer or double blanks; empty if not known."""
    return " ".join(snippet.source.publisher.casefold().split()) if snippet.source else ""


def repeats(one: str, other: str) -> bool:
    """Whether one text says the other again in nearly the same words, whole or as a part of more.

    Compared is the containment of Broder (1997): the shingles that both have, as a share of the shorter text's. A
    translation is not recognised.
    """
    first, second = _shingles(one), _shingles(other)
    return len(first & second) >= REPEATS * min(len(first), len(second))


@lru_cache(maxsize=4096)
def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Every run of ``SHINGLE_WORDS`` words, or of all words where there are fewer; never empty."""
    words = re.findall(r"\w+", text.casefold())
    return frozenset(tuple(words[i : i + SHINGLE_WORDS]) for i in range(max(1, len(words) - SHINGLE_WORDS + 1)))


def independent_sources(snippets: Sequence[Snippet]) -> int:
    """How many of the snippets are independent of each other, as far as one round from each of them finds; 0 of none.

    At least 2 exactly if any two are independent.
    """
    return max((len(list(_independent_from(start, snippets))) for start in snippets), default=0)


def _independent_from(start: Snippet, snippets: Sequence[Snippet]) -> Iterator[Snippet]:
    """The first snippet, then in order each that is independent of all before it."""
    chosen: list[Snippet] = []
    for snippet in (start, *snippets):
        if all(are_independent(snippet, other) for other in chosen):
            chosen.append(snippet)
            yield snippet
