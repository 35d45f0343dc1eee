r"""German for the small verifier, packed: labelled pairs with translations, and sentences against their originals.

    python -m training.german --data ../shared/data --neighbours NEIGHBOURS --small SMALL/tokenizer.json --out PACK

``training.distil small`` sees little German that decides anything, for neighbours among parallel sentences mostly
do not. Here are the pairs that do: every labelled pair that has a translation, whose sides are then read in either
language; and German sentences against their English originals with a number, month or word exchanged (a contradiction)
or not (support). Writes ``german.npz``, which ``training.distil small --german`` adds to the pack.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from tokenizers import Tokenizer

from training.contrast import exchanges, occurrences, replaced
from training.data import BILINGUAL, LABELS, OWN, OWN_GROUPS, news_claims, nli_translations, own_pairs, read_rows
from training.pack import MAX_TOKENS, flat

SUPPORTED, CONTRADICTED, UNKNOWN = (LABELS.index(label) for label in ("supported", "contradicted", "unknown"))
UNKNOWN_SHARE = 0.6
"""So many of the unknown pairs of near-neighbour groups are kept."""
MIN_WORDS = 7
"""A parallel sentence shorter than that holds too little to be contradicted."""


class Text(NamedTuple):
    """A text, and its German form if both may be read in its place."""

    text: str
    german: str = ""


Row = tuple[Text, Text, int]
"""Evidence, claim and the label, as an index into ``LABELS``."""


def translated_files(data: Path, split: str) -> list[Path]:
    """The bilingual corpora, and for training our own translations of rows and groups."""
    own = sorted(file for file in (OWN / "german").glob("*.jsonl") if file.stem != "nli")
    return [*(data / "corpus" / f"{name}.{split}.jsonl" for name in BILINGUAL), *(own if split == "train" else ())]


def translated(data: Path, rng: random.Random) -> Iterator[Row]:
    """Labelled pairs that have a translation."""
    for file in translated_files(data, "train"):
        for row in read_rows(file):
            english = row.get("snippets") or [row["snippet"]]
            german = row.get("snippets_de") or [row["snippet_de"]]
            for claim in row["claims"]:
                labels = [LABELS.index(label) for label in claim.get("labels") or [claim["label"]]]
                for n, label in enumerate(labels):
                    if len(labels) == 1 or label != UNKNOWN or rng.random() < UNKNOWN_SHARE:
                        yield Text(english[n], german[n]), Text(claim["text"], claim["text_de"]), label
    for pair, known in nli_translations(data):
        yield Text(pair.evidence, known["evidence_de"]), Text(pair.claim, known["claim_de"]), pair.label
    for pair, evidence_de, claim_de in news_claims(data):
        yield Text(pair.evidence, evidence_de), Text(pair.claim, claim_de), pair.label


def untranslated(names: str) -> list[Row]:
    """The pairs of our own corpora that are read in English only; of the unknown ones of groups a share."""
    rng = random.Random(96)
    groups = set(OWN_GROUPS)
    return [
        (Text(pair.evidence), Text(pair.claim), pair.label)
        for name in names.split("+")
        for pair in own_pairs(name)
        if name not in groups or pair.label != UNKNOWN or rng.random() < UNKNOWN_SHARE
    ]


def exchanged(rows: list[dict[str, str]], n: int, rng: random.Random) -> list[Row]:
    """Sentences against their translations: as they are (support), or one of them with a word exchanged.

    Half of the evidence has another sentence before it, so that to support is not to be as long.
    """
    made: list[Row] = []
    for row in rng.sample(rows, len(rows)):
        if len(made) >= n:
            break
        english, german = row["en"], row["de"]
        found = [(a, b) for a, b in exchanges(english, rng) if occurrences(a, english) == 1]
        found = [(a, b) for a, b in found if not occurrences(b, english)]
        if not found:
            continue
        other = replaced(english, *rng.choice(found))
        numbers = [(a, b) for a, b in found if a.isdigit() and occurrences(a, german) == 1]
        before = rng.choice(rows)["de" if rng.random() < 0.5 else "en"] + " " if rng.random() < 0.5 else ""
        made += [(Text(before + english), Text(german), SUPPORTED), (Text(before + other), Text(german), CONTRADICTED)]
        made += [(Text(before + german), Text(english), SUPPORTED), (Text(before + german), Text(other), CONTRADICTED)]
        if numbers:
            wrong = replaced(german, *rng.choice(numbers))
            made.append((Text(before + german), Text(wrong), CONTRADICTED))
    return made


def packed(tables: Mapping[str, Iterable[Row]], tokenizer: Path) -> dict[str, Any]:
    """Tables of text numbers and labels, the pieces of the texts, and for each the number of its German form or -1."""
    number: dict[Text, int] = {}

    def of(text: Text) -> int:
        if text.german:
            number.setdefault(Text(text.german), len(number))
        return number.setdefault(text, len(number))

    arrays: dict[str, Any] = {
        name: np.array([(of(evidence), of(claim), label) for evidence, claim, label in rows], dtype=np.int32)
        for name, rows in tables.items()
    }
    encoder = Tokenizer.from_file(str(tokenizer))
    encoder.enable_truncation(MAX_TOKENS)
    pieces = [row.ids for row in encoder.encode_batch([text.text for text in number], add_special_tokens=False)]
    german = [number[Text(text.german)] if text.german else -1 for text in number]
    return {**arrays, **flat(pieces), "german": np.array(german, dtype=np.int32)}


def main() -> None:
    """Write ``german.npz`` into the pack."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--neighbours", type=Path, required=True, help="folder of training.neighbours")
    parser.add_argument("--small", type=Path, required=True, help="tokenizer.json of the small body")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--exchanged", type=int, default=60000)
    parser.add_argument("--english", default="", help="files of training/corpus without a translation, joined by +")
    args = parser.parse_args()
    rng = random.Random(95)
    sentences = [row for row in read_rows(args.neighbours / "parallel.jsonl.gz") if len(row["en"].split()) >= MIN_WORDS]
    tables = {
        "german:translated": list(translated(args.data, rng)),
        "german:exchanged": exchanged(sentences, args.exchanged, rng),
    }
    if args.english:
        tables["german:untranslated"] = untranslated(args.english)
    for name, rows in tables.items():
        print(name, len(rows), "pairs", [sum(row[2] == label for row in rows) for label in range(3)])
    np.savez_compressed(args.out / "german.npz", **packed(tables, args.small))


if __name__ == "__main__":
    main()
