"""What the tools of the mask editor have in common."""

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QCursor, QPainter

from saa_desktop.review.mask_editing import Points


class MaskTool(QObject):
    """A ``ui.image_view.tool.Tool`` that tells of a shape which a person has finished.

    Attributes:
        subtracts: whether shapes are taken away; holding Shift turns it round.
        waiting: whether the models are at work on the last shape.
        bounds: of the image, its pixels.
    """

    refreshed = Signal()
    """It looks different and wants to be painted."""

    noticed = Signal(str)
    """Something that a person should read."""

    gave_up = Signal()
    """Esc while the models are at work."""

    ended = Signal()
    """Esc while nothing is begun: the tool is put down."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.subtracts = False
        self.waiting = False
        self.bounds = QRectF()

    def busy(self) -> bool:
        """Return whether a shape is begun and not finished."""
        return False

    def finish(self) -> None:
        """Finish the shape, on Enter."""

    def step_back(self) -> None:
        """Take back the last part of the shape, on Backspace."""

    def cursor(self) -> QCursor:
        """Return a cross, or the cursor that says that the models are at work."""
        return QCursor(Qt.CursorShape.BusyCursor if self.waiting else Qt.CursorShape.CrossCursor)

    def pressed(self, point: QPointF, modifiers: Qt.KeyboardModifier, button: Qt.MouseButton) -> None:
        """Begin something."""

    def moved(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Follow the mouse."""

    def released(self, point: QPointF) -> None:
        """End what was begun."""

    def double_clicked(self, point: QPointF) -> None:
        """Take the second press of a double click as a press."""
        self.pressed(point, Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton)

    def cancelled(self) -> None:
        """Give up, on Esc: the models' work, else what was begun, else the tool."""
        if self.waiting:
            self.gave_up.emit()
        elif self.busy():
            self.forget()
        else:
            self.ended.emit()

    def forget(self) -> None:
        """Forget what was begun."""

    def paint(self, painter: QPainter, zoom: float) -> None:
        """Paint what was begun, with smooth edges."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter, zoom)

    def draw(self, painter: QPainter, zoom: float) -> None:
        """Draw what was begun, in the image's pixels; ``zoom`` as for ``Tool.paint``."""

    def subtracts_with(self, modifiers: Qt.KeyboardModifier) -> bool:
        """Return whether a shape that is drawn with these keys held down is taken away."""
        return self.subtracts != bool(modifiers & Qt.KeyboardModifier.ShiftModifier)


def as_array(points: list[QPointF]) -> Points:
    """Return (N, 2) float64 x y."""
    return np.array([(point.x(), point.y()) for point in points], dtype=np.float64)
