"""Models from the Hugging Face hub: only at a pinned revision, and only when the user allows the network."""

from __future__ import annotations

import re
from pathlib import Path

from factcheck.errors import ModelError

HUB_NAME = re.compile(r"(?P<owner>[\w.-]+)/(?P<name>[\w.-]+)@(?P<revision>[0-9a-f]{7,40})")

READ_FILES = ("*.safetensors", "*.json", "*.txt", "*.model")
"""What a model is read from. The same weights as pickles or for other libraries can be five times as much."""
OTHER_FORMATS = ("onnx/*", "openvino/*", "coreml/*")


def hub_folder(name: str, kind: str, *, allow_network: bool) -> Path:
    """The local folder of a hub model ``owner/name@revision``, downloaded if the network is allowed.

    Raises ``ModelError`` if the name is neither a folder nor a pinned hub id, or the download is not allowed or fails.
    """
    match = HUB_NAME.fullmatch(name)
    if match is None:
        raise ModelError(
            f"no {kind} is called {name!r} — name a local folder with the model, "
            "or a hub id with its commit: owner/name@revision"
        )
    from huggingface_hub import snapshot_download

    try:
        folder = Path(
            snapshot_download(
                f"{match['owner']}/{match['name']}",
                revision=match["revision"],
                allow_patterns=list(READ_FILES),
                ignore_patterns=list(OTHER_FORMATS),
                local_files_only=not allow_network,
            )
        )
    except Exception as fault:  # the hub client raises many unrelated kinds
        if not allow_network:
            raise ModelError(
                f"the {kind} {name} is not on this machine ({type(fault).__name__}) — "
                "set `allow_network: true` to download it once"
            ) from fault
        why = f"{type(fault).__name__}: {str(fault).strip().partition(chr(10))[0]}"
        raise ModelError(
            f"the {kind} {name} cannot be downloaded ({why}) — look at the name, the commit and the network"
        ) from fault
    if not folder.name.startswith(match["revision"]):
        raise ModelError(
            f"{match['revision']!r} of the {kind} {name} is no commit but a name that may move — pin {folder.name}"
        )
    return folder
