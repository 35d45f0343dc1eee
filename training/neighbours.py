"""Unlabelled pairs to distil on: claims with the texts nearest to them, to be scored by the teachers.

    python -m training.neighbours --data ../shared/data --out NEIGHBOURS

English sentences of the parallel files are paired with those that share the most words (BM25), so that the label of the
English pair can be given to its German forms; the claims of every training set with retrieved evidence of the same
kind, as a check would read them. No development set is read.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from pathlib import Path

from training.data import (
    BILINGUAL,
    ENGLISH_ROWS,
    GROUPS,
    OWN,
    Pair,
    corpus_split,
    nearest,
    nli_translations,
    own_pairs,
    read_rows,
    verification_pairs,
)

PARALLEL = {"wmt_news": (3, 6), "tatoeba": (6, 12), "tatoeba_anki": (6, 12), "stsb_mt": (6, 12), "pawsx": (6, 12)}
"""Parallel files, and beside how many of how many nearest sentences each of theirs is read.

Everyday sentences often decide one another (half of the pairs of Tatoeba and STS, as small-v2 reads them), news a
quarter of the time.
"""
WMT_DEVELOPMENT_ROWS = 3000
"""The last rows of the news file are for development."""
MAX_CHARS = 400
"""Longer evidence is left out."""
SEED = 3


def parallel_rows(data: Path) -> list[tuple[str, str, str]]:
    """English and German of every sentence that may be trained on, with its file: (en, de, file)."""
    german = data / "german"
    held = {text for row in read_rows(german / "stsb_de.dev.jsonl.gz") for text in (row["s1"], row["s2"])}
    held |= {t for row in read_rows(german / "pawsx_de.dev.jsonl.gz") for t in row.values() if isinstance(t, str)}
    rows = []
    for name in PARALLEL:
        found = [(r["en"], r["de"], name) for r in read_rows(german / f"parallel_{name}.en-de.jsonl.gz")]
        found = found[:-WMT_DEVELOPMENT_ROWS] if name == "wmt_news" else found
        rows += [row for row in found if row[1] not in held and 3 <= len(row[0].split()) <= 50]
    return list({row[0]: row for row in rows}.values())


def recombined(data: Path) -> dict[str, tuple[list[Pair], int, int, int]]:
    """Labelled pairs whose claims and evidence are put together anew, by kind.

    Each with the number of claims to draw, and how many of how many nearest texts a claim is paired with.
    """
    train = data / "verification" / "train"

    def of(*names: str) -> list[Pair]:
        return [pair for name in names for pair in verification_pairs(train / f"{name}.train.jsonl.gz")]

    others = ("sources", "worth")  # files of another form
    own = own_pairs("+".join(file.stem for file in sorted(OWN.glob("*.jsonl")) if not file.stem.startswith(others)))
    corpora = corpus_split(data, "train", (*ENGLISH_ROWS, *GROUPS, *BILINGUAL)) + own
    health = own_pairs(
        "+".join(name for name in ("health2", "health3", "abstracts") if (OWN / f"{name}.jsonl").exists())
    )
    science = of("check_covid", "scifact_rationale", "scifact_abstract") + health
    return {
        "corpora": (corpora, 60000, 3, 8),
        "fever": (of("fever"), 45000, 3, 6),
        "inference": (of("lingnli", "mnli_20k", "sanli_wiki"), 80000, 2, 6),
        "science": (science, 10000, 5, 10),
        "translated": ([pair for pair, _ in nli_translations(data)], 40000, 3, 6),
    }


def retrieved(pairs: list[Pair], n_claims: int, each: int, among: int, rng: random.Random) -> list[tuple[str, str]]:
    """Claims with ``each`` of the ``among`` nearest evidence texts that are not their own: (evidence, claim)."""
    own: dict[str, set[str]] = {}
    for pair in pairs:
        own.setdefault(pair.claim, set()).add(pair.evidence)
    claims = rng.sample(sorted(own), min(n_claims, len(own)))
    pool = sorted({pair.evidence for pair in pairs if len(pair.evidence) <= MAX_CHARS})
    found = []
    for claim, near in zip(claims, nearest(claims, pool, among), strict=True):
        others = [pool[n] for n in near if pool[n] not in own[claim]]
        found += [(evidence, claim) for evidence in rng.sample(others, min(each, len(others)))]
    return found


def main() -> None:
    """Write ``parallel.jsonl.gz`` (the sentences) and ``pairs.jsonl.gz`` (evidence, claim, row numbers)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    rng = random.Random(SEED)
    rows = parallel_rows(args.data)
    english = [row[0] for row in rows]
    with gzip.open(args.out / "parallel.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps({"en": en, "de": de, "file": name}) + "\n" for en, de, name in rows)
    pairs: list[dict[str, int | str]] = []
    for number, near in enumerate(nearest(english, english, 1 + max(among for _, among in PARALLEL.values()))):
        each, among = PARALLEL[rows[number][2]]
        others = [n for n in near if n != number][:among]
        pairs += [{"e": number, "c": n} for n in rng.sample(others, min(each, len(others)))]
    for name, (found, n_claims, each, among) in recombined(args.data).items():
        near_pairs = retrieved(found, n_claims, each, among, rng)
        pairs += [{"evidence": evidence, "claim": claim} for evidence, claim in near_pairs]
        print(name, len(near_pairs), "pairs", flush=True)
    with gzip.open(args.out / "pairs.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(pair) + "\n" for pair in pairs)
    print(f"{len(rows)} sentences, {len(pairs)} pairs")


if __name__ == "__main__":
    main()
