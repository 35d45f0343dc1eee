"""The sentences of a text, as character spans (sentencex, which knows the abbreviations of many languages), mended."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factcheck.datatypes import Span
from factcheck.quantities.german_words import MONTH_NAMES

_NO_ABBREVIATION = {"en": re.compile(r"(?:(?<=\bMay\.)|(?<=\bno\.))\s+(?=[A-Z])")}
"""Where sentencex takes a word at the end of a sentence for an abbreviation: the month has none, and "no." for number
stands before a figure."""

_ORDINAL = re.compile(
    r"(?:^|\b(?:am|im|der|die|das|den|dem|des|zum|vom|seit|ihr\w*|sein\w*)\s|\d\.\s(?:und|oder|bis)\s)\d{1,2}\.$", re.I
)
_MAYBE_ORDINAL = re.compile(r"\b(?:und|oder|bis|ab)\s\d{1,2}\.$", re.I)
"""These also stand before plain numbers ("zwischen 10 und 12."), so that the next word decides."""
_NUMBERED = re.compile(
    rf"(?:{'|'.join(MONTH_NAMES)})\b|\w*(?:jahrhundert|jahrtausend|quartal|halbjahr|lebensjahr|jahrestag|geburtstag|"
    r"spieltag|weltkrieg|klasse|liga|runde|stock|etage|auflage|bezirk)(?:e?s|e[rn]?|n)?\b",
    re.IGNORECASE,
)
"""What an ordinal stands before."""
_ABBREVIATION = re.compile(
    r"\b(?:Dr|Prof|Hr|Fr|St|Nr|Mr|Mrs|Ms|Gen|Sen|Rep|Gov|Lt|Col|z\.\s?B|u\.\s?a|d\.\s?h|bzw|ca|vgl|rd|approx|vs|No|e\.g|i\.e|"
    r"Dipl|Ing|inkl|exkl|evtl|ggf|sog)\.$"
)
_BEFORE_DAYS = re.compile(r"\b[ap]\.m\.$")
_DAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|[A-Z]{2,4}\b")
_CLOSING = "”“«»\"'’)]"


def sentence_spans(text: str, lang: str = "en") -> list[Span]:
    """Spans of the sentences, in order, without the space around them; ``lang`` is a two-letter code.

    Where a full stop ends none, as in "im 19. Jahrhundert", the two parts are one.
    """
    spans: list[Span] = []
    for span in _found(text, lang):
        if spans and _goes_on(text[slice(*spans[-1])], text[slice(*span)], lang):
            spans[-1] = (spans[-1][0], span[1])
        else:
            spans.append(span)
    return spans


def _found(text: str, lang: str) -> Iterator[Span]:
    """What sentencex finds."""
    import sentencex

    start = 0
    code = lang[:2].lower()
    for sentence in (part for found in sentencex.segment(code, text) for part in _parts(found, code)):
        end = start + len(sentence)
        if kept := sentence.strip():
            first = start + sentence.index(kept)
            yield first, first + len(kept)
        start = end


def _parts(sentence: str, code: str) -> Iterator[str]:
    """The sentence, divided where it is two; the space stays with the first."""
    start = 0
    for gap in _NO_ABBREVIATION[code].finditer(sentence) if code in _NO_ABBREVIATION else ():
        yield sentence[start : gap.end()]
        start = gap.end()
    yield sentence[start:]


def _goes_on(left: str, right: str, lang: str) -> bool:
    """Whether the two are one sentence; there is only space between them."""
    if right[0] in _CLOSING and not right[1:2].isalpha():
        return True
    if _ABBREVIATION.search(left) or (_BEFORE_DAYS.search(left) and _DAY.match(right)):
        return True
    if lang.startswith("de") and _ends_with_ordinal(left, right):
        return True
    # "Yahoo! said": no sentence begins with a small letter, but for names such as iPhone.
    return right[0].islower() and not right[1:2].isupper() and left[-1] in ".!?" and "\n" not in left[-2:]


def _ends_with_ordinal(left: str, right: str) -> bool:
    return bool(_ORDINAL.search(left) or (_MAYBE_ORDINAL.search(left) and _NUMBERED.match(right)))
