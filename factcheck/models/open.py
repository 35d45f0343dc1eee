"""The models that the settings name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.errors import ModelError
from factcheck.models.embedder import MINILM_SHA256, PrefixedEmbedder, SentenceEmbedder, packaged_minilm
from factcheck.models.folder import folder_name, folder_revision, require_safe
from factcheck.models.plugins import open_plugin
from factcheck.models.prefixes import prefixes_of
from factcheck.models.verifier import LargeVerifier

if TYPE_CHECKING:
    from factcheck.datatypes import Embedder, Verifier


def open_embedder(name: str, *, allow_network: bool = False) -> Embedder:
    """``minilm``, a name that another package offers, a local folder of a sentence-transformers or transformers
    model, or a hub id ``owner/name@revision``.

    Cheap: nothing is loaded. Raises ``ModelError`` if it is not there or the network would be needed.
    """
    if name == "minilm":
        return SentenceEmbedder(packaged_minilm(), f"all-MiniLM-L6-v2@{MINILM_SHA256[:12]}", MINILM_SHA256)
    plugin: Embedder | None = open_plugin("embedders", name)
    if plugin is not None:
        return plugin
    folder = Path(name)
    if folder.is_dir():
        require_safe(folder, "embedder")
        return _embedder_in(folder, folder_name(folder), folder_revision(folder)[:12])
    from factcheck.models.hub import hub_folder

    folder = hub_folder(name, "embedder", allow_network=allow_network)
    require_safe(folder, "embedder")
    return _embedder_in(folder, *name.split("@"))


def _embedder_in(folder: Path, name: str, revision: str) -> Embedder:
    prefixes = prefixes_of(folder, name.rpartition("/")[2])
    model_id = f"{name}@{revision}"
    return PrefixedEmbedder(folder, model_id, prefixes) if prefixes else SentenceEmbedder(folder, model_id)


def open_verifier(name: str, *, allow_network: bool = False) -> Verifier:
    """``large``, a name that another package offers, a local folder with an adapter of ours or with a 3-way NLI
    cross-encoder, or a pinned hub id.

    Cheap: nothing is loaded. Raises ``ModelError`` if it is not there or the network would be needed.
    """
    if name == "large":
        return LargeVerifier(allow_network=allow_network)
    if name in ("small", "cascade"):
        raise ModelError(f"verifier: {name} is not part of this version — write `verifier: large`")
    plugin: Verifier | None = open_plugin("verifiers", name)
    if plugin is not None:
        return plugin
    folder = Path(name)
    if (folder / "verifier.json").is_file():
        return LargeVerifier(folder, allow_network=allow_network)
    from factcheck.models.crossencoder import CrossEncoderVerifier

    if folder.is_dir():
        return CrossEncoderVerifier(folder)
    from factcheck.models.hub import hub_folder

    return CrossEncoderVerifier(hub_folder(name, "verifier", allow_network=allow_network), name)
