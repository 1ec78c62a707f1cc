"""Paints pixels of any size: only what is exposed, from the level that fits the zoom."""

import math

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from saa_desktop.workers.pyramid import Pixels, Pyramid

_PIXELS_VISIBLE_FROM = 2.0
_MARGIN = 2


class PyramidPainter:
    """Paints a pyramid in the image's coordinates, with the cost of about one screen of pixels.

    Each paint gets a small picture of its own: Qt's raster engine reads no further than 32,767 pixels from
    the origin of one, and is fastest on 32 bits a pixel.

    Args:
        pyramid: what to paint.
        colours: premultiplied ARGB for each level of (H, W) pixels; left out for RGB.
    """

    def __init__(self, pyramid: Pyramid, colours: list[int] | None = None) -> None:
        self._pyramid = pyramid
        self._format = QImage.Format.Format_ARGB32_Premultiplied if colours else QImage.Format.Format_RGB32
        self._levels = [_wrapped(level, colours) for level in pyramid.levels]
        height, width = pyramid.levels[0].shape[:2]
        self.area = QRectF(pyramid.x, pyramid.y, width, height)

    def paint(self, painter: QPainter, exposed: QRectF) -> None:
        """Paint what lies in ``exposed``; single pixels show as squares from twofold zoom on."""
        wanted = exposed.intersected(self.area)
        if wanted.isEmpty():
            return
        scale = painter.deviceTransform().m11()
        power = min(max(math.floor(-math.log2(scale)), 0), len(self._levels) - 1)
        level, side = self._levels[power], 2.0**power
        source = _covering(wanted.translated(-self.area.topLeft()), side).intersected(level.rect())
        target = QRectF(source.x() * side, source.y() * side, source.width() * side, source.height() * side)
        target.translate(self.area.topLeft())
        inside = target.intersected(self.area)
        part = level.copy(source).convertToFormat(self._format)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < _PIXELS_VISIBLE_FROM)
        painter.drawImage(inside, part, QRectF(0, 0, inside.width() / side, inside.height() / side))

    def thumbnail(self, side: int) -> QImage:
        """Return all of it, no side longer than about twice ``side`` where there is so much detail."""
        fitting = [level for level in self._levels if max(level.width(), level.height()) >= side]
        return (fitting or self._levels[:1])[-1].convertToFormat(self._format)


def _wrapped(level: Pixels, colours: list[int] | None) -> QImage:
    """Return a picture on the same memory, which the pyramid keeps alive."""
    height, width = level.shape[:2]
    if colours is None:
        return QImage(level.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    image = QImage(level.data, width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable(colours)
    return image


def _covering(area: QRectF, side: float) -> QRect:
    """Return the pixels of ``side`` each that an area touches, and some around them to blend with."""
    left, top = math.floor(area.left() / side), math.floor(area.top() / side)
    right, bottom = math.ceil(area.right() / side), math.ceil(area.bottom() / side)
    return QRect(left, top, right - left, bottom - top).adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)


class PyramidItem(QGraphicsItem):
    """A pyramid in a scene whose unit is the image's pixel."""

    def __init__(self, pyramid: Pyramid, colours: list[int] | None = None) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.painter = PyramidPainter(pyramid, colours)

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """Return the pyramid's place."""
        return self.painter.area

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint what is exposed."""
        del widget
        self.painter.paint(painter, option.exposedRect)
