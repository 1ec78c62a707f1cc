"""Looks at files that are to join a golden set, away from the window's thread."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from saa_desktop.domain.errors import ImageError
from saa_desktop.domain.images import ImageReference
from saa_desktop.profiles.golden import ExpectedVerdict, GoldenImage
from saa_desktop.sources.decoding import decode_pages


@dataclass(frozen=True, slots=True, eq=False)
class FilesRequest:
    """Files to look at. Each request is equal to itself only.

    Attributes:
        paths: the files.
        expected: the verdict that their images should get.
    """

    paths: tuple[Path, ...]
    expected: ExpectedVerdict


class GoldenFiles(QObject):
    """Tells what identifies the images of files, one after the other, until its thread is asked to end."""

    identified = Signal(object, object, object)
    """FilesRequest; tuple[GoldenImage, ...], one for each page; tuple[str, ...], a sentence a failed file."""

    _requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._requested.connect(self._on_requested)

    def identify(self, request: FilesRequest) -> None:
        """Queue files."""
        self._requested.emit(request)

    @Slot(object)
    def _on_requested(self, request: FilesRequest) -> None:
        images: list[GoldenImage] = []
        sentences: list[str] = []
        for path in request.paths:
            if self.thread().isInterruptionRequested():
                return
            try:
                for image in decode_pages(ImageReference(path, path.name)):
                    identity = image.identity
                    found = GoldenImage(identity.path, identity.sha256, request.expected, identity.page)
                    images.append(found)
            except ImageError as error:
                sentences.append(str(error))
        self.identified.emit(request, tuple(images), tuple(sentences))
