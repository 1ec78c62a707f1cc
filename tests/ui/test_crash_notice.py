"""What a person sees after an unexpected error."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from saa_desktop.crash_log import Crash
from saa_desktop.ui.crash_notice.crash_notice import CrashNotice

CRASH = Crash("ValueError: a slot broke", "2026-01-01T00:00:00\nTraceback ...", Path("/var/log/saa"))


@pytest.fixture
def notice(qtbot: QtBot) -> Iterator[CrashNotice]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    yield CrashNotice(window)
    window.close()


def click(qtbot: QtBot, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_an_error_is_told_with_the_way_to_its_log(
    qtbot: QtBot, notice: CrashNotice, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Any] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    notice.show(CRASH)
    dialog = notice.dialog
    assert dialog is not None
    text = dialog.text.text()
    assert "ValueError: a slot broke" in text
    assert "decisions up to now are kept" in text
    assert str(CRASH.folder) in text

    click(qtbot, dialog.open_folder)
    assert [Path(url.toLocalFile()) for url in opened] == [CRASH.folder]
    click(qtbot, dialog.copy_details)
    assert QGuiApplication.clipboard().text() == CRASH.details
    assert dialog.isVisible(), "it stays until it is closed"
    click(qtbot, dialog.close_button)
    assert not dialog.isVisible()


def test_there_is_never_a_second_dialog_and_no_error_is_told_twice(qtbot: QtBot, notice: CrashNotice) -> None:
    notice.show(CRASH)
    first = notice.dialog
    other = Crash("KeyError: 'x'", "", None)
    notice.show(other)
    assert notice.dialog is first
    qtbot.keyClick(first, Qt.Key.Key_Escape)
    assert notice.dialog is None
    notice.show(CRASH)
    assert notice.dialog is None
    notice.show(other)
    assert "No log could be written" in notice.dialog.text.text()
    assert not notice.dialog.open_folder.isEnabled()
    qtbot.keyClick(notice.dialog, Qt.Key.Key_Escape)
