"""Models of the usual shapes with random weights, in folders as published: speed does not hang on the weights.

All read the tokenizer of the packaged small body, so that a text is as many tokens for each of them. Table of words
and positions have its size; looking up a row costs the same in a table of any size.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factcheck.models.smallbody import TOKENIZER, packaged_small

NLI = {0: "contradiction", 1: "entailment", 2: "neutral"}
_DEBERTA: dict[str, Any] = {
    **{"relative_attention": True, "position_biased_input": False, "type_vocab_size": 0, "max_relative_positions": -1},
    **{"position_buckets": 256, "pos_att_type": ["p2c", "c2p"], "norm_rel_ebd": "layer_norm", "share_att_key": True},
}
"""As the published config.json of microsoft/deberta-v3-base has it."""


@dataclass(frozen=True, slots=True)
class Form:
    """An architecture of the transformers library and its size."""

    kind: str
    layers: int
    width: int
    heads: int

    def config(self, n_words: int) -> dict[str, Any]:
        """What ``AutoConfig`` takes."""
        shape: dict[str, Any] = {
            "vocab_size": n_words,
            "hidden_size": self.width,
            "num_hidden_layers": self.layers,
            "num_attention_heads": self.heads,
            "intermediate_size": 4 * self.width,
            "max_position_embeddings": 514 if self.kind == "roberta" else 512,
            "pad_token_id": 1,
        }
        return shape | (_DEBERTA | {"pooler_hidden_size": self.width} if self.kind == "deberta-v2" else {})


MINILM = Form("bert", 6, 384, 12)
"""all-MiniLM-L6-v2, the embedder that tutorials take."""

BASE = Form("deberta-v2", 12, 768, 12)
"""DeBERTa-v3-base (He et al. 2021, arXiv:2111.09543)."""

LARGE = Form("roberta", 24, 1024, 16)
"""RoBERTa-large (Liu et al. 2019, arXiv:1907.11692)."""


def make_verifier(folder: Path, form: Form) -> Path:
    """A 3-way classifier of pairs."""
    from transformers import AutoModelForSequenceClassification

    labels = {"id2label": NLI, "label2id": {name: number for number, name in NLI.items()}}
    return _make(folder, form, AutoModelForSequenceClassification, labels)


def make_embedder(folder: Path, form: Form) -> Path:
    """A sentence-transformers folder: the body, and the mean over its tokens."""
    from transformers import AutoModel

    _make(folder, form, AutoModel, {})
    part = {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}
    pooling = {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}
    _write(folder / "modules.json", [part, pooling])
    _write(folder / "sentence_bert_config.json", {"max_seq_length": 256, "do_lower_case": False})
    (folder / "1_Pooling").mkdir()
    _write(
        folder / "1_Pooling" / "config.json", {"word_embedding_dimension": form.width, "pooling_mode_mean_tokens": True}
    )
    return folder


def _make(folder: Path, form: Form, library: Any, more: dict[str, Any]) -> Path:
    import torch
    from transformers import AutoConfig, PreTrainedTokenizerFast

    torch.manual_seed(7)
    names = {"bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "sep_token": "</s>", "pad_token": "<pad>"}
    fast: Any = PreTrainedTokenizerFast  # its constructor is without types
    tokenizer = fast(
        tokenizer_file=str(packaged_small() / TOKENIZER),
        **names,
        unk_token="<unk>",
        mask_token="<mask>",
        model_max_length=512,
        model_input_names=["input_ids", "attention_mask"],
    )
    tokenizer.save_pretrained(folder)
    library.from_config(AutoConfig.for_model(form.kind, **form.config(len(tokenizer)), **more)).save_pretrained(folder)
    return folder


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content), encoding="utf-8")
