"""Measure the image list on a large folder: when rows can be used, how long the window stalls, memory.

    python benchmarks/window_folder.py [--images N] [--folder FOLDER]

Lists a folder of N small JPEGs (written to a temporary folder first, unless one is given) as the window does:
in a thread of its own, with thumbnails. Then filters, sorts and steps through it. A stall is how much later
than asked a timer of 5 ms comes. Linux only (reads /proc).
"""

import argparse
import io
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PIL import Image
from PySide6.QtCore import QEventLoop, QObject, Qt, QThread, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from saa_desktop.domain.entries import ImageEntry, ImageState
from saa_desktop.domain.verdicts import VerdictThresholds
from saa_desktop.review.queue import EVERYTHING, QueueFilter, QueueOrder, ReviewMark
from saa_desktop.sources.thumbnails import ThumbnailCache
from saa_desktop.ui.image_list.image_list_panel import ImageListPanel
from saa_desktop.workers.folder_lister import FolderLister, ListingRequest
from saa_desktop.workers.thumbnail_maker import ThumbnailMaker

TICK_MS = 5
THRESHOLDS = VerdictThresholds(0.4, 0.8)


class Stalls(QObject):
    """Keeps the longest time that the event loop did not come round."""

    def __init__(self) -> None:
        super().__init__()
        self._last = time.perf_counter()
        self._longest = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timeout)
        self._timer.start(TICK_MS)

    def take(self) -> float:
        """Return the longest stall since the last call, in ms, and start again."""
        self._on_timeout()
        longest, self._longest = self._longest, 0.0
        return longest

    def _on_timeout(self) -> None:
        now = time.perf_counter()
        self._longest = max(self._longest, 1000 * (now - self._last) - TICK_MS)
        self._last = now


class Bench(QObject):
    """The list, the lister in its thread, and a table that grows line by line."""

    def __init__(self, application: QApplication, cache: Path) -> None:
        super().__init__()
        self._application = application
        self._maker = ThumbnailMaker(ThumbnailCache(cache))
        self._lister = FolderLister()
        self._thread = QThread()
        self._lister.moveToThread(self._thread)
        self._thread.start()
        self.panel = ImageListPanel(self._maker)
        self.panel.resize(260, 800)
        self.panel.show()
        self._stalls = Stalls()
        self._changed_at = 0.0
        self._complete = False
        self._lister.listed_some.connect(self._on_listed_some)
        self._lister.listed.connect(self._on_listed)
        self.panel.current_changed.connect(self._on_current_changed)
        for key, by in (("A", -1), ("D", 1)):
            QShortcut(QKeySequence(key), self.panel, lambda by=by: self.panel.step(by))

    def open_folder(self, folder: Path) -> None:
        """List a folder and print when rows were there."""
        self.wait(0.5)
        self._stalls.take()
        self.panel.show_entries(())
        self._changed_at, self._complete = 0.0, False
        start = time.perf_counter()
        self._lister.list(ListingRequest((folder,), recursive=True))
        self._wait_for(lambda: bool(self._changed_at))
        line("first rows usable", 1000 * (time.perf_counter() - start), self._stalls.take())
        self._wait_for(lambda: self._complete)
        line(
            f"complete, {len(self.panel.model.entries):,} rows",
            1000 * (time.perf_counter() - start),
            self._stalls.take(),
        )

    def open_entries(self, entries: Sequence[ImageEntry]) -> None:
        """Show the images of a session and print when they were there."""
        self.wait(0.5)
        self._stalls.take()
        start = time.perf_counter()
        self.panel.show_entries(entries)
        self._wait_for(lambda: not self.panel.model.filling)
        line("a session opened", 1000 * (time.perf_counter() - start), self._stalls.take())

    def take_results(self, count: int, words: str) -> None:
        """Take results of a batch, 100 a second."""
        entries = iter([judged(entry) for entry in random.sample(self.panel.model.entries, count)])
        self.wait(0.5)
        self._stalls.take()
        taken = []
        for entry in entries:
            start = time.perf_counter()
            self.panel.model.put(entry)
            taken.append(1000 * (time.perf_counter() - start))
            self.wait(0.01)
        line(f"100 results a second, {words}", float(np.median(taken)), self._stalls.take())

    def do(self, what: str, act: Callable[[], None]) -> None:
        """Do something a person would do and print how long it held the window."""
        self._stalls.take()
        start = time.perf_counter()
        act()
        milliseconds = 1000 * (time.perf_counter() - start)
        self.wait(0.3)
        line(what, milliseconds, self._stalls.take())

    def step(self, times: int) -> None:
        """Press D and print from the key to the change of the current image."""
        taken = []
        self._stalls.take()
        for _ in range(times):
            self._changed_at = 0.0
            start = time.perf_counter()
            QTest.keyClick(self.panel.view, Qt.Key.Key_D)
            self._wait_for(lambda: bool(self._changed_at))
            taken.append(1000 * (self._changed_at - start))
            self._application.processEvents()
        line("D to the next image, median", float(np.median(taken)), self._stalls.take())
        line("D to the next image, longest", max(taken), 0.0)

    def wait(self, seconds: float) -> None:
        """Let events pass."""
        end = time.perf_counter() + seconds
        self._wait_for(lambda: time.perf_counter() > end)

    def _wait_for(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self._application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def close(self) -> None:
        """Stop the threads."""
        self._maker.stop()
        self._thread.quit()
        self._thread.wait()
        self.panel.close()

    def _on_listed_some(self, _: ListingRequest, entries: Sequence[ImageEntry]) -> None:
        self.panel.model.extend(entries)

    def _on_listed(self) -> None:
        self._complete = True

    def _on_current_changed(self) -> None:
        self._changed_at = time.perf_counter()


def main() -> int:
    """Run and print one line a measurement."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--images", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    application = QApplication([])
    application.setStyle("Fusion")
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or write_images(Path(scratch) / "images", options.images)
        bench = Bench(application, Path(scratch) / "thumbnails")
        print(f"{'':34} {'ms':>8} {'longest stall, ms':>18}")
        bench.open_folder(folder)
        measure(bench)
        print(f"peak memory: {peak_megabytes():.0f} MB")
        bench.close()
    return 0


def measure(bench: Bench) -> None:
    """Do what a person does with a list."""
    bench.step(100)
    bench.open_entries([judged(entry) for entry in bench.panel.model.entries])
    filters = bench.panel.filters
    for order in (QueueOrder.GREY_ZONE, QueueOrder.SCORE, QueueOrder.TIME, QueueOrder.NAME, QueueOrder.BATCH):
        bench.do(f"sort: {order}", lambda order=order: filters.choose_order(order))
    for chosen in (
        QueueFilter(text="9"),
        QueueFilter(text="99"),
        QueueFilter(ImageState.NG),
        QueueFilter(ImageState.REVIEW, ReviewMark.UNREVIEWED),
        EVERYTHING,
    ):
        words = " ".join(filter(None, (chosen.state and chosen.state.name, chosen.review, chosen.text)))
        bench.do(f"filter: {words or 'none'}", lambda chosen=chosen: filters.choose_filter(chosen))
    last = bench.panel.model.rowCount() - 1
    bench.do("to the last row", lambda: bench.panel.select(last))
    for order in (QueueOrder.BATCH, QueueOrder.SCORE):
        filters.choose_order(order)
        bench.take_results(300, f"order: {order}")


def judged(entry: ImageEntry) -> ImageEntry:
    """Return the entry with a random score."""
    score = random.random()
    return replace(
        entry,
        sha256="0" * 64,
        ai_verdict=THRESHOLDS.judge(score),
        score=score,
        thresholds=THRESHOLDS,
        ended_at=datetime.now().astimezone(),
    )


def write_images(folder: Path, count: int) -> Path:
    """Write small JPEGs of the same content."""
    folder.mkdir()
    file = io.BytesIO()
    Image.effect_noise((64, 48), 40).save(file, "JPEG")
    for number in range(count):
        (folder / f"img_{number:06d}.jpg").write_bytes(file.getvalue())
    return folder


def line(what: str, milliseconds: float, stall: float) -> None:
    """Print one measurement."""
    print(f"{what:34} {milliseconds:8.1f} {stall:18.1f}")


def peak_megabytes() -> float:
    """Return the most resident memory that this process has had."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1000


if __name__ == "__main__":
    sys.exit(main())
