"""The large verifier: the MPNet body merged with our LoRA adapter and 3-way head, read as a cross-encoder.

Only this package speaks of premise, hypothesis and entailment; everywhere else it is evidence, claim and stance.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.errors import ModelError
from factcheck.models.body import WEIGHTS, find_body, verify_body
from factcheck.models.languages import languages_in
from factcheck.models.pairs import PairReader
from factcheck.models.precision import best_precision
from factcheck.models.smallbody import REINSTALL
from factcheck.models.weights import require_sha256

if TYPE_CHECKING:
    import torch
    from torch import Tensor

    from factcheck.models.mpnetforward import MpnetVerifier

FORMAT_VERSION = 1
LANGUAGES = frozenset({"en"})
"""What an adapter knows whose card does not name its ``languages``."""
CARD_FIELDS = frozenset({"name", "adapter_sha256", "body_sha256", "id2label", "temperature"})
"""What ``verifier.json`` must hold beside its format version."""
WORDS = "mpnet.embeddings.word_embeddings.weight"


class LargeVerifier(PairReader):
    """Stance probabilities from the merged cross-encoder; body and adapter are loaded at the first ``predict``."""

    marks_after = 6

    def __init__(self, adapter: Path | None = None, *, allow_network: bool = False, precision: str = "") -> None:
        super().__init__()
        self._words: Any = None
        self._adapter = adapter or packaged_adapter()
        self._card = _read_card(self._adapter)
        self._allow_network = allow_network
        self.precision = precision or best_precision()
        self.id2label = self._card["id2label"]
        self.temperature = float(self._card["temperature"])

    @property
    def model_id(self) -> str:
        """Name and version of the adapter, the first digits of its and the body's sha256, and the temperature."""
        card = self._card
        return f"{card['name']}@{card['adapter_sha256'][:12]}+{card['body_sha256'][:12]},T={card['temperature']}"

    @property
    def languages(self) -> frozenset[str]:
        """The languages that the adapter's card names, else English."""
        return languages_in(self._card, self._adapter / "verifier.json") or LANGUAGES

    def verify_files(self) -> Path:
        """The body's folder. Raises ``ModelError`` unless adapter and body are there with their known hashes."""
        verify_adapter(self._adapter)
        body = find_body(self._allow_network)
        verify_body(body)
        return body

    def load(self) -> None:
        """Load and merge body and adapter now, if that has not been done. Raises ``ModelError``."""
        if self._model is None:
            from factcheck.models.threads import limit_threads

            limit_threads()
            body = self.verify_files()
            self._tokenizer = _load_tokenizer(body)
            self._words, self._model = _merge(body, self._adapter, self.precision)

    def _vectors(self, rows: Sequence[Sequence[int]]) -> Tensor:
        words: Tensor = self._words
        return words[[token for row in rows for token in row]]


def packaged_adapter() -> Path:
    """The folder of the adapter that ships with the package."""
    return Path(str(resources.files("factcheck") / "data" / "verifier"))


def verify_adapter(folder: Path) -> None:
    """Raises ``ModelError`` unless the adapter's weights have the hash that its card names."""
    require_sha256(folder / "adapter_model.safetensors", str(_read_card(folder)["adapter_sha256"]), REINSTALL)


def _read_card(folder: Path) -> dict[str, Any]:
    try:
        card: dict[str, Any] = json.loads((folder / "verifier.json").read_text(encoding="utf-8"))
        version = card.get("format_version")
    except (OSError, ValueError, AttributeError) as fault:
        raise ModelError(f"the verifier's adapter in {folder} cannot be read ({fault}) — {REINSTALL}") from fault
    if version != FORMAT_VERSION:
        raise ModelError(f"the verifier's adapter in {folder} has format {version!r} — {REINSTALL}")
    if missing := CARD_FIELDS - card.keys():
        raise ModelError(f"the verifier's adapter in {folder} does not name {', '.join(sorted(missing))} — {REINSTALL}")
    return card


def _load_tokenizer(body: Path) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(body / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _merge(body: Path, adapter: Path, precision: str) -> tuple[Tensor, MpnetVerifier]:
    """The body's word embeddings, and the rest with the adapter in it."""
    import torch
    from safetensors.torch import load_file

    from factcheck.models.mpnetforward import read_mpnet

    dtype: torch.dtype = getattr(torch, precision)
    try:
        # Mapped, not read: of the word embeddings, a fifth of the file, only the rows of the words in use are.
        state = {f"mpnet.{name}": tensor for name, tensor in load_file(body / WEIGHTS).items()}
        config = json.loads((body / "config.json").read_text(encoding="utf-8"))
        state |= _adapted(state, adapter, dtype)
        return state[WORDS], read_mpnet(state, config, dtype).packed()
    except (OSError, ValueError, KeyError, RuntimeError) as fault:
        raise ModelError(
            f"the verifier's adapter in {adapter} does not fit its body ({fault}) — {REINSTALL}"
        ) from fault


def _adapted(state: Mapping[str, Tensor], adapter: Path, dtype: torch.dtype) -> dict[str, Tensor]:
    """What the adapter brings: ``W + (alpha / r) B A`` for each adapted matrix (LoRA, Hu et al. 2021), and the head."""
    from safetensors.torch import load_file

    config = json.loads((adapter / "adapter_config.json").read_text(encoding="utf-8"))
    tensors = {
        name.removeprefix("base_model.model."): t.float()
        for name, t in load_file(adapter / "adapter_model.safetensors").items()
    }
    changed = {}
    for name in sorted(tensors):
        if name.endswith("lora_A.weight"):
            stem = name.removesuffix("lora_A.weight")
            delta = tensors[stem + "lora_B.weight"] @ tensors[name]
            changed[stem + "weight"] = (state[stem + "weight"] + delta * (config["lora_alpha"] / config["r"])).to(dtype)
        elif "lora_" not in name:
            changed[name] = tensors[name]
    return changed
