"""A verdict as icon, word and colour."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from saa_desktop.domain.entries import ImageState
from saa_desktop.ui.states import COLOURS, TEXT_COLOURS


class VerdictBadge(QFrame):
    """Who judged, in small, and what they said, in large; a score may stand at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self._icon, self.word, self.score, self._caption = QLabel(), QLabel(), QLabel(), QLabel()
        layout = QGridLayout(self)
        layout.setContentsMargins(8, 4, 8, 6)
        layout.setHorizontalSpacing(6)
        layout.setVerticalSpacing(0)
        layout.addWidget(self._caption, 0, 0, 1, 3)
        layout.addWidget(self._icon, 1, 0)
        layout.addWidget(self.word, 1, 1)
        layout.addWidget(self.score, 1, 2)
        layout.setColumnStretch(1, 1)
        for label, size in ((self.word, 1.35), (self.score, 1.35), (self._caption, 0.9)):
            font = label.font()
            font.setPointSizeF(size * font.pointSizeF())
            font.setBold(label is self.word)
            label.setFont(font)

    def set_caption(self, text: str) -> None:
        """Say who judged."""
        self._caption.setText(text)
        self._name()

    def show_verdict(self, icon: QIcon, word: str, colours: ImageState, score: str = "") -> None:
        """Show another verdict.

        Args:
            icon: readable on the colour.
            word: what was said.
            colours: the state whose colours it has.
            score: may be empty.
        """
        self.setStyleSheet(
            f"VerdictBadge {{ background: {COLOURS[colours]}; border-radius: 5px; }}"
            f"QLabel {{ color: {TEXT_COLOURS[colours]}; }}"
        )
        self._icon.setPixmap(icon.pixmap(QSize(24, 24)))
        self.word.setText(word)
        self.score.setText(score)
        self._name()

    def _name(self) -> None:
        self.setAccessibleName(f"{self._caption.text()}: {self.word.text()} {self.score.text()}".strip())
