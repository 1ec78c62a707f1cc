"""Polygon: click its corners."""

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath

from saa_desktop.ui.mask_editor.mask_tool import MaskTool, as_array
from saa_desktop.ui.mask_editor.strokes import draw_corners, draw_outline, draw_sign, preview_colour

_NEAR = 8.0  # a click this near to the first corner closes the polygon, logical pixels of the screen


class PolygonTool(MaskTool):
    """Each click sets a corner; a double click, Enter, or a click on the first corner closes the polygon."""

    closed = Signal(object, bool)
    """A polygon is finished: (N, 2) float64 corners, N >= 3, whether it takes away."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._corners: list[QPointF] = []
        self._hover = QPointF()
        self._subtract = False
        self._zoom = 1.0

    def busy(self) -> bool:
        """Return whether there are corners."""
        return bool(self._corners)

    def pressed(self, point: QPointF, modifiers: Qt.KeyboardModifier, button: Qt.MouseButton) -> None:
        """Set a corner with the left button; take the last one back with the right one."""
        if button is not Qt.MouseButton.LeftButton:
            self.step_back()
            return
        if not self._corners:
            self._subtract = self.subtracts_with(modifiers)
        elif len(self._corners) > 2 and self._is_near(point, self._corners[0]):
            self.finish()
            return
        self._corners.append(point)
        self._hover = point
        self.refreshed.emit()

    def moved(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Show where the next edge would lie."""
        if not self._corners:
            self._subtract = self.subtracts_with(modifiers)
        self._hover = point
        self.refreshed.emit()

    def double_clicked(self, point: QPointF) -> None:
        """Close the polygon; the first click of the two has set a corner here."""
        del point
        if self._corners:
            self.finish()

    def finish(self) -> None:
        """Close the polygon."""
        if not self._corners:
            return
        if len(self._corners) < 3:
            self.noticed.emit(self.tr("A polygon needs at least three corners: click them one by one."))
            return
        corners = as_array(self._corners)
        self._corners = []
        self.closed.emit(corners, self._subtract)
        self.refreshed.emit()

    def step_back(self) -> None:
        """Take back the last corner."""
        if self._corners:
            self._corners.pop()
            self.refreshed.emit()

    def forget(self) -> None:
        """Forget the corners."""
        self._corners = []
        self.refreshed.emit()

    def draw(self, painter: QPainter, zoom: float) -> None:
        """Draw the corners, the edges, and what they would enclose."""
        self._zoom = zoom
        if not self._corners:
            aside = QPointF(13 / zoom, -13 / zoom)
            draw_sign(painter, self._hover + aside, zoom, minus=self._subtract)
            return
        path = QPainterPath(self._corners[0])
        for corner in [*self._corners[1:], self._hover]:
            path.lineTo(corner)
        path.setFillRule(Qt.FillRule.OddEvenFill)
        painter.fillPath(path, preview_colour(subtract=self._subtract))
        draw_outline(painter, path, dashed=self._subtract)
        draw_corners(painter, self._corners, zoom)

    def _is_near(self, point: QPointF, other: QPointF) -> bool:
        return (point - other).manhattanLength() * self._zoom < _NEAR
