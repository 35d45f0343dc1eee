"""The words around a quantity: what it counts, by what it is counted, whether it is a change, whether it is denied."""

from __future__ import annotations

from factcheck.quantities.language import Language
from factcheck.quantities.tokens import Token, low_at
from factcheck.quantities.units_in_text import unit_after

HEAD_WORDS = 3
"""How many words after a number may name what it counts ("420 new hospital beds")."""

BEFORE_WORDS = 4
"""How many words before a measure may name the attribute it measures ("a depth of about 87 metres")."""

NAME_WORDS = 4
"""How many words a name in a clause without a verb may have ("the Green Party 121")."""

EARLIER_WORDS = 40
"""How far before such a clause the number is sought that tells what it counts, so that time stays linear."""

PART_WORDS = 3
"""How many words before "of the" may name the part ("12 senior members of the 650")."""

Tokens = tuple[Token, ...]
_AGED_BEFORE = frozenset(["his", "her", "their", "my", "our", "your", "under", "over"])
_ENDS = ("", ".", ",", ";", "!", "?")
_BEFORE_NAMES = frozenset(["the", "in", "for"])


def stem(word: str, lang: Language) -> str:
    """A light stem: the group's word where there is one, else the word without possessive and common endings."""
    word = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    if word in lang.groups:
        return lang.groups[word]
    for ending in lang.endings:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def content_stems(tokens: Tokens, lang: Language) -> tuple[str, ...]:
    """Stems of the words that carry meaning, in order."""
    return tuple(stem(t.low, lang) for t in tokens if t.is_word and t.low not in lang.stop_words and len(t.low) > 1)


def head_after(tokens: Tokens, index: int, lang: Language) -> tuple[str, ...]:
    """Stems of the words that the number before the index counts."""
    found: list[str] = []
    for at in range(index, min(len(tokens), index + HEAD_WORDS + 4)):
        token = tokens[at]
        if not found and (token.low in lang.head_stops or token.is_digits or token.low in lang.cardinals):
            continue
        if (
            len(found) == HEAD_WORDS
            or not token.is_word
            or token.low in lang.stop_words
            or token.low in lang.change_after
        ):
            break
        found.append(stem(token.low, lang))
    return tuple(found)


def attribute_near(tokens: Tokens, start: int, end: int, lang: Language) -> tuple[str, ...]:
    """Stems of the words close to a measure that may name its attribute: just after it, then before it."""
    after = [stem(low_at(tokens, at), lang) for at in (end, end + 1) if low_at(tokens, at) in lang.groups][:1]
    clause = tokens[start].clause
    before = [t for t in tokens[max(0, start - BEFORE_WORDS) : start] if t.clause == clause]
    return (*after, *reversed(content_stems(tuple(before), lang)))


def per_after(tokens: Tokens, index: int, lang: Language) -> str:
    """Stem of the word that the quantity before the index is counted by, or an empty string."""
    for at in range(index, min(len(tokens) - 1, index + HEAD_WORDS + 1)):
        word, following = tokens[at].low, tokens[at + 1].low
        if word in lang.articles and (following in lang.units or following in lang.per_nouns):
            return stem(following, lang)
        if (word in lang.per_words and word not in lang.articles) or (word == "/" and tokens[at].glued):
            return stem(following, lang)
        if not tokens[at].is_word or word in lang.stop_words:
            return ""
    return ""


def is_change(tokens: Tokens, start: int, end: int, lang: Language) -> bool:
    """Whether the quantity is a difference: "by 15 %", "five fewer", "two years older"."""
    if low_at(tokens, start - 1) in lang.change_before:
        return True
    if low_at(tokens, end + 1) in ("sea", "ground"):  # A level, not a difference: "87 metres above sea level".
        return False
    for at in range(end, min(len(tokens), end + 3)):
        if tokens[at].low in lang.change_after:
            return True
        if not tokens[at].is_word or tokens[at].low in lang.stop_words:
            return False
    return False


def is_whole(tokens: Tokens, start: int, lang: Language) -> bool:
    """Whether a part is taken of the number: "half of the 120", "12 of 650", "40 Prozent der 1.200"."""
    at = start - 1
    while at > start - 1 - PART_WORDS and (low_at(tokens, at) in lang.owners or low_at(tokens, at).endswith("'s")):
        at -= 1
    owned = at < start - 1
    if low_at(tokens, at) != "of":
        return owned and _is_part(tokens, at, lang)
    out = low_at(tokens, at - 1) == "out"
    # "The depth of 120 metres" is no part of them, "12 of 650 members" is.
    before = range(at - 1 - out, at - 1 - out - (PART_WORDS if owned or out else 1), -1)
    return (owned and tokens[at].first) or any(_is_part(tokens, k, lang) for k in before)


def _is_part(tokens: Tokens, index: int, lang: Language) -> bool:
    """Whether the word may name a part: a number that is no year, an ordinal, "most"."""
    word = low_at(tokens, index)
    if word[:1].isdigit():
        return not (word.isdigit() and len(word) == 4)
    return word in lang.part_words or word in lang.cardinals or word in lang.ordinals or word in lang.scales


def is_rise_or_fall(word: str, lang: Language) -> bool:
    """Whether the word says that something became more or less: "rose", "cut"."""
    return word in lang.opposites["rose"] or word in lang.opposites["fell"]


def denied_sentences(tokens: Tokens, taken: frozenset[int], lang: Language) -> frozenset[int]:
    """Sentences with a negation that is not part of a bound (whose token indices are ``taken``)."""
    return frozenset(t.sentence for i, t in enumerate(tokens) if t.low in lang.negations and i not in taken)


def is_name(tokens: Tokens, index: int, lang: Language) -> bool:
    """Whether the number at the index belongs to a name: H20, Covid-19, Boeing 747, 5G, Line 4, clause 12."""
    before = tokens[index - 1] if index else None
    measured = low_at(tokens, index + 1) in lang.scales or low_at(tokens, index + 1) in lang.units
    if before is not None and before.low in lang.name_heads and not before.first and not measured:
        return True
    if before is not None and _joined(tokens, index):
        return True
    if _suffix_names(tokens, index, lang):
        return True
    plain = tokens[index].text.isdigit() and len(tokens[index].text) <= 4
    known = (
        before is None or before.low in lang.stop_words or before.low in lang.months or before.low in lang.name_heads
    )
    if before is None or not plain or not before.is_word or not before.is_capital:
        return False
    named = not known and not _bounds(before.low, lang)
    return before.low in lang.name_heads or (named and not _is_stated(tokens, index, lang))


def _is_stated(tokens: Tokens, index: int, lang: Language) -> bool:
    """Whether a number after a name is none of it: "Trump 50 percent", "in London 400 people", "the Greens 121"."""
    return _is_counted(tokens, index, lang) or _elliptic(tokens, index, lang)


def _is_counted(tokens: Tokens, index: int, lang: Language) -> bool:
    """Whether a scale or a unit follows, or after a place a noun that is counted."""
    after = low_at(tokens, index + 1)
    placed = low_at(tokens, index - 2) == "in" and after in lang.counted_words
    return placed or after in lang.scales or unit_after(tokens, index + 1, lang) is not None


def _elliptic(tokens: Tokens, index: int, lang: Language) -> bool:
    """Whether number and name are a clause without a verb: ", the Greens 121" after "Labour won 411 seats"."""
    after = low_at(tokens, index + 1)
    at = index - 1
    while at > index - 1 - NAME_WORDS and at >= 0 and (tokens[at].is_capital or tokens[at].low in _BEFORE_NAMES):
        at -= 1
    opened = low_at(tokens, at) in (",", ";", lang.joiner)
    if not opened or after not in (*_ENDS, lang.joiner):
        return False
    earlier = range(max(1, at - EARLIER_WORDS), at)
    # "Boeing 737 and Boeing 747" are two names.
    same = (k for k in earlier if tokens[k].is_digits and tokens[k].sentence == tokens[index].sentence)
    return any(not tokens[k - 1].is_capital or _is_counted(tokens, k, lang) for k in same)


def is_ranked(tokens: Tokens, index: int, lang: Language) -> bool:
    """Whether "top" before the number is no verb: "the top 50", but not "will top 50" or "top £50"."""
    at = index - 1 - (low_at(tokens, index - 1) == "-")
    number = tokens[index].is_digits or tokens[index].is_word
    return number and low_at(tokens, at) == "top" and low_at(tokens, at - 1) not in lang.with_top


def _bounds(word: str, lang: Language) -> bool:
    return word in lang.bounds_before or word in lang.qualifiers or word in lang.cardinals


def _joined(tokens: Tokens, index: int) -> bool:
    """Letters glued to the front, directly or by a hyphen, a slash or a full stop; digits by a slash or a colon."""
    before = tokens[index - 1]
    if not tokens[index].glued:
        return False
    if before.is_word or before.text in "._#@:":
        return True
    if index < 2 or not before.glued:
        return False
    # "9/11" and "3:1" are no 11 and no 1.
    first = tokens[index - 2]
    return (before.text in "-/" and first.is_word) or (before.text in ":/" and first.is_digits)


def _suffix_names(tokens: Tokens, index: int, lang: Language) -> bool:
    """Letters glued to the end that are no unit, scale or ordinal suffix ("5G", "737s", "A4b")."""
    if index + 1 >= len(tokens) or not tokens[index + 1].glued or not tokens[index + 1].is_word:
        return False
    suffix = tokens[index + 1]
    # "In their 80s", "under 18s": ages; with whole tens decades or amounts ("100s of cars") more often than seconds.
    tens = tokens[index].text.isdigit() and tokens[index].text.endswith("0")
    if suffix.low == "s" and (tens or low_at(tokens, index - 1) in _AGED_BEFORE):
        return True
    known = suffix.low in lang.units or suffix.low in lang.glued_scales or suffix.low in lang.ordinal_suffixes
    return not known or suffix.text == "G"
