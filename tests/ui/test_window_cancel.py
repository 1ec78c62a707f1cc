"""What waits behind another job of the models' thread is cancelled at once, not when its turn comes."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from saa_desktop.domain.errors import Cancelled
from saa_desktop.domain.images import DecodedImage, ImageReference
from saa_desktop.domain.inspections import Inspection
from saa_desktop.profiles.golden import ExpectedVerdict
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.settings import WatchChoice, WatchedFolder
from saa_desktop.ui.batch_bar.batch_bar import BatchPhase
from saa_desktop.ui.main_window.main_window import MainWindow
from saa_desktop.ui.profile_editor.profile_editor import ProfileEditor
from saa_desktop.workers import golden_files
from saa_desktop.workers.golden_files import FilesRequest
from saa_desktop.workers.threads import WorkerThreads
from tests.ui.hands import answer_question, bring_forward, click, press, shown
from tests.ui.stand_in_batch import StandIn, StandInWorkbench, inspect


class SlowLook:
    """Holds up the models while it is told to, or until the look is cancelled."""

    def __init__(self) -> None:
        self.began, self.go_on = threading.Event(), threading.Event()
        self.go_on.set()

    def inspect(self, image: DecodedImage, profile: ProductProfile, cancel: threading.Event) -> Inspection:
        self.began.set()
        while not self.go_on.wait(0.01):
            if cancel.is_set():
                raise Cancelled
        return inspect(image, profile)

    def hold(self) -> None:
        """Hold up the next look."""
        self.began.clear()
        self.go_on.clear()


@pytest.fixture
def slow_look(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowLook]:
    look = SlowLook()
    monkeypatch.setattr(
        StandInWorkbench,
        "inspect",
        lambda _self, image, profile, cancel: look.inspect(image, profile, cancel),
    )
    yield look
    look.go_on.set()


def editor_with_golden_set(qtbot: QtBot, window: MainWindow) -> ProfileEditor:
    """Open the profile editor, and put the current image into the golden set."""
    view = shown(qtbot, window)
    window.commands.edit_profile.trigger()
    editor = window.dialogs.editor
    assert editor is not None
    editor.golden.images.set_current_image(view.image)
    editor.tabs.setCurrentWidget(editor.golden)
    editor.golden.images.add_actions["current", ExpectedVerdict.NG].trigger()
    qtbot.waitUntil(editor.golden.run_button.isEnabled)
    return editor


def run_golden_set(qtbot: QtBot, window: MainWindow, slow_look: SlowLook) -> ProfileEditor:
    """Keep the models busy with a golden set."""
    editor = editor_with_golden_set(qtbot, window)
    slow_look.hold()
    press(qtbot, editor.golden.run_button)
    qtbot.waitUntil(slow_look.began.is_set)
    return editor


def test_a_golden_run_and_a_search_that_wait_for_a_batch(
    qtbot: QtBot, inspected: MainWindow, stand_in: StandIn
) -> None:
    editor = editor_with_golden_set(qtbot, inspected)
    stand_in.gate.clear()
    bring_forward(qtbot, inspected)
    click(qtbot, inspected, inspected.commands.run)
    qtbot.waitUntil(lambda: inspected.batch.phase is BatchPhase.RUNNING)

    press(qtbot, editor.golden.run_button)
    assert editor.golden.running
    press(qtbot, editor.golden.cancel_button)
    assert not editor.golden.running
    press(qtbot, editor.golden.run_button)
    assert editor.golden.running, "it can be queued again"

    editor.tune()
    tuning = editor.tuning
    press(qtbot, tuning.search)
    assert tuning.running
    press(qtbot, tuning.cancel)
    assert not tuning.running
    assert inspected.batch.phase is BatchPhase.RUNNING
    stand_in.gate.set()
    qtbot.waitUntil(lambda: not inspected.batch.running and not editor.golden.running)
    assert editor.golden.comparison is not None


def test_a_batch_that_waits_for_a_golden_run(
    qtbot: QtBot, inspected: MainWindow, stand_in: StandIn, slow_look: SlowLook
) -> None:
    editor = run_golden_set(qtbot, inspected, slow_look)
    bring_forward(qtbot, inspected)
    click(qtbot, inspected, inspected.commands.run)
    assert inspected.batch.phase is BatchPhase.LOADING
    click(qtbot, inspected, inspected.commands.cancel)
    assert inspected.batch.phase is BatchPhase.CANCELLED
    click(qtbot, inspected, inspected.commands.run)
    assert editor.golden.running
    slow_look.go_on.set()
    qtbot.waitUntil(lambda: not inspected.batch.running)
    assert inspected.batch.phase is BatchPhase.FINISHED
    assert len(stand_in.requests) == 2, "the cancelled one never began"


def test_a_watch_that_waits_for_a_golden_run(
    qtbot: QtBot, inspected: MainWindow, stand_in: StandIn, slow_look: SlowLook, tmp_path: Path
) -> None:
    editor = run_golden_set(qtbot, inspected, slow_look)
    folders = (WatchedFolder(folder=str(tmp_path), profile="test_part"),)
    inspected.watch.start(WatchChoice(folders=folders, output=str(tmp_path / "watched")))
    press(qtbot, inspected.watch.strip.stop)
    assert not inspected.watch.running
    assert editor.golden.running
    slow_look.go_on.set()
    qtbot.waitUntil(lambda: not editor.golden.running)
    assert stand_in.watches == []


def test_closing_the_window_does_not_wait_for_a_golden_run(
    qtbot: QtBot, inspected: MainWindow, slow_look: SlowLook
) -> None:
    run_golden_set(qtbot, inspected, slow_look)
    bring_forward(qtbot, inspected)
    click(qtbot, inspected, inspected.commands.run)
    answer_question(qtbot, "Stop and close")
    inspected.close()
    qtbot.waitUntil(lambda: not inspected.isVisible())
    assert not slow_look.go_on.is_set()


def test_ending_does_not_wait_for_all_files_that_were_to_join_a_golden_set(
    qtbot: QtBot, stand_in: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def until_the_end(reference: ImageReference) -> Iterator[DecodedImage]:
        read.append(reference.name)
        for _ in range(200):
            if not QThread.currentThread().isInterruptionRequested():
                time.sleep(0.01)
        return iter(())

    monkeypatch.setattr(golden_files, "decode_pages", until_the_end)
    workers = WorkerThreads(stand_in.jobs(tmp_path), tmp_path / "thumbnails")
    paths = tuple(tmp_path / f"{number}.png" for number in range(3))
    for expected in ExpectedVerdict:
        workers.golden_files.identify(FilesRequest(paths, expected))
    qtbot.waitUntil(lambda: len(read) == 1)
    workers.stop()
    assert read == ["0.png"]
