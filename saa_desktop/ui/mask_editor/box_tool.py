"""Box prompt: drag a box around a thing, and the models cut it out."""

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath

from saa_desktop.domain.regions import Box
from saa_desktop.ui.mask_editor.mask_tool import MaskTool
from saa_desktop.ui.mask_editor.strokes import draw_outline, draw_sign

_LEAST_SIDE = 2.0  # pixels of the image


class BoxTool(MaskTool):
    """A box from press to release."""

    boxed = Signal(object, bool)
    """A box is drawn: Box, whether what lies in it is taken away."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._start: QPointF | None = None
        self._box: QRectF | None = None
        self._subtract = False
        self._hover = QPointF()

    def busy(self) -> bool:
        """Return whether a box is being drawn."""
        return self._start is not None

    def pressed(self, point: QPointF, modifiers: Qt.KeyboardModifier, button: Qt.MouseButton) -> None:
        """Begin a box with the left button, unless the models are at work on one."""
        if self.waiting:
            return
        self.forget()
        if button is Qt.MouseButton.LeftButton:
            self._start = point
            self._subtract = self.subtracts_with(modifiers)

    def moved(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Draw the box to here."""
        self._hover = point
        if self._start is not None:
            self._box = QRectF(self._start, point).normalized()
        elif not self.waiting:
            self._subtract = self.subtracts_with(modifiers)
        self.refreshed.emit()

    def released(self, point: QPointF) -> None:
        """End the box; it stays on the screen until the models have answered."""
        if self._start is None:
            return
        box = QRectF(self._start, point).normalized() & self.bounds
        self._start = None
        if min(box.width(), box.height()) < _LEAST_SIDE:
            self._box = None
            self.noticed.emit(self.tr("Drag a box around the defect, from one corner to the other."))
        else:
            self._box = box
            self.boxed.emit(Box(box.left(), box.top(), box.right(), box.bottom()), self._subtract)
        self.refreshed.emit()

    def forget(self) -> None:
        """Forget the box."""
        self._start, self._box = None, None
        self.refreshed.emit()

    def draw(self, painter: QPainter, zoom: float) -> None:
        """Draw the box, or whether the next one adds or takes away."""
        aside = QPointF(13 / zoom, -13 / zoom)
        draw_sign(painter, self._hover + aside, zoom, minus=self._subtract)
        if self._box is not None:
            path = QPainterPath()
            path.addRect(self._box)
            draw_outline(painter, path, dashed=self._subtract)
