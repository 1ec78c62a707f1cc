"""The region of interest as text, which the mouse can draw on the preview."""

import re

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from saa_desktop.domain.prompts import Point
from saa_desktop.ui.icons import icon
from saa_desktop.ui.profile_editor.fields import shortest

_NUMBER = r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?)"
_CORNER = re.compile(rf"\s*{_NUMBER}[\s,]+{_NUMBER}\s*", re.ASCII)


class PolygonField(QWidget):
    """Corners as ``x y; x y; x y`` in fractions of the image's width and height."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QLineEdit()
        self.text.textChanged.connect(self.edited)
        self.draw = QPushButton()
        self.draw.setCheckable(True)
        self.clear = QPushButton()
        self.clear.clicked.connect(self.text.clear)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.text)
        buttons = QHBoxLayout()
        for button in (self.draw, self.clear):
            button.setAutoDefault(False)
            button.setIconSize(QSize(16, 16))
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        self._retranslate()

    def value(self) -> list[list[float]] | str:
        """Return the corners; the text where it holds something else."""
        text = self.text.text().strip().rstrip(";")
        if not text:
            return []
        found = [_CORNER.fullmatch(part) for part in text.split(";")]
        corners = [[float(x) for x in match.groups()] for match in found if match]
        return corners if len(corners) == len(found) else text

    def polygon(self) -> tuple[Point, ...]:
        """Return the corners; none while the text holds something else."""
        value = self.value()
        return () if isinstance(value, str) else tuple((x, y) for x, y in value)

    def set_value(self, value: object) -> None:
        """Show other corners."""
        corners = value if isinstance(value, list | tuple) else []
        self.text.setText("; ".join(f"{shortest(x)} {shortest(y)}" for x, y in corners))
        self.text.setCursorPosition(0)

    def set_words(self, label: str, help_text: str) -> None:
        """Name and explain the field."""
        self.text.setAccessibleName(label)
        self.text.setToolTip(help_text)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow language and theme."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.text.setPlaceholderText(self.tr("off: the whole image"))
        self.draw.setText(self.tr("Draw on the image"))
        self.draw.setIcon(icon("region-of-interest"))
        self.draw.setToolTip(
            self.tr(
                "Click the corners on the preview; a double click or Return closes the polygon, Esc gives up"
            )
        )
        self.clear.setText(self.tr("Whole image"))
        self.clear.setIcon(icon("close"))
        self.clear.setToolTip(self.tr("Look at the whole image again"))
