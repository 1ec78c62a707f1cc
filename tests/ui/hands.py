"""What an operator does with the window, and what they read in it."""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPushButton, QTabBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from saa_desktop.domain.reviews import Decision
from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.sessions.session import Session
from saa_desktop.ui.main_window.main_window import MainWindow
from saa_desktop.ui.review_panel.operator_dialog import OperatorDialog
from saa_desktop.workers.view_loader import View

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_LEFT = Qt.MouseButton.LeftButton
_ANSWER_MS = 20

Dialog = TypeVar("Dialog", bound=QDialog)


def drop(window: MainWindow, *paths: Path) -> None:
    """Drag files over the window and let go; the drop reaches only a window that accepted the drag."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    how = (Qt.DropAction.CopyAction, data, _LEFT, Qt.KeyboardModifier.NoModifier)
    with warnings.catch_warnings():
        # Qt 6.12 wants a QPointF here, which older ones do not take.
        warnings.simplefilter("ignore", DeprecationWarning)
        entered = QDragEnterEvent(QPoint(400, 300), *how)
    entered.ignore()
    QApplication.sendEvent(window, entered)
    if entered.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(400, 300), *how))


def click(qtbot: QtBot, window: QWidget, action: QAction) -> None:
    """Click an action's button, wherever in the window it is shown."""
    buttons = (each for each in window.findChildren(QToolButton) if each.defaultAction() is action)
    qtbot.mouseClick(next(each for each in buttons if each.isVisible()), _LEFT)


def press(qtbot: QtBot, button: QWidget) -> None:
    """Click a button."""
    qtbot.mouseClick(button, _LEFT)


def type_keys(qtbot: QtBot, window: MainWindow, keys: str) -> None:
    """Press keys one after the other, to whatever has the focus in the window."""
    for key in keys:
        bring_forward(qtbot, window)
        qtbot.keyClick(window.focusWidget() or window, key)


def bring_forward(qtbot: QtBot, window: MainWindow) -> None:
    """Let the window have the keyboard again, as a window manager does once a dialog is closed."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def key(qtbot: QtBot, window: MainWindow, which: tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
    """Press a key with modifiers, to whatever has the focus in the window."""
    bring_forward(qtbot, window)
    qtbot.keyClick(window.focusWidget(), *which)


def answer(qtbot: QtBot, kind: type[Dialog], act: Callable[[Dialog], object]) -> list[Dialog]:
    """Act in the dialog of a kind that is about to be opened and holds up the program; return those seen."""
    seen: list[Dialog] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            seen.append(dialog)
            try:
                act(dialog)
            except BaseException:
                dialog.reject()  # else it would hold up the test for ever
                raise
        else:
            QTimer.singleShot(_ANSWER_MS, look)

    QTimer.singleShot(_ANSWER_MS, look)
    return seen


def answer_question(qtbot: QtBot, text: str) -> list[QMessageBox]:
    """Click this button in the question that is about to be asked."""

    def click_it(box: QMessageBox) -> None:
        press(qtbot, next(each for each in box.findChildren(QPushButton) if each.text() == text))

    return answer(qtbot, QMessageBox, click_it)


def sign(qtbot: QtBot, name: str) -> list[OperatorDialog]:
    """Type the operator's name in the dialog that is about to ask for it."""

    def type_name(dialog: OperatorDialog) -> None:
        line = dialog.name.lineEdit()
        line.selectAll()
        qtbot.keyClicks(line, name)
        qtbot.keyClick(line, Qt.Key.Key_Return)

    return answer(qtbot, OperatorDialog, type_name)


def show_panel(qtbot: QtBot, window: MainWindow, title: str) -> None:
    """Click the tab of a panel."""
    for bar in window.findChildren(QTabBar):
        for tab in range(bar.count()):
            if bar.tabText(tab) == title:
                qtbot.mouseClick(bar, _LEFT, pos=bar.tabRect(tab).center())
                return
    raise AssertionError(f"no tab {title}")


def listed(window: MainWindow) -> list[str]:
    model = window.images.model
    return [model.index(row).data().replace("\n", ": ") for row in range(model.rowCount())]


def names(window: MainWindow) -> list[str]:
    return [entry.name for entry in window.images.model.shown()]


def current(window: MainWindow) -> str:
    entry = window.images.current()
    return entry.name if entry else ""


def open_and_wait(qtbot: QtBot, window: MainWindow, *paths: Path) -> None:
    drop(window, *paths)
    qtbot.waitUntil(lambda: window.opened.complete and window.page.shows_image)


def run_and_wait(qtbot: QtBot, window: MainWindow) -> None:
    """Run, and wait until the session is open for the review too."""
    click(qtbot, window, window.commands.run)
    qtbot.waitUntil(lambda: not window.batch.running)


def go_to(qtbot: QtBot, window: MainWindow, name: str) -> View:
    """Make an image current and wait until it is on the screen as the list has it."""
    assert window.images.select_name(name)
    return shown(qtbot, window)


def shown(qtbot: QtBot, window: MainWindow) -> View:
    """Wait until the current image is on the screen as the list has it."""

    def there() -> bool:
        view = window.page.view.shown
        return view is not None and window.page.shows_image and view.request.entry == window.images.current()

    qtbot.waitUntil(there)
    view = window.page.view.shown
    assert view is not None
    return view


def stored(window: MainWindow) -> dict[str, Decision]:
    """Return the latest decisions as they lie on the disk."""
    assert window.batch.session is not None
    with Session.open_read_only(window.batch.session) as session:
        return session.latest_decisions()


def stored_verdicts(window: MainWindow) -> dict[str, OperatorVerdict | None]:
    return {name: decision.review.verdict for name, decision in stored(window).items()}


def settled(qtbot: QtBot, window: MainWindow, holds: Callable[[], bool]) -> None:
    """Wait until the session on the disk is as it should be."""
    qtbot.waitUntil(lambda: window.batch.session is not None and holds())
