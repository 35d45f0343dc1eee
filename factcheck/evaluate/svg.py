"""Charts as inline SVG; colours are the page's custom properties, so that they follow light and dark."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from factcheck.evaluate.curves import Bin
from factcheck.evaluate.figures import Charts

SIZE, LEFT, TOP = 200.0, 44.0, 12.0
_WIDTH, _HEIGHT = LEFT + SIZE + 56, TOP + SIZE + 40
"""Of every chart: side by side they then have letters of one size and their captions on one line."""
_ACROSS = _WIDTH - LEFT - 16
_TOLD = 10
"""Parts of the curve of risk that are told, to whoever hears the page: its hundred points would be no help."""
_DARKEST = 0.45
"""How far the colour of a full cell covers the card: the count on it keeps a contrast of 4.5 in light and in dark."""
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def reliability_chart(bins: Sequence[Bin]) -> str:
    """Share right by mean confidence of each bin, against the diagonal of perfect calibration."""
    points = [(part.confidence, part.accuracy) for part in bins]
    shapes = [_line([(0, 0), (1, 1)], "ideal")]
    for part in bins:
        x = _x(part.confidence)
        shapes.append(
            f'<line class="gap" x1="{x:.1f}" y1="{_y(part.confidence):.1f}" x2="{x:.1f}" y2="{_y(part.accuracy):.1f}"/>'
        )
    shapes.append(_line(points, "curve"))
    for part in bins:
        title = f"{part.n} items: confidence {part.confidence:.2f}, right {part.accuracy:.2f}"
        dot = f'<circle class="dot" cx="{_x(part.confidence):.1f}" cy="{_y(part.accuracy):.1f}" r="3.5">'
        shapes.append(f"{dot}<title>{escape(title)}</title></circle>")
    told = "; ".join(f"confidence {p.confidence:.2f}: {p.accuracy:.2f} right of {p.n:,}" for p in bins)
    return _frame(f"Reliability. {told}", "confidence", "share right", shapes)


def risk_chart(points: Sequence[tuple[float, float]]) -> str:
    """Share of errors by coverage, from the most confident item on."""
    told = "; ".join(f"coverage {coverage:.2f}: {risk:.2f} wrong" for coverage, risk in _some(points))
    shapes = [_line(points, "curve")]
    return _frame(f"Risk and coverage. {told}", "coverage, most confident first", "share wrong", shapes)


def _some(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The first point that reaches each tenth of the coverage; the last one reaches all of it."""
    tenths = [(part + 1) / _TOLD for part in range(_TOLD)]
    found = (next((point for point in points if point[0] >= tenth), None) for tenth in tenths)
    return list(dict.fromkeys(point for point in found if point))


def confusion_chart(charts: Charts) -> str:
    """Counts by gold (rows) and predicted (columns) class; the darker, the larger its share of the row."""
    k = len(charts.classes)
    # The names of the classes stand to the left of the rows and need more room than the numbers of an axis.
    left, side = LEFT + 40, SIZE / max(1, k)
    wide = (_WIDTH - left) / max(1, k)
    shapes = []
    for row, counts in enumerate(charts.confusion):
        whole = sum(counts)
        for column, count in enumerate(counts):
            share = count / whole if whole else 0.0
            x, y = left + column * wide, TOP + 14 + row * side
            kind = "hit" if row == column else "miss"
            shapes.append(
                f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{wide - 2:.1f}" height="{side - 2:.1f}" '
                f'fill-opacity="{_DARKEST * share:.3f}"/>'
            )
            shapes.append(_text(x + wide / 2, y + side / 2 + 4, f"{count:,}", "count"))
    for place, name in enumerate(charts.classes):
        shown = name.replace("_", " ")
        shapes.append(_text(left + (place + 0.5) * wide, TOP + 8, shown, "tick"))
        shapes.append(_text(left - 4, TOP + 18 + (place + 0.5) * side, shown, "tick end"))
    shapes.append(_text(left + (_WIDTH - left) / 2, TOP + SIZE + 34, "predicted; rows are gold", "axis"))
    return _svg(f"Confusion. {_counts(charts)}", shapes)


def _counts(charts: Charts) -> str:
    """The matrix in words, for those who hear the page."""
    rows = zip(charts.classes, charts.confusion, strict=True)
    said = (
        f"gold {gold}: " + ", ".join(f"{count:,} {name}" for name, count in zip(charts.classes, counts, strict=True))
        for gold, counts in rows
    )
    return "; ".join(said).replace("_", " ")


def _frame(title: str, across: str, up: str, shapes: Sequence[str]) -> str:
    grid = []
    for tick in _TICKS:
        grid.append(
            f'<path class="grid" d="M{_x(tick):.1f} {_y(0):.1f}V{_y(1):.1f}M{_x(0):.1f} {_y(tick):.1f}H{_x(1):.1f}"/>'
        )
        grid.append(_text(_x(tick), _y(0) + 14, f"{tick:g}", "tick"))
        grid.append(_text(LEFT - 6, _y(tick) + 4, f"{tick:g}", "tick end"))
    axes = [
        _text(LEFT + _ACROSS / 2, TOP + SIZE + 34, across, "axis"),
        f'<g transform="rotate(-90 12 {TOP + SIZE / 2:.0f})">{_text(12, TOP + SIZE / 2, up, "axis")}</g>',
    ]
    return _svg(title, [*grid, *shapes, *axes])


def _svg(title: str, shapes: Sequence[str]) -> str:
    head = f'<svg viewBox="0 0 {_WIDTH:.0f} {_HEIGHT:.0f}" role="img" aria-label="{escape(title, quote=True)}">'
    return head + "".join(shapes) + "</svg>"


def _line(points: Sequence[tuple[float, float]], kind: str) -> str:
    placed = " ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in points)
    return f'<polyline class="{kind}" points="{placed}"/>'


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'


def _x(value: float) -> float:
    return LEFT + _ACROSS * value


def _y(value: float) -> float:
    return TOP + SIZE * (1 - value)
