"""The index: the evidence made searchable by meaning (FAISS) and by words (BM25), in memory or in a folder."""

from factcheck.index.filter import Filter
from factcheck.index.index import Index, Scores, build_index
from factcheck.index.rows import Row, normal_text
from factcheck.index.store import open_index

__all__ = ["Filter", "Index", "Row", "Scores", "build_index", "normal_text", "open_index"]
