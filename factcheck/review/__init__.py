"""Decisions of people on verdicts: kept for good, replayed, and compared with what is so now. Level 5.

The log, ``reviews/<name>.jsonl`` beside the settings file (``log``, ``entry``):

- ``ReviewLog(root / FOLDER / f"{report.name}.jsonl")`` — one log. ``decide(verdict, reviewer, choice, note=…, role=…,
  key=…)`` and ``undo(entry, reviewer, note=…)`` return the ``ReviewEntry`` once it is on disk (saved may be said then);
  ``ReviewError`` for a changed label without a note or a bad name, ``StoreError`` where it cannot be written.
  ``read()`` gives ``LogContent(entries, faults)``; a fault is a line that cannot be used, to be shown, never fatal.
- ``read_reviews(root / FOLDER)`` — the same of all logs together; reports of other names may hold the same claims.
- ``Choice`` (datatypes): ``accept | supported | contradicted | unknown``. ``Role``: ``first | second | adjudication``.
- ``ClaimKeys(root, cwd, report.provenance.folder).of(claim)`` — the key of a claim in the logs; give it as ``key=`` to
  ``decide``.

What holds now (``replay``, ``grounds``, ``attach``):

- ``replay(entries)`` — ``{key: History}``; ``History.current``, ``.ratings``, ``.others``, ``.disagreed``,
  ``.latest(reviewer)``, ``.entries`` (not undone, oldest first). A claim without a decision is not in it.
- ``what_changed(entry.grounds, grounds_of(verdict))`` — plain sentences; empty means that the decision stands.
- ``review_of(verdict, history)`` — the ``Review`` that a verdict shows; ``with_reviews(report, histories, keys)`` — the
  whole report; ``reviewed(report, root, cwd)`` — the same from the folder, with the faults.

Two reviewers (``turns``, ``agreement``):

- ``to_review(verdicts, histories, keys, reviewer, role)`` — what this reviewer has still to decide in this turn,
  without what others decided; ``disagreements(histories)`` — what is to be settled with ``Role.ADJUDICATION``.
- ``agreement.agreement(histories)`` — Cohen's kappa of each two reviewers and Fleiss' kappa of more, with counts.

From decisions to gold and expectations: ``gold.write_gold``, and ``factcheck.review.expect.expectations``.
"""

from factcheck.review.attach import review_of, reviewed, with_reviews
from factcheck.review.entry import REVIEW_FORMAT, UNDO, Grounds, ReviewEntry, Role
from factcheck.review.grounds import grounds_of, what_changed
from factcheck.review.keys import ClaimKeys
from factcheck.review.log import FOLDER, LogContent, ReviewLog, read_reviews
from factcheck.review.replay import History, replay
from factcheck.review.turns import disagreements, stands, to_review

__all__ = [
    "FOLDER",
    "REVIEW_FORMAT",
    "UNDO",
    "ClaimKeys",
    "Grounds",
    "History",
    "LogContent",
    "ReviewEntry",
    "ReviewLog",
    "Role",
    "disagreements",
    "grounds_of",
    "read_reviews",
    "replay",
    "review_of",
    "reviewed",
    "stands",
    "to_review",
    "what_changed",
    "with_reviews",
]
