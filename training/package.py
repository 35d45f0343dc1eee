"""Put a trained adapter into the package: half precision, its hash and class order in ``verifier.json``.

python -m training.package --adapter RUN/adapter --name factcheck-verifier-v1 [--temperature 1.0]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from factcheck.models.body import MPNET, WEIGHTS
from factcheck.models.verifier import FORMAT_VERSION, packaged_adapter
from factcheck.models.weights import file_sha256

WEIGHTS_NAME = "adapter_model.safetensors"
KEPT_CONFIG = ("peft_type", "task_type", "r", "lora_alpha", "target_modules", "modules_to_save")
ID2LABEL = {"0": "supports", "1": "contradicts", "2": "neutral"}


def package(adapter: Path, target: Path, name: str, temperature: float) -> None:
    """Write the adapter's three files into ``target``."""
    target.mkdir(parents=True, exist_ok=True)
    tensors = {key: tensor.to(torch.float16).contiguous() for key, tensor in load_file(adapter / WEIGHTS_NAME).items()}
    save_file(tensors, target / WEIGHTS_NAME)
    config = json.loads((adapter / "adapter_config.json").read_text())
    kept = {
        key: config[key] for key in ("peft_type", "task_type", "r", "lora_alpha", "target_modules", "modules_to_save")
    }
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


def main() -> None:
    """Package the adapter that the options name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--adapter", type=Path, required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--temperature", type=float, default=1.0)
    parser.add_argument("--out", type=Path, default=packaged_adapter())
    args = parser.parse_args()
    package(args.adapter, args.out, args.name, args.temperature)
    print(f"packaged in {args.out}")


if __name__ == "__main__":
    main()
