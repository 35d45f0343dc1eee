"""Which quantity of the evidence is about the same thing as a quantity of the claim.

Wrong pairs are worse than none: a disagreement about a different quantity is not a contradiction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from factcheck.quantities.context import content_stems, stem
from factcheck.quantities.language import Language, Phrase, tokens_of, words
from factcheck.quantities.records import Kind, Quantity
from factcheck.quantities.tokens import Token, low_at, phrase_after
from factcheck.quantities.units import same_unit

MAX_PLACES = 4
"""So many places of one word are kept; a word that stands everywhere tells no quantity from another."""

MIN_DENIED = 5
"""Letters of a stem that "un-" or "dis-" may turn into its contrary; shorter ones meet by chance."""

Quantities = tuple[Quantity, ...]
_DENYING = ("un", "dis")
_HEADED = frozenset({Kind.COUNT, Kind.ORDINAL, Kind.MULTIPLE})
_ATTRIBUTES = frozenset({"depth", "height", "length", "width", "weight"})
# German words stand here where the reader of German leaves them as they are.
_ORIGINS, _RESULTS = words("from of"), words("to auf")
_NOW = words("ago old")
_LASTING_BEFORE, _LASTING_AFTER = words("for was were war waren blieb blieben"), words("long lang hindurch")
_PRONOUNS = words("he she it they er sie es")
_LISTS = words("and or , und oder") | {","}
_LINKS = words("in of at from to for on by with between among near versus v vs")
_OUTDATED = words("once formerly previously previous former old ehemals früher")
_RULING = words(
    "apply applies must required requires eligible entitled exempt free banned ban bans prohibited allowed permitted "
    "approved qualify qualifies gilt gelten müss darf dürf befreit verboten erlaubt zugelass"
)
_ENDS = words("since until till")
_ENDING_WORDS = 6
"""How many words before a date may tell that something ended or began ("not heard since its composer's death in")."""
_FOR_WHOM = words("for to")
_RULED_WORDS = 3
"""How many words may stand between "for" and the limit of those whom a rule is for ("for children under 14")."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a word stands: its characters, sentence and clause."""

    start: int
    end: int
    sentence: int
    clause: int


@dataclass(frozen=True, slots=True)
class Beside:
    """What the words beside a quantity make of it.

    ``origin``: "from" stands before; ``left``: and something came from it to another ("from 61 to 48").
    ``reached``: "to" stands before. ``to_now``: it ends today ("27 years ago").
    ``likened``: it is so much of what another has ("a third as much as Ogden"). ``joined``: "and" stands before.
    ``whole``: stem of the noun that it is a part of, if one is named ("12 percent of the budget").
    ``ended``: "since" or "until" stands shortly before, so that what is denied is so on one side of it only.
    ``lasting``: it is how long something was ("for ten years"), not how long after.
    ``ruled``: a rule sets it as the limit of those it is for.
    """

    origin: bool = False
    left: bool = False
    reached: bool = False
    to_now: bool = False
    likened: bool = False
    joined: bool = False
    whole: str = ""
    ended: bool = False
    lasting: bool = False
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with its quantities; stems leave the quantities out.

    ``names``: stems of capitalised words and the numbers that belong to names, as the 2 of "Sputnik 2".
    ``contraries``: the stems that would turn a word of the text into its contrary, by its stem.
    ``light``: stems of the words that say little more than that something is, or is planned.
    ``directions``: the same for the small words of a text that have one, as "for" and "against".
    ``past``, ``present``: the sentences in which "was" or "had" stand and no "is" or "has", and those with the latter.
    ``past_clauses``: the clauses with "was" or "had" and no "is" or "has"; ``false_clauses``: those that call something
    untrue, as ``false`` are the sentences that do.
    ``denials``: where the first word that denies stands, by clause; ``plans``: the same for the first word of a plan
    or doubt, with the word; ``compared``: the same for the first word that compares the subject with another, by
    sentence. ``actors``: place and stem of the names that are in no list, by sentence, and whether no preposition
    stands before. ``passive``: the sentences with a "by" that stands before no number; ``than``: the same with "than".
    ``outdated``: the clauses that say of what they tell that it was before.
    ``pronouns``: the sentences that begin with "she" or its like.
    ``beside``: what stands beside each quantity, by its first character.
    """

    quantities: Quantities
    stems: frozenset[str]
    by_sentence: dict[int, frozenset[str]]
    names: frozenset[str]
    relative: frozenset[int]
    modal: frozenset[int]
    false: frozenset[int]
    qualifiers: frozenset[str]
    events: frozenset[str]
    openings: dict[int, tuple[tuple[int, str], ...]]
    places: dict[str, tuple[Place, ...]]
    contraries: dict[str, frozenset[str]]
    light: frozenset[str]
    directions: dict[str, frozenset[str]]
    past: frozenset[int]
    present: frozenset[int]
    past_clauses: frozenset[int]
    false_clauses: frozenset[int]
    denials: dict[int, int]
    plans: dict[int, tuple[int, str]]
    compared: dict[int, int]
    passive: frozenset[int]
    than: frozenset[int]
    pronouns: frozenset[int]
    outdated: frozenset[int]
    actors: dict[int, tuple[tuple[int, str, bool], ...]]
    beside: dict[int, Beside]


def beside(quantity: Quantity, reading: Reading) -> Beside:
    """What stands beside a quantity of the text that was read."""
    return reading.beside.get(quantity.start, Beside())


def read_context(text: str, quantities: Quantities, lang: Language) -> Reading:
    """What pairing needs to know of a text."""
    tokens = tokens_of(text, lang)
    taken = {place for q in quantities for place in range(q.start, q.end)}
    cores = {place for q in quantities for place in range(text.index(q.core, q.start), q.end)}
    # "Did not reach the pole until 1912" holds the verb between the words of its bound.
    taken -= {t.start for t in tokens if t.start not in cores and t.low not in lang.bounding_words}
    free = tuple(t for t in tokens if t.start not in taken)
    sentences: dict[int, list[Token]] = {}
    for token in free:
        sentences.setdefault(token.sentence, []).append(token)
    capitals = tuple(t for t in free if t.is_capital)
    numbers = frozenset(t.low for t in free if t.is_digits)
    starts = {q.start for q in quantities}
    doubts = tuple(_doubts(free, lang))
    return Reading(
        quantities=quantities,
        stems=frozenset(content_stems(free, lang)) | numbers,
        by_sentence={n: frozenset(content_stems(tuple(ts), lang)) for n, ts in sentences.items()},
        names=frozenset(content_stems(capitals, lang)) | numbers,
        relative=_sentences(free, lang.relative_words) | frozenset(q.sentence for q in quantities if _relates(q)),
        modal=frozenset(t.sentence for t in doubts) | _sentences_with(free, lang.modal_phrases),
        false=_sentences(free, lang.false_words),
        qualifiers=frozenset(stem(t.low, lang) for t in free if t.low in lang.qualifiers),
        events=frozenset(stem(t.low, lang) for t in free if t.low in lang.event_words),
        openings={n: _names_of(tuple(ts), lang) for n, ts in sentences.items()},
        places=_places(free, lang),
        contraries={
            stem(t.low, lang): frozenset(stem(word, lang) for word in lang.opposites[t.low])
            for t in free
            if t.low in lang.opposites and t.low not in lang.stop_words
        },
        light=frozenset(stem(t.low, lang) for t in free if t.low in lang.light_words or t.low in lang.modal_words),
        directions={t.low: lang.directions[t.low] for t in _directed(free, quantities, lang)},
        past=_sentences(free, lang.past_words) - _sentences(free, lang.present_words),
        present=_sentences(free, lang.present_words),
        past_clauses=_clauses(free, lang.past_words) - _clauses(free, lang.present_words),
        false_clauses=_clauses(free, lang.false_words),
        denials={t.clause: t.start for t in reversed(free) if t.low in lang.negations},
        plans={t.clause: (t.start, t.low) for t in reversed(doubts)},
        compared={t.sentence: t.start for t in reversed(free) if t.low in lang.comparing_words},
        passive=frozenset(t.sentence for t in free if t.low == "by" and t.end + 1 not in starts),
        than=_sentences(free, frozenset({"than"})),
        pronouns=frozenset(t.sentence for t in free if t.first and t.low in _PRONOUNS),
        outdated=frozenset(_outdated(free, lang)),
        actors={n: _actors_of(tuple(ts), lang) for n, ts in sentences.items()},
        beside=_all_beside(tokens, quantities, lang),
    )


def _doubts(tokens: tuple[Token, ...], lang: Language) -> Iterator[Token]:
    """The words of plans and doubts, but for "May" and "more than planned"."""
    for at, token in enumerate(tokens):
        if token.low in lang.modal_words and not _is_month(token, lang) and low_at(tokens, at - 1) != "than":
            yield token


def _is_month(token: Token, lang: Language) -> bool:
    """Whether the word is the name of a month; "may" that opens a sentence is more often the verb."""
    return token.low in lang.months and token.is_capital and not token.first


def _actors_of(tokens: tuple[Token, ...], lang: Language) -> tuple[tuple[int, str, bool], ...]:
    """Place and stem of the names of a sentence, and whether they may say who does something."""
    found = []
    for at, token in enumerate(tokens):
        before, after = low_at(tokens, at - 1), low_at(tokens, at + 1)
        if token.is_capital and token.low not in lang.stop_words and not {before, after} & _LISTS:
            found.append((token.start, stem(token.low, lang), before not in _LINKS))
    return tuple(found)


def _outdated(tokens: tuple[Token, ...], lang: Language) -> Iterator[int]:
    """The clauses with "former" or its like; "once a day" is no such word."""
    for at, token in enumerate(tokens):
        if token.low in _OUTDATED and not (token.low == "once" and low_at(tokens, at + 1) in lang.per_words):
            yield token.clause


def _all_beside(tokens: tuple[Token, ...], quantities: Quantities, lang: Language) -> dict[int, Beside]:
    """What stands beside each quantity, by its first character."""
    starts = {t.start: at for at, t in enumerate(tokens)}
    ends = {t.end: at + 1 for at, t in enumerate(tokens)}
    ruled = _sentences(tokens, _RULING)
    results = {(q.kind, q.unit, q.sentence) for q in quantities if low_at(tokens, starts[q.start] - 1) in _RESULTS}
    found = {}
    for q in quantities:
        at, end = starts[q.start], ends[q.end]
        before, after = low_at(tokens, at - 1), low_at(tokens, end)
        moved = (q.kind, q.unit, q.sentence) in results or low_at(tokens, at - 2) in ("up", "down")
        found[q.start] = Beside(
            origin=before in _ORIGINS,
            left=before in _ORIGINS and moved,
            reached=before in _RESULTS,
            to_now=before == "ago" or after in _NOW,
            likened=after in ("as", "so") and any(low_at(tokens, end + k) in ("as", "wie") for k in (2, 3, 4)),
            joined=before in ("and", "und"),
            whole=_noun_after(tokens, end + 1, lang) if after == "of" else "",
            ended=any(t.low in _ENDS and t.clause == q.clause for t in tokens[max(0, at - _ENDING_WORDS) : at]),
            lasting=(before in _LASTING_BEFORE and after != "later") or after in _LASTING_AFTER,
            ruled=q.sentence in ruled or _is_for(tokens, at),
        )
    return found


def _noun_after(tokens: tuple[Token, ...], at: int, lang: Language) -> str:
    """Stem of the noun here, over an article; empty for "them" and its like, and for a number."""
    at += low_at(tokens, at) in lang.owners and low_at(tokens, at) not in ("that", "this", "it")
    word = low_at(tokens, at)
    return "" if not word[:1].isalpha() or word in lang.stop_words or word in lang.cardinals else stem(word, lang)


def _is_for(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether "for" or "to" and a noun stand before the index: "for children under 14"."""
    before = tokens[max(0, at - 1 - _RULED_WORDS) : max(0, at - 1)]
    return any(t.low in _FOR_WHOM and t.clause == tokens[at].clause for t in before)


def _clauses(tokens: Iterable[Token], words_: frozenset[str]) -> frozenset[int]:
    return frozenset(t.clause for t in tokens if t.low in words_)


def _places(tokens: Iterable[Token], lang: Language) -> dict[str, tuple[Place, ...]]:
    """The first places of every stem, in order."""
    found: dict[str, tuple[Place, ...]] = {}
    for token in tokens:
        if token.is_word and token.low not in lang.stop_words:
            key = stem(token.low, lang)
            known = found.get(key, ())
            if len(known) < MAX_PLACES:
                found[key] = (*known, Place(token.start, token.end, token.sentence, token.clause))
    return found


def _directed(tokens: tuple[Token, ...], quantities: Quantities, lang: Language) -> Iterator[Token]:
    """The small words that have a contrary: "voted against", "12 percent against", "up 3 percent", "this year"."""
    starts, ends = {q.start - 1 for q in quantities}, {q.end + 1 for q in quantities}
    for before, token, after in zip((None, *tokens), tokens, (*tokens[1:], None), strict=False):
        sided = (before is not None and before.low in lang.sided_words) or token.start in ends
        timed = after is not None and after.low in ("year", "month", "week")
        by = after is not None and after.low == "by" and after.end in starts
        changes = (token.end in starts or by) and token.low in lang.change_after  # Not "for about twelve months".
        if token.low in lang.directions and (sided or changes or timed):
            yield token


def _relates(quantity: Quantity) -> bool:
    """Changes and multiples relate two numbers to each other."""
    return quantity.change or quantity.kind is Kind.MULTIPLE


def _names_of(tokens: tuple[Token, ...], lang: Language) -> tuple[tuple[int, str], ...]:
    """Place and stem of the names of a sentence; its first word only where another capital or a possessive shows it."""
    found = []
    for token, following in zip(tokens, (*tokens[1:], None), strict=True):
        sure = not token.first or token.low.endswith("'s") or (following is not None and following.is_capital)
        if token.is_capital and sure and token.low not in lang.stop_words and token.low not in lang.months:
            found.append((token.start, stem(token.low, lang)))
    return tuple(found)


def _sentences(tokens: Iterable[Token], words: frozenset[str]) -> frozenset[int]:
    return frozenset(t.sentence for t in tokens if t.low in words)


def _sentences_with(tokens: tuple[Token, ...], phrases: tuple[Phrase, ...]) -> frozenset[int]:
    return frozenset(t.sentence for at, t in enumerate(tokens) if phrase_after(tokens, at, phrases))


def candidates(claim: Quantity, evidence: Quantities) -> Quantities:
    """The quantities of the evidence that may be about the same thing: kind, unit, rate and head are the same."""
    same = [q for q in evidence if q.kind is claim.kind and same_unit(q, claim)]
    if claim.kind is Kind.DATE:
        return tuple(same)
    fits = [q for q in same if q.per == claim.per and q.change == claim.change]
    return tuple(q for q in fits if _heads_match(claim, q, len(same) == 1))


def same_measure(claim: Quantity, evidence: Quantities) -> Quantities:
    """The quantities of the same kind and unit, both levels or both changes, whatever they count."""
    same = [q for q in evidence if q.kind is claim.kind and same_unit(q, claim)]
    return tuple(q for q in same if claim.kind is Kind.DATE or q.change == claim.change)


def opposed(first: Reading, second: Reading) -> bool:
    """Whether one text has the contrary of a word of the other, and not the word itself."""
    sides = ((first, second), (second, first))
    return any(_turns(one, other) for one, other in sides)


def _turns(one: Reading, other: Reading) -> bool:
    """Whether the other text has a contrary of a word, "un-" before it, or "against" for "for", and not the word."""
    known = (turned for word, turned in one.contraries.items() if word not in other.stems)
    denied = (prefix + word for word in one.stems - other.stems if len(word) >= MIN_DENIED for prefix in _DENYING)
    return (
        any(turned & other.stems for turned in known)
        or any(word in other.stems - one.stems for word in denied)
        or misdirected(one, other)
    )


def misdirected(one: Reading, other: Reading) -> bool:
    """Whether the other text has the contrary of a small word of the one, and not the word: "for", "this year"."""
    small = (turned for word, turned in one.directions.items() if word not in other.directions)
    return any(turned & other.directions.keys() for turned in small)


def _heads_match(claim: Quantity, evidence: Quantity, only: bool) -> bool:
    """Counts share a governing noun; measures share a word beside them, or are the only ones of their dimension."""
    ours, theirs = frozenset(claim.head), frozenset(evidence.head)
    if claim.kind in _HEADED:
        ends = bool(ours and theirs) and claim.head[-1] == evidence.head[-1]
        return ends or bool(ours and claim.head[0] in theirs) or bool(theirs and evidence.head[0] in ours)
    if ours & _ATTRIBUTES and theirs & _ATTRIBUTES and not ours & theirs & _ATTRIBUTES:
        return False
    return only or bool(ours & theirs)


def rivals(claim: Quantity, chosen: Quantity, evidence: Quantities) -> Quantities:
    """Other quantities of the evidence that the claim may mean: same kind and unit, and no other noun beside them."""
    same = [q for q in evidence if q is not chosen and q.kind is claim.kind and same_unit(q, claim)]
    return tuple(q for q in same if claim.kind not in _HEADED or not q.head or set(q.head) & set(chosen.head))
