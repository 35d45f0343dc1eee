"""How figures are called and written for people; a share that is not 0 or 1 never looks like it."""

from __future__ import annotations

from collections.abc import Mapping

from factcheck.evaluate.bootstrap import Interval
from factcheck.evaluate.datasets import COUNTED, OTHER_LANGUAGE, UNCHECKED
from factcheck.evaluate.evaluation import Evaluation, SetResult
from factcheck.evaluate.outcomes import Scoring

NAMES = {
    "accuracy": "accuracy",
    "macro_f1": "macro-F1",
    "balanced_accuracy": "balanced accuracy",
    "two_way_accuracy": "accuracy, better of two sides",
    "ece": "ECE",
    "adaptive_ece": "ECE, bins of equal mass",
    "brier": "Brier score",
    "aurc": "area under risk–coverage",
    "wrong_supported": "wrong supported, of those not supported",
    "in_100": "wrong supported in 100 items",
    "oracle_accuracy": "accuracy on the gold evidence",
    "deciding_recall": "recall of the deciding snippets",
    "reason_accuracy": "label and reason right",
    "mrr": "MRR@10",
    "ndcg@10": "nDCG@10",
    "ndcg@10_meaning": "nDCG@10 by meaning alone",
    "ndcg@10_words": "nDCG@10 by words alone",
}
SCORING = {
    None: "ranking",
    Scoring.THREE_WAY: "three labels",
    Scoring.TWO_CLASS: "no unknown in the gold: most probable of three, unknown is wrong",
    Scoring.ONE_SIDED: "no contradicted in the gold: supported against the rest",
}


def name_of(metric: str) -> str:
    """The metric as it is printed, with its literature name."""
    if metric in NAMES:
        return NAMES[metric]
    stem, _, rest = metric.partition("_") if "@" not in metric else (metric, "", "")
    if metric.startswith("selective_accuracy@"):
        return f"accuracy at {metric.partition('@')[2]} % coverage"
    return f"{'F1' if stem == 'f1' else stem} of {rest.replace('_', ' ')}" if rest else metric


def number(metric: str, value: float) -> str:
    """The value with three decimals, or one for items in 100."""
    if metric == "in_100":
        return f"{value:.1f}"
    shown = f"{value:.3f}"
    if shown == "1.000" and value < 1:
        return ">0.999"
    return "<0.001" if shown == "0.000" and value > 0 else shown


def interval(metric: str, bounds: Interval | None) -> str:
    """The interval in brackets, or nothing."""
    return f"[{number(metric, bounds[0])}, {number(metric, bounds[1])}]" if bounds else ""


def notes(item: SetResult) -> list[str]:
    """What a reader must know beside the figures: a sample, and everything that was counted."""
    left_out = _left_out(item.counts)
    drawn = item.figures.n + sum(item.counts.get(name, 0) for name in (UNCHECKED, OTHER_LANGUAGE))
    sampled = [f"a fixed sample of {drawn} of {item.of}"] if drawn < item.of else []
    return [*sampled, *left_out]


def scoring_note(item: SetResult, evaluation: Evaluation) -> str:
    """How the set is scored; sets that are scored otherwise by themselves are named where they are put together."""
    apart = item is evaluation.overall and {other.scoring for other in evaluation.sets} != {item.scoring}
    return SCORING[item.scoring] + (", also of sets that are scored otherwise by themselves" if apart else "")


def _left_out(counts: Mapping[str, int]) -> list[str]:
    return [f"{COUNTED[name]}: {n:,}" for name, n in counts.items() if n]
