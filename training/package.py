r"""Put a trained adapter into the package: half precision, its hash and class order in ``verifier.json``.

python -m training.package --adapter RUN/adapter --name factcheck-verifier-v1 [--temperature 1.0] [--neutral -0.3] \
    [--contradicts -0.15]

RUN/adapter is a folder in peft's form, or the stem of the two files that ``training.accelerated`` writes (OUT/mean).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file

from factcheck.models.body import MPNET, WEIGHTS
from factcheck.models.verifier import FORMAT_VERSION, packaged_adapter
from factcheck.models.weights import file_sha256
from training.accelerated import halves
from training.train import LORA_TARGETS

WEIGHTS_NAME = "adapter_model.safetensors"
KEPT_CONFIG = ("peft_type", "task_type", "r", "lora_alpha", "target_modules", "modules_to_save")
HEAD_BIAS = "base_model.model.classifier.out_proj.bias"
ID2LABEL = {"0": "supports", "1": "contradicts", "2": "neutral"}


def package(adapter: Path, target: Path, name: str, temperature: float, shifts: Mapping[str, float]) -> None:
    """Write the adapter's three files into ``target``, with these ``shifts`` added to the logits of the classes."""
    target.mkdir(parents=True, exist_ok=True)
    tensors, config = read_adapter(adapter)
    bias = tensors[HEAD_BIAS].float()
    for stance, shift in shifts.items():
        bias[list(ID2LABEL.values()).index(stance)] += shift
    tensors[HEAD_BIAS] = bias
    half = {key: tensor.to(torch.float16).contiguous() for key, tensor in tensors.items()}
    save_file(half, target / WEIGHTS_NAME)
    kept = {key: config[key] for key in KEPT_CONFIG}
    kept["target_modules"] = sorted(kept["target_modules"])
    kept["base_model_name_or_path"] = "sentence-transformers/all-mpnet-base-v2"
    (target / "adapter_config.json").write_text(json.dumps(kept, indent=1) + "\n")
    card = {
        "format_version": FORMAT_VERSION,
        "name": name,
        "body_sha256": MPNET.files[WEIGHTS],
        "adapter_sha256": file_sha256(target / WEIGHTS_NAME),
        "temperature": temperature,
        "id2label": ID2LABEL,
    }
    (target / "verifier.json").write_text(json.dumps(card, indent=1) + "\n")


def read_adapter(adapter: Path) -> tuple[dict[str, torch.Tensor], dict[str, Any]]:
    """Tensors and peft configuration of a folder, or of the two files that a run on an accelerator has written."""
    if adapter.is_dir():
        config = json.loads((adapter / "adapter_config.json").read_text())
        return load_file(adapter / WEIGHTS_NAME), config
    tensors = {key: t for part in halves(adapter) for key, t in load_file(part).items()}
    rank = next(t.shape[0] for key, t in tensors.items() if key.endswith("lora_A.weight"))
    # The scale stands in B already, so that alpha is the rank.
    form = {"r": rank, "lora_alpha": rank, "target_modules": LORA_TARGETS, "modules_to_save": ["classifier"]}
    return tensors, {"peft_type": "LORA", "task_type": "SEQ_CLS", **form}


def main() -> None:
    """Package the adapter that the options name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--adapter", type=Path, required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--temperature", type=float, default=1.0)
    parser.add_argument("--neutral", type=float, default=0.0, help="added to the neutral logit")
    parser.add_argument("--contradicts", type=float, default=0.0, help="added to the contradicting logit")
    parser.add_argument("--out", type=Path, default=packaged_adapter())
    args = parser.parse_args()
    shifts = {"neutral": args.neutral, "contradicts": args.contradicts}
    package(args.adapter, args.out, args.name, args.temperature, shifts)
    print(f"packaged in {args.out}")


if __name__ == "__main__":
    main()
