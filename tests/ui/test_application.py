"""The application as it is started: in its own process, with the real models behind it."""

import subprocess
import sys
from pathlib import Path

import pytest

START_AND_QUIT = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from saa_desktop import app

def quit_at_once():
    windows = sorted(type(each).__name__ for each in QApplication.topLevelWidgets() if each.isVisible())
    loaded = [name for name in ("torch", "cv2", "transformers") if name in sys.modules]
    print(windows, loaded)
    QApplication.closeAllWindows()

start = QApplication.exec
QApplication.exec = lambda *_: (QTimer.singleShot(0, quit_at_once), start())[1]
sys.exit(app.main())
"""

CRASH_ONCE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from saa_desktop import app
from saa_desktop.ui.crash_notice.crash_notice import CrashDialog

def break_down():
    QTimer.singleShot(0, look)
    raise ZeroDivisionError("the conveyor stands still")

def look():
    for window in QApplication.topLevelWidgets():
        if isinstance(window, CrashDialog) and window.isVisible():
            print(window.text.text())
            window.close_button.click()
    QApplication.closeAllWindows()

start = QApplication.exec
QApplication.exec = lambda *_: (QTimer.singleShot(0, break_down), start())[1]
sys.exit(app.main())
"""

OPEN_A_BATCH = """
import os, sys
from pathlib import Path
from saa_desktop.app import real_jobs
from saa_desktop.domain.errors import SaaDesktopError
from saa_desktop.domain.requests import BatchRequest

before = dict(os.environ)
try:
    real_jobs().open_batch(BatchRequest((Path("gone"),), "generic", Path("out"))).__enter__()
except SaaDesktopError as error:
    print("cv2" in sys.modules, set(os.environ.items()) - set(before.items()))
"""


def python(script: str, folder: Path, monkeypatch: pytest.MonkeyPatch, *, complains: bool = False) -> str:
    """Run a script with folders of its own, and return what it prints; it must not complain unless it may."""
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
    harmless = ("This plugin does not support", " INFO ")
    lines = done.stderr.splitlines()
    complaints = [line for line in lines if not any(words in line for words in harmless)]
    assert complains or complaints == []
    return done.stdout.strip()


def test_the_window_opens_without_loading_networks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert python(START_AND_QUIT, tmp_path, monkeypatch) == "['MainWindow'] []"


def test_who_is_new_is_welcomed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAA_DESKTOP_CONFIG", str(tmp_path / "new"))
    windows = [python(START_AND_QUIT, tmp_path, monkeypatch) for _ in range(2)]
    assert windows == ["['MainWindow', 'Welcome'] []", "['MainWindow'] []"]


def test_opencv_does_not_change_what_other_programs_inherit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert python(OPEN_A_BATCH, tmp_path, monkeypatch) == "True set()"


def test_an_error_that_nobody_expected_is_told_and_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = python(CRASH_ONCE, tmp_path, monkeypatch, complains=True)
    assert "ZeroDivisionError: the conveyor stands still" in text
    logs = list(tmp_path.rglob("saa-desktop.log"))
    assert len(logs) == 1
    assert str(logs[0].parent) in text
    assert "the conveyor stands still" in logs[0].read_text(encoding="utf-8")
