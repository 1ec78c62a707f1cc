"""What the window shows before anything is open."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QThread
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from saa_desktop.ui.empty_state.empty_state import EmptyState, RecentSession
from saa_desktop.workers.place_checker import PlaceChecker

NOON = datetime(2026, 3, 1, 12).astimezone()
LONG = Path("/srv") / ("a long name & no end " * 20)


@pytest.fixture
def empty(qapp: QApplication, qtbot: QtBot) -> Iterator[EmptyState]:
    images, folder = QAction("Open images"), QAction("Open folder")
    empty = EmptyState(images, folder)
    with qtbot.waitActive(empty):
        empty.resize(700, 600)
        empty.show()
        empty.activateWindow()
    yield empty
    empty.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_recent_folders_and_sessions_are_opened_by_mouse_and_keyboard(
    qtbot: QtBot, empty: EmptyState
) -> None:
    folders = [Path("/srv/生产线 3"), LONG]
    sessions = [
        RecentSession(Path("/out/1/session.sqlite"), "Magnetic tile", NOON, unfinished=True),
        RecentSession(Path("/out/2/session.sqlite"), "磁瓦", NOON, unfinished=False),
    ]
    empty.set_recent(folders, sessions)
    assert [button.text() for button in empty.sessions.buttons] == [
        "Magnetic tile\n2026-03-01 12:00, not finished",
        "磁瓦\n2026-03-01 12:00",
    ]
    first, second = empty.folders.buttons
    assert first.text() == "生产线 3\n/srv"
    assert second.toolTip() == str(LONG)
    assert "…" in second.text()
    widest = max(second.fontMetrics().horizontalAdvance(line) for line in second.text().split("\n"))
    assert widest < second.width()

    chosen: list[Path] = []
    empty.folder_chosen.connect(chosen.append)
    empty.session_chosen.connect(chosen.append)
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Space)
    qtbot.mouseClick(empty.sessions.buttons[0], Qt.MouseButton.LeftButton)
    assert chosen == [LONG, folders[0], sessions[0].path]


def test_every_button_is_reached_by_tab(qtbot: QtBot, empty: EmptyState) -> None:
    empty.set_recent([Path("/a"), Path("/b")], [RecentSession(Path("/c"), "c", NOON, unfinished=False)])
    empty.samples.setFocus()
    reached = []
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    assert reached == [*empty.folders.buttons, *empty.sessions.buttons]


def test_places_that_are_gone_are_grey_and_say_so(qtbot: QtBot, empty: EmptyState, tmp_path: Path) -> None:
    gone, damaged = tmp_path / "gone", tmp_path / ("x" * 300)
    empty.set_recent([tmp_path, gone, damaged], [])
    checker, thread = PlaceChecker(), QThread()
    checker.moveToThread(thread)
    checker.checked.connect(empty.set_missing)
    thread.start()
    checker.check([tmp_path, gone, damaged])
    qtbot.waitUntil(lambda: [button.isEnabled() for button in empty.folders.buttons] == [True, False, False])
    thread.quit()
    thread.wait()
    assert "is not there any more" in empty.folders.buttons[1].toolTip()
    empty.set_recent([gone], [])
    assert not empty.folders.buttons[0].isEnabled()
    empty.set_missing(frozenset())
    assert empty.folders.buttons[0].isEnabled()


def test_the_samples_are_offered_and_nothing_else_without_a_past(qtbot: QtBot, empty: EmptyState) -> None:
    empty.set_recent([], [])
    assert not empty.folders.isVisible()
    assert not empty.sessions.isVisible()
    with qtbot.waitSignal(empty.samples_requested):
        qtbot.mouseClick(empty.samples, Qt.MouseButton.LeftButton)
