"""Labelled pairs for training the verifier, read from the public data sets and the hand-written corpora.

A pair is one evidence text and one claim with its gold label. The folder layout and the row formats are those of the
data folder's own README; nothing here is needed at run time.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LABELS = ("supported", "contradicted", "unknown")
"""Class order of the shipped head: index 0, 1, 2."""

ENGLISH_ROWS = ("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "n", "o", "p")
GROUPS = ("l", "m")
BILINGUAL = ("german", "k", "q")
OWN = Path(__file__).parent / "corpus"


@dataclass(frozen=True, slots=True)
class Pair:
    """One evidence text and one claim, with the gold label (index into ``LABELS``) and where it came from."""

    evidence: str
    claim: str
    label: int
    source: str
    tags: tuple[str, ...] = ()


def read_rows(path: Path) -> Iterator[dict]:  # type: ignore[type-arg]
    """The JSON objects of a ``.jsonl`` or ``.jsonl.gz`` file, in order."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def verification_pairs(path: Path) -> list[Pair]:
    """All pairs of one file of ``verification/``: the evidence sentences joined by a space."""
    return [
        Pair(" ".join(row["evidence"]), row["claim"], LABELS.index(row["label"]), row["source"])
        for row in read_rows(path)
        if row["evidence"]
    ]


def corpus_pairs(path: Path) -> list[Pair]:
    """All pairs of one file of ``corpus/``: single snippets, groups, and bilingual rows (English side)."""
    name = "corpus-" + path.name.split(".")[0]
    pairs = []
    for row in read_rows(path):
        for claim in row["claims"]:
            texts = row.get("snippets") or [row["snippet"]]
            labels = claim.get("labels") or [claim["label"]]
            tags = tuple(claim.get("tags", ()))
            pairs += [
                Pair(text, claim["text"], LABELS.index(label), name, tags)
                for text, label in zip(texts, labels, strict=True)
            ]
    return pairs


def corpus_split(data: Path, split: str, names: tuple[str, ...]) -> list[Pair]:
    """The pairs of ``corpus/<name>.<split>.jsonl`` for all names, in order."""
    return [pair for name in names for pair in corpus_pairs(data / "corpus" / f"{name}.{split}.jsonl")]


def own_pairs(names: str) -> list[Pair]:
    """The pairs of the corpora beside this file, written for this project; ``names`` are the letters of the files."""
    return [pair for name in names for pair in corpus_pairs(OWN / f"{name}.jsonl")]


def sample(pairs: list[Pair], n: int, seed: int, max_chars: int = 500) -> list[Pair]:
    """At most ``n`` pairs drawn without replacement, those with longer evidence left out."""
    short = [pair for pair in pairs if len(pair.evidence) <= max_chars]
    return random.Random(seed).sample(short, min(n, len(short)))


def balanced(pairs: list[Pair], n: int, seed: int, max_chars: int = 500) -> list[Pair]:
    """About ``n`` pairs with as many of every label that occurs."""
    groups = [[p for p in pairs if p.label == label] for label in range(len(LABELS))]
    groups = [group for group in groups if group]
    return [pair for group in groups for pair in sample(group, n // len(groups), seed, max_chars)]
