"""Reads an image and prepares its overlays for the view, away from the window's thread."""

from collections import OrderedDict, deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from saa_desktop.domain.entries import ImageEntry
from saa_desktop.domain.errors import ImageError, SaaDesktopError
from saa_desktop.domain.images import DecodedImage
from saa_desktop.domain.inspections import Inspection
from saa_desktop.domain.reviews import Review
from saa_desktop.sessions.session import Session
from saa_desktop.sources.decoding import decode_pages
from saa_desktop.workers.pyramid import Pyramid, build_pyramid
from saa_desktop.workers.shown_regions import HeatMap, Shapes, ShownRegion, lay_out_heat, lay_out_regions

_MOST_VIEWS = 6
_MOST_BYTES = 600_000_000


@dataclass(frozen=True, slots=True)
class ViewRequest:
    """What to show.

    Attributes:
        entry: which image, and what a person says of it; one that waits shows the file's first page.
        session: where its inspection lies; ``None`` while there is none.
    """

    entry: ImageEntry
    session: Path | None = None

    def same_content(self, other: "ViewRequest") -> bool:
        """Whether the other one differs in nothing but what a person says."""
        return replace(self, entry=replace(self.entry, review=other.entry.review)) == other


@dataclass(frozen=True, slots=True)
class View:
    """An image ready to be shown.

    Attributes:
        request: what was asked for.
        image: its pixels.
        photograph: the same pixels and their halvings.
        inspection: all that was found, dropped regions too; ``None`` while it waits.
        regions: what is laid over the image: kept regions by rank, then those that a person added.
        heat: the anomaly map; ``None`` without an inspection.
        changed: the file is no longer the one that was inspected, so nothing is laid over it.
    """

    request: ViewRequest
    image: DecodedImage
    photograph: Pyramid
    inspection: Inspection | None = None
    regions: tuple[ShownRegion, ...] = ()
    heat: HeatMap | None = None
    changed: bool = False

    @property
    def nbytes(self) -> int:
        """Memory that its pixels take."""
        heat = self.heat.pixels.nbytes if self.heat and self.heat.pixels else 0
        return self.photograph.nbytes + heat + sum(each.shape.fill.nbytes for each in self.regions)

    def with_review(self, review: Review) -> "View":
        """Return the same image with other words of a person on it; only masks that are new cost time."""
        request = replace(self.request, entry=replace(self.request.entry, review=review))
        if self.changed:
            return replace(self, request=request)
        regions = lay_out_regions(self.inspection, review, self._shapes())
        return replace(self, request=request, regions=regions)

    def with_inspection(self, inspection: Inspection) -> "View":
        """Return the same image as it is judged by other values."""
        if self.changed:
            return self
        shapes = self._shapes()
        regions = lay_out_regions(inspection, self.request.entry.review, shapes)
        return replace(self, inspection=inspection, regions=regions, heat=lay_out_heat(inspection, shapes))

    def _shapes(self) -> Shapes:
        """Return the shapes that are prepared already."""
        known = [region.shape for region in self.regions]
        if self.heat:
            known += [shape for shape, _ in self.heat.parts]
        return Shapes(known)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A view, and the file's time of change in nanoseconds and size in bytes before it was read."""

    view: View
    stamp: tuple[int, int]


class ViewLoader(QObject):
    """One image at a time; of several that wait only the last one is read.

    Between two requests it prepares the images that are likely to come next, within ``_MOST_BYTES``.
    """

    loaded = Signal(object)
    """View."""

    golden_loaded = Signal(object)
    """View, for ``load_golden``."""

    failed = Signal(object, str)
    """ViewRequest, the sentence for people."""

    _requested = Signal(object)
    _golden_requested = Signal(object)
    _prefetch_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._newest: ViewRequest | None = None
        self._upcoming: deque[ViewRequest] = deque()
        self._prepared: OrderedDict[tuple[Path, str], _Prepared] = OrderedDict()
        self._session: Session | None = None
        self._requested.connect(self._on_requested)
        self._golden_requested.connect(self._on_golden_requested)
        self._prefetch_requested.connect(self._on_prefetch_requested)

    def load(self, request: ViewRequest) -> None:
        """Queue an image."""
        self._newest = request
        self._requested.emit(request)

    def prefetch(self, requests: Sequence[ViewRequest]) -> None:
        """Say which images are likely to come next, the likeliest first; replaces what was said before."""
        upcoming = deque(requests)
        self._upcoming = upcoming
        self._prefetch_requested.emit(upcoming)

    def load_golden(self, request: ViewRequest) -> None:
        """Queue an image to compare with."""
        self._golden_requested.emit(request)

    def close(self) -> None:
        """Close the session file; for the end, when the thread no longer runs."""
        if self._session:
            self._session.close()
        self._session = None

    @Slot(object)
    def _on_requested(self, request: ViewRequest) -> None:
        if request is not self._newest:
            return
        try:
            view = self._view(request)
        except SaaDesktopError as error:
            self.failed.emit(request, str(error))
        else:
            self.loaded.emit(view)

    @Slot(object)
    def _on_golden_requested(self, request: ViewRequest) -> None:
        try:
            view = self._view(request)
        except SaaDesktopError as error:
            self.failed.emit(request, str(error))
        else:
            self.golden_loaded.emit(view)

    @Slot(object)
    def _on_prefetch_requested(self, upcoming: deque[ViewRequest]) -> None:
        """Prepare one image and queue the rest, so that a request for another one comes in between."""
        if upcoming is not self._upcoming or not upcoming or not self._has_room():
            return
        request = upcoming.popleft()
        # What is wrong is said when a person asks for the image.
        with suppress(SaaDesktopError):
            self._view(request)
        self._prefetch_requested.emit(upcoming)

    def _view(self, request: ViewRequest) -> View:
        """Return what was prepared if it still holds, or else prepare it now.

        Raises:
            ImageError: the file cannot be read.
            SessionError: the session cannot be read.
        """
        key = (request.entry.reference.path, request.entry.name)
        stamp = _stamp(request.entry.reference.path)
        prepared = self._prepared.pop(key, None)
        if prepared is None or prepared.stamp != stamp:
            image = _decode(request)
            view = self._lay_out(request, image, build_pyramid(image.pixels))
        elif prepared.view.request.same_content(request):
            view = prepared.view.with_review(request.entry.review)
        else:
            view = self._lay_out(request, prepared.view.image, prepared.view.photograph)
        self._keep(key, _Prepared(view, stamp))
        return view

    def _lay_out(self, request: ViewRequest, image: DecodedImage, photograph: Pyramid) -> View:
        """Read what was found on an image and prepare it.

        Raises:
            SessionError: the session cannot be read.
        """
        inspection = self._inspection(request)
        if inspection and image.identity.sha256 != inspection.image.sha256:
            return View(request, image, photograph, inspection, changed=True)
        shapes = Shapes()
        heat = lay_out_heat(inspection, shapes) if inspection else None
        regions = lay_out_regions(inspection, request.entry.review, shapes)
        return View(request, image, photograph, inspection, regions, heat)

    def _inspection(self, request: ViewRequest) -> Inspection | None:
        if request.session is None or not request.entry.inspected:
            return None
        if self._session is None or self._session.path != request.session:
            self.close()
            self._session = Session.open_read_only(request.session)
        return self._session.inspection(request.entry.name)

    def _keep(self, key: tuple[Path, str], prepared: _Prepared) -> None:
        """Keep what was prepared last, and drop what was used longest ago."""
        self._prepared[key] = prepared
        while len(self._prepared) > _MOST_VIEWS or (self._bytes() > _MOST_BYTES and len(self._prepared) > 1):
            self._prepared.popitem(last=False)

    def _bytes(self) -> int:
        return sum(each.view.nbytes for each in self._prepared.values())

    def _has_room(self) -> bool:
        """Whether images like the last one fit in beside it: one that is being read cannot be interrupted."""
        last = next(reversed(self._prepared.values()), None)
        return last is not None and 3 * last.view.nbytes <= _MOST_BYTES


def _stamp(path: Path) -> tuple[int, int]:
    """Return what changes with a file's content; reading it says what is wrong with one that is not there."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return status.st_mtime_ns, status.st_size


def _decode(request: ViewRequest) -> DecodedImage:
    """Return the page that the entry names, or the file's first one.

    Raises:
        ImageError: the file cannot be read, or has fewer pages now.
    """
    entry = request.entry
    named = entry.name != entry.reference.name
    pages = decode_pages(entry.reference, wanted=lambda name, _: not named or name == entry.name)
    image = next(pages, None)
    if image is None:
        raise ImageError(f"{entry.reference.name} no longer holds this page: inspect it again.")
    return image
