"""What the readings of sentences have to know of a language: closed lists, no statistics."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Words = frozenset[str]


def words(*lines: str) -> Words:
    """The words of the lines as one set, so that a list can be written as text."""
    return frozenset(word for line in lines for word in line.split())


@dataclass(frozen=True, slots=True)
class Grammar:
    """The word lists of one language, in small letters but for ``openings``; each says what it is for.

    ``is_finite`` tells whether a word, after the word before it, is a finite verb.
    """

    lang: str
    is_finite: Callable[[str, str], bool]
    determiners: Words  # before a noun that is no name
    prepositions: Words  # what follows is no subject
    subordinators: Words  # a part with one of them does not stand alone
    common: Words  # words with a capital that are no names: days, months, measures, bare nouns
    companies: Words  # nouns that mean a company: "the company", "the bank"
    neutral: Words  # those of them that any company may be called
    singular: Words  # before a noun that means one thing
    passed_over: Words  # one thing that neither acts nor owns, so that "it" is not this one
    titles: Words  # before the name of a person
    roles: Words  # a person without a name, who may be meant by "he" or "she"
    female: Words  # first names
    male: Words  # first names
    places: Words  # no antecedent of a company
    acting: Words  # verbs whose subject is a person or a company, never a thing
    telling: Words  # verbs that attribute what is said
    joiners: Words  # words between two main clauses
    both: Words  # "and" between two names
    openings: tuple[str, ...]  # links at the start that leave the same truth when taken off
    company_things: Words  # what belongs to a company, after "its"
    leaning: Words  # after an article and before a verb these were told of before
    times: Words  # after "this" these are told by the date of the article
    proforms: tuple[str, ...]  # starts that point at the sentence before
    empty_it: Words  # beside these "it" stands for nothing
    is_plural: Callable[[str], bool]  # whether a finite verb shows that its subject is plural
