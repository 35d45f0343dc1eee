"""What an embedder reads before a claim and before a snippet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from factcheck.models.folder import read_config

PROMPTS_FILE = "config_sentence_transformers.json"
_SNIPPET_PROMPTS = ("document", "passage", "corpus")
"""In the order in which sentence-transformers looks for them (``encode_document``)."""
_E5 = re.compile(r"(?<![^\W_])e5(?![^\W_])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Prefixes:
    """Put before every claim and before every snippet, blanks included; either may be empty."""

    claims: str
    snippets: str


E5 = Prefixes("query: ", "passage: ")
"""Wang et al. 2022, arXiv:2212.03533, and 2024, arXiv:2402.05672: trained with these words before every text."""


def prefixes_of(folder: Path, name: str) -> Prefixes | None:
    """The prompts that the model names itself, else those of E5 if its name says that it is one, else ``None``.

    The instructed models of that family are another matter: they were trained with a sentence that only they can name.
    """
    prompts = read_config(folder / PROMPTS_FILE).get("prompts")
    named = {key: text for key, text in prompts.items() if isinstance(text, str)} if isinstance(prompts, dict) else {}
    # Newer versions of the library write empty prompts into every folder: those name nothing.
    found = Prefixes(named.get("query", ""), next((named[key] for key in _SNIPPET_PROMPTS if key in named), ""))
    if found != Prefixes("", ""):
        return found
    return E5 if _E5.search(name) and "instruct" not in name.lower() else None
