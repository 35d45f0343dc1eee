"""Snippets that say what another says: in its words, or nearly."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set

from factcheck.curate.findings import Finding, Shown, place_of
from factcheck.curate.neighbours import Near
from factcheck.curate.tidiness import tidy
from factcheck.curate.wordlists import NEGATIONS
from factcheck.datatypes import Snippet
from factcheck.index.rows import normal_text

NEAR_SIMILARITY = 0.985
"""Cosine of the packaged embedder from which on two texts are near duplicates. Of the pairs of ``tests/lint_pairs.py``
those that are have 0.995 and more, those that only look alike 0.967 and less, contradictions 0.972 and less."""
NEAR_WORDS = 0.6
"""The share of words that both have of those that either has; it keeps a translation, which is no copy, apart. The near
duplicates have 0.82 and more, and what an embedder takes for the same without many words in common is no duplicate."""
NEAR_PHRASES = 0.75
"""The same of phrases of two words, where there is no embedder: it finds 3 of the 6 near duplicates and none of the 6
pairs that only look alike, which have up to 0.71."""
COMMON = 50
"""A phrase that more snippets have does not make a pair of them: it is of the topic."""

_WORD = re.compile(r"\w+(?:[.,:]\d+)*")


def duplicate_findings(snippets: Sequence[Snippet], near: Near | None) -> Iterator[Finding]:
    """EV301 and EV302, at the later of the two snippets.

    ``near`` are neighbours with their cosines; None where there is no embedder, and phrases decide alone.
    """
    groups = _groups(snippets)
    for group in groups.values():
        for number, position in enumerate(group[1:], start=1):
            earlier = [snippets[place] for place in group[:number]]
            other = snippets[position]
            # One of the same source says what to do; of others it is only told.
            yield _duplicate(next((one for one in earlier if _is_same_source(one, other)), earlier[0]), other)
    firsts = [positions[0] for positions in groups.values()]
    for one, two in _near_pairs(snippets, firsts, near):
        yield _near_duplicate(snippets[one], snippets[two])


def removable_duplicates(snippets: Sequence[Snippet]) -> list[Snippet]:
    """The snippets that can go: an earlier one has the same text, source and everything else, and they have no id.

    An id that somebody wrote may be named elsewhere, in a record or in gold data, so such a snippet stays.
    """
    kept: set[tuple[object, ...]] = set()
    removable = []
    for snippet in snippets:
        source = snippet.source.id if snippet.source else ""
        # Without a source nobody knows whether the two are of the same.
        what = (tidy(snippet.text), source, snippet.locator, snippet.lang, snippet.valid_until, snippet.tags)
        if source and what in kept and _is_derived(snippet):
            removable.append(snippet)
        kept.add(what)
    return removable


def _is_derived(snippet: Snippet) -> bool:
    """Whether the id looks like one that was derived from the content; one that somebody wrote so stays too long."""
    return re.fullmatch(r"s-[0-9a-f]{16}(?:-\d+)?", snippet.id) is not None


def _groups(snippets: Sequence[Snippet]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for position, snippet in enumerate(snippets):
        groups[normal_text(snippet.text)].append(position)
    return groups


def _near_pairs(snippets: Sequence[Snippet], firsts: Sequence[int], near: Near | None) -> Iterator[tuple[int, int]]:
    kept = set(firsts)
    if near is None:
        yield from (pair for pair in _sharing(snippets, firsts) if _is_alike(snippets, pair, None))
        return
    for pair, cosine in near.items():
        if kept.issuperset(pair) and _is_alike(snippets, pair, cosine):
            yield pair


def _sharing(snippets: Sequence[Snippet], firsts: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs with a phrase in common, as positions in order."""
    having: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for position in firsts:
        for phrase in _phrases(_words(snippets[position].text)):
            having[phrase].append(position)
    pairs = {
        (one, two)
        for positions in having.values()
        if len(positions) <= COMMON
        for number, one in enumerate(positions)
        for two in positions[number + 1 :]
    }
    return sorted(pairs)


def _is_alike(snippets: Sequence[Snippet], pair: tuple[int, int], cosine: float | None) -> bool:
    """Whether one is nearly the other: the same numbers and negations, and enough words or phrases in common."""
    words, other = (_words(snippets[position].text) for position in pair)
    if _telling(words) != _telling(other):
        return False
    if cosine is None:
        return overlap(_phrases(words), _phrases(other)) >= NEAR_PHRASES
    return cosine >= NEAR_SIMILARITY and overlap(set(words), set(other)) >= NEAR_WORDS


def overlap(one: Set[object], two: Set[object]) -> float:
    """How many both have of those that either has, in [0, 1] (Jaccard 1901); 0 for two empty sets."""
    return len(one & two) / max(1, len(one | two))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _phrases(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + 2]) for i in range(max(1, len(words) - 1))}


def _telling(words: Sequence[str]) -> list[str]:
    return sorted(word for word in words if word in NEGATIONS or any(ch.isdigit() for ch in word))


def _duplicate(first: Snippet, other: Snippet) -> Finding:
    message = f"the snippet says the same as {place_of(first)}, {_whose(first, other)}"
    remedy = "remove one of the two" if _is_same_source(first, other) else "keep it if both sources found it out"
    return Finding(place_of(other), "EV301", message, remedy, _both(first, other))


def _near_duplicate(first: Snippet, other: Snippet) -> Finding:
    message = f"the snippet says nearly the same as {place_of(first)}, {_whose(first, other)}"
    remedy = "keep the better one" if _is_same_source(first, other) else "keep both only if both sources found it out"
    return Finding(place_of(other), "EV302", message, remedy, _both(first, other))


def _whose(first: Snippet, other: Snippet) -> str:
    if _is_same_source(first, other):
        return "of the same source" if first.source else "of no source either"
    return "of another source"


def _is_same_source(first: Snippet, other: Snippet) -> bool:
    return (first.source and first.source.id) == (other.source and other.source.id)


def _both(first: Snippet, other: Snippet) -> tuple[Shown, ...]:
    return Shown(place_of(first), first.text), Shown(place_of(other), other.text)
