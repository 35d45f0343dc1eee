"""How much of what the processor can multiply the model stages use.

    python -m benchmarks.peak [--out DIR] [--quick]

The peak is measured, not read from a data sheet: the fastest ``torch.mm`` of square matrices over a sweep of sizes, in
float32, bfloat16 and, where the library has it, 8 bit. A stage's share is the multiplications and additions that its
texts need, divided by its seconds and by the peak at the precision that it runs in. Seconds go from the texts to the
results, so tokenising and padding count against it, and padding is not counted as work.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.material import pairs, snippet
from benchmarks.results import Results, Table, parser, seconds, write
from factcheck.models.body import body_is_here, find_body
from factcheck.models.prefixes import E5
from factcheck.models.smallbody import TOKENIZER, body_card, packaged_small
from factcheck.models.smallembedder import SmallEmbedder
from factcheck.models.smallverifier import SmallVerifier
from factcheck.models.verifier import LargeVerifier

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZES = (512, 1024, 2048, 4096)
QUICK_SIZES = (128, 256)
TRIES = 5
BAR, AIM = 0.35, 0.5
"""Shares of the peak that the project asks of its model stages."""

N_TEXTS = 2000
QUICK = 16
FORMULA = (
    "FLOPs of a text of n tokens = L · (8 n h² + 4 n h f + 4 n² h) + 2 h²: L layers, h wide, f wide inside; 8 n h² for "
    "queries, keys, values and their output, 4 n h f for the two inner products, 4 n² h for tokens against "
    "tokens and the weighted sum, 2 h² for the head on the first token. A multiplication and an addition count two"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What of a transformer decides its products: layers, width, and width of the inner layer."""

    layers: int
    width: int
    inner: int

    def flops(self, n_tokens: int) -> int:
        """Multiplications and additions for one text of so many tokens, as in ``FORMULA`` (matrix products only)."""
        n, h, f = n_tokens, self.width, self.inner
        return self.layers * (8 * n * h * h + 4 * n * h * f + 4 * n * n * h) + 2 * h * h


@dataclass(frozen=True, slots=True)
class Stage:
    """A model stage: the precision it runs in, its shape, the tokens of each of its texts, and the work itself."""

    name: str
    precision: str
    shape: Shape
    lengths: tuple[int, ...]
    work: Callable[[], object]


def shape_of(config: dict[str, Any]) -> Shape:
    """The shape that a model's config names."""
    return Shape(config["num_hidden_layers"], config["hidden_size"], config["intermediate_size"])


def multiplied(precision: str, size: int) -> float | None:
    """FLOPs a second of one product of square matrices; nothing where the library cannot do it."""
    import torch

    torch.manual_seed(3)
    if precision == "int8":
        one, other = (torch.randint(-100, 100, (size, size), dtype=torch.int8) for _ in range(2))
        product = getattr(torch, "_int_mm", None)
    else:
        one, other = (torch.randn(size, size).to(getattr(torch, precision)) for _ in range(2))
        product = torch.mm
    try:
        product(one, other)  # type: ignore[misc]
    except (RuntimeError, TypeError):
        return None
    # Small products are over before the clock has moved: several are timed together.
    again = max(1, 2048**3 // size**3 // 4)
    took = seconds(lambda: [product(one, other) for _ in range(again)], TRIES)  # type: ignore[misc]
    return 2 * size**3 * again / took


def peaks(sizes: Iterable[int]) -> list[dict[str, Any]]:
    """For each precision and size the GFLOPs a second."""
    rows = []
    for precision in ("float32", "bfloat16", "int8"):
        for size in sizes:
            found = multiplied(precision, size)
            rows.append({"precision": precision, "size": size, "gflops": None if found is None else found / 1e9})
    return rows


def peak_of(rows: Iterable[dict[str, Any]]) -> dict[str, float]:
    """The fastest size of each precision, in GFLOPs a second; a precision that cannot be measured is left out."""
    best: dict[str, float] = {}
    for row in rows:
        if row["gflops"] is not None:
            best[row["precision"]] = max(best.get(row["precision"], 0.0), row["gflops"])
    return best


def lengths_of(tokenizer_file: Path, texts: Sequence[str] | Sequence[tuple[str, str]]) -> tuple[int, ...]:
    """How many tokens each text or pair is, marks included, without padding."""
    from tokenizers import Tokenizer

    tokenizer: Any = Tokenizer.from_file(str(tokenizer_file))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tuple(len(row.ids) for row in tokenizer.encode_batch(list(texts)))


def stages(number: int) -> list[Stage]:
    """The embedder and both verifiers; the large one where its body is installed."""
    texts, read = [snippet(n).text for n in range(number)], pairs(number)
    small_tokens, shape = packaged_small() / TOKENIZER, shape_of(body_card()["config"])
    embedder, small = SmallEmbedder(), SmallVerifier()
    told = lengths_of(small_tokens, [E5.snippets + text for text in texts])
    made = [
        Stage("embed", embedder.precision, shape, told, lambda: embedder.encode(texts)),
        Stage("small verifier", small.precision, shape, lengths_of(small_tokens, read), lambda: small.predict(read)),
    ]
    if not body_is_here():
        print("the large verifier is left out — run `pip install 'factcheck[large]'`", file=sys.stderr)
        return made
    body, large = find_body(), LargeVerifier()
    shape = shape_of(json.loads((body / "config.json").read_text(encoding="utf-8")))
    lengths = lengths_of(body / "tokenizer.json", read)
    return [*made, Stage("large verifier", large.precision, shape, lengths, lambda: large.predict(read))]


def share(stage: Stage, peak: dict[str, float], tries: int) -> dict[str, Any]:
    """What the stage reaches; the share is nothing where the peak of its precision could not be measured."""
    stage.work()  # loads the model
    took = seconds(stage.work, tries)
    gflops = sum(map(stage.shape.flops, stage.lengths)) / took / 1e9
    best = peak.get(stage.precision)
    return {
        "stage": stage.name,
        "precision": stage.precision,
        "texts": len(stage.lengths),
        "mean tokens": sum(stage.lengths) / len(stage.lengths),
        "texts/s": len(stage.lengths) / took,
        "MFLOPs a text": sum(map(stage.shape.flops, stage.lengths)) / len(stage.lengths) / 1e6,
        "GFLOPs/s": gflops,
        "peak GFLOPs/s": best,
        "share": None if best is None else gflops / best,
    }


def measured(is_quick: bool, of: Callable[[int], list[Stage]] = stages) -> Results:
    """The peaks and the shares."""
    swept = peaks(QUICK_SIZES if is_quick else SIZES)
    best = peak_of(swept)
    rows = [share(stage, best, 1 if is_quick else 2) for stage in of(QUICK if is_quick else N_TEXTS)]
    said = [FORMULA, f"the bar is {BAR:.0%}, the aim {AIM:.0%} of the peak at the same precision"]
    said += [f"{row['stage']}: {_judged(row['share'])}" for row in rows]
    return Results("peak", is_quick, tuple(said), (Table("Stages", tuple(rows)), Table("torch.mm", tuple(swept))))


def _judged(reached: float | None) -> str:
    if reached is None:
        return "the peak of its precision cannot be measured here"
    return f"{reached:.0%}, {'aim reached' if reached >= AIM else 'bar met' if reached >= BAR else 'below the bar'}"


def draw(results: Results, axes: Axes) -> None:
    """A bar for each stage, with the bar and the aim as lines."""
    rows = [row for row in results.tables[0].rows if row["share"] is not None]
    axes.bar([f"{row['stage']}\n{row['precision']}" for row in rows], [100 * row["share"] for row in rows])
    axes.axhline(100 * BAR, color="tab:red", linestyle="--", label="bar")
    axes.axhline(100 * AIM, color="tab:green", linestyle="--", label="aim")
    axes.set_ylabel("% of the measured matrix peak")
    axes.legend()


def main() -> int:
    """Measure, write, print."""
    asked = parser("peak", __doc__).parse_args()
    results = measured(asked.quick)
    write(results, asked.out, lambda axes: draw(results, axes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
