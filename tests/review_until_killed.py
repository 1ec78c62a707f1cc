"""A process that reviews in the real window, one verdict after the other, until it is killed.

    python -m tests.review_until_killed FOLDER HOME

FOLDER holds a session; HOME takes settings and thumbnails. Prints ``given`` for each key that is pressed, and
time and name for each decision that the session's worker says is recorded.
"""

import faulthandler
import itertools
import sys
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from saa_desktop.app import real_jobs
from saa_desktop.domain.reviews import Decision
from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.settings import LoadedSettings, Settings
from saa_desktop.ui.help.about_dialog import Places
from saa_desktop.ui.main_window.main_window import MainWindow
from saa_desktop.workers.threads import WorkerThreads

NEXT_KEYS = {
    None: Qt.Key.Key_1,
    OperatorVerdict.OK: Qt.Key.Key_2,
    OperatorVerdict.NG: Qt.Key.Key_3,
    OperatorVerdict.RECHECK: Qt.Key.Key_1,
}
PACE_MS = 10
LONGEST_S = 60


class Operator(QObject):
    """Presses a verdict's key every few milliseconds, always for another verdict than the image has."""

    def __init__(self, window: MainWindow, workers: WorkerThreads) -> None:
        super().__init__()
        self._window = window
        self._given = itertools.count()
        self._timer = QTimer(self, interval=PACE_MS)
        self._timer.timeout.connect(self._give)
        workers.store.recorded.connect(self._on_recorded)
        window.opened.session_opened.connect(self._timer.start)

    def _give(self) -> None:
        images = self._window.images
        self._window.review.operator = "王伟"
        images.select(next(self._given) % images.model.rowCount())
        say("given")
        QTest.keyClick(images.view, NEXT_KEYS[images.current().review.verdict])

    def _on_recorded(self, decision: Decision) -> None:
        say(f"recorded {decision.decided_at.isoformat()} {decision.image_name}")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(folder: Path, home: Path) -> int:
    # Nobody may have to end this process by hand.
    faulthandler.dump_traceback_later(LONGEST_S, exit=True)
    application = QApplication(sys.argv)
    places = Places(
        results=home / "results",
        profiles=home / "profiles",
        models=home / "models",
        settings=home / "settings.json",
        log=home / "log.txt",
    )
    workers = WorkerThreads(real_jobs(), home / "thumbnails")
    window = MainWindow(application, workers, LoadedSettings(Settings(language="en")), places)
    window.show()
    operator = Operator(window, workers)
    window.open_session(folder)
    code = application.exec()
    del operator
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
