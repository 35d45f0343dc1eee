"""A model's folder in the published form: which of its files decide, their hash, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from factcheck.datatypes import content_hash
from factcheck.errors import ModelError
from factcheck.models.weights import file_sha256

MODULES = "modules.json"
"""Where a sentence-transformers folder lists its parts; a plain transformers folder has none."""
TOKENIZER = "tokenizer.json"
NEWER_REVISION = f"name a folder or a revision that has a {TOKENIZER}; older ones often lack it"
_DECIDING = frozenset({".safetensors", ".json", ".txt", ".model"})
"""Endings of weights, settings, and vocabularies; a README or a picture decides nothing."""
_PICKLES = ("pytorch_model*.bin", "*.pt", "*.pth", "*.ckpt")
_OUR_LIBRARY = "sentence_transformers."


def read_config(file: Path) -> dict[str, Any]:
    """The JSON object in a file of the model; empty without the file. Raises ``ModelError`` for anything else."""
    if not file.is_file():
        return {}
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise ModelError(f"the model file {file} cannot be read ({fault}) — fetch the model again") from fault
    if not isinstance(content, dict):
        raise ModelError(f"the model file {file} holds no JSON object — fetch the model again")
    return content


def require_safe(folder: Path, kind: str) -> None:
    """Raises ``ModelError`` unless the weights are safetensors and every part is of a class that we have installed.

    Pickles are refused wherever they would be read, as are parts whose class the folder brings itself: both are code.
    """
    parts = _parts(folder)
    if not any(_weights(part) for part, _ in parts):
        raise ModelError(
            f"the {kind} in {folder} has no model.safetensors — save it in that form; pickles are not read"
        )
    for part, name in parts:
        if not name.startswith(_OUR_LIBRARY):
            raise ModelError(f"the {kind} in {folder} would run code of its own ({name}) — name a model without it")
        if not _weights(part) and any(found for pattern in _PICKLES for found in part.glob(pattern)):
            raise ModelError(
                f"the {kind} in {folder} has pickled weights in {part.name} and no model.safetensors there — "
                "save it in that form; pickles are not read"
            )


def cannot_load(folder: Path, kind: str, fault: Exception) -> ModelError:
    """What to raise where a library cannot load the model; its own message advises what does not help here."""
    why = f"cannot load the {kind} from {folder}: {str(fault).partition(chr(10))[0]}"
    if any((part / TOKENIZER).is_file() for part, _ in _parts(folder)):
        return ModelError(why)
    return ModelError(f"the {kind} in {folder} has no {TOKENIZER} — {NEWER_REVISION} ({why})")


def folder_revision(folder: Path) -> str:
    """A hash of all that decides a result, by name and content: weights, tokenizer, classes, pooling, prompts.

    Every weight is read, about a second for each gigabyte. Raises ``ModelError`` if a file cannot be read.
    """
    files = {
        path.relative_to(folder).as_posix(): path
        for part in dict.fromkeys((folder, *(part for part, _ in _parts(folder))))
        for path in part.glob("*")
        if path.suffix in _DECIDING and path.is_file()
    }
    return content_hash(*(text for name in sorted(files) for text in (name, file_sha256(files[name]))))


def folder_name(folder: Path) -> str:
    """The last part of the folder's path, also where it was given as a dot."""
    return folder.absolute().name or "model"


def _weights(part: Path) -> list[Path]:
    return list(part.glob("*.safetensors"))


def _parts(folder: Path) -> list[tuple[Path, str]]:
    """The folder of each part of the model with the class that reads it; without a list the model is its one part."""
    listed = folder / MODULES
    if not listed.is_file():
        return [(folder, f"{_OUR_LIBRARY}models.Transformer")]
    try:
        entries = json.loads(listed.read_text(encoding="utf-8"))
        parts = [(folder / entry["path"], str(entry["type"])) for entry in entries]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise ModelError(f"the model file {listed} cannot be read ({fault}) — fetch the model again") from fault
    if not parts:
        raise ModelError(f"the model file {listed} names no part — fetch the model again")
    for part, _ in parts:
        if not part.resolve().is_relative_to(folder.resolve()):
            raise ModelError(f"the model file {listed} names a folder outside of its own: {part}")
    return parts
