"""What the mouse can do on the image other than pan and choose regions."""

from typing import Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QCursor, QPainter


class Tool(Protocol):
    """Gets the mouse while it is set with ``ImageView.set_tool``; points are pixels of the image, as floats.

    Pixel (0, 0) reaches from 0.0 to 1.0. Points may lie outside of the image. The middle mouse button, and
    the left one while Space is held, pan as ever and reach no tool. A tool that wants to be painted again
    calls ``ImageView.refresh_tool``.
    """

    def cursor(self) -> QCursor:
        """Return the cursor over the image; asked for again after each mouse and key event."""
        ...

    def pressed(self, point: QPointF, modifiers: Qt.KeyboardModifier, button: Qt.MouseButton) -> None:
        """The left or right button went down."""
        ...

    def moved(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """The mouse moved, whether or not a button is down."""
        ...

    def released(self, point: QPointF) -> None:
        """The button that was pressed last went up."""
        ...

    def double_clicked(self, point: QPointF) -> None:
        """The left button went down for the second time; ``released`` follows, ``pressed`` does not come."""
        ...

    def cancelled(self) -> None:
        """Esc was pressed with the focus on the image, or the mouse was taken away."""
        ...

    def paint(self, painter: QPainter, zoom: float) -> None:
        """Paint above all layers, in the image's pixels.

        Args:
            painter: its unit is one pixel of the image; a cosmetic pen keeps its width on the screen.
            zoom: logical pixels of the screen that one of the image takes.
        """
        ...
