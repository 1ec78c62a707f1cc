"""Change the keys of the window's commands."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.ui.icons import icon
from saa_desktop.ui.shortcuts.key_edit import KeyEdit
from saa_desktop.ui.shortcuts.keys import command_words, key_sequence, native, portable

_COMMAND, _KEYS, _DEFAULT = range(3)


class ShortcutsDialog(QDialog):
    """A table of commands, and below it the keys of the chosen one. No keys can be given twice.

    Args:
        commands: by name, in the order of the table; their present keys are shown.
        defaults: keys by name, as ``QKeySequence`` writes them portably.
        reserved: what keys do that are no command's, by keys; they cannot be given to one.
        parent: of the dialog.
    """

    shortcuts_changed = Signal(dict)
    """The dialog was accepted: keys by name where they differ from the defaults; "" is none."""

    def __init__(
        self,
        commands: Mapping[str, QAction],
        defaults: Mapping[str, str],
        parent: QWidget | None = None,
        *,
        reserved: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._commands = dict(commands)
        self._names = list(commands)
        self._defaults = {name: key_sequence(defaults.get(name, "")) for name in commands}
        self._keys = {name: action.shortcut() for name, action in commands.items()}
        self._reserved = dict(reserved or {})
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.table = QTableWidget(len(commands), 3)
        self._items = [[QTableWidgetItem() for _ in range(3)] for _ in commands]
        self.edit_label = QLabel()
        self.key_edit = KeyEdit()
        self.clear = QPushButton()
        self.reset = QPushButton()
        self.conflict_sign = QLabel()
        self.conflict = QLabel()
        self.hint = QLabel()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.reset_all = self.buttons.addButton("", QDialogButtonBox.ButtonRole.ResetRole)
        self._lay_out()
        self._connect()
        self._retranslate()
        self.table.selectRow(0)
        self.resize(640, 560)

    def _lay_out(self) -> None:
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(_COMMAND, QHeaderView.ResizeMode.Stretch)
        for column in (_KEYS, _DEFAULT):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        for row, items in enumerate(self._items):
            for column, item in enumerate(items):
                self.table.setItem(row, column, item)
        editing = QHBoxLayout()
        editing.addWidget(self.edit_label)
        editing.addWidget(self.key_edit, 1)
        editing.addWidget(self.clear)
        editing.addWidget(self.reset)
        self.edit_label.setBuddy(self.key_edit)
        warning = QHBoxLayout()
        warning.addWidget(self.conflict_sign)
        warning.addWidget(self.conflict, 1)
        self.conflict.setWordWrap(True)
        self.conflict.setTextFormat(Qt.TextFormat.PlainText)
        # Two lines stay free for the sentence, so that nothing moves when it appears.
        self.conflict.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        layout.addLayout(editing)
        layout.addLayout(warning)
        layout.addWidget(self.hint)
        layout.addWidget(self.buttons)
        for button in (self.clear, self.reset):
            button.setAutoDefault(False)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search_changed)
        self.table.itemSelectionChanged.connect(self._show_current)
        self.table.itemActivated.connect(self._on_item_activated)
        self.key_edit.keySequenceChanged.connect(self._on_keys_pressed)
        self.key_edit.left.connect(self._on_key_edit_left)
        self.clear.clicked.connect(lambda: self._give(QKeySequence()))
        self.reset.clicked.connect(self._on_reset_clicked)
        self.reset_all.clicked.connect(self._on_reset_all_clicked)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def accept(self) -> None:
        """Say what is different from the defaults."""
        self.shortcuts_changed.emit(
            {
                name: portable(keys)
                for name, keys in self._keys.items()
                if portable(keys) != portable(self._defaults[name])
            }
        )
        super().accept()

    # -- changing ------------------------------------------------------------------------------------------

    def _current(self) -> str | None:
        rows = self.table.selectionModel().selectedRows()
        return self._names[rows[0].row()] if rows and not self.table.isRowHidden(rows[0].row()) else None

    def _on_item_activated(self) -> None:
        self.key_edit.setFocus()

    def _on_keys_pressed(self, keys: QKeySequence) -> None:
        # An empty sequence only says that a person has begun to press keys, or left the field.
        if not keys.isEmpty():
            self._give(keys)

    def _on_reset_clicked(self) -> None:
        if name := self._current():
            self._give(self._defaults[name])

    def _on_reset_all_clicked(self) -> None:
        self._keys = dict(self._defaults)
        self._say("")
        self._fill()

    def _give(self, keys: QKeySequence) -> None:
        """Give the current command other keys, unless they do something else already."""
        name = self._current()
        if name is None:
            return
        user = self._user_of(keys, name)
        if user:
            self._say(
                self.tr(
                    "{keys} is in use for “{command}”, so nothing was changed: press other keys, or take "
                    "them away there first."
                ).format(keys=native(keys), command=user)
            )
        else:
            self._keys[name] = keys
            self._say("")
        self._fill()

    def _user_of(self, keys: QKeySequence, name: str) -> str:
        """Return what else the keys do; "" for nothing."""
        if keys.isEmpty():
            return ""
        if portable(keys) in self._reserved:
            return self._reserved[portable(keys)]
        others = (other for other, used in self._keys.items() if used == keys and other != name)
        return next((command_words(self._commands[other]) for other in others), "")

    def _on_key_edit_left(self, forwards: bool) -> None:
        reason = Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason
        (self.clear if forwards else self.table).setFocus(reason)

    # -- showing -------------------------------------------------------------------------------------------

    def _on_search_changed(self) -> None:
        wanted = self.search.text().casefold()
        shown = []
        for row, items in enumerate(self._items):
            hidden = not any(wanted in items[column].text().casefold() for column in (_COMMAND, _KEYS))
            self.table.setRowHidden(row, hidden)
            shown += [] if hidden else [row]
        if shown and self._current() is None:
            self.table.selectRow(shown[0])
        self._show_current()

    def _show_current(self) -> None:
        name = self._current()
        for widget in (self.key_edit, self.clear, self.reset):
            widget.setEnabled(name is not None)
        words = command_words(self._commands[name]) if name else ""
        self.edit_label.setText(self.tr("&Keys for “{command}”:").format(command=words.replace("&", "&&")))
        self._say("")
        self._show_keys()

    def _show_keys(self) -> None:
        name = self._current()
        blocked = self.key_edit.blockSignals(True)
        self.key_edit.setKeySequence(self._keys[name] if name else QKeySequence())
        self.key_edit.blockSignals(blocked)

    def _fill(self) -> None:
        """Show all keys; changed ones are bold."""
        for name, items in zip(self._names, self._items, strict=True):
            keys, default = self._keys[name], self._defaults[name]
            texts = command_words(self._commands[name]), native(keys), native(default)
            for item, text in zip(items, texts, strict=True):
                item.setText(text)
            font = items[_KEYS].font()
            font.setBold(keys != default)
            items[_KEYS].setFont(font)
        self._show_keys()

    def _say(self, sentence: str) -> None:
        self.conflict.setText(sentence)
        self.conflict_sign.setPixmap(icon("notice").pixmap(QSize(20, 20)))
        self.conflict_sign.setVisible(bool(sentence))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.search.setPlaceholderText(self.tr("Search commands and keys"))
        self.search.setAccessibleName(self.tr("Search commands and keys"))
        self.table.setHorizontalHeaderLabels([self.tr("Command"), self.tr("Keys"), self.tr("Default")])
        self.table.setAccessibleName(self.tr("Commands and their keys"))
        self.key_edit.setAccessibleName(self.tr("New keys"))
        self.key_edit.setToolTip(self.tr("Click here, then press the keys"))
        self.clear.setText(self.tr("Remove"))
        self.clear.setToolTip(self.tr("Leave this command without keys"))
        self.reset.setText(self.tr("Default"))
        self.reset.setToolTip(self.tr("Give this command its default keys back"))
        self.reset_all.setText(self.tr("Reset all"))
        self.reset_all.setToolTip(self.tr("Give all commands their default keys back"))
        self.hint.setText(self.tr("Keys without Ctrl or Alt write letters while a text field has the focus."))
        self._fill()
        self._show_current()
