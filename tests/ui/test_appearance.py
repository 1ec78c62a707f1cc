"""Language, theme, and the choices that outlive the window."""

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDockWidget, QLabel
from pytestqt.qtbot import QtBot

from saa_desktop.settings import Settings, load_settings, save_settings, settings_path
from saa_desktop.ui.main_window.main_window import MainWindow
from tests.ui.conftest import OpenWindow
from tests.ui.hands import (
    CONTROL,
    go_to,
    key,
    listed,
    open_and_wait,
    run_and_wait,
    type_keys,
)
from tests.ui.stand_in_batch import MODELS

SYSTEM, ENGLISH, CHINESE = range(3)
ASCII_WORD = re.compile(r"[A-Za-z]{3,}")
ENGLISH_SENTENCE = re.compile(r"\b[a-z]{2,} [a-z]{2,}\b")
LIGHT, DARK = 1, 2


def test_the_language_switches_while_results_are_shown(
    qtbot: QtBot, window: MainWindow, folder: Path, open_window: OpenWindow
) -> None:
    open_and_wait(qtbot, window, folder)
    run_and_wait(qtbot, window)
    go_to(qtbot, window, "3 bad.png")
    window.commands.languages.actions()[CHINESE].trigger()
    qtbot.waitUntil(lambda: window.commands.run.text() == "开始检测")
    assert window.profile_picker.currentText() == "测试零件"
    assert window.inspector.product.text() == "测试零件，配置版本 1"
    assert window.inspector.badge.word.text() == "NG"
    assert listed(window)[3] == "4 damaged.png: 失败"
    assert window.bar.text.text().startswith("已完成：5 / 5 张图像")
    titles = [dock.windowTitle() for dock in window.findChildren(QDockWidget)]
    assert titles[0] == "图像：5"
    assert not any(ASCII_WORD.search(title) for title in titles)
    assert QApplication.translate("QPlatformTheme", "Cancel") == "取消", "Qt's own words follow too"
    window.commands.languages.actions()[ENGLISH].trigger()
    qtbot.waitUntil(lambda: window.commands.run.text() == "Run")
    window.commands.languages.actions()[CHINESE].trigger()
    assert open_window().commands.run.text() == "开始检测"


def test_every_panel_and_dialog_speaks_the_new_language(qtbot: QtBot, signed: MainWindow) -> None:
    """Nothing that is open may go on in English: each visible label and button is looked at."""
    go_to(qtbot, signed, "3 bad.png")
    type_keys(qtbot, signed, "k")
    for command in (signed.commands.edit_profile, signed.commands.models, signed.commands.shortcut_sheet):
        command.trigger()
    key(qtbot, signed, (Qt.Key.Key_E, CONTROL))
    signed.commands.languages.actions()[CHINESE].trigger()
    qtbot.waitUntil(lambda: signed.commands.run.text() == "开始检测")
    texts = {
        widget.text()
        for kind in (QLabel, QAbstractButton)
        for widget in signed.findChildren(kind)
        if widget.isVisible() and MODELS.title not in widget.text()
    }
    english = {text for text in texts if ENGLISH_SENTENCE.search(text)}
    assert english == set()
    assert any("复检" in text for text in texts)


def test_the_theme_switches_at_once_and_stays(
    qapp: QApplication, qtbot: QtBot, window: MainWindow, open_window: OpenWindow
) -> None:
    def lightness() -> int:
        return qapp.palette().window().color().lightness()

    def icon_lightness() -> int:
        image = window.commands.open_folder.icon().pixmap(32).toImage()
        drawn = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
        return max(colour.lightness() for colour in drawn if colour.alpha() == 255)

    assert lightness() > 200
    assert icon_lightness() < 80
    window.commands.themes.actions()[DARK].trigger()
    assert lightness() < 60
    qtbot.waitUntil(lambda: icon_lightness() > 200)
    window.commands.themes.actions()[LIGHT].trigger()
    assert lightness() > 200
    window.commands.themes.actions()[DARK].trigger()
    open_window()
    assert lightness() < 60


def test_size_and_layers_are_kept(qtbot: QtBot, window: MainWindow, open_window: OpenWindow) -> None:
    _, *right = window.commands.panels.actions()
    for panel in right:
        panel.trigger()
    window.resize(window.width(), 700)
    type_keys(qtbot, window, "hm")
    window.close()
    again = open_window()
    # Its width is cut to that of Qt's offscreen screen, which is narrower than the window can be.
    assert again.height() == 700
    *shown, statistics = (panel.isChecked() for panel in again.commands.panels.actions())
    assert shown == [True, False, False, False]
    assert statistics, "they are hidden at first"
    assert again.commands.heat_map.isChecked()
    assert not again.commands.masks.isChecked()


def test_broken_settings_are_set_aside_with_a_sentence(open_window: OpenWindow) -> None:
    settings_path().write_text('{"version": 1, "theme": "pink"}')
    window = open_window()
    assert (
        "The settings could not be read" in window.notice.text.text()
        or "无法读取设置" in window.notice.text.text()
    )
    kept = list(settings_path().parent.glob("*.broken.json"))
    assert [path.read_text() for path in kept] == ['{"version": 1, "theme": "pink"}']
    assert str(kept[0]) in window.notice.text.text()
    window.commands.languages.actions()[ENGLISH].trigger()
    assert load_settings(settings_path()).set_aside is None


def test_a_broken_profile_is_named_and_the_others_are_offered(
    tmp_path: Path, open_window: OpenWindow
) -> None:
    (tmp_path / "profiles" / "wrong.yaml").write_text("name: wrong\n")
    window = open_window()
    assert "wrong.yaml" in window.notice.text.text()
    assert window.profile_picker.currentText() == "Test part"
    assert window.profile_picker.count() > 20


def test_settings_that_cannot_be_written_are_said_so(window: MainWindow) -> None:
    settings_path().unlink()
    settings_path().mkdir()
    window.commands.themes.actions()[DARK].trigger()
    assert str(settings_path()) in window.notice.text.text()
    settings_path().rmdir()


def test_the_systems_colours_have_icons_too(open_window: OpenWindow) -> None:
    save_settings(Settings(), settings_path())
    window = open_window()
    assert not window.commands.run.icon().isNull()
