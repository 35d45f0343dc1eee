"""The small body, multilingual-e5-small with a Latin vocabulary, as it ships in the package.

Wang et al., "Multilingual E5 Text Embeddings", 2024 (arXiv:2402.05672), MIT: a BERT of 12 layers, 384 wide. Its weights
are kept in the 4-bit blocks they were taken from (``training/small_body.py``) and expanded on load; those of the words
when they are read, for a text needs few of the 114,569 rows. The embedder and the small verifier share one copy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.errors import ModelError
from factcheck.models.weights import require_sha256

if TYPE_CHECKING:
    from torch import Tensor

    from factcheck.models.packed import Blocks

FORMAT_VERSION = 1
BODY_WEIGHTS = "body.safetensors"
BODY_CARD = "body.json"
TOKENIZER = "tokenizer.json"
MARKS = ("<s>", "</s>", "<pad>", "<unk>", "<mask>")
CARD_FIELDS = frozenset({"name", "files", "config"})
WORDS = "embeddings.word_embeddings.weight"
MAX_TOKENS = 512
"""Positions of the body."""
REINSTALL = "install factcheck again from where it came: `pip install --force-reinstall --no-deps FOLDER`"


def packaged_small() -> Path:
    """The folder of the small body in the package."""
    return Path(str(resources.files("factcheck") / "data" / "small"))


def read_card(path: Path, what: str) -> dict[str, Any]:
    """The card of a packaged model. Raises ``ModelError`` if it cannot be read or is of another format."""
    try:
        card: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        version = card.get("format_version")
    except (OSError, ValueError, AttributeError) as fault:
        raise ModelError(f"the card of the {what}, {path}, cannot be read ({fault}) — {REINSTALL}") from fault
    if version != FORMAT_VERSION:
        raise ModelError(f"the {what} in {path.parent} has format {version!r} — {REINSTALL}")
    return card


def body_card() -> dict[str, Any]:
    """The body's card. Raises ``ModelError``."""
    card = read_card(packaged_small() / BODY_CARD, "small body")
    require_fields(card, CARD_FIELDS, "small body")
    return card


def require_fields(card: Mapping[str, Any], fields: frozenset[str], what: str) -> None:
    """Raises ``ModelError`` unless the card has these fields."""
    if missing := fields - card.keys():
        raise ModelError(f"the card of the {what} does not name {', '.join(sorted(missing))} — {REINSTALL}")


def body_id() -> str:
    """Name and the first digits of the hash of the weights: ``multilingual-e5-small@…``."""
    card = body_card()
    return f"{card['name']}@{card['files'][BODY_WEIGHTS][:12]}"


def verify_small_body() -> None:
    """Raises ``ModelError`` unless weights and tokenizer have the hashes that the card names."""
    for name, sha256 in body_card()["files"].items():
        require_sha256(packaged_small() / name, sha256, REINSTALL)


@cache
def body_words() -> Blocks:
    """The word embeddings in their 4 bits; read once a process, after the body was verified. Raises ``ModelError``."""
    from factcheck.models.packed import read_blocks

    verify_small_body()
    return read_blocks(packaged_small() / BODY_WEIGHTS, WORDS)


def body_weights() -> dict[str, Tensor]:
    """The body's weights in float32 by their names in a ``BertModel``, but for the word embeddings."""
    from factcheck.models.packed import expand

    return expand(packaged_small() / BODY_WEIGHTS, without=(WORDS,))


def body_config() -> dict[str, Any]:
    """The body's shape: what a ``BertConfig`` is made from."""
    config: dict[str, Any] = body_card()["config"]
    return config


def word_vectors(rows: Sequence[Sequence[int]]) -> Tensor:
    """The word embeddings of the tokens of all rows, one behind another, shape (n_tokens, 384), float32."""
    return body_words().rows([token for row in rows for token in row]).expand()


@cache
def load_tokenizer() -> Any:
    """The body's tokenizer, which neither cuts nor pads, and reads a mark such as ``</s>`` in a text as text."""
    from tokenizers import Tokenizer, normalizers

    tokenizer = Tokenizer.from_file(str(packaged_small() / TOKENIZER))
    # Else a text could move the border between evidence and claim; the vocabulary knows the marks as words too.
    tokenizer.encode_special_tokens = True
    without_marks = [normalizers.Replace(mark, mark.strip("<>")) for mark in MARKS]
    tokenizer.normalizer = normalizers.Sequence([tokenizer.normalizer, *without_marks])
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
