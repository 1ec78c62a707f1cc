"""How many images came out as what: icon, word and number for each state."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from saa_desktop.domain.entries import ImageState
from saa_desktop.ui.states import state_icon, state_word

STATES = (ImageState.OK, ImageState.REVIEW, ImageState.NG, ImageState.FAILED)


class CountStrip(QWidget):
    """OK, REVIEW, NG and failed, side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Mapping[ImageState, int] = {}
        self._labels: dict[ImageState, QLabel] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for state in STATES:
            sign = QLabel()
            sign.setPixmap(state_icon(state).pixmap(QSize(16, 16), self.devicePixelRatioF()))
            label = self._labels[state] = QLabel()
            layout.addWidget(sign)
            layout.addWidget(label)
            layout.addSpacing(6)

    def show_counts(self, counts: Mapping[ImageState, int]) -> None:
        """Show other numbers; a state that is not among them has none."""
        self._counts = counts
        self._update()

    def text(self) -> str:
        """Return what is shown, in words."""
        return "   ".join(label.text() for label in self._labels.values())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._update()
        super().changeEvent(event)

    def _update(self) -> None:
        for state, label in self._labels.items():
            label.setText(f"{state_word(state)} {self._counts.get(state, 0)}")
        self.setAccessibleName(self.text())
