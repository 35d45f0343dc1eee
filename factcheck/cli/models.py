"""`factcheck models`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol, runtime_checkable

from factcheck.cli.output import emit, remark
from factcheck.models import body
from factcheck.models.cascade import LanguageVerifier
from factcheck.models.open import open_embedder, open_verifier
from factcheck.models.verifier import LargeVerifier
from factcheck.settings import load_settings


@runtime_checkable
class Verifiable(Protocol):
    """A model whose files have known hashes."""

    def verify_files(self) -> object:
        """Raises ``ModelError`` unless they have."""


def run_models(action: str, config: Path | None) -> int:
    """List, verify or install; 0 if all is well. Raises ``ModelError`` naming the remedy."""
    settings = load_settings(config, Path.cwd(), os.environ, {})
    if action == "install":
        folder = body.join_pieces(again=True)
        body.verify_body(folder)
        remark(f"{body.BODY_ID} joined and verified in {folder}")
        return 0
    used = open_embedder(settings.embedder, allow_network=settings.allow_network)
    reader = open_verifier(settings.verifier, allow_network=settings.allow_network)
    lines = [f"embedder  {used.model_id}  {used.precision}", f"verifier  {reader.model_id}  {reader.precision}"]
    if isinstance(reader, (LanguageVerifier, LargeVerifier)):
        lines.append(f"body      {body.BODY_ID}  {body.find_body(settings.allow_network)}")
    if action == "verify":
        # Models of other packages and folders have no hash that we know.
        verifiable = [model for model in (used, reader) if isinstance(model, Verifiable)]
        for model in verifiable:
            model.verify_files()
        unknown = [model.model_id for model in (used, reader) if not isinstance(model, Verifiable)]
        lines += [f"no hash is known of {model_id}" for model_id in unknown]
        if verifiable:
            lines.append(f"all files{' of the others' if unknown else ''} have their known sha256")
    emit("\n".join(lines) + "\n", None)
    return 0
