"""Chooses which sentences of an article become claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from factcheck.claims import ClaimEntry
from factcheck.datatypes import Span
from factcheck.documents.document import Document
from factcheck.entries import validate
from factcheck.errors import Fault
from factcheck.extract.candidates import Candidate
from factcheck.extract.steps import Steps
from factcheck.faultlog import FaultLog
from factcheck.languages import DETECTOR, base_code

MIN_WORTH = 0.5
"""Sentences that are less probably worth checking are left out.

Chosen by hand on six articles, German and English, of plain text, HTML, Markdown, DOCX and PDF: from 0.5 to 0.75 stood
ten facts and seven opinions or forecasts, from 0.35 to 0.5 two facts and five of the others.
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sentences are taken: those of at least ``min_worth``, and of these the ``top`` greatest, 0 for all."""

    min_worth: float = MIN_WORTH
    top: int = 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many sentences gave no claim: ``below`` the bar, ``repeats`` of a claim, ``refused`` by the claims file."""

    below: int = 0
    repeats: int = 0
    refused: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.below + self.repeats + self.refused


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was found in an article.

    ``candidates`` are all of them, in the order of the text, each with its worth; ``taken`` those that become claims,
    in the same order. ``least_worth`` is the bar that they passed. ``refused`` says which cannot be claims, and why;
    ``usable`` are those that can, without what is said again.
    """

    document: Document
    lang: str
    candidates: tuple[Candidate, ...]
    taken: tuple[Candidate, ...]
    least_worth: float
    refused: tuple[Fault, ...] = ()
    usable: tuple[Candidate, ...] = ()

    @property
    def n_sentences(self) -> int:
        """How many sentences were read; one may give several candidates."""
        return len(_sentences(self.candidates))

    @property
    def left_out(self) -> LeftOut:
        """Which sentences gave no claim; what is said again is left out for what the first one was left out for."""
        taken = {_said(one) for one in self.taken}
        below = {_said(one) for one in self.usable} - taken
        gave = _sentences(self.taken).keys()
        said = [texts for sentence, texts in _sentences(self.candidates).items() if sentence not in gave]
        n_below = sum(bool(texts & below) for texts in said)
        n_repeats = sum(not texts & below and bool(texts & taken) for texts in said)
        return LeftOut(n_below, n_repeats, len(said) - n_below - n_repeats)


def extract(document: Document, steps: Steps, wanted: Wanted, lang: str = "", default: str = "") -> Extraction:
    """The claims of a document.

    Args:
        document: as ``steps.read`` gives it.
        steps: what finds the sentences and weighs them.
        wanted: which of them are taken.
        lang: the document's language; else what it declares, what its text tells, or ``default``.
        default: a two-letter code; where nobody set one, what the text leans to, or English.
    """
    code = base_code(lang or document.article.lang) or _told(document.text, default)
    found = list(steps.candidates(document, code))
    worths = steps.worth.predict([one.text for one in found], [code] * len(found)) if found else []
    weighed = [replace(one, worth=worth) for one, worth in zip(found, worths, strict=True)]
    log = FaultLog(document.file)
    usable = [one for one in _distinct(weighed) if is_claim(one, document, log)]
    taken, bar = _chosen(usable, wanted)
    return Extraction(document, code, tuple(weighed), tuple(taken), bar, tuple(log.faults), tuple(usable))


def is_claim(candidate: Candidate, document: Document, log: FaultLog) -> bool:
    """Whether a claims file may hold it; what speaks against it goes to the log, with the line of the text."""
    line = line_of(document, candidate)
    fields = {"text": candidate.text, "quote": candidate.quote, "context": candidate.context}
    return validate(ClaimEntry, fields | {"speaker": candidate.speaker}, log, (), lambda path: line) is not None


def line_of(document: Document, candidate: Candidate) -> int:
    """The line of the document's text in which the quote begins, counted from 1."""
    return document.text.count("\n", 0, candidate.span[0]) + 1


def _told(text: str, default: str) -> str:
    language = DETECTOR.language(text)
    return language.code if language else default or DETECTOR.leaning(text) or "en"


def _distinct(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without those that say again, word for word, what an earlier one says."""
    first: dict[str, Candidate] = {}
    for one in candidates:
        first.setdefault(_said(one), one)
    return list(first.values())


def _said(candidate: Candidate) -> str:
    """What a candidate says, the same for two that say it word for word."""
    return " ".join(candidate.text.split()).casefold()


def _sentences(candidates: Iterable[Candidate]) -> dict[Span, set[str]]:
    """What each sentence says, by its span."""
    found: dict[Span, set[str]] = {}
    for one in candidates:
        found.setdefault(one.sentence or one.span, set()).add(_said(one))
    return found


def _chosen(candidates: Sequence[Candidate], wanted: Wanted) -> tuple[list[Candidate], float]:
    """Those that are taken, in their order, and the bar that they passed; of two alike the earlier one is taken."""
    passed = [one for one in candidates if one.worth >= wanted.min_worth]
    if not wanted.top or len(passed) <= wanted.top:
        return passed, wanted.min_worth
    best = sorted(range(len(passed)), key=lambda place: (-passed[place].worth, place))[: wanted.top]
    return [passed[place] for place in sorted(best)], passed[best[-1]].worth
