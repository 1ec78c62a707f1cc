"""Measures a distance on the image."""

import math

from PySide6.QtCore import QLineF, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QCursor, QFontMetricsF, QPainter, QPen

_HALO, _LINE = QColor("black"), QColor("white")
_TICK = 7.0


class Ruler(QObject):
    """A ``Tool``: drag from one end to the other; with Shift the line is level or upright."""

    changed = Signal()
    """There is something else to paint."""

    ended = Signal()
    """A person wants to stop measuring."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._line: QLineF | None = None
        self._dragged = False
        self._mm_per_pixel: float | None = None

    @property
    def length(self) -> float:
        """The measured distance in pixels; 0 for none."""
        return self._line.length() if self._line else 0.0

    def set_mm_per_pixel(self, mm_per_pixel: float | None) -> None:
        """Say how large a pixel is; ``None`` where nobody knows."""
        self._mm_per_pixel = mm_per_pixel
        self.changed.emit()

    def clear(self) -> None:
        """Forget what was measured."""
        self._line, self._dragged = None, False
        self.changed.emit()

    def text(self) -> str:
        """Return the measured distance for people."""
        if self._mm_per_pixel is None:
            return self.tr("{pixels} px").format(pixels=f"{self.length:.1f}")
        millimetres = self.length * self._mm_per_pixel
        return self.tr("{pixels} px = {millimetres} mm").format(
            pixels=f"{self.length:.1f}",
            millimetres=f"{millimetres:.3g}" if millimetres < 100 else f"{millimetres:.1f}",
        )

    def cursor(self) -> QCursor:
        """Return a cross."""
        return QCursor(Qt.CursorShape.CrossCursor)

    def pressed(self, point: QPointF, modifiers: Qt.KeyboardModifier, button: Qt.MouseButton) -> None:
        """Put both ends here."""
        del modifiers
        if button is Qt.MouseButton.LeftButton:
            self._line, self._dragged = QLineF(point, point), True
            self.changed.emit()

    def moved(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Take the second end along."""
        if self._line is None or not self._dragged:
            return
        end = QPointF(point)
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            by = point - self._line.p1()
            if abs(by.x()) > abs(by.y()):
                end.setY(self._line.y1())
            else:
                end.setX(self._line.x1())
        self._line.setP2(end)
        self.changed.emit()

    def released(self, point: QPointF) -> None:
        """Leave the line where it is."""
        del point
        self._dragged = False

    def double_clicked(self, point: QPointF) -> None:
        """Begin again."""
        self.pressed(point, Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton)

    def cancelled(self) -> None:
        """Stop measuring."""
        self.ended.emit()

    def paint(self, painter: QPainter, zoom: float) -> None:
        """Draw the line with its ends across, and the distance beside its middle."""
        if self._line is None:
            return
        reach = _TICK / zoom
        across = self._line.normalVector().unitVector() if self.length else QLineF(0, 0, 0, 1)
        aside = QPointF(across.dx(), across.dy()) * reach
        ends = [QLineF(end - aside, end + aside) for end in (self._line.p1(), self._line.p2())]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((_HALO, 4.0), (_LINE, 1.6)):
            pen = QPen(colour, width)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawLines([self._line, *ends])
        self._paint_text(painter)

    def _paint_text(self, painter: QPainter) -> None:
        """Write on a dark plate, in the screen's pixels."""
        assert self._line is not None  # noqa: S101 - painted only with a line
        middle = painter.worldTransform().map(self._line.center())
        painter.save()
        painter.setWorldMatrixEnabled(False)
        text = self.text()
        bounds = QFontMetricsF(painter.font()).boundingRect(text)
        plate = QRectF(0, 0, math.ceil(bounds.width()) + 12, math.ceil(bounds.height()) + 6)
        plate.moveTopLeft(middle + QPointF(10, 10))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(20, 20, 22, 225))
        painter.drawRoundedRect(plate, 4, 4)
        painter.setPen(_LINE)
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()
