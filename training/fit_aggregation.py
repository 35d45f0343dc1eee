r"""Fit the aggregation rule on the pipeline claims, leaving one topic out, then on all topics for shipping.

    python -m training.fit_aggregation --data ../shared/data [--verifier cascade] [--adapter FOLDER] [--cache FILE] \
        [--german training/pipeline.de.jsonl]

Every figure printed is of held-out topics: the rule that judges a topic never saw it. The last line is the rule fitted
on all topics, to be copied into ``factcheck/aggregate.py``. The verifier never trains on these claims. ``--german``
reads the claims in German, translations of our own, and the evidence stays English.

ECE is never 0 on few claims: of 240 claims, each right with exactly the probability that its confidence says, it is
0.038 in bins of equal width and 0.060 in bins of equal mass. What it would be for the confidences at hand is simulated
and printed beside each.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from factcheck.aggregate import aggregate, strengths
from factcheck.cache import Cache, encode_cached
from factcheck.claims import read_claims
from factcheck.datatypes import Label, Reason, Verifier
from factcheck.evaluate.curves import adaptive_calibration_errors, calibration_errors, risks, selective
from factcheck.evaluate.fitting import Case, fit, leave_one_topic_out, wrong_support
from factcheck.evaluate.topics import read_gold
from factcheck.evidence import read_evidence
from factcheck.index import build_index
from factcheck.models.open import open_embedder
from factcheck.retrieve import query_text, retrieve
from factcheck.verify import verify
from training.data import read_rows
from training.verifiers import add_options, chosen

TODAY = dt.date(2026, 11, 26)
"""Reference date of claims without ``as_of``; fixed, so that the figures can be reproduced."""
DRAWS = 2000
"""Simulated sets of outcomes; the mean ECE of so many is known to 0.001."""

Array = NDArray[np.float64]


def read_cases(data: Path, verifier: Verifier, cache: Cache, k: int, german: Path | None = None) -> list[Case]:
    """The claims of all pipeline topics, retrieved and assessed as a check does."""
    told = {(row["topic"], row["id"]): row["text_de"] for row in read_rows(german)} if german else {}
    embedder = open_embedder("small")
    cases = []
    for folder in sorted((data / "pipeline").iterdir()):
        claims = read_claims([folder / "claims.yaml"])
        if german:
            claims = [replace(claim, text=told[folder.name, claim.id], lang="de") for claim in claims]
        snippets = read_evidence([folder / "evidence.yaml"])
        index = build_index(snippets, embedder, cache)
        vectors = encode_cached(embedder, cache, [query_text(claim) for claim in claims], claims=True)
        matches = retrieve(claims, index, vectors, k, [claim.as_of or TODAY for claim in claims])
        read, _ = verify(claims, matches, verifier, cache)
        gold = read_gold(folder / "gold.tsv", claims, snippets)
        for claim, row in zip(claims, read, strict=True):
            found = gold[claim.id]
            cases.append(Case(folder.name, claim.id, claim.text, found.label, found.reason, found.deciding, row))
    return cases


def judge_held_out(cases: Sequence[Case]) -> list[tuple[Case, Label, Reason | None, float]]:
    """Each case with the label, reason and confidence of the rule fitted on the other topics."""
    decisions = [aggregate(case.readings, rule) for case, rule in zip(cases, leave_one_topic_out(cases), strict=True)]
    return [(case, d.label, d.reason, d.confidence) for case, d in zip(cases, decisions, strict=True)]


def of_perfect(confidence: Array) -> tuple[float, float]:
    """The mean ECE, and the adaptive one, if each claim were right with just its confidence."""
    many = np.tile(confidence, (DRAWS, 1))
    right = (np.random.default_rng(0).random(many.shape) < many).astype(np.float64)
    return float(calibration_errors(right, many).mean()), float(adaptive_calibration_errors(right, many).mean())


def report_confidence(confidences: Sequence[float], right: Sequence[bool]) -> None:
    """What the confidence is worth; of equal confidence the wrong claims count as the more confident ones."""
    order = np.lexsort((1 - np.array(right), np.array(confidences)))
    confidence, hit = np.array(confidences)[order], np.array(right, dtype=np.float64)[order]
    width, mass = of_perfect(confidence)
    rows = hit[None, :], confidence[None, :]
    print(f"ECE {calibration_errors(*rows)[0]:.3f}, if perfectly calibrated {width:.3f}")
    print(f"ECE, bins of equal mass {adaptive_calibration_errors(*rows)[0]:.3f}, if perfectly calibrated {mass:.3f}")
    print(f"Brier score of the confidence {np.mean((confidence - hit) ** 2):.3f}")
    print(f"selective accuracy at 50 % coverage {selective(risks(rows[0]), 50)[0]:.3f}")


def main() -> None:
    """Print the held-out figures, the wrong supports one by one, and the rule for shipping."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    add_options(parser)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("-k", type=int, default=8)
    parser.add_argument("--german", type=Path, help="German texts of the claims: topic, id, text_de")
    args = parser.parse_args()
    verifier = chosen(args)
    cases = read_cases(args.data, verifier, Cache(args.cache) if args.cache else Cache.in_memory(), args.k, args.german)
    report(verifier, cases)
    print(fit(cases, f"fitted on 240 claims of 12 topics, twos where none settles, with {verifier_name(verifier)}"))


def verifier_name(verifier: Verifier) -> str:
    """The name of the verifier whose probabilities count: of the cascade the large one's."""
    names: list[str] = re.findall(r"factcheck-verifier-[\w-]+", verifier.model_id)
    return next((name for name in names if "small" not in name), names[0])


def report(verifier: Verifier, cases: Sequence[Case]) -> None:
    """The figures of the whole path on held-out topics."""
    judged = judge_held_out(cases)
    right = [label is case.gold for case, label, _, _ in judged]
    wrong = [(case, label) for case, label, _, _ in judged if wrong_support(label, case.gold)]
    full = [label is case.gold and reason is case.reason for case, label, reason, _ in judged]
    print(
        f"{verifier.model_id}, {verifier.precision}; {len(cases)} claims, judged by a rule that never saw their topic"
    )
    confirmed = sum(max(found.s_ind, found.c_ind) > 0 for found in (strengths(case.readings) for case in cases))
    print(f"{confirmed} claims have two independent sources on a side")
    print(f"right {np.mean(right):.3f}, with the reason {np.mean(full):.3f}")
    print(f"wrong supported in 100: {100 * len(wrong) / len(judged):.1f}")
    report_confidence([confidence for *_, confidence in judged], right)
    for gold in Label:
        row = [sum(c.gold is gold and label is predicted for c, label, _, _ in judged) for predicted in Label]
        print(f"  gold {gold:<13} -> " + "  ".join(f"{predicted} {n}" for predicted, n in zip(Label, row, strict=True)))
    for case, _ in wrong:
        print(f"  wrong supported: {case.topic} {case.id} [{case.gold}] {case.text}")


if __name__ == "__main__":
    main()
