"""Readable ids of claims, made from their words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MAX_WORDS = 6
"""Words in an id: enough to know the claim again, few enough to type."""
MAX_CHARACTERS = 60
"""Characters in an id; single words can be very long in German."""

_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "đ": "d", "ł": "l"})
_LITTLE = frozenset(
    "a an the of in on at to for by from with as and or that is are was were has have had be been its it this "
    "der die das den dem des ein eine einen einem einer eines und oder in im an am auf aus bei mit nach seit von vom "
    "zu zum zur für als dass ist sind war waren hat haben hatte wird werden wurde wurden laut".translate(_SPELT).split()
)
"""Words that an id does without, English and German. Negations stay: an id must not say the contrary."""


def new_id(text: str, taken: Iterable[str]) -> str:
    """An id for a claim with this text that is none of ``taken``: ``zhenwu-rivals-h20``, ``zhenwu-rivals-h20-2``."""
    start, used = slug(text), set(taken)
    number, found = 1, start
    while found in used:
        number += 1
        found = f"{start}-{number}"
    return found


def slug(text: str) -> str:
    """At most ``MAX_WORDS`` words of the text in lower case, joined by hyphens; ``claim`` where it has none."""
    plain = unicodedata.normalize("NFC", text).casefold().translate(_SPELT)
    plain = "".join(ch for ch in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(ch))
    # A number keeps its decimals: 2.5 is two and five otherwise.
    words = [re.sub("[.,]", "-", word) for word in re.findall(r"\d+(?:[.,]\d+)+|[^\W_]+", plain)]
    telling = [word for word in words if word not in _LITTLE] or words
    kept = telling[:MAX_WORDS]
    while len(kept) > 1 and len("-".join(kept)) > MAX_CHARACTERS:
        kept.pop()
    return "-".join(kept)[:MAX_CHARACTERS] or "claim"
