"""Files that people have (text, Markdown, HTML, PDF, DOCX) as one text with its blocks and what is known of it.

``read_document`` reads a file, ``read_document_bytes`` what came over a pipe; ``SUFFIXES`` are the endings of names
that say what a file is. One module a kind; ``refusal`` words why a file cannot be read.
"""

from factcheck.documents.document import Block, BlockKind, Document
from factcheck.documents.kinds import SUFFIXES
from factcheck.documents.read import Progress, read_document, read_document_bytes

__all__ = ["SUFFIXES", "Block", "BlockKind", "Document", "Progress", "read_document", "read_document_bytes"]
