"""What changed between two records: verdicts that flipped, appeared or vanished, and what caused each flip.

``compare`` works it out; ``text``, ``markdown`` and ``record`` say it, each in its own form.
"""

from factcheck.diff.compare import Diff, EvidenceChange, Flip, compare

__all__ = ["Diff", "EvidenceChange", "Flip", "compare"]
