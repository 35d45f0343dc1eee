"""Numbers, units, money and dates in a text, and whether those of two texts agree.

Of libraries only text2num (MIT) is used, for German number words, which are one word each: "zweihundertfünfzig". It
reads no more than that. word2number is unmaintained (2017), quantulum3 is 10 MB with guesses by classifier, dateparser
reads relative to today, pint only converts; a table of a few hundred words is smaller than any of them and says exactly
what it reads.
"""

from factcheck.quantities.compare import compare, overall
from factcheck.quantities.find import find_quantities
from factcheck.quantities.records import Bound, Comparison, Interval, Kind, Quantity, Relation

__all__ = ["Bound", "Comparison", "Interval", "Kind", "Quantity", "Relation", "compare", "find_quantities", "overall"]
