"""The evidence's vectors in Milvus: in a file inside this process (Milvus Lite), or on a server or cluster."""

from factcheck.scale.milvus.store import open_milvus

__all__ = ["open_milvus"]
