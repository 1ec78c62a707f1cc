"""The controls that hold one value of a profile each; what they hold may be wrong, the schema says so."""

import re

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from saa_desktop.ui.icons import coloured_icon

PROBLEM_COLOUR = "#D55E00"

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?", re.ASCII)
_WHOLE = re.compile(r"[-+]?\d+", re.ASCII)


class ProblemLabel(QWidget):
    """One sentence with a warning sign; hidden while it is empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sign = QLabel()
        sign.setPixmap(coloured_icon("notice", PROBLEM_COLOUR).pixmap(QSize(14, 14)))
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 1, 0, 3)
        layout.setSpacing(5)
        layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._text, 1)
        self.hide()

    def text(self) -> str:
        """Return the sentence."""
        return self._text.text()

    def show_sentence(self, sentence: str) -> None:
        """Show another sentence; "" hides it."""
        self._text.setText(sentence)
        self.setVisible(bool(sentence))


class TextField(QLineEdit):
    """Text on one line.

    Args:
        optional: an empty field means no value.
    """

    edited = Signal()

    def __init__(self, *, optional: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._optional = optional
        self.textChanged.connect(self.edited)

    def value(self) -> str | None:
        """Return the text; ``None`` for an empty optional field."""
        return None if self._optional and not self.text() else self.text()

    def set_value(self, value: object) -> None:
        """Show another text."""
        self.setText("" if value is None else str(value))
        self.setCursorPosition(0)

    def set_words(self, label: str, help_text: str) -> None:
        """Name and explain the field."""
        self.setAccessibleName(label)
        self.setToolTip(help_text)


class NumberField(QLineEdit):
    """A number that is typed; the arrow keys change it by a step.

    Args:
        step: of the arrow keys.
        whole: a whole number.
    """

    edited = Signal()

    def __init__(self, step: float, *, whole: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = step
        self._whole = whole
        self.setMaxLength(24)
        self.textChanged.connect(self.edited)
        self.setMaximumWidth(130)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def value(self) -> float | str | None:
        """Return the number; the text where it is none; ``None`` for an empty field."""
        text = self.text().strip()
        if not text:
            return None
        if _WHOLE.fullmatch(text):
            return int(text)
        return float(text) if _NUMBER.fullmatch(text) else text

    def set_value(self, value: object) -> None:
        """Show another number."""
        self.setText(shortest(value) if isinstance(value, int | float) else "")

    def set_words(self, label: str, help_text: str) -> None:
        """Name and explain the field."""
        self.setAccessibleName(label)
        self.setToolTip(help_text)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Count up and down by the arrow keys."""
        steps = {Qt.Key.Key_Up: self._step, Qt.Key.Key_Down: -self._step}
        value = self.value()
        if event.key() in steps and not isinstance(value, str):
            self.set_value(max(round((value or 0) + steps[Qt.Key(event.key())], 9), 0))
            return
        super().keyPressEvent(event)


class SwitchField(QCheckBox):
    """Yes or no."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.toggled.connect(self.edited)

    def value(self) -> bool:
        """Return whether it is on."""
        return self.isChecked()

    def set_value(self, value: object) -> None:
        """Switch it."""
        self.setChecked(bool(value))

    def set_words(self, label: str, help_text: str) -> None:
        """Name and explain the field."""
        self.setText(label)
        self.setToolTip(help_text)


def shortest(value: float) -> str:
    """Return the shortest text from which the same number is read."""
    text = format(value, ".12g")
    return text if float(text) == value else repr(value)
