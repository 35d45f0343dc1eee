"""What the script of the review page says, in the page's language; the script itself has no words."""

from __future__ import annotations

from factcheck.datatypes import Label
from factcheck.language import later, unfilled, unfilled_plural
from factcheck.report.words import term

_TEXTS = {
    "accepted": later("Saved: accepted as %(label)s."),
    "announce": later("%(place)s of %(number)s. %(label)s: %(claim)s"),
    "changedMeanwhile": later("the decisions on this changed meanwhile."),
    "error": later("error %(status)s"),
    "first": later("This is the first verdict of the list."),
    "folded": later("Everything is folded, here and in what follows."),
    "goOn": later("j goes on to the next verdict still to review."),
    "gone": later("factcheck does not answer. Start “factcheck review” again; what you typed is kept here."),
    "held": later("not saved: %(meanwhile)s Press d or decide again to save yours as well; %(goOn)s"),
    "last": later("This is the last verdict of the list."),
    "meanwhile": later("%(name)s decided this meanwhile (%(decision)s)."),
    "noteKept": later("The note is kept; it goes with your decision."),
    "nothingHeld": later("No decision of yours is held back."),
    "nothingLeft": later("Nothing in this list is left to review."),
    "nothingToUndo": later("There is no decision of yours to undo."),
    "nowDecide": later("The note is kept. Now decide: a, s, c or u."),
    "saved": later("Saved: %(choice)s."),
    "saving": later("Saving…"),
    "sayWhy": later("%(choice)s instead of %(label)s: say why, then press Enter."),
    "undoing": later("Undoing…"),
    "undone": later("Undone."),
    "unfolded": later("Everything is unfolded, here and in what follows."),
}


def script_texts() -> dict[str, object]:
    """Each text by its name in the script, with its placeholders; of two forms the first is for one.

    ``labels`` has the words of the labels.
    """
    return {
        **{name: unfilled(message) for name, message in _TEXTS.items()},
        "all": unfilled_plural("%(number)s verdict", "%(number)s verdicts"),
        "some": unfilled_plural("%(shown)s of %(number)s verdict", "%(shown)s of %(number)s verdicts"),
        "labels": {label.value: term(label.value) for label in Label},
    }
