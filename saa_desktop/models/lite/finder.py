"""What is found on an image: the detectors' marks and the network's own regions, each with its confidence.

A detector measures a contrast exactly, but cannot know that a bevel or a print belongs to the product. The
network has seen good products in their variety, but draws coarsely. Both are asked (``judging.py``).
"""

import math
import threading
from dataclasses import dataclass, replace

import cv2
import numpy as np

from saa_desktop.domain.arrays import ImageArray, MaskArray
from saa_desktop.models.lite.finish import find_finish_marks
from saa_desktop.models.lite.judging import Source, confidence
from saa_desktop.models.lite.looking import Eye, Look
from saa_desktop.models.lite.marks import Mark, distinct, nats_of, shared_area
from saa_desktop.models.lite.outline import find_outline_marks
from saa_desktop.models.lite.regions import Region, network_regions
from saa_desktop.models.lite.spots import find_spot_marks
from saa_desktop.models.lite.surface import Surface, prepare

SAME = 0.2
"""Intersection over union from which a mark's box and a region's bound the same thing."""

Box = tuple[int, int, int, int]
"""x0 y0 x1 y1, pixels of the image."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """All that is found on one image.

    Attributes:
        surface: the image, prepared.
        marks: by falling confidence, none covering another; pixels of the image.
        masks: (height, width) bool, the network's masks by their box.
    """

    surface: Surface
    marks: list[Mark]
    masks: dict[Box, MaskArray]


class Finder:
    """Looks at images, in any thread.

    In each it remembers the last image, because who proposes and who refines ask for the same one.
    """

    def __init__(self, eye: Eye) -> None:
        self._eye = eye
        self._in_thread = threading.local()

    def find(self, image: ImageArray) -> Found:
        """Return what is found on an (H, W, 3) uint8 RGB image."""
        last: tuple[ImageArray, Found] | None = getattr(self._in_thread, "last", None)
        if last is None or last[0] is not image:
            last = self._in_thread.last = image, _found(image, self._eye.look(image))
        return last[1]


def _found(image: ImageArray, look: Look) -> Found:
    surface = prepare(image)
    size = image.shape[0], image.shape[1]
    regions = network_regions(image, look)
    if surface.lies_on_background:
        regions = _on_products(regions, surface)
    own = [region.mark for region in regions]
    shapes = [*find_finish_marks(surface), *find_outline_marks(surface)]
    contrasts = distinct(find_spot_marks(surface))
    seen = [(Source.NETWORK, mark) for mark in own]
    seen += [(Source.DETECTOR, _in_image(mark, surface, size)) for mark in shapes]
    knows = Source.DETECTOR if surface.lies_on_background else Source.BOTH
    seen += [(knows, _outlined(_in_image(mark, surface, size), own)) for mark in contrasts]
    judged = (
        replace(mark, nats=nats_of(confidence(mark, source, look, size)), depth=1.0) for source, mark in seen
    )
    return Found(surface, distinct(judged), {region.mark.box: region.mask for region in regions})


def _on_products(regions: list[Region], surface: Surface) -> list[Region]:
    """Return the regions whose middle lies in a product's convex hull: chips do, shadows lie beside it."""
    outlines, _ = cv2.findContours(
        surface.product.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE
    )
    hulls = [cv2.convexHull(outline) for outline in outlines]
    middles = (_middle(region, surface) for region in regions)
    return [
        region
        for region, middle in zip(regions, middles, strict=True)
        if any(cv2.pointPolygonTest(hull, middle, measureDist=False) >= 0 for hull in hulls)
    ]


def _middle(region: Region, surface: Surface) -> tuple[float, float]:
    """Return the centre of gravity of a region, x and y in pixels of the surface."""
    across, down = surface.scale
    rows, columns = np.nonzero(region.mask)
    return (
        (region.mark.x0 + float(columns.mean()) + 0.5) * across - 0.5,
        (region.mark.y0 + float(rows.mean()) + 0.5) * down - 0.5,
    )


def _in_image(mark: Mark, surface: Surface, size: tuple[int, int]) -> Mark:
    """Return a mark whose box is in pixels of the image, of that height and width, instead of the surface."""
    across, down = surface.scale
    return replace(
        mark,
        x0=math.floor(mark.x0 / across),
        y0=math.floor(mark.y0 / down),
        x1=min(size[1], math.ceil(mark.x1 / across)),
        y1=min(size[0], math.ceil(mark.y1 / down)),
    )


def _outlined(mark: Mark, own: list[Mark]) -> Mark:
    """Return a mark with the box of the network's region that shows the same thing, if there is one."""
    if not own:
        return mark
    overlaps = [_overlap(mark, other) for other in own]
    best = int(np.argmax(overlaps))
    if overlaps[best] < SAME:
        return mark
    x0, y0, x1, y1 = own[best].box
    return replace(mark, x0=x0, y0=y0, x1=x1, y1=y1)


def _overlap(mark: Mark, other: Mark) -> float:
    """Return the intersection over union of two boxes."""
    shared = shared_area(mark, other)
    return shared / (mark.area + other.area - shared)
