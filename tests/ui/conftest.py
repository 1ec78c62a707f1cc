"""The real window on a stand-in batch. A test fails on Qt warnings and on threads that it leaves behind."""

import gc
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from saa_desktop.profiles.schema import LocalizedText, Verdict
from saa_desktop.profiles.store import find_profile, save_profile
from saa_desktop.settings import Settings, load_settings, save_settings, settings_path
from saa_desktop.ui.help.about_dialog import Places
from saa_desktop.ui.main_window.main_window import MainWindow
from saa_desktop.workers.threads import WorkerThreads
from tests.ui.hands import bring_forward, open_and_wait, run_and_wait, shown, sign
from tests.ui.stand_in_batch import StandIn

OpenWindow = Callable[[], MainWindow]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let pass what Qt's offscreen platform says of things that only a screen can do."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support "))


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the test its own settings and a profile with thresholds that suit the stand-in."""
    monkeypatch.setenv("SAA_DESKTOP_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("SAA_DESKTOP_PROFILES", str(tmp_path / "profiles"))
    part = find_profile("generic").model_copy(
        update={
            "name": "test_part",
            "title": LocalizedText(en="Test part", zh_CN="测试零件"),
            "verdict": Verdict(review_at=0.5, ng_at=0.9),
        }
    )
    save_profile(part, tmp_path / "profiles" / "test_part.yaml")
    save_settings(Settings(language="en", theme="light", profile="test_part"), settings_path())


@pytest.fixture(autouse=True)
def _no_thread_stays() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    gc.unfreeze()  # what workers.quiet_collector took out of the collector's sight
    gc.collect()
    running = [thread for thread in gc.get_objects() if type(thread) is QThread and thread.isRunning()]
    # Python keeps a dummy for each foreign thread that ever ran Python code.
    left = [
        thread
        for thread in set(threading.enumerate()) - before
        if not isinstance(thread, threading._DummyThread)
    ]
    assert not running
    assert not left


@pytest.fixture
def stand_in() -> StandIn:
    return StandIn()


@pytest.fixture
def open_window(qapp: QApplication, qtbot: QtBot, stand_in: StandIn, tmp_path: Path) -> Iterator[OpenWindow]:
    """Open windows as the application does, with the settings file of the one before."""
    windows: list[MainWindow] = []
    all_workers: list[WorkerThreads] = []

    def open_one() -> MainWindow:
        workers = WorkerThreads(stand_in.jobs(tmp_path / "models"), tmp_path / "thumbnails")
        all_workers.append(workers)
        window = MainWindow(qapp, workers, load_settings(settings_path()), places(tmp_path))
        windows.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.models.prepare()
        return window

    qapp.setStyle("Fusion")
    yield open_one
    stand_in.gate.set()
    for window in windows:
        window.batch.cancel()
        qtbot.waitUntil(lambda window=window: not window.batch.running)
        window.commands.languages.actions()[1].trigger()
        window.commands.themes.actions()[0].trigger()
        window.close()
        window.deleteLater()
    for workers in all_workers:
        workers.stop()  # whatever became of the test, no thread may outlive it
    # Else the garbage collector would do it later, in whatever thread it happens to run.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def places(folder: Path) -> Places:
    """Return where a window keeps its files during a test."""
    return Places(
        results=folder / "results",
        profiles=folder / "profiles",
        models=folder / "models",
        settings=settings_path(),
        log=folder / "log.txt",
    )


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    return open_window()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An OK, a REVIEW and an NG image, a damaged one, and an NG one in a subfolder."""
    folder = tmp_path / "生产线 3"
    (folder / "more").mkdir(parents=True)
    write_image(folder / "1 good.png", 90)
    write_image(folder / "2 doubtful.png", 150)
    write_image(folder / "3 bad.png", 255)
    (folder / "4 damaged.png").write_bytes(b"no image")
    write_image(folder / "more" / "5 bad.png", 240)
    return folder


@pytest.fixture
def inspected(qtbot: QtBot, window: MainWindow, folder: Path) -> MainWindow:
    """A window with a finished batch, whose first image is on the screen."""
    open_and_wait(qtbot, window, folder)
    run_and_wait(qtbot, window)
    shown(qtbot, window)
    return window


@pytest.fixture
def signed(qtbot: QtBot, inspected: MainWindow) -> MainWindow:
    """The same, whose operator is known."""
    sign(qtbot, "Li Wei")
    inspected.commands.operator.trigger()
    assert inspected.review.operator == "Li Wei"
    bring_forward(qtbot, inspected)
    return inspected


def write_image(path: Path, brightness: int) -> None:
    """Write a dark image of 60 x 40 pixels with a rectangle of this brightness."""
    pixels = np.full((40, 60, 3), 60, dtype=np.uint8)
    pixels[10:20, 30:45] = brightness
    Image.fromarray(pixels).save(path)
