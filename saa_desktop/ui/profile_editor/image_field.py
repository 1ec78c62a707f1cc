"""The path of the golden image."""

from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from saa_desktop.profiles.own_profiles import golden_image_text


class ImageField(QWidget):
    """A path that can be typed, chosen, or taken from the current image."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._current: Path | None = None
        self.text = QLineEdit()
        self.text.textChanged.connect(self.edited)
        self.choose, self.take_current = QPushButton(), QPushButton()
        self.choose.clicked.connect(self._on_choose_clicked)
        self.take_current.clicked.connect(self._on_take_current_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.text)
        buttons = QHBoxLayout()
        for button in (self.choose, self.take_current):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        self.set_current_image(None)
        self._retranslate()

    def value(self) -> str | None:
        """Return the path as a profile's file would hold it; ``None`` without one."""
        return self.text.text() or None

    def set_value(self, value: object) -> None:
        """Show another path."""
        self.text.setText("" if value is None else str(value))

    def set_words(self, label: str, help_text: str) -> None:
        """Name and explain the field."""
        self.text.setAccessibleName(label)
        self.text.setToolTip(help_text)

    def set_current_image(self, path: Path | None) -> None:
        """Tell which image the person is looking at."""
        self._current = path
        self.take_current.setEnabled(path is not None)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.text.setPlaceholderText(self.tr("none"))
        self.choose.setText(self.tr("Choose…"))
        self.take_current.setText(self.tr("Use the current image"))

    def _on_choose_clicked(self) -> None:
        start = str(self._current.parent) if self._current else ""
        chosen, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("Golden image"),
            start,
            self.tr("Images (*.png *.jpg *.jpeg *.bmp *.tif *.tiff *.webp);;All files (*)"),
        )
        if chosen:
            self.text.setText(golden_image_text(Path(chosen)))

    def _on_take_current_clicked(self) -> None:
        if self._current is not None:
            self.text.setText(golden_image_text(self._current))
