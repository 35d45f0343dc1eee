"""Accepted verdicts as schema.org ClaimReview in JSON-LD, for the pages on which a desk publishes its checks.

Properties as Google's documentation of fact check structured data asks for them: ``claimReviewed``, ``reviewRating``
with ``alternateName`` and ``url`` are required, the others recommended.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import urldefrag

from factcheck.datatypes import Article, Claim, Label, Reason, Report, Verdict
from factcheck.errors import SettingsError
from factcheck.report.jsontext import json_text
from factcheck.report.wording import anchors, everything, safe_url, writable

WORST, BEST = 1, 3
"""The scale: 1 contradicted, 2 unknown, 3 supported. Not the usual five, whose middle means half true."""

_RATING = {Label.CONTRADICTED: WORST, Label.UNKNOWN: 2, Label.SUPPORTED: BEST}
_LABEL_NAMES = {
    Label.SUPPORTED: "Supported by the evidence",
    Label.CONTRADICTED: "Contradicted by the evidence",
    Label.UNKNOWN: "Unproven",
}
_REASON_NAMES = {
    Reason.NO_EVIDENCE: "Unproven: no evidence",
    Reason.NOT_ENOUGH: "Unproven: not enough evidence",
    Reason.CONFLICTING: "Unproven: the evidence conflicts",
}
_REMEDY = "write organisation: {name: …, url: https://…} in factcheck.yaml"


def accepted_on(report: Report) -> dict[str, dt.date]:
    """The day of the decision for the key of each claim whose verdict a person accepted on unchanged grounds."""
    return {v.claim.key: v.review.reviewed_on for v in report.verdicts if v.review and v.review.accepts}


def to_claimreview(report: Report, organisation: Mapping[str, str] | None, accepted: Mapping[str, dt.date]) -> str:
    """A JSON-LD list with one ClaimReview for each accepted verdict, in the order of the claims; it may be empty.

    Args:
        report: the verdicts.
        organisation: who publishes them, with ``name`` and ``url``; needed as soon as there is one to publish.
        accepted: the day on which a person accepted a verdict, by ``Claim.key``.

    Raises:
        SettingsError: there is something to publish and no organisation, or one without an address.
    """
    named = zip(anchors(everything(report)), report.verdicts, strict=False)  # the unchecked stand last and are left out
    chosen = [(anchor, verdict) for anchor, verdict in named if verdict.claim.key in accepted]
    if not chosen:
        return "[]\n"
    publisher = _publisher(organisation)
    reviews = [_review(v, publisher, anchor, accepted[v.claim.key]) for anchor, v in chosen]
    return json_text(reviews, indent=2) + "\n"


def _publisher(organisation: Mapping[str, str] | None) -> dict[str, str]:
    if not organisation or not organisation.get("name"):
        raise SettingsError(f"organisation: is missing, and a ClaimReview names who publishes it — {_REMEDY}")
    url = safe_url(organisation.get("url", ""))
    if not url:
        raise SettingsError(f"organisation.url: is missing, and a ClaimReview needs an address — {_REMEDY}")
    return {"@type": "Organization", "name": writable(organisation["name"]), "url": url}


def _review(verdict: Verdict, publisher: Mapping[str, str], anchor: str, day: dt.date) -> dict[str, Any]:
    claim = verdict.claim
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        # Of several checks on one page each has its own anchor; it is the one of the HTML report.
        "url": f"{urldefrag(publisher['url']).url}#{anchor}",
        "claimReviewed": writable(claim.text),
        "datePublished": day.isoformat(),
        "author": dict(publisher),
        "itemReviewed": _claim(claim),
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": _RATING[verdict.label],
            "bestRating": BEST,
            "worstRating": WORST,
            "alternateName": _REASON_NAMES[verdict.reason] if verdict.reason else _LABEL_NAMES[verdict.label],
            "ratingExplanation": writable(verdict.why),
        },
    }


def _claim(claim: Claim) -> dict[str, Any]:
    article = claim.article
    fields = {
        "@type": "Claim",
        "author": _author(claim),
        "datePublished": article.published.isoformat() if article and article.published else None,
        "appearance": _appearance(article) if article else None,
    }
    return {name: value for name, value in fields.items() if value}


def _author(claim: Claim) -> dict[str, str] | None:
    """Who makes the claim: the speaker, else who wrote or published the article; nobody if none is named."""
    article = claim.article or Article()
    name = claim.speaker or article.author or article.publisher
    kind = "Organization" if name == article.publisher else "Person"
    return {"@type": kind, "name": writable(name)} if name else None


def _appearance(article: Article) -> dict[str, Any] | None:
    url, title = safe_url(article.url), writable(article.title)
    fields = {
        "url": url,
        "headline": title,
        "datePublished": article.published.isoformat() if article.published else "",
        "author": {"@type": "Person", "name": writable(article.author)} if article.author else None,
        "publisher": {"@type": "Organization", "name": writable(article.publisher)} if article.publisher else None,
        "inLanguage": article.lang,
    }
    present = {name: value for name, value in fields.items() if value}
    return {"@type": "CreativeWork", **present} if url or title else None
