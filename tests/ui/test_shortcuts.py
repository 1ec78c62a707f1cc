"""Keys: changed in the dialog, given to the commands, off in text fields, and shown on the sheet."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QKeySequenceEdit,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from saa_desktop.ui.shortcuts.keys import apply_shortcuts
from saa_desktop.ui.shortcuts.shortcuts_dialog import ShortcutsDialog
from saa_desktop.ui.shortcuts.text_field_guard import TextFieldGuard

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
DEFAULTS = {"open": "Ctrl+O", "next": "D", "ok": "1", "quit": "Ctrl+Q"}
WORDS = {"open": "&Open images…", "next": "Next image", "ok": "Save && OK", "quit": "退出(&Q)"}


def make_commands() -> dict[str, QAction]:
    commands = {name: QAction(words) for name, words in WORDS.items()}
    apply_shortcuts(commands, DEFAULTS, {})
    return commands


@pytest.fixture
def commands(qapp: QApplication) -> dict[str, QAction]:
    return make_commands()


OpenDialog = Callable[[], ShortcutsDialog]


@pytest.fixture
def open_dialog(qtbot: QtBot, commands: dict[str, QAction]) -> OpenDialog:
    def open_one() -> ShortcutsDialog:
        dialog = ShortcutsDialog(commands, DEFAULTS, reserved={"Space": "Bare image"})
        qtbot.addWidget(dialog)
        with qtbot.waitActive(dialog):
            dialog.show()
            dialog.activateWindow()
        return dialog

    return open_one


def rows(dialog: ShortcutsDialog) -> list[tuple[str, str]]:
    table = dialog.table
    return [
        (table.item(row, 0).text(), table.item(row, 1).text())
        for row in range(table.rowCount())
        if not table.isRowHidden(row)
    ]


def choose(qtbot: QtBot, dialog: ShortcutsDialog, words: str) -> None:
    table = dialog.table
    row = next(row for row in range(table.rowCount()) if table.item(row, 0).text() == words)
    place = table.visualItemRect(table.item(row, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def press(qtbot: QtBot, dialog: ShortcutsDialog, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    dialog.key_edit.setFocus()
    qtbot.keyClick(dialog.key_edit, key, modifiers)


def accept(qtbot: QtBot, dialog: ShortcutsDialog) -> dict[str, str]:
    with qtbot.waitSignal(dialog.shortcuts_changed) as said:
        qtbot.mouseClick(dialog.buttons.button(dialog.buttons.StandardButton.Ok), Qt.MouseButton.LeftButton)
    return said.args[0]


def test_keys_are_changed_removed_and_told(
    qtbot: QtBot, open_dialog: OpenDialog, commands: dict[str, QAction]
) -> None:
    dialog = open_dialog()
    assert rows(dialog) == [
        ("Open images", "Ctrl+O"),
        ("Next image", "D"),
        ("Save & OK", "1"),
        ("退出", "Ctrl+Q"),
    ]
    choose(qtbot, dialog, "Next image")
    press(qtbot, dialog, Qt.Key.Key_Right)
    choose(qtbot, dialog, "退出")
    qtbot.mouseClick(dialog.clear, Qt.MouseButton.LeftButton)
    choose(qtbot, dialog, "Open images")
    press(qtbot, dialog, Qt.Key.Key_P, CTRL)
    press(qtbot, dialog, Qt.Key.Key_O, CTRL)
    assert rows(dialog)[1:] == [("Next image", "Right"), ("Save & OK", "1"), ("退出", "")]
    changed = accept(qtbot, dialog)
    assert changed == {"next": "Right", "quit": ""}
    apply_shortcuts(commands, DEFAULTS, changed)
    assert [action.shortcut().toString() for action in commands.values()] == ["Ctrl+O", "Right", "1", ""]
    assert accept(qtbot, open_dialog()) == changed


def test_keys_in_use_are_refused_in_words(qtbot: QtBot, open_dialog: OpenDialog) -> None:
    dialog = open_dialog()
    choose(qtbot, dialog, "Open images")
    assert not dialog.conflict_sign.isVisible()
    for key, words in ((Qt.Key.Key_D, "D is in use for “Next image”"), (Qt.Key.Key_Space, "“Bare image”")):
        press(qtbot, dialog, key)
        assert words in dialog.conflict.text()
        assert dialog.conflict_sign.isVisible()
        assert rows(dialog)[0] == ("Open images", "Ctrl+O")
        assert dialog.key_edit.keySequence() == QKeySequence("Ctrl+O")
    press(qtbot, dialog, Qt.Key.Key_P)
    assert dialog.conflict.text() == ""
    assert accept(qtbot, dialog) == {"open": "P"}


def test_one_and_all_get_their_defaults_back(qtbot: QtBot, open_dialog: OpenDialog) -> None:
    dialog = open_dialog()
    choose(qtbot, dialog, "Next image")
    press(qtbot, dialog, Qt.Key.Key_X)
    choose(qtbot, dialog, "退出")
    press(qtbot, dialog, Qt.Key.Key_D)
    choose(qtbot, dialog, "Next image")
    qtbot.mouseClick(dialog.reset, Qt.MouseButton.LeftButton)
    assert "D is in use for “退出”" in dialog.conflict.text()
    assert dialog.table.item(1, 1).font().bold()
    choose(qtbot, dialog, "退出")
    qtbot.mouseClick(dialog.reset, Qt.MouseButton.LeftButton)
    assert rows(dialog)[3] == ("退出", "Ctrl+Q")
    qtbot.mouseClick(dialog.reset_all, Qt.MouseButton.LeftButton)
    assert not dialog.table.item(1, 1).font().bold()
    assert accept(qtbot, dialog) == {}


def test_the_search_finds_commands_and_keys(qtbot: QtBot, open_dialog: OpenDialog) -> None:
    dialog = open_dialog()
    dialog.search.setFocus()
    qtbot.keyClicks(dialog.search, "ctrl")
    assert [words for words, _ in rows(dialog)] == ["Open images", "退出"]
    qtbot.keyClick(dialog.search, Qt.Key.Key_A, CTRL)
    qtbot.keyClicks(dialog.search, "next")
    assert dialog.edit_label.text() == "&Keys for “Next image”:"
    press(qtbot, dialog, Qt.Key.Key_F7)
    dialog.search.setText("nothing like it")
    assert rows(dialog) == []
    assert not dialog.key_edit.isEnabled()
    dialog.search.clear()
    assert ("Next image", "F7") in rows(dialog)


def test_the_dialog_needs_no_mouse(qtbot: QtBot, qapp: QApplication, open_dialog: OpenDialog) -> None:
    dialog = open_dialog()
    dialog.table.setFocus()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Tab)
    assert qapp.focusWidget() is dialog.key_edit
    qtbot.keyClick(dialog.key_edit, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert qapp.focusWidget() is dialog.table
    dialog.key_edit.setFocus()
    qtbot.keyClick(dialog.key_edit, Qt.Key.Key_N)
    qtbot.keyClick(dialog.key_edit, Qt.Key.Key_Tab)
    assert qapp.focusWidget() is dialog.clear
    assert rows(dialog)[1] == ("Next image", "N")


def test_a_cancelled_dialog_changes_nothing(qtbot: QtBot, open_dialog: OpenDialog) -> None:
    dialog = open_dialog()
    press(qtbot, dialog, Qt.Key.Key_X)
    with qtbot.assertNotEmitted(dialog.shortcuts_changed):
        cancel = dialog.buttons.button(dialog.buttons.StandardButton.Cancel)
        qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)


@given(
    changed=st.dictionaries(
        st.sampled_from([*DEFAULTS, "gone"]),
        st.sampled_from(["", "D", "Ctrl+O", "1", "F9", "no keys at all"]),
    )
)
def test_no_keys_are_ever_given_twice(qapp: QApplication, changed: dict[str, str]) -> None:
    commands = make_commands()
    apply_shortcuts(commands, DEFAULTS, changed)
    given = [action.shortcut().toString() for action in commands.values() if not action.shortcut().isEmpty()]
    assert len(given) == len(set(given))
    chosen = {keys for name, keys in changed.items() if name in DEFAULTS}
    assert chosen & {"D", "Ctrl+O", "1", "F9"} <= set(given)


# -- text fields -------------------------------------------------------------------------------------------


class Form(QMainWindow):
    """A window with one field of each kind and a command on each key that a field might want."""

    def __init__(self) -> None:
        super().__init__()
        self.ran: list[str] = []
        self.line, self.plain, self.rich, self.spin = QLineEdit(), QPlainTextEdit(), QTextEdit(), QSpinBox()
        self.choice, self.keys, self.button = QComboBox(), QKeySequenceEdit(), QPushButton("button")
        self.choice.setEditable(True)
        self.choice.addItems(["one", "two"])
        self.fields = (self.line, self.plain, self.rich, self.spin, self.choice, self.keys)
        centre = QWidget()
        layout = QVBoxLayout(centre)
        for field in (*self.fields, self.button):
            layout.addWidget(field)
        self.setCentralWidget(centre)
        for keys in ("1", "A", "Space", "[", "Up", "PgDown", "Return", "Tab", "Esc", "F5", "Ctrl+0"):
            action = QAction(self)
            action.setShortcut(keys)
            action.triggered.connect(lambda _=False, keys=keys: self.ran.append(keys))
            self.addAction(action)


@pytest.fixture
def form(qtbot: QtBot, qapp: QApplication) -> Iterator[Form]:
    guard = TextFieldGuard(qapp)
    form = Form()
    qtbot.addWidget(form)
    with qtbot.waitActive(form):
        form.show()
        form.activateWindow()
    yield form
    guard.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


WRITING = (Qt.Key.Key_1, Qt.Key.Key_A, Qt.Key.Key_Space, Qt.Key.Key_BracketLeft)
MOVING = (Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_Return, Qt.Key.Key_Tab)


def test_single_keys_write_in_text_fields_and_run_nothing(qtbot: QtBot, form: Form) -> None:
    for field in form.fields:
        field.setFocus()
        for key in WRITING:
            qtbot.keyClick(QApplication.focusWidget(), key)
    assert form.line.text() == "1a ["
    assert form.plain.toPlainText() == form.rich.toPlainText() == "1a ["
    assert form.choice.currentText().endswith("1a [")
    assert form.spin.value() == 10, "the 1 was typed before its 0"
    for field in form.fields:
        for key in MOVING:
            field.setFocus()
            qtbot.keyClick(QApplication.focusWidget(), key)
    assert form.ran == []


def test_a_spin_box_steps_and_a_line_says_that_it_is_done(qtbot: QtBot, form: Form) -> None:
    form.spin.setFocus()
    qtbot.keyClick(form.spin, Qt.Key.Key_Up)
    assert form.spin.value() == 1
    form.line.setFocus()
    with qtbot.waitSignal(form.line.returnPressed):
        qtbot.keyClick(form.line, Qt.Key.Key_Return)
    assert form.ran == []


def test_commands_run_from_text_fields_by_keys_that_write_nothing(qtbot: QtBot, form: Form) -> None:
    form.line.setFocus()
    qtbot.keyClick(form.line, Qt.Key.Key_0, CTRL)
    qtbot.keyClick(form.line, Qt.Key.Key_F5)
    assert form.ran == ["Ctrl+0", "F5"]


def test_single_keys_run_commands_elsewhere_and_where_nothing_can_be_written(
    qtbot: QtBot, form: Form
) -> None:
    form.line.setFocus()
    form.button.setFocus()
    for key in WRITING:
        qtbot.keyClick(form.button, key)
    assert form.ran == ["1", "A", "Space", "["]
    form.line.setReadOnly(True)
    form.line.setFocus()
    qtbot.keyClick(form.line, Qt.Key.Key_A)
    assert form.ran[-1] == "A"
    assert form.line.text() == ""
