"""The sentences of a text, as character spans (sentencex, which knows the abbreviations of many languages), mended."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factcheck.datatypes import Span
from factcheck.quantities.german_words import MONTH_NAMES

_STARTS = (
    r"(?:D(?:er|ie|as|en|em|ies(?:e[rsnm]?)?|a(?:mit|nach|bei|für|zu|rauf|her|gegen|von)?|ann|ort|ennoch|och|eshalb)|"
    r"Ein(?:e[nmr]?)?|Er|Sie|Es|Wir|Ich|Man|Ihre?[nmr]?|Seine?[nmr]?|Aber|Auch|Und|Nun|Heute|Jetzt|Hier)\b(?!-)"
)
"""A German article, pronoun or link with a capital: nothing before it goes on with such a word."""
_MONTHS_SHORT = r"Jan|Feb|Febr|Mär|Apr|Jun|Jul|Aug|Sep|Sept|Okt|Nov|Dez"
_MAY_END = (
    rf"(?:\b(?:Mio|Mrd|Tsd|Std|Min|usw|usf|etc|Str|Co|Ltd|Inc|Mo|Di|Sa|{_MONTHS_SHORT}|[vn]\.\s?Chr|e\.\s?V|a\.\s?D|"
    r"[uo]\.\s?[äÄ])|\d\s?(?:mm|min|ff|[mgtlhsf]))"
)
"""German abbreviations with which a sentence may end: "Das kostet 5 Mio. Das ist viel."."""
_NO_ABBREVIATION = {
    "en": re.compile(r"(?:(?<=\bMay\.)|(?<=\bno\.))\s+(?=[A-Z])"),
    "de": re.compile(rf"{_MAY_END}\.\s+(?={_STARTS})"),
}
"""Where sentencex takes a word at the end of a sentence for an abbreviation: the month of May has none, and "no." for
number stands before a figure."""

_ORDINAL = re.compile(
    r"(?:^|\b(?:am|im|der|die|das|den|dem|des|zum|vom|seit|ihr\w*|sein\w*)\s|\d\.\s(?:und|oder|bis)\s)\d{1,2}\.$", re.I
)
_ITEM = re.compile(r"\d{1,2}\.")
"""A number that counts the sentence behind it: "1. Die Gäste kommen."."""
_MAYBE_ORDINAL = re.compile(r"\b(?:und|oder|bis|ab)\s\d{1,2}\.$", re.I)
"""These also stand before plain numbers ("zwischen 10 und 12."), so that the next word decides."""
_NUMBERED = re.compile(
    rf"(?:{'|'.join(MONTH_NAMES)})\b|\w*(?:jahrhundert|jahrtausend|quartal|halbjahr|lebensjahr|jahrestag|geburtstag|"
    r"spieltag|weltkrieg|klasse|liga|runde|stock|etage|auflage|bezirk)(?:e?s|e[rn]?|n)?\b",
    re.IGNORECASE,
)
"""What an ordinal stands before."""
_DATED = re.compile(r"\b\d{1,2}\.$")
_MONTH = re.compile(rf"(?:{'|'.join(MONTH_NAMES)})\b|(?:{_MONTHS_SHORT})\.", re.IGNORECASE)
_BEGUN = re.compile(_STARTS)
_GERMAN_ABBREVIATION = re.compile(
    r"\b(?:Abb|Abs|Abt|Anm|Bd|Bez|Bgm|Fa|Gebr|Frl|Hg|Hrsg|Kap|Kr|Lkr|Tel|Vors|allg|amtl|bspw|dt|ehem|engl|entspr|"
    r"evang|franz|geb|gem|insb|insbes|jew|max|mind|österr|staatl|städt|stellv|verh|zzgl|(?<!\d )min|"
    r"(?<=Dr\. )(?:h\. ?c|jur|med|phil)|rer\. ?nat|(?:nord|süd)?(?:nörd|süd|öst|west)l)\.$"
)
"""More of them than sentencex knows; they stand before what they belong to."""
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
    if lang[:2].lower() == "de" and _german_goes_on(left, right):
        return True
    # "Yahoo! said": no sentence begins with a small letter, but for names such as iPhone.
    return right[0].islower() and not right[1:2].isupper() and left[-1] in ".!?" and "\n" not in left[-2:]


def _german_goes_on(left: str, right: str) -> bool:
    if _BEGUN.match(right):
        return _ITEM.fullmatch(left) is not None
    return bool(_GERMAN_ABBREVIATION.search(left)) or _ends_with_ordinal(left, right)


def _ends_with_ordinal(left: str, right: str) -> bool:
    if _ORDINAL.search(left) or (_DATED.search(left) and _MONTH.match(right)):
        return True
    return bool(_MAYBE_ORDINAL.search(left) and _NUMBERED.match(right))
