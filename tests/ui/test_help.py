"""The sheet of keys and the About dialog."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from saa_desktop import __version__
from saa_desktop.libraries import installed_version
from saa_desktop.ui.help.about_dialog import AboutDialog, Places
from saa_desktop.ui.help.shortcut_sheet import ShortcutSheet

Show = Callable[[QDialog], None]


@pytest.fixture
def show(qapp: QApplication, qtbot: QtBot) -> Iterator[Show]:
    shown: list[QDialog] = []

    def show_one(dialog: QDialog) -> None:
        shown.append(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)

    yield show_one
    for dialog in shown:
        dialog.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def words(dialog: QDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def test_the_sheet_shows_the_keys_as_they_are_now(qtbot: QtBot, show: Show) -> None:
    following, quitting, keyless = QAction("&Next image"), QAction("Quit"), QAction("Without keys")
    following.setShortcut("D")
    quitting.setShortcut("Ctrl+Q")
    groups = [("Image", [following]), ("File", [quitting, keyless]), ("Empty", [keyless])]
    sheet = ShortcutSheet(groups, [("Wheel", "zoom")])
    show(sheet)
    assert words(sheet) == [
        *("Image", "D", "Next image"),
        *("File", "Ctrl+Q", "Quit"),
        *("Mouse and fixed keys", "Wheel", "zoom"),
    ]
    sheet.hide()
    following.setShortcut("Right")
    sheet.show()
    assert words(sheet)[:3] == ["Image", "Right", "Next image"]
    sheet.set_groups([("图像", [following])], [])
    assert words(sheet) == ["图像", "Right", "Next image"]
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_a_sheet_of_many_keys_is_no_wider_than_the_screen(show: Show) -> None:
    actions = [
        QAction(f"A command with quite a few words in its name, number {place}") for place in range(40)
    ]
    for place, action in enumerate(actions):
        action.setShortcut(f"Ctrl+Shift+F{place % 12 + 1}")
    sheet = ShortcutSheet([("Many", actions[:20]), ("More", actions[20:])], [])
    show(sheet)
    assert sheet.width() <= sheet.screen().availableSize().width()
    assert sheet.height() <= sheet.screen().availableSize().height()


@pytest.fixture
def about(tmp_path: Path, show: Show) -> AboutDialog:
    (tmp_path / "config").mkdir(exist_ok=True)
    places = Places(
        results=tmp_path / "Documents" / "not there yet",
        profiles=tmp_path / "profiles",
        models=tmp_path,
        settings=tmp_path / "config" / "settings.json",
        log=tmp_path / "config" / "log.txt",
    )
    dialog = AboutDialog(places)
    show(dialog)
    return dialog


def test_folders_are_opened_and_those_that_are_missing_by_the_one_above(
    qtbot: QtBot, about: AboutDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    for button in about.open_buttons:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    config = tmp_path / "config"
    assert opened == [tmp_path, tmp_path / "profiles", tmp_path, config, config]


def test_the_details_are_copied_for_support(qtbot: QtBot, about: AboutDialog, tmp_path: Path) -> None:
    QGuiApplication.clipboard().clear()
    qtbot.mouseClick(about.copy, Qt.MouseButton.LeftButton)
    details = QGuiApplication.clipboard().text()
    assert details.splitlines()[0] == f"SAA Desktop {__version__}"
    assert f"settings: {tmp_path / 'config' / 'settings.json'}" in details
    assert f"numpy {installed_version('numpy')}" in details
    assert about.copy.text() == "Copied"
