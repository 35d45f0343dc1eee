"""A sentence of an article that may become a claim."""

from __future__ import annotations

from dataclasses import dataclass, replace

from factcheck.datatypes import Span
from factcheck.documents.document import BlockKind, Document
from factcheck.extract.clauses import is_remnant, is_sentence
from factcheck.extract.compound import begins_with_article, parts
from factcheck.extract.grammar import Grammar
from factcheck.extract.grammars import grammar_of
from factcheck.extract.names import known_names
from factcheck.extract.openings import capitalised, trimmed
from factcheck.extract.segments import Segment, segments
from factcheck.extract.speakers import speaker_of, who_said_so
from factcheck.extract.standalone import MAX_CONTEXT, Before, Reading, standalone


@dataclass(frozen=True, slots=True)
class Candidate:
    """One checkable reading of a sentence.

    ``text`` stands alone where the article makes that certain; else ``context`` holds the sentence it leans on.
    ``quote`` is verbatim, at ``span`` of the document's text. ``speaker`` is whom the sentence attributes it to, ""
    for nobody. ``worth`` in [0, 1] is the probability that the sentence is worth checking. ``sentence`` is the span of
    the whole sentence where that was divided and this is a part of it.
    """

    text: str
    quote: str
    span: Span
    context: str = ""
    speaker: str = ""
    worth: float = 0.0
    sentence: Span | None = None


def candidates(document: Document, lang: str) -> list[Candidate]:
    """The sentences of the document as candidates, in order, each as it can be read alone; ``worth`` is left at 0.

    ``lang`` is a two-letter code. English and German sentences get a speaker and a standalone reading, and are divided
    where each part stands alone; in other languages a sentence is its own reading. Left out are the title, headings and
    table rows without a finite verb, and what is no sentence at all (``is_remnant``).
    """
    grammar = grammar_of(lang)
    found = segments(document, lang)
    title = document.article.title.casefold()
    if grammar is None:
        kept = [one for one in found if one.block.kind not in _FRAGMENTS]
        return [Candidate(text=" ".join(one.text.split()), quote=one.text, span=one.span) for one in kept]
    return _Reader(grammar, known_names((one.text for one in found), grammar), title).read(found)


_MEMORY = 50
"""Sentences back to which "both companies" may point."""
_LONGEST = 700
"""Characters of a sentence that is read; what is longer is a list or a table without full stops, and stays as it is."""
_FRAGMENTS = (BlockKind.HEADING, BlockKind.ROW)


class _Reader:
    """Reads the sentences of one article in order, and remembers what was said."""

    def __init__(self, grammar: Grammar, known: frozenset[str], title: str) -> None:
        self._grammar = grammar
        self._title = title
        self._known = known
        self._said: list[Reading] = []
        self._last: Reading | None = None
        self._tells = False
        self._lead: Reading | None = None
        self._quoted = ""

    def read(self, found: list[Segment]) -> list[Candidate]:
        out: list[Candidate] = []
        for segment in found:
            who = who_said_so(segment.text, self._grammar)
            if out and who and self._tells:
                out[-1] = replace(out[-1], speaker=out[-1].speaker or who)
                continue
            out += self._of(segment)
        return out

    def _of(self, segment: Segment) -> list[Candidate]:
        kind = segment.block.kind
        text = " ".join(segment.text.split())
        if len(text) > _LONGEST:
            self._note(Reading(text, certain=False), tells=False)
            return [] if kind in _FRAGMENTS else [Candidate(text, segment.text, segment.span)]
        whole = is_sentence(text, self._grammar)
        if kind is BlockKind.HEADING and (not whole or text.casefold() == self._title):
            # The article says again what its title says, more exactly.
            self._said.append(Reading(text))
            self._tells = False
            return []
        if (kind in _FRAGMENTS and not whole) or (kind is not BlockKind.ITEM and is_remnant(text, self._grammar)):
            if text.endswith(":"):
                self._lead = self._last = self._leading(text)
            return []
        if kind is BlockKind.ITEM:
            return [self._item(segment, text, whole)]
        before = self._before()
        said: list[tuple[Reading, Candidate]] = []
        for part in self._parts(segment):
            said.append(self._part(segment, part, before if not said else self._within(said[-1][0]), bool(said)))
        self._note(_joined([reading for reading, _ in said]), tells=kind is BlockKind.PARAGRAPH)
        leads = text.endswith(":")
        self._lead = self._last if leads else None
        quoted = self._quoted if kind is BlockKind.QUOTE else ""
        self._quoted = said[-1][1].speaker if leads else quoted
        return [replace(one, speaker=one.speaker or quoted) for _, one in said]

    def _parts(self, segment: Segment) -> list[Span]:
        start = segment.span[0]
        return [(start + first, start + last) for first, last in parts(segment.text, self._grammar)]

    def _within(self, part: Reading) -> Before:
        """What stands before a later part of the same sentence."""
        return Before(part, True, (*self._said[-_MEMORY:], part), self._known)

    def _part(self, segment: Segment, span: Span, before: Before, later: bool) -> tuple[Reading, Candidate]:
        start = segment.span[0]
        quote = segment.text[span[0] - start : span[1] - start]
        text = trimmed(_ended(" ".join(quote.split()), segment.text), self._grammar)
        reading = standalone(text, before, self._grammar)
        if later and before.last and not reading.leans and begins_with_article(text, self._grammar):
            # "…, and the cost rose": the cost of what the first part tells of.
            reading = replace(reading, leans=(*before.last.leans, before.last.text))
        who = speaker_of(text, reading.text, self._grammar)
        whole = segment.span if span != segment.span else None
        return reading, Candidate(reading.text, quote, span, " ".join(reading.leans), who, sentence=whole)

    def _item(self, segment: Segment, text: str, whole: bool) -> Candidate:
        """An item leans on the sentence that leads to its list, not on the items before it."""
        lead = self._lead
        reading = standalone(text, Before(lead, False, self._said[-_MEMORY:], self._known), self._grammar)
        leans = (*lead.leans, lead.text) if lead and (not whole or reading.leans) else ()
        who = speaker_of(text, reading.text, self._grammar)
        return Candidate(reading.text, segment.text, segment.span, " ".join(leans), who)

    def _leading(self, text: str) -> Reading:
        """A line that only leads to a list, with what it leans on itself."""
        return standalone(text, self._before(), self._grammar)

    def _note(self, reading: Reading, *, tells: bool) -> None:
        if reading.text.endswith("?") and self._last and not reading.leans:
            # "Why? There the law …": the question alone tells nobody where.
            reading = replace(reading, leans=(*self._last.leans, self._last.text)[-MAX_CONTEXT + 1 :])
        self._said.append(reading)
        self._last = reading
        self._tells = tells

    def _before(self) -> Before:
        """The title stands in for the sentence before the first."""
        first = self._said[-1] if self._said else None
        return Before(self._last or first, self._tells, self._said[-_MEMORY:], self._known)


def _joined(parts: list[Reading]) -> Reading:
    """The parts of a sentence as one again: the next sentence may lean on each of them."""
    return Reading(" ".join(part.text for part in parts), parts[0].leans, all(part.certain for part in parts))


def _ended(part: str, sentence: str) -> str:
    """A part of a sentence as a sentence, with a capital and a full stop."""
    if part == " ".join(sentence.split()):
        return part
    return capitalised(part.rstrip(" ,;")) + ("" if part.endswith((".", "!")) else ".")
