"""Small charts as SVG text, to stand within an HTML page."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from saa_desktop.evaluation.curves import Values

_WIDTH, _HEIGHT = 420, 320
_LEFT, _TOP, _RIGHT, _BOTTOM = 48, 28, 12, 40
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#B38600")
_DASHES = ("", "6 3", "2 3")
_POINTS = 240
"""Points that a curve is drawn with; more would not show at this size."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A curve of a chart.

    Attributes:
        name: for the legend.
        x: (N,) 0..1.
        y: (N,) 0..1.
        marked: whether its points are marked, as where there are few.
    """

    name: str
    x: Values
    y: Values
    marked: bool = False


def line_chart(title: str, x_name: str, y_name: str, lines: Sequence[Line]) -> str:
    """Return a chart of curves over the unit square; the first one is drawn thicker, over the others."""
    parts = [_frame(title, x_name, y_name, last="1", top="1")]
    for place, line in reversed(list(enumerate(lines))):
        parts.append(
            f'<polyline points="{_points(line)}" fill="none" {_stroke(place)} '
            f'stroke-width="{2.5 if place == 0 else 1.2}"><title>{escape(line.name)}</title></polyline>'
        )
        if line.marked:
            parts.append(_marks(line, _COLOURS[place % len(_COLOURS)]))
    legend = "".join(
        f'<span><svg width="28" height="8"><line x1="0" y1="4" x2="28" y2="4" {_stroke(place)} '
        f'stroke-width="2"/></svg> {escape(line.name)}</span>'
        for place, line in enumerate(lines)
    )
    return f'<figure>{_svg(parts)}<div class="legend">{legend}</div></figure>'


def score_chart(title: str, good: Values, defective: Values, marks: Sequence[tuple[str, float]]) -> str:
    """Return a histogram of the scores of good (left bars, hatched) and defective images (right bars).

    Args:
        title: of the chart.
        good: (N,) scores.
        defective: (M,) scores.
        marks: name and score of each vertical line.
    """
    end = max([1e-6, *good.tolist(), *defective.tolist(), *(1.1 * value for _, value in marks)])
    edges = np.linspace(0.0, end, 31)
    counts = [np.histogram(scores, edges)[0] for scores in (good, defective)]
    most = max(1, int(max(count.max() for count in counts)))
    bar = _inner_width() / 60
    parts = [_frame(title, "score", "images", last=f"{end:.2f}", top=str(most))]
    for side, (count, fill) in enumerate(zip(counts, ("url(#hatch)", _COLOURS[1]), strict=True)):
        for place, images in enumerate(count):
            height = _inner_height() * int(images) / most
            parts.append(
                f'<rect x="{_LEFT + (2 * place + side) * bar:.1f}" y="{_HEIGHT - _BOTTOM - height:.1f}" '
                f'width="{bar:.1f}" height="{height:.1f}" fill="{fill}"/>'
            )
    for name, value in marks:
        x = _LEFT + _inner_width() * value / end
        parts.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{_HEIGHT - _BOTTOM}" stroke="#333" '
            f'stroke-dasharray="4 3"/><text x="{x + 3:.1f}" y="{_TOP + 10}">{escape(name)}</text>'
        )
    legend = (
        f"<span>good images (hatched): {good.size}</span><span>defective (solid): {defective.size}</span>"
    )
    return f'<figure>{_svg(parts)}<div class="legend">{legend}</div></figure>'


def _svg(parts: Sequence[str]) -> str:
    hatch = (
        '<defs><pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="4" height="4" fill="#fff"/>'
        f'<rect width="2" height="4" fill="{_COLOURS[0]}"/></pattern></defs>'
    )
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" role="img">'
        f"{hatch}{''.join(parts)}</svg>"
    )


def _frame(title: str, x_name: str, y_name: str, *, last: str, top: str) -> str:
    """Return title, axes and their ends."""
    bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
    middle = (_TOP + bottom) / 2
    return (
        f'<text x="{_LEFT}" y="16" class="title">{escape(title)}</text>'
        f'<rect x="{_LEFT}" y="{_TOP}" width="{_inner_width()}" height="{_inner_height()}" fill="none" '
        'stroke="#999"/>'
        f'<text x="{_LEFT}" y="{bottom + 15}">0</text>'
        f'<text x="{right}" y="{bottom + 15}" text-anchor="end">{last}</text>'
        f'<text x="{_LEFT - 5}" y="{_TOP + 8}" text-anchor="end">{top}</text>'
        f'<text x="{(_LEFT + right) / 2}" y="{bottom + 30}" text-anchor="middle">{escape(x_name)}</text>'
        f'<text x="14" y="{middle}" text-anchor="middle" transform="rotate(-90 14 {middle})">'
        f"{escape(y_name)}</text>"
    )


def _points(line: Line) -> str:
    """Return as many of a curve's points as show, evenly along it."""
    along = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(line.x), np.diff(line.y)))))
    chosen = np.unique(np.searchsorted(along, np.linspace(0.0, along[-1], _POINTS)))
    x = _LEFT + _inner_width() * line.x[chosen]
    y = _HEIGHT - _BOTTOM - _inner_height() * line.y[chosen]
    return " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))


def _marks(line: Line, colour: str) -> str:
    """Return a dot at each point of a curve."""
    return "".join(
        f'<circle cx="{_LEFT + _inner_width() * x:.1f}" cy="{_HEIGHT - _BOTTOM - _inner_height() * y:.1f}" '
        f'r="3.5" fill="{colour}"><title>{escape(line.name)}</title></circle>'
        for x, y in zip(line.x, line.y, strict=True)
    )


def _stroke(place: int) -> str:
    """Return colour and dashes of a line, so that no two of 18 look alike."""
    colour = _COLOURS[place % len(_COLOURS)]
    return f'stroke="{colour}" stroke-dasharray="{_DASHES[place // len(_COLOURS) % len(_DASHES)]}"'


def _inner_width() -> int:
    return _WIDTH - _LEFT - _RIGHT


def _inner_height() -> int:
    return _HEIGHT - _TOP - _BOTTOM
