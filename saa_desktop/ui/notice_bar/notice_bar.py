"""A sentence above the image that stays until it is dismissed."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from saa_desktop.ui.icons import coloured_icon


class NoticeBar(QFrame):
    """Black on amber with a warning sign, in both themes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setStyleSheet("#notice { background: #F6DFA4; } QLabel { color: #000000; }")
        sign = QLabel()
        sign.setPixmap(coloured_icon("notice", "#000000").pixmap(QSize(20, 20)))
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.accept = QPushButton()
        # A click leaves the focus where it was: the button goes, and the next key is a verdict.
        self.accept.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.accept.clicked.connect(self._on_accepted)
        self._act: Callable[[], None] | None = None
        self.dismiss = QToolButton()
        self.dismiss.setIcon(coloured_icon("close", "#000000"))
        self.dismiss.setAutoRaise(True)
        self.dismiss.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 4, 6, 4)
        layout.addWidget(sign)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.accept)
        layout.addWidget(self.dismiss)
        self.hide()
        self._retranslate()

    def show_sentence(self, sentence: str) -> None:
        """Show a sentence in place of the one before."""
        self._act = None
        self.accept.hide()
        self.text.setText(sentence)
        self.show()

    def offer(self, sentence: str, words: str, act: Callable[[], None]) -> None:
        """Show a sentence with a button.

        Args:
            sentence: what there is to say.
            words: on the button.
            act: what it does; the sentence goes first.
        """
        self.show_sentence(sentence)
        self.accept.setText(words)
        self.accept.show()
        self._act = act

    def _on_accepted(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act is not None:
            act()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.dismiss.setToolTip(self.tr("Dismiss"))
        self.dismiss.setAccessibleName(self.tr("Dismiss"))
