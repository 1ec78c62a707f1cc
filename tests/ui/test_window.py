"""The window through its front door, by mouse and keyboard, on a stand-in batch."""

import warnings
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from saa_desktop.domain.entries import ImageState
from saa_desktop.domain.errors import ModelError, OutputError
from saa_desktop.ui.main_window.main_window import MainWindow
from saa_desktop.workers.view_loader import View, ViewRequest
from tests.ui.conftest import OpenWindow, write_image
from tests.ui.stand_in_batch import MODELS, StandIn


def drop(window: MainWindow, *paths: Path) -> None:
    """Drag files over the window and let go; the drop reaches only a window that accepted the drag."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    with warnings.catch_warnings():
        # Qt 6.12 wants a QPointF here, which older ones do not take.
        warnings.simplefilter("ignore", DeprecationWarning)
        entered = QDragEnterEvent(QPoint(400, 300), *how)
    QApplication.sendEvent(window, entered)
    QApplication.sendEvent(window, QDropEvent(QPointF(400, 300), *how))


def click(qtbot: QtBot, window: MainWindow, action: QAction) -> None:
    """Click an action's button on the tool bar."""
    button = next(each for each in window.findChildren(QToolButton) if each.defaultAction() is action)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def listed(window: MainWindow) -> list[str]:
    model = window.images.model
    return [model.index(row).data().replace("\n", ": ") for row in range(model.rowCount())]


def open_and_wait(qtbot: QtBot, window: MainWindow, *paths: Path) -> None:
    drop(window, *paths)
    qtbot.waitUntil(lambda: window.page.currentWidget() is window.page.view)


def run_and_wait(qtbot: QtBot, window: MainWindow) -> None:
    click(qtbot, window, window.commands.run)
    qtbot.waitUntil(lambda: not window.batch.running)


def go_to(qtbot: QtBot, window: MainWindow, row: int) -> View:
    """Make a row current and wait until its image is on the screen."""
    window.images.select(row)
    image = window.images.model.image(row)
    wanted = ViewRequest(image.reference, image.inspection)
    qtbot.waitUntil(lambda: window.page.view.shown is not None and window.page.view.shown.request == wanted)
    return window.page.view.shown


def test_an_empty_window_says_what_to_do(window: MainWindow) -> None:
    texts = [
        label for child in window.page.currentWidget().children() if (label := getattr(child, "text", None))
    ]
    assert any("Drop images or folders here" in text() for text in texts)
    assert not window.commands.run.isEnabled()
    assert not window.commands.open_results.isEnabled()


def test_a_dropped_folder_is_listed_run_and_explained(
    qtbot: QtBot, window: MainWindow, folder: Path, stand_in: StandIn, tmp_path: Path
) -> None:
    open_and_wait(qtbot, window, folder)
    assert listed(window) == [
        "1 good.png: waiting",
        "2 doubtful.png: waiting",
        "3 bad.png: waiting",
        "4 damaged.png: waiting",
        "more/5 bad.png: waiting",
    ]

    run_and_wait(qtbot, window)
    assert listed(window) == [
        "1 good.png: OK  0.00",
        "2 doubtful.png: REVIEW  0.59",
        "3 bad.png: NG  1.00",
        "4 damaged.png: failed",
        "more/5 bad.png: NG  0.94",
    ]
    assert stand_in.finishes == [False]
    request = stand_in.requests[0]
    assert request.paths == (folder,)
    assert request.profile == "test_part"
    assert request.recursive
    assert request.output.parent == tmp_path / "results"
    assert request.output.name.endswith(" test_part")
    assert "OK 1   REVIEW 1   NG 2   failed 1" in window.bar.text.text()
    assert str(request.output) in window.bar.text.text()

    go_to(qtbot, window, 2)
    inspector = window.inspector
    assert inspector.badge.word.text() == "NG"
    assert inspector.badge.score.text() == "1.000"
    assert inspector.thresholds.text() == "Score 1.000: REVIEW from 0.5, NG from 0.9"
    assert inspector.product.text() == "Test part, profile version 1"
    assert inspector.models.text() == f"{MODELS.title} on cpu"
    assert [inspector.regions.item(0, column).text() for column in range(3)] == ["1", "bright spot", "1.000"]

    window.images.select(3)
    assert inspector.badge.word.text() == "failed"
    assert "4 damaged.png" in inspector.sentence.text()
    qtbot.waitUntil(lambda: window.page.currentWidget() is window.page.message)
    assert window.page.message.text() == inspector.sentence.text()


def test_the_dialogs_open_images_and_remember_the_folder(
    qtbot: QtBot, window: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started_in: list[str] = []

    def choose_images(_parent: QWidget, _title: str, start: str, *_: Any) -> tuple[list[str], str]:
        started_in.append(start)
        return [str(folder / "3 bad.png")], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose_images)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: listed(window) == ["3 bad.png: waiting"])
    qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert started_in == ["", str(folder)]
    qtbot.keyClick(window, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(listed(window)) == 5)
    window.commands.include_subfolders.trigger()
    qtbot.waitUntil(lambda: len(listed(window)) == 4)


def test_keys_step_through_the_images(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    open_and_wait(qtbot, window, folder)
    steps = [(Qt.Key.Key_A, 0), (Qt.Key.Key_D, 1), (Qt.Key.Key_D, 2), (Qt.Key.Key_A, 1)]
    for key, row in steps:
        qtbot.keyClick(window, key)
        assert window.images.view.currentIndex().row() == row
    for _ in range(9):
        qtbot.keyClick(window, Qt.Key.Key_D)
    assert window.images.view.currentIndex().row() == 4


def test_layers_are_toggled_by_key_and_hidden_while_space_is_held(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    open_and_wait(qtbot, window, folder)
    run_and_wait(qtbot, window)
    go_to(qtbot, window, 2)
    spot = QPoint(37, 15)

    def colour() -> tuple[int, int, int]:
        """Return the screen's colour in the middle of the white region."""
        view = window.page.view
        place = view.mapFromScene(QPointF(spot) + QPointF(0.5, 0.5))
        return view.viewport().grab().toImage().pixelColor(place).getRgb()[:3]

    with_mask = colour()
    assert with_mask != (255, 255, 255)
    qtbot.keyPress(window.images.view, Qt.Key.Key_Space)
    assert colour() == (255, 255, 255)
    qtbot.keyRelease(window.images.view, Qt.Key.Key_Space)
    assert colour() == with_mask
    qtbot.keyClick(window, Qt.Key.Key_M)
    assert colour() == (255, 255, 255)
    qtbot.keyClick(window, Qt.Key.Key_H)
    assert colour() not in {with_mask, (255, 255, 255)}
    assert window.page.view.legend.isVisible()
    qtbot.keyPress(window.images.view, Qt.Key.Key_Space)
    assert not window.page.view.legend.isVisible()


def test_the_heat_map_has_the_scale_of_the_reports(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    open_and_wait(qtbot, window, folder)
    run_and_wait(qtbot, window)
    for row in (1, 2):
        view = go_to(qtbot, window, row)
        assert view.heat_limit == 0.9
        score = view.request.inspection.score
        assert view.heat.max() == int(255 * min(score / 2 / view.heat_limit, 1))


def test_the_wheel_zooms_to_the_cursor(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
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
    qtbot.mouseMove(view.viewport(), cursor)
    QApplication.sendEvent(view.viewport(), turned)
    assert view.zoom() == pytest.approx(fitted * 1.25**4)
    moved = view.mapToScene(cursor) - under_cursor
    assert abs(moved.x()) < 1
    assert abs(moved.y()) < 1
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom() == pytest.approx(1 / view.devicePixelRatioF())
    qtbot.keyClick(window, Qt.Key.Key_F)
    assert view.zoom() == pytest.approx(fitted)


def test_the_product_is_found_by_a_part_of_its_title(
    qtbot: QtBot, window: MainWindow, folder: Path, open_window: OpenWindow
) -> None:
    open_and_wait(qtbot, window, folder)
    picker = window.picker
    picker.setFocus()
    picker.lineEdit().selectAll()
    qtbot.keyClicks(picker.lineEdit(), "mad")
    assert window.images.view.currentIndex().row() == 0, "keys go into the search, not to the images"
    assert window.commands.masks.isChecked()
    picker.lineEdit().clear()
    qtbot.keyClicks(picker.lineEdit(), "agnetic")
    popup = picker.completer().popup()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert picker.profile().name == "mtd"
    assert "magnetic" in picker.currentText().lower()
    # This product's images are JPEGs.
    qtbot.waitUntil(lambda: "No images were found" in window.page.message.text())
    assert open_window().picker.profile().name == "mtd"


def test_an_unfinished_search_changes_nothing(qtbot: QtBot, window: MainWindow) -> None:
    window.picker.setFocus()
    window.picker.lineEdit().selectAll()
    qtbot.keyClicks(window.picker.lineEdit(), "nothing like this")
    qtbot.keyClick(window.picker.lineEdit(), Qt.Key.Key_Return)
    assert window.picker.profile().name == "test_part"
    assert window.picker.currentText() == "Test part"


def test_cancel_keeps_what_is_done(qtbot: QtBot, window: MainWindow, folder: Path, stand_in: StandIn) -> None:
    open_and_wait(qtbot, window, folder)
    stand_in.gate.clear()
    click(qtbot, window, window.commands.run)
    qtbot.waitUntil(lambda: window.images.model.counts[ImageState.OK] == 1)
    assert not window.commands.open_folder.isEnabled()
    assert not window.picker.isEnabled()
    assert window.bar.text.text().startswith("1 of 5")
    drop(window, folder / "more")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.batch.running)
    assert stand_in.finishes == [True]
    assert listed(window)[:2] == ["1 good.png: OK  0.00", "2 doubtful.png: waiting"]
    assert window.bar.text.text().startswith("Cancelled: 1 of 5 images")
    stand_in.gate.set()
    run_and_wait(qtbot, window)
    assert window.bar.text.text().startswith("Finished: 5 of 5 images")


def test_models_that_cannot_be_loaded_end_the_batch_with_their_sentence(
    qtbot: QtBot, window: MainWindow, folder: Path, stand_in: StandIn
) -> None:
    open_and_wait(qtbot, window, folder)
    stand_in.open_error = ModelError("The weights are missing: import them.")
    run_and_wait(qtbot, window)
    assert window.notice.isVisible()
    assert window.notice.text.text() == "The weights are missing: import them."
    assert not window.commands.open_results.isEnabled()
    stand_in.open_error = None
    run_and_wait(qtbot, window)
    assert not window.notice.isVisible()
    assert window.images.model.done == 5


@pytest.mark.parametrize(
    "error_and_sentence",
    [
        (OutputError("The disk is full: free some space."), "The disk is full: free some space."),
        (RuntimeError("driver lost"), "The inspection stopped unexpectedly (RuntimeError: driver lost)"),
    ],
)
def test_an_error_in_the_middle_ends_the_batch_with_a_sentence(
    qtbot: QtBot,
    window: MainWindow,
    folder: Path,
    stand_in: StandIn,
    error_and_sentence: tuple[Exception, str],
) -> None:
    open_and_wait(qtbot, window, folder)
    stand_in.run_error, sentence = error_and_sentence
    run_and_wait(qtbot, window)
    assert window.notice.text.text().startswith(sentence)
    assert listed(window)[0] == "1 good.png: OK  0.00"
    qtbot.mouseClick(window.notice.dismiss, Qt.MouseButton.LeftButton)
    assert not window.notice.isVisible()


def answer(text: str) -> None:
    """Click this button in the question that is about to be asked."""

    def click_it() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(button for button in box.findChildren(QPushButton) if button.text() == text).click()

    QTimer.singleShot(100, click_it)


def test_closing_while_a_batch_runs_asks_first(
    qtbot: QtBot, window: MainWindow, folder: Path, stand_in: StandIn
) -> None:
    open_and_wait(qtbot, window, folder)
    stand_in.gate.clear()
    click(qtbot, window, window.commands.run)
    qtbot.waitUntil(lambda: window.images.model.counts[ImageState.OK] == 1)
    answer("Keep running")
    window.close()
    assert window.isVisible()
    assert window.batch.running
    answer("Stop and close")
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert stand_in.finishes == [True]


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
    assert go_to(qtbot, window, 1).image.identity.page == 2


def test_a_file_that_changed_since_is_shown_without_regions(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    open_and_wait(qtbot, window, folder)
    run_and_wait(qtbot, window)
    write_image(folder / "3 bad.png", 70)
    assert go_to(qtbot, window, 2).regions == ()
    qtbot.waitUntil(window.notice.isVisible)
    assert "3 bad.png has changed since it was inspected" in window.notice.text.text()


def test_results_open_in_the_file_manager(
    qtbot: QtBot, window: MainWindow, folder: Path, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "saa_desktop.ui.main_window.main_window.QDesktopServices.openUrl",
        lambda url: opened.append(url.toLocalFile()),
    )
    open_and_wait(qtbot, window, folder)
    run_and_wait(qtbot, window)
    click(qtbot, window, window.commands.open_results)
    assert [Path(name) for name in opened] == [stand_in.requests[0].output]


def test_a_folder_that_is_gone_is_explained(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    drop(window, folder / "gone")
    qtbot.waitUntil(lambda: "gone" in window.page.message.text())
    assert window.page.currentWidget() is window.page.message


def test_originals_are_only_read(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*.png")}
    open_and_wait(qtbot, window, folder)
    run_and_wait(qtbot, window)
    after = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*.png")}
    assert after == before
    assert sorted(path.name for path in folder.iterdir()) == [
        "1 good.png",
        "2 doubtful.png",
        "3 bad.png",
        "4 damaged.png",
        "more",
    ]
