"""The text of the claims file of an article: a new one, or an earlier one brought up to date."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from factcheck import __version__
from factcheck.claims import read_claims_text
from factcheck.datatypes import Claim, Place
from factcheck.errors import Fault, InputError
from factcheck.extract.candidates import Candidate
from factcheck.extract.entries import article_fields, claim_fields, shown_worth, text_fields
from factcheck.extract.match import Found, find_again, stands_in
from factcheck.extract.select import Extraction
from factcheck.faultlog import shorten
from factcheck.fields import single_line
from factcheck.yamledit import load, round_trip, to_text

HEADER = """\
# Claims from {article}, found by factcheck {version} on {day}.
# Yours to edit: change text, context and speaker; add tags, expect, waive or as_of, and claims of your own; remove what
# you do not want to check. Leave quote and span as they are: they say where a claim stands in
# {text}.
# When the article has changed, this keeps ids, edits and order, adds what is new and marks what has vanished:
# {command}
"""


@dataclass(frozen=True, slots=True)
class Names:
    """What a claims file calls things, and how it is made again.

    ``file`` is the claims file as messages name it, ``text`` the kept text relative to it, "" if none is kept.
    """

    article: str
    file: str
    text: str
    command: str
    today: dt.date


@dataclass(frozen=True, slots=True)
class Updated:
    """The new text of a claims file, and what became of its claims.

    ``stand``, ``vanished`` and ``back`` count those that were there; ``n_new`` were added; ``n_removed`` are sentences
    that the earlier text had too and that somebody took out of the file. ``reworded`` has a line for each quote that
    changed a little while the text above it stayed.
    """

    text: str
    n_stand: int = 0
    n_new: int = 0
    n_vanished: int = 0
    n_back: int = 0
    n_removed: int = 0
    reworded: tuple[Fault, ...] = ()


def new_file(extraction: Extraction, names: Names) -> Updated:
    """A claims file with what was taken, which is at least one claim."""
    article = article_fields(extraction) | ({"text": text_fields(extraction, names.text)} if names.text else {})
    claims = claim_fields(extraction.taken, extraction.lang, ())
    body = f"{to_text({'article': article})}\nclaims:\n{_items(claims)}"
    text = _header(names) + body
    _check(text, claims, names.file)
    return Updated(text, n_new=len(claims))


def is_ours(text: str, file: str) -> bool:
    """Whether extract made the claims file: it then has an article whose text is kept. Raises ``InputError``."""
    article = read_claims_text(text, file)[0].article
    return article is not None and article.text is not None


def updated_file(
    old: str, extraction: Extraction, names: Names, *, earlier_text: str = "", with_removed: bool = False
) -> Updated:
    """An earlier claims file that ``is_ours``, brought up to date.

    Args:
        old: its text.
        extraction: of the article as it is now.
        names: ``text`` is that of the kept text.
        earlier_text: the article's text at the last extraction, "" if it is not known.
        with_removed: whether sentences that somebody took out of the file are added again.

    Raises:
        InputError: the file has faults, or none of its claims stands in the article.
    """
    claims = read_claims_text(old, names.file)
    found = find_again(claims, extraction.candidates, extraction.document.text)
    _require_some(claims, found, names)
    data = load(old.removeprefix("\ufeff"), names.file)
    before = to_text(data)
    bar = data["article"]["text"].get("least_worth", 0.0)
    new, n_removed = _new(extraction, found, "" if with_removed else earlier_text, float(bar))
    entries = claim_fields(new, extraction.lang, [claim.id for claim in claims])
    expected = [
        _brought_up(entry, claim, found.get(position), extraction, names.today)
        for position, (entry, claim) in enumerate(zip(data["claims"], claims, strict=True))
    ]
    _article(data["article"], extraction, names)
    text = _added(data, entries)
    if text == before:  # not even the lines are folded anew
        text = old
    _check(text, entries, names.file, expected)
    return Updated(
        text,
        n_stand=sum(claim.vanished is None for claim in expected),
        n_new=len(entries),
        n_vanished=sum(now.vanished != was.vanished is None for now, was in zip(expected, claims, strict=True)),
        n_back=sum(
            was.vanished is not None and now.vanished is None for now, was in zip(expected, claims, strict=True)
        ),
        n_removed=n_removed,
        reworded=tuple(_reworded(text, claims, expected, found, names.file)),
    )


def _header(names: Names) -> str:
    kept = names.text or "the article's text, which was not kept"
    parts = {"article": names.article, "text": kept, "command": names.command}
    shown = {key: "".join(ch if ch.isprintable() else "?" for ch in value) for key, value in parts.items()}
    return HEADER.format(version=__version__, day=names.today, **shown)


def _items(claims: Sequence[Mapping[str, Any]]) -> str:
    """The items of the list of claims, an empty line between them; spans stay on one line."""
    written = [dict(fields) | {"quote": _quote(fields["quote"]), "span": _span(fields["span"])} for fields in claims]
    return "\n".join(to_text({"claims": [fields]}).removeprefix("claims:\n") for fields in written)


def _quote(quote: str) -> Any:
    """The quote as it is written: what a reader of YAML takes for a line break is escaped."""
    if not re.search("[\x85\u2028\u2029]", quote):
        return quote
    text = json.dumps(quote, ensure_ascii=False)
    return round_trip().load(re.sub("[\x85\u2028\u2029]", lambda found: f"\\u{ord(found.group()):04x}", text))


def _span(span: Sequence[int]) -> Any:
    """The span as it is written: ``[0, 29]``."""
    return round_trip().load(str(list(span)))


def _require_some(claims: Sequence[Claim], found: Mapping[int, Found], names: Names) -> None:
    stood = [position for position, claim in enumerate(claims) if claim.quote and claim.vanished is None]
    if stood and not found:
        message = f"none of its {len(stood)} quotes stands in {names.article}: is this another article?"
        remedy = "name another claims file with -o, or remove this one to begin anew"
        raise InputError([Fault(names.file, 0, message, remedy=remedy)])


def _new(
    extraction: Extraction, found: Mapping[int, Found], earlier_text: str, bar: float
) -> tuple[list[Candidate], int]:
    """What is taken and not in the file yet, and how many more were, at the earlier bar, and are not any more."""
    known = {extraction.candidates[place.candidate] for place in found.values() if place.candidate is not None}
    new = [one for one in extraction.taken if one not in known]
    kept = [one for one in new if not (one.worth >= bar and stands_in(one.quote, earlier_text))]
    return kept, len(new) - len(kept)


def _brought_up(entry: Any, claim: Claim, found: Found | None, extraction: Extraction, today: dt.date) -> Claim:
    """Changes the entry of a claim to what stands now; the claim that it then is comes back."""
    if not claim.quote:
        return claim
    if found is None:
        return _vanish(entry, claim, today)
    changes: dict[str, Any] = {"quote": found.quote, "span": found.span, "vanished": None}
    entry.pop("vanished", None)
    if found.near:
        entry["quote"] = _quote(found.quote)
    if claim.span != found.span:
        _set_span(entry, found)
    if found.candidate is not None:
        candidate = extraction.candidates[found.candidate]
        if found.near and claim.text == single_line(claim.quote):  # nobody has changed it
            changes["text"] = entry["text"] = single_line(candidate.text)
        if claim.worth is not None and (worth := shown_worth(candidate.worth)) != claim.worth:
            changes["worth"] = entry["worth"] = worth
    return replace(claim, **changes)


def _vanish(entry: Any, claim: Claim, today: dt.date) -> Claim:
    if claim.vanished is not None:
        return claim
    for key in ("vanished", "span"):  # a key without a value, and a place that is another sentence's now
        entry.pop(key, None)
    # Behind the text: what people wrote behind the last key stays behind it.
    # A day of its own for each: of one that many share YAML makes an anchor with aliases.
    entry.insert(list(entry).index("text") + 1, "vanished", dt.date(today.year, today.month, today.day))
    return replace(claim, vanished=today, span=None)


def _set_span(entry: Any, found: Found) -> None:
    if entry.get("span") is None:
        entry.pop("span", None)
        entry.insert(list(entry).index("quote") + 1, "span", _span(found.span))
    else:  # in its place, so that a comment beside it stays
        entry["span"][0], entry["span"][1] = found.span


def _article(block: Any, extraction: Extraction, names: Names) -> None:
    """Adds what was not known of the article; what stands there may have been corrected by hand, and stays."""
    for key, value in article_fields(extraction).items():
        if block.get(key) is None:
            block.insert(list(block).index("text"), key, value)
    block["text"].update(text_fields(extraction, names.text))


def _added(data: Any, entries: Sequence[Mapping[str, Any]]) -> str:
    """The file with the new claims at the end of its list."""
    if entries and (data["claims"].fa.flow_style() or list(data)[-1] != "claims"):
        data["claims"].extend(dict(fields) for fields in entries)
        return to_text(data)
    text = to_text(data)
    return f"{text.rstrip()}\n\n{_items(entries)}" if entries else text


def _check(text: str, entries: Sequence[Mapping[str, Any]], file: str, earlier: Sequence[Claim] = ()) -> None:
    """Reads the text again: it must hold the earlier claims and the new ones, and nothing else."""
    claims = read_claims_text(text, file)
    told = [(c.id, c.text, c.quote, c.span) for c in claims[len(earlier) :]]
    meant = [(e["id"], single_line(e["text"]), e["quote"], tuple(e["span"])) for e in entries]
    if told != meant or [_bare(claim) for claim in claims[: len(earlier)]] != [_bare(claim) for claim in earlier]:
        raise AssertionError(f"{file} would not read back as it was meant; nothing was written")


def _bare(claim: Claim) -> Claim:
    return replace(claim, place=None, article=None)


def _reworded(
    text: str, before: Sequence[Claim], after: Sequence[Claim], found: Mapping[int, Found], file: str
) -> list[Fault]:
    """A line for each claim whose quote is another one now and whose text is not, in the order of the file."""
    places = [claim.place or Place(file, 0) for claim in read_claims_text(text, file)]
    message, remedy = "the quote has changed a little, the text has not", "read whether the article still says so"
    return [
        Fault(file, places[position].line, message, seen=shorten(after[position].text), remedy=remedy)
        for position in sorted(found)
        if found[position].near and after[position].text == before[position].text
    ]
