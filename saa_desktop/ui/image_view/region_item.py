"""One region on the image: thin fill, outline with a halo; and its rank."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPen, qRgba
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QStyleOptionGraphicsItem, QWidget

from saa_desktop.domain.masks import Mask
from saa_desktop.workers.mask_outline import Segments

_MAGENTA = QColor(255, 0, 255)
_FILL = (qRgba(0, 0, 0, 0), qRgba(48, 0, 48, 48))  # premultiplied
_STROKES = ((QColor("black"), 5.0), (QColor("white"), 3.5), (_MAGENTA, 2.0))


class RegionItem(QGraphicsItem):
    """Drawn in the image's pixels; the strokes keep their width on the screen at any zoom."""

    def __init__(self, mask: Mask, segments: Segments) -> None:
        super().__init__()
        self._area = QRectF(mask.x, mask.y, mask.width, mask.height)
        self._fill = _fill_of(mask)
        self._lines = [QLineF(*piece) for piece in segments.tolist()]

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """Return the mask's bounds with room for the halo when zoomed out."""
        margin = 0.02 * max(self._area.width(), self._area.height()) + 8
        return self._area.adjusted(-margin, -margin, margin, margin)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the fill and the strokes, widest first."""
        del option, widget
        painter.drawImage(self._area, self._fill)
        for colour, width in _STROKES:
            pen = QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawLines(self._lines)


def _fill_of(mask: Mask) -> QImage:
    crop = np.ascontiguousarray(mask.crop(), dtype=np.uint8)
    height, width = crop.shape
    image = QImage(crop.data, width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable(_FILL)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def rank_item(rank: int, x: int, y: int) -> QGraphicsItem:
    """Return a number of constant size above a mask's corner: white, edged in black, to read on anything."""
    font = QFont()
    font.setPixelSize(15)
    font.setBold(True)
    path = QPainterPath()
    path.addText(1, -5, font, str(rank))
    edge = QGraphicsPathItem(path)
    edge.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
    edge.setPos(x, y)
    edge.setPen(QPen(QColor("black"), 3.5))
    number = QGraphicsPathItem(path, edge)
    number.setPen(QPen(Qt.PenStyle.NoPen))
    number.setBrush(QColor("white"))
    return edge
