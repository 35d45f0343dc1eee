"""Tiny models in the architectures that people name in their settings, with random weights, in folders as published."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

WORDS = ("tower", "tall", "is", "the", "not", "paris", "in", "330", "metres", "query", "passage", ":")
SPECIAL = {
    # In the order of their numbers: where the padding comes second, positions are counted from behind it.
    "bert": ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"),
    "deberta-v2": ("[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]"),
    "xlm-roberta": ("<s>", "<pad>", "</s>", "<unk>", "<mask>"),
    "roberta": ("<s>", "<pad>", "</s>", "<unk>", "<mask>"),
    "mpnet": ("<s>", "<pad>", "</s>", "<unk>", "<mask>"),
}
TOKENIZER_CLASS = {
    "bert": "BertTokenizer",
    "deberta-v2": "DebertaV2Tokenizer",
    "xlm-roberta": "XLMRobertaTokenizer",
    "roberta": "PreTrainedTokenizerFast",
    "mpnet": "MPNetTokenizer",
}
"""What ``tokenizer_config.json`` names. The generic one is made to give token types, for which RoBERTa has no row."""
NLI = {0: "contradiction", 1: "entailment", 2: "neutral"}
POSITIONS = 40
"""Rows of the table of positions."""


def make_tokenizer(kind: str, folder: Path) -> None:
    """A fast tokenizer: Unigram pieces as SentencePiece makes them, or WordPiece."""
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    special = SPECIAL[kind]
    pad, unknown = ("<pad>", "<unk>") if "<pad>" in special else ("[PAD]", "[UNK]")
    start, end = ("<s>", "</s>") if "<s>" in special else ("[CLS]", "[SEP]")
    if kind in ("xlm-roberta", "deberta-v2"):
        pieces = [(piece, 0.0) for piece in special] + [("▁" + word, -2.0) for word in WORDS] + [("▁", -3.0)]
        tokenizer = Tokenizer(models.Unigram(pieces, unk_id=special.index(unknown), byte_fallback=False))
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
        tokenizer.decoder = decoders.Metaspace()
    else:
        numbers = {piece: number for number, piece in enumerate((*special, *WORDS))}
        tokenizer = Tokenizer(models.WordPiece(numbers, unk_token=unknown))
        tokenizer.normalizer = normalizers.BertNormalizer()
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    middle = f"{end} {end}" if kind in ("xlm-roberta", "roberta", "mpnet") else end
    types = ":1" if kind in ("bert", "deberta-v2", "roberta") else ""
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{start} $A {end}",
        pair=f"{start} $A {middle} $B{types} {end}{types}",
        special_tokens=[(piece, special.index(piece)) for piece in (start, end)],
    )
    tokenizer.add_special_tokens(list(special))
    tokenizer.enable_truncation(16)  # as many published tokenizers have it; nothing may come of it
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    names: dict[str, object] = {
        "tokenizer_class": TOKENIZER_CLASS[kind],
        **{"pad_token": pad, "unk_token": unknown, "cls_token": start, "sep_token": end, "mask_token": special[4]},
        **({"bos_token": start, "eos_token": end} if start == "<s>" else {}),
    }
    if kind == "roberta":
        names["model_input_names"] = ["input_ids", "token_type_ids", "attention_mask"]
    write_json(folder / "tokenizer_config.json", names)


def shape_of(kind: str, labels: Mapping[int, str] | None = None) -> Any:
    """The configuration: 2 layers, 32 wide, weights so large that texts are told apart."""
    from transformers import AutoConfig

    shape: dict[str, object] = {
        "vocab_size": len(SPECIAL[kind]) + len(WORDS) + 1,
        "hidden_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 64,
        "max_position_embeddings": POSITIONS,
        "initializer_range": 0.3,
        "pad_token_id": SPECIAL[kind].index("<pad>" if "<pad>" in SPECIAL[kind] else "[PAD]"),
    }
    if kind in ("roberta", "xlm-roberta"):
        shape |= {"type_vocab_size": 1, "bos_token_id": 0, "eos_token_id": 2}
    if kind == "deberta-v2":  # as DeBERTa-v3 and mDeBERTa are published
        shape |= {"relative_attention": True, "position_biased_input": False, "type_vocab_size": 0}
        shape |= {"max_relative_positions": -1, "position_buckets": 8, "pos_att_type": ["p2c", "c2p"]}
        shape |= {"norm_rel_ebd": "layer_norm", "share_att_key": True, "pooler_hidden_size": 32}
    if labels is not None:
        shape |= {"id2label": dict(labels), "label2id": {name: number for number, name in labels.items()}}
    return AutoConfig.for_model(kind, **shape)


def make_cross_encoder(folder: Path, kind: str, labels: Mapping[int, str] = NLI) -> Path:
    """A classifier of pairs."""
    import torch
    from transformers import AutoModelForSequenceClassification

    torch.manual_seed(7)
    make_tokenizer(kind, folder)
    any_model: Any = AutoModelForSequenceClassification  # its methods are without types
    any_model.from_config(shape_of(kind, labels)).save_pretrained(folder)
    return folder


def make_body(folder: Path, kind: str) -> Path:
    """A plain transformers folder, without a word on pooling."""
    import torch
    from transformers import AutoModel

    torch.manual_seed(7)
    make_tokenizer(kind, folder)
    any_model: Any = AutoModel
    any_model.from_config(shape_of(kind)).save_pretrained(folder)
    return folder


def make_embedder(
    folder: Path,
    kind: str,
    *,
    pooling: str = "mean",
    normalize: bool = True,
    prompts: Mapping[str, str] | None = None,
    modules: Sequence[str] = (),
) -> Path:
    """A sentence-transformers folder, its files as versions 2 and 3 of the library wrote them."""
    make_body(folder, kind)
    names = ["Transformer", "Pooling", *(["Normalize"] if normalize else []), *modules]
    write_json(
        folder / "modules.json",
        [
            {
                "idx": place,
                "name": str(place),
                "path": f"{place}_{name}" if place else "",
                "type": name if "." in name else f"sentence_transformers.models.{name}",
            }
            for place, name in enumerate(names)
        ],
    )
    write_json(folder / "sentence_bert_config.json", {"max_seq_length": POSITIONS - 2, "do_lower_case": False})
    modes = {"cls": "pooling_mode_cls_token", "mean": "pooling_mode_mean_tokens"}
    (folder / "1_Pooling").mkdir()
    write_json(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": 32, **{key: mode == pooling for mode, key in modes.items()}},
    )
    if prompts is not None:
        write_json(
            folder / "config_sentence_transformers.json", {"prompts": dict(prompts), "default_prompt_name": None}
        )
    return folder


def read_json(path: Path) -> Any:
    """The content of a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def write_json(path: Path, content: object) -> None:
    """Replaces the file."""
    path.write_text(json.dumps(content), encoding="utf-8")
