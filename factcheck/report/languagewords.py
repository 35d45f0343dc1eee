"""The language of claims and snippets in words and tags, where a reader must know it."""

from __future__ import annotations

from factcheck.datatypes import Claim, Snippet, Verdict
from factcheck.language import later, plural, say, spoken
from factcheck.languages import base_code, name_of, names_of
from factcheck.report.wording import Item
from factcheck.written import Origin


def language_tag(text: Claim | Snippet) -> str:
    """The code of the language of a claim or snippet, ``de``; nothing where it is that of the report."""
    code = language_code(text)
    return "" if base_code(code) == spoken() else code


def language_code(text: Claim | Snippet) -> str:
    """The code of its language; as given, with its region, where it was given."""
    return text.lang or (text.language.code if text.language else "")


def language_name(text: Claim | Snippet) -> str:
    """The name of its language."""
    return name_of(base_code(language_code(text)))


def language_note(item: Item) -> str:
    """The claim's language, how it is known, and those of its evidence; nothing where all is in that of the report.

    For example ``claim in German (detected), evidence in English and German``.
    """
    own, theirs = item.claim.language, _languages_of_evidence(item)
    if own is None or {own.code, *theirs} == {spoken()}:
        return ""
    said = say("claim in %(language)s (%(origin)s)", language=name_of(own.code), origin=say(_ORIGINS[own.origin]))
    return say("%(claim)s, evidence in %(languages)s", claim=said, languages=names_of(theirs)) if theirs else said


def _languages_of_evidence(item: Item) -> set[str]:
    if not isinstance(item, Verdict):
        return set()
    matches = (*(a.match for a in item.assessments), *item.unread)
    return {match.snippet.language.code for match in matches if match.snippet.language}


_ORIGINS = {
    Origin.GIVEN: later("given"),
    Origin.DETECTED: later("detected"),
    Origin.FILE: later("as most of its file"),
    Origin.ASSUMED: later("assumed"),
}


def unread_heading(number: int) -> str:
    """The heading of the matches that nobody read, because of their language."""
    return plural(
        number,
        "%(number)s snippet in a language that the verifier does not know was not read",
        "%(number)s snippets in a language that the verifier does not know were not read",
    )
