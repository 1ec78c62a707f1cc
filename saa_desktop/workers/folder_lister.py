"""Lists the images of files and folders, away from the window's thread."""

import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from saa_desktop.domain.entries import ImageEntry, waiting
from saa_desktop.domain.errors import SaaDesktopError
from saa_desktop.sources.listing import find_images
from saa_desktop.workers.quiet_collector import collector_paused

_FIRST_CHUNK = 200
_CHUNK = 1_000
_WORK_SECONDS = 0.002
_REST_SECONDS = 0.0003
_TAKING_SECONDS = 0.004


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
    """One listing at a time; a newer one, or ``cancel``, ends it without a further signal."""

    listed_some = Signal(object, object)
    """ListingRequest, list[ImageEntry] that wait: the next ones in the order of the batch."""

    listed = Signal(object)
    """ListingRequest: there are no more."""

    failed = Signal(object, str)
    """ListingRequest, the sentence for people: the listing is not complete."""

    _requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._newest: ListingRequest | None = None
        self._rested = 0.0
        self._requested.connect(self._on_requested)

    def list(self, request: ListingRequest) -> None:
        """Queue a listing."""
        self._newest = request
        self._requested.emit(request)

    def cancel(self) -> None:
        """End the listing."""
        self._newest = None

    @Slot(object)
    def _on_requested(self, request: ListingRequest) -> None:
        try:
            with collector_paused():
                for entries in self._chunks(request):
                    self.listed_some.emit(request, entries)
                    # The window takes these before the next ones come: it takes all that wait at one go.
                    time.sleep(_TAKING_SECONDS)
        except _Superseded:
            return
        except SaaDesktopError as error:
            self.failed.emit(request, str(error))
        else:
            self.listed.emit(request)

    def _chunks(self, request: ListingRequest) -> Iterator[Sequence[ImageEntry]]:
        def pause() -> None:
            if request is not self._newest:
                raise _Superseded
            # So the window's thread gets its turns: each time it wants one, Python makes it wait up to 5 ms.
            if time.perf_counter() - self._rested > _WORK_SECONDS:
                time.sleep(_REST_SECONDS)
                self._rested = time.perf_counter()

        pause()
        references = find_images(
            request.paths,
            recursive=request.recursive,
            include=request.include,
            exclude_names=request.exclude_names,
            pause=pause,
        )
        size = _FIRST_CHUNK
        while chunk := [waiting(reference) for reference in itertools.islice(references, size)]:
            yield chunk
            size = _CHUNK


class _Superseded(Exception):  # noqa: N818 - ends a search, nothing is wrong
    """Nobody waits for this listing any more."""
