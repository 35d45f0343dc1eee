"""Finds the claims of an earlier extraction again in an article that may have changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from factcheck.datatypes import Claim, Span
from factcheck.extract.candidates import Candidate

NEAR = 0.8
"""The least share of words that two versions of a sentence have in common, in their order (difflib's ratio): a word or
two of ten may change. Chosen, not measured. All numbers must be the same, because another number is another claim."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a claim stands now: its quote and span, and its place among the candidates, ``None`` if it is none.

    ``near`` if the quote is not word for word the earlier one.
    """

    quote: str
    span: Span
    candidate: int | None = None
    near: bool = False


def find_again(claims: Sequence[Claim], candidates: Sequence[Candidate], text: str) -> dict[int, Found]:
    """Where the claims stand now, by their position; those with a quote that are not in it have vanished.

    By quote first: with the same text, then in order, then anywhere in the article's text. Then by a nearly identical
    quote, the best first. Each candidate is one claim at most.
    """
    found: dict[int, Found] = {}
    used: set[int] = set()

    def take(pairs: Iterator[tuple[int, int]], *, near: bool = False) -> None:
        for position, place in pairs:
            if position not in found and place not in used:
                used.add(place)
                found[position] = Found(candidates[place].quote, candidates[place].span, place, near)

    quoted = {position: claim for position, claim in enumerate(claims) if claim.quote}
    take(_same(quoted, candidates, with_text=True))
    take(_same(quoted, candidates, with_text=False))
    for position, claim in quoted.items():
        if position not in found and (span := _nearest(text, claim)):
            found[position] = Found(claim.quote, span)
    rest = {position: claim for position, claim in quoted.items() if position not in found}
    take(_near(rest, {place: one for place, one in enumerate(candidates) if place not in used}), near=True)
    return found


def _same(
    claims: Mapping[int, Claim], candidates: Sequence[Candidate], *, with_text: bool
) -> Iterator[tuple[int, int]]:
    places: dict[tuple[str, str], list[int]] = {}
    for place, one in enumerate(candidates):
        places.setdefault((one.quote, one.text if with_text else ""), []).append(place)
    for position, claim in claims.items():
        for place in places.get((claim.quote, claim.text if with_text else ""), ()):
            yield position, place


def _nearest(text: str, claim: Claim) -> Span | None:
    """The span of the claim's quote in the text; of several the one nearest to where it stood."""
    starts = list(_starts(claim.quote, text))
    if not starts:
        return None
    before = claim.span[0] if claim.span else 0
    start = min(starts, key=lambda place: abs(place - before))
    return start, start + len(claim.quote)


def stands_in(quote: str, text: str) -> bool:
    """Whether the text has the quote word for word."""
    return next(_starts(quote, text), None) is not None


def _starts(quote: str, text: str) -> Iterator[int]:
    """Where the quote begins in the text, with whole words and numbers: "is 12" is not in "is 12.5" or "is 120"."""
    before = r"(?<!\w)(?!(?<=\d[.,:])\d)" if re.match(r"\w", quote) else ""
    # What ends with a sign ends there, except that a full stop behind a figure may be the point of a number.
    behind = r"(?!\w|[.,:]\d)" if re.search(r"\w$", quote) else r"(?!\d)" if re.search(r"\d[.,:]$", quote) else ""
    return (match.start() for match in re.finditer(before + re.escape(quote) + behind, text))


def _near(claims: Mapping[int, Claim], candidates: Mapping[int, Candidate]) -> Iterator[tuple[int, int]]:
    """Pairs of nearly identical quotes, the most alike first, of two alike the earlier one."""
    words = {place: _words(one.quote) for place, one in candidates.items()}
    numbers = {place: _numbers(one.quote) for place, one in candidates.items()}
    pairs = []
    for position, claim in claims.items():
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(_words(claim.quote))
        own = _numbers(claim.quote)
        for place in candidates:
            matcher.set_seq1(words[place])
            # The cheap upper bounds come first, as an article has many sentences that are nothing alike.
            if numbers[place] == own and matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR:
                pairs.append((-matcher.ratio(), position, place))
    for ratio, position, place in sorted(pairs):
        if -ratio >= NEAR:
            yield position, place


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _numbers(text: str) -> list[str]:
    return sorted(re.findall(r"\d+(?:[.,:]\d+)*", text))
