"""How far reviewers agree beyond chance: Cohen's kappa of each two, Fleiss' kappa of more, with counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from factcheck.datatypes import Label
from factcheck.review.entry import ReviewEntry, Role
from factcheck.review.replay import History


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two reviewers: on how many of the claims that both decided they agree, and Cohen's kappa.

    ``kappa`` is ``None`` where chance alone would always agree, because both gave the same label to every claim.
    """

    reviewers: tuple[str, str]
    n_claims: int
    n_agreed: int
    kappa: float | None


@dataclass(frozen=True, slots=True)
class GroupAgreement:
    """More than two reviewers: the claims that have ``n_ratings`` decisions each, and Fleiss' kappa over them."""

    n_claims: int
    n_ratings: int
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far all reviewers agree.

    ``n_single`` claims were decided by one reviewer only; ``n_apart`` by several, whose decisions were made on another
    text, evidence or verdict and cannot be compared. ``group`` is ``None`` for two reviewers.
    """

    pairs: tuple[PairAgreement, ...]
    group: GroupAgreement | None
    n_claims: int
    n_single: int
    n_apart: int


def agreement(histories: Mapping[str, History]) -> Agreement:
    """The agreement of independent decisions, first and second; adjudication is none.

    Decisions on one claim are compared where they were made on the same text and evidence as the latest of them.
    """
    rated = [histories[claim] for claim in sorted(histories)]
    # By all their entries: the ratings lack first decisions on what has changed since.
    several = [history for history in rated if len(_reviewers(history)) > 1]
    labels = [found for history in several if len(found := _labels(history.comparable)) > 1]
    reviewers = sorted({name for row in labels for name in row})
    pairs = [pair for two in combinations(reviewers, 2) if (pair := _pair(two, labels))]
    return Agreement(
        pairs=tuple(pairs),
        group=_group(labels) if len(reviewers) > 2 else None,
        n_claims=len(labels),
        n_single=len(rated) - len(several),
        n_apart=len(several) - len(labels),
    )


def cohen_kappa(one: Sequence[str], other: Sequence[str]) -> float | None:
    """Cohen's kappa of two raters' labels, item by item; ``None`` where agreement by chance is certain, or no items.

    Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20 (1960), 37–46.
    """
    from sklearn.metrics import cohen_kappa_score

    if len({*one, *other}) < 2:
        return None
    return float(cohen_kappa_score(list(one), list(other)))


def fleiss_kappa(items: Sequence[Sequence[str]]) -> float | None:
    """Fleiss' kappa of the labels that each item got, equally many for each, from whomever; ``None`` as for Cohen's.

    Fleiss, Measuring nominal scale agreement among many raters, Psychological Bulletin 76 (1971), 378–382: with n
    ratings an item, n_ij of them label j, and p_j its share of all, P_i = (Σ_j n_ij² - n) / (n (n - 1)) and
    P_e = Σ_j p_j²; kappa = (P - P_e) / (1 - P_e) for the mean P of the P_i.
    """
    counts = [Counter(item) for item in items]
    n_ratings = {counted.total() for counted in counts}
    if len(n_ratings) > 1:
        raise ValueError(f"every item needs equally many ratings, not {sorted(n_ratings)}")
    total = sum(counts, Counter[str]())
    if len(total) < 2:
        return None
    [n] = n_ratings
    agreed = sum((sum(c * c for c in counted.values()) - n) / (n * (n - 1)) for counted in counts) / len(counts)
    by_chance = sum((number / total.total()) ** 2 for number in total.values())
    return (agreed - by_chance) / (1 - by_chance)


def _reviewers(history: History) -> set[str]:
    return {entry.reviewer for entry in history.entries if entry.role is not Role.ADJUDICATION}


def _labels(ratings: Mapping[str, ReviewEntry]) -> dict[str, Label]:
    return {reviewer: entry.label for reviewer, entry in ratings.items() if entry.label}


def _pair(two: tuple[str, str], labels: Iterable[Mapping[str, Label]]) -> PairAgreement | None:
    both = [(row[two[0]], row[two[1]]) for row in labels if two[0] in row and two[1] in row]
    if not both:
        return None
    kappa = cohen_kappa([one.value for one, _ in both], [other.value for _, other in both])
    return PairAgreement(two, len(both), sum(one is other for one, other in both), kappa)


def _group(labels: Iterable[Mapping[str, Label]]) -> GroupAgreement:
    """Over the claims with the number of decisions that most of them have; of equally many, the larger number."""
    rows = [[label.value for label in row.values()] for row in labels]
    numbers = Counter(len(row) for row in rows)
    n_ratings = max(numbers, key=lambda number: (numbers[number], number))
    kept = [row for row in rows if len(row) == n_ratings]
    return GroupAgreement(len(kept), n_ratings, fleiss_kappa(kept))
