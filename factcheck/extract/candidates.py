"""A sentence of an article that may become a claim."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.datatypes import Span
from factcheck.documents.document import BlockKind, Document
from factcheck.extract.clauses import is_sentence
from factcheck.extract.compound import parts
from factcheck.extract.grammar import Grammar
from factcheck.extract.grammars import grammar_of
from factcheck.extract.names import known_names
from factcheck.extract.openings import capitalised, trimmed
from factcheck.extract.segments import Segment, segments
from factcheck.extract.speakers import speaker_of
from factcheck.extract.standalone import Before, Reading, standalone


@dataclass(frozen=True, slots=True)
class Candidate:
    """One checkable reading of a sentence.

    ``text`` stands alone where the article makes that certain; else ``context`` holds the sentence it leans on.
    ``quote`` is verbatim, at ``span`` of the document's text. ``speaker`` is whom the sentence attributes it to, ""
    for nobody. ``worth`` in [0, 1] is the probability that the sentence is worth checking.
    """

    text: str
    quote: str
    span: Span
    context: str = ""
    speaker: str = ""
    worth: float = 0.0


def candidates(document: Document, lang: str) -> list[Candidate]:
    """The sentences of the document as candidates, in order, each as it can be read alone; ``worth`` is left at 0.

    ``lang`` is a two-letter code. English and German sentences get a speaker and a standalone reading, and are divided
    where each part stands alone; in other languages a sentence is its own reading. Headings and table rows without a
    finite verb are left out.
    """
    grammar = grammar_of(lang)
    found = segments(document, lang)
    if grammar is None:
        kept = [one for one in found if one.block.kind not in _FRAGMENTS]
        return [Candidate(text=" ".join(one.text.split()), quote=one.text, span=one.span) for one in kept]
    return _Reader(grammar, known_names((one.text for one in found), grammar)).read(found)


_FRAGMENTS = (BlockKind.HEADING, BlockKind.ROW)


class _Reader:
    """Reads the sentences of one article in order, and remembers what was said."""

    def __init__(self, grammar: Grammar, known: frozenset[str]) -> None:
        self._grammar = grammar
        self._known = known
        self._said: list[Reading] = []
        self._last: Reading | None = None
        self._tells = False
        self._lead = ""
        self._quoted = ""

    def read(self, found: list[Segment]) -> list[Candidate]:
        return [candidate for segment in found for candidate in self._of(segment)]

    def _of(self, segment: Segment) -> list[Candidate]:
        kind = segment.block.kind
        text = " ".join(segment.text.split())
        whole = is_sentence(text, self._grammar)
        if kind in _FRAGMENTS and not whole:
            if kind is BlockKind.HEADING:
                self._said.append(Reading(text))
                self._tells = False
            return []
        if kind is BlockKind.ITEM:
            return [self._item(segment, text, whole)]
        said = [self._part(segment, part, kind) for part in self._parts(segment)]
        self._lead = said[-1].text if text.endswith(":") else ""
        self._quoted = said[-1].speaker if text.endswith(":") else ""
        return said

    def _parts(self, segment: Segment) -> list[Span]:
        start = segment.span[0]
        return [(start + first, start + last) for first, last in parts(segment.text, self._grammar)]

    def _part(self, segment: Segment, span: Span, kind: BlockKind) -> Candidate:
        start = segment.span[0]
        quote = segment.text[span[0] - start : span[1] - start]
        text = trimmed(_ended(" ".join(quote.split()), segment.text), self._grammar)
        reading = standalone(text, self._before(), self._grammar)
        who = speaker_of(text, reading.text, self._grammar)
        if kind is BlockKind.QUOTE and not who:
            who = self._quoted
        self._note(reading, tells=kind is BlockKind.PARAGRAPH)
        return Candidate(reading.text, quote, span, " ".join(reading.leans), who)

    def _item(self, segment: Segment, text: str, whole: bool) -> Candidate:
        """An item leans on the sentence that leads to its list, not on the items before it."""
        lead = Reading(self._lead) if self._lead else None
        reading = standalone(text, Before(lead, False, self._said, self._known), self._grammar)
        context = self._lead if not whole or reading.leans else ""
        who = speaker_of(text, reading.text, self._grammar)
        return Candidate(reading.text, segment.text, segment.span, context, who)

    def _note(self, reading: Reading, *, tells: bool) -> None:
        self._said.append(reading)
        self._last = reading
        self._tells = tells

    def _before(self) -> Before:
        """The title stands in for the sentence before the first."""
        first = self._said[-1] if self._said else None
        return Before(self._last or first, self._tells, tuple(self._said), self._known)


def _ended(part: str, sentence: str) -> str:
    """A part of a sentence as a sentence, with a capital and a full stop."""
    if part == " ".join(sentence.split()):
        return part
    return capitalised(part.rstrip(" ,;")) + ("" if part.endswith((".", "!")) else ".")
