"""What is found in a text and what a comparison says about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Kind(StrEnum):
    """What sort of thing a quantity is; only equal kinds are ever compared."""

    COUNT = "count"
    MEASURE = "measure"
    MONEY = "money"
    PERCENT = "percent"
    POINTS = "percentage-points"
    MULTIPLE = "multiple"
    ORDINAL = "ordinal"
    DURATION = "duration"
    AGE = "age"
    DATE = "date"
    CLOCK = "clock-time"


class Bound(StrEnum):
    """How the words around a number limit it."""

    EXACT = "exact"
    ABOUT = "about"
    ALMOST = "almost"
    JUST_OVER = "just-over"
    MORE = "more-than"
    AT_LEAST = "at-least"
    FEWER = "fewer-than"
    AT_MOST = "at-most"
    RANGE = "range"
    SINCE = "since"
    UNTIL = "until"


class Relation(StrEnum):
    """What the arithmetic says about one quantity of the claim."""

    AGREE = "agree"
    DISAGREE = "disagree"
    NOT_COMPARABLE = "not-comparable"


@dataclass(frozen=True, slots=True)
class Interval:
    """The values that a text allows, in the unit of the quantity; ``None`` is unbounded."""

    low: Fraction | None
    high: Fraction | None
    open_low: bool = False
    open_high: bool = False

    def within(self, other: Interval) -> bool:
        """Whether every value of this interval also lies in the other."""
        return _low_inside(self, other) and _high_inside(self, other)

    def apart(self, other: Interval) -> bool:
        """Whether no value lies in both."""
        return _ends_before(self, other) or _ends_before(other, self)


def _low_inside(inner: Interval, outer: Interval) -> bool:
    if outer.low is None:
        return True
    if inner.low is None or inner.low < outer.low:
        return False
    return inner.low > outer.low or inner.open_low or not outer.open_low


def _high_inside(inner: Interval, outer: Interval) -> bool:
    if outer.high is None:
        return True
    if inner.high is None or inner.high > outer.high:
        return False
    return inner.high < outer.high or inner.open_high or not outer.open_high


def _ends_before(first: Interval, second: Interval) -> bool:
    if first.high is None or second.low is None:
        return False
    return first.high < second.low or (first.high == second.low and (first.open_high or second.open_low))


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity in a text.

    Attributes:
        kind: What sort of thing it is.
        text: As written, with the words that bound it; ``text == source[start:end]``.
        start: First character in the source.
        end: One past the last character.
        core: As written, without the bounding words.
        unit: SI unit (``m``, ``kg``, ``s``, ``K`` …), ``%``, currency code, ``x`` (multiples), ``d`` (dates),
            ``clock`` (minutes since midnight), or none.
        interval: The allowed values in ``unit``, widened by no tolerance; days since 0001-01-01 for dates.
        sure: The part of ``interval`` that everybody means by a date or clock time: ten years of "the 2000s".
        value: The stated number in ``unit``; ``None`` for ranges and dates.
        zero: Where the scale begins that it is written in, in ``unit``: 273.15 for a temperature in °C, 0 for a
            difference of two and for all else.
        half: Half a unit of the stated precision, in ``unit``.
        shown_half: The same in the unit as written, for display ("±0.5 km"); empty for dates.
        bound: How the words around it limit it.
        precise: "Exactly" or its like stands before it.
        coarse: A simple fraction ("a third") a period with soft edges ("early 2025"), or a clock time of either half
            of the day.
        per: Stem of the word it is counted by ("a day", "per head"); empty if none.
        change: It is a difference ("by 15 %", "five fewer"), not a level.
        whole: A share or a number is taken of it ("half of the 120 employees").
        head: Stems of the words it counts, or the attribute it measures.
        negated: The clause denies it in a way that arithmetic does not cover.
        sentence: Number of its sentence in the source, from 0.
        clause: Number of its clause in the source, from 0.
    """

    kind: Kind
    text: str
    start: int
    end: int
    core: str
    unit: str
    interval: Interval
    sure: Interval | None = None
    value: Fraction | None = None
    zero: Fraction = Fraction(0)
    half: Fraction = Fraction(0)
    shown_half: str = ""
    bound: Bound = Bound.EXACT
    precise: bool = False
    coarse: bool = False
    per: str = ""
    change: bool = False
    whole: bool = False
    head: tuple[str, ...] = ()
    negated: bool = False
    sentence: int = 0
    clause: int = 0

    @property
    def surely(self) -> Interval:
        """The values that everybody means by it."""
        return self.sure or self.interval


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the evidence says about one quantity of the claim; ``line`` is the arithmetic, to be shown.

    ``telling``: the agreement speaks for the claim as a whole, and is no mere number that both texts mention.
    """

    claim: Quantity
    evidence: Quantity | None
    relation: Relation
    line: str
    telling: bool = False
