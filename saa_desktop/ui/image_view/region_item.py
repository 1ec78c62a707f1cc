"""Regions on the image: thin fill, outline with a halo; those that do not count, dashed."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QGradient, QLinearGradient, QPainter, QPen, QTransform, qRgba
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from saa_desktop.domain.regions import Box
from saa_desktop.ui.image_view.pyramid_item import PyramidPainter
from saa_desktop.workers.mask_outline import MaskShape, Segments

_MAGENTA = QColor(255, 0, 255)
_WHITE = QColor("white")
_DARK_GREY, _LIGHT_GREY = QColor(70, 70, 70), QColor(215, 215, 215)
_FILL = [qRgba(level, 0, level, level) for level in range(256)]  # premultiplied, by covered share
_STROKES = ((QColor("black"), 4.5), (_WHITE, 3.2), (_MAGENTA, 1.8))
_HIGHLIGHTED_STROKES = ((QColor("black"), 9.0), (_WHITE, 7.0), (_MAGENTA, 4.0))
_REJECTED_OPACITY = 0.6
_WIDEST_HALO = 6.0
_LINES_TO_KEEP = 3000


def _pen(colour: QColor, width: float) -> QPen:
    """Return a pen that keeps its width on the screen at any zoom."""
    pen = QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap)
    pen.setCosmetic(True)
    return pen


def _striped_pen(width: float, scale: float) -> QPen:
    """Return a pen whose strokes look dashed although they are many short pieces in no order.

    Args:
        width: on the screen.
        scale: pixels of the screen that one of the image takes.
    """
    stripes = QLinearGradient(0, 0, 8, 4)
    stripes.setSpread(QGradient.Spread.RepeatSpread)
    for start, end, colour in ((0.0, 0.55, _MAGENTA), (0.56, 1.0, QColor("black"))):
        stripes.setColorAt(start, colour)
        stripes.setColorAt(end, colour)
    brush = QBrush(stripes)
    brush.setTransform(QTransform.fromScale(1 / scale, 1 / scale))
    pen = QPen(brush, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap)
    pen.setCosmetic(True)
    return pen


class _Outline:
    """Draws a mask's outline in the detail that the zoom shows, and no more of it than is exposed."""

    def __init__(self, shape: MaskShape) -> None:
        self._segments = shape.outlines
        self._lines: dict[int, list[QLineF]] = {}

    def paint(self, painter: QPainter, exposed: QRectF, pens: Sequence[QPen]) -> None:
        """Draw all strokes, one over the other."""
        lines = self._visible(painter.deviceTransform().m11(), exposed)
        for pen in pens:
            painter.setPen(pen)
            painter.drawLines(lines)

    def _visible(self, scale: float, exposed: QRectF) -> list[QLineF]:
        power = min(max(math.floor(-math.log2(scale)), 0), len(self._segments) - 1)
        segments = self._segments[power]
        if len(segments) > _LINES_TO_KEEP:
            margin = _WIDEST_HALO / scale
            return _lines(_touching(segments, exposed.adjusted(-margin, -margin, margin, margin)))
        if power not in self._lines:
            self._lines[power] = _lines(segments)
        return self._lines[power]


def _touching(segments: Segments, area: QRectF) -> Segments:
    left, top, right, bottom = segments.T
    inside = (right >= area.left()) & (left <= area.right()) & (bottom >= area.top()) & (top <= area.bottom())
    found: Segments = segments[inside]
    return found


def _lines(segments: Segments) -> list[QLineF]:
    return list(map(QLineF, *segments.T.tolist()))  # a third of the time that one call each takes


class RegionItem(QGraphicsItem):
    """Drawn in the image's pixels; the strokes keep their width on the screen at any zoom.

    Args:
        shape: what to draw.
        rejected: whether it is dim and dashed, without a fill.
        room: how far the halo may reach when zoomed out, in the image's pixels.
    """

    def __init__(self, shape: MaskShape, room: float, *, rejected: bool = False) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._fill = PyramidPainter(shape.fill, _FILL)
        self._outline = _Outline(shape)
        self._area = self._fill.area.adjusted(-room, -room, room, room)
        self._rejected = rejected
        self._highlighted = False
        self._fill_opacity = 0.0

    def set_highlighted(self, highlighted: bool) -> None:
        """Make it stand out, or no longer."""
        self._highlighted = highlighted
        self.setZValue(1 if highlighted else 0)
        self.update()

    def set_fill_opacity(self, opacity: float) -> None:
        """Fill it with a colour of this opacity, 0 to 1."""
        self._fill_opacity = opacity
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """Return the mask's bounds with room for the halo."""
        return self._area

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the fill and the strokes, widest first."""
        del widget
        exposed = option.exposedRect
        if self._rejected and not self._highlighted:
            painter.setOpacity(_REJECTED_OPACITY)
            width = _STROKES[-1][1]
            scale = painter.deviceTransform().m11()
            self._outline.paint(painter, exposed, (_pen(_WHITE, width + 1.4), _striped_pen(width, scale)))
            return
        if not self._rejected:
            painter.setOpacity(self._fill_opacity)
            self._fill.paint(painter, exposed)
            painter.setOpacity(1.0)
        strokes = _HIGHLIGHTED_STROKES if self._highlighted else _STROKES
        self._outline.paint(painter, exposed, [_pen(colour, width) for colour, width in strokes])


class DroppedItem(QGraphicsItem):
    """Boxes of regions that the machine dropped: thin, grey and dashed; highlighted ones thicker."""

    def __init__(self, boxes: Sequence[Box], room: float, *, highlighted: bool = False) -> None:
        super().__init__()
        self._width = 3.0 if highlighted else 1.0
        self._boxes = [QRectF(box.x0, box.y0, box.width, box.height) for box in boxes]
        area = QRectF()
        for box in self._boxes:
            area = area.united(box)
        self._area = area.adjusted(-room, -room, room, room)

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """Return the bounds of all boxes."""
        return self._area

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw dark dashes with light ones between them, to read on anything."""
        del option, widget
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_pen(_DARK_GREY, self._width))
        painter.drawRects(self._boxes)
        light = _pen(_LIGHT_GREY, self._width)
        light.setDashPattern([4.0, 4.0])
        painter.setPen(light)
        painter.drawRects(self._boxes)
