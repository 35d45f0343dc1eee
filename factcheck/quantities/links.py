"""The words before a date or a clock time: "before 1990", "since about 1900", "shortly after 7 p.m."."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from factcheck.quantities.language import Language
from factcheck.quantities.modifiers import bound_before, negation_before
from factcheck.quantities.records import Bound, Interval
from factcheck.quantities.tokens import Token, low_at

NOT_WINDOW = 6
"""How many words may stand between "not" and the word before a date ("did not become a common food until")."""

ABOUT_DAYS, ABOUT_MINUTES = 5 * 366, 15
"""How far "about" surely reaches around a round year or anything longer, and around a clock time."""

FAR = 4
"""How many times further than where it surely holds "about" may still be meant, so that nothing contradicts it."""

SHORTEST_YEAR = 365
Tokens = tuple[Token, ...]
_TURNED = {"before": "from", "after": "by", "by": "after", "until": "at"}
"""What "not" makes of the word before a date; what did not happen until 1912 happened then."""
_BOUNDS = {
    "before": Bound.FEWER,
    "after": Bound.MORE,
    "by": Bound.AT_MOST,
    "from": Bound.AT_LEAST,
    "since": Bound.SINCE,
    "until": Bound.UNTIL,
}


@dataclass(frozen=True, slots=True)
class Link:
    """The role that the words before give to a time ("at" without any), and the index they begin at.

    ``about``: the time itself is blurred; ``shortly``: what is meant lies shortly before or after it.
    """

    role: str
    start: int
    about: bool = False
    shortly: bool = False

    @property
    def blurred(self) -> bool:
        """Whether nobody can say to the day or the minute what is allowed."""
        return self.about or self.shortly

    @property
    def bound(self) -> Bound:
        """How the words limit the time."""
        unbound = Bound.ABOUT if self.about else Bound.EXACT
        return Bound.ABOUT if self.shortly else _BOUNDS.get(self.role, unbound)


def read_link(tokens: Tokens, index: int, lang: Language) -> Link:
    """The link of the time at the index, over an article and "the year"."""
    blur = _about(tokens, index, lang)
    role, start = _role(tokens, index if blur is None else blur, lang)
    if blur is None and role == "at" and low_at(tokens, index - 1) in lang.date_links:
        # "Roughly at 7 p.m.".
        blur = _about(tokens, index - 1, lang)
        start = start if blur is None else blur
    if role in ("before", "after") and low_at(tokens, start - 1) in lang.shortly:
        return Link(role, start - 1, about=blur is not None, shortly=True)
    return Link(role, start, about=blur is not None)


def _about(tokens: Tokens, index: int, lang: Language) -> int | None:
    """Where "about" begins before the time at the index; ``None`` without it."""
    bound, first = bound_before(tokens, _before_article(tokens, index) + 1, lang)
    return first if bound is Bound.ABOUT else None


def _before_article(tokens: Tokens, index: int) -> int:
    at = index - 1
    at -= low_at(tokens, at) == "year"
    return at - (low_at(tokens, at) == "the")


def _role(tokens: Tokens, index: int, lang: Language) -> tuple[str, int]:
    at = _before_article(tokens, index)
    word = low_at(tokens, at)
    if word == "than" and low_at(tokens, at - 1) in ("later", "earlier"):
        late = low_at(tokens, at - 1) == "later"
        negated = low_at(tokens, at - 2) in lang.negations
        role = ("by" if negated else "after") if late else ("at" if negated else "before")
        return role, at - 1 - negated
    role = lang.date_links.get(word, "at")
    turned = negation_before(tokens, at, lang, NOT_WINDOW) if role in _TURNED else None
    if turned is not None:
        return _TURNED[role], turned
    return role, at if role != "at" else index


def days_about(first: int, last: int) -> int:
    """How far "about" surely reaches around a period: twice its length, and further around a round year."""
    length, year = last - first + 1, dt.date.fromordinal(first).year
    return ABOUT_DAYS if length >= SHORTEST_YEAR and year % 10 == 0 else min(2 * length, ABOUT_DAYS)


def span(link: Link, first: int, last: int, blur: int, *, sure: bool = False) -> Interval:
    """The days or minutes that the words before a time allow, or surely do; ``blur``: how far blurring words reach."""
    begin, end, wide = Fraction(first), Fraction(last), Fraction(blur if link.blurred else 0)
    if link.shortly:  # With the time itself: "shortly before the 2020 vote" was in 2020.
        return Interval(begin, end + wide) if link.role == "after" else Interval(begin - wide, end)
    edge = -wide if sure else wide
    return {
        "before": Interval(None, begin - 1 + edge),
        "after": Interval(end + 1 - edge, None),
        "by": Interval(None, end + edge),
        "from": Interval(begin - edge, None),
    }.get(link.role, Interval(begin - wide, end + wide))
