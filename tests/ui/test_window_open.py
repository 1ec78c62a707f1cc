"""Opening files, folders and sessions: by the dialogs, by dropping them, and again on another day."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from saa_desktop.domain.requests import SESSION_FILE
from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.settings import load_settings, settings_path
from saa_desktop.ui.batch_bar.batch_bar import BatchPhase
from saa_desktop.ui.main_window.main_window import MainWindow
from tests.ui.conftest import OpenWindow, write_image
from tests.ui.hands import (
    CONTROL,
    SHIFT,
    click,
    current,
    drop,
    go_to,
    listed,
    names,
    open_and_wait,
    press,
    run_and_wait,
    shown,
    sign,
    stored_verdicts,
    type_keys,
)
from tests.ui.stand_in_batch import StandIn

ALL = ["1 good.png", "2 doubtful.png", "3 bad.png", "4 damaged.png", "more/5 bad.png"]


def test_an_empty_window_says_what_to_do(window: MainWindow) -> None:
    empty = window.page.empty
    assert window.page.currentWidget() is empty
    texts = [label.text() for label in empty.findChildren(QLabel)]
    assert any("Drop images or folders here" in text for text in texts)
    assert empty.samples.isVisible()
    for action in (window.commands.run, window.commands.open_results, window.commands.export):
        assert not action.isEnabled()


def test_the_dialogs_open_images_and_remember_the_folder(
    qtbot: QtBot, window: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started_in: list[str] = []

    def choose_images(_parent: QWidget, _title: str, start: str, *_: Any) -> tuple[list[str], str]:
        started_in.append(start)
        return [str(folder / "3 bad.png")], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose_images)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    qtbot.keyClick(window, Qt.Key.Key_O, CONTROL)
    qtbot.waitUntil(lambda: listed(window) == ["3 bad.png: waiting"])
    qtbot.keyClick(window, Qt.Key.Key_O, CONTROL)
    assert started_in == ["", str(folder)]
    qtbot.keyClick(window, Qt.Key.Key_U, CONTROL)
    qtbot.waitUntil(lambda: names(window) == ALL)
    window.commands.include_subfolders.trigger()
    qtbot.waitUntil(lambda: names(window) == ALL[:4])


def test_a_dialog_that_is_cancelled_leaves_everything(
    qtbot: QtBot, window: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    open_and_wait(qtbot, window, folder)
    for keys in ((Qt.Key.Key_O, CONTROL), (Qt.Key.Key_U, CONTROL), (Qt.Key.Key_U, CONTROL | SHIFT)):
        qtbot.keyClick(window, *keys)
    assert names(window) == ALL
    assert window.page.shows_image


def test_a_recent_folder_is_one_click_away(
    qtbot: QtBot, window: MainWindow, folder: Path, open_window: OpenWindow
) -> None:
    open_and_wait(qtbot, window, folder)
    window.close()
    again = open_window()
    press(qtbot, again.page.empty.folders.buttons[0])
    qtbot.waitUntil(lambda: names(again) == ALL)
    recent = [action.text() for action in again.commands.recent.actions() if action.text()]
    assert recent == [str(folder)]


def test_a_recent_folder_that_is_gone_is_grey(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, open_window: OpenWindow
) -> None:
    gone = tmp_path / "stick"
    gone.mkdir()
    write_image(gone / "1.png", 90)
    open_and_wait(qtbot, window, gone)
    window.close()
    (gone / "1.png").unlink()
    gone.rmdir()
    again = open_window()
    qtbot.waitUntil(lambda: not again.page.empty.folders.buttons[0].isEnabled())
    assert "not there any more" in again.page.empty.folders.buttons[0].toolTip()


def test_the_samples_are_opened_with_their_product(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window.page.empty.samples)
    qtbot.waitUntil(lambda: window.opened.complete and window.page.shows_image)
    profile = window.profile_picker.profile()
    assert profile is not None
    assert profile.name == "sample_plate"
    assert names(window)[0] == "plate_01.png"
    assert window.commands.run.isEnabled()


def test_a_folder_that_is_gone_is_explained(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    drop(window, folder / "gone")
    qtbot.waitUntil(lambda: "gone" in window.page.message.text())
    assert window.page.currentWidget() is window.page.message
    assert not window.commands.run.isEnabled()


def test_a_folder_without_images_is_explained(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    drop(window, tmp_path / "bare")
    qtbot.waitUntil(lambda: "No images were found there" in window.page.message.text())
    assert not window.commands.run.isEnabled()


def test_the_product_is_found_by_a_part_of_its_title(
    qtbot: QtBot, window: MainWindow, folder: Path, open_window: OpenWindow
) -> None:
    open_and_wait(qtbot, window, folder)
    picker = window.profile_picker
    picker.setFocus()
    picker.lineEdit().selectAll()
    qtbot.keyClicks(picker.lineEdit(), "mad")
    assert current(window) == "1 good.png", "keys go into the search, not to the images"
    assert window.commands.masks.isChecked()
    picker.lineEdit().clear()
    qtbot.keyClicks(picker.lineEdit(), "agnetic")
    popup = picker.completer().popup()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    profile = picker.profile()
    assert profile is not None
    assert profile.name == "mtd"
    assert "magnetic" in picker.currentText().lower()
    # This product's images are JPEGs.
    qtbot.waitUntil(lambda: "No images were found" in window.page.message.text())
    again = open_window().profile_picker.profile()
    assert again is not None
    assert again.name == "mtd"


def test_an_unfinished_search_changes_nothing(qtbot: QtBot, window: MainWindow) -> None:
    picker = window.profile_picker
    picker.setFocus()
    picker.lineEdit().selectAll()
    qtbot.keyClicks(picker.lineEdit(), "nothing like this")
    qtbot.keyClick(picker.lineEdit(), Qt.Key.Key_Return)
    profile = picker.profile()
    assert profile is not None
    assert profile.name == "test_part"
    assert picker.currentText() == "Test part"


def test_every_page_of_a_file_gets_its_row(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    good, bad = (Image.open(folder / name) for name in ("1 good.png", "3 bad.png"))
    good.save(folder / "0 stack.tif", save_all=True, append_images=[bad, good])
    open_and_wait(qtbot, window, folder / "0 stack.tif", folder / "3 bad.png")
    run_and_wait(qtbot, window)
    assert listed(window) == [
        "0 stack.tif#1: OK  0.00",
        "0 stack.tif#2: NG  1.00",
        "0 stack.tif#3: OK  0.00",
        "3 bad.png: NG  1.00",
    ]
    view = go_to(qtbot, window, "0 stack.tif#2")
    assert view.image.identity.page == 2
    sign(qtbot, "Li")
    type_keys(qtbot, window, "21")
    qtbot.waitUntil(lambda: len(stored_verdicts(window)) == 2)
    assert stored_verdicts(window) == {
        "0 stack.tif#2": OperatorVerdict.NG,
        "0 stack.tif#3": OperatorVerdict.OK,
    }


def test_a_review_goes_on_in_another_window(
    qtbot: QtBot, window: MainWindow, folder: Path, stand_in: StandIn, open_window: OpenWindow
) -> None:
    open_and_wait(qtbot, window, folder)
    run_and_wait(qtbot, window)
    sign(qtbot, "Li Wei")
    type_keys(qtbot, window, "1")
    type_keys(qtbot, window, "x2")
    qtbot.waitUntil(lambda: len(stored_verdicts(window)) == 2)
    before = listed(window)
    window.close()

    again = open_window()
    drop(again, stand_in.requests[0].output)
    qtbot.waitUntil(lambda: again.opened.complete and again.page.shows_image)
    assert listed(again) == before
    assert before[:2] == [
        "1 good.png: OK  0.00  operator: OK",
        "2 doubtful.png: REVIEW  0.59  operator: NG  flagged",
    ]
    view = go_to(qtbot, again, "2 doubtful.png")
    assert [region.region.phrase for region in view.regions] == ["bright spot"]
    qtbot.waitUntil(lambda: "Li Wei" in again.review_panel.decided.text())
    assert again.commands.export.isEnabled()
    # The operator is asked for anew, and earlier names are offered.
    asked = sign(qtbot, "Zhao")
    type_keys(qtbot, again, "3")
    assert len(asked) == 1
    assert "Li Wei" in [asked[0].name.itemText(row) for row in range(asked[0].name.count())]
    qtbot.waitUntil(lambda: stored_verdicts(again)["2 doubtful.png"] is OperatorVerdict.RECHECK)


def test_a_session_is_opened_from_the_recent_ones(
    qtbot: QtBot, window: MainWindow, folder: Path, open_window: OpenWindow
) -> None:
    open_and_wait(qtbot, window, folder)
    run_and_wait(qtbot, window)
    window.close()
    again = open_window()
    press(qtbot, again.page.empty.sessions.buttons[0])
    qtbot.waitUntil(lambda: names(again) == ALL and again.opened.complete)
    assert "not finished" not in again.page.empty.sessions.buttons[0].accessibleName()


def test_a_session_is_opened_by_its_dialog(
    qtbot: QtBot, window: MainWindow, folder: Path, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_and_wait(qtbot, window, folder)
    run_and_wait(qtbot, window)
    open_and_wait(qtbot, window, folder / "more")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stand_in.requests[0].output))
    qtbot.keyClick(window, Qt.Key.Key_U, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: names(window) == ALL and window.opened.complete)
    assert listed(window)[0] == "1 good.png: OK  0.00"


def test_a_folder_without_a_session_is_explained(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    window.open_session(folder)
    assert "holds no session" in window.page.message.text()
    (folder / SESSION_FILE).write_bytes(b"something else, which is no database at all")
    drop(window, folder)
    qtbot.waitUntil(lambda: "is not a session" in window.page.message.text())
    assert (folder / SESSION_FILE).read_bytes().startswith(b"something else")
    assert not window.commands.run.isEnabled()


def test_run_goes_on_with_a_batch_that_was_cancelled_before_the_window_was_closed(
    qtbot: QtBot, window: MainWindow, folder: Path, stand_in: StandIn, open_window: OpenWindow
) -> None:
    open_and_wait(qtbot, window, folder)
    stand_in.gate.clear()
    click(qtbot, window, window.commands.run)
    qtbot.waitUntil(lambda: listed(window)[0] == "1 good.png: OK  0.00")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.batch.running)
    sign(qtbot, "Li")
    type_keys(qtbot, window, "3")
    qtbot.waitUntil(lambda: len(stored_verdicts(window)) == 1)
    window.close()
    stand_in.gate.set()

    again = open_window()
    button = again.page.empty.sessions.buttons[0]
    assert "not finished" in button.accessibleName()
    press(qtbot, button)
    qtbot.waitUntil(lambda: again.opened.complete and again.page.shows_image)
    run_and_wait(qtbot, again)
    assert [request.resume for request in stand_in.requests] == [False, True]
    assert stand_in.requests[0].output == stand_in.requests[1].output
    assert listed(again) == [
        "1 good.png: OK  0.00  operator: recheck",
        "2 doubtful.png: REVIEW  0.59",
        "3 bad.png: NG  1.00",
        "4 damaged.png: failed",
        "more/5 bad.png: NG  0.94",
    ]
    assert again.batch.phase is BatchPhase.FINISHED
    reviews = load_settings(settings_path()).settings.recent_reviews
    assert [review.unfinished for review in reviews] == [False]


def test_a_batch_that_was_killed_is_among_the_recent_ones_as_not_finished(
    qtbot: QtBot, window: MainWindow, folder: Path, stand_in: StandIn
) -> None:
    open_and_wait(qtbot, window, folder)
    stand_in.gate.clear()
    click(qtbot, window, window.commands.run)
    qtbot.waitUntil(lambda: listed(window)[0] == "1 good.png: OK  0.00")
    # What the settings file says now is what a killed process leaves.
    reviews = load_settings(settings_path()).settings.recent_reviews
    assert [review.unfinished for review in reviews] == [True]


def test_other_images_leave_the_session(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    open_and_wait(qtbot, window, folder)
    run_and_wait(qtbot, window)
    sign(qtbot, "Li")
    type_keys(qtbot, window, "2")
    open_and_wait(qtbot, window, folder / "more")
    assert listed(window) == ["5 bad.png: waiting"]
    assert window.batch.session is None
    assert not window.commands.undo.isEnabled()
    assert not window.commands.export.isEnabled()
    type_keys(qtbot, window, "1")
    assert "not inspected yet" in window.notice.text.text()
    assert listed(window) == ["5 bad.png: waiting"]
    assert shown(qtbot, window).inspection is None


def test_originals_are_only_read(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*.png")}
    open_and_wait(qtbot, window, folder)
    run_and_wait(qtbot, window)
    sign(qtbot, "Li")
    type_keys(qtbot, window, "123")
    qtbot.waitUntil(lambda: len(stored_verdicts(window)) == 3)
    after = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*.png")}
    assert after == before
    everything = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    assert everything == sorted([*ALL, "more"])
