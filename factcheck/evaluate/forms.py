"""The forms of pairs, each known by its keys: our own in this module, the published ones in ``published``.

A form turns one row into drafts; a draft has no label where the row has none, and is counted then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from factcheck.datatypes import Label
from factcheck.errors import SettingsError
from factcheck.evaluate.rowfields import joined, label_field, tags_field, text_field
from factcheck.faultlog import FaultLog, shorten
from factcheck.languages import base_code

Row = Mapping[str, Any]
LANGUAGES = ("en", "de")


@dataclass(frozen=True, slots=True)
class Languages:
    """Which text of a bilingual row is taken for the claim and which for the evidence."""

    claim: str = "en"
    evidence: str = "en"

    def __str__(self) -> str:
        return f"{self.claim}-{self.evidence}"


@dataclass(frozen=True, slots=True)
class Draft:
    """A pair as a row gives it; ``id`` is empty where the row has none. ``languages``: of claim and evidence."""

    claim: str
    evidence: str
    gold: Label | None
    id: str = ""
    tags: tuple[str, ...] = ()
    languages: tuple[str, str] = ("en", "en")


@dataclass(frozen=True, slots=True)
class Form:
    """``fits`` tells from a row whether it has this form; ``drafts`` turns a row and its line into drafts."""

    name: str
    fits: Callable[[Row], bool]
    drafts: Callable[[Row, int, FaultLog, Languages], Iterator[Draft]]


def languages(text: str) -> Languages:
    """``de-en`` as languages of claim and evidence. Raises ``SettingsError``."""
    parts = text.split("-")
    if len(parts) != 2 or not set(parts) <= set(LANGUAGES):
        raise SettingsError(f"--pair is {text!r} — write en-en, en-de, de-en or de-de: claim, then evidence")
    return Languages(*parts)


def verification_rows(row: Row, line: int, log: FaultLog, pair: Languages) -> Iterator[Draft]:
    """``{id, claim, evidence: [sentence, …], label}``, with ``lang`` where both are not in English."""
    claim = text_field(row, "claim", log, line)
    evidence = joined(row.get("evidence"), "evidence", log, line)
    gold = label_field(row.get("label"), log, line)
    lang = row.get("lang")
    known = base_code(lang) if isinstance(lang, str) and lang else "en"
    yield Draft(claim, evidence, gold, str(row.get("id", "")), tags_field(row, log, line), (known, known))


def single_rows(row: Row, line: int, log: FaultLog, pair: Languages) -> Iterator[Draft]:
    """``{snippet, claims: [{text, label, tags}]}``; with ``snippet_de`` and ``text_de`` in bilingual rows."""
    snippet = text_field(row, in_language("snippet", pair.evidence), log, line)
    for number, claim in enumerate(_claims(row, log, line), start=1):
        text = text_field(claim, in_language("text", pair.claim), log, line)
        gold = label_field(claim.get("label"), log, line, f"claims[{number - 1}].label")
        tags = tags_field(claim, log, line)
        yield Draft(text, snippet, gold, f"{line}.{number}", tags, (pair.claim, pair.evidence))


def group_rows(row: Row, line: int, log: FaultLog, pair: Languages) -> Iterator[Draft]:
    """``{snippets, claims: [{text, labels, tags, joint?}]}``: one draft for each snippet, and one for all of them."""
    snippets = [joined(text, "snippets", log, line) for text in row["snippets"]]
    for number, claim in enumerate(_claims(row, log, line), start=1):
        text, tags = text_field(claim, "text", log, line), tags_field(claim, log, line)
        labels = claim.get("labels")
        if not isinstance(labels, list) or len(labels) != len(snippets):
            message = f"{len(snippets)} labels are expected, one for each snippet"
            log.add(line, message, field=f"claims[{number - 1}].labels", seen=shorten(labels))
            continue
        for place, (snippet, value) in enumerate(zip(snippets, labels, strict=True), start=1):
            gold = label_field(value, log, line, f"claims[{number - 1}].labels[{place - 1}]")
            yield Draft(text, snippet, gold, f"{line}.{number}.{place}", tags)
        if "joint" in claim:
            gold = label_field(claim["joint"], log, line, f"claims[{number - 1}].joint")
            yield Draft(text, " ".join(snippets), gold, f"{line}.{number}.joint", tags)


def in_language(name: str, language: str) -> str:
    """The key of a text in a language: English has the plain one."""
    return name if language == "en" else f"{name}_{language}"


def _claims(row: Row, log: FaultLog, line: int) -> Sequence[Row]:
    claims = row.get("claims")
    if isinstance(claims, list) and all(isinstance(claim, dict) for claim in claims):
        return claims
    log.add(line, "a list of claims is expected", field="claims", seen=shorten(claims))
    return []


OWN_FORMS = (
    Form("single rows", lambda row: "snippet" in row and "claims" in row, single_rows),
    Form("groups", lambda row: isinstance(row.get("snippets"), list) and "claims" in row, group_rows),
    Form("verification rows", lambda row: "claim" in row and "evidence" in row, verification_rows),
)
"""Tried in order, after the published forms: a verification row has the fewest keys."""
