"""The number of a region, with a mark for what a person says of it, so that it never depends on colour."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from saa_desktop.domain.reviews import FIRST_DRAWN
from saa_desktop.workers.shown_regions import ShownRegion

_MARK_SIDE = 13.0
_GAP = 3.0
_HEIGHT = 20.0
_EDGE = 3.5
_REJECTED_OPACITY = 0.75

# Points within a square of side 1.
_TICK = ((0.05, 0.55), (0.38, 0.9), (0.95, 0.1))
_CROSS = ((0.1, 0.1), (0.9, 0.9)), ((0.9, 0.1), (0.1, 0.9))
_PENCIL = ((0.05, 0.95), (0.12, 0.68), (0.72, 0.08), (0.92, 0.28), (0.32, 0.88), (0.05, 0.95))


class RegionLabel(QGraphicsItem):
    """Rank and marks above a mask's top, of constant size: white, edged in black, to read on anything.

    A region that a person drew has a plus and a number of its own.

    Args:
        region: what it stands at.
        below: whether it stands below the mask's top, for one at the top of the image.
    """

    def __init__(self, region: ShownRegion, *, below: bool) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        mask = region.shape.mask
        self.setPos(mask.x + int(region.shape.fill.levels[0][0].argmax()), mask.y)
        self.setOpacity(_REJECTED_OPACITY if region.rejected else 1.0)
        self._highlighted = False
        font = QFont()
        font.setPixelSize(15)
        font.setBold(True)
        top = 3.0 if below else -_HEIGHT - 3.0
        text = _text_of(region)
        self._text = QPainterPath()
        self._text.addText(0, top + 15.5, font, text)
        width = QFontMetricsF(font).horizontalAdvance(text)
        self._marks = QPainterPath()
        for lines in _marks_of(region):
            width += _GAP if width else 0.0
            for line in lines:
                points = [QPointF(width + x * _MARK_SIDE, top + 3.5 + y * _MARK_SIDE) for x, y in line]
                self._marks.addPolygon(QPolygonF(points))
            width += _MARK_SIDE
        self._plate = QRectF(-5, top, width + 10, _HEIGHT)

    def set_highlighted(self, highlighted: bool) -> None:
        """Put it on a dark plate with a light edge, or no longer."""
        self._highlighted = highlighted
        self.setZValue(1 if highlighted else 0)
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """Return the plate, whether or not it shows."""
        return self._plate.adjusted(-3, -3, 3, 3)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the plate, the edge, and the number with its marks."""
        del option, widget
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._highlighted:
            painter.setPen(QPen(_WHITE, 1.5))
            painter.setBrush(_BLACK)
            painter.drawRoundedRect(self._plate, 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for path, width in ((self._text, _EDGE), (self._marks, _EDGE + 2.0)):
            painter.setPen(_round_pen(_BLACK, width))
            painter.drawPath(path)
        painter.setPen(_round_pen(_WHITE, 2.0))
        painter.drawPath(self._marks)
        painter.fillPath(self._text, _WHITE)


_BLACK, _WHITE = QColor("black"), QColor("white")


def _round_pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _text_of(region: ShownRegion) -> str:
    """Return the rank; a region that a person brought back may have none."""
    if region.region is None:
        return f"D{region.number - FIRST_DRAWN + 1}"
    return str(region.region.rank) if region.region.rank is not None else ""


_Line = tuple[tuple[float, float], ...]


def _marks_of(region: ShownRegion) -> list[tuple[_Line, ...]]:
    marks: list[tuple[_Line, ...]] = []
    if region.review.mask is not None:
        marks.append((_PENCIL,))
    if region.accepted:
        marks.append((_TICK,))
    if region.rejected:
        marks.append(_CROSS)
    return marks
