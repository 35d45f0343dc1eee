r"""Pack body, training pairs and development sets for a machine with an accelerator that reaches nothing else.

    python -m training.pack --data DATA --body BODY --out PACK --passes 4 --recipes training/recipes/v3.json \
        training/recipes/v3-a.json training/recipes/v3-b.json training/recipes/v3-c.json

The body's matrices go in 8 bits (groups of 128 weights with an fp16 scale; the adapter is trained on top of them and
later used with the exact body, whose weights differ by 0.7 % of their spread); pairs go as word pieces, each text once.
With ``--small`` the texts go in the small body's word pieces as well, and with their German forms where they have one.
``training.accelerated`` and ``training.distil`` read the folder.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from transformers import AutoTokenizer, PreTrainedTokenizerBase

from training.data import (
    BILINGUAL,
    ENGLISH_ROWS,
    GROUPS,
    OWN,
    Pair,
    corpus_split,
    nli_translations,
    read_rows,
    verification_pairs,
)
from training.train import build_pairs

GROUP = 128
MAX_TOKENS = 192
DEV_SETS = {
    "fever": "fever.dev_sr", "symmetric": "fever_symmetric.dev", "fm2": "fm2.dev", "mnli": "mnli_5k.val",
    "lingnli": "lingnli.val", "healthver": "healthver.dev", "check_covid": "check_covid.dev",
}  # fmt: skip


def quantised(weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The matrices as ``name`` (int8) with ``name.scale`` (fp16, one per 128 weights of a row), vectors in fp16."""
    packed = {}
    for name, tensor in weights.items():
        if tensor.dim() == 2 and tensor.shape[1] % GROUP == 0:
            groups = tensor.reshape(tensor.shape[0], -1, GROUP)
            scale = (groups.abs().amax(-1) / 127).clamp(min=1e-8).half()
            packed[name] = (
                (groups / scale.float()[..., None]).round().clamp(-127, 127).to(torch.int8).view(tensor.shape)
            )
            packed[f"{name}.scale"] = scale
        elif tensor.is_floating_point():
            packed[name] = tensor.half()
    return packed


class Texts:
    """Every text once, as word pieces in one flat array."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase) -> None:
        self.tokenizer = tokenizer
        self.number: dict[str, int] = {}

    def of(self, text: str) -> int:
        """The number of the text."""
        return self.number.setdefault(text, len(self.number))

    def arrays(self) -> dict[str, Any]:
        """``pieces`` (uint16, flat) and ``starts`` (one more than there are texts)."""
        encoded = self.tokenizer(list(self.number), add_special_tokens=False, truncation=True, max_length=MAX_TOKENS)
        return flat(encoded["input_ids"])


def flat(rows: list[list[int]]) -> dict[str, Any]:
    """Word pieces of all texts in one array: the low 16 bits, what is above them if anything is, and the starts."""
    pieces = np.fromiter((i for row in rows for i in row), dtype=np.uint32, count=sum(map(len, rows)))
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int32)
    arrays = {"pieces": (pieces & 0xFFFF).astype(np.uint16), "starts": starts}
    if pieces.max(initial=0) > 0xFFFF:
        arrays["above"] = (pieces >> 16).astype(np.uint8)
    return arrays


def table(pairs: Iterable[Pair], texts: Texts) -> np.ndarray:
    """Rows of evidence number, claim number, label."""
    return np.array([(texts.of(p.evidence), texts.of(p.claim), p.label) for p in pairs], dtype=np.int32)


def dev_sets(data: Path) -> dict[str, list[Pair]]:
    """The development sets that a run is measured on."""
    sets = {
        name: verification_pairs(data / "verification" / "dev" / f"{file}.jsonl.gz") for name, file in DEV_SETS.items()
    }
    return {**sets, "corpus": corpus_split(data, "dev", ENGLISH_ROWS), "groups": corpus_split(data, "dev", GROUPS)}


def neighbour_pairs(folder: Path) -> dict[str, list[Pair]]:
    """The pairs of ``training.neighbours``, in its order, without a label: of parallel sentences, and the others."""
    english = [row["en"] for row in read_rows(folder / "parallel.jsonl.gz")]
    pairs: dict[str, list[Pair]] = {"parallel": [], "retrieved": []}
    for row in read_rows(folder / "pairs.jsonl.gz"):
        if "e" in row:
            pairs["parallel"].append(Pair(english[row["e"]], english[row["c"]], -1, "parallel"))
        else:
            pairs["retrieved"].append(Pair(row["evidence"], row["claim"], -1, "retrieved"))
    return pairs


def bilingual(data: Path, split: str) -> dict[str, str]:
    """English text to German, of the snippets and claims of the bilingual corpora and of our translations."""
    found: dict[str, str] = {}
    files = [data / "corpus" / f"{name}.{split}.jsonl" for name in BILINGUAL]
    for file in [*files, *sorted(file for file in (OWN / "german").glob("*.jsonl") if file.stem != "nli")]:
        for row in read_rows(file):
            english, german = row.get("snippets") or [row["snippet"]], row.get("snippets_de") or [row["snippet_de"]]
            found |= dict(zip(english, german, strict=True))
            found |= {claim["text"]: claim["text_de"] for claim in row["claims"]}
    return found | (translated_nli(data) if split == "train" else {})


def translated_nli(data: Path) -> dict[str, str]:
    """English text to German, of the public pairs in our file of translations."""
    found: dict[str, str] = {}
    for pair, row in nli_translations(data):
        found |= {pair.evidence: row["evidence_de"], pair.claim: row["claim_de"]}
    return found


def small_arrays(tokenizer: Path, texts: Texts, german: dict[str, str]) -> dict[str, Any]:
    """All texts in the small body's word pieces, and ``german``: for each the number of its German form, or -1."""
    from tokenizers import Tokenizer

    of = np.full(len(texts.number), -1, dtype=np.int32)
    for text, number in list(texts.number.items()):
        if text in german:
            of[number] = texts.of(german[text])
    encoder = Tokenizer.from_file(str(tokenizer))
    encoder.enable_truncation(MAX_TOKENS)
    rows = [row.ids for row in encoder.encode_batch(list(texts.number), add_special_tokens=False)]
    return {**flat(rows), "german": np.concatenate([of, np.full(len(rows) - len(of), -1, dtype=np.int32)])}


def main() -> None:
    """Write ``body.safetensors`` and ``pairs.npz`` into the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--body", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--recipes", type=Path, nargs="+", required=True)
    parser.add_argument("--passes", type=int, default=4, help="passes of the first recipe, each with its own draws")
    parser.add_argument("--soft", type=Path, help="folder of training.neighbours: pairs to be scored by the teachers")
    parser.add_argument("--small", type=Path, help="tokenizer.json of the small body")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    save_file(quantised(load_file(args.body / "model.safetensors")), args.out / "body.safetensors")
    texts = Texts(AutoTokenizer.from_pretrained(args.body))
    arrays = {}
    for number, path in enumerate(args.recipes):
        recipe = json.loads(path.read_text())
        for repeat in range(args.passes if number == 0 else recipe["passes"]):
            pairs = build_pairs(args.data, {**recipe, "seed": recipe["seed"] + 100 * repeat})
            arrays[f"train:{path.stem}:{repeat}"] = table(pairs, texts)
            print(path.stem, repeat, len(pairs), "pairs", len(texts.number), "texts so far", flush=True)
    for name, pairs in dev_sets(args.data).items():
        arrays[f"dev:{name}"] = table(pairs, texts)
    if args.soft:
        for name, pairs in neighbour_pairs(args.soft).items():
            arrays[f"soft:{name}"] = table(pairs, texts)
    if args.small:
        arrays["dev:bilingual"] = table(corpus_split(args.data, "dev", BILINGUAL), texts)
        for name in ("xnli_en", "xnli_de"):
            arrays[f"small:{name}"] = table(verification_pairs(args.data / "german" / f"{name}.dev.jsonl.gz"), texts)
    large = texts.arrays()
    if args.small:
        german = bilingual(args.data, "train") | bilingual(args.data, "dev")
        if args.soft:
            german |= {row["en"]: row["de"] for row in read_rows(args.soft / "parallel.jsonl.gz")}
        np.savez_compressed(args.out / "small.npz", **small_arrays(args.small, texts, german))
    everything: dict[str, Any] = {**arrays, **large}
    np.savez_compressed(args.out / "pairs.npz", **everything)


if __name__ == "__main__":
    main()
