"""Reviewed verdicts as a gold folder, which ``factcheck evaluate`` reads: claims.yaml, evidence.yaml, gold.tsv."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from factcheck.datatypes import Label, Reason, Report, Snippet, Source, Stance, Verdict
from factcheck.errors import StoreError
from factcheck.files import write_atomically
from factcheck.report.languagewords import language_code
from factcheck.weight import strongest_together

FILES = ("claims.yaml", "evidence.yaml", "gold.tsv")

# Raw in YAML these would be read as blanks; as escapes they stay what they are.
_ESCAPED = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@dataclass(frozen=True, slots=True)
class GoldFolder:
    """What was written, and how many verdicts were left out for which reason."""

    folder: Path
    n_claims: int
    n_snippets: int
    left_out: Mapping[str, int]


def write_gold(report: Report, folder: Path) -> GoldFolder:
    """The folder with every verdict whose review stands and is not disputed, as the reviewer decided.

    A claim is dated with the day as of which it was checked, so that gold stays gold when evidence expires. Claims and
    snippets have the language in which they were read: quote, article and the rest of their file, which may have told
    it, are not written. Deciding snippets are those that take the decided side and may decide.

    Args:
        report: with its reviews.
        folder: made where missing; it must hold none of the files yet.

    Raises:
        StoreError: one of the files is there, or nothing is reviewed, or the folder cannot be written.
    """
    kept, left_out = _choose(report)
    _require_new(folder)
    if not kept:
        raise StoreError(_none_stands(report.name, left_out))
    snippets = {a.match.snippet.id: a.match.snippet for v in kept for a in v.assessments}
    ids = _unique([v.claim.id for v in kept])
    names = dict(zip(snippets, _unique([name.replace(",", "-") for name in snippets]), strict=True))
    head = f"# factcheck gold 1: reviewed verdicts of {report.name}, checked {report.provenance.created:%Y-%m-%d}\n"
    contents = (
        head + _claims(kept, ids),
        head + _evidence(snippets.values(), names),
        "".join(_gold_line(v, name, names) for v, name in zip(kept, ids, strict=True)),
    )
    for file, content in zip(FILES, contents, strict=True):
        write_atomically(folder / file, content)
    return GoldFolder(folder, len(kept), len(snippets), left_out)


def _choose(report: Report) -> tuple[list[Verdict], dict[str, int]]:
    kept: list[Verdict] = []
    left_out: dict[str, int] = {}
    for verdict in report.verdicts:
        if verdict.review is None:
            why = "not reviewed"
        elif not verdict.review.stands:
            why = "out of date"
        elif verdict.review.disagreed:
            why = "disagreed"
        else:
            kept.append(verdict)
            continue
        left_out[why] = left_out.get(why, 0) + 1
    return kept, left_out


def _none_stands(name: str, left_out: Mapping[str, int]) -> str:
    why = ", ".join(f"{number} {reason}" for reason, number in left_out.items()) or "no verdicts"
    remedy = (
        "settle them by `factcheck review --role adjudication`"
        if set(left_out) == {"disagreed"}
        else "run `factcheck review` first"
    )
    return f"no verdict of {name} has a review that stands ({why}) — {remedy}"


def _require_new(folder: Path) -> None:
    for file in FILES:
        if (folder / file).exists():
            raise StoreError(f"{folder} holds {file} already — name a new folder, or remove what is there")


def _unique(names: Iterable[str]) -> list[str]:
    """The names in order; the second of equal ones gets a number."""
    taken: set[str] = set()
    found = []
    for name in names:
        unique, number = name, 1
        while unique in taken:
            number += 1
            unique = f"{name}-{number}"
        taken.add(unique)
        found.append(unique)
    return found


def _claims(verdicts: Sequence[Verdict], ids: Sequence[str]) -> str:
    lines = ["claims:\n"]
    for verdict, name in zip(verdicts, ids, strict=True):
        claim = verdict.claim
        fields = {"id": name, "text": claim.text, "context": claim.context, "as_of": verdict.reference_date}
        lines.append(_entry({**fields, "lang": language_code(claim), "tags": claim.tags}))
    return "".join(lines)


def _evidence(snippets: Iterable[Snippet], names: Mapping[str, str]) -> str:
    found = list(snippets)
    sources = {snippet.source.id: snippet.source for snippet in found if snippet.source}
    lines = ["sources:\n", *map(_source, sources.values())] if sources else []
    lines.append("snippets:\n" if found else "snippets: []\n")
    for snippet in found:
        fields = {"id": names[snippet.id], "source": snippet.source.id if snippet.source else None}
        fields |= {"locator": snippet.locator, "lang": language_code(snippet)}
        lines.append(_entry({**fields, "valid_until": snippet.valid_until, "tags": snippet.tags, "text": snippet.text}))
    return "".join(lines)


def _source(source: Source) -> str:
    names = ("id", "title", "publisher", "url", "author", "published", "accessed")
    fields: dict[str, object] = {name: getattr(source, name) for name in names}
    return _entry(fields | {"reliability": None if source.reliability == 1 else source.reliability})


def _entry(fields: Mapping[str, object]) -> str:
    """One line of a YAML list: a mapping in flow style, without what is empty."""
    written = [f"{key}: {_value(value)}" for key, value in fields.items() if value not in (None, "", ())]
    return f"  - {{{', '.join(written)}}}\n"


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_value(item) for item in value)}]"
    if isinstance(value, float):
        return repr(value)
    return json.dumps(str(value), ensure_ascii=False).translate(_ESCAPED)


def _gold_line(verdict: Verdict, name: str, names: Mapping[str, str]) -> str:
    label = (verdict.review.label if verdict.review else None) or verdict.label
    reason = verdict.reason if label is verdict.label else None
    deciding = ",".join(names[snippet] for snippet in _deciding(verdict, label, reason))
    return f"{name}\t{label.value}\t{reason.value if reason else ''}\t{deciding}\n"


def _deciding(verdict: Verdict, label: Label, reason: Reason | None) -> list[str]:
    """The ids of the snippets on the decided side; on both for *conflicting*."""
    if label is Label.SUPPORTED:
        return _side(verdict, Stance.SUPPORTS)
    if label is Label.CONTRADICTED:
        return _side(verdict, Stance.CONTRADICTS)
    return _side(verdict, Stance.SUPPORTS) + _side(verdict, Stance.CONTRADICTS) if reason is Reason.CONFLICTING else []


def _side(verdict: Verdict, stance: Stance) -> list[str]:
    """Those that take the side alone; where none does, the two that do so most strongly when read together."""
    side = verdict.supporting if stance is Stance.SUPPORTS else verdict.contradicting
    if side:
        return [a.match.snippet.id for a in side]
    best = strongest_together(verdict.joint, stance)
    return [match.snippet.id for match in best.matches] if best else []
