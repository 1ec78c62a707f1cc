"""A large button for one operator verdict."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from saa_desktop.domain.entries import ImageState
from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.ui.icons import coloured_icon, icon
from saa_desktop.ui.image_list.entry_words import verdict_word
from saa_desktop.ui.states import COLOURS, TEXT_COLOURS

_LOOKS = {
    OperatorVerdict.OK: ("verdict-ok", ImageState.OK),
    OperatorVerdict.NG: ("verdict-ng", ImageState.NG),
    OperatorVerdict.RECHECK: ("verdict-recheck", ImageState.REVIEW),
}


class VerdictButton(QToolButton):
    """Icon, word and key; filled with the verdict's colour while it is the image's verdict."""

    def __init__(self, verdict: OperatorVerdict, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.verdict = verdict
        self._key = ""
        self._drawing = False
        self.setCheckable(True)
        self.setIconSize(QSize(24, 24))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(64)
        self.toggled.connect(self._draw)
        self._draw()

    def set_key_text(self, key: str) -> None:
        """Show another key; "" for none."""
        self._key = key
        self.retranslate()

    def retranslate(self) -> None:
        """Follow the language."""
        word = verdict_word(self.verdict)
        self.setText(f"{word}\n{self._key}" if self._key else word)
        self.setAccessibleName(word)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange and not self._drawing:
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        self._drawing = True  # a style sheet changes the palette in turn
        name, state = _LOOKS[self.verdict]
        if self.isChecked():
            self.setStyleSheet(
                f"QToolButton {{ background: {COLOURS[state]}; color: {TEXT_COLOURS[state]};"
                " border: 0; border-radius: 5px; font-weight: bold; }"
                "QToolButton:focus { border: 2px solid palette(window-text); }"
            )
            self.setIcon(coloured_icon(name, TEXT_COLOURS[state]))
        else:
            self.setStyleSheet("")
            self.setIcon(icon(name))
        self._drawing = False
