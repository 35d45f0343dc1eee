"""Whether a tokenizer belongs to a model; the libraries go on without a word where it does not."""

from __future__ import annotations

from typing import Any

from factcheck.errors import ModelError
from factcheck.models.folder import NEWER_REVISION

_LEAST_WORDS = 3
"""The libraries make an empty vocabulary where its file is missing: special tokens, and at most two more."""


def require_tokenizer(tokenizer: Any, model: Any, what: str) -> None:
    """Raises ``ModelError``, which names ``what`` was loaded, unless the model can read what the tokenizer gives.

    An empty vocabulary would make every text the same, and one of another model would give the wrong words or none.
    """
    known, rows = len(tokenizer), model.get_input_embeddings().num_embeddings
    if known - len(set(tokenizer.all_special_ids)) < _LEAST_WORDS:
        raise ModelError(f"{what} has no vocabulary — {NEWER_REVISION}")
    if known > rows:
        raise ModelError(
            f"{what} has a tokenizer of {known} tokens and weights for {rows} — take both from the same model"
        )
    if tokenizer.pad_token_id is None:
        raise ModelError(f"{what} has a tokenizer without a padding token — name a pad_token in tokenizer_config.json")
