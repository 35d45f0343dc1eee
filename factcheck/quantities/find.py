"""All quantities of a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from factcheck.quantities.context import attribute_near, denied_sentences, head_after, is_change, per_after
from factcheck.quantities.dates import Period, day_of_month, read_period
from factcheck.quantities.english import ENGLISH
from factcheck.quantities.german import GERMAN
from factcheck.quantities.language import Language, tokens_of
from factcheck.quantities.modifiers import Modifier, interval_of, negation_before, read_modifier
from factcheck.quantities.readings import Reading, read_number
from factcheck.quantities.records import Bound, Interval, Kind, Quantity
from factcheck.quantities.tokens import Token, low_at

LANGUAGES: dict[str, Language] = {"en": ENGLISH, "de": GERMAN}

Tokens = tuple[Token, ...]
DATE_NOT_WINDOW = 6
"""How many words may stand between "not" and the word before a date ("did not become a common food until")."""

_TURNED_LINKS = {"before": "from", "after": "by", "by": "after", "until": "at"}
"""What "not" makes of the word before a date; what did not happen until 1912 happened then."""

_COUNTED = (Kind.COUNT, Kind.ORDINAL, Kind.PERCENT, Kind.MULTIPLE)


@dataclass(frozen=True, slots=True)
class Place:
    """Token ranges of a quantity: with its bounding words ``[start:end]``, and without them ``[core:core_end]``."""

    start: int
    core: int
    core_end: int
    end: int


def language_of(code: str) -> Language | None:
    """The table of a language; a region makes no difference ("de-AT")."""
    return LANGUAGES.get(code.lower().partition("-")[0])


def find_quantities(text: str, lang: str = "en") -> tuple[Quantity, ...]:
    """The quantities of the text in order; none in a language that has no table (``LANGUAGES``).

    Time is linear in the length of the text, and no text raises.
    """
    language = language_of(lang)
    if language is None:
        return ()
    tokens = tokens_of(text, language)
    found = list(_scan(text, tokens, language))
    taken = frozenset(i for _, place in found for i in range(place.start, place.end))
    denied = denied_sentences(tokens, taken, language)
    return tuple(replace(quantity, negated=quantity.sentence in denied) for quantity, _ in found)


def _scan(text: str, tokens: Tokens, lang: Language) -> Iterator[tuple[Quantity, Place]]:
    index, name_end = 0, -9
    while index < len(tokens):
        period = read_period(tokens, index, lang)
        undated = 0 if period else day_of_month(tokens, index, lang)
        reading = None if period or undated else read_number(tokens, index, lang)
        if undated:
            index = undated
        elif period:
            quantity, place = _date(text, tokens, index, period, lang)
            yield quantity, place
            index = place.end
        elif reading is None:
            index += 1
        elif reading.skip or _listed(tokens, reading, name_end):
            index = name_end = reading.end
        else:
            if _counts(tokens, reading, lang):
                yield _number(text, tokens, reading, lang)
            index = reading.end


def _listed(tokens: Tokens, reading: Reading, name_end: int) -> bool:
    """Numbers joined to one that is a name are names too: "Lines 1, 2 and 3"."""
    joined = reading.start - name_end == 1 and low_at(tokens, name_end) in (",", "and", "or", "to", "-", "–", "/")
    return joined and reading.unit.kind is Kind.COUNT


def _counts(tokens: Tokens, reading: Reading, lang: Language) -> bool:
    """Leaves out the pronoun and article "one", and zero in words."""
    word = tokens[reading.start]
    lone = word.is_word and reading.end == reading.start + 1 and reading.unit.kind is Kind.COUNT
    return not (lone and reading.value <= 1 and word.low in lang.cardinals)


def _number(text: str, tokens: Tokens, reading: Reading, lang: Language) -> tuple[Quantity, Place]:
    modifier = read_modifier(tokens, reading.start, reading.end, lang)
    place = Place(modifier.start, reading.start, reading.end, modifier.end)
    unit, kind = reading.unit, reading.unit.kind
    low, half = reading.value * unit.factor + unit.offset, reading.half * unit.factor
    interval, bound, value = interval_of(modifier.bound, low), modifier.bound, low
    if reading.high is not None:
        high = reading.high * unit.factor + unit.offset
        opener = low_at(tokens, reading.start - 1) == lang.range_opener
        interval, bound = Interval(low, high), Bound.RANGE
        place = replace(place, start=reading.start - opener)
    shown = f"{_plain(reading.half)} {unit.symbol}".strip()
    quantity = _quantity(text, tokens, place, lang, kind, unit.si, interval, modifier)
    stated = None if bound is Bound.RANGE else value
    coarse = reading.share or unit.symbol == "clock12"
    return replace(quantity, value=stated, half=half, shown_half=shown, bound=bound, coarse=coarse), place


def _quantity(
    text: str,
    tokens: Tokens,
    place: Place,
    lang: Language,
    kind: Kind,
    unit: str,
    interval: Interval,
    modifier: Modifier,
) -> Quantity:
    start, end = tokens[place.start].start, tokens[place.end - 1].end
    core = text[tokens[place.core].start : tokens[place.core_end - 1].end]
    head = head_after(tokens, place.end, lang)
    if kind not in _COUNTED:
        head = attribute_near(tokens, place.start, place.end, lang)
    first = tokens[place.core]
    return Quantity(
        kind, text[start:end], start, end, core, unit, interval, per=per_after(tokens, place.core_end, lang),
        change=is_change(tokens, place.start, place.end, lang), head=head, sentence=first.sentence, clause=first.clause,
    )  # fmt: skip


def _plain(number: Fraction) -> str:
    """A fraction as a short decimal number with thousands separators."""
    rounded = f"{float(number):,.6f}".rstrip("0").rstrip(".")
    return rounded or "0"


def _date(text: str, tokens: Tokens, index: int, period: Period, lang: Language) -> tuple[Quantity, Place]:
    link, start = _link(tokens, index, lang)
    second = _second_period(tokens, index, period, lang)
    end = second.end if second else period.end
    first, last = Fraction(period.first), Fraction(second.last if second else period.last)
    interval = {
        "before": Interval(None, first - 1),
        "after": Interval(last + 1, None),
        "by": Interval(None, last),
        "from": Interval(first, None),
    }.get(link, Interval(first, last))
    bounds = {
        "before": Bound.FEWER,
        "after": Bound.MORE,
        "by": Bound.AT_MOST,
        "from": Bound.AT_LEAST,
        "since": Bound.SINCE,
        "until": Bound.UNTIL,
    }
    bound = bounds.get(link, Bound.RANGE if second else Bound.EXACT)
    if link == "since" and second:
        bound = Bound.RANGE
    place = Place(start, index, end, end)
    quantity = _quantity(text, tokens, place, lang, Kind.DATE, "d", interval, Modifier(bound, start, end))
    return replace(quantity, bound=bound, coarse=period.coarse, change=False, per=""), place


def _link(tokens: Tokens, index: int, lang: Language) -> tuple[str, int]:
    """The role of a date by the word before it, over an article and "the end of", and the index it begins at."""
    at = index - 1
    if low_at(tokens, at) == "the":
        at -= 1
    word = low_at(tokens, at)
    if word == "than" and low_at(tokens, at - 1) in ("later", "earlier"):
        late = low_at(tokens, at - 1) == "later"
        negated = low_at(tokens, at - 2) in lang.negations
        role = ("by" if negated else "after") if late else ("at" if negated else "before")
        return role, at - 1 - negated
    role = lang.date_links.get(word, "at")
    turned = negation_before(tokens, at, lang, DATE_NOT_WINDOW) if role in _TURNED_LINKS else None
    if turned is not None:
        return _TURNED_LINKS[role], turned
    return role, at if role != "at" else index


def _second_period(tokens: Tokens, index: int, period: Period, lang: Language) -> Period | None:
    """The later end of "1838–1844", "between 1838 and 1844", "from May to June 1990"."""
    link, before = low_at(tokens, period.end), low_at(tokens, index - 1)
    if link not in lang.range_words or period.end + 1 >= len(tokens):
        return None
    if link == lang.joiner and before != lang.range_opener:
        return None
    at = period.end + 1 + (low_at(tokens, period.end + 1) == "the")
    second = read_period(tokens, at, lang) if at < len(tokens) else None
    return second if second and second.last > period.first else None
