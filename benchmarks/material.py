"""Claims and snippets that anybody can make anew: the same numbers give the same texts, on every machine.

Where the models' time is compared they read the gold corpus, 320 claims and 219 snippets of ten fields written by hand:
how much a cascade hands on, and how often two snippets are read together, hangs on what the texts say. Where more are
needed than that they are generated: sentences about invented towns, as long as those of the pipeline topics, a snippet
about 30 words below a line that names its source, a claim about 10. Four snippets tell of the same thing in four years,
so more matches bear on a claim than in most real evidence. Of three claims one says what a snippet says, one gives
another number, and one is about another matter of the same town.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from factcheck.claims import read_claims
from factcheck.datatypes import Claim, Snippet, Source, StanceProbs
from factcheck.evidence import read_evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

T = TypeVar("T", Claim, Snippet)
GOLD = Path(__file__).parent.parent / "tests" / "gold"
DIM = 384
N_CENTRES = 1000
SPREAD = 0.8
"""Length of what is added to a unit centre: neighbours of one centre then have cosines about 1 / (1 + 0.8²) = 0.61."""

_HEADS = (
    "Al",
    "Bren",
    "Cor",
    "Dun",
    "Esk",
    "Far",
    "Gril",
    "Hol",
    "Ist",
    "Jor",
    "Kel",
    "Lun",
    "Mar",
    "Nor",
    "Or",
    "Pel",
)
_MIDDLES = ("a", "e", "i", "o", "u", "an", "er", "il", "on", "um")
_TAILS = ("berg", "dal", "ford", "holm", "ley", "mouth", "stad", "ton", "vik", "wick")
_MATTERS = (
    ("harbour", "handled {n} containers", "most of them for the mills upstream, and two new cranes were ordered"),
    ("library", "lent {n} books", "a third of them to children, although the reading room was shut in summer"),
    ("hospital", "treated {n} patients", "of whom few had to wait, while the new ward opened later than planned"),
    ("waterworks", "supplied {n} households", "after the old mains had been replaced and the spring was tapped again"),
    ("museum", "counted {n} visitors", "many of them for the ships, and it kept its doors open on Mondays"),
    ("tram company", "carried {n} passengers", "on four lines, since the bridge was closed to cars for repairs"),
    ("brewery", "sold {n} barrels", "chiefly abroad, and it means to build a second hall beside the station"),
    ("council", "planted {n} trees", "along the northern road, where storms had felled the old limes"),
)


YEARS = 4
"""Snippets on one matter of one town, each of another year with another number."""


def town(number: int) -> str:
    """A name; 1,600 different ones, then again with a number."""
    head, rest = number % len(_HEADS), number // len(_HEADS)
    middle, rest = rest % len(_MIDDLES), rest // len(_MIDDLES)
    tail, again = rest % len(_TAILS), rest // len(_TAILS)
    return f"{_HEADS[head]}{_MIDDLES[middle]}{_TAILS[tail]}" + (f" {again + 1}" if again else "")


def snippet(number: int) -> Snippet:
    """The snippet of that number; different numbers give different texts."""
    matter, did, more = _MATTERS[number // YEARS % len(_MATTERS)]
    where, year = town(number // YEARS // len(_MATTERS)), 2017 + 2 * (number % YEARS)
    done = did.format(n=f"{_amount(number):,}")
    text = f"In {year} the {matter} of {where} {done}, {more}, as its yearly report says."
    source = Source(f"r{number % 500}", f"Report of {where}", f"The {where} Gazette", published=dt.date(year + 1, 3, 1))
    return Snippet(f"s{number}", text, source, lang="en")


def snippets(number: int) -> list[Snippet]:
    """The first so many snippets."""
    return [snippet(n) for n in range(number)]


def claim(number: int, n_snippets: int) -> Claim:
    """The claim of that number about one of so many snippets; different numbers give different texts."""
    about = number * 7 % n_snippets
    thing = about // YEARS
    matter, did, _ = _MATTERS[(thing + (number % 3 == 2)) % len(_MATTERS)]
    amount = _amount(about) + (number % 3 == 1) * (17 + number)
    told = f" (entry {number})" if number >= n_snippets else ""
    done = did.format(n=f"{amount:,}")
    return Claim(f"c{number}", f"The {matter} of {town(thing // len(_MATTERS))} {done}{told}.", lang="en")


def claims(number: int, n_snippets: int) -> list[Claim]:
    """The first so many claims about that many snippets."""
    return [claim(n, n_snippets) for n in range(number)]


def written_claims(number: int) -> list[Claim]:
    """So many claims, at most 320: those of the gold corpus, one of each topic in turn."""
    topics = [_named(folder, read_claims([folder / "claims.yaml"], GOLD)) for folder in _topics()]
    return [claim for row in zip_longest(*topics) for claim in row if claim][:number]


def written_snippets(number: int) -> list[Snippet]:
    """So many snippets: the 219 of the gold corpus first, then generated ones."""
    written = [s for folder in _topics() for s in _named(folder, read_evidence([folder / "evidence.yaml"], GOLD))]
    return [*written, *snippets(max(0, number - len(written)))][:number]


def _named(folder: Path, found: list[T]) -> list[T]:
    """The same with ids that no other topic has."""
    return [replace(one, id=f"{folder.name}-{one.id}") for one in found]


def _topics() -> list[Path]:
    return sorted(folder for folder in GOLD.iterdir() if folder.is_dir())


def pairs(number: int) -> list[tuple[str, str]]:
    """So many (evidence, claim) pairs as the verify stage forms them, each with the line of its source."""
    from factcheck.verify import evidence_texts

    around = max(number, 8)
    return [
        (evidence_texts(snippet((n // 8 * 7 + n % 8) % around))[0], claim(n // 8, around).text) for n in range(number)
    ]


def clustered(number: int, seed: int = 5) -> NDArray[np.float32]:
    """Unit rows around 1,000 centres, shape (number, 384): dense where texts are alike, as embeddings are."""
    chance = np.random.default_rng(seed)
    centres = _unit(chance.standard_normal((N_CENTRES, DIM), dtype=np.float32))
    made = np.empty((number, DIM), dtype=np.float32)
    for start in range(0, number, 10_000):
        some = made[start : start + 10_000]
        noise = _unit(chance.standard_normal(some.shape, dtype=np.float32))
        some[:] = _unit(centres[chance.integers(N_CENTRES, size=len(some))] + SPREAD * noise)
    return made


class SyntheticEmbedder:
    """Clustered unit vectors in place of a model: a text's vector hangs on its hash alone."""

    model_id, precision = "synthetic/clustered@1", "float32"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows, shape (n_texts, 384)."""
        from factcheck.datatypes import content_hash

        table = clustered(4096)
        return table[[int(content_hash(text)[:8], 16) % len(table) for text in texts]]


class TableVerifier:
    """A verifier that costs next to nothing: one pair in eight takes a side, by its hash; it marks no words."""

    model_id, precision = "synthetic/table@1", "float32"
    languages = frozenset({"en"})
    sides = (StanceProbs(0.93, 0.02, 0.05), StanceProbs(0.02, 0.93, 0.05))
    neutral = StanceProbs(0.01, 0.01, 0.98)

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbs]:
        """One result for each pair, in order."""
        from factcheck.datatypes import content_hash

        places = [int(content_hash(*pair)[:4], 16) % 16 for pair in pairs]
        return [self.sides[place] if place < 2 else self.neutral for place in places]


def _amount(number: int) -> int:
    return 1200 + number * 37


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    made: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return made
