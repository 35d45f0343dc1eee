"""Lines of text put together again to paragraphs: words that were broken at line ends, and how sentences end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from factcheck.quantities.german_words import MONTH_NAMES

ENDS = (".", "!", "?", "…", ":", ";", "。", "！", "？")
"""What a sentence, or the line before a list, ends with."""

_CLOSERS = "\"'”“’‘»«)]"
_BROKEN = re.compile(r"(?<!\w)(?P<word>\w+)[-‐\u00ad\x02\ufffe]$")
_WORD = re.compile(r"[\w]+(?:[-‐]\w+)*")
_CONJUNCTION = re.compile(r"(?:und|oder|bzw|beziehungsweise|sowie|bis|and|or|to|y|et|ou)\b")

_NUMBER = re.compile(rf"\(?(?P<number>\d{{1,3}})[.)]\s+(?=\S)(?!(?:{'|'.join(MONTH_NAMES)})\b)", re.IGNORECASE)
"""The number of a list item; "3. Oktober" is a day."""

_COMPOUNDS = frozenset(
    (
        *(
            "all",
            "best",
            "co",
            "cross",
            "ex",
            "first",
            "four",
            "full",
            "half",
            "high",
            "higher",
            "ill",
            "large",
            "left",
        ),
        *("long", "longer", "low", "lower", "mid", "multi", "new", "non", "one", "part", "post", "real", "right"),
        *("second", "self", "semi", "short", "single", "so", "state", "third", "three", "two", "up", "well"),
    )
)
"""First parts that English joins to the next word with a hyphen, so that a hyphen after them is likely meant."""


def is_ended(line: str) -> bool:
    """Whether a sentence ends with this line; closing quotes and brackets may follow the mark."""
    return line.rstrip().rstrip(_CLOSERS).endswith(ENDS)


def starts_small(line: str) -> bool:
    """Whether the line begins with a small letter, as the middle of a sentence does."""
    return line[:1].islower()


def numbered(lines: Sequence[str]) -> dict[int, int]:
    """The lines that begin list items by numbers, and how long the mark of each is.

    An item counts on from one before it, or is the 1 of a list with a 2 below it; a first list may begin with another
    number if the next one follows. "11. September" and "1. FC Köln" alone are none, nor is a number within an item.
    """
    found = [
        (place, int(match["number"]), match.end()) for place, line in enumerate(lines) if (match := _NUMBER.match(line))
    ]
    numbers = [number for _, number, _ in found]
    last = {number: at for at, number in enumerate(numbers)}
    expected: Counter[int] = Counter()  # more than one number where a list stands within another
    marks: dict[int, int] = {}
    for at, (place, number, end) in enumerate(found):
        goes_on = expected[number] > 0
        begins = last.get(2, 0) > at if number == 1 else not marks and numbers[at + 1 : at + 2] == [number + 1]
        if goes_on or begins:
            expected[number] -= goes_on
            expected[number + 1] += 1
            marks[place] = end
    return marks


def words_in(lines: Iterable[str]) -> frozenset[str]:
    """The words of the lines in small letters, those with a hyphen whole; not those at line ends, which may be cut."""
    return frozenset(word.lower() for line in lines for word in _WORD.findall(_BROKEN.sub("", line)))


def join(first: str, second: str, words: Collection[str] = ()) -> str:
    """Two lines of a paragraph as one; ``words`` are those of the document (``words_in``).

    A hyphen at the end of the first line goes where it is certain that the line end made it: letters on both sides, a
    small one after it, and in the document neither the word with the hyphen nor its two halves as words. It stays in
    ``E-`` before ``Mail``, in ``H20-`` before ``Chip``, and before ``und``, where the rest of a word was left out.
    """
    broken = _BROKEN.search(first)
    following = _WORD.match(second)
    if not broken or not following:
        return f"{first} {second}".strip()
    if _CONJUNCTION.match(second):
        return f"{first[:-1]}- {second}"
    return first[:-1] + ("" if _is_cut(broken["word"], following.group(), first, words) else "-") + second


def _is_cut(before: str, after: str, line: str, words: Collection[str]) -> bool:
    left, right = before.lower(), after.lower()
    if left + right in words:
        return True
    if f"{left}-{right}" in words or (left in words and right in words) or left in _COMPOUNDS:
        return False
    # An earlier hyphen in the word, as in "state-of-the-" before "art", makes this one doubtful.
    has_other = "-" in line[: -len(before) - 1].rpartition(" ")[2]
    return before.isalpha() and len(before) > 1 and not before.isupper() and starts_small(after) and not has_other
