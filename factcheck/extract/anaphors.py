"""Words of a sentence that stand for something told before: pronouns, "the company", "beide Konzerne", "dies"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from factcheck.extract.clauses import finite_verbs
from factcheck.extract.grammar import Grammar, words
from factcheck.extract.tokens import Token, tokens_of


class AnaphorKind(StrEnum):
    """What can be meant. ``WHO`` is somebody or something, ``ELSE`` what was said; neither is ever replaced.

    ``COMPANY`` may be any company, ``KIND`` only one of which it is true: "the bank", "der US-Konzern".
    """

    COMPANY = "company"
    KIND = "kind"
    BOTH = "both"
    THEY = "they"
    IT = "it"
    HE = "he"
    SHE = "she"
    WHO = "who"
    ELSE = "else"


@dataclass(frozen=True, slots=True)
class Anaphor:
    """It stands at ``text[start:end]``; what replaces it comes behind ``prefix``, ``possessive`` with a genitive s."""

    kind: AnaphorKind
    start: int
    end: int
    possessive: bool = False
    prefix: str = ""
    noun: str = ""


def anaphors(text: str, grammar: Grammar) -> list[Anaphor]:
    """Those of the sentence in order, none within another."""
    found = sorted(_german(text, grammar) if grammar.lang == "de" else _english(text, grammar), key=_place)
    out: list[Anaphor] = []
    for anaphor in found:
        if not out or anaphor.start >= out[-1].end:
            out.append(anaphor)
    return out


def _place(anaphor: Anaphor) -> tuple[int, int]:
    return anaphor.start, -anaphor.end


# English.

_EN_KINDS = {"it": AnaphorKind.IT, "its": AnaphorKind.IT, "they": AnaphorKind.THEY, "their": AnaphorKind.THEY,
             "he": AnaphorKind.HE, "his": AnaphorKind.HE, "she": AnaphorKind.SHE, "her": AnaphorKind.SHE}  # fmt: skip
_EN_INTRO = (
    r"(?:(?:In|On|At|After|Before|For|Since|During|By|Despite|Last|Earlier|Later|Under|From|With)\b[^,;“”\"]{0,90}, )?"
)
_EN_PRONOUN = re.compile(rf"{_EN_INTRO}(?P<word>It|They|He|She|Its|Their|His|Her)(?P<short>['’])?\b", re.I)
_EN_SAID = re.compile(r"[,?!][”\"] (?P<word>he|she|they) ")
_EN_BOTH = re.compile(
    r"\b(?:both(?: of (?:the|these))?|the two)(?: \w+)? (?P<noun>companies|firms|groups|carmakers|chipmakers|"
    r"manufacturers|banks|retailers|airlines|giants|startups|men|women|politicians|executives|countries|cities|states)\b(?!['’])",
    re.I,
)
_EN_BOTH_ELSE = re.compile(r"(?:Both|The two|These two) (?!of\b)[a-z-]+s\b")
_EN_WHEN = re.compile(
    r"(?:When|If|While|Although|Though|Because|Since|After|Before|Whether|Once|Until|As) (?:it|he|she|they)\b"
)
_EN_EMPTY = re.compile(
    r"it (?:is|was|will be|remains|remained|has been|would be|became|seems|appears)"
    r"(?: not| also| still| now| widely| too)? (\w+)"
    r"|it (?:takes|took|cost|costs) \w+ .*\bto\b|it (?:seems|appears|turned out|emerged|follows) that",
    re.I,
)
_EN_THIS = re.compile(r"(?:This|That|These|Those|Such) (\w+)")
_EN_THAT_NOUN = re.compile(r"\b(?:this|these|those|such) (\w+)")
_EN_SELF_DEFINED = re.compile(
    r" (?:(?:that|which|who|whose|of|behind|with|in|from|called|named|at|on|to|industry|sector)\b|[A-Z])"
)


def _english(text: str, grammar: Grammar) -> Iterator[Anaphor]:
    yield from _english_pronouns(text, grammar)
    for both in _EN_BOTH.finditer(text):
        yield Anaphor(AnaphorKind.BOTH, *both.span(), noun=both["noun"].lower())
    if two := _EN_BOTH_ELSE.match(text):
        yield Anaphor(AnaphorKind.ELSE, 0, two.end() - 1)
    if when := _EN_WHEN.match(text):
        yield Anaphor(AnaphorKind.WHO, 0, when.end())
    companies = "|".join(sorted(grammar.companies))
    for found in re.finditer(rf"\b[Tt]he (?P<what>[\w-]+ )??(?P<noun>{companies})\b(?P<s>['’]s)?", text):
        if not _EN_SELF_DEFINED.match(text, found.end()):
            yield Anaphor(_described(found, grammar), *found.span(), possessive=bool(found["s"]))
    if text.startswith(tuple(start + ("" if start[-1] in ", " else " ") for start in grammar.proforms)):
        yield Anaphor(AnaphorKind.ELSE, 0, 1)
    if (this := _EN_THIS.match(text)) and this[1] not in grammar.times:
        yield Anaphor(AnaphorKind.ELSE, *this.span())
    for found in _EN_THAT_NOUN.finditer(text):
        if found[1] not in grammar.times:
            yield Anaphor(AnaphorKind.ELSE, *found.span())
    yield from _told_before(text, grammar, "The ")


def _english_pronouns(text: str, grammar: Grammar) -> Iterator[Anaphor]:
    at_start = _EN_PRONOUN.match(text)
    for found in [*([at_start] if at_start else []), *_EN_SAID.finditer(text)]:
        if _is_empty_it(text[found.start("word") :], grammar):
            continue
        low = found["word"].lower()
        kind = AnaphorKind.WHO if "short" in found.groupdict() and found["short"] else _EN_KINDS[low]
        yield Anaphor(kind, *found.span("word"), possessive=low in ("its", "their", "his", "her"))


def _is_empty_it(text: str, grammar: Grammar) -> bool:
    found = _EN_EMPTY.match(text)
    return found is not None and (found[1] is None or found[1].lower() in grammar.empty_it)


# German.

_DE_PRONOUNS = ("er", "sie", "es")
_DE_KINDS = {"er": AnaphorKind.HE, "es": AnaphorKind.IT}
_DE_PREFIX = {"des": "von ", "beim": "bei ", "vom": "von ", "zum": "zu "}
_DE_POSSESSIVE = re.compile(r"(?:Sein|Seine|Seinen|Seinem|Seiner) |(?P<her>Ihr|Ihre|Ihren|Ihrem|Ihrer) ")
_DE_COMPANY = re.compile(
    r"\b(?P<article>[Dd](?:as|em|es|er|en|ie)|[Bb]eim|[Vv]om|[Zz]um) (?P<what>[a-zäöüß]+ )?(?P<noun>[A-ZÄÖÜ][\w-]+)"
)
_DE_BOTH = re.compile(
    r"\b(?:[Dd](?:ie|en|er) )?(?P<word>[Bb]eide[nr]?) (?P<noun>(?=[A-ZÄÖÜ])[\w-]*"
    r"(?i:konzernen?|unternehmen|firmen|herstellern?|giganten|rivalen|banken|autobauern?|männern?|frauen|politikern?|ländern?|staaten|städten?))\b"
)
_DE_BOTH_ELSE = re.compile(r"(?:Die beiden|Beide) (?:[a-zäöüß]+en )?[A-ZÄÖÜ]\w+")
_DE_WHEN = re.compile(
    r"(?:Ob|Wann|Wie|Wo|Warum|Dass|Wenn|Weil|Falls|Nachdem|Bevor|Obwohl|Da|Als|Während|Seit) (?:er|sie)\b"
)
_DE_THIS = re.compile(r"\b[Dd]ies(?:e[rsmn]?)? (?:[a-zäöüß]+ )*(?P<noun>[A-ZÄÖÜ][\w-]+)")
_DE_BARE = re.compile(r"(?:Dies|Das) ([a-zäöü]\w*)")
# "Das Unternehmen Siemens" and "das Unternehmen, das …" say themselves whom they mean.
_DE_SELF_DEFINED = re.compile(r",? (?:der|die|das|dem|den|dessen|deren|von|hinter|namens|des|[A-ZÄÖÜ])\b")
_DE_REPORT = re.compile(r"(?:D(?:em|er|en)|Laut d(?:em|er)) (?P<noun>\w+) (?!des|der|von|über|zu\b)")
_DE_PLACED = re.compile(r" (?:(?:aus|in|mit)\b|[A-ZÄÖÜ]\w)")
"""Behind it such a description means another one: "das Unternehmen aus Ulm", "dem Konzern Nordenergie"."""
_DE_SAID = re.compile(r"[“”\"«], (?:sagte|erklärte|betonte|schrieb|ergänzte|so) (?P<word>er|sie)\b")
_DE_MIDDLE = re.compile(r"[A-ZÄÖÜ][a-zäöüß]+ [a-zäöüß]+en (?P<word>sie)\b")
"""A verb that the grammar does not know: "Bundesweit liegen sie …"."""
_DE_CLAUSE = re.compile(r", (?:dass|ob|wie|wann|warum|wer|was)\b| zu \w+[.!]$")
_DE_DRY = ("ist", "war", "bleibt", "wird", "wurde")


def _german(text: str, grammar: Grammar) -> Iterator[Anaphor]:
    yield from _german_pronouns(text, grammar)
    for found in _DE_BOTH.finditer(text):
        yield Anaphor(
            AnaphorKind.BOTH,
            *found.span(),
            prefix="von " if found["word"][-1] == "r" else "",
            noun=found["noun"].lower(),
        )
    if two := _DE_BOTH_ELSE.match(text):
        yield Anaphor(AnaphorKind.ELSE, 0, two.end() - 1)
    if when := _DE_WHEN.match(text):
        yield Anaphor(AnaphorKind.WHO, 0, when.end())
    for found in _DE_COMPANY.finditer(text):
        if is_company(found["noun"].lower(), grammar) and not _DE_SELF_DEFINED.match(text, found.end()):
            yield _german_company(found, _DE_PLACED.match(text, found.end()) is not None, grammar)
    if text.startswith(tuple(start if start[-1] == " " else start + " " for start in grammar.proforms)):
        yield Anaphor(AnaphorKind.ELSE, 0, 1)
    if (bare := _DE_BARE.match(text)) and grammar.is_finite(bare[1], ""):
        yield Anaphor(AnaphorKind.ELSE, *bare.span())
    for found in _DE_THIS.finditer(text):
        if found["noun"].lower() not in grammar.times:
            yield Anaphor(AnaphorKind.ELSE, *found.span())
    if (report := _DE_REPORT.match(text)) and report["noun"].lower() in grammar.leaning:
        yield Anaphor(AnaphorKind.ELSE, *report.span())
    if (there := re.search(r"\bdort\b", text)) and not re.search(
        r"\b(?:[Ii]n|[Ii]m|[Aa]n|[Aa]m) ", text[: there.start()]
    ):
        yield Anaphor(AnaphorKind.ELSE, *there.span())
    yield from _told_before(text, grammar, "Der ", "Die ", "Das ")


def _german_company(found: re.Match[str], placed: bool, grammar: Grammar) -> Anaphor:
    article = found["article"].lower()
    # "der Firma" and "die Hersteller" may be any case and number, so only what can be told is replaced.
    plain = article in ("das", "dem", "beim", "vom", "zum") or (
        article in ("der", "des") and not found["noun"].lower().endswith(("firma", "bank"))
    )
    plain = plain or (article == "die" and found["noun"].lower().endswith(("firma", "bank")))
    kind = _described(found, grammar) if plain and not placed else AnaphorKind.WHO
    return Anaphor(kind, *found.span(), prefix=_DE_PREFIX.get(article, ""), noun=found["noun"].lower())


def _german_pronouns(text: str, grammar: Grammar) -> Iterator[Anaphor]:
    tokens = tokens_of(text)
    verbs = finite_verbs(tokens, grammar)
    if found := _DE_POSSESSIVE.match(text):
        kind = AnaphorKind.WHO if found["her"] else AnaphorKind.IT
        yield Anaphor(kind, 0, found.end() - 1, possessive=True)
    if (found := _DE_MIDDLE.match(text)) and not (verbs and 0 < verbs[0] < 3):
        yield Anaphor(AnaphorKind.WHO, *found.span("word"))
    if found := _DE_SAID.search(text):
        kind = AnaphorKind.HE if found["word"] == "er" else AnaphorKind.SHE
        yield Anaphor(kind, *found.span("word"))
    if len(tokens) > 2 and tokens[0].low in _DE_PRONOUNS and not tokens[1].is_capital:
        spot, verb = tokens[0], tokens[1]
    elif verbs and 0 < verbs[0] < len(tokens) - 1:
        spot, verb = tokens[verbs[0] + 1], tokens[verbs[0]]
    else:
        return
    if spot.low in _DE_PRONOUNS and not _is_empty_es(text, spot, verb):
        yield _german_pronoun(spot, verb, grammar)


def _german_pronoun(word: Token, verb: Token, grammar: Grammar) -> Anaphor:
    they = AnaphorKind.THEY if grammar.is_plural(verb.low) else AnaphorKind.SHE
    return Anaphor(_DE_KINDS.get(word.low, they), word.start, word.end)


def _is_empty_es(text: str, word: Token, verb: Token) -> bool:
    if word.low != "es":
        return False
    return bool(_DE_CLAUSE.search(text)) if verb.low in _DE_DRY else verb.low in _DE_NOTHING


_DE_NOTHING = words("gibt gab kam geht ging heißt hieß regnete fehlt fehlte dauert dauerte kommt")
"""With these verbs "es" stands for nothing."""


# Both.


def is_company(noun: str, grammar: Grammar) -> bool:
    """Whether the noun, in small letters, means a company; a German one may be joined: "Energiekonzern"."""
    joined = ("hersteller", "herstellers", "konzern", "konzerns", "unternehmen", "unternehmens")
    return noun in grammar.companies or (grammar.lang == "de" and noun.endswith(joined))


def _described(found: re.Match[str], grammar: Grammar) -> AnaphorKind:
    """What "the company" can mean; "the Dutch company" is not any company either."""
    neutral = not found["what"] and found["noun"].lower() in grammar.neutral
    return AnaphorKind.COMPANY if neutral else AnaphorKind.KIND


def _told_before(text: str, grammar: Grammar, *articles: str) -> Iterator[Anaphor]:
    """ "The report says": an article, a noun that was told of before, and a verb at once."""
    tokens = tokens_of(text)
    if not text.startswith(articles) or len(tokens) < 3 or tokens[1].low not in grammar.leaning:
        return
    if grammar.is_finite(tokens[2].low, tokens[1].low) or tokens[2].text in "'’":
        yield Anaphor(AnaphorKind.ELSE, 0, tokens[1].end)
