"""How well the embedder of the package finds: German news to its English original, and SciFact by meaning alone.

    python -m training.retrieval --data ../shared/data [--sentences 2000]

The German sentences are of the last 3,000 rows of the news file, which nothing is trained on. SciFact: its training
queries over all 5,183 abstracts, title and text; nDCG@10.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import ir_measures
import numpy as np

from factcheck.models.open import open_embedder
from factcheck.models.smallembedder import SmallEmbedder
from training.data import read_rows
from training.neighbours import WMT_DEVELOPMENT_ROWS


def translations(embedder: SmallEmbedder, data: Path, n: int) -> tuple[float, float]:
    """Recall@1 and recall@10 of the English original among ``n``, by the cosine with its German translation."""
    rows = list(read_rows(data / "german" / "parallel_wmt_news.en-de.jsonl.gz"))[-WMT_DEVELOPMENT_ROWS:]
    rows = random.Random(0).sample(rows, n)
    german, english = embedder.encode_claims([r["de"] for r in rows]), embedder.encode([r["en"] for r in rows])
    scores = german @ english.T
    better = (scores > scores.diagonal()[:, None]).sum(axis=1)
    return float((better < 1).mean()), float((better < 10).mean())


def scifact(embedder: SmallEmbedder, data: Path) -> float:
    """nDCG@10 by cosine alone."""
    documents = list(read_rows(data / "retrieval" / "scifact_retrieval.corpus.jsonl.gz"))
    queries = list(read_rows(data / "retrieval" / "scifact_retrieval.queries_train.jsonl.gz"))
    texts = embedder.encode([f"{d['title']}. {d['text']}" for d in documents])
    scores = embedder.encode_claims([q["text"] for q in queries]) @ texts.T
    relevant = [ir_measures.Qrel(str(q["_id"]), str(d), 1) for q in queries for d in q["relevant"]]
    found = [
        ir_measures.ScoredDoc(str(query["_id"]), str(documents[n]["_id"]), float(row[n]))
        for query, row in zip(queries, scores, strict=True)
        for n in np.argsort(-row)[:10]
    ]
    return float(ir_measures.calc_aggregate([ir_measures.nDCG @ 10], relevant, found)[ir_measures.nDCG @ 10])


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sentences", type=int, default=2000)
    args = parser.parse_args()
    embedder = open_embedder("small")
    assert isinstance(embedder, SmallEmbedder)
    first, ten = translations(embedder, args.data, args.sentences)
    print(f"{embedder.model_id}; German to English among {args.sentences}:", flush=True)
    print(f"recall@1 {first:.4f}, recall@10 {ten:.4f}", flush=True)
    print(f"SciFact, nDCG@10 by meaning alone: {scifact(embedder, args.data):.3f}")


if __name__ == "__main__":
    main()
