"""Generated pairs about figures and dates: comparisons, rounding, units, shares, decades, before and after, durations.

Two kinds. ``restated_pairs`` puts a bound, a decade or a rounding in the place of a year or a number in true claims of
FEVER. ``framed_pairs`` fills frames written for this project with invented names and drawn values: one snippet, or two
snippets that must be compared. Every label follows from the drawn values.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from training.contrast import BOUNDS, CONTRADICTED, MONTHS, NEGATION, NUMBER_WORDS, SUPPORTED, UNKNOWN, occurrences
from training.data import Pair

SEASONS = {12: "winter", 1: "winter", 2: "winter", 3: "spring", 4: "spring", 5: "spring"} | {
    6: "summer", 7: "summer", 8: "summer", 9: "autumn", 10: "autumn", 11: "autumn"
}  # fmt: skip
CENTURIES = {
    15: "fifteenth", 16: "sixteenth", 17: "seventeenth", 18: "eighteenth", 19: "nineteenth", 20: "twentieth",
    21: "twenty-first",
}  # fmt: skip
FRACTIONS = [
    (10, "a tenth", "one in ten"), (20, "a fifth", "one in five"), (25, "a quarter", "one in four"),
    (33, "a third", "one in three"), (50, "half", "every second"), (67, "two thirds", "two in three"),
    (75, "three quarters", "three in four"), (80, "four fifths", "four in five"), (90, "nine tenths", "nine in ten"),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """One measurable property: how a snippet states it and how a claim compares it.

    ``states`` hold ``{a}`` (a thing) and ``{v}`` (its value); ``more`` and ``less`` are adjectives for claims "A is
    ... than B", ``bound`` a claim with ``{a}`` and ``{b}`` (a bound such as "more than 300 metres").
    """

    kind: str
    low: float
    high: float
    unit: str
    states: tuple[str, ...]
    more: str
    less: str
    bound: tuple[str, ...]
    big: tuple[str, float] = ("", 0)


_TABLES = json.loads((Path(__file__).parent / "frames.json").read_text(encoding="utf-8"))
"""Names and sentences with gaps, written for this project."""
FIRST, LAST, STEMS, ENDS = (_TABLES[key] for key in ("first_names", "last_names", "stems", "ends"))
MEASURES = [
    Measure(**{**row, **{key: tuple(row[key]) for key in ("states", "bound", "big")}}) for row in _TABLES["measures"]
]
EVENTS = [(row["states"], row["older"], row["younger"]) for row in _TABLES["events"]]
SHARES = [(row["of"], row["group"]) for row in _TABLES["shares"]]


def named(rng: random.Random) -> str:
    """An invented name of a place, thing or firm."""
    return f"{rng.choice(STEMS)}{rng.choice(ENDS)}"


def person(rng: random.Random) -> str:
    """An invented name of a person."""
    return f"{rng.choice(FIRST)} {rng.choice(LAST)}"


def figure(value: float) -> str:
    """A figure as English prose writes it."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def with_unit(value: float, measure: Measure, rng: random.Random) -> str:
    """A value with its unit, at times in the larger unit."""
    unit, factor = measure.big
    if factor and value >= factor and rng.random() < 0.7:
        return f"{value / factor:.2f}".rstrip("0").rstrip(".") + f" {unit}"
    return f"{figure(value)} {measure.unit}"


def drawn(measure: Measure, rng: random.Random) -> float:
    """A value of the measure: small ones are as likely as large ones, half of them round."""
    value = measure.low * (measure.high / measure.low) ** rng.random()
    digits = 2 if rng.random() < 0.5 else 4
    return max(2.0, float(f"{value:.{digits}g}") // 1)


def bound_of(value: float, rng: random.Random) -> tuple[str, float, bool]:
    """A bound in words with its figure, and whether the value keeps it: ("more than", 300, True)."""
    factor = rng.choice([0.5, 0.7, 0.8, 0.9, 0.95, 1.05, 1.1, 1.25, 1.5, 2.0])
    limit = float(f"{value * factor:.2g}") // 1
    if limit == value or limit < 1:
        limit = value + 1
    words = rng.choice(["more than", "over", "at least", "less than", "under", "at most", "no more than", "upwards of"])
    upward = words in ("more than", "over", "at least", "upwards of")
    return words, limit, (value > limit) if upward else (value < limit)


def rounding_of(value: float, rng: random.Random) -> tuple[str, float, bool]:
    """A rounded figure in words that fits the value or does not: ("about", 300, True)."""
    fits = rng.random() < 0.5
    near = float(f"{value:.1g}") if abs(float(f"{value:.1g}") - value) / value < 0.06 else float(f"{value:.2g}")
    shown = near if fits else float(f"{value * rng.choice([0.5, 0.7, 1.4, 1.8, 10]):.1g}")
    return rng.choice(["about", "around", "roughly", "some"]), max(1.0, shown // 1), fits


def one_measure(rng: random.Random) -> Iterator[Pair]:
    """One snippet with one or two figures; claims bound or round the first, or speak of what is not given."""
    measure, other = rng.sample(MEASURES, 2)
    a, value = named(rng), drawn(measure, rng)
    text = rng.choice(measure.states).format(a=a, v=with_unit(value, measure, rng))
    if rng.random() < 0.4:
        text += " " + rng.choice(other.states).format(a=named(rng), v=with_unit(drawn(other, rng), other, rng))
    for make in (bound_of, rounding_of):
        words, limit, holds = make(value, rng)
        claim = rng.choice(measure.bound).format(a=a, b=f"{words} {with_unit(limit, measure, rng)}")
        yield Pair(sentence(text), sentence(claim), SUPPORTED if holds else CONTRADICTED, "generated")
    words, limit, _ = bound_of(value, rng)
    subject = named(rng) if rng.random() < 0.6 else a
    which = measure if subject != a else other
    claim = rng.choice(which.bound).format(a=subject, b=f"{words} {with_unit(limit, which, rng)}")
    if rng.random() < 0.5 and subject not in text:
        yield Pair(sentence(text), sentence(claim), UNKNOWN, "generated")


def two_measures(rng: random.Random) -> Iterator[Pair]:
    """Two snippets of one measure, read together; claims compare them. One snippet alone decides nothing."""
    measure = rng.choice(MEASURES)
    a, b = named(rng), named(rng)
    va = drawn(measure, rng)
    vb = drawn(measure, rng) if rng.random() < 0.5 else max(2.0, va * rng.choice([0.8, 0.9, 0.97, 1.04, 1.1, 1.3]) // 1)
    if a == b or va == vb:
        return
    one, two = (rng.choice(measure.states).format(a=n, v=with_unit(v, measure, rng)) for n, v in ((a, va), (b, vb)))
    both = " ".join(sentence(t) for t in rng.sample((one, two), 2))
    for first, second, more in ((a, b, va > vb), (b, a, vb > va)):
        word, holds = rng.choice([(measure.more, more), (measure.less, not more)])
        claim, true = comparison(measure, first, second, word, holds, rng)
        yield Pair(both, sentence(claim), SUPPORTED if true else CONTRADICTED, "generated-joint")
    word = rng.choice([measure.more, measure.less])
    claim, _ = comparison(measure, a, b, word, True, rng)
    yield Pair(sentence(rng.choice([one, two])), sentence(claim), UNKNOWN, "generated")
    apart = rng.choice([m for m in MEASURES if m.kind != measure.kind])
    strange = rng.choice(apart.states).format(a=b, v=with_unit(drawn(apart, rng), apart, rng))
    if rng.random() < 0.5:
        yield Pair(f"{sentence(one)} {sentence(strange)}", sentence(claim), UNKNOWN, "generated-joint")


def comparison(measure: Measure, a: str, b: str, word: str, holds: bool, rng: random.Random) -> tuple[str, bool]:
    """A claim that compares two things, and whether it is true."""
    a, b = (shown(measure, name) for name in (a, b))
    if rng.random() < 0.2:
        claim = f"{a} is not {word} of the two" if word.startswith("the ") else f"{a} is not {word} than {b}"
        return claim, not holds
    if word.startswith("the "):
        return f"Of {a} and {b}, {a} is {word}", holds
    forms = [f"{a} is {word} than {b}", f"Compared with {b}, {a} is {word}", f"{b} is outdone: {a} is {word}"]
    return rng.choice(forms), holds


def shown(measure: Measure, name: str) -> str:
    """The thing with its kind, as a claim calls it."""
    forms = {
        "river": "the {}", "bridge": "{} Bridge", "tower": "the {} Tower", "lake": "Lake {}", "ship": "the {}",
        "price": "the {}", "speed": "the {}", "seats": "the {} party", "toll": "the disaster at {}",
        "crowd": "the match in {}",
    }  # fmt: skip
    return forms.get(measure.kind, "{}").format(name)


def events(rng: random.Random) -> Iterator[Pair]:
    """Dates of two events: one alone against bounds, decades, seasons; both against their order and distance."""
    (state_a, older, younger), (state_b, *_) = rng.choice(EVENTS), rng.choice(EVENTS)
    state_b = state_a if rng.random() < 0.6 else state_b
    a, b = named(rng), named(rng)
    da = dt.date(rng.randint(1780, 2024), rng.randint(1, 12), rng.randint(1, 28))
    db = da + dt.timedelta(days=rng.choice([-1, 1]) * rng.choice([40, 200, 400, 900, 2000, 5000, 12000, 25000]))
    if a == b or da.year == db.year or db.year > 2025:
        return
    one, two = state_a.format(a=a, d=on_date(da, rng)), state_b.format(a=b, d=on_date(db, rng))
    for _ in range(2):
        words, holds = when(da, rng)
        yield Pair(one, state_a.format(a=a, d=words), SUPPORTED if holds else CONTRADICTED, "generated")
    both = " ".join(rng.sample((one, two), 2))
    first, second = state_a.format(a=a, d="").rstrip(" ."), state_b.format(a=b, d="").rstrip(" .")
    gap, before = abs(da.year - db.year), da < db
    claims = [
        (f"{first} before {lower(second)}.", before), (f"{first} after {lower(second)}.", not before),
        (f"{first} earlier than {lower(second)}.", before), (f"When {lower(second)}, {lower(first)} already.", before),
    ]  # fmt: skip
    if state_a == state_b:
        claims += [(f"{a} is {older} than {b}.", before), (f"{a} is {younger} than {b}.", not before)]
    if gap > 3:
        far = rng.choice([0.5, 2.0])
        claims.append((f"Less than {max(2, int(gap * far))} years lay between the two events.", far > 1))
        claims.append((f"More than {max(2, int(gap * far))} years lie between the two dates.", far < 1))
    for claim, holds in rng.sample(claims, 2):
        yield Pair(both, claim, SUPPORTED if holds else CONTRADICTED, "generated-joint")
    yield Pair(one, rng.choice(claims[:4])[0], UNKNOWN, "generated")


def on_date(day: dt.date, rng: random.Random) -> str:
    """A date as a snippet gives it."""
    month = MONTHS[day.month - 1]
    return rng.choice([f"in {day.year}", f"in {month} {day.year}", f"on {day.day} {month} {day.year}"])


def when(day: dt.date, rng: random.Random) -> tuple[str, bool]:
    """A time in words that a year fixes, and whether it fits."""
    year, d = day.year, rng.choice([1, 1, 2, 3, 5, 8, 12, 20, 40])
    decade, century = year // 10 * 10, (year - 1) // 100 + 1
    other = decade + rng.choice([-20, -10, 10, 20])
    half = "first" if year - decade < 5 else "second"
    wrong_century = rng.choice([c for c in CENTURIES if c != century])
    choices = [
        (f"before {year + d}", True), (f"after {year - d}", True), (f"before {year - d + 1}", False),
        (f"after {year + d - 1}", False), (f"in the {decade}s", True), (f"in the {other}s", False),
        (f"between {year - d} and {year + d}", True), (f"between {year + d} and {year + d + 10}", False),
        (f"no later than {year + d}", True), (f"as early as {year - d}", False), (f"not until {year + d}", False),
        (f"in the {half} half of the {decade}s", True),
        (f"in the {'second' if half == 'first' else 'first'} half of the {decade}s", False),
        (f"in the {CENTURIES[century]} century", True), (f"in the {CENTURIES[wrong_century]} century", False),
        (f"{d + 1} years before {year + d + 1}", True), (f"{d + 3} years before {year + d + 1}", False),
    ]  # fmt: skip
    return rng.choice(choices)


def lives(rng: random.Random) -> Iterator[Pair]:
    """Years of birth, death, office and success of one person: ages and durations."""
    name, born = person(rng), rng.randint(1700, 1960)
    age = rng.randint(35, 96)
    start = rng.randint(20, age - 8)
    years = rng.randint(2, age - start - 2) if age - start > 5 else 2
    work = rng.choice(
        ["director of the observatory", "mayor", "conductor of the orchestra", "bishop", "head of the firm"]
    )
    begun, left, died = born + start, born + start + years, born + age
    text = rng.choice([
        f"{name} ({born}-{died}) was {work} from {begun} to {left}.",
        f"Born in {born}, {name} served as {work} between {begun} and {left} and died in {died}.",
        f"{name} became {work} in {begun} and left the post in {left}. Born {born}, died {died}.",
    ])  # fmt: skip
    off = rng.choice([-9, -6, -4, 4, 6, 9])
    claims = [
        (f"{name} was {work} for about {years} years.", True),
        (f"{name} held the post for about {max(1, years + off) if years + off > 0 else years + 9} years.", False),
        (f"{name} lived to be about {age}.", True), (f"{name} died at about {age + off}.", False),
        (f"{name} was over {start - 3} when the post of {work} fell vacant for the new holder.", True),
        (f"At {born + start - 3 - born} {name} was already {work}.", False),
        (f"{name} took office in the {(born + start) // 10 * 10}s.", True),
        (f"{name} was still {work} in {born + start + years + 2}.", False),
        (f"{name} outlived the time in office by {age - start - years} years or so.", True),
        (f"{name} died in office.", age - start == years),
    ]  # fmt: skip
    for claim, holds in rng.sample(claims, 3):
        yield Pair(text, claim, SUPPORTED if holds else CONTRADICTED, "generated")


def shares(rng: random.Random) -> Iterator[Pair]:
    """A percentage against fractions and bounds, with a second percentage of something else beside it."""
    subject, group = rng.choice(SHARES)
    a, value, other = named(rng), rng.randint(3, 97), rng.randint(3, 97)
    sign = rng.choice([" per cent", "%", " percent"])
    text = f"{value}{sign} {subject.format(a=a)}."
    if rng.random() < 0.6:
        beside = rng.choice(["A year earlier it had been", "In the neighbouring district the figure was"])
        text += f" {beside} {other}{sign}."
    claims = [(f"{value + rng.choice([-20, -10, -5, 5, 10, 20])}{sign} {subject.format(a=a)}.", False)]
    for share, fraction, every in FRACTIONS:
        if abs(share - value) <= 2:
            claims += [
                (f"About {fraction} {subject.format(a=a)}.", True),
                (f"Roughly {every} of {group}: so much {subject.format(a=a)}.", True),
            ]
        elif abs(share - value) > 8:
            holds = value > share
            claims.append((f"{rng.choice(['More', 'Well more'])} than {fraction} {subject.format(a=a)}.", holds))
            claims.append((f"Less than {fraction} {subject.format(a=a)}.", not holds))
            claims.append((f"About {fraction} {subject.format(a=a)}.", False))
    claims.append((f"A majority {subject.format(a=a)}.", value > 50))
    claims.append((f"Only a minority {subject.format(a=a)}.", value < 50))
    picked = rng.sample(claims, 3)
    for claim, holds in picked:
        if value != 50:
            yield Pair(text, claim, SUPPORTED if holds else CONTRADICTED, "generated")
    elsewhere = picked[0][0].replace(a, named(rng))
    if elsewhere != picked[0][0] and rng.random() < 0.5:
        yield Pair(text, elsewhere, UNKNOWN, "generated")


FRAMES: tuple[Callable[[random.Random], Iterator[Pair]], ...] = (
    one_measure, two_measures, two_measures, events, events, lives, shares,
)  # fmt: skip


def framed_pairs(n: int, seed: int) -> list[Pair]:
    """About ``n`` pairs from the frames."""
    rng = random.Random(seed)
    pairs: list[Pair] = []
    while len(pairs) < n:
        pairs += rng.choice(FRAMES)(rng)
    return pairs


def restated_pairs(pairs: Iterable[Pair], seed: int) -> list[Pair]:
    """True claims with one year, month or number that the evidence gives, said by a bound, decade or rounding."""
    rng = random.Random(seed)
    found: list[Pair] = []
    for pair in pairs:
        if pair.label == SUPPORTED and not BOUNDS.search(pair.claim) and not NEGATION.search(pair.claim):
            found += restated_year(pair, rng)
            found += restated_number(pair, rng)
    return found


def restated_year(pair: Pair, rng: random.Random) -> Iterator[Pair]:
    """Claims with another time in the place of ``in YEAR`` or ``in MONTH YEAR``."""
    match = re.search(rf"\b[Ii]n (?:({'|'.join(MONTHS)}),? )?(1[4-9]\d\d|20[012]\d)\b(?!s|-)", pair.claim)
    if not match or occurrences(match[2], pair.evidence) != 1 or match.start() == 0:
        return
    month = MONTHS.index(match[1]) + 1 if match[1] else 6
    day = dt.date(int(match[2]), month, 15)
    for _ in range(2):
        words, holds = when(day, rng)
        if match[1] and rng.random() < 0.5:
            season = rng.choice(sorted(set(SEASONS.values())))
            words, holds = f"in the {season} of {day.year}", SEASONS[month] == season
            if month == 12:
                return
        claim = pair.claim[: match.start()] + words + pair.claim[match.end() :]
        yield Pair(pair.evidence, claim, SUPPORTED if holds else CONTRADICTED, "restated")


def restated_number(pair: Pair, rng: random.Random) -> Iterator[Pair]:
    """Claims with a bound in the place of a count."""
    match = re.search(
        rf"(?<![\w.,$£-])(\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|{'|'.join(NUMBER_WORDS)})(?= [a-z]+s\b)", pair.claim
    )
    dated = match and re.search(rf"({'|'.join(MONTHS)}) $", pair.claim[: match.start()])
    if not match or dated or occurrences(match[1], pair.evidence) != 1 or match.start() == 0:
        return
    value = NUMBER_WORDS.index(match[1]) + 2 if match[1] in NUMBER_WORDS else int(match[1].replace(",", ""))
    for _ in range(2):
        words, limit, holds = bound_of(value, rng) if value > 12 else small_bound(value, rng)
        shown_limit = NUMBER_WORDS[int(limit) - 2] if 2 <= limit <= 12 else figure(limit)
        claim = pair.claim[: match.start()] + f"{words} {shown_limit}" + pair.claim[match.end() :]
        if limit >= 2:
            yield Pair(pair.evidence, claim, SUPPORTED if holds else CONTRADICTED, "restated")


def small_bound(value: int, rng: random.Random) -> tuple[str, float, bool]:
    """A bound next to a small count."""
    step = rng.choice([0, 1, 2])
    return rng.choice([
        ("more than", value - 1 - step, True), ("at least", value - step, True), ("fewer than", value + 1 + step, True),
        ("at most", value + step, True), ("more than", value + step, False), ("at least", value + 1 + step, False),
        ("fewer than", value - step, False), ("no more than", value - 1 - step, False), ("exactly", value, True),
    ])  # fmt: skip


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    return text[:1].upper() + text[1:].rstrip(".") + "."


def lower(text: str) -> str:
    """The text with ``The`` at its start in small letters."""
    return "t" + text[1:] if text.startswith("The ") else text
