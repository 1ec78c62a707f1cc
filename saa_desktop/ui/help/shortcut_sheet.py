"""All keys on one page."""

from collections.abc import Sequence
from itertools import accumulate

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.ui.shortcuts.keys import command_words, native

_MOST_COLUMNS = 3
_TITLE_ROWS = 2
_AROUND = QSize(60, 90)  # what the dialog needs for itself
_CAP = "border: 1px solid palette(mid); border-radius: 3px; background: palette(base); padding: 1px;"

Group = tuple[str, Sequence[QAction]]
_Section = tuple[str, list[tuple[str, str]]]


class ShortcutSheet(QDialog):
    """What each key does, by group, in columns. Commands without keys are left out.

    Args:
        groups: title and commands of each; the keys are read whenever the sheet is shown.
        fixed: keys and words of what cannot be changed, such as what the mouse does.
        parent: of the dialog.
    """

    def __init__(
        self, groups: Sequence[Group], fixed: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._groups = groups
        self._fixed = fixed
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self._area, 1)
        layout.addWidget(buttons)
        self._fill()

    def set_groups(self, groups: Sequence[Group], fixed: Sequence[tuple[str, str]]) -> None:
        """Show other groups, or the same ones in another language."""
        self._groups = groups
        self._fixed = fixed
        self._fill()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Show the keys as they are now, all at once where the screen allows it."""
        self._fill()
        self.resize((self._sheet.sizeHint() + _AROUND).boundedTo(self._room()))
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()
        super().changeEvent(event)

    def _fill(self) -> None:
        """Lay the keys out in as many columns as the screen has room for."""
        self.setWindowTitle(self.tr("Keys"))
        sections = self._sections()
        room = (self._room() - _AROUND).width()
        sheets = (_sheet(sections, columns) for columns in range(_MOST_COLUMNS, 0, -1))
        self._sheet = next(
            (sheet for sheet in sheets if sheet.sizeHint().width() <= room), _sheet(sections, 1)
        )
        self._area.setWidget(self._sheet)

    def _room(self) -> QSize:
        return self.screen().availableSize() * 0.95

    def _sections(self) -> list[_Section]:
        sections = [
            (
                title,
                [
                    (native(action.shortcut()), command_words(action))
                    for action in actions
                    if not action.shortcut().isEmpty()
                ],
            )
            for title, actions in self._groups
        ]
        sections.append((self.tr("Mouse and fixed keys"), list(self._fixed)))
        return [section for section in sections if section[1]]


def _sheet(sections: list[_Section], columns: int) -> QWidget:
    """Return the sections side by side, all keys equally wide."""
    sheet = QWidget()
    width = max(
        (sheet.fontMetrics().horizontalAdvance(keys) for _, rows in sections for keys, _ in rows), default=0
    )
    layout = QHBoxLayout(sheet)
    layout.setSpacing(36)
    for column in _in_columns(sections, columns):
        stack = QVBoxLayout()
        stack.setSpacing(16)
        for title, rows in column:
            stack.addLayout(_grid(title, rows, width + 16))
        stack.addStretch()
        layout.addLayout(stack, 1)
    return sheet


def _in_columns(sections: list[_Section], columns: int) -> list[list[_Section]]:
    """Share sections out among columns of about the same height, in their order."""
    heights = [len(rows) + _TITLE_ROWS for _, rows in sections]
    ends = accumulate(heights)
    shared: list[list[_Section]] = [[] for _ in range(columns)]
    for section, height, end in zip(sections, heights, ends, strict=True):
        shared[int(columns * (end - height / 2) / sum(heights))].append(section)
    return [column for column in shared if column]


def _grid(title: str, rows: list[tuple[str, str]], width: int) -> QGridLayout:
    """Return a section: its title, then one line a key; the keys are this many pixels wide."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(1, 1)
    heading = QLabel(title)
    font = heading.font()
    font.setBold(True)
    heading.setFont(font)
    grid.addWidget(heading, 0, 0, 1, 2)
    for row, (keys, words) in enumerate(rows, start=1):
        cap, label = QLabel(keys), QLabel(words)
        for each in (cap, label):
            each.setTextFormat(Qt.TextFormat.PlainText)
        cap.setStyleSheet(_CAP)
        cap.setFixedWidth(width)
        cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setBuddy(cap)
        grid.addWidget(cap, row, 0)
        grid.addWidget(label, row, 1)
    return grid
