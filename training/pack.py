"""Pack body, training pairs and development sets for a machine with an accelerator that reaches nothing else.

    python -m training.pack --data ../shared/data --body BODY --out PACK --recipes training/recipes/v3*.json --passes 4

The body's matrices go in 8 bits (groups of 128 weights with an fp16 scale; the adapter is trained on top of them and
later used with the exact body, whose weights differ by 0.7 % of their spread); pairs go as word pieces, each text once.
``training.accelerated`` reads the folder.
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

from training.data import ENGLISH_ROWS, GROUPS, Pair, corpus_split, read_rows, verification_pairs
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

    def arrays(self) -> dict[str, np.ndarray]:
        """``pieces`` (uint16, flat) and ``starts`` (one more than there are texts)."""
        encoded = self.tokenizer(list(self.number), add_special_tokens=False, truncation=True, max_length=MAX_TOKENS)
        lengths = [len(ids) for ids in encoded["input_ids"]]
        flat = np.fromiter((i for ids in encoded["input_ids"] for i in ids), dtype=np.uint16, count=sum(lengths))
        return {"pieces": flat, "starts": np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)}


def table(pairs: Iterable[Pair], texts: Texts) -> np.ndarray:
    """Rows of evidence number, claim number, label."""
    return np.array([(texts.of(p.evidence), texts.of(p.claim), p.label) for p in pairs], dtype=np.int32)


def dev_sets(data: Path) -> dict[str, list[Pair]]:
    """The development sets that a run is measured on."""
    sets = {
        name: verification_pairs(data / "verification" / "dev" / f"{file}.jsonl.gz") for name, file in DEV_SETS.items()
    }
    return {**sets, "corpus": corpus_split(data, "dev", ENGLISH_ROWS), "groups": corpus_split(data, "dev", GROUPS)}


def neighbour_pairs(folder: Path) -> list[Pair]:
    """The pairs of ``training.neighbours``, in its order, without a label."""
    english = [row["en"] for row in read_rows(folder / "parallel.jsonl.gz")]
    pairs = []
    for row in read_rows(folder / "pairs.jsonl.gz"):
        evidence, claim = (english[row["e"]], english[row["c"]]) if "e" in row else (row["evidence"], row["claim"])
        pairs.append(Pair(evidence, claim, -1, "neighbours"))
    return pairs


def main() -> None:
    """Write ``body.safetensors`` and ``pairs.npz`` into the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--body", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--recipes", type=Path, nargs="+", required=True)
    parser.add_argument("--passes", type=int, default=4, help="passes of the first recipe, each with its own draws")
    parser.add_argument("--soft", type=Path, help="folder of training.neighbours: pairs to be scored for a small model")
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
        arrays["soft:neighbours"] = table(neighbour_pairs(args.soft), texts)
    everything: dict[str, Any] = {**arrays, **texts.arrays()}
    np.savez_compressed(args.out / "pairs.npz", **everything)


if __name__ == "__main__":
    main()
