"""A sentence as it can be read alone: what its pronouns mean where that is certain, else what it leans on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from factcheck.extract.anaphors import Anaphor, AnaphorKind, anaphors
from factcheck.extract.clauses import finite_verbs
from factcheck.extract.grammar import Grammar, words
from factcheck.extract.names import Name, NameKind, is_title, names, pairs
from factcheck.extract.openings import capitalised
from factcheck.extract.rivals import names_company_else, names_thing_else
from factcheck.extract.tokens import Token, tokens_of

MAX_CONTEXT = 3
"""Sentences of context at most."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence to be read alone; ``leans``: sentences before it that it cannot be read without, the oldest first.

    ``certain``: it is known of everybody and everything in it who or what that is.
    """

    text: str
    leans: tuple[str, ...] = ()
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Before:
    """What stands before a sentence: the last one, whether it may say whom a pronoun means, and all with headings."""

    last: Reading | None
    tells: bool
    readings: Sequence[Reading] = ()
    known: frozenset[str] = frozenset()


def standalone(text: str, before: Before, grammar: Grammar) -> Reading:
    """The sentence with the names that its pronouns and descriptions surely mean, else with what it leans on."""
    found = anaphors(text, grammar)
    meant: dict[Anaphor, str] = {}
    for anaphor in sorted(found, key=lambda one: one.kind in _COMPANIES):
        if name := _meant(text, anaphor, before, grammar, tuple(meant.values())):
            meant[anaphor] = name
    inside = {anaphor for anaphor in found if _is_told_inside(text, anaphor, before, grammar)}
    new = _replaced(text, meant, grammar)
    open_ones = set(found) - meant.keys() - inside
    if not open_ones:
        return Reading(new, () if any(one.start == 0 for one in found) else _told_of(text, before, grammar))
    certain = all(anaphor.kind is AnaphorKind.ELSE for anaphor in open_ones)
    if before.last is None:
        return Reading(new, certain=certain)
    return Reading(new, (*before.last.leans, before.last.text)[-MAX_CONTEXT:], certain)


_COMPANIES = (AnaphorKind.COMPANY, AnaphorKind.KIND)
_ARTICLES = ("the", "der", "die", "das")


def _told_of(text: str, before: Before, grammar: Grammar) -> tuple[str, ...]:
    """What "The bridge carries …" leans on: the sentence before, if it tells of a bridge, else the first that does.

    Far from its first mention such a subject is what the article is about, not another of its kind named in between.
    """
    tokens = tokens_of(text)
    if len(tokens) < 3 or tokens[0].low not in _ARTICLES or not _is_plain_noun(tokens[1], grammar):
        return ()
    # "The town heats": a verb that the grammar does not know still shows its s.
    shown = grammar.lang == "en" and tokens[2].text.islower() and tokens[2].low.endswith("s")
    if tokens[2].text not in ",'’" and not shown and not grammar.is_finite(tokens[2].low, tokens[1].low):
        return ()
    first, *rest = before.readings or (None,)
    near = [before.last] if before.last else []
    # The first of all is mostly the title, which says less than the text does.
    for reading in (*near, *rest, first):
        if reading and any(_names_thing(token, tokens[1], grammar) for token in tokens_of(reading.text)):
            return (*reading.leans, reading.text)[-MAX_CONTEXT:]
    return ()


def _is_plain_noun(token: Token, grammar: Grammar) -> bool:
    return token.is_capital and not token.text.isupper() if grammar.lang == "de" else token.text.islower()


def _names_thing(token: Token, noun: Token, grammar: Grammar) -> bool:
    """Whether the word is the noun; a German compound is its last part: "Batteriewerk" and "das Werk"."""
    ends = grammar.lang == "de" and len(noun.text) > 3 and token.low.removesuffix("s").endswith(noun.low)
    return token.low == noun.low or (ends and token.is_capital)


def _replaced(text: str, meant: dict[Anaphor, str], grammar: Grammar) -> str:
    for anaphor in sorted(meant, key=lambda one: one.start, reverse=True):
        name = anaphor.prefix + (_genitive(meant[anaphor], grammar) if anaphor.possessive else meant[anaphor])
        text = text[: anaphor.start] + name + text[anaphor.end :]
    return capitalised(text)


def _genitive(name: str, grammar: Grammar) -> str:
    if grammar.lang == "de":
        return name + ("’" if name.endswith(("s", "x", "z", "ß")) else "s")
    return name + "’s"


def _is_told_inside(text: str, anaphor: Anaphor, before: Before, grammar: Grammar) -> bool:
    """Whether a description may mean a name that stands earlier in its own sentence."""
    if anaphor.kind not in _COMPANIES:
        return False
    # "Ute Öllers sagte, das Unternehmen …" does not mean her; any other name of several words may be a company's.
    return any(name.end <= anaphor.start and name.kind is NameKind.COMPANY
               and (name.sure or (" " in name.text and not _says(text, name, grammar)))
               for name in names(text, grammar, before.known))  # fmt: skip


def _meant(text: str, anaphor: Anaphor, before: Before, grammar: Grammar, taken: tuple[str, ...]) -> str:
    """The name that the anaphor surely stands for, "" for none."""
    last = before.last
    if last is None or anaphor.kind in (AnaphorKind.WHO, AnaphorKind.ELSE):
        return ""
    if anaphor.kind is AnaphorKind.BOTH:
        return _pair_of_article(anaphor, before, grammar)
    if not before.tells or not last.certain or _names_before(text, anaphor, before, grammar):
        return ""
    if anaphor.kind is AnaphorKind.THEY:
        return _pair(text, anaphor, last.text, before, grammar)
    if anaphor.kind in (AnaphorKind.HE, AnaphorKind.SHE):
        return _person(anaphor, last.text, before, grammar)
    if anaphor.possessive and _owns_person(text, anaphor, before, grammar):
        return ""
    company = _company(last.text, before, grammar, taken)
    if company is None:
        return ""
    if anaphor.kind is AnaphorKind.KIND:
        return company.text if taken and anaphor.noun.startswith(_AT_HOME) else ""
    if anaphor.kind is AnaphorKind.COMPANY:
        return "" if names_company_else(last.text, company, grammar) else company.text
    acts = company.subject and _acts(text, anaphor, grammar)
    return company.text if acts and not names_thing_else(last.text, company, grammar) else ""


_AT_HOME = "us-"
"""Of a kind only this is replaced, and where a pronoun stands for two of the three companies of the sentence before:
"Alibaba und Baidu meiden Nvidia. Sie kaufen Chips des US-Herstellers." Any other may be one that has no name there."""


def _owns_person(text: str, anaphor: Anaphor, before: Before, grammar: Grammar) -> bool:
    """German "sein" may be a man's or a company's; with a person in the sentence before it is not certain."""
    found = names(before.last.text, grammar, before.known) if before.last else []
    return grammar.lang == "de" and any(name.kind is NameKind.PERSON for name in found)


def _names_before(text: str, anaphor: Anaphor, before: Before, grammar: Grammar) -> bool:
    return any(name.end <= anaphor.start and name.kind is not NameKind.OTHER
               for name in names(text[: anaphor.start], grammar, before.known))  # fmt: skip


def _company(text: str, before: Before, grammar: Grammar, taken: tuple[str, ...]) -> Name | None:
    """The only company that the sentence names; one doubtful name more, and there is none."""
    found = [
        name
        for name in names(text, grammar, before.known)
        if name.kind is NameKind.COMPANY and not any(name.text in pair for pair in taken)
    ]
    if len({name.text for name in found}) != 1 or not found[0].sure or _is_rivalled(text, found[0], grammar):
        return None
    return None if _tells(text, found[0]) or _may_be_person(text, found[0], before, grammar) else found[0]


_BEFORE_TELLER = re.compile(
    r"\b(?:according to|reported by|told|laut|nach angaben (?:von|der|des)|gegenüber) $", re.IGNORECASE
)


def _tells(text: str, name: Name) -> bool:
    """Whether the name is of who reports, of whom the next sentence says nothing."""
    return bool(_BEFORE_TELLER.search(text[: name.start])) or text[name.end :].startswith(" zufolge")


def _may_be_person(text: str, name: Name, before: Before, grammar: Grammar) -> bool:
    """Whether the name is a surname that the article gave in full before, of somebody who tells, or of a critic."""
    after = tokens_of(text[name.end :])[:1]
    if after and after[0].low in _AGAINST:
        return True
    if " " in name.text:
        return False
    longer = (one for reading in before.readings for one in names(reading.text, grammar, before.known))
    if any(one.text.endswith(f" {name.text}") for one in longer):
        return True
    earlier = (reading for reading in before.readings if reading is not before.last)
    return _says(text, name, grammar) and not any(name.text in reading.text for reading in earlier)


_SAYING = words("said says told tells sagte sagt meinte meint betonte betont")
_QUOTE = re.compile('[„“”"»«]')


def _says(text: str, name: Name, grammar: Grammar) -> bool:
    """Whether the sentence is what the name says; what is quoted is mostly said by a person."""
    beside = {token.low for token in (*tokens_of(text[: name.start])[-1:], *tokens_of(text[name.end :])[:1])}
    return bool(beside & (grammar.telling | _SAYING if _QUOTE.search(text) else _SAYING))


_AGAINST = (
    *("criticised", "criticized", "criticises", "criticizes", "attacked", "accused", "accuses", "condemned"),
    *(
        "denounced",
        "protested",
        "kritisierte",
        "kritisiert",
        "verurteilte",
        "verurteilt",
        "protestierte",
        "protestiert",
    ),
    *("blocked", "occupied", "boycotted", "blockierte", "besetzte", "boykottierte"),
    *("forderte", "fordert", "bemängelte", "bemängelt", "warnte", "warnt", "mahnte", "mahnt"),
)
"""Who does this does it to somebody else, who may be the company that answers in the next sentence."""


def _is_rivalled(text: str, name: Name, grammar: Grammar) -> bool:
    """Whether the subject is somebody else without a name: "The bank sued Nvidia. The company …"."""
    tokens = tokens_of(text)
    verbs = finite_verbs(tokens, grammar)
    if not verbs or grammar.is_plural(tokens[verbs[0]].low) or name.start < tokens[verbs[0]].start:
        return False
    return tokens[0].low in grammar.determiners


def _acts(text: str, anaphor: Anaphor, grammar: Grammar) -> bool:
    """Whether only a person or a company can do what the pronoun does, or own what follows it."""
    after = [token.low for token in tokens_of(text[anaphor.end :])[:3]]
    if anaphor.possessive:
        return bool(after) and after[0] in grammar.company_things
    if grammar.lang == "en" and after and after[0] in ("has", "had", "have", "also", "later", "will", "then"):
        after = after[1:]
    near = after[:1] + [token.low for token in tokens_of(text[: anaphor.start])[-1:]]
    return any(word in grammar.acting for word in near)


def _pair(text: str, anaphor: Anaphor, last: str, before: Before, grammar: Grammar) -> str:
    found = {both for _, _, both in pairs(last, grammar, before.known)}
    return found.pop() if len(found) == 1 and not anaphor.possessive and _acts(text, anaphor, grammar) else ""


_PLACES = ("länder", "staaten", "städte", "countries", "cities", "states")
_PEOPLE = ("männer", "frauen", "politiker", "men", "women", "politicians", "executives")


def _kind_of_both(noun: str) -> NameKind:
    if noun.startswith(_PLACES):
        return NameKind.PLACE
    return NameKind.PERSON if noun.startswith(_PEOPLE) else NameKind.COMPANY


def _pair_of_article(anaphor: Anaphor, before: Before, grammar: Grammar) -> str:
    """The only two that the article has named together so far, if they are of the kind that "both" are."""
    kind = _kind_of_both(anaphor.noun)
    found: dict[frozenset[str], str] = {}
    for reading in before.readings:
        for left, right, both in pairs(reading.text, grammar, before.known):
            if left.kind is kind and right.kind is kind and (left.sure or right.sure):
                found.setdefault(frozenset((left.text, right.text)), both)
    return next(iter(found.values())) if len(found) == 1 else ""


def _person(anaphor: Anaphor, last: str, before: Before, grammar: Grammar) -> str:
    """The only person of the sentence before, unless the first name is of the other gender or a role may be meant."""
    people = {name.text: name for name in names(last, grammar, before.known) if name.kind is NameKind.PERSON}
    if len(people) != 1:
        return ""
    [(name, at)] = people.items()
    gendered = _has_gender(name, _title(last, at, grammar), anaphor.kind is AnaphorKind.SHE, grammar)
    rest = [token.low for token in tokens_of(last[: at.start])[:-1] + tokens_of(last[at.end :])]
    return name if gendered and not any(word in grammar.roles for word in rest) else ""


def _title(text: str, name: Name, grammar: Grammar) -> str:
    before = [token.low for token in tokens_of(text[: name.start])[-1:]]
    return before[0] if before and is_title(before[0], grammar) else ""


def _has_gender(name: str, title: str, female: bool, grammar: Grammar) -> bool:
    """Whether first name or title fit "she" or "he"; English titles say nothing, and there an unknown name may fit."""
    first, *more = name.lower().split()
    fits, other = (grammar.female, grammar.male) if female else (grammar.male, grammar.female)
    if first in fits or first in other:
        return first in fits
    if grammar.lang == "de":
        return bool(title) and female == title.endswith(("in", "frau"))
    return bool(more)
