"""The preview's image, the regions on it, and the region of interest that the mouse draws."""

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from saa_desktop.domain.prompts import Point
from saa_desktop.ui.profile_editor.preview_picture import RegionOutline

_STROKES = ((QColor("black"), 4.5), (QColor("white"), 3.2), (QColor(255, 0, 255), 1.8))
_POLYGON_STROKES = ((QColor("black"), 3.5), (QColor("white"), 1.6))
_OUTSIDE = QColor(0, 0, 0, 90)
_HANDLE = 4.5
_REACH = 9.0
"""Logical pixels within which the mouse takes hold of a corner or an edge."""


class PreviewCanvas(QWidget):
    """Shows the whole image. All places are fractions of the image's width and height."""

    polygon_edited = Signal(object)
    """tuple[Point, ...], when the mouse has closed, moved or bent the region of interest."""

    drawing_ended = Signal()
    """The polygon is closed, or the person gave up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._scaled: QPixmap | None = None
        self._regions: tuple[RegionOutline, ...] = ()
        self._polygon: tuple[Point, ...] = ()
        self._drawn: list[Point] | None = None
        self._held: int | None = None
        self._mouse = QPointF()
        self.setMinimumSize(260, 200)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setBackgroundRole(QPalette.ColorRole.Midlight)
        self.setAutoFillBackground(True)
        self._retranslate()

    def show_image(self, image: QImage | None) -> None:
        """Show another image without regions."""
        self._image, self._scaled, self._regions = image, None, ()
        self.update()

    def show_regions(self, regions: tuple[RegionOutline, ...]) -> None:
        """Show other regions."""
        self._regions = regions
        self.update()

    def regions(self) -> tuple[RegionOutline, ...]:
        """Return the regions on the screen."""
        return self._regions

    def show_polygon(self, polygon: tuple[Point, ...]) -> None:
        """Show another region of interest; empty for the whole image."""
        self._polygon = polygon
        self.update()

    def set_drawing(self, drawing: bool) -> None:
        """Begin a new polygon, or give up the one that was begun."""
        if drawing == (self._drawn is not None):
            return
        self._drawn = [] if drawing else None
        self.setCursor(Qt.CursorShape.CrossCursor if drawing else Qt.CursorShape.ArrowCursor)
        if drawing:
            self.setFocus()
        self.update()

    # -- painting ------------------------------------------------------------------------------------------

    def image_area(self) -> QRectF:
        """Return where the image lies in the widget; empty without one."""
        if self._image is None:
            return QRectF()
        size = self._image.size().toSizeF().scaled(self.size().toSizeF(), Qt.AspectRatioMode.KeepAspectRatio)
        left = (self.width() - size.width()) / 2
        top = (self.height() - size.height()) / 2
        return QRectF(left, top, size.width(), size.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the image, the regions, and the region of interest."""
        super().paintEvent(event)
        if self._image is None:
            return
        painter = QPainter(self)
        area = self.image_area()
        painter.drawPixmap(area.topLeft(), self._pixmap(self._image, area))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_polygon(painter, area)
        for region in reversed(self._regions):
            self._paint_outline(painter, area, region)
        for region in self._regions:
            _paint_number(painter, _place(area, (region.top.x(), region.top.y())), str(region.rank))
        painter.end()

    def _pixmap(self, image: QImage, area: QRectF) -> QPixmap:
        """Return the image in the size of the widget, scaled once a size."""
        ratio = self.devicePixelRatioF()
        size = (area.size() * ratio).toSize()
        if self._scaled is None or self._scaled.size() != size:
            scaled = image.scaled(
                size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            self._scaled = QPixmap.fromImage(scaled)
            self._scaled.setDevicePixelRatio(ratio)
        return self._scaled

    def _paint_outline(self, painter: QPainter, area: QRectF, region: RegionOutline) -> None:
        painter.save()
        painter.translate(area.topLeft())
        painter.scale(area.width(), area.height())
        for colour, width in _STROKES:
            # Qt takes the width of a cosmetic pen in pixels of the screen, whatever its scaling.
            thickness = width * self.devicePixelRatioF()
            pen = QPen(colour, thickness, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawLines(region.lines)
        painter.restore()

    def _paint_polygon(self, painter: QPainter, area: QRectF) -> None:
        corners = [_place(area, corner) for corner in (self._polygon if self._drawn is None else self._drawn)]
        if self._drawn is None and len(corners) >= 3:
            outside = QPainterPath()
            outside.addRect(area)
            outside.addPolygon(QPolygonF([*corners, corners[0]]))
            painter.fillPath(outside, _OUTSIDE)
            corners = [*corners, corners[0]]
        line = [*corners, self._mouse] if self._drawn else corners
        for colour, width in _POLYGON_STROKES:
            style = Qt.PenStyle.SolidLine if colour == QColor("black") else Qt.PenStyle.DashLine
            painter.setPen(QPen(colour, width, style))
            painter.drawPolyline(QPolygonF(line))
        painter.setPen(QPen(QColor("black"), 1))
        painter.setBrush(QColor("white"))
        for corner in corners:
            painter.drawEllipse(corner, _HANDLE, _HANDLE)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    # -- mouse and keys ------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Add a corner, take hold of one, or remove one."""
        if self._image is None:
            return
        position = event.position()
        if self._drawn is not None:
            if event.button() is Qt.MouseButton.LeftButton:
                self._add_corner(position)
            return
        corner = self._corner_at(position)
        if event.button() is Qt.MouseButton.RightButton and corner is not None and len(self._polygon) > 3:
            self._change((*self._polygon[:corner], *self._polygon[corner + 1 :]))
        elif event.button() is Qt.MouseButton.LeftButton:
            self._held = self._bend_at(position) if corner is None else corner

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Move the corner that is held."""
        self._mouse = event.position()
        if self._drawn is not None:
            self.update()
        elif self._held is not None:
            polygon = list(self._polygon)
            polygon[self._held] = self._fraction(event.position())
            self._change(tuple(polygon))
        elif self._image is not None:
            held = self._corner_at(event.position()) is not None
            self.setCursor(Qt.CursorShape.SizeAllCursor if held else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go of a corner."""
        del event
        self._held = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Close the polygon; the first of the two clicks has set its last corner."""
        del event
        if self._drawn is not None:
            self._close()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Close the polygon by Return, take a corner back by Backspace, give up by Escape."""
        if self._drawn is None:
            super().keyPressEvent(event)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._close()
        elif event.key() == Qt.Key.Key_Backspace:
            del self._drawn[-1:]
            self.update()
        elif event.key() == Qt.Key.Key_Escape:
            self.set_drawing(False)
            self.drawing_ended.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Scale the image anew."""
        self._scaled = None
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Preview of the image with the regions found"))

    def _add_corner(self, position: QPointF) -> None:
        assert self._drawn is not None  # noqa: S101 - asked by the caller
        self._mouse = position
        if len(self._drawn) >= 3 and _near(position, _place(self.image_area(), self._drawn[0])):
            self._close()
            return
        self._drawn.append(self._fraction(position))
        self.update()

    def _close(self) -> None:
        """Take the drawn corners over, when they enclose something."""
        drawn = tuple(dict.fromkeys(self._drawn or ()))
        if len(drawn) < 3:
            return
        self.set_drawing(False)
        self._change(drawn)
        self.drawing_ended.emit()

    def _change(self, polygon: tuple[Point, ...]) -> None:
        self.show_polygon(polygon)
        self.polygon_edited.emit(polygon)

    def _corner_at(self, position: QPointF) -> int | None:
        area = self.image_area()
        places = enumerate(_place(area, corner) for corner in self._polygon)
        return next((index for index, place in places if _near(position, place)), None)

    def _bend_at(self, position: QPointF) -> int | None:
        """Add a corner on the edge under the mouse and return it; ``None`` away from all edges."""
        area = self.image_area()
        places = [_place(area, corner) for corner in self._polygon]
        for index, start in enumerate(places):
            end = places[(index + 1) % len(places)]
            if _distance_to_edge(position, start, end) <= _REACH:
                corner = self._fraction(position)
                self._change((*self._polygon[: index + 1], corner, *self._polygon[index + 1 :]))
                return index + 1
        return None

    def _fraction(self, position: QPointF) -> Point:
        """Return the place in the image, to four decimals, which are finer than the screen."""
        area = self.image_area()
        x = (position.x() - area.left()) / area.width()
        y = (position.y() - area.top()) / area.height()
        return round(min(max(x, 0.0), 1.0), 4), round(min(max(y, 0.0), 1.0), 4)


def _place(area: QRectF, point: Point) -> QPointF:
    return QPointF(area.left() + point[0] * area.width(), area.top() + point[1] * area.height())


def _near(one: QPointF, other: QPointF) -> bool:
    return (one - other).manhattanLength() <= _REACH


def _distance_to_edge(position: QPointF, start: QPointF, end: QPointF) -> float:
    """Return how far a place is from the piece of a line between two others, logical pixels."""
    edge, offset = end - start, position - start
    length = QPointF.dotProduct(edge, edge)
    along = min(max(QPointF.dotProduct(offset, edge) / length, 0.0), 1.0) if length else 0.0
    away = offset - edge * along
    return math.sqrt(QPointF.dotProduct(away, away))


def _paint_number(painter: QPainter, place: QPointF, text: str) -> None:
    """Draw a number above a place: white, edged in black, to read on anything."""
    font = QFont()
    font.setPixelSize(15)
    font.setBold(True)
    path = QPainterPath()
    path.addText(place + QPointF(1, -5), font, text)
    painter.strokePath(path, QPen(QColor("black"), 3.5))
    painter.fillPath(path, QColor("white"))
