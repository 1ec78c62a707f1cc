"""Looks at files that are to join a golden set, away from the window's thread."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from saa_desktop.domain.errors import ImageError
from saa_desktop.domain.images import ImageReference
from saa_desktop.profiles.golden import ExpectedVerdict, GoldenImage
from saa_desktop.sources.decoding import decode_pages


class GoldenFiles(QObject):
    """Reads the files one after the other and tells what identifies their images."""

    identified = Signal(object, object)
    """tuple[GoldenImage, ...], one for each page; tuple[str, ...], a sentence for each file that fails."""

    _requested = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._requested.connect(self._on_requested)

    def identify(self, paths: tuple[Path, ...], expected: ExpectedVerdict) -> None:
        """Queue files whose images should get this verdict."""
        self._requested.emit(paths, expected)

    @Slot(object, object)
    def _on_requested(self, paths: tuple[Path, ...], expected: ExpectedVerdict) -> None:
        images: list[GoldenImage] = []
        sentences: list[str] = []
        for path in paths:
            try:
                for image in decode_pages(ImageReference(path, path.name)):
                    identity = image.identity
                    images.append(GoldenImage(identity.path, identity.sha256, expected, identity.page))
            except ImageError as error:
                sentences.append(str(error))
        self.identified.emit(tuple(images), tuple(sentences))
