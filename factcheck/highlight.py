"""The highlight stage: which words of snippet and claim decided, for every snippet that takes a side.

It changes no probability and no label. A verifier that cannot tell (``Marker``) leaves the assessments unmarked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from factcheck.cache import Cache
from factcheck.datatypes import Assessment, Claim, Marker, Marks, Readings, Span, Stance, Verifier
from factcheck.verify import claim_text, evidence_texts, reader_of

Marked = tuple[str, str, Stance]
"""Evidence, claim as it was read, and the stance that the words speak for."""


def highlight(
    claims: Sequence[Claim], readings: Sequence[Readings], verifier: Verifier, cache: Cache
) -> list[Readings]:
    """The readings with the deciding words marked, in order; each distinct pair is asked for once, and then cached."""
    wanted: dict[str, tuple[Verifier, dict[Marked, None]]] = {}
    for claim, row in zip(claims, readings, strict=True):
        for assessment in row.single:
            reader = reader_of(verifier, claim, [assessment.match])
            if hasattr(reader, "mark") and (key := _key(claim, assessment)):
                wanted.setdefault(_model_key(verifier, claim, assessment), (reader, {}))[1][key] = None
    known = {model_key: _found(reader, model_key, keys, cache) for model_key, (reader, keys) in wanted.items()}
    return [
        replace(
            row,
            single=tuple(
                _with_marks(claim, assessment, known.get(_model_key(verifier, claim, assessment), {}))
                for assessment in row.single
            ),
        )
        for claim, row in zip(claims, readings, strict=True)
    ]


def _model_key(verifier: Verifier, claim: Claim, assessment: Assessment) -> str:
    reader = reader_of(verifier, claim, [assessment.match])
    return f"{reader.model_id}|{reader.precision}"


def _found(reader: Verifier, model_key: str, keys: dict[Marked, None], cache: Cache) -> dict[Marked, Marks]:
    """The marks of one verifier's pairs, from the cache or from the verifier."""
    known = cache.marks(model_key, keys)
    missing = sorted(key for key in keys if key not in known)
    if missing and isinstance(reader, Marker):
        pairs = [(evidence, claim) for evidence, claim, _ in missing]
        found = dict(zip(missing, reader.mark(pairs, [stance for *_, stance in missing]), strict=True))
        cache.add_marks(model_key, found)
        known |= found
    return known


def _key(claim: Claim, assessment: Assessment) -> Marked | None:
    """Nothing for a neutral snippet, and for one that was read in several windows."""
    if assessment.stance is Stance.NEUTRAL or assessment.windows > 1:
        return None
    [evidence] = evidence_texts(assessment.match.snippet)
    return evidence, claim_text(claim), assessment.stance


def _with_marks(claim: Claim, assessment: Assessment, known: dict[Marked, Marks]) -> Assessment:
    key = _key(claim, assessment)
    if key is None or key not in known:
        return assessment
    # What was read before the two texts, source and context, is not what the report shows as their text.
    marks, snippet = known[key], assessment.match.snippet
    evidence = _moved(marks.evidence, len(key[0]) - len(snippet.text))
    return replace(assessment, marks=Marks(evidence, _moved(marks.claim, len(key[1]) - len(claim.text))))


def _moved(spans: Sequence[Span], before: int) -> tuple[Span, ...]:
    """The spans that start after what was read before the text, counted from its first character."""
    return tuple((start - before, end - before) for start, end in spans if start >= before)
