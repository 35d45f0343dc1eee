"""All that depends on a language: number format, number words, unit names, bounds. One table per language.

A new language is a new module with a ``Language`` value and a line in ``find.LANGUAGES``; the code stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from factcheck.quantities.records import Bound
from factcheck.quantities.tokens import Token, split_tokens

Phrase = tuple[str, ...]
Bounds = Mapping[str, tuple[tuple[Phrase, Bound], ...]]


@dataclass(frozen=True, slots=True)
class Language:
    """The words of a language; all in lower case.

    ``bounds_before`` is keyed by the last word of a phrase, ``bounds_after`` by the first, longest phrase first.
    ``bounding_words`` are all words of the former, and those that stand before a date ("shortly after", "the year").
    ``units`` names the symbols of ``units.UNITS``; ``groups`` gives words that count as the same their common stem.
    ``exact_words`` say before a number that it is not rounded.
    ``bare_points`` are percentage points near a percentage, and may be elsewhere (``units.same_unit``);
    ``pound_words`` show the symbol of a weight ("lb"), that it cannot be told ("pound"), or the currency ("").
    ``prepositions`` with a noun behind them keep a "not" before them from a bound ("not for children under 6").
    ``passing`` are bounds only before money and scales: "passed $3 trillion", but "passed 12 laws".
    ``reached`` is the range word that after a change may also name what it came to ("rose 5 % to £4"), if there is one.
    ``moved`` are verbs that directly before a number make it a change ("rose 5 %").
    ``counted_words`` are nouns that four digits before them count where a word stands before that dates have, too
    (``count_links``): "for 2000 people".
    ``per_nouns`` are nouns that with an article before them are what something is counted by: "3 dollars a dose".
    ``clock_marks`` make a number an hour, with the minutes to add; ``None``: of either half of the day.
    ``relative_words`` show that a text relates two numbers, ``comparing_words`` stand before whom the subject is
    compared with; ``modal_words`` and ``modal_phrases`` that it speaks of plans or doubts; ``false_words`` that it
    calls something untrue; ``owners`` may stand between "of" and the whole, ``part_words`` before it: "most of
    their 120 employees". ``event_words`` name what happens once, so that another date contradicts it; ``opposites``
    gives the words that turn a statement into its contrary, ``directions`` those that are no content words, and
    count after ``sided_words`` and after a quantity.
    ``light_words`` say no more than that something is, has, measures, lasts or comes to so much.
    ``past_words`` and ``present_words`` are the small verbs that show the time of a sentence.
    ``split`` gives the tokens of a text where the words of the table are not those of the text; ``None``: as written.
    """

    code: str
    decimal: str
    group: str
    cardinals: Mapping[str, int]
    scales: Mapping[str, int]
    glued_scales: Mapping[str, int]
    ordinals: Mapping[str, int]
    ordinal_suffixes: frozenset[str]
    denominators: Mapping[str, int]
    articles: frozenset[str]
    joiner: str
    half: str
    units: Mapping[str, str]
    currencies: Mapping[str, str]
    small_money: Mapping[str, str]
    percent: tuple[Phrase, ...]
    points: tuple[Phrase, ...]
    bare_points: frozenset[str]
    multiples: frozenset[str]
    pound_words: Mapping[str, str]
    months: Mapping[str, int]
    seasons: Mapping[str, tuple[int, int]]
    parts: Mapping[str, tuple[int, int]]
    edges: Mapping[str, tuple[int, int]]
    century: frozenset[str]
    date_links: Mapping[str, str]
    shortly: frozenset[str]
    count_links: frozenset[str]
    counted_words: frozenset[str]
    clock_marks: Mapping[Phrase, int | None]
    bounds_before: Bounds
    bounds_after: Bounds
    bounding_words: frozenset[str]
    exact_words: frozenset[str]
    range_opener: str
    range_words: frozenset[str]
    reached: str
    negations: frozenset[str]
    prepositions: frozenset[str]
    with_over: frozenset[str]
    passing: frozenset[str]
    with_top: frozenset[str]
    clause_words: frozenset[str]
    stop_words: frozenset[str]
    head_stops: frozenset[str]
    change_before: frozenset[str]
    change_after: frozenset[str]
    moved: frozenset[str]
    per_words: frozenset[str]
    per_nouns: frozenset[str]
    name_heads: frozenset[str]
    owners: frozenset[str]
    part_words: frozenset[str]
    qualifiers: frozenset[str]
    age_words: frozenset[str]
    relative_words: frozenset[str]
    event_words: frozenset[str]
    comparing_words: frozenset[str]
    modal_words: frozenset[str]
    modal_phrases: tuple[Phrase, ...]
    false_words: frozenset[str]
    light_words: frozenset[str]
    past_words: frozenset[str]
    present_words: frozenset[str]
    groups: Mapping[str, str]
    opposites: Mapping[str, frozenset[str]]
    directions: Mapping[str, frozenset[str]]
    sided_words: frozenset[str]
    endings: tuple[str, ...]
    split: Callable[[str], tuple[Token, ...]] | None = None


def tokens_of(text: str, lang: Language) -> tuple[Token, ...]:
    """The tokens of a text in the words of the language's table, in order, each at its place in the text."""
    return lang.split(text) if lang.split else split_tokens(text, lang.clause_words)


def listed(text: str) -> list[str]:
    """The words of a text in order."""
    return text.split()


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


def groups(*lines: str) -> dict[str, str]:
    """Every word of a line mapped to the first word of the line."""
    return {word: line.split()[0] for line in lines for word in line.split()}


def renamed(*lines: str) -> dict[str, str]:
    """Every word of a line but the first mapped to the first, as German names to an English one; the first line wins.

    A line of one word is a name that both languages share; one that both share beside others is repeated.
    """
    found: dict[str, str] = {}
    for first, *others in (line.split() for line in lines):
        for word in others or (first,):
            found.setdefault(word, first)
    return found


def opposites(*lines: str) -> dict[str, frozenset[str]]:
    """Every word left of a line's ``|`` mapped to those right of it, and the other way round."""
    found: dict[str, frozenset[str]] = {}
    for left, right in (line.split("|") for line in lines):
        for side, other in ((left, right), (right, left)):
            for word in side.split():
                found[word] = found.get(word, frozenset()) | words(other)
    return found


def index_bounds(table: Mapping[Bound, str], key: int) -> Bounds:
    """Phrases by their first (``key`` 0) or last (-1) word, longest first. Phrases are separated by ``|``."""
    pairs = [(tuple(phrase.split()), bound) for bound, text in table.items() for phrase in text.split("|")]
    pairs.sort(key=lambda pair: -len(pair[0]))
    keys = {phrase[key] for phrase, _ in pairs}
    return {word: tuple(pair for pair in pairs if pair[0][key] == word) for word in keys}


def phrase_words(table: Mapping[Bound, str]) -> frozenset[str]:
    """All words of all phrases."""
    return frozenset(word for text in table.values() for phrase in text.split("|") for word in phrase.split())


def crossed(starts: Iterable[str], ends: Iterable[str]) -> str:
    """All phrases of a start and an end, separated by ``|``."""
    tails = list(ends)
    return "|".join(f"{start} {end}".strip() for start in starts for end in tails)
