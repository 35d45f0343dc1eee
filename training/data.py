"""Labelled pairs for training the verifier, read from the public data sets and the hand-written corpora.

A pair is one evidence text and one claim with its gold label. The folder layout and the row formats are those of the
data folder's own README; nothing here is needed at run time.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from factcheck.datatypes import Source
from factcheck.verify import source_context

LABELS = ("supported", "contradicted", "unknown")
"""Class order of the shipped head: index 0, 1, 2."""

ENGLISH_ROWS = ("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "n", "o", "p")
GROUPS = ("l", "m")
BILINGUAL = ("german", "k", "q")
TRANSLATED_NLI = ("mnli_20k", "lingnli")
DECIDED_SHARE = 0.75
"""Of the claims that a snippet of their group decides, so many get one that does into their joined text."""
PLAIN_SHARE = 0.5
"""So many of the pairs with a source line are read without it."""
OWN_GROUPS = ("s", "t", "topics", "topics2", *(f"near{n}" for n in range(1, 22)), *(f"reason{n}" for n in range(1, 21)))
MISSED_BELOW = 70
"""A label of our own that verifier-v7 gave less than so many per cent is one that it missed."""
NAME = re.compile(r"\b[A-Z][\w’'-]+")
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


def corpus_pairs(path: Path, seed: int = 0) -> list[Pair]:
    """All pairs of one file of ``corpus/``: single snippets, groups, and bilingual rows (English side).

    A group whose claims have a label ``joint`` gives the two snippets together as well, in either order. Half of the
    pairs of rows with a source line have parts of it before the snippet; another ``seed`` draws others.
    """
    stem = path.name.split(".")[0]
    name, sources, rng = f"corpus-{stem}", source_lines(), random.Random(f"{stem}{seed or ''}")
    pairs = []
    for number, row in enumerate(read_rows(path)):
        for claim in row["claims"]:
            texts = row.get("snippets") or [row["snippet"]]
            if (stem, number) in sources and path.parent == OWN:
                texts = [headed(texts[0], sources[stem, number], rng)]
            elif "snippets" in row and row.get("field"):
                texts = [headed(text, field_source(row["field"], rng), rng) for text in texts]
            labels = claim.get("labels") or [claim["label"]]
            tags = tuple(claim.get("tags", ()))
            pairs += [
                Pair(text, claim["text"], LABELS.index(label), name, tags)
                for text, label in zip(texts, labels, strict=True)
            ]
            if "joint" in claim:
                order = texts if len(pairs) % 2 else texts[::-1]
                pairs.append(Pair(" ".join(order), claim["text"], LABELS.index(claim["joint"]), name, tags))
    return pairs


@cache
def source_lines() -> dict[tuple[str, int], Source]:
    """The sources written for rows of our own corpora, by file and row (from 0)."""
    found = {}
    for path in sorted(OWN.glob("sources-*.jsonl")):
        for row in read_rows(path):
            published = dt.date.fromisoformat(row["published"]) if row["published"] else None
            key = (row["file"], row["row"])
            found[key] = Source("", title=row["title"], publisher=row["publisher"], published=published)
    return found


def field_source(field: str, rng: random.Random) -> Source:
    """A source for a snippet of a group: its field as the title, with a publisher and a date from other rows.

    Without it, a source line would give away that a snippet is not a neighbour that decides nothing.
    """
    other = rng.choice(list(source_lines().values()))
    return replace(other, title=field[:1].upper() + field[1:])


def headed(text: str, source: Source, rng: random.Random) -> str:
    """The text as it is, or below its source, or below a part of its source."""
    draw = rng.random()
    if draw < PLAIN_SHARE:
        return text
    if draw < PLAIN_SHARE + 0.15:
        source = replace(source, title="")
    elif draw < PLAIN_SHARE + 0.25:
        source = replace(source, publisher="", published=None)
    return source_context(source) + text


def joined_pairs(path: Path, seed: int) -> list[Pair]:
    """For each claim of a file of groups one pair with two of its snippets as one text, as a check reads them.

    One of the two decides the claim, or neither does; texts that decide to opposite sides are not joined. The label is
    not annotated but follows: the neighbour of a deciding snippet does not undo it.
    """
    name, rng = f"joined-{path.name.split('.')[0]}", random.Random(seed)
    pairs = []
    for row in read_rows(path):
        for claim in row["claims"]:
            if "joint" in claim:
                continue
            one = rng.randrange(len(row["snippets"]))
            decided = [i for i, label in enumerate(claim["labels"]) if label != "unknown"]
            if decided and rng.random() < DECIDED_SHARE:
                one = rng.choice(decided)
            other = rng.choice([i for i in range(len(row["snippets"])) if i != one])
            found = {claim["labels"][i] for i in (one, other)} - {"unknown"}
            if len(found) < 2:
                two = [row["snippets"][i] for i in rng.sample((one, other), 2)]
                text = " ".join(headed(t, field_source(row.get("field", ""), rng), rng) for t in two)
                label = LABELS.index(found.pop() if found else "unknown")
                pairs.append(Pair(text, claim["text"], label, name, tuple(claim.get("tags", ()))))
    return pairs


def key_of(evidence: str, claim: str) -> str:
    """What names a public pair in our file of translations, which holds no English text of others."""
    return hashlib.sha256(f"{evidence}\n{claim}".encode()).hexdigest()[:16]


def nli_translations(data: Path) -> Iterator[tuple[Pair, dict[str, str]]]:
    """Public pairs of which we have a translation, each with its row: ``evidence_de`` and ``claim_de``."""
    found = {row["key"]: row for row in read_rows(OWN / "german" / "nli.jsonl")}
    for name in TRANSLATED_NLI:
        for pair in verification_pairs(data / "verification" / "train" / f"{name}.train.jsonl.gz"):
            if known := found.get(key_of(pair.evidence, pair.claim)):
                yield pair, known


def text_key(text: str) -> str:
    """What names a text of the training sets in our file of labels, which holds no text of others."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def labelled_pairs(data: Path) -> list[Pair]:
    """Claims with evidence that was found for them, labelled for this project: ``corpus/labelled.tsv``.

    A line holds the hashes of evidence and claim, the label, and the per cent that verifier-v7 gave it; pairs of which
    that is less than ``MISSED_BELOW`` have the tag ``missed``. Raises ``KeyError`` where one of the texts is no longer
    among the training texts.
    """
    texts = {text_key(text): text for text in training_texts(data)}
    pairs = []
    for line in (OWN / "labelled.tsv").read_text(encoding="utf-8").splitlines():
        evidence, claim, label, known = line.split("\t")
        pairs.append(Pair(texts[evidence], texts[claim], LABELS.index(label), "labelled", missed_tag(known)))
    return pairs


def missed_tag(known: str) -> tuple[str, ...]:
    """``missed`` where verifier-v7 gave the label so few per cent."""
    return ("missed",) if int(known) < MISSED_BELOW else ()


def news_claims(data: Path) -> Iterator[tuple[Pair, str, str]]:
    """Claims written for this project about news sentences, with the German of evidence and claim: ``corpus/news.tsv``.

    A line holds the hash of the English sentence, the label, the claim in English and German, and the per cent that
    verifier-v7 gave the label in English; of less than ``MISSED_BELOW`` the tag is ``missed``.
    """
    told = {text_key(row["en"]): row for row in read_rows(data / "german" / "parallel_wmt_news.en-de.jsonl.gz")}
    for line in (OWN / "news.tsv").read_text(encoding="utf-8").splitlines():
        key, label, claim, claim_de, known = line.split("\t")
        row = told[key]
        yield Pair(row["en"], claim, LABELS.index(label), "news", missed_tag(known)), row["de"], claim_de


def training_texts(data: Path) -> Iterator[str]:
    """Evidence and claims of every training set, of the corpora, and the English of the parallel files."""
    files = sorted((data / "verification" / "train").glob("*.train.jsonl.gz"))
    for pair in (*(pair for file in files for pair in verification_pairs(file)), *corpora(data)):
        yield from (pair.evidence, pair.claim)
    for file in sorted((data / "german").glob("parallel_*.en-de.jsonl.gz")):
        yield from (row["en"] for row in read_rows(file))


def nearest(queries: Sequence[str], pool: Sequence[str], k: int) -> list[list[int]]:
    """The ``k`` texts of the pool that share most with each query by BM25, as numbers, best first."""
    import bm25s

    # A hundred times as fast with numba, which is not among the requirements; only ties come in another order.
    index = bm25s.BM25(backend="numba" if find_spec("numba") else "numpy")
    index.index(bm25s.tokenize(list(pool), stopwords="en", show_progress=False), show_progress=False)
    tokens = bm25s.tokenize(list(queries), stopwords="en", show_progress=False)
    found, _ = index.retrieve(tokens, k=k, show_progress=False, n_threads=2)
    return [[int(i) for i in row] for row in found]


def stranger_pairs(pairs: list[Pair], seed: int) -> list[Pair]:
    """Each claim with the snippet of another row that shares most of its words but none of its names: *unknown*.

    The snippet is one of the five nearest by BM25 of those without a name of the claim.
    """
    rng = random.Random(seed)
    pool = sorted({pair.evidence for pair in pairs})
    claims = sorted({(pair.claim, pair.source) for pair in pairs})
    names = [set(NAME.findall(text)) for text in pool]
    strangers = []
    for (claim, source), near in zip(claims, nearest([claim for claim, _ in claims], pool, 12), strict=True):
        own = set(NAME.findall(claim[:1].lower() + claim[1:])) or {claim.split()[0]}
        apart = [n for n in near if not own & names[n]][:5]
        if apart:
            strangers.append(Pair(pool[rng.choice(apart)], claim, LABELS.index("unknown"), f"stranger-{source}"))
    return strangers


def corpus_split(data: Path, split: str, names: tuple[str, ...], seed: int = 0) -> list[Pair]:
    """The pairs of ``corpus/<name>.<split>.jsonl`` for all names, in order."""
    return [pair for name in names for pair in corpus_pairs(data / "corpus" / f"{name}.{split}.jsonl", seed)]


def corpora(data: Path) -> Iterator[Pair]:
    """The pairs of the hand-written corpora, those of the data folder and those beside this file."""
    yield from corpus_split(data, "train", (*ENGLISH_ROWS, *GROUPS, *BILINGUAL))
    for file in sorted(OWN.glob("*.jsonl")):
        if not file.stem.startswith(("sources", "worth")):
            yield from corpus_pairs(file)


def own_pairs(names: str, seed: int = 0) -> list[Pair]:
    """The pairs of the corpora beside this file, written for this project: files joined by ``+``, or single letters."""
    files = names.split("+") if (OWN / f"{names.split('+')[0]}.jsonl").exists() else list(names)
    return [pair for name in files for pair in corpus_pairs(OWN / f"{name}.jsonl", seed)]


def sample(pairs: list[Pair], n: int, seed: int, max_chars: int = 500) -> list[Pair]:
    """At most ``n`` pairs drawn without replacement, those with longer evidence left out."""
    short = [pair for pair in pairs if len(pair.evidence) <= max_chars]
    return random.Random(seed).sample(short, min(n, len(short)))


def balanced(pairs: list[Pair], n: int, seed: int, max_chars: int = 500) -> list[Pair]:
    """About ``n`` pairs with as many of every label that occurs."""
    groups = [[p for p in pairs if p.label == label] for label in range(len(LABELS))]
    groups = [group for group in groups if group]
    return [pair for group in groups for pair in sample(group, n // len(groups), seed, max_chars)]
