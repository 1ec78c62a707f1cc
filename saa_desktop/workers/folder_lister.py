"""Lists the images of files and folders, away from the window's thread."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from saa_desktop.domain.errors import SaaDesktopError
from saa_desktop.sources.listing import list_images


@dataclass(frozen=True, slots=True)
class ListingRequest:
    """What to list.

    Attributes:
        paths: files and folders.
        recursive: whether folders within folders count.
        include: patterns of file names that are images; empty means every known image suffix.
        exclude_names: patterns of file names to pass over.
    """

    paths: tuple[Path, ...]
    recursive: bool
    include: tuple[str, ...] = ()
    exclude_names: tuple[str, ...] = ()


class FolderLister(QObject):
    """One listing at a time; of several that wait only the last one runs."""

    listed = Signal(object, object)
    """ListingRequest, list[ImageReference]."""

    failed = Signal(object, str)
    """ListingRequest, the sentence for people."""

    _requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._newest: ListingRequest | None = None
        self._requested.connect(self._on_requested)

    def list(self, request: ListingRequest) -> None:
        """Queue a listing."""
        self._newest = request
        self._requested.emit(request)

    @Slot(object)
    def _on_requested(self, request: ListingRequest) -> None:
        if request is not self._newest:
            return
        try:
            references = list_images(
                request.paths,
                recursive=request.recursive,
                include=request.include,
                exclude_names=request.exclude_names,
            )
        except SaaDesktopError as error:
            self.failed.emit(request, str(error))
        else:
            self.listed.emit(request, references)
