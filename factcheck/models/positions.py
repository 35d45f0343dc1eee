"""How many tokens a transformer can read at once."""

from __future__ import annotations

from typing import Any

_TABLES = frozenset({"position_embeddings", "embed_positions", "wpe"})
"""What the architectures call their table of learned positions: BERT and its kin, BART, GPT-2."""


def longest_input(model: Any) -> int | None:
    """Tokens that the model has positions for; ``None`` where positions are relative, as in DeBERTa-v3, and never end.

    Read from the table itself, because ``max_position_embeddings`` of the configuration is its size, and RoBERTa,
    XLM-R and MPNet leave the first two rows unused: they count from behind the row of the padding.
    """
    for name, module in model.named_modules():
        if name.rpartition(".")[2] in _TABLES and hasattr(module, "num_embeddings"):
            padding = module.padding_idx
            unused = getattr(module, "offset", 0) if padding is None else padding + 1
            return int(module.num_embeddings) - int(unused)
    if getattr(model.config, "relative_attention", False):
        return None
    limit = getattr(model.config, "max_position_embeddings", None)
    return limit if isinstance(limit, int) and limit > 0 else None
