"""Which words decided: on the way up the layers, the gradient of the stance's log-probability times a word's states.

Gradient times activation (Selvaraju et al. 2017, arXiv:1610.02391, of images) costs a part of one pass back for each
pair, where leaving out one word after another would cost one pass forward for each word. Some layers up a token's state
is still about its word, and knows already what the word means here. Deleting the words that are marked after 6 of 12
layers lowers the large verifier's probability by 0.50 on average and random words by 0.13 (497 pairs of the corpus'
development part); after 4 layers 0.46, after 8 0.45, below the first 0.30 and 0.21. At the word vectors themselves
(gradient times input, Shrikumar et al. 2016, arXiv:1605.01713) it was 0.40 and 0.18, at twice the cost. Where the claim
says *not* or *never*, that is marked for 45 claims in 100 instead of 26. For the small verifier 2 layers serve the
reader best: a number that contradicts is marked in 25 of 37 pairs, and after 3 layers in 18; deleting the marked words
lowers the probability as much (0.47 and 0.50). All by ``training/marks.py``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from factcheck.datatypes import Marks, Span

MOST_EVIDENCE, MOST_CLAIM = 6, 4
"""At most so many words are marked in each text: more is a highlighted sentence, not a hint."""
LEAST_SHARE = 0.35
"""A word is marked if it counts at least this share of the strongest word of its text."""
_EMPTY = frozenset(
    (
        *("a", "an", "the", "this", "that", "these", "those", "of", "in", "on", "at", "to", "by", "for", "with", "as"),
        *("and", "or", "it", "its", "he", "his", "him", "she", "her", "they", "their", "them", "we", "our", "us"),
        *("is", "are", "was", "were", "be", "been", "being", "am", "has", "have", "had", "having", "do", "does", "did"),
        *("will", "would", "which", "who", "whom", "whose", "what"),
        *("der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines", "dieser"),
        *("diese", "dieses", "diesem", "diesen", "von", "vom", "im", "auf", "zu", "zum", "zur", "bei", "beim", "für"),
        *("mit", "als", "und", "oder", "es", "er", "ihn", "ihm", "sein", "seine", "sie", "ihr", "ihre", "ihnen"),
        *("wir", "uns", "sich", "ist", "sind", "waren", "wird", "werden", "wurde", "wurden", "worden"),
        *("hat", "haben", "hatte", "hatten"),
    )
)
"""Words that tell a reader nothing when marked, in English and German; negations, comparatives and words of time are
not among them, nor is what says something in the other language, such as "war"."""
_WORD = re.compile(r"\w(?:[\w'’.,%:/-]*[\w%])?|[€$£%°]+")


def words_of(text: str) -> list[Span]:
    """The words and numbers of the text as (start, end), without the punctuation around them."""
    return [found.span() for found in _WORD.finditer(text)]


def marks_of(evidence: str, claim: str, tokens: Sequence[tuple[int | None, Span]], scores: Sequence[float]) -> Marks:
    """The words that count most in each text.

    ``tokens`` gives for each token of the pair which text it is of (0 evidence, 1 claim, ``None`` neither) and its
    characters there; ``scores``, as long, how much it speaks for the stance.
    """
    parts = []
    for which, text, most in ((0, evidence, MOST_EVIDENCE), (1, claim, MOST_CLAIM)):
        own = [(span, score) for (text_of, span), score in zip(tokens, scores, strict=True) if text_of == which]
        words = words_of(text)
        parts.append(_strongest(words, own, most, [text[start:end].lower() in _EMPTY for start, end in words]))
    return Marks(*parts)


def _strongest(
    words: Sequence[Span], tokens: Sequence[tuple[Span, float]], most: int, empty: Sequence[bool]
) -> tuple[Span, ...]:
    """The words with the highest sums of token scores, in the order of the text; neighbours become one span.

    ``empty`` says which of the words are never marked.
    """
    sums = [sum(score for (start, end), score in tokens if start < stop and end > begin) for begin, stop in words]
    sums = [0.0 if is_empty else total for is_empty, total in zip(empty, sums, strict=True)]
    bar = LEAST_SHARE * max(sums, default=0.0)
    order = sorted(range(len(words)), key=lambda i: (-sums[i], i))
    chosen = sorted(i for i in order[:most] if sums[i] > 0 and sums[i] >= bar)
    joined: list[Span] = []
    for previous, index in zip([-2, *chosen], chosen, strict=False):
        if previous == index - 1:
            joined[-1] = (joined[-1][0], words[index][1])
        else:
            joined.append(words[index])
    return tuple(joined)
