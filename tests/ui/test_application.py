"""The application as it is started: in its own process, with the real models behind it."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from saa_desktop.app import open_batch
from saa_desktop.data_files import data_path
from saa_desktop.settings import load_settings, settings_path
from saa_desktop.ui.main_window.main_window import MainWindow
from saa_desktop.workers.threads import WorkerThreads
from tests.ui.test_window import listed, open_and_wait

START_AND_QUIT = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from saa_desktop import app

def quit_at_once():
    windows = [type(window).__name__ for window in QApplication.topLevelWidgets() if window.isVisible()]
    loaded = [name for name in ("torch", "cv2", "transformers") if name in sys.modules]
    print(windows, loaded)
    QApplication.closeAllWindows()

start = QApplication.exec
QApplication.exec = lambda *_: (QTimer.singleShot(0, quit_at_once), start())[1]
sys.exit(app.main())
"""

OPEN_A_BATCH = """
import os, sys
from pathlib import Path
from saa_desktop.app import open_batch
from saa_desktop.domain.errors import SaaDesktopError
from saa_desktop.domain.requests import BatchRequest

before = dict(os.environ)
try:
    open_batch(BatchRequest((Path("gone"),), "generic", Path("out"))).__enter__()
except SaaDesktopError as error:
    print("cv2" in sys.modules, set(os.environ.items()) - set(before.items()))
"""


def python(script: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a script with folders of its own, and return what it prints; it must not complain."""
    for variable in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(folder))
    done = subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:saa_desktop", "-c", script],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=True,
    )
    complaints = [line for line in done.stderr.splitlines() if "This plugin does not support" not in line]
    assert complaints == []
    return done.stdout.strip()


def test_the_window_opens_without_loading_networks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert python(START_AND_QUIT, tmp_path, monkeypatch) == "['MainWindow'] []"


def test_opencv_does_not_change_what_other_programs_inherit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert python(OPEN_A_BATCH, tmp_path, monkeypatch) == "True set()"


def test_samples_are_inspected_by_the_built_in_models(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    path = settings_path()
    window = MainWindow(qapp, WorkerThreads(open_batch), load_settings(path), path, tmp_path)
    qtbot.addWidget(window)
    window.show()
    samples = sorted(data_path("resources", "samples", "cap", "images").iterdir())[:2]
    open_and_wait(qtbot, window, *samples)
    window.commands.run.trigger()
    qtbot.waitUntil(lambda: not window.batch.running, timeout=120_000)
    assert window.notice.text.text() == ""
    verdicts = [line.rpartition(": ")[2].split()[0] for line in listed(window)]
    assert len(verdicts) == 2
    assert set(verdicts) <= {"OK", "REVIEW", "NG"}
    assert "lite" in window.inspector.models.text().lower()
    assert (window.batch.output / "results.csv").is_file()
    window.close()
