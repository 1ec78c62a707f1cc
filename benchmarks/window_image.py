"""Measure the image view: how soon the next image is on the screen, how long a frame takes, what memory does.

    python benchmarks/window_image.py [--quick]

Draws JPEG images with three regions each into a temporary folder, and shows them on an offscreen window as
the application does, decoding in a thread of its own. Each change counts from the request until the image is
painted. The files are in the disk cache. Memory is read from /proc (Linux only).
"""

import argparse
import itertools
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PIL import Image
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, QPointF, Qt, QThread, QTimer
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from saa_desktop.domain.entries import ImageEntry, entry_of
from saa_desktop.domain.images import DecodedImage, ImageReference
from saa_desktop.domain.inspections import Findings, Inspection, ModelIdentity, ProfileIdentity
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import Box, Region
from saa_desktop.domain.verdicts import VerdictThresholds
from saa_desktop.sessions.session import Session
from saa_desktop.sources.decoding import decode_pages
from saa_desktop.ui.image_view.image_page import ImagePage
from saa_desktop.workers.view_loader import ViewLoader

_SMALL, _MIDDLE, _LARGE = (640, 480), (4000, 3000), (10_000, 10_000)


class Painted(QObject):
    """Ends an event loop once an image is loaded and then painted."""

    def __init__(self, page: ImagePage) -> None:
        super().__init__()
        self._loop = QEventLoop()
        self._viewport = page.view.viewport()
        page.loaded.connect(self._on_loaded)

    def wait(self) -> None:
        """Run the event loop until then."""
        self._loop.exec()

    def _on_loaded(self) -> None:
        self._viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let the paint happen, and end."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._loop.quit)
        return super().eventFilter(watched, event)


def main() -> int:
    """Run and print one line a measurement."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="leave out 100 megapixels")
    quick = parser.parse_args().quick
    application = QApplication.instance() or QApplication(sys.argv)
    with tempfile.TemporaryDirectory() as folder, running_page() as page:
        session = Path(folder) / "session.sqlite"
        small = draw(Path(folder), session, "small", _SMALL, 60)
        middle = draw(Path(folder), session, "middle", _MIDDLE, 5)
        report("640 x 480, no prefetch, ms", [change(page, entry, session) for entry in small])
        report("640 x 480, prefetched, ms", list(changes_ahead(page, small, session)))
        report("12 megapixels, cold, ms", [change(page, entry, session) for entry in middle])
        report("12 megapixels, prefetched, ms", list(changes_ahead(page, middle, session)))
        report("640 x 480, longest frame, ms", frames(page))
        report("300 changes, memory in MB", list(memory(page, small, session, 300)))
        if not quick:
            large = draw(Path(folder), session, "large", _LARGE, 2)
            report("100 megapixels, cold, ms", [change(page, entry, session) for entry in large])
            report("100 megapixels, frame, ms", frames(page))
            page.view.set_layers(masks=True, heat_map=True)
            report("... with heat map, ms", frames(page))
    del application
    return 0


@contextmanager
def running_page() -> Iterator[ImagePage]:
    """Show a page whose loader runs in a thread."""
    loader, thread = ViewLoader(), QThread()
    loader.moveToThread(thread)
    thread.start()
    page = ImagePage(loader, QAction(), QAction())
    page.resize(1280, 800)
    page.show()
    try:
        yield page
    finally:
        thread.quit()
        thread.wait()
        loader.close()
        page.close()


def draw(folder: Path, session: Path, name: str, size: tuple[int, int], count: int) -> list[ImageEntry]:
    """Write images of noise with three dark spots each, and the session that found these."""
    width, height = size
    noise = np.random.default_rng(0).normal(128, 12, (500, 500, 1)).clip(0, 255).astype(np.uint8)
    pixels = np.tile(noise, (height // 500 + 1, width // 500 + 1, 3))[:height, :width]
    pixels = np.ascontiguousarray(pixels)
    spots = [spot(size, x, y) for x, y in ((0.2, 0.3), (0.5, 0.6), (0.7, 0.2))]
    for mask in spots:
        pixels[mask.window][mask.crop()] //= 2
    first = folder / f"{name} 000.jpg"
    Image.fromarray(pixels).save(first, quality=90)
    data = first.read_bytes()
    entries = []
    with Session.open_or_create(session) as opened:
        image = next(decode_pages(ImageReference(first, first.name)))
        for index in range(count):
            path = folder / f"{name} {index:03}.jpg"
            path.write_bytes(data)
            inspection = inspected(image, path, spots)
            opened.record(inspection)
            entries.append(entry_of(inspection))
    return entries


def spot(size: tuple[int, int], x: float, y: float) -> Mask:
    """Return a ragged disc of a tenth of the image's height in radius."""
    width, height = size
    radius = height // 10
    rows, columns = np.ogrid[-radius:radius, -radius:radius]
    ragged = 0.9 + 0.1 * np.sin(columns / 7.0) * np.sin(rows / 11.0)
    crop = rows**2 + columns**2 < radius**2 * ragged
    return Mask.from_crop(crop, int(x * width), int(y * height), height, width)


def inspected(image: DecodedImage, path: Path, masks: list[Mask]) -> Inspection:
    """Return what a batch would have found."""
    regions = tuple(
        Region(
            box=Box(mask.x, mask.y, mask.x + mask.width, mask.y + mask.height),
            phrase="spot",
            prompt="spot.",
            box_score=0.5,
            area_ratio=0.01,
            mask=mask,
            score=0.8,
            rank=rank,
        )
        for rank, mask in enumerate(masks, start=1)
    )
    identity = type(image.identity)(
        path.name, path, image.identity.sha256, image.identity.width, image.identity.height
    )
    return Inspection(
        image=identity,
        profile=ProfileIdentity("spots", 1, "Spots", "0"),
        models=ModelIdentity("none", "none", "1", "cpu"),
        thresholds=VerdictThresholds(0.3, 0.6),
        findings=Findings(regions),
        duration_ms=1.0,
        inspected_at=datetime.now(UTC),
        application_version="0",
    )


def change(page: ImagePage, entry: ImageEntry, session: Path) -> float:
    """Show an image and return the milliseconds until it is painted."""
    painted = Painted(page)
    start = time.perf_counter()
    page.show_entry(entry, session)
    painted.wait()
    return (time.perf_counter() - start) * 1000


def changes_ahead(page: ImagePage, entries: list[ImageEntry], session: Path) -> Iterator[float]:
    """Step through images; each next one is prepared while a person looks at the one before."""
    for before, entry in itertools.pairwise(entries):
        page.show_entry(before, session)
        page.prefetch([entry], session)
        wait(0.05 if entry.name.startswith("small") else 0.8)
        yield change(page, entry, session)


def frames(page: ImagePage) -> list[float]:
    """Zoom in and out by the wheel at two places and drag; return the milliseconds of each frame."""
    view = page.view
    view.fit()
    wait(0.1)
    taken = []
    for place in (QPoint(300, 250), QPoint(900, 600)):
        taken += [frame(lambda place=place: wheel(page, place, 120)) for _ in range(28)]
        QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(640, 400))
        for step in range(20):
            spot_on_the_way = QPoint(640 - 14 * step, 400 - 9 * step)
            taken.append(frame(lambda to=spot_on_the_way: QTest.mouseMove(view.viewport(), to)))
        QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(360, 220))
        for _ in range(28):
            taken.append(frame(lambda place=place: wheel(page, place, -120)))
            QTest.mousePress(view.viewport(), Qt.MouseButton.MiddleButton, pos=QPoint(640, 400))
            taken.append(frame(lambda: QTest.mouseMove(view.viewport(), QPoint(580, 380))))
            QTest.mouseRelease(view.viewport(), Qt.MouseButton.MiddleButton, pos=QPoint(580, 380))
    return taken


def frame(move: object) -> float:
    """Return the milliseconds that a movement and its paint take."""
    start = time.perf_counter()
    assert callable(move)
    move()
    QApplication.processEvents()
    return (time.perf_counter() - start) * 1000


def wheel(page: ImagePage, place: QPoint, angle: int) -> None:
    """Turn the wheel by one notch."""
    viewport = page.view.viewport()
    event = QWheelEvent(
        QPointF(place),
        QPointF(viewport.mapToGlobal(place)),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)


def memory(page: ImagePage, entries: list[ImageEntry], session: Path, changes: int) -> Iterator[float]:
    """Yield the resident memory every 30 changes."""
    for index in range(changes):
        change(page, entries[index % len(entries)], session)
        if index % 30 == 29:
            yield int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


def wait(seconds: float) -> None:
    """Let the event loop run."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        QApplication.processEvents()
        time.sleep(0.002)


def report(what: str, values: list[float]) -> None:
    """Print a line."""
    print(
        f"{what:32} first {values[0]:7.1f}   median {statistics.median(values):7.1f}"
        f"   largest {max(values):7.1f}   of {len(values)}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
