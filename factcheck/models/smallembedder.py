"""The embedder that ships in the package: the small body, mean over the tokens, unit vectors.

German and English texts lie in one space, so that a German claim finds English snippets and the other way round.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from factcheck.models.pairs import FLOAT32_BATCH_TOKENS, batches_of_tokens
from factcheck.models.prefixes import E5
from factcheck.models.smallbody import (
    MAX_TOKENS,
    body_config,
    body_id,
    body_weights,
    body_words,
    load_tokenizer,
    verify_small_body,
    word_vectors,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DIM = 384


class SmallEmbedder:
    """Unit vectors of claims and snippets; the model is loaded at the first text."""

    precision = "float32"
    """On every processor: in bfloat16 the last bits hang on the batch, and with them the order of the matches."""

    def __init__(self) -> None:
        self.model_id = body_id()
        self._model: Any = None
        self._tokenizer: Any = None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of snippets: unit rows, shape (n_texts, 384), in order. Raises ``ModelError``."""
        return self._encode([E5.snippets + text for text in texts])

    def encode_claims(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of claims, comparable with those of snippets."""
        return self._encode([E5.claims + text for text in texts])

    def verify_files(self) -> None:
        """Raises ``ModelError`` unless the body's files have their known hashes."""
        verify_small_body()

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        import numpy as np
        import torch

        if self._model is None:
            self._load()
        rows = [row.ids for row in self._tokenizer.encode_batch(list(texts))]
        # A text is read up to the body's length, as by every embedder; the end mark stays.
        rows = [row if len(row) <= MAX_TOKENS else [*row[: MAX_TOKENS - 1], row[-1]] for row in rows]
        vectors = np.empty((len(rows), DIM), dtype=np.float32)
        for batch in batches_of_tokens([len(row) for row in rows], FLOAT32_BATCH_TOKENS):
            read = [rows[i] for i in batch]
            with torch.inference_mode():
                states = self._model.states(word_vectors(read), read)
                means = torch.stack([of_row.mean(dim=0) for of_row in states.split([len(row) for row in read])])
                vectors[batch] = torch.nn.functional.normalize(means, dim=-1).numpy()
        return vectors

    def _load(self) -> None:
        import torch

        from factcheck.models.bertforward import read_bert
        from factcheck.models.threads import limit_threads

        limit_threads()
        body_words()  # verifies the files
        self._tokenizer = load_tokenizer()
        self._model = read_bert(body_weights(), body_config(), torch.float32).packed()
