"""What stands in a claims file for an article and for each of its claims."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from factcheck.claims import ArticleEntry, ClaimEntry, to_article, to_claim
from factcheck.datatypes import Claim, Place
from factcheck.documents.document import Document
from factcheck.entries import validate
from factcheck.extract.candidates import Candidate
from factcheck.extract.ids import new_id
from factcheck.extract.select import Extraction, line_of
from factcheck.faultlog import FaultLog
from factcheck.fields import single_line
from factcheck.hashing import text_hash

_ABOUT = ("title", "url", "publisher", "author", "published")


def article_claims(extraction: Extraction) -> list[Claim]:
    """The claims as a claims file would give them, each in its line of the article's text."""
    document = extraction.document
    article = to_article(ArticleEntry(**article_fields(extraction)))
    entries = claim_fields(extraction.taken, extraction.lang, ())
    return [
        to_claim(ClaimEntry(**fields), article, Place(document.file, line_of(document, candidate)))
        for fields, candidate in zip(entries, extraction.taken, strict=True)
    ]


def article_fields(extraction: Extraction) -> dict[str, Any]:
    """What is known of the article, without what no claims file may hold, such as an address that is none."""
    document = extraction.document
    known = {key: value for key in _ABOUT if (value := getattr(document.article, key)) and _fits(key, value, document)}
    return known | {"lang": extraction.lang}


def text_fields(extraction: Extraction, file: str) -> dict[str, Any]:
    """The block that names the kept text: its file, the hash of its bytes, and the bar of this extraction."""
    digest = text_hash(extraction.document.text)
    return {"file": file, "sha256": digest, "least_worth": round(extraction.least_worth, 4)}


def claim_fields(candidates: Iterable[Candidate], lang: str, taken_ids: Iterable[str]) -> list[dict[str, Any]]:
    """One mapping for each candidate, in order, its keys as they are written; ids are none of ``taken_ids``."""
    ids = set(taken_ids)
    found = []
    for one in candidates:
        claim_id = new_id(one.text, ids)
        ids.add(claim_id)
        fields = {"id": claim_id, "text": single_line(one.text), "quote": one.quote, "span": list(one.span)}
        more = {
            "context": single_line(one.context),
            "speaker": single_line(one.speaker),
            "lang": lang,
            "worth": shown_worth(one.worth),
        }
        found.append(fields | {key: value for key, value in more.items() if value})
    return found


def shown_worth(worth: float) -> float:
    """The probability with two decimals; never 0 or 1, as nothing is that certain."""
    return min(max(round(worth, 2), 0.01), 0.99)


def _fits(key: str, value: object, document: Document) -> bool:
    return validate(ArticleEntry, {key: value}, FaultLog(document.file), (), lambda path: 0) is not None
