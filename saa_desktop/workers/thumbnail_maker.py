"""Makes the list's thumbnails in a small pool of threads."""

import threading
from collections.abc import Sequence

from PySide6.QtCore import QObject, QThreadPool, Signal
from PySide6.QtGui import QImage

from saa_desktop.domain.entries import ImageEntry
from saa_desktop.domain.errors import ImageError
from saa_desktop.sources.thumbnails import ThumbnailCache

_THREADS = 2


class ThumbnailMaker(QObject):
    """Makes what was asked for last, and forgets what was asked for before and has not begun."""

    made = Signal(str, QImage)
    """Name of the image or page, and its thumbnail."""

    failed = Signal(str)
    """Name of an image or page that has none: it cannot be read."""

    def __init__(self, cache: ThumbnailCache, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cache = cache
        self._waiting: list[ImageEntry] = []
        self._working = 0
        self._lock = threading.Lock()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(_THREADS)

    def request(self, entries: Sequence[ImageEntry]) -> None:
        """Ask for thumbnails, the most urgent one first."""
        with self._lock:
            self._waiting = list(reversed(entries))
            starting = min(len(entries), _THREADS - self._working)
            self._working += starting
        for _ in range(starting):
            # Not as a QRunnable: Qt deletes it, PySide keeps its address, and takes a later object for it.
            self._pool.start(self._work)

    def stop(self) -> None:
        """Forget what waits, and wait until no thread is at work."""
        self.request(())
        self._pool.waitForDone()

    def _work(self) -> None:
        while (entry := self._next()) is not None:
            try:
                pixels = self._cache.thumbnail(entry.reference, entry.name)
            except ImageError:
                self.failed.emit(entry.name)
                continue
            height, width = pixels.shape[:2]
            shared = QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
            self.made.emit(entry.name, shared.copy())

    def _next(self) -> ImageEntry | None:
        """Return the most urgent entry; without any, the thread that asks is done."""
        with self._lock:
            if self._waiting:
                return self._waiting.pop()
            self._working -= 1
            return None
