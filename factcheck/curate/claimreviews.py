"""Reviews of claims by other desks, as schema.org ClaimReview in JSON-LD, in the rows of our own evidence.

A review says what was reviewed (``claimReviewed``), by whom (``author``), when (``datePublished``), where it stands
(``url``) and how it was rated (``reviewRating``: ``alternateName`` in words, else ``ratingValue`` with its scale).
``itemReviewed`` says who made the claim. They come alone, in lists, in a graph, within another thing, and in the data
feed of Data Commons as ``item`` of a ``DataFeedItem``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

from factcheck.curate.jsonrecords import records_in
from factcheck.faultlog import FaultLog, shorten
from factcheck.languages import DETECTOR, base_code

MAX_DEPTH = 20
"""A review is not looked for deeper than that in a record; in a data feed it stands at 2."""

_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ].*)?")

_SENTENCES = {
    "en": ("{publisher} reviewed the claim “{claim}”{by} and rated it “{rating}”.", " by {speaker}"),
    "de": ("{publisher} hat die Behauptung „{claim}“{by} geprüft und mit „{rating}“ bewertet.", " von {speaker}"),
}
_SCALES = {"en": "{value} on a scale from {worst} to {best}", "de": "{value} auf einer Skala von {worst} bis {best}"}


def reviews_in(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Every ClaimReview in a record, wherever it stands, in order."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, Mapping):
        if is_review(value):
            yield value
            return
        for inner in value.values():
            yield from reviews_in(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from reviews_in(inner, depth + 1)


def is_review(value: Mapping[str, Any]) -> bool:
    """Whether it is a ClaimReview itself; the type may have the address of schema.org before it."""
    return "ClaimReview" in _types(value)


def _types(value: Mapping[str, Any]) -> list[str]:
    written = value.get("@type")
    types = written if isinstance(written, list) else [written]
    return [re.split("[/:#]", name)[-1] for name in types if isinstance(name, str)]


def review_rows(
    value: Any, line: int, position: int, log: FaultLog, lang: str = ""
) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Line, position and row of each review in a record; those that lack what a snippet needs go to the log.

    ``lang`` is the language where a review does not say its own. A record of a feed without a review goes to the log
    too; a page or a publisher in a graph, which is no record of a feed, does not.
    """
    found = 0
    for review in reviews_in(value):
        found += 1
        row = _row(review, line, f"[{position}]", log, lang)
        if row:
            yield line, position, row
    is_other_thing = isinstance(value, Mapping) and "DataFeedItem" not in _types(value) and _types(value)
    if not found and not is_other_thing:
        log.add(line, "no ClaimReview in the record", field=f"[{position}]", seen=shorten(value), remedy="leave it out")


def _row(review: Mapping[str, Any], line: int, where: str, log: FaultLog, lang: str) -> dict[str, Any] | None:
    item = _mapping(review.get("itemReviewed"))
    claim = _text(review.get("claimReviewed")) or (_text(item.get("name")) if "Claim" in _types(item) else "")
    publisher = _text(review.get("author")) or _text(review.get("publisher"))
    code = base_code(_text(review.get("inLanguage")) or lang or DETECTOR.suggestion(claim))
    rating = _rating(_mapping(review.get("reviewRating")), code)
    day, n_before = _text(review.get("datePublished")), len(log.faults)
    for name, found in (("claimReviewed", claim), ("author.name", publisher), ("reviewRating.alternateName", rating)):
        if not found:
            log.add(line, "is missing", field=f"{where}.{name}", remedy="add it to the review, or leave the review out")
    published = _DAY.fullmatch(day)
    if day and not published:
        remedy = "write YYYY-MM-DD, for example 2025-09-11"
        log.add(line, "is no date", field=f"{where}.datePublished", seen=shorten(day), remedy=remedy)
    if len(log.faults) > n_before:
        return None
    text = _sentence(claim, publisher, _text(item.get("author")), rating, code)
    source = {
        "title": _text(review.get("headline")) or _text(review.get("name")),
        "publisher": publisher,
        "url": _text(review.get("url")),
        "published": published[1] if published else None,
    }
    return {"text": text, "lang": code if code in _SENTENCES else "", "source": source}


def _sentence(claim: str, publisher: str, speaker: str, rating: str, lang: str) -> str:
    sentence, by = _SENTENCES.get(lang, _SENTENCES["en"])
    spoken = by.format(speaker=speaker) if speaker else ""
    # The sentence has quotation marks of its own around both.
    claim, rating = _unquoted(claim), _unquoted(rating).rstrip(". ")
    return sentence.format(publisher=publisher, claim=claim, by=spoken, rating=rating)


_MARKS = "\"“”„'"


def _unquoted(text: str) -> str:
    """The text without quotation marks around the whole of it; those of a quote within it stay."""
    inner = text.strip()
    if len(inner) > 1 and inner[0] in _MARKS and inner[-1] in _MARKS and not set(inner[1:-1]) & (set(_MARKS) - {"'"}):
        return inner[1:-1].strip()
    return inner


def _rating(rating: Mapping[str, Any], lang: str) -> str:
    """The rating in words; without words its value on its scale, and nothing without the ends of that."""
    words = _text(rating.get("alternateName")) or _text(rating.get("name"))
    value, worst, best = (_text(rating.get(name)) for name in ("ratingValue", "worstRating", "bestRating"))
    if words or not (value and worst and best):
        return words
    return _SCALES.get(lang, _SCALES["en"]).format(value=value, worst=worst, best=best)


def _mapping(value: Any) -> Mapping[str, Any]:
    """The value, or the first of several; nothing where it is none."""
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, Mapping) else {}


def _text(value: Any) -> str:
    """The value as one line: of a thing its name, of several the first that says something, as JSON-LD allows."""
    if isinstance(value, list):
        return next((text for item in value if (text := _text(item))), "")
    if isinstance(value, Mapping):
        return _text(value.get("@value") or value.get("name"))
    if value is None or isinstance(value, bool):
        return ""
    # Feeds are full of &quot; although JSON-LD knows no entities.
    return " ".join(html.unescape(str(value)).split())


class _Scripts(HTMLParser):
    """Collects the JSON-LD of a page with the line in which each piece begins."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = dict(attrs).get("type") or ""
        self._is_inside = tag == "script" and kind.split(";")[0].strip().lower() == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._is_inside:
            self.found.append((self.getpos()[0], data))

    def handle_endtag(self, tag: str) -> None:
        self._is_inside = False


def page_records(page: str, log: FaultLog) -> Iterator[tuple[int, int, Any]]:
    """Line, position and value of each record of JSON-LD in an HTML page that speaks of a ClaimReview."""
    scripts = _Scripts()
    try:
        scripts.feed(page)
    except AssertionError as error:  # what the parser makes of a marked section that it does not know
        line = scripts.getpos()[0]
        log.add(line, f"the page cannot be read beyond this line ({error})", remedy="save it again from a browser")
    position = 0
    for line, script in scripts.found:
        if "ClaimReview" not in script:
            continue
        for at, _, value in records_in(script.encode("utf-8", "replace"), log, line):
            yield at, position, value
            position += 1
