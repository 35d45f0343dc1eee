"""Names in a sentence: whom a pronoun or a description can mean.

To stand for something a name must be sure; to stand in the way of another, a doubtful one is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise, takewhile

from factcheck.extract.anaphors import is_company
from factcheck.extract.clauses import finite_verbs
from factcheck.extract.grammar import Grammar, words
from factcheck.extract.tokens import Token, tokens_of

_GERMAN_NOUN = re.compile(
    r"(?:ung|heit|keit|schaft|ion|tät|ismus|ment|nis|ungen|heiten|keiten|schaften|ionen|täten|rinnen|rin|rat|amt|verband|verein|"
    r"kammer|behörde|polizei|firma|betrieb|werk|kasse|leitung|minister|presse|leute)e?s?$"
)

# The first word of a sentence has a capital anyway: "Betroffen ist …", "Production fell", "Rents rose".
_GERMAN_STARTS = ("en", "t", "lich", "ig", "isch", "weise", "bar", "los", "ell", "iv")
_ENGLISH_STARTS = (
    "s",
    "ion",
    "ment",
    "ness",
    "ity",
    "ance",
    "ence",
    "ism",
    "ship",
    "age",
    "one",
    "body",
    "ly",
    "ed",
)


class NameKind(StrEnum):
    """What a name stands for; ``OTHER`` is a product or anything that cannot be told."""

    COMPANY = "company"
    PERSON = "person"
    PLACE = "place"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Name:
    """A name at ``text[start:end]`` of its sentence; ``subject``: it can be the subject, ``sure``: it is a name."""

    text: str
    start: int
    end: int
    kind: NameKind
    subject: bool
    sure: bool


def known_names(sentences: Iterable[str], grammar: Grammar) -> frozenset[str]:
    """Words that are names somewhere in the article: capital within a sentence, or subject without an article.

    Names of several words are among them where the article shows that they are companies.
    """
    sure: set[str] = set()
    nouns: set[str] = set()
    companies: set[str] = set()
    seen: set[str] = set()
    for text in sentences:
        tokens = tokens_of(text)
        seen.update(token.low for token in tokens)
        companies.update(name.text.lower() for name in names(text, grammar) if _is_told_company(text, name, grammar))
        verbs = set(finite_verbs(tokens, grammar))
        for at, token in enumerate(tokens):
            if not _may_be_name(token, grammar):
                if token.text.islower():
                    nouns.add(token.low)
            elif _is_noun(tokens, at, grammar):
                nouns.add(token.low)
            elif _shows_name(tokens, at, verbs, grammar):
                sure.update(_forms(tokens, at, grammar))
    # "Airbus" is no genitive of "Airbu", for that stands nowhere.
    return frozenset((sure & seen) - nouns | companies)


_TELLS_COMPANY = words(", is was ist war")


def _is_told_company(text: str, name: Name, grammar: Grammar) -> bool:
    """Whether the sentence says that the name of several words is a company: "the carmaker Acme Beta", "…, a bank"."""
    if " " not in name.text:
        return False
    before, after = tokens_of(text[: name.start]), tokens_of(text[name.end :])
    if before and is_company(before[-1].low, grammar):
        return True
    if len(after) < 3 or after[0].low not in _TELLS_COMPANY or after[1].low not in grammar.determiners:
        return False
    clause = takewhile(lambda token: token.text[0].isalnum(), after[2:6])
    return any(is_company(token.low, grammar) for token in clause)


def _forms(tokens: Sequence[Token], at: int, grammar: Grammar) -> set[str]:
    """The name, without the s of a German genitive too, and the one that "and" joins to it."""
    found = {tokens[at].low, tokens[at].low.removesuffix("s") if grammar.lang == "de" else tokens[at].low}
    joined = at + 2 < len(tokens) and tokens[at + 1].low in grammar.both and _may_be_name(tokens[at + 2], grammar)
    return found | {tokens[at + 2].low} if joined else found


def _may_be_name(token: Token, grammar: Grammar) -> bool:
    if not token.is_capital or token.low in grammar.common or token.low in grammar.companies:
        return False
    last = token.low.split("-")[-1]
    german = grammar.lang == "de"
    return not (german and (_GERMAN_NOUN.search(token.text) or last in grammar.companies or "-" in token.text))


def _is_noun(tokens: Sequence[Token], at: int, grammar: Grammar) -> bool:
    """German nouns have a capital too; an article or an adjective before it shows one."""
    before = tokens[at - 1] if at else None
    if grammar.lang != "de" or before is None:
        return False
    # "Die Deutsche Bahn": a name with an article cannot stand for itself without it.
    if before.text[0].isdigit() or before.low.startswith("deutsche"):
        return True
    if at > 1 and before.text.islower() and tokens[at - 2].low in grammar.determiners:
        return True
    declined = before.text.islower() and before.low.endswith(("e", "en", "er", "es", "em"))
    return before.low in grammar.determiners or (
        declined and before.low not in grammar.prepositions and not grammar.is_finite(before.low, "")
        and before.low not in grammar.common
    )  # fmt: skip


def _shows_name(tokens: Sequence[Token], at: int, verbs: set[int], grammar: Grammar) -> bool:
    token = tokens[at]
    if at == 0 and token.low.endswith(_GERMAN_STARTS if grammar.lang == "de" else _ENGLISH_STARTS):
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if grammar.lang == "de":
        possessive = token.low.endswith("s") and after is not None and after.is_capital and len(token.text) > 4
        near = [k for k in (at - 1, at + 1) if k in verbs]
        # "Gewerkschafter protestierten": a bare plural looks like a name, but a single name takes no plural verb.
        paired = any(tokens[k].low in grammar.both for k in (at - 1, at + 1) if 0 <= k < len(tokens))
        shown = any(paired or not _is_many(tokens[k].low, grammar) for k in near)
        return possessive or shown or (token.text.isupper() and len(token.text) > 1)
    inside = at > 0 and tokens[at - 1].text not in '.!?:“”"„'
    return inside or at + 1 in verbs or (after is not None and after.text in "'’")


def _is_many(verb: str, grammar: Grammar) -> bool:
    return grammar.is_plural(verb) or verb.endswith("en")


def names(text: str, grammar: Grammar, known: frozenset[str] = frozenset()) -> list[Name]:
    """The names of the sentence, sure and doubtful, in order; ``known`` are those of the article."""
    tokens = tokens_of(text)
    verbs = finite_verbs(tokens, grammar)
    out = []
    at = 0
    while at < len(tokens):
        end = _run_end(text, tokens, at, grammar, known)
        if end == at:
            at += 1
            continue
        if not _is_noun(tokens, at, grammar):
            out.append(_name(text, tokens, (at, end), verbs, grammar, known))
        at = end
    return [name for name in out if name.text]


def _run_end(text: str, tokens: Sequence[Token], at: int, grammar: Grammar, known: frozenset[str]) -> int:
    """Index after the words of the name that begins at the index; "von der" goes on the name of a person."""
    end = at
    while end < len(tokens):
        start = end
        while end > at and _is_given(tokens[at], grammar) and end < len(tokens) - 1 and tokens[end].low in _PARTICLES:
            end += 1
        # "Hochtief & Söhne" is one company.
        if end > at and tokens[end].text == "&" and end < len(tokens) - 1:
            end += 1
        if not _may_be_name(tokens[end], grammar) or (end > at and not _joined(tokens, end, text, grammar, known)):
            return start
        end += 1
    return end


_PARTICLES = ("von", "van", "der", "den", "de", "la", "le", "zu", "bin", "al")


def _is_given(token: Token, grammar: Grammar) -> bool:
    return token.low in grammar.female or token.low in grammar.male


def _joined(tokens: Sequence[Token], at: int, text: str, grammar: Grammar, known: frozenset[str]) -> bool:
    """Whether the word goes on the name before it; German puts two names side by side: "haben A und B Nvidia …"."""
    two = grammar.lang == "de" and {tokens[at].low, tokens[at - 1].low} <= known - _SIGNS
    return not two and text[tokens[at - 1].end : tokens[at].start].isspace()


def _name(
    text: str, tokens: Sequence[Token], run: tuple[int, int], verbs: list[int], grammar: Grammar, known: frozenset[str]
) -> Name:
    first, end = run
    first = max((k + 1 for k in range(first, end) if is_title(tokens[k].low, grammar)), default=first)
    if first == end:
        return Name("", 0, 0, NameKind.OTHER, False, False)
    parts = tokens[first:end]
    written = text[parts[0].start : parts[-1].end]
    bare = _without_s(written, grammar, known)
    kind = _kind(tokens, (first, end), _is_titled(tokens, first, grammar), grammar)
    subject = not any(tokens[k].low in grammar.prepositions for k in range(max(0, first - 1), first))
    before_verb = not verbs or first < verbs[0] or (grammar.lang == "de" and first == verbs[0] + 1)
    shown = kind is not NameKind.COMPANY or _has_sign(parts) if len(parts) > 1 else parts[0].low in known
    sure = kind is NameKind.PERSON or shown or bare.lower() in known
    return Name(bare, parts[0].start, parts[0].start + len(bare), kind, subject and before_verb, sure)


_SIGNS = words(
    "ag se kg ohg gmbh kgaa gruppe holding werke & "
    "group holdings inc corp corporation ltd llc plc co company bank motors airlines airways industries technologies "
    "systems electric electronics semiconductor pharmaceuticals therapeutics"
)
"""In a name of several words these show a company."""


def _has_sign(parts: Sequence[Token]) -> bool:
    """Whether a name of several words is a company's; without a sign it may be a person's, whose first name is rare."""
    # "JD Vance": two capitals in front are initials.
    capitals = (token.text.isupper() and len(token.text) > (2 if at == 0 else 1) for at, token in enumerate(parts))
    return any(capitals) or any(token.low in _SIGNS for token in parts)


def _is_titled(tokens: Sequence[Token], first: int, grammar: Grammar) -> bool:
    """Whether a title stands before the name, or one that is cut short: "Dr. Ute Öllers", "Dr.-Ing. Ute Öllers"."""
    at = first - 1
    if at > 0 and tokens[at].text == ".":
        return is_title(tokens[at - 1].low, grammar) or tokens[at - 1].low in _CUT_TITLES
    return at >= 0 and is_title(tokens[at].low, grammar)


_CUT_TITLES = words("ing dipl mag med jur phil nat c")
"""Titles only before a full stop: "ING" is a bank."""


def is_title(word: str, grammar: Grammar) -> bool:
    """Whether a person's name follows the word, in small letters; German joins titles: "Verkehrsminister"."""
    joined = tuple(title for title in grammar.titles if len(title) > 3) if grammar.lang == "de" else ()
    return word in grammar.titles or word.endswith(joined)


def _without_s(written: str, grammar: Grammar, known: frozenset[str]) -> str:
    """A German genitive without its s, where the article has the name without it."""
    genitive = grammar.lang == "de" and written.endswith("s") and written[:-1].lower() in known
    return written[:-1] if genitive else written


def _kind(tokens: Sequence[Token], run: tuple[int, int], titled: bool, grammar: Grammar) -> NameKind:
    first, end = run
    parts = tokens[first:end]
    before = tokens[first - 1].low if first else ""
    if titled or _is_given(parts[0], grammar):
        return NameKind.PERSON
    if (
        any(word.low in grammar.places or word.low.removesuffix("s") in grammar.places for word in parts)
        or before == "in"
    ):
        return NameKind.PLACE
    modifies = end < len(tokens) and tokens[end].text.islower() and before in grammar.determiners
    if (
        any(sign.isdigit() for word in parts for sign in word.text)
        or modifies
        or before in ("chip", "modell", "ki-chip")
    ):
        return NameKind.OTHER
    return NameKind.COMPANY


def pairs(text: str, grammar: Grammar, known: frozenset[str] = frozenset()) -> list[tuple[Name, Name, str]]:
    """Two names joined by "and" that can be a subject, with the words as they stand; three in a row are no pair."""
    found = names(text, grammar, known)
    out = []
    for left, right in pairwise(found):
        between = text[left.end : right.start].strip()
        listed = re.search(rf"[^\W\d_]+(?:,| (?:{'|'.join(grammar.both)}))$", text[: left.start].rstrip())
        # "Haben A und B C …": German may put the object right behind the pair.
        plain = grammar.lang != "de" or right.kind is NameKind.PERSON or " " not in right.text
        if between in grammar.both and not listed and plain and _leads(text, left, grammar):
            out.append((left, right, text[left.start : right.end]))
    return out


def _leads(text: str, name: Name, grammar: Grammar) -> bool:
    before = re.findall(r"\w+", text[: name.start])
    return not before or before[-1].lower() not in grammar.prepositions | grammar.determiners
