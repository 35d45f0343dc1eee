"""The models that the settings name."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.errors import ModelError
from factcheck.models.body import INSTALL_LARGE, STANDS_IN, body_is_here
from factcheck.models.cascade import CascadeVerifier, LanguageVerifier
from factcheck.models.embedder import PrefixedEmbedder, SentenceEmbedder
from factcheck.models.folder import folder_name, folder_revision, require_safe
from factcheck.models.plugins import open_plugin
from factcheck.models.prefixes import prefixes_of
from factcheck.models.smallembedder import SmallEmbedder
from factcheck.models.smallverifier import SmallVerifier
from factcheck.models.verifier import LargeVerifier

if TYPE_CHECKING:
    from factcheck.datatypes import Embedder, Verifier

_log = logging.getLogger(__name__)


def open_embedder(name: str, *, allow_network: bool = False) -> Embedder:
    """``small``, a name that another package offers, a local folder of a sentence-transformers or
    transformers model, or a hub id ``owner/name@revision``.

    Cheap: nothing is loaded. Raises ``ModelError`` if it is not there or the network would be needed.
    """
    if name == "small":
        return SmallEmbedder()
    if name == "minilm":
        raise ModelError(
            "embedder: minilm is no longer part of the package — write `embedder: small`, "
            "or name a folder that holds the model"
        )
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
    """``small``, ``large`` or ``cascade``, a name that another package offers, a local folder with an adapter of ours
    or with a 3-way NLI cross-encoder, or a pinned hub id.

    Cheap: nothing is loaded. Raises ``ModelError`` if it is not there or the network would be needed.
    """
    if name == "small":
        return SmallVerifier()
    if name in ("large", "cascade"):
        small = SmallVerifier()
        if not body_is_here(allow_network):
            small.note = STANDS_IN
            _log.warning("the large verifier is not installed, the small one reads everything — %s", INSTALL_LARGE)
            return small
        large = LargeVerifier(allow_network=allow_network)
        return LanguageVerifier(CascadeVerifier(small, large) if name == "cascade" else large, small)
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
