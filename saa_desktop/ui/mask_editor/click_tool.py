"""Click prompt: click on a thing, and the models cut it out."""

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QPainter

from saa_desktop.ui.mask_editor.mask_tool import MaskTool
from saa_desktop.ui.mask_editor.strokes import draw_point, draw_sign


class ClickTool(MaskTool):
    """Clicks on one thing belong together: each one makes its outline more certain."""

    pointed = Signal(object, object, bool)
    """Another click: tuple of all (x, y) so far, tuple of bool (inside), whether the thing is taken away."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._points: list[tuple[QPointF, bool]] = []
        self._subtract = False
        self._hover = QPointF()
        self._outside_next = False

    def busy(self) -> bool:
        """Return whether there are clicks that the next one would belong to."""
        return bool(self._points)

    def pressed(self, point: QPointF, modifiers: Qt.KeyboardModifier, button: Qt.MouseButton) -> None:
        """Say that a point belongs to the thing; with Alt or the right button, that it does not."""
        if not self.bounds.contains(point):
            return
        outside = self._is_outside(modifiers) or button is Qt.MouseButton.RightButton
        if outside and not self._points:
            self.noticed.emit(self.tr("Click on the defect first, then beside it where too much was taken."))
            return
        if not self._points:
            self._subtract = self.subtracts_with(modifiers)
        self._points.append((point, not outside))
        self.pointed.emit(
            tuple((at.x(), at.y()) for at, _ in self._points),
            tuple(inside for _, inside in self._points),
            self._subtract,
        )
        self.refreshed.emit()

    def moved(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Show what a click would mean."""
        self._hover = point
        self._outside_next = self._is_outside(modifiers)
        if not self._points:
            self._subtract = self.subtracts_with(modifiers)
        self.refreshed.emit()

    def finish(self) -> None:
        """Let the next click begin another thing."""
        self.forget()

    def forget(self) -> None:
        """Forget the clicks; what was cut out by them stays."""
        self._points = []
        self.refreshed.emit()

    def draw(self, painter: QPainter, zoom: float) -> None:
        """Draw the clicks, and whether the next one belongs to the thing or adds it."""
        for at, inside in self._points:
            draw_point(painter, at, zoom, minus=not inside)
        minus = self._outside_next if self._points else self._subtract
        draw_sign(painter, self._hover + QPointF(13 / zoom, -13 / zoom), zoom, minus=minus)

    def _is_outside(self, modifiers: Qt.KeyboardModifier) -> bool:
        return bool(modifiers & Qt.KeyboardModifier.AltModifier)
