"""Numbers, units, money and dates in a text, and whether those of two texts agree.

No library is used: word2number is unmaintained (2017), text2num reads number words only and is compiled per platform,
quantulum3 is 10 MB with guesses by classifier, dateparser reads relative to today, pint only converts; a table of a few
hundred words is smaller than any of them and says exactly what it reads.
"""

from factcheck.quantities.compare import compare, overall
from factcheck.quantities.find import find_quantities
from factcheck.quantities.records import Bound, Comparison, Interval, Kind, Quantity, Relation

__all__ = ["Bound", "Comparison", "Interval", "Kind", "Quantity", "Relation", "compare", "find_quantities", "overall"]
