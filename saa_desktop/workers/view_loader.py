"""Reads an image and prepares its overlays for the view, away from the window's thread."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal, Slot

from saa_desktop.domain.errors import ImageError
from saa_desktop.domain.images import DecodedImage, ImageReference
from saa_desktop.domain.inspections import Inspection
from saa_desktop.domain.masks import Mask
from saa_desktop.sources.decoding import decode_pages
from saa_desktop.workers.mask_outline import Segments, outline


@dataclass(frozen=True, slots=True)
class ViewRequest:
    """What to show.

    Attributes:
        reference: the file.
        inspection: which page of it, and what was found there; ``None`` shows the first page.
    """

    reference: ImageReference
    inspection: Inspection | None = None


@dataclass(frozen=True, slots=True)
class View:
    """An image ready to be shown.

    Attributes:
        request: what was asked for.
        image: its pixels.
        regions: rank, mask and outline of the kept regions, by rank; empty without an inspection.
        heat: (H, W) uint8 anomaly map, 0 to 255 for 0 to ``heat_limit``; ``None`` without an inspection.
        heat_limit: top of the heat map's scale, the same on every image of a profile.
        changed: the file is no longer the one that was inspected, so nothing is laid over it.
    """

    request: ViewRequest
    image: DecodedImage
    regions: tuple[tuple[int, Mask, Segments], ...] = ()
    heat: npt.NDArray[np.uint8] | None = None
    heat_limit: float = 1.0
    changed: bool = False


class ViewLoader(QObject):
    """One image at a time; of several that wait only the last one is read."""

    loaded = Signal(object)
    """View."""

    failed = Signal(object, str)
    """ViewRequest, the sentence for people."""

    _requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._newest: ViewRequest | None = None
        self._requested.connect(self._on_requested)

    def load(self, request: ViewRequest) -> None:
        """Queue an image."""
        self._newest = request
        self._requested.emit(request)

    @Slot(object)
    def _on_requested(self, request: ViewRequest) -> None:
        if request is not self._newest:
            return
        try:
            view = _prepare(request)
        except ImageError as error:
            self.failed.emit(request, str(error))
        else:
            self.loaded.emit(view)


def _prepare(request: ViewRequest) -> View:
    """Read the image and lay out what was found on it.

    Raises:
        ImageError: the file cannot be read.
    """
    inspection = request.inspection
    image = _decode(request)
    if inspection is None:
        return View(request, image)
    if image.identity.sha256 != inspection.image.sha256:
        return View(request, image, changed=True)
    limit = inspection.thresholds.ng_at
    levels = np.clip(inspection.anomaly_map() * (255 / limit), 0, 255).astype(np.uint8)
    regions = tuple(
        (region.rank or 0, region.mask, outline(region.mask)) for region in inspection.kept if region.mask
    )
    return View(request, image, regions, levels, limit)


def _decode(request: ViewRequest) -> DecodedImage:
    """Return the page that was inspected, or the file's first one.

    Raises:
        ImageError: the file cannot be read, or has fewer pages now.
    """
    wanted = request.inspection.image.name if request.inspection else None
    pages = decode_pages(request.reference, wanted=lambda name, _: wanted is None or name == wanted)
    image = next(pages, None)
    if image is None:
        raise ImageError(f"{request.reference.name} no longer holds this page: inspect it again.")
    return image
