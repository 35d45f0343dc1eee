"""How probable it is that a sentence is worth checking: a small model on the packaged embedder, German and English.

A sentence is worth checking if it says of the past or the present what evidence could show to be so or not. The model
reads the embedder's vector and the surface of the sentence (``worthfeatures``) with one hidden layer, beside a table of
words; ``training/worth.py`` makes it, and its card in ``data/worth`` says how good it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.errors import ModelError
from factcheck.languages import base_code
from factcheck.models.languages import languages_in
from factcheck.models.smallbody import BODY_WEIGHTS, REINSTALL, body_card, read_card, require_fields
from factcheck.models.smallembedder import DIM, SmallEmbedder
from factcheck.models.weights import require_sha256
from factcheck.models.worthfeatures import FEATURES, TABLE, surface, word_rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS = "worth.safetensors"
CARD = "worth.json"
CARD_FIELDS = frozenset({"name", "weights_sha256", "body_sha256", "languages", "threshold"})
INPUTS = DIM + FEATURES


class WorthModel:
    """Probabilities that sentences are worth checking; loaded at the first ``predict``."""

    def __init__(self, folder: Path | None = None, *, embedder: SmallEmbedder | None = None) -> None:
        self._folder = folder or packaged_worth()
        self._card = read_card(self._folder / CARD, "check-worthiness model")
        require_fields(self._card, CARD_FIELDS, "check-worthiness model")
        self._embedder = embedder or SmallEmbedder()
        self._weights: dict[str, NDArray[np.float32]] = {}
        self.languages = languages_in(self._card, self._folder / CARD)

    @property
    def model_id(self) -> str:
        """Name and version, and the first digits of the sha256 of its weights and of the body."""
        card = self._card
        return f"{card['name']}@{card['weights_sha256'][:12]}+{card['body_sha256'][:12]}"

    @property
    def threshold(self) -> float:
        """The probability in [0, 1] from which a sentence counts as worth checking, chosen on training data."""
        return float(self._card["threshold"])

    def predict(self, texts: Sequence[str], languages: Sequence[str]) -> list[float]:
        """The probability in [0, 1] for each text, in order; ``languages`` has the code of each.

        A text in a language other than ``self.languages`` is read by its meaning and its figures alone. Raises
        ``ModelError``.
        """
        import numpy as np

        codes = [base_code(code) for code in languages]
        if not texts:
            return []
        self.load()
        inputs = np.hstack([self._embedder.encode_claims(texts), surface(texts, codes)])
        words = np.array([self._words(text, code) for text, code in zip(texts, codes, strict=True)], dtype=np.float32)
        logits = self._logits(inputs) + words
        return [float(p) for p in 1 / (1 + np.exp(-logits.clip(-30, 30)))]

    def verify_files(self) -> None:
        """Raises ``ModelError`` unless weights and body are there with their known hashes."""
        self._embedder.verify_files()
        if self._card["body_sha256"] != body_card()["files"][BODY_WEIGHTS]:
            raise ModelError(f"the check-worthiness model in {self._folder} belongs to another body — {REINSTALL}")
        require_sha256(self._folder / WEIGHTS, self._card["weights_sha256"], REINSTALL)

    def load(self) -> None:
        """Load the weights now, if that has not been done. Raises ``ModelError``."""
        if not self._weights:
            self.verify_files()
            self._weights = _read(self._folder)

    def _logits(self, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        import numpy as np

        part = self._weights
        hidden = np.maximum(inputs @ part["hidden.weight"].T + part["hidden.bias"], 0)
        logits: NDArray[np.float32] = hidden @ part["out.weight"] + inputs @ part["line.weight"] + part["bias"]
        return logits

    def _words(self, text: str, code: str) -> float:
        rows = word_rows(text, code)
        return float(self._weights["words"][rows].sum() / len(rows) ** 0.5)


def packaged_worth() -> Path:
    """The folder of the check-worthiness model in the package."""
    return Path(str(resources.files("factcheck") / "data" / "worth"))


def _read(folder: Path) -> dict[str, NDArray[np.float32]]:
    """The weights in float32. Raises ``ModelError`` where they are not of the shapes that the features need."""
    import numpy as np
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        weights = {name: part.astype(np.float32) for name, part in load_file(folder / WEIGHTS).items()}
        width = weights["hidden.bias"].shape
        needed = {"hidden.weight": (*width, INPUTS), "hidden.bias": width, "out.weight": width, "bias": (1,)}
        needed |= {"line.weight": (INPUTS,), "words": (TABLE,)}
        wrong = sorted(name for name, shape in needed.items() if weights[name].shape != shape)
    except (OSError, SafetensorError, KeyError) as fault:
        raise ModelError(f"the check-worthiness model in {folder} cannot be read ({fault}) — {REINSTALL}") from fault
    if wrong:
        raise ModelError(f"the check-worthiness model in {folder} does not fit: {', '.join(wrong)} — {REINSTALL}")
    return weights
