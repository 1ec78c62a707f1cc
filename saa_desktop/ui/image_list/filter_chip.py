"""Says of which images the list is, when something else than the filter bar chose them."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from saa_desktop.ui.icons import coloured_icon


class FilterChip(QFrame):
    """What the images have in common, and a cross that shows all images again."""

    removed = Signal()
    """A person wants to see all images."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QLabel()
        self.text.setForegroundRole(QPalette.ColorRole.HighlightedText)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.remove = QToolButton()
        self.remove.setAutoRaise(True)
        self.remove.setIconSize(QSize(14, 14))
        self.remove.clicked.connect(self.removed)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Highlight)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 2, 2)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.remove)
        self.hide()
        self._retranslate()

    def show_words(self, words: str) -> None:
        """Show what the images have in common; "" hides the chip."""
        self.text.setText(words)
        self.setVisible(bool(words))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow language and theme."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        ink = self.palette().color(QPalette.ColorRole.HighlightedText)
        self.remove.setIcon(coloured_icon("close", ink.name()))
        self.remove.setAccessibleName(self.tr("Show all images"))
        self.remove.setToolTip(self.tr("Show all images (Esc)"))
