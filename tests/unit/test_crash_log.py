"""The crash log in processes of their own, which end as badly as they can."""

import subprocess
import sys
from pathlib import Path

import pytest

START = """
import faulthandler, logging, sys, threading
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, qWarning
from saa_desktop.crash_log import CrashLog

crashes = []

class Window(QObject):
    clicked = Signal()

    def __init__(self):
        super().__init__()
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self):
        raise ValueError("a slot broke")

    def on_crashed(self, crash):
        crashes.append(crash)

log = CrashLog(Path(sys.argv[1]))
application = QCoreApplication([])
window = Window()
log.crashed.connect(window.on_crashed)
QTimer.singleShot(10_000, application.quit)
"""

SLOT = """
QTimer.singleShot(0, window.clicked.emit)
QTimer.singleShot(50, application.quit)
application.exec()
print(len(crashes), crashes[0].summary, crashes[0].folder, "_on_clicked" in crashes[0].details)
"""

THREAD = """
thread = threading.Thread(target=lambda: 1 / 0)
QTimer.singleShot(0, thread.start)
QTimer.singleShot(200, application.quit)
application.exec()
print([crash.summary for crash in crashes])
"""

OTHERS = """
class Late:
    def __del__(self):
        raise RuntimeError("too late to raise")

Late()
qWarning("Qt is worried")
print(len(crashes))
"""

SEGFAULT = """
def touch_what_is_not_there():
    faulthandler._sigsegv()

touch_what_is_not_there()
"""

AGAIN = "print(log.last_crash.name, log.last_crash.read_text().splitlines()[0])"


def run(folder: Path, script: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", START + script, str(folder)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def log_of(folder: Path) -> str:
    return (folder / "saa-desktop.log").read_text(encoding="utf-8")


def test_an_error_in_a_slot_is_logged_and_told_and_the_application_goes_on(tmp_path: Path) -> None:
    done = run(tmp_path, SLOT)
    assert done.returncode == 0
    assert done.stdout.strip() == f"1 ValueError: a slot broke {tmp_path} True"
    assert "CRITICAL" in log_of(tmp_path)
    assert "ValueError: a slot broke" in log_of(tmp_path)


def test_an_error_in_a_thread_is_told_too(tmp_path: Path) -> None:
    done = run(tmp_path, THREAD)
    assert done.stdout.strip() == "['ZeroDivisionError: division by zero']"
    assert "ZeroDivisionError" in log_of(tmp_path)


def test_what_cannot_be_raised_and_what_qt_says_is_only_logged(tmp_path: Path) -> None:
    done = run(tmp_path, OTHERS)
    assert done.stdout.strip() == "0"
    assert "too late to raise" in log_of(tmp_path)
    assert "WARNING qt: default: Qt is worried" in log_of(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process in another way")
def test_a_crash_of_the_interpreter_leaves_its_trace_for_the_next_start(tmp_path: Path) -> None:
    assert run(tmp_path, SEGFAULT).returncode < 0
    fatal = (tmp_path / "saa-desktop-fatal.log").read_text()
    assert "Segmentation fault" in fatal
    assert "touch_what_is_not_there" in fatal

    again = run(tmp_path, AGAIN)
    assert again.stdout.startswith("saa-desktop-fatal-")
    assert "Segmentation fault" in again.stdout
    assert run(tmp_path, "print(log.last_crash)").stdout.strip() == "None"


def test_without_a_place_for_the_log_the_application_starts_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = run(tmp_path / "file" / "logs", SLOT)
    assert done.returncode == 0
    assert done.stdout.strip() == "1 ValueError: a slot broke None True"
    assert "no log file" in done.stderr
