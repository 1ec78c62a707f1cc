"""What to do first."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget


class EmptyState(QWidget):
    """A headline, one paragraph, and the buttons that it speaks of."""

    def __init__(self, open_images: QAction, open_folder: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headline, self._steps = QLabel(), QLabel()
        font = self._headline.font()
        font.setPointSizeF(1.7 * font.pointSizeF())
        self._headline.setFont(font)
        buttons = QHBoxLayout()
        buttons.addStretch()
        for action in (open_images, open_folder):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setMinimumHeight(36)
            buttons.addWidget(button)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.addStretch()
        for label in (self._headline, self._steps):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addSpacing(12)
        layout.addLayout(buttons)
        layout.addStretch()
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._headline.setText(self.tr("Drop images or folders here"))
        self._steps.setText(
            self.tr("Open the images, choose the product above, and press Run. Your images are only read.")
        )
