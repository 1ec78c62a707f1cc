"""Brush and eraser: drag to paint."""

import math

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPen

from saa_desktop.ui.mask_editor.mask_tool import MaskTool, as_array
from saa_desktop.ui.mask_editor.strokes import draw_outline, draw_sign, preview_colour

LEAST_RADIUS = math.sqrt(0.5)
"""The smallest brush that reaches a pixel wherever it is put down, pixels."""

_SPACING = 0.1  # of the radius: nearer points of a line make no difference that one sees


class BrushTool(MaskTool):
    """A round brush as large as it will be in the image.

    Attributes:
        radius: of the brush, pixels of the image.
    """

    stroked = Signal(object, float, bool)
    """A stroke ended: (N, 2) float64 points, radius in pixels, whether it takes away."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.radius = 10.0
        self._line: list[QPointF] = []
        self._line_radius = self.radius
        self._path = QPainterPath()
        self._erasing = False
        self._hover: QPointF | None = None

    def set_diameter(self, diameter: float) -> None:
        """Change the size of the brush, pixels of the image; a stroke that was begun keeps its own."""
        self.radius = max(diameter / 2, LEAST_RADIUS)
        self.refreshed.emit()

    def busy(self) -> bool:
        """Return whether a stroke is being drawn."""
        return bool(self._line)

    def pressed(self, point: QPointF, modifiers: Qt.KeyboardModifier, button: Qt.MouseButton) -> None:
        """Begin a stroke with the left button; the right one gives an unfinished stroke up."""
        if button is not Qt.MouseButton.LeftButton:
            self.forget()
            return
        self._line = [point]
        self._path = QPainterPath(point)
        self._path.lineTo(point)
        self._line_radius = self.radius
        self._erasing = self.subtracts_with(modifiers)
        self._hover = point
        self.refreshed.emit()

    def moved(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Draw on, or show where the brush would draw."""
        self._hover = point
        if not self._line:
            self._erasing = self.subtracts_with(modifiers)
        else:
            step = point - self._line[-1]
            if math.hypot(step.x(), step.y()) >= max(0.5, _SPACING * self._line_radius):
                self._line.append(point)
                self._path.lineTo(point)
        self.refreshed.emit()

    def released(self, point: QPointF) -> None:
        """End the stroke."""
        if self._line:
            line = as_array([*self._line, point] if point != self._line[-1] else self._line)
            self._line = []
            self.stroked.emit(line, self._line_radius, self._erasing)
            self.refreshed.emit()

    def forget(self) -> None:
        """Give the stroke up."""
        self._line = []
        self.refreshed.emit()

    def draw(self, painter: QPainter, zoom: float) -> None:
        """Draw the stroke so far and the brush."""
        if self._line:
            pen = QPen(preview_colour(subtract=self._erasing), 2 * self._line_radius)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(self._path)
        if self._hover is not None:
            circle = QPainterPath()
            circle.addEllipse(self._hover, self.radius, self.radius)
            draw_outline(painter, circle, dashed=self._erasing)
            aside = max(self.radius * math.sqrt(0.5), 4 / zoom) + 9 / zoom
            draw_sign(painter, self._hover + QPointF(aside, -aside), zoom, minus=self._erasing)
