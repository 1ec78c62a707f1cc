"""What a chart is made of; pages draw it in their own way (``svg.py``, ``pdf_canvas.py``)."""

from dataclasses import dataclass
from enum import StrEnum


class Ink(StrEnum):
    """What a shape stands for; each page has its own colour for it."""

    OK = "ok"
    OPEN = "open"
    NG = "ng"
    """Hatched where it fills, so that it is told from OK without its colour."""
    BAR = "bar"
    LINE = "line"
    TEXT = "text"
    FAINT = "faint"


class Anchor(StrEnum):
    """Which end of a text lies at its place; the values are SVG's."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle; ``hint`` is what a pointer on it shows."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points, drawn."""

    points: tuple[tuple[float, float], ...]
    ink: Ink
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle; ``hint`` is what a pointer on it shows."""

    x: float
    y: float
    radius: float
    ink: Ink
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text whose base line lies at y."""

    x: float
    y: float
    text: str
    anchor: Anchor = Anchor.START
    ink: Ink = Ink.TEXT


Shape = Bar | Line | Dot | Label

LETTERS = 11
"""Height of letters, in the unit of a drawing."""

_HATCH_STEP = 5.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart. x grows to the right, y down; the unit is a CSS pixel.

    Attributes:
        width: of all of it.
        height: of all of it.
        shapes: later ones lie on top.
    """

    width: float
    height: float
    shapes: tuple[Shape, ...]


def hatching(bar: Bar) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Return the ends of parallel lines across a bar, from lower left to upper right."""
    lines = []
    along = _HATCH_STEP
    while along < bar.width + bar.height:
        start = max(0.0, along - bar.height), min(bar.height, along)
        end = min(bar.width, along), max(0.0, along - bar.width)
        lines.append(((bar.x + start[0], bar.y + start[1]), (bar.x + end[0], bar.y + end[1])))
        along += _HATCH_STEP
    return lines
