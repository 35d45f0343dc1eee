"""The language of claims and snippets in words and tags, where a reader must know it."""

from __future__ import annotations

from factcheck.datatypes import Claim, Snippet, Verdict
from factcheck.languages import name_of, names_of
from factcheck.report.wording import Item, count
from factcheck.written import Origin


def language_tag(text: Claim | Snippet) -> str:
    """The code of the language of a claim or snippet where a reader must know it, ``de``: where it is not English."""
    code = language_code(text)
    return "" if code.split("-")[0].lower() == "en" else code


def language_code(text: Claim | Snippet) -> str:
    """The code of its language; as given, with its region, where it was given."""
    return text.lang or (text.language.code if text.language else "")


def language_name(text: Claim | Snippet) -> str:
    """The English name of its language, or words for one that is not known."""
    return name_of(text.language.code) if text.language else "its language"


def language_note(item: Item) -> str:
    """The claim's language, how it is known, and those of its evidence; nothing where all is English.

    For example ``claim in German (detected), evidence in English and German``.
    """
    own, theirs = item.claim.language, _languages_of_evidence(item)
    if own is None or {own.code, *theirs} == {"en"}:
        return ""
    said = f"claim in {name_of(own.code)} ({_ORIGINS[own.origin]})"
    return f"{said}, evidence in {names_of(theirs)}" if theirs else said


def _languages_of_evidence(item: Item) -> set[str]:
    if not isinstance(item, Verdict):
        return set()
    matches = (*(a.match for a in item.assessments), *item.unread)
    return {match.snippet.language.code for match in matches if match.snippet.language}


_ORIGINS = {
    Origin.GIVEN: "given",
    Origin.DETECTED: "detected",
    Origin.FILE: "as most of its file",
    Origin.ASSUMED: "assumed",
}


def unread_heading(number: int) -> str:
    """The heading of the matches that nobody read, because of their language."""
    verb = "was" if number == 1 else "were"
    return f"{count(number, 'snippet')} in a language that the verifier does not know {verb} not read"
