"""The words around a number that bound it or blur it, and the interval that results.

Tolerance is half a unit of the stated precision and belongs to the comparison; only blurring words widen the interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from factcheck.quantities.context import is_ranked
from factcheck.quantities.language import Language
from factcheck.quantities.records import Bound, Interval
from factcheck.quantities.tokens import Token, low_at
from factcheck.quantities.units import CURRENCIES

ABOUT_SHARE = Fraction(1, 10)
"""How far "about", "almost" and "just over" reach, as a share of the number."""

ABOUT_KELVIN = 2
"""How far they reach at least around a temperature: a tenth of 3 °C is less than anybody means by "about"."""

_BEHIND_NOUNS = ("under", "over", "above", "below", "beyond")
_SAID = ("that", "whether")
"""What follows these is denied by nobody: "did not say that more than 300 came"."""

NOT_WINDOW = 4
"""How many words may stand between "not" and the bound it turns round ("did not have more than")."""

Tokens = tuple[Token, ...]
_TURNED = {
    Bound.MORE: Bound.AT_MOST,
    Bound.AT_MOST: Bound.MORE,
    Bound.FEWER: Bound.AT_LEAST,
    Bound.AT_LEAST: Bound.FEWER,
}


@dataclass(frozen=True, slots=True)
class Modifier:
    """A bound and the token range from its first word to the end of the number, with the words after it."""

    bound: Bound
    start: int
    end: int


def read_modifier(tokens: Tokens, start: int, end: int, lang: Language) -> Modifier:
    """The bound of the number in tokens ``[start:end]``; ``Bound.EXACT`` where no word limits it."""
    bound, first = bound_before(tokens, start, lang)
    if bound is Bound.EXACT:
        for phrase, after in lang.bounds_after.get(low_at(tokens, end), ()):
            if all(low_at(tokens, end + k) == word for k, word in enumerate(phrase)):
                return Modifier(after, start, end + len(phrase))
    turned = _own_negation(tokens, first, start, lang) if bound in _TURNED else None
    if turned is None:
        return Modifier(bound, first, end)
    # "Not as many as 300" is fewer than 300; "not up to 300" and its like are turned round.
    equal = tokens[first].low == tokens[start - 1].low
    return Modifier(Bound.FEWER if equal and start - first > 1 else _TURNED[bound], turned, end)


def bound_before(tokens: Tokens, start: int, lang: Language) -> tuple[Bound, int]:
    """The bound that the words before the index make, ``Bound.EXACT`` without any, and the index they begin at."""
    for phrase, bound in lang.bounds_before.get(low_at(tokens, start - 1), ()):
        first = start - len(phrase)
        if first >= 0 and all(tokens[first + k].low == word for k, word in enumerate(phrase)):
            # "Hand over 15 percent" is no bound.
            particle = phrase == ("over",) and low_at(tokens, first - 1) in lang.with_over
            ranked = phrase == ("top",) and is_ranked(tokens, start, lang)
            celsius = phrase[-1] == "." and tokens[first].text == "C"  # "It was 30 °C. 200 people came."
            other = phrase[0] in lang.passing and not _passed(tokens, start, lang)
            return (Bound.EXACT, start) if particle or ranked or celsius or other else (bound, first)
    return Bound.EXACT, start


def _passed(tokens: Tokens, start: int, lang: Language) -> bool:
    """Whether a sum of money or a number with a scale was passed, and no laws; "the past" is a time."""
    large = low_at(tokens, start + 1) in lang.scales or tokens[start].text in CURRENCIES
    return large and low_at(tokens, start - 2) != "the"


def _own_negation(tokens: Tokens, first: int, start: int, lang: Language) -> int | None:
    """The index of a negation that turns the bound round; "not approved for patients under 18" turns no bound.

    There a preposition has a noun to which the bound belongs. In "nobody in Lorne waited more than 18 weeks" a verb
    stands between.
    """
    negation = negation_before(tokens, first, lang)
    if negation is None:
        return None
    between = range(negation + 1, first - 1)
    behind_noun = tokens[first].low in _BEHIND_NOUNS or low_at(tokens, first - 1) in lang.prepositions
    comparing = start - first > 1  # "More than", and not a verb of one word.
    searched = between if behind_noun else between[-1:] if comparing else ()
    return None if any(_has_noun(tokens, index, negation, lang) for index in searched) else negation


def _has_noun(tokens: Tokens, index: int, negation: int, lang: Language) -> bool:
    """Whether a preposition with a noun stands here; not in "to serve beyond 68", "go on for", "none of them"."""
    word, after = tokens[index].low, low_at(tokens, index + 1)
    if word == "to":
        return after in lang.counted_words or after in lang.articles or after in lang.owners
    partitive = word == "of" and index == negation + 1
    return word in lang.prepositions and after not in lang.prepositions and not partitive


def negation_before(tokens: Tokens, start: int, lang: Language, window: int = NOT_WINDOW) -> int | None:
    """The index of a negation shortly before the bound, in its clause."""
    for index in range(start - 1, max(-1, start - 1 - window), -1):
        if tokens[index].low in lang.clause_words or not tokens[index].is_word:
            return None
        if tokens[index].low in _SAID:
            return None
        if tokens[index].low in lang.negations:
            return index
    return None


def reach(value: Fraction, zero: Fraction) -> Fraction:
    """How far "about" reaches around a value; ``zero`` is where the scale begins that a temperature is written in."""
    share = abs(value - zero) * ABOUT_SHARE
    return max(share, Fraction(ABOUT_KELVIN)) if zero else share


def interval_of(bound: Bound, value: Fraction, zero: Fraction) -> Interval:
    """The values that a number with this bound allows."""
    blur = reach(value, zero)
    return {
        Bound.MORE: Interval(value, None, open_low=True),
        Bound.AT_LEAST: Interval(value, None),
        Bound.FEWER: Interval(None, value, open_high=True),
        Bound.AT_MOST: Interval(None, value),
        Bound.ABOUT: Interval(value - blur, value + blur),
        Bound.ALMOST: Interval(value - blur, value, open_high=True),
        Bound.JUST_OVER: Interval(value, value + blur, open_low=True),
    }.get(bound, Interval(value, value))
