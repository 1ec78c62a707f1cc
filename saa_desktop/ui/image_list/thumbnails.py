"""The thumbnails of the rows on the screen."""

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap

from saa_desktop.domain.entries import ImageEntry
from saa_desktop.workers.thumbnail_maker import ThumbnailMaker

SIDE = 48
"""Device-independent pixels."""

_KEPT = 500
"""Pictures in memory; 9 kB each, or 36 kB at 200 % scaling."""


class Thumbnails(QObject):
    """Keeps the pictures that were shown last, and asks for those that are missing."""

    arrived = Signal(str)
    """Name of an image whose thumbnail can be drawn now."""

    def __init__(self, maker: ThumbnailMaker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._maker = maker
        self._scale = 1.0
        self._pictures: OrderedDict[str, QPixmap] = OrderedDict()
        maker.made.connect(self._on_made)
        maker.failed.connect(self._on_failed)

    def clear(self) -> None:
        """Forget all pictures: the names may belong to other files now."""
        self._pictures.clear()

    def picture(self, name: str) -> QPixmap | None:
        """Return the thumbnail of an image; a null one if it has none, ``None`` while it is not made."""
        picture = self._pictures.get(name)
        if picture is not None:
            self._pictures.move_to_end(name)
        return picture

    def want(self, entries: Sequence[ImageEntry], scale: float) -> None:
        """Ask for what is missing of these images, and no longer for any others.

        Args:
            entries: those on the screen.
            scale: of the screen, in pixels.
        """
        if scale != self._scale:
            self._scale = scale
            self._pictures.clear()
        self._maker.request([entry for entry in entries if entry.name not in self._pictures])

    def _on_made(self, name: str, image: QImage) -> None:
        side = round(SIDE * self._scale)
        size = image.size().scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio)
        if size.width() < image.width():
            image = image.scaled(
                size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(self._scale)
        self._keep(name, picture)

    def _on_failed(self, name: str) -> None:
        self._keep(name, QPixmap())

    def _keep(self, name: str, picture: QPixmap) -> None:
        self._pictures[name] = picture
        while len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)
        self.arrived.emit(name)
