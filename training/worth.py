"""The check-worthiness model that ships in ``factcheck/data/worth``: training, measuring and packing.

    python -m training.worth --data DATA --cache CACHE [--out factcheck/data/worth] [--without SET …]

DATA is the data folder, CACHE a folder that keeps the vectors of all texts (minutes the first time). Without ``--out``
it only measures. Three labelled sets and ``corpus/worth.jsonl`` are trained on; a tenth of the texts of the sets,
chosen by a hash of the normalised text, and the sets of ``MEASURED`` only measured. Threshold, calibration and
whatever else was chosen were chosen on five folds of the training rows.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score

from factcheck.evaluate.curves import adaptive_calibration_errors
from factcheck.models.smallbody import BODY_WEIGHTS, FORMAT_VERSION, body_card
from factcheck.models.smallembedder import SmallEmbedder
from factcheck.models.weights import file_sha256
from factcheck.models.worth import CARD, INPUTS, WEIGHTS
from factcheck.models.worthfeatures import TABLE, surface, word_rows
from training.data import OWN, read_rows

NAME = "factcheck-worth-v1"
OWN_SET = "own"
TRAINED = {"claimbuster": "claimbuster_2class", "clef2024": "clef2024_t1_en", "germeval2021": "germeval2021_fact"}
SOURCES = (*TRAINED, OWN_SET)
MEASURED = {"clef2025_subj_en": "en", "clef2025_subj_de": "de"}
FOLDS = 5
WEIGHT = {"germeval2021": 4.0, OWN_SET: 6.0}
"""How much a row of the smaller sets counts beside one of the debates."""
BATCH, PASSES, WIDTH, DROPOUT, SEEDS = 256, 5, 64, 0.3, 4
RATE, WORDS_RATE, DECAY = 2e-3, 2e-2, 1e-2

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """A text with its gold label (1: worth checking), its language, and the sets that it stands in."""

    text: str
    lang: str
    label: int
    sets: tuple[str, ...]

    @property
    def source(self) -> str:
        """The set whose bias it has: the larger one for a text of two."""
        return max(self.sets)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows with all that the model reads of them."""

    rows: tuple[Row, ...]
    inputs: torch.Tensor
    words: tuple[torch.Tensor, ...] = field(repr=False)

    @property
    def labels(self) -> NDArray[np.int64]:
        """Gold labels, 0 or 1."""
        return np.array([row.label for row in self.rows])

    def take(self, numbers: NDArray[np.int64]) -> Rows:
        """Only these, in this order."""
        return Rows(tuple(self.rows[n] for n in numbers), self.inputs[numbers], tuple(self.words[n] for n in numbers))


def normalised(text: str) -> str:
    """The words of the text without case and punctuation: what makes two texts the same."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def _drawn(text: str, start: int, among: int) -> int:
    digest = hashlib.sha256(normalised(text).encode()).hexdigest()
    return int(digest[start : start + 8], 16) % among


def held_out(row: Row) -> bool:
    """Whether the row is only measured: a tenth of the sets' texts, never of our own."""
    return row.sets != (OWN_SET,) and _drawn(row.text, 0, 10) == 0


def fold(row: Row) -> int:
    """Which of the folds of the training rows it is in."""
    return _drawn(row.text, 8, FOLDS)


def labelled(folder: Path, without: Iterable[str]) -> list[Row]:
    """The texts of all sets, each once; those that two sets, or one, label both ways are left out."""
    found: dict[str, list[tuple[str, dict[str, str | int]]]] = {}
    for name, file in TRAINED.items():
        if name not in without:
            for row in read_rows(folder / f"{file}.train.jsonl.gz"):
                found.setdefault(normalised(row["text"]), []).append((name, row))
    rows = [
        Row(
            str(same[0][1]["text"]),
            str(same[0][1]["lang"]),
            int(same[0][1]["label"]),
            tuple(sorted({n for n, _ in same})),
        )
        for text, same in found.items()
        if text and len({row["label"] for _, row in same}) == 1
    ]
    own = [Row(r["text"], r["lang"], r["label"], (OWN_SET,)) for r in read_rows(OWN / "worth.jsonl")]
    return rows + (own if OWN_SET not in without else [])


def measured(folder: Path, rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The held-out parts, and the news sentences that are objective (worth checking) or not."""
    held = [row for row in rows if held_out(row)]
    found = {name: part for name in TRAINED if (part := [row for row in held if name in row.sets])}
    for name, lang in MEASURED.items():
        both = [row for part in ("train", "dev") for row in read_rows(folder / f"{name}.{part}.jsonl.gz")]
        found[name] = [Row(row["text"], lang, int(row["label"] == "OBJ"), (name,)) for row in both]
    return found


class Vectors:
    """The embedder's vectors by text, kept in a folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "worth.safetensors"
        self._found: dict[str, NDArray[np.float32]] = load_file(self._path) if self._path.exists() else {}

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Shape (n_texts, 384)."""
        names = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        new = {name: text for name, text in zip(names, texts, strict=True) if name not in self._found}
        if new:
            print(f"embedding {len(new)} texts", flush=True)
            vectors = SmallEmbedder().encode_claims(list(new.values()))
            self._found |= {name: row.copy() for name, row in zip(new, vectors, strict=True)}
            self._path.parent.mkdir(parents=True, exist_ok=True)
            save_file(self._found, self._path)
        return np.stack([self._found[name] for name in names])


def features(rows: Sequence[Row], vectors: Vectors) -> Rows:
    """What the model reads of the rows."""
    texts, languages = [row.text for row in rows], [row.lang for row in rows]
    inputs = np.hstack([vectors.of(texts), surface(texts, languages)])
    words = tuple(torch.tensor(word_rows(row.text, row.lang)) for row in rows)
    return Rows(tuple(rows), torch.from_numpy(inputs), words)


class Net(torch.nn.Module):
    """One hidden layer and a line on the inputs, a weight for each row of the table, a bias for each source.

    The bias takes up how strict a set is about worth; at prediction it is the mean of all sources.
    """

    def __init__(self, mean: torch.Tensor, spread: torch.Tensor) -> None:
        super().__init__()
        self.mean, self.spread = mean, spread
        self.hidden, self.out = torch.nn.Linear(INPUTS, WIDTH), torch.nn.Linear(WIDTH, 1, bias=False)
        self.line = torch.nn.Linear(INPUTS, 1)
        self.words = torch.nn.EmbeddingBag(TABLE, 1, mode="sum")
        self.bias = torch.nn.Embedding(len(SOURCES), 1)
        torch.nn.init.zeros_(self.words.weight)
        torch.nn.init.zeros_(self.bias.weight)

    def forward(self, part: Rows, sources: torch.Tensor | None = None) -> torch.Tensor:
        """Log-odds, shape (n_rows,)."""
        inputs = (part.inputs - self.mean) / self.spread
        hidden = torch.nn.functional.dropout(torch.relu(self.hidden(inputs)), DROPOUT, self.training)
        lengths = torch.tensor([len(words) for words in part.words])
        starts = torch.cumsum(lengths, 0) - lengths
        shares = torch.repeat_interleave(lengths.float() ** -0.5, lengths)
        words = self.words(torch.cat(part.words), starts, per_sample_weights=shares)
        bias = self.bias.weight.mean() if sources is None else self.bias(sources)
        logits: torch.Tensor = (self.out(hidden) + self.line(inputs) + words + bias).squeeze(1)
        return logits


def train(rows: Rows, seed: int) -> Net:
    """One net: AdamW, the rate falling to 0, rows of small sets counting more."""
    torch.manual_seed(seed)
    net = Net(rows.inputs.mean(0), rows.inputs.std(0).clamp(min=1e-2))
    sources = torch.tensor([SOURCES.index(row.source) for row in rows.rows])
    weights = torch.tensor([WEIGHT.get(row.source, 1.0) for row in rows.rows])
    labels = torch.from_numpy(rows.labels).float()
    others = [p for name, p in net.named_parameters() if name != "words.weight"]
    groups = [{"params": others, "lr": RATE}, {"params": [net.words.weight], "lr": WORDS_RATE}]
    optimiser = torch.optim.AdamW(groups, weight_decay=DECAY)
    steps = PASSES * -(-len(labels) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1 - step / steps)
    order = np.random.default_rng(seed)
    for _ in range(PASSES):
        for batch in np.split(order.permutation(len(labels)), range(BATCH, len(labels), BATCH)):
            logits = net(rows.take(batch), sources[batch])
            loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, labels[batch], weights[batch])
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    return net.eval()


def train_all(rows: Rows) -> list[Net]:
    """Nets that differ in their seed; their mean is the model."""
    return [train(rows, seed) for seed in range(SEEDS)]


def log_odds(nets: Sequence[Net], part: Rows) -> Numbers:
    """The mean of the nets' log-odds, without a source."""
    with torch.inference_mode():
        found: Numbers = np.mean([net(part).double().numpy() for net in nets], axis=0)
    return found


class TfIdf:
    """The baseline: TF-IDF of words and pairs with logistic regression."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._vectoriser = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
        self._model = LogisticRegression(C=3, class_weight="balanced", max_iter=1000)
        self._model.fit(self._vectoriser.fit_transform([row.text for row in rows]), [row.label for row in rows])

    def log_odds(self, rows: Sequence[Row]) -> Numbers:
        """Shape (n_rows,)."""
        found: Numbers = self._model.decision_function(self._vectoriser.transform([row.text for row in rows]))
        return found


def out_of_fold(rows: Rows) -> tuple[Numbers, Numbers]:
    """The log-odds of each training row by a net and a baseline that have not seen its fold; one net saves time."""
    folds = np.array([fold(row) for row in rows.rows])
    ours, plain = np.zeros(len(folds)), np.zeros(len(folds))
    for one in range(FOLDS):
        seen, unseen = rows.take(np.flatnonzero(folds != one)), rows.take(np.flatnonzero(folds == one))
        ours[folds == one] = log_odds([train(seen, one)], unseen)
        plain[folds == one] = TfIdf(seen.rows).log_odds(unseen.rows)
    return ours, plain


def _by_source(rows: Sequence[Row]) -> list[NDArray[np.int64]]:
    found = [np.flatnonzero([row.source == name for row in rows]) for name in SOURCES]
    return [part for part in found if len(part)]


def calibration(scores: Numbers, rows: Rows) -> tuple[float, float]:
    """Slope and shift of the log-odds with the least log-loss, each source counting the same."""
    weights = np.zeros(len(scores))
    for part in _by_source(rows.rows):
        weights[part] = 1 / len(part)
    fitted = LogisticRegression(C=1e6).fit(scores[:, None], rows.labels, sample_weight=weights * len(scores))
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def best_threshold(scores: Numbers, rows: Rows) -> float:
    """The score with the highest F1, as the mean over the sources."""
    parts, labels = _by_source(rows.rows), rows.labels
    return max(
        (float(t) for t in np.quantile(scores, np.linspace(0.02, 0.98, 97))),
        key=lambda t: np.mean([f1_score(labels[part], scores[part] >= t) for part in parts]),
    )


def probability(scores: Numbers) -> Numbers:
    """Of log-odds, in [0, 1]."""
    found: Numbers = 1 / (1 + np.exp(-scores))
    return found


def ece(labels: NDArray[np.int64], probs: Numbers) -> float:
    """The calibration error of the probabilities, in [0, 1], in bins of equal mass."""
    order = np.argsort(probs, kind="stable")
    return float(adaptive_calibration_errors(labels[order][None].astype(float), probs[order][None])[0])


def figures(labels: NDArray[np.int64], scores: Numbers, threshold: float) -> tuple[float, float]:
    """Average precision, and F1 at the threshold."""
    return float(average_precision_score(labels, scores)), float(f1_score(labels, scores >= threshold))


def folded(nets: Sequence[Net], slope: float, shift: float) -> dict[str, NDArray[np.float16]]:
    """The mean of the nets as one wide net on the plain inputs, calibrated."""
    parts: dict[str, list[torch.Tensor]] = {}
    for net in nets:
        state = {name: tensor.detach().double() for name, tensor in net.state_dict().items()}
        hidden = state["hidden.weight"] / net.spread
        line = state["line.weight"][0] / net.spread
        share = slope / len(nets)
        bias = state["line.bias"] + state["bias.weight"].mean() - line @ net.mean.double()
        for name, tensor in (
            ("hidden.weight", hidden),
            ("hidden.bias", state["hidden.bias"] - hidden @ net.mean.double()),
            ("out.weight", state["out.weight"][0] * share),
            ("line.weight", line * share),
            ("words", state["words.weight"][:, 0] * share),
            ("bias", bias * share),
        ):
            parts.setdefault(name, []).append(tensor)
    side_by_side = {"hidden.weight", "hidden.bias", "out.weight"}
    whole = {name: torch.cat(t) if name in side_by_side else torch.stack(t).sum(0) for name, t in parts.items()}
    whole["bias"] = whole["bias"] + shift
    return {name: tensor.half().numpy() for name, tensor in whole.items()}


def write(folder: Path, weights: dict[str, NDArray[np.float16]], threshold: float) -> None:
    """Weights and card."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file(weights, folder / WEIGHTS)
    card = {
        "format_version": FORMAT_VERSION,
        "name": NAME,
        "weights_sha256": file_sha256(folder / WEIGHTS),
        "body_sha256": body_card()["files"][BODY_WEIGHTS],
        "languages": ["en", "de"],
        "threshold": round(threshold, 3),
    }
    (folder / CARD).write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Train, measure, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--without", nargs="*", default=[], choices=SOURCES)
    args = parser.parse_args()
    folder, vectors = args.data / "checkworthiness", Vectors(args.cache)
    everything = labelled(folder, args.without)
    tests = {name: features(rows, vectors) for name, rows in measured(folder, everything).items()}
    rows = features([row for row in everything if not held_out(row)], vectors)
    for name, part in zip(SOURCES, _by_source(rows.rows), strict=False):
        print(f"{name}: {len(part)} rows, {int(rows.labels[part].sum())} worth checking", flush=True)
    ours, plain = out_of_fold(rows)
    slope, shift = calibration(ours, rows)
    ours = ours * slope + shift
    bars = best_threshold(ours, rows), best_threshold(plain, rows)
    for name, part in zip(SOURCES, _by_source(rows.rows), strict=False):
        error = ece(rows.labels[part], probability(ours[part]))
        print(f"{name}, out of fold: {figures(rows.labels[part], ours[part], bars[0])}, ECE {error:.3f}", flush=True)
    nets, baseline = train_all(rows), TfIdf(rows.rows)
    print(f"threshold {probability(np.array(bars[0])):.3f}; AP, F1 here; of TF-IDF; ECE", flush=True)
    for name, part_of in tests.items():
        scores = log_odds(nets, part_of) * slope + shift
        own = figures(part_of.labels, scores, bars[0])
        other = figures(part_of.labels, baseline.log_odds(part_of.rows), bars[1])
        error = ece(part_of.labels, probability(scores))
        numbers = " ".join(f"{number:.3f}" for number in (*own, *other, error))
        print(f"{name} ({len(part_of.rows)}, {int(part_of.labels.sum())}): {numbers}", flush=True)
    if args.out:
        write(args.out, folded(nets, slope, shift), float(probability(np.array(bars[0]))))


if __name__ == "__main__":
    main()
