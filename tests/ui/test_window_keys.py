"""The view's keys, the mouse on the image, the sheet of keys, and keys that a person changes."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.settings import Settings, load_settings, save_settings, settings_path
from saa_desktop.ui.help.shortcut_sheet import ShortcutSheet
from saa_desktop.ui.main_window.main_window import MainWindow
from tests.ui.conftest import OpenWindow
from tests.ui.hands import (
    CONTROL,
    current,
    go_to,
    key,
    listed,
    open_and_wait,
    run_and_wait,
    sign,
    type_keys,
)

Colour = tuple[int, ...]
WHITE: Colour = (255, 255, 255)


def colour(window: MainWindow, x: float, y: float) -> Colour:
    """Return the screen's colour at a point of the image."""
    view = window.page.view
    pixel = view.viewport().grab().toImage().pixelColor(view.mapFromScene(QPointF(x, y)))
    return (pixel.red(), pixel.green(), pixel.blue())


def test_keys_step_through_the_images(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    open_and_wait(qtbot, window, folder)
    for step, row in (("a", 0), ("d", 1), ("d", 2), ("a", 1)):
        type_keys(qtbot, window, step)
        assert window.images.view.currentIndex().row() == row
    type_keys(qtbot, window, "d" * 9)
    assert window.images.view.currentIndex().row() == 4


def test_layers_are_toggled_by_key_and_hidden_while_space_is_held(qtbot: QtBot, signed: MainWindow) -> None:
    go_to(qtbot, signed, "3 bad.png")
    middle = (37.5, 15.5)
    with_mask = colour(signed, *middle)
    assert with_mask != WHITE
    signed.images.view.setFocus()
    qtbot.keyPress(signed.images.view, Qt.Key.Key_Space)
    assert colour(signed, *middle) == WHITE
    qtbot.keyRelease(signed.images.view, Qt.Key.Key_Space)
    assert colour(signed, *middle) == with_mask
    type_keys(qtbot, signed, "m")
    assert colour(signed, *middle) == WHITE
    type_keys(qtbot, signed, "h")
    assert colour(signed, *middle) not in {with_mask, WHITE}
    assert signed.page.view.legend.isVisible()
    qtbot.keyPress(signed.images.view, Qt.Key.Key_Space)
    assert not signed.page.view.legend.isVisible()
    qtbot.keyRelease(signed.images.view, Qt.Key.Key_Space)
    saved = load_settings(settings_path()).settings
    assert (saved.show_masks, saved.show_heat_map) == (False, True)


def test_the_heat_map_has_one_scale_for_all_images(qtbot: QtBot, signed: MainWindow) -> None:
    for name, score in (("2 doubtful.png", 150 / 255), ("3 bad.png", 1.0)):
        heat = go_to(qtbot, signed, name).heat
        assert heat is not None
        assert heat.limit == 0.9
        assert heat.value_at(37, 15) == pytest.approx(score / 2, abs=0.01)


def test_the_wheel_zooms_to_the_cursor_and_keys_go_back(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    open_and_wait(qtbot, window, folder)
    view = window.page.view
    cursor = QPoint(view.viewport().width() // 3, view.viewport().height() // 3)
    fitted = view.zoom()
    under_cursor = view.mapToScene(cursor)
    turned = QWheelEvent(
        QPointF(cursor),
        QPointF(view.viewport().mapToGlobal(cursor)),
        QPoint(),
        QPoint(0, 480),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), turned)
    assert view.zoom() == pytest.approx(fitted * 1.25**4)
    moved = view.mapToScene(cursor) - under_cursor
    assert abs(moved.x()) < 1
    assert abs(moved.y()) < 1
    key(qtbot, window, (Qt.Key.Key_0, CONTROL))
    assert view.zoom() == pytest.approx(1 / view.devicePixelRatioF())
    type_keys(qtbot, window, "f")
    assert view.zoom() == pytest.approx(fitted)


def test_the_bare_image_stands_beside(qtbot: QtBot, signed: MainWindow) -> None:
    go_to(qtbot, signed, "3 bad.png")
    type_keys(qtbot, signed, "c")
    assert signed.page.beside.isVisible()
    type_keys(qtbot, signed, "c")
    assert not signed.page.beside.isVisible()


def test_f1_shows_all_keys(qtbot: QtBot, window: MainWindow) -> None:
    key(qtbot, window, (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier))
    sheet = window.findChild(ShortcutSheet)
    assert sheet is not None
    assert sheet.isVisible()
    sheet.close()


def test_keys_that_a_person_changed_hold(qtbot: QtBot, open_window: OpenWindow, folder: Path) -> None:
    chosen = load_settings(settings_path()).settings.model_copy(
        update={"shortcuts": {"verdict_ng": "J", "next": ""}}
    )
    save_settings(Settings.model_validate(chosen.model_dump()), settings_path())
    window = open_window()
    open_and_wait(qtbot, window, folder)
    run_and_wait(qtbot, window)
    sign(qtbot, "Li")
    type_keys(qtbot, window, "d2")
    assert current(window) == "1 good.png"
    type_keys(qtbot, window, "j")
    assert listed(window)[0] == "1 good.png: OK  0.00  operator: NG"
    assert "J" in window.review_panel.verdicts[OperatorVerdict.NG].text()


def test_no_two_commands_share_a_key(window: MainWindow) -> None:
    keys = [text for text in window.commands.defaults.values() if text]
    assert len(set(keys)) == len(keys)
    assert window.commands.redo.shortcut().toString() == "Ctrl+Shift+Z"
