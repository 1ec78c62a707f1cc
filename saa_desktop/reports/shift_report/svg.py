"""A chart as SVG that stands within an HTML page and takes its colours from there."""

from html import escape

from saa_desktop.reports.lettering import printable
from saa_desktop.reports.shift_report.drawing import (
    LETTERS,
    Bar,
    Dot,
    Drawing,
    Ink,
    Label,
    Line,
    Shape,
    hatching,
)


def to_svg(drawing: Drawing) -> str:
    """Return the ``svg`` element; shapes have the classes ``fill-<ink>`` and ``stroke-<ink>``."""
    shapes = "".join(map(_shape, drawing.shapes))
    return (
        f'<svg viewBox="0 0 {drawing.width:g} {drawing.height:g}" width="{drawing.width:g}" '
        f'height="{drawing.height:g}" font-size="{LETTERS}" role="img">{shapes}</svg>'
    )


def _shape(shape: Shape) -> str:
    match shape:
        case Bar():
            box = f'x="{shape.x:.1f}" y="{shape.y:.1f}" width="{shape.width:.1f}" height="{shape.height:.1f}"'
            hatch = "".join(map(_hatch, hatching(shape))) if shape.ink is Ink.NG else ""
            return f'<g>{_hint(shape.hint)}<rect {box} class="fill-{shape.ink}"/>{hatch}</g>'
        case Line():
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in shape.points)
            dashes = ' stroke-dasharray="4 3"' if shape.dashed else ""
            return (
                f'<polyline points="{points}" fill="none" class="stroke-{shape.ink}" '
                f'stroke-width="{shape.width:g}"{dashes}/>'
            )
        case Dot():
            circle = f'cx="{shape.x:.1f}" cy="{shape.y:.1f}" r="{shape.radius:g}" class="fill-{shape.ink}"'
            return f"<circle {circle}>{_hint(shape.hint)}</circle>"
        case Label():
            place = f'x="{shape.x:.1f}" y="{shape.y:.1f}" text-anchor="{shape.anchor}"'
            return f'<text {place} class="fill-{shape.ink}">{escape(printable(shape.text))}</text>'


def _hint(text: str) -> str:
    return f"<title>{escape(printable(text))}</title>" if text else ""


def _hatch(ends: tuple[tuple[float, float], tuple[float, float]]) -> str:
    (x1, y1), (x2, y2) = ends
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="hatch"/>'
