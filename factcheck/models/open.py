"""The verifier that the settings name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.errors import ModelError
from factcheck.models.verifier import LargeVerifier

if TYPE_CHECKING:
    from factcheck.datatypes import Verifier


def open_verifier(name: str, *, allow_network: bool = False) -> Verifier:
    """``large``, or a local folder with an adapter of ours or with a 3-way NLI cross-encoder, or a pinned hub id.

    Cheap: nothing is loaded. Raises ``ModelError`` if it is not there or the network would be needed.
    """
    if name == "large":
        return LargeVerifier(allow_network=allow_network)
    if name in ("small", "cascade"):
        raise ModelError(f"verifier: {name} is not part of this version — write `verifier: large`")
    folder = Path(name)
    if (folder / "verifier.json").is_file():
        return LargeVerifier(folder, allow_network=allow_network)
    from factcheck.models.crossencoder import CrossEncoderVerifier

    if folder.is_dir():
        return CrossEncoderVerifier(folder)
    from factcheck.models.hub import hub_folder

    return CrossEncoderVerifier(hub_folder(name, "verifier", allow_network=allow_network), name)
