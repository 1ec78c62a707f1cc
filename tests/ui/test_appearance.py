"""Language, theme, and the choices that outlive the window."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDockWidget
from pytestqt.qtbot import QtBot

from saa_desktop.settings import load_settings, settings_path
from saa_desktop.ui.main_window.main_window import MainWindow
from tests.ui.conftest import OpenWindow
from tests.ui.test_window import listed, open_and_wait, run_and_wait

SYSTEM, ENGLISH, CHINESE = range(3)
LIGHT, DARK = 1, 2


def test_the_language_switches_while_results_are_shown(
    qtbot: QtBot, window: MainWindow, folder: Path, open_window: OpenWindow
) -> None:
    open_and_wait(qtbot, window, folder)
    run_and_wait(qtbot, window)
    window.images.select(2)
    window.commands.languages.actions()[CHINESE].trigger()
    qtbot.waitUntil(lambda: window.commands.run.text() == "开始检测")
    assert window.picker.currentText() == "测试零件"
    assert window.inspector.product.text() == "测试零件，配置版本 1"
    assert window.inspector.badge.word.text() == "NG"
    assert listed(window)[3] == "4 damaged.png: 失败"
    assert window.bar.text.text().startswith("已完成：5 / 5 张图像")
    assert [dock.windowTitle() for dock in window.findChildren(QDockWidget)] == ["图像：5", "结果"]
    assert QApplication.translate("QPlatformTheme", "Cancel") == "取消", "Qt's own words follow too"
    window.commands.languages.actions()[ENGLISH].trigger()
    qtbot.waitUntil(lambda: window.commands.run.text() == "Run")
    window.commands.languages.actions()[CHINESE].trigger()
    assert open_window().commands.run.text() == "开始检测"


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
    window.resize(790, 555)
    qtbot.keyClick(window, Qt.Key.Key_H)
    qtbot.keyClick(window, Qt.Key.Key_M)
    window.close()
    again = open_window()
    assert (again.width(), again.height()) == (790, 555)
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
    assert window.picker.profile().name == "test_part"
    assert window.picker.count() > 20


def test_settings_that_cannot_be_written_are_said_so(window: MainWindow) -> None:
    settings_path().unlink()
    settings_path().mkdir()
    window.commands.themes.actions()[DARK].trigger()
    assert str(settings_path()) in window.notice.text.text()
    settings_path().rmdir()
