"""Unlabelled pairs to distil the small verifier on: sentences with their neighbours, to be scored by the large one.

    python -m training.neighbours --data ../shared/data --out NEIGHBOURS

English sentences of the parallel files are paired with those that share the most words (BM25), so that the label of the
English pair can be given to its German forms; FEVER's claims with retrieved sentences of its evidence.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from pathlib import Path

from training.data import nearest, read_rows, verification_pairs

PARALLEL = ("wmt_news", "tatoeba", "tatoeba_anki", "stsb_mt", "pawsx")
WMT_DEVELOPMENT_ROWS = 3000
"""The last rows of the news file are for development."""
SOFT_FEVER_CLAIMS = 40000
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
    for number, near in enumerate(nearest(english, english, 4)):
        others = [n for n in near if n != number]
        pairs += [{"e": number, "c": n} for n in rng.sample(others, 2)]
    fever = verification_pairs(args.data / "verification" / "train" / "fever.train.jsonl.gz")
    fever = [pair for pair in fever if len(pair.evidence) <= 400]
    claims = rng.sample(sorted({pair.claim for pair in fever}), SOFT_FEVER_CLAIMS)
    pool = sorted({pair.evidence for pair in fever})
    for claim, near in zip(claims, nearest(claims, pool, 5), strict=True):
        pairs.append({"evidence": pool[rng.choice(near)], "claim": claim})
    with gzip.open(args.out / "pairs.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(pair) + "\n" for pair in pairs)
    print(f"{len(rows)} sentences, {len(pairs)} pairs")


if __name__ == "__main__":
    main()
