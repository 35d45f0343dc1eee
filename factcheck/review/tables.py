"""Agreement and disagreements as plain text for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from factcheck.report.wording import count, plain
from factcheck.review.agreement import Agreement, GroupAgreement, PairAgreement
from factcheck.review.replay import History


def agreement_text(found: Agreement) -> str:
    """The kappas with what they were counted on, and what could not be compared, one a line."""
    if not found.n_claims:
        lines = ["No claim has decisions of two reviewers that can be compared."]
    else:
        lines = [f"{count(found.n_claims, 'claim')} decided by two reviewers or more", ""]
        lines += [_pair(pair) for pair in found.pairs]
        lines += [_group(found.group)] if found.group else []
    left_out = [
        f"{count(found.n_single, 'claim')} decided by one reviewer only" if found.n_single else "",
        f"{count(found.n_apart, 'claim')} decided on another text, evidence or verdict by each"
        if found.n_apart
        else "",
    ]
    if any(left_out):
        lines += ["", "Left out: " + "; ".join(part for part in left_out if part) + "."]
    return "\n".join(lines) + "\n"


def disagreements_text(found: Sequence[History]) -> str:
    """Each claim that is still to be settled, with what each reviewer decided and why."""
    if not found:
        return "No open disagreement.\n"
    lines = [f"{count(len(found), 'open disagreement')}", ""]
    for history in found:
        lines.append(plain(history.claim))
        grounds = history.entries[-1].grounds
        lines += [f"  {plain(grounds.text)}"] if grounds else []
        for entry in history.ratings.values():
            label = entry.label.value if entry.label else ""
            note = f" — {plain(entry.note)}" if entry.note else ""
            lines.append(f"  {label:<12}  {plain(entry.reviewer)}, {entry.at:%Y-%m-%d}{note}")
    return "\n".join(lines) + "\n"


def _pair(pair: PairAgreement) -> str:
    names = " and ".join(plain(name) for name in pair.reviewers)
    agreed = f"agree on {pair.n_agreed:,} of {count(pair.n_claims, 'claim')}"
    return f"{names}: {agreed}, Cohen's kappa {_kappa(pair.kappa)}"


def _group(group: GroupAgreement) -> str:
    counted = f"{count(group.n_claims, 'claim')} with {count(group.n_ratings, 'decision')} each"
    return f"all reviewers: {counted}, Fleiss' kappa {_kappa(group.kappa)}"


def _kappa(kappa: float | None) -> str:
    return "not defined, as every decision is the same" if kappa is None else f"{kappa:.3f}"
