"""The speed that a person chooses in the window reaches whatever the models do, and lasts."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from saa_desktop.domain.errors import ModelError
from saa_desktop.domain.model_choice import ModelChoice
from saa_desktop.domain.speed import Speed
from saa_desktop.profiles.golden import ExpectedVerdict
from saa_desktop.sessions.session import Session
from saa_desktop.settings import WatchChoice, WatchedFolder, load_settings, settings_path
from saa_desktop.ui.main_window.main_window import MainWindow
from tests.ui.conftest import OpenWindow
from tests.ui.hands import click, open_and_wait, press, run_and_wait, shown
from tests.ui.stand_in_batch import StandIn

FAST = ModelChoice(speed=Speed.FAST)


def choose_speed(qtbot: QtBot, window: MainWindow, *keys: Qt.Key) -> None:
    """Choose with the keyboard."""
    speeds = window.model_picker.speeds
    speeds.setFocus()
    for key in keys:
        qtbot.keyClick(speeds, key)


def loaded(window: MainWindow, stand_in: StandIn, models: ModelChoice) -> bool:
    return bool(stand_in.loaded) and stand_in.loaded[-1] == models


def test_a_speed_is_loaded_at_once_recorded_and_remembered(
    qtbot: QtBot, open_window: OpenWindow, stand_in: StandIn, folder: Path
) -> None:
    window = open_window()
    qtbot.waitUntil(lambda: loaded(window, stand_in, ModelChoice()))
    choose_speed(qtbot, window, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: loaded(window, stand_in, FAST))
    open_and_wait(qtbot, window, folder)
    run_and_wait(qtbot, window)
    assert stand_in.requests[0].speed is Speed.FAST
    assert loaded(window, stand_in, FAST)
    assert window.batch.session is not None
    with Session.open_read_only(window.batch.session) as session:
        assert 'speed="fast"' in session.runs()[0].arguments
    window.close()
    assert load_settings(settings_path()).settings.speed == "fast"
    stand_in.loaded.clear()
    again = open_window()
    qtbot.waitUntil(lambda: loaded(again, stand_in, FAST))
    assert again.model_picker.speeds.currentText() == "Fast"


def test_an_unfinished_batch_goes_on_at_another_speed(
    qtbot: QtBot, window: MainWindow, stand_in: StandIn, folder: Path
) -> None:
    open_and_wait(qtbot, window, folder)
    stand_in.gate.clear()
    click(qtbot, window, window.commands.run)
    qtbot.waitUntil(lambda: window.opened.complete and window.commands.cancel.isEnabled())
    assert not window.model_picker.isEnabled(), "the models are in use"
    click(qtbot, window, window.commands.cancel)
    qtbot.waitUntil(lambda: not window.batch.running)
    stand_in.gate.set()
    choose_speed(qtbot, window, Qt.Key.Key_Down)
    run_and_wait(qtbot, window)
    first, second = stand_in.requests
    assert (first.speed, second.speed) == (Speed.EXACT, Speed.BALANCED)
    assert second.output == first.output
    assert second.resume


def test_previews_golden_runs_and_searches_follow_the_speed(
    qtbot: QtBot, inspected: MainWindow, stand_in: StandIn
) -> None:
    """Also while the profile editor is open."""
    view = shown(qtbot, inspected)
    inspected.commands.edit_profile.trigger()
    editor = inspected.dialogs.editor
    assert editor is not None
    qtbot.waitUntil(lambda: stand_in.opened == [ModelChoice()])
    choose_speed(qtbot, inspected, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: stand_in.opened[1:] == [FAST])

    editor.golden.images.set_current_image(view.image)
    editor.tabs.setCurrentWidget(editor.golden)
    editor.golden.images.add_actions["current", ExpectedVerdict.NG].trigger()
    qtbot.waitUntil(editor.golden.run_button.isEnabled)
    press(qtbot, editor.golden.run_button)
    qtbot.waitUntil(lambda: not editor.golden.running)
    assert stand_in.opened[2:] == [FAST]
    assert editor.golden.comparison is not None
    choose_speed(qtbot, inspected, Qt.Key.Key_Home)
    assert editor.golden.comparison is None, "another speed may give another result"
    choose_speed(qtbot, inspected, Qt.Key.Key_End)

    before = len(stand_in.opened)
    editor.tune()
    press(qtbot, editor.tuning.search)
    qtbot.waitUntil(lambda: not editor.tuning.running)
    assert stand_in.opened[before:] == [FAST]


def test_watches_run_at_the_speed(
    qtbot: QtBot, window: MainWindow, stand_in: StandIn, tmp_path: Path
) -> None:
    stand_in.open_error = ModelError("Nothing is watched in this test.")
    choose_speed(qtbot, window, Qt.Key.Key_Down)
    folders = (WatchedFolder(folder=str(tmp_path), profile="test_part"),)
    window.watch.start(WatchChoice(folders=folders, output=str(tmp_path / "results")))
    qtbot.waitUntil(lambda: not window.watch.running)
    assert [request.speed for request in stand_in.watches] == [Speed.BALANCED]


@pytest.mark.parametrize(("keys", "device"), [((), "cuda:7"), ((Qt.Key.Key_Down,), "cpu")])
def test_lite_runs_on_the_processor_whatever_card_is_wished(
    qtbot: QtBot, window: MainWindow, stand_in: StandIn, keys: tuple[Qt.Key, ...], device: str
) -> None:
    window.settings.change(device="cuda:7")
    for key in (Qt.Key.Key_End, Qt.Key.Key_Home, *keys):
        qtbot.keyClick(window.model_picker.models, key)
    qtbot.waitUntil(lambda: bool(stand_in.loaded) and stand_in.loaded[-1].device == device)
