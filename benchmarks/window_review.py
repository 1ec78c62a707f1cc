"""Measure a review in the whole window: keys to images, 1,000 verdicts in a row, and a large folder.

    python benchmarks/window_review.py [--session N] [--verdicts N] [--images N]

The first process opens a session over N photographs of 640 x 480 with three regions each, steps through them
and gives verdicts by key. A change counts from the key until the image is painted; "looking" means that a
person looks at each image for 100 ms, "at once" that the next key follows upon the paint. The second process
opens a folder of N small JPEGs. Both have all panels and workers, offscreen, but load no models. A stall is
how much later than asked a timer of 5 ms comes. The files are in the disk cache.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from window_folder import write_images
from window_image import draw

from saa_desktop.app import real_jobs
from saa_desktop.domain.requests import SESSION_FILE
from saa_desktop.settings import LoadedSettings, Settings
from saa_desktop.ui.help.about_dialog import Places
from saa_desktop.ui.main_window.main_window import MainWindow
from saa_desktop.workers.threads import WorkerThreads

TICK_MS, LOOKING_MS, STEPS = 5, 100, 100
NEXT, OK, NG = Qt.Key.Key_D, Qt.Key.Key_1, Qt.Key.Key_2


class Bench(QObject):
    """The window, a watch on its paints and a timer in its event loop."""

    def __init__(self, application: QApplication, home: Path) -> None:
        super().__init__()
        self._application = application
        places = Places(home / "results", home / "profiles", home / "models", home / "settings", home / "log")
        workers = WorkerThreads(real_jobs(), home / "thumbnails")
        self.window = MainWindow(application, workers, LoadedSettings(Settings(language="en")), places)
        self.stalls: list[float] = []
        self._painted = False
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timeout)
        self._viewport = self.window.page.view.viewport()
        self.window.page.loaded.connect(lambda: self._viewport.installEventFilter(self))
        self.window.show()
        self.window.activateWindow()
        QTest.qWait(500)
        self._timer.start(TICK_MS)

    def change(self, act: Callable[[], object]) -> float:
        """Do something and return the milliseconds until the next image is painted."""
        self._painted = False
        start = time.perf_counter()
        act()
        self.wait_for(lambda: self._painted)
        return 1000 * (time.perf_counter() - start)

    def press(self, key: Qt.Key) -> None:
        """Press a key in the image list."""
        QTest.keyClick(self.window.images.view, key)

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Let events pass until something is so."""
        while not condition():
            self._application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def take_stalls(self) -> list[float]:
        """Return the stalls since the last call, in ms."""
        self._on_timeout()
        taken, self.stalls = self.stalls, []
        return taken

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Tell when a paint has happened after an image was loaded."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._on_painted)
        return super().eventFilter(watched, event)

    def _on_painted(self) -> None:
        self._painted = True

    def _on_timeout(self) -> None:
        now = time.perf_counter()
        self.stalls.append(max(0.0, 1000 * (now - self._last) - TICK_MS))
        self._last = now


def main() -> int:
    """Make the files, and measure each part in a process of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--session", type=int, default=2000, help="photographs in the session")
    parser.add_argument("--verdicts", type=int, default=1000)
    parser.add_argument("--images", type=int, default=20_000, help="files in the large folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        session = home / "session"
        photographs = home / "photographs"
        photographs.mkdir()
        draw(photographs, session / SESSION_FILE, "part", (640, 480), options.session)
        run("review", session, home, options.verdicts)
        run("listing", write_images(home / "images", options.images), home, 0)
    return 0


def run(part: str, folder: Path, home: Path, verdicts: int) -> None:
    """Measure one part in a new process."""
    command = [sys.executable, __file__, f"--{part}", folder, home, str(verdicts)]
    subprocess.run(command, check=True)


def measure_review(bench: Bench, folder: Path, verdicts: int) -> None:
    """Step through a session, and give verdicts."""
    window = bench.window
    line("open the session, first image", [bench.change(lambda: window.open_session(folder))])
    window.review.operator = "benchmark"
    QTest.qWait(1000)
    for first, words, pause in ((0, "looking", LOOKING_MS), (STEPS, "at once", 0)):
        for what, key in (("D", NEXT), ("1", OK)):
            window.images.select(first)
            QTest.qWait(1000)
            bench.take_stalls()
            taken = []
            for _ in range(STEPS):
                taken.append(bench.change(lambda key=key: bench.press(key)))
                QTest.qWait(pause)
            line(f"{what} to the next image, {words}", taken)
            line("... stalls", bench.take_stalls())
    window.images.select(0)
    QTest.qWait(1000)
    bench.take_stalls()
    memory = [megabytes()]
    rows = window.images.model.rowCount()
    taken = []
    for number in range(verdicts):
        if number and number % (rows - 1) == 0:
            bench.change(lambda: window.images.select(0))
        # Other verdicts than those before, so that each of them is stored.
        key = (NG, OK)[number // (rows - 1) % 2]
        taken.append(bench.change(lambda key=key: bench.press(key)))
        if number % 100 == 99:
            memory.append(megabytes())
    line(f"{verdicts:,} verdicts in a row", taken)
    line("... stalls", bench.take_stalls())
    print("... memory after each 100, MB: " + " ".join(f"{each:.0f}" for each in memory))


def measure_listing(bench: Bench, folder: Path, _: int) -> None:
    """Open a large folder, and step through it."""
    window = bench.window
    bench.take_stalls()
    before = megabytes()
    start = time.perf_counter()
    first = bench.change(lambda: window.open_paths([folder]))
    bench.wait_for(lambda: window.opened.complete)
    complete = 1000 * (time.perf_counter() - start)
    line("open the folder, first image", [first])
    line(f"... complete, {len(window.images.model.entries):,} rows", [complete])
    line("... stalls", bench.take_stalls())
    line("D to the next image, at once", [bench.change(lambda: bench.press(NEXT)) for _ in range(STEPS)])
    line("... stalls", bench.take_stalls())
    print(f"... memory, MB: {before:.0f} before, {megabytes():.0f} after")


def line(what: str, values: list[float]) -> None:
    """Print one measurement, in ms."""
    ordered = sorted(values)
    figures = (ordered[len(ordered) // 2], ordered[int(0.99 * len(ordered))], ordered[-1])
    print(
        f"{what:32} " + " ".join(f"{value:8.1f}" for value in figures) + f"   of {len(values):,}", flush=True
    )


def megabytes() -> float:
    """Return the resident memory of this process."""
    return psutil.Process().memory_info().rss / 1e6


PARTS: dict[str, Callable[[Bench, Path, int], None]] = {
    "--review": measure_review,
    "--listing": measure_listing,
}


def measure(part: str, folder: str, home: str, verdicts: str) -> int:
    """Measure one part in this process."""
    application = QApplication([])
    application.setStyle("Fusion")
    bench = Bench(application, Path(home))
    print(f"{'':32} {'p50 ms':>8} {'p99 ms':>8} {'max ms':>8}")
    PARTS[part](bench, Path(folder), int(verdicts))
    bench.window.close()
    return 0


if __name__ == "__main__":
    sys.exit(measure(*sys.argv[1:]) if sys.argv[1:2] and sys.argv[1] in PARTS else main())
