"""Any sentence-transformers model the settings name, as the embedder."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.datatypes import content_hash
from factcheck.models.folder import MODULES, cannot_load
from factcheck.models.positions import longest_input
from factcheck.models.tokenizer import require_tokenizer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from factcheck.models.prefixes import Prefixes

BATCH_TEXTS = 64

_log = logging.getLogger(__name__)


class SentenceEmbedder:
    """Unit sentence vectors; the model is loaded at the first ``encode``."""

    precision = "float32"

    def __init__(self, folder: Path, model_id: str) -> None:
        self.model_id = model_id
        self._folder = folder
        self._model: Any = None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows, shape (n_texts, dim), in the order of the texts. Raises ``ModelError``."""
        return self._encode(texts, None)

    def _encode(self, texts: Sequence[str], prompt: str | None) -> NDArray[np.float32]:
        """The same with the prompt before each text; ``None`` leaves that to the model's own default."""
        import numpy as np

        if self._model is None:
            self._model = self._load()
        # Sorted inside the library by length; the same texts always form the same batches.
        vectors = self._model.encode(
            list(texts),
            prompt=prompt,
            batch_size=BATCH_TEXTS,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)

    def _load(self) -> Any:
        from factcheck.models.quiet import quiet_transformers

        with quiet_transformers():
            from sentence_transformers import SentenceTransformer

            try:
                model = SentenceTransformer(
                    str(self._folder), device="cpu", local_files_only=True, model_kwargs={"use_safetensors": True}
                )
            except Exception as fault:  # any of the library's own kinds
                raise cannot_load(self._folder, "embedder", fault) from fault
        if not (self._folder / MODULES).is_file():
            _log.warning(
                "the embedder %s does not say how its vectors are pooled: they are the mean over all tokens, "
                "which is wrong for some models — name a folder with a %s if there is one",
                self.model_id,
                MODULES,
            )
        body = getattr(model[0], "auto_model", None)
        if body is not None:
            require_tokenizer(model.tokenizer, body, f"the embedder in {self._folder}")
            _limit_length(model, longest_input(body))
        return model.float()  # some weights are stored in half precision, and newer libraries would run them so


class PrefixedEmbedder(SentenceEmbedder):
    """An embedder that was trained with one prefix before claims and another before snippets."""

    def __init__(self, folder: Path, model_id: str, prefixes: Prefixes) -> None:
        super().__init__(folder, f"{model_id},prefixes={content_hash(prefixes.claims, prefixes.snippets)[:8]}")
        self._prefixes = prefixes

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of snippets. Unit rows, shape (n_texts, dim), in their order. Raises ``ModelError``."""
        return self._encode(texts, self._prefixes.snippets)

    def encode_claims(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of claims, comparable with those of snippets."""
        return self._encode(texts, self._prefixes.claims)


def _limit_length(model: Any, limit: int | None) -> None:
    """Lowers the length at which the library cuts a text to what the model has positions for."""
    if limit is not None and (model.max_seq_length is None or model.max_seq_length > limit):
        model.max_seq_length = limit
