"""What may be taken off a sentence without changing what it says: links at the start, moods at the end."""

from __future__ import annotations

import re

from factcheck.extract.clauses import finite_verbs, is_sentence
from factcheck.extract.german_words import FOLLOWERS
from factcheck.extract.grammar import Grammar
from factcheck.extract.tokens import Token, tokens_of

_TAIL = re.compile(r"\s+[–—-]\s*(?P<mood>[^–—]{3,60}!)$")
_FRAMES = {
    "de": re.compile(
        r"(?:(?:Dennoch|Zudem|Außerdem|Allerdings|Weiter|Es) )?wird (?:auch |zudem |nun )?berichtet, dass ", re.I
    ),
    "en": re.compile(r"(?:(?:However|Still|Nevertheless), )?it (?:is|was|has been) (?:also )?reported that ", re.I),
}


def trimmed(text: str, grammar: Grammar) -> str:
    """The sentence without link, frame ("it is reported that") and mood, where a full sentence as true is left."""
    return _without_link(_without_frame(_without_mood(text, grammar), grammar), grammar)


def capitalised(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def _without_mood(text: str, grammar: Grammar) -> str:
    """ "– an impressive feat!" says nothing that can be checked; with a number or a verb it may."""
    found = _TAIL.search(text)
    if found is None or is_sentence(found["mood"], grammar) or any(sign.isdigit() for sign in found["mood"]):
        return text
    rest = text[: found.start()]
    return rest + "." if is_sentence(rest, grammar) else text


def _without_frame(text: str, grammar: Grammar) -> str:
    found = _FRAMES[grammar.lang].match(text)
    if found is None or text.endswith("?"):
        return text
    rest = text[found.end() :]
    if grammar.lang == "en":
        return capitalised(rest)
    return _as_main_clause(rest, grammar) or "Es wird berichtet, dass " + rest


def _as_main_clause(clause: str, grammar: Grammar) -> str:
    """ "X nun mit Y mithalten kann" as "X kann nun mit Y mithalten", "" where the end of the subject is in doubt."""
    tokens = tokens_of(clause)
    if len(tokens) < 4 or tokens[-1].text != "." or "," in clause:
        return ""
    verb = tokens[-2]
    end = _subject_end(tokens, grammar)
    if not end or not grammar.is_finite(verb.low, "") or end >= verb.start:
        return ""
    return capitalised(f"{clause[:end]} {verb.text} {clause[end : verb.start].strip()}.")


def _subject_end(tokens: tuple[Token, ...], grammar: Grammar) -> int:
    """Character at which the names of the subject end; 0 where an article begins it or more may belong to it."""
    at = 0
    while at < len(tokens) and tokens[at].is_capital and tokens[at].low not in grammar.determiners:
        at += 1
    return tokens[at - 1].end if at and at < len(tokens) and tokens[at].low in FOLLOWERS else 0


def _without_link(text: str, grammar: Grammar) -> str:
    for opening in grammar.openings:
        if text.startswith(opening + " ") and not text.endswith("?"):
            rest = text[len(opening) + 1 :]
            return capitalised(rest) if _is_whole(rest, grammar) else text
    return text


def _is_whole(rest: str, grammar: Grammar) -> bool:
    """Whether a sentence is left: one that begins with neither its verb nor a word that makes it depend."""
    tokens = tokens_of(rest)
    if not tokens or grammar.is_finite(tokens[0].low, "") or tokens[0].low in grammar.subordinators:
        return False
    return is_sentence(rest, grammar) and bool(finite_verbs(tokens, grammar))
