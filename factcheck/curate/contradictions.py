"""Snippets that contradict each other: near ones, read by the verifier in both directions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from factcheck.cache import Cache
from factcheck.curate.findings import Finding, Shown, place_of
from factcheck.curate.neighbours import Near
from factcheck.datatypes import Claim, Match, Snippet, Verifier
from factcheck.errors import PairTooLongError
from factcheck.index.rows import normal_text
from factcheck.languages import is_unknown
from factcheck.progress import Progress
from factcheck.report.wording import share
from factcheck.verify import known_languages, verify
from factcheck.windows import WINDOW_WORDS, n_words

CONTRADICTS = 0.64
"""From this probability on, in both directions, two snippets contradict each other: one is not enough, as what lacks
in a text is soon taken for a contradiction, the other way round seldom."""
FIRST_LOOK = 0.64
"""The same for the small verifier, which reads first; only what it lets through is read by the verifier of the
settings. It is there because the two seldom err together, not for speed. Both bars were chosen on
``tests/lint_pairs.py``, with small-v4, so what is found there says little of other pairs: of 20 contradictions 19, of
20 pairs made to look like some 1, by the default verifier with the first look and without, and by the small one alone.
With 0.6 and 0.45, the bars before, it is 19 and 3. Of the 410 pairs of neighbours in our own evidence, none of which is
a contradiction, none is taken for one."""

Pair = tuple[Snippet, Snippet]


def contradiction_findings(
    snippets: Sequence[Snippet],
    near: Near,
    verifier: Verifier,
    cache: Cache,
    progress: Progress | None = None,
    first: Verifier | None = None,
) -> Iterator[Finding]:
    """EV501, at the later of the two snippets; both are shown with their probabilities, which come from the cache if
    it has them.

    Read are neighbours that could hold at the same time, in languages that the verifier knows, none longer than it
    reads at once; with ``first``, another verifier, those that it takes for possible contradictions. Faults of the
    verifiers pass through.
    """
    languages = known_languages(verifier)
    pairs = [
        (snippets[one], snippets[two])
        for one, two in near
        if _readable(snippets[one], languages)
        and _readable(snippets[two], languages)
        and hold_together(snippets[one], snippets[two])
        and normal_text(snippets[one].text) != normal_text(snippets[two].text)
    ]
    if first:
        pairs = _looked_at(pairs, first, cache, progress)
    for (one, two), (forward, back) in _read(pairs, verifier, cache, progress):
        if min(forward, back) >= CONTRADICTS:
            yield _finding(one, two, forward, back)


def hold_together(one: Snippet, two: Snippet) -> bool:
    """Whether there is a day on which both hold: from the publication of the source to ``valid_until``, inclusive.

    What has no date holds from ever, and what has no end holds for ever.
    """
    return max(_begin(one), _begin(two)) <= min(_end(one), _end(two))


def _begin(snippet: Snippet) -> dt.date:
    return (snippet.source and snippet.source.published) or dt.date.min


def _end(snippet: Snippet) -> dt.date:
    return snippet.valid_until or dt.date.max


def _readable(snippet: Snippet, languages: frozenset[str]) -> bool:
    return not is_unknown(snippet.language, languages) and n_words([snippet.text]) <= WINDOW_WORDS


def _looked_at(pairs: list[Pair], first: Verifier, cache: Cache, progress: Progress | None) -> list[Pair]:
    """The pairs that may be contradictions, and those in a language that the first verifier does not know."""
    known = [pair for pair in pairs if all(_readable(snippet, first.languages) for snippet in pair)]
    likely = [pair for pair, both in _read(known, first, cache, progress) if min(both) >= FIRST_LOOK]
    # By identity, as comparing records with each other takes long.
    left_out = {id(pair) for pair in known} - {id(pair) for pair in likely}
    return [pair for pair in pairs if id(pair) not in left_out]


def _read(
    pairs: list[Pair], verifier: Verifier, cache: Cache, progress: Progress | None
) -> Iterator[tuple[Pair, tuple[float, float]]]:
    """Each pair with the probability that the first contradicts the second, and the other way round.

    A text that the verifier refuses as too long takes its pairs with it, and no others.
    """
    while pairs:
        directed = [direction for one, two in pairs for direction in ((one, two), (two, one))]
        claims = [_claim(claim) for _, claim in directed]
        try:
            # One match a row: of several the best would be read two at a time as well.
            readings, _ = verify(claims, [[Match(e, 1, 0.0)] for e, _ in directed], verifier, cache, progress)
        except PairTooLongError as fault:
            left = [pair for pair in pairs if fault.claim not in (pair[0].text, pair[1].text)]
            if len(left) == len(pairs):
                raise  # nobody's text: leaving it out would change nothing, for ever
            pairs = left
            continue
        found = [reading.single[0].probs.contradicts for reading in readings]
        yield from zip(pairs, zip(found[::2], found[1::2], strict=True), strict=True)
        return


def _claim(snippet: Snippet) -> Claim:
    return Claim(id=snippet.id, text=snippet.text, lang=snippet.lang, language=snippet.language)


def _finding(one: Snippet, two: Snippet, forward: float, back: float) -> Finding:
    shown = (
        Shown(place_of(one), one.text, f"contradicts the other: {share(forward)}", forward),
        Shown(place_of(two), two.text, f"contradicts the other: {share(back)}", back),
    )
    message = f"the snippet contradicts {place_of(one)}, and both could hold at the same time"
    remedy = "correct one of the two, or say with valid_until how long it held"
    return Finding(place_of(two), "EV501", message, remedy, shown)
