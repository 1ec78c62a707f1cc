"""A few words in a corner of the view."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


class Plate(QLabel):
    """Light on dark in both themes, to read on any image; lets the mouse through; hidden without words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("plate")
        self.setStyleSheet(
            "#plate { background: rgba(20, 20, 22, 225); color: white; border-radius: 4px; padding: 3px }"
        )
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_words(self, words: str) -> None:
        """Show other words."""
        self.setText(words)
        self.adjustSize()
        self.setVisible(bool(words))
