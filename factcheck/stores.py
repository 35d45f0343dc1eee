"""Where the index may be kept: in files, or in Milvus at an address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from factcheck.entries import Entry
from factcheck.fields import Passage, reject

STORE = ".factcheck"
"""Folder of index and cache, beside the settings file."""

CACHE_FILE = "cache.sqlite"
"""The cache in that folder."""

STORES = ("files", "milvus")
"""What may stand in ``store``."""

INDEXES = ("FLAT", "HNSW", "AUTOINDEX")
"""Milvus' own names of the indexes that may be asked for: exact, a graph, and whatever the server thinks best."""

_ADDRESS = re.compile(r"(https?|tcp|unix)://\S+")
_COLLECTION = re.compile(r"[A-Za-z_]\w{0,199}", re.ASCII)


def _uri(text: str) -> str:
    if not _ADDRESS.fullmatch(text) and ("://" in text or not text.endswith(".db")):
        raise reject(
            "is neither the address of a server nor a file that ends in .db",
            "write http://localhost:19530, or .factcheck/milvus.db for Milvus Lite",
        )
    return text


def _collection(text: str) -> str:
    if not _COLLECTION.fullmatch(text):
        raise reject("is no name of a collection", "write letters, digits and underscores, for example newsroom")
    return text


def _index(text: str) -> str:
    if text not in INDEXES:
        raise reject("is no index that is known here", f"write one of {', '.join(INDEXES)}")
    return text


class MilvusEntry(Entry):
    """Where Milvus is, for ``store: milvus``."""

    uri: Annotated[str, AfterValidator(_uri), Field(min_length=1)] | None = Field(
        None, description="Address of a Milvus server, or a file of Milvus Lite. Default: .factcheck/milvus.db."
    )
    collection: Annotated[str, AfterValidator(_collection), Field(min_length=1)] | None = Field(
        None, description="Collection of the evidence. Default: a name derived from the paths of the evidence."
    )
    index: Annotated[str, AfterValidator(_index)] | None = Field(
        None, description="FLAT, HNSW or AUTOINDEX. Default: FLAT.", json_schema_extra={"enum": list(INDEXES)}
    )
    token: Passage | None = Field(
        None, description="Key or user:password of the server; better in the variable FACTCHECK_MILVUS_TOKEN."
    )


@dataclass(frozen=True, slots=True)
class Milvus:
    """Where Milvus is. ``uri`` is an address or an absolute path; ``collection`` is empty where none was named."""

    uri: str
    collection: str = ""
    index: str = "FLAT"
    token: str = field(default="", repr=False)

    @property
    def is_file(self) -> bool:
        """Whether it is a file of Milvus Lite, which runs inside this process."""
        return "://" not in self.uri


def milvus_of(values: Mapping[str, str | None], root: Path) -> Milvus:
    """The address that was given in a settings file in ``root``, with the defaults for what was not."""
    given = {name: value for name, value in values.items() if value}
    uri = given.pop("uri", ".factcheck/milvus.db")
    return Milvus(uri if "://" in uri else str(root / Path(uri).expanduser()), **given)
