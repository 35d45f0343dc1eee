"""The cache: vectors, stance probabilities and marks by content, in one SQLite file; and its upkeep."""

from factcheck.cache.cache import Cache, Progress, encode_cached
from factcheck.cache.database import CACHE_FORMAT, DatabaseError
from factcheck.cache.upkeep import Entries, Upkeep

__all__ = ["CACHE_FORMAT", "Cache", "DatabaseError", "Entries", "Progress", "Upkeep", "encode_cached"]
