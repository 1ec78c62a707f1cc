"""A list of captions or patterns, one row each, that can be added, removed and moved."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from saa_desktop.profiles.plain_yaml import FieldPath
from saa_desktop.ui.icons import icon
from saa_desktop.ui.profile_editor.fields import ProblemLabel

RowIcons = tuple[QIcon, QIcon, QIcon]
"""Up, down, remove."""


class RowList(QWidget):
    """Rows of one text each, or of two when they have a second column.

    Alt+Up and Alt+Down move a row, Return adds one below it.

    Args:
        keys: names of the columns' fields in the profile; empty for a list of plain texts.
    """

    edited = Signal()
    """A person changed a text, or the rows."""

    def __init__(self, keys: tuple[str, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._words: tuple[str, ...] = ("",) * max(len(keys), 1)
        self.rows: list[Row] = []
        self._header = QWidget()
        header = QHBoxLayout(self._header)
        header.setContentsMargins(0, 0, 96, 0)
        self._captions = [QLabel() for _ in keys]
        for caption in self._captions:
            header.addWidget(caption, 1)
        self._header.setVisible(bool(keys))
        self.add = QPushButton()
        self.add.setAutoDefault(False)
        self.add.clicked.connect(lambda: self._add(len(self.rows)))
        self._layout = QVBoxLayout()
        self._layout.setSpacing(3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self._header)
        layout.addLayout(self._layout)
        layout.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self._redraw_icons()
        self._retranslate()

    @property
    def has_columns(self) -> bool:
        """Whether the columns are named above the rows."""
        return bool(self._keys)

    def value(self) -> list[object]:
        """Return the rows as a profile's file would hold them."""
        return [
            dict(zip(self._keys, row.texts(), strict=True)) if self._keys else row.texts()[0]
            for row in self.rows
        ]

    def set_value(self, value: object) -> None:
        """Show other rows."""
        entries = value if isinstance(value, list) else []
        while len(self.rows) > len(entries):
            self._drop(len(self.rows) - 1)
        for place, entry in enumerate(entries):
            texts = [entry[key] for key in self._keys] if isinstance(entry, dict) else [entry]
            if place == len(self.rows):
                self._insert(place)
            self.rows[place].set_texts(texts)
        self._renumber()

    def set_words(self, label: str, help_text: str) -> None:
        """Name and explain the list."""
        self.setAccessibleName(label)
        self.setToolTip(help_text)
        if not self._keys:
            self.set_columns(label)

    def set_columns(self, *words: str) -> None:
        """Say what the columns hold."""
        self._words = words
        for caption, word in zip(self._captions, words, strict=False):
            caption.setText(word)
        self._renumber()

    def clear_problems(self) -> None:
        """Say that nothing is wrong with any row."""
        for row in self.rows:
            row.problem.show_sentence("")

    def show_problem(self, path: FieldPath, sentence: str) -> bool:
        """Show a problem below its row; false when its path within the value leads to no row."""
        if path and isinstance(path[0], int) and path[0] < len(self.rows):
            self.rows[path[0]].problem.show_sentence(sentence)
            return True
        return False

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow language and theme."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._redraw_icons()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.add.setText(self.tr("Add"))
        self._renumber()

    def _redraw_icons(self) -> None:
        self.add.setIcon(icon("add"))
        self._icons = (icon("move-up"), icon("move-down"), icon("close"))
        for row in self.rows:
            row.set_icons(self._icons)

    def _add(self, place: int) -> None:
        self._insert(place)
        self._renumber()
        self.rows[place].edits[0].setFocus()
        self.edited.emit()

    def _insert(self, place: int) -> None:
        row = Row(max(len(self._keys), 1), self._icons)
        row.edited.connect(self.edited)
        row.move_asked.connect(lambda step: self._move(row, step))
        row.remove_asked.connect(lambda: self._remove(row))
        row.add_asked.connect(lambda: self._add(self.rows.index(row) + 1))
        self.rows.insert(place, row)
        self._layout.insertWidget(place, row)
        # A layout shows its widgets only later, too late for the focus.
        row.show()

    def _move(self, row: "Row", step: int) -> None:
        place = self.rows.index(row) + step
        if not 0 <= place < len(self.rows):
            return
        focused = self.focusWidget()
        self.rows.remove(row)
        self.rows.insert(place, row)
        self._layout.removeWidget(row)
        self._layout.insertWidget(place, row)
        self._renumber()
        if focused:
            focused.setFocus()
        self.edited.emit()

    def _remove(self, row: "Row") -> None:
        place = self.rows.index(row)
        self._drop(place)
        self._renumber()
        if self.rows:
            self.rows[min(place, len(self.rows) - 1)].edits[0].setFocus()
        else:
            self.add.setFocus()
        self.edited.emit()

    def _drop(self, place: int) -> None:
        row = self.rows.pop(place)
        self._layout.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _renumber(self) -> None:
        """Keep names, buttons and the order of Tab in step with the rows."""
        previous: QWidget | None = None
        for place, row in enumerate(self.rows):
            row.set_place(place, len(self.rows), self._words)
            for control in row.controls:
                if previous is not None:
                    QWidget.setTabOrder(previous, control)
                previous = control
        if previous is not None:
            QWidget.setTabOrder(previous, self.add)


class Row(QWidget):
    """The texts of one row and its buttons."""

    edited = Signal()
    move_asked = Signal(int)
    remove_asked = Signal()
    add_asked = Signal()

    def __init__(self, columns: int, icons: RowIcons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edits = [QLineEdit() for _ in range(columns)]
        self.up, self.down, self.remove = _button(), _button(), _button()
        self.set_icons(icons)
        self.controls: tuple[QWidget, ...] = (*self.edits, self.up, self.down, self.remove)
        self.problem = ProblemLabel()
        line = QHBoxLayout()
        line.setSpacing(3)
        for edit in self.edits:
            edit.textChanged.connect(self.edited)
            line.addWidget(edit, 1)
        for button in (self.up, self.down, self.remove):
            line.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(line)
        layout.addWidget(self.problem)
        self.up.clicked.connect(lambda: self.move_asked.emit(-1))
        self.down.clicked.connect(lambda: self.move_asked.emit(1))
        self.remove.clicked.connect(self.remove_asked)
        self._place = 0
        self._retranslate()

    def texts(self) -> list[str]:
        """Return what is written in the columns."""
        return [edit.text() for edit in self.edits]

    def set_texts(self, texts: Sequence[object]) -> None:
        """Write other texts into the columns."""
        for edit, text in zip(self.edits, texts, strict=True):
            edit.setText(str(text))
            edit.setCursorPosition(0)

    def set_icons(self, icons: RowIcons) -> None:
        """Show the buttons' icons as the theme wants them."""
        for button, each in zip((self.up, self.down, self.remove), icons, strict=True):
            button.setIcon(each)

    def set_place(self, place: int, rows: int, words: tuple[str, ...]) -> None:
        """Tell the row where it is, of how many, and what its columns hold."""
        self._place = place
        self.up.setEnabled(place > 0)
        self.down.setEnabled(place < rows - 1)
        for edit, word in zip(self.edits, words, strict=False):
            edit.setAccessibleName(f"{word} {place + 1}")
        self._retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move the row by Alt and an arrow key, add one by Return."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_asked.emit(steps[Qt.Key(event.key())])
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.add_asked.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        number = self._place + 1
        for button, words in (
            (self.up, self.tr("Move row {number} up (Alt+Up)")),
            (self.down, self.tr("Move row {number} down (Alt+Down)")),
            (self.remove, self.tr("Remove row {number}")),
        ):
            button.setToolTip(words.format(number=number))
            button.setAccessibleName(words.format(number=number))


def _button() -> QToolButton:
    button = QToolButton()
    button.setAutoRaise(True)
    button.setIconSize(QSize(16, 16))
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
