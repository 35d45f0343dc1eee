"""Findings that were there before: kept and marked, so that a check fails only on new ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from operator import attrgetter

from factcheck.datatypes import Baseline, BaselineState, Claim, Outcome, Report
from factcheck.report.wording import Item, everything, label_name, reason_name

_KNOWN = (Outcome.FINDING, Outcome.BASELINED)
"""What counts as known; a waived finding of the baseline does not, because its waiver ends."""

_Same = tuple[str, str, str]
"""Claim key, claim text and label: what the fingerprint of a result is made of too."""


_Key = Callable[[Claim], str]


def mark_known(
    report: Report, baseline: Report, *, key: _Key = attrgetter("key"), known_key: _Key = attrgetter("key")
) -> Report:
    """The report with every finding baselined that the baseline has too, and with what became of each of them.

    It is known where claim key, claim text, label and reason are the same; labels and everything else stay. ``key``
    names the claims of the report and ``known_key`` those of the baseline: the two may name one file from two folders.
    """
    items = [item for item in everything(baseline) if item.outcome in _KNOWN]
    known = {(_same(item, known_key), reason_name(item)) for item in items}
    marked = replace(
        report,
        verdicts=tuple(replace(v, outcome=_outcome(v, known, key)) for v in report.verdicts),
        unchecked=tuple(replace(u, outcome=_outcome(u, known, key)) for u in report.unchecked),
    )
    compared = _compared(baseline.provenance.created, _findings(baseline, known_key), marked, key)
    return replace(marked, provenance=replace(report.provenance, baseline=compared))


def _outcome(item: Item, known: set[tuple[_Same, str]], key: _Key) -> Outcome:
    is_known = item.outcome is Outcome.FINDING and (_same(item, key), reason_name(item)) in known
    return Outcome.BASELINED if is_known else item.outcome


def _compared(created: dt.datetime, before: Mapping[_Same, Item], now: Report, key: _Key) -> Baseline:
    """What each finding is to the earlier record, and whose findings are gone, by the keys that this report has.

    A claim that is not in this report, with ``--only`` for example, is not called absent: nothing is known of it.
    """
    after = _findings(now, key)
    checked = {key(item.claim): item.claim.key for item in everything(now)}
    return Baseline(
        created=created,
        states={item.claim.key: _state(item, before.get(same)) for same, item in after.items()},
        absent=tuple(checked[same[0]] for same in before if same not in after and same[0] in checked),
    )


def _findings(report: Report, key: _Key) -> dict[_Same, Item]:
    return {_same(item, key): item for item in everything(report) if item.outcome is not Outcome.PASSED}


def _state(item: Item, before: Item | None) -> BaselineState:
    """Updated is a finding with another reason, and one that is waived now or is not any more."""
    if before is None:
        return BaselineState.NEW
    was, now = ((reason_name(one), one.outcome is Outcome.WAIVED) for one in (before, item))
    return BaselineState.UNCHANGED if was == now else BaselineState.UPDATED


def _same(item: Item, key: _Key) -> _Same:
    return key(item.claim), item.claim.text, label_name(item)
