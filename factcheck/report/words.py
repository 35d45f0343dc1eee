"""Labels, percentages, nouns with their numbers, and the sentence that says why, in the reader's language."""

from __future__ import annotations

from factcheck.datatypes import ModelRecord, Outcome, Unchecked, Verdict
from factcheck.explain import explain
from factcheck.language import later, plural, say, spoken
from factcheck.models.body import STANDS_IN
from factcheck.retold import retold_refusal

TERMS = (
    *(later("supported"), later("contradicted"), later("unknown"), later("unchecked")),
    *(later("no-evidence"), later("not-enough"), later("conflicting"), later("never")),
    *(later("supports"), later("contradicts"), later("neutral")),
)
"""The words of labels, reasons and stances, and those that ``fail_on`` has besides."""

OUTCOMES = {
    Outcome.PASSED: later("Passed"),
    Outcome.FINDING: later("Finding"),
    Outcome.WAIVED: later("Waived"),
    Outcome.BASELINED: later("Baselined"),
}


def percent(probability: float) -> str:
    """A probability as whole percent; never 0 % or 100 %, because no verdict is certain."""
    rounded = round(probability * 100)
    if rounded <= 0:
        return "<1 %"
    if rounded >= 100:
        return ">99 %"
    return f"{rounded} %"


def whole_percent(probability: float) -> int:
    """The number in ``percent``, 1 to 99."""
    return int(percent(probability).strip("<>% "))


def term(name: str) -> str:
    """One of ``TERMS`` as a reader knows it; what is none of them as it is."""
    return say(name) if name in TERMS else name


def terms(names: tuple[str, ...]) -> str:
    """Several of them, with commas."""
    return ", ".join(term(name) for name in names)


def note(model: ModelRecord) -> str:
    """What is to be known of a model beside its id; nothing of most."""
    return say(STANDS_IN) if model.note == STANDS_IN else model.note


def why(item: Verdict | Unchecked) -> str:
    """The sentence that says why: that of the record, and in another language the same facts told anew."""
    if spoken() == "en":
        return item.why
    if isinstance(item, Unchecked):
        return retold_refusal(item.why)
    return explain(item.readings, item.label, item.reason, item.unread)


def claims(number: int) -> str:
    """``1 claim``, ``1,200 claims``."""
    return plural(number, "%(number)s claim", "%(number)s claims")


def findings(number: int) -> str:
    """``1 finding``, ``2 findings``."""
    return plural(number, "%(number)s finding", "%(number)s findings")


def snippets(number: int) -> str:
    """``1 snippet``, ``2 snippets``."""
    return plural(number, "%(number)s snippet", "%(number)s snippets")


def verdicts(number: int) -> str:
    """``1 verdict``, ``2 verdicts``."""
    return plural(number, "%(number)s verdict", "%(number)s verdicts")
