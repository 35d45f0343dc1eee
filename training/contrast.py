"""Contrast pairs made from FEVER's: the evidence is edited as well as the claim, so that neither gives the label away.

FEVER's claims give their label away (negations, odd objects), since only they were written to be true or false. Here
the same claim occurs with evidence for and against it, and the same evidence with claims of either label, as in
FeverSymmetric (Schuster et al. 2019) and VitaminC (Schuster et al. 2021); the edits are this project's own.
"""

from __future__ import annotations

import calendar
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from training.data import LABELS, Pair

SUPPORTED, CONTRADICTED, UNKNOWN = (LABELS.index(label) for label in ("supported", "contradicted", "unknown"))
MONTHS = tuple(calendar.month_name)[1:]
NATIONS = (
    "American",
    "British",
    "English",
    "French",
    "German",
    "Italian",
    "Spanish",
    "Canadian",
    "Australian",
    "Indian",
    "Japanese",
    "Chinese",
    "Russian",
    "Swedish",
    "Irish",
    "Scottish",
    "Mexican",
    "Brazilian",
    "Dutch",
    "Polish",
    "Norwegian",
    "Danish",
    "Turkish",
    "Greek",
    "Korean",
)
NUMBER_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
OPPOSITES = [
    ("before", "after"), ("older", "younger"), ("oldest", "youngest"), ("largest", "smallest"), ("highest", "lowest"),
    ("northern", "southern"), ("eastern", "western"), ("north", "south"), ("east", "west"), ("won", "lost"),
    ("father", "grandfather"), ("son", "nephew"), ("daughter", "niece"), ("brother", "cousin"), ("sister", "aunt"),
    ("wife", "sister"), ("husband", "brother"), ("increased", "decreased"), ("more", "fewer"), ("male", "female"),
    ("best", "worst"), ("longest", "shortest"), ("early", "late"), ("earlier", "later"), ("debut", "final"),
    ("living", "dead"), ("positive", "negative"), ("winner", "runner-up"), ("protagonist", "antagonist"),
    ("supports", "opposes"), ("founded", "dissolved"), ("begins", "ends"), ("began", "ended"), ("married", "divorced"),
    ("written", "translated"), ("directed", "produced"), ("summer", "winter"), ("public", "private"),
    ("professional", "amateur"), ("acclaim", "criticism"), ("success", "failure"), ("fictional", "real-life"),
]  # fmt: skip
BOUNDS = re.compile(r"\b(before|after|since|until|over|under|least|most|than|between|about|nearly|almost|past)\b")
NEGATION = re.compile(
    r"\b(not|never|no|only|failed|incapable|refused|without|any|every|all|none|just)\b", re.IGNORECASE
)
NAME = re.compile(r"(?:[A-Z][\w.'’-]+)(?: (?:[A-Z][\w.'’-]+|of|the|de|van|von))* [A-Z][\w.'’-]+")
WORD = re.compile(r"\w[\w'’.-]*\w|\w|[^\w\s]")


def contrast_pairs(pairs: Iterable[Pair], seed: int) -> list[Pair]:
    """All pairs of the three kinds of edit made from FEVER's pairs, each labelled by what was exchanged."""
    rows = list(pairs)
    rng = random.Random(seed)
    return [*exchanged_spans(rows), *exchanged_words(rows, rng), *other_subjects(rows, rng)]


def exchanged_spans(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """A true and a false claim on the same evidence that differ in one span: the span is exchanged in the evidence."""
    by_evidence: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_evidence[pair.evidence].append(pair)
    for evidence, group in by_evidence.items():
        true = [pair.claim for pair in group if pair.label == SUPPORTED][:12]
        false = [pair.claim for pair in group if pair.label == CONTRADICTED][:12]
        used: set[str] = set()
        for claim, wrong in ((a, b) for b in false for a in true):
            spans = None if wrong in used else one_span(claim, wrong)
            if spans and occurrences(spans[0], evidence) == 1 and not occurrences(spans[1], evidence):
                edited = replaced(evidence, *spans)
                used.add(wrong)
                yield Pair(edited, wrong, SUPPORTED, "fever-contrast")
                yield Pair(edited, claim, CONTRADICTED, "fever-contrast")
                yield Pair(evidence, wrong, CONTRADICTED, "fever-contrast")
                yield Pair(evidence, claim, SUPPORTED, "fever-contrast")


def one_span(one: str, other: str) -> tuple[str, str] | None:
    """The one differing span of two sentences, of at most four words each and without a negation; else None."""
    a, b = WORD.findall(one), WORD.findall(other)
    edits = [op for op in SequenceMatcher(None, a, b, autojunk=False).get_opcodes() if op[0] != "equal"]
    if len(edits) != 1 or edits[0][0] != "replace" or len(a) - (edits[0][2] - edits[0][1]) < 3:
        return None
    _, i1, i2, j1, j2 = edits[0]
    spans = " ".join(a[i1:i2]), " ".join(b[j1:j2])
    if i2 - i1 > 4 or j2 - j1 > 4 or len(spans[0]) < 2 or NEGATION.search(" ".join(spans)):
        return None
    return spans


def exchanged_words(pairs: Iterable[Pair], rng: random.Random) -> Iterator[Pair]:
    """A true claim that shares a number, date, nationality or word with an opposite with its evidence: four pairs."""
    for pair in pairs:
        if pair.label != SUPPORTED or BOUNDS.search(pair.claim) or NEGATION.search(pair.claim):
            continue
        found = [(a, b) for a, b in exchanges(pair.claim, rng) if occurrences(a, pair.evidence) == 1]
        found = [(a, b) for a, b in found if not occurrences(b, pair.evidence) and not occurrences(b, pair.claim)]
        if not found:
            continue
        span = rng.choice(found)
        evidence, claim = replaced(pair.evidence, *span), replaced(pair.claim, *span)
        yield Pair(evidence, claim, SUPPORTED, "fever-contrast")
        yield Pair(evidence, pair.claim, CONTRADICTED, "fever-contrast")
        yield Pair(pair.evidence, claim, CONTRADICTED, "fever-contrast")


def exchanges(claim: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Words of a claim with one that excludes them: (word, other)."""
    for number in re.findall(r"(?<![\d.,])\d{1,4}(?![\d.,]\d|\d)", claim):
        value = int(number)
        step = rng.choice([1, 2, 3, 5, 10, 12, 20, 30, 50]) * rng.choice([1, -1])
        if value + step > 0:
            yield number, str(value + step)
    for words in (MONTHS, NATIONS, NUMBER_WORDS, ORDINALS):
        for word in words:
            if occurrences(word, claim):
                yield word, rng.choice([other for other in words if other != word])
    for one, other in OPPOSITES:
        for word, opposite in ((one, other), (other, one)):
            if occurrences(word, claim):
                yield word, opposite


def other_subjects(pairs: Iterable[Pair], rng: random.Random) -> Iterator[Pair]:
    """True claims about a subject that the evidence names, told of another: the evidence does not decide them.

    The other subject comes from a claim with the same words after its subject where there is one, so that it fits.
    """
    named = []
    subjects: dict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        if pair.label == SUPPORTED and (match := NAME.match(pair.claim)):
            subject, rest = match[0], pair.claim[match.end() :]
            subjects[" ".join(rest.split()[:3])].append(subject)
            if occurrences(subject, pair.evidence):
                named.append((pair, rest))
    everyone = sorted({name for names in subjects.values() for name in names})
    for pair, rest in named:
        alike = subjects[" ".join(rest.split()[:3])]
        other = rng.choice(alike if len(set(alike)) > 3 else everyone)
        if not set(WORD.findall(other)) & set(WORD.findall(pair.evidence)):
            yield Pair(pair.evidence, other + rest, UNKNOWN, "fever-other-subject")


def occurrences(span: str, text: str) -> int:
    """How often the words of the span stand in the text as whole words."""
    return len(re.findall(rf"(?<!\w){re.escape(span)}(?!\w)", text))


def replaced(text: str, old: str, new: str) -> str:
    """The text with the first whole-word occurrence of ``old`` exchanged, and ``a`` or ``an`` before it adapted."""
    found = re.search(rf"(?<!\w)(?:(an?) )?{re.escape(old)}(?!\w)", text)
    if not found:
        return text
    article = f"{'an' if new[0] in 'AEIOUaeiou' else 'a'} " if found[1] else ""
    return text[: found.start()] + article + new + text[found.end() :]
