"""A field that takes the keys that are pressed in it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QKeySequenceEdit, QWidget


class KeyEdit(QKeySequenceEdit):
    """One combination of keys. Tab leaves the field, so that it is no trap for the keyboard."""

    left = Signal(bool)
    """A person pressed Tab (true) or Shift+Tab (false)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaximumSequenceLength(1)

    def event(self, event: QEvent) -> bool:
        """Keep Tab from being recorded."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            backwards = event.key() == Qt.Key.Key_Backtab
            if backwards or (event.key() == Qt.Key.Key_Tab and not event.modifiers()):
                self.left.emit(not backwards)
                return True
        return super().event(event)
