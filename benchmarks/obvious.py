"""What a user would write instead: sentence-transformers, FAISS and a CrossEncoder, one claim after another.

Written as tutorials do, on purpose: every library with its defaults, float32, pairs of one claim in one call.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import faiss
from sentence_transformers import CrossEncoder, SentenceTransformer

LABELS = ("contradicted", "supported", "unknown")


class Obvious:
    """Snippets in a flat index, and labels for claims."""

    def __init__(self, embedder: Path, snippets: Sequence[str]) -> None:
        self.embedder = SentenceTransformer(str(embedder))
        self.snippets = snippets
        vectors = self.embedder.encode(list(snippets), normalize_embeddings=True)
        self.index = faiss.IndexFlatIP(vectors.shape[1])
        self.index.add(vectors)

    def check(self, claims: Sequence[str], verifier: Path, k: int = 8) -> list[str]:
        """A label for each claim: of the snippet that takes a side most, else unknown."""
        cross_encoder = CrossEncoder(str(verifier))
        labels = []
        for claim in claims:
            vector = self.embedder.encode([claim], normalize_embeddings=True)
            _, found = self.index.search(vector, k)
            probs = cross_encoder.predict([(self.snippets[row], claim) for row in found[0]], apply_softmax=True)
            strongest = probs[probs[:, :2].max(axis=1).argmax()]
            labels.append(LABELS[int(strongest.argmax())])
        return labels
